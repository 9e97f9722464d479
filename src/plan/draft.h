// A plan while it is being loaded: what has been read, and where each thing stands. Only the loader
// sees it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "plan/yaml.h"

namespace ss::plan {

// What a path in a plan's folder is.
enum class FileKind : unsigned char {
    plan,
    city,
    organization,
    calendar,
    documents,
    precedence,
    rules,
    demand,
    readiness,
    meeting,
    procedure,
    roster,
    process,  // BPMN
    form,     // words of printed papers
    kept,     // part of the plan, read by others
    aside,    // not part of the plan
    unknown,
};
FileKind kind_of(std::string_view path);

struct Draft {
    explicit Draft(Diagnostics& d) : diagnostics(d) {}

    Plan plan;
    Diagnostics& diagnostics;
    std::map<std::string, yaml::Source> sources;         // by file
    std::map<std::string, std::string> procedure_files;  // by code of the procedure
    std::map<std::string, std::string> meeting_files;
    std::map<std::string, std::string> roster_files;
    // Of every BPMN file, what it holds.
    std::map<std::string, std::vector<std::shared_ptr<const bpmn::Program>>> programs;

    // Complaints about a path ("cases/0/when") in a file; `file` may never have been read.
    void error(const std::string& file, const std::string& path, std::string_view what,
               std::string message, std::string advice);
    void warning(const std::string& file, const std::string& path, std::string_view what,
                 std::string message, std::string advice);
    yaml::Source& source(const std::string& file);
};

void read_files(Draft& draft);        // every YAML file into its struct
void compile_programs(Draft& draft);  // FEEL texts and BPMN files
void check_references(Draft& draft);  // every code that stands somewhere exists
void check_sense(Draft& draft);       // sums, cycles, fractions, templates
void check_meetings(Draft& draft);
void check_demand(Draft& draft);  // shares, distributions, steps and variables that are there
void check_programs(Draft& draft);  // roles, documents, services, messages, variables

}  // namespace ss::plan
