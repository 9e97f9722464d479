#include "simulate/events.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "cast/dice.h"

namespace ss::simulate {
namespace {

// Whatever is put in, near and far, at one instant or apart: it comes out by time, then by order.
TEST(EventList, GivesTheEarliestFirst) {
    EventList list;
    std::multiset<std::tuple<int64_t, uint64_t, uint64_t>> expected;
    uint64_t dice = 7;
    for (int life = 0; life < 3; ++life) {
        list.clear();
        expected.clear();
        int64_t now = 0;
        for (uint64_t i = 0; i < 200'000; ++i) {
            dice = cast::mixed(dice);
            // Some hundred at most, now and then none; up to two days ahead, often at one instant.
            const bool put = dice % 8 < (expected.size() > 150 ? 3u : i % 1000 < 900 ? 5u : 1u);
            if (put || expected.empty()) {
                const int64_t ahead = (dice >> 8) % 4 == 0 ? 0
                                      : (dice >> 8) % 4 == 1
                                          ? static_cast<int64_t>((dice >> 16) % 172'800'000)
                                          : static_cast<int64_t>((dice >> 16) % 3'600'000);
                const uint64_t order = order_of(static_cast<Order>((dice >> 10) % 4), i,
                                                static_cast<Happening>((dice >> 12) % 20));
                list.push(now + ahead, order, i);
                expected.insert({now + ahead, order, i});
            } else {
                const auto [at, order, whom] = *expected.begin();
                ASSERT_EQ(list.next().at, at);
                ASSERT_EQ(list.next().order, order);
                ASSERT_EQ(list.next().whom, whom);
                now = at;
                list.pop();
                expected.erase(expected.begin());
            }
        }
        for (const auto& [at, order, whom] : expected) {
            ASSERT_EQ(list.next().order, order);
            list.pop();
        }
        EXPECT_EQ(list.next().at, std::numeric_limits<int64_t>::max());
    }
}

}  // namespace
}  // namespace ss::simulate
