// One unit as the city sees it: a tile of the board, with its worst dossiers by code and step.
// Nothing personal.
#pragma once

#include "views/shared.h"

namespace ss::views {

struct QueueLine {
    std::optional<Instant> oldest;  // since when the first one waits
    int64_t overdue = 0;
    int64_t people = 0;  // present who may work in it
    Named role;
    int64_t waiting = 0;
};
struct SignerLoad {
    Person officer;
    int64_t overdue = 0;
    int64_t waiting = 0;  // papers and steps that only a signature lacks
};
struct CityDossier {
    std::string code;
    Colour colour = Colour::green;
    DossierId dossier;
    std::optional<Instant> due;
    Named procedure;
    dossiers::Stage stage = dossiers::Stage::received;
    std::vector<std::string> steps;  // names
};
// Something past its time, and who has it in hand.
struct CityLate {
    std::optional<Instant> due;
    Code kind;               // "assignment", "incoming", "outgoing", "step"
    std::string post;        // who answers for it: a post or a role
    std::string what;        // title of an assignment, symbol of a paper, dossier of a step
    std::vector<Person> who;  // empty: nobody in particular
};
struct CityView {
    int64_t assignments_late = 0;
    int64_t assignments_open = 0;
    Colour colour = Colour::green;
    int64_t documents_late = 0;  // unregistered, unassigned, unanswered, unissued
    int64_t in_process = 0;
    int64_t injects = 0;  // played so far
    std::vector<CityLate> late;  // at most 40, the longest first
    int64_t meetings_open = 0;
    int64_t milestones = 0;
    int64_t milestones_reached = 0;
    office::Mode mode = office::Mode::rehearsal;
    Instant now;
    std::optional<int64_t> on_time;  // per thousand, of dossiers finished and still known
    int64_t overdue = 0;
    std::vector<QueueLine> queues;
    int64_t received_today = 0;
    int64_t returned_today = 0;
    std::vector<SignerLoad> signers;
    int64_t stuck = 0;
    int64_t supplement_rate = 0;  // per thousand of dossiers still known
    Named unit;
    int64_t waiting_at_counter = 0;
    std::vector<CityDossier> worst;  // at most 20
};

Result<CityView> city(const Looking&);

template <class V>
void fields(V& v, QueueLine& t) {
    v("oldest", t.oldest)("overdue", t.overdue)("people", t.people)("role", t.role);
    v("waiting", t.waiting);
}
template <class V>
void fields(V& v, SignerLoad& t) {
    v("officer", t.officer)("overdue", t.overdue)("waiting", t.waiting);
}
template <class V>
void fields(V& v, CityDossier& t) {
    v("code", t.code)("colour", t.colour)("dossier", t.dossier)("due", t.due);
    v("procedure", t.procedure)("stage", t.stage)("steps", t.steps);
}
template <class V>
void fields(V& v, CityLate& t) {
    v("due", t.due)("kind", t.kind)("post", t.post)("what", t.what)("who", t.who);
}
template <class V>
void fields(V& v, CityView& t) {
    v("assignments_late", t.assignments_late)("assignments_open", t.assignments_open);
    v("colour", t.colour)("documents_late", t.documents_late)("in_process", t.in_process);
    v("injects", t.injects)("late", t.late)("meetings_open", t.meetings_open)("milestones", t.milestones);
    v("milestones_reached", t.milestones_reached)("mode", t.mode)("now", t.now);
    v("on_time", t.on_time)("overdue", t.overdue)("queues", t.queues);
    v("received_today", t.received_today)("returned_today", t.returned_today);
    v("signers", t.signers)("stuck", t.stuck)("supplement_rate", t.supplement_rate);
    v("unit", t.unit)("waiting_at_counter", t.waiting_at_counter)("worst", t.worst);
}

}  // namespace ss::views
