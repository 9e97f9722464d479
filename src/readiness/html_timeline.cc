// The day by desk: lanes are roles or officers, bars are work, lines are injects, blocks meetings.
#include <algorithm>

#include "readiness/html_page.h"

namespace ss::readiness {

namespace {

constexpr double kNames = 190, kWidth = 1190, kRow = 9, kPad = 4, kTop = 34;
constexpr size_t kMostRows = 8;  // bars of one lane at the same time; more lie on the last row

std::string number(double value) {
    return std::to_string(static_cast<int64_t>(value * 10) / 10);
}

struct Span {
    int64_t from = 0, to = 0;  // ms, whole hours around the day
    double x(Instant at) const {
        const double part = static_cast<double>(at.ms - from) / static_cast<double>(to - from);
        return kNames + (kWidth - kNames) * std::clamp(part, 0.0, 1.0);
    }
};

Span span_of(const UnitReport& unit) {
    int64_t from = INT64_MAX, to = 0;
    const auto cover = [&](Instant at) {
        if (at.ms == 0) return;
        from = std::min(from, at.ms);
        to = std::max(to, at.ms);
    };
    for (const Bar& b : unit.bars) {
        if (b.kind == "away" || b.kind == "outage") {
            cover(b.from);  // may last for days
            continue;
        }
        cover(b.from);
        cover(b.until);
    }
    for (const InjectResult& i : unit.injects) cover(i.at);
    if (from > to) return {0, kHour};
    from -= from % kHour;
    to += kHour - to % kHour;
    // One day at most: what lasts longer is cut at its end.
    return {from, std::min(to, from + kDay)};
}

struct Lane {
    Code code;
    std::vector<const Bar*> bars;
    std::vector<size_t> row;
    size_t rows = 1;
};

// Which row each bar takes, so that none lies on another.
void stack(Lane& lane, const Span& span) {
    std::stable_sort(lane.bars.begin(), lane.bars.end(),
                     [](const Bar* a, const Bar* b) { return a->from < b->from; });
    std::vector<int64_t> ends;
    for (const Bar* b : lane.bars) {
        const int64_t until = b->until.ms == 0 ? span.to : b->until.ms;
        size_t row = 0;
        // Of those who wait, as many are drawn as there is room for: the curve below counts them.
        const bool full =
            ends.size() == kMostRows && *std::min_element(ends.begin(), ends.end()) > b->from.ms;
        if (full && b->kind == "receive") {
            lane.row.push_back(kMostRows);
            continue;
        }
        while (row < ends.size() && ends[row] > b->from.ms && row + 1 < kMostRows) ++row;
        if (row == ends.size()) ends.push_back(0);
        ends[row] = std::max(ends[row], until);
        lane.row.push_back(row);
    }
    lane.rows = std::max<size_t>(1, ends.size());
}

std::vector<Lane> lanes_of(const UnitReport& unit, const Span& span) {
    std::vector<Lane> lanes;
    std::map<Code, size_t> places;
    const auto add = [&](const Bar& b) {
        const auto [i, fresh] = places.emplace(b.lane, lanes.size());
        if (fresh) lanes.push_back({b.lane, {}, {}, 1});
        lanes[i->second].bars.push_back(&b);
    };
    for (const Bar& b : unit.bars)
        if (b.kind == "meeting") add(b);
    for (const Bar& b : unit.bars)
        if (b.kind != "meeting") add(b);
    for (Lane& lane : lanes) stack(lane, span);
    return lanes;
}

std::string bar(const Page& page, const Code& unit, const Bar& b, const Span& span, double y) {
    const double from = span.x(b.from);
    const double to = b.until.ms == 0 ? kWidth : span.x(b.until);
    std::string css = "w";
    if (b.kind == "meeting" || b.kind == "away" || b.kind == "outage") {
        css = b.kind;
    } else if (b.rating != Rating::none) {
        css = names(b.rating)[static_cast<size_t>(b.rating)];
    }
    if (b.until.ms == 0) css += " open";
    const std::string until = b.until.ms == 0 ? "…" : page.clock(b.until);
    if (b.kind == "receive") css += " waits";
    return "<rect class=\"" + css + "\" x=\"" + number(from) + "\" y=\"" + number(y) +
           "\" width=\"" + number(std::max(2.0, to - from)) + "\" height=\"" + number(kRow - 1.5) +
           "\" rx=\"1.5\"><title>" + escaped(page.label_of(unit, b)) + " · " + page.clock(b.from) +
           "–" + until + (b.seq == 0 ? "" : " · #" + std::to_string(b.seq)) + "</title></rect>";
}

std::string grid(const Page& page, const Span& span, double height) {
    std::string out;
    const int64_t hours = (span.to - span.from) / kHour;
    const int64_t step = hours > 14 ? 2 : 1;
    for (int64_t h = 0; h <= hours; h += step) {
        const Instant at{span.from + h * kHour};
        const std::string x = number(span.x(at));
        out += "<line class=\"grid\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + number(kTop - 6) +
               "\" y2=\"" + number(height) + "\"/><text text-anchor=\"middle\" x=\"" + x +
               "\" y=\"12\">" + page.clock(at) + "</text>";
    }
    return out;
}

std::string inject_lines(const Page& page, const UnitReport& unit, const Span& span,
                         double height) {
    std::string out;
    double last = -100;
    for (const InjectResult& i : unit.injects) {
        const double x = span.x(i.at);
        out += "<g class=\"inject\"><title>" + escaped(i.inject + " " + i.title) + " · " +
               page.clock(i.at) + "</title><line x1=\"" + number(x) + "\" x2=\"" + number(x) +
               "\" y1=\"" + number(kTop - 4) + "\" y2=\"" + number(height) + "\"/>";
        if (x - last > 24) {  // names on one another would say nothing
            out += "<text text-anchor=\"middle\" x=\"" + number(x) + "\" y=\"" + number(kTop - 8) +
                   "\">" + escaped(i.inject) + "</text>";
            last = x;
        }
        out += "</g>";
    }
    return out;
}

}  // namespace

std::string Page::timeline(const UnitReport& unit) const {
    if (unit.bars.empty()) return "<p class=\"none\">" + say("report.no_evidence") + "</p>";
    const Span span = span_of(unit);
    const std::vector<Lane> lanes = lanes_of(unit, span);
    double y = kTop;
    std::string stripes, bars;
    for (const Lane& lane : lanes) {
        const double height = kRow * static_cast<double>(lane.rows) + 2 * kPad;
        const double shown = std::max(height, 20.0);
        stripes += "<rect class=\"lane\" fill=\"#fff\" x=\"0\" y=\"" + number(y) + "\" width=\"" +
                   number(kWidth) + "\" height=\"" + number(shown) + "\"/>";
        bars += "<text class=\"name\" x=\"2\" y=\"" + number(y + 14) + "\">" +
                name_of_lane(unit.unit, lane.code, "tspan") + "</text>";
        for (size_t i = 0; i < lane.bars.size(); ++i)
            if (lane.row[i] < kMostRows)
                bars += bar(*this, unit.unit, *lane.bars[i], span,
                            y + kPad + kRow * static_cast<double>(lane.row[i]));
        y += shown;
    }
    return "<div class=\"wide\"><svg class=\"day\" role=\"img\" width=\"" + number(kWidth) +
           "\" height=\"" + number(y + 4) + "\" viewBox=\"0 0 " + number(kWidth + 20) + " " +
           number(y + 4) + "\">" + "<g>" + stripes + "</g>" + grid(*this, span, y) +
           inject_lines(*this, unit, span, y) + bars + "</svg></div>";
}

std::string Page::queue(const UnitReport& unit) const {
    if (unit.queue.size() < 2) return {};
    const Span span = span_of(unit);
    const double height = 90, base = height - 4;
    int64_t most = 1;
    for (const QueuePoint& p : unit.queue) most = std::max(most, p.waiting);
    const auto level = [&](int64_t n) {
        return base - (base - 16) * static_cast<double>(n) / static_cast<double>(most);
    };
    std::string line;
    for (const QueuePoint& p : unit.queue) {
        const std::string x = number(span.x(p.at));
        line += line.empty() ? "M" + x + " " + number(base) : "H" + x;
        line += "V" + number(level(p.waiting));
    }
    const std::string end = "H" + number(kWidth);
    std::string out = "<div class=\"wide\"><svg class=\"queue\" role=\"img\" width=\"" +
                      number(kWidth) + "\" height=\"" + number(height) + "\" viewBox=\"0 0 " +
                      number(kWidth + 20) + " " + number(height) + "\">";
    out += "<path class=\"area\" d=\"" + line + end + "V" + number(base) + "z\"/>";
    out += "<path class=\"line\" d=\"" + line + end + "\"/>";
    out += "<text class=\"name\" x=\"2\" y=\"30\">" +
           each([this](const Language& l) { return plain(l, "report.queue"); }, "tspan") +
           "</text><text x=\"2\" y=\"48\">" +
           each(
               [&](const Language& l) {
                   return plain(l, "report.queue_most", {std::to_string(most)});
               },
               "tspan") +
           "</text></svg></div>";
    return out;
}

}  // namespace ss::readiness
