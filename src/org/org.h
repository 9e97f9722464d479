// People: who holds which post, who is away, who may sign what for whom, and which milestones of
// the first day have been reached. The plan's side (posts, rules, calendar) is in organization.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/time.h"
#include "org/organization.h"

namespace ss::org {

struct Mandate {
    Code officer;
    Instant from;
    std::optional<Instant> until;
};

// Written, limited in content and in time, never handed on (Law 72/2025/QH15 art. 14).
struct Delegation {
    Code from_post;
    Code to_post;
    std::vector<Code> types;  // document types it covers; empty: all the rule allows
    Instant from;
    Instant until;
    std::string document;  // number of the paper that grants it
};

struct Officer {
    Code code;
    std::string name;
    bool account = false;                    // may log in
    std::optional<Instant> signature_until;  // e-signature valid so long; none: has no signature
    std::optional<Instant> away_until;       // absent so long
    bool token_broken = false;               // e-signature cannot be used just now
    std::vector<Code> substitutes;  // officers who stand in for this one, before the posts'
};

// Commands.
struct Enrol {
    static constexpr std::string_view kWire = "officer.enrol";
    Code officer;
    std::string name;
    std::vector<Code> posts;
    bool account = true;
    std::optional<Instant> signature_until;
    std::vector<Code> substitutes;
};
struct Appoint {  // a decision of appointment is announced
    static constexpr std::string_view kWire = "officer.appoint";
    Code officer;
    Code post;
    std::string decision;
    std::optional<Instant> until;
};
struct Release {
    static constexpr std::string_view kWire = "officer.release";
    Code officer;
    Code post;
    std::string reason;
};
struct ReportAbsence {
    static constexpr std::string_view kWire = "officer.report_absence";
    Code officer;
    Instant until;
    std::string reason;
};
struct ReportReturn {
    static constexpr std::string_view kWire = "officer.report_return";
    Code officer;
};
struct BreakToken {  // an e-signature token is lost, expired or locked
    static constexpr std::string_view kWire = "officer.break_token";
    Code officer;
    std::string reason;
};
struct RenewToken {
    static constexpr std::string_view kWire = "officer.renew_token";
    Code officer;
    Instant until;
};
struct Delegate {
    static constexpr std::string_view kWire = "delegation.grant";
    Delegation delegation;
};
using Command = std::variant<Enrol, Appoint, Release, ReportAbsence, ReportReturn, BreakToken,
                             RenewToken, Delegate>;

// Facts.
struct Enrolled {
    static constexpr std::string_view kWire = "officer.enrolled";
    Officer officer;
    std::vector<Code> posts;
    Instant at;
};
struct Appointed {
    static constexpr std::string_view kWire = "officer.appointed";
    Code officer;
    Code post;
    std::string decision;
    Instant at;
    std::optional<Instant> until;
};
struct Released {
    static constexpr std::string_view kWire = "officer.released";
    Code officer;
    Code post;
    Instant at;
};
struct WentAway {
    static constexpr std::string_view kWire = "officer.went_away";
    Code officer;
    Instant at;
    Instant until;
    std::string reason;
};
struct CameBack {
    static constexpr std::string_view kWire = "officer.came_back";
    Code officer;
    Instant at;
};
struct TokenBroke {
    static constexpr std::string_view kWire = "officer.token_broke";
    Code officer;
    Instant at;
    std::string reason;
};
struct TokenRenewed {
    static constexpr std::string_view kWire = "officer.token_renewed";
    Code officer;
    Instant at;
    Instant until;
};
struct Delegated {
    static constexpr std::string_view kWire = "delegation.granted";
    Delegation delegation;
    Instant at;
};
struct MilestoneReached {
    static constexpr std::string_view kWire = "milestone.reached";
    Code milestone;
    Instant at;
};
using Fact = std::variant<Enrolled, Appointed, Released, WentAway, CameBack, TokenBroke,
                          TokenRenewed, Delegated, MilestoneReached>;

struct State {
    std::map<Code, Officer> officers;
    std::map<Code, std::vector<Mandate>> mandates;  // by post
    std::vector<Delegation> delegations;
    std::map<Code, Instant> milestones;

    void apply(const Fact&);

    bool reached(const Code& milestone) const { return milestones.contains(milestone); }
};

[[nodiscard]] std::optional<Refusal> decide(const State&, const Organization&, const Command&,
                                            const Who&, Pen<Fact>&);

// Posts the officer holds at this instant.
std::vector<Code> posts_of(const State&, const Code& officer, Instant at);
// Officers who hold the post at this instant, in order of their codes.
std::vector<Code> holders_of(const State&, const Code& post, Instant at);
bool present(const State&, const Code& officer, Instant at);  // not away
// Roles the officer may work in now: by own posts, and by standing in where everybody who holds the
// role is away. None while away. A post nobody has been given to is vacant: nobody stands in for
// it.
// The sides an officer has a post on; an administrator's post is on none.
std::set<Side> sides_of(const State&, const Organization&, const Code& officer, Instant at);
std::set<Code> roles_of(const State&, const Organization&, const Code& officer, Instant at);
// Present officers who may work in the role now; holders first, else those who stand in.
std::vector<Code> workers(const State&, const Organization&, const Code& role, Instant at);
// The role is among roles_of(): the cheap question.
bool works_in(const State&, const Organization&, const Code& officer, const Code& role, Instant at);
// Holds the post; or stands in for it while its holders are away, or while it is vacant.
bool fills(const State&, const Organization&, const Code& officer, const Code& post, Instant at);
// May the officer ask this at all ("dossier.receive")? By the plan's table of access. Who is away
// may only ask to be back.
bool may_ask(const State&, const Organization&, const Code& officer, const std::string& ask,
             Instant at);

// The formula and the title lines above a lawful signature.
struct Signing {
    Code officer;
    Code post;
    Code body;
    std::string formula;  // "KT."
    Code on_behalf_of;    // the post named after the formula
    std::string basis;
};
// How this officer may lawfully sign a paper of this type for this body now; the strongest rule
// wins (own name and TM. before KT., KT. before TL., TL. before TUQ.). Refused: not entitled, no
// valid e-signature, away, KT. without the head being away where the rule says so, no delegation in
// date. Standing in gives work, never a signature: who signs for whom is a rule of its own.
std::variant<Signing, Refusal> signing(const State&, const Organization&, const Code& officer,
                                       const Code& body, const Code& type, Instant at);

}  // namespace ss::org
