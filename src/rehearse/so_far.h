// What the record of a day that still runs says so far: every note at once, the injects' ratings
// every few seconds. The same journals and the same judge as the report's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "readiness/judge.h"
#include "rehearse/scenario.h"
#include "rehearse/world.h"

namespace ss::rehearse {

class SoFar {
  public:
    SoFar(const Scenario&, std::shared_ptr<const plan::Plan>);

    // Also what the report will propose to change: for when the day is over.
    void want_findings() { whole_ = true; }

    // Reads what the journals have grown by, and judges it if that is due. `steady`: ms.
    // `at_once`: however short ago the last time was.
    Status look(const World&, const std::function<int64_t()>& steady, bool at_once = false);

    // As judged last; nullptr: not yet.
    const readiness::InjectResult* find(const Code& inject, const Code& unit) const;
    const std::vector<std::pair<Code, readiness::Note>>& notes() const { return notes_; }
    const std::vector<readiness::UnitReport>& reports() const { return reports_; }
    std::vector<readiness::Preparation> preparation() const;
    std::vector<std::pair<Code, readiness::Correction>> corrections() const;

  private:
    Status read(const Unit&, readiness::UnitRecord&);

    std::vector<readiness::Card> cards_;
    std::vector<readiness::UnitRecord> records_;  // in the order of the scenario's units
    std::vector<std::pair<Code, readiness::Note>> notes_;  // unit and note, oldest first
    std::vector<std::vector<readiness::InjectResult>> judged_;
    std::vector<readiness::UnitReport> reports_;
    std::vector<readiness::Preparation> written_;
    bool whole_ = false;
    size_t entries_ = 0, judged_entries_ = 0;
    int64_t judge_after_ = 0;
};

}  // namespace ss::rehearse
