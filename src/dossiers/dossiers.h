// Dossiers: what a citizen or a business hands in, until the result is handed back.
// Start here. Commands ask, facts tell, State is what the facts add up to.
// Basis: Decree 61/2018/NĐ-CP art. 11, 16-22 (the same skeleton in Decree 118/2025/NĐ-CP).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/hash.h"
#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/sealed.h"
#include "base/time.h"
#include "base/value.h"
#include "org/org.h"

namespace ss::plan {
struct Plan;
struct Procedure;
struct Component;
}  // namespace ss::plan

namespace ss::dossiers {

enum class Stage : unsigned char {
    presented,   // handed in, not yet received
    incomplete,  // handed back once with all that is missing, before it was received
    received,    // has its code; waits to be handed on (the 15:00 rule)
    in_process,
    awaiting_supplement,  // found wanting in verification; the clock stands still
    resolved,             // the result is ready
    returned,
    refused,
    withdrawn,
    stopped,
};
constexpr auto names(Stage) {
    return std::to_array<std::string_view>({"presented", "incomplete", "received", "in_process",
                                            "awaiting_supplement", "resolved", "returned",
                                            "refused", "withdrawn", "stopped"});
}

enum class Channel : unsigned char { counter, online, post };
constexpr auto names(Channel) {
    return std::to_array<std::string_view>({"counter", "online", "post"});
}

struct Applicant {
    Code kind;  // "individual", "business", "organisation"
    Sealed name;
    Sealed identity;  // personal or tax number
    Sealed contact;   // telephone or e-mail
    Sealed address;
};

struct Given {  // papers as the citizen put them on the desk
    Code component;
    int originals = 0;
    int copies = 0;
};

// A dossier of another unit: where it came in, or where it is worked on.
struct Elsewhere {
    Code unit;
    DossierId dossier;  // its number there; zero while not known
};

// The type of the bytes of an attachment, as HTTP names it.
enum class Media : unsigned char { pdf, jpeg, png };
constexpr auto names(Media) {
    return std::to_array<std::string_view>({"application/pdf", "image/jpeg", "image/png"});
}

struct Attachment {  // a scan, by hash; the bytes lie encrypted beside the journal
    Code component;
    Hash hash;  // journal::Attachment::hash
    Media media = Media::pdf;
    int64_t bytes = 0;  // before they were encrypted
    Code by;
    Instant at;
};

struct Complaint {
    Sealed text;
    Instant at;
};

inline constexpr size_t kMostAttachments = 64;  // of one dossier
inline constexpr size_t kMostComplaints = 16;

struct Dossier {
    DossierId id;
    std::string code;  // "H57.34-250701-0001"; empty until received
    Code procedure;
    Code case_code;
    Applicant applicant;
    Channel channel = Channel::counter;
    std::map<Code, Given> given;
    Data data;
    std::map<Code, Sealed> personal;
    Code return_by;
    Stage stage = Stage::presented;
    Instant presented_at;
    Instant received_at;
    Instant due_at;
    Instant resolved_at;
    Instant closed_at;
    Instant transfer_at;
    Code received_by;
    int64_t fee = 0;
    int64_t paid = 0;
    bool supplement_asked = false;
    bool apologised = false;
    bool overdue = false;
    std::optional<Elsewhere> origin;  // received there for us
    std::optional<Elsewhere> worker;  // received here for them
    std::string old_code;             // taken over from an abolished unit
    std::vector<Attachment> attachments;
    std::vector<Complaint> complaints;
    bool erased = false;  // its personal values and attachments are gone
    int64_t mark = 0;     // the citizen's, 1 to 5; 0: not rated yet
};

// --- commands --------------------------------------------------------------------------------

struct Guide {
    static constexpr std::string_view kWire = "dossier.guide";
    Code procedure;
};
struct Present {  // by the citizen
    static constexpr std::string_view kWire = "dossier.present";
    Code procedure;
    Applicant applicant;
    Channel channel = Channel::counter;
    std::vector<Given> given;
    Data data;
    std::map<Code, Sealed> personal;
    Code return_by;                // "counter", "post", "online"
    std::optional<Code> for_unit;  // the unit whose matter it is, if not this one
};
struct Receive {
    static constexpr std::string_view kWire = "dossier.receive";
    DossierId dossier;
    std::vector<Code> seen;  // components the officer says are there
};
struct AskSupplement {  // before it is received; in verification the procedure itself asks
    static constexpr std::string_view kWire = "dossier.ask_supplement";
    DossierId dossier;
    std::vector<Code> missing;
    std::vector<std::string> reasons;
};
struct Refuse {
    static constexpr std::string_view kWire = "dossier.refuse";
    DossierId dossier;
    std::vector<std::string> reasons;
    std::string basis;
};
struct Supplement {  // by the citizen
    static constexpr std::string_view kWire = "dossier.supplement";
    DossierId dossier;
    std::vector<Given> given;
};
struct Confirm {  // by the citizen, of the draft sent to him
    static constexpr std::string_view kWire = "dossier.confirm";
    DossierId dossier;
};
struct Apologise {
    static constexpr std::string_view kWire = "dossier.apologise";
    DossierId dossier;
    std::string reason;
    Instant new_due;
};
struct Pay {
    static constexpr std::string_view kWire = "dossier.pay";
    DossierId dossier;
    int64_t amount = 0;  // đồng
    Code means;          // "cash", "online"
};
struct Return {
    static constexpr std::string_view kWire = "dossier.return";
    DossierId dossier;
};
struct Withdraw {  // by the citizen
    static constexpr std::string_view kWire = "dossier.withdraw";
    DossierId dossier;
};
struct Stop {
    static constexpr std::string_view kWire = "dossier.stop";
    DossierId dossier;
    std::string reason;
};
struct TakeOver {  // in flight at an abolished unit; its promised date stays
    static constexpr std::string_view kWire = "dossier.take_over";
    std::string old_code;
    std::string from;
    Code procedure;
    Applicant applicant;
    std::vector<Given> given;
    Data data;
    Instant received_at;
    Instant due_at;
};
struct Rate {  // by the citizen
    static constexpr std::string_view kWire = "dossier.rate";
    DossierId dossier;
    int mark = 0;  // 1 (bad) to 5 (very good)
};
struct Attach {  // the bytes travel in the envelope, beside the command
    static constexpr std::string_view kWire = "dossier.attach";
    int64_t bytes = 0;
    Code component;  // of the procedure, or the type of a result: "GKS"
    DossierId dossier;
    Hash hash;
    Media media = Media::pdf;
};
struct Complain {  // by the citizen, about how it is dealt with
    static constexpr std::string_view kWire = "dossier.complain";
    DossierId dossier;
    Sealed text;
};
struct Erase {
    static constexpr std::string_view kWire = "dossier.erase";
    DossierId dossier;
    std::string reason;
};
using Command =
    std::variant<Guide, Present, Receive, AskSupplement, Refuse, Supplement, Confirm, Apologise,
                 Pay, Return, Withdraw, Stop, TakeOver, Rate, Attach, Complain, Erase>;

// --- facts -----------------------------------------------------------------------------------

struct Guided {
    static constexpr std::string_view kWire = "dossier.guided";
    Code procedure;
    Code by;
    Instant at;
};
struct Presented {
    static constexpr std::string_view kWire = "dossier.presented";
    DossierId dossier;
    Present as;
    Instant at;
};
struct Received {
    static constexpr std::string_view kWire = "dossier.received";
    DossierId dossier;
    std::string code;
    Code procedure;
    Code case_code;
    std::vector<Code> seen;
    std::vector<Code> required;  // what the law asked for in this dossier
    int64_t fee = 0;
    bool after_cutoff = false;
    Code by;
    Instant at;  // when the clock began
    Instant due_at;
    Instant transfer_at;  // when it is handed on
    LocalDate serial_day;
    std::optional<Elsewhere> worker;
};
struct Accepted {  // another unit received it for us; one time of receipt drives both clocks
    static constexpr std::string_view kWire = "dossier.accepted";
    DossierId dossier;
    Elsewhere origin;
    std::string code;  // as given there
    Present as;
    Code case_code;
    Instant received_at;
    Instant due_at;
    Instant at;
};
struct Transferred {
    static constexpr std::string_view kWire = "dossier.transferred";
    DossierId dossier;
    Instant at;
};
struct SupplementAsked {
    static constexpr std::string_view kWire = "dossier.supplement_asked";
    DossierId dossier;
    std::vector<Code> missing;
    std::vector<std::string> reasons;
    bool in_verification = false;
    Code by;
    Instant at;
};
struct Supplemented {
    static constexpr std::string_view kWire = "dossier.supplemented";
    DossierId dossier;
    std::vector<Given> given;
    Instant at;
    Instant due_at;  // the clock begins anew; zero before it was received
};
struct Refused {
    static constexpr std::string_view kWire = "dossier.refused";
    DossierId dossier;
    std::vector<std::string> reasons;
    std::string basis;
    Code by;
    Instant at;
};
struct Confirmed {
    static constexpr std::string_view kWire = "dossier.confirmed";
    DossierId dossier;
    Instant at;
};
struct Apologised {
    static constexpr std::string_view kWire = "dossier.apologised";
    DossierId dossier;
    std::string reason;
    Instant old_due;
    Instant new_due;
    Code by;
    Instant at;
};
struct Paid {
    static constexpr std::string_view kWire = "dossier.paid";
    DossierId dossier;
    int64_t amount = 0;
    Code means;
    Code by;
    Instant at;
};
struct FellOverdue {
    static constexpr std::string_view kWire = "dossier.fell_overdue";
    DossierId dossier;
    Instant at;
};
struct Resolved {
    static constexpr std::string_view kWire = "dossier.resolved";
    DossierId dossier;
    Instant at;
};
struct Returned {
    static constexpr std::string_view kWire = "dossier.returned";
    DossierId dossier;
    Code by;
    Instant at;
};
struct Withdrawn {
    static constexpr std::string_view kWire = "dossier.withdrawn";
    DossierId dossier;
    Instant at;
};
struct Stopped {
    static constexpr std::string_view kWire = "dossier.stopped";
    DossierId dossier;
    std::string reason;
    Code by;
    Instant at;
};
struct TakenOver {
    static constexpr std::string_view kWire = "dossier.taken_over";
    DossierId dossier;
    std::string code;  // the new one
    Code case_code;
    TakeOver as;
    LocalDate serial_day;
    Code by;
    Instant at;
};
struct WorkerNamed {  // the other unit has accepted it, and says under which number
    static constexpr std::string_view kWire = "dossier.worker_named";
    DossierId dossier;
    Elsewhere worker;
    Instant at;
};
struct Notified {
    static constexpr std::string_view kWire = "citizen.notified";
    DossierId dossier;
    Code message;
    Instant at;
};
struct Rated {
    static constexpr std::string_view kWire = "dossier.rated";
    DossierId dossier;
    int mark = 0;
    Instant at;
};
struct Attached {
    static constexpr std::string_view kWire = "dossier.attached";
    DossierId dossier;
    Code component;
    Hash hash;
    Media media = Media::pdf;
    int64_t bytes = 0;
    Code by;
    Instant at;
};
struct Complained {
    static constexpr std::string_view kWire = "dossier.complained";
    DossierId dossier;
    Sealed text;
    Instant at;
};
struct Erased {  // the office removes these values and salts from beside the journal
    static constexpr std::string_view kWire = "dossier.erased";
    DossierId dossier;
    std::vector<Sealed> sealed;
    std::string reason;
    Code by;
    Instant at;
};
struct Archived {  // leaves State; the journal keeps it
    static constexpr std::string_view kWire = "dossier.archived";
    DossierId dossier;
    Instant at;
};
struct DataChanged {  // a completed work item has set variables
    static constexpr std::string_view kWire = "dossier.data_changed";
    DossierId dossier;
    Data data;
};
using Fact = std::variant<Guided, Presented, Received, Accepted, Transferred, SupplementAsked,
                          Supplemented, Refused, Confirmed, Apologised, Paid, FellOverdue, Resolved,
                          Returned, Withdrawn, Stopped, TakenOver, WorkerNamed, Notified, Rated,
                          Attached, Complained, Erased, Archived, DataChanged>;

// --- state -----------------------------------------------------------------------------------

using Deadline = std::pair<Instant, DossierId>;

struct State {
    std::map<DossierId, Dossier> dossiers;
    std::set<Deadline> due;        // running clocks
    std::set<Deadline> transfers;  // received after the cut-off
    std::set<Deadline> closed;     // leave State when their days are over
    uint32_t last_number = 0;
    LocalDate serial_day;  // the daily serial of the dossier codes
    int serial = 0;

    void apply(const Fact&);

    const Dossier* find(DossierId id) const {
        const auto i = dossiers.find(id);
        return i == dossiers.end() ? nullptr : &i->second;
    }
};

// What decisions need beside the State.
struct Setting {
    const plan::Plan& plan;
    const Code& unit;
    const org::State& org;
};

[[nodiscard]] std::optional<Refusal> decide(const State&, const Setting&, const Command&,
                                            const Who&, Pen<Fact>&);

// What the passing of time brings: hands on, falls overdue, archives. Cannot refuse.
void decide_due(const State&, const Setting&, Instant now, size_t limit, Pen<Fact>&);
std::optional<Instant> next_due(const State&);

// What the office asks when other rooms have spoken. Cannot refuse.
void accept(const State&, const Setting&, const Present& as, const Elsewhere& origin,
            const std::string& code, Instant received_at, Instant at, Pen<Fact>&);
void ask_supplement(const State&, DossierId, const std::vector<std::string>& reasons,
                    const Code& by, Instant at, Pen<Fact>&);
void refuse(const State&, DossierId, const std::vector<std::string>& reasons, const Code& by,
            Instant at, Pen<Fact>&);
void resolve(const State&, DossierId, Instant at, Pen<Fact>&);

// May the procedure ask for a supplement now? (Once only, all reasons in one notice.)
std::optional<Refusal> may_ask_supplement(const Dossier&, const std::vector<std::string>& reasons);

// Components the law asks for in this dossier, by the plan and the dossier's data.
std::vector<Code> required_components(const plan::Procedure&, const Data&);
// Which of them are neither in `there` nor replaced by an alternative that is.
std::vector<Code> missing_components(const plan::Procedure&, const Data&,
                                     const std::set<Code>& there);
Code case_of(const plan::Procedure&, const Data&);
int64_t fee_of(const plan::Procedure&, const Data&, Channel);
Instant due_of(const Setting&, const plan::Procedure&, const Code& case_code, Channel,
               Instant from);
std::string dossier_code(const std::string& format, LocalDate day, int serial);
// Everything sealed in it: what erasing it takes away.
std::vector<Sealed> sealed_of(const Dossier&);

}  // namespace ss::dossiers
