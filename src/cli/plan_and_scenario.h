// Reading what the user named, with every complaint on standard error.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/verbs.h"
#include "plan/plan.h"
#include "rehearse/report.h"
#include "rehearse/scenario.h"

namespace ss::cli {

// All complaints, in the order in which a person mends; true if there were errors.
bool complain(Diagnostics& diagnostics);

std::shared_ptr<const plan::Plan> load_plan(const std::string& folder);  // nullptr: complained
struct Script {
    rehearse::Scenario scenario;
    std::shared_ptr<const plan::Plan> plan;
    std::string plan_folder;
};
// `plan` empty: the one the scenario names, relative to itself.
std::optional<Script> load_script(const std::string& scenario, const std::string& plan);

// Leaves of the scenario only the cards that failed in that run. False: complained.
bool leave_only_failed(Script&, const Retest&);

// Puts a file of simulate --gate beside the runs. False: complained; it is never left out silently.
bool take_forecast(const std::string& file, rehearse::Judged&);

// A line that is rewritten in place on a terminal, and nothing elsewhere.
class ProgressLine {
  public:
    explicit ProgressLine(bool quiet);
    void show(double done, const std::string& text);
    void clear();

  private:
    bool shown_ = false;
    bool on_;
    std::string last_;
};

}  // namespace ss::cli
