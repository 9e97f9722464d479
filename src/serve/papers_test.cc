// Papers and histories over HTTP: out of the record, and only for those whose business they are.
#include <gtest/gtest.h>

#include "serve/excerpt.h"
#include "serve/testing.h"

namespace ss::serve {
namespace {

using testing::Client;
using testing::Got;
using testing::In;
using testing::Served;

const std::string kUnit = "/v1/h/trial/u/my-thuong/";
const std::string kApplicant = "Tran Thi Thu Nghiem";

std::string ask_of(const std::string& request, const std::string& command,
                   const std::string& as = {}) {
    return "{\"request\":\"" + request + "\",\"command\":" + command +
           (as.empty() ? "" : ",\"as\":\"" + as + "\"") + "}";
}

class Papers : public ::testing::Test {
  protected:
    // Somebody with this role, who logs in by its name.
    void seat(const std::string& role) {
        const auto house = std::move(LiveHouse::open(served.data.path(), office::Mode::trial, [&] {
                               return served.now();
                           })).value();
        const auto& recorder = *house->find("my-thuong");
        const auto& state = recorder.state();
        const auto people =
            org::workers(state.org, recorder.office().plan().organization, role, state.now);
        ASSERT_FALSE(people.empty()) << role;
        served.account(role, "my-thuong", people.front());
    }
    void SetUp() override {
        for (const char* role : {"reception", "party-clerk", "clerk", "construction"}) seat(role);
        served.start();
    }
    // A house number asked for at the counter, and received. Its code.
    std::string received(Client& desk, const std::string& n) {
        const Got there = desk.post(
            kUnit + "ask",
            ask_of("p" + n,
                   R"({"dossier.present":{"procedure":"1.009141","channel":"counter","applicant":)"
                   R"({"kind":"individual","name":{"seal":")" +
                       kApplicant + R"("}},"given":[{"component":"application","originals":1}]}})",
                   "citizen"));
        EXPECT_EQ(there.status, 200) << there.body;
        const Got done =
            desk.post(kUnit + "ask", ask_of("r" + n, R"({"dossier.receive":{"dossier":)" + n +
                                                         R"(,"seen":["application"]}})"));
        EXPECT_EQ(done.status, 200) << done.body;
        const size_t at = done.body.find("\"code\":\"") + 8;
        return done.body.substr(at, done.body.find('"', at) - at);
    }
    static std::string file_of(const std::string& code) {
        std::string file;
        for (const char c : code)
            file += c == '.' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return file;
    }
    Served served{"plans/hue-2025", {"my-thuong"}};
};

TEST_F(Papers, PrintsTheSlipOfEachDossierOutOfManyAndTellsItsHistory) {
    In desk(served, "reception");
    std::vector<std::string> codes;
    for (int n = 1; n <= 12; ++n) codes.push_back(received(desk, std::to_string(n)));
    for (const size_t i : {size_t{0}, size_t{1}, size_t{10}, size_t{11}}) {
        const Got slip = desk.get(kUnit + "paper/slip-" + file_of(codes[i]) + ".pdf");
        ASSERT_EQ(slip.status, 200) << codes[i] << slip.body;
        EXPECT_EQ(slip.headers.at("content-type"), "application/pdf");
        EXPECT_TRUE(slip.body.starts_with("%PDF-"));
        const Got again = desk.get(kUnit + "paper/slip-" + file_of(codes[i]) + ".pdf");
        EXPECT_EQ(again.status, 200);
    }
    EXPECT_EQ(desk.get(kUnit + "paper/slip-h57-34-990101-0001.pdf").status, 404);
    EXPECT_EQ(desk.get(kUnit + "paper/supplement-" + file_of(codes[0]) + ".pdf").status, 404)
        << "none was asked";

    const Got told = desk.get(kUnit + "history/2");
    ASSERT_EQ(told.status, 200) << told.body;
    for (const char* kind : {"dossier.presented", "dossier.received", "work.offered"})
        EXPECT_TRUE(told.has("\"kind\":\"" + std::string(kind) + "\"")) << kind << told.body;
    EXPECT_TRUE(told.has(codes[1])) << told.body;
    for (const std::string& other : {codes[0], codes[10], codes[11]})
        EXPECT_FALSE(told.has(other)) << other;
    EXPECT_FALSE(told.has(kApplicant));
    EXPECT_EQ(desk.get(kUnit + "history/99").status, 404);
    EXPECT_EQ(desk.get(kUnit + "history/2x").status, 404);
    EXPECT_EQ(desk.get(kUnit + "paper/..%2Fx.pdf").status, 400) << "no address has such a segment";
}

TEST_F(Papers, KeepsThePartysPapersFromTheState) {
    In state(served, "clerk"), party(served, "party-clerk"), worker(served, "construction");
    struct Row {
        const char* file;
        bool state, party;
    };
    for (const Row& row : {Row{"register-incoming-party.pdf", false, true},
                           Row{"register-outgoing-party.pdf", false, true},
                           Row{"register-incoming-state.pdf", true, false},
                           Row{"register-outgoing-state.pdf", true, false}}) {
        EXPECT_EQ(state.get(kUnit + "paper/" + row.file).status, row.state ? 200 : 404) << row.file;
        EXPECT_EQ(party.get(kUnit + "paper/" + row.file).status, row.party ? 200 : 404) << row.file;
    }
    EXPECT_EQ(worker.get(kUnit + "paper/register-outgoing-party.pdf").status, 404);
}

}  // namespace
}  // namespace ss::serve
