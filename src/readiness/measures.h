// The one table everything in a report is computed from: one line per dossier, work item, paper,
// meeting and assignment of a unit's record, each with its times and the entries that prove it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "org/org.h"
#include "readiness/judge.h"

namespace ss::readiness {

// Numbers a command or fact names.
struct Refs {
    std::set<DossierId> dossiers;
    std::set<DocumentId> documents;
    std::set<MeetingId> meetings;
    std::set<AssignmentId> assignments;
    std::set<WorkId> works;
    void add(const Refs& other);
    bool touches(const Refs& other) const;
};
Refs refs_of(const office::Command& command);
Refs refs_of(const office::Fact& fact);
// A field of a command or fact, as canonical JSON: "procedure", "as.channel"; nothing: not there.
// `list` fields hold a value when one of their members is it.
bool has_field(const std::string& json, const std::string& path, const Value& wanted);

// Something that broke a rule, or made an attempt worse than P.
struct Trouble {
    Rating rating = Rating::S;
    Sentence why;
    std::vector<uint64_t> seqs;
    bool law = false;  // unlawful, not merely late or clumsy
};

struct RefusedTry {
    uint64_t seq = 0;
    Instant at;
    Code by;
    std::string command;
    Refusal refusal;
    Refs refs;
    Code inject;  // that had it tried; empty: the officer's own idea
};

struct Asked {  // a supplement notice
    uint64_t seq = 0;
    Instant at;
    std::vector<Code> missing;
    size_t reasons = 0;
    bool in_verification = false;
};
struct Sorry {  // an apology
    uint64_t seq = 0;
    Instant at, old_due, new_due;
};

struct DossierLine {
    DossierId id;
    std::string code;
    Code procedure, channel, inject;
    Instant presented, received, resolved, ended;
    std::optional<Instant> due;
    Instant transfer_at, transferred;
    Code receiver, end;  // "returned", "refused", "withdrawn", "stopped", "forwarded"
    bool after_cutoff = false, taken_over = false, accepted = false, forwarded = false;
    bool entered_after = false;  // on paper first
    bool stood_in = false;
    Instant owned;  // the first step taken
    std::set<Code> given, required;
    Data data;
    std::vector<Asked> supplements;
    std::vector<Sorry> apologies;
    bool supplemented = false;
    Instant overdue;
    uint64_t overdue_seq = 0, received_seq = 0;
    int64_t fee = 0, paid = 0;
    Code means;
    int mark = 0;
    bool digitised = false, draft_shown = false;
    std::vector<uint64_t> seqs;
    std::map<Code, int> officers;
    std::vector<Trouble> troubles;
};

struct WorkLine {
    WorkId id;
    DossierId dossier;
    Code procedure, node, kind, role, by, outcome;
    Instant offered, taken, completed;  // zero: not yet
    std::optional<Instant> due;
    bool cancelled = false;
    uint64_t offered_seq = 0, completed_seq = 0;
    int handovers = 0;
};

struct PaperLine {  // outgoing
    DocumentId id;
    documents::Kind kind = documents::Kind::paper;
    org::Side side = org::Side::state;
    Code type, body, drafter, signer, clerk, run, inject;
    std::string symbol, abstract;
    int64_t number = 0;
    std::optional<DossierId> dossier;
    std::optional<MeetingId> meeting;
    Code motion;
    Instant drafted, checked, signed_at, numbered, sealed, issued, ended;
    std::optional<Instant> issue_by;
    bool fell_unissued = false, recalled = false, replaced = false, corrected = false;
    int sent_back = 0;
    std::vector<uint64_t> seqs;
    std::vector<Trouble> troubles;
};

struct ArrivalLine {  // incoming
    DocumentId id;
    Code from, type, urgency, lead, inject, clerk;
    std::string symbol;
    Instant arrived, registered, assigned, finished, ended, register_by, assign_by;
    std::optional<Instant> due;
    bool late_registered = false, late_assigned = false, late_finished = false, overdue = false;
    bool turned_back = false;
    std::vector<uint64_t> seqs;
    std::vector<Trouble> troubles;
};

struct MeetingLine {
    MeetingId id;
    Code kind, body, convener, chair;
    Instant convened, begins, opened, closed, minutes;
    std::set<Code> over;     // items done with
    std::set<Code> carried;  // motions
    std::vector<uint64_t> seqs;
    std::vector<Trouble> troubles;
    int rolls = 0, lost = 0;
};

struct AssignmentLine {
    AssignmentId id;
    std::string title;
    Code owner, owner_post, giver, variety, inject;
    Instant created, accepted, done, due;
    bool extended = false, overdue = false, late = false;
    std::vector<uint64_t> seqs;
    std::vector<Trouble> troubles;
};

struct AwayLine {
    Code officer;
    Instant from, until;
    uint64_t seq = 0;
};
struct GivenLine {
    Instant at, until;
    Code kind;
    std::vector<Code> desks;
    uint64_t seq = 0;
};

struct Table {
    const UnitRecord* record = nullptr;
    const plan::Plan* plan = nullptr;
    Instant first, last;
    uint64_t facts = 0, refusals = 0;
    org::State org;  // as the day ended
    std::map<DossierId, DossierLine> dossiers;
    std::map<WorkId, WorkLine> works;
    std::map<DocumentId, PaperLine> papers;
    std::map<DocumentId, ArrivalLine> arrivals;
    std::map<MeetingId, MeetingLine> meetings;
    std::map<AssignmentId, AssignmentLine> assignments;
    std::vector<RefusedTry> refused;
    std::vector<AwayLine> away;
    std::map<Code, GivenLine> injects;
    std::vector<Note> notes;
    std::map<Code, std::set<Code>> lanes;      // role -> officers who did something in it
    std::map<Code, int64_t> acts;              // officer -> commands that were answered
    std::map<uint64_t, std::set<Code>> roles;  // entry -> roles its officer could work in
    std::vector<Trouble> others;               // of no dossier, paper or meeting: messages
    std::map<uint32_t, std::pair<uint64_t, Instant>> undelivered;
    // What the injects brought: by inject, and across units.
    std::map<Code, Refs> brought;

    int64_t working(Instant from, Instant to) const {
        return from < to ? plan->calendar.working_ms(from, to) : 0;
    }
};

Table measure(const UnitRecord& record);

// measures_*.cc: rules over the finished lines.
void check_dossiers(Table& table);
void check_papers(Table& table);
void check_meetings(Table& table);
void check_assignments(Table& table);
void check_messages(Table& table);

// The last opinion of an evaluator that names it so.
void change_rating(const Table& table, const std::string& name, Rated& rated);

// attempts.cc: one rating per attempt by rule.
std::vector<Attempt> attempts_of(const Table& table, const std::vector<InjectResult>& injects);
// expect.cc
std::vector<InjectResult> injects_of(const std::vector<Table>& tables, size_t of,
                                     const std::vector<Card>& cards);
// Of the tasks of the plan that cover this kind of thing; empty: none does.
Code task_for(const plan::Plan& plan, std::string_view kind, const Code& variety);
// The deadline a task sets by itself, counted from `from`; nothing where the law's counts.
std::optional<Instant> task_due(const plan::Plan& plan, const Code& task, Instant from);
Rating worse(Rating a, Rating b);

// Projections.
std::vector<TaskResult> tasks_of(const Table& table, const std::vector<Attempt>& attempts);
std::vector<Person> people_of(const Table& table, const std::vector<Attempt>& attempts);
Coverage coverage_of(const Table& table, const std::vector<TaskResult>& tasks);
Leadership leadership_of(const Table& table, const std::vector<Attempt>& attempts);
std::vector<ScoreLine> scorecard_of(const Table& table);
std::vector<Bar> bars_of(const Table& table, const std::vector<Attempt>& attempts);
std::vector<QueuePoint> queue_of(const Table& table);
std::map<Code, std::vector<StepHeat>> heat_of(const Table& table);
std::map<std::string, int64_t> figures_of(const Table& table);
std::vector<Finding> findings_of(const Table& table, const UnitReport& report);
std::vector<GateCondition> gate_of(const plan::Plan& plan, const UnitReport& report);
Gate conclude(const std::vector<GateCondition>& conditions);
Colour colour_of(const plan::Plan& plan, const UnitReport& report);
int64_t score_of(const std::vector<TaskResult>& tasks);

}  // namespace ss::readiness
