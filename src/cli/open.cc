// open: the gate before a unit's live operation, and its journal. take-over: more dossiers.
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "check/check.h"
#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"
#include "opening/file.h"
#include "opening/opening.h"
#include "opening/tell.h"
#include "rehearse/report.h"
#include "words/words.h"

namespace ss::cli {

namespace {

Instant wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

int sorry(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    return kWrong;
}

// The complaints say more than the error that came of them.
int sorry(const Error& error, Diagnostics& complaints) {
    return complain(complaints) ? kWrong : sorry(error.message);
}

std::string language_of(const plan::Plan& plan) {
    const std::string first = plan.city.languages.empty() ? "en" : plan.city.languages.front();
    return words::load(first).empty() ? "en" : first;
}

// Each run must have rehearsed this unit: those that play beside it are not judged.
bool all_of_unit(const readiness::Report& report, const Code& unit) {
    bool good = true;
    for (const readiness::RunReport& run : report.runs)
        if (run.units.front().unit != unit) {
            sorry(run.folder + " is a rehearsal of " + run.units.front().unit + ", not of " + unit +
                  ": leave it out");
            good = false;
        }
    return good;
}

// What is asked for, read and judged; nothing: complained.
struct Question {
    rehearse::Judged judged;
    std::shared_ptr<const plan::Plan> plan;
    opening::Decision decision;
    opening::InFlight in_flight;
    int64_t check_blocks = 0;
};

bool read(const OpenOptions& o, Instant now, Question& q) {
    auto judged = rehearse::judge_runs(o.runs);
    if (!judged.ok()) return sorry(judged.error().message), false;
    q.judged = std::move(judged).value();
    if (!all_of_unit(q.judged.report, o.unit)) return false;
    if (!o.forecast.empty() && !take_forecast(o.forecast, q.judged)) return false;
    q.plan = o.plan.empty() ? q.judged.plan : load_plan(o.plan);
    if (q.plan == nullptr) return false;
    if (!q.plan->rosters.contains(o.unit))
        return sorry("the plan has no roster of " + o.unit), false;
    q.decision = opening::ask_gate(q.judged.report, *q.plan, o.unit);
    Diagnostics complaints;
    if (!o.waive.empty()) {
        const std::string yaml = opening::read_file(o.waive, complaints);
        if (!complaints.has_errors())
            opening::apply_waivers(q.decision, o.waive, yaml,
                                   local_date(now, q.plan->calendar.offset), complaints);
    }
    q.in_flight =
        opening::read_in_flight(o.in_flight, o.map, *q.plan, o.unit, complaints);
    if (complain(complaints)) return false;
    for (const auto& finding : ::ss::check::check(*q.plan, {o.unit}))
        q.check_blocks += finding.severity == ::ss::check::Severity::blocks;
    return true;
}

}  // namespace

int open(const OpenOptions& o) {
    const Instant now = wall_clock();
    Question q;
    if (!read(o, now, q)) return kWrong;
    const std::string language = language_of(*q.plan);
    const opening::Telling telling{q.decision,
                                   q.judged.report,
                                   *q.plan,
                                   hex(q.judged.plan->hash),
                                   opening::changed_files(*q.judged.plan, *q.plan),
                                   q.check_blocks,
                                   !o.first_day};
    if (!o.json) std::printf("%s", opening::gate_text(telling, language).c_str());
    std::fflush(stdout);
    if (q.check_blocks > 0 || q.decision.conclude() == readiness::Gate::no_go) {
        if (o.json) std::printf("%s\n", opening_json(telling, nullptr, language).c_str());
        return kBlocked;
    }
    ::umask(0077);  // journals hold what is personal
    Diagnostics complaints;
    const auto opened = opening::open_unit(
        {o.data, q.plan, o.unit, now, !o.first_day,
         opening::record_of(q.decision, q.judged.report), std::move(q.in_flight), o.dry_run},
        complaints);
    if (!opened.ok()) return sorry(opened.error(), complaints);
    std::printf("%s", o.json ? (opening_json(telling, &opened.value(), language) + "\n").c_str()
                             : opened_text(opened.value(), *q.plan, language).c_str());
    return kFine;
}

int take_over(const TakeOverOptions& o) {
    ::umask(0077);
    Diagnostics complaints;
    std::shared_ptr<const plan::Plan> plan;
    const auto done = opening::take_over_more(
        {o.data, o.trial ? office::Mode::trial : office::Mode::live, o.unit, o.files, o.map,
         wall_clock()},
        plan, complaints);
    if (!done.ok()) {
        if (done.error().code == ErrorCode::conflict)
            std::fprintf(stderr, "end the server first: a journal has one writer\n");
        return sorry(done.error(), complaints);
    }
    const std::string language = language_of(*plan);
    std::printf("%s", o.json ? (take_over_json(done.value(), language) + "\n").c_str()
                             : opened_text(done.value(), *plan, language).c_str());
    return kFine;
}

}  // namespace ss::cli
