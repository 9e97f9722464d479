// Conferences, sessions, meetings: for chair and secretary, for members, and for the hall.
// A secret ballot shows what the law lets be told: issued, collected, valid, invalid, the sums.
#pragma once

#include "meetings/wire.h"
#include "views/shared.h"

namespace ss::views {

struct Quorum {
    int64_t needed = 0;
    int64_t present = 0;
    bool there = false;
    int64_t total = 0;
};
// What the one who looks is in the meeting.
struct MyPart {
    bool chair = false;  // presides now
    bool guest = false;
    bool member = false;
    bool present = false;
    bool secretary = false;
};
struct MeetingLine {
    Instant begins;
    Named body;
    std::optional<Instant> closed;
    MeetingId meeting;
    MyPart me;
    Named name;  // code: the kind of meeting
    Quorum quorum;
    meetings::Stage stage = meetings::Stage::convened;
};
struct MeetingKindLine {
    Named body;
    Code code;
    std::vector<std::string> asks;  // "meeting.convene"
    int invite_days = 0;
    std::string name;
    bool used = false;  // one of this kind has been convened
};
struct MeetingsView {
    std::vector<MeetingKindLine> kinds;
    std::vector<MeetingLine> meetings;  // newest first
};

enum class AgendaState : unsigned char { waiting, next, in_hand, over };
constexpr auto names(AgendaState) {
    return std::to_array<std::string_view>({"waiting", "next", "in_hand", "over"});
}
struct SpeechLine {
    Instant at;
    std::string gist;
    int64_t minutes = 0;
    Person speaker;
};
struct AmendmentLine {
    int64_t abstained = 0;
    bool accepted = false;
    int64_t against = 0;
    Instant at;
    int64_t in_favour = 0;
    Person mover;
    std::string text;
};
struct CandidateVotes {
    bool elected = false;
    Person person;
    int64_t votes = 0;
};
struct NamedVote {
    meetings::Choice choice = meetings::Choice::in_favour;
    Person person;
};
struct VoteLine {
    int64_t abstained = 0;
    int64_t against = 0;
    Instant at;
    std::vector<CandidateVotes> candidates;
    int64_t collected = 0;
    plan::VoteForm form = plan::VoteForm::show_of_hands;
    int64_t in_favour = 0;
    int64_t invalid = 0;
    int64_t issued = 0;
    std::vector<NamedVote> named;
    int64_t needed_in_favour = 0;  // votes that carry it, by the majority in force
    Quorum quorum;
    meetings::Result result = meetings::Result::none;
    std::vector<Person> tellers;
    std::optional<meetings::Choice> tie_broken;
    int64_t valid = 0;
};
// A vote members answer on their own devices. How many have answered, and what the one who looks
// did; sums are told with the result, so that nobody votes by what the others did.
struct PollLine {
    int64_t answered = 0;
    std::optional<meetings::Choice> mine;
    int64_t of = 0;  // members in the room
};
struct AgendaLine {
    bool adopts_rules = false;  // the motion then carries an annex
    std::vector<AmendmentLine> amendments;
    std::vector<Named> announced;    // posts whose appointment was announced
    std::optional<int64_t> ballots;  // handed out and not yet told
    std::vector<Person> candidates;
    Code code;
    plan::VoteForm form = plan::VoteForm::show_of_hands;
    Code kind;  // "motion", "report", "election", ...
    bool moved = false;
    std::optional<Person> mover;
    std::optional<Instant> over;
    Named paper;  // document type it becomes when carried
    std::optional<PollLine> poll;
    bool required = true;
    meetings::Result result = meetings::Result::none;
    std::vector<SpeechLine> speeches;
    AgendaState state = AgendaState::waiting;
    std::optional<Instant> taken;
    std::vector<Person> tellers;    // named for the count to come
    std::vector<std::string> text;  // of the motion
    std::string title;
    std::vector<VoteLine> votes;
};
struct MemberLine {
    bool guest = false;
    Person person;
    bool present = false;
    int64_t spoken = 0;  // minutes
};
struct DirectionLine {
    Instant at;
    Person by;
    Instant due;
    std::string text;
    Named to_post;
};
// One line of the minutes, as they grow.
struct MinuteLine {
    Instant at;
    Code item;
    Code kind;  // "convened","roll","opened","left","came","taken","spoken","moved","amended",
                // "voted","directed","over","adjourned","closed","signed"
    std::vector<int64_t> numbers;  // roll, opened: present, total, needed; voted, amended: in
                                   // favour, against, abstained; spoken: minutes
    std::string text;
    std::optional<Person> who;
};
// meeting: its number.
struct MeetingView {
    std::vector<AgendaLine> agenda;
    std::vector<std::string> asks;  // the one who looks may ask now
    std::optional<Person> chair;    // presides now
    std::vector<DirectionLine> directions;
    std::vector<Person> floor;  // who asks to speak, in the order asked
    std::optional<Person> in_hand_chair;
    Code in_hand;  // item; empty: none
    MeetingLine line;
    std::vector<MemberLine> members;  // members and guests, present or not
    std::vector<MinuteLine> minutes;
    Code next;  // the next required item; empty: none is left
    std::vector<std::string> papers;
    bool roll_called = false;
    meetings::Annex rules;  // in force for the body
    std::vector<Person> secretaries;
    std::vector<Person> signed_by;  // the minutes
};
// For the screen in the hall: large, few, live. meeting: its number; without: the one that is open.
struct HallView {
    std::vector<CandidateVotes> candidates;
    std::optional<Person> chair;
    std::optional<AgendaLine> item;   // in hand
    std::optional<MeetingLine> line;  // none: no meeting is open
    std::string next_title;
    int64_t over = 0;                   // items that are over
    std::optional<SpeechLine> speaker;  // the last who spoke to the item
    int64_t total = 0;                  // items
    std::optional<VoteLine> vote;       // the last on the item
};

Result<MeetingsView> meetings_of(const Looking&);
Result<MeetingView> meeting(const Looking&);
Result<HallView> hall(const Looking&);

template <class V>
void fields(V& v, Quorum& t) {
    v("needed", t.needed)("present", t.present)("there", t.there)("total", t.total);
}
template <class V>
void fields(V& v, MyPart& t) {
    v("chair", t.chair)("guest", t.guest)("member", t.member)("present", t.present);
    v("secretary", t.secretary);
}
template <class V>
void fields(V& v, MeetingLine& t) {
    v("begins", t.begins)("body", t.body)("closed", t.closed)("me", t.me)("meeting", t.meeting);
    v("name", t.name)("quorum", t.quorum)("stage", t.stage);
}
template <class V>
void fields(V& v, MeetingKindLine& t) {
    v("asks", t.asks)("body", t.body)("code", t.code)("invite_days", t.invite_days);
    v("name", t.name)("used", t.used);
}
template <class V>
void fields(V& v, MeetingsView& t) {
    v("kinds", t.kinds)("meetings", t.meetings);
}
template <class V>
void fields(V& v, SpeechLine& t) {
    v("at", t.at)("gist", t.gist)("minutes", t.minutes)("speaker", t.speaker);
}
template <class V>
void fields(V& v, AmendmentLine& t) {
    v("abstained", t.abstained)("accepted", t.accepted)("against", t.against)("at", t.at);
    v("in_favour", t.in_favour)("mover", t.mover)("text", t.text);
}
template <class V>
void fields(V& v, CandidateVotes& t) {
    v("elected", t.elected)("person", t.person)("votes", t.votes);
}
template <class V>
void fields(V& v, NamedVote& t) {
    v("choice", t.choice)("person", t.person);
}
template <class V>
void fields(V& v, VoteLine& t) {
    v("abstained", t.abstained)("against", t.against)("at", t.at)("candidates", t.candidates);
    v("collected", t.collected)("form", t.form)("in_favour", t.in_favour)("invalid", t.invalid);
    v("issued", t.issued)("named", t.named)("needed_in_favour", t.needed_in_favour);
    v("quorum", t.quorum)("result", t.result)("tellers", t.tellers)("tie_broken", t.tie_broken);
    v("valid", t.valid);
}
template <class V>
void fields(V& v, PollLine& t) {
    v("answered", t.answered)("mine", t.mine)("of", t.of);
}
template <class V>
void fields(V& v, AgendaLine& t) {
    v("adopts_rules", t.adopts_rules);
    v("amendments", t.amendments)("announced", t.announced)("ballots", t.ballots);
    v("candidates", t.candidates)("code", t.code)("form", t.form)("kind", t.kind);
    v("moved", t.moved)("mover", t.mover)("over", t.over)("paper", t.paper);
    v("poll", t.poll);
    v("required", t.required)("result", t.result)("speeches", t.speeches)("state", t.state);
    v("taken", t.taken)("tellers", t.tellers)("text", t.text)("title", t.title);
    v("votes", t.votes);
}
template <class V>
void fields(V& v, MemberLine& t) {
    v("guest", t.guest)("person", t.person)("present", t.present)("spoken", t.spoken);
}
template <class V>
void fields(V& v, DirectionLine& t) {
    v("at", t.at)("by", t.by)("due", t.due)("text", t.text)("to_post", t.to_post);
}
template <class V>
void fields(V& v, MinuteLine& t) {
    v("at", t.at)("item", t.item)("kind", t.kind)("numbers", t.numbers)("text", t.text);
    v("who", t.who);
}
template <class V>
void fields(V& v, MeetingView& t) {
    v("agenda", t.agenda)("asks", t.asks)("chair", t.chair)("directions", t.directions);
    v("floor", t.floor)("in_hand", t.in_hand)("in_hand_chair", t.in_hand_chair)("line", t.line);
    v("members", t.members)("minutes", t.minutes)("next", t.next)("papers", t.papers);
    v("roll_called", t.roll_called)("rules", t.rules)("secretaries", t.secretaries);
    v("signed_by", t.signed_by);
}
template <class V>
void fields(V& v, HallView& t) {
    v("candidates", t.candidates)("chair", t.chair)("item", t.item)("line", t.line);
    v("next_title", t.next_title)("over", t.over)("speaker", t.speaker)("total", t.total);
    v("vote", t.vote);
}

}  // namespace ss::views
