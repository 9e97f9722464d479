#include <algorithm>

#include "meetings/internal.h"

namespace ss::meetings {

using enum RefusalCode;

namespace {

const org::Post* post_of(const plan::Plan& plan, const Code& post) {
    const auto i = plan.organization.posts.find(post);
    return i == plan.organization.posts.end() ? nullptr : &i->second;
}

std::optional<org::Side> side_of(const plan::Plan& plan, const Code& body) {
    const auto i = plan.organization.bodies.find(body);
    if (i == plan.organization.bodies.end()) return std::nullopt;
    return i->second.side;
}

// A post of this side that is not an administrator's.
bool on_side(const plan::Plan& plan, const org::State& people, const Code& officer, org::Side side,
             Instant at) {
    return std::ranges::any_of(org::posts_of(people, officer, at), [&](const Code& code) {
        const org::Post* post = post_of(plan, code);
        return post && !post->administrator && side_of(plan, post->body) == side;
    });
}

std::optional<Refusal> check_convene(const Ground& g, const Convene& c,
                                     const plan::MeetingKind& kind) {
    const auto side = side_of(g.plan, kind.body);
    if (!side || !on_side(g.plan, g.people, g.who.by, *side, g.who.when()))
        return refuse(not_entitled, "meeting.other_side", {g.who.by});
    const Code& post = kind.convener_post.empty() ? kind.chair_post : kind.convener_post;
    if (!org::fills(g.people, g.plan.organization, c.convener, post, g.who.when()))
        return refuse(not_entitled, "meeting.not_convener", {c.convener, post});
    for (const auto& [id, meeting] : g.state.meetings)
        if (meeting.kind == c.kind && meeting.stage != Stage::closed)
            return refuse(duplicate, "meeting.convened_already", {std::to_string(id.number)});
    if (c.begins < g.who.when()) return refuse(invalid, "meeting.begins_past");
    const int64_t offset = g.plan.calendar.offset;
    if (local_date(c.begins, offset).day - local_date(g.who.when(), offset).day < kind.invite_days)
        return refuse(out_of_hours, "meeting.short_notice", {std::to_string(kind.invite_days)});
    if (c.papers.size() > limits::kList)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kList)});
    for (const auto& paper : c.papers) SS_REFUSE_IF(check_text(paper));
    return std::nullopt;
}

std::optional<Refusal> decide_convene(const Ground& g, const Convene& c) {
    const auto kind = g.plan.meetings.find(c.kind);
    if (kind == g.plan.meetings.end()) return refuse(not_found, "meeting.unknown_kind", {c.kind});
    SS_REFUSE_IF(check_convene(g, c, kind->second));
    g.pen.write(Convened{{g.state.last + 1},
                         c.kind,
                         kind->second.body,
                         c.convener,
                         c.begins,
                         c.papers,
                         g.who.when()});
    return std::nullopt;
}

// No member of this body may hold a post that excludes his seat (Law 72/2025/QH15 art. 29).
std::optional<Refusal> check_compatible(const Ground& g, const plan::MeetingKind& kind,
                                        const Code& officer) {
    const auto own = org::posts_of(g.people, officer, g.who.when());
    const auto excludes = [&](const Code& a, const Code& b) {
        const org::Post* post = post_of(g.plan, a);
        return post && std::ranges::find(post->incompatible, b) != post->incompatible.end();
    };
    for (const Code& seat : own) {
        if (std::ranges::find(kind.member_posts, seat) == kind.member_posts.end()) continue;
        for (const Code& other : own)
            if (excludes(seat, other) || excludes(other, seat))
                return refuse(not_entitled, "meeting.incompatible", {officer, seat, other});
    }
    return std::nullopt;
}

std::optional<Refusal> sort_present(const Ground& g, const plan::MeetingKind& kind,
                                    const CallRoll& c, RollCalled& fact) {
    if (c.present.size() > limits::kMembers)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kMembers)});
    const std::set<Code> present(c.present.begin(), c.present.end());
    if (present.size() != c.present.size()) return refuse(invalid, "meeting.named_twice");
    for (const Code& officer : present) {
        if (!held(g.people, kind.member_posts, officer, g.who.when()).empty()) {
            SS_REFUSE_IF(check_compatible(g, kind, officer));
            fact.members.push_back(officer);
        } else if (!held(g.people, kind.guest_posts, officer, g.who.when()).empty()) {
            fact.guests.push_back(officer);
        } else {
            return refuse(not_entitled, "meeting.not_member", {officer});
        }
    }
    return std::nullopt;
}

// Members by law. Fixed by the first roll call of the meeting.
std::optional<Refusal> settle_total(const Ground& g, const Found& f, const CallRoll& c,
                                    int64_t& total) {
    total = f.meeting->stage == Stage::convened
                ? lawful_total(g.plan, g.people, g.unit, *f.kind, g.who.when())
                : f.meeting->total;
    if (c.total < 0 || (c.total > 0 && c.total != total))
        return refuse(invalid, "meeting.total_differs",
                      {std::to_string(c.total), std::to_string(total)});
    if (total == 0) return refuse(incomplete, "meeting.no_members", {f.kind->body});
    return std::nullopt;
}

std::optional<Refusal> decide_call_roll(const Ground& g, const CallRoll& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage == Stage::closed) return refuse(wrong_stage, "meeting.closed_already");
    SS_REFUSE_IF(check_runs(g, f));
    RollCalled fact;
    fact.meeting = c.meeting;
    SS_REFUSE_IF(sort_present(g, *f.kind, c, fact));
    SS_REFUSE_IF(settle_total(g, f, c, fact.total));
    if (static_cast<int64_t>(fact.members.size()) > fact.total)
        return refuse(invalid, "meeting.more_than_total",
                      {std::to_string(fact.members.size()), std::to_string(fact.total)});
    const int64_t left = members_left(g.people, *f.kind, g.who.when());
    fact.needed = needed(rules_in_force(g.state, *f.kind, left, fact.total), fact.total);
    fact.at = g.who.when();
    g.pen.write(std::move(fact));
    return std::nullopt;
}

std::optional<Refusal> decide_open(const Ground& g, const Open& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    const Meeting& m = *f.meeting;
    if (m.stage == Stage::open) return refuse(duplicate, "meeting.open_already");
    if (m.stage == Stage::closed) return refuse(wrong_stage, "meeting.closed_already");
    if (!m.roll_called) return refuse(wrong_order, "meeting.roll_first");
    SS_REFUSE_IF(check_chair(g, f));
    SS_REFUSE_IF(check_quorum(g, f));
    g.pen.write(Opened{c.meeting, g.who.by, static_cast<int64_t>(m.members.size()), m.total,
                       needed(rules_of(g, f), m.total), g.who.when()});
    return std::nullopt;
}

// Who leaves or comes says so himself, or the record keeper does.
std::optional<Refusal> check_moving(const Ground& g, const Found& f, const Code& officer) {
    if (f.meeting->stage == Stage::closed) return refuse(wrong_stage, "meeting.closed_already");
    if (!f.meeting->roll_called) return refuse(wrong_order, "meeting.roll_first");
    if (g.who.by == officer) return std::nullopt;
    return check_runs(g, f);
}

std::optional<Refusal> decide_leave(const Ground& g, const Leave& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_moving(g, f, c.officer));
    if (!in_room(*f.meeting, c.officer)) return refuse(wrong_stage, "meeting.absent", {c.officer});
    g.pen.write(Left{c.meeting, c.officer, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_return(const Ground& g, const Return& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_moving(g, f, c.officer));
    if (in_room(*f.meeting, c.officer))
        return refuse(duplicate, "meeting.present_already", {c.officer});
    const bool member = !held(g.people, f.kind->member_posts, c.officer, g.who.when()).empty();
    if (member) {
        SS_REFUSE_IF(check_compatible(g, *f.kind, c.officer));
        if (static_cast<int64_t>(f.meeting->members.size()) >= f.meeting->total)
            return refuse(
                invalid, "meeting.more_than_total",
                {std::to_string(f.meeting->members.size() + 1), std::to_string(f.meeting->total)});
    } else if (held(g.people, f.kind->guest_posts, c.officer, g.who.when()).empty()) {
        return refuse(not_entitled, "meeting.not_member", {c.officer});
    }
    g.pen.write(Returned{c.meeting, c.officer, member, g.who.when()});
    return std::nullopt;
}

// The statutory order: what must be over before this item, and the milestones it presupposes.
std::optional<Refusal> check_order(const Found& f, const plan::AgendaItem& item) {
    const auto behind = [&](const Code& code) {
        if (over(*f.meeting, code)) return true;
        // Taking the next item ends the one in hand, if that needs no vote.
        return f.meeting->current == code && !needs_vote(*agenda_item(*f.kind, code));
    };
    for (const Code& before : item.after)
        if (!behind(before)) return refuse(wrong_order, "meeting.item_before", {item.code, before});
    if (!item.after.empty() || !f.kind->ordered) return std::nullopt;
    bool later = false;
    for (const plan::AgendaItem& other : f.kind->agenda) {
        if (other.code == item.code) {
            later = true;
        } else if (!later && other.required && !behind(other.code)) {
            return refuse(wrong_order, "meeting.item_before", {item.code, other.code});
        } else if (later && other.after.empty() && f.meeting->item(other.code)) {
            return refuse(wrong_order, "meeting.item_passed", {item.code, other.code});
        }
    }
    return std::nullopt;
}

std::optional<Refusal> check_milestones(const Ground& g, const Found& f,
                                        const plan::AgendaItem& item) {
    std::vector<Code> pending;  // what ending the item in hand will reach
    const plan::AgendaItem* current = agenda_item(*f.kind, f.meeting->current);
    if (current && !over(*f.meeting, current->code)) pending = current->reaches;
    pending.insert(pending.end(), item.reaches.begin(), item.reaches.end());
    for (const Code& code : item.reaches) {
        const auto milestone = g.plan.precedence.milestones.find(code);
        if (milestone == g.plan.precedence.milestones.end()) continue;
        for (const Code& wanted : milestone->second.requires_)
            if (!g.people.reached(wanted) && std::ranges::find(pending, wanted) == pending.end())
                return refuse(too_early, "meeting.precedence", {item.code, wanted});
    }
    return std::nullopt;
}

std::optional<Refusal> decide_take_item(const Ground& g, const TakeItem& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    SS_REFUSE_IF(check_runs(g, f));
    const plan::AgendaItem* item = agenda_item(*f.kind, c.item);
    if (!item) return refuse(not_found, "meeting.unknown_item", {c.item});
    const Item* taken = f.meeting->item(c.item);
    // A motion that was lost may be put again.
    if (taken && taken->result != Result::lost)
        return refuse(duplicate, "meeting.item_taken", {c.item});
    const Item* current = f.meeting->in_hand();
    const plan::AgendaItem* before =
        current && !current->over ? agenda_item(*f.kind, current->code) : nullptr;
    if (before && needs_vote(*before))
        return refuse(wrong_order, "meeting.item_in_hand", {before->code});
    SS_REFUSE_IF(check_order(f, *item));
    SS_REFUSE_IF(check_milestones(g, f, *item));
    if (before) end_item(g, c.meeting, *before, Result::none);
    const Code chair = chair_of(*f.meeting, g.plan, g.people, g.who.when());
    g.pen.write(ItemTaken{c.meeting, c.item, chair, g.who.when()});
    // An announcement is made by being read out.
    if (item->kind == "announcement") end_item(g, c.meeting, *item, Result::none);
    return std::nullopt;
}

std::optional<Refusal> decide_end_item(const Ground& g, const EndItem& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    SS_REFUSE_IF(check_runs(g, f));
    const plan::AgendaItem* item = agenda_item(*f.kind, c.item);
    if (!item) return refuse(not_found, "meeting.unknown_item", {c.item});
    if (f.meeting->current != c.item) return refuse(wrong_order, "meeting.not_in_hand", {c.item});
    const Item& taken = *f.meeting->item(c.item);
    if (taken.over) return refuse(duplicate, "meeting.item_taken", {c.item});
    // A motion that the order does not ask for may be withdrawn.
    if (needs_vote(*item) && (item->required || taken.ballots || taken.poll))
        return refuse(wrong_stage, "meeting.needs_vote", {c.item});
    end_item(g, c.meeting, *item, Result::none);
    return std::nullopt;
}

std::optional<Refusal> decide_speak(const Ground& g, const Speak& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    if (g.who.by != c.officer) SS_REFUSE_IF(check_runs(g, f));
    if (!in_room(*f.meeting, c.officer)) return refuse(not_entitled, "meeting.absent", {c.officer});
    if (!f.meeting->in_hand()) return refuse(wrong_order, "meeting.nothing_in_hand");
    if (c.minutes < 0 || c.minutes > 24 * 60) return refuse(invalid, "meeting.minutes");
    SS_REFUSE_IF(check_text(c.gist));
    g.pen.write(Spoken{c.meeting, f.meeting->current, c.officer, c.minutes, c.gist, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_direct(const Ground& g, const Direct& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    if (g.who.by != c.officer) SS_REFUSE_IF(check_runs(g, f));
    if (!in_room(*f.meeting, c.officer)) return refuse(not_entitled, "meeting.absent", {c.officer});
    Code post;
    if (f.meeting->guests.contains(c.officer))
        post = held(g.people, f.kind->guest_posts, c.officer, g.who.when());
    else if (c.officer == chair_of(*f.meeting, g.plan, g.people, g.who.when()))
        post = f.kind->chair_post;
    else return refuse(not_entitled, "meeting.may_not_direct", {c.officer});
    const org::Post* to = post_of(g.plan, c.to_post);
    if (!to || to->administrator) return refuse(not_found, "meeting.unknown_post", {c.to_post});
    if (c.text.empty()) return refuse(incomplete, "meeting.no_text");
    SS_REFUSE_IF(check_text(c.text));
    if (c.due <= g.who.when()) return refuse(invalid, "meeting.due_past");
    g.pen.write(Directed{c.meeting, f.meeting->current, c.officer, post, c.text, c.to_post, c.due,
                         g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_adjourn(const Ground& g, const Adjourn& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage == Stage::closed) return refuse(wrong_stage, "meeting.closed_already");
    if (f.meeting->stage == Stage::adjourned) return refuse(duplicate, "meeting.adjourned_already");
    SS_REFUSE_IF(check_chair(g, f));
    const Item* current = f.meeting->in_hand();
    if (current && current->ballots)
        return refuse(wrong_stage, "meeting.ballots_out", {current->code});
    if (current) SS_REFUSE_IF(check_no_poll(*current));
    if (c.until < g.who.when()) return refuse(invalid, "meeting.begins_past");
    SS_REFUSE_IF(check_text(c.reason));
    g.pen.write(Adjourned{c.meeting, c.until, c.reason, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_close(const Ground& g, const Close& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage == Stage::closed) return refuse(duplicate, "meeting.closed_already");
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    SS_REFUSE_IF(check_chair(g, f));
    const Item* current = f.meeting->in_hand();
    const plan::AgendaItem* last =
        current && !current->over ? agenda_item(*f.kind, current->code) : nullptr;
    if (last && needs_vote(*last)) return refuse(wrong_order, "meeting.item_in_hand", {last->code});
    for (const plan::AgendaItem& item : f.kind->agenda)
        if (item.required && !over(*f.meeting, item.code) && &item != last)
            return refuse(wrong_order, "meeting.item_open", {item.code});
    if (last) end_item(g, c.meeting, *last, Result::none);
    g.pen.write(Closed{c.meeting, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_sign_minutes(const Ground& g, const SignMinutes& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::closed) return refuse(wrong_stage, "meeting.not_closed");
    Code post;
    if (g.who.by == f.meeting->closed_by) post = f.kind->chair_post;
    else if (org::fills(g.people, g.plan.organization, g.who.by, f.kind->secretary_post,
                        g.who.when()))
        post = f.kind->secretary_post;
    else return refuse(not_entitled, "meeting.not_minutes_signer", {g.who.by});
    if (std::ranges::find(f.meeting->signatures, post, &Signature::post) !=
        f.meeting->signatures.end())
        return refuse(duplicate, "meeting.minutes_signed_already", {post});
    g.pen.write(MinutesSigned{c.meeting, g.who.by, post, g.who.when()});
    return std::nullopt;
}

struct Decide {
    const Ground& g;
    std::optional<Refusal> operator()(const Convene& c) const { return decide_convene(g, c); }
    std::optional<Refusal> operator()(const CallRoll& c) const { return decide_call_roll(g, c); }
    std::optional<Refusal> operator()(const Open& c) const { return decide_open(g, c); }
    std::optional<Refusal> operator()(const Leave& c) const { return decide_leave(g, c); }
    std::optional<Refusal> operator()(const Return& c) const { return decide_return(g, c); }
    std::optional<Refusal> operator()(const TakeItem& c) const { return decide_take_item(g, c); }
    std::optional<Refusal> operator()(const EndItem& c) const { return decide_end_item(g, c); }
    std::optional<Refusal> operator()(const Speak& c) const { return decide_speak(g, c); }
    std::optional<Refusal> operator()(const Move& c) const { return decide_move(g, c); }
    std::optional<Refusal> operator()(const Amend& c) const { return decide_amend(g, c); }
    std::optional<Refusal> operator()(const Vote& c) const { return decide_vote(g, c); }
    std::optional<Refusal> operator()(const IssueBallots& c) const {
        return decide_issue_ballots(g, c);
    }
    std::optional<Refusal> operator()(const Tally& c) const { return decide_tally(g, c); }
    std::optional<Refusal> operator()(const Direct& c) const { return decide_direct(g, c); }
    std::optional<Refusal> operator()(const Adjourn& c) const { return decide_adjourn(g, c); }
    std::optional<Refusal> operator()(const Close& c) const { return decide_close(g, c); }
    std::optional<Refusal> operator()(const SignMinutes& c) const {
        return decide_sign_minutes(g, c);
    }
    std::optional<Refusal> operator()(const AskFloor& c) const { return decide_ask_floor(g, c); }
    std::optional<Refusal> operator()(const OpenPoll& c) const { return decide_open_poll(g, c); }
    std::optional<Refusal> operator()(const Cast& c) const { return decide_cast(g, c); }
    std::optional<Refusal> operator()(const NameTellers& c) const {
        return decide_name_tellers(g, c);
    }
};

}  // namespace

void end_item(const Ground& g, MeetingId meeting, const plan::AgendaItem& item, Result result) {
    const bool done = result == Result::carried || !needs_vote(item);
    if (done && (item.kind == "announcement" || !item.appoints.empty()))
        g.pen.write(ItemAnnounced{meeting, item.code, item.appoints, g.who.when()});
    g.pen.write(ItemOver{meeting, item.code, result, done ? item.reaches : std::vector<Code>{},
                         done ? item.assigns : std::vector<Code>{}, g.who.when()});
}

std::optional<Refusal> decide(const State& state, const plan::Plan& plan, const org::State& people,
                              const Code& unit, const Command& command, const Who& who,
                              Pen<Fact>& pen) {
    return std::visit(Decide{Ground{state, plan, people, unit, who, pen}}, command);
}

bool may_see(const State& state, const plan::Plan& plan, const org::State& people,
             const Code& officer, MeetingId id, Instant at) {
    const Meeting* meeting = state.meeting(id);
    if (!meeting) return false;
    const auto side = side_of(plan, meeting->body);
    if (side && on_side(plan, people, officer, *side, at)) return true;
    return std::ranges::any_of(meeting->rolls, [&](const Roll& roll) {
        return std::ranges::find(roll.guests, officer) != roll.guests.end() ||
               std::ranges::find(roll.members, officer) != roll.members.end();
    });
}

}  // namespace ss::meetings
