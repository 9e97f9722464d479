// Where every parameter of a forecast comes from: demand.yaml as rows that a person reads.
#include <algorithm>
#include <cstdio>

#include "cast/duration.h"
#include "plan/where.h"
#include "simulate/calibrate.h"
#include "simulate/situations.h"

namespace ss::simulate {

namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}
std::string percent(double share) {
    return number(share * 100) + " %";
}
std::string clock(int64_t ms) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(ms / kHour),
                  static_cast<int>(ms % kHour / kMinute));
    return text;
}
std::string time(const plan::ServiceTime& t) {
    switch (t.law) {
        case plan::Law::lognormal: return number(t.median) + " min (90 %: " + number(t.p90) + ")";
        case plan::Law::exponential: return "exponential, " + number(t.mean) + " min";
        case plan::Law::constant: return number(t.mean) + " min";
        case plan::Law::uniform: return number(t.least) + "–" + number(t.most) + " min";
        case plan::Law::triangular:
            return number(t.least) + "–" + number(t.mode) + "–" + number(t.most) + " min";
    }
    return {};
}
bool nothing(const plan::ServiceTime& t) {
    return t.median <= 0 && t.mean <= 0 && t.most <= 0;
}

void add(std::string& list, const std::string& item) {
    if (!list.empty()) list += ", ";
    list += item;
}
// "a 1, b 2, * 3": what holds for all others stands last.
template <class Key, class T, class F>
std::string listed(const std::map<Key, T>& map, F&& value) {
    std::string out;
    for (const auto& [key, item] : map)
        if (key != "*") add(out, key + " " + value(item));
    if (const auto rest = map.find("*"); rest != map.end()) add(out, "* " + value(rest->second));
    return out;
}

// Kinds of work that come up, of which the plan does not say how long they take, and what is taken.
std::map<Code, plan::ServiceTime> assumed_times(const plan::Plan& plan) {
    std::map<Code, plan::ServiceTime> all;
    const plan::Demand& demand = plan.demand;
    if (demand.service.contains("*")) return all;
    const auto look = [&](const Code& procedure, const Code& node, const Code& kind) {
        const auto share = demand.mix.find(procedure);
        if (share == demand.mix.end() || share->second <= 0 || demand.service.contains(kind))
            return;
        for (const std::string& key : cast::keys_of(plan, procedure, node))
            if (demand.steps.contains(key)) return;
        all.emplace(kind, cast::time_of(plan, procedure, node, kind));
    };
    const Situations situations(plan);
    for (const Code& code : situations.procedures())
        for (const char* kind : {"receive", "return"}) look(code, kind, kind);
    for (const StepOf& s : situations.steps())
        look(situations.procedures()[s.procedure], s.id, s.kind);
    return all;
}

class Rows {
  public:
    Rows(const plan::Demand& demand, const std::vector<Parameter>& fitted)
        : demand_(demand), fitted_(fitted), used_(fitted.size(), false) {}

    // Empty: neither written nor of any effect; shown only if somebody gave a reason for it.
    void put(const Code& key, std::string value) {
        const auto basis = demand_.basis.find(key);
        bool own = !value.empty() || basis != demand_.basis.end();
        for (size_t i = 0; i < fitted_.size(); ++i) {
            if (fitted_[i].key == key) take(i);
            // All of it, or as much as there is of it.
            const bool part = fitted_[i].key.starts_with(key + "/");
            if (fitted_[i].key == key || (part && value.empty())) own = false;
        }
        if (own) {
            Parameter p{key, value.empty() ? "0" : std::move(value), "assumed", {}};
            if (basis != demand_.basis.end()) {
                p.source = source_of(basis->second);
                p.basis = basis->second.text;
            }
            rows_.push_back(std::move(p));
        }
        for (size_t i = 0; i < fitted_.size(); ++i)
            if (fitted_[i].key.starts_with(key + "/")) take(i);
    }
    // Without what rehearsals taught: that has rows of its own.
    template <class T>
    std::map<Code, T> unfitted(const Code& key, std::map<Code, T> map) const {
        for (const Parameter& f : fitted_)
            if (f.key.starts_with(key + "/")) map.erase(f.key.substr(key.size() + 1));
        return map;
    }
    void assumed(const Code& key, std::string value) {
        rows_.push_back({key, std::move(value), "assumed", {}});
    }
    std::vector<Parameter> all() {
        for (size_t i = 0; i < fitted_.size(); ++i)
            if (!used_[i]) take(i);
        return std::move(rows_);
    }

  private:
    static Code source_of(const plan::Basis& basis) {
        if (basis.text.starts_with("Derived")) return "derived";
        if (basis.text.starts_with("Fitted")) return "fitted";
        if (basis.text.starts_with("BPSim")) return "bpsim";
        return basis.verified ? "sourced" : "assumed";
    }
    void take(size_t i) {
        used_[i] = true;
        rows_.push_back(fitted_[i]);
    }

    const plan::Demand& demand_;
    const std::vector<Parameter>& fitted_;
    std::vector<bool> used_;
    std::vector<Parameter> rows_;
};

std::string if_any(double value, std::string text) {
    return value > 0 ? std::move(text) : std::string();
}

void who_comes(Rows& rows, const plan::Demand& d) {
    rows.put("arrivals_per_day", listed(d.arrivals_per_day, number));
    std::string profile, weekday, ramp, season;
    for (const auto& [at, share] : d.profile) add(profile, clock(at) + " " + percent(share));
    for (const double factor : d.weekday) add(weekday, number(factor));
    for (const auto& [day, factor] : d.ramp) add(ramp, std::to_string(day) + ": " + number(factor));
    for (const auto& [month, factor] : d.season)
        add(season, std::to_string(month) + ": " + number(factor));
    rows.put("profile", profile);
    rows.put("weekday", weekday);
    rows.put("ramp", ramp);
    rows.put("season", season);
    rows.put("mix", listed(d.mix, percent));
    rows.put("channels", listed(d.channels, percent));
    rows.put("before_opening", if_any(d.before_opening, percent(d.before_opening)));
    rows.put("elsewhere", if_any(d.elsewhere, percent(d.elsewhere)));
    rows.put("patience", nothing(d.patience) ? "" : time(d.patience));
}

void what_is_done(Rows& rows, const plan::Plan& plan) {
    const plan::Demand& d = plan.demand;
    rows.put("service", listed(rows.unfitted("service", d.service), time));
    for (const auto& [kind, usual] : assumed_times(plan))
        rows.assumed("service/" + kind, time(usual));
    rows.put("steps", listed(rows.unfitted("steps", d.steps), time));
    const auto names_of = names(plan::Practice{});
    rows.put("learning", std::string(names_of[static_cast<size_t>(d.learning)]));
    rows.put("learning_factor", number(d.learning_factor));
    rows.put("learning_scale", number(d.learning_scale));
    rows.put("mistake", percent(d.mistake));
    rows.put("supplement", listed(d.supplement, percent));
    rows.put("refusal", percent(d.refusal));
    rows.put("comes_back", nothing(d.comes_back) ? "" : time(d.comes_back));
    rows.put("fetches", nothing(d.fetches) ? "" : time(d.fetches));
    rows.put("confirms", percent(d.confirms));
    rows.put("branches", listed(d.branches, percent));
    rows.put("outcomes", listed(d.outcomes, percent));
    rows.put("variables", listed(d.variables, percent));
    rows.put("agencies", listed(d.agencies, [](const plan::Agency& a) {
                 return std::to_string(a.servers) + " × " + time(a.takes);
             }));
}

void what_goes_wrong(Rows& rows, const plan::Demand& d) {
    rows.put("absence", percent(d.absence));
    rows.put("outage_per_day", number(d.outage_per_day));
    rows.put("outage_minutes",
             number(d.outage_minutes.first) + "–" + number(d.outage_minutes.second) + " min");
    rows.put("token_failure", percent(d.token_failure));
    rows.put("interruption", if_any(d.interruption, number(d.interruption) + " min"));
    rows.put("batch", listed(d.batch, [](int n) { return std::to_string(n); }));
    rows.put("duties", listed(d.duties, [](const std::vector<org::Hours>& all) {
                 std::string out;
                 for (const org::Hours& h : all)
                     out += (out.empty() ? "" : " + ") + clock(h.from) + "–" + clock(h.to);
                 return out;
             }));
}

}  // namespace

std::vector<Parameter> parameters_of(const plan::Plan& plan, const std::vector<Parameter>& fitted) {
    Rows rows(plan.demand, fitted);
    who_comes(rows, plan.demand);
    what_is_done(rows, plan);
    what_goes_wrong(rows, plan.demand);
    return rows.all();
}

void say_assumed(const plan::Plan& plan, Diagnostics& d) {
    for (const auto& [kind, usual] : assumed_times(plan))
        d.warning("forecast.no_time", "demand.yaml",
                  plan::line_of(plan, "demand.yaml", "service/" + kind),
                  "how long \"" + kind + "\" takes is not said: " + time(usual) + " is assumed",
                  "Write service: {" + kind + ": {median: …, p90: …}}, or \"*\" for the others.");
}

}  // namespace ss::simulate
