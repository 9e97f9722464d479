// Slips, notices, control sheets and the register of dossiers.
#include <algorithm>

#include "papers/gather.h"
#include "papers/parts.h"

namespace ss::papers {

namespace {

std::string serial_of(const dossiers::Dossier& d) {
    const size_t dash = d.code.rfind('-');
    if (dash != std::string::npos) return d.code.substr(dash + 1);
    return std::to_string(d.id.number);
}

}  // namespace

std::string Gather::limit_text(const plan::Procedure& p, const dossiers::Dossier& d) const {
    if (p.instant) return src.words.get("limit.instant");
    for (const plan::Case& c : p.cases) {
        if (c.code != d.case_code) continue;
        org::Limit limit = c.limit;
        const std::string channel(names(d.channel)[static_cast<size_t>(d.channel)]);
        if (const auto i = c.channel_limits.find(channel); i != c.channel_limits.end())
            limit = i->second;
        if (limit.quantity == 0) return src.words.get("limit.instant");
        const std::string unit(names(limit.unit)[static_cast<size_t>(limit.unit)]);
        return src.words.fill("limit." + unit, {{"n", (limit.quantity < 10 ? "0" : "") +
                                                          std::to_string(limit.quantity)}});
    }
    return {};
}

Slip Gather::slip_of(const dossiers::Dossier& d, const DossierLog& log) const {
    Slip s;
    s.head = centre_head(src.words.fill("slip.number", {{"serial", serial_of(d)}}), d.received_at);
    s.code = d.code;
    if (options_.follow) s.follow = options_.follow(d.id);
    s.procedure = procedure_name(d.procedure);
    s.applicant = person(d.applicant);
    const plan::Procedure* p = src.plan.procedure(d.procedure);
    if (p != nullptr) {
        for (const plan::Component& c : p->components) {
            const auto given = d.given.find(c.code);
            if (given == d.given.end()) continue;
            s.papers.push_back({text(c.name), given->second.originals, given->second.copies});
        }
        s.limit = limit_text(*p, d);
    }
    s.received = d.received_at;
    s.due = log.received != nullptr ? log.received->due_at : d.due_at;
    s.return_by =
        src.words.has("return_by." + d.return_by)
            ? src.words.fill("return_by." + d.return_by, {{"centre", join(s.head.organ, " ")},
                                                          {"unit", unit_name(src.state.unit)}})
            : d.return_by;
    const int year = ymd_of(local_date(d.received_at, offset_)).year;
    s.register_book = src.words.fill("register.book", {{"year", std::to_string(year)}});
    s.register_serial = serial_of(d);
    s.receiver = officer_name(d.received_by);
    if (d.fee > 0) s.fee = src.words.fill("slip.fee_amount", {{"amount", amount(d.fee, ".")}});
    if (src.words.has("hotline")) s.hotline = src.words.get("hotline");
    return s;
}

Notice Gather::notice_of(const dossiers::Dossier& d, const DossierLog& log, Instant at,
                         std::string_view form) const {
    Notice n;
    n.head =
        centre_head(src.words.fill(std::string(form) + ".number", {{"serial", serial_of(d)}}), at);
    n.code = d.code;
    if (options_.follow) n.follow = options_.follow(d.id);
    n.procedure = procedure_name(d.procedure);
    n.applicant = person(d.applicant);
    if (d.received_at.ms != 0) n.received = d.received_at;
    if (log.received != nullptr) n.old_due = log.received->due_at;
    if (src.words.has("hotline")) n.hotline = src.words.get("hotline");
    return n;
}

ControlSheet Gather::control_of(const dossiers::Dossier& d, const DossierLog& log) const {
    const Words& w = src.words;
    ControlSheet c;
    c.head = centre_head(w.fill("control.number", {{"serial", serial_of(d)}}), d.received_at);
    c.code = d.code;
    c.procedure = procedure_name(d.procedure);
    c.received = d.received_at;
    c.due = d.due_at;
    std::string from = w.get("control.citizen"), from_officer;
    if (!d.received_by.empty()) {
        from = w.get("control.desk");
        from_officer = officer_name(d.received_by);
    }
    for (const WorkId id : log.work) {
        const Work& k = work_.at(id);
        if (!k.taken && !k.done) continue;  // offered and gone another way
        Handover h;
        h.at = k.taken.value_or(k.offered);
        h.from = from;
        h.from_officer = from_officer;
        h.to = role_name(k.role);
        h.to_officer = k.by.empty() ? "" : officer_name(k.by);
        h.work = k.name;
        if (!k.done) {
            h.standing = w.get("control.running");
        } else {
            const bool late = k.due && *k.done > *k.due;
            h.standing = w.get(late ? "control.late" : "control.on_time");
            // The day is said already where it began on the same.
            const bool same = local_date(*k.done, offset_) == local_date(h.at, offset_);
            const std::string at =
                same ? clock_text(time_of_day(*k.done, offset_)) : stamp(*k.done);
            h.note = w.fill("control.done", {{"at", at}});
            from = h.to;
            from_officer = h.to_officer;
        }
        c.rows.push_back(std::move(h));
    }
    return c;
}

void Gather::add_dossiers() {
    std::vector<std::pair<const dossiers::Dossier*, const DossierLog*>> control;
    size_t slips = 0;
    for (const auto& [id, d] : src.state.dossiers.dossiers) {
        const auto found = logs_.find(id);
        if (found == logs_.end()) continue;
        const DossierLog* log = &found->second;
        const dossiers::Dossier* dossier = &d;
        const std::string code = d.code.empty() ? "d" + std::to_string(id.number) : d.code;
        About about;
        about.dossier = id;
        const auto notice = [&](std::string_view form, Instant at, auto fill_in,
                                Sheet (*make)(const Frame&, const Notice&)) {
            add(std::string(form) + "-" + code, about, [=, this, form = std::string(form)] {
                Notice n = notice_of(*dossier, *log, at, form);
                fill_in(n);
                return make(frame(), n);
            });
        };
        for (const auto* s : log->supplements)
            notice(
                "supplement", s->at,
                [this, s, dossier](Notice& n) {
                    const plan::Procedure* p = src.plan.procedure(dossier->procedure);
                    for (const Code& missing : s->missing) {
                        std::string name = missing;
                        if (p != nullptr)
                            for (const plan::Component& c : p->components)
                                if (c.code == missing) name = text(c.name);
                        n.items.push_back(name);
                    }
                    for (const std::string& reason :
                         s->reasons)  // what only names the paper again is left out
                        if (std::find(n.items.begin(), n.items.end(), reason) == n.items.end())
                            n.reason += (n.reason.empty() ? "" : "; ") + reason;
                    n.receiver = officer_name(s->by);
                },
                &supplement_notice);
        if (const auto* r = log->refused)
            notice(
                "refusal", r->at,
                [this, r](Notice& n) {
                    n.items = r->reasons;
                    n.basis = r->basis;
                    n.receiver = officer_name(r->by);
                },
                &refusal_notice);
        if (const auto* a = log->apologised)
            notice(
                "apology", a->at,
                [this, a](Notice& n) {
                    n.reason = a->reason;
                    n.old_due = a->old_due;
                    n.new_due = a->new_due;
                    n.receiver = officer_name(a->by);
                },
                &apology);
        if (const auto* s = log->stopped)
            notice(
                "stop", s->at,
                [this, s](Notice& n) {
                    n.reason = s->reason;
                    n.receiver = officer_name(s->by);
                },
                &stop_notice);
        const plan::Procedure* p = src.plan.procedure(d.procedure);
        // No slip for what is done while one waits (Decree 61/2018 art. 17), nor for what another
        // unit's counter took in.
        const bool slip_due =
            log->received != nullptr && !d.origin && !(p != nullptr && p->instant);
        if (slip_due && ++slips <= options_.most_slips)
            add("slip-" + code, about, [=, this] { return slip(frame(), slip_of(*dossier, *log)); });
        if (!log->work.empty()) control.emplace_back(dossier, log);
    }
    if (slips > options_.most_slips) left_out_ += slips - options_.most_slips;
    std::stable_sort(control.begin(), control.end(), [](const auto& a, const auto& b) {
        return (a.first->overdue || a.first->apologised) >
               (b.first->overdue || b.first->apologised);
    });
    if (control.size() > options_.most_control_sheets) {
        left_out_ += control.size() - options_.most_control_sheets;
        control.resize(options_.most_control_sheets);
    }
    for (const auto& [dossier, log] : control) {
        About about;
        about.dossier = dossier->id;
        add("control-" + dossier->code, about,
            [=, this, d = dossier, l = log] { return control_sheet(frame(), control_of(*d, *l)); });
    }
}

Register Gather::dossier_register() const {
    Register r;
    r.head = centre_head({}, src.state.now);
    r.name = "dossiers";
    r.period = src.words.date(local_date(src.state.now, offset_));
    std::vector<const dossiers::Dossier*> order;
    for (const auto& [id, d] : src.state.dossiers.dossiers)
        if (!d.code.empty()) order.push_back(&d);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->code < b->code; });
    for (const dossiers::Dossier* one : order) {
        const dossiers::Dossier& d = *one;
        const Person who = person(d.applicant);
        std::string note;
        const std::string stage(names(d.stage)[static_cast<size_t>(d.stage)]);
        if (src.words.has("stage." + stage)) note = src.words.get("stage." + stage);
        if (d.overdue) note += (note.empty() ? "" : "; ") + src.words.get("control.late");
        std::string name = who.name.empty() ? src.words.get("register.sealed") : who.name;
        if (!who.address.empty()) name += ", " + who.address;
        r.rows.push_back(
            {std::to_string(r.rows.size() + 1), d.code, procedure_name(d.procedure), "01", name,
             sentence(d.worker ? unit_name(d.worker->unit) : unit_name(src.state.unit)),
             stamp(d.received_at), stamp(d.due_at), stamp(d.resolved_at),
             d.stage == dossiers::Stage::returned ? stamp(d.closed_at) : "",
             src.words.has("way." + d.return_by) ? src.words.get("way." + d.return_by)
                                                 : d.return_by,
             note});
    }
    return r;
}

}  // namespace ss::papers
