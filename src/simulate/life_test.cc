// The simulator held against what was really seen in 2025: that practice shows in the first day,
// and how many signatures one signer can bear. docs/calibration.md tells the numbers and where
// they come from.
#include <gtest/gtest.h>

#include "simulate/simulate.h"

namespace ss::simulate {
namespace {

std::shared_ptr<plan::Plan> hue() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics diagnostics;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
    }();
    return std::make_shared<plan::Plan>(*plan);
}

const Code kUnit = "my-thuong";
const LocalDate kGoLive = date_of({2025, 7, 1});

UnitFigures lived(std::shared_ptr<const plan::Plan> plan, int64_t days, int64_t replications) {
    Case c = plain_case(std::move(plan), {kUnit}, kGoLive);
    for (Setup& s : c.units) s.chance_absence = s.chance_outage = false;
    Diagnostics diagnostics;
    Options options;
    options.first_day = kGoLive;
    options.days = days;
    options.replications = replications;
    options.threads = 2;
    const auto outcome = simulate(c, options, {}, diagnostics);
    for (const auto& d : diagnostics.all()) ADD_FAILURE() << to_text(d);
    EXPECT_TRUE(outcome && outcome->result.identities_hold);
    return outcome ? outcome->result.units.front() : UnitFigures{};
}

// So many more people with the posts of this one.
void hire(plan::Roster& roster, const Code& like, int more) {
    for (int i = 1; i <= more; ++i) {
        plan::RosterEntry entry = roster.officers.at(like);
        entry.officer = like + "-" + std::to_string(i + 1);
        roster.officers[entry.officer] = entry;
    }
}

// Someone who holds this post.
Code holder(const plan::Roster& roster, const Code& post) {
    for (const auto& [code, entry] : roster.officers)
        if (std::find(entry.posts.begin(), entry.posts.end(), post) != entry.posts.end())
            return code;
    ADD_FAILURE() << "nobody is " << post;
    return {};
}

// --- the first day, and what was practised before it -------------------------------------------

TEST(Life, PracticeShowsInTheFirstDay) {
    for (double arrivals : {100., 110., 120., 130., 140., 150.}) {
    std::printf("%5.0f: ", arrivals);
    for (const double practised : {0, 25, 50, 100, 200}) {
        auto plan = hue();
        plan->demand.mix = {{"2.000815", 1.0}};
        plan->demand.channels = {{"counter", 1.0}};
        plan->demand.arrivals_per_day = {{"*", arrivals}};
        plan->demand.weekday = {1, 1, 1, 1, 1, 0, 0};
        plan->demand.ramp.clear();
        for (auto& [code, entry] : plan->rosters.at(kUnit).officers) entry.experience = practised;
        const UnitFigures u = lived(plan, 1, 20);
        std::printf(" %5.0f (%3.0f+-%.0f)", practised, u.wait.mean.mean, u.wait.mean.half);
    }
    std::printf("\n");
    }
}

// --- Hải Châu ----------------------------------------------------------------------------------

struct HaiChau {
    double interruption = 0;  // minutes
    double duties = 0;        // hours a day
    int signers = 1;
    int batch = 1;
};
std::shared_ptr<plan::Plan> hai_chau(const HaiChau& h) {
    auto plan = hue();
    plan::Demand& d = plan->demand;
    d.mix = {{"2.000815", 0.5 / 0.58}, {"2.000884", 0.08 / 0.58}};
    d.arrivals_per_day = {{"*", 1008 / 5.0}};
    d.weekday = {1, 1, 1, 1, 1, 0, 0};
    d.ramp.clear();
    d.interruption = h.interruption;
    if (h.batch > 1) d.batch = {{"sign", h.batch}};
    const auto half = static_cast<int64_t>(h.duties * kHour / 2);
    if (half > 0)
        d.duties["pho-ct-ubnd"] = {{8 * kHour, 8 * kHour + half}, {14 * kHour, 14 * kHour + half}};
    plan::Roster& roster = plan->rosters.at(kUnit);
    int signers = 0;
    for (auto& [code, entry] : roster.officers) {
        const auto& posts = entry.appointed_by_announcement;
        if (std::find(posts.begin(), posts.end(), "chu-tich-ubnd") != posts.end())
            entry.signature = false;
        if (std::find(posts.begin(), posts.end(), "pho-ct-ubnd") != posts.end())
            entry.signature = ++signers <= h.signers;
    }
    for (const auto& [post, more] : std::vector<std::pair<Code, int>>{
             {"cc-chung-thuc", 8}, {"cc-tiep-nhan", 4}, {"cc-so-hoa", 2}, {"van-thu", 1}})
        hire(roster, holder(roster, post), more);
    for (auto& [code, entry] : roster.officers) entry.experience = 200;
    return plan;
}

TEST(Life, OneSignerAndAThousandCertifications) {
    for (const HaiChau& h : {HaiChau{0, 0}, HaiChau{0, 4}, HaiChau{0.25, 4}, HaiChau{0.5, 4}, HaiChau{1, 4}, HaiChau{1, 4, 1, 10}, HaiChau{1, 4, 2}}) {
        const UnitFigures u = lived(hai_chau(h), 20, 6);
        std::printf("int %.2f duties %.1f signers %d batch %d: ontime %.3f cycle %.1f open %.0f div %d ", h.interruption, h.duties, h.signers, h.batch, u.on_time.mean, u.cycle.mean.mean, u.open_at_end.mean, u.diverges.has_value());
        for (const auto& l : u.lanes) std::printf(" [%s p%d util %.2f wait %.1f %s]", l.lane.c_str(), l.people, l.utilisation.mean, l.waiting.mean, l.diverges ? to_text(*l.diverges).c_str() : "");
        std::printf("\n");
    }
}

}  // namespace
}  // namespace ss::simulate
