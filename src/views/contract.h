// What goes over HTTP beside commands, facts and views: the bodies of docs' contract, told once
// here and printed as OpenAPI by openapi.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/refusal.h"
#include "base/time.h"
#include "office/wire.h"
#include "views/dossier.h"
#include "views/hint.h"
#include "views/views.h"

namespace ss::views {

// --- who I am --------------------------------------------------------------------------------

struct Login {
    std::string login;
    std::string password;
    std::optional<std::string> totp;  // six digits, where a second factor is set up
};
// A desk this login may sit at.
struct Seat {
    Code house;
    Code unit;
    std::string unit_name;
    office::Mode mode = office::Mode::rehearsal;
    Code officer;
    std::string name;
    std::vector<Code> posts;
    std::vector<std::string> titles;  // of the posts, in the same order
    std::vector<Code> roles;          // may work in now
    std::vector<std::string> asks;    // may ask now, by the table of access
    std::vector<std::string> views;   // may look at now
};
// A change of an account: of one's own, or of an officer of a unit one leads. Nobody gets a seat,
// or another way into one, without those it concerns being told.
struct AccountChange {
    Instant at;
    std::string by;  // login of the administrator; else "sansang account", on the machine itself
    std::string detail;  // of one that was made: "my-thuong/vo-tuong-tuong"
    std::string login;
    Code what;  // "add", "password", "disable", "enable", "unlock", "factor_on", "factor_off"
};
struct Me {
    std::string login;
    std::string name;
    std::string csrf;  // to be sent back as X-CSRF with everything but GET
    bool administrator = false;
    bool director = false;
    std::vector<AccountChange> changes;  // of the last 14 days, by others; the newest first
    bool second_factor = false;
    std::vector<Seat> seats;
};

// --- houses ----------------------------------------------------------------------------------

struct HouseUnit {
    Code code;
    std::string name;
};
struct HouseClock {
    Instant now;
    int64_t speed = 1;  // house seconds per second; 0: as fast as it goes
    bool paused = false;
    bool over = false;
};
struct HouseLine {
    Code code;
    std::string title;
    office::Mode mode = office::Mode::rehearsal;
    HouseClock clock;
    bool director = false;  // can be led by the one who asks
    bool practice = false;  // one's own, which nobody else sees
    std::vector<HouseUnit> units;
};
struct Houses {
    std::vector<HouseLine> houses;
};

// --- asks ------------------------------------------------------------------------------------

struct Ask {
    std::string request;  // made by the page before it first sends: the same again is answered once
    office::Command command;
    std::optional<Instant> happened;  // back-entry after an outage: when it truly was
    std::optional<Code> as;           // officer, where the login has several seats in the unit
};
struct Asks {
    std::vector<Ask> asks;  // at most 200, one commit
};
struct AskAnswer {  // status 200; with a refusal 409
    std::vector<office::Fact> facts;
    std::optional<Refusal> refusal;
    bool repeated = false;
    std::string sentence;  // of the refusal, in the language asked for
    uint64_t seq = 0;
};
struct AsksAnswer {
    std::vector<AskAnswer> answers;
};
struct DossierHistory {  // GET .../history/{dossier}: out of the journal, whole
    std::vector<HistoryLine> history;
};
struct Problem {        // any other status of 400 and above
    std::string at;     // field or parameter; empty: none
    std::string error;  // "malformed", "login", "locked", "forbidden", "not_found", "limit", ...
    std::string message;
};
struct Attached {
    std::string file;  // hash of the bytes
    int64_t size = 0;
};
// The data of an event "stale" of the stream; its id is `seq`.
struct Stale {
    uint64_t seq = 0;
    Code unit;
    std::vector<std::string> views;
};

// --- director --------------------------------------------------------------------------------

struct DirectorSeat {
    Code unit;
    Code officer;
    std::string name;
    std::vector<std::string> titles;
    std::string person;  // login; empty: the cast plays
    bool here = true;
    bool busy = false;
};
struct DirectorCard {
    Code inject;
    Code unit;
    Code kind;
    std::string title;
    Instant at;
    std::optional<Instant> given;
    Code rating;   // as judged so far, by rule; empty: not yet
    Code changed;  // an evaluator's other opinion; empty: none
    std::string changed_why;
    std::string changed_by;
    std::vector<std::string> missing;  // what was expected of it and has not come
};
// What somebody observed, as it stands in the record.
struct DirectorNote {
    Code unit;
    uint64_t seq = 0;
    Instant at;
    std::string by;  // name of an officer, or login
    std::string about;
    std::string text;
    Code rating;
};
struct DirectorPreparation {
    Code unit;
    std::string item;
    Code area;
    std::string title;
    std::string owner;
    std::optional<LocalDate> due;
    bool blocking = false;
    bool done = false;
    std::string evidence;
    std::string waived;  // why the day began with it open
};
struct DirectorFinding {
    Code unit;
    Code code;
    bool blocking = false;
    std::string what;
    std::string proposal;
    Code inject;
    Code task;
    std::vector<uint64_t> seqs;
};
struct DirectorCorrection {
    Code unit;
    uint64_t seq = 0;
    std::string by;
    std::string about;
    std::string what;
    std::string owner;
    LocalDate due;
};
struct DirectorTask {
    Code task;
    std::string title;
};
struct Director {
    std::vector<DirectorCard> cards;
    HouseClock clock;
    std::vector<DirectorCorrection> corrections;
    std::vector<std::string> earlier;  // runs of the same scenario to compare with, once closed
    std::vector<DirectorFinding> findings;  // once the day is over
    std::vector<DirectorNote> notes;  // oldest first
    std::vector<DirectorPreparation> preparation;
    std::string report;  // address of the report; empty: not closed yet
    std::string retest;  // command that re-tests what failed; empty: nothing did, or not closed
    std::vector<DirectorSeat> seats;
    std::vector<DirectorTask> tasks;  // critical tasks of the plan, to be rated
};
// POST .../director: exactly one of these.
struct TakeSeat {
    static constexpr std::string_view kWire = "director.take_seat";
    Code unit;
    Code officer;
    std::string login;  // empty: the one who asks
};
struct GiveBack {
    static constexpr std::string_view kWire = "director.give_back";
    Code unit;
    Code officer;
};
struct Pause {
    static constexpr std::string_view kWire = "director.pause";
};
struct Resume {
    static constexpr std::string_view kWire = "director.resume";
    std::optional<std::string> despite;  // why it begins although something that blocks is open
};
struct SetSpeed {
    static constexpr std::string_view kWire = "director.set_speed";
    int64_t speed = 1;
};
struct SkipTo {
    static constexpr std::string_view kWire = "director.skip_to";
    Instant at;
};
struct GiveCard {
    static constexpr std::string_view kWire = "director.give";
    Code inject;
    std::vector<Code> units;
};
struct StopDay {  // the day is over; notes and corrections are still taken
    static constexpr std::string_view kWire = "director.stop";
};
struct EndDay {  // closes the run and writes its report
    static constexpr std::string_view kWire = "director.end";
};
using Direction =
    std::variant<TakeSeat, GiveBack, Pause, Resume, SetSpeed, SkipTo, GiveCard, StopDay,
                 EndDay>;

// --- practice --------------------------------------------------------------------------------

struct PracticeAsk {  // one that this seat may ask
    std::string ask;
    uint64_t done = 0;
    uint64_t refused = 0;
};
struct PracticeCase {
    Code code;
    uint64_t done = 0;
    std::string name;
};
struct PracticeProcedure {  // one that this seat has to do with
    std::vector<PracticeCase> cases;
    Code code;
    uint64_t done = 0;  // dossiers
    std::string name;
};
struct PracticeRefusal {
    std::string ask;
    std::string rule;
    std::vector<CitedRule> rules;
    std::string sentence;  // as it was met last
    uint64_t times = 0;
};
struct PracticeLine {
    Code code;  // of its house, while it is open
    uint64_t done = 0;
    uint64_t dossiers = 0;
    std::optional<Instant> ended;  // none, and not open: broken off
    std::string name;              // of its owner
    bool open = false;
    uint64_t refused = 0;
    std::string report;  // its address; empty: none
    bool shared = false;
    Instant started;
    Code unit;
};
struct Practice {
    std::vector<PracticeAsk> asks;
    std::vector<PracticeLine> kept;  // latest first, the open one too
    int64_t most_kept = 0;
    std::vector<PracticeProcedure> procedures;
    std::vector<PracticeRefusal> refusals;  // most often first
};
struct SharedPractices {
    std::vector<PracticeLine> practices;
};
// POST /v1/practice: exactly one of these.
struct StartPractice {
    static constexpr std::string_view kWire = "practice.start";
};
struct EndPractice {
    static constexpr std::string_view kWire = "practice.end";
};
struct SharePractice {
    static constexpr std::string_view kWire = "practice.share";
    Code code;
    bool shared = true;
};
struct ThrowPracticeAway {
    static constexpr std::string_view kWire = "practice.throw_away";
    Code code;
};
using PracticeDo = std::variant<StartPractice, EndPractice, SharePractice, ThrowPracticeAway>;

// --- the public ------------------------------------------------------------------------------

struct PublicFiling {  // POST /v1/public/{house}/{unit}/file
    dossiers::Present dossier;
    std::string request;
};
struct PublicFiled {
    DossierId dossier;
    std::string track;  // code to track it by
};

// POST /v1/public/{house}/{unit}/{supplement|confirm|pay|rate|complain|withdraw}: the fields of the
// command without its dossier, and beside them `request` and `track`.
struct PublicDone {
    bool repeated = false;
    uint64_t seq = 0;
};

template <class V>
void fields(V& v, Login& t) {
    v("login", t.login)("password", t.password)("totp", t.totp);
}
template <class V>
void fields(V& v, Seat& t) {
    v("asks", t.asks)("house", t.house)("mode", t.mode)("name", t.name)("officer", t.officer);
    v("posts", t.posts)("roles", t.roles)("titles", t.titles)("unit", t.unit);
    v("unit_name", t.unit_name)("views", t.views);
}
template <class V>
void fields(V& v, AccountChange& t) {
    v("at", t.at)("by", t.by)("detail", t.detail)("login", t.login)("what", t.what);
}
template <class V>
void fields(V& v, Me& t) {
    v("administrator", t.administrator)("changes", t.changes)("csrf", t.csrf)("director", t.director)("login", t.login);
    v("name", t.name)("seats", t.seats)("second_factor", t.second_factor);
}
template <class V>
void fields(V& v, HouseUnit& t) {
    v("code", t.code)("name", t.name);
}
template <class V>
void fields(V& v, HouseClock& t) {
    v("now", t.now)("over", t.over)("paused", t.paused)("speed", t.speed);
}
template <class V>
void fields(V& v, HouseLine& t) {
    v("clock", t.clock)("code", t.code)("director", t.director)("mode", t.mode);
    v("practice", t.practice)("title", t.title)("units", t.units);
}
template <class V>
void fields(V& v, Houses& t) {
    v("houses", t.houses);
}
template <class V>
void fields(V& v, Ask& t) {
    v("as", t.as)("command", t.command)("happened", t.happened)("request", t.request);
}
template <class V>
void fields(V& v, Asks& t) {
    v("asks", t.asks);
}
template <class V>
void fields(V& v, AskAnswer& t) {
    v("facts", t.facts)("refusal", t.refusal)("repeated", t.repeated)("sentence", t.sentence);
    v("seq", t.seq);
}
template <class V>
void fields(V& v, AsksAnswer& t) {
    v("answers", t.answers);
}
template <class V>
void fields(V& v, DossierHistory& t) {
    v("history", t.history);
}
template <class V>
void fields(V& v, Problem& t) {
    v("at", t.at)("error", t.error)("message", t.message);
}
template <class V>
void fields(V& v, Attached& t) {
    v("file", t.file)("size", t.size);
}
template <class V>
void fields(V& v, Stale& t) {
    v("seq", t.seq)("unit", t.unit)("views", t.views);
}
template <class V>
void fields(V& v, DirectorSeat& t) {
    v("busy", t.busy)("here", t.here)("name", t.name)("officer", t.officer)("person", t.person);
    v("titles", t.titles)("unit", t.unit);
}
template <class V>
void fields(V& v, DirectorCard& t) {
    v("at", t.at)("changed", t.changed)("changed_by", t.changed_by);
    v("changed_why", t.changed_why)("given", t.given)("inject", t.inject)("kind", t.kind);
    v("missing", t.missing)("rating", t.rating)("title", t.title)("unit", t.unit);
}
template <class V>
void fields(V& v, DirectorNote& t) {
    v("about", t.about)("at", t.at)("by", t.by)("rating", t.rating)("seq", t.seq);
    v("text", t.text)("unit", t.unit);
}
template <class V>
void fields(V& v, DirectorPreparation& t) {
    v("area", t.area)("blocking", t.blocking)("done", t.done)("due", t.due);
    v("evidence", t.evidence)("item", t.item)("owner", t.owner)("title", t.title);
    v("unit", t.unit)("waived", t.waived);
}
template <class V>
void fields(V& v, DirectorFinding& t) {
    v("blocking", t.blocking)("code", t.code)("inject", t.inject)("proposal", t.proposal);
    v("seqs", t.seqs)("task", t.task)("unit", t.unit)("what", t.what);
}
template <class V>
void fields(V& v, DirectorCorrection& t) {
    v("about", t.about)("by", t.by)("due", t.due)("owner", t.owner)("seq", t.seq);
    v("unit", t.unit)("what", t.what);
}
template <class V>
void fields(V& v, DirectorTask& t) {
    v("task", t.task)("title", t.title);
}
template <class V>
void fields(V& v, Director& t) {
    v("cards", t.cards)("clock", t.clock)("corrections", t.corrections)("earlier", t.earlier);
    v("findings", t.findings)("notes", t.notes)("preparation", t.preparation);
    v("report", t.report)("retest", t.retest)("seats", t.seats)("tasks", t.tasks);
}
template <class V>
void fields(V& v, TakeSeat& t) {
    v("login", t.login)("officer", t.officer)("unit", t.unit);
}
template <class V>
void fields(V& v, GiveBack& t) {
    v("officer", t.officer)("unit", t.unit);
}
template <class V>
void fields(V&, Pause&) {}
template <class V>
void fields(V& v, Resume& t) {
    v("despite", t.despite);
}
template <class V>
void fields(V& v, SetSpeed& t) {
    v("speed", t.speed);
}
template <class V>
void fields(V& v, SkipTo& t) {
    v("at", t.at);
}
template <class V>
void fields(V& v, GiveCard& t) {
    v("inject", t.inject)("units", t.units);
}
template <class V>
void fields(V&, StopDay&) {}
template <class V>
void fields(V&, EndDay&) {}
template <class V>
void fields(V& v, PracticeAsk& t) {
    v("ask", t.ask)("done", t.done)("refused", t.refused);
}
template <class V>
void fields(V& v, PracticeCase& t) {
    v("code", t.code)("done", t.done)("name", t.name);
}
template <class V>
void fields(V& v, PracticeProcedure& t) {
    v("cases", t.cases)("code", t.code)("done", t.done)("name", t.name);
}
template <class V>
void fields(V& v, PracticeRefusal& t) {
    v("ask", t.ask)("rule", t.rule)("rules", t.rules)("sentence", t.sentence)("times", t.times);
}
template <class V>
void fields(V& v, PracticeLine& t) {
    v("code", t.code)("done", t.done)("dossiers", t.dossiers)("ended", t.ended)("name", t.name);
    v("open", t.open)("refused", t.refused)("report", t.report)("shared", t.shared);
    v("started", t.started)("unit", t.unit);
}
template <class V>
void fields(V& v, Practice& t) {
    v("asks", t.asks)("kept", t.kept)("most_kept", t.most_kept)("procedures", t.procedures);
    v("refusals", t.refusals);
}
template <class V>
void fields(V& v, SharedPractices& t) {
    v("practices", t.practices);
}
template <class V>
void fields(V&, StartPractice&) {}
template <class V>
void fields(V&, EndPractice&) {}
template <class V>
void fields(V& v, SharePractice& t) {
    v("code", t.code)("shared", t.shared);
}
template <class V>
void fields(V& v, ThrowPracticeAway& t) {
    v("code", t.code);
}
template <class V>
void fields(V& v, PublicFiling& t) {
    v("dossier", t.dossier)("request", t.request);
}
template <class V>
void fields(V& v, PublicFiled& t) {
    v("dossier", t.dossier)("track", t.track);
}
template <class V>
void fields(V& v, PublicDone& t) {
    v("repeated", t.repeated)("seq", t.seq);
}

}  // namespace ss::views
