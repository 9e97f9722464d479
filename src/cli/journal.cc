// Proving and printing a journal. The plan it was written under lies in the journal itself, so
// neither needs anything else than the file.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <map>
#include <set>

#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"
#include "journal/verify.h"
#include "office/codec.h"
#include "office/recorder.h"
#include "plan/plan.h"
#include "transcript/transcript.h"

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

Result<std::shared_ptr<const plan::Plan>> pinned_plan(journal::Storage& storage,
                                                      const Hash& wanted) {
    std::map<std::string, std::string> files;
    SS_TRY(storage.read_plan_files([&](const journal::PlanFile& file) {
        if (file.plan == wanted) files[file.path] = file.bytes;
        return ok();
    }));
    if (files.empty() || plan::hash_of(files) != wanted)
        return Error{ErrorCode::corrupt, "the plan it was written under is not whole in it"};
    Diagnostics diagnostics;
    auto plan = plan::load_files(files, diagnostics);
    if (plan) return plan;
    for (const Diagnostic& d : diagnostics.all())
        if (d.severity == Severity::error)
            return Error{ErrorCode::malformed,
                         "its plan cannot be read by this version: " + to_text(d)};
    return Error{ErrorCode::malformed, "its plan cannot be read by this version"};
}

const office::OpenUnit* opening_of(const office::Envelope& envelope) {
    const auto* own = std::get_if<office::OwnCommand>(&envelope.command);
    return own == nullptr ? nullptr : std::get_if<office::OpenUnit>(own);
}

// Decides every command again, out of the commands alone, and compares what comes of it.
class Replay {
  public:
    Replay(journal::Storage& storage, ProgressLine& line) : storage_(storage), line_(line) {}

    Status operator()(const journal::Entry& entry) {
        const auto decoded = SS_TRY(office::decode(entry.body));
        if (!office_ && skipped_.empty()) SS_TRY(open(decoded));
        if (!skipped_.empty()) return ok();
        if (decoded.envelope.at < office_->state().now)
            return Error{ErrorCode::corrupt, "its time lies before the entry above it"};
        const auto answer = office_->handle(decoded.envelope);
        if (office::encode(decoded.envelope, answer) != entry.body)
            return Error{ErrorCode::corrupt, "its command does not bring about what it says"};
        if (entry.seq % 256 == 0)
            line_.show(0, "entry " + std::to_string(entry.seq));  // how many there are is not known
        return ok();
    }

    // Why nothing was decided again, if so. Which file of the plan is changed, the proof says.
    const std::string& skipped() const { return skipped_; }

  private:
    Status open(const office::Decoded& first) {
        const auto* opening = opening_of(first.envelope);
        if (opening == nullptr)
            return Error{ErrorCode::corrupt, "the first entry does not open a unit"};
        if (opening->program != office::kProgramVersion)
            return Error{ErrorCode::malformed, "written by version " + opening->program +
                                                   " of the program, this is " +
                                                   std::string(office::kProgramVersion)};
        auto plan = pinned_plan(storage_, opening->plan);
        if (plan.ok()) office_ = std::make_unique<office::Office>(std::move(plan).value());
        else if (plan.error().code == ErrorCode::corrupt) skipped_ = plan.error().message;
        else return std::move(plan).error();
        return ok();
    }

    journal::Storage& storage_;
    ProgressLine& line_;
    std::unique_ptr<office::Office> office_;
    std::string skipped_;
};

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
        Replay replay(*storage.value(), line);
        check.replay = [&](const journal::Entry& entry) { return replay(entry); };
        report = journal::verify(*storage.value(), check);
        line.clear();
        if (!replay.skipped().empty()) {
            if (report.good())
                report.findings.push_back(
                    {journal::Finding::Kind::plan_file, 1, 0, replay.skipped()});
            report.notes.push_back("the commands were not decided again: " + replay.skipped());
        }
    } else {  // there, and not a journal: a finding; not there: an error
        auto read = journal::verify_file(options.file, check);
        if (!read.ok()) return sorry(read.error());
        report = std::move(read).value();
    }
    if (options.json) print_json(report);
    else print(report);
    return report.good() ? kFine : kBlocked;
}

namespace {

// Sealed values as they lie beside the entries.
Status read_sealed(journal::Storage& storage, office::SealedStore& vault,
                   std::set<Sealed>& erased) {
    return storage.read_sealed([&](const journal::SealedRow& row) {
        if (row.erased()) erased.insert({row.hash});
        else vault.put({row.salt, row.value});
        return ok();
    });
}

Status tell_entries(journal::Storage& storage, const JournalOptions& options) {
    office::SealedStore vault;
    std::set<Sealed> erased;
    SS_TRY(read_sealed(storage, vault, erased));
    transcript::Style style{{}, 0, &vault, &erased};
    const Error enough{ErrorCode::conflict, "enough"};
    bool over = false;
    const auto told = storage.read(1, [&](const journal::Entry& entry) -> Status {
        if (over = entry.seq > options.to; over) return enough;
        if (entry.seq != 1 && entry.seq < options.from) return ok();
        auto decoded = SS_TRY(office::decode(entry.body));
        if (const auto* opening = opening_of(decoded.envelope)) {
            const auto plan = SS_TRY(pinned_plan(storage, opening->plan));
            style.day = opening->lived_as;
            style.offset = plan->calendar.offset;
            std::printf("# d0 is %s; the plan is %s\nunit %s\nlived_as %s\n\n",
                        to_text(style.day).c_str(), visible(plan->id).c_str(),
                        visible(opening->unit).c_str(), to_text(style.day).c_str());
        }
        if (entry.seq < options.from) return ok();
        decoded.answer.seq = entry.seq;
        for (const auto& line : transcript::tell(decoded.envelope, decoded.answer, style))
            std::printf("%s\n", line.c_str());
        return ok();
    });
    return told.ok() || over ? ok() : told;
}

}  // namespace

int tell_journal(const JournalOptions& options) {
    if (options.from > options.to) {
        std::fprintf(stderr, "--from lies after --to\n");
        return kWrong;
    }
    auto storage = journal::sqlite_storage(options.file, journal::Open::read);
    if (!storage.ok()) return sorry(storage.error());
    if (const auto told = tell_entries(*storage.value(), options); !told.ok())
        return sorry(told.error());
    return kFine;
}

}  // namespace ss::cli
