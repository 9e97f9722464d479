// Figures, names and times as people read them, in one language. For what shows a forecast.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "simulate/page.h"
#include "words/words.h"

namespace ss::simulate {

// What may be said of a share against its target, with the interval that is known.
enum class Standing : unsigned char { unknown, holds, unclear, fails };
// unclear: the interval holds the target, or there was one replication and so no interval.
Standing standing(const Figure& share, double target);
const char* name_of(Standing);

class Teller {
  public:
    Teller(const plan::Plan& plan, std::string language, words::Book book);

    const std::string& language() const { return language_; }
    bool knows(const std::string& key) const { return book_.contains(key); }
    std::string say(const std::string& key, const std::vector<std::string>& args = {}) const {
        return words::say(book_, key, args);
    }

    std::string number(double value, int decimals = 0) const;  // 44.825 or 44,825
    std::string number(size_t value) const { return number(static_cast<double>(value)); }
    std::string brief(double value) const;                     // a decimal only where it matters
    std::string cost(double person_days) const;                // 24,5
    std::string count(const Figure&) const;                    // "1.204 ± 12"
    std::string share(double value, int decimals = 1) const;   // 0.934: "93,4 %"
    std::string share(const Figure&, int decimals = 1) const;  // "93,4 % ± 0,8"
    std::string beside(const Figure&, double target) const;    // 94,96 % where 95 % is asked for
    std::string within(const Figure&) const;                   // "92,6 – 94,2 %"; one run: says so
    std::string points(const Figure&) const;                   // "+2,1 ± 0,8"
    // Of working time: "1 giờ 15 phút ± 6", the half width in the last unit named.
    std::string worked(double minutes) const { return duration(minutes, day_minutes_); }
    std::string worked(const Figure& f) const { return duration(f, day_minutes_); }
    std::string worked_half(const Figure& f) const { return half(f, day_minutes_); }
    // By the clock on the wall.
    std::string waited(double minutes) const { return duration(minutes, kNoDays); }
    std::string waited(const Figure& f) const { return duration(f, kNoDays); }
    std::string waited_half(const Figure& f) const { return half(f, kNoDays); }
    std::string date(LocalDate) const;  // 14/07/2025
    std::string day(LocalDate) const;   // 14/07
    std::string moment(Instant) const;  // 14/07/2025 09:30
    // Of a dossier; nothing: "sau 18/07/2025", the last of the days that were lived.
    std::string ready(const std::optional<Instant>&, const Simulated&) const;

    std::string unit(const Code&) const;
    std::string role(const Code&) const;
    std::string lane(const Code&) const;  // "leader:QD": the role and the kind of work
    std::string procedure(const Code&) const;
    std::string post(const Code&) const;
    std::string officer(const Code& unit, const Code& officer) const;
    // The post that brings somebody most of the work; and how many others there are.
    std::string main_post(const PersonFigures& person) const;
    std::string step(const StepFigures&) const;
    std::string parameter(const Code& key) const;
    std::string value(const Parameter&) const;  // tell_value.cc
    std::string basis(const Parameter&) const;
    std::string people(const AgencyFigures&) const;
    std::string variant(const std::string& name) const;  // empty: the plan as it stands
    std::string stage(const Code&) const;

    // Sentences several pages say alike.
    std::string run(const Simulated&) const;
    std::string changed(const Simulated&) const;  // what is otherwise than in the plan, or nothing
    std::string units_standing(const Simulated&) const;
    std::string dossiers(const Forecast&) const;          // how many are open, overdue, in danger
    std::string growing_lanes(const UnitFigures&) const;  // their names
    std::string bottleneck(const AgencyFigures&) const;
    std::string breaking(const BreakingPoint&, const Code& unit, double target) const;
    static const char* conclusion(const Remedy&);  // key: restores, may be enough, is not
    std::string how_far(const BreakingPoint&, double value) const;  // "+30 %", "2 người"

  private:
    static constexpr double kNoDays = 1e12;
    // From `day` minutes on it is told in days.
    std::string duration(double minutes, double day) const;
    std::string duration(const Figure&, double day) const;
    std::string half(const Figure&, double day) const;  // "± 6"; nothing where it is not seen
    std::string entry(const Code& key, const Code& code) const;

    const plan::Plan& plan_;
    std::string language_;
    words::Book book_;
    double day_minutes_ = 480;  // of working time in a day
};

std::string joined(const std::vector<Move>& moves, const std::string& language);  // "one; two"

// The result that is told at length: of the first variant, or of the forecast. nullptr: neither.
const Simulated* main_result(const Findings&);

// In the order in which they are told: where most of the waiting is, the most loaded, the latest.
std::vector<const LaneFigures*> worst_lanes(const UnitFigures&);
std::vector<const PersonFigures*> most_loaded(const UnitFigures&);
std::vector<const ProcedureFigures*> latest_procedures(const UnitFigures&);
std::vector<const UnitFigures*> worst_units(const Simulated&);
std::vector<const AgencyFigures*> worst_agencies(const Simulated&);
// The agency where more waits than in any lane; nullptr: there is none.
const AgencyFigures* bottleneck_agency(const Simulated&);

}  // namespace ss::simulate
