// Every key of a scenario: one list per struct (plan/yaml.h).
#pragma once

#include "plan/values.h"
#include "rehearse/scenario.h"

namespace ss::cast {
template <class V>
void keys(V& v, NameList& t) {
    using namespace plan::yaml;
    v("family", t.family, need)("middle", t.middle, need)("given", t.given, need);
}
}  // namespace ss::cast

namespace ss::readiness {
template <class V>
void keys(V& v, Expectation& t) {
    using namespace plan::yaml;
    v("fact", t.fact, "This fact must come.")("refused", t.refused, "This ask must be refused.");
    v("never", t.never, "This fact must not come.")("unit", t.unit, Ref{"unit"});
    v("own", t.own, "Only facts about what the inject itself brought.");
    v("where", t.where, "Fields it must have; of a refusal: rule, code.");
    v("within", Duration{t.within}, "After the inject.")("count", t.count, Range{1, 10'000});
    v("role", t.role, Ref{"role"}, "By somebody who works in this role.");
    v("text", t.text, "The same in words, for the report.");
}
}  // namespace ss::readiness

namespace ss::rehearse {

template <class V>
void keys(V& v, CitizenDo& t) {
    using namespace plan::yaml;
    v("procedure", t.procedure, need, Ref{"procedure"});
    v("channel", t.channel, OneOf{"counter", "online", "post"});
    v("applicant_kind", t.applicant_kind, OneOf{"individual", "business", "organisation"});
    v("missing", t.missing, "Components left at home.")("data", t.data);
    v("for_unit", t.for_unit, Ref{"unit"})("count", t.count, Range{1, 1000});
    v("over", Duration{t.over}, "The time in which they come.")("twice", t.twice);
    v("withdraws_after", Duration{t.withdraws_after});
    v("supplements_after", Duration{t.supplements_after}, "PT0M: not on this day.");
    v("erase", t.erase)("rating", t.rating, Range{0, 5})("patience", t.patience, Range{0.1, 20});
}
template <class V>
void keys(V& v, AwayDo& t) {
    using namespace plan::yaml;
    v("officer", t.officer)("post", t.post, Ref{"post"})("lasts", Duration{t.lasts}, need);
}
template <class V>
void keys(V& v, TokenDo& t) {
    using namespace plan::yaml;
    v("officer", t.officer)("post", t.post, Ref{"post"})("renewed_after",
                                                         Duration{t.renewed_after});
}
template <class V>
void keys(V& v, OutageDo& t) {
    using namespace plan::yaml;
    v("roles", t.roles, Ref{"role"})("lasts", Duration{t.lasts}, need)("paper", t.paper);
    v("slower", t.slower, Range{0, 50}, "Not stopped, but so many times slower.");
}
template <class V>
void keys(V& v, DocumentDo& t) {
    using namespace plan::yaml;
    v("from", t.from, need)("type", t.type, Ref{"type"})("symbol", t.symbol);
    v("body", t.body, Ref{"body"})("abstract", t.abstract)("urgency", t.urgency);
    v("due", Duration{t.due}, "Working time until an answer is wanted.");
    v("lead_post", t.lead_post, Ref{"post"})("secret", t.secret)("asked_back", t.asked_back);
}
template <class V>
void keys(V& v, TakeOverDo& t) {
    using namespace plan::yaml;
    v("procedure", t.procedure, need, Ref{"procedure"})("from", t.from, need);
    v("old_code", t.old_code, need)("received", t.received, need)("due", t.due, need);
    v("data", t.data)("count", t.count, Range{1, 500});
}
template <class V>
void keys(V& v, AskDo& t) {
    using namespace plan::yaml;
    v("post", t.post, Ref{"post"})("officer", t.officer);
    v("command", t.command, need, "Wire name: document.number.");
    v("with", t.with, "Its fields; $dossier, $document, $meeting, $assignment are the latest.");
}
template <class V>
void keys(V& v, LateDo& t) {
    using namespace plan::yaml;
    v("meeting", t.meeting, need, Ref{"meeting"})("members", t.members, need, Range{1, 500});
    v("minutes", t.minutes, need, Range{1, 600});
}
template <class V>
void keys(V& v, RequestDo& t) {
    using namespace plan::yaml;
    v("by_post", t.by_post, need, Ref{"post"})("to_post", t.to_post, need, Ref{"post"});
    v("title", t.title, need)("due", Duration{t.due});
}
template <class V>
void keys(V& v, Inject& t) {
    using namespace plan::yaml;
    v("code", t.code, need, is_code)("kind", t.kind, need, is_code)("unit", t.unit, Ref{"unit"});
    v("at", Clock{t.at}, need)("title", t.title, need)("card", t.card);
    v("task", t.task, Ref{"task"}, "Critical task of readiness.yaml that it tests.");
    v("citizen", t.citizen)("away", t.away)("token", t.token)("outage", t.outage);
    v("document", t.document)("take_over", t.take_over)("ask", t.ask)("late", t.late);
    v("request", t.request)("expect", t.expect);
    basis_keys(v, t.basis, t.verified);
}
template <class V>
void keys(V& v, ActItem& t) {
    using namespace plan::yaml;
    v("item", t.item, need)("text", t.text)("minutes", t.minutes, Range{0, 600});
    v("against", t.against, Range{0, 500})("abstained", t.abstained, Range{0, 500});
    v("speakers", t.speakers, Ref{"post"})("amendment", t.amendment);
    v("candidates", t.candidates, Ref{"post"})("invalid", t.invalid, Range{0, 500});
    v("quorum_numerator", t.quorum_numerator)("quorum_denominator", t.quorum_denominator);
    v("direction", t.direction)("to_post", t.to_post, Ref{"post"})("due_days", t.due_days,
                                                                   Range{1, 365});
}
template <class V>
void keys(V& v, Act& t) {
    using namespace plan::yaml;
    v("code", t.code, need, is_code)("title", t.title, need)("unit", t.unit, Ref{"unit"});
    v("starts", Clock{t.starts}, need)("meeting", t.meeting, Ref{"meeting"});
    v("guests", t.guests, Ref{"post"})("items", t.items);
    v("citizens_until", Clock{t.citizens_until})("citizens", t.citizens, Range{0, 10'000});
}
template <class V>
void keys(V& v, ReportDo& t) {
    using namespace plan::yaml;
    v("of", t.of, need, "Template of the meeting, agenda item of a direction, or card.");
    v("unit", t.unit, Ref{"unit"})("progress", t.progress);
    v("progress_after", Duration{t.progress_after}, "After it was accepted.");
    v("done", t.done)("done_after", Duration{t.done_after}, "After it was accepted.");
    v("remarks", t.remarks, "Of the giver, who closes it.");
}
template <class V>
void keys(V& v, PreparationDo& t) {
    using namespace plan::yaml;
    v("code", t.code, need, is_code)("unit", t.unit, Ref{"unit"});
    v("area", t.area, need,
      OneOf{"premises", "network", "accounts", "signatures", "seals", "procedures", "people",
            "papers", "meetings", "exchange", "continuity"});
    v("title", t.title, need)("owner_post", t.owner_post, Ref{"post"})("due", t.due);
    v("blocking", t.blocking, "Without it nobody should begin.");
    v("done", t.done, "What shows that it is; left out: still open.");
}
template <class V>
void keys(V& v, Player& t) {
    using namespace plan::yaml;
    v("unit", t.unit, need, Ref{"unit"})("officer", t.officer, need);
    v("experience", t.experience, Range{0, 100'000})("mistakes", t.mistakes, Range{0, 100});
    v("deputy_in_chair", t.deputy_in_chair);
}
template <class V>
void keys(V& v, Scenario& t) {
    using namespace plan::yaml;
    v("id", t.id, need, is_code)("title", t.title, need)("purpose", t.purpose);
    v("plan", t.plan, need, "Folder of the plan, relative to this file.");
    v("held_on", t.held_on, need)("lived_as", t.lived_as, need)("forms", t.forms);
    v("starts", Clock{t.starts})("ends", Clock{t.ends})("seed", t.seed_text);
    v("practice", t.practice, "One official alone, at whichever unit is his; after its first day.");
    v("units", t.units, need, Ref{"unit"}, "The first is the one that is rehearsed.");
    v("agencies", t.agencies, Ref{"unit"})("agency_takes", t.agency_durations);
    v("acts", t.acts, need)("cast", t.cast)("assignments", t.assignments)("names", t.names, need);
    v("refusal_basis", t.refusal_basis, need)("motion_text", t.motion_text, need);
    v("injects", t.injects)("expect", t.expect)("preparation", t.preparation);
}

}  // namespace ss::rehearse
