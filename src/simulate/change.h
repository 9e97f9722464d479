// What may be otherwise: one variant of a plan. What-if files write it, the search tries it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "plan/plan.h"
#include "plan/yaml.h"
#include "simulate/model.h"

namespace ss::simulate {

struct Newcomer {
    std::string name;
    std::vector<Code> posts;
    bool signature = false;
    double experience = 0;
};

// What is not written stays as it is. YAML keys of the same names; docs/formats/what-if.md.
struct Change {
    std::string name, description;
    double load = 1;                                  // factor on arrivals
    std::vector<Code> absent;                         // officers, every day
    std::vector<Leave> leave;                         // officers, on some days
    std::map<Code, std::vector<Code>> also_posts;     // officer -> posts besides
    std::map<Code, std::vector<Code>> instead_posts;  // officer -> posts in place of all others
    std::map<Code, Newcomer> newcomers;
    std::vector<Code> signatures;  // officers who get an e-signature
    int64_t opens_earlier = 0;     // ms, every working day
    std::vector<std::string> removed_steps;
    std::map<std::string, std::string> limits;  // step -> ISO 8601, working time
    std::map<std::string, std::vector<Code>>
        splits;                    // step or kind of work -> officers for it only
    std::map<Code, int> priority;  // procedure -> rank; lower goes first
    double outage_hours = 0;       // every working day
    std::optional<ShiftEnd> shift_end;
    std::optional<bool> earliest_due_first;
    std::optional<plan::yaml::Node> demand;  // keys of demand.yaml in place of the plan's
};

// Officers, posts, steps and procedures it names are there, times can be read, leave lies within
// the days that will be lived: else complaints, with the line in `source` where it has one.
void check(const Change&, const plan::Plan&, const Code& unit, const Days& lived,
           plan::yaml::Source* source, const std::string& path, Diagnostics&);

// The setup with it. A plan of its own where anything of the plan is otherwise; the situations are
// shared where its processes are the same.
Setup changed(const Setup&, const Change&, Diagnostics&);
// Every post has a seat for whoever holds it then, and nobody holds two that exclude each other.
bool lawful(const Setup&, const Change&);

// --- what-if files -----------------------------------------------------------------------------
struct WhatIf {
    std::string title;
    std::vector<Change> variants;  // beside one another; the first is what others are held against
    std::map<Code, double> costs;  // of moves, in person-days a month; docs/simulate.md
};
std::optional<WhatIf> parse_what_if(const std::string& bytes, const std::string& file,
                                    const plan::Plan&, const Code& unit, const Days& lived,
                                    Diagnostics&);
std::string what_if_schema();  // JSON Schema of the file

}  // namespace ss::simulate
