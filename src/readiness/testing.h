// A small plan and records written by hand: what an office would refuse, the judge must still see.
#pragma once

#include <string>
#include <vector>

#include "readiness/measures.h"

namespace ss::readiness::testing {

inline constexpr int64_t kOffset = 7 * kHour;
// 2025-07-01, a Tuesday, is day 0.
inline Instant at(int day, int hour, int minute = 0) {
    return at_local(LocalDate{date_of({2025, 7, 1}).day + day}, hour * kHour + minute * kMinute,
                    kOffset);
}

inline void add_role(plan::Plan& p, const Code& role, const Code& post, const Code& officer) {
    p.organization.roles[role].code = role;
    org::Post x;
    x.code = post;
    x.body = "ubnd";
    x.roles = {role};
    p.organization.posts[post] = x;
    p.rosters["ward"].officers[officer].officer = officer;
    p.rosters["ward"].officers[officer].posts = {post};
}

inline plan::Procedure procedure() {
    plan::Procedure copy;
    copy.code = "copy";
    copy.receiving_role = "reception";
    copy.channels = {"counter", "online"};
    for (const char* code : {"form", "original", "scan"}) {
        plan::Component c;
        c.code = code;
        copy.components.push_back(c);
    }
    copy.components[1].alternatives = {"scan"};
    copy.components[2].when = "";
    copy.components.pop_back();  // a scan is only ever an alternative
    plan::Component known;
    known.code = "birth-record";
    known.from_database = true;
    copy.components.push_back(known);
    return copy;
}

inline plan::MeetingKind session() {
    plan::MeetingKind m;
    m.code = "session";
    m.body = "ubnd";
    m.chair_post = "chair";
    for (const char* code : {"opening", "rules", "closing"}) {
        plan::AgendaItem i;
        i.code = code;
        i.kind = "announcement";
        m.agenda.push_back(i);
    }
    m.agenda[1].kind = "motion";
    m.agenda[1].form = plan::VoteForm::secret;
    m.agenda[1].paper = "QĐ";
    return m;
}

inline std::shared_ptr<const plan::Plan> plan_of_ward() {
    auto p = std::make_shared<plan::Plan>();
    p->id = "ward";
    p->city.languages = {"en"};
    p->calendar.offset = kOffset;
    for (int day = 0; day < 5; ++day)
        p->calendar.week[day] = {{7 * kHour + 30 * kMinute, 11 * kHour + 30 * kMinute},
                                 {13 * kHour, 17 * kHour}};
    add_role(*p, "reception", "clerk", "lan");
    add_role(*p, "verify", "verifier", "minh");
    add_role(*p, "leader", "chair", "ha");
    org::Body ubnd;
    ubnd.code = "ubnd";
    ubnd.head = "chair";
    p->organization.bodies["ubnd"] = ubnd;
    p->organization.signing.push_back({"chair", "ubnd", "TM.", "", {}, false, false, "", true});
    p->procedures["copy"] = procedure();
    p->meetings["session"] = session();
    p->precedence.gates["dossier.receive"] = {"centre-founded"};
    p->documents.clerk_role = "reception";
    p->documents.urgencies["urgent"].rank = 2;
    plan::CriticalTask task;
    task.code = "copies";
    task.kind = "dossier";
    task.tier = 1;
    task.selects = {"copy"};
    task.owner_role = "verify";
    p->readiness.tasks["copies"] = task;
    task.code = "surge";
    task.kind = "inject";
    task.selects = {"surge"};
    p->readiness.tasks["surge"] = task;
    for (const char* code :
         {"no-tier-1-u", "no-blocking-finding", "tier-1-coverage", "two-rehearsals", "restore"})
        p->readiness.gate[code] = {};
    p->readiness.scorecard = {{"progress", 20}, {"publicity", 18}};
    return p;
}

struct Record {
    UnitRecord r;

    Record() {
        r.unit = "ward";
        r.plan = plan_of_ward();
        for (const auto& [code, entry] : r.plan->rosters.at("ward").officers) {
            org::Officer o;
            o.code = code;
            o.signature_until = at(400, 0);
            add(at(0, 7), kDirector, {org::Fact{org::Enrolled{o, entry.posts, at(0, 7)}}});
        }
        add(at(0, 7), kDirector, {org::Fact{org::MilestoneReached{"centre-founded", at(0, 7)}}});
    }
    Record& add(Instant when, const Code& by, std::vector<office::Fact> facts,
                const std::string& request = {}) {
        RecordEntry e;
        e.seq = r.entries.size() + 1;
        e.entry.envelope.at = when;
        e.entry.envelope.by = by;
        e.entry.envelope.request = request;
        e.entry.envelope.command = office::OwnCommand{office::Tick{}};
        e.entry.answer.seq = e.seq;
        e.entry.answer.facts = std::move(facts);
        r.entries.push_back(std::move(e));
        return *this;
    }
    Record& refuse(Instant when, const Code& by, office::Command command, Refusal refusal) {
        add(when, by, {});
        r.entries.back().entry.envelope.command = std::move(command);
        r.entries.back().entry.answer.refusal = std::move(refusal);
        return *this;
    }
    // A dossier handed in at `when` with these papers, by an inject or not.
    Record& present(uint32_t id, Instant when, std::vector<Code> papers,
                    const std::string& request = {}) {
        dossiers::Presented f;
        f.dossier = {id};
        f.as.procedure = "copy";
        for (const Code& code : papers) f.as.given.push_back({code, 1, 0});
        f.at = when;
        return add(when, kCitizen, {dossiers::Fact{f}}, request);
    }
    Record& receive(uint32_t id, Instant when, Instant due) {
        dossiers::Received f;
        f.dossier = {id};
        f.code = "W-" + std::to_string(id);
        f.procedure = "copy";
        f.required = {"form", "original"};
        f.after_cutoff = r.plan->calendar.past_cutoff(when);
        f.by = "lan";
        f.at = when;
        f.due_at = due;
        f.transfer_at = f.after_cutoff ? r.plan->calendar.counted_from(when) : when;
        return add(when, "lan", {dossiers::Fact{f}});
    }
    Record& finish(uint32_t id, Instant when) {
        return add(when, "lan",
                   {dossiers::Fact{dossiers::Resolved{{id}, when}},
                    dossiers::Fact{dossiers::Returned{{id}, "lan", when}}});
    }
    Record& tick(Instant when) { return add(when, kClock, {}); }
};

}  // namespace ss::readiness::testing
