#include "views/unit.h"

#include <algorithm>

#include "base/text.h"
#include "views/people.h"

namespace ss::views {

namespace {

constexpr size_t kHolidays = 20;

std::vector<HoursLine> hours_of(const std::vector<org::Hours>& hours) {
    std::vector<HoursLine> out;
    for (const auto& h : hours) out.push_back({h.from, h.to});
    return out;
}

}  // namespace

std::optional<Instant> next_change(const Eyes& eyes) {
    const auto& calendar = eyes.plan.calendar;
    if (!calendar.open(eyes.now)) return calendar.next_opening(eyes.now);
    const LocalDate day = local_date(eyes.now, calendar.offset);
    const int64_t clock = time_of_day(eyes.now, calendar.offset);
    for (const auto& hours : calendar.hours(day))
        if (hours.from <= clock && clock < hours.to)
            return at_local(day, hours.to, calendar.offset);
    return std::nullopt;
}

PersonLine person_line(const Eyes& eyes, const org::Officer& officer) {
    PersonLine out;
    out.account = officer.account;
    if (officer.away_until && *officer.away_until > eyes.now) out.away_until = officer.away_until;
    out.here = !out.away_until;
    out.code = officer.code;
    out.name = officer.name;
    for (const Code& post : org::posts_of(eyes.state.org, officer.code, eyes.now))
        out.posts.push_back(eyes.post(post));
    for (const Code& role :
         org::roles_of(eyes.state.org, eyes.plan.organization, officer.code, eyes.now))
        out.roles.push_back(eyes.role(role));
    return out;
}

PostLine post_line(const Eyes& eyes, const org::Post& post) {
    PostLine out;
    out.body = eyes.body(post.body);
    out.code = post.code;
    for (const Person& holder : eyes.holders(post.code))
        out.holders.push_back({holder.code, holder.name});
    for (const Code& code : post.substitutes) out.substitutes.push_back(eyes.post(code));
    out.seats = post.count;
    out.title = eyes.text(post.title);
    return out;
}

Result<UnitView> unit(const Looking& looking) {
    const Eyes eyes(looking);
    const auto& calendar = eyes.plan.calendar;
    UnitView out;
    if (const auto* known = eyes.plan.unit(eyes.state.unit)) out.addresses = known->merged_from;
    out.forms = eyes.state.forms;
    out.held_on = eyes.state.held_on;
    const LocalDate day = local_date(eyes.now, calendar.offset);
    for (auto i = calendar.holidays.lower_bound(day);
         i != calendar.holidays.end() && out.holidays.size() < kHolidays; ++i)
        out.holidays.push_back({i->first, i->second});
    out.hours = hours_of(calendar.hours(day));
    out.languages = eyes.plan.city.languages;
    out.lived_as = eyes.state.lived_as;
    for (const auto& [code, milestone] : eyes.plan.precedence.milestones) {
        MilestoneLine line{code, eyes.text(milestone.name), {}, {}};
        const auto reached = eyes.state.org.milestones.find(code);
        if (reached != eyes.state.org.milestones.end()) line.reached = reached->second;
        for (const Code& first : milestone.requires_)
            if (!eyes.state.org.reached(first)) line.requires_.push_back(eyes.milestone(first));
        out.milestones.push_back(std::move(line));
    }
    out.mode = eyes.state.mode;
    out.now = eyes.now;
    out.offset = calendar.offset;
    out.open = calendar.open(eyes.now);
    out.opens_or_closes = next_change(eyes);
    out.plan = eyes.text(eyes.plan.title);
    out.plan_date = eyes.plan.date;
    out.seq = eyes.state.seq;
    out.unit = eyes.unit(eyes.state.unit);
    for (const auto& hours : calendar.week) out.week.push_back(hours_of(hours));
    return out;
}

Result<PeopleView> people(const Looking& looking) {
    const Eyes eyes(looking);
    PeopleView out;
    for (const auto& [code, body] : eyes.plan.organization.bodies)
        out.bodies.push_back({code, body.collective,
                              body.head.empty() ? Named{} : eyes.post(body.head),
                              eyes.text(body.name),
                              body.parent.empty() ? Named{} : eyes.body(body.parent), body.side});
    for (const auto& [code, officer] : eyes.state.org.officers)
        out.officers.push_back(person_line(eyes, officer));
    std::ranges::stable_sort(out.officers, {},
                             [](const PersonLine& p) { return collation_key(p.name); });
    for (const auto& [code, post] : eyes.plan.organization.posts)
        out.posts.push_back(post_line(eyes, post));
    for (const auto& [code, role] : eyes.plan.organization.roles)
        out.roles.push_back({code, eyes.text(role.name)});
    for (const auto& [code, known] : eyes.plan.city.units)
        out.units.push_back({code, eyes.text(known.name)});
    return out;
}

}  // namespace ss::views
