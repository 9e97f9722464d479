// When the office is open, and how the law counts time. Pure arithmetic over the plan's calendar.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace ss::org {

struct Hours {
    int64_t from = 0, to = 0;  // ms since local midnight, from < to
};

enum class LimitUnit : unsigned char { working_days, days, working_hours, hours };
constexpr auto names(LimitUnit) {
    return std::to_array<std::string_view>({"working_days", "days", "working_hours", "hours"});
}

// "3 working days". Zero working days means "at once": the end of the day of receipt.
struct Limit {
    int64_t quantity = 0;
    LimitUnit unit = LimitUnit::working_days;
};

class Calendar {
  public:
    int64_t offset = 0;                               // UTC offset, ms
    std::vector<Hours> week[7];                       // Monday first; empty: closed
    std::map<LocalDate, std::string> holidays;        // date -> its name
    std::map<LocalDate, std::vector<Hours>> special;  // a working Saturday, shorter hours
    int64_t transfer_cutoff = 15 * kHour;  // received later: handed on the next working day

    bool working_day(LocalDate date) const;
    const std::vector<Hours>& hours(LocalDate date) const;  // empty on a closed day
    bool open(Instant at) const;
    LocalDate next_working_day(LocalDate date) const;  // strictly after
    Instant opening(LocalDate date) const;             // of a working day
    Instant closing(LocalDate date) const;
    Instant next_opening(Instant at) const;  // at itself, if open then
    // Working time between two instants, and the instant at which so much of it has passed.
    int64_t working_ms(Instant from, Instant to) const;
    Instant after_working_ms(Instant from, int64_t ms) const;
    // When a limit that began at `from` runs out. Received after the cut-off, the count begins at
    // the next opening. working_days: the closing of the n-th working day after; days: the same
    // clock time n days later, or the next opening where that is closed.
    Instant due(Instant from, Limit limit) const;
    Instant counted_from(Instant received) const;  // where that count begins
    // The count begins on a later day: after the cut-off, or on a closed day. Not in a lunch break.
    bool past_cutoff(Instant at) const;
    // One working day before `due`: the last moment for an apology (Decree 61/2018 art. 19.9).
    Instant day_before(Instant due) const;

    // Lays out a table of days for the years offices live in, so that everything above takes the
    // same few steps however long the limit. Call it when the fields are final; the answers are the
    // same without. The table is shared by copies.
    void freeze();

  private:
    struct Table;
    int64_t position(const Table& table, Instant at) const;
    LocalDate working_day_after(LocalDate date, int64_t n) const;
    std::shared_ptr<const Table> table_;
};

}  // namespace ss::org
