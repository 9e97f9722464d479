// An office of the plan tests/plans/minimal, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "office/office.h"
#include "office/recorder.h"
#include "plan/plan.h"

namespace ss::office {

inline std::shared_ptr<const plan::Plan> plan_of(const std::string& folder) {
    Diagnostics diagnostics;
    auto plan = plan::load(std::string(SS_SOURCE_DIR) + "/" + folder, diagnostics);
    if (!plan)
        for (const auto& d : diagnostics.all()) ADD_FAILURE() << to_text(d);
    return plan;
}
inline std::shared_ptr<const plan::Plan> minimal() {
    static const auto plan = plan_of("tests/plans/minimal");
    return plan;
}

inline Instant clock(int hour, int minute = 0, int day = 0) {
    return at_local({date_of({2025, 7, 1}).day + day}, hour * kHour + minute * kMinute, 7 * kHour);
}

inline SealedValue name_of_citizen() {
    return {std::string(32, 's'), "Trần Thị Thử"};
}

inline Envelope open_unit(const plan::Plan& plan, const Code& unit = "village") {
    OpenUnit open;
    open.unit = unit;
    open.plan = plan.hash;
    open.program = kProgramVersion;
    open.lived_as = open.held_on = date_of({2025, 7, 1});
    for (const auto& [code, milestone] : plan.precedence.milestones)
        open.established.push_back(code);
    return {clock(7), kDirector, "open", {}, OwnCommand{open}, {}};
}

inline std::vector<Envelope> opened(const plan::Plan& plan, const Code& unit = "village") {
    std::vector<Envelope> all{open_unit(plan, unit)};
    for (const auto& [code, entry] : plan.rosters.at(unit).officers) {
        org::Enrol enrol;
        enrol.officer = code;
        enrol.name = entry.name;
        enrol.posts = entry.posts;
        for (const Code& post : entry.appointed_by_announcement) enrol.posts.push_back(post);
        enrol.account = entry.account;
        enrol.signature_until = clock(7, 0, 365);
        all.push_back({clock(7), kDirector, "enrol:" + code, {}, org::Command{enrol}, {}});
    }
    return all;
}

// A morning of the village: a permit received and worked on, one refusal, one repeated request.
inline std::vector<Envelope> morning() {
    std::vector<Envelope> all = opened(*minimal());
    dossiers::Present present;
    present.procedure = "permit";
    present.applicant.kind = "individual";
    present.applicant.name = name_of_citizen().sealed();
    present.given = {{"form", 1, 0}};
    all.push_back({clock(8), kCitizen, "p1", {}, dossiers::Command{present}, {name_of_citizen()}});
    all.push_back(
        {clock(8, 1), "cid", "r1", {}, dossiers::Command{dossiers::Receive{{1}, {}}}, {}});
    all.push_back(
        {clock(8, 2), "cid", "r2", {}, dossiers::Command{dossiers::Receive{{1}, {"form"}}}, {}});
    all.push_back({clock(8, 3), "bob", "t1", {}, flow::Command{flow::Take{{1}}}, {}});
    flow::Complete complete;
    complete.work = {1};
    complete.outcome = "ok";
    all.push_back({clock(9), "bob", "c1", {}, flow::Command{complete}, {}});
    return all;
}

inline std::unique_ptr<Recorder> recorder_on(journal::Storage& storage) {
    auto opened_recorder = Recorder::open(minimal(), storage);
    EXPECT_TRUE(opened_recorder.ok());
    return std::move(opened_recorder).value();
}

inline std::vector<std::string> bodies(journal::Storage& storage) {
    std::vector<std::string> all;
    EXPECT_TRUE(storage
                    .read(1,
                          [&](const journal::Entry& entry) {
                              all.push_back(entry.body);
                              return ok();
                          })
                    .ok());
    return all;
}

}  // namespace ss::office
