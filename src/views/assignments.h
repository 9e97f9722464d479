// Who does what by when: mine to do, given by me, supported by me, and what is late.
#pragma once

#include "views/shared.h"

namespace ss::views {

struct AssignmentsView {
    std::vector<AssignmentLine> given;       // by me or my post
    std::vector<AssignmentLine> late;        // of all I may see
    std::vector<AssignmentLine> mine;        // I carry it
    std::vector<AssignmentLine> others;      // all else I may see
    std::vector<AssignmentLine> supporting;  // my post supports it
};

Result<AssignmentsView> assignments_of(const Looking&);

template <class V>
void fields(V& v, AssignmentsView& t) {
    v("given", t.given)("late", t.late)("mine", t.mine)("others", t.others);
    v("supporting", t.supporting);
}

}  // namespace ss::views
