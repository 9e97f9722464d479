// The city's board: every unit of a house in one answer, with what its record has been judged to be
// (serve/judges.h judges it; a view may not). Nothing personal.
#pragma once

#include "views/city.h"

namespace ss::views {

struct BoardTask {  // a critical task that does not hold
    std::string name;
    int64_t n = 0;  // attempts rated
    Code rating;    // "", "P", "S", "M", "U"
    Code task;
    int64_t tier = 2;
};
struct BoardLine {  // one of Decision 766's six
    std::string how;
    Code line;
    bool measured = false;
    int64_t most = 0;  // thousandths of a point: what the parts with evidence are worth
    std::string name;
    int64_t points = 0;
};
struct BoardJudged {
    Instant at;             // of the last entry judged
    int64_t blocking = 0;   // findings that would keep the unit from opening
    Code colour;            // of Plan 02: "", "green", "yellow", "red"
    int64_t entries = 0;    // judged
    std::vector<std::string> findings;  // the blocking ones, at most 20
    Instant from;           // of the first entry judged
    Code gate;              // "not_yet", "go", "conditional", "no_go"; of a live unit ""
    int64_t held = 0;       // critical tasks that hold, ...
    int64_t most = 0;       // Decision 766: thousandths of a point there is evidence for, ...
    int64_t points = 0;     // ... and got of them
    std::optional<int64_t> score;  // per thousand of weighted critical tasks that hold
    std::vector<BoardLine> scorecard;
    int64_t seen = 0;   // ... that were tried, ...
    uint64_t seq = 0;
    int64_t tasks = 0;  // ... of all
    std::vector<BoardTask> wanting;
    bool whole = false;  // from the opening of the unit on
};
struct BoardUnit {
    std::optional<BoardJudged> judged;  // none yet, or there is no file to judge
    CityView now;                       // without `late` and `worst`: they stand in the view city
};
struct Board {
    Code house;
    std::vector<BoardUnit> units;
};

template <class V>
void fields(V& v, BoardTask& t) {
    v("n", t.n)("name", t.name)("rating", t.rating)("task", t.task)("tier", t.tier);
}
template <class V>
void fields(V& v, BoardLine& t) {
    v("how", t.how)("line", t.line)("measured", t.measured)("most", t.most)("name", t.name);
    v("points", t.points);
}
template <class V>
void fields(V& v, BoardJudged& t) {
    v("at", t.at)("blocking", t.blocking)("colour", t.colour)("entries", t.entries);
    v("findings", t.findings)("from", t.from)("gate", t.gate)("held", t.held)("most", t.most);
    v("points", t.points)("score", t.score)("scorecard", t.scorecard)("seen", t.seen);
    v("seq", t.seq)("tasks", t.tasks)("wanting", t.wanting)("whole", t.whole);
}
template <class V>
void fields(V& v, BoardUnit& t) {
    v("judged", t.judged)("now", t.now);
}
template <class V>
void fields(V& v, Board& t) {
    v("house", t.house)("units", t.units);
}

}  // namespace ss::views
