#include "simulate/simulate.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bpmn/program.h"
#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"
#include "export/file.h"
#include "journal/journal.h"
#include "office/codec.h"
#include "office/opening.h"
#include "office/recorder.h"
#include "readiness/names.h"
#include "simulate/bpsim.h"
#include "simulate/calibrate.h"
#include "simulate/change.h"
#include "simulate/forecast.h"
#include "simulate/gate.h"
#include "simulate/learning.h"
#include "simulate/page.h"
#include "simulate/redecide.h"
#include "simulate/search.h"
#include "words/words.h"

namespace ss::cli {

namespace {

namespace sim = ::ss::simulate;
namespace fs = std::filesystem;
using PlanPtr = std::shared_ptr<const plan::Plan>;

int wrong(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    return kWrong;
}

bool number(const std::string& text, int64_t& value) {
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    return trouble == std::errc() && end == text.data() + text.size();
}

// A share of what is to be done, and how long the rest takes at this pace.
class TimeLeft {
  public:
    explicit TimeLeft(bool quiet) : line_(quiet) {}
    // What follows is the n-th of so many parts that take about as long.
    void part(size_t n, size_t of) {
        part_ = static_cast<double>(n);
        parts_ = static_cast<double>(of);
    }
    void show(double done, const std::string& what) {
        const double all = (part_ + std::clamp(done, 0.0, 1.0)) / parts_;
        const auto now = std::chrono::steady_clock::now();
        const double passed = std::chrono::duration<double>(now - began_).count();
        if (passed < 1 || now - shown_ < std::chrono::milliseconds(200)) return;
        shown_ = now;
        most_ = std::max(most_, all);  // more may turn out to be needed: it does not go back
        char left[32];
        std::snprintf(left, sizeof left, "%.0f s", all > 0 ? passed / all * (1 - all) : 0);
        line_.show(most_, what + "  " + left);
    }
    void clear() { line_.clear(); }

  private:
    ProgressLine line_;
    double part_ = 0, parts_ = 1, most_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now(), shown_;
};

int write(const std::string& path, const std::string& bytes) {
    auto file = exports::OutFile::create(path);
    if (!file.ok()) return wrong(file.error().message);
    if (const Status s = file.value().write(bytes); !s.ok()) return wrong(s.error().message);
    if (const Status s = file.value().finish(); !s.ok()) return wrong(s.error().message);
    return kFine;
}

// Learning and practice from rehearsals, oldest first; each journal is that of one unit. `only`:
// that unit's, as work takes so long there; empty: those of all.
Result<PlanPtr> practised(PlanPtr plan, const std::vector<std::string>& runs, const Code& only,
                          std::vector<sim::Parameter>& fitted) {
    std::map<Code, sim::PracticeRecord> records;
    for (const std::string& run : runs) {
        std::error_code trouble;
        const fs::path folder = fs::path(run) / "journals";
        if (!fs::is_directory(folder, trouble))
            return Error{ErrorCode::unavailable, run + " is no run: it has no folder journals"};
        for (const auto& file : fs::directory_iterator(folder, trouble)) {
            const Code unit = file.path().stem().string();
            if (file.path().extension() != ".db" || !plan->rosters.contains(unit)) continue;
            if (!only.empty() && unit != only) continue;
            const auto storage =
                SS_TRY(journal::sqlite_storage(file.path().string(), journal::Open::read));
            SS_TRY(records[unit].add(*storage, *plan));
        }
    }
    if (records.empty())
        return Error{ErrorCode::unavailable,
                     "--practised: the runs have no journal of " +
                         (only.empty() ? std::string("a unit with people in the plan") : only)};
    auto changed = std::make_shared<plan::Plan>(*plan);
    for (const auto& [unit, record] : records) {
        const sim::Learned learned = sim::learn(record, *plan);
        for (auto& p : sim::apply(learned, changed->demand, changed->rosters.at(unit))) {
            // Of several units the laws of the last hold.
            std::erase_if(fitted, [&](const sim::Parameter& f) { return f.key == p.key; });
            fitted.push_back(std::move(p));
        }
    }
    return PlanPtr(changed);
}

bool is_ward(const plan::Unit& u) {
    return u.kind == "ward" || u.kind == "commune";
}

// The wards and communes with people of their own.
std::vector<Code> staffed(const plan::Plan& plan) {
    std::vector<Code> units;
    for (const auto& [code, roster] : plan.rosters)
        if (const auto* u = plan.unit(code); u != nullptr && is_ward(*u)) units.push_back(code);
    return units;
}

// The units by name; empty: complained.
std::vector<Code> units_of(const plan::Plan& plan, const std::vector<std::string>& asked) {
    std::vector<Code> units;  // each once
    const auto add = [&](const Code& code) {
        if (std::find(units.begin(), units.end(), code) == units.end()) units.push_back(code);
    };
    if (asked.empty()) units = staffed(plan);
    for (const std::string& name : asked) {
        if (name == "all") {
            for (const auto& [code, unit] : plan.city.units)
                if (is_ward(unit)) add(code);
        } else if (plan.unit(name) == nullptr) {
            std::fprintf(stderr, "--units: the plan has no unit \"%s\"\n", name.c_str());
            return {};
        } else {
            add(name);
        }
    }
    if (units.empty()) std::fprintf(stderr, "the plan has no unit with people of its own\n");
    return units;
}

struct Asked {
    const SimulateOptions& o;
    PlanPtr plan;
    sim::Options options;
    sim::Change change;  // of the command line
    std::vector<sim::Parameter> parameters;
    Code unit;               // whose arrivals BPSim says
    bool alone = false;      // and it is forecast by itself, with its own people
    sim::BpsimScenario run;  // what BPSim says of the run, and the command line after it
};

// Whose arrivals are meant where nothing says it.
Code unit_meant(const plan::Plan& plan, const std::vector<std::string>& asked) {
    if (!asked.empty()) return plan.unit(asked.front()) != nullptr ? asked.front() : "*";
    const auto all = staffed(plan);
    return all.empty() ? "*" : all.front();
}

bool by_itself(const plan::Plan& plan, const std::vector<std::string>& asked) {
    return asked.empty() ? staffed(plan).size() == 1
                         : asked.size() == 1 && plan.rosters.contains(asked.front());
}

// The working days among those that begin in a span (ms) from the first on.
int64_t working_days(const org::Calendar& calendar, LocalDate first, int64_t span) {
    int64_t days = 0;
    span = std::min(span, 36'500 * kDay);
    for (int64_t passed = 0; passed < span; passed += kDay, ++first.day)
        if (calendar.working_day(first)) ++days;
    return days;
}

// What the command line says, else BPSim, else what is usual. The gate's question is its own.
bool settle_run(Asked& a) {
    const org::Calendar& calendar = a.plan->calendar;
    sim::BpsimScenario& run = a.run;
    if (a.o.gate) run = {};
    if (!a.o.from.empty()) run.start.reset();
    const auto put = [&](const char* key, const std::optional<std::string>& value) {
        if (value) a.parameters.push_back({key, *value, "bpsim", {}});
    };
    const auto text = [](const auto& said) {
        return said ? std::optional(std::to_string(*said)) : std::nullopt;
    };
    if (a.o.first_day.empty() && run.start) put("first_day", to_text(*run.start));
    if (a.o.first_day.empty() && run.start) a.options.first_day = *run.start;
    const auto days = [&](const std::optional<int64_t>& span) {
        return span ? std::optional(working_days(calendar, a.options.first_day, *span))
                    : std::nullopt;
    };
    if (!a.o.days) put("days", text(days(run.duration)));
    if (!a.o.replications) put("replications", text(run.replications));
    if (!a.o.seed) put("seed", text(run.seed));
    if (a.o.warm_up.empty()) put("warm_up", text(days(run.warm_up)));
    a.options.days = a.o.days.value_or(days(run.duration).value_or(20));
    a.options.replications = a.o.replications.value_or(run.replications.value_or(0));
    a.options.seed = a.o.seed.value_or(static_cast<uint64_t>(run.seed.value_or(1)));
    a.options.warm_up = days(run.warm_up).value_or(0);
    if (a.o.warm_up == "auto") a.options.warm_up = -1;
    else if (!a.o.warm_up.empty() &&
             (!number(a.o.warm_up, a.options.warm_up) || a.options.warm_up < 0))
        return wrong("--warm-up: write a number of working days, or auto"), false;
    if (a.options.days < 1 || a.options.days > 10'000 || a.options.replications > 100'000)
        return wrong(
                   "BPSim in the plan gives no working day, more than 10,000, or more than "
                   "100,000 replications: give --days and --replications"),
               false;
    if (a.options.warm_up >= a.options.days)
        return wrong("--warm-up leaves no day to count"), false;
    return true;
}

// BPSim and what rehearsals taught go into the plan; where each parameter comes from is kept.
bool prepare_plan(Asked& a) {
    Diagnostics diagnostics;
    auto found = sim::with_bpsim(a.plan, a.unit, a.options.first_day, diagnostics);
    if (complain(diagnostics)) return false;
    a.plan = found.plan;
    a.run = std::move(found.run);
    const std::vector<std::string>& keys = found.keys;
    Diagnostics unsaid;
    std::vector<sim::Parameter> fitted;
    if (!a.o.practised.empty()) {
        auto learned = practised(a.plan, a.o.practised, a.alone ? a.unit : Code(), fitted);
        if (!learned.ok()) {
            wrong(learned.error().message);
            return false;
        }
        a.plan = learned.value();
    }
    sim::say_assumed(*a.plan, unsaid);
    complain(unsaid);
    a.parameters = sim::parameters_of(*a.plan, fitted);
    for (sim::Parameter& p : a.parameters)
        for (const std::string& key : keys)
            if (key.starts_with(p.key + "/")) p.source = "bpsim";
    return settle_run(a);
}

int write_bpsim(const Asked& a) {
    sim::BpsimScenario run = a.run;
    if (a.o.replications) run.replications = a.o.replications;
    if (a.o.seed) run.seed = static_cast<int64_t>(*a.o.seed);
    if (!a.o.first_day.empty()) run.start = a.options.first_day;
    const auto span = [&](int64_t days) {
        return sim::calendar_days(a.plan->calendar, a.options.first_day, days) * kDay;
    };
    if (a.o.days) run.duration = span(*a.o.days);
    if (!a.o.warm_up.empty()) run.warm_up = span(std::max<int64_t>(0, a.options.warm_up));
    Diagnostics diagnostics;
    const auto files = sim::written_bpsim(*a.plan, a.unit, run, diagnostics);
    complain(diagnostics);
    if (!files.ok()) return wrong(files.error().message);
    for (const auto& [path, bytes] : files.value()) {
        const fs::path to = fs::path(a.o.write_bpsim) / path;
        std::error_code trouble;
        fs::create_directories(to.parent_path(), trouble);
        if (const int code = write(to.string(), bytes); code != kFine) return code;
    }
    return kFine;
}

std::optional<sim::Case> case_of(const Asked& a) {
    if (a.o.units.size() == 1 && a.o.units.front().starts_with("@country")) {
        const std::string& name = a.o.units.front();
        int64_t n = 3'321;
        if (name != "@country" && (name[8] != ':' || !number(name.substr(9), n))) n = 0;
        if (n < 1 || n > 100'000) {
            wrong("--units: write @country, or @country:100 for a hundred units");
            return std::nullopt;
        }
        return sim::country_case(a.plan, static_cast<size_t>(n), a.options.first_day,
                                 a.options.seed);
    }
    const auto units = units_of(*a.plan, a.o.units);
    if (units.empty()) return std::nullopt;
    return sim::plain_case(a.plan, units, a.options.first_day);
}

// The same units under a change.
sim::Case with(const sim::Case& base, const sim::Change& change, Diagnostics& diagnostics) {
    sim::Case c = base;
    c.name = change.name;
    c.description = change.description;
    for (sim::Setup& setup : c.units) setup = sim::changed(setup, change, diagnostics);
    return c;
}

std::optional<sim::WhatIf> variants_of(const Asked& a, const Code& unit, Diagnostics& diagnostics) {
    if (a.o.what_if.empty()) {
        sim::WhatIf one;
        one.variants.emplace_back();
        return one;
    }
    std::ifstream in(a.o.what_if, std::ios::binary);
    if (!in) {
        wrong(a.o.what_if + " cannot be read");
        return std::nullopt;
    }
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    return sim::parse_what_if(bytes, a.o.what_if, *a.plan, unit,
                              sim::days_lived(*a.plan, a.options), diagnostics);
}

bool compare(const Asked& a, const sim::Case& base, const sim::WhatIf& what_if, TimeLeft& line,
             sim::Findings& found, Diagnostics& diagnostics) {
    std::vector<double> on_time, cycle;
    sim::Options options = a.options;
    for (const sim::Change& change : what_if.variants) {
        line.part(found.comparison.variants.size(), what_if.variants.size());
        const sim::Case c = with(base, change, diagnostics);
        auto outcome = sim::simulate(
            c, options, [&](double done, const std::string& what) { line.show(done, what); },
            diagnostics);
        if (!outcome) return false;
        sim::Compared v;
        v.name = change.name;
        v.description = change.description;
        if (on_time.empty()) {
            on_time = outcome->on_time;
            cycle = outcome->cycle;
            // The others are lived as often, so that run is held against run.
            options.replications = outcome->result.replications;
            outcome->result.parameters = a.parameters;
        }
        v.on_time_gain = sim::paired_difference(outcome->on_time, on_time);
        v.wait_gain = sim::paired_difference(cycle, outcome->cycle);
        v.tie = v.on_time_gain.half >= 0 && v.on_time_gain.low() <= 0 && v.on_time_gain.high() >= 0;
        v.result = std::move(outcome->result);
        found.comparison.variants.push_back(std::move(v));
    }
    return true;
}

int show(const Asked& a, const std::string& bytes) {
    if (!a.o.out.empty()) return write(a.o.out, bytes);
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    return kFine;
}

int tell(const Asked& a, const sim::Findings& found) {
    const std::string bytes = a.o.format == "json"   ? sim::json(found)
                              : a.o.format == "html" ? sim::html(found, *a.plan)
                                                     : sim::text(found, *a.plan, a.o.language);
    return show(a, bytes);
}

// The target is missed where the interval lies below it.
int verdict(const sim::Simulated& r) {
    const bool told = r.on_time.known() && r.on_time.half >= 0;  // by one run nothing is
    return told && r.on_time.high() < r.target ? kBlocked : kFine;
}

int live(Asked& a) {
    Diagnostics diagnostics;
    auto base = case_of(a);
    if (!base) return kWrong;
    const auto what_if = variants_of(a, base->units.front().unit, diagnostics);
    sim::check(a.change, *a.plan, base->units.front().unit, sim::days_lived(*a.plan, a.options),
               nullptr, "", diagnostics);
    if (complain(diagnostics) || !what_if) return kWrong;
    Diagnostics later;
    // What the command line changes holds for every variant.
    for (sim::Setup& setup : base->units) setup = sim::changed(setup, a.change, later);
    TimeLeft line(a.o.format == "json");
    sim::Findings found;
    a.options.detail = base->units.size() <= 60;
    const bool fine = compare(a, *base, *what_if, line, found, later);
    if (fine && a.o.search) {
        sim::SearchOptions s;
        s.run = a.options;
        if (a.o.replications == 0)
            s.run.replications =
                std::min<int64_t>(20, found.comparison.variants.front().result.replications);
        // Of the same unit the verdict may have lived more runs: the search does not contradict it.
        if (a.o.what_if.empty())
            s.stands = found.comparison.variants.front().result.units.front().on_time;
        s.target = a.o.target;
        s.stress_load = 1;
        s.costs = what_if->costs;
        line.clear();
        TimeLeft of_search(a.o.format == "json");
        const std::string what =
            words::say(words::load(words::languages().front()), "simulate.doing.search");
        found.search = sim::search(
            base->units.front(), s,
            [&](double done, const std::string&) { of_search.show(done, what); }, later);
        of_search.clear();
    }
    line.clear();
    if (complain(later) || !fine) return kWrong;
    for (auto& v : found.comparison.variants)
        if (a.o.target > 0) v.result.target = a.o.target;
    if (const int code = tell(a, found); code != kFine) return code;
    return verdict(found.comparison.variants.front().result);
}

bool same_process(const bpmn::Program& a, const bpmn::Program& b) {
    if (a.size() != b.size()) return false;
    for (size_t n = 0; n < a.size(); ++n) {
        const auto node = static_cast<bpmn::NodeIx>(n);
        if (a.info(node).id != b.info(node).id || a.node(node).type != b.node(node).type)
            return false;
    }
    return true;
}

// A procedure of an open dossier that goes otherwise in this plan, or is not there; else empty.
Code other_process(const office::State& office, const plan::Plan& own, const plan::Plan& plan) {
    for (const auto& [id, dossier] : office.dossiers.dossiers) {
        const auto before = own.procedures.find(dossier.procedure);
        const auto now = plan.procedures.find(dossier.procedure);
        if (before == own.procedures.end() || !before->second.program) continue;
        if (now == plan.procedures.end() || !now->second.program ||
            !same_process(*before->second.program, *now->second.program))
            return dossier.procedure;
    }
    return {};
}

// The plan a journal is pinned to; nullptr: complained.
PlanPtr own_plan(journal::Storage& storage, const std::string& file) {
    std::optional<Hash> pinned;
    const Status read = storage.read(1, [&](const journal::Entry& entry) -> Status {
        if (entry.seq > 1) return Error{ErrorCode::limit, ""};
        const auto decoded = SS_TRY(office::decode(entry.body));
        if (const auto* opening = office::opening_of(decoded.envelope.command))
            pinned = opening->plan;
        return ok();
    });
    (void)read;  // stopped after the first entry
    if (!pinned) {
        wrong(file + ": the first entry opens no unit");
        return nullptr;
    }
    auto own = office::pinned_plan(storage, *pinned);
    if (own.ok()) return own.value();
    wrong(own.error().message);
    return nullptr;
}

int from_journal(Asked& a) {
    auto storage = journal::sqlite_storage(a.o.from, journal::Open::read);
    if (!storage.ok())
        return wrong(storage.error().message +
                     "; name one of a run's journals, or a copy of a living one");
    const PlanPtr own = own_plan(*storage.value(), a.o.from);
    if (!own) return kWrong;
    auto recorder = office::Recorder::open(own, *storage.value());
    if (!recorder.ok()) return wrong(recorder.error().message);
    const office::State& office = recorder.value()->state();
    if (a.o.plan.empty()) a.plan = own;
    a.unit = office.unit;
    a.alone = true;
    a.options.first_day = local_date(office.now, a.plan->calendar.offset);
    if (!prepare_plan(a)) return kWrong;
    if (const Code code = other_process(office, *own, *a.plan); !code.empty())
        return wrong("--from: a dossier is open whose procedure, " + code +
                     ", goes otherwise in this plan or is not in it; leave the plan out to take "
                     "the journal's own");
    Diagnostics diagnostics;
    TimeLeft line(a.o.format == "json");
    sim::Findings found;
    found.forecast = sim::forecast(
        office, a.plan, a.change, a.options,
        [&](double done, const std::string& what) { line.show(done, what); }, diagnostics);
    line.clear();
    if (complain(diagnostics) || !found.forecast) return kWrong;
    found.forecast->result.parameters = a.parameters;
    if (a.o.target > 0) found.forecast->result.target = a.o.target;
    if (const int code = tell(a, found); code != kFine) return code;
    return verdict(found.forecast->result);
}

std::string in_words(const readiness::GateForecast& f, const plan::Plan& plan,
                     const std::string& language) {
    const words::Book book = words::load(language);
    const readiness::Namer namer(plan, language, book);
    std::string text =
        namer.say("gate.simulated.title", {f.unit, std::to_string(f.load / 10 - 100)}) + "\n";
    for (const readiness::Sentence& s : readiness::told(f)) text += namer.say(s) + "\n";
    text += words::say(book,
                       f.holds ? "gate.simulated.verdict.held" : "gate.simulated.verdict.missed") +
            "\n";
    return text + words::say(book, "gate.simulated.about") + "\n" +
           namer.say(readiness::provenance_of(f)) + "\n";
}

int gate(Asked& a) {
    if (a.o.format == "html") return wrong("--gate is told as text or json");
    if (a.options.days < readiness::kGateDays ||
        (a.options.replications != 0 && a.options.replications < readiness::kGateReplications))
        return wrong("--gate asks for at least " + std::to_string(readiness::kGateDays) +
                     " days and " + std::to_string(readiness::kGateReplications) + " replications");
    if (a.o.units.size() != 1 || a.plan->unit(a.o.units.front()) == nullptr)
        return wrong("--gate: name one unit of the plan by --units");
    const sim::Case c = sim::plain_case(a.plan, a.o.units, a.options.first_day);
    Diagnostics diagnostics;
    TimeLeft line(a.o.format == "json");
    const auto found = sim::ask_gate(
        c.units.front(), a.options,
        [&](double done, const std::string& n) { line.show(done, "#" + n); }, diagnostics);
    line.clear();
    if (complain(diagnostics) || !found) return kWrong;
    if (!a.o.out.empty())
        if (const int code = write(a.o.out, readiness::json(*found)); code != kFine) return code;
    std::string text =
        a.o.format == "json" ? readiness::json(*found) : in_words(*found, *a.plan, a.o.language);
    if (a.o.format != "json" && !a.o.out.empty())
        text += words::say(words::load(a.o.language), "gate.simulated.written", {a.o.out}) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
    return found->holds ? kFine : kBlocked;
}

int asks_again(const Asked& a) {
    if (a.o.format != "text") return wrong("--asks-from is told as text only: leave --format out");
    auto storage = journal::sqlite_storage(a.o.asks_from, journal::Open::read);
    if (!storage.ok()) return wrong(storage.error().message);
    const auto again = sim::redecide(*storage.value(), a.plan);
    if (!again.ok()) return wrong(again.error().message);
    const int shown = show(a, sim::text(again.value(), *a.plan, a.o.language));
    if (shown != kFine) return shown;
    return again.value().differences.empty() ? kFine : kBlocked;
}

// "name", "name:2025-07-04", "name:2025-07-07..2025-07-11".
bool read_absent(const std::string& text, sim::Change& change) {
    const size_t colon = text.find(':');
    if (colon == std::string::npos) {
        change.absent.push_back(text);
        return true;
    }
    sim::Leave leave;
    leave.officer = text.substr(0, colon);
    const std::string days = text.substr(colon + 1);
    const size_t dots = days.find("..");
    const auto from = parse_date(days.substr(0, dots));
    if (dots != std::string::npos) leave.to = parse_date(days.substr(dots + 2));
    if (!from || (dots != std::string::npos && !leave.to)) return false;
    leave.from = *from;
    change.leave.push_back(leave);
    return true;
}

}  // namespace

int simulate(const SimulateOptions& o) {
    Asked a{o, nullptr, {}, {}, {}, {}, false, {}};
    a.options.threads = o.threads;
    a.change.load = o.load;
    for (const std::string& text : o.absent)
        if (!read_absent(text, a.change))
            return wrong("--absent: \"" + text +
                         "\": write NAME, NAME:2025-07-04 or NAME:2025-07-07..2025-07-11");
    if (o.plan.empty() && (o.from.empty() || !o.write_bpsim.empty()))
        return wrong("name the folder of a plan");
    if (!o.from.empty() && (o.search || !o.what_if.empty() || !o.units.empty()))
        return wrong("--from is of one office as it stands: without --units, --search, --what-if");
    const auto day = parse_date(o.first_day);
    if (!o.first_day.empty() && !day) return wrong("--first-day: write it as 2025-07-01");
    if (!o.plan.empty()) {
        a.plan = load_plan(o.plan);
        if (!a.plan) return kWrong;
    }
    if (!o.from.empty() && o.write_bpsim.empty()) return from_journal(a);
    a.unit = unit_meant(*a.plan, o.units);
    a.alone = by_itself(*a.plan, o.units);
    a.options.first_day = day.value_or(a.plan->city.go_live);
    if (!prepare_plan(a)) return kWrong;
    if (!o.write_bpsim.empty()) return write_bpsim(a);
    if (!o.asks_from.empty()) return asks_again(a);
    if (o.gate) return gate(a);
    return live(a);
}

}  // namespace ss::cli
