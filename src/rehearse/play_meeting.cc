// A conference, session or meeting as its simulated chair, secretary and members hold it: convened,
// called, opened when there is a quorum, led through the statutory order, voted, closed, signed.
#include <algorithm>

#include "rehearse/world.h"

namespace ss::rehearse {

namespace {

constexpr int64_t kInvited = 10 * kMinute;  // before it begins
constexpr int64_t kAgain = 5 * kMinute;     // between two roll calls
constexpr int64_t kLook = kMinute / 2;      // while a person leads: has it gone on?
constexpr int kRollCalls = 12;
constexpr int64_t kItemMinutes = 2;

}  // namespace

// One meeting being played. Lives as long as its last event.
struct MeetingPlay {
    World& world;
    Unit& unit;
    const Act& act;
    const plan::MeetingKind& kind;
    MeetingId id;
    std::vector<LateDo> late;
    int roll_calls = 0;
    size_t step = 0;             // within the item in hand
    std::set<Code> passed_over;  // optional items the office would not have
    Instant called;              // the last roll call of the cast's
    bool by_person = false;      // a person has led since the cast last did

    bool taken(const Code& officer) const { return unit.taken.contains(officer); }
    bool closed() const { return meeting().stage == meetings::Stage::closed; }
    const meetings::Meeting& meeting() const { return *unit.state().meetings.meeting(id); }
    std::vector<Code> holders(const std::vector<Code>& posts) const;
    Code one_of(const Code& post) const;
    Code chair() const;
    Code secretary() const;
    std::vector<Code> in_the_room() const;
    const ActItem* said(const Code& item) const;
    const plan::AgendaItem* agenda(const Code& item) const;
    Code next_item() const;
    void occupy(bool busy);

    Status convene();
    Status call_roll();
    Status open();
    Status next();
    Status move(const plan::AgendaItem&, const ActItem*);
    Status speak(const ActItem*);
    Status amend(const plan::AgendaItem&, const ActItem*);
    Status vote(const plan::AgendaItem&, const ActItem*);
    Status ballot(const plan::AgendaItem&, const ActItem*);
    Status direct(const ActItem*);
    Status end(const plan::AgendaItem&);
    Status finish();
    Result<office::Answer> ask(const Code& by, meetings::Command command) {
        return world.ask(unit, by, std::move(command), world.request_id(unit, by));
    }
};

namespace {

void then(const std::shared_ptr<MeetingPlay>& play, int64_t after,
          Status (*act)(const std::shared_ptr<MeetingPlay>&)) {
    play->world.later({play->world.now().ms + after}, kMeetingEvent,
                      [play, act] { return act(play); });
}

Status play_item(const std::shared_ptr<MeetingPlay>& play);

// Whoever presides closes. A person in the chair does it when he sees fit.
Status play_end(const std::shared_ptr<MeetingPlay>& play) {
    if (!play->closed() && play->taken(play->chair())) {
        then(play, kLook, play_end);
        return ok();
    }
    return play->finish();
}

Status play_next(const std::shared_ptr<MeetingPlay>& play) {
    if (play->closed()) return play->finish();
    if (play->taken(play->secretary())) {  // a person leads the items: look in again
        play->by_person = true;
        then(play, kLook, play_next);
        return ok();
    }
    const auto* hand = play->meeting().in_hand();
    if (play->by_person && hand != nullptr && !hand->over) {  // takes up what the person left
        play->by_person = false;
        play->step = hand->moved ? 1 : 0;
        return play_item(play);
    }
    const Code item = play->next_item();
    if (item.empty() || (hand != nullptr && hand->code == item && !hand->over))
        return play_end(play);
    play->step = 0;
    const auto taken = SS_TRY(play->ask(play->secretary(), meetings::TakeItem{play->id, item}));
    if (taken.refusal && !play->agenda(item)->required) {
        play->passed_over.insert(item);
        return play_next(play);
    }
    if (taken.refusal) {  // out of order or too early: on the record; try again a little later
        if (++play->roll_calls < 2 * kRollCalls) then(play, kAgain, play_next);
        return ok();
    }
    return play_item(play);
}

// An item is worked through in steps, each a minute or more apart.
Status play_item(const std::shared_ptr<MeetingPlay>& play) {
    const auto* hand = play->meeting().in_hand();
    if (hand == nullptr || play->taken(play->secretary())) return play_next(play);
    const plan::AgendaItem& item = *play->agenda(hand->code);
    const ActItem* said = play->said(item.code);
    const int64_t minutes = said != nullptr && said->minutes > 0 ? said->minutes : kItemMinutes;
    const int64_t pace = std::max(kMinute / 2, minutes * kMinute / 3);
    const bool motion = item.kind == "motion" || item.kind == "election";
    switch (play->step++) {
        case 0:
            if (motion) SS_TRY(play->move(item, said));
            then(play, pace, play_item);
            return ok();
        case 1:
            SS_TRY(play->speak(said));
            if (motion) SS_TRY(play->amend(item, said));
            then(play, pace, play_item);
            return ok();
        default:
            SS_TRY(play->direct(said));
            if (motion) SS_TRY(play->vote(item, said));
            else SS_TRY(play->end(item));
            then(play, pace, play_next);
            return ok();
    }
}

Status play_opening(const std::shared_ptr<MeetingPlay>& play) {
    const auto is_open = [&] { return play->meeting().stage == meetings::Stage::open; };
    const bool waits = play->taken(play->secretary()) || play->taken(play->chair());
    if (!is_open() && !play->taken(play->secretary()) &&
        (!waits || play->world.now().ms - play->called.ms >= kAgain)) {
        play->called = play->world.now();
        SS_TRY(play->call_roll());
    }
    if (!is_open() && !play->taken(play->chair())) SS_TRY(play->open());
    if (is_open()) {
        play->occupy(true);
        return play_next(play);
    }
    if (waits) then(play, kLook, play_opening);
    else if (++play->roll_calls < kRollCalls) then(play, kAgain, play_opening);
    return ok();
}

}  // namespace

std::vector<Code> MeetingPlay::holders(const std::vector<Code>& posts) const {
    std::set<Code> all;
    for (const Code& post : posts)
        for (const Code& code : org::holders_of(unit.state().org, post, world.now()))
            all.insert(code);
    return {all.begin(), all.end()};
}

Code MeetingPlay::one_of(const Code& post) const {
    for (const Code& code : org::holders_of(unit.state().org, post, world.now()))
        if (org::present(unit.state().org, code, world.now())) return code;
    // Who stands in for the post.
    const auto found = world.plan().organization.posts.find(post);
    if (found != world.plan().organization.posts.end())
        for (const Code& other : found->second.substitutes)
            for (const Code& code : org::holders_of(unit.state().org, other, world.now()))
                if (org::present(unit.state().org, code, world.now())) return code;
    return {};
}

Code MeetingPlay::chair() const {
    const Code presiding =
        meetings::chair_of(meeting(), world.plan(), unit.state().org, world.now());
    return presiding.empty() ? one_of(kind.chair_post) : presiding;
}

Code MeetingPlay::secretary() const {
    const Code code = one_of(kind.secretary_post);
    return code.empty() ? chair() : code;
}

std::vector<Code> MeetingPlay::in_the_room() const {
    const auto members = holders(kind.member_posts);
    std::set<Code> absent;
    for (const LateDo& l : late) {
        if (world.now() >= Instant{world.at_clock(act.starts).ms + l.minutes * kMinute}) continue;
        int64_t left = l.members;  // those who lead it are there
        for (auto i = members.rbegin(); i != members.rend() && left > 0; ++i)
            if (*i != one_of(kind.chair_post) && *i != one_of(kind.convener_post) &&
                *i != one_of(kind.secretary_post) && absent.insert(*i).second)
                --left;
    }
    std::set<Code> room;
    const auto enter = [&](const Code& code) {
        if (!absent.contains(code) && org::present(unit.state().org, code, world.now()))
            room.insert(code);
    };
    for (const Code& code : members) enter(code);
    for (const Code& code : holders(kind.guest_posts)) enter(code);
    return {room.begin(), room.end()};
}

const ActItem* MeetingPlay::said(const Code& item) const {
    for (const ActItem& i : act.items)
        if (i.item == item) return &i;
    return nullptr;
}

const plan::AgendaItem* MeetingPlay::agenda(const Code& item) const {
    for (const auto& i : kind.agenda)
        if (i.code == item) return &i;
    return nullptr;
}

// What must come next, or may come before it and is named by the act.
Code MeetingPlay::next_item() const {
    const auto over = [&](const Code& code) {
        const auto* taken = meeting().item(code);
        return taken != nullptr && taken->over;
    };
    const Code must = meetings::next_item(meeting(), kind);
    for (const plan::AgendaItem& item : kind.agenda) {
        if (item.code == must) break;
        if (!item.required && said(item.code) != nullptr && !over(item.code) &&
            !passed_over.contains(item.code) &&
            std::all_of(item.after.begin(), item.after.end(), over))
            return item.code;
    }
    return must;
}

void MeetingPlay::occupy(bool busy) {
    for (const Code& code : meeting().members)
        if (const auto found = unit.officers.find(code); found != unit.officers.end())
            found->second.in_meeting = busy;
    for (const Code& code : meeting().guests)
        if (const auto found = unit.officers.find(code); found != unit.officers.end())
            found->second.in_meeting = busy;
}

Status MeetingPlay::convene() {
    meetings::Convene command;
    command.kind = kind.code;
    command.convener = one_of(kind.convener_post.empty() ? kind.chair_post : kind.convener_post);
    command.begins = world.at_clock(act.starts);
    for (const auto& item : kind.agenda)
        if (!item.paper.empty())
            command.papers.push_back(item.title.get(world.plan().city.languages.front()));
    const Code by = command.convener;
    const auto answer = SS_TRY(ask(by, std::move(command)));
    if (!answer.refusal) id = {unit.state().meetings.last};
    return ok();
}

Status MeetingPlay::call_roll() {
    meetings::CallRoll command;
    command.meeting = id;
    command.present = in_the_room();
    SS_TRY(ask(secretary(), std::move(command)));
    return ok();
}

Status MeetingPlay::open() {
    SS_TRY(ask(chair(), meetings::Open{id}));
    return ok();
}

Status MeetingPlay::move(const plan::AgendaItem& item, const ActItem* s) {
    meetings::Move command;
    command.meeting = id;
    command.item = item.code;
    command.mover = chair();
    if (s != nullptr) command.text = s->text;
    if (command.text.empty() && !item.paper.empty()) command.text = {world.scenario().motion_text};
    if (item.adopts_rules) {
        // The body's own rules, not those of a body that is short.
        const plan::Rules rules = meetings::rules_in_force(unit.state().meetings, kind, 0, 0);
        meetings::Annex annex;
        annex.quorum_numerator =
            s != nullptr && s->quorum_numerator > 0 ? s->quorum_numerator : rules.quorum_numerator;
        annex.quorum_denominator = s != nullptr && s->quorum_denominator > 0
                                       ? s->quorum_denominator
                                       : rules.quorum_denominator;
        annex.base = rules.majority.base;
        annex.numerator = rules.majority.numerator;
        annex.denominator = rules.majority.denominator;
        annex.at_least = rules.majority.at_least;
        command.annex = annex;
    }
    if (item.kind == "election" && s != nullptr)
        for (const Code& post : s->candidates)
            for (const Code& code : holders({post})) command.candidates.push_back(code);
    SS_TRY(ask(secretary(), std::move(command)));
    return ok();
}

Status MeetingPlay::speak(const ActItem* s) {
    const auto* hand = meeting().in_hand();
    if (hand == nullptr || hand->over) return ok();
    std::vector<Code> posts = s == nullptr ? std::vector<Code>{} : s->speakers;
    for (const Code& post : posts) {
        const Code speaker = one_of(post);
        if (speaker.empty()) continue;
        SS_TRY(ask(
            secretary(),
            meetings::Speak{id, speaker, 2,
                            agenda(hand->code)->title.get(world.plan().city.languages.front())}));
    }
    return ok();
}

Status MeetingPlay::amend(const plan::AgendaItem& item, const ActItem* s) {
    if (s == nullptr || s->amendment.empty()) return ok();
    const auto& members = meeting().members;
    SS_TRY(ask(secretary(), meetings::Amend{id, item.code, *members.begin(), s->amendment,
                                            static_cast<int64_t>(members.size()), 0, 0}));
    return ok();
}

Status MeetingPlay::vote(const plan::AgendaItem& item, const ActItem* s) {
    if (item.form == plan::VoteForm::secret || item.kind == "election") return ballot(item, s);
    meetings::Vote command;
    command.meeting = id;
    command.item = item.code;
    command.against = s == nullptr ? 0 : s->against;
    command.abstained = s == nullptr ? 0 : s->abstained;
    command.in_favour =
        static_cast<int64_t>(meeting().members.size()) - command.against - command.abstained;
    if (item.form == plan::VoteForm::named) {
        int64_t against = command.against, abstained = command.abstained;
        for (const Code& member : meeting().members) {
            command.named[member] = against-- > 0     ? meetings::Choice::against
                                    : abstained-- > 0 ? meetings::Choice::abstained
                                                      : meetings::Choice::in_favour;
        }
    }
    SS_TRY(ask(secretary(), std::move(command)));
    return ok();
}

Status MeetingPlay::ballot(const plan::AgendaItem& item, const ActItem* s) {
    const auto present = static_cast<int64_t>(meeting().members.size());
    SS_TRY(ask(secretary(), meetings::IssueBallots{id, item.code, present}));
    meetings::Tally tally;
    tally.meeting = id;
    tally.item = item.code;
    const auto* hand = meeting().item(item.code);
    for (const Code& member : meeting().members) {
        if (member == chair() || tally.tellers.size() == 3) continue;
        if (std::find(hand->candidates.begin(), hand->candidates.end(), member) ==
            hand->candidates.end())
            tally.tellers.push_back(member);
    }
    tally.issued = tally.collected = present;
    tally.invalid = s == nullptr ? 0 : std::min(s->invalid, present);
    tally.valid = present - tally.invalid;
    const int64_t against = s == nullptr ? 0 : s->against;
    if (item.kind == "election") {
        for (const Code& candidate : hand->candidates)
            tally.sums[candidate] = tally.valid - against;
    } else {
        const int64_t abstained = s == nullptr ? 0 : s->abstained;
        tally.sums = {{"in_favour", tally.valid - against - abstained},
                      {"against", against},
                      {"abstained", abstained}};
    }
    SS_TRY(ask(secretary(), std::move(tally)));
    return ok();
}

Status MeetingPlay::direct(const ActItem* s) {
    if (s == nullptr || s->direction.empty()) return ok();
    const auto& guests = meeting().guests;
    if (guests.empty()) return ok();
    Code observer = *guests.begin();
    for (const Code& post : act.guests)
        if (const Code code = one_of(post); guests.contains(code)) {
            observer = code;
            break;
        }
    const auto& calendar = world.plan().calendar;
    const Instant due = calendar.due(world.now(), {s->due_days, org::LimitUnit::working_days});
    if (taken(observer)) return ok();  // the person says what he has to say
    SS_TRY(ask(observer, meetings::Direct{id, observer, s->direction, s->to_post, due}));
    return ok();
}

// An announcement is over when it has been read out; the closing is over with the meeting.
Status MeetingPlay::end(const plan::AgendaItem& item) {
    const auto* hand = meeting().in_hand();
    if (hand->over || item.kind == "closing") return ok();
    SS_TRY(ask(secretary(), meetings::EndItem{id, item.code}));
    return ok();
}

Status MeetingPlay::finish() {
    occupy(false);
    const Code presiding = chair();
    if (!closed()) SS_TRY(ask(presiding, meetings::Close{id}));
    if (!taken(presiding)) SS_TRY(ask(presiding, meetings::SignMinutes{id}));
    if (const Code code = secretary(); code != presiding && !taken(code))
        SS_TRY(ask(code, meetings::SignMinutes{id}));
    world.wake(unit);
    return ok();
}

Status World::plan_acts() {
    for (const Act& act : scenario_.acts) {
        Unit& where = unit(act.unit);
        if (act.meeting.empty()) {
            SS_TRY(open_doors(where, act));
            continue;
        }
        const auto play = std::make_shared<MeetingPlay>(MeetingPlay{
            *this, where, act, plan_->meetings.at(act.meeting), {}, {}, 0, 0, {}, {}, false});
        for (const Inject& inject : scenario_.injects)
            if (inject.late && inject.late->meeting == act.meeting && inject.unit == act.unit)
                play->late.push_back(*inject.late);
        later({at_clock(act.starts).ms - kInvited}, kMeetingEvent,
              [play] { return play->convene(); });
        later(at_clock(act.starts), kMeetingEvent,
              [play] { return play->id ? play_opening(play) : ok(); });
    }
    return ok();
}

}  // namespace ss::rehearse
