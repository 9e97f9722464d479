// Dossiers in flight: the form of the files, the map, and what each row becomes.
#include "opening/in_flight.h"

#include <gtest/gtest.h>

#include "opening/take_over.h"
#include "opening/testing.h"

namespace ss::opening {
namespace {

using testing::kHeader;
using testing::minimal;
using testing::texts;

Instant on(int day, int64_t clock) {
    return at_local(date_of({2025, 7, day}), clock, minimal()->calendar.offset);
}

std::vector<Row> rows_of(const std::string& text, Diagnostics& complaints,
                         const std::string& file = "f.csv") {
    return read_rows(file, text, complaints);
}

TEST(Csv, IsReadByTheStandard) {
    Diagnostics complaints;
    const auto rows = rows_of("\xEF\xBB\xBF" + kHeader +
                                  "\r\nUV-1,Upper Village,permit,2025-06-23,2025-07-08,business,"
                                  "\"Fair, \"\"Sample\"\"\nLtd\",Old Clerk\r\n"
                                  "\r\n"
                                  "UV-2,Upper Village,permit,2025-06-23,2025-07-08,individual,"
                                  "Nguye\xCC\x82\xCC\x83n,\n",
                              complaints);
    EXPECT_EQ(texts(complaints), "");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].at("name"), "Fair, \"Sample\"\nLtd");
    EXPECT_EQ(rows[0].line, 2);
    EXPECT_EQ(rows[1].line, 5) << "a field may hold an end of line";
    EXPECT_EQ(rows[1].at("name"), "Nguyễn") << "as keyboards and Macs write it";
    EXPECT_FALSE(rows[1].cells.contains("owner"));
    // What is written for later can be read again, cell for cell.
    const auto again = rows_of(write_csv(rows), complaints);
    ASSERT_EQ(again.size(), rows.size());
    for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(again[i].cells, rows[i].cells);
}

TEST(Json, IsTheSameRows) {
    Diagnostics complaints;
    const auto rows = rows_of(
        R"({"dossiers": [{"old_code": "UV-1", "from": "Upper Village", "procedure": "permit",
            "received": "2025-06-23", "due": "2025-07-08T14:30", "applicant_kind": "business",
            "name": "Fair Sample Ltd", "owner": null,
            "data": {"visitors": 700, "indoors": true}}]})",
        complaints, "f.json");
    EXPECT_EQ(texts(complaints), "");
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].where, "dossiers[0]");
    EXPECT_EQ(rows[0].at("data.visitors"), "700");
    EXPECT_EQ(rows[0].at("data.indoors"), "true");
    const auto again = rows_of(write_csv(rows), complaints);
    EXPECT_EQ(again.at(0).cells, rows[0].cells);
}

// Each complaint has its place; the codes of all, with their lines.
TEST(Files, AreComplainedOfAtTheirPlace) {
    const std::string row = "UV-1,Upper Village,permit,2025-06-23,2025-07-08,business,Fair,Old";
    const std::vector<std::array<std::string, 3>> bad{
        {"f.csv", "", "f.csv:1 in_flight.empty"},
        {"f.csv", "old_code;from;procedure\n", "f.csv:1 in_flight.separator"},
        {"f.csv", kHeader + ",ownr\n", "f.csv:1 in_flight.unknown_column"},
        {"f.csv", kHeader + ",owner\n", "f.csv:1 in_flight.twice"},
        {"f.csv", "old_code,from\n",
         "f.csv:1 in_flight.missing_column f.csv:1 in_flight.missing_column f.csv:1 "
         "in_flight.missing_column f.csv:1 in_flight.missing_column f.csv:1 "
         "in_flight.missing_column"},
        {"f.csv", kHeader + "\n" + row + ",more\n" + row + "\nshort\n",
         "f.csv:2 in_flight.columns f.csv:4 in_flight.columns"},
        {"f.csv", kHeader + "\n\"never closed,\n\n", "f.csv:2 in_flight.csv"},
        {"f.csv", kHeader + "\nan \"inch\",\n", "f.csv:2 in_flight.csv"},
        {"f.csv", kHeader + "\n\"a\"b,\n", "f.csv:2 in_flight.csv"},
        {"f.csv", kHeader + "\n\xFF\n", "f.csv:2 in_flight.utf8"},
        {"f.csv", kHeader + "\n" + row.substr(0, 20) + std::string(5000, 'x') + ",,,,,\n",
         "f.csv:2 in_flight.too_long"},
        {"f.json", "{}", "f.json:0 in_flight.json"},
        {"f.json", "{\"dossiers\": [1, {\"who\": 1}, {\"name\": []}]}",
         "f.json:0 in_flight.json f.json:0 in_flight.unknown_column f.json:0 in_flight.json"},
        {"f.xls", "", "f.xls:0 in_flight.ending"},
    };
    for (const auto& [file, text, expected] : bad) {
        Diagnostics complaints;
        (void)read_rows(file, text, complaints);
        std::string seen;
        for (const Diagnostic& d : complaints.all()) {
            seen += seen.empty() ? "" : " ";
            seen += d.file + ":" + std::to_string(d.line) + " " + d.code;
            EXPECT_FALSE(d.advice.empty());
        }
        EXPECT_EQ(seen, expected) << text.substr(0, 200);
    }
}

TEST(Files, HaveTheirLimits) {
    std::string text = kHeader + "\n";
    for (size_t i = 0; i < kInFlightRows; ++i) text += "a,,,,,,,\n";
    Diagnostics at;
    EXPECT_EQ(rows_of(text, at).size(), kInFlightRows);
    EXPECT_FALSE(at.has_errors());
    Diagnostics past;
    (void)rows_of(text + "a,,,,,,,\n", past);
    EXPECT_EQ(past.all().at(0).code, "in_flight.too_many");
}

// --- against plan and map ----------------------------------------------------------------------

const std::string kMap =
    "unit: village\n"
    "from:\n"
    "  Lower Village: {post: assistant}\n"
    "  The County: {}\n"
    "procedures: {FAIR-01: permit}\n"
    "owners:\n"
    "  Old Clerk: {officer: cid}\n"
    "  Old Desk: {post: assistant}\n";

CodeMap the_map() {
    Diagnostics complaints;
    CodeMap map;
    read_map(map, "map.yaml", kMap, *minimal(), "village", complaints);
    EXPECT_EQ(texts(complaints), "");
    return map;
}

std::vector<Taking> prepared(const std::vector<Row>& rows, Diagnostics& complaints) {
    const serve::Salt salt = [] { return std::string(32, 's'); };
    static const CodeMap map = the_map();
    return prepare(rows, map, *minimal(), "village", on(1, 8 * kHour), salt, complaints);
}

TEST(Map, IsComplainedOfAtItsPlace) {
    Diagnostics complaints;
    CodeMap map;
    read_map(map, "map.yaml",
             "unit: hamlet\n"
             "procedures: {A: permitt}\n"
             "owners:\n"
             "  X: {officer: nobody}\n"
             "  Y: {officer: cid, post: assistant}\n"
             "  Z: {}\n",
             *minimal(), "village", complaints);
    complaints.sort();
    std::string seen;
    for (const Diagnostic& d : complaints.all())
        seen += d.code + ":" + std::to_string(d.line) + " ";
    EXPECT_EQ(seen,
              "map.other_unit:1 map.unknown_procedure:2 map.unknown_officer:4 map.owner:5 "
              "map.owner:6 ");
}

TEST(Rows, BecomeCommandsWithOldDatesAndSealedNames) {
    Diagnostics complaints;
    const auto rows = rows_of(
        kHeader + ",identity,given,data.visitors\n"
                  "UV-1,Upper Village,FAIR-01,2025-06-23,2025-07-08,business,Fair Sample Ltd,"
                  "Old Clerk,0101,form; map:0+2,700\n"
                  "LV-2,Lower Village,permit,2025-06-24T09:15,2025-07-05,individual,Eve T.,,,,\n",
        complaints);
    const auto takings = prepared(rows, complaints);
    EXPECT_EQ(texts(complaints), "");
    ASSERT_EQ(takings.size(), 2u);
    const dossiers::TakeOver& first = takings[0].command;
    EXPECT_EQ(first.procedure, "permit");
    EXPECT_EQ(first.due_at, on(8, time_of_day(first.due_at, minimal()->calendar.offset)));
    EXPECT_EQ(first.due_at, minimal()->calendar.closing(date_of({2025, 7, 8})));
    EXPECT_EQ(first.given.size(), 2u);
    EXPECT_EQ(first.given[1].copies, 2);
    EXPECT_EQ(first.data, (Data{{"visitors", int64_t{700}}}));
    EXPECT_EQ(takings[0].owner.person, "cid");
    ASSERT_EQ(takings[0].sealed.size(), 2u);
    EXPECT_EQ(takings[0].sealed[0].sealed(), first.applicant.name);
    EXPECT_EQ(takings[1].owner.post, "assistant") << "of its old unit";
    EXPECT_EQ(takings[1].command.received_at,
              at_local(date_of({2025, 6, 24}), 9 * kHour + 15 * kMinute, 7 * kHour));
    // A Saturday was promised: to its end, not to its first minute.
    EXPECT_EQ(takings[1].command.due_at, on(5, kDay - kMinute));
}

TEST(Rows, AreComplainedOfAllAtOnce) {
    Diagnostics complaints;
    const auto rows = rows_of(
        kHeader + ",given,data.visitors,data.applicant,data.other\n"
                  ",Nowhere,permitt,23/06/2025,2025-07-08,business,Secret Name,,,,,\n"
                  "UV-1,Upper Village,permit,2025-07-08,2025-06-23,church,Secret Name,,mapp:x,"
                  "many,a,b\n"
                  "UV-1,Upper Village,permit,2025-06-23,2025-07-08,business,,,,,,\n",
        complaints);
    ASSERT_FALSE(complaints.has_errors());
    (void)prepared(rows, complaints);
    std::multiset<std::string> seen;
    for (const Diagnostic& d : complaints.all()) {
        seen.insert(std::to_string(d.line) + " " + d.code.substr(10));
        EXPECT_EQ(to_text(d).find("Secret"), std::string::npos) << "names are told nobody";
    }
    EXPECT_EQ(seen, (std::multiset<std::string>{
                        "2 missing", "2 unknown_unit", "2 unknown_procedure", "2 date",
                        "3 received_later", "3 dates", "3 applicant_kind", "3 given",
                        "3 unknown_component", "3 value", "3 personal", "3 unknown_variable",
                        "4 twice", "4 missing"}));
}

}  // namespace
}  // namespace ss::opening
