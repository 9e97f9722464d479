// How assignments are carried out: the owner reports what the scenario lets him have reached, the
// giver closes. Assignments of which the scenario says nothing are accepted and go on after the
// day.
#include <algorithm>

#include "rehearse/world.h"

namespace ss::rehearse {

using cast::Job;
using cast::JobKind;

// By the template it was made from, the agenda item of a direction, or the card that gave it.
const ReportDo* World::said_of(const Unit& unit, AssignmentId id) const {
    const assignments::Assignment& a = unit.state().assignments.assignments.at(id);
    std::set<Code> names;
    for (const Inject& inject : scenario_.injects)
        if (const auto brought = unit.brought.find(inject.code);
            inject.request && brought != unit.brought.end() && brought->second == id.number)
            names.insert(inject.code);
    if (a.source.kind == assignments::SourceKind::direction) names.insert(a.source.item);
    if (a.source.kind == assignments::SourceKind::meeting && a.source.meeting) {
        const auto& kind =
            plan_->meetings.at(unit.state().meetings.meeting(*a.source.meeting)->kind);
        for (const auto& template_ : kind.assignments)
            if (template_.title.get(plan_->city.languages.front()) == a.title)
                names.insert(template_.code);
    }
    for (const ReportDo& report : scenario_.assignments)
        if (report.unit == unit.code && names.contains(report.of)) return &report;
    return nullptr;
}

void World::begin_duty(Unit& unit, AssignmentId id) {
    const ReportDo* says = said_of(unit, id);
    if (says == nullptr) return;
    const Duty duty{says, {now_.ms + says->progress_after}, {now_.ms + says->done_after}};
    unit.duties[id] = duty;
    for (const Instant at : {duty.progress_at, duty.done_at})
        later(at, kDeskEvent, [this, &unit]() -> Status {
            wake(unit);
            return ok();
        });
}

// What is to be reported by now, as work of the owner's; and the words with which it is closed.
void World::add_reports(const Unit& unit, std::vector<Job>& jobs) const {
    const auto& all = unit.state().assignments.assignments;
    for (Job& job : jobs) {
        if (job.kind != JobKind::assignment || job.skill != "close") continue;
        if (const auto duty = unit.duties.find({job.number}); duty != unit.duties.end())
            job.next = office::Command{
                assignments::Command{assignments::Close{{job.number}, duty->second.says->remarks}}};
    }
    for (const auto& [id, duty] : unit.duties) {
        const assignments::Assignment& a = all.at(id);
        if (a.stage != assignments::Stage::accepted) continue;
        const bool done = !duty.says->done.empty() && now_ >= duty.done_at;
        const bool progress =
            !duty.says->progress.empty() && now_ >= duty.progress_at && a.progress.empty();
        if (!done && !progress) continue;
        Job job;
        job.kind = JobKind::assignment;
        job.number = id.number;
        job.skill = "report";
        job.post = a.owner_post;
        job.officer = a.owner;
        job.due = a.due;
        job.since = done ? duty.done_at : duty.progress_at;
        job.next = office::Command{assignments::Command{
            assignments::Report{id, done ? duty.says->done : duty.says->progress, done}}};
        jobs.push_back(std::move(job));
    }
}

}  // namespace ss::rehearse
