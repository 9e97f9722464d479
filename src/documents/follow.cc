// What passes without anyone asking for it here: deadlines, carried motions, results of procedures.
#include "base/assert.h"
#include "documents/internal.h"

namespace ss::documents {

std::optional<Instant> next_due(const State& state) {
    if (state.deadlines.empty()) return std::nullopt;
    return Instant{state.deadlines.begin()->first.ms + 1};  // by 17:00 is kept at 17:00
}

void decide_due(const State& state, Instant at, size_t limit, Pen<Fact>& pen) {
    // apply() takes each away as it is written.
    for (; limit > 0 && !state.deadlines.empty() && state.deadlines.begin()->first < at; --limit) {
        const auto [due, document] = *state.deadlines.begin();
        if (state.outgoing.contains(document)) {
            pen.write(FellUnissued{document, due, at});
            continue;
        }
        switch (state.incoming.at(document).stage) {
            case Arrival::arrived: pen.write(FellUnregistered{document, due, at}); break;
            case Arrival::registered: pen.write(FellUnassigned{document, due, at}); break;
            default: pen.write(FellOverdue{document, due, at}); break;
        }
    }
}

std::optional<Receipt> receipt_of(const Fact& fact) {
    if (const auto* f = std::get_if<Arrived>(&fact)) return Receipt{f->document, Status::arrived};
    if (const auto* f = std::get_if<TurnedBack>(&fact))
        return Receipt{f->document, Status::refused};
    if (const auto* f = std::get_if<Registered>(&fact))
        return Receipt{f->document, Status::accepted};
    if (const auto* f = std::get_if<Assigned>(&fact)) return Receipt{f->document, Status::assigned};
    if (const auto* f = std::get_if<Answered>(&fact))
        return Receipt{f->document, Status::completed};
    if (const auto* f = std::get_if<Finished>(&fact))
        return Receipt{f->document, Status::completed};
    if (const auto* f = std::get_if<RecallAnswered>(&fact))
        return Receipt{f->document, f->agree ? Status::recall_agreed : Status::recall_refused};
    return std::nullopt;
}

DocumentId find_incoming(const State& state, const Code& from, DocumentId theirs) {
    const auto i = state.known.find(known_by_number(from, theirs));
    return i == state.known.end() ? DocumentId{} : i->second;
}

DocumentId draft_from_motion(const State& state, const plan::Plan& plan, const MotionPaper& m,
                             Instant at, Pen<Fact>& pen) {
    const org::Body* body = body_of(plan, m.body);
    Drafted fact;
    fact.document = {state.last + 1};
    fact.side = body ? body->side : Side::state;
    fact.type = m.type;
    fact.body = m.body;
    fact.drafting_body = m.body;
    fact.abstract = m.abstract;
    fact.text = m.text;
    fact.recipients = m.recipients;
    fact.signer_post = m.signer_post;
    fact.from_meeting = m.meeting;
    fact.motion = m.motion;
    fact.by = m.by;
    fact.at = at;
    const DocumentId document = fact.document;
    pen.write(std::move(fact));
    return document;
}

std::variant<org::Signing, Refusal> may_sign_result(const plan::Plan& plan,
                                                    const org::State& people, const Code& officer,
                                                    const plan::ResultPaper& result, Instant at) {
    return org::signing(people, plan.organization, officer, result.body, result.type, at);
}

namespace {

// The dossier's newest paper of this type at this stage. Newest first: a result drawn up anew.
DocumentId newest(const State& state, DossierId dossier, const Code& type, Stage stage) {
    const auto papers = state.results.find(dossier);
    if (papers == state.results.end()) return {};
    for (auto i = papers->second.rbegin(); i != papers->second.rend(); ++i) {
        const Outgoing& paper = state.outgoing.at(*i);
        if (paper.type == type && paper.stage == stage) return *i;
    }
    return {};
}

}  // namespace

DocumentId result_signed(const State& state, const plan::Plan& plan, DossierId dossier,
                         const plan::ResultPaper& result, const org::Signing& signing, Instant at,
                         Pen<Fact>& pen) {
    const org::Body* body = body_of(plan, result.body);
    Drafted fact;
    fact.document = {state.last + 1};
    fact.kind = Kind::result;
    fact.side = body ? body->side : Side::state;
    fact.type = result.type;
    fact.body = result.body;
    fact.drafting_body = result.body;
    fact.signer_post = signing.post;
    fact.on_dossier = dossier;
    fact.by = signing.officer;
    fact.at = at;
    const DocumentId document = fact.document;
    pen.write(std::move(fact));
    pen.write(Signed{document, signing.officer, signing.post, signing.formula, signing.on_behalf_of,
                     signing.basis, at});
    return document;
}

DocumentId number_result(const State& state, const plan::Plan& plan, DossierId dossier,
                         const plan::ResultPaper& result, const Code& by, Instant at,
                         Pen<Fact>& pen) {
    const DocumentId document = newest(state, dossier, result.type, Stage::signed_);
    const auto series = plan.documents.series.find(result.series);
    if (!document || series == plan.documents.series.end()) return {};
    pen.write(
        number_it(state, plan, series->second, document, state.outgoing.at(document), by, at));
    return document;
}

DocumentId seal_result(const State& state, const plan::Plan& plan, DossierId dossier,
                       const plan::ResultPaper& result, const Code& by, Instant at,
                       Pen<Fact>& pen) {
    number_result(state, plan, dossier, result, by, at, pen);
    const DocumentId document = newest(state, dossier, result.type, Stage::numbered);
    if (document) pen.write(SealedIt{document, by, at});
    return document;
}

void issue_results(const State& state, DossierId dossier, const Code& by, Instant at,
                   Pen<Fact>& pen) {
    const auto found = state.results.find(dossier);
    if (found == state.results.end()) return;
    const std::vector<DocumentId> papers = found->second;
    for (const DocumentId document : papers) {
        const Stage stage = state.outgoing.at(document).stage;
        if (stage == Stage::numbered || stage == Stage::sealed)
            pen.write(Issued{document, {kCitizen}, by, at});
    }
}

void archive_results(const State& state, DossierId dossier, Instant at, Pen<Fact>& pen) {
    const auto found = state.results.find(dossier);
    if (found == state.results.end()) return;
    const std::vector<DocumentId> papers = found->second;  // each is taken away as it is written
    for (const DocumentId document : papers) pen.write(Archived{document, at});
}

}  // namespace ss::documents
