// sansang: check, simulate, rehearse, report, journal, export, open, take-over, serve, account,
// backup, restore. Each verb is one file beside this one.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/verbs.h"
#include "office/office.h"

namespace {

using namespace ss::cli;

// What each verb's --help ends with: how it may end, and one way to use it.
void ends(CLI::App* verb, const char* exits, const char* example) {
    verb->footer(std::string("Exit codes: ") + exits + "\nExample: sansang " + example);
}
constexpr const char* kForecastHelp =
    "File written by simulate --gate: evidence of the plan rehearsed";
constexpr const char* kFineOrWrong = "0 done; 2 wrong use or bad input.";

void add_retest(CLI::App& verb, Retest& o) {
    auto* only = verb.add_option("--only", o.only, "failed: only the cards that failed in a run")
                     ->check(CLI::IsMember({"failed"}));
    auto* of = verb.add_option("--of", o.of, "Folder of that run");
    only->needs(of);
    of->needs(only);
}

void add_check(CLI::App& app, CheckOptions& o, int& code) {
    auto* check_verb = app.add_subcommand("check", "Proves a plan before anybody acts on it.");
    check_verb->add_option("plan", o.plan, "Folder of the plan")->required();
    check_verb->add_option("--unit", o.unit, "Only this unit");
    check_verb->add_flag("--json", o.json, "Findings as JSON");
    ends(check_verb, "0 nothing blocks; 1 a finding blocks; 2 the plan does not load.",
         "check plans/hue-2025 --unit my-thuong");
    check_verb->callback([&] { code = check(o); });
}

void add_rehearse(CLI::App& app, RehearseOptions& o, int& code) {
    auto* play =
        app.add_subcommand("rehearse", "Plays a scripted day and judges it from the record.");
    play->add_option("scenario", o.scenario, "Scenario file")->required();
    play->add_option("--plan", o.plan, "Another plan than the scenario's");
    play->add_option("--seed", o.seed, "Seed of the dice; the same seed, the same day");
    play->add_option("--out", o.out, "Folder for journals, report and papers")->required();
    play->add_option("--speed", o.speed, "max, or how many times faster than life")
        ->capture_default_str();
    play->add_flag("--json", o.json, "The summary as JSON");
    play->add_flag_callback("--no-papers", [&] { o.papers = false; }, "Do not print papers/*.pdf");
    play->add_flag("--force", o.force,
                   "Play although check has findings that block, or what must be ready is open");
    add_retest(*play, o.retest);
    ends(play,
         "0 the day was played, whatever its rating; 2 wrong use, bad input, or check blocks.",
         "rehearse scenarios/my-thuong-2025-06-23.yaml --seed 8 --out runs/mine");
    play->callback([&] { code = rehearse(o); });
}

void add_simulate(CLI::App& app, SimulateOptions& o, int& code) {
    auto* verb = app.add_subcommand(
        "simulate", "Lives thousands of virtual days: what breaks, when, and what mends it.");
    verb->add_option("plan,--plan", o.plan, "Folder of the plan");
    verb->add_option("--units", o.units,
                     "Units, by commas; all; @country or @country:100 (made up)")
        ->delimiter(',');
    verb->add_option("--days", o.days, "Working days")
        ->default_str("20")
        ->check(CLI::Range(1, 10'000));
    verb->add_option("--replications", o.replications,
                     "How often the days are lived; 0: until the interval is narrow enough")
        ->default_str("0")
        ->check(CLI::Range(0, 100'000));
    verb->add_option("--warm-up", o.warm_up, "Working days left out at the start, or auto (MSER-5)")
        ->default_str("0");
    verb->add_option("--first-day", o.first_day, "2025-07-01; otherwise the day of going live");
    verb->add_option("--seed", o.seed, "Seed of the dice; the same seed, the same digest")
        ->default_str("1");
    verb->add_option("--threads", o.threads, "0: all cores")->capture_default_str();
    verb->add_option("--load", o.load, "Factor on arrivals")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 100.0));
    verb->add_option("--absent", o.absent,
                     "Officers who are away: every day, or NAME:2025-07-04, "
                     "NAME:2025-07-07..2025-07-11")
        ->delimiter(',');
    verb->add_flag("--search", o.search, "Where it breaks, and the smallest change that mends it");
    verb->add_option("--target", o.target, "Share on time to be held; otherwise the plan's")
        ->check(CLI::Range(0.0, 1.0));
    verb->add_option("--what-if", o.what_if, "File of variants, put beside one another");
    auto* from = verb->add_option("--from", o.from, "A journal: forecast of where it stands");
    from->excludes(verb->get_option("--first-day"))->excludes(verb->get_option("--warm-up"));
    auto* asks = verb->add_option("--asks-from", o.asks_from,
                                  "A journal: its asks decided again under the plan");
    from->excludes(asks);
    verb->add_option("--practised", o.practised,
                     "Runs of rehearse: learning and practice are fitted to their timings");
    verb->add_option("--write-bpsim", o.write_bpsim,
                     "New folder for the plan's BPMN files with the parameters as BPSim");
    auto* gate = verb->add_flag("--gate", o.gate,
                                "The gate's question of one unit; --out FILE.json is the evidence");
    // The question is the plan's: nothing of it may be turned on the command line.
    for (const char* other :
         {"--load", "--absent", "--search", "--target", "--what-if", "--from", "--asks-from",
          "--practised", "--write-bpsim", "--first-day", "--warm-up"})
        gate->excludes(verb->get_option(other));
    verb->add_option("--format", o.format, "How it is written")
        ->check(CLI::IsMember({"text", "html", "json"}))
        ->capture_default_str();
    verb->add_option("--language", o.language, "Of text; a page has all of them")
        ->check(CLI::IsMember(ss::words::languages()))
        ->capture_default_str();
    verb->add_option("--out", o.out, "File to write; otherwise standard output");
    ends(verb,
         "0 the target is held; 1 it is missed, or asks would have come to something else; 2 wrong "
         "use or bad input.",
         "simulate plans/hue-2025 --units my-thuong --search --format html --out forecast.html");
    verb->callback([&] { code = simulate(o); });
}

void add_report(CLI::App& app, ReportOptions& o, int& code) {
    auto* tell =
        app.add_subcommand("report", "The readiness report of one run, or several compared.");
    tell->add_option("runs", o.runs, "Folders written by rehearse")->required();
    tell->add_option("--format", o.format, "How it is written")
        ->check(CLI::IsMember({"text", "html", "json"}))
        ->capture_default_str();
    tell->add_option("--out", o.out, "File to write; otherwise standard output");
    tell->add_option("--forecast", o.forecast, kForecastHelp);
    ends(tell, "0 nothing blocks; 1 a finding blocks; 2 there is no run, or it is not whole.",
         "report runs/mine runs/my-thuong-1 --format html --out compared.html");
    tell->callback([&] { code = report(o); });
}

void add_journal(CLI::App& app, JournalOptions& o, int& code) {
    auto* journal = app.add_subcommand("journal", "Proves or prints the record of a unit.");
    journal->require_subcommand(1);
    auto* verify = journal->add_subcommand("verify", "Proves the chain and replays it.");
    verify->add_option("file", o.file, "A journal")->required();
    verify->add_option("--head", o.head, "The head printed on a report or minutes");
    verify->add_flag("--json", o.json, "The result as JSON");
    ends(verify, "0 whole; 1 not whole, and what is wrong; 2 there is no journal.",
         "journal verify runs/mine/journals/my-thuong.db --head HEAD");
    verify->callback([&] { code = verify_journal(o); });
    auto* print = journal->add_subcommand("tell", "Prints the record in the transcript language.");
    print->add_option("file", o.file, "A journal")->required();
    print->add_option("--from", o.from, "First entry");
    print->add_option("--to", o.to, "Last entry");
    ends(print, kFineOrWrong, "journal tell runs/mine/journals/my-thuong.db --from 410 --to 431");
    print->callback([&] { code = tell_journal(o); });
}

void add_export(CLI::App& app, ExportOptions& o, int& code) {
    auto* out = app.add_subcommand("export", "Writes a run as an event log for other tools.");
    out->add_option("run", o.run, "Folder written by rehearse")->required();
    out->add_option("--format", o.format, "How it is written")
        ->required()
        ->check(CLI::IsMember({"ocel-json", "ocel-sqlite", "xes"}));
    out->add_option("--out", o.out, "File to write")->required();
    ends(out, kFineOrWrong, "export runs/mine --format ocel-json --out day.json");
    out->callback([&] { code = export_run(o); });
}

void add_serve(CLI::App& app, ServeOptions& o, int& code) {
    auto* verb = app.add_subcommand("serve", "Opens the offices of a data folder to browsers.");
    verb->add_option("--data", o.data, "Folder of journals and accounts")->capture_default_str();
    verb->add_option("--plan", o.plan, "Plan of the units that --trial opens");
    verb->add_option("--trial", o.trials, "Unit of the plan to open for trial, if it is not yet");
    verb->add_option("--address", o.address, "Address to listen at")->capture_default_str();
    verb->add_option("--port", o.port, "Port; 0: any free one")->capture_default_str();
    auto* certificate = verb->add_option("--certificate", o.certificate, "PEM file: serves TLS");
    auto* key = verb->add_option("--key", o.key, "PEM file of its key");
    certificate->needs(key);
    key->needs(certificate);
    verb->add_flag("--behind-proxy", o.behind_proxy,
                   "Believe X-Forwarded-For and X-Forwarded-Proto");
    auto* backup = verb->add_option("--backup", o.backup,
                                    "Folder for backups started from the administrator's desk");
    verb->add_option("--web", o.web, "Folder of the client")->capture_default_str();
    verb->add_option("--practice", o.practice, "Scenario in which officials practise alone")
        ->capture_default_str();
    verb->add_option("--practices", o.practices, "So many at once; 0: nobody practises here")
        ->capture_default_str()
        ->check(CLI::Range(0, 100));
    auto* rehearse =
        verb->add_option("--rehearse", o.rehearse, "Scenario to rehearse with people at the desks");
    rehearse->excludes(backup);
    verb->add_option("--run", o.run, "New folder of the rehearsal")->needs(rehearse);
    verb->add_option("--from", o.from, "HH:MM of the day; the cast plays until then")
        ->needs(rehearse);
    verb->add_option("--speed", o.speed, "How many times faster than life")
        ->needs(rehearse)
        ->check(CLI::Range(0.1, 3600.0));
    verb->add_option("--seed", o.seed, "Seed of the dice")->needs(rehearse);
    ends(verb, "0 ended when asked; 2 could not begin.",
         "serve --plan plans/hue-2025 --trial my-thuong --port 8080");
    add_retest(*verb, o.retest);
    verb->callback([&] { code = serve(o); });
}

void add_opening(CLI::App& app, OpenOptions& o, TakeOverOptions& t, int& code) {
    auto* verb = app.add_subcommand("open", "Asks the gate, and on go opens a unit for live use.");
    verb->add_option("unit", o.unit, "Unit of the plan")->required();
    verb->add_option("--from", o.runs, "Folders written by rehearse, oldest first")->required();
    verb->add_option("--data", o.data, "Folder of journals and accounts")->capture_default_str();
    verb->add_option("--plan", o.plan, "The adjusted plan; otherwise the one rehearsed last");
    verb->add_option("--waive", o.waive, "File of signed waivers");
    verb->add_option("--forecast", o.forecast, kForecastHelp);
    auto* files = verb->add_option("--in-flight", o.in_flight, "Dossiers in flight: .csv or .json");
    verb->add_option("--map", o.map, "From old codes and owners to ours")->needs(files);
    verb->add_flag("--first-day", o.first_day,
                   "The founding meetings still lie ahead, and will be held here");
    verb->add_flag("--dry-run", o.dry_run, "Look, and open nothing");
    verb->add_flag("--json", o.json, "The result as JSON");
    verb->callback([&] { code = open(o); });

    auto* more = app.add_subcommand("take-over", "Takes over more dossiers in flight.");
    more->add_option("unit", t.unit, "Unit that is open, while no server runs")->required();
    more->add_option("files", t.files, "Dossiers in flight: .csv or .json")->required();
    more->add_option("--data", t.data, "Folder of journals and accounts")->capture_default_str();
    more->add_option("--map", t.map, "From old codes and owners to ours");
    more->add_flag("--trial", t.trial, "The unit's trial, not its live operation");
    more->add_flag("--json", t.json, "The result as JSON");
    more->callback([&] { code = take_over(t); });
}

void add_account(CLI::App& app, AccountOptions& o, int& code) {
    auto* verb = app.add_subcommand("account", "Who may log in; also while the server runs.");
    verb->require_subcommand(1);
    ends(verb, kFineOrWrong, "account add mai --unit my-thuong --officer ho-on-tap");
    for (const auto& [name, help] : {std::pair{"add", "Makes an account"},
                                     {"add-officers", "Makes one for every officer of a unit"},
                                     {"password", "Sets a new password"},
                                     {"disable", "Closes it"},
                                     {"enable", "Opens it again"},
                                     {"unlock", "Lets it try again after wrong passwords"},
                                     {"log", "Tells who changed which account when"},
                                     {"second-factor", "Asks for a code of an authenticator too"},
                                     {"list", "Tells all"}}) {
        auto* action = verb->add_subcommand(name, help);
        const std::string what = name;
        ends(action, kFineOrWrong,
             ("account " + what +
              (what == "list" || what == "log" ? ""
               : what == "add-officers"        ? " my-thuong --out logins.csv"
                                               : " mai"))
                 .c_str());
        action->add_option("--data", o.data, "Folder of journals and accounts")
            ->capture_default_str();
        if (what == "add-officers") {
            action->add_option("unit", o.unit, "Unit that is open")->required();
            action->add_option("--out", o.out, "New file for the logins, yours alone to read")
                ->required();
            action->add_flag("--trial", o.trial, "It is open for trial");
        } else if (what != "list" && what != "log") {
            action->add_option("login", o.login, "Login")->required();
        }
        if (what == "add" || what == "password")
            action->add_flag("--password-stdin", o.password_stdin,
                             "Read the password; otherwise one is made and printed once");
        if (what == "second-factor") action->add_flag("--off", o.off, "Ask for none any more");
        if (what == "add") {
            action->add_option("--kind", o.kind, "officer, director, city or administrator")
                ->capture_default_str();
            action->add_option("--unit", o.unit, "Unit of an officer");
            action->add_option("--officer", o.officer, "Code of the officer in the plan's roster");
            action->add_option("--name", o.name, "Name shown");
        }
        action->callback([&o, &code, what] {
            o.action = what;
            code = account(o);
        });
    }
}

void add_backup(CLI::App& app, BackupOptions& o, int& code) {
    auto* out = app.add_subcommand("backup", "Copies a data folder, also while it is served.");
    out->add_option("--data", o.data, "Folder of journals and accounts")->capture_default_str();
    out->add_option("--out", o.out, "New folder for the copy")->required();
    ends(out, kFineOrWrong, "backup --data data --out backup/2025-07-01");
    out->callback([&] { code = backup(o); });
    auto* in = app.add_subcommand("restore", "Puts a backup into a new data folder.");
    in->add_option("--from", o.out, "Folder that backup has written")->required();
    in->add_option("--data", o.data, "New folder of journals and accounts")->capture_default_str();
    ends(in, kFineOrWrong, "restore --from backup/2025-07-01 --data data-new");
    in->callback([&] { code = restore(o); });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Sẵn Sàng: rehearses a local government before it opens, then runs it.",
                 "sansang"};
    app.set_version_flag("--version", std::string(ss::office::kProgramVersion));
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 fine; 1 findings that block (check, simulate, report, journal verify, "
        "open); 2 wrong "
        "use or bad input.\nExamples:\n"
        "  sansang check plans/hue-2025\n"
        "  sansang simulate plans/hue-2025 --units my-thuong --search\n"
        "  sansang rehearse scenarios/my-thuong-2025-06-23.yaml --seed 7 --out runs/one\n"
        "  sansang report runs/one runs/two --format html --out both.html\n"
        "  sansang journal verify runs/one/journals/my-thuong.db");
    int code = kFine;

    CheckOptions check_options;
    add_check(app, check_options, code);
    RehearseOptions rehearse_options;
    add_rehearse(app, rehearse_options, code);
    SimulateOptions simulate_options;
    add_simulate(app, simulate_options, code);
    ReportOptions report_options;
    add_report(app, report_options, code);
    JournalOptions journal_options;
    add_journal(app, journal_options, code);
    ExportOptions export_options;
    add_export(app, export_options, code);
    app.add_subcommand("openapi", "Prints the contract of HTTP as OpenAPI 3.1.")->callback([&] {
        code = openapi();
    });

    ServeOptions serve_options;
    add_serve(app, serve_options, code);
    OpenOptions open_options;
    TakeOverOptions take_over_options;
    add_opening(app, open_options, take_over_options, code);
    AccountOptions account_options;
    add_account(app, account_options, code);
    BackupOptions backup_options;
    add_backup(app, backup_options, code);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const int shown = app.exit(e);
        return shown == 0 ? kFine : kWrong;
    }
    return code;
}
