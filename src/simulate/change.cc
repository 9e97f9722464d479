#include "simulate/change.h"

#include <algorithm>

#include "base/limits.h"
#include "plan/demand.h"
#include "plan/keys.h"
#include "plan/roster.h"
#include "plan/schema_writer.h"

namespace ss::plan::yaml {

// Kept as it was written, and laid over the plan's demand when that is known.
void read_value(Source&, const Node& node, std::optional<Node>& value, const Options&) {
    value = node;
}
Json schema_value(std::optional<Node>*, const Options&) {
    return schema_value(static_cast<Demand*>(nullptr), Options{});
}

}  // namespace ss::plan::yaml

namespace ss::simulate {

template <class V>
void keys(V& v, Newcomer& t) {
    using namespace plan::yaml;
    v("name", t.name)("posts", t.posts, need, Ref{"post"})("signature", t.signature);
    v("experience", t.experience, Range{0, 1e6}, "Dossiers already practised.");
}
template <class V>
void keys(V& v, Leave& t) {
    using namespace plan::yaml;
    v("officer", t.officer, need, is_code)("from", t.from, need, "2025-07-14.");
    v("to", t.to, "The last day; otherwise that one day.");
}
template <class V>
void keys(V& v, Change& t) {
    using namespace plan::yaml;
    v("name", t.name, need)("description", t.description);
    v("load", t.load, Range{0.01, 100}, "Factor on arrivals.");
    v("absent", t.absent, is_code, "Officers, every day.");
    v("leave", t.leave, "Officers, on some days.");
    v("also_posts", t.also_posts, Ref{"post"}, "Officer -> posts held besides.");
    v("instead_posts", t.instead_posts, Ref{"post"}, "Officer -> posts in place of all others.");
    v("newcomers", t.newcomers, "Officers who are not in the roster.");
    v("signatures", t.signatures, is_code, "Officers who get an e-signature.");
    v("opens_earlier", Duration{t.opens_earlier}, "Every working day.");
    v("removed_steps", t.removed_steps, "\"1.001193/tail/digitise\": over as soon as it begins.");
    v("limits", t.limits, "Step -> working time: PT20M.");
    v("splits", t.splits, is_code, "Step or kind of work -> officers who alone do it.");
    v("priority", t.priority, KeyRef{"procedure"}, "Lower goes first; otherwise 0.");
    v("outage_hours", t.outage_hours, Range{0, 24}, "Without software, every working day.");
    v("shift_end", t.shift_end, "What is begun when the doors close.");
    v("earliest_due_first", t.earliest_due_first, "False: in the order in which it came.");
    v("demand", t.demand, "Keys of demand.yaml in place of the plan's.");
}
template <class V>
void keys(V& v, WhatIf& t) {
    using namespace plan::yaml;
    v("title", t.title)("variants", t.variants, need);
    v("costs", t.costs, Range{0, 1e6}, "Kind of move -> person-days a month.");
}

namespace {

// Complaints about one variant, where it stands.
struct Complaints {
    const plan::Plan& plan;
    plan::yaml::Source* source;
    std::string path;
    Diagnostics& diagnostics;

    void say(const std::string& key, const std::string& code, std::string message,
             std::string advice) const {
        if (source != nullptr) {
            source->error(source->place(path + "/" + key), code, std::move(message),
                          std::move(advice));
        } else {
            diagnostics.error("whatif." + code, "", 0, std::move(message), std::move(advice));
        }
    }
};

bool has_step(const plan::Plan& plan, const std::string& key) {
    for (const auto& [code, procedure] : plan.procedures) {
        if (key == code + "/receive" || key == code + "/return") return true;
        if (!procedure.program) continue;
        for (size_t n = 0; n < procedure.program->size(); ++n) {
            const auto node = static_cast<bpmn::NodeIx>(n);
            if (procedure.program->node(node).type != bpmn::Type::user) continue;
            for (const auto& k : cast::keys_of(plan, code, procedure.program->info(node).id))
                if (k == key) return true;
        }
    }
    return false;
}

bool has_kind(const plan::Plan& plan, const std::string& kind) {
    return kind == "receive" || kind == "return" || plan.demand.service.contains(kind);
}

}  // namespace

void check(const Change& c, const plan::Plan& plan, const Code& unit, const Days& lived,
           plan::yaml::Source* source, const std::string& path, Diagnostics& d) {
    const Complaints out{plan, source, path, d};
    const auto roster = plan.rosters.find(unit);
    const auto officer = [&](const std::string& key, const Code& code) {
        if (roster == plan.rosters.end() || roster->second.officers.contains(code) ||
            c.newcomers.contains(code))
            return;
        out.say(key, "unknown_officer", unit + " has no officer \"" + code + "\"",
                "Write one of units/" + unit + ".yaml, or a newcomer.");
    };
    for (const Code& code : c.absent) officer("absent", code);
    for (size_t i = 0; i < c.leave.size(); ++i) {
        const Leave& l = c.leave[i];
        const std::string at = "leave/" + std::to_string(i);
        officer(at + "/officer", l.officer);
        if (l.from == LocalDate{}) continue;  // it could not be read, which has been told
        if (l.last() < l.from)
            out.say(at + "/to", "leave", "the leave ends before it begins",
                    "Write the last day after the first, or leave it out.");
        else if (l.last() < lived.first || lived.last < l.from)
            out.say(at + "/from", "leave",
                    "the leave of \"" + l.officer + "\" lies outside of the days that are lived, " +
                        to_text(lived.first) + " to " + to_text(lived.last),
                    "Write days among them, or ask for more days.");
    }
    for (const Code& code : c.signatures) officer("signatures", code);
    for (const auto& [code, posts] : c.also_posts) officer("also_posts", code);
    for (const auto& [code, posts] : c.instead_posts) officer("instead_posts", code);
    const auto step = [&](const std::string& key, const std::string& name, bool kind_too) {
        if (has_step(plan, name) || (kind_too && has_kind(plan, name))) return;
        out.say(key, "unknown_step", "the plan has no step \"" + name + "\"",
                "Write it as procedure/step: 1.001193/verify, or by the called process: "
                "sign-and-return/digitise.");
    };
    for (const std::string& name : c.removed_steps) step("removed_steps", name, false);
    for (const auto& [name, text] : c.limits) {
        step("limits", name, false);
        if (!parse_duration(text))
            out.say("limits", "duration", "\"" + text + "\" is no duration",
                    "Write PT20M or PT4H.");
    }
    for (const auto& [name, officers] : c.splits) {
        step("splits", name, true);
        for (const Code& code : officers) officer("splits", code);
    }
}

namespace {

void open_earlier(org::Calendar& calendar, int64_t by) {
    const auto earlier = [by](std::vector<org::Hours>& hours) {
        if (!hours.empty()) hours.front().from = std::max<int64_t>(0, hours.front().from - by);
    };
    for (auto& day : calendar.week) earlier(day);
    for (auto& [date, hours] : calendar.special) earlier(hours);
    calendar.freeze();
}

void change_people(plan::Roster& roster, const Change& c) {
    for (const auto& [code, posts] : c.instead_posts)
        if (const auto i = roster.officers.find(code); i != roster.officers.end()) {
            i->second.posts = posts;
            i->second.appointed_by_announcement.clear();
            i->second.experience = 0;  // what was practised there does not count here
        }
    for (const auto& [code, posts] : c.also_posts)
        if (const auto i = roster.officers.find(code); i != roster.officers.end())
            i->second.posts.insert(i->second.posts.end(), posts.begin(), posts.end());
    for (const Code& code : c.signatures)
        if (const auto i = roster.officers.find(code); i != roster.officers.end())
            i->second.signature = true, i->second.signature_until.reset();
    for (const auto& [code, newcomer] : c.newcomers) {
        plan::RosterEntry& entry = roster.officers[code];
        entry.officer = code;
        entry.name = newcomer.name;
        entry.posts = newcomer.posts;
        entry.signature = newcomer.signature;
        entry.experience = newcomer.experience;
    }
}

const Code& staff_of(const Setup& s) {
    return s.staff_of.empty() ? s.unit : s.staff_of;
}

}  // namespace

bool lawful(const Setup& s, const Change& c) {
    const auto found = s.plan->rosters.find(staff_of(s));
    if (found == s.plan->rosters.end()) return true;
    plan::Roster roster = found->second;
    change_people(roster, c);
    bool fine = true;
    plan::check_roster(s.plan->organization, roster, [&](const auto&...) { fine = false; });
    return fine;
}

Setup changed(const Setup& before, const Change& c, Diagnostics& diagnostics) {
    Setup s = before;
    const bool people = !c.also_posts.empty() || !c.instead_posts.empty() || !c.newcomers.empty() ||
                        !c.signatures.empty();
    if (people || c.opens_earlier > 0 || c.demand) {
        auto plan = std::make_shared<plan::Plan>(*before.plan);
        plan->files.clear();
        if (c.opens_earlier > 0) open_earlier(plan->calendar, c.opens_earlier);
        if (people) change_people(plan->rosters[staff_of(s)], c);
        if (c.demand) {
            plan::yaml::Source source("demand", diagnostics);
            plan::yaml::read_value(source, *c.demand, plan->demand, plan::yaml::Options{});
            // Ways taken by the dice are other processes than those the conditions decide.
            if (plan->demand.branches != before.plan->demand.branches) s.situations = nullptr;
        }
        s.plan = std::move(plan);
    }
    s.load *= c.load;
    s.absent.insert(c.absent.begin(), c.absent.end());
    s.leave.insert(s.leave.end(), c.leave.begin(), c.leave.end());
    s.removed.insert(c.removed_steps.begin(), c.removed_steps.end());
    for (const auto& [step, text] : c.limits)
        if (const auto ms = parse_duration(text)) s.limits[step] = *ms;
    for (const auto& [what, officers] : c.splits) s.splits[what] = officers;
    for (const auto& [procedure, rank] : c.priority) s.priority[procedure] = rank;
    s.outage_hours += c.outage_hours;
    if (c.shift_end) s.shift_end = *c.shift_end;
    if (c.earliest_due_first) s.earliest_due_first = *c.earliest_due_first;
    return s;
}

namespace {

// Laid over the plan's demand once, for the complaints with their lines.
void check_demand(const Change& c, const plan::Plan& before, plan::yaml::Source& source,
                  const std::string& path, Diagnostics& diagnostics) {
    if (!c.demand) return;
    const size_t errors = diagnostics.count(Severity::error);
    plan::Plan plan = before;
    source.enter(path, c.demand->place);
    plan::yaml::read_value(source, *c.demand, plan.demand, plan::yaml::Options{});
    source.leave();
    if (diagnostics.count(Severity::error) > errors) return;
    plan::check_demand(plan, [&](const std::string& key, const char* what, std::string message,
                                 const char* advice) {
        source.error(source.place(path + "/" + key), what, std::move(message), advice);
    });
}

void check_mentions(plan::yaml::Source& source, const plan::Plan& plan) {
    for (const auto& m : source.mentions()) {
        const bool there = m.kind == "post"        ? plan.organization.posts.contains(m.text)
                           : m.kind == "procedure" ? plan.procedures.contains(m.text)
                           : m.kind == "unit"      ? m.text == "*" || plan.unit(m.text) != nullptr
                                                   : true;
        if (!there)
            source.error(m.place, "unknown_" + m.kind,
                         "the plan has no " + m.kind + " \"" + m.text + "\"",
                         "Write one of the plan's.");
    }
}

}  // namespace

std::optional<WhatIf> parse_what_if(const std::string& bytes, const std::string& file,
                                    const plan::Plan& plan, const Code& unit, const Days& lived,
                                    Diagnostics& diagnostics) {
    const size_t before = diagnostics.count(Severity::error);
    if (bytes.size() > limits::kFile) {
        diagnostics.error("whatif.too_large", file, 0, "the file is larger than 16 MB",
                          "Split it.");
        return std::nullopt;
    }
    plan::yaml::Source source(file, diagnostics);
    source.family = "whatif";
    WhatIf w;
    if (!plan::yaml::read(bytes, source, w)) return std::nullopt;
    if (w.variants.empty() && source.has("variants"))
        source.error(source.place("variants"), "no_variants", "there is nothing to compare",
                     "Write at least one variant with a name.");
    for (size_t i = 0; i < w.variants.size(); ++i) {
        const std::string path = "variants/" + std::to_string(i);
        check(w.variants[i], plan, unit, lived, &source, path, diagnostics);
        check_demand(w.variants[i], plan, source, path + "/demand", diagnostics);
    }
    check_mentions(source, plan);
    diagnostics.sort();
    if (diagnostics.count(Severity::error) > before) return std::nullopt;
    return w;
}

std::string what_if_schema() {
    return plan::yaml::schema_text_of<WhatIf>("what-if file");
}

}  // namespace ss::simulate
