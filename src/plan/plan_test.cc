#include "plan/plan.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/text.h"
#include "bpmn/program.h"

namespace ss::plan {
namespace {

using Files = std::map<std::string, std::string>;

constexpr const char* kMinimal = SS_SOURCE_DIR "/tests/plans/minimal";

std::string told(const Diagnostics& d) {
    std::string all;
    for (const auto& x : d.all()) all += to_text(x) + "\n";
    return all;
}

const Files& minimal() {
    static const Files files = [] {
        Diagnostics d;
        const auto plan = load(kMinimal, d);
        EXPECT_TRUE(plan) << told(d);
        return plan ? plan->files : Files{};
    }();
    return files;
}

TEST(Plan, LoadsTheMinimalPlan) {
    Diagnostics d;
    const auto plan = load(kMinimal, d);
    ASSERT_TRUE(plan) << told(d);
    EXPECT_TRUE(d.all().empty()) << told(d);
    EXPECT_EQ(plan->id, "minimal");
    EXPECT_EQ(plan->title.get("en"), "A village of one office");
    EXPECT_EQ(plan->city.units.at("village").population, 900);
    EXPECT_EQ(plan->city.units.at("village").code, "village");
    EXPECT_EQ(plan->forms.at("2025-01-01"), "2025");
    EXPECT_EQ(plan->organization.posts.at("secretary").substitutes, std::vector<Code>{"assistant"});
    EXPECT_TRUE(plan->organization.posts.at("mayor").verified);
    EXPECT_EQ(plan->calendar.offset, 7 * kHour);
    EXPECT_TRUE(plan->calendar.working_day(*parse_date("2025-06-28")));
    EXPECT_EQ(plan->documents.urgencies.at("urgent").register_within, 30 * kMinute);
    const Procedure* permit = plan->procedure("permit");
    ASSERT_NE(permit, nullptr);
    EXPECT_EQ(permit->cases.at(0).channel_limits.at("online").quantity, 4);
    EXPECT_TRUE(permit->cases.at(1).basis.verified);
    EXPECT_EQ(permit->fees.at(2).most, 20000);
    EXPECT_EQ(permit->expressions.size(), 4u);
    ASSERT_TRUE(permit->program);
    EXPECT_TRUE(permit->program->linked());
    const MeetingKind& meeting = plan->meetings.at("first-meeting");
    EXPECT_EQ(meeting.agenda.at(3).majority.denominator, 2);  // of the rules
    EXPECT_TRUE(meeting.agenda.at(4).majority.at_least);      // its own
    EXPECT_EQ(plan->precedence.milestones.at("counter-open").requires_,
              std::vector<Code>{"rules-adopted"});
    EXPECT_EQ(plan->demand.profile.at(1).first, 8 * kHour);
    EXPECT_EQ(plan->readiness.tasks.at("grant-permit").within, 8 * kHour);
    EXPECT_EQ(plan->rosters.at("village").officers.at("ann").appointed_by_announcement,
              std::vector<Code>{"mayor"});
}

TEST(Plan, SameBytesSamePlan) {
    Diagnostics d;
    const auto plan = load_files(minimal(), d);
    ASSERT_TRUE(plan) << told(d);
    EXPECT_EQ(plan->hash, load(kMinimal, d)->hash);
    EXPECT_EQ(plan->hash, hash_of(minimal()));
    Files other = minimal();
    other["plan.yaml"] += "#";
    EXPECT_NE(hash_of(other), plan->hash);
    // Bytes may not move from one file into the next without changing the hash.
    EXPECT_NE(hash_of({{"a", "1\n"}, {"b", "2"}}), hash_of({{"a", "1"}, {"b", "\n2"}}));
}

// A paper printed years later is printed with the words that lie beside the journal.
TEST(Plan, TheWordsOfItsPapersArePartOfIt) {
    Files files = minimal();
    const Hash without = hash_of(files);
    files["forms/words.yaml"] = "slip: {title: Slip}\n";
    Diagnostics good, wrong;
    const auto plan = load_files(files, good);
    ASSERT_TRUE(plan) << told(good);
    EXPECT_NE(plan->hash, without);
    EXPECT_TRUE(plan->files.contains("forms/words.yaml"));
    files["forms/words.yaml"] += "slip: {title: Ticket}\n";
    EXPECT_FALSE(load_files(files, wrong));
    ASSERT_EQ(wrong.all().size(), 1u) << told(wrong);
    EXPECT_EQ(wrong.all().front().code, "plan.duplicate_key");
    EXPECT_EQ(wrong.all().front().file, "forms/words.yaml");
    EXPECT_EQ(wrong.all().front().line, 2);
}

// What stands where a file should, and is none, is not taken for a plan without it.
TEST(Plan, AFolderOrADeadLinkInAFilesPlaceIsNamed) {
    namespace fs = std::filesystem;
    const fs::path folder =
        fs::temp_directory_path() / ("sansang-plan-" + std::to_string(::getpid()));
    fs::copy(kMinimal, folder, fs::copy_options::recursive);
    fs::remove(folder / "demand.yaml");
    fs::create_directory(folder / "demand.yaml");
    fs::create_symlink("nowhere.yaml", folder / "units/other.yaml");
    Diagnostics d;
    EXPECT_FALSE(load(folder.string(), d));
    std::set<std::string> named;
    for (const Diagnostic& each : d.all())
        if (each.code == "plan.unreadable") named.insert(each.file);
    EXPECT_EQ(named, (std::set<std::string>{"demand.yaml", "units/other.yaml"})) << told(d);
    fs::remove_all(folder);
}

struct Wrong {
    const char* code;
    const char* file;
    const char* was;  // taken out of the file (empty: the text is added at its end)
    const char* is;   // put in its place; "«" marks where the complaint must point
};

// One wrong plan for each complaint.
const Wrong kWrong[] = {
    {"plan.unknown_key", "city.yaml", "place: Little", "«plaec: x\nplace: Little"},
    {"plan.missing_key", "plan.yaml", "id: minimal", ""},
    {"plan.duplicate_key", "units/village.yaml", "  dot:", "  «cid:"},
    {"plan.type", "calendar.yaml", "\"15:00\"", "«half past"},
    {"plan.value", "city.yaml", "kind: ward", "kind: «vard"},
    {"plan.order", "calendar.yaml", "monday: [\"07:30-11:30\", \"13:30-17:00\"]",
     "monday: «[\"13:30-17:00\", \"07:30-11:30\"]"},
    {"plan.order", "calendar.yaml", "2025-06-28: [\"08:00-12:00\"]",
     "«2025-06-28: [\"08:00-12:00\", \"11:00-13:00\"]"},
    {"plan.order", "demand.yaml", "{1: 0.5, 5: 1}", "{5: 0.5, «1: 1}"},
    {"plan.week", "calendar.yaml", "  monday: [\"07:30-11:30\", \"13:30-17:00\"]\n",
     "  saturday: []\nxweek:\n"},
    {"plan.missing_language", "city.yaml", "name: The county\n", "name: «{vi: H}\n"},
    {"plan.unknown_language", "city.yaml", "name: The county\n", "name: {en: C, «fr: C}\n"},
    {"plan.languages", "city.yaml", "[en]", "«[]"},
    {"plan.empty_text", "city.yaml", "name: The county\n", "name: «\"\"\n"},
    {"plan.dossier_code", "city.yaml", "\"LV-{yymmdd}-{serial:4}\"", "«\"LV-{serial:4}\""},
    {"plan.dossier_code", "city.yaml", "\"LV-{yymmdd}-{serial:4}\"", "«\"LV-{yymmdd}-{serial}\""},
    {"plan.unknown_body", "organization.yaml", "title: Mayor\n    body: office",
     "title: Mayor\n    body: «offise"},
    {"plan.unknown_post", "organization.yaml", "substitutes: [assistant]",
     "substitutes: [«asistant]"},
    {"plan.unknown_role", "organization.yaml", "dossier.receive: [reception]",
     "dossier.receive: [«receptoin]"},
    {"plan.ask", "organization.yaml", "  dossier.receive: [reception]", "  «receive: [reception]"},
    {"plan.cycle", "organization.yaml", "notation: VO}", "notation: VO, parent: «office}"},
    {"plan.substitute", "organization.yaml", "substitutes: [assistant]",
     "substitutes: «[secretary]"},
    {"plan.substitute", "organization.yaml", "{name: Inspection}",
     "{name: Inspection, deputised_by: «inspection}"},
    {"plan.signing", "organization.yaml",
     "formula: KT., on_behalf_of: mayor, types: [PERMIT, LETTER], only_when_away: true",
     "formula: KT."},
    {"plan.signing", "organization.yaml", "types: [LETTER], needs_delegation: true}",
     "types: [LETTER]}"},
    {"plan.unknown_type", "organization.yaml", "types: [PERMIT, LETTER]",
     "types: [«PERMITS, LETTER]"},
    {"plan.duplicate_code", "results.yaml", "", "types:\n  «PERMIT: {name: P, template_name: p}\n"},
    {"plan.symbol", "documents.yaml", "\"{number}/{year}\"", "«\"{year}\""},
    {"plan.side", "documents.yaml", "permits: {types: [PERMIT]",
     "permits: {side: party, types: «[PERMIT]"},
    {"plan.missing_key", "documents.yaml", "clerk_role: clerk\n", ""},
    {"plan.unknown_milestone", "precedence.yaml", "requires: [rules-adopted]",
     "requires: [«rules]"},
    {"plan.cycle", "precedence.yaml", "has been announced}",
     "has been announced, requires: [counter-open]}"},
    {"plan.shares", "demand.yaml", "mix: {permit: 1}", "mix: «{permit: 0.5}"},
    {"plan.shares", "demand.yaml", "\"16:00\": 0.1}", "\"16:00\": 0.2}"},
    {"plan.shares", "demand.yaml", "mix: {permit: 1}",
     "mix: {permit: 1}\nbranches: {permit/lacking: 0.7, «permit/unlawful: 0.6}"},
    {"plan.unknown_parameter", "demand.yaml", "mix: {permit: 1}",
     "mix: {permit: 1}\nsteps: {«permit/nothing: {median: 1, p90: 2}}"},
    {"plan.service", "demand.yaml", "mix: {permit: 1}",
     "mix: {permit: 1}\nsteps: {«permit/verify: {law: exponential}}"},
    {"plan.unknown_procedure", "demand.yaml", "mix: {permit: 1}", "mix: {«permits: 1}"},
    {"plan.unknown_unit", "demand.yaml", "{village: 12,", "{«vilage: 12,"},
    {"plan.service", "demand.yaml", "{median: 8, p90: 25}", "{median: 8, p90: 5}"},
    {"plan.order", "demand.yaml", "refusal: 0.02", "refusal: 0.02\noutage_minutes: «[90, 20]"},
    {"plan.basis", "demand.yaml", "mix: {text: assumed}", "«mixx: {text: assumed}"},
    {"plan.unknown_objective", "readiness.yaml", "objective: counter,", "objective: «counters,"},
    {"plan.unknown_procedure", "readiness.yaml", "selects: [permit]", "selects: [«permitt]"},
    {"plan.unknown_item", "readiness.yaml", "selects: [rules]", "selects: [«rule]"},
    {"plan.file_name", "meetings/first-meeting.yaml", "code: first-meeting",
     "code: «second-meeting"},
    {"plan.unknown_item", "meetings/first-meeting.yaml", "after: [rules]", "after: [«rule]"},
    {"plan.unknown_assignment", "meetings/first-meeting.yaml", "assigns: [open-counter]",
     "assigns: [«open]"},
    {"plan.cycle", "meetings/first-meeting.yaml", "kind: opening}",
     "kind: opening, after: [opening]}"},
    {"plan.duplicate_code", "meetings/first-meeting.yaml", "code: roll-call", "code: «opening"},
    {"plan.quorum", "meetings/first-meeting.yaml", "quorum_numerator: 2", "quorum_numerator: «4"},
    {"plan.majority", "meetings/first-meeting.yaml", "base: total, numerator: 2, denominator: 3",
     "base: total, numerator: 4, denominator: 3"},
    {"plan.majority", "meetings/first-meeting.yaml", "numerator: 1, denominator: 2, basis",
     "numerator: 1, denominator: 3, basis"},
    {"plan.chair", "meetings/first-meeting.yaml", "convener_post: secretary\n", ""},
    {"plan.agenda", "meetings/first-meeting.yaml", "agenda:\n", "agenda: «[]\nxagenda:\n"},
    {"plan.paper", "meetings/first-meeting.yaml", "    signer_post: mayor\n    adopts_rules",
     "    adopts_rules"},
    {"plan.adopts_rules", "meetings/first-meeting.yaml", "title: Working rules\n    kind: motion",
     "title: Working rules\n    kind: report"},
    {"plan.seats", "units/village.yaml", "posts: [secretary]", "posts: «[secretary]"},
    {"plan.incompatible", "units/village.yaml", "posts: [secretary]",
     "posts: «[secretary, assistant]"},
    {"plan.unknown_officer", "units/village.yaml", "substitutes: [cid]", "substitutes: [«cidd]"},
    {"plan.unknown_post", "units/village.yaml", "appointed_by_announcement: [mayor]",
     "appointed_by_announcement: [«major]"},
    {"plan.case_order", "procedures/permit/procedure.yaml", "when: visitors > 500, ", ""},
    {"plan.case_order", "procedures/permit/procedure.yaml", "name: Usual,",
     "name: Usual, when: indoors,"},
    {"plan.channel", "procedures/permit/procedure.yaml", "channel_limits: {online: 4",
     "channel_limits: {post: 4"},
    {"plan.duplicate_code", "procedures/permit/procedure.yaml", "{code: map,", "{code: «form,"},
    {"plan.unknown_component", "procedures/permit/procedure.yaml", "from_database: true",
     "from_database: true, alternatives: [«mapp]"},
    {"plan.unknown_series", "procedures/permit/procedure.yaml", "series: permits",
     "series: «permit"},
    {"plan.unknown_unit", "procedures/permit/procedure.yaml", "competent: unit",
     "competent: «units"},
    {"plan.variable", "procedures/permit/procedure.yaml", "{code: indoors,", "{code: «channel,"},
    {"plan.initial", "procedures/permit/procedure.yaml", "initial: 50", "initial: «\"50\""},
    {"plan.initial", "procedures/permit/procedure.yaml", "personal: true}",
     "personal: true, initial: «Ann}"},
    {"plan.choices", "procedures/permit/procedure.yaml", "initial: 50",
     "initial: 50, choices: «[a]"},
    {"plan.unknown_variable", "procedures/permit/procedure.yaml", "when: visitors > 500",
     "when: «visitorss > 500"},
    {"plan.personal", "procedures/permit/procedure.yaml", "when: visitors > 500",
     "when: «applicant = \"x\""},
    {"plan.no_process", "procedures/permit/procedure.yaml", "code: permit\n",
     "process_file: «processes/x.bpmn\ncode: permit\n"},
    {"plan.unknown_variable", "procedures/permit/process.bpmn", "=outcome = \"refuse\"",
     "=visitors_expected > 5"},
    {"plan.unknown_role", "procedures/permit/process.bpmn", "candidateGroups=\"inspection\"",
     "candidateGroups=\"inspector\""},
    {"plan.process_service", "procedures/permit/process.bpmn", "type=\"dossier.refuse\"",
     "type=\"dossier.reject\""},
    {"plan.process_target", "procedures/permit/process.bpmn", "type=\"dossier.refuse\"",
     "type=\"exchange.send\""},
    {"plan.after_return", "procedures/permit/process.bpmn",
     "sourceRef=\"return\" targetRef=\"returned\"", "sourceRef=\"return\" targetRef=\"resolve\""},
    {"plan.process_message", "procedures/permit/process.bpmn", "name=\"dossier.supplemented\"",
     "name=\"dossier.completed\""},
    {"plan.unknown_type", "procedures/permit/process.bpmn", "name=\"document\" value=\"PERMIT\"",
     "name=\"document\" value=\"PERMITS\""},
};

// The file with the mistake in it, and the place of the mark.
std::pair<int, int> spoil(Files& files, const Wrong& w) {
    std::string& bytes = files[w.file];
    std::string is = w.is;
    const std::string mark = "«";
    const size_t in = is.find(mark);
    if (in != std::string::npos) is.erase(in, mark.size());
    size_t at = bytes.size();
    if (*w.was != 0) {
        at = bytes.find(w.was);
        EXPECT_NE(at, std::string::npos) << w.file << ": " << w.was;
        if (at == std::string::npos) return {0, 0};
        bytes.replace(at, std::string(w.was).size(), is);
    } else {
        bytes += is;
    }
    if (in == std::string::npos) return {0, 0};
    const std::string before = bytes.substr(0, at + in);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const size_t start = before.rfind('\n') == std::string::npos ? 0 : before.rfind('\n') + 1;
    return {static_cast<int>(line), static_cast<int>(before.size() - start) + 1};
}

bool complained(const Diagnostics& d, const Wrong& w, std::pair<int, int> place) {
    for (const auto& x : d.all())
        if (x.code == w.code && x.file == w.file &&
            (place.first == 0 || (x.line == place.first && x.column == place.second)))
            return !x.message.empty() && !x.advice.empty();
    return false;
}

TEST(Plan, EveryComplaintAtItsPlace) {
    for (const Wrong& w : kWrong) {
        Files files = minimal();
        if (std::string(w.code) == "plan.seats") {
            files["units/village.yaml"] += "  # one more\n";
            std::string& bytes = files["units/village.yaml"];
            bytes.replace(bytes.find("posts: [assistant], experience"), 18, "posts: [secretary]");
            bytes.replace(bytes.find("bob:"), 4, "zed:");
        }
        const auto place = spoil(files, w);
        Diagnostics d;
        const auto plan = load_files(files, d);
        EXPECT_EQ(plan == nullptr, d.has_errors());
        EXPECT_TRUE(complained(d, w, place))
            << w.code << " in " << w.file << " at " << place.first << ":" << place.second << "\n"
            << told(d);
    }
}

TEST(Plan, TellsAllComplaintsAtOnce) {
    Files files = minimal();
    std::vector<std::pair<const Wrong*, std::pair<int, int>>> expected;
    for (const char* code : {"plan.unknown_language", "plan.symbol", "plan.shares", "plan.quorum",
                             "plan.unknown_officer", "plan.initial", "plan.process_message"})
        for (const Wrong& w : kWrong)
            if (std::string(w.code) == code) {
                expected.emplace_back(&w, spoil(files, w));
                break;
            }
    Diagnostics d;
    EXPECT_FALSE(load_files(files, d));
    EXPECT_EQ(d.all().size(), expected.size()) << told(d);
    for (const auto& [w, place] : expected)
        EXPECT_TRUE(complained(d, *w, place)) << w->code << told(d);
    for (size_t i = 1; i < d.all().size(); ++i) EXPECT_LE(d.all()[i - 1].file, d.all()[i].file);
}

TEST(Plan, MissingAndUnknownFiles) {
    for (const char* file :
         {"plan.yaml", "city.yaml", "organization.yaml", "calendar.yaml", "documents.yaml"}) {
        Files files = minimal();
        files.erase(file);
        Diagnostics d;
        EXPECT_FALSE(load_files(files, d));
        EXPECT_NE(told(d).find("plan.missing_file: the plan has no " + std::string(file)),
                  std::string::npos);
    }
    Files files = minimal();
    files["calender.yaml"] = "";
    Diagnostics d;
    EXPECT_FALSE(load_files(files, d));
    EXPECT_NE(told(d).find("calender.yaml: error plan.unknown_file"), std::string::npos) << told(d);
    Diagnostics none;
    EXPECT_FALSE(load("/nowhere/at/all", none));
    EXPECT_EQ(none.all().at(0).code, "plan.folder");
}

// The minimal plan with its sealing drawn as a call of "tail": a copy of the whole process.
Files with_a_call() {
    Files files = minimal();
    std::string& bpmn = files["procedures/permit/process.bpmn"];
    std::string& shared = files["processes/tail.bpmn"] = bpmn;
    const std::string old = "id=\"permit\" name";
    shared.replace(shared.find(old), old.size(), "id=\"tail\" name");
    const size_t from = bpmn.find("<bpmn:userTask id=\"seal\"");
    const size_t to = bpmn.find("</bpmn:userTask>", from) + 16;
    bpmn.replace(from, to - from,
                 "<bpmn:callActivity id=\"seal\"><bpmn:extensionElements><zeebe:calledElement "
                 "processId=\"tail\"/></bpmn:extensionElements></bpmn:callActivity>");
    return files;
}

TEST(Plan, SharedProcessesAreLinkedIn) {
    Files files = with_a_call();
    std::string& tail = files["processes/tail.bpmn"];
    const std::string returns = "name=\"kind\" value=\"return\"";  // only the caller's does
    tail.replace(tail.find(returns), returns.size(), "name=\"kind\" value=\"print\"");
    Diagnostics d;
    const auto plan = load_files(files, d);
    ASSERT_TRUE(plan) << told(d);
    EXPECT_TRUE(plan->shared.contains("tail"));
    EXPECT_TRUE(plan->procedure("permit")->program->find("seal/verify"));
    // A mistake in what two places look at is told once.
    tail.replace(tail.find("\"inspection\""), 12, "\"inspector\"");
    Diagnostics wrong;
    EXPECT_FALSE(load_files(files, wrong));
    EXPECT_EQ(wrong.all().size(), 1u) << told(wrong);
}

// A return inside what is called is followed by what follows the call.
TEST(Plan, NothingIsResolvedAfterAReturnInACalledProcess) {
    Diagnostics d;
    EXPECT_FALSE(load_files(with_a_call(), d));
    ASSERT_EQ(d.all().size(), 1u) << told(d);
    EXPECT_EQ(d.all()[0].code, "plan.after_return");
    EXPECT_EQ(d.all()[0].file, "procedures/permit/process.bpmn") << "the caller's own step";
}

// The engine is not Vietnamese: a plan in English loads into texts that are all ASCII.
TEST(Plan, TheMinimalPlanHoldsNoVietnamese) {
    for (const auto& [path, bytes] : minimal()) EXPECT_EQ(fold(bytes).size(), bytes.size()) << path;
}

}  // namespace
}  // namespace ss::plan
