// Between model and Program: the same parts, still growing. Only this room sees it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "bpmn/model.h"
#include "bpmn/program.h"

namespace ss::bpmn {

inline constexpr size_t kWaysMost = 16'384;
inline constexpr size_t kExpressionsMost = 32'768;

struct Draft {
    struct Way {
        Edge edge;
        std::string name;
        int line = 0;
        std::string id = {};  // of the sequence flow; empty: there is none
    };
    std::string id, name, file;
    int line = 0;
    bool executable = true;
    std::vector<Node> nodes;  // default_edge: index into `ways`
    std::vector<Info> info;
    std::vector<std::vector<NodeIx>> attached;
    std::vector<Way> ways;
    std::vector<Scope> scopes;
    std::vector<std::shared_ptr<const feel::Expression>> expressions;
};

// nullopt: complaints.
std::optional<Draft> compile(const Model& model, const Process& process, Diagnostics& diagnostics);

class Compiler {
  public:
    static ProgramPtr freeze(Draft draft);
    static Draft thaw(const Program& program);
};

}  // namespace ss::bpmn
