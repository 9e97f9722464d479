// Agencies that are asked by whoever runs together here: what they answer when, and their accounts.
#include <algorithm>

#include "simulate/run.h"

namespace ss::simulate {

namespace {
constexpr int64_t kAgencyTakes = kHour;  // where nobody says who answers there
}

Run::AgencyDesk& Run::desk_of(const Code& agency, const plan::Demand& demand) {
    const auto [known, fresh] = agencies_.try_emplace(agency);
    AgencyDesk& desk = known->second;
    if (!fresh) return desk;
    auto found = demand.agencies.find(agency);
    if (found == demand.agencies.end()) found = demand.agencies.find("*");
    if (found == demand.agencies.end()) return desk;
    desk.takes = cast::Duration(found->second.takes);
    desk.tally.people = found->second.servers;
    desk.free.assign(static_cast<size_t>(found->second.servers), 0);
    return desk;
}

void Run::ask_agency(Dossier& d, const Code& agency) {
    AgencyDesk& desk = desk_of(agency, d.place->model->plan().demand);
    ++desk.tally.asked;
    const Instant there{now_ + kCourierTakes};
    AgencyDesk::Asked asked;
    if (desk.free.empty()) {
        asked.answered = there.ms + kAgencyTakes;
        desk.in_hand.push_back(asked);
    } else {
        auto& free = *std::min_element(desk.free.begin(), desk.free.end());
        const double takes = desk.takes.ms(dice_.bits(cast::Purpose::agency, d.citizen, d.rounds));
        asked.came = worked_ + calendar().working_ms({now_}, there);
        asked.begun = std::max(asked.came, free);
        asked.done = free = asked.begun + std::max<int64_t>(1, static_cast<int64_t>(takes));
        desk.tally.asked_ms += asked.done - asked.begun;
        asked.answered = calendar().after_working_ms(there, asked.done - asked.came).ms;
        desk.waiting.push_back(asked);
    }
    later(d, asked.answered, Order::courier, Happening::agency_answers);
}

// What has been begun and answered since it was looked at last.
void Run::catch_up(AgencyDesk& desk) {
    AgencyTally& t = desk.tally;
    while (!desk.waiting.empty() && desk.waiting.front().begun < worked_) {
        const AgencyDesk::Asked& x = desk.waiting.front();
        t.wait.add(x.begun - x.came);
        t.area += x.begun - std::max(x.came, desk.counts_from);
        desk.in_hand.push_back(x);
        desk.waiting.pop_front();
    }
    std::erase_if(desk.in_hand, [&](const AgencyDesk::Asked& x) {
        if (x.answered > now_) return false;
        ++t.answered;
        if (t.people > 0) t.busy_ms += x.done - std::max(x.begun, desk.counts_from);
        return true;
    });
}

void Run::end_day(AgencyDesk& desk) {
    catch_up(desk);
    // It may have been asked for the first time today.
    desk.tally.at_day_end.resize(static_cast<size_t>(places_.front().tally.days));
    if (!desk.tally.at_day_end.empty())
        desk.tally.at_day_end.back() = static_cast<int64_t>(desk.waiting.size());
}

void Run::count_from_now(AgencyDesk& desk) {
    catch_up(desk);
    const int64_t people = desk.tally.people;
    desk.tally = {};
    desk.tally.people = people;
    desk.counts_from = worked_;
}

void Run::close_account(AgencyDesk& desk) {
    catch_up(desk);
    AgencyTally& t = desk.tally;
    // What is still on its way has not waited yet.
    for (const AgencyDesk::Asked& x : desk.waiting)
        t.area += std::max<int64_t>(0, worked_ - std::max(x.came, desk.counts_from));
    for (const AgencyDesk::Asked& x : desk.in_hand)
        if (t.people > 0) t.busy_ms += worked_ - std::max(x.begun, desk.counts_from);
    t.waiting = static_cast<int64_t>(desk.waiting.size());
    t.in_hand = static_cast<int64_t>(desk.in_hand.size());
    t.working_ms = places_.front().tally.working_ms;
    t.there_ms = t.people * t.working_ms;
    t.at_day_end.resize(static_cast<size_t>(places_.front().tally.days));
}

}  // namespace ss::simulate
