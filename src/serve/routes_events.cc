// Server-sent events: which views are stale, never what changed; and the clock.
#include <algorithm>

#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

std::string stale_json(const Code& unit, uint64_t seq, const std::set<std::string_view>& stale) {
    views::Stale told{seq, unit, {}};
    for (const std::string_view view : stale) told.views.emplace_back(view);
    return wire::encode(told);
}

std::set<std::string_view> every_view() {
    std::set<std::string_view> all;
    for (const auto& [name, kind] : views::all()) all.insert(name);
    return all;
}

std::string clock_json(const Clock& clock) {
    return wire::encode(told(clock));
}

}  // namespace

void App::Inside::events(Call& call, House& house, const Code& unit) {
    const Account& account = call.caller->account;
    if (account.kind == AccountKind::officer) {
        const office::Recorder* recorder = unit.empty() ? nullptr : house.find(unit);
        if (recorder == nullptr || seats_of(account, {&house, unit, recorder}).empty())
            return refuse(call, 403, "forbidden");
    }
    if (listeners.size() >= kStreams) return refuse(call, 503, "busy");
    auto stream = call.reply->stream();
    if (stream == nullptr) return;
    // A page that comes back has missed what was told meanwhile.
    for (const Code& one : house.units()) {
        const office::Recorder* recorder = house.find(one);
        if (recorder == nullptr || (!unit.empty() && one != unit)) continue;
        const uint64_t seq = recorder->last_seq();
        const std::string_view last = call.request.header("last-event-id");
        if (!last.empty() && last != std::to_string(seq))
            stream->send("stale", stale_json(one, seq, every_view()), seq);
    }
    stream->send("clock", clock_json(house.clock()));
    listeners.push_back(
        {std::move(stream), &house, unit, std::string(call.request.cookie("sansang"))});
}

int64_t App::Inside::tell_stale() {
    using std::chrono::ceil, std::chrono::milliseconds;
    const auto now = std::chrono::steady_clock::now();
    int64_t again = kHour;
    for (auto& [where, what] : stale) {
        if (what.views.empty()) continue;
        const auto& [house, unit] = where;
        const office::Recorder* recorder = house->find(unit);
        if (recorder == nullptr) continue;
        if (const auto wait = what.told + kStaleEvery - now; wait > wait.zero()) {
            again = std::min<int64_t>(again, ceil<milliseconds>(wait).count());
            continue;
        }
        const uint64_t seq = recorder->last_seq();
        const std::string data = stale_json(unit, seq, what.views);
        what = {{}, now};
        for (const Listener& l : listeners)
            if (l.house == house && (l.unit.empty() || l.unit == unit))
                l.stream->send("stale", data, seq);
    }
    return again;
}

void App::Inside::tell_clocks() {
    const Instant now = wall();
    const bool all = now.ms - clocks_told.ms >= kClockEvery || now < clocks_told;
    if (all) {
        clocks_told = now;
        std::erase_if(listeners, [&](const Listener& l) {
            return !l.stream->open() || !accounts.is_open(l.token, now);
        });
        metrics.streams(listeners.size());
    }
    std::vector<House*> running = houses;
    for (const auto& [code, p] : practices.all)
        if (p->open.house) running.push_back(p->open.house.get());
    for (House* house : running) {
        const Clock clock = house->clock();
        // Between the rounds only what a page cannot reckon by itself.
        const std::string state =
            std::to_string(clock.speed) + (clock.paused ? "p" : "") + (clock.over ? "o" : "");
        if (!all && clocks[house] == state) continue;
        clocks[house] = state;
        const std::string data = clock_json(clock);
        for (const Listener& l : listeners)
            if (l.house == house) l.stream->send("clock", data);
    }
}

}  // namespace ss::serve
