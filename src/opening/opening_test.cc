// From rehearsals to live operation: the whole way, and every way in which nothing comes of it.
#include "opening/opening.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "office/codec.h"
#include "opening/tell.h"
#include "opening/testing.h"
#include "rehearse/rehearsal.h"
#include "rehearse/report.h"

namespace ss::opening {
namespace {

namespace fs = std::filesystem;
using serve::testing::Client;
using serve::testing::Folder;
using serve::testing::Got;
using testing::bytes_of;
using testing::kHeader;
using testing::minimal;
using testing::texts;

const Instant kNow = at_local(date_of({2025, 7, 1}), 8 * kHour, 7 * kHour);

// The village as a city would have adjusted it: its gate, a second signature, a meeting that may be
// called the same day. tests/day.sh does the same to the files.
std::shared_ptr<const plan::Plan> village() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        auto files = minimal()->files;
        const auto change = [&](const char* file, const std::string& from, const std::string& to) {
            std::string& text = files[file];
            const size_t at = text.find(from);
            EXPECT_NE(at, text.npos) << file << ": " << from;
            if (at != text.npos) text.replace(at, from.size(), to);
        };
        change("readiness.yaml", "  no-u: No critical task of the first tier is rated U",
               "  no-tier-1-u: None is U\n  no-blocking-finding: None is open\n"
               "  tier-1-coverage: All were seen\n  two-rehearsals: Twice\n  restore: Tried");
        change("readiness.yaml", "selects: [rules]", "selects: [first-meeting]");
        change("organization.yaml", "roles: [clerk, inspection]",
               "roles: [clerk, inspection, leader]");
        change("organization.yaml", ", only_when_away: true", "");
        change("meetings/first-meeting.yaml", "invite_days: 1", "invite_days: 0");
        Diagnostics complaints;
        auto loaded = plan::load_files(files, complaints);
        EXPECT_EQ(texts(complaints), "");
        return loaded;
    }();
    return plan;
}

void rehearse_into(const std::string& folder, uint64_t seed) {
    Diagnostics complaints;
    const auto scenario = rehearse::load_scenario(
        SS_SOURCE_DIR "/tests/scenarios/village-day.yaml", complaints);
    ASSERT_TRUE(scenario) << texts(complaints);
    const auto played = rehearse::play(*scenario, village(), seed, folder, 0, {});
    ASSERT_TRUE(played.ok()) << played.error().message;
}

// Two rehearsals, once for all tests: they are only read.
const Folder& runs() {
    static const Folder folder;
    static const bool played = [] {
        rehearse_into(folder / "one", 3);
        rehearse_into(folder / "two", 4);
        return true;
    }();
    (void)played;
    return folder;
}

const rehearse::Judged& judged() {
    static const rehearse::Judged all = [] {
        auto done = rehearse::judge_runs({runs() / "one", runs() / "two"});
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
        return std::move(done).value();
    }();
    return all;
}

std::string waivers_for(const Decision& d) {
    std::string yaml = "unit: village\nwaivers:\n";
    for (const auto* items : {&d.conditions, &d.findings})
        for (const Item& item : *items)
            if (item.waivable && !item.holds())
                yaml += "  - {waives: \"" + item.code +
                        "\", reason: To be exercised in July, signed_by: Ann Example, post: Mayor, "
                        "signed_on: 2025-06-28, until: 2025-09-30}\n";
    return yaml;
}

Decision decided() {
    Decision d = ask_gate(judged().report, *village(), "village");
    Diagnostics complaints;
    apply_waivers(d, "w.yaml", waivers_for(d), date_of({2025, 7, 1}), complaints);
    EXPECT_EQ(texts(complaints), "");
    return d;
}

const std::string kFile =
    kHeader +
    "\n"
    "UV-0007,Upper Village,permit,2025-06-23,2025-07-08,business,Sealed Sample Ltd,Old Clerk\n"
    "UV-0008,Upper Village,FAIR-01,2025-06-25,2025-07-02,individual,Eve Sealed,Old Desk\n"
    "LV-0001,Lower Village,permit,2025-06-25,2025-06-30,individual,Max Sealed,Somebody Else\n";
const std::string kMap =
    "unit: village\nprocedures: {FAIR-01: permit}\n"
    "owners: {Old Clerk: {officer: cid}, Old Desk: {post: assistant}}\n";

Opening opening_into(const std::string& data, const std::string& file = kFile,
                     const std::string& map = kMap) {
    Opening o;
    o.data = data;
    o.plan = village();
    o.unit = "village";
    o.now = kNow;
    o.gate = record_of(decided(), judged().report);
    Diagnostics complaints;
    o.in_flight.rows = read_rows("in.csv", file, complaints);
    read_map(o.in_flight.map, "map.yaml", map, *o.plan, "village", complaints);
    EXPECT_EQ(texts(complaints), "");
    return o;
}

size_t files_in(const std::string& folder) {
    size_t n = 0;
    if (fs::exists(folder))
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            n += entry.is_regular_file();
    return n;
}

std::unique_ptr<serve::LiveHouse> house_of(const std::string& data, Instant& now) {
    auto opened = serve::LiveHouse::open(data, office::Mode::live, [&now] { return now; });
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    return std::move(opened).value();
}

const dossiers::Dossier* by_old_code(const office::State& state, const std::string& code) {
    for (const auto& [id, d] : state.dossiers.dossiers)
        if (d.old_code == code) return &d;
    return nullptr;
}

// --- the way there -------------------------------------------------------------------------------

TEST(Opening, FollowsTwoRehearsalsWithWaivers) {
    const Decision bare = ask_gate(judged().report, *village(), "village");
    EXPECT_EQ(bare.conclude(), readiness::Gate::no_go);
    ASSERT_EQ(decided().conclude(), readiness::Gate::conditional)
        << gate_text({decided(), judged().report, *village(), "", {}, 0, true}, "en");
    Folder data;
    Diagnostics complaints;
    const auto opened = open_unit(opening_into(data.path()), complaints);
    ASSERT_TRUE(opened.ok()) << opened.error().message << texts(complaints);
    EXPECT_EQ(opened.value().dossiers.taken.size(), 2u);
    // The record says why it was opened: its second entry.
    const auto storage = std::move(
        journal::sqlite_storage(opened.value().journal, journal::Open::read)).value();
    const auto second = office::decode(journal::entry_at(*storage, 2).value().body);
    ASSERT_TRUE(second.ok());
    const auto& own = std::get<office::OwnFact>(second.value().answer.facts.at(0));
    const auto& gate = std::get<office::GateRecorded>(own).as;
    EXPECT_EQ(gate.conclusion, "conditional");
    ASSERT_EQ(gate.runs.size(), 2u);
    EXPECT_EQ(gate.runs[0].head, judged().report.runs[0].units[0].head);
    ASSERT_FALSE(gate.waivers.empty());
    EXPECT_EQ(gate.waivers[0].signed_by, "Ann Example");
}

// Over HTTP: the server runs before the unit is opened, and finds it without a restart.
TEST(Opening, IsFoundByARunningServerAndKeepsThePromise) {
    serve::testing::Served served{"tests/plans/minimal", {}};
    served.mode = office::Mode::live;
    served.account("counter", "village", "cid");
    served.start();
    Client client = served.client();
    EXPECT_EQ(client.get("/v1/public/live/village/view/procedures").status, 404);
    Diagnostics complaints;
    const auto opened = open_unit(opening_into(served.data.path()), complaints);
    ASSERT_TRUE(opened.ok()) << opened.error().message << texts(complaints);
    ASSERT_EQ(client.login("counter").status, 200);
    served.pass(4 * kSecond);
    const std::string view = "/v1/h/live/u/village/view/dossier?code=UV-0007";
    Got got;
    for (int tries = 0; tries < 100 && got.status != 200; ++tries) got = client.get(view);
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_TRUE(got.has("\"old_code\":\"UV-0007\"")) << got.body;
    EXPECT_TRUE(got.has("Sealed Sample Ltd")) << "who works on it may see whose it is";
    const Instant due = village()->calendar.closing(date_of({2025, 7, 8}));
    EXPECT_TRUE(got.has("\"due\":" + std::to_string(due.ms))) << got.body;
    served.stop();
    // The promised day passes, and not a minute earlier it is late.
    Instant now{due.ms - kMinute};
    auto house = house_of(served.data.path(), now);
    const auto pass = [&] {
        while (house->run_due().value() == 0) ASSERT_TRUE(house->commit().ok());
        ASSERT_TRUE(house->commit().ok());
    };
    pass();
    const auto& state = house->find("village")->state();
    EXPECT_FALSE(by_old_code(state, "UV-0007")->overdue);
    EXPECT_TRUE(by_old_code(state, "UV-0008")->overdue) << "promised for the 2nd";
    now.ms += 2 * kMinute;
    pass();
    EXPECT_TRUE(by_old_code(state, "UV-0007")->overdue);
    EXPECT_EQ(by_old_code(state, "UV-0007")->due_at, due);
}

// Names of citizens, codes and numbers of the rehearsals: none of them is in the live journal.
TEST(Opening, TakesNothingOfARehearsalAlong) {
    Folder data;
    Diagnostics complaints;
    ASSERT_TRUE(open_unit(opening_into(data.path(), kHeader + "\n"), complaints).ok());
    Instant now = kNow;
    const auto house = house_of(data.path(), now);
    const office::State& state = house->find("village")->state();
    EXPECT_EQ(state.mode, office::Mode::live);
    EXPECT_TRUE(state.dossiers.dossiers.empty());
    EXPECT_TRUE(state.documents.outgoing.empty());
    EXPECT_TRUE(state.documents.incoming.empty());
    EXPECT_TRUE(state.meetings.meetings.empty());
    EXPECT_TRUE(state.assignments.assignments.empty());
    EXPECT_EQ(house->find("village")->vault().size(), 0u);
    // One entry for the opening, one for the gate, one for each officer.
    const size_t officers = village()->rosters.at("village").officers.size();
    EXPECT_EQ(house->find("village")->last_seq(), 2 + officers);
    EXPECT_EQ(bytes_of(data / "live/village.db").find("LV-250701"), std::string::npos);
    EXPECT_NE(bytes_of(runs() / "one/journals/village.db").find("LV-250701"), std::string::npos);
}

// --- dossiers in flight --------------------------------------------------------------------------

TEST(InFlightDossiers, GetAnOwnerOrAreKept) {
    Folder data;
    Diagnostics complaints;
    const auto opened = open_unit(opening_into(data.path()), complaints);
    ASSERT_TRUE(opened.ok()) << texts(complaints);
    const TakeOverReport& report = opened.value().dossiers;
    ASSERT_EQ(report.taken.size(), 2u);
    EXPECT_EQ(report.taken[0].owner, "cid");
    EXPECT_EQ(report.taken[1].owner, "dot") << "of those who hold the post, who has fewer";
    EXPECT_EQ(report.taken[1].procedure, "permit");
    ASSERT_EQ(report.left.size(), 1u);
    EXPECT_EQ(report.left[0].why, "unknown");
    // Kept whole, for nobody else to read, in the shape it came in.
    const std::string& kept = opened.value().left_file;
    EXPECT_EQ(fs::status(kept).permissions() & fs::perms::all,
              fs::perms::owner_read | fs::perms::owner_write);
    const auto rows = read_rows(kept, bytes_of(kept), complaints);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].at("name"), "Max Sealed");
    for (const char* language : {"vi", "en"}) {
        const std::string text = opened_text(opened.value(), *village(), language);
        EXPECT_NE(text.find("LV-0001"), std::string::npos);
        EXPECT_EQ(text.find("Sealed"), std::string::npos) << "a report names nobody";
        EXPECT_EQ(take_over_json(opened.value(), language).find("Sealed"), std::string::npos);
    }
    // Sealed: the name lies beside the entries, not in them.
    Instant now = kNow;
    const auto house = house_of(data.path(), now);
    const auto& unit = *house->find("village");
    const auto* dossier = by_old_code(unit.state(), "UV-0007");
    ASSERT_NE(dossier, nullptr);
    EXPECT_EQ(*unit.vault().open(dossier->applicant.name), "Sealed Sample Ltd");
    EXPECT_EQ(office::encode(unit.state()).find("Sealed Sample"), std::string::npos);
}

TEST(InFlightDossiers, AreTakenOverOnceHoweverOftenTheyAreHandedIn) {
    Folder data;
    Diagnostics complaints;
    ASSERT_TRUE(open_unit(opening_into(data.path()), complaints).ok());
    std::ofstream(data / "in.csv") << kFile;
    std::ofstream(data / "map.yaml") << kMap + "from: {Lower Village: {post: assistant}}\n";
    std::ofstream(data / "map2.yaml")
        << "unit: village\nprocedures: {FAIR-01: permit}\n"
           "owners: {Somebody Else: {officer: dot}}\n";
    std::shared_ptr<const plan::Plan> plan;
    const auto again = [&](const std::string& map) {
        return take_over_more({data.path(), office::Mode::live, "village", {data / "in.csv"},
                               data / map, kNow},
                              plan, complaints);
    };
    const auto second = again("map.yaml");
    ASSERT_TRUE(second.ok()) << second.error().message << texts(complaints);
    EXPECT_TRUE(second.value().dossiers.taken.empty());
    EXPECT_EQ(second.value().dossiers.before.size(), 2u);
    EXPECT_EQ(second.value().dossiers.left.size(), 1u) << "its owner is named, and not mapped";
    const auto third = again("map2.yaml");
    ASSERT_TRUE(third.ok()) << third.error().message << texts(complaints);
    ASSERT_EQ(third.value().dossiers.taken.size(), 1u);
    EXPECT_TRUE(third.value().dossiers.taken[0].overdue);
    // Also when it has long left the State.
    {
        Instant now = kNow;
        const auto house = house_of(data.path(), now);
        const auto id = by_old_code(house->find("village")->state(), "LV-0001")->id;
        office::Envelope stop{{}, "ann", "stop", std::nullopt,
                              dossiers::Command{dossiers::Stop{id, "Built elsewhere"}}, {}};
        const auto stopped = house->ask("village", std::move(stop));
        ASSERT_TRUE(stopped.ok() && !stopped.value().refusal);
        now.ms += 30 * kDay;
        while (house->run_due().value() == 0) ASSERT_TRUE(house->commit().ok());
        ASSERT_TRUE(house->commit().ok());
        ASSERT_EQ(by_old_code(house->find("village")->state(), "LV-0001"), nullptr);
    }
    const auto fourth = again("map2.yaml");
    ASSERT_TRUE(fourth.ok());
    EXPECT_EQ(fourth.value().dossiers.before.size(), 3u);
    EXPECT_TRUE(fourth.value().dossiers.taken.empty());
}

TEST(InFlightDossiers, WaitUntilNoServerHasTheJournal) {
    Folder data;
    Diagnostics complaints;
    ASSERT_TRUE(open_unit(opening_into(data.path()), complaints).ok());
    std::ofstream(data / "in.csv") << kFile;
    Instant now = kNow;
    const auto house = house_of(data.path(), now);
    std::shared_ptr<const plan::Plan> plan;
    const auto refused_to = [&](const Code& unit) {
        const Further f{data.path(), office::Mode::live, unit, {data / "in.csv"}, "", kNow};
        const auto done = take_over_more(f, plan, complaints);
        EXPECT_FALSE(done.ok());
        return done.ok() ? ErrorCode{} : done.error().code;
    };
    EXPECT_EQ(refused_to("village"), ErrorCode::conflict);
    EXPECT_EQ(refused_to("hamlet"), ErrorCode::unavailable);
}

// --- nothing half-made ---------------------------------------------------------------------------

TEST(Opening, LeavesNothingBehindWhereItFails) {
    Folder data;
    const auto fails = [&](const Opening& o, ErrorCode code, const char* complaint) {
        Diagnostics complaints;
        const auto opened = open_unit(o, complaints);
        ASSERT_FALSE(opened.ok()) << complaint;
        EXPECT_EQ(opened.error().code, code) << opened.error().message;
        EXPECT_NE(texts(complaints).find(complaint), std::string::npos) << texts(complaints);
        EXPECT_EQ(files_in(data.path()), 0u) << complaint;
    };
    // A row that is wrong, one whose owner may not, one that the office refuses.
    fails(opening_into(data.path(), kFile + "UV-0009,Nowhere,permit,2025-06-23,2025-07-08,business,"
                                            "Sealed Two Ltd,Old Clerk\n"),
          ErrorCode::malformed, "in.csv:5: error in_flight.unknown_unit");
    fails(opening_into(data.path(), kFile,
                       "unit: village\nprocedures: {FAIR-01: permit}\nowners:\n"
                       "  {Old Clerk: {officer: bob}, Old Desk: {post: mayor}}\n"),
          ErrorCode::malformed, "in_flight.not_entitled");
    Opening nobody = opening_into(data.path());
    nobody.unit = "hamlet";
    fails(nobody, ErrorCode::malformed, "");
    // The folder of the house cannot be made.
    Opening blocked = opening_into(data / "in-flight");
    std::ofstream(data / "in-flight") << "a file";
    Diagnostics complaints;
    EXPECT_EQ(open_unit(blocked, complaints).error().code, ErrorCode::io);
    EXPECT_EQ(files_in(data.path()), 1u);
    // The kept rows have no place: then the unit is not opened either.
    Opening unkept = opening_into(data.path());
    EXPECT_EQ(open_unit(unkept, complaints).error().code, ErrorCode::io);
    EXPECT_EQ(files_in(data.path()), 1u);
}

TEST(Opening, HappensOnce) {
    Folder data;
    Diagnostics complaints;
    const auto first = open_unit(opening_into(data.path()), complaints);
    ASSERT_TRUE(first.ok());
    const std::string bytes = bytes_of(first.value().journal);
    EXPECT_EQ(open_unit(opening_into(data.path()), complaints).error().code, ErrorCode::conflict);
    EXPECT_EQ(bytes_of(first.value().journal), bytes);
}

TEST(Opening, MayBeLookedAtFirst) {
    Folder data;
    Opening look = opening_into(data.path());
    look.look = true;
    Diagnostics complaints;
    const auto seen = open_unit(look, complaints);
    ASSERT_TRUE(seen.ok()) << texts(complaints);
    EXPECT_EQ(seen.value().dossiers.taken.size(), 2u);
    EXPECT_EQ(seen.value().dossiers.left.size(), 1u);
    EXPECT_TRUE(seen.value().journal.empty());
    EXPECT_EQ(files_in(data.path()), 0u);
}

TEST(Opening, TellsWhatOfThePlanIsNew) {
    plan::Plan a, b;
    a.files = {{"x", "1"}, {"y", "1"}, {"gone", ""}};
    b.files = {{"x", "1"}, {"y", "2"}, {"new", ""}};
    EXPECT_EQ(changed_files(a, b), (std::vector<std::string>{"new", "y", "gone"}));
}

}  // namespace
}  // namespace ss::opening
