#include "bpmn/conditions.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "feel/feel.h"

namespace ss::bpmn {

namespace {

// A condition cut into words, texts and signs: all this file needs of FEEL's grammar.
struct Piece {
    enum class Kind { word, text, sign } kind;
    std::string value;
};

bool word_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
}

std::vector<Piece> cut(std::string_view t) {
    std::vector<Piece> all;
    for (size_t i = 0; i < t.size();) {
        if (std::isspace(static_cast<unsigned char>(t[i]))) {
            ++i;
        } else if (t[i] == '"') {
            std::string text;
            for (++i; i < t.size() && t[i] != '"'; ++i) {
                if (t[i] == '\\' && i + 1 < t.size()) ++i;
                text += t[i];
            }
            ++i;
            all.push_back({Piece::Kind::text, std::move(text)});
        } else if (word_char(t[i])) {
            const size_t from = i;
            while (i < t.size() && word_char(t[i])) ++i;
            all.push_back({Piece::Kind::word, std::string(t.substr(from, i - from))});
        } else {
            const size_t length = t.substr(i, 2) == "!=" ? 2 : 1;
            all.push_back({Piece::Kind::sign, std::string(t.substr(i, length))});
            i += length;
        }
    }
    if (!all.empty() && all.front().kind == Piece::Kind::sign && all.front().value == "=")
        all.erase(all.begin());
    return all;
}

bool is(const std::vector<Piece>& all, size_t i, Piece::Kind kind, std::string_view value) {
    return i < all.size() && all[i].kind == kind && all[i].value == value;
}
bool text_at(const std::vector<Piece>& all, size_t i) {
    return i < all.size() && all[i].kind == Piece::Kind::text;
}

// `outcome = "a"` or `outcome in ("a", "b")` at `i`, which then stands behind it.
std::optional<std::set<std::string>> take_test(const std::vector<Piece>& all, size_t& i) {
    using K = Piece::Kind;
    if (!is(all, i, K::word, "outcome")) return std::nullopt;
    if (is(all, i + 1, K::sign, "=") && text_at(all, i + 2)) {
        i += 3;
        return std::set{all[i - 1].value};
    }
    if (!is(all, i + 1, K::word, "in")) return std::nullopt;
    const bool list = is(all, i + 2, K::sign, "[");
    if (!list && !is(all, i + 2, K::sign, "(")) return std::nullopt;
    std::set<std::string> found;
    size_t at = i + 3;
    while (text_at(all, at)) {
        found.insert(all[at++].value);
        if (is(all, at, K::sign, ",")) ++at;
    }
    if (!is(all, at, K::sign, list ? "]" : ")")) return std::nullopt;
    i = at + 1;
    return found;
}

// The user tasks that were the last to set `outcome` when a token comes to a node.
class Upstream {
  public:
    explicit Upstream(const Program& program) : p_(program), seen_(program.size(), false) {}

    std::set<std::string> outcomes;
    bool open = false;  // it may also be unset, or set by something that says not to what

    void walk_from(NodeIx gateway) {
        push_before(gateway);
        while (!todo_.empty()) {
            const NodeIx n = todo_.back();
            todo_.pop_back();
            if (!seen_[n]) visit(n);
            seen_[n] = true;
        }
    }

  private:
    void visit(NodeIx n) {
        const Node& node = p_.node(n);
        const Info& info = p_.info(n);
        if (node.type == Type::user) {
            outcomes.insert(info.outcomes.begin(), info.outcomes.end());
        } else if (node.type == Type::script && info.variable == "outcome") {
            open = true;
        } else if (node.inner != kNone) {
            push_ends(node.inner);
        } else {
            push_before(n);
        }
    }
    void push_before(NodeIx n) {
        const Node& node = p_.node(n);
        for (const EdgeIx e : p_.in(n)) todo_.push_back(p_.edge(e).from);
        if (node.type == Type::boundary || node.ins == 0) {
            for (size_t h = 0; h < p_.size(); ++h) {
                const auto host = static_cast<NodeIx>(h);
                const auto attached = p_.attached(host);
                if (std::find(attached.begin(), attached.end(), n) == attached.end()) continue;
                // Cut short at any point: everything inside may have been the last.
                if (p_.node(host).inner != kNone) push_all(p_.node(host).inner);
                push_before(host);
            }
        }
        if (p_.scope(node.scope).start == n) {
            const NodeIx host = p_.scope(node.scope).host;
            if (host == kNone) open = true;
            else push_before(host);
        }
    }
    void push_ends(ScopeIx scope) {
        for (size_t n = 0; n < p_.size(); ++n)
            if (p_.node(static_cast<NodeIx>(n)).scope == scope &&
                p_.node(static_cast<NodeIx>(n)).outs == 0)
                todo_.push_back(static_cast<NodeIx>(n));
    }
    void push_all(ScopeIx scope) {
        for (size_t n = 0; n < p_.size(); ++n)
            if (p_.node(static_cast<NodeIx>(n)).scope == scope)
                todo_.push_back(static_cast<NodeIx>(n));
    }

    const Program& p_;
    std::vector<bool> seen_;
    std::vector<NodeIx> todo_;
};

std::string listed(const std::set<std::string>& words) {
    std::string all;
    for (const auto& w : words) all += (all.empty() ? "\"" : ", \"") + w + "\"";
    return all.empty() ? "none" : all;
}

// `v` and `not(v)` between them: one of them holds, once v is known.
bool opposites(const std::vector<std::vector<Piece>>& conditions) {
    using K = Piece::Kind;
    std::set<std::string> yes, no;
    for (const auto& c : conditions) {
        if (c.empty()) continue;
        if (c.size() == 1 && c[0].kind == K::word) yes.insert(c[0].value);
        if (c.size() == 3 && c[0].kind == K::word && is(c, 1, K::sign, "="))
            (c[2].value == "false" ? no : yes).insert(c[0].value);
        if (c.size() == 4 && is(c, 0, K::word, "not") && is(c, 1, K::sign, "("))
            no.insert(c[2].value);
    }
    return std::any_of(yes.begin(), yes.end(), [&](const auto& v) { return no.contains(v); });
}

class Checker {
  public:
    Checker(const Program& program, Diagnostics& diagnostics)
        : p_(program), diagnostics_(diagnostics) {}

    bool check(NodeIx n) {
        const Node& node = p_.node(n);
        std::vector<EdgeIx> edges;
        for (size_t i = 0; i < node.outs; ++i)
            if (const auto e = static_cast<EdgeIx>(node.first_out + i);
                p_.edge(e).condition != kNone && e != node.default_edge)
                edges.push_back(e);
        if (edges.empty()) return true;
        Upstream up(p_);
        // A task may ask for its own outcome on its ways out.
        if (node.type == Type::user)
            up.outcomes.insert(p_.info(n).outcomes.begin(), p_.info(n).outcomes.end());
        else up.walk_from(n);
        bool good = true;
        for (const EdgeIx e : edges) good = check_named(n, e, up) && good;
        if (node.type == Type::exclusive && node.default_edge == kNone && node.outs > 1)
            check_exhaustive(n, edges, up);
        return good;
    }

  private:
    const std::string& text(EdgeIx e) const {
        return feel::text_of(p_.expression(p_.edge(e).condition));
    }
    bool check_named(NodeIx n, EdgeIx e, const Upstream& up) {
        bool good = true;
        for (const std::string& named : outcomes_named(text(e))) {
            if (up.outcomes.contains(named) || (up.open && up.outcomes.empty())) continue;
            good = false;
            diagnostics_.error("bpmn.unknown_outcome", p_.info(n).file, p_.edge_line(e),
                               "the way from " + p_.called(n) + " to " + p_.called(p_.edge(e).to) +
                                   " asks for the outcome \"" + named +
                                   "\", which no work before it offers",
                               "offered there: " + listed(up.outcomes) +
                                   "; mend the condition or the property outcomes");
        }
        return good;
    }
    void check_exhaustive(NodeIx n, const std::vector<EdgeIx>& edges, const Upstream& up) {
        std::set<std::string> taken;
        std::vector<std::vector<Piece>> conditions;
        for (const EdgeIx e : edges) {
            conditions.push_back(cut(text(e)));
            if (const auto some = outcomes_taken(text(e))) taken.insert(some->begin(), some->end());
        }
        std::set<std::string> left;
        for (const std::string& o : up.outcomes)
            if (!taken.contains(o)) left.insert(o);
        if ((!taken.empty() && left.empty()) || opposites(conditions)) return;
        diagnostics_.warning("bpmn.not_exhaustive", p_.info(n).file, p_.info(n).line,
                             p_.called(n) + " may have no way on" +
                                 (taken.empty() ? "" : " after the outcome " + listed(left)),
                             "make one of its ways out the default");
    }

    const Program& p_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::set<std::string> outcomes_named(std::string_view condition) {
    using K = Piece::Kind;
    const auto all = cut(condition);
    std::set<std::string> found;
    for (size_t i = 0; i < all.size(); ++i) {
        if (!is(all, i, K::word, "outcome")) continue;
        if (is(all, i + 1, K::sign, "!=") && text_at(all, i + 2)) found.insert(all[i + 2].value);
        size_t at = i;
        if (const auto some = take_test(all, at)) found.insert(some->begin(), some->end());
    }
    return found;
}

std::optional<std::set<std::string>> outcomes_taken(std::string_view condition) {
    const auto all = cut(condition);
    std::set<std::string> found;
    for (size_t i = 0;;) {
        const auto some = take_test(all, i);
        if (!some) return std::nullopt;
        found.insert(some->begin(), some->end());
        if (i == all.size()) return found;
        if (!is(all, i++, Piece::Kind::word, "or")) return std::nullopt;
    }
}

bool check_conditions(const Program& program, Diagnostics& diagnostics) {
    Checker checker(program, diagnostics);
    bool good = true;
    for (size_t n = 0; n < program.size(); ++n)
        good = checker.check(static_cast<NodeIx>(n)) && good;
    return good;
}

}  // namespace ss::bpmn
