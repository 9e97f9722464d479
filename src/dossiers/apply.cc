#include <algorithm>

#include "base/assert.h"
#include "dossiers/dossiers.h"

namespace ss::dossiers {

namespace {

Dossier& must(State& s, DossierId id) {
    const auto found = s.dossiers.find(id);
    SS_ASSERT(found != s.dossiers.end());
    return found->second;
}

void stop_clock(State& s, const Dossier& d) {
    s.due.erase({d.due_at, d.id});
}

void close(State& s, Dossier& d, Stage stage, Instant at) {
    stop_clock(s, d);
    s.transfers.erase({d.transfer_at, d.id});
    d.stage = stage;
    d.closed_at = at;
    s.closed.insert({at, d.id});
}

Dossier& add(State& s, DossierId id, const Present& as, Instant at) {
    SS_ASSERT(id.number == s.last_number + 1);
    s.last_number = id.number;
    Dossier& d = s.dossiers[id];
    d.id = id;
    d.procedure = as.procedure;
    d.applicant = as.applicant;
    d.channel = as.channel;
    for (const Given& g : as.given) d.given[g.component] = g;
    d.data = as.data;
    d.personal = as.personal;
    d.return_by = as.return_by;
    d.presented_at = at;
    if (as.for_unit) d.worker = Elsewhere{*as.for_unit, {}};
    return d;
}

// "H57.34-250701-0007": the last group of digits is the serial of its day.
int serial_of(const std::string& code) {
    size_t i = code.size();
    while (i > 0 && code[i - 1] >= '0' && code[i - 1] <= '9' && code.size() - i < 9) --i;
    int n = 0;
    for (; i < code.size(); ++i) n = n * 10 + (code[i] - '0');
    return n;
}

void take_serial(State& s, LocalDate day, const std::string& code) {
    s.serial_day = day;
    s.serial = serial_of(code);
}

void apply_one(State&, const Guided&) {}

void apply_one(State& s, const Presented& f) {
    add(s, f.dossier, f.as, f.at);
}

void apply_one(State& s, const Received& f) {
    Dossier& d = must(s, f.dossier);
    d.code = f.code;
    d.case_code = f.case_code;
    d.stage = Stage::received;
    d.received_at = f.at;
    d.received_by = f.by;
    d.due_at = f.due_at;
    d.transfer_at = f.transfer_at;
    d.fee = f.fee;
    d.worker = f.worker;
    d.data["received_after_cutoff"] = f.after_cutoff;
    s.due.insert({f.due_at, d.id});
    s.transfers.insert({f.transfer_at, d.id});
    take_serial(s, f.serial_day, f.code);
}

void apply_one(State& s, const Accepted& f) {
    Dossier& d = add(s, f.dossier, f.as, f.at);
    d.worker.reset();
    d.origin = f.origin;
    d.code = f.code;
    d.case_code = f.case_code;
    d.stage = Stage::received;
    d.received_at = f.received_at;
    d.due_at = f.due_at;
    d.transfer_at = f.at;
    s.due.insert({f.due_at, d.id});
    s.transfers.insert({f.at, d.id});
}

void apply_one(State& s, const Transferred& f) {
    Dossier& d = must(s, f.dossier);
    s.transfers.erase({d.transfer_at, d.id});
    d.stage = Stage::in_process;
}

void apply_one(State& s, const SupplementAsked& f) {
    Dossier& d = must(s, f.dossier);
    stop_clock(s, d);
    d.supplement_asked = true;
    d.stage = f.in_verification ? Stage::awaiting_supplement : Stage::incomplete;
}

void apply_one(State& s, const Supplemented& f) {
    Dossier& d = must(s, f.dossier);
    for (const Given& g : f.given) d.given[g.component] = g;
    if (d.stage == Stage::incomplete) {
        d.stage = Stage::presented;
        return;
    }
    d.stage = Stage::in_process;
    d.due_at = f.due_at;
    d.overdue = false;
    s.due.insert({f.due_at, d.id});
}

void apply_one(State& s, const Refused& f) {
    close(s, must(s, f.dossier), Stage::refused, f.at);
}

void apply_one(State&, const Confirmed&) {}

void apply_one(State& s, const Apologised& f) {
    Dossier& d = must(s, f.dossier);
    stop_clock(s, d);
    d.apologised = true;
    d.due_at = f.new_due;
    s.due.insert({f.new_due, d.id});
}

void apply_one(State& s, const Paid& f) {
    must(s, f.dossier).paid += f.amount;
}

void apply_one(State& s, const FellOverdue& f) {
    Dossier& d = must(s, f.dossier);
    stop_clock(s, d);
    d.overdue = true;
}

void apply_one(State& s, const Resolved& f) {
    Dossier& d = must(s, f.dossier);
    stop_clock(s, d);
    d.stage = Stage::resolved;
    d.resolved_at = f.at;
    // Worked on here, handed back there: nothing more happens with it in this unit.
    if (d.origin) close(s, d, Stage::returned, f.at);
}

void apply_one(State& s, const Returned& f) {
    close(s, must(s, f.dossier), Stage::returned, f.at);
}

void apply_one(State& s, const Withdrawn& f) {
    close(s, must(s, f.dossier), Stage::withdrawn, f.at);
}

void apply_one(State& s, const Stopped& f) {
    close(s, must(s, f.dossier), Stage::stopped, f.at);
}

void apply_one(State& s, const TakenOver& f) {
    Present as;
    as.procedure = f.as.procedure;
    as.applicant = f.as.applicant;
    as.given = f.as.given;
    as.data = f.as.data;
    Dossier& d = add(s, f.dossier, as, f.as.received_at);
    d.old_code = f.as.old_code;
    d.code = f.code;
    d.case_code = f.case_code;
    d.stage = Stage::received;
    d.received_at = f.as.received_at;
    d.received_by = f.by;
    d.due_at = f.as.due_at;
    d.transfer_at = f.at;
    s.due.insert({d.due_at, d.id});
    s.transfers.insert({f.at, d.id});
    take_serial(s, f.serial_day, f.code);
}

void apply_one(State& s, const WorkerNamed& f) {
    must(s, f.dossier).worker = f.worker;
}

void apply_one(State&, const Notified&) {}
void apply_one(State& s, const Rated& f) {
    must(s, f.dossier).mark = f.mark;
}

void apply_one(State& s, const Attached& f) {
    must(s, f.dossier).attachments.push_back({f.component, f.hash, f.media, f.bytes, f.by, f.at});
}
void apply_one(State& s, const Complained& f) {
    must(s, f.dossier).complaints.push_back({f.text, f.at});
}

void apply_one(State& s, const Erased& f) {
    const auto found = s.dossiers.find(f.dossier);
    if (found == s.dossiers.end()) return;
    found->second.applicant = {found->second.applicant.kind, {}, {}, {}, {}};
    found->second.personal.clear();
    found->second.attachments.clear();
    found->second.erased = true;
    for (Complaint& complaint : found->second.complaints) complaint.text = {};
}

void apply_one(State& s, const Archived& f) {
    const Dossier& d = must(s, f.dossier);
    s.closed.erase({d.closed_at, d.id});
    s.dossiers.erase(f.dossier);
}

void apply_one(State& s, const DataChanged& f) {
    for (const auto& [name, value] : f.data) must(s, f.dossier).data[name] = value;
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([&](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::dossiers
