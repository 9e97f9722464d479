// Names, colours, lines.
#include "views/eyes.h"

#include <algorithm>
#include <charconv>

#include "bpmn/program.h"

namespace ss::views {

namespace {

template <class Map>
const typename Map::mapped_type* in(const Map& map, const typename Map::key_type& key) {
    const auto i = map.find(key);
    return i == map.end() ? nullptr : &i->second;
}

}  // namespace

Result<uint32_t> number_param(const Looking& looking, const std::string& name) {
    const auto* text = in(looking.params, name);
    uint32_t number = 0;
    if (text == nullptr || text->empty()) return number;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (wrong != std::errc{} || end != text->data() + text->size())
        return Error{ErrorCode::malformed, name + " is a number"};
    return number;
}

std::string text_param(const Looking& looking, const std::string& name) {
    const auto* text = in(looking.params, name);
    return text == nullptr ? std::string{} : *text;
}

std::string Eyes::open(const Sealed& sealed) const {
    if (look.vault == nullptr || sealed.hash.zero()) return {};
    const auto* value = look.vault->open(sealed);
    return value == nullptr ? std::string{} : *value;
}

Named Eyes::procedure(const Code& code) const {
    const auto* p = plan.procedure(code);
    return {code, p == nullptr ? code : text(p->name)};
}
Named Eyes::role(const Code& code) const {
    const auto* r = in(plan.organization.roles, code);
    return {code, r == nullptr ? code : text(r->name)};
}
Named Eyes::body(const Code& code) const {
    const auto* b = in(plan.organization.bodies, code);
    return {code, b == nullptr ? code : text(b->name)};
}
Named Eyes::post(const Code& code) const {
    const auto* p = in(plan.organization.posts, code);
    return {code, p == nullptr ? code : text(p->title)};
}
Named Eyes::unit(const Code& code) const {
    const auto* u = plan.unit(code);
    return {code, u == nullptr ? code : text(u->name)};
}
Named Eyes::type(const Code& code) const {
    const auto* t = in(plan.documents.types, code);
    return {code, t == nullptr ? code : text(t->name)};
}
Named Eyes::urgency(const Code& code) const {
    const auto* u = in(plan.documents.urgencies, code);
    return {code, u == nullptr ? code : text(u->name)};
}
Named Eyes::meeting_kind(const Code& code) const {
    const auto* m = in(plan.meetings, code);
    return {code, m == nullptr ? code : text(m->name)};
}
Named Eyes::milestone(const Code& code) const {
    const auto* m = in(plan.precedence.milestones, code);
    return {code, m == nullptr ? code : text(m->name)};
}
Named Eyes::objective(const Code& code) const {
    const auto* o = in(plan.readiness.objectives, code);
    return {code, o == nullptr ? code : text(o->name)};
}
Named Eyes::recipient(const Code& code) const {
    if (plan.unit(code) != nullptr) return unit(code);
    if (plan.organization.bodies.contains(code)) return body(code);
    if (plan.organization.posts.contains(code)) return post(code);
    if (state.org.officers.contains(code)) return {code, person(code).name};
    return {code, code};
}

Person Eyes::person(const Code& officer, const Code& own) const {
    Person out{officer, officer, {}};
    if (const auto* known = in(state.org.officers, officer)) out.name = known->name;
    Code title = own;
    if (title.empty())
        if (const auto posts = org::posts_of(state.org, officer, now); !posts.empty())
            title = posts.front();
    if (!title.empty()) out.title = post(title).name;
    return out;
}

std::vector<Person> Eyes::persons(const std::vector<Code>& officers) const {
    std::vector<Person> out;
    for (const Code& code : officers) out.push_back(person(code));
    return out;
}

std::vector<Person> Eyes::holders(const Code& code) const {
    std::vector<Person> out;
    for (const Code& officer : org::holders_of(state.org, code, now))
        out.push_back(person(officer, code));
    return out;
}

Citizen Eyes::citizen(const dossiers::Applicant& a) const {
    return {open(a.address), open(a.contact), open(a.identity), a.kind, open(a.name)};
}

std::string Eyes::name_of(const std::string& code) const {
    if (plan.procedures.contains(code)) return procedure(code).name;
    if (plan.organization.roles.contains(code)) return role(code).name;
    if (plan.precedence.milestones.contains(code)) return milestone(code).name;
    if (plan.meetings.contains(code)) return meeting_kind(code).name;
    return recipient(code).name;
}

// Codes of agenda items repeat between kinds of meetings: the one that sits now is meant.
const org::Text* Eyes::agenda_title(const Code& item) const {
    const org::Text* title = nullptr;
    for (const auto& [id, sitting] : state.meetings.meetings) {
        const auto kind = plan.meetings.find(sitting.kind);
        if (kind == plan.meetings.end() || (title && sitting.stage != meetings::Stage::open))
            continue;
        for (const plan::AgendaItem& planned : kind->second.agenda)
            if (planned.code == item) title = &planned.title;
    }
    return title;
}

// The same code may stand for another paper in another procedure; without one, any will do.
const org::Text* Eyes::component_name(const Code& procedure, const Code& code) const {
    const auto in = [&](const plan::Procedure& p) -> const org::Text* {
        for (const plan::Component& c : p.components)
            if (c.code == code) return &c.name;
        return nullptr;
    };
    if (const auto* p = plan.procedure(procedure)) return in(*p);
    for (const auto& [other, p] : plan.procedures)
        if (const org::Text* name = in(p)) return name;
    return nullptr;
}

std::vector<std::string> Eyes::named(const std::string& rule, const std::vector<std::string>& args,
                                     const Code& procedure) const {
    const bool of_meeting = rule.starts_with("meeting.");
    const bool of_papers = rule.starts_with("dossier.component");
    std::vector<std::string> named;
    for (const auto& arg : args) {
        const org::Text* title = of_meeting  ? agenda_title(arg)
                                 : of_papers ? component_name(procedure, arg)
                                             : nullptr;
        named.push_back(title ? "“" + text(*title) + "”" : name_of(arg));
    }
    return named;
}

std::vector<std::string> named(const Looking& looking, const Refusal& refusal,
                               const Code& procedure) {
    return Eyes(looking).named(refusal.rule, refusal.args, procedure);
}

Sentence Eyes::say(const std::string& rule, const std::vector<std::string>& args) {
    if (!book_) book_ = words::load(look.language);
    return {args, rule, words::say(*book_, rule, named(rule, args))};
}

Colour Eyes::colour(Instant from, std::optional<Instant> due, bool over) const {
    if (over || (due && now > *due)) return Colour::red;
    if (!due || due->ms == 0) return Colour::green;
    const int64_t whole = plan.calendar.working_ms(std::min(from, *due), *due);
    const int64_t left = plan.calendar.working_ms(now, *due);
    return left * 4 <= whole ? Colour::amber : Colour::green;
}

bool Eyes::today(Instant at) const {
    return local_date(at, plan.calendar.offset) == local_date(now, plan.calendar.offset);
}

const dossiers::Dossier* Eyes::dossier(DossierId id) const {
    return state.dossiers.find(id);
}

DossierLine Eyes::line(const dossiers::Dossier& d) const {
    DossierLine out;
    out.applicant = open(d.applicant.name);
    out.channel = d.channel;
    out.code = d.code;
    out.dossier = d.id;
    const bool running =
        d.stage < dossiers::Stage::resolved && d.stage != dossiers::Stage::awaiting_supplement;
    out.due = some(d.due_at);
    out.colour = d.overdue ? Colour::red
                           : colour(d.received_at, running ? out.due : std::optional<Instant>{});
    out.fee = d.fee;
    out.owed = std::max<int64_t>(0, d.fee - d.paid);
    out.overdue = d.overdue;
    out.presented = d.presented_at;
    out.procedure = procedure(d.procedure);
    out.received = some(d.received_at);
    out.stage = d.stage;
    return out;
}

WorkLine Eyes::line(const flow::WorkItem& w) const {
    WorkLine out;
    if (const auto* d = dossier(w.dossier)) {
        out.applicant = open(d->applicant.name);
        out.code = d->code;
        out.dossier_due = some(d->due_at);
    }
    out.document = w.document;
    out.dossier = w.dossier;
    out.due = w.due;
    out.kind = w.kind;
    out.mine = w.taken_by && *w.taken_by == look.officer;
    out.name = w.name;
    out.node = w.node;
    out.outcomes = w.outcomes;
    out.overdue = w.due && now > *w.due;
    const auto first = out.due && out.dossier_due ? std::min(*out.due, *out.dossier_due)
                       : out.due                  ? *out.due
                                                  : out.dossier_due.value_or(Instant{});
    out.colour = colour(w.offered, some(first));
    out.procedure = procedure(w.procedure);
    out.role = role(w.role);
    out.since = w.offered;
    if (w.taken_by) out.taken_by = person(*w.taken_by);
    out.work = w.work;
    return out;
}

ComponentLine Eyes::line(const plan::Procedure& p, const plan::Component& c) const {
    ComponentLine out;
    out.code = c.code;
    out.name = text(c.name);
    out.originals = c.originals;
    out.copies = c.copies;
    out.always = c.when.empty();
    out.from_database = c.from_database;
    for (const Code& other : c.alternatives) {
        const auto i = std::ranges::find(p.components, other, &plan::Component::code);
        out.alternatives.push_back({other, i == p.components.end() ? other : text(i->name)});
    }
    return out;
}

AssignmentLine Eyes::line(AssignmentId id, const assignments::Assignment& a) {
    AssignmentLine out;
    out.asks = asks(id);
    out.assignment = id;
    out.body = body(a.body);
    out.closed = a.closed;
    out.created = a.created;
    out.done = a.done;
    out.due = a.due;
    out.extended = a.extended;
    out.giver = person(a.giver, a.giver_post);
    out.late = a.done ? *a.done > a.due : now > a.due;
    out.colour =
        out.late ? Colour::red : colour(a.created, a.done ? std::optional<Instant>{} : a.due);
    if (!a.objective.empty()) out.objective = objective(a.objective);
    out.owner_post = post(a.owner_post);
    out.owners = a.owner.empty() ? holders(a.owner_post)
                                 : std::vector<Person>{person(a.owner, a.owner_post)};
    for (const auto& p : a.progress) out.progress.push_back({p.at, person(p.by), p.text});
    out.source = a.source;
    if (a.source.document) {
        if (const auto* o = in(state.documents.outgoing, *a.source.document))
            out.source_title = o->symbol;
        if (const auto* i = in(state.documents.incoming, *a.source.document))
            out.source_title = i->symbol;
    } else if (a.source.meeting) {
        if (const auto* m = state.meetings.meeting(*a.source.meeting))
            out.source_title = meeting_kind(m->kind).name;
    }
    out.stage = a.stage;
    for (const Code& support : a.support) out.support.push_back(post(support));
    out.title = a.title;
    return out;
}

std::string Eyes::step_name(const Code& code, const Code& node) const {
    const auto* p = plan.procedure(code);
    if (p == nullptr || !p->program) return node;
    const auto found = p->program->find(node);
    if (!found) return node;
    const auto& name = p->program->info(*found).name;
    return name.empty() ? node : name;
}

}  // namespace ss::views
