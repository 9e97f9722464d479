// The recorded asks of a journal decided again under another plan: `sansang simulate --asks-from`.
// People ask what they asked, when they asked it; only what the plan makes of it may differ.
//
// A changed procedure gives other numbers to what comes after, so a dossier, a step, a paper is
// followed by what it is: the n-th of the same entry, or the n-th time this dossier comes to this
// step (twins.h). An ask about something that is not there under the new plan is put to nobody.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/refusal.h"
#include "base/result.h"
#include "base/time.h"
#include "journal/journal.h"
#include "plan/plan.h"
#include "readiness/report.h"

namespace ss::simulate {

enum class Differs : unsigned char {
    other_facts,    // accepted both times; something else came of it
    refused_now,    // accepted then
    accepted_now,   // refused then
    other_refusal,  // refused both times, by another rule or for another lack
    out_of_reach,   // what it is about is not there, or not yet
    by_time,        // falls due only now, or at another time: no ask of anybody
};
constexpr auto names(Differs) {
    return std::to_array<std::string_view>(
        {"other_facts", "refused_now", "accepted_now", "other_refusal", "out_of_reach", "by_time"});
}

// What an ask came to: a refusal, or facts, of which only those are told the other side lacks.
struct ToldFact {
    readiness::Sentence what;  // block "redecide" of words/*.yaml
    std::string of;            // the dossier, if it is not the one the ask is about
};
struct Came {
    std::vector<ToldFact> facts;
    std::optional<Refusal> refusal;
};

struct Difference {
    Differs kind = Differs::other_facts;
    uint64_t seq = 0;  // of the recorded entry; by_time: of the one it comes before
    Instant at;
    Code by;
    std::string ask;      // "dossier.receive"
    DossierId dossier;    // its number then; zero: about none
    std::string subject;  // the dossier's code then; empty: it had none yet
    Came before, after;
};

struct ByProcedure {
    size_t promised = 0;                   // dossiers with a promised date both times
    size_t earlier = 0, later = 0;         // whose promised date would have differed
    int64_t earlier_ms = 0, later_ms = 0;  // by so much working time, all together
    size_t late_then = 0, late_now = 0;    // fell overdue
    size_t unfinished = 0;  // had their result then; now an ask that leads there is out of reach
};

// How many of a kind of thing came up then and now, and how many are the same thing.
struct Followed {
    size_t then = 0, now = 0, both = 0;
};

struct Redecided {
    Code unit;
    std::string plan_then, plan_now;  // hashes
    std::string decided_by;           // version of the program that decided then, if not this one
    size_t entries = 0, same = 0;     // recorded ones
    std::vector<Difference> differences;  // in the order of the journal
    std::map<std::string, size_t> by_kind;
    std::map<Code, ByProcedure> procedures;
    std::map<std::string, size_t> refusals_gained, refusals_lost;  // by rule
    std::map<std::string, Followed> followed;                      // "dossier", "work", ...
};

// Errors: corrupt (not a journal of an office), malformed (this version does not read an entry),
// conflict (the plan does not have the unit), limit.
Result<Redecided> redecide(journal::Storage& journal, std::shared_ptr<const plan::Plan> plan);

std::string text(const Redecided&, const plan::Plan&, const std::string& language);

}  // namespace ss::simulate
