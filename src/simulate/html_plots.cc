#include "simulate/html_plots.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "readiness/diagram.h"

namespace ss::simulate {

namespace {

constexpr double kLeft = 46, kWiderLeft = 64, kRight = 20, kTop = 24, kBottom = 24;

std::string at(const char* name, double value) {
    return std::string(" ") + name + "=\"" + coordinate(value) + "\"";
}

std::string titled(const std::string& title) {
    return title.empty() ? "" : "<title>" + readiness::escaped(title) + "</title>";
}

}  // namespace

std::string coordinate(double value) {
    if (!std::isfinite(value)) value = 0;
    const int64_t tenths = std::llround(std::clamp(value, -1e6, 1e6) * 10);
    std::string out = (tenths < 0 ? "-" : "") + std::to_string(std::abs(tenths) / 10);
    if (const int64_t rest = std::abs(tenths) % 10; rest != 0) out += "." + std::to_string(rest);
    return out;
}

Plot::Plot(double width, double height, double x0, double x1, double y0, double y1)
    : width_(width),
      height_(height),
      x0_(x0),
      x1_(x1 > x0 ? x1 : x0 + 1),
      y0_(y0),
      y1_(y1 > y0 ? y1 : y0 + 1),
      left_(kLeft) {}

double Plot::x(double value) const {
    const double part = std::clamp((value - x0_) / (x1_ - x0_), 0.0, 1.0);
    return left_ + (width_ - left_ - kRight) * part;
}
double Plot::y(double value) const {
    const double part = std::clamp((value - y0_) / (y1_ - y0_), 0.0, 1.0);
    return height_ - kBottom - (height_ - kTop - kBottom) * part;
}

void Plot::y_axis(const std::vector<Tick>& ticks) {
    for (const Tick& t : ticks)
        if (t.at >= 10'000) left_ = kWiderLeft;
    for (const Tick& t : ticks)
        out_ += "<line class=\"grid\"" + at("x1", left_) + at("x2", width_ - kRight) +
                at("y1", y(t.at)) + at("y2", y(t.at)) + "/><text text-anchor=\"end\"" +
                at("x", left_ - 5) + at("y", y(t.at) + 4) + ">" + t.label + "</text>";
}
void Plot::x_axis(const std::vector<Tick>& ticks) {
    out_ += "<line class=\"axis\"" + at("x1", left_) + at("x2", width_ - kRight) +
            at("y1", height_ - kBottom) + at("y2", height_ - kBottom) + "/>";
    for (const Tick& t : ticks)
        out_ += "<line class=\"axis\"" + at("x1", x(t.at)) + at("x2", x(t.at)) +
                at("y1", height_ - kBottom) + at("y2", height_ - kBottom + 3) +
                "/><text text-anchor=\"middle\"" + at("x", x(t.at)) + at("y", height_ - 8) + ">" +
                t.label + "</text>";
}
void Plot::x_name(const std::string& label) {
    out_ += "<text class=\"name\" text-anchor=\"end\"" + at("x", width_ - kRight) +
            at("y", height_ - kBottom - 5) + ">" + label + "</text>";
}
void Plot::y_name(const std::string& label) {
    out_ += "<text class=\"name\"" + at("x", left_) + at("y", 14) + ">" + label + "</text>";
}

void Plot::band(const std::vector<Spot>& spots, double gap) {
    for (size_t from = 0; from < spots.size();) {
        size_t to = from + 1;
        while (to < spots.size() && spots[to].x - spots[to - 1].x <= gap) ++to;
        std::string upper, lower, middle;
        for (size_t i = from; i < to; ++i) {
            const std::string here = coordinate(x(spots[i].x)) + " ";
            upper += (i == from ? "M" : "L") + here + coordinate(y(spots[i].high));
            middle += (i == from ? "M" : "L") + here + coordinate(y(spots[i].middle));
            lower = "L" + here + coordinate(y(spots[i].low)) + lower;
        }
        out_ += "<path class=\"band\" d=\"" + upper + lower + "z\"/><path class=\"line\" d=\"" +
                middle + "\"/>";
        from = to;
    }
}
void Plot::whiskers(const std::vector<Spot>& spots, const std::vector<std::string>& titles) {
    for (size_t i = 0; i < spots.size(); ++i) {
        const Spot& s = spots[i];
        out_ += "<g>" + titled(i < titles.size() ? titles[i] : "");
        if (s.high > s.low)
            out_ += "<line class=\"whisker\"" + at("x1", x(s.x)) + at("x2", x(s.x)) +
                    at("y1", y(s.low)) + at("y2", y(s.high)) + "/>";
        out_ +=
            "<circle class=\"spot\"" + at("cx", x(s.x)) + at("cy", y(s.middle)) + " r=\"3\"/></g>";
    }
}
void Plot::level(double value, const std::string& css, const std::string& label) {
    out_ += "<line class=\"" + css + "\"" + at("x1", left_) + at("x2", width_ - kRight) +
            at("y1", y(value)) + at("y2", y(value)) + "/><text class=\"" + css +
            "\" text-anchor=\"end\"" + at("x", width_ - kRight) + at("y", y(value) - 4) + ">" +
            label + "</text>";
}
// The label on the side where there is more room.
void Plot::since(double value, const std::string& css, const std::string& label) {
    const bool left = value > (x0_ + x1_) / 2;
    out_ += "<line class=\"" + css + "\"" + at("x1", x(value)) + at("x2", x(value)) +
            at("y1", kTop) + at("y2", height_ - kBottom) + "/><text class=\"" + css +
            "\" text-anchor=\"" + (left ? "end" : "start") + "\"" +
            at("x", x(value) + (left ? -5 : 5)) + at("y", kTop + 10) + ">" + label + "</text>";
}
void Plot::line(const std::string& css, const std::vector<Spot>& spots) {
    std::string path;
    for (const Spot& s : spots)
        path += (path.empty() ? "M" : "L") + coordinate(x(s.x)) + " " + coordinate(y(s.middle));
    if (!path.empty()) out_ += "<path class=\"" + css + "\" d=\"" + path + "\"/>";
}
void Plot::dot(const std::string& css, double px, double py, const std::string& label,
               const std::string& title) {
    const bool inside = x(px) > width_ - kRight - 16;  // no room for the label on its right
    out_ += "<g>" + titled(title) + "<circle class=\"" + css + "\"" + at("cx", x(px)) +
            at("cy", y(py)) + " r=\"5\"/><text class=\"tag\" text-anchor=\"" +
            (inside ? "end" : "start") + "\"" + at("x", x(px) + (inside ? -8 : 8)) +
            at("y", y(py) - 6) + ">" + label + "</text></g>";
}
void Plot::bar(double from, double to, double top, const std::string& css,
               const std::string& title) {
    out_ += "<rect class=\"" + css + "\"" + at("x", x(from) + 0.5) + at("y", y(top)) +
            at("width", std::max(1.0, x(to) - x(from) - 1)) + at("height", y(y0_) - y(top)) + ">" +
            titled(title) + "</rect>";
}

std::string Plot::svg(const std::string& id, const std::string& title,
                      const std::string& description) const {
    return "<svg class=\"plot\" role=\"img\" aria-labelledby=\"" + id + "\" aria-describedby=\"" +
           id + "-d\" viewBox=\"0 0 " + coordinate(width_) + " " + coordinate(height_) +
           "\"><title>" + readiness::escaped(title) + "</title><desc>" +
           readiness::escaped(description) + "</desc>" + out_ + "</svg>";
}

std::vector<double> round_steps(double from, double to, int most) {
    const double span = to - from;
    if (!(span > 0) || most < 1) return {from};
    double step = std::pow(10, std::floor(std::log10(span / most)));
    for (const double factor : {1.0, 2.0, 2.5, 2.0})  // 1, 2, 5, 10
        if (span / (step *= factor) <= most) break;
    std::vector<double> out;
    for (double v = std::ceil(from / step - 1e-9) * step; v <= to + step * 1e-9; v += step)
        out.push_back(std::abs(v) < step * 1e-9 ? 0 : v);
    return out;
}

// Strips are stretched to the width of their cell, so what must not be stretched is a stroke.
namespace {
std::string strip_line(const std::string& css, double x1, double x2, double y1, double y2) {
    return "<line class=\"" + css + "\"" + at("x1", x1) + at("x2", x2) + at("y1", y1) +
           at("y2", y2) + "/>";
}
std::string strip(const std::string& inside) {
    return "<svg class=\"strip\" aria-hidden=\"true\" viewBox=\"0 0 1000 20\" "
           "preserveAspectRatio=\"none\">" +
           inside + "</svg>";
}
}  // namespace

std::string interval_strip(double from, double to, double low, double middle, double high,
                           std::optional<double> mark, const std::string& css) {
    const auto x = [&](double v) {
        return 20 + 960 * std::clamp((v - from) / (to - from), 0., 1.);
    };
    std::string out = strip_line("rail", 0, 1000, 10, 10);
    if (mark) out += strip_line("mark", x(*mark), x(*mark), 0, 20);
    if (high > low) out += strip_line("range " + css, x(low), x(high), 10, 10);
    return strip(out + strip_line("point " + css, x(middle), x(middle), 10, 10));
}

std::string bar_strip(double to, double value, double half, const std::vector<double>& marks,
                      const std::string& css) {
    const auto x = [&](double v) { return 1000 * std::clamp(v / to, 0., 1.); };
    std::string out =
        "<rect class=\"rest\" x=\"0\" y=\"4\" width=\"1000\" height=\"12\"/>"
        "<rect class=\"" +
        css + "\" x=\"0\" y=\"4\"" + at("width", x(value)) + " height=\"12\"/>";
    for (const double m : marks) out += strip_line("mark", x(m), x(m), 0, 20);
    if (half > 0) out += strip_line("error", x(value - half), x(value + half), 10, 10);
    return strip(out);
}

}  // namespace ss::simulate
