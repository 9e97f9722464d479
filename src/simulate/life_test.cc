// The simulator held against what was really seen in 2025: that practice shows in the first day,
// and how many signatures one signer can bear. docs/calibration.md tells the numbers and where
// they come from.
#include <gtest/gtest.h>

#include <algorithm>

#include "cast/duration.h"
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

// A toy ward: the people of Mỹ Thượng, 300 citizens in one day, all at the counter and all for a
// certified copy; nobody away, the software up. More than beginners can do, hardly more than the
// practised can. Everybody has rehearsed as many dossiers.
UnitFigures first_day(double practised) {
    auto plan = hue();
    plan->demand.mix = {{"2.000815", 1.0}};
    plan->demand.channels = {{"counter", 1.0}};
    plan->demand.arrivals_per_day = {{"*", 300}};
    plan->demand.weekday = {1, 1, 1, 1, 1, 0, 0};
    plan->demand.ramp.clear();
    for (auto& [code, entry] : plan->rosters.at(kUnit).officers) entry.experience = practised;
    return lived(plan, 1, 40);
}

TEST(Life, PracticeShowsInTheFirstDay) {
    double before = 0, first = 0;
    for (const double practised : {0, 25, 50, 100, 200}) {
        const UnitFigures u = first_day(practised);
        const Figure wait = u.wait.mean;
        std::printf("%3.0f dossiers rehearsed each: %4.0f +- %.0f minutes at the counter\n",
                    practised, wait.mean, wait.half);
        if (practised > 0) {
            EXPECT_LT(wait.mean, before - 5) << practised;
        } else {
            first = wait.mean;
        }
        before = wait.mean;
    }
    EXPECT_GT(first, 120);  // hours, as in July 2025, not minutes
    EXPECT_LT(before, 0.6 * first);
}

// --- Hải Châu ----------------------------------------------------------------------------------

// Certifications of a week of Hải Châu ward, Đà Nẵng, July 2025, by one Vice-chair; the people of
// Mỹ Thượng, with as many more at the other desks as that needs, all practised. What else the
// signer does, and what each interruption costs, is assumed.
constexpr double kADay = 1008 / 5.0;
constexpr double kPractised = 200;

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
    d.arrivals_per_day = {{"*", kADay}};
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
    for (auto& [code, entry] : roster.officers) entry.experience = kPractised;
    return plan;
}

constexpr int64_t kWeeks = 8;

struct Signing {
    UnitFigures unit;
    const LaneFigures* lane = nullptr;
    bool diverges() const { return unit.diverges && lane->diverges; }
};
Signing signing(const HaiChau& h) {
    Signing s{lived(hai_chau(h), 5 * kWeeks, 8), nullptr};
    for (const LaneFigures& lane : s.unit.lanes)
        if (lane.role == "leader") s.lane = &lane;
    EXPECT_NE(s.lane, nullptr);
    std::printf(
        "%4.1f h  %4.2f min  signers %d  batch %2d:  busy %3.0f %%  waiting %6.1f  on time "
        "%5.1f %%  %s\n",
        h.duties, h.interruption, h.signers, h.batch, 100 * s.lane->utilisation.mean,
        s.lane->waiting.mean, 100 * s.unit.on_time.mean,
        s.diverges() ? ("grows from " + to_text(*s.lane->diverges)).c_str() : "holds");
    return s;
}

TEST(Life, OneSignerDrownsInAThousandCertificationsAWeek) {
    EXPECT_FALSE(signing({.interruption = 0, .duties = 0}).diverges());
    EXPECT_FALSE(signing({.interruption = 1, .duties = 0}).diverges());
    EXPECT_FALSE(signing({.interruption = 0, .duties = 4}).diverges());
    const Signing drowns = signing({.interruption = 1, .duties = 4});
    ASSERT_TRUE(drowns.diverges());
    EXPECT_LE(*drowns.lane->diverges, LocalDate{kGoLive.day + 6});  // from the first week on
    EXPECT_LT(drowns.unit.on_time.mean, 0.5);
    // Nobody else is short of time: it is the signing alone.
    for (const LaneFigures& lane : drowns.unit.lanes)
        if (lane.role != "leader") {
            EXPECT_FALSE(lane.diverges) << lane.lane;
            EXPECT_LT(lane.utilisation.mean, 0.8) << lane.lane;
        }
    // Ten at a go, or a second one who may.
    for (const HaiChau& h : {HaiChau{1, 4, 1, 10}, HaiChau{1, 4, 2, 1}}) {
        const Signing holds = signing(h);
        EXPECT_FALSE(holds.unit.diverges);
        EXPECT_FALSE(holds.lane->diverges);
        EXPECT_GT(holds.unit.on_time.mean, 0.95);
    }
}

// Where it breaks, by halving; beside what the hours leave for each signature.
TEST(Life, OneSignerBreaksWhereHisHoursSay) {
    const plan::ServiceTime sign = hue()->demand.service.at("sign");
    const double takes = cast::Duration(sign).mean_ms() / static_cast<double>(kMinute) *
                         cast::stretch(hue()->demand, kPractised);
    for (const double duties : {2., 4., 5.}) {
        const double room = (8 - duties) * 60 / kADay, by_hours = room - takes;
        double holds = 0, breaks = 2;
        while (breaks - holds > 0.07) {
            const double middle = (holds + breaks) / 2;
            (signing({.interruption = middle, .duties = duties}).diverges() ? breaks : holds) =
                middle;
        }
        std::printf(
            "duties %.0f h: holds at %.2f, breaks at %.2f min an interruption; by hours "
            "%.2f\n",
            duties, holds, breaks, by_hours);
        // What is a little too much is told from what is just enough by the interval of eight runs.
        EXPECT_GT(breaks, by_hours);
        EXPECT_LT(holds, by_hours + room * 2 / (5 * kWeeks) + 0.07);
    }
    EXPECT_TRUE(signing({.interruption = 0, .duties = 6}).diverges());  // nothing is left for it
    // How many at a go are enough for one minute of interruption beside four hours of duties.
    EXPECT_TRUE(signing({.interruption = 1, .duties = 4, .signers = 1, .batch = 1}).diverges());
    EXPECT_FALSE(signing({.interruption = 1, .duties = 4, .signers = 1, .batch = 3}).diverges());
}

}  // namespace
}  // namespace ss::simulate
