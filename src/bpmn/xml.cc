#include "bpmn/xml.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace ss::bpmn::xml {

Lines::Lines(std::string_view xml) {
    for (size_t i = 0; i < xml.size(); ++i)
        if (xml[i] == '\n') newlines_.push_back(i);
}

int Lines::at(size_t offset) const {
    const auto i = std::lower_bound(newlines_.begin(), newlines_.end(), offset);
    return static_cast<int>(i - newlines_.begin()) + 1;
}

int Lines::of(const pugi::xml_node& node) const {
    const auto offset = node.offset_debug();
    return offset < 0 ? 0 : at(static_cast<size_t>(offset));
}

bool open(pugi::xml_document& document, std::string_view xml, const std::string& file,
          const Lines& lines, Diagnostics& diagnostics) {
    const auto refuse = [&](int at, std::string message, std::string advice) {
        diagnostics.error("bpmn.not_xml", file, at, std::move(message), std::move(advice));
        return false;
    };
    if (xml.size() > limits::kFile)
        return refuse(0, "the file is larger than 16 MiB", "split the process");
    if (!utf8_valid(xml)) return refuse(0, "the file is not UTF-8", "save it as UTF-8");
    const auto result = document.load_buffer(
        xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!result) {
        const auto offset = result.offset < 0 ? 0 : static_cast<size_t>(result.offset);
        return refuse(lines.at(offset), std::string("not well-formed XML: ") + result.description(),
                      "open the file in a BPMN editor and save it again");
    }
    for (const auto& child : document.children())
        if (child.type() == pugi::node_doctype)
            return refuse(lines.of(child), "a DOCTYPE is not allowed", "remove the <!DOCTYPE ...>");
    return true;
}

std::string tag(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return std::string(colon == name.npos ? name : name.substr(colon + 1));
}

std::string_view uri(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return uri_of(node, colon == name.npos ? std::string_view{} : name.substr(0, colon));
}

std::string_view uri_of(const pugi::xml_node& node, std::string_view prefix) {
    const std::string attribute = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (auto up = node; up; up = up.parent())
        if (const auto a = up.attribute(attribute.c_str())) return a.value();
    return {};
}

std::string local(std::string_view qname) {
    const auto colon = qname.rfind(':');
    return std::string(colon == qname.npos ? qname : qname.substr(colon + 1));
}

}  // namespace ss::bpmn::xml
