// The administrator: people, posts and accounts, the plan in force, the journal, problems. No
// dossier, no paper: an administrator holds no other power.
#pragma once

#include "views/unit.h"

namespace ss::views {

struct AdminPerson {
    PersonLine line;
    std::optional<Instant> signature_until;
    std::vector<Named> substitutes;
    bool token_broken = false;
};
struct AdminProblem {
    Code kind;  // "stuck","vacant","nobody","signature","token","undelivered","waiver"
    Sentence sentence;
    std::optional<Instant> since;
};
struct PlanLine {
    LocalDate date;
    std::string hash;
    Code id;
    std::string title;
};
// seq, head, commits: told by the one who serves it.
struct AdminView {
    std::map<std::string, std::vector<Named>> access;  // ask or view -> roles
    std::string head;                                  // of the journal
    office::Mode mode = office::Mode::rehearsal;
    uint64_t outbox = 0;  // messages not yet delivered
    std::vector<AdminPerson> people;
    PlanLine plan;
    std::vector<PostLine> posts;
    std::vector<AdminProblem> problems;
    std::string program;  // version
    uint64_t seq = 0;
    Named unit;
    std::vector<office::GateWaiver>
        waivers;  // the unit was opened under; those that have ended too
};

Result<AdminView> admin(const Looking&);

template <class V>
void fields(V& v, AdminPerson& t) {
    v("line", t.line)("signature_until", t.signature_until)("substitutes", t.substitutes);
    v("token_broken", t.token_broken);
}
template <class V>
void fields(V& v, AdminProblem& t) {
    v("kind", t.kind)("sentence", t.sentence)("since", t.since);
}
template <class V>
void fields(V& v, PlanLine& t) {
    v("date", t.date)("hash", t.hash)("id", t.id)("title", t.title);
}
template <class V>
void fields(V& v, AdminView& t) {
    v("access", t.access)("head", t.head)("mode", t.mode)("outbox", t.outbox)("people", t.people);
    v("plan", t.plan)("posts", t.posts)("problems", t.problems)("program", t.program);
    v("seq", t.seq)("unit", t.unit)("waivers", t.waivers);
}

}  // namespace ss::views
