// Proving and printing a journal. The plan it was written under lies in the journal itself, so
// neither needs anything else than the file.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdio>

#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"
#include "journal/verify.h"
#include "transcript/record.h"

namespace ss::cli {

namespace {

int sorry(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return kWrong;
}

// What a command line may show of a text from a file: no control characters.
std::string visible(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return text;
}

void print_json(const journal::Report& report) {
    boost::json::array findings, notes;
    for (const auto& f : report.findings)
        findings.push_back(boost::json::object{{"kind", std::string(journal::name_of(f.kind))},
                                               {"seq", f.seq},
                                               {"n", f.n},
                                               {"text", f.text}});
    for (const auto& note : report.notes) notes.push_back(boost::json::string(note));
    const boost::json::object all{
        {"good", report.good()},           {"entries", report.entries},
        {"head", hex(report.head)},        {"sealed", report.sealed},
        {"erased", report.erased},         {"attachments", report.attachments},
        {"plan_files", report.plan_files}, {"findings", std::move(findings)},
        {"notes", std::move(notes)}};
    std::printf("%s\n", boost::json::serialize(all).c_str());
}

void print(const journal::Report& report) {
    const auto number = [](uint64_t n) { return static_cast<unsigned long long>(n); };
    for (const auto& f : report.findings)
        std::printf("%s: %s\n", std::string(journal::name_of(f.kind)).c_str(),
                    visible(f.text).c_str());
    for (const auto& note : report.notes) std::printf("note: %s\n", visible(note).c_str());
    std::printf(
        "%s: %llu entries, %llu sealed values (%llu erased), %llu attachments, %llu plan "
        "files\nhead %s\n",
        report.good() ? "whole" : "NOT WHOLE", number(report.entries), number(report.sealed),
        number(report.erased), number(report.attachments), number(report.plan_files),
        hex(report.head).c_str());
}

}  // namespace

int verify_journal(const JournalOptions& options) {
    journal::Check check;
    if (!options.head.empty()) {
        check.head = parse_hex(options.head);
        if (!check.head) {
            std::fprintf(stderr, "--head takes 64 hexadecimal digits: %s\n", options.head.c_str());
            return kWrong;
        }
    }
    auto storage = journal::sqlite_storage(options.file, journal::Open::read);
    journal::Report report;
    if (storage.ok()) {
        ProgressLine line(options.json);
        uint64_t total = 1;  // a reading that fails is named by the proof
        (void)storage.value()->read(1, [&](const journal::Entry& entry) {
            total = std::max(total, entry.seq);
            return ok();
        });
        transcript::Replay replay(*storage.value());
        check.replay = [&](const journal::Entry& entry) {
            const auto done = static_cast<double>(entry.seq) / static_cast<double>(total);
            line.show(done, "entry " + std::to_string(entry.seq));
            return replay(entry);
        };
        report = journal::verify(*storage.value(), check);
        line.clear();
        if (!replay.skipped().empty()) {
            if (report.good())
                report.findings.push_back(
                    {journal::Finding::Kind::plan_file, 1, 0, replay.skipped()});
            report.notes.push_back("the commands were not decided again: " + replay.skipped());
        }
        if (!replay.decided_by().empty())
            report.notes.push_back("its facts were replayed, its commands not decided again: that "
                                   "was version " +
                                   replay.decided_by());
    } else {  // a journal that cannot be opened: a finding; something else, or nothing: an error
        auto read = journal::verify_file(options.file, check);
        if (!read.ok()) return sorry(read.error());
        report = std::move(read).value();
    }
    if (options.json) print_json(report);
    else print(report);
    return report.good() ? kFine : kBlocked;
}

int tell_journal(const JournalOptions& options) {
    if (options.from > options.to) {
        std::fprintf(stderr, "--from lies after --to\n");
        return kWrong;
    }
    auto storage = journal::sqlite_storage(options.file, journal::Open::read);
    if (!storage.ok()) return sorry(storage.error());
    const auto told = transcript::tell_journal(
        *storage.value(), options.from, options.to,
        [](const std::string& line) { std::printf("%s\n", line.c_str()); });
    if (!told.ok()) return sorry(told.error());
    return kFine;
}

}  // namespace ss::cli
