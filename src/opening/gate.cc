#include "opening/gate.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "plan/yaml.h"

namespace ss::opening {

template <class V>
void keys(V& v, Waiver& w) {
    using namespace plan::yaml;
    v("waives", w.waives, need)("reason", w.reason, need)("signed_by", w.signed_by, need);
    v("post", w.post, need)("signed_on", w.signed_on, need)("until", w.until, need);
}

namespace {

using Met = readiness::GateCondition::Met;

constexpr std::string_view kBlocking = "no-blocking-finding";

bool may_be_waived(const Code& condition) {
    constexpr std::array<std::string_view, 3> never{"no-tier-1-u", kBlocking, "tier-1-coverage"};
    return std::find(never.begin(), never.end(), condition) == never.end();
}

// One that hangs on a critical task says that it was not done, or not lawfully.
bool may_be_waived(const readiness::Finding& finding) {
    return finding.task.empty() && finding.category != "law";
}

struct WaiverFile {
    Code unit;
    std::vector<Waiver> waivers;
};
template <class V>
void keys(V& v, WaiverFile& f) {
    using namespace plan::yaml;
    v("unit", f.unit, need)("waivers", f.waivers, need);
}

class Reading {
  public:
    Reading(Decision& decision, plan::yaml::Source& source, LocalDate today)
        : decision_(decision), source_(source), today_(today) {}

    void take(const Waiver& w, size_t index) {
        path_ = "waivers/" + std::to_string(index);
        Item* item = find(w.waives);
        if (item == nullptr) return unknown(w.waives);
        if (!item->waivable) return never(*item);
        bool good = filled(w);
        if (w.signed_on > today_)
            good = wrong("signed_on", "signed_later", "it is signed on a day that has not come",
                         "Write the day on which it was signed.");
        if (w.until < today_)
            good = wrong("until", "expired", "it ended on " + to_text(w.until),
                         "Rehearse what was waived, or have a new waiver signed.");
        else if (w.until < w.signed_on)
            good = wrong("until", "dates", "it ends before it was signed", "Look at both dates.");
        if (item->waiver)
            good = wrong("waives", "twice", w.waives + " is waived twice", "Keep one of the two.");
        if (!good) return;
        if (item->met == Met::yes)
            source_.warning(source_.place(path_ + "/waives"), "needless",
                            w.waives + " is met, so the waiver is not needed", "Take it out.");
        else item->waiver = w;
    }

  private:
    Item* find(const std::string& code) {
        for (auto* items : {&decision_.conditions, &decision_.findings})
            for (Item& item : *items)
                if (item.code == code) return &item;
        return nullptr;
    }
    bool wrong(const std::string& key, std::string_view what, std::string message,
               std::string advice) {
        source_.error(source_.place(path_ + "/" + key), what, std::move(message),
                      std::move(advice));
        return false;
    }
    bool filled(const Waiver& w) {
        bool good = true;
        for (const auto& [key, text] : {std::pair{"reason", &w.reason},
                                        {"signed_by", &w.signed_by},
                                        {"post", &w.post}}) {
            if (text->empty()) good = wrong(key, "empty", "it is empty", "Write it.");
            if (text->size() > limits::kText)
                good = wrong(key, "too_long", "it is too long", "At most 4,000 bytes.");
        }
        return good;
    }
    void unknown(const std::string& code) {
        std::vector<std::string_view> open;
        for (const auto* items : {&decision_.conditions, &decision_.findings})
            for (const Item& item : *items)
                if (item.waivable && item.met != Met::yes) open.push_back(item.code);
        std::string all;
        for (const auto one : open) all += (all.empty() ? "" : ", ") + std::string(one);
        wrong("waives", "unknown",
              "no condition and no open finding of " + decision_.unit + " is called \"" + code +
                  "\"",
              open.empty() ? "Nothing is left to be waived: take it out."
                           : "What can be waived: " + all + ".");
    }
    void never(const Item& item) {
        if (item.code == kBlocking)
            wrong("waives", "one_by_one", "findings are waived one by one",
                  "Name each finding as `sansang open` prints it.");
        else
            wrong("waives", "never", item.code + " is never waived",
                  "Mend it and rehearse again: docs/decisions/what-is-never-waived.md says why.");
    }

    Decision& decision_;
    plan::yaml::Source& source_;
    LocalDate today_;
    std::string path_;
};

}  // namespace

std::string_view word(Met met) {
    return met == Met::yes ? "yes" : met == Met::no ? "no" : "not_yet";
}

std::string name_of(const readiness::Finding& f) {
    std::string name = f.what.rule;
    for (const Code* about : {&f.task, &f.inject, &f.role})
        if (!about->empty()) name += "/" + *about;
    return name;
}

readiness::Gate Decision::conclude() const {
    const auto holds = [](const Item& item) { return item.holds(); };
    const bool mended = std::all_of(findings.begin(), findings.end(), holds);
    bool all = !conditions.empty() && findings.empty(), any = !conditions.empty() && mended;
    for (const Item& c : conditions) {
        all = all && c.met == Met::yes;
        // Waived finding by finding; without any finding it is the evidence that lacks.
        any = any && (c.code == kBlocking && c.met == Met::no ? mended && !findings.empty()
                                                              : c.holds());
    }
    return all ? readiness::Gate::go : any ? readiness::Gate::conditional : readiness::Gate::no_go;
}

Decision ask_gate(const readiness::Report& report, const plan::Plan& plan, const Code& unit) {
    Decision d;
    d.unit = unit;
    for (const readiness::GateCondition& c : report.conditions)
        d.conditions.push_back({c.code, c.met, c.why, may_be_waived(c.code), std::nullopt});
    for (const auto& [code, text] : plan.readiness.gate) {
        const bool known = std::any_of(d.conditions.begin(), d.conditions.end(),
                                       [&](const Item& item) { return item.code == code; });
        if (known) continue;
        readiness::GateCondition c{code, Met::not_yet, {{"gate.no_evidence", {}}}};
        if (code == readiness::kSimulatedOnTime) c = readiness::simulated_on_time(report);
        d.conditions.push_back({code, c.met, c.why, may_be_waived(code), std::nullopt});
    }
    for (const readiness::Finding& f : report.open_findings)
        if (f.blocking && !f.closed)
            d.findings.push_back({name_of(f), Met::no, {f.what}, may_be_waived(f), std::nullopt});
    return d;
}

void apply_waivers(Decision& decision, const std::string& file, std::string_view yaml,
                   LocalDate today, Diagnostics& complaints) {
    plan::yaml::Source source(file, complaints);
    source.family = "waiver";
    WaiverFile read;
    const size_t before = complaints.count(Severity::error);
    if (!plan::yaml::read(yaml, source, read) || complaints.count(Severity::error) > before) return;
    if (read.unit != decision.unit) {
        source.error(source.place("unit"), "other_unit",
                     "these are waivers of " + read.unit + ", not of " + decision.unit,
                     "Name the waiver file of the unit that is opened.");
        return;
    }
    Reading reading(decision, source, today);
    for (size_t i = 0; i < read.waivers.size(); ++i) reading.take(read.waivers[i], i);
}

office::RecordGate record_of(const Decision& decision, const readiness::Report& report) {
    office::RecordGate record;
    record.conclusion = names(readiness::Gate{})[static_cast<size_t>(decision.conclude())];
    const auto keep = [&](const Item& item) {
        if (!item.waiver) return;
        const Waiver& w = *item.waiver;
        record.waivers.push_back({w.waives, w.post, w.reason, w.signed_by, w.signed_on, w.until});
    };
    for (const Item& item : decision.conditions) {
        record.conditions.push_back({item.code, Code(word(item.met))});
        keep(item);
    }
    for (const Item& item : decision.findings) {
        record.findings.push_back(item.code);
        keep(item);
    }
    for (const readiness::RunReport& run : report.runs)
        record.runs.push_back(
            {run.units.front().head, run.held_on, run.plan, run.scenario, run.seed});
    return record;
}

}  // namespace ss::opening
