// The gate before a unit opens: what the rehearsals say of each condition, and which of those that
// are not met somebody has waived in writing until a date.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/time.h"
#include "office/office.h"
#include "plan/plan.h"
#include "readiness/report.h"

namespace ss::opening {

// One paper: docs/formats/waivers.md.
struct Waiver {
    std::string waives;  // Item::code
    std::string reason;
    std::string signed_by;
    std::string post;
    LocalDate signed_on, until;
};

// A condition, or a blocking finding that is open. What may never be waived, and why:
// docs/decisions/what-is-never-waived.md.
struct Item {
    std::string code;  // "two-rehearsals"; of a finding "people.single/leader"
    readiness::GateCondition::Met met = readiness::GateCondition::Met::no;
    std::vector<readiness::Sentence> why;
    bool waivable = false;
    std::optional<Waiver> waiver;
    bool holds() const { return met == readiness::GateCondition::Met::yes || waiver.has_value(); }
};

struct Decision {
    Code unit;
    std::vector<Item> conditions;
    std::vector<Item> findings;
    readiness::Gate conclude() const;  // go, conditional or no_go: there is no fourth
};

// Before any waiver. Conditions that only the plan to be opened names have no evidence yet.
Decision ask_gate(const readiness::Report& report, const plan::Plan& plan, const Code& unit);

// Reads a waiver file into the decision. Unknown, unsigned, expired and needless ones are
// complained of with their line; only what stands without a complaint counts.
void apply_waivers(Decision& decision, const std::string& file, std::string_view yaml,
                   LocalDate today, Diagnostics& complaints);

// What the journal of the unit keeps of it.
office::RecordGate record_of(const Decision& decision, const readiness::Report& report);

std::string_view word(readiness::GateCondition::Met met);  // "yes", "no", "not_yet"
// A finding by what it is about: its number changes from run to run.
std::string name_of(const readiness::Finding& finding);

}  // namespace ss::opening
