#include "readiness/diagram.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>

namespace ss::readiness {
namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

size_t count(const std::string& text, const std::string& what) {
    size_t n = 0;
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
    return n;
}

TEST(Diagram, EveryProcessOfThePlanBecomesWellFormedSvgWithAllItsEdges) {
    size_t files = 0;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(SS_SOURCE_DIR "/plans/hue-2025")) {
        if (file.path().extension() != ".bpmn") continue;
        const std::string bpmn = read(file.path());
        const auto svg = diagram(bpmn, {}, "x", "Thủ tục");
        ASSERT_TRUE(svg.ok()) << file.path() << svg.error().message;
        pugi::xml_document document;
        EXPECT_TRUE(document.load_string(svg.value().c_str())) << file.path();
        EXPECT_EQ(count(svg.value(), "class=\"edge\""), count(bpmn, "<bpmndi:BPMNEdge"));
        EXPECT_EQ(svg.value().find("http:", svg.value().find("viewBox")), std::string::npos);
        ++files;
    }
    EXPECT_GT(files, 10u);
}

TEST(Diagram, HeatAndBadgesLieOnTheirNode) {
    const std::string bpmn = read(SS_SOURCE_DIR "/plans/hue-2025/procedures/1.001193/process.bpmn");
    const auto svg =
        diagram(bpmn, {{"verify", {5, "12", true, "chờ <lâu>"}}, {"absent", {3, "9", false, ""}}},
                "p1", "Khai sinh");
    ASSERT_TRUE(svg.ok());
    EXPECT_EQ(count(svg.value(), " h5"), 1u);
    EXPECT_EQ(count(svg.value(), "badge late"), 1u);
    EXPECT_NE(svg.value().find("chờ &lt;lâu&gt;"), std::string::npos);
    EXPECT_EQ(svg.value().find(">9<"), std::string::npos);
    EXPECT_NE(svg.value().find("url(#p1a)"), std::string::npos);
}

TEST(Diagram, WhatIsNoDiagramIsRefused) {
    EXPECT_FALSE(diagram("<a", {}, "x", "").ok());
    EXPECT_FALSE(diagram("", {}, "x", "").ok());
    EXPECT_FALSE(diagram("<a/>", {}, "x", "").ok());
    EXPECT_FALSE(
        diagram("<!DOCTYPE a [<!ENTITY i SYSTEM \"file:///etc/passwd\">]><a>&i;</a>", {}, "x", "")
            .ok());
}

TEST(Diagram, NamesOfOthersCannotBecomeMarkup) {
    const auto svg = diagram(
        "<d><task id=\"t\" name=\"&lt;script&gt;alert(1)&lt;/script&gt;\"/>"
        "<BPMNShape bpmnElement=\"t\"><Bounds x=\"0\" y=\"0\" width=\"99\" height=\"80\"/>"
        "</BPMNShape></d>",
        {}, "x", "\"><script>");
    ASSERT_TRUE(svg.ok());
    EXPECT_EQ(svg.value().find("<script"), std::string::npos);
}

}  // namespace
}  // namespace ss::readiness
