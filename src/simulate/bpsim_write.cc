// Writing BPSimData into a BPMN file. The bytes around it are spliced, not printed anew: an
// editor's layout, comments and order of attributes stay.
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "simulate/bpsim.h"
#include "simulate/bpsim_value.h"

namespace ss::simulate {

namespace {

using bpmn::xml::each;
using bpmn::xml::kBpmn;
using bpmn::xml::tag;
using bpmn::xml::uri;
using plan::Law;
using plan::ServiceTime;

std::string number(double x) {  // the shortest that reads back to the same
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), x).ptr;
    return {text.data(), end};
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\n' || c == '\r' || c == '\t') out += "&#" + std::to_string(int{c}) + ";";
        else out += c;
    }
    return out + "\"";
}

class Writer {
  public:
    explicit Writer(const BpsimScenario& s) : s_(s) {}

    // Without the indentation of its first line and without its last newline.
    std::string scenario(const std::string& indent, const std::string& declared) {
        indent_ = indent;
        out_ = "<bpsim:Scenario id=" + quoted(s_.id) + declared;
        if (!s_.name.empty()) out_ += " name=" + quoted(s_.name);
        out_ += ">\n";
        whole();
        for (const std::string& id : ids()) element(id);
        return out_ + indent_ + "</bpsim:Scenario>";
    }

  private:
    void line(int depth, const std::string& text) {
        out_ += indent_ + std::string(static_cast<size_t>(2 * depth), ' ') + text + "\n";
    }
    static std::string wrap(const std::string& name, const std::string& inside) {
        return "<bpsim:" + name + ">" + inside + "</bpsim:" + name + ">";
    }
    static std::string constant(double x) {
        const bool whole = x == std::floor(x) && std::abs(x) < 1e15;
        return std::string("<bpsim:") + (whole ? "Numeric" : "Floating") + "Parameter value=\"" +
               (whole ? std::to_string(static_cast<int64_t>(x)) : number(x)) + "\"/>";
    }
    static std::string span(int64_t ms) {
        std::string seconds = std::to_string(ms / kSecond);
        if (ms % kSecond != 0) seconds += "." + std::to_string(1000 + ms % kSecond).substr(1);
        const std::string text =
            ms % kMinute == 0 ? std::to_string(ms / kMinute) + "M" : seconds + "S";
        return "<bpsim:DurationParameter value=\"PT" + text + "\"/>";
    }
    static std::string time(const ServiceTime& t) {
        const auto a = [](const char* name, double x) {
            return " " + std::string(name) + "=\"" + number(x) + "\"";
        };
        switch (t.law) {
            case Law::lognormal: {
                const auto m = mean_and_deviation(t);
                return "<bpsim:LogNormalDistribution" + a("mean", m.mean) +
                       a("standardDeviation", m.deviation) + "/>";
            }
            case Law::exponential:
                return "<bpsim:NegativeExponentialDistribution" + a("mean", t.mean) + "/>";
            case Law::constant: return "<bpsim:FloatingParameter" + a("value", t.mean) + "/>";
            case Law::uniform:
                return "<bpsim:UniformDistribution" + a("min", t.least) + a("max", t.most) + "/>";
            case Law::triangular:
                return "<bpsim:TriangularDistribution" + a("min", t.least) + a("mode", t.mode) +
                       a("max", t.most) + "/>";
        }
        return {};
    }

    void whole() {
        std::string head = "<bpsim:ScenarioParameters baseTimeUnit=\"min\"";
        if (s_.replications) head += " replication=\"" + std::to_string(*s_.replications) + "\"";
        if (s_.seed) head += " seed=\"" + std::to_string(*s_.seed) + "\"";
        if (!s_.start && !s_.duration && !s_.warm_up) return line(1, head + "/>");
        line(1, head + ">");
        if (s_.start)
            line(2, wrap("Start", "<bpsim:DateTimeParameter value=\"" + to_text(*s_.start) + "T" +
                                      clock_text(s_.start_of_day) + ":00\"/>"));
        if (s_.duration) line(2, wrap("Duration", span(*s_.duration)));
        if (s_.warm_up) line(2, wrap("Warmup", span(*s_.warm_up)));
        line(1, "</bpsim:ScenarioParameters>");
    }

    std::set<std::string> ids() const {
        std::set<std::string> all;
        const auto add = [&](const auto& map) {
            for (const auto& [id, value] : map) all.insert(id);
        };
        add(s_.times), add(s_.probabilities), add(s_.triggers);
        add(s_.quantities), add(s_.selections), add(s_.priorities);
        return all;
    }

    // In the order of the schema: times, control, resources, priority.
    void element(const std::string& id) {
        line(1, "<bpsim:ElementParameters elementRef=" + quoted(id) + ">");
        const auto group = [&](const char* name, const std::string& inside) {
            if (!inside.empty()) line(2, wrap(name, inside));
        };
        const auto one = [&](const auto& map, const char* name, auto&& text) {
            const auto found = map.find(id);
            return found == map.end() ? std::string() : wrap(name, text(found->second));
        };
        group("TimeParameters", one(s_.times, "ProcessingTime", time));
        std::string control = one(s_.probabilities, "Probability", constant);
        if (const auto t = s_.triggers.find(id); t != s_.triggers.end()) {
            if (t->second.every) control += wrap("InterTriggerTimer", time(*t->second.every));
            if (t->second.count)
                control += wrap("TriggerCount", constant(static_cast<double>(*t->second.count)));
        }
        group("ControlParameters", control);
        const auto expression = [](const std::string& text) {
            return "<bpsim:ExpressionParameter value=" + quoted(text) + "/>";
        };
        group("ResourceParameters", one(s_.selections, "Selection", expression) +
                                        one(s_.quantities, "Quantity", [](int64_t n) {
                                            return constant(static_cast<double>(n));
                                        }));
        group("PriorityParameters", one(s_.priorities, "Priority", constant));
        line(1, "</bpsim:ElementParameters>");
    }

    const BpsimScenario& s_;
    std::string indent_, out_;
};

// Where an element of a well-formed file stands in its bytes.
struct Span {
    size_t begin = 0;  // its "<"
    size_t open = 0;   // behind the ">" of its opening tag
    size_t close = 0;  // the "<" of its closing tag; of <a/>: open
    size_t end = 0;
};

// Behind the tag, comment or the like that begins at `at`; npos: it does not end.
size_t behind(std::string_view xml, size_t at) {
    for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"<!--", "-->"},
                                   {"<![CDATA[", "]]>"},
                                   {"<?", "?>"}})
        if (xml.substr(at).starts_with(from)) {
            const size_t end = xml.find(to, at + from.size());
            return end == xml.npos ? end : end + to.size();
        }
    char quote = 0;
    for (size_t i = at; i < xml.size(); ++i) {
        if (quote != 0) quote = xml[i] == quote ? '\0' : quote;
        else if (xml[i] == '"' || xml[i] == '\'') quote = xml[i];
        else if (xml[i] == '>') return i + 1;
    }
    return xml.npos;
}

std::optional<Span> span_of(std::string_view xml, const pugi::xml_node& node) {
    if (node.offset_debug() < 1) return std::nullopt;
    Span s;
    s.begin = static_cast<size_t>(node.offset_debug()) - 1;
    if (s.begin >= xml.size() || xml[s.begin] != '<') return std::nullopt;
    size_t depth = 0;
    for (size_t at = s.begin; at < xml.size(); at = xml.find('<', at)) {
        const size_t end = behind(xml, at);
        if (end == xml.npos) return std::nullopt;
        const char second = xml[at + 1];
        const bool empty = xml[end - 2] == '/';
        if (second == '/') --depth;
        else if (second != '!' && second != '?' && !empty) ++depth;
        if (at == s.begin) s.open = end;
        if (depth == 0) {
            s.close = at == s.begin ? end : at;
            s.end = end;
            return s;
        }
        at = end;
    }
    return std::nullopt;
}

// The spaces before it, if nothing else stands on its line.
std::string indentation(std::string_view xml, size_t at) {
    size_t from = at;
    while (from > 0 && (xml[from - 1] == ' ' || xml[from - 1] == '\t')) --from;
    if (from > 0 && xml[from - 1] != '\n') return {};
    return std::string(xml.substr(from, at - from));
}

// Puts `lines` (each with its newline) at the end of what lies inside the element.
std::string with_inside(std::string_view xml, const pugi::xml_node& node, const Span& s,
                        const std::string& lines) {
    const std::string indent = indentation(xml, s.begin);
    if (s.close == s.open && s.end == s.open)  // <a/>
        return std::string(xml.substr(0, s.open - 2)) + ">\n" + lines + indent + "</" +
               node.name() + ">" + std::string(xml.substr(s.end));
    size_t at = s.close;
    while (at > s.open && (xml[at - 1] == ' ' || xml[at - 1] == '\t')) --at;
    const bool own_line = xml[at - 1] == '\n';
    return std::string(xml.substr(0, at)) + (own_line ? "" : "\n") + lines + indent +
           std::string(xml.substr(s.close));
}

pugi::xml_node find_data(const pugi::xml_node& root) {
    pugi::xml_node found;
    const auto look = [&](const pugi::xml_node& holder) {
        each(holder, kBpmn, [&](const pugi::xml_node& e, const std::string& what) {
            if (what != "extensionElements") return;
            for (const std::string_view ns : bpsim::kUris)
                each(e, ns, [&](const pugi::xml_node& data, const std::string& name) {
                    if (!found && name == "BPSimData") found = data;
                });
        });
    };
    each(root, kBpmn, [&](const pugi::xml_node& n, const std::string& what) {
        if (what == "relationship") look(n);
    });
    look(root);
    return found;
}

// A relationship with nothing but the scenario in it, as the last of the file.
std::string appended(std::string_view xml, const pugi::xml_node& root, const Span& span,
                     const BpsimScenario& scenario) {
    const std::string_view name = root.name();
    const auto colon = name.find(':');
    const std::string b = colon == name.npos ? "" : std::string(name.substr(0, colon + 1));
    std::string process;
    each(root, kBpmn, [&](const pugi::xml_node& n, const std::string& what) {
        if (what == "process" && process.empty()) process = n.attribute("id").value();
    });
    const std::string i = indentation(xml, span.begin) + "  ";
    const auto end = [&](const std::string& which) {
        const std::string id = quoted(process);
        return i + "  <" + b + which + ">" + id.substr(1, id.size() - 2) + "</" + b + which + ">\n";
    };
    const std::string lines = i + "<" + b + "relationship type=\"BPSimData\">\n" +  //
                              i + "  <" + b + "extensionElements>\n" +              //
                              i + "    <bpsim:BPSimData xmlns:bpsim=" + quoted(bpsim::kUris[0]) +
                              ">\n" + i + "      " + Writer(scenario).scenario(i + "      ", "") +
                              "\n" +                                     //
                              i + "    </bpsim:BPSimData>\n" +           //
                              i + "  </" + b + "extensionElements>\n" +  //
                              end("source") + end("target") +            //
                              i + "</" + b + "relationship>\n";
    return with_inside(xml, root, span, lines);
}

}  // namespace

Result<std::string> write_bpsim(std::string_view xml, const BpsimScenario& scenario) {
    const Error not_ours{ErrorCode::malformed, "this is not a BPMN file that can be read"};
    Diagnostics diagnostics;
    pugi::xml_document document;
    if (!bpmn::xml::open(document, xml, "", bpmn::xml::Lines(""), diagnostics)) return not_ours;
    const auto root = document.document_element();
    if (tag(root) != "definitions" || uri(root) != kBpmn) return not_ours;

    const auto data = find_data(root);
    const auto span = span_of(xml, data ? data : root);
    if (!span) return not_ours;
    if (!data) return appended(xml, root, *span, scenario);
    const std::string declared =
        bpmn::xml::uri_of(data, "bpsim") == uri(data) ? "" : " xmlns:bpsim=" + quoted(uri(data));
    pugi::xml_node old;
    each(data, uri(data), [&](const pugi::xml_node& n, const std::string& what) {
        if (!old && what == "Scenario" && !n.attribute("result") &&
            n.attribute("id").value() == scenario.id)
            old = n;
    });
    if (!old) {
        const std::string indent = indentation(xml, span->begin) + "  ";
        return with_inside(xml, data, *span,
                           indent + Writer(scenario).scenario(indent, declared) + "\n");
    }
    const auto place = span_of(xml, old);
    if (!place) return not_ours;
    return std::string(xml.substr(0, place->begin)) +
           Writer(scenario).scenario(indentation(xml, place->begin), declared) +
           std::string(xml.substr(place->end));
}

}  // namespace ss::simulate
