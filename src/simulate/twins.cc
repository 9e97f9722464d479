#include "simulate/twins.h"

namespace ss::simulate {

std::optional<uint32_t> Twins::find(const Side& side, Thing thing, uint32_t number) {
    const auto& all = born(side, thing);
    const auto i = all.find(number);
    if (i == all.end() || i->second == 0) return std::nullopt;
    return i->second;
}

DossierId Twins::dossier_of(WorkId then) const {
    const auto i = work_.find(then);
    return i == work_.end() ? DossierId{} : i->second;
}

size_t Twins::count_both(Thing thing) const {
    size_t both = 0;
    for (const auto& [then, now] : born(then_, thing)) both += now != 0;
    return both;
}

void Twins::come_up(Side& side, Side& other, Thing thing, uint32_t number, std::string what) {
    what += "/" + std::to_string(++side.nth[what]);
    auto& mine = side.born[static_cast<size_t>(thing)][number];
    side.by_what[what] = number;
    const auto twin = other.by_what.find(what);
    if (twin == other.by_what.end()) return;
    mine = twin->second;
    other.born[static_cast<size_t>(thing)][twin->second] = number;
}

// Both sides call a dossier by its number then; one that is there only now by another name.
std::string Twins::dossier_name(const Side& side, DossierId dossier) const {
    if (&side == &then_) return std::to_string(dossier.number);
    const auto then = then_of(Thing::dossier, dossier.number);
    return then ? std::to_string(*then) : "now " + std::to_string(dossier.number);
}

void Twins::see(Side& side, Side& other, uint64_t seq, const office::Fact& fact) {
    const auto of_entry = [&](Thing thing, uint32_t number) {
        come_up(
            side, other, thing, number,
            std::string(names(Thing{})[static_cast<size_t>(thing)]) + " " + std::to_string(seq));
    };
    const auto one = [&]<class F>(const F& f) {
        if constexpr (std::is_same_v<F, dossiers::Presented> ||
                      std::is_same_v<F, dossiers::Accepted> ||
                      std::is_same_v<F, dossiers::TakenOver>) {
            of_entry(Thing::dossier, f.dossier.number);
        } else if constexpr (std::is_same_v<F, flow::Offered>) {
            if (&side == &then_) work_[f.work] = f.dossier;
            come_up(side, other, Thing::work, f.work.number,
                    "step " + dossier_name(side, f.dossier) + " " + f.node);
        } else if constexpr (std::is_same_v<F, documents::Drafted>) {
            if (!f.on_dossier) return of_entry(Thing::document, f.document.number);
            come_up(side, other, Thing::document, f.document.number,
                    "paper " + dossier_name(side, *f.on_dossier) + " " + f.type);
        } else if constexpr (std::is_same_v<F, documents::Arrived>) {
            of_entry(Thing::document, f.document.number);
        } else if constexpr (std::is_same_v<F, meetings::Convened>) {
            of_entry(Thing::meeting, f.meeting.number);
        } else if constexpr (std::is_same_v<F, assignments::Created>) {
            of_entry(Thing::assignment, f.assignment.number);
        } else if constexpr (std::is_same_v<F, tickets::Taken>) {
            of_entry(Thing::ticket, f.ticket.number);
        } else if constexpr (std::is_same_v<F, office::MessageSent>) {
            of_entry(Thing::message, f.message.number);
        }
    };
    std::visit([&](const auto& room) { std::visit(one, room); }, fact);
}

void Twins::then(uint64_t seq, const std::vector<office::Fact>& facts) {
    for (const auto& fact : facts) see(then_, now_, seq, fact);
}
void Twins::now(uint64_t seq, const std::vector<office::Fact>& facts) {
    for (const auto& fact : facts) see(now_, then_, seq, fact);
}

}  // namespace ss::simulate
