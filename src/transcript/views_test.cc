// Every view after every line of every transcript.
#include <gtest/gtest.h>

#include "office/codec.h"
#include "plan/plan.h"
#include "transcript/testing.h"
#include "views/testing.h"

namespace ss::transcript {
namespace {

class Views : public ::testing::TestWithParam<std::string> {};

// What the script writes as ~Like_this.
std::set<std::string> personal_of(const std::string& text) {
    std::set<std::string> found;
    for (size_t at = text.find('~'); at != std::string::npos; at = text.find('~', at + 1)) {
        const size_t end = text.find_first_of(",} ]\n", at);
        std::string value = text.substr(at + 1, end - at - 1);
        std::ranges::replace(value, '_', ' ');
        if (value.size() >= 6 && value != "erased") found.insert(value);
    }
    return found;
}

TEST_P(Views, AreThereAfterEachLine) {
    const std::string path = testing::kFolder + GetParam();
    const auto script = testing::script_of(path);
    ASSERT_TRUE(script);
    const auto plan = testing::plan_of(script->plan);
    ASSERT_TRUE(plan);
    const auto storage = journal::memory_storage();
    const auto played = play(
        *script, plan, [&]() -> Result<journal::Storage*> { return storage.get(); }, false);
    ASSERT_TRUE(played.ok());
    const auto recorder = office::Recorder::open(plan, *storage);
    ASSERT_TRUE(recorder.ok());
    const Vault& vault = recorder.value()->vault();
    const auto personal = personal_of(testing::bytes_of(path));

    office::Office office(plan);
    const uint64_t last = recorder.value()->last_seq();
    // Everybody looks at the end; after each line one of them, in turn.
    const auto look = [&](const journal::Entry& entry) -> Status {
        office.apply(SS_TRY(office::decode_outcome(entry.body)));
        auto who = views::testing::lookers(office.state());
        if (entry.seq != last) who = {who[entry.seq % who.size()]};
        else if (plan->procedures.size() > 5) who.resize(std::min<size_t>(who.size(), 6));
        if (entry.seq == last || plan->procedures.size() <= 5)
            views::testing::make_all(office.state(), *plan, &vault, personal, who);
        return ok();
    };
    ASSERT_TRUE(storage->read(1, look).ok());
}

INSTANTIATE_TEST_SUITE_P(All, Views, ::testing::ValuesIn(testing::files()), [](const auto& made) {
    return made.param.substr(0, made.param.find('.'));
});

}  // namespace
}  // namespace ss::transcript
