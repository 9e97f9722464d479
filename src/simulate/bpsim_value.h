// One value as BPSim writes it: <bpsim:ProcessingTime><bpsim:NormalDistribution .../>...
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>

#include "bpmn/xml.h"
#include "plan/plan.h"

namespace ss::simulate::bpsim {

inline constexpr std::string_view kUris[] = {"http://www.bpsim.org/schemas/2.0",
                                             "http://www.bpsim.org/schemas/1.0"};
inline constexpr double kMostMinutes = 1e9;  // longer is a mistake, and overflows further on

// Complaints of one file.
struct Complaints {
    const std::string& file;
    const bpmn::xml::Lines& lines;
    Diagnostics& diagnostics;
    bool errors = false;

    void error(const char* code, const pugi::xml_node& at, std::string message,
               std::string advice) {
        errors = true;
        diagnostics.error(std::string("bpsim.") + code, file, lines.of(at), std::move(message),
                          std::move(advice));
    }
    void warning(const char* code, const pugi::xml_node& at, std::string message,
                 std::string advice) {
        diagnostics.warning(std::string("bpsim.") + code, file, lines.of(at), std::move(message),
                            std::move(advice));
    }
};

// The values of one BPSimData: its namespace and the unit its numbers are in.
class Values {
  public:
    Values(Complaints& complaints, std::string_view ns) : complaints_(complaints), ns_(ns) {}

    std::optional<double> base_unit = 1;  // minutes; nullopt: one that means nothing here
    size_t results_asked = 0;             // ResultRequest
    pugi::xml_node first_result;

    // `what` for complaints: "ProcessingTime of \"verify\"".
    std::optional<plan::ServiceTime> time(const pugi::xml_node& parameter, const std::string& what);
    std::optional<double> number(const pugi::xml_node& parameter, const std::string& what,
                                 double least, double most);
    std::optional<int64_t> count(const pugi::xml_node& parameter, const std::string& what);
    // Of the wall clock, in ms: days are days here.
    std::optional<int64_t> span(const pugi::xml_node& parameter, const std::string& what);
    // What an ExpressionParameter or StringParameter says, as it stands.
    std::optional<std::string> words(const pugi::xml_node& parameter, const std::string& what);
    // The only value inside, with its tag; complains where there are several, or none.
    pugi::xml_node only(const pugi::xml_node& parameter, const std::string& what);

    std::optional<double> attribute(const pugi::xml_node& value, const char* name,
                                    const std::string& what, double least, double most);

  private:
    std::optional<plan::ServiceTime> law(const pugi::xml_node& value, const std::string& tag,
                                         const std::string& what);
    std::optional<plan::ServiceTime> between(const pugi::xml_node& value, plan::Law law,
                                             const std::string& what, double unit);
    std::optional<plan::ServiceTime> refuse(const pugi::xml_node& value, const std::string& tag,
                                            const std::string& what);
    std::optional<plan::ServiceTime> constant(const pugi::xml_node& value, const std::string& what,
                                              double minutes);
    std::optional<double> unit(const pugi::xml_node& value, const std::string& what);

    Complaints& complaints_;
    std::string_view ns_;
};

std::optional<double> unit_minutes(std::string_view unit);  // "min" -> 1; "day" -> nullopt
std::optional<double> parse_number(std::string_view text);  // finite
// xs:duration; months and years only if zero. Minutes; `days`: whether there are any.
struct Duration {
    double minutes = 0;
    bool days = false;
};
std::optional<Duration> parse_xs_duration(std::string_view text);

}  // namespace ss::simulate::bpsim
