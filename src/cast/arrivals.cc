#include "cast/arrivals.h"

#include <algorithm>

#include "base/real.h"
#include "cast/duration.h"

namespace ss::cast {

namespace {

SealedValue seal(const Dice& dice, uint64_t number, uint64_t n, std::string value) {
    SealedValue sealed;
    sealed.value = std::move(value);
    for (uint64_t i = 0; i < 4; ++i) {
        const uint64_t bits = dice.bits(Purpose::salt, number, n * 4 + i);
        for (int k = 0; k < 8; ++k) sealed.salt += static_cast<char>(bits >> (8 * k) & 0xff);
    }
    return sealed;
}

std::string name_of(const NameList& names, const Dice& dice, uint64_t number) {
    const auto one = [&](const std::vector<std::string>& list, uint64_t b) {
        return list.empty() ? std::string("-")
                            : list[dice.below(list.size(), Purpose::name, number, b)];
    };
    return one(names.family, 0) + " " + one(names.middle, 1) + " " + one(names.given, 2);
}

dossiers::Channel channel_of(const std::string& name) {
    return name == "online" ? dossiers::Channel::online
           : name == "post" ? dossiers::Channel::post
                            : dossiers::Channel::counter;
}

Data data_of(const plan::Plan& plan, const plan::Procedure& procedure, const Visit& visit,
             const Dice& dice) {
    Data data;
    for (const auto& variable : procedure.variables)
        if (!variable.personal)
            data[variable.code] = Drawn(variable, plan.demand).value(dice, visit.number);
    for (const auto& [name, value] : visit.data) data[name] = value;
    return data;
}

}  // namespace

Drawn::Drawn(const plan::Variable& variable, const plan::Demand& demand)
    : variable_(&variable), key_(key_of(variable.code)) {
    const auto share = demand.variables.find(variable.code);
    if (variable.code == "copies") up_to_ = 4;
    else if (variable.code == "pages") up_to_ = 6;
    else if (share != demand.variables.end()) share_ = share->second;
}

double odds_of_forgetting(const plan::Demand& demand, const Code& channel) {
    const auto odds = demand.supplement.find(channel);
    return odds == demand.supplement.end() ? 0 : odds->second;
}

Citizen make_citizen(const plan::Plan& plan, const NameList& names, const Dice& dice,
                     const Visit& visit) {
    const plan::Procedure& procedure = plan.procedures.at(visit.procedure);
    Citizen c;
    c.number = visit.number;
    c.at = visit.at;
    c.patience = visit.patience;
    auto& p = c.present;
    p.procedure = visit.procedure;
    p.channel = channel_of(visit.channel);
    p.return_by = visit.channel == "counter" ? "counter" : visit.channel;
    if (!visit.for_unit.empty()) p.for_unit = visit.for_unit;
    p.data = data_of(plan, procedure, visit, dice);
    p.applicant.kind = visit.applicant_kind;
    if (p.applicant.kind.empty() || !procedure.applicants.contains(p.applicant.kind))
        p.applicant.kind =
            procedure.applicants.empty() ? "individual" : *procedure.applicants.begin();

    const auto put = [&](Sealed& where, uint64_t n, std::string value) {
        c.sealed.push_back(seal(dice, visit.number, n, std::move(value)));
        where = c.sealed.back().sealed();
    };
    const uint64_t id = dice.below(1'000'000'000, Purpose::name, visit.number, 9);
    put(p.applicant.name, 0, name_of(names, dice, visit.number));
    put(p.applicant.identity, 1, "000" + std::to_string(1'000'000'000 + id).substr(1));
    put(p.applicant.contact, 2, "0000" + std::to_string(1'000'000 + id % 1'000'000).substr(1));
    uint64_t n = 3;
    for (const auto& variable : procedure.variables)
        if (variable.personal)
            put(p.personal[variable.code], n++,
                name_of(names, dice, visit.number ^ key_of(variable.code)));

    Data with_channel = p.data;
    with_channel["channel"] = visit.channel;
    const auto required = dossiers::required_components(procedure, with_channel);
    std::set<Code> missing(visit.missing.begin(), visit.missing.end());
    if (visit.forgetful && missing.empty() && !required.empty() &&
        dice.chance(odds_of_forgetting(plan.demand, visit.channel), Purpose::missing, visit.number))
        missing.insert(required[dice.below(required.size(), Purpose::missing, visit.number, 1)]);
    for (const auto& component : procedure.components) {
        if (std::find(required.begin(), required.end(), component.code) == required.end()) continue;
        const dossiers::Given given{component.code, component.originals, component.copies};
        (missing.contains(component.code) ? c.forgotten : p.given).push_back(given);
    }
    return c;
}

double ramp_on(const plan::Plan& plan, LocalDate day) {
    const int64_t since = day.day - plan.city.go_live.day + 1;
    double factor = 1;
    int64_t best = 0;
    for (const auto& [from, of_day] : plan.demand.ramp)
        if (from <= since && from > best) {
            best = from;
            factor = of_day;
        }
    return factor;
}

Arrivals::Arrivals(const plan::Plan& plan, Code unit, std::vector<Code> others)
    : plan_(plan), unit_(std::move(unit)), key_(key_of(unit_)), others_(std::move(others)) {
    for (const auto& [channel, share] : plan.demand.channels) {
        channels_.push_back(channel);
        channel_mix_.add(share);
    }
    for (const auto& [code, share] : plan.demand.mix) {
        const auto* procedure = plan.procedure(code);
        if (procedure == nullptr) continue;
        procedures_.push_back(code);
        mix_.add(share);
        territory_free_.push_back(procedure->territory_free);
        auto& takes = channel_of_.emplace_back();
        for (const Code& channel : channels_) {
            Code taken = channel;
            if (!procedure->channels.contains(channel) && !procedure->channels.empty())
                taken = *procedure->channels.begin();
            auto found = std::find(channels_.begin(), channels_.end(), taken);
            if (found == channels_.end())
                found = std::find(channels_.begin(), channels_.end(), channel);
            takes.push_back(static_cast<uint16_t>(found - channels_.begin()));
        }
    }
}

double Arrivals::expected(LocalDate day) const {
    const auto& demand = plan_.demand;
    auto rate = demand.arrivals_per_day.find(unit_);
    if (rate == demand.arrivals_per_day.end()) rate = demand.arrivals_per_day.find("*");
    if (rate == demand.arrivals_per_day.end()) return 0;
    double factor = demand.weekday[static_cast<size_t>(weekday(day))] * ramp_on(plan_, day);
    for (const auto& [month, of_month] : demand.season)
        if (ymd_of(day).month == month) factor *= of_month;
    return rate->second * factor;
}

// The index at which the shares, one taken from a throw of their sum after the other, are used up.
uint16_t Arrivals::Shares::thrown(const Dice& dice, Purpose purpose, uint64_t number) const {
    if (of.size() == 1) return 0;
    double left = sum * dice.uniform(purpose, number);
    for (size_t i = 0; i < of.size(); ++i) {
        left -= of[i];
        if (left < 0) return static_cast<uint16_t>(i);
    }
    return static_cast<uint16_t>(of.size() - 1);
}

namespace {

constexpr double kEarliest = 60.0 * kMinute;  // before the doors open

}  // namespace

void Arrivals::one(Arrival& a, const Dice& dice, Instant opens) const {
    a.procedure = mix_.thrown(dice, Purpose::procedure, a.number);
    const uint16_t thrown = channel_mix_.thrown(dice, Purpose::channel, a.number);
    a.channel = channel_of_[a.procedure][thrown];
    const auto& demand = plan_.demand;
    if (demand.before_opening > 0 && channels_[a.channel] == "counter" &&
        dice.chance(demand.before_opening, Purpose::early, a.number))
        a.at = {opens.ms -
                static_cast<int64_t>(dice.uniform(Purpose::early, a.number, 1) * kEarliest)};
    if (demand.elsewhere > 0 && !others_.empty() && territory_free_[a.procedure] &&
        dice.chance(demand.elsewhere, Purpose::elsewhere, a.number))
        a.elsewhere =
            static_cast<uint16_t>(1 + dice.below(others_.size(), Purpose::elsewhere, a.number, 1));
}

void Arrivals::day(LocalDate day, const Dice& dice, double per_day, double factor,
                   std::vector<Arrival>& all) const {
    all.clear();
    if (per_day <= 0) per_day = expected(day);
    per_day *= factor;
    if (per_day <= 0 || mix_.of.empty() || channels_.empty()) return;
    const uint64_t key = mixed(key_ ^ static_cast<uint64_t>(day.day)) & ~uint64_t{0xfffff};
    const uint64_t begin = dice.begin(Purpose::arrivals);
    const Instant opens = plan_.calendar.opening(day);
    uint64_t n = 0;
    for (size_t i = 0; i < plan_.demand.profile.size(); ++i) {
        const auto& [begins, share] = plan_.demand.profile[i];
        const double gap = share > 0 ? 30.0 * kMinute / (per_day * share) : 0;
        if (gap <= 0) continue;
        const uint64_t half_hour = mixed(begin ^ (key + i));
        const auto unit = [&](uint64_t k) { return open_unit_of(mixed(half_hour ^ k)); };
        double t = 0;
        for (uint64_t k = 0; k < 100'000 && t < 30.0 * kMinute; k += 2) {
            const real::Two gaps = -real_log(real::Two{unit(k), unit(k + 1)}) * gap;
            for (const int half : {0, 1}) {
                t += gaps[half];
                if (t >= 30.0 * kMinute) break;
                Arrival& a = all.emplace_back();
                a.number = key + ++n;
                a.at = at_local(day, begins + static_cast<int64_t>(t), plan_.calendar.offset);
                one(a, dice, opens);
            }
        }
    }
    if (plan_.demand.before_opening > 0)
        std::stable_sort(all.begin(), all.end(),
                         [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
}

std::vector<Visit> visits(const plan::Plan& plan, const Arrivals& arrivals, LocalDate day,
                          double per_day, Instant from, Instant to, const Dice& dice) {
    std::vector<Arrival> all;
    arrivals.day(day, dice, per_day, 1, all);
    std::vector<Visit> visits;
    for (const Arrival& a : all) {
        Visit v;
        v.number = a.number;
        v.channel = arrivals.channels()[a.channel];
        v.procedure = arrivals.procedures()[a.procedure];
        v.at = v.channel == "counter" ? plan.calendar.next_opening(a.at) : a.at;
        if (v.at < from || v.at >= to) continue;
        if (a.elsewhere != 0) v.for_unit = arrivals.others()[a.elsewhere - 1u];
        visits.push_back(std::move(v));
    }
    return visits;
}

// --- afterwards --------------------------------------------------------------------------------

namespace {

// By the plan's working time where it gives one, else so many minutes by the wall clock.
Instant after(const plan::Plan& plan, const plan::ServiceTime& time, Instant now, uint64_t bits,
              int64_t least, int64_t span) {
    const Duration duration(time);
    if (!duration.nothing())
        return plan.calendar.after_working_ms(now, static_cast<int64_t>(duration.ms(bits)));
    return {now.ms + least + static_cast<int64_t>(unit_of(bits) * static_cast<double>(span))};
}

// Whoever waited less than this at the desk stays for the result.
constexpr int64_t kStays = 45 * kMinute;

}  // namespace

Instant brings_papers(const plan::Plan& plan, const Dice& dice, uint64_t citizen, Instant now) {
    return after(plan, plan.demand.comes_back, now, dice.bits(Purpose::supplement, citizen),
                 30 * kMinute, 60 * kMinute);
}

Instant fetches(const plan::Plan& plan, const Dice& dice, uint64_t citizen,
                dossiers::Channel channel, Instant presented, Instant now) {
    if (channel != dossiers::Channel::counter) return now;  // by wire or post: nobody comes
    if (now.ms - presented.ms <= kStays) return {now.ms + kMinute};
    return after(plan, plan.demand.fetches, now, dice.bits(Purpose::pick_up, citizen), 10 * kMinute,
                 90 * kMinute);
}

std::optional<Instant> confirms(const plan::Plan& plan, const Dice& dice, uint64_t citizen,
                                Instant now) {
    if (!dice.chance(plan.demand.confirms, Purpose::confirm, citizen)) return std::nullopt;
    return Instant{now.ms + 5 * kMinute +
                   static_cast<int64_t>(dice.below(35 * kMinute, Purpose::confirm, citizen, 1))};
}

}  // namespace ss::cast
