// Meetings and assignments: the lines, and rule R13 over them.
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

template <class Line>
void note(Line& line, uint64_t seq) {
    if (line.seqs.empty() || line.seqs.back() != seq) line.seqs.push_back(seq);
}

const plan::MeetingKind* kind_of(const plan::Plan& plan, const Code& kind) {
    const auto k = plan.meetings.find(kind);
    return k == plan.meetings.end() ? nullptr : &k->second;
}
const plan::AgendaItem* item_of(const plan::MeetingKind* kind, const Code& item) {
    if (kind != nullptr)
        for (const plan::AgendaItem& i : kind->agenda)
            if (i.code == item) return &i;
    return nullptr;
}

}  // namespace

void Pass::on(const meetings::Convened& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    m.id = f.meeting;
    m.kind = f.kind;
    m.body = f.body;
    m.convener = f.convener;
    m.convened = f.at;
    m.begins = f.begins;
    note(m, seq_);
}
void Pass::on(const meetings::RollCalled& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    ++m.rolls;
}
void Pass::on(const meetings::Opened& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    if (m.opened.ms == 0) m.opened = f.at;
    m.chair = f.chair;
    if (const plan::MeetingKind* kind = kind_of(plan_, m.kind)) {
        const int64_t left = meetings::members_left(t_.org, *kind, f.at);
        if (meetings::is_short(kind->rules, left, f.total))
            m.troubles.push_back({Rating::M,
                                  say("r13.short", {std::to_string(left), std::to_string(f.total)}),
                                  {seq_},
                                  true});
    }
    if (f.present < f.needed)
        m.troubles.push_back({Rating::U,
                              say("r13.opened_without_quorum",
                                  {std::to_string(f.present), std::to_string(f.needed)}),
                              {seq_},
                              true});
}

// The statutory order: what the plan says must be over before this item.
void Pass::on(const meetings::ItemTaken& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    const plan::MeetingKind* kind = kind_of(plan_, m.kind);
    const plan::AgendaItem* item = item_of(kind, f.item);
    if (item == nullptr) return;
    std::vector<Code> before = item->after;
    if (before.empty() && kind->ordered)
        for (const plan::AgendaItem& i : kind->agenda) {
            if (i.code == f.item) break;
            if (i.required) before.push_back(i.code);
        }
    for (const Code& b : before)
        if (!m.over.contains(b))
            m.troubles.push_back({Rating::U, say("r13.order", {f.item, b}), {seq_}, true});
}
void Pass::on(const meetings::ItemOver& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    m.over.insert(f.item);
}

// R13: quorum at the vote, the form the law asks for, and the majority by the rule in force.
void Pass::count(const meetings::Count& c, MeetingLine& m, const Code& item) {
    const plan::AgendaItem* agenda = item_of(kind_of(plan_, m.kind), item);
    if (c.present < c.needed)
        m.troubles.push_back({Rating::U,
                              say("r13.vote_without_quorum",
                                  {item, std::to_string(c.present), std::to_string(c.needed)}),
                              {seq_},
                              true});
    if (agenda != nullptr && agenda->form == plan::VoteForm::secret &&
        c.form != plan::VoteForm::secret)
        m.troubles.push_back({Rating::U, say("r13.not_secret", {item}), {seq_}, true});
    const bool ballots = c.form == plan::VoteForm::secret;
    if (ballots && (c.valid + c.invalid != c.collected || c.collected > c.issued))
        m.troubles.push_back({Rating::U, say("r13.tally", {item}), {seq_}, true});
}

void Pass::on(const meetings::Carried& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    m.carried.insert(f.item);
    count(f.count, m, f.item);
    const meetings::Count& c = f.count;
    const int64_t got = c.in_favour * c.denominator, needs = c.base_count * c.numerator;
    const bool enough = c.at_least ? got >= needs : got > needs;
    if (c.candidates.empty() && !enough && !c.tie_broken)
        m.troubles.push_back({Rating::U,
                              say("r13.majority", {f.item, std::to_string(c.in_favour),
                                                   std::to_string(c.base_count)}),
                              {seq_},
                              true});
}
void Pass::on(const meetings::Lost& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    ++m.lost;
    count(f.count, m, f.item);
    m.troubles.push_back({Rating::S, say("meeting.lost", {f.item}), {seq_}, false});
}
void Pass::on(const meetings::Closed& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    m.closed = f.at;
    m.chair = f.chair;
}
void Pass::on(const meetings::MinutesSigned& f) {
    MeetingLine& m = t_.meetings[f.meeting];
    note(m, seq_);
    m.minutes = f.at;
}

void Pass::on(const assignments::Created& f) {
    AssignmentLine& a = t_.assignments[f.assignment];
    a.id = f.assignment;
    a.title = f.title;
    a.owner = f.owner;
    a.owner_post = f.owner_post;
    a.giver = f.giver;
    a.created = f.at;
    a.due = f.due;
    a.inject = inject_;
    a.variety = names(assignments::SourceKind{})[static_cast<size_t>(f.source.kind)];
    const std::string& language =
        plan_.city.languages.empty() ? std::string() : plan_.city.languages.front();
    if (f.source.meeting)  // made from a template of the meeting: its code is the kind of case
        if (const auto* kind = kind_of(plan_, t_.meetings[*f.source.meeting].kind))
            for (const auto& template_ : kind->assignments)
                if (template_.title.get(language) == f.title) a.variety = template_.code;
    note(a, seq_);
}
void Pass::on(const assignments::Accepted& f) {
    AssignmentLine& a = t_.assignments[f.assignment];
    note(a, seq_);
    a.accepted = f.at;
    if (a.owner.empty()) a.owner = f.by;
}
void Pass::on(const assignments::Reported& f) {
    AssignmentLine& a = t_.assignments[f.assignment];
    note(a, seq_);
    if (!f.done) return;
    a.done = f.at;
    a.late = f.at > a.due;
}
void Pass::on(const assignments::Extended& f) {
    AssignmentLine& a = t_.assignments[f.assignment];
    note(a, seq_);
    a.due = f.due;
    a.extended = true;
    a.troubles.push_back({Rating::S, say("assignment.was_extended"), {seq_}, false});
}
void Pass::on(const assignments::FellOverdue& f) {
    AssignmentLine& a = t_.assignments[f.assignment];
    note(a, seq_);
    a.overdue = true;
}

namespace {

// What a carried motion becomes is numbered, signed and issued.
void papers(const Table& t, MeetingLine& m, const plan::MeetingKind& kind) {
    for (const plan::AgendaItem& item : kind.agenda) {
        if (item.paper.empty() || !m.carried.contains(item.code)) continue;
        const PaperLine* found = nullptr;
        for (const auto& [id, p] : t.papers)
            if (p.meeting == m.id && p.motion == item.code) found = &p;
        if (found == nullptr || found->issued.ms == 0) {
            m.troubles.push_back({Rating::U, say("r13.not_issued", {item.code, item.paper}),
                                  found == nullptr ? m.seqs : found->seqs, true});
            continue;
        }
        m.seqs.insert(m.seqs.end(), found->seqs.begin(), found->seqs.end());
        for (const Trouble& trouble : found->troubles) m.troubles.push_back(trouble);
    }
}

void meeting(const Table& t, MeetingLine& m) {
    constexpr int64_t kLate = 15 * kMinute;
    const plan::MeetingKind* kind = kind_of(*t.plan, m.kind);
    const std::vector<uint64_t> last{m.seqs.back()};
    if (m.opened.ms == 0) {
        if (t.last > m.begins)
            m.troubles.push_back({Rating::U, say("r13.never_opened"), m.seqs, true});
        return;
    }
    if (m.opened.ms > m.begins.ms + kLate)
        m.troubles.push_back(
            {Rating::S, say("meeting.opened_late", {clock_of(*t.plan, m.opened)}), last, false});
    if (kind != nullptr)
        for (const plan::AgendaItem& item : kind->agenda)
            if (item.required && !m.over.contains(item.code))
                m.troubles.push_back({Rating::U, say("r13.item_missing", {item.code}), last, true});
    if (m.closed.ms == 0) m.troubles.push_back({Rating::U, say("r13.not_closed"), last, true});
    else if (m.minutes.ms == 0)
        m.troubles.push_back({Rating::U, say("r13.no_minutes"), last, true});
    if (kind != nullptr) papers(t, m, *kind);
    std::sort(m.seqs.begin(), m.seqs.end());
}

}  // namespace

void check_meetings(Table& t) {
    for (auto& [id, m] : t.meetings) {
        for (const RefusedTry& r : t.refused)
            if (r.refs.meetings.contains(id) && r.inject.empty())
                m.troubles.push_back({Rating::S, {r.refusal.rule, r.refusal.args}, {r.seq}, false});
        meeting(t, m);
    }
}

void check_assignments(Table& t) {
    for (auto& [id, a] : t.assignments) {
        const plan::Plan& plan = *t.plan;
        if (a.done.ms == 0 && t.last > a.due)
            a.troubles.push_back({Rating::U,
                                  say("assignment.not_done_by", {day_clock_of(plan, a.due)}),
                                  a.seqs, false});
        if (a.late)
            a.troubles.push_back({Rating::M,
                                  say("assignment.done_late", {day_clock_of(plan, a.due)}), a.seqs,
                                  false});
        if (a.accepted.ms == 0 && t.working(a.created, t.last) > 8 * kHour)
            a.troubles.push_back({Rating::M, say("assignment.nobody_accepted"), a.seqs, false});
        for (const RefusedTry& r : t.refused)
            if (r.refs.assignments.contains(id) && r.inject.empty())
                a.troubles.push_back({Rating::S, {r.refusal.rule, r.refusal.args}, {r.seq}, false});
    }
}

}  // namespace ss::readiness
