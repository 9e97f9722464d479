#include "views/meetings.h"

#include <algorithm>

#include "views/eyes.h"

namespace ss::views {

namespace {

using meetings::Meeting;
using meetings::Stage;

bool holds_any(Eyes& eyes, const std::vector<Code>& posts) {
    return std::ranges::any_of(eyes.my_posts(), [&](const Code& post) {
        return std::ranges::find(posts, post) != posts.end();
    });
}

// A meeting with its kind, in the eyes of one who looks.
struct Hall {
    Eyes& eyes;
    MeetingId id;
    const Meeting& meeting;
    const plan::MeetingKind& kind;

    plan::Rules rules() const {
        return meetings::rules_in_force(eyes.state.meetings, kind,
                                        meetings::members_left(eyes.state.org, kind, eyes.now),
                                        meeting.total);
    }
    Quorum quorum() const {
        Quorum q;
        q.present = static_cast<int64_t>(meeting.members.size());
        q.total = meeting.total > 0 ? meeting.total
                                    : meetings::lawful_total(eyes.plan, eyes.state.org,
                                                             eyes.state.unit, kind, eyes.now);
        q.needed = meetings::needed(rules(), q.total);
        q.there = q.present >= q.needed;
        return q;
    }
    Code chair() const { return meetings::chair_of(meeting, eyes.plan, eyes.state.org, eyes.now); }
    // What comes after the item in hand: taking it ends the one before, if that needs no vote.
    Code next() const {
        Meeting ended = meeting;
        if (meetings::Item* hand = ended.item(ended.current); hand != nullptr && !hand->over)
            hand->over = eyes.now;
        return meetings::next_item(ended, kind);
    }
    MyPart me() const {
        MyPart part;
        const Code& officer = eyes.look.officer;
        if (officer.empty()) return part;
        part.chair = chair() == officer;
        part.guest = holds_any(eyes, kind.guest_posts) || meeting.guests.contains(officer);
        part.member = holds_any(eyes, kind.member_posts) || meeting.members.contains(officer);
        part.present = meeting.members.contains(officer) || meeting.guests.contains(officer);
        part.secretary = eyes.fills(kind.secretary_post);
        return part;
    }
    MeetingLine line() const {
        MeetingLine out;
        out.begins = meeting.begins;
        out.body = eyes.body(meeting.body);
        out.closed = meeting.closed;
        out.me = me();
        out.meeting = id;
        out.name = eyes.meeting_kind(meeting.kind);
        out.quorum = quorum();
        out.stage = meeting.stage;
        return out;
    }
};

// Votes that carry it: the smallest number the majority accepts.
int64_t votes_needed(const meetings::Count& c) {
    if (c.denominator <= 0) return 0;
    const int64_t want = c.base_count * c.numerator;
    return c.at_least ? (want + c.denominator - 1) / c.denominator : want / c.denominator + 1;
}

VoteLine vote_line(const Eyes& eyes, const meetings::Ballot& ballot) {
    const meetings::Count& c = ballot.count;
    VoteLine out;
    out.abstained = c.abstained;
    out.against = c.against;
    out.at = ballot.at;
    for (const auto& [officer, votes] : c.candidates)
        out.candidates.push_back({std::ranges::find(c.elected, officer) != c.elected.end(),
                                  eyes.person(officer), votes});
    std::ranges::stable_sort(out.candidates, std::ranges::greater{}, &CandidateVotes::votes);
    out.collected = c.collected;
    out.form = c.form;
    out.in_favour = c.in_favour;
    out.invalid = c.invalid;
    out.issued = c.issued;
    if (c.form != plan::VoteForm::secret)
        for (const auto& [officer, choice] : c.named)
            out.named.push_back({choice, eyes.person(officer)});
    out.needed_in_favour = votes_needed(c);
    out.quorum = {c.needed, c.present, c.present >= c.needed, c.total};
    out.result = ballot.result;
    out.tellers = eyes.persons(c.tellers);
    out.tie_broken = c.tie_broken;
    out.valid = c.valid;
    return out;
}

AgendaLine agenda_line(const Hall& hall, const plan::AgendaItem& planned) {
    const Eyes& eyes = hall.eyes;
    AgendaLine out;
    out.adopts_rules = planned.adopts_rules;
    out.code = planned.code;
    out.form = planned.form;
    out.kind = planned.kind;
    if (!planned.paper.empty()) out.paper = eyes.type(planned.paper);
    out.required = planned.required;
    out.title = eyes.text(planned.title);
    const meetings::Item* item = hall.meeting.item(planned.code);
    if (item == nullptr) {
        if (hall.next() == planned.code) out.state = AgendaState::next;
        return out;
    }
    for (const auto& a : item->amendments)
        out.amendments.push_back(
            {a.abstained, a.accepted, a.against, a.at, a.in_favour, eyes.person(a.mover), a.text});
    for (const Code& post : item->announced) out.announced.push_back(eyes.post(post));
    out.ballots = item->ballots;
    out.candidates = eyes.persons(item->candidates);
    out.moved = item->moved;
    if (!item->mover.empty()) out.mover = eyes.person(item->mover);
    out.over = item->over;
    if (item->poll) {
        PollLine poll;
        for (const auto& [officer, choice] : item->poll->choices) {
            if (hall.meeting.members.contains(officer)) ++poll.answered;
            if (officer == eyes.look.officer) poll.mine = choice;
        }
        poll.of = static_cast<int64_t>(hall.meeting.members.size());
        out.poll = poll;
    }
    out.result = item->result;
    for (const auto& s : item->speeches)
        out.speeches.push_back({s.at, s.gist, s.minutes, eyes.person(s.officer)});
    out.state = item->over                             ? AgendaState::over
                : hall.meeting.current == planned.code ? AgendaState::in_hand
                                                       : AgendaState::waiting;
    out.taken = item->taken;
    out.tellers = eyes.persons(item->tellers);
    out.text = item->text;
    for (const auto& ballot : item->votes) out.votes.push_back(vote_line(eyes, ballot));
    return out;
}

std::vector<MemberLine> members_of(const Hall& hall) {
    std::map<Code, MemberLine> by_code;
    const auto add = [&](const std::vector<Code>& posts, bool guest) {
        for (const Code& post : posts)
            for (const Code& officer : org::holders_of(hall.eyes.state.org, post, hall.eyes.now)) {
                MemberLine line;
                line.guest = guest;
                line.person = hall.eyes.person(officer, post);
                by_code.emplace(officer, std::move(line));
            }
    };
    add(hall.kind.member_posts, false);
    add(hall.kind.guest_posts, true);
    const auto present = [&](const std::set<Code>& officers, bool guest) {
        for (const Code& officer : officers) {
            const auto [i, fresh] = by_code.emplace(officer, MemberLine{});
            if (fresh) i->second.person = hall.eyes.person(officer);
            i->second.guest = guest;
            i->second.present = true;
        }
    };
    present(hall.meeting.members, false);
    present(hall.meeting.guests, true);
    for (const auto& item : hall.meeting.items)
        for (const auto& s : item.speeches)
            if (const auto i = by_code.find(s.officer); i != by_code.end())
                i->second.spoken += s.minutes;
    std::vector<MemberLine> out;
    for (auto& [code, line] : by_code) out.push_back(std::move(line));
    std::ranges::stable_sort(out, {}, &MemberLine::guest);
    return out;
}

// The record in the order of time.
class Minutes {
  public:
    explicit Minutes(const Hall& hall) : hall_(hall) {}

    std::vector<MinuteLine> lines() {
        const Meeting& m = hall_.meeting;
        add(m.convened, "convened", {}, {}, {}, m.convener);
        for (const auto& roll : m.rolls)
            add(roll.at, "roll", {},
                {static_cast<int64_t>(roll.members.size()), roll.total, roll.needed});
        for (const auto& move : m.movements)
            add(move.at, move.came ? "came" : "left", {}, {}, {}, move.officer);
        for (const auto& s : m.sittings) {
            add(s.opened, "opened", {}, {s.present, s.total, s.needed}, {}, s.chair);
            if (s.ended && (!m.closed || *s.ended != *m.closed))
                add(*s.ended, "adjourned", {}, {}, s.reason);
        }
        for (const auto& item : m.items) add_item(item);
        for (const auto& d : m.directions) add(d.at, "directed", d.item, {}, d.text, d.officer);
        if (m.closed) add(*m.closed, "closed", {}, {}, {}, m.closed_by);
        for (const auto& s : m.signatures) add(s.at, "signed", {}, {}, {}, s.officer);
        std::ranges::stable_sort(out_, {}, &MinuteLine::at);
        return std::move(out_);
    }

  private:
    void add(Instant at, std::string_view kind, const Code& item, std::vector<int64_t> numbers = {},
             std::string text = {}, const Code& who = {}) {
        MinuteLine line;
        line.at = at;
        line.item = item;
        line.kind = kind;
        line.numbers = std::move(numbers);
        line.text = std::move(text);
        if (!who.empty()) line.who = hall_.eyes.person(who);
        out_.push_back(std::move(line));
    }
    void add_item(const meetings::Item& item) {
        std::string title = item.code;
        for (const auto& planned : hall_.kind.agenda)
            if (planned.code == item.code) title = hall_.eyes.text(planned.title);
        add(item.taken, "taken", item.code, {}, title, item.chair);
        for (const auto& s : item.speeches)
            add(s.at, "spoken", item.code, {s.minutes}, s.gist, s.officer);
        for (const auto& a : item.amendments)
            add(a.at, "amended", item.code, {a.in_favour, a.against, a.abstained}, a.text, a.mover);
        for (const auto& v : item.votes)
            add(v.at, "voted", item.code, {v.count.in_favour, v.count.against, v.count.abstained},
                std::string(names(v.result)[static_cast<size_t>(v.result)]));
        if (item.over) add(*item.over, "over", item.code);
    }

    const Hall& hall_;
    std::vector<MinuteLine> out_;
};

// What the one who looks may ask of the meeting as it stands.
std::vector<std::string> asks_of(const Hall& hall, const MyPart& me) {
    namespace mt = meetings;
    Eyes& eyes = hall.eyes;
    std::vector<std::string> out;
    const auto put = [&](std::string_view ask, bool possible) {
        if (possible && eyes.may(std::string(ask))) out.emplace_back(ask);
    };
    const auto& m = hall.meeting;
    const bool runs = me.chair || me.secretary, open = m.stage == Stage::open;
    const mt::Item* item = m.in_hand();
    const plan::AgendaItem* planned = nullptr;
    for (const auto& p : hall.kind.agenda)
        if (item != nullptr && p.code == item->code) planned = &p;
    const bool motion = planned != nullptr && !item->over &&
                        (planned->kind == "motion" || planned->kind == "election");
    const bool secret = motion && planned->form == plan::VoteForm::secret;
    put(mt::CallRoll::kWire, runs && m.stage != Stage::closed);
    // Without a quorum too: the record holds that it was tried, and who tries is told how many
    // lack.
    put(mt::Open::kWire, me.chair && m.roll_called && !open && m.stage != Stage::closed);
    put(mt::TakeItem::kWire, runs && open);
    put(mt::EndItem::kWire, runs && open && item != nullptr && !item->over && !motion);
    put(mt::Speak::kWire, runs && open);
    put(mt::Leave::kWire, open && (runs || me.present));
    put(mt::Return::kWire, open && (runs || ((me.member || me.guest) && !me.present)));
    put(mt::AskFloor::kWire, open && me.present);
    const bool poll = motion && item->poll.has_value();
    put(mt::Move::kWire, runs && open && motion && !item->moved);
    put(mt::Amend::kWire, runs && open && motion && item->moved && !poll && !item->ballots);
    put(mt::OpenPoll::kWire, runs && open && motion && item->moved && !secret && !poll);
    put(mt::Cast::kWire, open && poll && m.members.contains(eyes.look.officer));
    put(mt::Vote::kWire, runs && open && motion && item->moved && !secret);
    put(mt::IssueBallots::kWire, runs && open && secret && item->moved && !item->ballots);
    put(mt::NameTellers::kWire, runs && open && secret && item->moved);
    const bool teller =
        secret && std::ranges::find(item->tellers, eyes.look.officer) != item->tellers.end();
    put(mt::Tally::kWire, (runs || teller) && open && secret && item->ballots.has_value());
    put(mt::Direct::kWire, open && (me.chair || me.secretary || me.guest));
    put(mt::Adjourn::kWire, me.chair && open);
    put(mt::Close::kWire, eyes.would(mt::Close{hall.id}));
    put(mt::SignMinutes::kWire, eyes.would(mt::SignMinutes{hall.id}));
    return out;
}

const plan::MeetingKind* kind_of(const Eyes& eyes, const Meeting& m) {
    const auto i = eyes.plan.meetings.find(m.kind);
    return i == eyes.plan.meetings.end() ? nullptr : &i->second;
}

bool sees(const Eyes& eyes, MeetingId id) {
    return meetings::may_see(eyes.state.meetings, eyes.plan, eyes.state.org, eyes.look.officer, id,
                             eyes.now);
}

// Who could be shown this kind of meeting: a post of its body's side, or a guest of it.
bool sees_kind(Eyes& eyes, const plan::MeetingKind& kind) {
    const auto body = eyes.plan.organization.bodies.find(kind.body);
    if (body == eyes.plan.organization.bodies.end()) return false;
    if (holds_any(eyes, kind.guest_posts)) return true;
    return org::sides_of(eyes.state.org, eyes.plan.organization, eyes.look.officer, eyes.now)
        .contains(body->second.side);
}

}  // namespace

Result<MeetingsView> meetings_of(const Looking& looking) {
    Eyes eyes(looking);
    MeetingsView out;
    for (const auto& [code, kind] : eyes.plan.meetings) {
        if (!sees_kind(eyes, kind)) continue;
        MeetingKindLine line;
        line.body = eyes.body(kind.body);
        line.code = code;
        line.invite_days = kind.invite_days;
        line.name = eyes.text(kind.name);
        bool running = false;
        for (const auto& [id, m] : eyes.state.meetings.meetings) {
            if (m.kind != code) continue;
            line.used = true;
            running = running || m.stage != Stage::closed;
        }
        if (!running && eyes.may(std::string(meetings::Convene::kWire)))
            line.asks.emplace_back(meetings::Convene::kWire);
        out.kinds.push_back(std::move(line));
    }
    const auto& all = eyes.state.meetings.meetings;
    for (auto i = all.rbegin(); i != all.rend(); ++i)
        if (const auto* kind = kind_of(eyes, i->second); kind != nullptr && sees(eyes, i->first))
            out.meetings.push_back(Hall{eyes, i->first, i->second, *kind}.line());
    return out;
}

Result<MeetingView> meeting(const Looking& looking) {
    Eyes eyes(looking);
    const MeetingId id{SS_TRY(number_param(looking, "meeting"))};
    const Meeting* m = eyes.state.meetings.meeting(id);
    const auto* kind = m == nullptr ? nullptr : kind_of(eyes, *m);
    if (kind == nullptr || !sees(eyes, id)) return no_such("meeting");
    const Hall hall{eyes, id, *m, *kind};
    MeetingView out;
    for (const auto& item : kind->agenda) out.agenda.push_back(agenda_line(hall, item));
    if (const Code chair = hall.chair(); !chair.empty()) out.chair = eyes.person(chair);
    for (const auto& d : m->directions)
        out.directions.push_back(
            {d.at, eyes.person(d.officer), d.due, d.text, eyes.post(d.to_post)});
    if (const auto* item = m->in_hand(); item != nullptr && !item->over) {
        out.in_hand = item->code;
        out.in_hand_chair = eyes.person(item->chair);
    }
    out.floor = eyes.persons(m->floor);
    out.line = hall.line();
    out.asks = asks_of(hall, out.line.me);
    out.members = members_of(hall);
    out.minutes = Minutes(hall).lines();
    out.next = hall.next();
    out.papers = m->papers;
    out.roll_called = m->roll_called;
    const auto rules = hall.rules();
    out.rules = {rules.quorum_numerator,   rules.quorum_denominator,   rules.majority.base,
                 rules.majority.numerator, rules.majority.denominator, rules.majority.at_least};
    out.secretaries = eyes.holders(kind->secretary_post);
    for (const auto& s : m->signatures) out.signed_by.push_back(eyes.person(s.officer, s.post));
    return out;
}

Result<HallView> hall(const Looking& looking) {
    Eyes eyes(looking);
    HallView out;
    MeetingId id{SS_TRY(number_param(looking, "meeting"))};
    const auto& all = eyes.state.meetings.meetings;
    for (auto i = all.begin(); i != all.end() && !id; ++i)
        if (i->second.stage == Stage::open && sees(eyes, i->first)) id = i->first;
    if (!id) return out;  // nothing is on
    const Meeting* m = eyes.state.meetings.meeting(id);
    const auto* kind = m == nullptr ? nullptr : kind_of(eyes, *m);
    if (kind == nullptr || !sees(eyes, id)) return no_such("meeting");
    const Hall room{eyes, id, *m, *kind};
    if (const Code chair = room.chair(); !chair.empty()) out.chair = eyes.person(chair);
    const Code next = room.next();
    for (const auto& planned : kind->agenda) {
        ++out.total;
        const auto* item = m->item(planned.code);
        if (item != nullptr && item->over) ++out.over;
        if (planned.code == next) out.next_title = eyes.text(planned.title);
        if (item != nullptr && planned.code == m->current) {
            out.item = agenda_line(room, planned);
            if (!out.item->speeches.empty()) out.speaker = out.item->speeches.back();
            if (!out.item->votes.empty()) out.vote = out.item->votes.back();
        }
    }
    if (out.vote) out.candidates = out.vote->candidates;
    out.line = room.line();
    return out;
}

}  // namespace ss::views
