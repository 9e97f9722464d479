#include "cast/arrivals.h"

#include <algorithm>
#include <cmath>

namespace ss::cast {

namespace {

// A key of the map, thrown by its share.
template <class Map>
Code pick(const Map& shares, double u) {
    double sum = 0;
    for (const auto& [code, share] : shares) sum += share;
    double left = u * sum;
    for (const auto& [code, share] : shares) {
        left -= share;
        if (left < 0) return code;
    }
    return shares.empty() ? Code{} : shares.rbegin()->first;
}

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

// Numbers that a fee or a limit hangs on; everything else keeps its initial value.
Data data_of(const plan::Procedure& procedure, const Visit& visit, const Dice& dice) {
    Data data;
    for (const auto& variable : procedure.variables) {
        if (variable.personal) continue;
        data[variable.code] = variable.initial;
        const uint64_t key = key_of(variable.code);
        if (variable.code == "copies")
            data[variable.code] =
                static_cast<int64_t>(1 + dice.below(4, Purpose::data, visit.number, key));
        else if (variable.code == "pages")
            data[variable.code] =
                static_cast<int64_t>(1 + dice.below(6, Purpose::data, visit.number, key));
    }
    for (const auto& [name, value] : visit.data) data[name] = value;
    return data;
}

}  // namespace

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
    p.data = data_of(procedure, visit, dice);
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
    const auto odds = plan.demand.supplement.find(visit.channel);
    if (visit.forgetful && missing.empty() && !required.empty() &&
        odds != plan.demand.supplement.end() &&
        dice.chance(odds->second, Purpose::missing, visit.number))
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

std::vector<Visit> arrivals(const plan::Plan& plan, const Code& unit, LocalDate day, double per_day,
                            Instant from, Instant to, uint64_t first_number, const Dice& dice) {
    const auto& demand = plan.demand;
    const int64_t offset = plan.calendar.offset;
    if (per_day <= 0) {
        const auto own = demand.arrivals_per_day.find(unit);
        const auto other = demand.arrivals_per_day.find("*");
        per_day = own != demand.arrivals_per_day.end()     ? own->second
                  : other != demand.arrivals_per_day.end() ? other->second
                                                           : 0;
        per_day *= demand.weekday[static_cast<size_t>(weekday(day))] * ramp_on(plan, day);
    }
    // A Poisson process by half-hours: exponential gaps at the rate of the half-hour.
    std::vector<Visit> visits;
    uint64_t n = first_number;
    for (size_t i = 0; i < demand.profile.size(); ++i) {
        const auto& [begins, share] = demand.profile[i];
        const double gap = share > 0 ? 30.0 * kMinute / (per_day * share) : 0;
        if (gap <= 0) continue;
        double t = 0;
        for (uint64_t k = 0; k < 10'000; ++k) {
            t -= std::log(1.0 - dice.uniform(Purpose::arrivals, key_of(unit) ^ i, k)) * gap;
            if (t >= 30.0 * kMinute) break;
            Visit v;
            v.number = n;
            v.at = at_local(day, begins + static_cast<int64_t>(t), offset);
            if (v.at < from || v.at >= to) continue;
            v.procedure = pick(demand.mix, dice.uniform(Purpose::procedure, n));
            const auto* procedure = plan.procedure(v.procedure);
            if (procedure == nullptr) continue;
            v.channel = pick(demand.channels, dice.uniform(Purpose::channel, n));
            if (!procedure->channels.contains(v.channel)) v.channel = *procedure->channels.begin();
            visits.push_back(std::move(v));
            ++n;
        }
    }
    return visits;
}

}  // namespace ss::cast
