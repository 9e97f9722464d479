#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

bool outsider(const Code& by) {
    return by.empty() || by == kClock || by == kCitizen || by == kCourier || by == kDirector;
}

// "I07:12" -> "I07"
std::string prefix_of(const std::string& request) {
    const size_t colon = request.rfind(':');
    return colon == std::string::npos ? std::string() : request.substr(0, colon);
}

template <class E>
constexpr bool kOrg = std::is_same_v<E, org::Fact>;

}  // namespace

Sentence say(std::string rule, std::vector<std::string> args) {
    return {std::move(rule), std::move(args)};
}
std::string clock_of(const plan::Plan& plan, Instant at) {
    return clock_text(time_of_day(at, plan.calendar.offset));
}
std::string day_clock_of(const plan::Plan& plan, Instant at) {
    const Ymd d = ymd_of(local_date(at, plan.calendar.offset));
    return clock_of(plan, at) + " " + std::to_string(d.day) + "/" + std::to_string(d.month);
}

// "evaluator-2/9f3c...": those who direct share a seat, not a login.
Code said_by(const std::string& request, const Code& by) {
    const size_t slash = request.find('/');
    return by == kDirector && slash != std::string::npos ? request.substr(0, slash) : by;
}

Note note_of(uint64_t seq, const std::string& request, const office::Observed& f) {
    Note note{seq, f.at, said_by(request, f.by), f.as.about, f.as.text, Rating::none, f.as.seqs};
    constexpr auto letters = names(Rating{});
    const auto letter = std::find(letters.begin(), letters.end(), f.as.rating);
    if (letter != letters.end()) note.rating = static_cast<Rating>(letter - letters.begin());
    return note;
}

Rating worse(Rating a, Rating b) {
    return std::max(a, b);  // none < P < S < M < U
}

bool Pass::officer() const {
    return !outsider(by_);
}

void Pass::in_lane(const Code& role) {
    if (!role.empty() && officer()) t_.lanes[role].insert(by_);
}

bool Pass::stands_in(const Code& officer, const Code& role) const {
    if (t_.record->people) return false;  // of that day nothing is known
    for (const Code& post : org::posts_of(t_.org, officer, at_)) {
        const auto p = plan_.organization.posts.find(post);
        if (p == plan_.organization.posts.end()) continue;
        const auto& roles = p->second.roles;
        if (std::find(roles.begin(), roles.end(), role) != roles.end()) return false;
    }
    return true;
}

void Pass::entry(const RecordEntry& e) {
    const auto& [envelope, answer] = e.entry;
    seq_ = e.seq;
    at_ = envelope.at;
    when_ = envelope.happened.value_or(envelope.at);
    by_ = envelope.by;
    request_ = envelope.request;
    afterwards_ = envelope.happened.has_value();
    forwarded_.reset();
    inject_ = prefix_of(envelope.request);
    if (!t_.injects.contains(inject_)) inject_.clear();
    if (t_.first.ms == 0) t_.first = at_;
    t_.last = at_;
    if (officer()) t_.roles[seq_] = org::roles_of(t_.org, plan_.organization, by_, at_);
    if (answer.refusal) refusal(e);
    else who(e);
    for (const office::Fact& f : answer.facts) fact(f);
}

void Pass::refusal(const RecordEntry& e) {
    ++t_.refusals;
    RefusedTry r;
    r.seq = seq_;
    r.at = at_;
    r.by = by_;
    r.command = office::name_of(e.entry.envelope.command);
    r.refusal = *e.entry.answer.refusal;
    r.refs = refs_of(e.entry.envelope.command);
    r.inject = inject_;
    for (const WorkId w : std::set<WorkId>(r.refs.works))
        if (const auto line = t_.works.find(w); line != t_.works.end())
            r.refs.dossiers.insert(line->second.dossier);
    t_.refused.push_back(std::move(r));
}

void Pass::who(const RecordEntry& e) {
    if (!officer()) return;
    ++t_.acts[by_];
    const auto access =
        plan_.organization.access.find(std::string(office::name_of(e.entry.envelope.command)));
    if (access == plan_.organization.access.end()) return;
    const auto& own = t_.roles[seq_];
    for (const Code& role : access->second)
        if (own.contains(role)) in_lane(role);
}

void Pass::fact(const office::Fact& f) {
    ++t_.facts;
    std::visit(
        [&]<class Room>(const Room& room) {
            if constexpr (kOrg<Room>)
                if (!t_.record->people) t_.org.apply(room);
            std::visit([&](const auto& one) { on(one); }, room);
        },
        f);
}

void Pass::on(const office::MessageSent& f) {
    t_.undelivered[f.message.number] = {seq_, f.at};
}
void Pass::on(const office::MessageDelivered& f) {
    t_.undelivered.erase(f.number);
}

// R19: one time of receipt drives both clocks. What follows from it stands in the same entry.
void Pass::on(const office::MessageReceived& f) {
    if (const auto* forward = std::get_if<office::ForwardDossier>(&f.message.payload))
        forwarded_ = forward->received_at;
}

void Pass::on(const office::InjectGiven& f) {
    t_.injects[f.as.inject] = {f.at, f.as.until, f.as.kind, f.as.desks, seq_};
}
void Pass::on(const office::Observed& f) {
    t_.notes.push_back(note_of(seq_, request_, f));
}

void Pass::on(const org::WentAway& f) {
    t_.away.push_back({f.officer, f.at, f.until, seq_});
}
void Pass::on(const org::CameBack& f) {
    for (auto i = t_.away.rbegin(); i != t_.away.rend(); ++i)
        if (i->officer == f.officer) {
            i->until = std::min(i->until, f.at);
            return;
        }
}

// R14: what must exist before it.
void Pass::on(const org::MilestoneReached& f) {
    const auto m = plan_.precedence.milestones.find(f.milestone);
    if (m == plan_.precedence.milestones.end()) return;
    for (const Code& before : m->second.requires_)
        if (!t_.org.reached(before))
            t_.others.push_back(
                {Rating::U, say("r14.too_early", {f.milestone, before}), {seq_}, true});
}

namespace {

// Of a record cut off at its beginning: what had begun before it cannot be judged.
void forget_begun_before(Table& t) {
    std::erase_if(t.dossiers, [](const auto& x) { return x.second.presented.ms == 0; });
    std::erase_if(t.works, [&](const auto& x) {
        return x.second.offered.ms == 0 || !t.dossiers.contains(x.second.dossier);
    });
    std::erase_if(t.papers, [](const auto& x) { return x.second.drafted.ms == 0; });
    std::erase_if(t.arrivals, [](const auto& x) { return x.second.arrived.ms == 0; });
    std::erase_if(t.meetings, [](const auto& x) { return x.second.convened.ms == 0; });
    std::erase_if(t.assignments, [](const auto& x) { return x.second.created.ms == 0; });
}

}  // namespace

Table measure(const UnitRecord& record) {
    Table t;
    t.record = &record;
    t.plan = record.plan.get();
    if (record.people) t.org = *record.people;
    Pass pass(t);
    for (const RecordEntry& e : record.entries) pass.entry(e);
    if (record.people) forget_begun_before(t);
    check_dossiers(t);
    check_papers(t);
    check_meetings(t);
    check_assignments(t);
    check_messages(t);
    return t;
}

void check_messages(Table& t) {
    constexpr int64_t kCourier = kHour;  // a message that has not arrived by then is lost
    for (const auto& [number, sent] : t.undelivered)
        if (t.last.ms - sent.second.ms > kCourier)
            t.others.push_back(
                {Rating::M, say("r19.undelivered", {std::to_string(number)}), {sent.first}, true});
}

}  // namespace ss::readiness
