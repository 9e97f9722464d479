// The commands of `sansang`, one file each. Each returns the exit code: 0 fine, 1 findings that
// block, 2 wrong use or bad input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ss::cli {

inline constexpr int kFine = 0, kBlocked = 1, kWrong = 2;

struct CheckOptions {
    std::string plan;
    std::string unit;  // empty: every unit with a roster
    bool json = false;
};
int check(const CheckOptions&);

struct RehearseOptions {
    std::string scenario;
    std::string plan;  // empty: the scenario's own
    std::optional<uint64_t> seed;
    std::string out;
    std::string speed = "max";
    bool json = false;
    bool papers = true;
    bool force = false;  // although `check` has blocking findings
};
int rehearse(const RehearseOptions&);

struct ReportOptions {
    std::vector<std::string> runs;
    std::string format = "text";
    std::string out;  // empty: standard output
};
int report(const ReportOptions&);

struct JournalOptions {
    std::string file;
    std::string head;  // verify: as printed on reports and minutes
    uint64_t from = 1, to = UINT64_MAX;
    bool json = false;
};
int verify_journal(const JournalOptions&);
int tell_journal(const JournalOptions&);

struct ExportOptions {
    std::string run;
    std::string format;
    std::string out;
};
int export_run(const ExportOptions&);

int openapi();  // prints the contract of HTTP

}  // namespace ss::cli
