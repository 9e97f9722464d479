#include "simulate/redecide.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "office/codec.h"
#include "office/opening.h"
#include "office/testing.h"

namespace ss::simulate {
namespace {

using Envelopes = std::vector<office::Envelope>;
using PlanPtr = std::shared_ptr<const plan::Plan>;

const std::string kProcedure = "procedures/permit/procedure.yaml";
const std::string kProcess = "procedures/permit/process.bpmn";

std::string told(const Diagnostics& d) {
    std::string all;
    for (const auto& x : d.all()) all += to_text(x) + "\n";
    return all;
}

// The minimal plan, with each text changed for another.
PlanPtr changed(const std::string& file,
                const std::vector<std::pair<std::string, std::string>>& texts) {
    auto files = office::minimal()->files;
    for (const auto& [from, to] : texts) {
        const auto at = files.at(file).find(from);
        EXPECT_NE(at, std::string::npos) << from;
        if (at != std::string::npos) files.at(file).replace(at, from.size(), to);
    }
    Diagnostics d;
    auto plan = plan::load_files(files, d);
    EXPECT_TRUE(plan) << told(d);
    return plan;
}

office::Envelope ask(Instant at, const Code& by, office::Command command) {
    static int number = 0;
    return {at, by, "ask:" + std::to_string(++number), {}, std::move(command), {}};
}
office::Envelope done(Instant at, const Code& by, uint32_t work) {
    flow::Complete complete;
    complete.work = {work};
    complete.outcome = "ok";
    return ask(at, by, flow::Command{complete});
}

// A permit from the desk to the hand; a second one is verified and lies until it is overdue.
Envelopes two_permits() {
    using office::clock;
    Envelopes all = office::morning();  // the first one up to W2: sign
    all.push_back(done(clock(9, 30), "ann", 2));
    all.push_back(done(clock(9, 40), "bob", 3));
    all.push_back(ask(clock(9, 55), "cid", dossiers::Command{dossiers::Pay{{1}, 22000, "cash"}}));
    all.push_back(ask(clock(10), "cid", dossiers::Command{dossiers::Return{{1}}}));
    dossiers::Present present;
    present.procedure = "permit";
    present.applicant.kind = "individual";
    present.applicant.name = office::name_of_citizen().sealed();
    present.given = {{"form", 1, 0}};
    all.push_back({clock(10, 10),
                   kCitizen,
                   "p2",
                   {},
                   dossiers::Command{present},
                   {office::name_of_citizen()}});
    all.push_back(ask(clock(10, 12), "cid", dossiers::Command{dossiers::Receive{{2}, {"form"}}}));
    all.push_back(done(clock(10, 30), "bob", 5));
    return all;
}

// Recorded as a live office does: whatever is due gets its tick before the next ask.
std::unique_ptr<journal::Storage> recorded(const Envelopes& envelopes, Instant until,
                                           PlanPtr plan = office::minimal()) {
    auto storage = journal::memory_storage();
    auto recorder = office::Recorder::open(plan, *storage);
    EXPECT_TRUE(recorder.ok());
    for (auto envelope : envelopes) {
        if (const auto* opening = office::opening_of(envelope.command)) {
            office::OpenUnit open = *opening;
            open.plan = plan->hash;
            envelope.command = office::OwnCommand{open};
        }
        EXPECT_TRUE(recorder.value()->tick(envelope.at).ok());
        EXPECT_TRUE(recorder.value()->submit(envelope).ok());
    }
    EXPECT_TRUE(recorder.value()->tick(until).ok());
    EXPECT_TRUE(recorder.value()->commit().ok());
    return storage;
}

Redecided redecided(journal::Storage& journal, const PlanPtr& plan) {
    auto result = redecide(journal, plan);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
    return result.ok() ? std::move(result).value() : Redecided{};
}

std::string shown(const Redecided& r) {
    return text(r, *office::minimal(), "en");
}

TEST(Redecide, TheSamePlanDecidesTheSame) {
    const auto journal = recorded(two_permits(), office::clock(12, 0, 20));
    const Redecided r = redecided(*journal, office::minimal());
    EXPECT_EQ(r.entries, 19u);  // with what fell due
    EXPECT_EQ(r.same, r.entries) << shown(r);
    EXPECT_TRUE(r.differences.empty()) << shown(r);
    EXPECT_EQ(r.plan_then, r.plan_now);
    EXPECT_EQ(r.followed.at("dossier").both, 2u);
    EXPECT_EQ(r.followed.at("work").both, r.followed.at("work").then);
    EXPECT_EQ(r.procedures.at("permit").late_then, 1u);
    EXPECT_EQ(r.procedures.at("permit").late_now, 1u);
    EXPECT_EQ(r.procedures.at("permit").promised, 2u);
    EXPECT_NE(shown(r).find("It is the plan the journal was written under."), std::string::npos);
}

// Of every kind of matter, written by earlier versions, one with erased personal data among them.
TEST(Redecide, OldJournalsUnderTheirOwnPlanDecideTheSame) {
    size_t journals = 0;
    const auto folder = std::string(SS_SOURCE_DIR) + "/tests/journals";
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".db") continue;
        auto storage = journal::sqlite_storage(file.path().string(), journal::Open::read);
        ASSERT_TRUE(storage.ok()) << file.path();
        const auto first = journal::entry_at(*storage.value(), 1);
        const auto opening = office::decode(first.value().body);
        const auto plan = office::pinned_plan(
            *storage.value(), office::opening_of(opening.value().envelope.command)->plan);
        ASSERT_TRUE(plan.ok()) << file.path();
        const Redecided r = redecided(*storage.value(), plan.value());
        EXPECT_EQ(r.same, r.entries) << file.path() << "\n" << shown(r);
        ++journals;
    }
    EXPECT_GE(journals, 8u);
}

TEST(Redecide, ALongerLimitMovesThePromisedDates) {
    const auto journal = recorded(two_permits(), office::clock(12, 0, 20));
    const auto plan = changed(
        kProcedure, {{"limit: {quantity: 2, unit: working_days}", "limit: 3 working_days"}});
    const Redecided r = redecided(*journal, plan);
    const ByProcedure& p = r.procedures.at("permit");
    EXPECT_EQ(p.promised, 2u);
    EXPECT_EQ(p.later, 2u);
    EXPECT_EQ(p.earlier, 0u);
    const auto day = plan->calendar.working_ms(office::clock(0, 0, 2), office::clock(0, 0, 3));
    EXPECT_EQ(p.later_ms, 2 * day);
    EXPECT_EQ(p.late_then, 1u);
    EXPECT_EQ(p.late_now, 1u);  // a day later
    EXPECT_EQ(p.unfinished, 0u);
    // Both receipts, the recorded tick of falling overdue, and the one of now.
    EXPECT_EQ(r.by_kind.at("other_facts"), 3u) << shown(r);
    EXPECT_EQ(r.by_kind.at("by_time"), 1u);
    EXPECT_EQ(r.differences.front().ask, "dossier.receive");
    EXPECT_EQ(r.differences.front().subject, "LV-250701-0001");
    const std::string out = shown(r);
    for (const char* line :
         {"2 would have been promised for a later date, by 7.5 working hours on average.",
          "then: received as LV-250701-0001, due 03/07/2025 17:00",
          "now: received as LV-250701-0001, due 04/07/2025 17:00",
          "now: LV-250701-0002: falls overdue"})
        EXPECT_NE(out.find(line), std::string::npos) << line << "\n" << out;
    EXPECT_NE(text(r, *plan, "vi").find("trung bình 7,5 giờ làm việc"), std::string::npos);
}

TEST(Redecide, AnotherRequiredComponentRefusesWhatWasReceived) {
    const auto journal = recorded(two_permits(), office::clock(12));
    const auto plan =
        changed(kProcedure, {{"when: \"visitors > 100\"", "when: \"visitors > 10\""}});
    const Redecided r = redecided(*journal, plan);
    // Both receipts, and what the counter asks of a dossier that was not received.
    EXPECT_EQ(r.by_kind.at("refused_now"), 4u) << shown(r);
    EXPECT_EQ(r.refusals_gained.at("dossier.components_missing"), 2u);
    EXPECT_EQ(r.by_kind.at("other_refusal"), 1u);  // the form was missing; now the map as well
    EXPECT_GT(r.by_kind.at("out_of_reach"), 3u);   // every step of a procedure that never began
    EXPECT_EQ(r.procedures.at("permit").promised, 0u);
    EXPECT_EQ(r.procedures.at("permit").unfinished, 1u);
    EXPECT_EQ(r.followed.at("dossier").both, 2u);
    EXPECT_EQ(r.followed.at("work").now, 0u);
    const std::string out = shown(r);
    EXPECT_NE(out.find("now: refused: "), std::string::npos) << out;
    EXPECT_NE(out.find("there is no such step in this dossier"), std::string::npos) << out;
    // And what was refused then is accepted under the plan that asks for less.
    const auto strict = recorded(two_permits(), office::clock(12), plan);
    const Redecided back = redecided(*strict, office::minimal());
    EXPECT_EQ(back.by_kind.at("accepted_now"), 3u) << shown(back);  // the fee as well
    EXPECT_EQ(back.refusals_lost.at("dossier.components_missing"), 2u);
}

const std::vector<std::pair<std::string, std::string>> kWithoutSeal{
    {R"(sourceRef="number" targetRef="seal")", R"(sourceRef="number" targetRef="resolve")"},
    {R"(    <bpmn:sequenceFlow id="f8" sourceRef="seal" targetRef="resolve" />)", ""},
    {R"(<bpmn:userTask id="seal" name="Seal">)", R"(<!--)"},
    {R"(<zeebe:property name="limit" value="PT1H" />
        </zeebe:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>)",
     "-->"}};

TEST(Redecide, AStepTakenOutIsFollowed) {
    const auto journal = recorded(two_permits(), office::clock(12));
    const Redecided r = redecided(*journal, changed(kProcess, kWithoutSeal));
    // Signing now leads straight to the result; the seal has nobody to be asked for. The same for
    // what comes after, although every step bears another number.
    EXPECT_EQ(r.by_kind.at("other_facts"), 1u) << shown(r);
    EXPECT_EQ(r.by_kind.at("out_of_reach"), 1u);
    EXPECT_EQ(r.differences.size(), 2u) << shown(r);
    const Followed work = r.followed.at("work");
    EXPECT_EQ(work.then, 6u);
    EXPECT_EQ(work.now, 5u);
    EXPECT_EQ(work.both, 5u);
    EXPECT_EQ(r.procedures.at("permit").unfinished, 0u);
    const std::string out = shown(r);
    EXPECT_NE(out.find("Steps: 6 then, 5 now, 5 of them the same."), std::string::npos) << out;
}

TEST(Redecide, AStepPutInIsWhereTheDossierStands) {
    const auto then = changed(kProcess, kWithoutSeal);
    Envelopes all = two_permits();
    std::erase_if(all, [](const auto& e) {  // there is no W3 to seal
        const auto* f = std::get_if<flow::Command>(&e.command);
        const auto* c = f == nullptr ? nullptr : std::get_if<flow::Complete>(f);
        return c != nullptr && c->work.number == 3;
    });
    for (auto& e : all)
        if (auto* f = std::get_if<flow::Command>(&e.command))
            if (auto* c = std::get_if<flow::Complete>(f); c != nullptr && c->work.number == 5)
                c->work.number = 4;
    const auto journal = recorded(all, office::clock(12), then);
    const Redecided r = redecided(*journal, office::minimal());
    EXPECT_EQ(r.procedures.at("permit").unfinished, 1u) << shown(r);
    EXPECT_EQ(r.by_kind.at("refused_now"), 1u);  // handing back what is not sealed
    EXPECT_EQ(r.followed.at("work").both, r.followed.at("work").now - 1) << shown(r);
}

TEST(Redecide, SaysWhatCannotBeDecided) {
    const auto code = [](journal::Storage& storage, const PlanPtr& plan) {
        const auto r = redecide(storage, plan);
        EXPECT_FALSE(r.ok());
        return r.ok() ? ErrorCode::io : r.error().code;
    };
    const auto empty = journal::memory_storage();
    EXPECT_EQ(code(*empty, office::minimal()), ErrorCode::corrupt);

    const auto journal = recorded(office::morning(), office::clock(12));
    auto files = office::minimal()->files;
    const auto other = std::make_shared<plan::Plan>(*office::minimal());
    other->city.units.clear();
    EXPECT_EQ(code(*journal, other), ErrorCode::conflict);

    const auto headless = journal::memory_storage();
    journal::Journal writer(*headless);
    const auto entry = journal::entry_at(*journal, 2).value();
    writer.add(entry.at, entry.request, entry.body);
    ASSERT_TRUE(writer.commit().ok());
    EXPECT_EQ(code(*headless, office::minimal()), ErrorCode::corrupt);

    const auto backwards = journal::memory_storage();
    journal::Journal twice(*backwards);
    const auto first = journal::entry_at(*journal, 1).value();
    auto late = office::decode(first.body).value();
    late.envelope.at = office::clock(20);
    twice.add(late.envelope.at, "open", office::encode(late.envelope, late.answer));
    twice.add(entry.at, entry.request, entry.body);
    ASSERT_TRUE(twice.commit().ok());
    EXPECT_EQ(code(*backwards, office::minimal()), ErrorCode::corrupt);
}

TEST(Redecide, TellsInVietnameseToo) {
    const auto journal = recorded(two_permits(), office::clock(12));
    const Redecided r = redecided(*journal, changed(kProcess, kWithoutSeal));
    const std::string out = text(r, *office::minimal(), "vi");
    EXPECT_EQ(out.find("redecide."), std::string::npos) << out;
    EXPECT_NE(out.find("hồ sơ không ở bước này mà đang ở"), std::string::npos) << out;
}

}  // namespace
}  // namespace ss::simulate
