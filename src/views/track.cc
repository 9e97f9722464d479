#include "views/track.h"

#include <algorithm>
#include <charconv>

#include "views/eyes.h"

namespace ss::views {

namespace {

const dossiers::Dossier* find(const Eyes& eyes, const std::string& code) {
    if (code.empty()) return nullptr;
    for (const auto& [id, d] : eyes.state.dossiers.dossiers)
        if (d.code == code) return &d;
    DossierId id;
    const auto [end, wrong] = std::from_chars(code.data(), code.data() + code.size(), id.number);
    if (wrong != std::errc{} || end != code.data() + code.size()) return nullptr;
    // The number alone opens only what has no code yet.
    const auto* d = eyes.dossier(id);
    return d != nullptr && d->code.empty() ? d : nullptr;
}

std::vector<std::string> asks_of(const dossiers::Dossier& d) {
    using dossiers::Stage;
    std::vector<std::string> out;
    const bool over = d.stage >= Stage::returned;
    out.emplace_back(dossiers::Complain::kWire);  // about a refusal too
    if (d.stage == Stage::in_process) out.emplace_back(dossiers::Confirm::kWire);
    if (d.fee > d.paid && d.received_at.ms != 0 && !over) out.emplace_back(dossiers::Pay::kWire);
    if (over && d.mark == 0) out.emplace_back(dossiers::Rate::kWire);
    if (d.stage == Stage::incomplete || d.stage == Stage::awaiting_supplement)
        out.emplace_back(dossiers::Supplement::kWire);
    if (!over && d.stage != Stage::resolved) out.emplace_back(dossiers::Withdraw::kWire);
    return out;
}

// What is still to come from the citizen: before a receipt, or when a supplement is waited for.
void missing_of(const Eyes& eyes, const dossiers::Dossier& d, TrackView& out) {
    using dossiers::Stage;
    const auto* p = eyes.plan.procedure(d.procedure);
    const bool waits = d.stage == Stage::presented || d.stage == Stage::incomplete ||
                       d.stage == Stage::awaiting_supplement;
    if (p == nullptr || !waits) return;
    std::set<Code> there;
    for (const auto& [code, given] : d.given)
        if (given.originals + given.copies > 0) there.insert(code);
    const auto missing = dossiers::missing_components(*p, d.data, there);
    for (const auto& c : p->components)
        if (std::ranges::find(missing, c.code) != missing.end())
            out.missing.push_back(eyes.line(*p, c));
}

// The posts by which an officer works in a lane: a delegate who is also the officer in charge is
// named as the officer in charge.
std::vector<std::string> titles_in(const Eyes& eyes, const Code& officer, const Code& role) {
    std::vector<std::string> out;
    const auto& posts = eyes.plan.organization.posts;
    for (const Code& code : org::posts_of(eyes.state.org, officer, eyes.now))
        if (const auto post = posts.find(code);
            post != posts.end() &&
            std::ranges::find(post->second.roles, role) != post->second.roles.end())
            out.push_back(eyes.text(post->second.title));
    if (out.empty()) out.push_back(eyes.person(officer).title);
    return out;
}

// Steps by name, and the posts whose turn it is: no officer's name without a login.
void steps_of(const Eyes& eyes, const dossiers::Dossier& d, TrackView& out) {
    std::set<std::string> titles;
    for (const WorkId id : flow::open_work(eyes.state.flow, d.id)) {
        const auto& item = eyes.state.flow.work.at(id);
        if (std::ranges::find(out.steps, item.name) == out.steps.end())
            out.steps.push_back(item.name);
        const auto officers = item.taken_by ? std::vector<Code>{*item.taken_by}
                                            : org::workers(eyes.state.org, eyes.plan.organization,
                                                           item.role, eyes.now);
        for (const Code& officer : officers)
            for (const std::string& title : titles_in(eyes, officer, item.role))
                if (!title.empty() && titles.insert(title).second) out.with.push_back(title);
    }
}

}  // namespace

Result<TrackView> track(const Looking& looking) {
    using dossiers::Stage;
    const Eyes eyes(looking);
    const auto* d = find(eyes, text_param(looking, "code"));
    if (d == nullptr) return no_such("dossier");
    TrackView out;
    const DossierLine line = eyes.line(*d);
    out.asks = asks_of(*d);
    out.apologised = d->apologised;
    out.code = d->code;
    out.colour = line.colour;
    out.dossier = d->id;
    out.due = line.due;
    out.fee = d->fee;
    out.finished = some(d->closed_at);
    out.mode = eyes.state.mode;
    out.owed = line.owed;
    out.overdue = d->overdue;
    out.presented = d->presented_at;
    out.procedure = line.procedure;
    out.received = line.received;
    out.resolved = some(d->resolved_at);
    out.stage = d->stage;
    out.unit = eyes.unit(eyes.state.unit);
    if (d->worker) out.worked_on_by = eyes.unit(d->worker->unit);
    missing_of(eyes, *d, out);
    if (d->stage < Stage::resolved) steps_of(eyes, *d, out);
    return out;
}

}  // namespace ss::views
