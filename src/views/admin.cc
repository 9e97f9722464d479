#include "views/admin.h"

#include <algorithm>

#include "plan/roster.h"
#include "views/people.h"

namespace ss::views {

namespace {

struct Problems {
    Eyes& eyes;
    AdminView& out;

    void add(const Code& kind, std::vector<std::string> args, std::optional<Instant> since = {}) {
        out.problems.push_back({kind, eyes.say("admin." + kind, args), since});
    }

    void people() {
        for (const auto& [code, officer] : eyes.state.org.officers) {
            if (officer.token_broken) add("token", {code});
            else if (officer.signature_until && *officer.signature_until <= eyes.now)
                add("signature", {code}, officer.signature_until);
        }
        for (const auto& [code, post] : eyes.plan.organization.posts)
            if (plan::has_post(eyes.plan, eyes.state.unit, post) &&
                org::holders_of(eyes.state.org, code, eyes.now).empty())
                add("vacant", {code});
        for (const auto& [code, role] : eyes.plan.organization.roles) {
            bool wanted = false;
            for (const auto& [id, item] : eyes.state.flow.work)
                wanted = wanted || (item.role == code && !item.taken_by);
            if (wanted && eyes.workers(code).empty()) add("nobody", {code});
        }
    }

    // What was put off at the opening and has not been made good in time.
    void waivers() {
        const LocalDate today = local_date(eyes.now, eyes.plan.calendar.offset);
        for (const office::GateWaiver& w : eyes.state.waivers)
            if (w.until < today) add("waiver", {w.of, to_text(w.until), w.signed_by});
    }

    void work() {
        for (const auto& [id, running] : eyes.state.flow.running) {
            if (!running.stuck) continue;
            const auto* d = eyes.dossier(id);
            const bool coded = d != nullptr && !d->code.empty();
            add("stuck", {coded ? d->code : std::to_string(id.number), *running.stuck},
                running.since);
        }
    }
};

}  // namespace

Result<AdminView> admin(const Looking& looking) {
    Eyes eyes(looking);
    AdminView out;
    for (const auto& [ask, roles] : eyes.plan.organization.access)
        for (const Code& role : roles)
            out.access[ask].push_back(role == "*" ? Named{"*", "*"} : eyes.role(role));
    out.head = text_param(looking, "head");
    out.mode = eyes.state.mode;
    out.outbox = eyes.state.outbox.size();
    for (const auto& [code, officer] : eyes.state.org.officers) {
        AdminPerson person;
        person.line = person_line(eyes, officer);
        person.signature_until = officer.signature_until;
        for (const Code& other : officer.substitutes)
            person.substitutes.push_back({other, eyes.person(other).name});
        person.token_broken = officer.token_broken;
        out.people.push_back(std::move(person));
    }
    out.plan = {eyes.plan.date, hex(eyes.plan.hash), eyes.plan.id, eyes.text(eyes.plan.title)};
    for (const auto& [code, post] : eyes.plan.organization.posts)
        if (plan::has_post(eyes.plan, eyes.state.unit, post))
            out.posts.push_back(post_line(eyes, post));
    out.program = office::kProgramVersion;
    out.seq = eyes.state.seq;
    out.unit = eyes.unit(eyes.state.unit);
    out.waivers = eyes.state.waivers;
    Problems problems{eyes, out};
    problems.people();
    problems.waivers();
    problems.work();
    if (!eyes.state.outbox.empty())
        problems.add("undelivered", {std::to_string(eyes.state.outbox.size())});
    return out;
}

}  // namespace ss::views
