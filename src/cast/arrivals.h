// Who comes on one day, when, with what, and with which paper forgotten: the plan's demand as
// people. All of it follows from the dice.
#pragma once

#include <optional>
#include <vector>

#include "base/sealed.h"
#include "base/time.h"
#include "cast/dice.h"
#include "dossiers/dossiers.h"
#include "plan/plan.h"

namespace ss::cast {

struct NameList {  // plainly invented
    std::vector<std::string> family, middle, given;
};

struct Citizen {
    uint64_t number = 0;
    Instant at;
    dossiers::Present present;  // as it is handed in, what is missing left out
    std::vector<SealedValue> sealed;
    std::vector<dossiers::Given> forgotten;  // brought afterwards
    double patience = 1;                     // how many times as long as others at the desk
};

struct Visit {            // what is fixed beforehand; everything else is thrown
    uint64_t number = 0;  // key of the dice: unique in the run
    Instant at;
    Code procedure;
    std::string channel;
    std::string applicant_kind;  // empty: thrown
    std::vector<Code> missing;   // components certainly forgotten
    bool forgetful = true;       // may forget others
    Data data;
    Code for_unit;
    double patience = 1;
};

Citizen make_citizen(const plan::Plan&, const NameList&, const Dice&, const Visit&);

// What a variable of the dossier has: a number that a fee or a limit hangs on is thrown, a yes/no
// by the plan's share; everything else keeps its initial value.
class Drawn {
  public:
    Drawn(const plan::Variable&, const plan::Demand&);
    Value value(const Dice& dice, uint64_t citizen) const {
        if (up_to_ > 0)
            return static_cast<int64_t>(1 + dice.below(up_to_, Purpose::data, citizen, key_));
        if (share_ >= 0) return dice.chance(share_, Purpose::data, citizen, key_);
        return variable_->initial;
    }

  private:
    const plan::Variable* variable_;
    uint64_t key_ = 0, up_to_ = 0;
    double share_ = -1;
};
// The probability that a paper the law asks for stays at home.
double odds_of_forgetting(const plan::Demand&, const Code& channel);

// The factor on demand on this day: that of the last day named in `ramp`, counted from 1 at
// go-live; 1 before it.
double ramp_on(const plan::Plan&, LocalDate day);

// Who comes, as bare as it can be: for those who throw thousands of days.
struct Arrival {
    uint64_t number = 0;                  // key of the dice: by unit, day and running number
    Instant at;                           // perhaps before the doors open
    uint16_t procedure = 0, channel = 0;  // indices into procedures() and channels()
    uint16_t elsewhere = 0;               // 1 + index into `others`; 0: their dossier is ours
};

// A Poisson process by half-hours at one unit, as the plan's demand has it.
class Arrivals {
  public:
    Arrivals(const plan::Plan& plan, Code unit, std::vector<Code> others = {});

    // All who come on the day, in order of time. `per_day` 0: as the plan's demand says; else so
    // many on average. `factor` multiplies either.
    void day(LocalDate day, const Dice& dice, double per_day, double factor,
             std::vector<Arrival>& all) const;
    double expected(LocalDate day) const;  // on average, as the demand says

    const std::vector<Code>& procedures() const { return procedures_; }
    const std::vector<Code>& channels() const { return channels_; }
    const std::vector<Code>& others() const { return others_; }

  private:
    void one(Arrival& arrival, const Dice& dice, Instant opens) const;

    const plan::Plan& plan_;
    Code unit_;
    uint64_t key_;
    std::vector<Code> others_, procedures_, channels_;
    struct Shares {
        std::vector<double> of;
        double sum = 0;
        void add(double share) {
            of.push_back(share);
            sum += share;
        }
        uint16_t thrown(const Dice& dice, Purpose purpose, uint64_t number) const;
    };
    Shares mix_, channel_mix_;
    std::vector<bool> territory_free_;
    std::vector<std::vector<uint16_t>> channel_of_;  // procedure x channel thrown -> channel taken
};

// The same as visits to be made: those between `from` and `to`, at a counter that is open.
std::vector<Visit> visits(const plan::Plan&, const Arrivals&, LocalDate day, double per_day,
                          Instant from, Instant to, const Dice&);

// --- what citizens do afterwards: delays in ms from now, by the dice and the plan's demand -------
// Brings what was missing; fetches a result that has been ready since `resolved`; confirms a draft
// (nothing: keeps silent). All counted by the wall clock on the day of a rehearsal; where the plan
// gives working time for it, by the calendar.
Instant brings_papers(const plan::Plan&, const Dice&, uint64_t citizen, Instant now);
Instant fetches(const plan::Plan&, const Dice&, uint64_t citizen, dossiers::Channel channel,
                Instant presented, Instant now);
std::optional<Instant> confirms(const plan::Plan&, const Dice&, uint64_t citizen, Instant now);

}  // namespace ss::cast
