// The banner of every page, and who there is.
#pragma once

#include "org/wire.h"
#include "views/shared.h"

namespace ss::views {

struct HoursLine {
    int64_t from = 0, to = 0;  // ms since local midnight
};
struct HolidayLine {
    LocalDate date;
    std::string name;
};
struct MilestoneLine {
    Code code;
    std::string name;
    std::optional<Instant> reached;
    std::vector<Named> requires_;  // not yet reached
};
struct UnitView {
    std::vector<std::string> addresses;  // units it was merged from
    Code forms;                          // form set: "2018"
    LocalDate held_on;                   // the day it truly is
    std::vector<HolidayLine> holidays;   // from the day lived, at most 20
    std::vector<HoursLine> hours;        // of the day lived; empty: closed
    std::vector<std::string> languages;
    LocalDate lived_as;  // the day that is played
    std::vector<MilestoneLine> milestones;
    office::Mode mode = office::Mode::rehearsal;
    Instant now;
    int64_t offset = 0;  // of the plan, from UTC, ms
    bool open = false;
    std::optional<Instant> opens_or_closes;
    std::string plan;     // title
    LocalDate plan_date;  // the law as of
    uint64_t seq = 0;     // entries of the journal seen
    Named unit;
    std::vector<std::vector<HoursLine>> week;  // Monday first
};

struct PersonLine {
    bool account = false;
    std::optional<Instant> away_until;
    Code code;
    bool here = true;
    std::string name;
    std::vector<Named> posts;
    std::vector<Named> roles;  // may work in now
};
struct PostLine {
    Named body;
    Code code;
    std::vector<Named> holders;
    std::vector<Named> substitutes;  // posts
    int seats = 1;
    std::string title;
};
struct BodyLine {
    Code code;
    bool collective = false;
    Named head;  // post
    std::string name;
    Named parent;
    org::Side side = org::Side::state;
};
struct PeopleView {
    std::vector<BodyLine> bodies;
    std::vector<PersonLine> officers;  // by name
    std::vector<PostLine> posts;
    std::vector<Named> roles;
    std::vector<Named> units;  // of the city, for recipients
};

Result<UnitView> unit(const Looking&);
Result<PeopleView> people(const Looking&);

template <class V>
void fields(V& v, HoursLine& t) {
    v("from", t.from)("to", t.to);
}
template <class V>
void fields(V& v, HolidayLine& t) {
    v("date", t.date)("name", t.name);
}
template <class V>
void fields(V& v, MilestoneLine& t) {
    v("code", t.code)("name", t.name)("reached", t.reached)("requires", t.requires_);
}
template <class V>
void fields(V& v, UnitView& t) {
    v("addresses", t.addresses)("forms", t.forms)("held_on", t.held_on)("holidays", t.holidays);
    v("hours", t.hours)("languages", t.languages)("lived_as", t.lived_as);
    v("milestones", t.milestones)("mode", t.mode)("now", t.now)("offset", t.offset);
    v("open", t.open)("opens_or_closes", t.opens_or_closes)("plan", t.plan);
    v("plan_date", t.plan_date)("seq", t.seq)("unit", t.unit)("week", t.week);
}
template <class V>
void fields(V& v, PersonLine& t) {
    v("account", t.account)("away_until", t.away_until)("code", t.code)("here", t.here);
    v("name", t.name)("posts", t.posts)("roles", t.roles);
}
template <class V>
void fields(V& v, PostLine& t) {
    v("body", t.body)("code", t.code)("holders", t.holders)("seats", t.seats);
    v("substitutes", t.substitutes)("title", t.title);
}
template <class V>
void fields(V& v, BodyLine& t) {
    v("code", t.code)("collective", t.collective)("head", t.head)("name", t.name);
    v("parent", t.parent)("side", t.side);
}
template <class V>
void fields(V& v, PeopleView& t) {
    v("bodies", t.bodies)("officers", t.officers)("posts", t.posts)("roles", t.roles);
    v("units", t.units);
}

}  // namespace ss::views
