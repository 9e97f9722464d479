#include "rehearse/report.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "check/check.h"
#include "journal/journal.h"
#include "office/codec.h"
#include "readiness/judge.h"
#include "rehearse/rehearsal.h"
#include "words/words.h"

namespace ss::rehearse {

namespace fs = std::filesystem;

namespace {

using Plans = std::map<Hash, std::shared_ptr<const plan::Plan>>;

Error in(const std::string& place, Error error) {
    error.message = place + ": " + error.message;
    return error;
}

// The plan lies in the journal, so that a report needs nothing that may have changed since.
Result<std::shared_ptr<const plan::Plan>> pinned(journal::Storage& storage, const Hash& hash,
                                                 Plans& plans) {
    if (const auto i = plans.find(hash); i != plans.end()) return i->second;
    std::map<std::string, std::string> files;
    SS_TRY(storage.read_plan_files([&](const journal::PlanFile& f) -> Status {
        if (f.plan == hash) files[f.path] = f.bytes;
        return ok();
    }));
    Diagnostics diagnostics;
    auto plan = plan::load_files(files, diagnostics);
    if (!plan) {
        diagnostics.sort();
        std::string all = "the plan pinned in it does not load";
        for (const Diagnostic& d : diagnostics.all())
            if (d.severity == Severity::error) all += "\n" + to_text(d);
        return Error{ErrorCode::corrupt, all};
    }
    if (plan->hash != hash)
        return Error{ErrorCode::corrupt, "the plan laid beside it is not the one it names"};
    plans[hash] = plan;
    return plan;
}

Result<readiness::UnitRecord> read_unit(const std::string& path, const UnitSummary& summary,
                                        Plans& plans) {
    auto storage = SS_TRY(journal::sqlite_storage(path, journal::Open::read));
    readiness::UnitRecord record;
    record.unit = summary.unit;
    auto journal =
        SS_TRY(journal::Journal::resume(*storage, [&](const journal::Entry& e) -> Status {
            auto decoded = office::decode(e.body);
            if (!decoded.ok())
                return in("entry " + std::to_string(e.seq), std::move(decoded).error());
            record.entries.push_back({e.seq, std::move(decoded).value()});
            return ok();
        }));
    record.head = journal.head();
    if (record.head != summary.head)
        return Error{ErrorCode::corrupt,
                     "its head is " + hex(record.head) + ", run.json says " + hex(summary.head)};
    const office::OpenUnit* open = nullptr;
    if (!record.entries.empty())
        if (const auto* own =
                std::get_if<office::OwnCommand>(&record.entries.front().entry.envelope.command))
            open = std::get_if<office::OpenUnit>(own);
    if (open == nullptr) return Error{ErrorCode::corrupt, "it does not begin with unit.open"};
    record.plan = SS_TRY(pinned(*storage, open->plan, plans));
    return record;
}

Result<readiness::RunReport> judge_run(const std::string& folder, Plans& plans,
                                       std::shared_ptr<const plan::Plan>& plan) {
    const Summary summary = SS_TRY(read_summary(folder));
    Diagnostics diagnostics;
    auto scenario = load_scenario((fs::path(folder) / "scenario.yaml").string(), diagnostics);
    if (!scenario) {
        diagnostics.sort();
        std::string all = "its scenario.yaml does not load";
        for (const Diagnostic& d : diagnostics.all()) all += "\n" + to_text(d);
        return Error{ErrorCode::malformed, all};
    }
    if (scenario->practice && !summary.units.empty())
        move_to(*scenario, summary.units.front().unit);
    if (summary.only) SS_TRY(keep_only(*scenario, *summary.only));
    std::vector<readiness::UnitRecord> records;
    for (const UnitSummary& unit : summary.units) {
        const std::string path = (fs::path(folder) / "journals" / (unit.unit + ".db")).string();
        auto record = read_unit(path, unit, plans);
        if (!record.ok()) return in(path, std::move(record).error());
        records.push_back(std::move(record).value());
    }
    if (records.empty()) return Error{ErrorCode::malformed, "run.json names no unit"};
    plan = records.front().plan;
    readiness::RunReport run;
    run.folder = folder;
    run.scenario = summary.scenario;
    run.title = scenario->title.get(plan->city.languages.front());
    run.seed = summary.seed;
    run.held_on = scenario->held_on;
    run.lived_as = scenario->lived_as;
    run.plan = plan->hash;
    run.units =
        readiness::judge(records, cards_of(*scenario, *plan), preparation_of(*scenario, *plan));
    return run;
}

// The first column: what `check` says of the plan that was played, task by task.
std::map<Code, std::string> checked_tasks(const plan::Plan& plan, const Code& unit) {
    const auto findings = check::check(plan, {unit});
    std::map<Code, std::string> checked;
    for (const auto& [code, task] : plan.readiness.tasks) {
        const auto concerns = [&task = task](const check::Finding& f) {
            const bool anywhere = f.procedure.empty() && f.role.empty();
            const bool selected = std::find(task.selects.begin(), task.selects.end(),
                                            f.procedure) != task.selects.end();
            return f.severity == check::Severity::blocks &&
                   (anywhere || selected || f.role == task.owner_role);
        };
        checked[code] = std::any_of(findings.begin(), findings.end(), concerns) ? "blocked" : "ok";
    }
    return checked;
}

}  // namespace

std::vector<readiness::Card> cards_of(const Scenario& scenario, const plan::Plan& plan,
                                      bool over) {
    const std::string& language = plan.city.languages.front();
    const auto at = [&](int64_t ms) {
        return at_local(scenario.lived_as, ms, plan.calendar.offset);
    };
    std::vector<readiness::Card> cards;
    for (const Inject& i : scenario.injects)
        cards.push_back(
            {i.code, i.kind, i.unit, i.title.get(language), i.task, at(i.at), i.expect, false});
    if (over && !scenario.expect.empty())
        cards.push_back({Code(kWholeDay), "day", scenario.units.front(),
                         scenario.title.get(language), "", at(scenario.starts), scenario.expect,
                         true});
    return cards;
}

std::vector<readiness::Preparation> preparation_of(const Scenario& scenario,
                                                   const plan::Plan& plan) {
    const std::string& language = plan.city.languages.front();
    std::vector<readiness::Preparation> all;
    for (const PreparationDo& p : scenario.preparation) {
        readiness::Preparation line;
        line.item = p.code;
        line.unit = p.unit;
        line.area = p.area;
        line.title = p.title.get(language);
        line.owner = p.owner_post;
        line.due = p.due;
        line.blocking = p.blocking;
        line.done = !p.done.empty();
        line.evidence = p.done;
        all.push_back(std::move(line));
    }
    const words::Book book = words::load(language);
    for (const auto& f : check::check(plan, scenario.units)) {
        if (f.severity == check::Severity::note) continue;
        readiness::Preparation line;
        line.evidence = f.file + (f.line > 0 ? ":" + std::to_string(f.line) : "");
        line.item = f.code + "@" + line.evidence;
        line.unit = f.unit.empty() ? scenario.units.front() : f.unit;
        line.area = "check";
        line.title = words::say(book, f.rule(), f.args);
        line.blocking = f.severity == check::Severity::blocks;
        all.push_back(std::move(line));
    }
    return all;
}

std::map<Code, std::vector<std::string>> open_items(
    const std::vector<readiness::Preparation>& preparation) {
    std::map<Code, std::vector<std::string>> open;
    for (const auto& p : preparation)
        if (p.blocking && !p.done && p.waived.empty()) open[p.unit].push_back(p.item);
    return open;
}

bool failed_or_left(const readiness::InjectResult& i) {
    using readiness::Rating;
    return !i.given || i.counts() == Rating::M || i.counts() == Rating::U;
}

Result<std::vector<Code>> failed_injects(const std::string& folder) {
    const auto judged = SS_TRY(judge_runs({folder}));
    std::set<Code> failed;
    for (const auto& unit : judged.report.runs.front().units)
        for (const auto& i : unit.injects)
            if (failed_or_left(i)) failed.insert(i.inject);
    return std::vector<Code>(failed.begin(), failed.end());
}

Result<Judged> judge_runs(const std::vector<std::string>& folders) {
    Plans plans;
    Judged judged;
    std::vector<readiness::RunReport> runs;
    for (const std::string& folder : folders) {
        auto run = judge_run(folder, plans, judged.plan);
        if (!run.ok()) return in(folder, std::move(run).error());
        runs.push_back(std::move(run).value());
    }
    if (runs.empty()) return Error{ErrorCode::malformed, "no run was named"};
    const Code unit = runs.back().units.front().unit;
    judged.report =
        readiness::compare(std::move(runs), *judged.plan, checked_tasks(*judged.plan, unit));
    return judged;
}

}  // namespace ss::rehearse
