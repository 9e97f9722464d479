#include "check/longest.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "feel/feel.h"

namespace ss::check {

using bpmn::NodeIx;
using bpmn::Type;

namespace {

constexpr std::array<std::string_view, 4> kCitizens{"dossier.supplemented", "dossier.withdrawn",
                                                    "dossier.paid", "citizen.confirmed"};

bool of_citizen(const std::string& message) {
    return std::find(kCitizens.begin(), kCitizens.end(), message) != kCitizens.end();
}

enum class Way : unsigned char { no, maybe, yes };

struct Step {
    NodeIx to;
    bool attached = false;  // a boundary event: begins when its host begins
};

class Walk {
  public:
    Walk(const bpmn::Program& program, const org::Calendar& calendar, int64_t day_ms,
         const Data& data, Instant starts, bool with_steps)
        : p_(program),
          calendar_(calendar),
          day_ms_(day_ms),
          data_(data),
          t0_(starts),
          with_steps_(with_steps) {}

    LongestWay run() {
        result_.ends = t0_;
        const Found found = scope(0, t0_);
        result_.ends = found.ends;
        result_.steps = found.steps;
        return std::move(result_);
    }

  private:
    struct Found {
        Instant ends;
        std::vector<std::string> steps;
    };

    // The latest moment at which an end of this scope is reached, begun at `starts`.
    Found scope(bpmn::ScopeIx ix, Instant starts) {
        std::vector<NodeIx> order;
        std::map<NodeIx, std::vector<Step>> ways;
        std::set<NodeIx> seen;
        visit(p_.scope(ix).start, order, ways, seen);
        std::reverse(order.begin(), order.end());
        std::map<NodeIx, size_t> rank;
        for (size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;

        std::map<NodeIx, Found> begins;
        begins[order.front()] = {starts, {}};
        Found last{starts, {}};
        for (const NodeIx n : order) {
            const auto from = begins.find(n);
            if (from == begins.end()) continue;
            const Found done = through(n, from->second);
            if (done.ends > last.ends) last = done;
            for (const Step& step : ways[n]) {
                if (rank.at(step.to) <= rank.at(n)) continue;  // back: the step is done again
                const Found& arrives = step.attached ? boundary(step.to, from->second, done) : done;
                auto& known = begins.try_emplace(step.to, arrives).first->second;
                if (arrives.ends > known.ends) known = arrives;
            }
        }
        return last;
    }

    void visit(NodeIx n, std::vector<NodeIx>& order, std::map<NodeIx, std::vector<Step>>& ways,
               std::set<NodeIx>& seen) {
        if (!seen.insert(n).second) return;
        auto& all = ways[n];
        for (const bpmn::EdgeIx e : out(n)) all.push_back({p_.edge(e).to, false});
        for (const NodeIx a : p_.attached(n))
            all.push_back({a, p_.node(n).type != Type::event_based});
        const auto steps = all;  // visiting adds to the map
        for (const Step& step : steps) visit(step.to, order, ways, seen);
        order.push_back(n);
    }

    // Edges that may be taken, by what is known of the data.
    std::vector<bpmn::EdgeIx> out(NodeIx n) const {
        const bpmn::Node& node = p_.node(n);
        std::vector<bpmn::EdgeIx> taken;
        bool certain = false;  // one that certainly holds: an exclusive gateway looks no further
        for (size_t i = 0; i < node.outs; ++i) {
            const auto e = static_cast<bpmn::EdgeIx>(node.first_out + i);
            if (e == node.default_edge) continue;
            const Way way = condition(p_.edge(e).condition);
            if (way == Way::no || (certain && node.type == Type::exclusive)) continue;
            taken.push_back(e);
            certain = certain || (way == Way::yes && p_.edge(e).condition != bpmn::kNone);
        }
        if (node.default_edge != bpmn::kNone && !certain) taken.push_back(node.default_edge);
        return taken;
    }
    Way condition(bpmn::ExpressionIx ix) const {
        if (ix == bpmn::kNone) return Way::yes;
        const auto& expression = p_.expression(ix);
        for (const auto& name : feel::names_used(expression))
            if (!data_.contains(name)) return Way::maybe;
        return feel::holds(expression, data_) ? Way::yes : Way::no;
    }

    Instant over(Instant from, bpmn::Span span, bool calendar_time) const {
        if (calendar_time) return {from.ms + span.days * kDay + span.ms};
        return calendar_.after_working_ms(from, span.days * day_ms_ + span.ms);
    }

    Found through(NodeIx n, const Found& from) {
        const bpmn::Node& node = p_.node(n);
        Found done = from;
        if (node.type == Type::multi || node.inner != bpmn::kNone) {
            for (int64_t i = 0; i < times(n); ++i) {
                const Found inside = scope(node.inner, done.ends);
                done.ends = inside.ends;
                done.steps.insert(done.steps.end(), inside.steps.begin(), inside.steps.end());
            }
            return done;
        }
        if (node.type == Type::user) return work(n, from);
        if (node.type == Type::catch_event || node.type == Type::receive) return wait(n, from);
        return done;
    }
    // Instances one after the other; at the same time they take as long as one.
    int64_t times(NodeIx n) {
        const bpmn::Node& node = p_.node(n);
        if (node.type != Type::multi || !node.sequential) return 1;
        if (node.expression != bpmn::kNone)
            if (const auto value =
                    feel::to_data(feel::evaluate(p_.expression(node.expression), data_)))
                if (const auto* count = std::get_if<int64_t>(&*value))
                    return std::clamp<int64_t>(*count, 0, 256);
        note(result_.endless, n);
        return 1;
    }

    Found work(NodeIx n, const Found& from) {
        const auto& info = p_.info(n);
        if (!info.limit) {
            if (info.kind != "return") note(result_.no_limit, n);  // the citizen fetches it
            return from;
        }
        Instant ends = over(from.ends, *info.limit, false);
        for (const NodeIx a : p_.attached(n))
            if (const auto cut = timer(a, from.ends); cut && p_.node(a).interrupting)
                ends = std::min(ends, *cut);
        return with(n, from, ends);
    }

    std::optional<Instant> timer(NodeIx n, Instant from) const {
        if (p_.node(n).event != bpmn::Event::timer || !p_.info(n).span) return std::nullopt;
        return over(from, *p_.info(n).span, p_.node(n).calendar_time);
    }

    // Other events that the same event-based gateway waits for.
    std::vector<NodeIx> beside(NodeIx n) const {
        for (const bpmn::EdgeIx e : p_.in(n)) {
            const NodeIx gateway = p_.edge(e).from;
            if (p_.node(gateway).type != Type::event_based) continue;
            const auto all = p_.attached(gateway);
            return {all.begin(), all.end()};
        }
        for (NodeIx g = 0; g < p_.size(); ++g) {
            if (p_.node(g).type != Type::event_based) continue;
            const auto all = p_.attached(g);
            if (std::find(all.begin(), all.end(), n) != all.end()) return {all.begin(), all.end()};
        }
        return {n};
    }

    Found wait(NodeIx n, const Found& from) {
        const auto& message = p_.info(n).message;
        if (message == "dossier.supplemented") return {t0_, {}};
        const auto all = beside(n);
        std::optional<Instant> latest;
        for (const NodeIx other : all) {
            if (of_citizen(p_.info(other).message)) return from;
            if (const auto t = timer(other, from.ends)) latest = std::max(latest.value_or(*t), *t);
        }
        if (!latest) {
            note(result_.endless, n);
            return from;
        }
        return with(n, from, *latest);
    }

    Found boundary(NodeIx n, const Found& host_begins, const Found& host_done) const {
        if (const auto t = timer(n, host_begins.ends)) return with(n, host_begins, *t);
        return host_done;
    }

    Found with(NodeIx n, const Found& from, Instant ends) const {
        Found done = from;
        done.ends = ends;
        if (with_steps_)
            done.steps.push_back(p_.called(n) + " " +
                                 hours_text(calendar_.working_ms(from.ends, ends)));
        return done;
    }
    static void note(std::vector<NodeIx>& where, NodeIx n) {
        if (std::find(where.begin(), where.end(), n) == where.end()) where.push_back(n);
    }

    const bpmn::Program& p_;
    const org::Calendar& calendar_;
    const int64_t day_ms_;
    const Data& data_;
    const Instant t0_;
    const bool with_steps_;
    LongestWay result_;
};

}  // namespace

LongestWay longest_way(const bpmn::Program& program, const org::Calendar& calendar, int64_t day_ms,
                       const Data& data, Instant starts, bool with_steps) {
    return Walk(program, calendar, day_ms, data, starts, with_steps).run();
}

std::string hours_text(int64_t ms) {
    const int64_t minutes = ms / kMinute;
    const std::string rest = std::to_string(minutes % 60);
    return std::to_string(minutes / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

}  // namespace ss::check
