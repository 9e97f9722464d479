// Injects: what belongs to each, and whether what was expected of it happened.
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

// One fact, or one refusal, of one unit.
struct Happening {
    const RecordEntry* entry = nullptr;
    const office::Fact* fact = nullptr;  // nullptr: the command was refused
    std::string_view name;
    Instant at;
    std::set<Code> injects;
    bool scripted = false;  // stands in an entry the inject itself caused
};

using Owners = std::set<Code>;
struct Links {  // what belongs to which injects, by unit
    std::map<DossierId, Owners> dossiers;
    std::map<DocumentId, Owners> documents;
    std::map<MeetingId, Owners> meetings;
    std::map<AssignmentId, Owners> assignments;
    std::map<WorkId, DossierId> works;
};

template <class Map, class Ids>
void collect(const Map& map, const Ids& ids, Owners& to) {
    for (const auto& id : ids)
        if (const auto i = map.find(id); i != map.end())
            to.insert(i->second.begin(), i->second.end());
}
template <class Map, class Ids>
void give(Map& map, const Ids& ids, const Owners& owners, bool also_known) {
    for (const auto& id : ids) {
        const auto [i, fresh] = map.emplace(id, Owners{});
        if (fresh || also_known) i->second.insert(owners.begin(), owners.end());
    }
}

class Linking {
  public:
    Linking(const std::vector<Table>& tables, const std::vector<Card>& cards) : tables_(tables) {
        for (const Card& c : cards) known_.insert(c.inject);
        // Twice: what crosses to a unit named earlier is known only then.
        for (int round = 0; round < 2; ++round)
            for (size_t i = 0; i < tables.size(); ++i) unit(i, round == 1);
    }
    std::map<Code, std::vector<Happening>> happenings;  // by unit

  private:
    void unit(size_t index, bool keep) {
        const Table& t = tables_[index];
        const Code& code = t.record->unit;
        Links& links = links_[code];
        for (const RecordEntry& e : t.record->entries) {
            const auto& envelope = e.entry.envelope;
            const size_t colon = envelope.request.rfind(':');
            const Code prefix = colon == std::string::npos ? "" : envelope.request.substr(0, colon);
            Owners own;
            if (known_.contains(prefix) && t.injects.contains(prefix)) own.insert(prefix);
            const Instant at = envelope.happened.value_or(envelope.at);
            const Refs asked = refs_of(envelope.command);
            if (!own.empty()) spread(links, asked, own, true);
            if (e.entry.answer.refusal && keep) {
                Owners touched = own;
                gather(links, asked, touched);
                happenings[code].push_back({&e, nullptr, office::name_of(envelope.command), at,
                                            std::move(touched), !own.empty()});
            }
            for (const office::Fact& f : e.entry.answer.facts) {
                Owners all = own;
                const Refs refs = refs_of(f);
                learn(links, f);
                gather(links, refs, all);
                Owners crossed;
                cross(f, crossed);
                all.insert(crossed.begin(), crossed.end());
                spread(links, refs, all, !crossed.empty());
                if (keep)
                    happenings[code].push_back(
                        {&e, &f, office::name_of(f), at, std::move(all), !own.empty()});
            }
        }
    }

    static void gather(const Links& links, const Refs& refs, Owners& to) {
        collect(links.dossiers, refs.dossiers, to);
        collect(links.documents, refs.documents, to);
        collect(links.meetings, refs.meetings, to);
        collect(links.assignments, refs.assignments, to);
        for (const WorkId w : refs.works)
            if (const auto i = links.works.find(w); i != links.works.end())
                collect(links.dossiers, std::set<DossierId>{i->second}, to);
    }
    // New things belong to what brought them.
    static void spread(Links& links, const Refs& refs, const Owners& owners, bool also_known) {
        give(links.dossiers, refs.dossiers, owners, also_known);
        give(links.documents, refs.documents, owners, also_known);
        give(links.meetings, refs.meetings, owners, also_known);
        give(links.assignments, refs.assignments, owners, also_known);
    }
    static void learn(Links& links, const office::Fact& f) {
        if (const auto* flow = std::get_if<flow::Fact>(&f))
            if (const auto* offered = std::get_if<flow::Offered>(flow))
                links.works[offered->work] = offered->dossier;
    }
    // A dossier or paper another unit sent stays its inject's.
    void cross(const office::Fact& f, Owners& to) const {
        if (const auto* room = std::get_if<dossiers::Fact>(&f)) {
            if (const auto* accepted = std::get_if<dossiers::Accepted>(room))
                if (const auto l = links_.find(accepted->origin.unit); l != links_.end())
                    collect(l->second.dossiers, std::set<DossierId>{accepted->origin.dossier}, to);
        } else if (const auto* papers = std::get_if<documents::Fact>(&f)) {
            if (const auto* arrived = std::get_if<documents::Arrived>(papers))
                if (const auto l = links_.find(arrived->from); l != links_.end())
                    collect(l->second.documents, std::set<DocumentId>{arrived->theirs}, to);
        }
    }

    const std::vector<Table>& tables_;
    std::set<Code> known_;
    std::map<Code, Links> links_;
};

bool fits(const Happening& h, const Expectation& e, const Card& card, const Table& t) {
    const bool refused = !e.refused.empty();
    if (refused != (h.fact == nullptr)) return false;
    if (h.name != (refused ? e.refused : !e.fact.empty() ? e.fact : e.never)) return false;
    if (e.own && !card.whole_day && !h.injects.contains(card.inject)) return false;
    if (!e.role.empty()) {
        const auto roles = t.roles.find(h.entry->seq);
        if (roles == t.roles.end() || !roles->second.contains(e.role)) return false;
    }
    std::string json;
    for (const auto& [path, value] : e.where) {
        if (refused && path == "rule") {
            const auto* rule = std::get_if<std::string>(&value);
            if (rule == nullptr || h.entry->entry.answer.refusal->rule != *rule) return false;
            continue;
        }
        if (json.empty())
            json =
                refused ? office::encode(h.entry->entry.envelope.command) : office::encode(*h.fact);
        if (!has_field(json, path, value)) return false;
    }
    return true;
}

ExpectationResult expected(const std::vector<Happening>& all, const Expectation& e,
                           const Card& card, const Table& t, Instant since) {
    ExpectationResult r;
    int64_t seen = 0;
    const Instant until = e.within > 0 ? Instant{since.ms + e.within} : t.last;
    for (const Happening& h : all) {
        if ((h.at < since && !card.whole_day) || !fits(h, e, card, t)) continue;
        if (!e.never.empty()) {
            if (h.at <= until) r.seqs.push_back(h.entry->seq);
            continue;
        }
        if (seen >= e.count) break;
        r.seqs.push_back(h.entry->seq);
        r.took = std::max<int64_t>(1, h.at.ms - since.ms);
        ++seen;
    }
    if (!e.never.empty()) {
        r.met = r.seqs.empty();
    } else {
        r.met = seen >= e.count && Instant{since.ms + r.took} <= until;
        if (seen < e.count) r.took = 0;
    }
    return r;
}

Rating rate(const InjectResult& i, const std::vector<Happening>& all, const Table& t) {
    constexpr int kLastFifth = 5;
    Rating rating = Rating::P;
    if (i.expectations.empty()) return Rating::none;
    std::set<uint64_t> evidence;
    bool waits = false;
    for (const auto& [e, r] : i.expectations) {
        if (e.unit.empty() || e.unit == i.unit) evidence.insert(r.seqs.begin(), r.seqs.end());
        const bool pending = e.within > 0 && i.at.ms + e.within > t.last.ms && e.never.empty();
        waits = waits || (!r.met && pending && r.took == 0);
        if (!r.met && pending && r.took == 0) continue;  // may still come after the day's end
        if (!r.met) rating = worse(rating, e.never.empty() && r.took > 0 ? Rating::M : Rating::U);
        else if (e.within > 0 && r.took * kLastFifth > e.within * (kLastFifth - 1))
            rating = worse(rating, Rating::S);
        const auto due = e.never.empty() ? task_due(*t.plan, i.task, i.at) : std::nullopt;
        if (due && r.met && i.at.ms + r.took > due->ms) rating = worse(rating, Rating::M);
    }
    for (const Happening& h : all)
        if (h.fact == nullptr && !h.scripted && h.injects.contains(i.inject) &&
            h.entry->entry.envelope.by != kCitizen && h.entry->entry.envelope.by != kClock &&
            h.entry->entry.envelope.by != kCourier && !evidence.contains(h.entry->seq))
            rating = worse(rating, Rating::S);
    return waits && rating < Rating::M ? Rating::none : rating;
}

}  // namespace

std::vector<InjectResult> injects_of(const std::vector<Table>& tables, size_t of,
                                     const std::vector<Card>& cards) {
    std::vector<InjectResult> out;
    const Linking linking(tables, cards);
    const Table& home = tables[of];
    static const std::vector<Happening> nothing;
    const auto in = [&](const Code& unit) -> const std::vector<Happening>& {
        const auto i = linking.happenings.find(unit);
        return i == linking.happenings.end() ? nothing : i->second;
    };
    for (const Card& card : cards) {
        if (card.unit != home.record->unit) continue;
        InjectResult i;
        i.inject = card.inject;
        i.kind = card.kind;
        i.task = card.task;
        i.unit = card.unit;
        i.title = card.title;
        i.at = card.at;
        if (i.task.empty() && !card.whole_day) i.task = task_for(*home.plan, "inject", card.kind);
        const auto given = home.injects.find(card.inject);
        const bool played = card.whole_day || given != home.injects.end();
        i.given = played;
        if (given != home.injects.end()) {
            i.at = given->second.at;
            i.seqs.push_back(given->second.seq);
        }
        for (const Expectation& e : card.expectations) {
            const Code unit = e.unit.empty() ? card.unit : e.unit;
            const auto t = std::find_if(tables.begin(), tables.end(),
                                        [&](const Table& x) { return x.record->unit == unit; });
            ExpectationResult r;
            if (played && t != tables.end()) r = expected(in(unit), e, card, *t, i.at);
            i.expectations.emplace_back(e, std::move(r));
        }
        if (played) i.rating = rate(i, in(card.unit), home);
        change_rating(home, card.inject, i);
        for (const Happening& h : in(card.unit))
            if (h.injects.contains(card.inject) &&
                (i.seqs.empty() || i.seqs.back() != h.entry->seq))
                i.seqs.push_back(h.entry->seq);
        out.push_back(std::move(i));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const InjectResult& a, const InjectResult& b) { return a.at < b.at; });
    return out;
}

}  // namespace ss::readiness
