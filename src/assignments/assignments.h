// Who does what by when, and how it was reported: from a resolution, a leader, an incoming
// document, a direction. Start here: commands, facts, State, three functions.
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

#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/time.h"
#include "org/org.h"
#include "plan/plan.h"

namespace ss::assignments {

enum class SourceKind : unsigned char { leader, document, meeting, direction };
constexpr auto names(SourceKind) {
    return std::to_array<std::string_view>({"leader", "document", "meeting", "direction"});
}
struct Source {
    SourceKind kind = SourceKind::leader;
    std::optional<DocumentId> document;
    std::optional<MeetingId> meeting;
    Code item;  // agenda item it came from; empty: none
};

enum class Stage : unsigned char { given, accepted, done, closed };
constexpr auto names(Stage) {
    return std::to_array<std::string_view>({"given", "accepted", "done", "closed"});
}

// Commands.
struct Create {
    static constexpr std::string_view kWire = "assignment.create";
    std::string title;
    Code body;  // in whose name it is given; decides the side
    Code owner_post;
    Code owner;                 // officer; empty: whoever holds the post
    std::vector<Code> support;  // posts
    Instant due;
    Source source;
    Code objective;  // of readiness.yaml; empty: none
};
struct Accept {
    static constexpr std::string_view kWire = "assignment.accept";
    AssignmentId assignment;
};
struct Report {  // by the owner
    static constexpr std::string_view kWire = "assignment.report";
    AssignmentId assignment;
    std::string progress;
    bool done = false;
};
struct Extend {  // by the giver, once, before it is due
    static constexpr std::string_view kWire = "assignment.extend";
    AssignmentId assignment;
    Instant due;
    std::string reason;
};
struct Close {  // by the giver, once it is reported done
    static constexpr std::string_view kWire = "assignment.close";
    AssignmentId assignment;
    std::string remarks;
};
using Command = std::variant<Create, Accept, Report, Extend, Close>;

// Facts.
struct Created {
    static constexpr std::string_view kWire = "assignment.created";
    AssignmentId assignment;
    std::string title;
    Code body;
    Code giver;       // officer
    Code giver_post;  // whose holders may extend and close it too; empty: none
    Code owner_post;
    Code owner;
    std::vector<Code> support;
    Instant due;
    Source source;
    Code objective;
    Instant at;
};
struct Accepted {
    static constexpr std::string_view kWire = "assignment.accepted";
    AssignmentId assignment;
    Code by;
    Instant at;
};
struct Reported {
    static constexpr std::string_view kWire = "assignment.reported";
    AssignmentId assignment;
    std::string progress;
    bool done = false;
    bool late = false;
    Code by;
    Instant at;
};
struct Extended {
    static constexpr std::string_view kWire = "assignment.extended";
    AssignmentId assignment;
    Instant due;
    std::string reason;
    Code by;
    Instant at;
};
struct Closed {
    static constexpr std::string_view kWire = "assignment.closed";
    AssignmentId assignment;
    std::string remarks;
    Code by;
    Instant at;
};
struct FellOverdue {
    static constexpr std::string_view kWire = "assignment.fell_overdue";
    AssignmentId assignment;
    Instant due;
    Instant at;
};
using Fact = std::variant<Created, Accepted, Reported, Extended, Closed, FellOverdue>;

struct Progress {
    Instant at;
    Code by;
    std::string text;
};
struct Assignment {
    Stage stage = Stage::given;
    std::string title;
    Code body;
    Code giver;
    Code giver_post;
    Code owner_post;
    Code owner;
    std::vector<Code> support;
    Instant created;
    Instant due;
    Source source;
    Code objective;
    std::vector<Progress> progress;
    bool extended = false;
    bool overdue = false;
    std::optional<Instant> done;
    std::optional<Instant> closed;
};
using Deadline = std::pair<Instant, AssignmentId>;

struct State {
    uint32_t last = 0;
    std::map<AssignmentId, Assignment> assignments;
    std::set<Deadline> deadlines;  // not yet done, not yet told

    void apply(const Fact&);
};

[[nodiscard]] std::optional<Refusal> decide(const State&, const plan::Plan&, const org::State&,
                                            const Command&, const Who&, Pen<Fact>&);

// A deadline kept at its very instant is kept: it falls overdue after it. Earliest first, at most
// `limit`; cannot refuse.
std::optional<Instant> next_due(const State&);
void decide_due(const State&, Instant at, size_t limit, Pen<Fact>&);

// The owner now: the named officer, else the holders of the owner's post and, where they are away,
// who stands in for them.
bool owns(const Assignment&, const plan::Plan&, const org::State&, const Code& officer, Instant at);
// A non-administrator post of the side of the giving body, or the owner or a support post.
bool may_see(const State&, const plan::Plan&, const org::State&, const Code& officer, AssignmentId,
             Instant at);

// For `follow`: these cannot refuse. A resolution, a direction, an incoming document assigns.
// giver_post: the chair's post for a resolution, the observer's for a direction.
AssignmentId give(const State&, const Create&, const Code& giver, const Code& giver_post,
                  Instant at, Pen<Fact>&);
// The Create of a template of meetings/*.yaml, its title in the plan's first language.
Create from_template(const plan::Plan&, const plan::AssignmentTemplate&, const Code& body,
                     const Source&, Instant at);

}  // namespace ss::assignments
