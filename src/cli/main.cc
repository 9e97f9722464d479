// sansang: check, rehearse, report, journal, export, open, take-over, serve, account, backup,
// restore. Each verb is one file beside this one.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/verbs.h"
#include "office/office.h"

namespace {

using namespace ss::cli;

void add_serve(CLI::App& app, ServeOptions& o, int& code) {
    auto* verb = app.add_subcommand("serve", "Opens the offices of a data folder to browsers.");
    verb->add_option("--data", o.data, "Folder of journals and accounts")->capture_default_str();
    verb->add_option("--plan", o.plan, "Plan whose forms papers are printed on");
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
    verb->callback([&] { code = serve(o); });
}

void add_opening(CLI::App& app, OpenOptions& o, TakeOverOptions& t, int& code) {
    auto* verb = app.add_subcommand("open", "Asks the gate, and on go opens a unit for live use.");
    verb->add_option("unit", o.unit, "Unit of the plan")->required();
    verb->add_option("--from", o.runs, "Folders written by rehearse, oldest first")->required();
    verb->add_option("--data", o.data, "Folder of journals and accounts")->capture_default_str();
    verb->add_option("--plan", o.plan, "The adjusted plan; otherwise the one rehearsed last");
    verb->add_option("--waive", o.waive, "File of signed waivers");
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
    out->callback([&] { code = backup(o); });
    auto* in = app.add_subcommand("restore", "Puts a backup into a new data folder.");
    in->add_option("--from", o.out, "Folder that backup has written")->required();
    in->add_option("--data", o.data, "New folder of journals and accounts")->capture_default_str();
    in->callback([&] { code = restore(o); });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Sẵn Sàng: rehearses a local government before it opens, then runs it."};
    app.set_version_flag("--version", std::string(ss::office::kProgramVersion));
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 fine; 1 findings that block (check, report, journal verify, open); 2 wrong use or "
        "bad "
        "input.\nExamples:\n"
        "  sansang check plans/hue-2025\n"
        "  sansang rehearse scenarios/my-thuong-2025-06-23.yaml --seed 7 --out runs/one\n"
        "  sansang report runs/one runs/two --format html --out both.html\n"
        "  sansang journal verify runs/one/journals/my-thuong.db");
    int code = kFine;

    CheckOptions check_options;
    auto* check_verb = app.add_subcommand("check", "Proves a plan before anybody acts on it.");
    check_verb->add_option("plan", check_options.plan, "Folder of the plan")->required();
    check_verb->add_option("--unit", check_options.unit, "Only this unit");
    check_verb->add_flag("--json", check_options.json, "Findings as JSON");
    check_verb->callback([&] { code = check(check_options); });

    RehearseOptions rehearse_options;
    auto* play =
        app.add_subcommand("rehearse", "Plays a scripted day and judges it from the record.");
    play->add_option("scenario", rehearse_options.scenario, "Scenario file")->required();
    play->add_option("--plan", rehearse_options.plan, "Another plan than the scenario's");
    play->add_option("--seed", rehearse_options.seed,
                     "Seed of the dice; the same seed, the same day");
    play->add_option("--out", rehearse_options.out, "Folder for journals, report and papers")
        ->required();
    play->add_option("--speed", rehearse_options.speed, "max, or how many times faster than life");
    play->add_flag("--json", rehearse_options.json, "The summary as JSON");
    play->add_flag("!--no-papers", rehearse_options.papers, "Do not print papers/*.pdf");
    play->add_flag("--force", rehearse_options.force,
                   "Play although check has findings that block");
    play->callback([&] { code = rehearse(rehearse_options); });

    ReportOptions report_options;
    auto* tell =
        app.add_subcommand("report", "The readiness report of one run, or several compared.");
    tell->add_option("runs", report_options.runs, "Folders written by rehearse")->required();
    tell->add_option("--format", report_options.format, "text, html or json")
        ->check(CLI::IsMember({"text", "html", "json"}));
    tell->add_option("--out", report_options.out, "File to write; otherwise standard output");
    tell->callback([&] { code = report(report_options); });

    JournalOptions journal_options;
    auto* journal = app.add_subcommand("journal", "Proves or prints the record of a unit.");
    journal->require_subcommand(1);
    auto* verify = journal->add_subcommand("verify", "Proves the chain and replays it.");
    verify->add_option("file", journal_options.file, "A journal")->required();
    verify->add_option("--head", journal_options.head, "The head printed on a report or minutes");
    verify->add_flag("--json", journal_options.json, "The result as JSON");
    verify->callback([&] { code = verify_journal(journal_options); });
    auto* print = journal->add_subcommand("tell", "Prints the record in the transcript language.");
    print->add_option("file", journal_options.file, "A journal")->required();
    print->add_option("--from", journal_options.from, "First entry");
    print->add_option("--to", journal_options.to, "Last entry");
    print->callback([&] { code = tell_journal(journal_options); });

    ExportOptions export_options;
    auto* out = app.add_subcommand("export", "Writes a run as an event log for other tools.");
    out->add_option("run", export_options.run, "Folder written by rehearse")->required();
    out->add_option("--format", export_options.format, "ocel-json, ocel-sqlite or xes")
        ->required()
        ->check(CLI::IsMember({"ocel-json", "ocel-sqlite", "xes"}));
    out->add_option("--out", export_options.out, "File to write")->required();
    out->callback([&] { code = export_run(export_options); });

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
