#include "simulate/tell.h"

#include <algorithm>
#include <cmath>

namespace ss::simulate {

namespace {

constexpr const char* kHard = "\u00a0";  // never torn from its number
constexpr const char* kPlusMinus = "\u00a0±\u00a0";
constexpr const char* kTo = "\u2060–\u2060";  // nor an interval in two
constexpr const char* kNone = "–";

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string two(int n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

Standing standing(const Figure& share, double target) {
    if (!share.known()) return Standing::unknown;
    if (share.half < 0) return Standing::unclear;
    if (share.low() >= target) return Standing::holds;
    return share.high() < target ? Standing::fails : Standing::unclear;
}

const char* name_of(Standing s) {
    static constexpr const char* kNames[] = {"unknown", "holds", "unclear", "fails"};
    return kNames[static_cast<size_t>(s)];
}

Teller::Teller(const plan::Plan& plan, std::string language, words::Book book)
    : plan_(plan), language_(std::move(language)), book_(std::move(book)) {
    int64_t open = 0;
    for (const org::Hours& h : plan.calendar.week[0]) open += h.to - h.from;
    if (open > 0) day_minutes_ = static_cast<double>(open) / static_cast<double>(kMinute);
}

// By whole numbers, so that no locale has a say.
std::string Teller::number(double value, int decimals) const {
    if (!std::isfinite(value)) return kNone;
    int64_t scale = 1;
    for (int i = 0; i < decimals; ++i) scale *= 10;
    const int64_t all = std::llround(std::min(std::abs(value), 1e12) * static_cast<double>(scale));
    std::string whole = std::to_string(all / scale);
    for (size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, say("simulate.thousands"));
    if (decimals > 0) {
        const std::string rest = std::to_string(all % scale);
        whole += say("simulate.decimal") +
                 std::string(static_cast<size_t>(decimals) - rest.size(), '0') + rest;
    }
    return (value < 0 && all != 0 ? "\u2212" : "") + whole;
}

std::string Teller::brief(double value) const {
    const bool small = std::abs(value) < 9.95 && std::abs(value - std::round(value)) >= 0.05;
    return number(value, small ? 1 : 0);
}

std::string Teller::count(const Figure& f) const {
    if (!f.known()) return kNone;
    // As many decimals as the interval bears out.
    const int decimals = std::abs(f.mean) < 100 && f.half < 2 ? 1 : 0;
    if (f.half < 0) return brief(f.mean);
    if (f.half < (decimals == 1 ? 0.05 : 0.5)) return brief(f.mean);
    return number(f.mean, decimals) + kPlusMinus + number(f.half, decimals);
}

std::string Teller::cost(double days) const {
    return number(days, std::abs(days - std::round(days)) < 0.05 ? 0 : 1);
}

std::string Teller::share(double value, int decimals) const {
    return number(value * 100, decimals) + kHard + "%";
}

std::string Teller::share(const Figure& f, int decimals) const {
    if (!f.known()) return kNone;
    return share(f.mean, decimals) +
           (f.half < 0 ? "" : kPlusMinus + number(f.half * 100, decimals));
}

std::string Teller::beside(const Figure& f, double target) const {
    int decimals = 1;
    while (decimals < 4 && f.mean != target && share(f.mean, decimals) == share(target, decimals))
        ++decimals;
    return share(f, decimals);
}

std::string Teller::within(const Figure& f) const {
    if (!f.known()) return kNone;
    if (f.half < 0) return say("simulate.one_run");
    return number(std::clamp(f.low(), 0.0, 1.0) * 100, 1) + kTo +
           share(std::clamp(f.high(), 0.0, 1.0));
}

std::string Teller::points(const Figure& f) const {
    if (!f.known()) return kNone;
    return (f.mean >= 0.0005 ? "+" : "") + number(f.mean * 100, 1) +
           (f.half < 0 ? "" : kPlusMinus + number(f.half * 100, 1));
}

std::string Teller::duration(double minutes, double day) const {
    const double size = std::abs(minutes);
    std::string text;
    if (size < 60) {
        text = say("simulate.minutes", {brief(size)});
    } else if (size < day) {
        const int64_t all = std::llround(size), rest = all % 60;
        const std::string hours = number(static_cast<double>(all / 60));
        text = rest == 0 ? say("simulate.hours", {hours})
                         : say("simulate.hours_minutes", {hours, std::to_string(rest)});
    } else {
        text = say("simulate.days", {brief(size / day)});
    }
    for (size_t at = 0; (at = text.find(' ', at)) != std::string::npos;) text.replace(at, 1, kHard);
    return (minutes < 0 && brief(minutes) != "0" ? "\u2212" : "") + text;
}

std::string Teller::half(const Figure& f, double day) const {
    if (!f.known() || f.half < 0) return {};
    // In the last unit that the mean is told in, as finely as it.
    const double unit = std::abs(f.mean) < day ? 1 : day, size = std::abs(f.mean) / unit;
    if (unit == 1 && f.half >= 60) return std::string("±") + kHard + duration(f.half, day);
    const std::string text = number(f.half / unit, size < 9.95 ? 1 : 0);
    return text == number(0, size < 9.95 ? 1 : 0) ? "" : std::string("±") + kHard + text;
}

std::string Teller::duration(const Figure& f, double day) const {
    if (!f.known()) return kNone;
    const std::string more = half(f, day);
    // What is told in hours and minutes is long: there a table may go on in the next line.
    const bool longer = std::abs(f.mean) >= 60 && std::abs(f.mean) < day;
    return duration(f.mean, day) + (more.empty() ? "" : (longer ? " " : kHard) + more);
}

std::string Teller::date(LocalDate d) const {
    const Ymd y = ymd_of(d);
    return say("report.date", {two(y.day), two(y.month), std::to_string(y.year)});
}
std::string Teller::day(LocalDate d) const {
    const Ymd y = ymd_of(d);
    return say("simulate.day_month", {two(y.day), two(y.month)});
}
std::string Teller::moment(Instant at) const {
    const int64_t offset = plan_.calendar.offset;
    return date(local_date(at, offset)) + " " + clock_text(time_of_day(at, offset));
}

std::string Teller::ready(const std::optional<Instant>& at, const Simulated& r) const {
    if (at) return moment(*at);
    const auto& days = r.units.front().days;
    return days.empty() ? "–" : say("simulate.after", {date(days.back().date)});
}

std::string Teller::unit(const Code& code) const {
    const plan::Unit* u = plan_.unit(code);
    if (constexpr std::string_view kMadeUp = "made-up-";
        u == nullptr && code.starts_with(kMadeUp)) {
        const size_t from = std::min(code.find_first_not_of('0', kMadeUp.size()), code.size());
        return say("simulate.made_up_unit", {code.substr(from)});
    }
    return u == nullptr || u->name.empty() ? code : capital(u->name.get(language_));
}

std::string Teller::role(const Code& code) const {
    const auto i = plan_.organization.roles.find(code);
    return i == plan_.organization.roles.end() || i->second.name.empty()
               ? code
               : i->second.name.get(language_);
}

std::string Teller::lane(const Code& code) const {
    const size_t colon = code.find(':');
    if (colon == Code::npos) return role(code);
    Code work = code.substr(colon + 1);
    std::string more;
    if (const size_t plus = work.find('+'); plus != Code::npos) {
        more = " " + say("simulate.and_more", {work.substr(plus + 1)});
        work.resize(plus);
    }
    const auto type = plan_.documents.types.find(work);
    return role(code.substr(0, colon)) + " · " +
           (type == plan_.documents.types.end() ? work : type->second.name.get(language_)) + more;
}

std::string Teller::procedure(const Code& code) const {
    const plan::Procedure* p = plan_.procedure(code);
    return p == nullptr || p->name.empty() ? code : p->name.get(language_);
}

std::string Teller::post(const Code& code) const {
    const auto i = plan_.organization.posts.find(code);
    return i == plan_.organization.posts.end() || i->second.title.empty()
               ? code
               : i->second.title.get(language_);
}

// A unit without people of its own has borrowed another's.
std::string Teller::officer(const Code& unit, const Code& officer) const {
    const auto of = [&](const plan::Roster& roster) -> const std::string* {
        const auto i = roster.officers.find(officer);
        return i == roster.officers.end() || i->second.name.empty() ? nullptr : &i->second.name;
    };
    if (const auto own = plan_.rosters.find(unit); own != plan_.rosters.end())
        if (const std::string* name = of(own->second)) return *name;
    for (const auto& [code, roster] : plan_.rosters)
        if (const std::string* name = of(roster)) return *name;
    return officer;
}

std::string Teller::main_post(const PersonFigures& person) const {
    if (person.posts.empty()) return {};
    const std::string main = post(person.main_post);
    const size_t others = person.posts.size() - 1;
    return others == 0 ? main : say("simulate.and_posts", {main, std::to_string(others)});
}

std::string Teller::step(const StepFigures& s) const {
    if (const std::string key = "simulate.node." + s.node; knows(key)) return say(key);
    return s.name.empty() ? s.node : s.name;
}

std::string Teller::people(const AgencyFigures& a) const {
    return a.people > 0 ? std::to_string(a.people) : kNone;
}

std::string Teller::variant(const std::string& name) const {
    return name.empty() ? say("simulate.as_it_stands") : name;
}

std::string Teller::stage(const Code& code) const {
    const std::string key = "simulate.stage." + code;
    return knows(key) ? say(key) : code;
}

std::string Teller::run(const Simulated& r) const {
    const std::string out =
        say("simulate.run", {number(static_cast<double>(r.days)), date(r.first_day),
                             number(static_cast<double>(r.replications)), std::to_string(r.seed)});
    return r.warm_up == 0 ? out
                          : out + "; " + say("simulate.run_warm_up", {std::to_string(r.warm_up)});
}

std::string Teller::changed(const Simulated& r) const {
    const auto name = [&](const Code& code) { return officer(r.units.front().unit, code); };
    std::string all;
    const auto add = [&all](const std::string& one) { all += (all.empty() ? "" : "; ") + one; };
    if (r.load != 1)
        add(say("simulate.changed_load",
                {(r.load > 1 ? "+" : "−") + share(std::abs(r.load - 1), 0)}));
    for (const Code& code : r.absent) add(say("simulate.changed_absent", {name(code)}));
    for (const Leave& l : r.leave)
        add(l.last() == l.from ? say("simulate.changed_leave", {name(l.officer), date(l.from)})
                               : say("simulate.changed_leave_days",
                                     {name(l.officer), date(l.from), date(l.last())}));
    return all.empty() ? all : say("simulate.changed", {all});
}

std::string Teller::dossiers(const Forecast& f) const {
    double expected = 0;
    size_t overdue = 0, likely = 0;
    for (const DossierForecast& d : f.dossiers) {
        expected += d.late.mean;
        overdue += d.overdue;
        likely += !d.overdue && d.late.mean >= 0.5;
    }
    return say("simulate.dossiers_text",
               {number(f.dossiers.size()), number(overdue), number(likely), brief(expected)});
}

std::string Teller::units_standing(const Simulated& r) const {
    size_t n[4] = {}, growing = 0;
    for (const UnitFigures& u : r.units) {
        ++n[static_cast<size_t>(standing(u.on_time, r.target))];
        growing += u.diverges.has_value();
    }
    return say("simulate.units_standing",
               {number(n[1]), number(n[2]), number(n[3]), number(growing)});
}

std::string Teller::bottleneck(const AgencyFigures& a) const {
    return say("simulate.verdict.agency", {unit(a.agency), people(a), share(a.utilisation.mean, 0),
                                           count(a.waiting), brief(a.waiting_at_end.mean)});
}

std::string Teller::growing_lanes(const UnitFigures& u) const {
    std::string all;
    for (const LaneFigures* l : worst_lanes(u))
        if (l->diverges) all += (all.empty() ? "" : ", ") + lane(l->lane);
    return all;
}

std::string Teller::how_far(const BreakingPoint& b, double value) const {
    if (b.what == "load") return share(value - 1, 0);
    if (b.what == "outage") return waited(value * 60);
    return say(value == 1 ? "simulate.break.amount.absence_one" : "simulate.break.amount.absence",
               {brief(value)});
}

std::string Teller::breaking(const BreakingPoint& b, const Code& unit, double target) const {
    const auto names = [&](const std::vector<Code>& officers) {
        std::string all;
        for (const Code& code : officers) all += (all.empty() ? "" : ", ") + officer(unit, code);
        return all;
    };
    const double none = b.what == "load" ? 1 : 0;
    const bool now = b.found && b.at <= none;
    const std::string of = "simulate.break." + b.what;
    const std::string key = now           ? of + ".now"
                            : b.found     ? of + ".at"
                            : b.undecided ? "simulate.break.undecided_none"
                                          : of + ".none";
    std::string out =
        say(key, {how_far(b, b.at), beside(b.on_time, target), share(target, 0), names(b.absent)});
    if (b.found && b.undecided) out += " " + say("simulate.break.undecided");
    if (b.found && b.holds > none) out += " " + say(of + ".holds", {how_far(b, b.holds)});
    if (now && b.what == "load" && b.holds > 0 && b.holds < 1)
        out += " " + say("simulate.break.load.only", {share(b.holds, 0)});
    if (!b.found || b.lane.empty()) return out;
    const bool away = !b.absent.empty();
    return out + " " +
           say(std::string("simulate.break.lane") + (b.people.empty() ? away ? "_nobody" : ""
                                                     : away           ? "_left"
                                                                      : "_people"),
               {lane(b.lane), names(b.people)});
}

const char* Teller::conclusion(const Remedy& m) {
    return m.restores  ? "simulate.restores"
           : m.perhaps ? "simulate.perhaps_enough"
                       : "simulate.not_enough";
}

std::string joined(const std::vector<Move>& moves, const std::string& language) {
    std::string out;
    for (const Move& m : moves) out += (out.empty() ? "" : "; ") + m.text.get(language);
    return out;
}

const Simulated* main_result(const Findings& f) {
    if (!f.comparison.variants.empty()) return &f.comparison.variants.front().result;
    return f.forecast ? &f.forecast->result : nullptr;
}

namespace {

template <class T, class Less>
std::vector<const T*> ordered(const std::vector<T>& all, Less less) {
    std::vector<const T*> out;
    for (const T& one : all) out.push_back(&one);
    std::stable_sort(out.begin(), out.end(), [&](const T* a, const T* b) { return less(*a, *b); });
    return out;
}

// The lower share first; what is unknown is last.
bool later(const Figure& a, const Figure& b) {
    if (a.known() != b.known()) return a.known();
    return a.mean < b.mean;
}

}  // namespace

std::vector<const LaneFigures*> worst_lanes(const UnitFigures& u) {
    return ordered(u.lanes, [](const LaneFigures& a, const LaneFigures& b) {
        if (a.diverges.has_value() != b.diverges.has_value()) return a.diverges.has_value();
        if (a.share_of_wait.mean != b.share_of_wait.mean)
            return a.share_of_wait.mean > b.share_of_wait.mean;
        return a.utilisation.mean > b.utilisation.mean;
    });
}
std::vector<const PersonFigures*> most_loaded(const UnitFigures& u) {
    return ordered(u.people, [](const PersonFigures& a, const PersonFigures& b) {
        return a.utilisation.mean > b.utilisation.mean;
    });
}
std::vector<const ProcedureFigures*> latest_procedures(const UnitFigures& u) {
    return ordered(u.procedures, [](const ProcedureFigures& a, const ProcedureFigures& b) {
        return later(a.on_time, b.on_time);
    });
}
std::vector<const UnitFigures*> worst_units(const Simulated& r) {
    return ordered(r.units, [](const UnitFigures& a, const UnitFigures& b) {
        return later(a.on_time, b.on_time);
    });
}

std::vector<const AgencyFigures*> worst_agencies(const Simulated& r) {
    return ordered(r.agencies, [](const AgencyFigures& a, const AgencyFigures& b) {
        if (a.diverges.has_value() != b.diverges.has_value()) return a.diverges.has_value();
        if (a.waiting.mean != b.waiting.mean) return a.waiting.mean > b.waiting.mean;
        return a.asked.mean > b.asked.mean;
    });
}

const AgencyFigures* bottleneck_agency(const Simulated& r) {
    const AgencyFigures* worst = nullptr;
    for (const AgencyFigures& a : r.agencies)
        if (a.waiting.mean > (worst == nullptr ? 0 : worst->waiting.mean)) worst = &a;
    if (worst == nullptr) return nullptr;
    for (const UnitFigures& u : r.units)
        for (const LaneFigures& l : u.lanes)
            if (l.waiting.mean >= worst->waiting.mean) return nullptr;
    return worst;
}

}  // namespace ss::simulate
