// FEEL texts and BPMN processes: compiled, linked, and held against the rest of the plan.
#include <algorithm>
#include <set>

#include "bpmn/program.h"
#include "feel/feel.h"
#include "plan/draft.h"

namespace ss::plan {

namespace {

const std::set<std::string> kBuiltIn{"channel", "received_after_cutoff", "outcome", "answer"};
constexpr std::array<std::string_view, 7> kServices{
    "dossier.ask_supplement", "dossier.refuse", "dossier.resolve", "paper.number",
    "exchange.send",          "citizen.notify", "publish"};
constexpr std::array<std::string_view, 5> kMessages{"dossier.supplemented", "dossier.withdrawn",
                                                    "dossier.paid", "citizen.confirmed",
                                                    "exchange.answered"};
template <size_t N>
bool among(const std::array<std::string_view, N>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}
template <size_t N>
std::string advice(const std::array<std::string_view, N>& words, const std::string& word) {
    const std::string guess = yaml::nearest(word, {words.begin(), words.end()});
    std::string all;
    for (const auto w : words) all += (all.empty() ? "" : ", ") + std::string(w);
    return (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") + "One of: " + all + ".";
}

// Names an expression may use, and which of them are personal.
struct Variables {
    std::set<std::string> open, personal;
};

void check_names(Diagnostics& d, const std::string& file, int line, int column,
                 const feel::Expression& e, const Variables& v) {
    for (const std::string& name : feel::names_used(e)) {
        if (v.open.contains(name) || kBuiltIn.contains(name)) continue;
        if (v.personal.contains(name)) {
            d.add({Severity::error, "plan.personal", file, line, column,
                   "\"" + name + "\" is personal: no condition may look at it",
                   "Ask for what the condition needs in a variable that is not personal."});
            continue;
        }
        std::vector<std::string_view> known(v.open.begin(), v.open.end());
        known.insert(known.end(), kBuiltIn.begin(), kBuiltIn.end());
        const std::string guess = yaml::nearest(name, known);
        d.add({Severity::error, "plan.unknown_variable", file, line, column,
               "there is no variable \"" + name + "\"",
               (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                   "Add it to the procedure's variables."});
    }
}

Variables variables_of(const Procedure& p) {
    Variables v;
    for (const Variable& x : p.variables) (x.personal ? v.personal : v.open).insert(x.code);
    return v;
}

void compile_procedure(Draft& d, Procedure& p) {
    const std::string& file = d.procedure_files.at(p.code);
    const Variables known = variables_of(p);
    const auto mentions = d.source(file).mentions();  // a copy: complaints go through the source
    for (const yaml::Mention& m : mentions) {
        if (m.kind != "feel") continue;
        const auto e = feel::compile(m.text, file, m.place.line, d.diagnostics);
        if (!e) continue;
        check_names(d.diagnostics, file, m.place.line, m.place.column, *e, known);
        p.expressions.emplace(m.text, e);
    }
}

}  // namespace

void compile_programs(Draft& d) {
    for (const auto& [file, bytes] : d.plan.files)
        if (kind_of(file) == FileKind::process) {
            auto& all = d.programs[file] = bpmn::load(bytes, file, d.diagnostics);
            if (!file.starts_with("processes/")) continue;
            for (const auto& program : all)
                if (!d.plan.shared.emplace(program->id(), program).second)
                    d.diagnostics.error("plan.duplicate_code", file, program->line(),
                                        "the process id \"" + program->id() + "\" is taken",
                                        "Give each shared process its own id.");
        }
    for (auto& [code, p] : d.plan.procedures) {
        compile_procedure(d, p);
        const std::string& file = d.procedure_files.at(code);
        const auto i = d.programs.find(p.process_file);
        if (i == d.programs.end()) {
            d.error(file, "process_file", "no_process", "there is no " + p.process_file,
                    "Draw the process, or name an existing file in process_file.");
            continue;
        }
        std::shared_ptr<const bpmn::Program> chosen;
        for (const auto& program : i->second)
            if (program->executable() && !chosen) chosen = program;
        if (chosen) p.program = bpmn::link(chosen, d.plan.shared, d.diagnostics);
    }
}

namespace {

class ProgramCheck {
  public:
    ProgramCheck(Draft& d, const Procedure& p) : d_(d), p_(p), known_(variables_of(p)) {}

    void run() {
        const bpmn::Program& program = *p_.program;
        for (bpmn::NodeIx n = 0; n < program.size(); ++n) {
            const bpmn::Info& info = program.info(n);
            if (!info.variable.empty()) known_.open.insert(info.variable);
        }
        for (bpmn::NodeIx n = 0; n < program.size(); ++n) {
            node(n);
            if (program.info(n).kind == "return") nothing_after_return(n);
        }
        for (bpmn::EdgeIx e = 0; e < program.edges(); ++e)
            if (const auto c = program.edge(e).condition; c != bpmn::kNone) {
                const bpmn::Info& from = program.info(program.edge(e).from);
                check_names(d_.diagnostics, from.file, program.edge_line(e), 0,
                            program.expression(c), known_);
            }
    }

  private:
    void say(const bpmn::Info& at, std::string_view what, std::string message, std::string how) {
        d_.diagnostics.error("plan." + std::string(what), at.file, at.line, std::move(message),
                             std::move(how));
    }
    void expression(const bpmn::Info& info, bpmn::ExpressionIx e) {
        if (e == bpmn::kNone) return;
        check_names(d_.diagnostics, info.file, info.line, 0, p_.program->expression(e), known_);
    }

    void node(bpmn::NodeIx n) {
        const bpmn::Node& wiring = p_.program->node(n);
        const bpmn::Info& info = p_.program->info(n);
        expression(info, wiring.expression);
        expression(info, wiring.completion);
        for (const auto& [key, e] : info.property_expressions) expression(info, e);
        if (wiring.type == bpmn::Type::user) user(info);
        if (!info.service.empty()) service(n, info);
        if (!info.message.empty() && !among(kMessages, info.message))
            say(info, "process_message", "nothing ever sends \"" + info.message + "\"",
                advice(kMessages, info.message));
        if (!info.document.empty() && !info.document.starts_with("=") &&
            !d_.plan.documents.types.contains(info.document))
            say(info, "unknown_type", "there is no type \"" + info.document + "\"",
                "It must stand among the types of documents.yaml or results.yaml.");
    }

    void user(const bpmn::Info& info) {
        const auto& roles = d_.plan.organization.roles;
        if (info.role.empty() || info.role.starts_with("=") || roles.contains(info.role)) return;
        std::vector<std::string_view> known;
        for (const auto& [code, role] : roles) known.push_back(code);
        const std::string guess = yaml::nearest(info.role, known);
        say(info, "unknown_role", "there is no role \"" + info.role + "\"",
            (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                "It must stand among the roles of organization.yaml.");
    }

    void service(bpmn::NodeIx n, const bpmn::Info& info) {
        if (!among(kServices, info.service))
            return say(info, "process_service", "the office cannot do \"" + info.service + "\"",
                       advice(kServices, info.service));
        if (info.service != "exchange.send") return;
        const auto to = info.properties.find("to");
        if (to == info.properties.end() || to->second.empty())
            say(info, "process_target", p_.program->called(n) + " sends to nobody",
                "Add the property \"to\" with the code of a unit or agency.");
        else if (!to->second.starts_with("=") && !d_.plan.city.units.contains(to->second))
            say(info, "unknown_unit", "there is no unit \"" + to->second + "\"",
                "It must stand among the units of city.yaml; agencies too.");
    }

    // What follows n once it is done; the end of a sub-process goes on after it.
    void after(bpmn::NodeIx n, std::vector<bpmn::NodeIx>& all) const {
        const bpmn::Program& program = *p_.program;
        const bpmn::Node& wiring = program.node(n);
        for (size_t i = 0; i < wiring.outs; ++i)
            all.push_back(program.edge(static_cast<bpmn::EdgeIx>(wiring.first_out + i)).to);
        const bpmn::NodeIx host = program.scope(wiring.scope).host;
        if (wiring.outs == 0 && host != bpmn::kNone) after(host, all);
    }

    // With its return a dossier is over: neither its result nor its refusal can still come.
    void nothing_after_return(bpmn::NodeIx from) {
        const bpmn::Program& program = *p_.program;
        std::set<bpmn::NodeIx> seen;
        std::vector<bpmn::NodeIx> open;
        after(from, open);
        while (!open.empty()) {
            const bpmn::NodeIx n = open.back();
            open.pop_back();
            if (!seen.insert(n).second) continue;
            const bpmn::Info& info = program.info(n);
            if (info.service == "dossier.resolve" || info.service == "dossier.refuse")
                say(info, "after_return",
                    program.called(n) + " (" + info.service + ") comes after the return, " +
                        program.called(from),
                    "Move it before the step of kind return: what has been returned is over.");
            after(n, open);
            const bpmn::Node& wiring = program.node(n);
            if (wiring.inner != bpmn::kNone) open.push_back(program.scope(wiring.inner).start);
            for (const bpmn::NodeIx event : program.attached(n)) open.push_back(event);
        }
    }

    Draft& d_;
    const Procedure& p_;
    Variables known_;
};

}  // namespace

void check_programs(Draft& d) {
    for (const auto& [code, p] : d.plan.procedures) {
        if (!p.program) continue;
        ProgramCheck(d, p).run();
    }
}

}  // namespace ss::plan
