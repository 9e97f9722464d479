#include "readiness/names.h"

#include "bpmn/program.h"

namespace ss::readiness {

Namer::Namer(const plan::Plan& plan, std::string language, const words::Book& book)
    : language_(std::move(language)), book_(book) {
    // The first of a code wins: tasks before roles before what lies inside procedures and meetings.
    const auto add = [&](const Code& code, const org::Text& text) {
        if (!text.empty()) names_.emplace(code, text.get(language_));
    };
    for (const auto& [code, t] : plan.readiness.tasks) add(code, t.name);
    for (const auto& [code, r] : plan.organization.roles) add(code, r.name);
    for (const auto& [code, p] : plan.procedures) add(code, p.name);
    for (const auto& [code, m] : plan.meetings) add(code, m.name);
    for (const auto& [code, m] : plan.precedence.milestones) add(code, m.name);
    for (const auto& [code, b] : plan.organization.bodies) add(code, b.name);
    for (const auto& [code, p] : plan.organization.posts) add(code, p.title);
    for (const auto& [code, u] : plan.city.units) add(code, u.name);
    for (const auto& [code, m] : plan.meetings)
        for (const auto& item : m.agenda) add(item.code, item.title);
    for (const auto& [code, p] : plan.procedures)
        for (const auto& c : p.components) add(c.code, c.name);
    for (const auto& [code, p] : plan.procedures) {
        const bpmn::NodeIx nodes = p.program ? static_cast<bpmn::NodeIx>(p.program->size()) : 0;
        for (bpmn::NodeIx n = 0; n < nodes; ++n) {
            const bpmn::Info& step = p.program->info(n);
            if (!step.name.empty()) names_.emplace(step.id, step.name);
        }
    }
    for (const auto& [unit, roster] : plan.rosters)
        for (const auto& [code, o] : roster.officers)
            if (!o.name.empty()) names_.emplace(code, o.name);
}

namespace {

// A sentence without what it is about; a list in it is one gap.
std::string with_dots(const std::string& sentence) {
    std::string text = words::fill(sentence, std::vector<std::string>(10, "…"));
    const std::string_view more = "; …";
    for (size_t at = text.find(more); at != std::string::npos; at = text.find(more))
        text.erase(at, more.size());
    return text;
}

}  // namespace

std::optional<std::string> share_in(const words::Book& book, const std::string& arg) {
    const size_t point = arg.find('.');
    if (point == std::string::npos || !arg.ends_with(" %")) return std::nullopt;
    return arg.substr(0, point) + words::say(book, "text.decimal") + arg.substr(point + 1);
}

std::string Namer::name(const std::string& code) const {
    if (const auto share = share_in(book_, code)) return *share;
    if (const auto i = names_.find(code); i != names_.end()) return i->second;
    if (const size_t comma = code.find(", "); comma != std::string::npos)
        return name(code.substr(0, comma)) + ", " + name(code.substr(comma + 2));
    // A rule: its sentence, with dots where it names somebody.
    if (code.find('.') != std::string::npos && code.find(' ') == std::string::npos)
        if (const auto i = book_.find(code); i != book_.end()) return with_dots(i->second);
    return code;
}

std::string Namer::say(const Sentence& sentence) const {
    return say(sentence.rule, sentence.args);
}
std::string Namer::say(const std::string& rule, const std::vector<std::string>& args) const {
    std::vector<std::string> named;
    for (const std::string& arg : args) named.push_back(name(arg));
    return words::say(book_, rule, named);
}

}  // namespace ss::readiness
