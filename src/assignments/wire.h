// How the commands, the facts and the State of this room are written: keys in ascending order.
// Included by the office's wire and by tests only.
#pragma once

#include "assignments/assignments.h"
#include "base/wire.h"

namespace ss::assignments {

template <class V>
void fields(V& v, Source& f) {
    v("document", f.document)("item", f.item)("kind", f.kind)("meeting", f.meeting);
}

template <class V>
void fields(V& v, Create& f) {
    v("body", f.body)("due", f.due)("objective", f.objective)("owner", f.owner)(
        "owner_post", f.owner_post)("source", f.source)("support", f.support)("title", f.title);
}

template <class V>
void fields(V& v, Accept& f) {
    v("assignment", f.assignment);
}

template <class V>
void fields(V& v, Report& f) {
    v("assignment", f.assignment)("done", f.done)("progress", f.progress);
}

template <class V>
void fields(V& v, Extend& f) {
    v("assignment", f.assignment)("due", f.due)("reason", f.reason);
}

template <class V>
void fields(V& v, Close& f) {
    v("assignment", f.assignment)("remarks", f.remarks);
}

template <class V>
void fields(V& v, Created& f) {
    v("assignment", f.assignment)("at", f.at)("body", f.body)("due", f.due)("giver", f.giver)(
        "giver_post", f.giver_post)("objective", f.objective)("owner", f.owner)(
        "owner_post", f.owner_post)("source", f.source)("support", f.support)("title", f.title);
}

template <class V>
void fields(V& v, Accepted& f) {
    v("assignment", f.assignment)("at", f.at)("by", f.by);
}

template <class V>
void fields(V& v, Reported& f) {
    v("assignment", f.assignment)("at", f.at)("by", f.by)("done", f.done)("late", f.late)(
        "progress", f.progress);
}

template <class V>
void fields(V& v, Extended& f) {
    v("assignment", f.assignment)("at", f.at)("by", f.by)("due", f.due)("reason", f.reason);
}

template <class V>
void fields(V& v, Closed& f) {
    v("assignment", f.assignment)("at", f.at)("by", f.by)("remarks", f.remarks);
}

template <class V>
void fields(V& v, FellOverdue& f) {
    v("assignment", f.assignment)("at", f.at)("due", f.due);
}

template <class V>
void fields(V& v, Progress& f) {
    v("at", f.at)("by", f.by)("text", f.text);
}

template <class V>
void fields(V& v, Assignment& f) {
    v("body", f.body)("closed", f.closed)("created", f.created)("done", f.done)("due", f.due)(
        "extended", f.extended)("giver", f.giver)("giver_post", f.giver_post)(
        "objective", f.objective)("overdue", f.overdue)("owner", f.owner)(
        "owner_post", f.owner_post)("progress", f.progress)("source", f.source)("stage", f.stage)(
        "support", f.support)("title", f.title);
}

template <class V>
void fields(V& v, State& f) {
    v("assignments", f.assignments)("deadlines", f.deadlines)("last", f.last);
}

}  // namespace ss::assignments
