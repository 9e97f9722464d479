// The commands of `sansang`, one file each. Each returns the exit code: 0 fine, 1 findings that
// block, 2 wrong use or bad input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "words/words.h"

namespace ss::cli {

inline constexpr int kFine = 0, kBlocked = 1, kWrong = 2;

struct CheckOptions {
    std::string plan;
    std::string unit;  // empty: every unit with a roster
    bool json = false;
};
int check(const CheckOptions&);

// Which cards are played again.
struct Retest {
    std::string only;  // "failed", or empty: all of them
    std::string of;    // folder of the run in which they failed
};

struct RehearseOptions {
    std::string scenario;
    std::string plan;  // empty: the scenario's own
    std::optional<uint64_t> seed;
    std::string out;
    std::string speed = "max";
    bool json = false;
    bool papers = true;
    bool force = false;  // although `check` has blocking findings, or preparation is open
    Retest retest;
};
int rehearse(const RehearseOptions&);

struct ReportOptions {
    std::vector<std::string> runs;
    std::string format = "text";
    std::string out;       // empty: standard output
    std::string forecast;  // file of simulate --gate; empty: none
};
int report(const ReportOptions&);

struct SimulateOptions {
    std::string plan;
    std::vector<std::string> units;  // codes; "all"; "@country", "@country:100"; empty: with people
    // Not given: as BPSim in the plan says, else as usual (20, until it is narrow, 0, 1).
    std::optional<int64_t> days;          // working days
    std::optional<int64_t> replications;  // 0: until the interval is narrow
    std::string warm_up;                  // working days, or "auto"
    std::string first_day;                // empty: BPSim's, else the day the plan goes live
    std::optional<uint64_t> seed;
    unsigned threads = 0;
    double load = 1;
    std::vector<std::string> absent;
    bool search = false;
    bool gate = false;                   // the gate's question, and `out` is its evidence
    double target = 0;                   // of on-time; 0: the plan's
    std::string what_if;                 // file of variants
    std::string from;                    // journal: forecast of where it stands
    std::string asks_from;               // journal: its asks decided again under the plan
    std::vector<std::string> practised;  // runs whose timings the learning is fitted to
    std::string write_bpsim;             // folder for the plan's BPMN files with BPSim in them
    std::string format = "text";
    std::string language = words::languages().front();  // of text
    std::string out;                                    // empty: standard output
};
int simulate(const SimulateOptions&);

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

struct OpenOptions {
    std::string unit;
    std::vector<std::string> runs;  // folders written by rehearse, oldest first
    std::string data = "data";
    std::string plan;      // empty: the one that was rehearsed last
    std::string waive;     // empty: no waiver
    std::string forecast;  // file of simulate --gate; empty: none
    std::vector<std::string> in_flight;
    std::string map;
    bool first_day = false;  // the founding meetings still lie ahead
    bool dry_run = false;
    bool json = false;
};
int open(const OpenOptions&);

struct TakeOverOptions {
    std::string unit;
    std::vector<std::string> files;
    std::string data = "data";
    std::string map;
    bool trial = false;
    bool json = false;
};
int take_over(const TakeOverOptions&);

inline constexpr const char* kDefaultWeb = "web/dist";
inline constexpr const char* kDefaultPractice = "scenarios/practice.yaml";
struct ServeOptions {
    std::string data = "data";
    std::string plan;  // of units to be opened for trial
    std::string address = "127.0.0.1";
    uint16_t port = 8080;
    std::string certificate, key;
    bool behind_proxy = false;
    std::string backup;  // folder for backups started from the administrator's desk
    std::string web = kDefaultWeb;
    std::string practice = kDefaultPractice;  // scenario in which officials practise
    size_t practices = 8;                     // open at once; 0: nobody practises here
    std::vector<std::string> trials;          // units to open for trial where they are not open yet
    // A rehearsal with people in it, instead of the offices of a data folder.
    std::string rehearse;  // scenario
    std::string run;       // new folder: journals, accounts, report
    std::string from;      // HH:MM: the cast plays alone until then; empty: until doors open
    double speed = 1;
    std::optional<uint64_t> seed;
    Retest retest;
};
int serve(const ServeOptions&);

struct AccountOptions {
    // add, add-officers, password, disable, enable, unlock, second-factor, list, log
    std::string action;
    std::string data = "data";
    std::string out;     // add-officers: file of the logins
    bool trial = false;  // add-officers: the unit is open for trial
    std::string login, kind = "officer", unit, officer, name;
    bool password_stdin = false;
    bool off = false;  // second-factor: take it away
};
int account(const AccountOptions&);

struct BackupOptions {
    std::string data = "data";
    std::string out;  // of restore: where the backup lies
};
int backup(const BackupOptions&);
int restore(const BackupOptions&);

}  // namespace ss::cli
