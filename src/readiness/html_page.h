// The page under construction. For html*.cc only.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "readiness/diagram.h"
#include "readiness/html.h"

namespace ss::readiness {

class Page {
  public:
    Page(const Report& r, const plan::Plan& p, const std::vector<Language>& l)
        : report(r), plan(p), languages(l) {}

    std::string whole();

    // In every language, the hidden ones too. `tag`: "span" in HTML, "tspan" in SVG text.
    std::string each(const std::function<std::string(const Language&)>& text,
                     const char* tag = "span") const;
    std::string say(const std::string& key, const std::vector<std::string>& args = {}) const;
    std::string say(const Sentence& sentence) const;  // with names in place of codes
    std::string both(const org::Text& text, const std::string& otherwise) const;
    std::string plain(const Language& l, const std::string& key,
                      const std::vector<std::string>& args = {}) const;
    bool knows(const std::string& key) const;

    std::string clock(Instant at) const;  // 08:40
    std::string duration(const Language& l, int64_t ms) const;
    std::string duration(int64_t ms) const;
    std::string date(LocalDate date) const;
    std::string decimal(int64_t tenths) const;
    std::string percent(int64_t per_mille) const;
    std::string chip(Rating rating) const;
    std::string seqs(const std::vector<uint64_t>& seqs, size_t most = 12) const;
    std::string name_of_task(const Code& task) const;
    std::string name_of_role(const Code& role) const;
    std::string name_of_procedure(const Code& procedure) const;
    std::string name_of_officer(const Code& unit, const Code& officer) const;
    std::string name_of_lane(const Code& unit, const Code& lane, const char* tag) const;

    std::string name_of(const Language& l, const Code& code) const;  // or the code itself, plain
    std::string label_of(const Code& unit, const Bar& bar) const;    // plain
    std::string timeline(const UnitReport& unit) const;              // html_timeline.cc
    std::string queue(const UnitReport& unit) const;
    std::string diagrams(const UnitReport& unit) const;  // html_diagrams.cc

    const Report& report;
    const plan::Plan& plan;
    const std::vector<Language>& languages;

  private:
    void head();
    void verdict(const RunReport& run, const UnitReport& unit);
    void columns();
    std::string simulated_cell(const GateForecast& forecast) const;
    void gate(const std::vector<GateCondition>& conditions);
    void tasks(const UnitReport& unit);
    void findings(const UnitReport& unit);
    void one_finding(const UnitReport& unit, const Finding& f);
    void injects(const UnitReport& unit);
    void notes(const UnitReport& unit);
    std::string changed_chip(const UnitReport& unit, const Rated& rated) const;
    void day(const UnitReport& unit);
    void leadership(const UnitReport& unit);
    void scorecard(const UnitReport& unit);
    void coverage(const UnitReport& unit);
    void figures(const UnitReport& unit);
    void attempts(const UnitReport& unit);
    void units(const RunReport& run);
    void compare();
    void people();
    void preparation(const RunReport& run);
    void corrections(const RunReport& run);
    std::string run_head(const RunReport& run) const;
    std::string of_person(const Person& person) const;
    void provenance(const RunReport& run);
    void open_section(const std::string& id, const std::string& key);
    void close_section() { out_ += "</section>\n"; }
    void header_row(const std::vector<std::string>& keys);
    void row(const std::vector<std::string>& cells);

    std::vector<std::string> labels_;  // of the columns of the table at hand
    std::string out_;
};

}  // namespace ss::readiness
