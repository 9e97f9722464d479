// The XML of a BPMN file as pugixml has read it. That knows no namespaces: prefixes are resolved
// here, by URI, whatever they are.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace ss::bpmn::xml {

inline constexpr std::string_view kBpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

class Lines {
  public:
    explicit Lines(std::string_view xml);
    int at(size_t offset) const;               // 1-based
    int of(const pugi::xml_node& node) const;  // 0: not known

  private:
    std::vector<size_t> newlines_;
};

// Within the limits, UTF-8, well-formed, without a DOCTYPE; else complains (bpmn.not_xml).
bool open(pugi::xml_document& document, std::string_view xml, const std::string& file,
          const Lines& lines, Diagnostics& diagnostics);

std::string tag(const pugi::xml_node& node);                                   // without prefix
std::string_view uri(const pugi::xml_node& node);                              // its namespace
std::string_view uri_of(const pugi::xml_node& node, std::string_view prefix);  // as bound there
std::string local(std::string_view qname);  // "bpmn:Message_1" -> "Message_1"

// The elements of this namespace inside, one level down: f(node, tag).
template <class F>
void each(const pugi::xml_node& node, std::string_view ns, F&& f) {
    for (const auto& child : node.children())
        if (child.type() == pugi::node_element && uri(child) == ns) f(child, tag(child));
}

}  // namespace ss::bpmn::xml
