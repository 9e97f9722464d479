#include "opening/take_over.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/limits.h"
#include "base/text.h"
#include "office/codec.h"
#include "plan/yaml.h"
#include "words/words.h"

namespace ss::opening {

// --- the map -------------------------------------------------------------------------------------

template <class V>
void keys(V& v, Owner& o) {
    using namespace plan::yaml;
    v("officer", o.person, Ref{"officer"})("post", o.post, Ref{"post"});
}

namespace {

struct MapFile {
    Code unit;
    CodeMap map;
};
template <class V>
void keys(V& v, MapFile& f) {
    using namespace plan::yaml;
    v("unit", f.unit, need)("from", f.map.from)("procedures", f.map.procedures, Ref{"procedure"})(
        "owners", f.map.owners);
}

template <class T>
std::vector<std::string_view> codes_of(const std::map<std::string, T>& all) {
    std::vector<std::string_view> codes;
    for (const auto& [code, what] : all) codes.push_back(code);
    return codes;
}

std::string guess_text(std::string_view word, const std::vector<std::string_view>& known,
                       const std::string& otherwise) {
    const std::string guess = plan::yaml::nearest(word, known);
    return guess.empty() ? otherwise : "Did you mean \"" + guess + "\"?";
}

void check_mentions(plan::yaml::Source& source, const plan::Plan& plan, const Code& unit) {
    const std::map<std::string, std::vector<std::string_view>> known{
        {"officer", codes_of(plan.rosters.at(unit).officers)},
        {"post", codes_of(plan.organization.posts)},
        {"procedure", codes_of(plan.procedures)}};
    for (const plan::yaml::Mention& m : source.mentions()) {
        const auto kind = known.find(m.kind);
        if (kind == known.end()) continue;
        const auto& codes = kind->second;
        if (std::find(codes.begin(), codes.end(), m.text) != codes.end()) continue;
        source.error(m.place, "unknown_" + m.kind,
                     "the plan has no " + m.kind + " \"" + m.text + "\"" +
                         (m.kind == "officer" ? " in " + unit : ""),
                     guess_text(m.text, codes, "Name one that the plan has."));
    }
}

}  // namespace

void read_map(CodeMap& map, const std::string& file, std::string_view yaml, const plan::Plan& plan,
              const Code& unit, Diagnostics& complaints) {
    plan::yaml::Source source(file, complaints);
    source.family = "map";
    MapFile read;
    if (!plan::yaml::read(yaml, source, read)) return;
    if (read.unit != unit && !read.unit.empty())
        source.error(source.place("unit"), "other_unit",
                     "this is the map of " + read.unit + ", not of " + unit,
                     "Name the map of the unit that takes over.");
    check_mentions(source, plan, unit);
    for (const auto& [name, all] :
         {std::pair{"from", &read.map.from}, {"owners", &read.map.owners}})
        for (const auto& [who, owner] : *all) {
            const bool both = !owner.person.empty() && !owner.post.empty();
            const bool none = owner.person.empty() && owner.post.empty();
            if (both || (none && all == &read.map.owners))
                source.error(source.place(std::string(name) + "/" + who), "owner",
                             who + " is given not exactly one officer or post",
                             "Write {officer: ...} or {post: ...}.");
        }
    map = std::move(read.map);
}

// --- rows ----------------------------------------------------------------------------------------

namespace {

std::optional<int64_t> whole_number(std::string_view text) {
    int64_t n = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return n;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

class Preparing {
  public:
    Preparing(const CodeMap& map, const plan::Plan& plan, const Code& unit, Instant now,
              const serve::Salt& salt, Diagnostics& complaints)
        : map_(map), plan_(plan), now_(now), salt_(salt), complaints_(complaints) {
        for (const auto& [from, owner] : map.from) from_.insert(nfc(from));
        if (const plan::Unit* u = plan.unit(unit))
            for (const std::string& old : u->merged_from) from_.insert(nfc(old));
    }

    Taking prepare(const Row& row) {
        row_ = &row;
        Taking t;
        t.row = &row;
        for (const char* column :
             {"old_code", "from", "procedure", "received", "due", "applicant_kind", "name"})
            if (row.at(column).empty())
                wrong("missing", std::string(column) + " is empty", "Write it.");
        t.owner = owner();
        codes(t.command);
        dates(t.command);
        if (const plan::Procedure* p = procedure(t.command.procedure)) {
            t.command.given = given(*p);
            t.command.data = data(*p);
            applicant(*p, t);
        }
        return t;
    }

  private:
    void wrong(std::string_view what, std::string message, std::string advice) {
        complain(complaints_, *row_, what, std::move(message), std::move(advice));
    }

    Owner owner() const {
        const std::string& named = row_->at("owner");
        const auto& table = named.empty() ? map_.from : map_.owners;
        const auto i = table.find(named.empty() ? row_->at("from") : named);
        return i == table.end() ? Owner{} : i->second;
    }

    void codes(dossiers::TakeOver& c) {
        c.old_code = row_->at("old_code");
        c.from = row_->at("from");
        if (c.old_code.size() > limits::kCode)
            wrong("too_long", "old_code is longer than 64 bytes", "Write the code alone.");
        if (!c.old_code.empty() && !seen_.insert(c.old_code).second)
            wrong("twice", "the dossier " + c.old_code + " stands there twice",
                  "Keep the row that is right.");
        if (!c.from.empty() && !from_.contains(c.from))
            wrong("unknown_unit", "this unit does not follow \"" + c.from + "\"",
                  guess_text(c.from, {from_.begin(), from_.end()},
                             "Name the abolished unit as `merged_from` of city.yaml or `from` of "
                             "the map has it."));
    }

    const plan::Procedure* procedure(Code& code) {
        const std::string& theirs = row_->at("procedure");
        if (theirs.empty()) return nullptr;
        const auto mapped = map_.procedures.find(theirs);
        code = mapped == map_.procedures.end() ? theirs : mapped->second;
        const plan::Procedure* p = plan_.procedure(code);
        if (p == nullptr)
            wrong("unknown_procedure", "the plan has no procedure " + code,
                  "Give it a line under `procedures` of the map: their code, then ours.");
        return p;
    }

    // "2025-07-08", or to the minute "2025-07-08T14:30".
    std::optional<Instant> instant(const char* column, bool end_of_day) {
        const std::string& text = row_->at(column);
        if (text.empty()) return std::nullopt;
        const auto date = parse_date(std::string_view(text).substr(0, 10));
        const bool minute = text.size() == 16 && (text[10] == 'T' || text[10] == ' ');
        const auto clock = minute ? parse_clock(std::string_view(text).substr(11)) : std::nullopt;
        if (!date || (text.size() != 10 && !clock)) {
            wrong("date", std::string(column) + " is no date: \"" + text.substr(0, 40) + "\"",
                  "Write it as 2025-07-08 or 2025-07-08T14:30.");
            return std::nullopt;
        }
        const auto& calendar = plan_.calendar;
        if (clock) return at_local(*date, *clock, calendar.offset);
        if (!end_of_day) return calendar.opening(*date);
        // A day that is no working day was promised all the same: to its end.
        const Instant closing = calendar.closing(*date);
        const Instant midnight = at_local(*date, 0, calendar.offset);
        return closing > midnight ? closing : Instant{midnight.ms + kDay - kMinute};
    }

    void dates(dossiers::TakeOver& c) {
        const auto received = instant("received", false), due = instant("due", true);
        if (received) c.received_at = *received;
        if (due) c.due_at = *due;
        if (received && *received > now_)
            wrong("received_later", "it was received on a day that has not come", "Look again.");
        if (received && due && *due <= *received)
            wrong("dates", "it was promised for before it was received", "Look at both dates.");
    }

    // "form; map:0+2": a component, its originals (1 if not said) and copies (none).
    std::vector<dossiers::Given> given(const plan::Procedure& p) {
        std::vector<dossiers::Given> all;
        std::string_view rest = row_->at("given");
        while (!rest.empty()) {
            const size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view one = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const size_t colon = std::min(one.find(':'), one.size());
            dossiers::Given g{std::string(one.substr(0, colon)), 1, 0};
            if (colon < one.size() && !counts(one.substr(colon + 1), g))
                wrong("given", "not a number of papers: \"" + std::string(one.substr(0, 60)) + "\"",
                      "Write component, component:originals or component:originals+copies.");
            const bool known = std::any_of(p.components.begin(), p.components.end(),
                                           [&](const auto& c) { return c.code == g.component; });
            if (!known) {
                std::vector<std::string_view> codes;
                for (const auto& c : p.components) codes.push_back(c.code);
                wrong("unknown_component",
                      p.code + " has no component \"" + g.component.substr(0, 60) + "\"",
                      guess_text(g.component, codes, "procedure.yaml names all of them."));
            }
            all.push_back(std::move(g));
        }
        return all;
    }
    static bool counts(std::string_view text, dossiers::Given& g) {
        const size_t plus = std::min(text.find('+'), text.size());
        const auto originals = whole_number(text.substr(0, plus));
        const auto copies = plus == text.size() ? 0 : whole_number(text.substr(plus + 1));
        if (!originals || !copies || *originals < 0 || *copies < 0 || *originals > 1000 ||
            *copies > 1000)
            return false;
        g.originals = static_cast<int>(*originals);
        g.copies = static_cast<int>(*copies);
        return true;
    }

    Data data(const plan::Procedure& p) {
        Data all;
        for (const auto& [column, text] : row_->cells) {
            if (!column.starts_with("data.")) continue;
            const std::string name = column.substr(5);
            const auto v = std::find_if(p.variables.begin(), p.variables.end(),
                                        [&](const auto& x) { return x.code == name; });
            if (v == p.variables.end())
                wrong("unknown_variable", p.code + " asks for no \"" + name + "\"",
                      "Leave the field empty in this row.");
            else if (v->personal)
                wrong("personal", name + " is personal and does not travel as data",
                      "Leave the field empty; the paper in the dossier says it.");
            else if (auto value = typed(*v, text)) all[name] = std::move(*value);
        }
        return all;
    }
    std::optional<Value> typed(const plan::Variable& v, const std::string& text) {
        if (v.type == "boolean" && (text == "true" || text == "false")) return text == "true";
        if (v.type == "number")
            if (const auto n = whole_number(text)) return *n;
        const bool choice = std::find(v.choices.begin(), v.choices.end(), text) != v.choices.end();
        if (v.type == "string" && (choice || v.choices.empty())) return text;
        std::string choices;
        for (const auto& c : v.choices) choices += (choices.empty() ? "" : ", ") + c;
        wrong("value", v.code + " is no " + v.type + (choices.empty() ? "" : " of the choices"),
              v.type == "boolean"  ? "Write true or false."
              : v.type == "number" ? "Write a whole number."
                                   : "One of: " + choices + ".");
        return std::nullopt;
    }

    void applicant(const plan::Procedure& p, Taking& t) {
        dossiers::Applicant& a = t.command.applicant;
        a.kind = row_->at("applicant_kind");
        if (!a.kind.empty() && !p.applicants.contains(a.kind)) {
            std::string all;
            for (const Code& kind : p.applicants) all += (all.empty() ? "" : ", ") + kind;
            wrong("applicant_kind", p.code + " is not for \"" + a.kind.substr(0, 40) + "\"",
                  "One of: " + all + ".");
        }
        for (const auto& [column, to] : {std::pair{"name", &a.name},
                                         {"identity", &a.identity},
                                         {"contact", &a.contact},
                                         {"address", &a.address}})
            if (const std::string& text = row_->at(column); !text.empty()) {
                t.sealed.push_back({salt_(), text});
                *to = t.sealed.back().sealed();
            }
    }

    const CodeMap& map_;
    const plan::Plan& plan_;
    Instant now_;
    const serve::Salt& salt_;
    Diagnostics& complaints_;
    std::set<std::string> from_, seen_;
    const Row* row_ = nullptr;
};

}  // namespace

std::vector<Taking> prepare(const std::vector<Row>& rows, const CodeMap& map,
                            const plan::Plan& plan, const Code& unit, Instant now,
                            const serve::Salt& salt, Diagnostics& complaints) {
    Preparing preparing(map, plan, unit, now, salt, complaints);
    std::vector<Taking> all;
    all.reserve(rows.size());
    for (const Row& row : rows) all.push_back(preparing.prepare(row));
    return all;
}

// --- taking over ---------------------------------------------------------------------------------

Result<std::set<std::string>> taken_before(journal::Storage& storage) {
    std::set<std::string> codes;
    SS_TRY(storage.read(1, [&](const journal::Entry& e) -> Status {
        const auto outcome = SS_TRY(office::decode_outcome(e.body));
        for (const office::Fact& fact : outcome.facts)
            if (const auto* d = std::get_if<dossiers::Fact>(&fact))
                if (const auto* taken = std::get_if<dossiers::TakenOver>(d))
                    codes.insert(taken->as.old_code);
        return ok();
    }));
    return codes;
}

namespace {

class TakingOver {
  public:
    TakingOver(office::Recorder& recorder, Instant now, Diagnostics& complaints)
        : recorder_(recorder),
          plan_(recorder.office().plan()),
          now_(std::max(now, recorder.state().now)),
          complaints_(complaints),
          book_(words::load("en")) {}

    Status take(const Taking& t, TakeOverReport& report) {
        std::string why;
        const Code officer = owner_of(t, why);
        if (officer.empty()) {
            if (!why.empty()) report.left.push_back({*t.row, std::move(why)});
            return ok();
        }
        const std::string request =
            "take-over:" + hex(sha256(t.command.old_code)).substr(0, 40);
        const auto answer = SS_TRY(recorder_.submit({now_, officer, request, std::nullopt,
                                                     dossiers::Command{t.command}, t.sealed}));
        if (answer.refusal) return refused(t, *answer.refusal), ok();
        ++given_[officer];
        for (const office::Fact& fact : answer.facts)
            if (const auto* d = std::get_if<dossiers::Fact>(&fact))
                if (const auto* taken = std::get_if<dossiers::TakenOver>(d))
                    report.taken.push_back({t.command.old_code, taken->code, t.command.procedure,
                                            officer, t.command.due_at, t.command.due_at < now_});
        return ok();
    }

  private:
    bool entitled(const Code& officer) const {
        return org::may_ask(recorder_.state().org, plan_.organization, officer,
                            std::string(dossiers::TakeOver::kWire), now_);
    }
    // Empty: nobody; `why` says why there is none, or stays empty where it was complained of.
    Code owner_of(const Taking& t, std::string& why) {
        const auto& org = recorder_.state().org;
        std::vector<Code> who;
        if (!t.owner.person.empty()) who = {t.owner.person};
        else if (!t.owner.post.empty()) who = org::holders_of(org, t.owner.post, now_);
        if (who.empty()) {
            const bool named = !t.row->at("owner").empty();
            why = !t.owner.post.empty() ? "vacant" : named ? "unknown" : "none";
            return {};
        }
        std::erase_if(who, [&](const Code& officer) { return !entitled(officer); });
        if (who.empty()) {
            complain(complaints_, *t.row, "not_entitled",
                     (t.owner.person.empty() ? t.owner.post : t.owner.person) +
                         " may not take over dossiers",
                     "Map the owner to an officer or post that the plan's access lets ask "
                     "dossier.take_over.");
            return {};
        }
        // Whoever has fewest: a post is often held by several.
        return *std::min_element(who.begin(), who.end(), [&](const Code& a, const Code& b) {
            return std::pair(given_[a], a) < std::pair(given_[b], b);
        });
    }
    void refused(const Taking& t, const Refusal& refusal) {
        const bool early = refusal.code == RefusalCode::too_early;
        if (early && std::exchange(told_early_, true)) return;  // true of all of them
        complain(complaints_, *t.row, "refused", words::say(book_, refusal.rule, refusal.args),
                 early ? "Open without the dossiers, and take them over when it is reached: "
                         "sansang take-over."
                       : "Mend the row.");
    }

    office::Recorder& recorder_;
    const plan::Plan& plan_;
    Instant now_;
    Diagnostics& complaints_;
    words::Book book_;
    std::map<Code, int> given_;
    bool told_early_ = false;
};

}  // namespace

Result<TakeOverReport> take_over(office::Recorder& recorder, const std::set<std::string>& before,
                                 const std::vector<Taking>& takings, Instant now,
                                 Diagnostics& complaints) {
    TakeOverReport report;
    TakingOver taking(recorder, now, complaints);
    const size_t errors = complaints.count(Severity::error);
    for (const Taking& t : takings) {
        if (before.contains(t.command.old_code)) report.before.push_back(t.command.old_code);
        else SS_TRY(taking.take(t, report));
    }
    if (complaints.count(Severity::error) > errors)
        return Error{ErrorCode::malformed, "dossiers that cannot be taken over"};
    return report;
}

}  // namespace ss::opening
