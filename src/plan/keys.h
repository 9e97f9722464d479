// Every key of every file of a plan: one list per struct, read by MapReader and told by
// schema_of().
#pragma once

#include "org/organization.h"
#include "plan/plan.h"
#include "plan/rules.h"
#include "plan/values.h"

namespace ss::org {

template <class V>
void keys(V& v, Body& t) {
    using namespace plan::yaml;
    v("name", t.name, need, "Its name.")("side", t.side, "Which document system it belongs to.");
    v("collective", t.collective, "It decides by vote, and its head signs on its behalf (TM.).");
    v("has_seal", t.has_seal)("head", t.head, Ref{"post"}, "The post that heads it.");
    v("notation", t.notation, "As in a number: UBND in 01/QĐ-UBND.");
    v("parent", t.parent, Ref{"body"});
    v("unit_kinds", t.unit_kinds, OneOf{"ward", "commune", "city", "agency"},
      "Kinds of unit that have it; left out: every unit.");
}
template <class V>
void keys(V& v, Post& t) {
    using namespace plan::yaml;
    v("title", t.title, need, "As printed under a signature.");
    v("body", t.body, need, Ref{"body"});
    v("roles", t.roles, Ref{"role"}, "Lanes it may work in.");
    v("substitutes", t.substitutes, Ref{"post"}, "Posts that stand in, in this order.");
    v("count", t.count, Range{1, 500}, "Seats.");
    v("administrator", t.administrator, "Accounts and backup only: it may hold no other power.");
    v("incompatible", t.incompatible, Ref{"post"}, "Posts the same person may not hold.");
    basis_keys(v, t.basis, t.verified);
}
template <class V>
void keys(V& v, Role& t) {
    using namespace plan::yaml;
    v("name", t.name, need)("signs", t.signs, "Its work items need a valid e-signature.");
    v("deputised_by", t.deputised_by, Ref{"role"}, "Another role whose holders stand in.");
}
template <class V>
void keys(V& v, SigningRule& t) {
    using namespace plan::yaml;
    v("post", t.post, need, Ref{"post"})("body", t.body, need, Ref{"body"});
    v("formula", t.formula,
      OneOf{"", "TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L", "T/UQ"},
      "Before the title above a signature; \"\": in the signer's own name.");
    v("on_behalf_of", t.on_behalf_of, Ref{"post"}, "The post whose title stands in the formula.");
    v("types", t.types, Ref{"type"}, "Document types; none: all of the body's.");
    v("needs_delegation", t.needs_delegation, "A written, dated, unexpired delegation.");
    v("only_when_away", t.only_when_away, "Only while no holder of on_behalf_of is present.");
    basis_keys(v, t.basis, t.verified);
}
template <class V>
void keys(V& v, Organization& t) {
    using namespace plan::yaml;
    v("bodies", t.bodies, need)("posts", t.posts, need)("roles", t.roles, need);
    v("signing", t.signing)("access", t.access, Ref{"role"},
                            "What may be asked -> roles that may.");
}
template <class V>
void keys(V& v, Calendar& t) {
    using namespace plan::yaml;
    v("offset", Offset{t.offset}, need, "Offset from UTC.");
    v("week", Week{t.week}, need, "Hours of each weekday; a day left out is closed.");
    v("holidays", t.holidays, "Closed, and the name of the day.");
    v("special", t.special, "Hours of single days; goes before week and holidays.");
    v("transfer_cutoff", Clock{t.transfer_cutoff},
      "What is received later counts from the next working day.");
}

}  // namespace ss::org

namespace ss::plan {

// plan.yaml
struct Head {
    Code id;
    Text title;
    LocalDate date;
    std::map<LocalDate, Code> forms;
};
template <class V>
void keys(V& v, Head& t) {
    using namespace yaml;
    v("id", t.id, need, is_code)("title", t.title, need)("date", t.date, need, "The law as of.");
    v("forms", t.forms, is_code, "The form set in force from each date on.");
}

template <class V>
void keys(V& v, Unit& t) {
    using namespace yaml;
    v("name", t.name, need)("kind", t.kind, need, OneOf{"ward", "commune", "city", "agency"});
    v("merged_from", t.merged_from);
    v("dossier_code", t.dossier_code, "Template: H57.34.12-{yymmdd}-{serial:4}.");
    v("organ_code", t.organ_code, "edXML organisation code.");
    v("population", t.population, Range{0, 100'000'000});
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, City& t) {
    using namespace yaml;
    v("code", t.code, need, is_code)("name", t.name, need)("go_live", t.go_live, need);
    v("languages", t.languages, need, is_code, "The first is what papers are printed in.");
    v("place", t.place, need, "Of the place-and-date line of a paper.");
    v("units", t.units, need);
}

template <class V>
void keys(V& v, Component& t) {
    using namespace yaml;
    v("code", t.code, need, is_code)("name", t.name, need);
    v("originals", t.originals, Range{0, 100})("copies", t.copies, Range{0, 100});
    v("when", t.when, feel, "FEEL; absent: always asked for.");
    v("from_database", t.from_database, "A national database gives it: not asked of the citizen.");
    v("alternatives", t.alternatives, is_code,
      "Components any one of which is enough in its place.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Case& t) {
    using namespace yaml;
    v("code", t.code, need, is_code)("name", t.name, need);
    v("when", t.when, feel, "FEEL; absent: otherwise.")("limit", t.limit, need);
    v("channel_limits", t.channel_limits, KeyOneOf{"counter", "online", "post"});
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Fee& t) {
    using namespace yaml;
    v("amount", t.amount, need, Range{0, 1e12})("per", t.per, need,
                                                OneOf{"dossier", "copy", "page"});
    v("when", t.when, feel, "FEEL; absent: always.");
    v("most", t.most, Range{0, 1e12}, "At most so much per dossier.");
    v("channel_amounts", t.channel_amounts, KeyOneOf{"counter", "online", "post"}, Range{0, 1e12});
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, ResultPaper& t) {
    using namespace yaml;
    v("type", t.type, need, Ref{"type"})("series", t.series, need, Ref{"series"});
    v("body", t.body, need, Ref{"body"})("name", t.name)("copies", t.copies, Range{1, 1000});
}
template <class V>
void keys(V& v, Variable& t) {
    using namespace yaml;
    v("code", t.code, need, is_code)("type", t.type, need, OneOf{"boolean", "number", "string"});
    v("name", t.name, need)("initial", t.initial, "Its value before anyone has said anything.");
    v("personal", t.personal, "Sealed: never in data, never in a condition.");
    v("choices", t.choices);
}
template <class V>
void keys(V& v, Procedure& t) {
    using namespace yaml;
    v("code", t.code, need, is_code, "Equals the folder's name.")("name", t.name, need);
    v("field", t.field, need, is_code);
    v("flow_template", t.flow_template, OneOf{"", "T1", "T2", "T3", "T4", "T5", "T6"});
    v("applicants", t.applicants, need, OneOf{"individual", "business", "organisation"});
    v("channels", t.channels, need, OneOf{"counter", "online", "post"});
    v("instant", t.instant, "Done the same day.");
    v("territory_free", t.territory_free, "May be received for another unit.");
    v("receiving_role", t.receiving_role, Ref{"role"});
    v("competent", t.competent, is_code, "\"unit\": the ward itself; else the code of a unit.");
    v("cases", t.cases, need, "The first whose `when` holds.");
    v("components", t.components)("fees", t.fees)("results", t.results)("variables", t.variables);
    v("legal_basis", t.legal_basis)("source", t.source, "URL of the national record.");
    v("verified", Verified{t.verified}, "Whether somebody has checked the whole at its source.");
    v("conflicts", t.conflicts, "Contradictions in the sources and how each was resolved.");
    v("process_file", t.process_file, "Default: process.bpmn beside this file.");
}

template <class V>
void keys(V& v, DocumentType& t) {
    using namespace yaml;
    v("name", t.name, need)("side", t.side);
    v("named", t.named, "It prints its name and abstract as a title; a letter does not.");
    v("template_name", t.template_name, need, is_code);
    v("retention_years", t.retention_years, Range{0, 1000});
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, NumberSeries& t) {
    using namespace yaml;
    v("side", t.side)("types", t.types, need, Ref{"type"}, "Types that share this series.");
    v("body", t.body, Ref{"body"}, "Absent: each body has its own run.");
    v("reset", t.reset, need, OneOf{"year", "term", "year-per-type"});
    v("width", t.width, Range{1, 9}, "2: 01, 02.");
    v("symbol", t.symbol, need, "{number}/{type}-{notation}");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Urgency& t) {
    using namespace yaml;
    v("name", t.name, need)("rank", t.rank, "Higher goes first.");
    v("register_within", Duration{t.register_within}, "Working time from arrival to registration.");
    v("handle_within", Duration{t.handle_within}, "Working time to an assignment.");
}
template <class V>
void keys(V& v, Documents& t) {
    using namespace yaml;
    v("types", t.types)("series", t.series)("urgencies", t.urgencies);
    v("secrecies", t.secrecies, is_code, "Marks of papers that may not enter at all.");
    v("issue_within_days", t.issue_within_days, Range{0, 30}, "Working days from number to issue.");
    v("clerk_role", t.clerk_role, Ref{"role"}, "Keeps seal, organ key and registers.");
    v("party_clerk_role", t.party_clerk_role, Ref{"role"});
    v("arrivals", t.arrivals, "By side: the body that papers of other units are addressed to.");
    v("checker_role", t.checker_role, Ref{"role"}, "Checks form and law before a signature.");
    v("party_checker_role", t.party_checker_role, Ref{"role"});
}

template <class V>
void keys(V& v, Majority& t) {
    using namespace yaml;
    v("base", t.base, "What the votes in favour are counted against.");
    v("numerator", t.numerator, Range{1, 1000})("denominator", t.denominator, Range{1, 1000});
    v("at_least", t.at_least, "At least the fraction; else more than it.");
    v("tie_follows_chair", t.tie_follows_chair);
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, AgendaItem& t) {
    using namespace yaml;
    v("code", t.code, need, is_code)("title", t.title, need);
    v("kind", t.kind, need,
      OneOf{"opening", "roll_call", "announcement", "report", "motion", "speech", "election",
            "directions", "closing"});
    v("required", t.required)("after", t.after, is_code, "Items that must be over.");
    v("form", t.form, "How a motion is voted on.")("majority", t.majority,
                                                   "Default: that of rules.");
    v("paper", t.paper, Ref{"type"}, "What the motion becomes when carried.");
    v("abstract", t.abstract)("signer_post", t.signer_post, Ref{"post"});
    v("adopts_rules", t.adopts_rules, "Its annex replaces quorum and majorities from now on.");
    v("reaches", t.reaches, Ref{"milestone"}, "Milestones reached when it is over (and carried).");
    v("appoints", t.appoints, Ref{"post"}, "Posts whose appointment is announced here.");
    v("assigns", t.assigns, is_code, "Assignments it creates, from the list below.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, AssignmentTemplate& t) {
    using namespace yaml;
    v("code", t.code, need, is_code)("title", t.title, need);
    v("owner_post", t.owner_post, need, Ref{"post"})("support_posts", t.support_posts, Ref{"post"});
    v("due_working_days", t.due_working_days, Range{0, 1000});
    v("objective", t.objective, Ref{"objective"});
}
template <class V>
void keys(V& v, WhenShort& t) {
    using namespace yaml;
    v("below_numerator", t.below_numerator, Range{1, 1000},
      "Short: fewer members than this share.");
    v("below_denominator", t.below_denominator, Range{1, 1000});
    v("quorum_numerator", t.quorum_numerator, Range{1, 1000}, "Of the lawful total.");
    v("quorum_denominator", t.quorum_denominator, Range{1, 1000});
    v("majority", t.majority, need, "Of every decision.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Rules& t) {
    using namespace yaml;
    v("quorum_numerator", t.quorum_numerator, Range{1, 1000});
    v("quorum_denominator", t.quorum_denominator, Range{1, 1000});
    v("majority", t.majority)("when_short", t.when_short, "While too few members are left.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, MeetingKind& t) {
    using namespace yaml;
    v("code", t.code, need, is_code, "Equals the file's name.")("name", t.name, need);
    v("body", t.body, need, Ref{"body"})("session", t.session, Range{1, 1000});
    v("ordered", t.ordered, "Items come in the order written, unless `after` says otherwise.");
    v("chair_post", t.chair_post, need, Ref{"post"}, "Presides once chair_from is reached.");
    v("chair_from", t.chair_from, Ref{"milestone"}, "Absent: from the start.");
    v("convener_post", t.convener_post, Ref{"post"}, "Presides until then.");
    v("secretary_post", t.secretary_post, need, Ref{"post"});
    v("member_posts", t.member_posts, need, Ref{"post"});
    v("guest_posts", t.guest_posts, Ref{"post"}, "A voice and no vote.");
    v("lawful_total", t.lawful_total, Range{0, 500}, "0: the holders of member_posts.");
    v("rules", t.rules, need)("agenda", t.agenda, need)("assignments", t.assignments);
    v("invite_days", t.invite_days, Range{0, 365});
    basis_keys(v, t.basis);
}

template <class V>
void keys(V& v, Milestone& t) {
    using namespace yaml;
    v("name", t.name, need)("requires", t.requires_, Ref{"milestone"});
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Precedence& t) {
    using namespace yaml;
    v("milestones", t.milestones);
    v("gates", t.gates, Ref{"milestone"},
      "What is asked -> milestones that must be reached first.");
}

template <class V>
void keys(V& v, Rule& t) {
    using namespace yaml;
    v("refusal", t.refusal, "The sentence by which the office keeps it: dossier.supplement_once.");
    v("asks", t.asks, need, "What it is about: dossier.ask_supplement.");
    v("text", t.text, need, "What it says.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, RuleBook& t) {
    using namespace yaml;
    v("rules", t.rules, need);
}

template <class V>
void keys(V& v, ServiceTime& t) {
    using namespace yaml;
    v("median", t.median, Range{0, 100'000}, "Minutes.");
    v("p90", t.p90, Range{0, 100'000}, "Minutes.");
    v("law", t.law, "Absent: lognormal, by median and p90.");
    v("mean", t.mean, Range{0, 100'000}, "Minutes; exponential and constant.");
    v("least", t.least, Range{0, 100'000}, "Minutes; uniform and triangular.");
    v("most", t.most, Range{0, 100'000}, "Minutes; uniform and triangular.");
    v("mode", t.mode, Range{0, 100'000}, "Minutes; triangular.");
}
template <class V>
void keys(V& v, Agency& t) {
    using namespace yaml;
    v("servers", t.servers, Range{1, 1'000})("takes", t.takes, need, "Working minutes.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Demand& t) {
    using namespace yaml;
    v("arrivals_per_day", t.arrivals_per_day, KeyRef{"unit"}, Range{0, 1e6}, "\"*\": the others.");
    v("profile", t.profile, "Half-hour -> share; sum 1.");
    v("weekday", t.weekday, Range{0, 100}, "Factors, Monday first.");
    v("ramp", t.ramp, "Day after go-live -> factor.");
    v("mix", t.mix, KeyRef{"procedure"}, Range{0, 1}, "Sum 1.");
    v("channels", t.channels, KeyOneOf{"counter", "online", "post"}, Range{0, 1}, "Sum 1.");
    v("supplement", t.supplement, KeyOneOf{"counter", "online", "post"}, Range{0, 1});
    v("refusal", t.refusal, Range{0, 1});
    v("service", t.service, "By kind of work item, in minutes; \"*\": the others.");
    v("learning_factor", t.learning_factor, Range{1, 100});
    v("learning_scale", t.learning_scale, Range{0, 1e6});
    v("mistake", t.mistake, Range{0, 1})("absence", t.absence, Range{0, 1});
    v("outage_per_day", t.outage_per_day, Range{0, 1000});
    v("outage_minutes", t.outage_minutes, Range{0, 1440}, "Least and most.");
    v("token_failure", t.token_failure, Range{0, 1});
    v("learning", t.learning, "How practice shortens the work.");
    v("season", t.season, Range{0, 100}, "Month -> factor on arrivals.");
    v("before_opening", t.before_opening, Range{0, 1}, "Share of visitors at the door by then.");
    v("elsewhere", t.elsewhere, Range{0, 1}, "Share whose dossier is another unit's.");
    v("steps", t.steps, "\"1.001193/verify\" -> minutes; before those of its kind of work.");
    v("branches", t.branches, Range{0, 1}, "\"1.001193/flow_6\" -> probability of that way.");
    v("outcomes", t.outcomes, Range{0, 1}, "\"rework\" -> probability, where a step offers it.");
    v("variables", t.variables, Range{0, 1}, "Yes/no variable -> share of dossiers.");
    v("patience", t.patience, "Minutes in the queue until somebody goes away.");
    v("comes_back", t.comes_back, "Working minutes until what was missing is brought.");
    v("fetches", t.fetches, "Working minutes until a result is fetched.");
    v("confirms", t.confirms, Range{0, 1}, "Share of those sent a draft who confirm it.");
    v("agencies", t.agencies, KeyRef{"unit"}, "Who answers what is asked; \"*\": the others.");
    v("interruption", t.interruption, Range{0, 1'000}, "Minutes per signature outside a batch.");
    v("batch", t.batch, Range{1, 1'000}, "Kind of work -> how many are done in one go.");
    v("duties", t.duties, KeyRef{"post"}, "Hours of the day given to other things.");
    v("basis", t.basis, "By key of this file: sourced, derived or assumed.");
}

template <class V>
void keys(V& v, CriticalTask& t) {
    using namespace yaml;
    v("name", t.name, need)("objective", t.objective, need, Ref{"objective"});
    v("tier", t.tier, Range{1, 3}, "1: without it the unit must not open.");
    v("owner_role", t.owner_role, need, Ref{"role"});
    v("kind", t.kind, need, OneOf{"dossier", "document", "meeting", "inject", "assignment"});
    v("selects", t.selects, is_code,
      "Procedures, document types, agenda items or kinds of inject.");
    v("target", t.target, Range{0, 1}, "Share of attempts that must be P or S.");
    v("within", Duration{t.within}, "Working time; absent: the legal limit.");
    basis_keys(v, t.basis);
}
template <class V>
void keys(V& v, Objective& t) {
    using namespace yaml;
    v("name", t.name, need)("target", t.target, "The capability target in words.");
}
template <class V>
void keys(V& v, Readiness& t) {
    using namespace yaml;
    v("objectives", t.objectives)("tasks", t.tasks)("gate", t.gate);
    v("scorecard", t.scorecard, Range{0, 1000}, "Line -> maximum points.");
    v("simulated_target", t.simulated_target, Range{0, 1});
}

template <class V>
void keys(V& v, RosterEntry& t) {
    using namespace yaml;
    v("name", t.name, need)("posts", t.posts, need, Ref{"post"});
    v("appointed_by_announcement", t.appointed_by_announcement, Ref{"post"},
      "Posts taken only when the decision is announced.");
    v("account", t.account)("signature", t.signature)("signature_until", t.signature_until);
    v("substitutes", t.substitutes, is_code, "Officers; before those of the posts.");
    v("experience", t.experience, Range{0, 1e6}, "Dossiers already practised.");
}
template <class V>
void keys(V& v, Roster& t) {
    using namespace yaml;
    v("unit", t.unit, need, Ref{"unit"}, "Equals the file's name.")("officers", t.officers, need);
    v("members", t.members, KeyRef{"body"}, Range{0, 500}, "Lawful total of members.");
}

}  // namespace ss::plan
