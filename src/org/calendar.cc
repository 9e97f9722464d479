#include "org/calendar.h"

#include <algorithm>

namespace ss::org {

namespace {

const std::vector<Hours> kClosed;

// A plan has a working day in every week; this only keeps an empty calendar from being walked for
// ever.
constexpr int32_t kSearch = 4'000;

int64_t total(const std::vector<Hours>& hours) {
    int64_t ms = 0;
    for (const Hours& h : hours) ms += h.to - h.from;
    return ms;
}

// Working time of a day with these hours that has passed at `clock`.
int64_t passed(const std::vector<Hours>& hours, int64_t clock) {
    int64_t ms = 0;
    for (const Hours& h : hours) ms += std::clamp(clock, h.from, h.to) - h.from;
    return ms;
}

// The clock at which so much of the day's working time has passed; 0 < ms <= total(hours).
int64_t clock_after(const std::vector<Hours>& hours, int64_t ms) {
    for (const Hours& h : hours) {
        if (ms <= h.to - h.from) return h.from + ms;
        ms -= h.to - h.from;
    }
    return hours.empty() ? 0 : hours.back().to;
}

}  // namespace

// Days from `first` on. `before` and `working` have one element more: the sums at the end.
struct Calendar::Table {
    LocalDate first = date_of({2020, 1, 1});
    int32_t days = date_of({2046, 1, 1}).day - date_of({2020, 1, 1}).day;
    std::vector<const std::vector<Hours>*> hours;
    std::vector<std::vector<Hours>> kinds;  // the different hours that `hours` points to
    std::vector<int64_t> before;            // working ms from the first day to this one
    std::vector<int32_t> working;           // working days before this one
    std::vector<int32_t> nth;               // index of the n-th working day

    bool has(LocalDate date) const { return date.day >= first.day && date.day < first.day + days; }
    size_t index(LocalDate date) const { return static_cast<size_t>(date.day - first.day); }
};

void Calendar::freeze() {
    table_.reset();
    auto t = std::make_shared<Table>();
    t->kinds.reserve(8 + special.size());
    t->kinds.emplace_back();
    for (const auto& day : week) t->kinds.push_back(day);
    for (const auto& [date, day] : special) t->kinds.push_back(day);
    int64_t ms = 0;
    int32_t count = 0;
    for (int32_t i = 0; i < t->days; ++i) {
        const LocalDate date{t->first.day + i};
        size_t kind = 1 + static_cast<size_t>(weekday(date));
        if (const auto s = special.find(date); s != special.end())
            kind = 8 + static_cast<size_t>(std::distance(special.begin(), s));
        else if (holidays.contains(date)) kind = 0;
        t->hours.push_back(&t->kinds[kind]);
        t->before.push_back(ms);
        t->working.push_back(count);
        ms += total(t->kinds[kind]);
        if (t->kinds[kind].empty()) continue;
        t->nth.push_back(i);
        ++count;
    }
    t->before.push_back(ms);
    t->working.push_back(count);
    table_ = std::move(t);
}

const std::vector<Hours>& Calendar::hours(LocalDate date) const {
    if (table_ && table_->has(date)) return *table_->hours[table_->index(date)];
    if (const auto s = special.find(date); s != special.end()) return s->second;
    if (holidays.contains(date)) return kClosed;
    return week[weekday(date)];
}

bool Calendar::working_day(LocalDate date) const {
    return !hours(date).empty();
}

bool Calendar::open(Instant at) const {
    const int64_t clock = time_of_day(at, offset);
    for (const Hours& h : hours(local_date(at, offset)))
        if (clock >= h.from && clock < h.to) return true;
    return false;
}

LocalDate Calendar::next_working_day(LocalDate date) const {
    return working_day_after(date, 1);
}

// The n-th working day after the date; n = 0: the date itself, or the first working day after it.
LocalDate Calendar::working_day_after(LocalDate date, int64_t n) const {
    if (n == 0 && working_day(date)) return date;
    n = std::max<int64_t>(n, 1);
    if (table_ && table_->has(date)) {
        const size_t i = table_->index(date);
        const int64_t wanted = table_->working[i + 1] + n - 1;
        if (wanted < static_cast<int64_t>(table_->nth.size()))
            return {table_->first.day + table_->nth[static_cast<size_t>(wanted)]};
    }
    int32_t idle = 0;
    while (n > 0 && idle < kSearch) {
        ++date.day;
        ++idle;
        if (!working_day(date)) continue;
        --n;
        idle = 0;
    }
    return date;
}

Instant Calendar::opening(LocalDate date) const {
    const auto& h = hours(date);
    return at_local(date, h.empty() ? 0 : h.front().from, offset);
}

Instant Calendar::closing(LocalDate date) const {
    const auto& h = hours(date);
    return at_local(date, h.empty() ? 0 : h.back().to, offset);
}

Instant Calendar::next_opening(Instant at) const {
    const LocalDate date = local_date(at, offset);
    const int64_t clock = time_of_day(at, offset);
    for (const Hours& h : hours(date)) {
        if (clock < h.from) return at_local(date, h.from, offset);
        if (clock < h.to) return at;
    }
    return opening(next_working_day(date));
}

int64_t Calendar::position(const Table& table, Instant at) const {
    const size_t i = table.index(local_date(at, offset));
    return table.before[i] + passed(*table.hours[i], time_of_day(at, offset));
}

int64_t Calendar::working_ms(Instant from, Instant to) const {
    if (to <= from) return 0;
    const LocalDate first = local_date(from, offset), last = local_date(to, offset);
    if (table_ && table_->has(first) && table_->has(last))
        return position(*table_, to) - position(*table_, from);
    int64_t ms = -passed(hours(first), time_of_day(from, offset));
    for (LocalDate d = first; d < last; ++d.day) ms += total(hours(d));
    return ms + passed(hours(last), time_of_day(to, offset));
}

Instant Calendar::after_working_ms(Instant from, int64_t ms) const {
    if (ms <= 0) return from;
    LocalDate date = local_date(from, offset);
    if (table_ && table_->has(date)) {
        const int64_t wanted = position(*table_, from) + ms;
        if (wanted <= table_->before.back()) {
            const auto after =
                std::lower_bound(table_->before.begin(), table_->before.end(), wanted);
            const auto i = static_cast<size_t>(after - table_->before.begin()) - 1;
            return at_local({table_->first.day + static_cast<int32_t>(i)},
                            clock_after(*table_->hours[i], wanted - table_->before[i]), offset);
        }
    }
    ms += passed(hours(date), time_of_day(from, offset));
    for (int32_t idle = 0; idle < kSearch; ++date.day, ++idle) {
        const auto& day = hours(date);
        if (day.empty()) continue;
        idle = 0;
        if (ms <= total(day)) return at_local(date, clock_after(day, ms), offset);
        ms -= total(day);
    }
    return at_local(date, 0, offset);
}

Instant Calendar::counted_from(Instant received) const {
    const LocalDate date = local_date(received, offset);
    if (time_of_day(received, offset) > transfer_cutoff) return opening(next_working_day(date));
    return next_opening(received);
}

bool Calendar::past_cutoff(Instant at) const {
    return local_date(counted_from(at), offset) != local_date(at, offset);
}

Instant Calendar::due(Instant from, Limit limit) const {
    const Instant start = counted_from(from);
    switch (limit.unit) {
        case LimitUnit::working_days:
            return closing(working_day_after(local_date(start, offset), limit.quantity));
        case LimitUnit::days: return next_opening({start.ms + limit.quantity * kDay});
        case LimitUnit::working_hours: return after_working_ms(start, limit.quantity * kHour);
        case LimitUnit::hours: return next_opening({start.ms + limit.quantity * kHour});
    }
    return start;
}

Instant Calendar::day_before(Instant due) const {
    LocalDate date = local_date(due, offset);
    int32_t idle = 0;
    do --date.day;
    while (!working_day(date) && ++idle < kSearch);
    const int64_t clock = time_of_day(due, offset);
    const auto& day = hours(date);
    if (day.empty()) return {due.ms - kDay};
    int64_t last = day.front().from;  // the last open moment not after that clock
    for (const Hours& h : day)
        if (h.from <= clock) last = std::min(clock, h.to);
    return at_local(date, last, offset);
}

}  // namespace ss::org
