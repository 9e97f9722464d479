#include "simulate/bpsim_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "simulate/bpsim.h"

namespace ss::simulate::bpsim {

namespace {

using plan::Law;
using plan::ServiceTime;

constexpr double kAbove = 0x1p-1022;  // more than nothing

std::string short_number(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", x);
    return text;
}

std::string_view trimmed(std::string_view t) {
    const auto first = t.find_first_not_of(" \t\r\n");
    if (first == t.npos) return {};
    return t.substr(first, t.find_last_not_of(" \t\r\n") - first + 1);
}

constexpr auto kValues = std::to_array<std::string_view>({"FloatingParameter",
                                                          "NumericParameter",
                                                          "DurationParameter",
                                                          "StringParameter",
                                                          "BooleanParameter",
                                                          "DateTimeParameter",
                                                          "EnumParameter",
                                                          "ExpressionParameter",
                                                          "ConstantParameter",
                                                          "NormalDistribution",
                                                          "TruncatedNormalDistribution",
                                                          "LogNormalDistribution",
                                                          "NegativeExponentialDistribution",
                                                          "UniformDistribution",
                                                          "TriangularDistribution",
                                                          "ErlangDistribution",
                                                          "GammaDistribution",
                                                          "WeibullDistribution",
                                                          "BetaDistribution",
                                                          "PoissonDistribution",
                                                          "BinomialDistribution",
                                                          "UserDistribution"});

}  // namespace

std::optional<double> unit_minutes(std::string_view unit) {
    if (unit.empty() || unit == "min") return 1;
    if (unit == "hour") return 60;
    if (unit == "s") return 1.0 / 60;
    if (unit == "ms") return 1.0 / 60'000;
    return std::nullopt;
}

std::optional<double> parse_number(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double x = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(x))
        return std::nullopt;
    return x;
}

std::optional<Duration> parse_xs_duration(std::string_view t) {
    t = trimmed(t);
    if (t.size() < 3 || t[0] != 'P') return std::nullopt;
    t.remove_prefix(1);
    Duration all;
    bool clock = false, any = false;
    std::string_view date_units = "YMD", clock_units = "HMS";  // each once, in this order
    while (!t.empty()) {
        if (t[0] == 'T' && !clock) {
            clock = true;
            any = false;
            t.remove_prefix(1);
            continue;
        }
        const size_t end = t.find_first_not_of("0123456789.");
        if (end == t.npos || end == 0) return std::nullopt;
        const auto n = parse_number(t.substr(0, end));
        std::string_view& units = clock ? clock_units : date_units;
        const size_t at = units.find(t[end]);
        if (!n || at == units.npos) return std::nullopt;
        if (!clock && t[end] != 'D' && *n != 0) return std::nullopt;  // months differ in length
        if (clock) all.minutes += *n * (t[end] == 'H' ? 60 : t[end] == 'M' ? 1 : 1.0 / 60);
        if (!clock && t[end] == 'D') {
            all.minutes += *n * 24 * 60;
            all.days = *n != 0;
        }
        units.remove_prefix(at + 1);
        t.remove_prefix(end + 1);
        any = true;
    }
    if (!any) return std::nullopt;
    return all;
}

pugi::xml_node Values::only(const pugi::xml_node& parameter, const std::string& what) {
    pugi::xml_node value;
    bool asked = false;
    bpmn::xml::each(parameter, ns_, [&](const pugi::xml_node& child, const std::string& tag) {
        if (tag == "ResultRequest") {
            if (results_asked++ == 0) first_result = child;
            asked = true;
            return;
        }
        if (std::ranges::find(kValues, tag) == kValues.end())
            return complaints_.error("unknown", child, "<" + tag + "> is no value of BPSim",
                                     "Write a parameter or a distribution of the specification.");
        if (child.attribute("validFor"))
            complaints_.warning("not_used", child, what + ": the calendar it is valid for",
                                "The hours come from the plan's calendar.yaml.");
        if (value)
            return complaints_.error("several", child, what + " has several values",
                                     "Leave one: the hours of the plan decide when it counts.");
        value = child;
    });
    if (!value && !asked)
        complaints_.error("no_value", parameter, what + " has no value",
                          "Write one, or take the parameter out.");
    return value;
}

std::optional<double> Values::attribute(const pugi::xml_node& value, const char* name,
                                        const std::string& what, double least, double most) {
    const auto written = value.attribute(name);
    const auto number = parse_number(written.value());
    if (!number) {
        const std::string is =
            written ? "\"" + std::string(written.value()) + "\" is no number" : "is missing";
        complaints_.error("number", value, what + ": " + name + " " + is,
                          "Write a number with a point: 7.5");
        return std::nullopt;
    }
    if (*number < least || *number > most) {
        std::string advice = "At least " + short_number(least) + ", at most " + short_number(most);
        if (least == kAbove) advice = "Above 0, at most " + short_number(most);
        complaints_.error("range", value, what + ": " + name + " is " + short_number(*number),
                          advice + ".");
        return std::nullopt;
    }
    return number;
}

std::optional<double> Values::unit(const pugi::xml_node& value, const std::string& what) {
    const auto written = value.attribute("timeUnit");
    const auto minutes = written ? unit_minutes(written.value()) : base_unit;
    if (!minutes)
        complaints_.error("unit", value,
                          what + " is given in " +
                              (written ? "\"" + std::string(written.value()) + "\""
                                       : std::string("the scenario's baseTimeUnit")),
                          "Write it in min, hour, s or ms: working time has no days, as long as it "
                          "is not said how many hours they have.");
    return minutes;
}

std::optional<ServiceTime> Values::constant(const pugi::xml_node& value, const std::string& what,
                                            double minutes) {
    if (minutes > 0 && minutes <= kMostMinutes)
        return ServiceTime{.law = Law::constant, .mean = minutes};
    complaints_.error("range", value, what + " is " + short_number(minutes) + " minutes",
                      "Above 0, at most 1e+09; what takes no time needs no parameter.");
    return std::nullopt;
}

std::optional<ServiceTime> Values::time(const pugi::xml_node& parameter, const std::string& what) {
    const auto value = only(parameter, what);
    if (!value) return std::nullopt;
    const std::string tag = bpmn::xml::tag(value);
    if (tag == "DurationParameter") {
        const auto duration = parse_xs_duration(value.attribute("value").value());
        if (!duration || duration->days) {
            complaints_.error(
                duration ? "unit" : "number", value,
                what + ": \"" + value.attribute("value").value() + "\" is no working time",
                "Write hours, minutes and seconds: PT1H30M; working time has no days.");
            return std::nullopt;
        }
        return constant(value, what, duration->minutes);
    }
    if (tag == "FloatingParameter" || tag == "NumericParameter") {
        const auto in = unit(value, what);
        const auto n = attribute(value, "value", what, 0, kMostMinutes);
        if (!in || !n) return std::nullopt;
        return constant(value, what, *n * *in);
    }
    return law(value, tag, what);
}

std::optional<ServiceTime> Values::law(const pugi::xml_node& value, const std::string& tag,
                                       const std::string& what) {
    const auto exponential = [&](const char* name, double in) -> std::optional<ServiceTime> {
        const auto mean = attribute(value, name, what, kAbove, kMostMinutes / in);
        if (!mean) return std::nullopt;
        return ServiceTime{.law = Law::exponential, .mean = *mean * in};
    };
    if (!tag.ends_with("Distribution")) return refuse(value, tag, what);
    const auto in = unit(value, what);
    if (!in) return std::nullopt;
    const double most = kMostMinutes / *in;
    if (tag == "LogNormalDistribution") {
        const auto mean = attribute(value, "mean", what, kAbove, most);
        const auto deviation = attribute(value, "standardDeviation", what, 0, most);
        if (!mean || !deviation) return std::nullopt;
        return lognormal({*mean * *in, *deviation * *in});
    }
    if (tag == "NegativeExponentialDistribution") return exponential("mean", *in);
    if (tag == "UniformDistribution") return between(value, Law::uniform, what, *in);
    if (tag == "TriangularDistribution") return between(value, Law::triangular, what, *in);
    // With one phase, or of shape 1, these are the exponential law itself.
    const auto one = [&](const char* name) { return parse_number(value.attribute(name).value()); };
    if (tag == "ErlangDistribution" && one("k") == 1.0) return exponential("mean", *in);
    if ((tag == "GammaDistribution" || tag == "WeibullDistribution") && one("shape") == 1.0)
        return exponential("scale", *in);
    return refuse(value, tag, what);
}

std::optional<ServiceTime> Values::between(const pugi::xml_node& value, Law law,
                                           const std::string& what, double in) {
    const double end = kMostMinutes / in;
    const auto least = attribute(value, "min", what, 0, end);
    const auto most = attribute(value, "max", what, kAbove, end);
    std::optional<double> mode = least;
    if (law == Law::triangular) mode = attribute(value, "mode", what, 0, end);
    if (!least || !most || !mode) return std::nullopt;
    if (*least > *most || *mode < *least || *mode > *most) {
        complaints_.error("range", value, what + ": min, mode and max are not in this order",
                          "Write the least first: min <= mode <= max.");
        return std::nullopt;
    }
    ServiceTime time{.law = law, .least = *least * in, .most = *most * in};
    if (law == Law::triangular) time.mode = *mode * in;
    return time;
}

// With what to write in its place, where mean and deviation are known.
std::optional<ServiceTime> Values::refuse(const pugi::xml_node& value, const std::string& tag,
                                          const std::string& what) {
    if (!tag.ends_with("Distribution")) {
        complaints_.error("value", value, what + ": a <" + tag + "> cannot be simulated",
                          "Write a number, a duration or a distribution.");
        return std::nullopt;
    }
    const auto read = [&](const char* name) {
        return parse_number(value.attribute(name).value()).value_or(0);
    };
    double mean = read("mean"), deviation = read("standardDeviation");
    if (tag == "ErlangDistribution" && read("k") > 0) deviation = mean / std::sqrt(read("k"));
    if (tag == "GammaDistribution" && read("shape") > 0) {
        mean = read("shape") * read("scale");
        deviation = mean / std::sqrt(read("shape"));
    }
    std::string advice =
        "Write one of LogNormal, NegativeExponential, Uniform or TriangularDistribution.";
    if (mean > 0 && deviation > 0)
        advice = "Write <LogNormalDistribution mean=\"" + short_number(mean) +
                 "\" standardDeviation=\"" + short_number(deviation) +
                 "\"/>: the same mean and spread, and never below 0.";
    complaints_.error("distribution", value, what + ": a <" + tag + "> is not simulated", advice);
    return std::nullopt;
}

std::optional<double> Values::number(const pugi::xml_node& parameter, const std::string& what,
                                     double least, double most) {
    const auto value = only(parameter, what);
    if (!value) return std::nullopt;
    const std::string tag = bpmn::xml::tag(value);
    if (tag == "FloatingParameter" || tag == "NumericParameter")
        return attribute(value, "value", what, least, most);
    complaints_.error("value", value, what + ": a <" + tag + "> is no number",
                      "Write a FloatingParameter or NumericParameter.");
    return std::nullopt;
}

std::optional<int64_t> Values::count(const pugi::xml_node& parameter, const std::string& what) {
    const auto n = number(parameter, what, 0, 1e12);
    if (!n) return std::nullopt;
    if (*n != std::floor(*n)) {
        complaints_.error("number", parameter, what + " is " + short_number(*n),
                          "Write a whole number.");
        return std::nullopt;
    }
    return static_cast<int64_t>(*n);
}

std::optional<int64_t> Values::span(const pugi::xml_node& parameter, const std::string& what) {
    const auto value = only(parameter, what);
    if (!value) return std::nullopt;
    const std::string tag = bpmn::xml::tag(value);
    std::optional<double> minutes;
    if (tag == "DurationParameter") {
        if (const auto d = parse_xs_duration(value.attribute("value").value()))
            minutes = d->minutes;
        else
            complaints_.error(
                "number", value,
                what + ": \"" + value.attribute("value").value() + "\" is no duration",
                "Write days, hours and minutes: P30D, PT8H.");
    } else if (tag == "FloatingParameter" || tag == "NumericParameter") {
        const std::string_view written = value.attribute("timeUnit").value();
        const auto in = written == "day" ? std::optional(24.0 * 60) : unit(value, what);
        const auto n = attribute(value, "value", what, 0, kMostMinutes);
        if (in && n) minutes = *in * *n;
    } else {
        complaints_.error("value", value, what + ": a <" + tag + "> is no duration",
                          "Write a DurationParameter.");
    }
    if (!minutes) return std::nullopt;
    if (*minutes > kMostMinutes) {
        complaints_.error("range", value, what + " is too long", "At most 1e+09 minutes.");
        return std::nullopt;
    }
    return std::llround(*minutes * 60'000);
}

std::optional<std::string> Values::words(const pugi::xml_node& parameter, const std::string& what) {
    const auto value = only(parameter, what);
    if (!value) return std::nullopt;
    const std::string tag = bpmn::xml::tag(value);
    if (tag == "ExpressionParameter" || tag == "StringParameter")
        return std::string(value.attribute("value").value());
    complaints_.error("value", value, what + ": a <" + tag + "> is no expression",
                      "Write an ExpressionParameter.");
    return std::nullopt;
}

}  // namespace ss::simulate::bpsim
