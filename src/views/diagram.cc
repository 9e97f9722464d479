#include "views/diagram.h"

#include <algorithm>

#include "bpmn/program.h"
#include "views/eyes.h"

namespace ss::views {

namespace {

// A node of a called process is "Call_1/Task_2": the call is marked on its own diagram, the task on
// that of the process called.
struct Marks {
    Eyes& eyes;
    std::map<Code, std::map<Code, NodeMark>> by_process;  // id of the process -> node -> mark

    void add(const Code& process, const Code& node, const NodeMark& one) {
        NodeMark& mark = by_process[process][node];
        mark.node = node;
        mark.count += one.count;
        mark.overdue += one.overdue;
        if (one.since && (!mark.since || *one.since < *mark.since)) mark.since = one.since;
        for (const Person& person : one.with)
            if (std::ranges::find(mark.with, person.code, &Person::code) == mark.with.end())
                mark.with.push_back(person);
    }

    void add_path(const bpmn::Program& program, const Code& node, const NodeMark& one) {
        Code process = program.id();
        for (size_t from = 0;;) {
            const size_t slash = node.find('/', from);
            add(process, node.substr(from, slash == Code::npos ? slash : slash - from), one);
            if (slash == Code::npos) return;
            const auto call = program.find(node.substr(0, slash));
            if (!call || program.info(*call).called.empty()) return;
            process = program.info(*call).called;
            from = slash + 1;
        }
    }
};

void mark(Marks& marks, const bpmn::Program& program, const flow::Running& running) {
    std::map<Code, NodeMark> nodes;
    std::map<Code, bool> with_item;
    for (const WorkId id : running.work) {
        const auto found = marks.eyes.state.flow.work.find(id);
        if (found == marks.eyes.state.flow.work.end()) continue;
        const auto& item = found->second;
        NodeMark one;
        one.count = 1;
        one.overdue = item.due && marks.eyes.now > *item.due ? 1 : 0;
        one.since = item.offered;
        one.with = item.taken_by ? std::vector<Person>{marks.eyes.person(*item.taken_by)}
                                 : marks.eyes.workers(item.role);
        marks.add_path(program, item.node, one);
        with_item[item.node] = true;
    }
    for (const auto& token : running.tokens.tokens) {
        if (token.node >= program.size()) continue;
        // A call rests as long as what it calls runs: the step inside has marked it.
        if (program.node(token.node).inner != bpmn::kNone) continue;
        const Code& node = program.info(token.node).id;
        if (with_item.contains(node)) continue;
        NodeMark one;
        one.count = 1;
        marks.add_path(program, node, one);
    }
}

DiagramFile file_of(const Eyes& eyes, const Code& process, const std::string& file) {
    DiagramFile out;
    out.process = process;
    out.file = file;
    if (const auto i = eyes.plan.files.find(file); i != eyes.plan.files.end()) out.xml = i->second;
    return out;
}

}  // namespace

Result<DiagramView> diagram(const Looking& looking) {
    Eyes eyes(looking);
    DiagramView out;
    const DossierId id{SS_TRY(number_param(looking, "dossier"))};
    const dossiers::Dossier* one = id ? eyes.dossier(id) : nullptr;
    if (id && one == nullptr) return no_such("dossier");
    const Code code = one != nullptr ? one->procedure : text_param(looking, "procedure");
    const auto* p = eyes.plan.procedure(code);
    if (p == nullptr || !p->program) return no_such("procedure");
    out.procedure = eyes.procedure(code);
    if (one != nullptr) out.dossier = id;

    Marks marks{eyes, {}};
    for (const auto& [dossier, running] : eyes.state.flow.running) {
        if (running.procedure != code || (one != nullptr && dossier != id)) continue;
        mark(marks, *p->program, running);
        if (running.stuck) out.stuck = *running.stuck;
    }
    out.files.push_back(file_of(eyes, p->program->id(), p->process_file));
    for (bpmn::NodeIx n = 0; n < p->program->size(); ++n) {
        const Code& called = p->program->info(n).called;
        const auto shared = eyes.plan.shared.find(called);
        if (called.empty() || shared == eyes.plan.shared.end() ||
            std::ranges::find(out.files, called, &DiagramFile::process) != out.files.end())
            continue;
        out.files.push_back(file_of(eyes, called, shared->second->file()));
    }
    for (DiagramFile& file : out.files)
        for (auto& [node, m] : marks.by_process[file.process]) file.marks.push_back(std::move(m));
    return out;
}

}  // namespace ss::views
