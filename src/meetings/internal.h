// What the files of this room share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "meetings/meetings.h"

namespace ss::meetings {

// Everything a decision looks at.
struct Ground {
    const State& state;
    const plan::Plan& plan;
    const org::State& people;
    const Code& unit;
    const Who& who;
    Pen<Fact>& pen;
};

inline Refusal refuse(RefusalCode code, std::string rule, std::vector<std::string> args = {}) {
    return {code, std::move(rule), std::move(args)};
}

struct Found {
    const Meeting* meeting = nullptr;
    const plan::MeetingKind* kind = nullptr;
    std::optional<Refusal> refusal;
};
Found find(const Ground&, MeetingId);

const plan::AgendaItem* agenda_item(const plan::MeetingKind&, const Code& item);
inline bool needs_vote(const plan::AgendaItem& item) {
    return item.kind == "motion" || item.kind == "election";
}
bool over(const Meeting&, const Code& item);

// The first of `posts` the officer holds now; empty: none.
Code held(const org::State&, const std::vector<Code>& posts, const Code& officer, Instant at);
bool in_room(const Meeting&, const Code& officer);

std::optional<Refusal> check_chair(const Ground&, const Found&);  // who asks presides
std::optional<Refusal> check_runs(const Ground&, const Found&);   // ... or keeps the record
std::optional<Refusal> check_quorum(const Ground&, const Found&);
std::optional<Refusal> check_text(const std::string& text);
// The meeting is open, the item is in hand, wants a vote and has not had it; in_hand: who asks
// leads the meeting, too.
std::optional<Refusal> check_votable(const Found&, const Code& item);
std::optional<Refusal> check_in_hand(const Ground&, const Found&, const Code& item);
std::optional<Refusal> check_not_secret(const plan::AgendaItem&);  // it may be voted in the open

plan::Rules rules_of(const Ground&, const Found&);  // in force now
// The majority for this item: a special one stays; the ordinary one is that of the rules in force.
// Of a body that is short there is only one.
plan::Majority majority_for(const Ground&, const Found&, const plan::AgendaItem&);
bool reached(const plan::Majority&, int64_t in_favour, int64_t base_count);
// Quorum, base and threshold as they are now; the votes are the caller's.
Count measure(const Ground&, const Found&, const plan::Majority&);

// Votes (vote.cc).
std::optional<Refusal> decide_move(const Ground&, const Move&);
std::optional<Refusal> decide_amend(const Ground&, const Amend&);
std::optional<Refusal> decide_vote(const Ground&, const Vote&);
std::optional<Refusal> decide_issue_ballots(const Ground&, const IssueBallots&);
std::optional<Refusal> decide_tally(const Ground&, const Tally&);
std::optional<Refusal> decide_name_tellers(const Ground&, const NameTellers&);

// Members on their own devices (floor.cc).
std::optional<Refusal> decide_ask_floor(const Ground&, const AskFloor&);
std::optional<Refusal> decide_open_poll(const Ground&, const OpenPoll&);
std::optional<Refusal> decide_cast(const Ground&, const Cast&);
std::optional<Refusal> check_no_poll(const Item&);
std::optional<Refusal> check_member(const Found&, const Code& officer);  // in the room
std::optional<Refusal> check_moved(const Found&, const Code& item);

// The item is over: what it announces, reaches and assigns.
void end_item(const Ground&, MeetingId, const plan::AgendaItem&, Result);

}  // namespace ss::meetings

#define SS_REFUSE_IF(expression) \
    if (auto ss_refusal = (expression)) return ss_refusal
