// Every tests/transcripts/*.txt, straight and restarted after each command, on memory and on disk.
// SS_UPDATE=1 writes what came of each line into the files; read what changed before keeping it.
#include <gtest/gtest.h>

#include "plan/plan.h"
#include "transcript/node.h"
#include "transcript/testing.h"

namespace ss::transcript {
namespace {

using testing::files;

class Transcripts : public ::testing::TestWithParam<std::string> {};

TEST_P(Transcripts, Holds) {
    const std::string path = testing::kFolder + GetParam();
    const std::string text = testing::bytes_of(path);
    const auto script = testing::script_of(path);
    ASSERT_TRUE(script);
    const auto plan = testing::plan_of(script->plan);
    ASSERT_TRUE(plan);
    const auto straight = testing::play_memory(*script, plan, false);
    ASSERT_TRUE(straight.ok()) << straight.error().message;
    if (testing::updating()) {
        testing::write(path, straight.value().text);
    } else {
        for (const auto& complaint : straight.value().complaints) ADD_FAILURE() << complaint;
        EXPECT_EQ(straight.value().text, text);
    }
    for (const auto& again :
         {testing::play_memory(*script, plan, true), testing::play_sqlite(*script, plan, false),
          testing::play_sqlite(*script, plan, true)}) {
        ASSERT_TRUE(again.ok()) << again.error().message;
        EXPECT_EQ(again.value().text, straight.value().text);
        EXPECT_EQ(again.value().digest, straight.value().digest);
        EXPECT_EQ(again.value().head, straight.value().head);
    }
}

INSTANTIATE_TEST_SUITE_P(All, Transcripts, ::testing::ValuesIn(files()), [](const auto& made) {
    return made.param.substr(0, made.param.find('.'));
});

TEST(Transcript, ThereAreTranscripts) {
    EXPECT_GE(files().size(), 20u);
}

const Style kStyle{date_of({2025, 7, 1}), 7 * kHour, nullptr, nullptr};

TEST(Transcript, ACommandReadsBackToTheSame) {
    for (const char* line : {
             "d0/08:10 cid dossier.receive dossier=D1 seen=[form, map]",
             "d-3/23:59:59.007 ann dossier.apologise dossier=D12 new_due=d5/17:00 reason=\"a # b\"",
             "d0/08:00 bob work.complete work=W3 data={indoors=true, n=-4, name=\"12\", x=null} "
             "outcome=supplement reasons=[\"the \\\"map\\\"\", \"\"]",
             "d1/10:00 ann document.check @happened=d1/09:00 document=N7 check=form ok=false",
             "d0/08:00 ann delegation.grant delegation={from=d0/08:00, from_post=mayor, "
             "to_post=assistant, until=d9/08:00}",
             "d0/09:00 courier exchange.receive message={from=a, number=3, "
             "payload={agency.answer={dossier=D4, answer=ok}}, to=b}",
             "d0/09:00 ann meeting.vote meeting=M1 chair_choice=against item=rules "
             "named={ann=against, bob=in_favour}",
             "d0/00:00 clock tick",
         }) {
        const auto entry = read_line(line, kStyle, "");
        ASSERT_TRUE(entry.ok()) << line << ": " << entry.error().message;
        EXPECT_EQ(tell(entry.value(), {}, kStyle).front(), line);
    }
}

TEST(Transcript, WhatCannotBeReadIsNamed) {
    const std::pair<const char*, const char*> wrong[] = {
        {"d0 cid clock.tick", "d0 is no time"},
        {"d0/24:61 cid tick", "is no time"},
        {"d0/08:00 cid dossier.eat", "no command is called dossier.eat"},
        {"d0/08:00 cid dossier.receive dossier=W1", "dossier: expected a number after D, found W1"},
        {"d0/08:00 cid dossier.receive file=D1", "there are: dossier, seen"},
        {"d0/08:00 cid dossier.receive dossier=D1 dossier=D2", "written twice"},
        {"d0/08:00 cid dossier.receive seen=[form", "']' is missing at column"},
        {"d0/08:00 cid dossier.receive seen=form", "seen: expected [a, list], found form"},
        {"d0/08:00 cid dossier.pay amount=99999999999999999999", "amount: expected a number"},
        {"d0/08:00 cid dossier.refuse basis=\"x", "a quotation is not closed"},
        {"d0/08:00 citizen dossier.present channel=tram", "found tram"},
    };
    for (const auto& [line, complaint] : wrong) {
        const auto entry = read_line(line, kStyle, "");
        ASSERT_FALSE(entry.ok()) << line;
        EXPECT_NE(entry.error().message.find(complaint), std::string::npos)
            << entry.error().message;
    }
    const std::string deep(200, '[');
    EXPECT_FALSE(read_line("d0/08:00 a dossier.receive seen=" + deep, kStyle, "").ok());
}

TEST(Transcript, SealedValuesComeFromTheLine) {
    const std::string line =
        "d0/08:00 citizen dossier.present procedure=permit applicant={kind=individual, "
        "name=~Trần_Thị_Thử, address=~\"12_b Elm St\"}";
    const auto one = read_line(line, kStyle, "line 3"), same = read_line(line, kStyle, "line 3"),
               other = read_line(line, kStyle, "line 4");
    ASSERT_TRUE(one.ok() && same.ok() && other.ok());
    const auto& sealed = one.value().sealed;
    ASSERT_EQ(sealed.size(), 2u);
    EXPECT_EQ(sealed[0].value, "12_b Elm St");
    EXPECT_EQ(sealed[1].value, "Trần Thị Thử");
    EXPECT_NE(sealed[0].salt, sealed[1].salt);
    EXPECT_EQ(sealed[1].sealed(), same.value().sealed[1].sealed());
    EXPECT_NE(sealed[1].sealed(), other.value().sealed[1].sealed());

    office::SealedStore vault;
    for (const auto& value : sealed) vault.put(value);
    Style style = kStyle;
    const std::string unknown = "~" + hex(sealed[1].sealed().hash).substr(0, 8);
    EXPECT_NE(tell(one.value().command, style).find(unknown), std::string::npos);
    style.vault = &vault;
    EXPECT_NE(tell(one.value().command, style).find("address=~\"12_b Elm St\""), std::string::npos);
    EXPECT_NE(tell(one.value().command, style).find("name=~Trần_Thị_Thử"), std::string::npos);
    const std::set<Sealed> erased{sealed[1].sealed()};
    style.erased = &erased;
    EXPECT_NE(tell(one.value().command, style).find("name=~erased"), std::string::npos);
}

TEST(Transcript, AWrongFileGetsEveryComplaint) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_script(
        "x.txt", "  early\nplan a b\nmode sunny\nlived_as June\nweather fine\n", diagnostics));
    EXPECT_EQ(diagnostics.count(Severity::error), 6u);
}

TEST(Transcript, ControlCharactersDoNotReachTheTerminal) {
    EXPECT_EQ(in_words("a\x1b[2J"), "\"a\\x1b[2J\"");
    Scanner scan("\"a\\x1b\"");
    std::string text;
    EXPECT_TRUE(scan.quoted(text));
    EXPECT_EQ(text, "a\x1b");
}

}  // namespace
}  // namespace ss::transcript
