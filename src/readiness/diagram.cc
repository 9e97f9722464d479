#include "readiness/diagram.h"

#include <algorithm>
#include <cmath>
#include <pugixml.hpp>
#include <set>
#include <vector>

#include "base/limits.h"

namespace ss::readiness {

namespace {

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};
struct Element {
    std::string kind;  // local name: "userTask"
    std::string name;
    std::string event;  // local name of its event definition, without "EventDefinition"
    bool interrupting = true;
};

std::string_view local(const char* name) {
    const std::string_view text(name);
    const size_t colon = text.find(':');
    return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

// Coordinates: two decimals at most, a point whatever the locale.
std::string number(double value) {
    if (!std::isfinite(value)) value = 0;
    const auto hundredths = static_cast<int64_t>(std::llround(value * 100));
    const int64_t rest = std::abs(hundredths % 100);
    std::string out = (hundredths < 0 ? "-" : "") + std::to_string(std::abs(hundredths / 100));
    if (rest == 0) return out;
    return out + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

class Drawing {
  public:
    Drawing(const std::map<Code, Mark>& marks, std::string prefix)
        : marks_(marks), prefix_(std::move(prefix)) {}

    bool read(const pugi::xml_node& root) {
        collect(root, 0);
        for (const pugi::xml_node& node : shapes_) shape(node);
        for (const pugi::xml_node& node : edges_) edge(node);
        return !shapes_.empty();
    }

    std::string svg(const std::string& label) const {
        const double pad = 12;
        const double width = right_ - left_ + 2 * pad, height = bottom_ - top_ + 2 * pad;
        return "<svg class=\"bpmn\" role=\"img\" aria-label=\"" + escaped(label) +
               "\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"" + number(left_ - pad) + " " +
               number(top_ - pad) + " " + number(width) + " " + number(height) + "\" width=\"" +
               number(width) + "\" height=\"" + number(height) + "\" style=\"--w:" + number(width) +
               "px\"><defs><marker id=\"" + prefix_ +
               "a\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" "
               "markerHeight=\"8\" orient=\"auto\"><path d=\"M0 1L9 5L0 9z\"/></marker></defs>" +
               pools_ + lines_ + nodes_ + texts_ + badges_ + "</svg>";
    }

  private:
    void collect(const pugi::xml_node& node, size_t depth) {
        if (depth > limits::kNesting) return;
        for (const pugi::xml_node& child : node.children()) {
            const std::string_view kind = local(child.name());
            if (kind == "BPMNShape") {
                shapes_.push_back(child);
            } else if (kind == "BPMNEdge") {
                edges_.push_back(child);
            } else if (const char* id = child.attribute("id").value(); *id != '\0') {
                Element e{std::string(kind),
                          child.attribute("name").value(),
                          {},
                          child.attribute("cancelActivity").as_bool(true)};
                for (const pugi::xml_node& inner : child.children()) {
                    const std::string_view event = local(inner.name());
                    if (event.ends_with("EventDefinition"))
                        e.event = event.substr(0, event.size() - 15);
                }
                elements_[id] = std::move(e);
            }
            collect(child, depth + 1);
        }
    }

    static pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
        for (const pugi::xml_node& c : node.children())
            if (local(c.name()) == name) return c;
        return {};
    }
    static Box bounds(const pugi::xml_node& node) {
        const pugi::xml_node b = child(node, "Bounds");
        return {b.attribute("x").as_double(), b.attribute("y").as_double(),
                b.attribute("width").as_double(), b.attribute("height").as_double()};
    }
    void cover(double x, double y) {
        left_ = std::min(left_, x);
        right_ = std::max(right_, x);
        top_ = std::min(top_, y);
        bottom_ = std::max(bottom_, y);
    }

    // Words into lines of about `width`; what does not fit into `most` lines ends with dots.
    static std::vector<std::string> wrap(const std::string& text, double width, size_t most) {
        const auto room = static_cast<size_t>(std::max(6.0, width / 6.1));
        std::vector<std::string> lines(1);
        size_t letters = 0, at = 0;
        while (at < text.size()) {
            const size_t end = std::min(text.find(' ', at), text.size());
            const std::string word = text.substr(at, end - at);
            size_t length = 0;
            for (const char c : word) length += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
            if (letters > 0 && letters + 1 + length > room) {
                if (lines.size() == most) {
                    lines.back() += "…";
                    return lines;
                }
                lines.emplace_back();
                letters = 0;
            }
            lines.back() += (letters > 0 ? " " : "") + word;
            letters += length + (letters > 0 ? 1 : 0);
            at = end + 1;
        }
        return lines;
    }

    void text(const std::string& what, const Box& box, size_t most, bool middle) {
        if (what.empty()) return;
        const double line = 14;
        const auto lines = wrap(what, box.width, most);
        const double total = line * static_cast<double>(lines.size());
        double y = middle ? box.y + (box.height - total) / 2 : box.y;
        texts_ += "<text text-anchor=\"middle\">";
        for (const std::string& l : lines) {
            texts_ += "<tspan x=\"" + number(box.x + box.width / 2) + "\" y=\"" + number(y + 11) +
                      "\">" + escaped(l) + "</tspan>";
            y += line;
            cover(box.x + box.width / 2, y);
        }
        texts_ += "</text>";
    }

    std::string path(const std::string& d, const std::string& css) const {
        return "<path class=\"" + css + "\" d=\"" + d + "\"/>";
    }
    std::string rect(const Box& b, double round, const std::string& css) const {
        return "<rect class=\"" + css + "\" x=\"" + number(b.x) + "\" y=\"" + number(b.y) +
               "\" width=\"" + number(b.width) + "\" height=\"" + number(b.height) + "\" rx=\"" +
               number(round) + "\"/>";
    }
    std::string circle(double x, double y, double r, const std::string& css) const {
        return "<circle class=\"" + css + "\" cx=\"" + number(x) + "\" cy=\"" + number(y) +
               "\" r=\"" + number(r) + "\"/>";
    }

    void pool(const Box& b, const Element& e, bool horizontal) {
        pools_ += rect(b, 0, e.kind == "lane" ? "lane" : "pool");
        if (e.name.empty()) return;
        const double band = 30, x = b.x + band / 2, y = b.y + b.height / 2;
        if (horizontal) {
            pools_ += path("M" + number(b.x + band) + " " + number(b.y) + "v" + number(b.height),
                           "edge0");
            pools_ += "<text class=\"lane-name\" text-anchor=\"middle\" transform=\"translate(" +
                      number(x + 4) + " " + number(y) + ") rotate(-90)\">";
            pools_ += escaped(wrap(e.name, b.height, 1).front()) + "</text>";
        } else {
            text(e.name, {b.x, b.y + 4, b.width, band}, 1, false);
        }
    }

    std::string event_icon(const std::string& event, double x, double y) const {
        if (event == "message")
            return rect({x - 8, y - 5.5, 16, 11}, 0, "icon") +
                   path("M" + number(x - 8) + " " + number(y - 5.5) + "l8 6l8 -6", "icon");
        if (event == "timer")
            return circle(x, y, 9, "icon") +
                   path("M" + number(x) + " " + number(y - 6) + "v6l4 3", "icon");
        if (event == "error" || event == "escalation")
            return path("M" + number(x - 7) + " " + number(y + 6) + "l4 -11l5 7l5 -9", "icon");
        if (event == "terminate") return circle(x, y, 9, "solid");
        return {};
    }

    void event(const Box& b, const Element& e, const std::string& css) {
        const double x = b.x + b.width / 2, y = b.y + b.height / 2, r = b.width / 2;
        const bool dashed = e.kind == "boundaryEvent" && !e.interrupting;
        nodes_ += circle(x, y, r,
                         css + (e.kind == "endEvent" ? " thick"
                                : dashed             ? " dashed"
                                                     : ""));
        if (e.kind.starts_with("intermediate") || e.kind == "boundaryEvent")
            nodes_ += circle(x, y, r - 3.5, std::string("inner") + (dashed ? " dashed" : ""));
        nodes_ += event_icon(e.event, x, y);
    }

    void gateway(const Box& b, const Element& e, const std::string& css) {
        const double x = b.x + b.width / 2, y = b.y + b.height / 2, w = b.width / 2;
        nodes_ +=
            path("M" + number(x) + " " + number(b.y) + "l" + number(w) + " " + number(w) + "l" +
                     number(-w) + " " + number(w) + "l" + number(-w) + " " + number(-w) + "z",
                 css);
        const std::string at = "M" + number(x) + " " + number(y);
        if (e.kind == "parallelGateway") nodes_ += path(at + "m-10 0h20m-10 -10v20", "icon wide");
        else if (e.kind == "inclusiveGateway") nodes_ += circle(x, y, 10, "icon wide");
        else if (e.kind == "eventBasedGateway")
            nodes_ += circle(x, y, 12, "icon") + path(at + "m0 -7l7 5l-3 8h-8l-3 -8z", "icon");
        else nodes_ += path(at + "m-7 -7l14 14m0 -14l-14 14", "icon wide");
    }

    void task(const Box& b, const Element& e, const std::string& css) {
        nodes_ += rect(b, 8, css + (e.kind == "callActivity" ? " thick" : ""));
        const double x = b.x + 14, y = b.y + 13;
        if (e.kind == "userTask")
            nodes_ += circle(x, y - 3, 3.5, "icon") +
                      path("M" + number(x - 7) + " " + number(y + 8) + "c0 -9 14 -9 14 0z", "icon");
        if (e.kind == "serviceTask")
            nodes_ += circle(x, y, 3, "icon") + circle(x, y, 6.5, "icon dotted");
        if (e.kind == "callActivity" || e.kind == "subProcess") {
            const double px = b.x + b.width / 2, py = b.y + b.height - 8;
            if (e.kind == "callActivity")
                nodes_ += rect({px - 6, py - 6, 12, 12}, 0, "icon") +
                          path("M" + number(px - 4) + " " + number(py) + "h8m-4 -4v8", "icon");
        }
    }

    void badge(const Box& b, const Mark& mark) {
        if (mark.badge.empty()) return;
        const double width = 14 + 7 * static_cast<double>(mark.badge.size());
        const Box box{b.x + b.width - width + 8, b.y - 9, width, 18};
        badges_ += "<g class=\"badge" + std::string(mark.late ? " late" : "") + "\"><title>" +
                   escaped(mark.tooltip) + "</title>" + rect(box, 9, "b") +
                   "<text text-anchor=\"middle\" x=\"" + number(box.x + width / 2) + "\" y=\"" +
                   number(box.y + 13) + "\">" + escaped(mark.badge) + "</text></g>";
    }

    void shape(const pugi::xml_node& node) {
        const std::string id = node.attribute("bpmnElement").value();
        const Box b = bounds(node);
        cover(b.x, b.y);
        cover(b.x + b.width, b.y + b.height);
        const auto found = elements_.find(id);
        const Element e = found == elements_.end() ? Element{} : found->second;
        if (e.kind == "participant" || e.kind == "lane")
            return pool(b, e, node.attribute("isHorizontal").as_bool(b.width > b.height));
        const auto mark = marks_.find(id);
        std::string css = "node";
        if (mark != marks_.end() && mark->second.heat > 0)
            css += " h" + std::to_string(std::clamp(mark->second.heat, 1, 5));
        const bool titled = mark != marks_.end() && !mark->second.tooltip.empty();
        if (titled) nodes_ += "<g><title>" + escaped(mark->second.tooltip) + "</title>";
        const bool is_event = e.kind.ends_with("Event"), is_gateway = e.kind.ends_with("Gateway");
        if (is_event) {
            event(b, e, css);
        } else if (is_gateway) {
            gateway(b, e, css);
        } else {
            task(b, e, css);
        }
        if (titled) nodes_ += "</g>";
        if (mark != marks_.end()) badge(b, mark->second);
        const pugi::xml_node label = child(node, "BPMNLabel");
        if (is_event || is_gateway) {
            Box at = label ? bounds(label) : Box{b.x - 30, b.y + b.height + 4, b.width + 60, 14};
            if (at.width < 1) at = {b.x - 30, b.y + b.height + 4, b.width + 60, 14};
            text(e.name, at, 4, false);
        } else {
            text(e.name, {b.x + 4, b.y + 4, b.width - 8, b.height - 4}, 4, true);
        }
    }

    void edge(const pugi::xml_node& node) {
        std::string d;
        double x = 0, y = 0;
        size_t points = 0;
        for (const pugi::xml_node& c : node.children()) {
            if (local(c.name()) != "waypoint") continue;
            const double px = c.attribute("x").as_double(), py = c.attribute("y").as_double();
            cover(px, py);
            d += (points++ == 0 ? "M" : "L") + number(px) + " " + number(py);
            if (points <= 2)
                x = points == 1 ? px : (x + px) / 2, y = points == 1 ? py : (y + py) / 2;
        }
        if (points < 2) return;
        lines_ += "<path class=\"edge\" marker-end=\"url(#" + prefix_ + "a)\" d=\"" + d + "\"/>";
        const auto found = elements_.find(node.attribute("bpmnElement").value());
        if (found == elements_.end() || found->second.name.empty()) return;
        const pugi::xml_node label = child(node, "BPMNLabel");
        Box at = label ? bounds(label) : Box{};
        if (at.width < 1) at = {x - 40, y - 16, 80, 14};
        text(found->second.name, at, 3, false);
    }

    const std::map<Code, Mark>& marks_;
    std::string prefix_;
    std::map<std::string, Element> elements_;
    std::vector<pugi::xml_node> shapes_, edges_;
    std::string pools_, lines_, nodes_, texts_, badges_;
    double left_ = 1e9, top_ = 1e9, right_ = -1e9, bottom_ = -1e9;
};

}  // namespace

namespace {
void find_calls(const pugi::xml_node& node, const std::string& call, std::map<Code, Code>& out,
                size_t depth) {
    if (depth > limits::kNesting) return;
    for (const pugi::xml_node& child : node.children()) {
        const std::string_view kind = local(child.name());
        if (kind == "calledElement" && !call.empty())
            out[call] = child.attribute("processId").value();
        find_calls(child, kind == "callActivity" ? child.attribute("id").value() : call, out,
                   depth + 1);
    }
}
}  // namespace

std::map<Code, Code> called_by(std::string_view bpmn) {
    std::map<Code, Code> out;
    pugi::xml_document document;
    if (document.load_buffer(bpmn.data(), bpmn.size())) find_calls(document, {}, out, 0);
    return out;
}

std::string heat_legend(const std::function<std::string(const std::string& heat)>& say) {
    std::string out = "<div class=\"legend\">";
    for (const auto& [colour, heat] : {std::pair{"#fff6e0", "1"},
                                       {"#ffe7b3", "2"},
                                       {"#ffcf80", "3"},
                                       {"#ffa95c", "4"},
                                       {"#f47b5a", "5"}})
        out += std::string("<span><i style=\"background:") + colour + "\"></i>" + say(heat) +
               "</span>";
    return out + "</div>";
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

Result<std::string> diagram(std::string_view bpmn, const std::map<Code, Mark>& marks,
                            const std::string& prefix, const std::string& label) {
    pugi::xml_document document;
    const auto options = pugi::parse_default | pugi::parse_doctype;
    const auto parsed = document.load_buffer(bpmn.data(), bpmn.size(), options);
    if (!parsed) return Error{ErrorCode::malformed, std::string("BPMN: ") + parsed.description()};
    for (const pugi::xml_node& node : document.children())
        if (node.type() == pugi::node_doctype)
            return Error{ErrorCode::malformed, "BPMN: DOCTYPE is not allowed"};
    Drawing drawing(marks, prefix);
    if (!drawing.read(document)) return Error{ErrorCode::malformed, "BPMN: no diagram in it"};
    return drawing.svg(label);
}

}  // namespace ss::readiness
