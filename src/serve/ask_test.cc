// Bodies of asks: what is taken, and where exactly what is wrong.
#include "serve/ask.h"

#include <gtest/gtest.h>

#include "office/codec.h"

namespace ss::serve {
namespace {

const Salt kSalt = [] { return std::string(32, 's'); };

Asked taken(const std::string& body) {
    auto read = read_ask(body, kSalt);
    if (const Wrong* wrong = std::get_if<Wrong>(&read)) {
        ADD_FAILURE() << body << "\n" << wrong->at << ": " << wrong->message;
        return {};
    }
    return std::get<Asked>(std::move(read));
}
// "place: message", or what was taken.
std::string wrong(const std::string& body) {
    const auto read = read_ask(body, kSalt);
    const Wrong* w = std::get_if<Wrong>(&read);
    return w == nullptr ? "taken" : w->at + ": " + w->message;
}
std::string ask_of(const std::string& command) {
    return "{\"command\":" + command + ",\"request\":\"r1\"}";
}

TEST(Ask, TakesKeysInAnyOrder) {
    const Asked asked = taken(
        " { \"request\" : \"R.1_-x\", \"happened\": 12, \"as\": \"cid\",\n"
        "  \"command\": {\"dossier.receive\": {\"seen\": [\"form\", \"copy\"], \"dossier\": 7}}}");
    EXPECT_EQ(asked.request, "R.1_-x");
    EXPECT_EQ(asked.as, "cid");
    EXPECT_EQ(asked.happened, Instant{12});
    EXPECT_EQ(office::encode(asked.command),
              R"({"dossier.receive":{"dossier":7,"seen":["form","copy"]}})");
}

TEST(Ask, LeavesOutFieldsAsInANewCommand) {
    const Asked asked = taken(ask_of(R"({"dossier.present":{"procedure":"permit"}})"));
    const auto made = office::make_command("dossier.present", {{"procedure", "\"permit\""}});
    EXPECT_EQ(office::encode(asked.command), office::encode(made.value()));
}

TEST(Ask, SealsWhatIsPersonal) {
    const Asked asked = taken(ask_of(
        "{\"dossier.present\":{\"applicant\":{\"name\":{\"seal\":\"Tra\xCC\x82\xCC\x80n Thi Thu\"},"
        "\"identity\":\"\",\"contact\":{\"seal\":\"\"}},\"personal\":{\"child\":{\"seal\":\"Le\"}}}"
        "}"));
    ASSERT_EQ(asked.sealed.size(), 2u);
    EXPECT_EQ(asked.sealed[0].value, "Tr\xE1\xBA\xA7n Thi Thu") << "in NFC";
    const auto& present = std::get<dossiers::Present>(std::get<dossiers::Command>(asked.command));
    EXPECT_EQ(present.applicant.name, asked.sealed[0].sealed());
    EXPECT_EQ(present.personal.at("child"), asked.sealed[1].sealed());
    EXPECT_EQ(present.applicant.identity, Sealed{});
    EXPECT_EQ(present.applicant.contact, Sealed{});
    EXPECT_EQ(office::encode(asked.command).find("Thu"), std::string::npos);
    // Each with a salt of its own.
    const auto a = std::get<Asked>(
        read_ask(ask_of(R"({"dossier.complain":{"dossier":1,"text":{"seal":"x"}}})")));
    const auto b = std::get<Asked>(
        read_ask(ask_of(R"({"dossier.complain":{"dossier":1,"text":{"seal":"x"}}})")));
    EXPECT_NE(a.sealed[0].salt, b.sealed[0].salt);
}

TEST(Ask, NamesThePlaceOfWhatIsWrong) {
    const std::string hash(64, 'a');
    const std::pair<std::string, std::string> table[] = {
        {"", ": the text ends too early"},
        {"[]", ": an object is expected"},
        {"{", ": a key is expected"},
        {"{\"request\":\"r\"}", "command: a command is expected"},
        {"{\"request\":\"r\",\"request\":\"r\"}", "request: the key is there twice"},
        {R"({"request":"r","command":{"tick":{}},"extra":1})", ": it has no field \"extra\""},
        {R"({"command":{"tick":{}}})",
         "request: 1 to 40 letters, digits, '.', '_' or '-', made before the first sending"},
        {R"({"request":"a b","command":{"tick":{}}})",
         "request: 1 to 40 letters, digits, '.', '_' or '-', made before the first sending"},
        {ask_of("{}"), "command: {\"name\": {...}} is expected"},
        {ask_of(R"({"tick":{},"tock":{}})"), "command: {\"name\": {...}} is expected"},
        {ask_of(R"({"no.such":{}})"), "command: nothing is called \"no.such\""},
        {ask_of(R"({"tick":1})"), "command.tick: an object is expected"},
        {ask_of(R"({"dossier.receive":{"dossier":"7"}})"),
         "command.dossier.receive.dossier: a whole number is expected"},
        {ask_of(R"({"dossier.receive":{"dossier":-1}})"),
         "command.dossier.receive.dossier: a number out of range"},
        {ask_of(R"({"dossier.receive":{"dossier":4294967296}})"),
         "command.dossier.receive.dossier: a number out of range"},
        {ask_of(R"({"dossier.receive":{"dossier":1.5}})"),
         "command.dossier.receive.dossier: a whole number is expected"},
        {ask_of(R"({"dossier.receive":{"dossier":1e400}})"),
         "command.dossier.receive.dossier: a whole number is expected"},
        {ask_of(R"({"dossier.receive":{"dossier":99999999999999999999}})"),
         "command.dossier.receive.dossier: a number out of range"},
        {ask_of(R"({"dossier.receive":{"seen":["a",1]}})"),
         "command.dossier.receive.seen[1]: a text is expected"},
        {ask_of(R"({"dossier.receive":{"seen":{}}})"),
         "command.dossier.receive.seen: a list is expected"},
        {ask_of(R"({"dossier.present":{"channel":"pigeon"}})"),
         "command.dossier.present.channel: none of the words that may stand here"},
        {ask_of(R"({"dossier.present":{"given":[{"copies":1},{"copys":1}]}})"),
         "command.dossier.present.given[1]: it has no field \"copys\""},
        {ask_of(R"({"dossier.present":{"applicant":{"name":")" + hash + "\"}}}"),
         "command.dossier.present.applicant.name: a personal value is written {\"seal\": \"...\"}"},
        {ask_of(R"({"dossier.present":{"data":{"a":[]}}})"),
         "command.dossier.present.data.a: a text is expected"},
        {ask_of("{\"dossier.refuse\":{\"basis\":\"\xFF\"}}"),
         "command.dossier.refuse.basis: a text that is not UTF-8"},
        {ask_of(R"({"dossier.refuse":{"basis":"\ud800"}})"),
         "command.dossier.refuse.basis: half a character"},
        {ask_of(R"({"dossier.refuse":{"basis":"\u0000"}})"),
         "command.dossier.refuse.basis: a NUL in a text"},
        {ask_of(R"({"tick":{}})") + "x", ": something follows the end"},
    };
    for (const auto& [body, told] : table) EXPECT_EQ(wrong(body), told) << body;
}

TEST(Ask, KeepsToItsLimits) {
    const auto basis = [](size_t bytes) {
        return ask_of("{\"dossier.refuse\":{\"basis\":\"" + std::string(bytes, 'x') + "\"}}");
    };
    EXPECT_EQ(wrong(basis(limits::kText)), "taken");
    EXPECT_EQ(wrong(basis(limits::kText + 1)),
              "command.dossier.refuse.basis: the text is too long");
    const auto list = [](size_t n) {
        std::string items;
        for (size_t i = 0; i < n; ++i) items += i == 0 ? "\"\"" : ",\"\"";
        return ask_of("{\"dossier.refuse\":{\"reasons\":[" + items + "]}}");
    };
    EXPECT_EQ(wrong(list(limits::kList)), "taken");
    EXPECT_EQ(wrong(list(limits::kList + 1)),
              "command.dossier.refuse.reasons: the list is too long");
    const auto request = [](size_t n) {
        return "{\"command\":{\"tick\":{}},\"request\":\"" + std::string(n, 'r') + "\"}";
    };
    EXPECT_EQ(wrong(request(kRequestBytes)), "taken");
    EXPECT_NE(wrong(request(kRequestBytes + 1)), "taken");
    std::string personal;
    for (size_t i = 0; i <= limits::kSealedValues; ++i)
        personal += (i == 0 ? "\"v" : ",\"v") + std::to_string(i) + "\":{\"seal\":\"x\"}";
    EXPECT_NE(wrong(ask_of("{\"dossier.present\":{\"personal\":{" + personal + "}}}"))
                  .find("too many personal values"),
              std::string::npos);
    const auto deep = [](size_t n) { return std::string(n, '[') + std::string(n, ']'); };
    EXPECT_EQ(wrong(deep(kJsonDepth)), ": an object is expected");
    EXPECT_NE(wrong(deep(kJsonDepth + 1)).find("nested too deep"), std::string::npos);
    EXPECT_NE(wrong(std::string(1u << 20, '[')).find("nested too deep"), std::string::npos);
}

// Bytes changed, cut and doubled at places told by a counter: an answer, and what is taken can be
// written and read again.
TEST(Ask, SurvivesWhateverComes) {
    const std::string good = ask_of(
        R"({"dossier.present":{"procedure":"permit","channel":"post","given":[{"copies":1}],)"
        R"("applicant":{"name":{"seal":"\u1ea4n"}},"data":{"a":true,"b":-5,"c":"\n","d":null}}})");
    ASSERT_EQ(wrong(good), "taken");
    uint64_t dice = 1;
    const auto below = [&](size_t n) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        return static_cast<size_t>(dice >> 33) % n;
    };
    size_t taken_all = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string body = good;
        for (size_t changes = 1 + below(3); changes > 0; --changes) {
            const size_t at = below(body.size());
            switch (below(4)) {
                case 0: body[at] = static_cast<char>(below(256)); break;
                case 1: body.erase(at, 1 + below(8)); break;
                case 2: body.insert(at, body.substr(below(body.size()), below(24))); break;
                default: body.insert(at, 1, "{}[]\",:0"[below(8)]);
            }
            if (body.empty()) body = " ";
        }
        const auto read = read_ask(body, kSalt);
        const Asked* asked = std::get_if<Asked>(&read);
        if (asked == nullptr) continue;
        ++taken_all;
        const std::string text = office::encode(asked->command);
        const auto again = office::decode_command(text);
        ASSERT_TRUE(again.ok()) << text;
        ASSERT_EQ(office::encode(again.value()), text);
    }
    EXPECT_GT(taken_all, 100u);
}

TEST(Ask, TakesTwoHundredAtOnce) {
    const auto body = [](size_t n) {
        std::string items;
        for (size_t i = 0; i < n; ++i)
            items += (i == 0 ? "" : ",") +
                     ("{\"command\":{\"tick\":{}},\"request\":\"r" + std::to_string(i) + "\"}");
        return "{\"asks\":[" + items + "]}";
    };
    const auto count = [&](size_t n) {
        const auto read = read_asks(body(n), kSalt);
        const auto* all = std::get_if<std::vector<Asked>>(&read);
        return all == nullptr ? size_t{0} : all->size();
    };
    EXPECT_EQ(count(1), 1u);
    EXPECT_EQ(count(kAsksAtOnce), kAsksAtOnce);
    EXPECT_EQ(count(kAsksAtOnce + 1), 0u);
    EXPECT_EQ(count(0), 0u);
    const auto bad =
        read_asks(R"({"asks":[{"request":"a","command":{"tick":{}}},{"request":"b"}]})");
    EXPECT_EQ(std::get<Wrong>(bad).at, "asks[1].command");
}

TEST(Ask, FilesOnlineAndFollowsUp) {
    const auto filed = read_filing(
        R"({"request":"f1","dossier":{"procedure":"permit","channel":"counter"}})", kSalt);
    const auto& present =
        std::get<dossiers::Present>(std::get<dossiers::Command>(std::get<Asked>(filed).command));
    EXPECT_EQ(present.channel, dossiers::Channel::online);
    auto paid = read_follow_up("pay", R"({"request":"p1","track":"7.K","amount":5})", kSalt);
    auto& followed = std::get<Followed>(paid);
    EXPECT_EQ(followed.track, "7.K");
    set_dossier(followed.asked.command, {7});
    EXPECT_EQ(office::encode(followed.asked.command),
              R"({"dossier.pay":{"amount":5,"dossier":7,"means":""}})");
    const auto wrong_up = [&](const char* verb, const char* body) {
        return std::get<Wrong>(read_follow_up(verb, body, kSalt)).at;
    };
    EXPECT_EQ(wrong_up("pay", R"({"request":"p1","amount":5})"), "track");
    EXPECT_EQ(wrong_up("pay", R"({"request":"p1","track":"7.K","amount":"5"})"),
              "dossier.pay.amount");
    EXPECT_EQ(wrong_up("fly", R"({"request":"p1","track":"7.K"})"), "");
}

}  // namespace
}  // namespace ss::serve
