// Whether a queue keeps growing, or people keep up with it. For figures.cc and simulate.cc only.
//
// A lane is held against its own people: its *demand* on a day is 1, less the share of their hours
// that was left idle, plus the work its queue grew by. Work that came less what could have been
// done is a walk that no empty queue stops: its steps are independent from day to day, and their
// mean does not depend on how long the queue was. Below 1 people keep up; above 1 the queue grows
// without end. It grows where the whole 95 % interval of the mean over the later half of the days
// of all replications lies above 1. So a lane that is loaded exactly to the full is called growing
// in 2.5 % of forecasts, one that is not in next to none.
//
// Open dossiers may pile up where no lane does, at agencies. They grow where the second half adds
// more to them than it would under a load of exactly 1, where a queue grows with the root of time.
#pragma once

#include <vector>

#include "simulate/model.h"
#include "simulate/result.h"
#include "simulate/tally.h"

namespace ss::simulate {

// A lane that is used, and who may work in it with nobody away.
struct Watched {
    uint16_t lane = 0;
    std::vector<uint16_t> people;
};

// A sum over days, for their mean and its interval.
struct Daily {
    int64_t days = 0;
    double sum = 0, squares = 0;
    void add(double x) { ++days, sum += x, squares += x * x; }
    void add(const Daily& o) { days += o.days, sum += o.sum, squares += o.squares; }
    Figure figure() const;
};

// What one replication says of it.
struct Growth {
    std::vector<Daily> demand;  // by watched lane; of one day each
    double open = 0;  // dossiers more than a queue under full load would have added; NaN: too short
};
Growth growth_of(const Tally& tally, const std::vector<Watched>& lanes,
                 const std::vector<int64_t>& open);

// By the figures of all replications. `days`: working days counted.
Trend trend_of_demand(const Figure& demand, size_t days);
Trend trend_of_open(const Figure& open, size_t days);

// The last day at whose end a series was as low as it ever was from then on. Not empty.
size_t lowest(const std::vector<double>& series);

}  // namespace ss::simulate
