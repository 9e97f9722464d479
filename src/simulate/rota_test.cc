// What Rota remembers is what the office's own rules say, whoever is away.
#include "simulate/rota.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "cast/dice.h"
#include "documents/documents.h"
#include "office/testing.h"
#include "simulate/model.h"

namespace ss::simulate {
namespace {

struct Ward {
    std::shared_ptr<const plan::Plan> plan = office::plan_of("plans/hue-2025");
    Instant at = at_local(plan->city.go_live, 8 * kHour, plan->calendar.offset);
    std::shared_ptr<const Model> model;
    org::State people;

    explicit Ward(const Code& unit) {
        Setup setup;
        setup.plan = plan;
        setup.unit = unit;
        setup.first_day = plan->city.go_live;
        Diagnostics d;
        model = Model::make(setup, std::make_shared<Situations>(*plan), d);
        EXPECT_FALSE(d.has_errors());
        for (const auto& [code, entry] : plan->rosters.at(unit).officers) {
            org::Officer officer;
            officer.code = code;
            officer.account = entry.account;
            officer.substitutes = entry.substitutes;
            if (entry.signature) officer.signature_until = Instant{at.ms + 3650 * kDay};
            std::vector<Code> posts = entry.posts;
            posts.insert(posts.end(), entry.appointed_by_announcement.begin(),
                         entry.appointed_by_announcement.end());
            people.apply(org::Enrolled{officer, posts, at});
        }
    }

    // By the rules themselves, asked anew.
    std::vector<uint16_t> able(const Lane& lane, const std::vector<bool>& away) const {
        org::State today = people;
        for (size_t p = 0; p < model->people.size(); ++p)
            if (away[p])
                today.officers.at(model->people[p].code).away_until = Instant{at.ms + kDay};
        std::vector<uint16_t> all;
        const auto workers = org::workers(today, plan->organization, lane.role, at);
        for (size_t p = 0; p < model->people.size(); ++p) {
            const Person& person = model->people[p];
            if (std::find(workers.begin(), workers.end(), person.code) == workers.end()) continue;
            const bool signs = lane.signs || !lane.signs_what.empty();
            if (signs && away[model->people.size() + p]) continue;
            if (lane.signs && !person.signs) continue;
            const bool may =
                std::all_of(lane.signs_what.begin(), lane.signs_what.end(), [&](const auto* paper) {
                    return std::holds_alternative<org::Signing>(
                        documents::may_sign_result(*plan, today, person.code, *paper, at));
                });
            if (may) all.push_back(static_cast<uint16_t>(p));
        }
        return all;
    }
};

TEST(Rota, SaysWhatTheRulesSayWhoeverIsAway) {
    for (const char* unit : {"my-thuong", "vy-da"}) {
        const Ward ward(unit);
        const Rota rota(*ward.plan, ward.people, ward.at, ward.model->people, ward.model->lanes);
        const size_t n = ward.model->people.size();
        const cast::Dice dice{1, 0};
        int few = 0;  // lanes in which others stand in, or nobody does
        for (uint64_t day = 0; day < 200; ++day) {
            const double share = day % 4 == 0   ? 0.03
                                 : day % 4 == 1 ? 0.2
                                 : day % 4 == 2 ? 0.6
                                                : 0.9;
            std::vector<bool> away(2 * n);
            for (size_t i = 0; i < away.size(); ++i)
                away[i] = dice.chance(share, cast::Purpose::absence, day, i);
            Staffing staffing;
            rota.on(away, staffing);
            for (size_t l = 0; l < ward.model->lanes.size(); ++l) {
                const Lane& lane = ward.model->lanes[l];
                ASSERT_EQ(staffing.able[l], ward.able(lane, away)) << unit << " " << lane.key;
                few += staffing.able[l].size() < 2;
            }
        }
        EXPECT_GT(few, 1000);
    }
}

}  // namespace
}  // namespace ss::simulate
