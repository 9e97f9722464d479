// A plan, loaded, validated and frozen by hash: all that the engine knows of a place and its law.
// Every struct here is a YAML mapping with the same keys (docs/formats/plan.md, schemas/*.json).
// The engine changes nothing in it; forty offices may share one.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "base/value.h"
#include "org/calendar.h"
#include "org/organization.h"

namespace ss::bpmn {
class Program;
}
namespace ss::feel {
class Expression;
}

namespace ss::plan {

using org::Limit;
using org::Side;
using org::Text;

// Where a rule comes from, and whether somebody has read it there.
struct Basis {
    std::string text;       // "61/2018/NĐ-CP Điều 17", "domain.md K"
    bool verified = false;  // verified: source | unverified
};

// city.yaml -------------------------------------------------------------------------------------
struct Unit {
    Code code;  // "my-thuong"
    Text name;  // "phường Mỹ Thượng"
    Code kind;  // "ward", "commune", "city", "agency"
    std::vector<std::string> merged_from;
    std::string dossier_code;  // template: "H57.34-{yymmdd}-{serial:4}"
    std::string organ_code;    // edXML organisation code
    std::optional<int64_t> population;
    Basis basis;
};
struct City {
    Code code;
    Text name;
    LocalDate go_live;
    std::vector<std::string> languages;  // first one: what papers are printed in
    std::string place;                   // as in the place-and-date line of a paper: "Huế"
    std::map<Code, Unit> units;
};

// procedures/<code>/procedure.yaml --------------------------------------------------------------
struct Component {
    Code code;
    Text name;
    int originals = 1;
    int copies = 0;
    std::string when;            // FEEL over the dossier's data; empty: always asked for
    bool from_database = false;  // a national database gives it: may not be asked of the citizen
    std::vector<Code> alternatives;  // codes of components any one of which is enough in its place
    Basis basis;
};
struct Case {  // "house", "with-verification": the first whose `when` holds
    Code code;
    Text name;
    std::string when;  // FEEL; empty: otherwise
    Limit limit;
    std::map<Code, Limit> channel_limits;  // by channel, where they differ
    Basis basis;
};
struct Fee {
    int64_t amount = 0;           // đồng
    Code per;                     // "dossier", "copy", "page"
    std::string when;             // FEEL; empty: always
    std::optional<int64_t> most;  // per dossier
    std::map<Code, int64_t> channel_amounts;
    Basis basis;
};
struct ResultPaper {
    Code type;    // a document type of documents.yaml: "GKS"
    Code series;  // a number series of documents.yaml
    Code body;    // issued by: "ubnd"
    Text name;
    int copies = 1;
};
struct Variable {  // of the dossier's data; asked on the form or set by a work item
    Code code;     // "with_verification"
    Code type;     // "boolean", "number", "string"
    Text name;
    Value initial;
    bool personal = false;  // sealed: never in data, never in a condition
    std::vector<std::string> choices;
};
struct Procedure {
    Code code;  // "1.001193"
    Text name;
    Code field;                 // "civil-status"
    Code flow_template;         // "T1".."T6"
    std::set<Code> applicants;  // "individual", "business", "organisation"
    std::set<Code> channels;    // "counter", "online", "post"
    bool instant = false;  // same day: no slip unless asked; after the cut-off next working day
    bool territory_free = false;  // may be received for another unit
    Code receiving_role;          // who receives it: "reception"
    Code competent;               // "unit": the ward itself; else a unit code ("city-justice")
    std::vector<Case> cases;
    std::vector<Component> components;
    std::vector<Fee> fees;
    std::vector<ResultPaper> results;
    std::vector<Variable> variables;
    std::vector<Basis> legal_basis;
    std::string source;  // URL of the national record; empty: none
    bool verified = false;
    std::vector<std::string> conflicts;  // contradictions in the sources, and how each was resolved
    std::string process_file;            // "procedures/1.001193/process.bpmn"
    std::shared_ptr<const bpmn::Program> program;
    // Every FEEL text above, compiled once, by its text.
    std::map<std::string, std::shared_ptr<const feel::Expression>> expressions;
};

// documents.yaml --------------------------------------------------------------------------------
struct DocumentType {
    Code code;  // "NQ", "QĐ"; "CV" for a letter
    Text name;
    Side side = Side::state;
    bool named = true;   // prints its name and abstract as a title; a letter does not
    Code template_name;  // "decree30", "decree30-letter", "party", "result", ...
    int retention_years = 10;
    Basis basis;
};
struct NumberSeries {
    Code code;  // "state-outgoing", "party-NQ", "civil-birth"
    Side side = Side::state;
    std::vector<Code> types;  // types that share this series
    Code body;                // empty: any body of the unit has its own run of this series
    Code reset;               // "year" | "term" | "year-per-type"
    int width = 2;            // 01, 02
    std::string symbol;       // "{number}/{type}-{notation}", "{number}-{type}/{notation}"
    Basis basis;
};
struct Urgency {
    Code code;  // "hoa-toc"
    Text name;
    int rank = 0;                 // higher goes first
    int64_t register_within = 0;  // ms of working time from arrival to registration
    int64_t handle_within = 0;    // ms of working time to an assignment
};
struct Documents {
    std::map<Code, DocumentType> types;
    std::map<Code, NumberSeries> series;
    std::map<Code, Urgency> urgencies;
    std::vector<Code> secrecies;    // refused, whatever else they are
    int64_t issue_within_days = 1;  // working days from number to issue
    Code clerk_role;                // keeps seal, organ key, registers: "clerk"
    Code party_clerk_role;
    std::map<Code, Code> arrivals;  // side -> body that papers from other units are addressed to
    Code checker_role;              // checks the form and the law before a signature:
    Code party_checker_role;        // "office-head"; empty: whoever may ask document.check
};

// meetings/*.yaml -------------------------------------------------------------------------------
enum class VoteForm : unsigned char { show_of_hands, named, secret };
constexpr auto names(VoteForm) {
    return std::to_array<std::string_view>({"show_of_hands", "named", "secret"});
}
enum class MajorityBase : unsigned char { total, present, existing };
constexpr auto names(MajorityBase) {
    return std::to_array<std::string_view>({"total", "present", "existing"});
}
// Carried when in_favour * denominator > base * numerator (>= where `at_least`).
struct Majority {
    MajorityBase base = MajorityBase::total;
    int64_t numerator = 1, denominator = 2;
    bool at_least = false;
    bool tie_follows_chair = false;  // Law 72/2025 art. 40: the UBND only
    Basis basis;
};
struct AgendaItem {
    Code code;  // "working-regulation"
    Text title;
    Code kind;  // "opening","roll_call","announcement","report","motion","speech",
                // "election","directions","closing"
    bool required = true;
    std::vector<Code> after;  // items that must be over; empty with `ordered`: all before it
    VoteForm form = VoteForm::show_of_hands;  // of a motion
    Majority majority;  // where the YAML has none: that of the meeting's rules
    Code paper;         // document type the motion becomes when carried: "QC"; empty: none
    Text abstract;      // of that paper
    Code signer_post;
    bool adopts_rules = false;   // its structured annex replaces quorum and majorities from now on
    std::vector<Code> reaches;   // milestones reached when it is over (carried, if a motion)
    std::vector<Code> appoints;  // posts whose appointment is announced here
    std::vector<Code> assigns;   // assignments it creates, by code, below
    Basis basis;
};
struct AssignmentTemplate {
    Code code;
    Text title;
    Code owner_post;
    std::vector<Code> support_posts;
    int due_working_days = 5;
    Code objective;  // of readiness.yaml; empty: none
};
// A body with too few members left: these rules come before the body's own (Law 72/2025
// art. 49.2.b).
struct WhenShort {
    int64_t below_numerator = 2, below_denominator = 3;    // existing * d < total * n: it is short
    int64_t quorum_numerator = 1, quorum_denominator = 3;  // of the total
    Majority majority;                                     // of every decision
    Basis basis;
};
struct Rules {  // quorum and majorities; the annex of a working regulation overrides
    int64_t quorum_numerator = 2, quorum_denominator = 3;  // present * d >= total * n
    Majority majority;
    std::optional<WhenShort> when_short;
    Basis basis;
};
struct MeetingKind {
    Code code;  // "party-first-conference"
    Text name;
    Code body;  // "dang-uy"
    int session = 1;
    bool ordered = true;  // items come in the order written, unless `after` says otherwise
    Code chair_post;      // presides; until reached(chair_from) the convener does
    Code chair_from;      // milestone; empty: from the start
    Code convener_post;
    Code secretary_post;
    std::vector<Code> member_posts;  // whose holders are its members
    std::vector<Code> guest_posts;   // observers with a voice and no vote
    int64_t lawful_total = 0;        // members by law or decision; 0: the holders of member_posts
    Rules rules;
    std::vector<AgendaItem> agenda;
    std::vector<AssignmentTemplate> assignments;
    int invite_days = 0;  // the invitation must be out so many days ahead
    Basis basis;
};

// precedence.yaml -------------------------------------------------------------------------------
struct Milestone {
    Code code;  // "centre-founded"
    Text name;
    std::vector<Code> requires_;  // YAML: requires
    Basis basis;
};
struct Precedence {
    std::map<Code, Milestone> milestones;
    std::map<std::string, std::vector<Code>> gates;  // ask -> milestones that must be reached first
};

// demand.yaml -----------------------------------------------------------------------------------
enum class Law : unsigned char { lognormal, exponential, constant, uniform, triangular };
constexpr auto names(Law) {
    return std::to_array<std::string_view>(
        {"lognormal", "exponential", "constant", "uniform", "triangular"});
}
// How long something takes, in minutes. Lognormal by its median and 90th percentile; exponential
// and constant by `mean`; uniform by `least` and `most`; triangular by these and `mode`.
struct ServiceTime {
    double median = 0, p90 = 0;
    Law law = Law::lognormal;
    double mean = 0, least = 0, most = 0, mode = 0;
};
struct Agency {         // answers what it is asked; no office of ours
    int servers = 1;    // people there who answer
    ServiceTime takes;  // working minutes of one of them
    Basis basis;
};
enum class Practice : unsigned char { exponential, power };
constexpr auto names(Practice) {
    return std::to_array<std::string_view>({"exponential", "power"});
}
struct Demand {
    std::map<Code, double> arrivals_per_day;          // by unit; "*" for the others
    std::vector<std::pair<int64_t, double>> profile;  // (ms of day, share): half-hours, sum 1
    std::array<double, 7> weekday{};                  // Monday first
    std::vector<std::pair<int, double>> ramp;         // (day after go-live from 1, factor)
    std::map<Code, double> mix;                       // by procedure, sum 1
    std::map<Code, double> channels;                  // counter, online, post: sum 1
    std::map<Code, double> supplement;                // by channel: probability
    double refusal = 0;
    std::map<Code, ServiceTime> service;  // by kind of work item; "*"
    double learning_factor = 2.0;         // first attempt takes so many times as long
    double learning_scale = 40;           // attempts until 1/e of the excess is left
    double mistake = 0.02;                // probability per work item, first attempts
    double absence = 0.03;
    double outage_per_day = 0.1;
    std::pair<double, double> outage_minutes{20, 90};
    double token_failure = 0.01;
    Practice learning = Practice::exponential;   // power: (1 + n)^-b, b = log2(k) / log2(1 + tau)
    std::vector<std::pair<int, double>> season;  // (month, factor on arrivals)
    double before_opening = 0;               // share of a day's visitors who wait before the doors
    double elsewhere = 0;                    // share of visitors whose dossier is another unit's
    std::map<Code, ServiceTime> steps;       // "1.001193/verify": before `service`
    std::map<std::string, double> branches;  // "1.001193/flow_6": probability of an edge
    std::map<Code, double> outcomes;         // "rework": probability, where a step offers it
    std::map<Code, double> variables;        // share of dossiers in which the yes/no variable holds
    ServiceTime patience;    // minutes in the queue until a citizen goes away; nothing: stays
    ServiceTime comes_back;  // working minutes until what was missing is brought; nothing: soon
    ServiceTime fetches;     // working minutes until a result is fetched; nothing: soon
    double confirms = 0.8;   // share of those sent a draft who confirm it
    std::map<Code, Agency> agencies;  // by unit; "*"
    double interruption = 0;          // minutes lost to each signature not signed in a batch
    std::map<Code, int> batch;        // kind of work -> how many are done in one go
    std::map<Code, std::vector<org::Hours>> duties;  // post -> hours of the day for other things
    std::map<std::string, Basis> basis;              // by key above: sourced, derived or assumed
};

// readiness.yaml --------------------------------------------------------------------------------
struct CriticalTask {
    Code code;  // "certified-copy"
    Text name;
    Code objective;
    int tier = 2;  // 1: without it the unit must not open
    Code owner_role;
    Code kind;  // "dossier" | "document" | "meeting" | "inject" | "assignment"
    std::vector<Code>
        selects;           // procedures, document types, agenda items or inject kinds it covers
    double target = 0.95;  // share of attempts that must be P or S
    int64_t within = 0;    // ms of working time; 0: the legal limit
    Basis basis;
};
struct Objective {
    Code code;
    Text name;
    Text target;  // the capability target in words
};
struct Readiness {
    std::map<Code, Objective> objectives;
    std::map<Code, CriticalTask> tasks;
    std::map<Code, Text> gate;         // the gate's conditions: code -> sentence
    std::map<Code, double> scorecard;  // Decision 766: line -> maximum points
    double simulated_target = 0.95;
};

// units/<unit>.yaml: the people of one unit -------------------------------------------------------
struct RosterEntry {
    Code officer;
    std::string name;
    std::vector<Code> posts;
    std::vector<Code> appointed_by_announcement;  // posts taken only when the decision is announced
    bool account = true;
    bool signature = false;
    std::optional<LocalDate> signature_until;
    std::vector<Code> substitutes;  // officers; before those of the posts
    double experience = 0;          // dossiers already practised
};
struct Roster {
    Code unit;
    std::map<Code, RosterEntry> officers;
    std::map<Code, int64_t> members;  // body -> lawful total of members
};

struct Plan {
    Code id;  // "hue-2025"
    Text title;
    LocalDate date;  // the law as of
    Hash hash;       // of the bytes of every file, by path
    City city;
    org::Calendar calendar;
    org::Organization organization;
    std::map<Code, Procedure> procedures;
    std::map<Code, std::shared_ptr<const bpmn::Program>>
        shared;  // processes/*.bpmn, for call activities
    Documents documents;
    std::map<Code, MeetingKind> meetings;
    Precedence precedence;
    Demand demand;
    Readiness readiness;
    std::map<Code, Roster> rosters;
    std::map<Code, Code> forms;  // form set in force from a date (2025-09-15): "2018" | "2025"
    std::map<std::string, std::string> files;  // path -> bytes, what `hash` is over

    const Unit* unit(const Code& code) const {
        const auto i = city.units.find(code);
        return i == city.units.end() ? nullptr : &i->second;
    }
    const Procedure* procedure(const Code& code) const {
        const auto i = procedures.find(code);
        return i == procedures.end() ? nullptr : &i->second;
    }
};

// Loads the folder. nullptr where there are errors; every complaint is in `diagnostics`, none is
// the last. Reading files is the only thing it does to the world.
std::shared_ptr<const Plan> load(const std::string& folder, Diagnostics& diagnostics);
// The same from bytes kept by path, as Plan::files has them: the pinned plan of a journal.
std::shared_ptr<const Plan> load_files(const std::map<std::string, std::string>& files,
                                       Diagnostics& diagnostics);
// Plan::hash of such files.
Hash hash_of(const std::map<std::string, std::string>& files);

}  // namespace ss::plan
