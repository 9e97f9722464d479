// What several views show: names beside codes, people, dossiers, work items, colours.
// An Instant that is not there is left out; a text that is not there is "".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/wire.h"
#include "dossiers/wire.h"
#include "office/wire.h"
#include "views/views.h"

namespace ss::views {

struct Named {
    Code code;
    std::string name;  // in the language of the one who looks
};

// A sentence of words/*.yaml, and what it was made of.
struct Sentence {
    std::vector<std::string> args;
    std::string rule;
    std::string text;
};

// How a deadline stands: far off; in the last quarter of its working time; past.
enum class Colour : unsigned char { green, amber, red };
constexpr auto names(Colour) {
    return std::to_array<std::string_view>({"green", "amber", "red"});
}

// A citizen or business. All empty where the one who looks may not see it, or where it was erased.
struct Citizen {
    std::string address;
    std::string contact;
    std::string identity;
    Code kind;  // "individual", "business", "organisation"
    std::string name;
};

struct ComponentLine {
    Code code;
    std::string name;
    int originals = 1;
    int copies = 0;
    bool always = true;               // false: only where the dossier's data ask for it
    bool from_database = false;       // not asked of the citizen
    std::vector<Named> alternatives;  // any one of which is enough in its place
};

struct DossierLine {
    std::string applicant;  // name
    dossiers::Channel channel = dossiers::Channel::counter;
    std::string code;  // empty until received
    Colour colour = Colour::green;
    DossierId dossier;
    std::optional<Instant> due;
    int64_t fee = 0;   // đồng
    int64_t owed = 0;  // of it
    bool overdue = false;
    Instant presented;
    Named procedure;
    std::optional<Instant> received;
    dossiers::Stage stage = dossiers::Stage::presented;
};

// A step somebody has to do, of a dossier's procedure.
struct WorkLine {
    std::string applicant;
    std::string code;  // of the dossier
    Colour colour = Colour::green;
    Code document;  // type of the paper it signs or numbers; empty: none
    DossierId dossier;
    std::optional<Instant> dossier_due;  // the date promised to the citizen
    std::optional<Instant> due;          // of the step
    Code kind;                           // "verify", "sign", ...
    bool mine = false;                   // taken by the one who looks
    std::string name;                    // of the step
    Code node;
    std::vector<std::string> outcomes;
    bool overdue = false;  // the step's own limit has passed
    Named procedure;
    Named role;
    Instant since;
    std::optional<Person> taken_by;
    WorkId work;
};

struct AssignmentProgress {
    Instant at;
    Person by;
    std::string text;
};
struct AssignmentLine {
    std::vector<std::string> asks;  // the one who looks may ask now: "assignment.report"
    AssignmentId assignment;
    Named body;
    std::optional<Instant> closed;
    Colour colour = Colour::green;
    Instant created;
    std::optional<Instant> done;
    Instant due;
    bool extended = false;
    Person giver;
    bool late = false;  // past its deadline and not reported done, or reported done after it
    Named objective;
    std::vector<Person> owners;  // who carries it now
    Named owner_post;
    std::vector<AssignmentProgress> progress;
    assignments::Source source;
    std::string source_title;  // symbol of the paper, or name of the meeting and its item
    assignments::Stage stage = assignments::Stage::given;
    std::vector<Named> support;
    std::string title;
};

// How the one who looks may lawfully sign, or why not.
struct SigningLine {
    std::string basis;
    std::string formula;              // "", "KT.", "TL.", ...
    std::string on_behalf_of;         // title after the formula
    std::optional<Sentence> refusal;  // none: may sign
    std::string title;                // of the post that signs
};

template <class V>
void fields(V& v, Person& t) {
    v("code", t.code)("name", t.name)("title", t.title);
}
template <class V>
void fields(V& v, Named& t) {
    v("code", t.code)("name", t.name);
}
template <class V>
void fields(V& v, Sentence& t) {
    v("args", t.args)("rule", t.rule)("text", t.text);
}
template <class V>
void fields(V& v, Citizen& t) {
    v("address", t.address)("contact", t.contact)("identity", t.identity)("kind", t.kind);
    v("name", t.name);
}
template <class V>
void fields(V& v, ComponentLine& t) {
    v("alternatives", t.alternatives)("always", t.always)("code", t.code)("copies", t.copies);
    v("from_database", t.from_database)("name", t.name)("originals", t.originals);
}
template <class V>
void fields(V& v, DossierLine& t) {
    v("applicant", t.applicant)("channel", t.channel)("code", t.code)("colour", t.colour);
    v("dossier", t.dossier)("due", t.due)("fee", t.fee)("overdue", t.overdue)("owed", t.owed);
    v("presented", t.presented)("procedure", t.procedure)("received", t.received);
    v("stage", t.stage);
}
template <class V>
void fields(V& v, WorkLine& t) {
    v("applicant", t.applicant)("code", t.code)("colour", t.colour)("document", t.document);
    v("dossier", t.dossier)("dossier_due", t.dossier_due)("due", t.due)("kind", t.kind);
    v("mine", t.mine)("name", t.name)("node", t.node)("outcomes", t.outcomes);
    v("overdue", t.overdue)("procedure", t.procedure)("role", t.role)("since", t.since);
    v("taken_by", t.taken_by)("work", t.work);
}
template <class V>
void fields(V& v, AssignmentProgress& t) {
    v("at", t.at)("by", t.by)("text", t.text);
}
template <class V>
void fields(V& v, AssignmentLine& t) {
    v("asks", t.asks)("assignment", t.assignment)("body", t.body)("closed", t.closed);
    v("colour", t.colour)("created", t.created)("done", t.done)("due", t.due);
    v("extended", t.extended)("giver", t.giver)("late", t.late)("objective", t.objective);
    v("owner_post", t.owner_post)("owners", t.owners)("progress", t.progress)("source", t.source);
    v("source_title", t.source_title)("stage", t.stage)("support", t.support)("title", t.title);
}
template <class V>
void fields(V& v, SigningLine& t) {
    v("basis", t.basis)("formula", t.formula)("on_behalf_of", t.on_behalf_of);
    v("refusal", t.refusal)("title", t.title);
}

}  // namespace ss::views
