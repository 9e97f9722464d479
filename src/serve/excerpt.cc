#include "serve/excerpt.h"

#include <algorithm>

#include "journal/journal.h"

namespace ss::serve {

namespace {

// The first entry not before `from`.
Result<uint64_t> first_since(journal::Storage& storage, Instant from) {
    // Twice as far until it is passed or there is no more, then between.
    uint64_t low = 0, high = 1;  // low is before it
    for (;; low = high, high *= 2) {
        const auto entry = journal::entry_at(storage, high);
        if (!entry.ok() && entry.error().code != ErrorCode::corrupt) return entry.error();
        if (!entry.ok() || entry.value().at >= from) break;
    }
    while (low + 1 < high) {
        const uint64_t middle = low + (high - low) / 2;
        const auto entry = journal::entry_at(storage, middle);
        if (entry.ok() && entry.value().at < from) low = middle;
        else high = middle;
    }
    return high;
}

// Canonical JSON writes a number in one way only.
bool names(std::string_view body, std::string_view field, int64_t number) {
    const std::string text = "\"" + std::string(field) + "\":" + std::to_string(number);
    for (size_t at = body.find(text); at != body.npos; at = body.find(text, at + 1)) {
        const char next = at + text.size() < body.size() ? body[at + text.size()] : ',';
        if (next < '0' || next > '9') return true;
    }
    return false;
}

// The numbers by which entries speak of the dossier: its own, its steps', its papers'.
struct Names {
    DossierId dossier;
    std::vector<int64_t> works, documents;

    bool in(std::string_view body) const {
        const auto any = [&](std::string_view field, const std::vector<int64_t>& numbers) {
            return std::any_of(numbers.begin(), numbers.end(),
                               [&](int64_t n) { return names(body, field, n); });
        };
        return names(body, "dossier", dossier.number) ||
               names(body, "on_dossier", dossier.number) || any("work", works) ||
               any("document", documents);
    }
    void learn(const office::Decoded& entry) {
        for (const office::Fact& fact : entry.answer.facts) {
            if (const auto* f = std::get_if<flow::Fact>(&fact))
                if (const auto* o = std::get_if<flow::Offered>(f); o && o->dossier == dossier)
                    works.push_back(o->work.number);
            if (const auto* f = std::get_if<documents::Fact>(&fact))
                if (const auto* d = std::get_if<documents::Drafted>(f);
                    d && d->on_dossier == dossier)
                    documents.push_back(d->document.number);
        }
    }
};

}  // namespace

Result<std::vector<Told>> excerpt(const std::string& journal, DossierId dossier, Instant from) {
    const auto storage = SS_TRY(journal::sqlite_storage(journal, journal::Open::read));
    std::vector<Told> told;
    Names about{dossier, {}, {}};
    SS_TRY(storage->read(SS_TRY(first_since(*storage, from)),
                         [&](const journal::Entry& entry) -> Status {
                             if (!about.in(entry.body)) return ok();
                             office::Decoded decoded = SS_TRY(office::decode(entry.body));
                             about.learn(decoded);
                             told.push_back({entry.seq, std::move(decoded)});
                             return ok();
                         }));
    return told;
}

}  // namespace ss::serve
