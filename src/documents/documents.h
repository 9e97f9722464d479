// Papers in and out: drafted, checked, signed, numbered, sealed, issued; arrived, registered,
// assigned, answered. Start here: commands, facts, State, three functions.
// Sources: Decree 30/2020/ND-CP art. 13-24 (flow, numbers, seal), Guidance 36-HD/VPTW (Party
// numbers), QCVN 102:2016/BTTTT (status codes of the exchange).
//
// Three walls stand here: a paper of one side is touched only by posts of that side; an
// administrator touches none; a secret paper enters no ordinary system, not even its title.
#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/time.h"
#include "org/org.h"
#include "plan/plan.h"

namespace ss::documents {

using org::Side;

// What a receiver tells the sender: the status codes of QCVN 102 (the number is in code_of).
enum class Status : unsigned char {
    arrived,
    refused,
    accepted,
    assigned,
    processing,
    completed,
    recall_asked,
    recall_agreed,
    recall_refused
};
constexpr auto names(Status) {
    return std::to_array<std::string_view>({"01", "02", "03", "04", "05", "06", "13", "15", "16"});
}

enum class Kind : unsigned char { paper, result };  // a result paper of a procedure has no text
constexpr auto names(Kind) {
    return std::to_array<std::string_view>({"paper", "result"});
}

enum class Check : unsigned char { content, form };
constexpr auto names(Check) {
    return std::to_array<std::string_view>({"content", "form"});
}

enum class Stage : unsigned char {
    draft,
    checked_content,
    checked,
    signed_,
    numbered,
    sealed,
    issued,
    recalled,
    replaced
};
constexpr auto names(Stage) {
    return std::to_array<std::string_view>({"draft", "checked_content", "checked", "signed",
                                            "numbered", "sealed", "issued", "recalled",
                                            "replaced"});
}

enum class Arrival : unsigned char {
    arrived,
    registered,
    assigned,
    finished,
    turned_back,
    cancelled
};
constexpr auto names(Arrival) {
    return std::to_array<std::string_view>(
        {"arrived", "registered", "assigned", "finished", "turned_back", "cancelled"});
}

// Commands: outgoing -----------------------------------------------------------------------------

// Open text without personal data. With a `secrecy` mark it is refused, and the wire writes (and
// takes) none of its texts then.
struct Draft {
    static constexpr std::string_view kWire = "document.draft";
    Side side = Side::state;
    Code type;
    Code body;           // issues it: "ubnd"
    Code drafting_body;  // empty: the body of the drafter's first post of this side
    std::string abstract;
    std::vector<std::string> text;  // paragraphs
    Code urgency;                   // empty: ordinary
    Code secrecy;                   // empty: open
    std::vector<Code> recipients;   // units, bodies, posts
    Code signer_post;
    std::optional<DossierId> on_dossier;
};
struct Revise {  // by the drafter or his body's head, until signed; the checks begin again
    static constexpr std::string_view kWire = "document.revise";
    DocumentId document;
    std::string abstract;
    std::vector<std::string> text;
    std::vector<Code> recipients;
};
struct MakeCheck {  // content: head of the drafting body; then form: the checker role of the side
    static constexpr std::string_view kWire = "document.check";
    DocumentId document;
    Check check = Check::content;
    bool ok = true;
    std::string remarks;
};
struct Sign {
    static constexpr std::string_view kWire = "document.sign";
    DocumentId document;
};
struct Number {
    static constexpr std::string_view kWire = "document.number";
    DocumentId document;
};
struct Seal {
    static constexpr std::string_view kWire = "document.seal";
    DocumentId document;
};
struct Issue {
    static constexpr std::string_view kWire = "document.issue";
    DocumentId document;
    std::vector<Code> recipients;  // empty: those of the draft
};
struct Acknowledge {  // by kCourier, or by the clerk for a receiver on paper
    static constexpr std::string_view kWire = "document.acknowledge";
    DocumentId document;
    Code from;  // the recipient
    Status status = Status::arrived;
};
struct Recall {  // by the clerk, or by whoever may sign it
    static constexpr std::string_view kWire = "document.recall";
    DocumentId document;
    std::string reason;
};
struct Correct {  // an error of form: by an issued letter
    static constexpr std::string_view kWire = "document.correct";
    DocumentId document;
    DocumentId letter;
};
struct Replace {  // an error of content: by an issued paper of the same type and body
    static constexpr std::string_view kWire = "document.replace";
    DocumentId document;
    DocumentId by;
};

// Commands: incoming -----------------------------------------------------------------------------

struct Arrive {  // by kCourier, kCitizen or the clerk; `secrecy` as in Draft
    static constexpr std::string_view kWire = "document.arrive";
    Code from;           // unit, agency, or kCitizen
    std::string symbol;  // as it stands on the paper: "05/UBND-VP"
    LocalDate date;      // on the paper
    Code type;
    Code body;  // addressed to; decides the side
    std::string abstract;
    Code urgency;
    Code secrecy;
    std::optional<Instant> due;  // by when the sender wants an answer
    DocumentId theirs;           // the sender's own number of it; zero: came on paper
};
struct TurnBack {  // not ours, not whole, not authentic: back to the sender (status 02)
    static constexpr std::string_view kWire = "document.turn_back";
    DocumentId document;
    std::string reason;
};
struct Register {
    static constexpr std::string_view kWire = "document.register";
    DocumentId document;
};
struct Assign {  // by who leads or heads the office: the plan's table of access
    static constexpr std::string_view kWire = "document.assign";
    DocumentId document;
    Code lead_post;
    Code lead;                  // officer; empty: whoever holds the post
    std::vector<Code> support;  // posts
    Instant due;
};
struct Answer {  // by the lead, with an issued paper
    static constexpr std::string_view kWire = "document.answer";
    DocumentId document;
    DocumentId reply;
};
struct Finish {  // by the lead, where no paper is asked for
    static constexpr std::string_view kWire = "document.finish";
    DocumentId document;
    std::string remarks;
};
struct AskRecall {  // by kCourier: the sender wants it back (status 13)
    static constexpr std::string_view kWire = "document.ask_recall";
    DocumentId document;
    Code from;
};
struct AnswerRecall {  // by the clerk: 15 and it is cancelled, or 16
    static constexpr std::string_view kWire = "document.answer_recall";
    DocumentId document;
    bool agree = true;
};
struct ReportSecret {  // a secret paper was brought: it goes another way; who and when, no more
    static constexpr std::string_view kWire = "document.report_secret";
    Code from;
    Instant brought;
};

using Command = std::variant<Draft, Revise, MakeCheck, Sign, Number, Seal, Issue, Acknowledge,
                             Recall, Correct, Replace, Arrive, TurnBack, Register, Assign, Answer,
                             Finish, AskRecall, AnswerRecall, ReportSecret>;

// Facts
// --------------------------------------------------------------------------------------------

struct Drafted {
    static constexpr std::string_view kWire = "document.drafted";
    DocumentId document;
    Kind kind = Kind::paper;
    Side side = Side::state;
    Code type;
    Code body;
    Code drafting_body;
    std::string abstract;
    std::vector<std::string> text;
    Code urgency;
    std::vector<Code> recipients;
    Code signer_post;
    std::optional<DossierId> on_dossier;
    std::optional<MeetingId> from_meeting;
    Code motion;  // agenda item; its vote stands for the check of the content
    Code by;
    Instant at;
};
struct Revised {
    static constexpr std::string_view kWire = "document.revised";
    DocumentId document;
    std::string abstract;
    std::vector<std::string> text;
    std::vector<Code> recipients;
    Code by;
    Instant at;
};
struct Checked {
    static constexpr std::string_view kWire = "document.checked";
    DocumentId document;
    Check check = Check::content;
    bool ok = true;
    std::string remarks;
    Code by;
    Instant at;
};
struct Signed {
    static constexpr std::string_view kWire = "document.signed";
    DocumentId document;
    Code officer;
    Code post;
    std::string formula;
    Code on_behalf_of;
    std::string basis;
    Instant at;
};
struct Numbered {
    static constexpr std::string_view kWire = "document.numbered";
    DocumentId document;
    Code run;  // the run of numbers: "party-NQ/dang-uy", "state/ubnd/2025"
    int64_t number = 0;
    std::string symbol;               // "01-NQ/DU": number and symbol as printed
    LocalDate date;                   // of the paper
    std::optional<Instant> issue_by;  // none: a result paper, which its dossier's promise governs
    Code by;
    Instant at;
};
struct SealedIt {
    static constexpr std::string_view kWire = "document.sealed";
    DocumentId document;
    Code by;
    Instant at;
};
struct Issued {
    static constexpr std::string_view kWire = "document.issued";
    DocumentId document;
    std::vector<Code> recipients;
    Code by;
    Instant at;
};
struct Acknowledged {
    static constexpr std::string_view kWire = "document.acknowledged";
    DocumentId document;
    Code from;
    Status status = Status::arrived;
    Instant at;
};
struct RecallSent {  // status 13 goes to the recipients
    static constexpr std::string_view kWire = "document.recall_sent";
    DocumentId document;
    std::string reason;
    std::vector<Code> awaited;  // units that must answer; the others are bound at once
    Code by;
    Instant at;
};
struct Recalled {  // every unit has agreed
    static constexpr std::string_view kWire = "document.recalled";
    DocumentId document;
    Instant at;
};
struct Corrected {
    static constexpr std::string_view kWire = "document.corrected";
    DocumentId document;
    DocumentId letter;
    Code by;
    Instant at;
};
struct Replaced {
    static constexpr std::string_view kWire = "document.replaced";
    DocumentId document;
    DocumentId replacement;
    Code by;
    Instant at;
};
struct Archived {  // a result leaves State with its dossier; the journal keeps it
    static constexpr std::string_view kWire = "document.archived";
    DocumentId document;
    Instant at;
};
struct FellUnissued {
    static constexpr std::string_view kWire = "document.fell_unissued";
    DocumentId document;
    Instant issue_by;
    Instant at;
};

struct Arrived {
    static constexpr std::string_view kWire = "document.arrived";
    DocumentId document;
    Side side = Side::state;
    Code from;
    std::string symbol;
    LocalDate date;
    Code type;
    Code body;
    std::string abstract;
    Code urgency;
    std::optional<Instant> due;
    DocumentId theirs;
    Instant register_by;
    Code by;
    Instant at;
};
struct TurnedBack {
    static constexpr std::string_view kWire = "document.turned_back";
    DocumentId document;
    std::string reason;
    Code by;
    Instant at;
};
struct Registered {
    static constexpr std::string_view kWire = "document.registered";
    DocumentId document;
    Code run;            // "arrivals/state/2025"
    int64_t number = 0;  // arrival number
    bool late = false;
    Instant assign_by;
    Code by;
    Instant at;
};
struct Assigned {
    static constexpr std::string_view kWire = "document.assigned";
    DocumentId document;
    Code lead_post;
    Code lead;
    std::vector<Code> support;
    Instant due;
    bool late = false;
    Code by;
    Instant at;
};
struct Answered {
    static constexpr std::string_view kWire = "document.answered";
    DocumentId document;
    DocumentId reply;
    bool late = false;
    Code by;
    Instant at;
};
struct Finished {
    static constexpr std::string_view kWire = "document.finished";
    DocumentId document;
    std::string remarks;
    bool late = false;
    Code by;
    Instant at;
};
struct RecallAsked {
    static constexpr std::string_view kWire = "document.recall_asked";
    DocumentId document;
    Instant at;
};
struct RecallAnswered {
    static constexpr std::string_view kWire = "document.recall_answered";
    DocumentId document;
    bool agree = true;
    Code by;
    Instant at;
};
struct FellUnregistered {
    static constexpr std::string_view kWire = "document.fell_unregistered";
    DocumentId document;
    Instant register_by;
    Instant at;
};
struct FellUnassigned {
    static constexpr std::string_view kWire = "document.fell_unassigned";
    DocumentId document;
    Instant assign_by;
    Instant at;
};
struct FellOverdue {
    static constexpr std::string_view kWire = "document.fell_overdue";
    DocumentId document;
    Instant due;
    Instant at;
};
struct SecretReported {
    static constexpr std::string_view kWire = "document.secret_reported";
    Code from;
    Instant brought;
    Code by;
    Instant at;
};

using Fact =
    std::variant<Drafted, Revised, Checked, Signed, Numbered, SealedIt, Issued, Acknowledged,
                 RecallSent, Recalled, Corrected, Replaced, Archived, FellUnissued, Arrived,
                 TurnedBack, Registered, Assigned, Answered, Finished, RecallAsked, RecallAnswered,
                 FellUnregistered, FellUnassigned, FellOverdue, SecretReported>;

// State
// --------------------------------------------------------------------------------------------

struct Signature {
    Code officer;
    Code post;
    std::string formula;
    Code on_behalf_of;
    std::string basis;
    Instant at;
};

struct Outgoing {
    Stage stage = Stage::draft;
    Kind kind = Kind::paper;
    Side side = Side::state;
    Code type;
    Code body;
    Code drafting_body;
    std::string abstract;
    std::vector<std::string> text;
    Code urgency;
    std::vector<Code> recipients;
    Code signer_post;
    std::optional<DossierId> on_dossier;
    std::optional<MeetingId> from_meeting;
    Code motion;
    Code drafter;
    Instant drafted;
    std::string remarks;  // of the last check
    std::optional<Signature> signature;
    int64_t number = 0;
    std::string symbol;
    std::optional<LocalDate> date;
    std::optional<Instant> issue_by;
    std::optional<Instant> issued;
    bool fell_unissued = false;
    std::map<Code, Status> acknowledged;  // by recipient: the last status
    std::set<Code> awaited;               // units that have not yet answered the recall
    bool recall_sent = false;
    bool recall_refused = false;
    std::optional<DocumentId> corrected_by;
    std::optional<DocumentId> replaced_by;
};

struct Incoming {
    Arrival stage = Arrival::arrived;
    Side side = Side::state;
    Code from;
    std::string symbol;
    LocalDate date;
    Code type;
    Code body;
    std::string abstract;
    Code urgency;
    Instant arrived;
    Instant register_by;
    Instant assign_by;
    std::optional<Instant> due;  // the sender's wish, then the assigned one
    DocumentId theirs;           // the sender's own number of it
    int64_t number = 0;          // arrival number
    std::optional<Instant> registered;
    Code lead_post;
    Code lead;
    std::vector<Code> support;
    std::optional<DocumentId> reply;
    std::optional<Instant> finished;
    bool overdue = false;
    bool recall_asked = false;
};

// A deadline that has not been told yet. The order is by time, then by document.
using Deadline = std::pair<Instant, DocumentId>;

struct State {
    uint32_t last = 0;  // of the ids, both directions
    std::map<DocumentId, Outgoing> outgoing;
    std::map<DocumentId, Incoming> incoming;
    std::map<std::string, DocumentId> known;  // incoming: "from#theirs", "from|symbol|date"
    std::map<std::string, int64_t> runs;      // the last number given in each run
    std::map<DossierId, std::vector<DocumentId>> results;  // papers of dossiers, oldest first
    std::set<Deadline> deadlines;
    int64_t secrets = 0;  // secret papers turned away

    void apply(const Fact&);
};

[[nodiscard]] std::optional<Refusal> decide(const State&, const plan::Plan&, const org::State&,
                                            const Command&, const Who&, Pen<Fact>&);

// The next instant at which something falls late; none while nothing waits. A deadline kept at its
// very instant is kept.
std::optional<Instant> next_due(const State&);
// Tells the deadlines that have passed at `at`, earliest first, at most `limit`. Cannot refuse.
void decide_due(const State&, Instant at, size_t limit, Pen<Fact>&);

// A non-administrator post of the paper's side: whoever holds one may see it.
bool may_see(const State&, const plan::Plan&, const org::State&, const Code& officer,
             DocumentId document, Instant at);

// What a fact about an incoming paper owes its sender; none: nothing.
struct Receipt {
    DocumentId document;
    Status status = Status::arrived;
};
std::optional<Receipt> receipt_of(const Fact&);

// Our number of a paper the sender calls `theirs`; zero: none came.
DocumentId find_incoming(const State&, const Code& from, DocumentId theirs);

// For `follow`: these cannot refuse
// ------------------------------------------------------------------

// A carried motion becomes a document. The vote stands for the check of its content; the check of
// its form, the signature and the number follow by command.
struct MotionPaper {
    MeetingId meeting;
    Code motion;
    Code type;
    Code body;
    std::string abstract;
    std::vector<std::string> text;
    std::vector<Code> recipients;
    Code signer_post;
    Code by;  // who presided
};
DocumentId draft_from_motion(const State&, const plan::Plan&, const MotionPaper&, Instant at,
                             Pen<Fact>&);

// How this officer may sign a result paper, for the office to ask before a `sign` work item is
// completed; the lawful answer is then handed to result_signed().
std::variant<org::Signing, Refusal> may_sign_result(const plan::Plan&, const org::State&,
                                                    const Code& officer, const plan::ResultPaper&,
                                                    Instant at);
// The result paper of a dossier is there and signed. Its text lies with the dossier.
DocumentId result_signed(const State&, const plan::Plan&, DossierId, const plan::ResultPaper&,
                         const org::Signing&, Instant at, Pen<Fact>&);
// Numbers, or seals, the dossier's newest signed paper of this type; zero where none waits. Sealing
// gives the number first, if it has none.
DocumentId number_result(const State&, const plan::Plan&, DossierId, const plan::ResultPaper&,
                         const Code& by, Instant at, Pen<Fact>&);
DocumentId seal_result(const State&, const plan::Plan&, DossierId, const plan::ResultPaper&,
                       const Code& by, Instant at, Pen<Fact>&);
// The dossier's result has been handed back: its papers are issued.
void issue_results(const State&, DossierId, const Code& by, Instant at, Pen<Fact>&);
// The dossier leaves State, and its papers with it.
void archive_results(const State&, DossierId, Instant at, Pen<Fact>&);

}  // namespace ss::documents
