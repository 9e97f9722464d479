#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "dossiers/dossiers.h"
#include "plan/plan.h"

namespace ss::dossiers {

namespace {

using No = std::optional<Refusal>;
constexpr auto kYes = std::nullopt;

// A closed dossier stays in State so many days, for questions at the counter.
constexpr int64_t kKept = 10 * kDay;

Refusal no(RefusalCode code, std::string rule, std::vector<std::string> args = {}) {
    return {code, std::move(rule), std::move(args)};
}

struct Asked {
    const State& state;
    const Setting& setting;
    const Who& who;
    Pen<Fact>& pen;
};

const plan::Procedure* procedure_of(const Asked& a, const Code& code) {
    return a.setting.plan.procedure(code);
}

No not_found(DossierId id) {
    return no(RefusalCode::not_found, "dossier.not_found", {std::to_string(id.number)});
}

No wrong_stage(const Dossier& d, std::string rule) {
    return no(
        RefusalCode::wrong_stage, std::move(rule),
        {std::to_string(d.id.number), std::string(names(d.stage)[static_cast<size_t>(d.stage)])});
}

// Roles decide who receives; the plan's table of access has already let the post ask.
No wrong_desk(const Asked& a, const plan::Procedure& procedure) {
    const auto roles =
        org::roles_of(a.setting.org, a.setting.plan.organization, a.who.by, a.who.at);
    if (procedure.receiving_role.empty() || roles.contains(procedure.receiving_role)) return kYes;
    return no(RefusalCode::not_entitled, "dossier.other_desk",
              {procedure.code, procedure.receiving_role});
}

No check_texts(const std::vector<std::string>& texts, const char* rule) {
    if (texts.empty()) return no(RefusalCode::incomplete, rule);
    if (texts.size() > limits::kList) return no(RefusalCode::limit, "text.too_many");
    for (const auto& t : texts) {
        if (t.empty()) return no(RefusalCode::incomplete, rule);
        if (t.size() > limits::kText) return no(RefusalCode::limit, "text.length");
    }
    return kYes;
}

No check_given(const plan::Procedure& procedure, const std::vector<Given>& given) {
    if (given.size() > limits::kList) return no(RefusalCode::limit, "text.too_many");
    for (const Given& g : given) {
        const bool known = std::any_of(procedure.components.begin(), procedure.components.end(),
                                       [&](const auto& c) { return c.code == g.component; });
        if (!known)
            return no(RefusalCode::invalid, "dossier.unknown_component",
                      {g.component, procedure.code});
        if (g.originals < 0 || g.copies < 0 || g.originals > 1000 || g.copies > 1000)
            return no(RefusalCode::invalid, "dossier.component_count", {g.component});
    }
    return kYes;
}

No check_data(const plan::Procedure& procedure, const Data& data) {
    if (data.size() > limits::kData) return no(RefusalCode::limit, "dossier.too_much_data");
    for (const auto& [name, value] : data) {
        const auto variable = std::find_if(procedure.variables.begin(), procedure.variables.end(),
                                           [&](const auto& v) { return v.code == name; });
        if (variable == procedure.variables.end() || variable->personal)
            return no(RefusalCode::invalid, "dossier.unknown_variable", {name, procedure.code});
        const bool fits =
            std::holds_alternative<std::monostate>(value) ||
            (variable->type == "boolean" && std::holds_alternative<bool>(value)) ||
            (variable->type == "number" && std::holds_alternative<int64_t>(value)) ||
            (variable->type == "string" && std::holds_alternative<std::string>(value));
        if (!fits) return no(RefusalCode::invalid, "dossier.variable_type", {name, variable->type});
    }
    return kYes;
}

Data with_initial_values(const plan::Procedure& procedure, Data data, Channel channel) {
    for (const auto& v : procedure.variables)
        if (!v.personal) data.try_emplace(v.code, v.initial);
    data["channel"] = std::string(names(channel)[static_cast<size_t>(channel)]);
    data.try_emplace("received_after_cutoff", false);
    return data;
}

No decide_one(const Asked& a, const Guide& c) {
    if (procedure_of(a, c.procedure) == nullptr)
        return no(RefusalCode::not_found, "dossier.no_procedure", {c.procedure});
    a.pen.write(Guided{c.procedure, a.who.by, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Present& c) {
    const auto* procedure = procedure_of(a, c.procedure);
    if (procedure == nullptr)
        return no(RefusalCode::not_found, "dossier.no_procedure", {c.procedure});
    const Code channel(names(c.channel)[static_cast<size_t>(c.channel)]);
    if (!procedure->channels.contains(channel))
        return no(RefusalCode::invalid, "dossier.channel", {c.procedure, channel});
    if (!procedure->applicants.contains(c.applicant.kind))
        return no(RefusalCode::invalid, "dossier.applicant_kind", {c.procedure, c.applicant.kind});
    if (c.applicant.name == Sealed{}) return no(RefusalCode::incomplete, "dossier.no_name");
    if (c.channel == Channel::counter && !a.setting.plan.calendar.open(a.who.when()))
        return no(RefusalCode::out_of_hours, "dossier.closed");
    if (c.for_unit && *c.for_unit != a.setting.unit) {
        if (a.setting.plan.unit(*c.for_unit) == nullptr)
            return no(RefusalCode::not_found, "unit.not_found", {*c.for_unit});
        if (!procedure->territory_free)
            return no(RefusalCode::not_entitled, "dossier.not_territory_free",
                      {c.procedure, *c.for_unit});
    }
    if (auto refused = check_given(*procedure, c.given)) return refused;
    if (auto refused = check_data(*procedure, c.data)) return refused;
    Present as = c;
    as.data = with_initial_values(*procedure, c.data, c.channel);
    if (as.for_unit == a.setting.unit) as.for_unit.reset();
    a.pen.write(Presented{{a.state.last_number + 1}, std::move(as), a.who.when()});
    return kYes;
}

// The number of the next code: the serial begins anew each day.
int next_serial(const State& s, LocalDate day) {
    return s.serial_day == day ? s.serial + 1 : 1;
}

std::string next_code(const Asked& a, LocalDate day) {
    const auto* unit = a.setting.plan.unit(a.setting.unit);
    SS_ASSERT(unit != nullptr);
    return dossier_code(unit->dossier_code, day, next_serial(a.state, day));
}

No decide_one(const Asked& a, const Receive& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::presented) return wrong_stage(*d, "dossier.not_presented");
    const auto* procedure = procedure_of(a, d->procedure);
    SS_ASSERT(procedure != nullptr);
    if (auto refused = wrong_desk(a, *procedure)) return refused;
    if (c.seen.size() > limits::kList) return no(RefusalCode::limit, "text.too_many");
    const auto missing =
        missing_components(*procedure, d->data, std::set<Code>(c.seen.begin(), c.seen.end()));
    if (!missing.empty()) return no(RefusalCode::incomplete, "dossier.components_missing", missing);

    const auto& calendar = a.setting.plan.calendar;
    Received f;
    f.dossier = c.dossier;
    f.at = a.who.when();
    f.serial_day = local_date(f.at, calendar.offset);
    f.code = next_code(a, f.serial_day);
    f.procedure = d->procedure;
    f.case_code = case_of(*procedure, d->data);
    f.seen = c.seen;
    f.required = required_components(*procedure, d->data);
    f.fee = fee_of(*procedure, d->data, d->channel);
    f.after_cutoff = calendar.past_cutoff(f.at);
    f.by = a.who.by;
    f.due_at = due_of(a.setting, *procedure, f.case_code, d->channel, f.at);
    // Basis: 61/2018/NĐ-CP art. 18: received after 15:00, handed on when the next day begins.
    f.transfer_at =
        f.after_cutoff ? calendar.opening(calendar.next_working_day(f.serial_day)) : a.who.at;
    f.worker = d->worker;
    const bool now = f.transfer_at <= a.who.at;
    a.pen.write(f);
    if (now) a.pen.write(Transferred{c.dossier, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const AskSupplement& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::presented) return wrong_stage(*d, "dossier.not_presented");
    if (auto refused = wrong_desk(a, *procedure_of(a, d->procedure))) return refused;
    if (auto refused = may_ask_supplement(*d, c.reasons)) return refused;
    a.pen.write(SupplementAsked{c.dossier, c.missing, c.reasons, false, a.who.by, a.who.when()});
    return kYes;
}

No decide_one(const Asked& a, const Refuse& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::presented && d->stage != Stage::incomplete)
        return wrong_stage(*d, "dossier.refuse_by_procedure");
    if (auto refused = check_texts(c.reasons, "dossier.no_reason")) return refused;
    if (c.basis.empty()) return no(RefusalCode::incomplete, "dossier.no_basis");
    a.pen.write(Refused{c.dossier, c.reasons, c.basis, a.who.by, a.who.when()});
    return kYes;
}

No decide_one(const Asked& a, const Supplement& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::incomplete && d->stage != Stage::awaiting_supplement)
        return wrong_stage(*d, "dossier.no_supplement_asked");
    const auto* procedure = procedure_of(a, d->procedure);
    if (auto refused = check_given(*procedure, c.given)) return refused;
    if (c.given.empty()) return no(RefusalCode::incomplete, "dossier.nothing_supplemented");
    Instant due;
    // Basis: 61/2018/NĐ-CP art. 19.3: after a full supplement the time is counted from zero.
    if (d->stage == Stage::awaiting_supplement)
        due = due_of(a.setting, *procedure, d->case_code, d->channel, a.who.when());
    a.pen.write(Supplemented{c.dossier, c.given, a.who.when(), due});
    return kYes;
}

No decide_one(const Asked& a, const Confirm& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::in_process) return wrong_stage(*d, "dossier.not_in_process");
    a.pen.write(Confirmed{c.dossier, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Apologise& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::in_process && d->stage != Stage::received)
        return wrong_stage(*d, "dossier.not_in_process");
    if (c.reason.empty()) return no(RefusalCode::incomplete, "dossier.no_reason");
    if (c.reason.size() > limits::kText) return no(RefusalCode::limit, "text.length");
    // Basis: 61/2018/NĐ-CP art. 19.9: once, and at least a day before the time runs out.
    if (d->apologised) return no(RefusalCode::duplicate, "dossier.apology_once");
    if (a.who.at > a.setting.plan.calendar.day_before(d->due_at))
        return no(RefusalCode::out_of_hours, "dossier.apology_too_late");
    if (c.new_due <= d->due_at) return no(RefusalCode::invalid, "dossier.new_due_earlier");
    a.pen.write(Apologised{c.dossier, c.reason, d->due_at, c.new_due, a.who.by, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Pay& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (c.amount <= 0) return no(RefusalCode::invalid, "dossier.amount");
    if (c.amount != d->fee - d->paid)
        return no(RefusalCode::invalid, "dossier.amount_due",
                  {std::to_string(d->fee - d->paid), std::to_string(c.amount)});
    a.pen.write(Paid{c.dossier, c.amount, c.means, a.who.by, a.who.when()});
    return kYes;
}

No decide_one(const Asked& a, const Return& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (d->stage != Stage::resolved) return wrong_stage(*d, "dossier.no_result");
    if (d->paid < d->fee)
        return no(RefusalCode::incomplete, "dossier.fee_unpaid",
                  {std::to_string(d->fee - d->paid)});
    a.pen.write(Returned{c.dossier, a.who.by, a.who.when()});
    return kYes;
}

bool over(const Dossier& d) {
    return d.stage >= Stage::returned;
}

No decide_one(const Asked& a, const Withdraw& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (over(*d) || d->stage == Stage::resolved) return wrong_stage(*d, "dossier.over");
    a.pen.write(Withdrawn{c.dossier, a.who.when()});
    return kYes;
}

No decide_one(const Asked& a, const Stop& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (over(*d) || d->stage == Stage::resolved) return wrong_stage(*d, "dossier.over");
    if (auto refused = check_texts({c.reason}, "dossier.no_reason")) return refused;
    a.pen.write(Stopped{c.dossier, c.reason, a.who.by, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const TakeOver& c) {
    const auto* procedure = procedure_of(a, c.procedure);
    if (procedure == nullptr)
        return no(RefusalCode::not_found, "dossier.no_procedure", {c.procedure});
    if (c.old_code.empty()) return no(RefusalCode::incomplete, "dossier.no_old_code");
    for (const auto& [id, d] : a.state.dossiers)
        if (d.old_code == c.old_code)
            return no(RefusalCode::duplicate, "dossier.taken_over_before", {c.old_code});
    if (c.received_at > a.who.at || c.due_at <= c.received_at)
        return no(RefusalCode::invalid, "dossier.old_dates");
    if (auto refused = check_given(*procedure, c.given)) return refused;
    if (auto refused = check_data(*procedure, c.data)) return refused;
    TakenOver f;
    f.dossier = {a.state.last_number + 1};
    f.as = c;
    f.as.data = with_initial_values(*procedure, c.data, Channel::counter);
    f.serial_day = local_date(a.who.at, a.setting.plan.calendar.offset);
    f.code = next_code(a, f.serial_day);
    f.case_code = case_of(*procedure, f.as.data);
    f.by = a.who.by;
    f.at = a.who.at;
    const DossierId id = f.dossier;
    a.pen.write(std::move(f));
    a.pen.write(Transferred{id, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Rate& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (!over(*d)) return wrong_stage(*d, "dossier.not_over");
    if (c.mark < 1 || c.mark > 5) return no(RefusalCode::invalid, "dossier.mark");
    if (d->mark != 0) return no(RefusalCode::duplicate, "dossier.rated_already", {d->code});
    a.pen.write(Rated{c.dossier, c.mark, a.who.at});
    return kYes;
}

// A scan of what the procedure asks for, or of the paper it results in.
bool has_place(const plan::Procedure& procedure, const Code& component) {
    return std::any_of(procedure.components.begin(), procedure.components.end(),
                       [&](const auto& c) { return c.code == component; }) ||
           std::any_of(procedure.results.begin(), procedure.results.end(),
                       [&](const auto& r) { return r.type == component; });
}

No decide_one(const Asked& a, const Attach& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (over(*d)) return wrong_stage(*d, "dossier.over");
    if (d->erased) return wrong_stage(*d, "dossier.erased");
    // The citizen adds to what he has handed in while it lies with him.
    const bool his = d->stage == Stage::presented || d->stage == Stage::incomplete ||
                     d->stage == Stage::awaiting_supplement;
    if (a.who.by == kCitizen && !his) return wrong_stage(*d, "dossier.attach_closed");
    if (!has_place(*procedure_of(a, d->procedure), c.component))
        return no(RefusalCode::invalid, "dossier.unknown_component", {c.component, d->procedure});
    if (c.bytes <= 0) return no(RefusalCode::incomplete, "dossier.attachment_empty");
    if (c.bytes > static_cast<int64_t>(limits::kAttachment))
        return no(RefusalCode::limit, "dossier.attachment_size",
                  {std::to_string(limits::kAttachment >> 20)});
    if (d->attachments.size() >= kMostAttachments)
        return no(RefusalCode::limit, "dossier.attachments", {std::to_string(kMostAttachments)});
    for (const Attachment& there : d->attachments)
        if (there.hash == c.hash) return no(RefusalCode::duplicate, "dossier.attached_before");
    a.pen.write(Attached{c.dossier, c.component, c.hash, c.media, c.bytes, a.who.by, a.who.when()});
    return kYes;
}

No decide_one(const Asked& a, const Complain& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (c.text == Sealed{}) return no(RefusalCode::incomplete, "dossier.no_complaint");
    if (d->complaints.size() >= kMostComplaints)
        return no(RefusalCode::limit, "dossier.complaints", {std::to_string(kMostComplaints)});
    a.pen.write(Complained{c.dossier, c.text, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Erase& c) {
    const Dossier* d = a.state.find(c.dossier);
    if (d == nullptr) return not_found(c.dossier);
    if (auto refused = check_texts({c.reason}, "dossier.no_reason")) return refused;
    a.pen.write(Erased{c.dossier, sealed_of(*d), c.reason, a.who.by, a.who.at});
    return kYes;
}

// What is entered afterwards did not happen before what the dossier has behind it.
No check_happened(const Asked& a, DossierId id) {
    const Dossier* d = a.state.find(id);
    if (!a.who.happened || d == nullptr) return kYes;
    const Instant last = std::max({d->presented_at, d->received_at, d->resolved_at, d->closed_at});
    if (*a.who.happened >= last) return kYes;
    return no(RefusalCode::wrong_order, "dossier.happened_before", {std::to_string(id.number)});
}

}  // namespace

No may_ask_supplement(const Dossier& d, const std::vector<std::string>& reasons) {
    // Basis: 61/2018/NĐ-CP art. 11, 17: once, with everything that is missing.
    if (d.supplement_asked) return no(RefusalCode::duplicate, "dossier.supplement_once");
    return check_texts(reasons, "dossier.no_reason");
}

No decide(const State& state, const Setting& setting, const Command& command, const Who& who,
          Pen<Fact>& pen) {
    const Asked asked{state, setting, who, pen};
    return std::visit(
        [&]<class C>(const C& c) -> No {
            if constexpr (requires { c.dossier; })
                if (auto refused = check_happened(asked, c.dossier)) return refused;
            return decide_one(asked, c);
        },
        command);
}

void decide_due(const State& s, const Setting&, Instant now, size_t limit, Pen<Fact>& pen) {
    // apply() takes each away as it is written.
    for (; limit > 0 && !s.transfers.empty() && s.transfers.begin()->first <= now; --limit)
        pen.write(Transferred{s.transfers.begin()->second, now});
    for (; limit > 0 && !s.due.empty() && s.due.begin()->first < now; --limit)
        pen.write(FellOverdue{s.due.begin()->second, now});
    for (; limit > 0 && !s.closed.empty() && s.closed.begin()->first.ms + kKept <= now.ms; --limit)
        pen.write(Archived{s.closed.begin()->second, now});
}

std::optional<Instant> next_due(const State& s) {
    std::optional<Instant> next;
    const auto earlier = [&](Instant at) { next = next ? std::min(*next, at) : at; };
    if (!s.transfers.empty()) earlier(s.transfers.begin()->first);
    if (!s.due.empty()) earlier({s.due.begin()->first.ms + 1});  // due at 17:00 is on time at 17:00
    if (!s.closed.empty()) earlier({s.closed.begin()->first.ms + kKept});
    return next;
}

void accept(const State& s, const Setting& setting, const Present& as, const Elsewhere& origin,
            const std::string& code, Instant received_at, Instant at, Pen<Fact>& pen) {
    const auto* procedure = setting.plan.procedure(as.procedure);
    SS_ASSERT(procedure != nullptr);
    Accepted f;
    f.dossier = {s.last_number + 1};
    f.origin = origin;
    f.code = code;
    f.as = as;
    f.case_code = case_of(*procedure, as.data);
    f.received_at = received_at;
    f.due_at = due_of(setting, *procedure, f.case_code, as.channel, received_at);
    f.at = at;
    const DossierId id = f.dossier;
    pen.write(std::move(f));
    pen.write(Transferred{id, at});
}

void ask_supplement(const State& s, DossierId id, const std::vector<std::string>& reasons,
                    const Code& by, Instant at, Pen<Fact>& pen) {
    const Dossier* d = s.find(id);
    if (d == nullptr || d->stage != Stage::in_process) return;
    pen.write(SupplementAsked{id, {}, reasons, true, by, at});
}

void refuse(const State& s, DossierId id, const std::vector<std::string>& reasons, const Code& by,
            Instant at, Pen<Fact>& pen) {
    const Dossier* d = s.find(id);
    if (d == nullptr || over(*d)) return;
    pen.write(Refused{id, reasons, "", by, at});
}

void resolve(const State& s, DossierId id, Instant at, Pen<Fact>& pen) {
    const Dossier* d = s.find(id);
    if (d == nullptr || over(*d) || d->stage == Stage::resolved) return;
    pen.write(Resolved{id, at});
}

}  // namespace ss::dossiers
