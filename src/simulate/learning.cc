#include "simulate/learning.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "cast/duration.h"
#include "office/codec.h"
#include "office/opening.h"

namespace ss::simulate {

// --- from a journal ----------------------------------------------------------------------------

// One journal, entry by entry: what is open, and what has been done.
class PracticeRecord::Reader {
  public:
    Reader(PracticeRecord& record, const plan::Plan& plan) : record_(record), plan_(plan) {}

    Status entry(const journal::Entry& entry) {
        const office::Decoded decoded = SS_TRY(office::decode(entry.body));
        if (first_) {
            const auto* opening = office::opening_of(decoded.envelope.command);
            if (opening == nullptr)
                return Error{ErrorCode::corrupt, "the first entry does not open a unit"};
            const auto roster = plan_.rosters.find(opening->unit);
            if (roster != plan_.rosters.end()) roster_ = &roster->second;
            first_ = false;
        }
        afterwards_ = decoded.envelope.happened.has_value();
        for (const office::Fact& fact : decoded.answer.facts) {
            if (const auto* f = std::get_if<flow::Fact>(&fact))
                std::visit([this](const auto& one) { on(one); }, *f);
            else if (const auto* d = std::get_if<dossiers::Fact>(&fact))
                std::visit([this](const auto& one) { on(one); }, *d);
        }
        return ok();
    }

  private:
    struct Open {
        Code kind, procedure, node, by;
        Instant taken;
        bool given_back = false;
    };

    template <class F>
    void on(const F&) {}
    void on(const dossiers::Presented& f) { procedures_[f.dossier] = f.as.procedure; }
    void on(const dossiers::Received& f) { practise(f.by, {"receive", f.procedure}); }
    void on(const dossiers::SupplementAsked& f) {
        if (!f.in_verification) practise(f.by, {"receive", procedures_[f.dossier]});
    }
    void on(const flow::Offered& f) {
        open_[f.work] = {f.kind, f.procedure, f.node, {}, {}, false};
    }
    void on(const flow::Taken& f) {
        Open& o = open_[f.work];
        o.by = f.by;
        o.taken = f.at;
    }
    void on(const flow::Released& f) { give_back(f.work); }
    void on(const flow::HandedOver& f) { give_back(f.work); }
    void on(const flow::Cancelled& f) { open_.erase(f.work); }
    void on(const flow::Completed& f) {
        const auto found = open_.find(f.work);
        if (found == open_.end()) return;
        const Open o = found->second;
        open_.erase(found);
        if (o.kind != "return") time(o, f);
        practise(f.by, {o.kind, o.procedure});
    }

    void give_back(WorkId work) {
        Open& o = open_[work];
        o.by.clear();
        o.given_back = true;
    }

    void time(const Open& o, const flow::Completed& f) {
        Untimed& untimed = record_.untimed_;
        if (o.given_back) ++untimed.given_back;
        else if (o.by != f.by) ++untimed.not_taken;
        else if (afterwards_) ++untimed.entered_afterwards;
        else if (opens_between(o.taken, f.at)) ++untimed.over_an_opening;
        else if (f.at > o.taken)
            record_.pieces_.push_back(
                {f.by, o.kind, o.procedure, filed_under(o), practised(f.by, {o.kind, o.procedure}),
                 static_cast<double>(f.at.ms - o.taken.ms) / static_cast<double>(kMinute)});
    }

    // Work in hand when the doors close is finished; what lasts until they open again has lain.
    bool opens_between(Instant from, Instant to) const {
        const org::Calendar& calendar = plan_.calendar;
        const LocalDate last = local_date(to, calendar.offset);
        for (LocalDate day = local_date(from, calendar.offset); day <= last; ++day.day)
            for (const org::Hours& hours : calendar.hours(day)) {
                const Instant opens = at_local(day, hours.from, calendar.offset);
                if (from < opens && opens < to) return true;
            }
        return false;
    }

    std::string filed_under(const Open& o) const {
        for (const std::string& key : cast::keys_of(plan_, o.procedure, o.node))
            if (plan_.demand.steps.contains(key)) return key;
        return o.kind;
    }

    double practised(const Code& officer, const Skill& skill) const {
        double before = 0;
        if (roster_ != nullptr)
            if (const auto entry = roster_->officers.find(officer);
                entry != roster_->officers.end())
                before = entry->second.experience;
        const auto& counted = record_.memory_ == Memory::people ? record_.done_ : today_;
        if (const auto who = counted.find(officer); who != counted.end())
            if (const auto what = who->second.find(skill); what != who->second.end())
                before += static_cast<double>(what->second);
        return before;
    }

    void practise(const Code& officer, const Skill& skill) {
        if (officer == kClock || officer == kCitizen || officer == kCourier ||
            officer == kDirector || officer.empty())
            return;
        ++record_.done_[officer][skill];
        ++today_[officer][skill];
    }

    PracticeRecord& record_;
    const plan::Plan& plan_;
    const plan::Roster* roster_ = nullptr;
    bool first_ = true, afterwards_ = false;
    std::map<WorkId, Open> open_;
    std::map<DossierId, Code> procedures_;
    std::map<Code, std::map<Skill, int64_t>> today_;
};

Status PracticeRecord::add(journal::Storage& journal, const plan::Plan& plan) {
    Reader reader(*this, plan);
    SS_TRY(journal.read(1, [&](const journal::Entry& entry) { return reader.entry(entry); }));
    ++rehearsals_;
    return ok();
}

// --- fitted ------------------------------------------------------------------------------------

namespace {

// The number whose stretch is this one; 0 at or above a beginner's.
double practice_of(double stretched, double k, double tau) {
    const double left = (stretched - 1) / (k - 1);
    if (!(left < 1)) return 0;
    return -tau * std::log(std::max(left, 1e-9));
}

double experience_of(const std::map<Skill, int64_t>& done, const std::set<Skill>& seen,
                     const plan::Demand& demand, double k, double tau) {
    std::set<Code> kinds;
    for (const auto& [skill, n] : done) kinds.insert(skill.first);
    double sum = 0, weights = 0;
    for (const Skill& skill : seen) {
        if (!kinds.contains(skill.first)) continue;
        const auto share = demand.mix.find(skill.second);
        const double w = share == demand.mix.end() ? 0 : share->second;
        const auto n = done.find(skill);
        const double practised = n == done.end() ? 0 : static_cast<double>(n->second);
        sum += w * (1 + (k - 1) * std::exp(-practised / tau));
        weights += w;
    }
    return weights > 0 && k > 1 ? practice_of(sum / weights, k, tau) : 0;
}

}  // namespace

Learned learn(const PracticeRecord& record, const plan::Plan& plan) {
    Learned learned;
    learned.rehearsals = record.rehearsals();
    learned.untimed = record.untimed();
    learned.pieces = static_cast<int64_t>(record.pieces().size());
    std::map<std::string, size_t> group_of;
    for (const Piece& p : record.pieces()) group_of.try_emplace(p.key, group_of.size());
    std::vector<Timed> all;
    for (const Piece& p : record.pieces()) all.push_back({group_of[p.key], p.before, p.minutes});
    Fit together = fit_practice(all, group_of.size());
    learned.curve = together.curve;
    const bool fitted = learned.curve.verdict == Verdict::fitted;
    const double k = fitted ? learned.curve.k : plan.demand.learning_factor;
    const double tau = fitted ? learned.curve.tau : std::max(1.0, plan.demand.learning_scale);
    if (!fitted) together.levels = levels_under(all, group_of.size(), k, tau);
    for (const auto& [key, group] : group_of) {
        std::vector<Timed> own;
        for (const Timed& t : all)
            if (t.group == group) own.push_back({0, t.before, t.minutes});
        learned.kinds[key] = {fit_practice(own, 1).curve, together.levels[group]};
    }
    std::set<Skill> seen;
    for (const auto& [officer, done] : record.done())
        for (const auto& [skill, n] : done) seen.insert(skill);
    for (const auto& [officer, done] : record.done())
        learned.officers[officer] = {done, experience_of(done, seen, plan.demand, k, tau)};
    return learned;
}

// --- into a plan -------------------------------------------------------------------------------

namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value < 9.95 ? "%.2g" : "%.0f", value);
    return text;
}
std::string with_error(double value, double error) {
    return number(value) + " ± " + number(error);
}

}  // namespace

std::vector<Parameter> apply(const Learned& learned, plan::Demand& demand, plan::Roster& roster) {
    std::vector<Parameter> changed;
    const std::string from = " of " + std::to_string(learned.rehearsals) +
                             (learned.rehearsals == 1 ? " rehearsal" : " rehearsals");
    const auto put = [&](const std::string& key, std::string value, const std::string& n,
                         const char* what) {
        changed.push_back({key, std::move(value), "fitted", n + " " + what + from});
    };
    for (const auto& [key, kind] : learned.kinds) {
        if (!kind.level.known()) continue;
        const bool step = key.find('/') != std::string::npos;
        plan::ServiceTime& time = step ? demand.steps[key] : demand.service[key];
        time = {kind.level.median, kind.level.p90()};
        put((step ? "steps/" : "service/") + key,
            with_error(kind.level.median, kind.level.error) +
                " min, 90 %: " + number(kind.level.p90()),
            std::to_string(kind.level.n), "pieces");
    }
    const Curve& c = learned.curve;
    if (c.verdict == Verdict::fitted) {
        demand.learning = plan::Practice::exponential;
        demand.learning_factor = c.k;
        demand.learning_scale = c.tau;
        put("learning_factor", with_error(c.k, c.k_error), std::to_string(c.n), "pieces");
        put("learning_scale", with_error(c.tau, c.tau_error), std::to_string(c.n), "pieces");
    }
    for (const auto& [code, officer] : learned.officers) {
        const auto entry = roster.officers.find(code);
        if (entry == roster.officers.end() || officer.experience <= 0) continue;
        entry->second.experience += officer.experience;
        int64_t done = 0;
        for (const auto& [skill, n] : officer.done) done += n;
        put("experience/" + code, number(entry->second.experience), std::to_string(done), "pieces");
    }
    return changed;
}

}  // namespace ss::simulate
