// Members at their own devices: asking to speak, and answering an open vote.
#include <algorithm>

#include "meetings/internal.h"

namespace ss::meetings {

using enum RefusalCode;

std::optional<Refusal> check_no_poll(const Item& item) {
    if (!item.poll) return std::nullopt;
    return refuse(wrong_stage, "meeting.poll_open", {item.code});
}

std::optional<Refusal> decide_ask_floor(const Ground& g, const AskFloor& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    if (!in_room(*f.meeting, g.who.by)) return refuse(not_entitled, "meeting.absent", {g.who.by});
    const auto& floor = f.meeting->floor;
    const bool waits = std::ranges::find(floor, g.who.by) != floor.end();
    if (waits != c.withdraw)
        return refuse(duplicate, waits ? "meeting.floor_asked" : "meeting.floor_not_asked");
    g.pen.write(FloorAsked{c.meeting, g.who.by, c.withdraw, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_open_poll(const Ground& g, const OpenPoll& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_in_hand(g, f, c.item));
    SS_REFUSE_IF(check_moved(f, c.item));
    const plan::AgendaItem& item = *agenda_item(*f.kind, c.item);
    SS_REFUSE_IF(check_not_secret(item));
    SS_REFUSE_IF(check_no_poll(*f.meeting->item(c.item)));
    SS_REFUSE_IF(check_quorum(g, f));
    g.pen.write(PollOpened{c.meeting, c.item, static_cast<int64_t>(f.meeting->members.size()),
                           needed(rules_of(g, f), f.meeting->total), g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_cast(const Ground& g, const Cast& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    if (f.meeting->stage != Stage::open) return refuse(wrong_stage, "meeting.not_open");
    const Item* item = f.meeting->item(c.item);
    if (f.meeting->current != c.item || !item || !item->poll)
        return refuse(wrong_stage, "meeting.poll_not_open", {c.item});
    SS_REFUSE_IF(check_member(f, g.who.by));
    const auto before = item->poll->choices.find(g.who.by);
    if (before != item->poll->choices.end() && before->second == c.choice)
        return refuse(duplicate, "meeting.cast_already");
    g.pen.write(ChoiceCast{c.meeting, c.item, g.who.by, c.choice, g.who.when()});
    return std::nullopt;
}

}  // namespace ss::meetings
