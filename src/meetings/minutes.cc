// What is read out of the record: minutes, the paper a motion becomes, what comes next.
#include <algorithm>

#include "meetings/internal.h"

namespace ss::meetings {

std::optional<Minutes> minutes(const State& state, MeetingId id) {
    const Meeting* m = state.meeting(id);
    if (!m) return std::nullopt;
    Minutes out;
    out.meeting = id;
    out.kind = m->kind;
    out.body = m->body;
    out.convener = m->convener;
    if (!m->closed_by.empty()) out.chair = m->closed_by;
    else if (!m->sittings.empty()) out.chair = m->sittings.back().chair;
    out.convened = m->convened;
    out.begins = m->begins;
    out.closed = m->closed;
    out.total = m->total;
    out.papers = m->papers;
    out.rolls = m->rolls;
    out.movements = m->movements;
    out.sittings = m->sittings;
    out.items = m->items;
    out.directions = m->directions;
    out.signatures = m->signatures;
    return out;
}

std::optional<Paper> paper_of(const State& state, const plan::Plan& plan, MeetingId id,
                              const Code& code) {
    const Meeting* m = state.meeting(id);
    const auto kind = m ? plan.meetings.find(m->kind) : plan.meetings.end();
    if (kind == plan.meetings.end()) return std::nullopt;
    const plan::AgendaItem* item = agenda_item(kind->second, code);
    const Item* taken = m->item(code);
    if (!item || item->paper.empty() || !taken || taken->votes.empty() ||
        taken->votes.back().result != Result::carried)
        return std::nullopt;
    const auto& languages = plan.city.languages;
    const std::string language = languages.empty() ? std::string() : languages.front();
    const plan::Text& text = item->abstract.empty() ? item->title : item->abstract;
    return Paper{item->paper, m->body,           text.get(language),
                 taken->text, item->signer_post, taken->chair};
}

Code next_item(const Meeting& meeting, const plan::MeetingKind& kind) {
    const auto behind = [&](const Code& code) { return over(meeting, code); };
    for (const plan::AgendaItem& item : kind.agenda) {
        if (!item.required || behind(item.code)) continue;
        if (item.after.empty() || std::ranges::all_of(item.after, behind)) return item.code;
    }
    return {};
}

}  // namespace ss::meetings
