#include <algorithm>

#include "base/assert.h"
#include "meetings/internal.h"

namespace ss::meetings {

using enum RefusalCode;

namespace {

template <class Container>
bool has(const Container& container, const Code& code) {
    return std::find(container.begin(), container.end(), code) != container.end();
}

bool same(const plan::Majority& a, const plan::Majority& b) {
    return a.base == b.base && a.numerator == b.numerator && a.denominator == b.denominator &&
           a.at_least == b.at_least;
}

}  // namespace

const Item* Meeting::item(const Code& code) const {
    const auto i = std::ranges::find(items, code, &Item::code);
    return i == items.end() ? nullptr : &*i;
}

Item* Meeting::item(const Code& code) {
    const auto i = std::ranges::find(items, code, &Item::code);
    return i == items.end() ? nullptr : &*i;
}

Found find(const Ground& g, MeetingId id) {
    Found found;
    found.meeting = g.state.meeting(id);
    if (found.meeting) {
        const auto kind = g.plan.meetings.find(found.meeting->kind);
        if (kind != g.plan.meetings.end()) found.kind = &kind->second;
    }
    if (!found.kind)
        found.refusal = refuse(not_found, "meeting.unknown", {std::to_string(id.number)});
    return found;
}

const plan::AgendaItem* agenda_item(const plan::MeetingKind& kind, const Code& item) {
    const auto i = std::ranges::find(kind.agenda, item, &plan::AgendaItem::code);
    return i == kind.agenda.end() ? nullptr : &*i;
}

bool over(const Meeting& meeting, const Code& code) {
    const Item* item = meeting.item(code);
    return item && item->over;
}

Code held(const org::State& people, const std::vector<Code>& posts, const Code& officer,
          Instant at) {
    const auto own = org::posts_of(people, officer, at);
    for (const Code& post : posts)
        if (has(own, post)) return post;
    return {};
}

bool in_room(const Meeting& meeting, const Code& officer) {
    return meeting.members.contains(officer) || meeting.guests.contains(officer);
}

Code chair_of(const Meeting& meeting, const plan::Plan& plan, const org::State& people,
              Instant at) {
    const auto kind = plan.meetings.find(meeting.kind);
    if (kind == plan.meetings.end()) return {};
    const Code& from = kind->second.chair_from;
    if (!from.empty() && !people.reached(from)) return meeting.convener;
    const auto there = [&](const Code& officer) {
        return meeting.roll_called ? in_room(meeting, officer) : org::present(people, officer, at);
    };
    std::vector<Code> posts{kind->second.chair_post};
    const auto post = plan.organization.posts.find(kind->second.chair_post);
    if (post != plan.organization.posts.end())
        posts.insert(posts.end(), post->second.substitutes.begin(), post->second.substitutes.end());
    for (const Code& code : posts)
        for (const Code& holder : org::holders_of(people, code, at))
            if (there(holder)) return holder;
    return {};
}

std::optional<Refusal> check_chair(const Ground& g, const Found& f) {
    const Code chair = chair_of(*f.meeting, g.plan, g.people, g.who.when());
    if (chair.empty()) return refuse(not_entitled, "meeting.no_chair", {f.kind->chair_post});
    if (chair != g.who.by) return refuse(not_entitled, "meeting.not_chair", {g.who.by, chair});
    return std::nullopt;
}

std::optional<Refusal> check_runs(const Ground& g, const Found& f) {
    if (org::fills(g.people, g.plan.organization, g.who.by, f.kind->secretary_post, g.who.when()))
        return std::nullopt;
    return check_chair(g, f);
}

std::optional<Refusal> check_member(const Found& f, const Code& officer) {
    if (f.meeting->members.contains(officer)) return std::nullopt;
    const bool guest = f.meeting->guests.contains(officer);
    return refuse(not_entitled, guest ? "meeting.voice_only" : "meeting.absent", {officer});
}

std::optional<Refusal> check_moved(const Found& f, const Code& item) {
    if (f.meeting->item(item)->moved) return std::nullopt;
    return refuse(wrong_order, "meeting.not_moved", {item});
}

std::optional<Refusal> check_text(const std::string& text) {
    if (text.size() > limits::kText)
        return refuse(limit, "meeting.too_long", {std::to_string(limits::kText)});
    return std::nullopt;
}

int64_t members_left(const org::State& people, const plan::MeetingKind& kind, Instant at) {
    std::set<Code> members;
    for (const Code& post : kind.member_posts)
        for (const Code& officer : org::holders_of(people, post, at)) members.insert(officer);
    return static_cast<int64_t>(members.size());
}

bool is_short(const plan::Rules& rules, int64_t members, int64_t total) {
    return rules.when_short && members * rules.when_short->below_denominator <
                                   total * rules.when_short->below_numerator;
}

plan::Rules rules_in_force(const State& state, const plan::MeetingKind& kind, int64_t members,
                           int64_t total) {
    plan::Rules rules = kind.rules;
    if (is_short(rules, members, total)) {
        rules.quorum_numerator = rules.when_short->quorum_numerator;
        rules.quorum_denominator = rules.when_short->quorum_denominator;
        rules.majority = rules.when_short->majority;
        return rules;
    }
    const auto i = state.rules.find(kind.body);
    if (i == state.rules.end()) return rules;
    const Annex& annex = i->second;
    rules.quorum_numerator = annex.quorum_numerator;
    rules.quorum_denominator = annex.quorum_denominator;
    rules.majority.base = annex.base;
    rules.majority.numerator = annex.numerator;
    rules.majority.denominator = annex.denominator;
    rules.majority.at_least = annex.at_least;
    return rules;
}

int64_t needed(const plan::Rules& rules, int64_t total) {
    SS_ASSERT(rules.quorum_denominator > 0);
    return (total * rules.quorum_numerator + rules.quorum_denominator - 1) /
           rules.quorum_denominator;
}

int64_t lawful_total(const plan::Plan& plan, const org::State& people, const Code& unit,
                     const plan::MeetingKind& kind, Instant at) {
    if (kind.lawful_total > 0) return kind.lawful_total;
    const auto roster = plan.rosters.find(unit);
    if (roster != plan.rosters.end()) {
        const auto total = roster->second.members.find(kind.body);
        if (total != roster->second.members.end() && total->second > 0) return total->second;
    }
    return members_left(people, kind, at);
}

plan::Rules rules_of(const Ground& g, const Found& f) {
    return rules_in_force(g.state, *f.kind, members_left(g.people, *f.kind, g.who.when()),
                          f.meeting->total);
}

std::optional<Refusal> check_quorum(const Ground& g, const Found& f) {
    const auto present = static_cast<int64_t>(f.meeting->members.size());
    const int64_t wanted = needed(rules_of(g, f), f.meeting->total);
    if (present >= wanted) return std::nullopt;
    return refuse(
        no_quorum, "meeting.no_quorum",
        {std::to_string(present), std::to_string(f.meeting->total), std::to_string(wanted)});
}

std::optional<Refusal> check_in_hand(const Ground& g, const Found& f, const Code& code) {
    SS_REFUSE_IF(check_runs(g, f));
    return check_votable(f, code);
}

std::optional<Refusal> check_votable(const Found& f, const Code& code) {
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    const plan::AgendaItem* item = agenda_item(*f.kind, code);
    if (!item) return refuse(not_found, "meeting.unknown_item", {code});
    if (f.meeting->current != code) return refuse(wrong_order, "meeting.not_in_hand", {code});
    if (!needs_vote(*item)) return refuse(invalid, "meeting.no_vote_here", {code});
    if (f.meeting->item(code)->over) return refuse(duplicate, "meeting.voted_already", {code});
    return std::nullopt;
}

std::optional<Refusal> check_not_secret(const plan::AgendaItem& item) {
    if (item.form != plan::VoteForm::secret && item.kind != "election") return std::nullopt;
    return refuse(invalid, "meeting.secret_required", {item.code});
}

plan::Majority majority_for(const Ground& g, const Found& f, const plan::AgendaItem& item) {
    const bool special = !same(item.majority, f.kind->rules.majority);
    const int64_t left = members_left(g.people, *f.kind, g.who.when());
    if (special && !is_short(f.kind->rules, left, f.meeting->total)) return item.majority;
    plan::Majority majority = rules_of(g, f).majority;
    majority.tie_follows_chair = item.majority.tie_follows_chair;
    return majority;
}

bool reached(const plan::Majority& majority, int64_t in_favour, int64_t base_count) {
    const int64_t have = in_favour * majority.denominator, want = base_count * majority.numerator;
    return majority.at_least ? have >= want : have > want;
}

Count measure(const Ground& g, const Found& f, const plan::Majority& majority) {
    Count count;
    count.present = static_cast<int64_t>(f.meeting->members.size());
    count.total = f.meeting->total;
    count.needed = needed(rules_of(g, f), count.total);
    count.base = majority.base;
    count.numerator = majority.numerator;
    count.denominator = majority.denominator;
    count.at_least = majority.at_least;
    switch (majority.base) {
        case plan::MajorityBase::total: count.base_count = count.total; break;
        case plan::MajorityBase::present: count.base_count = count.present; break;
        case plan::MajorityBase::existing:
            count.base_count = members_left(g.people, *f.kind, g.who.when());
            break;
    }
    return count;
}

}  // namespace ss::meetings
