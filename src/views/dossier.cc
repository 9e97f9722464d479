#include "views/dossier.h"

#include <algorithm>

#include "bpmn/program.h"
#include "views/eyes.h"
#include "views/sheet.h"

namespace ss::views {

namespace {

using dossiers::Stage;

void components_of(const Eyes& eyes, const dossiers::Dossier& d, const plan::Procedure& p,
                   DossierView& out) {
    std::set<Code> there;
    for (const auto& [code, given] : d.given)
        if (given.originals + given.copies > 0) there.insert(code);
    const auto required = dossiers::required_components(p, d.data);
    const auto missing = dossiers::missing_components(p, d.data, there);
    for (const plan::Component& c : p.components) {
        DossierComponent line;
        line.component = eyes.line(p, c);
        if (const auto given = d.given.find(c.code); given != d.given.end()) {
            line.originals_given = given->second.originals;
            line.copies_given = given->second.copies;
        }
        line.required = std::ranges::find(required, c.code) != required.end();
        line.missing = std::ranges::find(missing, c.code) != missing.end();
        out.components.push_back(std::move(line));
    }
}

std::optional<LimitLine> limit_of(const plan::Procedure& p, const dossiers::Dossier& d) {
    const std::string channel(names(d.channel)[static_cast<size_t>(d.channel)]);
    for (const plan::Case& c : p.cases) {
        if (c.code != d.case_code) continue;
        const auto own = c.channel_limits.find(channel);
        const plan::Limit& limit = own == c.channel_limits.end() ? c.limit : own->second;
        return LimitLine{own == c.channel_limits.end() ? "" : channel, limit.quantity, limit.unit};
    }
    return std::nullopt;
}

DossierClock clock_of(const Eyes& eyes, const dossiers::Dossier& d) {
    DossierClock out;
    const auto& calendar = eyes.plan.calendar;
    out.due = some(d.due_at);
    out.received = some(d.received_at);
    out.stopped = d.stage == Stage::awaiting_supplement;
    if (const auto* p = eyes.plan.procedure(d.procedure)) out.limit = limit_of(*p, d);
    if (d.stage == Stage::received) out.transfer = some(d.transfer_at);
    if (!out.received) return out;
    const Instant until = d.resolved_at.ms != 0 ? d.resolved_at
                          : d.closed_at.ms != 0 ? d.closed_at
                                                : eyes.now;
    out.passed = calendar.working_ms(*out.received, std::max(*out.received, until));
    const bool runs = d.stage == Stage::received || d.stage == Stage::in_process;
    if (!out.due || !runs) return out;
    out.remaining = eyes.now <= *out.due ? calendar.working_ms(eyes.now, *out.due)
                                         : -calendar.working_ms(*out.due, eyes.now);
    if (!d.apologised) out.apology_by = calendar.day_before(*out.due);
    return out;
}

void waiting_of(const Eyes& eyes, const dossiers::Dossier& d, DossierView& out) {
    const auto running = eyes.state.flow.running.find(d.id);
    if (running == eyes.state.flow.running.end()) return;
    for (const auto& timer : running->second.timers)
        out.waiting_for.push_back(
            {timer.due, "", eyes.step_name(d.procedure, timer.node), timer.node});
    for (auto i = eyes.state.flow.awaited.lower_bound({d.id, "", 0, ""});
         i != eyes.state.flow.awaited.end() && i->dossier == d.id; ++i)
        out.waiting_for.push_back(
            {std::nullopt, i->message, eyes.step_name(d.procedure, i->node), i->node});
}

// What State still knows; all of it stands in the journal.
std::vector<HistoryLine> known_history(const Eyes& eyes, const dossiers::Dossier& d,
                                       const DossierView& view) {
    std::vector<HistoryLine> out;
    const auto add = [&](Instant at, const Person& by, std::string_view kind, std::string step) {
        if (at.ms == 0) return;
        HistoryLine line;
        line.at = at;
        line.by = by;
        line.kind = kind;
        line.step = std::move(step);
        out.push_back(std::move(line));
    };
    const Person citizen{kCitizen, "", ""}, clock{kClock, "", ""};
    add(d.presented_at, citizen, dossiers::Presented::kWire, "");
    add(d.received_at, d.received_by.empty() ? clock : eyes.person(d.received_by),
        dossiers::Received::kWire, d.code);
    for (const auto& a : view.attachments)
        add(a.at, a.by, dossiers::Attached::kWire, a.component.name);
    for (const auto& w : view.work) {
        add(w.since, clock, flow::Offered::kWire, w.name);
        const auto& item = eyes.state.flow.work.at(w.work);
        if (item.taken && w.taken_by) add(*item.taken, *w.taken_by, flow::Taken::kWire, w.name);
    }
    for (const auto& paper : view.papers)
        if (paper.signature)
            add(paper.signature->at, paper.signature->signer, documents::Signed::kWire,
                paper.symbol.empty() ? paper.type.name : paper.symbol);
    add(d.resolved_at, clock, dossiers::Resolved::kWire, "");
    if (d.closed_at.ms != 0)
        add(d.closed_at, clock,
            d.stage == Stage::returned    ? dossiers::Returned::kWire
            : d.stage == Stage::refused   ? dossiers::Refused::kWire
            : d.stage == Stage::withdrawn ? dossiers::Withdrawn::kWire
                                          : dossiers::Stopped::kWire,
            "");
    std::ranges::stable_sort(out, {}, &HistoryLine::at);
    return out;
}

// As the papers' room prints them.
std::vector<Code> prints_of(const Eyes& eyes, const dossiers::Dossier& d) {
    std::vector<Code> out;
    const auto* p = eyes.plan.procedure(d.procedure);
    // What is done while one waits needs no slip (Decree 61/2018 art. 17).
    if (d.received_at.ms != 0 && !d.origin && !(p != nullptr && p->instant)) out.push_back("slip");
    if (d.supplement_asked) out.push_back("supplement");
    if (d.apologised) out.push_back("apology");
    if (d.stage == Stage::refused) out.push_back("refusal");
    if (d.stage == Stage::stopped) out.push_back("stop");
    return out;
}

void rest_of(Eyes& eyes, const dossiers::Dossier& d, DossierView& out) {
    for (const auto& a : d.attachments) {
        Named component{a.component, eyes.type(a.component).name};
        for (const auto& c : out.components)
            if (c.component.code == a.component) component.name = c.component.name;
        const bool own = a.by == kCitizen;
        out.attachments.push_back({a.at, own ? Person{kCitizen, "", ""} : eyes.person(a.by),
                                   a.bytes, component, a.hash, a.media});
    }
    for (const auto& c : d.complaints) out.complaints.push_back({c.at, eyes.open(c.text)});
    for (const WorkId id : flow::open_work(eyes.state.flow, d.id))
        out.work.push_back(eyes.line(eyes.state.flow.work.at(id)));
    const auto papers = eyes.state.documents.results.find(d.id);
    if (papers != eyes.state.documents.results.end())
        for (const DocumentId id : papers->second) {
            const auto paper = eyes.state.documents.outgoing.find(id);
            if (paper != eyes.state.documents.outgoing.end() && eyes.sees(id))
                out.papers.push_back(eyes.line(id, paper->second));
        }
    const auto elsewhere = [&](const std::optional<dossiers::Elsewhere>& e) {
        return e ? std::optional<ElsewhereLine>({e->dossier, eyes.unit(e->unit)}) : std::nullopt;
    };
    out.origin = elsewhere(d.origin);
    out.worker = elsewhere(d.worker);
    if (!d.received_by.empty()) out.received_by = eyes.person(d.received_by);
}

}  // namespace

std::vector<Datum> data_of(const Eyes& eyes, const dossiers::Dossier& d) {
    std::vector<Datum> out;
    const auto* p = eyes.plan.procedure(d.procedure);
    if (p == nullptr) return out;
    for (const plan::Variable& v : p->variables) {
        Datum datum{v.code, eyes.text(v.name), v.personal, v.type, {}};
        if (v.personal) {
            const auto sealed = d.personal.find(v.code);
            if (sealed == d.personal.end()) continue;
            datum.value = eyes.open(sealed->second);
        } else {
            const auto value = d.data.find(v.code);
            if (value == d.data.end() || std::holds_alternative<std::monostate>(value->second))
                continue;
            datum.value = value->second;
        }
        out.push_back(std::move(datum));
    }
    return out;
}

Result<DossierView> dossier(const Looking& looking) {
    Eyes eyes(looking);
    DossierId id{SS_TRY(number_param(looking, "dossier"))};
    const std::string code = text_param(looking, "code");
    if (!id && !code.empty())
        for (const auto& [other, d] : eyes.state.dossiers.dossiers)
            if (d.code == code || d.old_code == code) id = other;
    const auto* d = eyes.dossier(id);
    if (d == nullptr) return no_such("dossier");
    DossierView out;
    out.apologised = d->apologised;
    out.applicant = eyes.citizen(d->applicant);
    out.asks = eyes.asks(*d);
    out.clock = clock_of(eyes, *d);
    out.data = data_of(eyes, *d);
    out.erased = d->erased;
    out.line = eyes.line(*d);
    out.old_code = d->old_code;
    out.paid = d->paid;
    out.prints = prints_of(eyes, *d);
    out.return_by = d->return_by;
    out.supplement_asked = d->supplement_asked;
    if (const auto* p = eyes.plan.procedure(d->procedure)) {
        components_of(eyes, *d, *p, out);
        for (const plan::Case& c : p->cases)
            if (c.code == d->case_code) out.case_name = eyes.text(c.name);
        for (const plan::Fee& fee : p->fees)
            out.fees.push_back(
                {fee.when.empty(), fee.amount, fee.channel_amounts, fee.most, fee.per});
    }
    rest_of(eyes, *d, out);
    waiting_of(eyes, *d, out);
    Looking drawing = looking;
    drawing.params = {{"dossier", std::to_string(id.number)}};
    if (auto drawn = diagram(drawing); drawn.ok()) out.diagram = std::move(drawn).value();
    for (auto& file : out.diagram.files) file.xml.clear();
    out.history = known_history(eyes, *d, out);
    return out;
}

}  // namespace ss::views
