// Draft to program, and the copying in of called processes.
#include <algorithm>
#include <numeric>

#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/compile.h"

namespace ss::bpmn {

namespace {

// Everything that can be reached from a node within its scope: along edges, and by way of the
// events attached to it.
template <class F>
void successors(const Program& p, NodeIx n, F&& f) {
    const Node& node = p.node(n);
    for (size_t i = 0; i < node.outs; ++i) f(p.edge(static_cast<EdgeIx>(node.first_out + i)).to);
    for (const NodeIx a : p.attached(n)) f(a);
}

// Row of bits: the nodes from which `target` can be reached without passing `join`, by walking
// backwards over `before`.
void fill_reach(const std::vector<std::vector<NodeIx>>& before, NodeIx join, NodeIx target,
                uint64_t* row) {
    if (target == join) return;
    std::vector<NodeIx> open{target};
    while (!open.empty()) {
        const NodeIx n = open.back();
        open.pop_back();
        uint64_t& word = row[n / 64u];
        const uint64_t bit = uint64_t{1} << (n % 64u);
        if (word & bit) continue;
        word |= bit;
        for (const NodeIx b : before[n])
            if (b != join) open.push_back(b);
    }
}

}  // namespace

ProgramPtr Compiler::freeze(Draft draft) {
    auto made = std::make_shared<Program>();
    Program& p = *made;
    p.id_ = std::move(draft.id);
    p.name_ = std::move(draft.name);
    p.file_ = std::move(draft.file);
    p.line_ = draft.line;
    p.executable_ = draft.executable;
    p.nodes_ = std::move(draft.nodes);
    p.info_ = std::move(draft.info);
    p.scopes_ = std::move(draft.scopes);
    p.expressions_ = std::move(draft.expressions);

    std::vector<EdgeIx> order(draft.ways.size());
    std::iota(order.begin(), order.end(), EdgeIx{0});
    std::stable_sort(order.begin(), order.end(), [&](EdgeIx a, EdgeIx b) {
        return draft.ways[a].edge.from < draft.ways[b].edge.from;
    });
    std::vector<EdgeIx> now(order.size());
    for (size_t i = 0; i < order.size(); ++i) {
        now[order[i]] = static_cast<EdgeIx>(i);
        Draft::Way& w = draft.ways[order[i]];
        p.edges_.push_back(w.edge);
        p.edge_names_.push_back(std::move(w.name));
        p.edge_ids_.push_back(std::move(w.id));
        p.edge_lines_.push_back(w.line);
        Node& from = p.nodes_[w.edge.from];
        if (from.outs++ == 0) from.first_out = static_cast<uint16_t>(i);
    }
    p.linked_ = true;
    std::vector<std::vector<EdgeIx>> into(p.nodes_.size());
    for (size_t e = 0; e < p.edges_.size(); ++e)
        into[p.edges_[e].to].push_back(static_cast<EdgeIx>(e));
    for (size_t n = 0; n < p.nodes_.size(); ++n) {
        Node& node = p.nodes_[n];
        if (node.default_edge != kNone) node.default_edge = now[node.default_edge];
        if (node.type == Type::call && node.inner == kNone) p.linked_ = false;
        node.first_in = static_cast<uint16_t>(p.ins_.size());
        for (const EdgeIx e : into[n]) {
            p.edges_[e].slot = node.ins++;
            p.ins_.push_back(e);
        }
        node.first_attached = static_cast<uint16_t>(p.attached_.size());
        node.attached = static_cast<uint16_t>(draft.attached[n].size());
        p.attached_.insert(p.attached_.end(), draft.attached[n].begin(), draft.attached[n].end());
        node.joins = (node.type == Type::parallel || node.type == Type::inclusive) && node.ins > 1;
    }

    std::vector<std::vector<NodeIx>> before(p.nodes_.size());
    for (size_t n = 0; n < p.nodes_.size(); ++n)
        successors(p, static_cast<NodeIx>(n),
                   [&](NodeIx to) { before[to].push_back(static_cast<NodeIx>(n)); });
    p.reach_words_ = (p.nodes_.size() + 63) / 64;
    for (size_t n = 0; n < p.nodes_.size(); ++n) {
        Node& node = p.nodes_[n];
        if (node.type != Type::inclusive || !node.joins) continue;
        node.first_reach = static_cast<uint16_t>(p.reach_.size() / p.reach_words_);
        for (size_t s = 0; s < node.ins; ++s) {
            p.reach_.resize(p.reach_.size() + p.reach_words_);
            fill_reach(before, static_cast<NodeIx>(n), p.edges_[p.ins_[node.first_in + s]].from,
                       p.reach_.data() + p.reach_.size() - p.reach_words_);
        }
    }
    return made;
}

Draft Compiler::thaw(const Program& p) {
    Draft d;
    d.id = p.id_;
    d.name = p.name_;
    d.file = p.file_;
    d.line = p.line_;
    d.executable = p.executable_;
    d.nodes = p.nodes_;
    d.info = p.info_;
    d.scopes = p.scopes_;
    d.expressions = p.expressions_;
    for (size_t n = 0; n < p.nodes_.size(); ++n) {
        const auto list = p.attached(static_cast<NodeIx>(n));
        d.attached.emplace_back(list.begin(), list.end());
        Node& node = d.nodes[n];
        node.outs = node.ins = node.attached = node.first_out = node.first_in = 0;
        node.first_attached = 0;
        node.first_reach = kNone;
    }
    for (size_t e = 0; e < p.edges_.size(); ++e)
        d.ways.push_back({p.edges_[e], p.edge_names_[e], p.edge_lines_[e], p.edge_ids_[e]});
    return d;
}

namespace {

template <class T>
T moved(T index, size_t by) {
    return index == kNone ? index : static_cast<T>(index + by);
}

// The inside of `call` becomes a copy of `called`.
void copy_in(Draft& d, NodeIx call, const Draft& called) {
    const size_t nodes = d.nodes.size(), scopes = d.scopes.size(), ways = d.ways.size(),
                 expressions = d.expressions.size();
    const std::string prefix = d.info[call].id + "/";
    for (size_t n = 0; n < called.nodes.size(); ++n) {
        Node node = called.nodes[n];
        node.scope = moved(node.scope, scopes);
        node.inner = moved(node.inner, scopes);
        node.default_edge = moved(node.default_edge, ways);
        node.expression = moved(node.expression, expressions);
        node.completion = moved(node.completion, expressions);
        Info info = called.info[n];
        info.id = prefix + info.id;
        for (auto& [key, e] : info.property_expressions) e = moved(e, expressions);
        d.nodes.push_back(node);
        d.info.push_back(std::move(info));
        auto& list = d.attached.emplace_back(called.attached[n]);
        for (NodeIx& a : list) a = moved(a, nodes);
    }
    for (const Draft::Way& w : called.ways) {
        d.ways.push_back(w);
        if (!w.id.empty()) d.ways.back().id = prefix + w.id;
        Edge& e = d.ways.back().edge;
        e.from = moved(e.from, nodes);
        e.to = moved(e.to, nodes);
        e.condition = moved(e.condition, expressions);
    }
    for (size_t s = 0; s < called.scopes.size(); ++s) {
        Scope scope = called.scopes[s];
        scope.host = s == 0 ? call : moved(scope.host, nodes);
        scope.parent = s == 0 ? d.nodes[call].scope : moved(scope.parent, scopes);
        scope.start = moved(scope.start, nodes);
        d.scopes.push_back(scope);
    }
    d.expressions.insert(d.expressions.end(), called.expressions.begin(), called.expressions.end());
    d.nodes[call].inner = static_cast<ScopeIx>(scopes);
}

// `callers`: the processes being copied at this moment, outermost first.
bool copy_all(Draft& d, const std::map<std::string, ProgramPtr>& shared,
              std::vector<std::string>& callers, Diagnostics& diagnostics) {
    const size_t own = d.nodes.size();
    bool good = true;
    for (size_t n = 0; n < own; ++n) {
        if (d.nodes[n].type != Type::call || d.nodes[n].inner != kNone) continue;
        const Info info = d.info[n];
        const auto complain = [&](const char* code, std::string message, std::string advice) {
            diagnostics.error(code, info.file, info.line, std::move(message), std::move(advice));
            good = false;
        };
        const auto target = shared.find(info.called);
        if (target == shared.end()) {
            complain(
                "bpmn.call",
                "\"" + info.id + "\" calls the process \"" + info.called + "\", which is not there",
                "put it into the plan's folder processes/, or mend the name");
            continue;
        }
        if (std::find(callers.begin(), callers.end(), info.called) != callers.end()) {
            std::string path;
            for (const auto& c : callers) path += c + " -> ";
            complain("bpmn.call",
                     "the process \"" + info.called + "\" calls itself: " + path + info.called,
                     "draw the loop inside one process");
            continue;
        }
        Draft called = Compiler::thaw(*target->second);
        callers.push_back(info.called);
        // At once: going on could take a time exponential in the depth of the calls.
        if (!copy_all(called, shared, callers, diagnostics)) return false;
        callers.pop_back();
        if (d.nodes.size() + called.nodes.size() > limits::kNodes ||
            d.ways.size() + called.ways.size() > kWaysMost ||
            d.expressions.size() + called.expressions.size() > kExpressionsMost) {
            complain("bpmn.too_many", "with all it calls, the process has more than 4096 elements",
                     "call less, or split the procedure");
            return false;
        }
        copy_in(d, static_cast<NodeIx>(n), called);
    }
    return good;
}

}  // namespace

ProgramPtr link(const ProgramPtr& program, const std::map<std::string, ProgramPtr>& shared,
                Diagnostics& diagnostics) {
    SS_ASSERT(program);
    if (program->linked()) return program;
    Draft draft = Compiler::thaw(*program);
    std::vector<std::string> callers{program->id()};
    if (!copy_all(draft, shared, callers, diagnostics)) return nullptr;
    return Compiler::freeze(std::move(draft));
}

std::optional<NodeIx> Program::find(std::string_view id) const {
    for (size_t n = 0; n < info_.size(); ++n)
        if (info_[n].id == id) return static_cast<NodeIx>(n);
    return std::nullopt;
}

std::string Program::called(NodeIx n) const {
    const Info& info = info_[n];
    return info.name.empty() || info.name == info.id ? info.id : info.name + " (" + info.id + ")";
}

}  // namespace ss::bpmn
