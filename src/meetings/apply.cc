#include <algorithm>

#include "base/assert.h"
#include "meetings/internal.h"

namespace ss::meetings {

namespace {

Meeting& meeting(State& s, MeetingId id) {
    const auto i = s.meetings.find(id);
    SS_ASSERT(i != s.meetings.end());
    return i->second;
}

Item& item(State& s, MeetingId id, const Code& code) {
    Item* found = meeting(s, id).item(code);
    SS_ASSERT(found);
    return *found;
}

void apply_one(State& s, const Convened& f) {
    SS_ASSERT(f.meeting.number == s.last + 1);
    s.last = f.meeting.number;
    Meeting& m = s.meetings[f.meeting];
    m.kind = f.kind;
    m.body = f.body;
    m.convener = f.convener;
    m.convened = f.at;
    m.begins = f.begins;
    m.papers = f.papers;
}
void apply_one(State& s, const RollCalled& f) {
    Meeting& m = meeting(s, f.meeting);
    m.rolls.push_back({f.at, f.members, f.guests, f.total, f.needed});
    m.members = {f.members.begin(), f.members.end()};
    m.guests = {f.guests.begin(), f.guests.end()};
    m.roll_called = true;
    m.total = f.total;
}
void apply_one(State& s, const Opened& f) {
    Meeting& m = meeting(s, f.meeting);
    SS_ASSERT(m.roll_called && (m.stage == Stage::convened || m.stage == Stage::adjourned));
    m.stage = Stage::open;
    m.sittings.push_back({f.at, f.chair, f.present, f.total, f.needed, std::nullopt, {}});
}
void apply_one(State& s, const Left& f) {
    Meeting& m = meeting(s, f.meeting);
    std::erase(m.floor, f.officer);
    m.members.erase(f.officer);
    m.guests.erase(f.officer);
    m.movements.push_back({f.at, f.officer, false});
}
void apply_one(State& s, const Returned& f) {
    Meeting& m = meeting(s, f.meeting);
    (f.member ? m.members : m.guests).insert(f.officer);
    m.movements.push_back({f.at, f.officer, true});
}
void apply_one(State& s, const ItemTaken& f) {
    Meeting& m = meeting(s, f.meeting);
    SS_ASSERT(m.stage == Stage::open);
    m.current = f.item;
    m.floor.clear();
    if (Item* again = m.item(f.item)) {  // it was lost and is put again
        SS_ASSERT(again->result == Result::lost);
        again->over.reset();
        again->result = Result::none;
        again->moved = false;
        again->chair = f.chair;
        return;
    }
    Item& taken = m.items.emplace_back();
    taken.code = f.item;
    taken.taken = f.at;
    taken.chair = f.chair;
}
void apply_one(State& s, const ItemAnnounced& f) {
    item(s, f.meeting, f.item).announced = f.appoints;
}
void apply_one(State& s, const ItemOver& f) {
    Item& taken = item(s, f.meeting, f.item);
    SS_ASSERT(!taken.over);
    taken.over = f.at;
    taken.result = f.result;
}
void apply_one(State& s, const Spoken& f) {
    item(s, f.meeting, f.item).speeches.push_back({f.at, f.officer, f.minutes, f.gist});
    std::erase(meeting(s, f.meeting).floor, f.officer);
}
void apply_one(State& s, const FloorAsked& f) {
    std::vector<Code>& floor = meeting(s, f.meeting).floor;
    std::erase(floor, f.officer);
    if (!f.withdrawn) floor.push_back(f.officer);
}
void apply_one(State& s, const Moved& f) {
    Item& taken = item(s, f.meeting, f.item);
    taken.moved = true;
    taken.mover = f.mover;
    taken.text = f.text;
    taken.annex = f.annex;
    taken.candidates = f.candidates;
}
void apply_one(State& s, const Amended& f) {
    Item& taken = item(s, f.meeting, f.item);
    taken.amendments.push_back(
        {f.at, f.mover, f.text, f.accepted, f.in_favour, f.against, f.abstained});
    if (f.accepted) taken.text.push_back(f.text);
}
void apply_one(State& s, const BallotsIssued& f) {
    Item& taken = item(s, f.meeting, f.item);
    taken.ballots = f.count;
    taken.ballots_present = f.present;
    taken.ballots_needed = f.needed;
}
void apply_one(State& s, const PollOpened& f) {
    item(s, f.meeting, f.item).poll = Poll{f.at, {}};
}
void apply_one(State& s, const ChoiceCast& f) {
    Item& taken = item(s, f.meeting, f.item);
    SS_ASSERT(taken.poll);
    taken.poll->choices[f.officer] = f.choice;
}
void apply_one(State& s, const TellersNamed& f) {
    item(s, f.meeting, f.item).tellers = f.tellers;
}
void vote(State& s, MeetingId id, const Code& code, Result result, const Count& count, Instant at) {
    const int64_t sum = count.in_favour + count.against + count.abstained;
    SS_ASSERT(sum <= count.present && count.present >= count.needed);
    SS_ASSERT(count.collected <= count.issued && count.issued <= count.present);
    Item& taken = item(s, id, code);
    taken.votes.push_back({at, result, count});
    taken.ballots.reset();
    taken.poll.reset();
    taken.tellers.clear();
    taken.ballots_present = taken.ballots_needed = 0;
}
void apply_one(State& s, const Carried& f) {
    vote(s, f.meeting, f.item, Result::carried, f.count, f.at);
}
void apply_one(State& s, const Lost& f) {
    vote(s, f.meeting, f.item, Result::lost, f.count, f.at);
}
void apply_one(State& s, const RulesAdopted& f) {
    s.rules[f.body] = f.annex;
}
void apply_one(State& s, const Directed& f) {
    meeting(s, f.meeting).directions.push_back({f.at, f.item, f.officer, f.text, f.to_post, f.due});
}
void end_sitting(Meeting& m, Instant at, const std::string& reason) {
    if (m.stage != Stage::open) return;
    m.sittings.back().ended = at;
    m.sittings.back().reason = reason;
}
void apply_one(State& s, const Adjourned& f) {
    Meeting& m = meeting(s, f.meeting);
    end_sitting(m, f.at, f.reason);
    m.begins = f.until;
    // A meeting that never sat goes on as convened: its total is not fixed yet.
    m.stage = m.sittings.empty() ? Stage::convened : Stage::adjourned;
    m.roll_called = false;
    m.members.clear();
    m.guests.clear();
    m.floor.clear();
}
void apply_one(State& s, const Closed& f) {
    Meeting& m = meeting(s, f.meeting);
    SS_ASSERT(m.stage == Stage::open);
    end_sitting(m, f.at, {});
    m.stage = Stage::closed;
    m.closed = f.at;
    m.closed_by = f.chair;
}
void apply_one(State& s, const MinutesSigned& f) {
    meeting(s, f.meeting).signatures.push_back({f.officer, f.post, f.at});
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([this](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::meetings
