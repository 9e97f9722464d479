// Conferences, sessions, meetings of a collective body: convened, called, opened with a quorum,
// led through the statutory order, voted, closed. Start here: commands, facts, State, functions.
// Sources: Law 72/2025/QH15 art. 29, 34-36, 40, 44, 53; the bodies' working regulations.
//
// A secret ballot enters as the law holds it: ballots issued, collected, valid, invalid, the sums.
// Who chose what is in no command.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/time.h"
#include "org/org.h"
#include "plan/plan.h"

namespace ss::meetings {

enum class Choice : unsigned char { in_favour, against, abstained };
constexpr auto names(Choice) {
    return std::to_array<std::string_view>({"in_favour", "against", "abstained"});
}

enum class Stage : unsigned char { convened, open, adjourned, closed };
constexpr auto names(Stage) {
    return std::to_array<std::string_view>({"convened", "open", "adjourned", "closed"});
}

enum class Result : unsigned char { none, carried, lost };
constexpr auto names(Result) {
    return std::to_array<std::string_view>({"none", "carried", "lost"});
}

// The structured annex of a working regulation: once carried, the body's own quorum and majority.
// Present members needed: present * quorum_denominator >= total * quorum_numerator.
struct Annex {
    int64_t quorum_numerator = 2, quorum_denominator = 3;
    plan::MajorityBase base = plan::MajorityBase::total;
    int64_t numerator = 1, denominator = 2;  // carried when in_favour * d > base * n
    bool at_least = false;                   // ... or equal
};

// Commands
// ----------------------------------------------------------------------------------------- Who
// presides asks them, or the meeting's secretary for him; open, adjourn and close only the former.
// Until the plan's milestone `chair_from` is reached the convener presides.

struct Convene {
    static constexpr std::string_view kWire = "meeting.convene";
    Code kind;      // of meetings/*.yaml
    Code convener;  // officer
    Instant begins;
    std::vector<std::string> papers;  // titles of what was sent ahead
};
struct CallRoll {  // may be repeated; everyone in the room, members and guests
    static constexpr std::string_view kWire = "meeting.call_roll";
    MeetingId meeting;
    std::vector<Code> present;  // officers
    int64_t total = 0;          // members by law; 0: as the plan says
};
struct Open {
    static constexpr std::string_view kWire = "meeting.open";
    MeetingId meeting;
};
struct Leave {
    static constexpr std::string_view kWire = "meeting.leave";
    MeetingId meeting;
    Code officer;
};
struct Return {  // also of one who comes late
    static constexpr std::string_view kWire = "meeting.return";
    MeetingId meeting;
    Code officer;
};
struct TakeItem {  // ends the item before it, if that needs no vote
    static constexpr std::string_view kWire = "meeting.take_item";
    MeetingId meeting;
    Code item;
};
struct EndItem {  // an item without a vote is over
    static constexpr std::string_view kWire = "meeting.end_item";
    MeetingId meeting;
    Code item;
};
struct Speak {
    static constexpr std::string_view kWire = "meeting.speak";
    MeetingId meeting;
    Code officer;
    int64_t minutes = 0;
    std::string gist;
};
// A member or guest in the room asks to speak, or thinks better of it. Whoever is given the floor
// (Speak), leaves, or sees the next item taken, waits no more.
struct AskFloor {
    static constexpr std::string_view kWire = "meeting.ask_floor";
    MeetingId meeting;
    bool withdraw = false;
};
struct Move {  // submits the draft of a motion; for an election, the candidates
    static constexpr std::string_view kWire = "meeting.move";
    MeetingId meeting;
    Code item;
    Code mover;                     // officer present
    std::vector<std::string> text;  // paragraphs of the paper it would become
    std::optional<Annex> annex;     // of an item that adopts rules
    std::vector<Code> candidates;   // officers
};
struct Amend {  // put to the vote at once
    static constexpr std::string_view kWire = "meeting.amend";
    MeetingId meeting;
    Code item;
    Code mover;
    std::string text;
    int64_t in_favour = 0, against = 0, abstained = 0;
};
// Members answer openly, each on his own device; Vote without numbers or names then tells the
// result. Vote with numbers is a show of hands instead of it, where the devices failed. Never for a
// secret ballot: who chose what would stand in a command.
struct OpenPoll {
    static constexpr std::string_view kWire = "meeting.open_poll";
    MeetingId meeting;
    Code item;
};
struct Cast {  // by the member himself; until the result is told he may choose otherwise
    static constexpr std::string_view kWire = "meeting.cast";
    MeetingId meeting;
    Code item;
    Choice choice = Choice::in_favour;
};
struct Vote {  // show of hands: numbers, or names; named: names
    static constexpr std::string_view kWire = "meeting.vote";
    MeetingId meeting;
    Code item;
    int64_t in_favour = 0, against = 0, abstained = 0;
    std::map<Code, Choice> named;        // by officer; the numbers are then 0 or the same
    std::optional<Choice> chair_choice;  // asked for where a tie follows the chair
};
// Who counts the ballots. Each of them may then enter the tally himself; without any named before,
// who leads the meeting enters it and names them.
struct NameTellers {
    static constexpr std::string_view kWire = "meeting.name_tellers";
    MeetingId meeting;
    Code item;
    std::vector<Code> tellers;  // members present, neither candidates nor in the chair
};
struct IssueBallots {
    static constexpr std::string_view kWire = "meeting.issue_ballots";
    MeetingId meeting;
    Code item;
    int64_t count = 0;
};
struct Tally {
    static constexpr std::string_view kWire = "meeting.tally";
    MeetingId meeting;
    Code item;
    std::vector<Code> tellers;  // as named before; none: those
    int64_t issued = 0, collected = 0, valid = 0, invalid = 0;
    std::map<Code, int64_t> sums;  // "in_favour", "against", "abstained"; or by candidate
};
struct Direct {  // a guest (the city's observer) or the chair, for one post to carry out
    static constexpr std::string_view kWire = "meeting.direct";
    MeetingId meeting;
    Code officer;  // who directs
    std::string text;
    Code to_post;
    Instant due;
};
struct Adjourn {  // the next sitting begins with a roll call
    static constexpr std::string_view kWire = "meeting.adjourn";
    MeetingId meeting;
    Instant until;
    std::string reason;
};
struct Close {
    static constexpr std::string_view kWire = "meeting.close";
    MeetingId meeting;
};
struct SignMinutes {  // after closing: who presided, and the secretary
    static constexpr std::string_view kWire = "meeting.sign_minutes";
    MeetingId meeting;
};
using Command = std::variant<Convene, CallRoll, Open, Leave, Return, TakeItem, EndItem, Speak, Move,
                             Amend, Vote, IssueBallots, Tally, Direct, Adjourn, Close, SignMinutes,
                             AskFloor, OpenPoll, Cast, NameTellers>;

// Facts
// ----------------------------------------------------------------------------------------------

struct Convened {
    static constexpr std::string_view kWire = "meeting.convened";
    MeetingId meeting;
    Code kind;
    Code body;
    Code convener;
    Instant begins;
    std::vector<std::string> papers;
    Instant at;
};
struct RollCalled {
    static constexpr std::string_view kWire = "meeting.roll_called";
    MeetingId meeting;
    std::vector<Code> members;  // present, in order of code
    std::vector<Code> guests;
    int64_t total = 0;
    int64_t needed = 0;  // members for a quorum
    Instant at;
};
struct Opened {
    static constexpr std::string_view kWire = "meeting.opened";
    MeetingId meeting;
    Code chair;  // officer who presided at the opening
    int64_t present = 0, total = 0, needed = 0;
    Instant at;
};
struct Left {
    static constexpr std::string_view kWire = "meeting.left";
    MeetingId meeting;
    Code officer;
    Instant at;
};
struct Returned {
    static constexpr std::string_view kWire = "meeting.returned";
    MeetingId meeting;
    Code officer;
    bool member = false;
    Instant at;
};
struct ItemTaken {
    static constexpr std::string_view kWire = "item.taken";
    MeetingId meeting;
    Code item;
    Code chair;
    Instant at;
};
struct ItemAnnounced {  // the office appoints who waits for these posts
    static constexpr std::string_view kWire = "item.announced";
    MeetingId meeting;
    Code item;
    std::vector<Code> appoints;  // posts
    Instant at;
};
struct ItemOver {  // the office turns `reaches` into milestones and `assigns` into assignments
    static constexpr std::string_view kWire = "item.over";
    MeetingId meeting;
    Code item;
    Result result = Result::none;
    std::vector<Code> reaches;  // milestones; none where a motion was lost
    std::vector<Code> assigns;  // codes of the kind's assignment templates
    Instant at;
};
struct Spoken {
    static constexpr std::string_view kWire = "meeting.spoken";
    MeetingId meeting;
    Code item;
    Code officer;
    int64_t minutes = 0;
    std::string gist;
    Instant at;
};
struct Moved {
    static constexpr std::string_view kWire = "motion.moved";
    MeetingId meeting;
    Code item;
    Code mover;
    std::vector<std::string> text;
    std::optional<Annex> annex;
    std::vector<Code> candidates;
    Instant at;
};
struct Amended {
    static constexpr std::string_view kWire = "motion.amended";
    MeetingId meeting;
    Code item;
    Code mover;
    std::string text;
    bool accepted = false;  // then a paragraph of the motion's text
    int64_t in_favour = 0, against = 0, abstained = 0;
    Instant at;
};
struct BallotsIssued {
    static constexpr std::string_view kWire = "ballots.issued";
    MeetingId meeting;
    Code item;
    int64_t count = 0;
    int64_t present = 0, needed = 0;  // quorum, counted as they are handed out
    Instant at;
};
// The numbers of one vote and the rule they were measured by.
struct Count {
    plan::VoteForm form = plan::VoteForm::show_of_hands;
    int64_t present = 0, total = 0, needed = 0;  // quorum, counted at the vote
    int64_t in_favour = 0, against = 0, abstained = 0;
    int64_t issued = 0, collected = 0, valid = 0, invalid = 0;  // secret: ballots
    std::vector<Code> tellers;
    plan::MajorityBase base = plan::MajorityBase::total;
    int64_t base_count = 0;
    int64_t numerator = 1, denominator = 2;
    bool at_least = false;
    std::optional<Choice> tie_broken;  // by whoever presided
    std::map<Code, Choice> named;
    std::map<Code, int64_t> candidates;  // votes of each, in an election
    std::vector<Code> elected;
};
struct Carried {
    static constexpr std::string_view kWire = "motion.carried";
    MeetingId meeting;
    Code item;
    Count count;
    Instant at;
};
struct Lost {
    static constexpr std::string_view kWire = "motion.lost";
    MeetingId meeting;
    Code item;
    Count count;
    Instant at;
};
struct RulesAdopted {  // for the body, in this meeting and every later one
    static constexpr std::string_view kWire = "meeting.rules_adopted";
    MeetingId meeting;
    Code body;
    Annex annex;
    Instant at;
};
struct Directed {
    static constexpr std::string_view kWire = "meeting.directed";
    MeetingId meeting;
    Code item;  // in hand
    Code officer;
    Code officer_post;  // by which he directs
    std::string text;
    Code to_post;
    Instant due;
    Instant at;
};
struct Adjourned {
    static constexpr std::string_view kWire = "meeting.adjourned";
    MeetingId meeting;
    Instant until;
    std::string reason;
    Instant at;
};
struct Closed {
    static constexpr std::string_view kWire = "meeting.closed";
    MeetingId meeting;
    Code chair;
    Instant at;
};
struct MinutesSigned {
    static constexpr std::string_view kWire = "minutes.signed";
    MeetingId meeting;
    Code officer;
    Code post;
    Instant at;
};
struct FloorAsked {
    static constexpr std::string_view kWire = "floor.asked";
    MeetingId meeting;
    Code officer;
    bool withdrawn = false;
    Instant at;
};
struct PollOpened {
    static constexpr std::string_view kWire = "poll.opened";
    MeetingId meeting;
    Code item;
    int64_t present = 0, needed = 0;  // quorum, counted as it is opened
    Instant at;
};
struct ChoiceCast {
    static constexpr std::string_view kWire = "choice.cast";
    MeetingId meeting;
    Code item;
    Code officer;
    Choice choice = Choice::in_favour;
    Instant at;
};
struct TellersNamed {
    static constexpr std::string_view kWire = "tellers.named";
    MeetingId meeting;
    Code item;
    std::vector<Code> tellers;
    Instant at;
};
using Fact = std::variant<Convened, RollCalled, Opened, Left, Returned, ItemTaken, ItemAnnounced,
                          ItemOver, Spoken, Moved, Amended, BallotsIssued, Carried, Lost,
                          RulesAdopted, Directed, Adjourned, Closed, MinutesSigned, FloorAsked,
                          PollOpened, ChoiceCast, TellersNamed>;

// State
// ----------------------------------------------------------------------------------------------

struct Roll {
    Instant at;
    std::vector<Code> members, guests;
    int64_t total = 0, needed = 0;
};
struct Movement {  // somebody left or came
    Instant at;
    Code officer;
    bool came = false;
};
struct Sitting {  // from an opening to an adjournment or the closing
    Instant opened;
    Code chair;
    int64_t present = 0, total = 0, needed = 0;
    std::optional<Instant> ended;
    std::string reason;  // of an adjournment
};
struct Speech {
    Instant at;
    Code officer;
    int64_t minutes = 0;
    std::string gist;
};
struct Amendment {
    Instant at;
    Code mover;
    std::string text;
    bool accepted = false;
    int64_t in_favour = 0, against = 0, abstained = 0;
};
struct Direction {
    Instant at;
    Code item;
    Code officer;
    std::string text;
    Code to_post;
    Instant due;
};
struct Ballot {
    Instant at;
    Result result = Result::none;
    Count count;
};
struct Poll {
    Instant opened;
    std::map<Code, Choice> choices;  // by member; each counts once
};
struct Item {
    Code code;
    Instant taken;
    Code chair;
    std::optional<Instant> over;
    Result result = Result::none;
    std::vector<Code> announced;  // posts
    bool moved = false;
    Code mover;
    std::vector<std::string> text;
    std::optional<Annex> annex;
    std::vector<Code> candidates;
    std::vector<Amendment> amendments;
    std::vector<Speech> speeches;
    std::vector<Ballot> votes;       // every one, the lost ones too
    std::optional<int64_t> ballots;  // handed out and not yet told
    int64_t ballots_present = 0, ballots_needed = 0;
    std::optional<Poll> poll;   // open: its result is not told yet
    std::vector<Code> tellers;  // named for the next count
};
struct Signature {
    Code officer;
    Code post;
    Instant at;
};
struct Meeting {
    Stage stage = Stage::convened;
    Code kind;
    Code body;
    Code convener;
    Instant convened;
    Instant begins;
    std::vector<std::string> papers;
    std::vector<Roll> rolls;
    std::vector<Movement> movements;
    std::vector<Sitting> sittings;
    std::set<Code> members, guests;  // in the room now
    bool roll_called = false;        // since the last adjournment
    int64_t total = 0;               // fixed at the roll call
    std::vector<Item> items;         // in the order first taken
    Code current;                    // the item in hand
    std::vector<Code> floor;         // who asks to speak, in the order asked
    std::vector<Direction> directions;
    std::optional<Instant> closed;
    Code closed_by;                     // who presided then
    std::vector<Signature> signatures;  // under the minutes

    const Item* item(const Code& code) const;
    Item* item(const Code& code);
    const Item* in_hand() const { return item(current); }
};

struct State {
    uint32_t last = 0;
    std::map<MeetingId, Meeting> meetings;
    std::map<Code, Annex> rules;  // adopted, by body

    void apply(const Fact&);
    const Meeting* meeting(MeetingId id) const {
        const auto i = meetings.find(id);
        return i == meetings.end() ? nullptr : &i->second;
    }
};

// `unit` is the office's own: its roster has the lawful totals of members.
[[nodiscard]] std::optional<Refusal> decide(const State&, const plan::Plan&, const org::State&,
                                            const Code& unit, const Command&, const Who&,
                                            Pen<Fact>&);

// Quorum and majority in force for a kind of meeting: the adopted annex, else the plan's. `members`
// of `total` are left: where the law counts them too few, its own rules come first.
plan::Rules rules_in_force(const State&, const plan::MeetingKind&, int64_t members, int64_t total);
bool is_short(const plan::Rules&, int64_t members, int64_t total);
// Who holds one of its member posts now.
int64_t members_left(const org::State&, const plan::MeetingKind&, Instant at);
// Members by law: the kind's, the roster's, else the holders of the member posts.
int64_t lawful_total(const plan::Plan&, const org::State&, const Code& unit,
                     const plan::MeetingKind&, Instant at);
// Members needed for a quorum.
int64_t needed(const plan::Rules&, int64_t total);
// Who presides now: the chair (or who stands in for him) among those in the room, until
// `chair_from` the convener. Empty: nobody who may.
Code chair_of(const Meeting&, const plan::Plan&, const org::State&, Instant at);
// The next required item that may be taken now; empty: none is left.
Code next_item(const Meeting&, const plan::MeetingKind&);

// What a carried motion becomes, for documents.draft_from_motion; none where it becomes no paper.
struct Paper {
    Code type;
    Code body;
    std::string abstract;           // in the plan's first language
    std::vector<std::string> text;  // as moved, with the amendments accepted
    Code signer_post;
    Code chair;  // who presided
};
std::optional<Paper> paper_of(const State&, const plan::Plan&, MeetingId, const Code& item);

// A non-administrator post of the body's side, or a guest of the meeting.
bool may_see(const State&, const plan::Plan&, const org::State&, const Code& officer, MeetingId,
             Instant at);

// The minutes: a pure function of the record. Items stand in the order taken; a vote shows the
// quorum counted at that moment.
struct Minutes {
    MeetingId meeting;
    Code kind;
    Code body;
    Code convener;
    Code chair;  // at the last opening
    Instant convened, begins;
    std::optional<Instant> closed;
    int64_t total = 0;
    std::vector<std::string> papers;
    std::vector<Roll> rolls;
    std::vector<Movement> movements;
    std::vector<Sitting> sittings;
    std::vector<Item> items;
    std::vector<Direction> directions;
    std::vector<Signature> signatures;
};
std::optional<Minutes> minutes(const State&, MeetingId);

}  // namespace ss::meetings
