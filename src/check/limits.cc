// R1: the steps of a procedure, each using its whole limit, stay within the limit that the law
// sets. R18: every procedure is published with all its parts.
#include "bpmn/soundness.h"
#include "check/internal.h"
#include "check/longest.h"
#include "dossiers/dossiers.h"
#include "feel/feel.h"

namespace ss::check {

namespace {

constexpr size_t kMostDossiers = 512;  // different dossiers looked at per procedure
constexpr int kStartDays = 28;         // first days tried, from the one on which the units open

// Numbers that stand in a condition, and their neighbours: where it may turn.
std::set<int64_t> turning_points(const std::string& text) {
    std::set<int64_t> all{0, 1};
    for (size_t i = 0; i < text.size();) {
        int64_t n = 0;
        size_t digits = 0;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9' && digits < 9)
            n = n * 10 + (text[i++] - '0'), ++digits;
        if (digits > 0) all.insert({n - 1, n, n + 1});
        else ++i;
    }
    return all;
}
std::set<std::string> quoted(const std::string& text) {
    std::set<std::string> all{""};
    for (size_t i = text.find('"'); i != std::string::npos; i = text.find('"', i + 1)) {
        const size_t end = text.find('"', i + 1);
        if (end == std::string::npos) break;
        all.insert(text.substr(i + 1, end - i - 1));
        i = end;
    }
    return all;
}

std::vector<Value> values_of(const plan::Procedure& p, const std::string& name,
                             const std::string& conditions) {
    if (name == "channel") return {p.channels.begin(), p.channels.end()};
    if (name == "received_after_cutoff") return {false, true};
    for (const auto& v : p.variables) {
        if (v.code != name) continue;
        if (v.type == "boolean") return {false, true};
        std::set<Value> all{v.initial};
        if (v.type == "number")
            for (const int64_t n : turning_points(conditions)) all.insert(n);
        else if (!v.choices.empty()) all.insert(v.choices.begin(), v.choices.end());
        else
            for (const auto& text : quoted(conditions)) all.insert(text);
        return {all.begin(), all.end()};
    }
    return {};
}

// Every kind of dossier that the cases of the procedure tell apart.
std::vector<Data> dossiers_of(const plan::Procedure& p) {
    std::set<std::string> names{"channel"};
    std::string conditions;
    for (const auto& c : p.cases) {
        const auto e = p.expressions.find(c.when);
        if (c.when.empty() || e == p.expressions.end()) continue;
        conditions += c.when + " ";
        for (const auto& name : feel::names_used(*e->second)) names.insert(name);
    }
    std::vector<Data> all{{}};
    for (const auto& name : names) {
        const auto values = values_of(p, name, conditions);
        if (values.empty() || all.size() * values.size() > kMostDossiers) continue;
        std::vector<Data> more;
        for (const Data& data : all)
            for (const Value& value : values) {
                more.push_back(data);
                more.back()[name] = value;
            }
        all = std::move(more);
    }
    return all;
}

class Limits {
  public:
    Limits(const Ground& g, const plan::Procedure& p)
        : g_(g), p_(p), file_(g.places.procedure_file(p.code)) {
        LocalDate first = g.plan.city.go_live;
        if (!calendar().working_day(first)) first = calendar().next_working_day(first);
        day_ms_ = calendar().working_ms(calendar().opening(first), calendar().closing(first));
    }

    void run() {
        if (!p_.program || p_.cases.empty()) return;
        for (const Data& data : dossiers_of(p_)) {
            const Code code = dossiers::case_of(p_, data);
            const auto c = std::find_if(p_.cases.begin(), p_.cases.end(),
                                        [&](const plan::Case& x) { return x.code == code; });
            if (c == p_.cases.end()) continue;
            plan::Limit limit = c->limit;
            if (const auto channel = data.find("channel"); channel != data.end())
                if (const auto* name = std::get_if<std::string>(&channel->second))
                    if (const auto other = c->channel_limits.find(*name);
                        other != c->channel_limits.end())
                        limit = other->second;
            try_days(*c, limit, data);
        }
        tell();
    }

  private:
    struct Worst {
        int64_t late = 0;  // ms
        std::vector<std::string> args;
    };
    const org::Calendar& calendar() const { return g_.plan.calendar; }

    // A limit of n working days is n days' work; whatever the law's own counting adds to that (the
    // day of receipt) is kept as slack. Zero: the day itself.
    Instant deadline(Instant starts, plan::Limit limit) const {
        if (limit.unit != org::LimitUnit::working_days) return calendar().due(starts, limit);
        return calendar().after_working_ms(starts, std::max<int64_t>(1, limit.quantity) * day_ms_);
    }

    void try_days(const plan::Case& c, plan::Limit limit, const Data& data) {
        const LocalDate first = g_.plan.city.go_live;
        for (int i = 0; i < kStartDays; ++i) {
            const LocalDate day{first.day + i};
            if (!calendar().working_day(day)) continue;
            const Instant starts = calendar().opening(day);
            const auto way = longest_way(*p_.program, calendar(), day_ms_, data, starts, false);
            no_limit_.insert(way.no_limit.begin(), way.no_limit.end());
            endless_.insert(way.endless.begin(), way.endless.end());
            const Instant must = deadline(starts, limit);
            const int64_t late = calendar().working_ms(must, way.ends);
            Worst& worst = worst_[c.code];
            if (late <= worst.late) continue;
            worst = {late,
                     {g_.procedure_name(p_), g_.named(c.name, c.code),
                      hours_text(calendar().working_ms(starts, way.ends)),
                      hours_text(calendar().working_ms(starts, must)),
                      joined(longest_way(*p_.program, calendar(), day_ms_, data, starts).steps)}};
        }
    }

    void tell() {
        for (const auto& [code, worst] : worst_) {
            if (worst.late == 0) continue;
            Finding& f = g_.add("R1.over_limit", Severity::blocks, worst.args);
            f.procedure = p_.code;
            f.file = file_;
            f.line = g_.places.line(file_, {"cases", code});
        }
        for (const auto n : no_limit_) at_node("R1.no_limit", n);
        for (const auto n : endless_) at_node("R1.endless_wait", n);
    }
    void at_node(std::string_view code, bpmn::NodeIx n) {
        const auto& info = p_.program->info(n);
        Finding& f =
            g_.add(code, Severity::warning, {g_.procedure_name(p_), p_.program->called(n)});
        f.procedure = p_.code;
        f.role = info.role;
        f.file = info.file;
        f.line = info.line;
    }

    const Ground& g_;
    const plan::Procedure& p_;
    const std::string file_;
    int64_t day_ms_ = 0;
    std::map<Code, Worst> worst_;  // by case
    std::set<bpmn::NodeIx> no_limit_, endless_;
};

}  // namespace

void check_limits(const Ground& g, const plan::Procedure& p) {
    Limits(g, p).run();
}

// What bpmn/ says of the process: the sentence carries the path that leads there.
void check_soundness(const Ground& g, const plan::Procedure& p, std::set<std::string>& said) {
    if (!p.program) {
        Finding& f = g.add("R18.no_process", Severity::blocks, {g.procedure_name(p)});
        f.procedure = p.code;
        f.file = g.places.procedure_file(p.code);
        return;
    }
    Diagnostics complaints;
    bpmn::sound(*p.program, complaints);
    for (const Diagnostic& d : complaints.all()) {
        // A shared tail is copied into every procedure that calls it; once is enough.
        const bool shared = d.file != p.process_file;
        if (shared && !said.insert(d.code + " " + d.file + ":" + std::to_string(d.line)).second)
            continue;
        Finding& f = g.add(d.code,
                           d.severity == ss::Severity::error     ? Severity::blocks
                           : d.severity == ss::Severity::warning ? Severity::warning
                                                                 : Severity::note,
                           {g.procedure_name(p), d.message, d.advice});
        f.procedure = p.code;
        f.file = d.file;
        f.line = d.line;
    }
}

void check_published(const Ground& g, const plan::Procedure& p) {
    const std::string file = g.places.procedure_file(p.code);
    const auto lacks = [&](bool missing, const std::string& part) {
        if (!missing) return;
        Finding& f = g.add("R18.not_published", Severity::blocks, {g.procedure_name(p), part});
        f.procedure = p.code;
        f.file = file;
        f.line = g.places.line(file, {part});
    };
    lacks(p.name.empty() || p.name.get(g.language).empty(), "name");
    lacks(p.applicants.empty(), "applicants");
    lacks(p.channels.empty(), "channels");
    lacks(p.receiving_role.empty(), "receiving_role");
    lacks(p.cases.empty(), "cases");
    lacks(p.components.empty(), "components");
    lacks(p.results.empty(), "results");
    lacks(std::none_of(p.legal_basis.begin(), p.legal_basis.end(),
                       [](const plan::Basis& b) { return !b.text.empty(); }),
          "legal_basis");
    // No fee is a part as well: the list is then empty. One that is there says what it is for.
    for (const auto& fee : p.fees) lacks(fee.amount < 0 || fee.per.empty(), "fees");
}

}  // namespace ss::check
