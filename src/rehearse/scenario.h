// A scenario (MSEL): the day as written. Acts, cast, injects, expectations. Loaded from YAML with
// every complaint at once; docs/formats/scenario.md is its reference.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/id.h"
#include "base/time.h"
#include "base/value.h"
#include "cast/arrivals.h"
#include "org/organization.h"
#include "plan/plan.h"
#include "readiness/expectation.h"

namespace ss::rehearse {

using org::Text;

// The expectations of the whole day are judged as one more card.
inline constexpr std::string_view kWholeDay = "DAY";

// What an inject does. Exactly one of the parts is there; the kind of the inject is its label.
struct CitizenDo {  // somebody comes, or files online
    Code procedure;
    std::string channel = "counter";
    std::string applicant_kind = "individual";
    std::vector<Code> missing;    // components left at home
    Data data;                    // of the dossier
    Code for_unit;                // whose matter it is; empty: the unit's own
    int64_t count = 1;            // so many people
    int64_t over = 0;             // ms they come in
    bool twice = false;           // the same request is sent twice (a client that retries)
    int64_t withdraws_after = 0;  // ms; 0: does not
    int64_t supplements_after = 30 * kMinute;  // how long the missing papers take
    bool erase = false;                        // asks afterwards that the personal data be erased
    int rating = 0;                            // 0: as satisfied as the day deserves
    double patience = 1;  // 2: takes twice as long at the desk (angry, old, confused)
};
struct AwayDo {
    Code officer;       // or
    Code post;          // whoever holds it
    int64_t lasts = 0;  // ms
};
struct TokenDo {
    Code officer;
    Code post;
    int64_t renewed_after = 0;  // ms; 0: not on this day
};
struct OutageDo {             // network, power or software: nobody at these desks can enter
    std::vector<Code> roles;  // empty: every desk of the unit
    int64_t lasts = 0;
    bool paper = true;  // work goes on on paper and is entered afterwards, with its time
    double slower = 0;  // not stopped but so many times slower
};
struct DocumentDo {  // a paper arrives
    Code from;
    Code type;
    std::string symbol;
    Code body;
    std::string abstract;
    Code urgency;
    int64_t due = 0;          // ms of working time; 0: none
    Code lead_post;           // whom the leader will give it to
    bool secret = false;      // a secret paper is brought to the desk
    bool asked_back = false;  // the sender recalls it afterwards
};
struct TakeOverDo {  // dossiers in flight at an abolished unit
    Code procedure;
    std::string from;  // "UBND quận ..."
    std::string old_code;
    LocalDate received;
    LocalDate due;
    Data data;
    int64_t count = 1;
};
struct AskDo {  // an officer asks this, right or wrong
    Code post;  // whoever holds it; or
    Code officer;
    std::string command;                      // wire name
    std::map<std::string, std::string> with;  // field -> text; $dossier, $document, $meeting...
};
struct LateDo {           // members not there at the first roll call
    Code meeting;         // kind
    int64_t members = 0;  // how many
    int64_t minutes = 0;  // how late
};
struct RequestDo {  // a leader gives somebody a task by word of mouth
    Code by_post;
    Code to_post;
    std::string title;
    int64_t due = 0;  // ms of working time
};

struct Inject {
    Code code;  // "I07"
    Code kind;  // "missing-paper"
    Code unit;
    int64_t at = 0;  // ms of the day
    Text title;
    Text card;  // read to the players
    Code task;  // critical task it tests
    std::optional<CitizenDo> citizen;
    std::optional<AwayDo> away;
    std::optional<TokenDo> token;
    std::optional<OutageDo> outage;
    std::optional<DocumentDo> document;
    std::optional<TakeOverDo> take_over;
    std::optional<AskDo> ask;
    std::optional<LateDo> late;
    std::optional<RequestDo> request;
    std::vector<readiness::Expectation> expect;
    std::string basis;
    bool verified = false;
};

struct ActItem {  // what is said and moved at an agenda item, where it matters
    Code item;
    std::vector<std::string> text;  // paragraphs of the motion's paper
    int64_t minutes = 0;            // how long the item takes; 0: 3
    int64_t against = 0, abstained = 0;
    std::vector<Code> speakers;                            // posts
    std::string amendment;                                 // moved and accepted
    std::vector<Code> candidates;                          // posts; of an election
    int64_t invalid = 0;                                   // ballots
    int64_t quorum_numerator = 0, quorum_denominator = 0;  // annex of adopted rules; 0: as before
    std::string direction;                                 // of the city's observer
    Code to_post;
    int64_t due_days = 3;  // working days
};
struct Act {
    Code code;  // "conference"
    Text title;
    Code unit;
    int64_t starts = 0;        // ms of the day
    Code meeting;              // kind; empty: the centre opens its doors
    std::vector<Code> guests;  // posts, of whatever unit's roster lists them
    std::vector<ActItem> items;
    int64_t citizens_until = 0;  // of a centre: when its doors close, ms of the day
    double citizens = 0;         // a day's arrivals; 0: as the plan's demand says
};

// How an assignment is carried out on this day: reported by its owner, then closed by its giver.
struct ReportDo {
    Code of;    // template of the meeting, agenda item of a direction, or card that gave it
    Code unit;  // empty: the unit that is rehearsed
    std::string progress;
    int64_t progress_after = 0;  // ms after it was accepted
    std::string done;            // empty: not done on this day
    int64_t done_after = 0;      // ms after it was accepted
    std::string remarks;         // of the giver, who closes it
};

struct Player {  // overrides for one officer of a roster
    Code unit;
    Code officer;
    std::optional<double> experience;  // dossiers practised
    std::optional<double> mistakes;    // factor on the plan's probability
    bool deputy_in_chair = false;      // leads for the day; the heads he stands in for are excused
};

struct PreparationDo {  // to be ready before the day
    Code code;
    Code unit;  // empty: the first
    Code area;  // "accounts"
    Text title;
    Code owner_post;
    std::optional<LocalDate> due;
    bool blocking = true;
    std::string done;  // what shows that it is; empty: still open
};

struct Scenario {
    Code id;
    Text title;
    Text purpose;
    std::string plan;  // folder, relative to the scenario's file
    LocalDate held_on;
    LocalDate lived_as;
    Code forms;  // "2018"
    int64_t starts = 7 * kHour;
    int64_t ends = 17 * kHour;
    uint64_t seed = 1;
    // For one official who practises alone: played at his unit, which has had its first day; the
    // cast leaves to him whatever he may do.
    bool practice = false;
    std::vector<Code> units;               // the first is the one that is rehearsed
    std::vector<Code> agencies;            // answer messages, run no office
    std::map<Code, int64_t> agency_takes;  // ms until the answer; "*" for the others
    std::vector<Act> acts;
    std::vector<Player> cast;
    std::vector<ReportDo> assignments;
    cast::NameList names;       // of citizens: plainly invented
    std::string refusal_basis;  // what a clerk writes as the legal basis of a refusal
    std::string motion_text;    // paragraph of a motion for which an act says nothing
    std::vector<Inject> injects;
    std::vector<readiness::Expectation> expect;  // of the whole day
    std::vector<PreparationDo> preparation;
    std::vector<Code> only;  // a re-test: the cards that are left; empty: all of them
    std::string file;
    std::string bytes;  // of the file
    Hash hash;
    // As read: what it names of the plan, and where its injects stand, for complaints.
    struct Mention {
        std::string kind, text;
        int line = 0;
    };
    std::vector<Mention> mentions;
    std::map<std::string, int> places;
    std::map<Code, std::string> agency_durations;  // ISO 8601, as written
    int64_t seed_text = 0;
    int line_of(const Code& inject) const;
};

std::optional<Scenario> load_scenario(const std::string& path, Diagnostics& diagnostics);
std::optional<Scenario> parse_scenario(std::string bytes, const std::string& file,
                                       Diagnostics& diagnostics);
// A practice, at this unit instead of the one it is written for.
void move_to(Scenario&, const Code& unit);
// A re-test: of the cards only these are left, and those whose dossier, paper or assignment they
// name; "DAY" keeps the expectations of the whole day. Acts and people stay. Error: malformed, with
// every code the scenario does not have.
Status keep_only(Scenario&, const std::vector<Code>& injects);
// Who leads a body of the unit and has this officer, a deputy of that post, as first substitute.
std::vector<Code> heads_of(const plan::Plan&, const Code& unit, const Code& deputy);
// Everything it names exists in the plan.
void check_scenario(const Scenario&, const plan::Plan&, Diagnostics& diagnostics);

}  // namespace ss::rehearse
