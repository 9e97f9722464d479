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

// What the BPMN files say by BPSim; where demand.yaml says it too, demand.yaml holds.
PlanPtr with_bpsim(PlanPtr plan, Diagnostics& diagnostics, std::vector<std::string>& keys) {
    auto changed = std::make_shared<plan::Plan>(*plan);
    const auto read = [&](const bpmn::Program& program, const Code& owner) {
        const auto file = plan->files.find(program.file());
        if (file == plan->files.end()) return;
        const auto found = sim::read_bpsim(file->second, file->first, diagnostics);
        if (!found) return;
        for (std::string& key : sim::apply(*found, owner, changed->demand))
            keys.push_back(std::move(key));
    };
    for (const auto& [id, program] : plan->shared) read(*program, id);
    for (const auto& [code, procedure] : plan->procedures)
        if (procedure.program) read(*procedure.program, code);
    if (keys.empty()) return plan;
    for (const auto& [step, time] : plan->demand.steps) changed->demand.steps[step] = time;
    for (const auto& [edge, share] : plan->demand.branches) changed->demand.branches[edge] = share;
    return changed;
}

// Learning and practice from rehearsals, oldest first; each journal is that of one unit.
Result<PlanPtr> practised(PlanPtr plan, const std::vector<std::string>& runs,
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
            const auto storage =
                SS_TRY(journal::sqlite_storage(file.path().string(), journal::Open::read));
            SS_TRY(records[unit].add(*storage, *plan));
        }
    }
    auto changed = std::make_shared<plan::Plan>(*plan);
    for (const auto& [unit, record] : records) {
        const sim::Learned learned = sim::learn(record, *plan);
        for (auto& p : sim::apply(learned, changed->demand, changed->rosters.at(unit)))
            fitted.push_back(std::move(p));
    }
    return PlanPtr(changed);
}

int write_bpsim(const plan::Plan& plan, const std::string& folder) {
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    const auto one = [&](const bpmn::Program& program, const Code& owner) -> Status {
        const auto file = plan.files.find(program.file());
        if (file == plan.files.end()) return ok();
        const auto bytes = SS_TRY(
            sim::write_bpsim(file->second, sim::from_demand(plan.demand, owner, program, true)));
        const fs::path to = fs::path(folder) / program.file();
        fs::create_directories(to.parent_path(), trouble);
        auto out = SS_TRY(exports::OutFile::create(to.string()));
        SS_TRY(out.write(bytes));
        return out.finish();
    };
    for (const auto& [id, program] : plan.shared)
        if (const Status s = one(*program, id); !s.ok()) return wrong(s.error().message);
    for (const auto& [code, procedure] : plan.procedures)
        if (const Status s = one(*procedure.program, code); !s.ok())
            return wrong(s.error().message);
    return kFine;
}

// The units by name; empty: complained.
std::vector<Code> units_of(const plan::Plan& plan, const std::vector<std::string>& asked) {
    std::vector<Code> units;  // each once
    const auto add = [&](const Code& code) {
        if (std::find(units.begin(), units.end(), code) == units.end()) units.push_back(code);
    };
    const auto is_ward = [](const plan::Unit& u) {
        return u.kind == "ward" || u.kind == "commune";
    };
    if (asked.empty())
        for (const auto& [code, roster] : plan.rosters)
            if (const auto* u = plan.unit(code); u != nullptr && is_ward(*u)) add(code);
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
};

// BPSim and what rehearsals taught go into the plan; where each parameter comes from is kept.
bool prepare_plan(Asked& a) {
    Diagnostics diagnostics;
    std::vector<std::string> keys;
    a.plan = with_bpsim(a.plan, diagnostics, keys);
    if (complain(diagnostics)) return false;
    std::vector<sim::Parameter> fitted;
    if (!a.o.practised.empty()) {
        auto learned = practised(a.plan, a.o.practised, fitted);
        if (!learned.ok()) {
            wrong(learned.error().message);
            return false;
        }
        a.plan = learned.value();
    }
    a.parameters = sim::parameters_of(*a.plan, fitted);
    for (sim::Parameter& p : a.parameters)
        for (const std::string& key : keys)
            if (key.starts_with(p.key + "/")) p.source = "bpsim";
    return true;
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

int write(const std::string& path, const std::string& bytes) {
    auto file = exports::OutFile::create(path);
    if (!file.ok()) return wrong(file.error().message);
    if (const Status s = file.value().write(bytes); !s.ok()) return wrong(s.error().message);
    if (const Status s = file.value().finish(); !s.ok()) return wrong(s.error().message);
    return kFine;
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
        s.run.replications =
            std::min<int64_t>(20, found.comparison.variants.front().result.replications);
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
    if (a.o.plan.empty()) {
        a.plan = own;
        if (!prepare_plan(a)) return kWrong;
    }
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
    if (a.o.days < readiness::kGateDays ||
        (a.o.replications != 0 && a.o.replications < readiness::kGateReplications))
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
    Asked a{o, nullptr, {}, {}, {}};
    a.options.days = o.days;
    a.options.replications = o.replications;
    a.options.seed = o.seed;
    a.options.threads = o.threads;
    a.change.load = o.load;
    for (const std::string& text : o.absent)
        if (!read_absent(text, a.change))
            return wrong("--absent: \"" + text +
                         "\": write NAME, NAME:2025-07-04 or NAME:2025-07-07..2025-07-11");
    if (o.warm_up == "auto") a.options.warm_up = -1;
    else if (!number(o.warm_up, a.options.warm_up) || a.options.warm_up < 0)
        return wrong("--warm-up: write a number of working days, or auto");
    if (a.options.warm_up >= o.days) return wrong("--warm-up leaves no day to count");
    if (o.plan.empty() && (o.from.empty() || !o.write_bpsim.empty()))
        return wrong("name the folder of a plan");
    if (!o.from.empty() && (o.search || !o.what_if.empty() || !o.units.empty()))
        return wrong("--from is of one office as it stands: without --units, --search, --what-if");
    if (!o.plan.empty()) {
        a.plan = load_plan(o.plan);
        if (!a.plan || !prepare_plan(a)) return kWrong;
        a.options.first_day = a.plan->city.go_live;
    }
    if (!o.first_day.empty()) {
        const auto day = parse_date(o.first_day);
        if (!day) return wrong("--first-day: write it as 2025-07-01");
        a.options.first_day = *day;
    }
    if (!o.write_bpsim.empty()) return write_bpsim(*a.plan, o.write_bpsim);
    if (!o.asks_from.empty()) return asks_again(a);
    if (o.gate) return gate(a);
    if (!o.from.empty()) return from_journal(a);
    return live(a);
}

}  // namespace ss::cli
