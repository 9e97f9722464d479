// Reading BPSimData: every parameter is understood, or named with its line.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/limits.h"
#include "simulate/bpsim.h"
#include "simulate/bpsim_value.h"

namespace ss::simulate {

namespace {

using bpmn::xml::each;
using bpmn::xml::kBpmn;
using bpmn::xml::tag;
using bpmn::xml::uri;

constexpr size_t kMostParameters = 8 * limits::kNodes;  // elements with parameters in one scenario

struct Element {
    std::string tag;
    std::string source;  // of a sequence flow
};

bool known(std::string_view ns) {
    return std::ranges::find(bpsim::kUris, ns) != std::end(bpsim::kUris);
}

// The next node in document order; `inside`: also what lies in this one.
pugi::xml_node next(pugi::xml_node n, const pugi::xml_node& root, bool inside) {
    if (inside && n.first_child()) return n.first_child();
    while (n && n != root && !n.next_sibling()) n = n.parent();
    return n == root ? pugi::xml_node{} : n.next_sibling();
}

class Reader {
  public:
    Reader(bpsim::Complaints& complaints, const pugi::xml_node& root)
        : complaints_(complaints), root_(root) {}

    std::optional<BpsimScenario> run();

  private:
    pugi::xml_node data();
    pugi::xml_node scenario(const pugi::xml_node& data);
    void elements();
    void whole(const pugi::xml_node& n, bpsim::Values& values);
    void start(const pugi::xml_node& n, bpsim::Values& values);
    void element(const pugi::xml_node& n, bpsim::Values& values);
    void times(const pugi::xml_node& n, bpsim::Values& values);
    void control(const pugi::xml_node& n, bpsim::Values& values);
    void trigger(const pugi::xml_node& n, const std::string& what, bpsim::Values& values);
    void resources(const pugi::xml_node& n, bpsim::Values& values);
    void priority(const pugi::xml_node& n, bpsim::Values& values);
    void shares();

    std::string of(const std::string& what) const { return what + " of \"" + id_ + "\""; }
    void not_used(const pugi::xml_node& n, const std::string& what, std::string why) {
        complaints_.warning("not_used", n, what + " is not simulated", std::move(why));
    }
    // The first of its kind for this element; complains of another.
    template <class Map, class T>
    void put(Map& map, const pugi::xml_node& n, const std::string& what, std::optional<T> value) {
        if (!value) return;
        if (!map.emplace(id_, std::move(*value)).second)
            complaints_.error("twice", n, of(what) + " is given twice", "Leave one of them.");
    }

    bpsim::Complaints& complaints_;
    pugi::xml_node root_;
    std::string ns_;
    std::map<std::string, Element> elements_;
    std::map<std::string, pugi::xml_node> shares_;  // sequence flow -> where its share stands
    std::string id_, kind_;                         // of the element at hand
    size_t seen_ = 0;
    BpsimScenario out_;
};

// Where the specification puts it: a relationship's extension elements, or those of the file.
pugi::xml_node Reader::data() {
    pugi::xml_node found;
    const auto look = [&](const pugi::xml_node& holder) {
        each(holder, kBpmn, [&](const pugi::xml_node& e, const std::string& what) {
            if (what != "extensionElements") return;
            for (const auto& child : e.children()) {
                if (child.type() != pugi::node_element || tag(child) != "BPSimData") continue;
                if (!known(uri(child)))
                    complaints_.error("version", child,
                                      "BPSimData of \"" + std::string(uri(child)) + "\"",
                                      "Save it as BPSim 2.0: " + std::string(bpsim::kUris[0]));
                else if (!found) found = child;
                else not_used(child, "A second BPSimData", "Put all scenarios into the first.");
            }
        });
    };
    each(root_, kBpmn, [&](const pugi::xml_node& n, const std::string& what) {
        if (what == "relationship") look(n);
    });
    look(root_);
    ns_ = uri(found);
    return found;
}

// Ours, or the first. What only holds results is passed over.
pugi::xml_node Reader::scenario(const pugi::xml_node& data) {
    pugi::xml_node found;
    each(data, ns_, [&](const pugi::xml_node& n, const std::string& what) {
        if (what != "Scenario")
            return complaints_.error("unknown", n, "<" + what + "> in BPSimData",
                                     "Scenarios stand there, nothing else.");
        if (n.attribute("result"))
            return not_used(n, "A scenario of results", "It changes nothing.");
        const bool own = n.attribute("id").value() == kOwnScenario;
        const bool better = !found || (own && found.attribute("id").value() != kOwnScenario);
        if (found)
            not_used(better ? found : n, "Another scenario",
                     "One is read: \"sansang\", else the first.");
        if (better) found = n;
    });
    if (found && found.attribute("inherits"))
        complaints_.error("inherits", found, "the scenario takes the rest from another one",
                          "Write all parameters into this scenario.");
    return found;
}

void Reader::elements() {
    for (auto n = next(root_, root_, true); n;) {
        const bool element = n.type() == pugi::node_element;
        const std::string what = element ? tag(n) : "";
        if (element && what != "BPSimData" && n.attribute("id"))
            elements_.emplace(n.attribute("id").value(),
                              Element{what, bpmn::xml::local(n.attribute("sourceRef").value())});
        n = next(n, root_, what != "BPSimData");
    }
}

std::optional<BpsimScenario> Reader::run() {
    const auto data = this->data();
    if (!data) return std::nullopt;
    const auto n = scenario(data);
    if (!n) {
        if (!complaints_.errors)
            complaints_.error("no_value", data, "BPSimData holds no scenario", "Write one.");
        return std::nullopt;
    }
    elements();
    out_.id = n.attribute("id").value();
    out_.name = n.attribute("name").value();
    bpsim::Values values(complaints_, ns_);
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "ScenarioParameters") whole(c, values);  // its unit counts for all the others
    });
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "ElementParameters") element(c, values);
        else if (what == "Calendar")
            not_used(c, "A calendar", "The hours come from the plan's calendar.yaml.");
        else if (what == "VendorExtension") not_used(c, "An extension", "It is left as it is.");
        else if (what != "ScenarioParameters")
            complaints_.error("unknown", c, "<" + what + "> in a scenario", "Take it out.");
    });
    shares();
    if (values.results_asked != 0)
        not_used(
            values.first_result,
            "What is asked for as a result (" + std::to_string(values.results_asked) + " times)",
            "The forecast tells all it finds.");
    if (complaints_.errors) return std::nullopt;
    return std::move(out_);
}

void Reader::whole(const pugi::xml_node& n, bpsim::Values& values) {
    values.base_unit = bpsim::unit_minutes(n.attribute("baseTimeUnit").value());
    out_.line = complaints_.lines.of(n);
    const auto attribute = [&](const char* name, double least) -> std::optional<int64_t> {
        if (!n.attribute(name)) return std::nullopt;
        const auto x = values.attribute(n, name, "ScenarioParameters", least, 9e15);
        return x ? std::optional(static_cast<int64_t>(*x)) : std::nullopt;
    };
    out_.replications = attribute("replication", 1);
    out_.seed = attribute("seed", 0);
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "Start") start(c, values);
        else if (what == "Duration") out_.duration = values.span(c, what);
        else if (what == "Warmup") out_.warm_up = values.span(c, what);
        else if (what == "PropertyParameters")
            not_used(c, "PropertyParameters", "The data of dossiers come from demand.yaml.");
        else
            complaints_.error("unknown", c, "<" + what + "> in ScenarioParameters", "Take it out.");
    });
}

void Reader::start(const pugi::xml_node& n, bpsim::Values& values) {
    const auto value = values.only(n, "Start");
    if (!value) return;
    const std::string_view text = value.attribute("value").value();
    const auto day = parse_date(text.substr(0, 10));
    const auto clock = text.size() == 10                     ? std::optional<int64_t>(0)
                       : text.size() > 15 && text[10] == 'T' ? parse_clock(text.substr(11, 5))
                                                             : std::nullopt;
    if (tag(value) != "DateTimeParameter" || !day || !clock)
        return complaints_.error("value", value, "Start: \"" + std::string(text) + "\" is no time",
                                 "Write a DateTimeParameter: 2025-07-01T07:30:00");
    if (text.size() > 19)
        not_used(value, "What follows the seconds of Start", "It is local time, to the minute.");
    out_.start = *day;
    out_.start_of_day = *clock;
}

void Reader::element(const pugi::xml_node& n, bpsim::Values& values) {
    if (++seen_ > kMostParameters) {
        if (seen_ == kMostParameters + 1)
            complaints_.error("too_many", n, "more than 32768 elements have parameters",
                              "Split the process.");
        return;
    }
    id_ = bpmn::xml::local(n.attribute("elementRef").value());
    const auto found = elements_.find(id_);
    if (found == elements_.end())
        return complaints_.error("unknown_element", n, "the file has no element \"" + id_ + "\"",
                                 "Put the id of an element into elementRef.");
    kind_ = found->second.tag;
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "TimeParameters") times(c, values);
        else if (what == "ControlParameters") control(c, values);
        else if (what == "ResourceParameters") resources(c, values);
        else if (what == "PriorityParameters") priority(c, values);
        else if (what == "CostParameters") not_used(c, of(what), "Nothing is reckoned in money.");
        else if (what == "PropertyParameters")
            not_used(c, of(what), "The data of dossiers come from demand.yaml.");
        else if (what == "VendorExtension") not_used(c, of(what), "It is left as it is.");
        else complaints_.error("unknown", c, "<" + what + "> of \"" + id_ + "\"", "Take it out.");
    });
}

void Reader::times(const pugi::xml_node& n, bpsim::Values& values) {
    static constexpr auto kOthers = std::to_array<std::string_view>(
        {"TransferTime", "QueueTime", "WaitTime", "SetUpTime", "SetupTime", "ValidationTime",
         "ReworkTime", "LagTime", "Duration", "ElapsedTime"});
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "ProcessingTime" && kind_ == "userTask")
            return put(out_.times, c, what, values.time(c, of(what)));
        if (what == "ProcessingTime")
            return not_used(c, of(what) + " (" + kind_ + ")", "Only people take time: a userTask.");
        if (std::ranges::find(kOthers, what) == kOthers.end())
            return complaints_.error("unknown", c, "<" + what + "> is no time", "Take it out.");
        if (what == "QueueTime" || what == "WaitTime")
            return not_used(c, of(what), "How long is waited is what the forecast finds out.");
        not_used(c, of(what), "Add it to the ProcessingTime, if it is work of the same person.");
    });
}

void Reader::control(const pugi::xml_node& n, bpsim::Values& values) {
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "Probability") {
            if (kind_ != "sequenceFlow")
                return not_used(c, of(what) + " (" + kind_ + ")", "Give it to a sequenceFlow.");
            put(out_.probabilities, c, what, values.number(c, of(what), 0, 1));
            shares_.emplace(id_, c);
        } else if (what == "InterTriggerTimer" || what == "TriggerCount") {
            if (kind_ != "startEvent")
                return not_used(c, of(what) + " (" + kind_ + ")",
                                "Only what begins a procedure is triggered from outside.");
            trigger(c, what, values);
        } else if (what == "Condition") {
            not_used(c, of(what), "The process itself has conditions.");
        } else {
            complaints_.error("unknown", c, "<" + what + "> controls nothing", "Take it out.");
        }
    });
}

void Reader::trigger(const pugi::xml_node& n, const std::string& what, bpsim::Values& values) {
    BpsimTrigger given;
    if (what == "TriggerCount") given.count = values.count(n, of(what));
    else given.every = values.time(n, of(what));
    if (!given.count && !given.every) return;
    BpsimTrigger& t = out_.triggers[id_];
    if (given.count ? t.count.has_value() : t.every.has_value())
        return complaints_.error("twice", n, of(what) + " is given twice", "Leave one of them.");
    if (given.count) t.count = given.count;
    else t.every = given.every;
    t.line = complaints_.lines.of(n);
}

void Reader::resources(const pugi::xml_node& n, bpsim::Values& values) {
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what == "Quantity") {
            put(out_.quantities, c, what, values.count(c, of(what)));
            not_used(c, of(what), "How many people there are comes from units/*.yaml.");
        } else if (what == "Selection") {
            put(out_.selections, c, what, values.words(c, of(what)));
            not_used(c, of(what), "Who does it comes from the task's candidateGroups.");
        } else if (what == "Availability" || what == "Role") {
            not_used(c, of(what), "People, roles and hours come from the plan.");
        } else {
            complaints_.error("unknown", c, "<" + what + "> is nothing of a resource",
                              "Take it out.");
        }
    });
}

void Reader::priority(const pugi::xml_node& n, bpsim::Values& values) {
    each(n, ns_, [&](const pugi::xml_node& c, const std::string& what) {
        if (what != "Priority" && what != "Interruptible")
            return complaints_.error("unknown", c, "<" + what + "> is no priority", "Take it out.");
        not_used(c, of(what), "What is due first is done first.");
        if (what == "Priority")
            put(out_.priorities, c, what,
                values.number(c, of(what), -bpsim::kMostMinutes, bpsim::kMostMinutes));
    });
}

// The ways out of one exclusive gateway are taken one at a time.
void Reader::shares() {
    struct Gateway {
        size_t ways = 0, given = 0;
        double sum = 0;
        pugi::xml_node at;
    };
    std::map<std::string, Gateway> gateways;
    for (const auto& [id, e] : elements_) {
        if (e.tag != "sequenceFlow") continue;
        const auto from = elements_.find(e.source);
        const bool exclusive = from != elements_.end() && from->second.tag == "exclusiveGateway";
        const auto share = out_.probabilities.find(id);
        if (!exclusive) continue;
        Gateway& g = gateways[e.source];
        ++g.ways;
        if (share == out_.probabilities.end()) continue;
        ++g.given;
        g.sum += share->second;
        if (!g.at) g.at = shares_.at(id);
    }
    for (const auto& [id, g] : gateways) {
        if (g.given == 0 || (g.given < g.ways && g.sum <= 1 + 1e-6)) continue;
        if (g.given == g.ways && std::abs(g.sum - 1) <= 1e-6) continue;
        complaints_.error("shares", g.at,
                          "the probabilities of the ways out of \"" + id + "\" add up to " +
                              std::to_string(g.sum),
                          "Change them so that they add up to 1.");
    }
}

}  // namespace

std::optional<BpsimScenario> read_bpsim(std::string_view xml, const std::string& file,
                                        Diagnostics& diagnostics) {
    const bpmn::xml::Lines lines(xml);
    pugi::xml_document document;
    if (!bpmn::xml::open(document, xml, file, lines, diagnostics)) return std::nullopt;
    bpsim::Complaints complaints{file, lines, diagnostics};
    const auto root = document.document_element();
    if (tag(root) != "definitions" || uri(root) != kBpmn) {
        complaints.error("not_bpmn", root, "<" + std::string(root.name()) + "> is not BPMN 2.0",
                         "The root must be <definitions> of " + std::string(kBpmn) + ".");
        return std::nullopt;
    }
    return Reader(complaints, root).run();
}

}  // namespace ss::simulate
