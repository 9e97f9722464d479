// Small plots as SVG: drawn in a box of a fixed size that the page scales. Labels are markup.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ss::simulate {

struct Tick {
    double at = 0;
    std::string label;
};
struct Spot {  // of a band: the middle and its bounds
    double x = 0, low = 0, middle = 0, high = 0;
};

class Plot {
  public:
    // What of the plane is seen; the labels get the margins.
    Plot(double width, double height, double x0, double x1, double y0, double y1);

    void y_axis(const std::vector<Tick>& ticks);  // before all else: long labels take room
    void x_axis(const std::vector<Tick>& ticks);
    void x_name(const std::string& label);
    void y_name(const std::string& label);
    // A band with a line in its middle; broken where two spots are further apart than `gap`.
    void band(const std::vector<Spot>& spots, double gap);
    void whiskers(const std::vector<Spot>& spots, const std::vector<std::string>& titles);
    void level(double y, const std::string& css, const std::string& label);
    void since(double x, const std::string& css, const std::string& label);
    void line(const std::string& css, const std::vector<Spot>& spots);
    void dot(const std::string& css, double x, double y, const std::string& label,
             const std::string& title);
    void bar(double x0, double x1, double y, const std::string& css, const std::string& title);

    // The whole: named by the elements `id` and `id`-d of the page, and by itself when it stands
    // alone.
    std::string svg(const std::string& id, const std::string& title,
                    const std::string& description) const;

  private:
    double x(double value) const;
    double y(double value) const;

    double width_, height_, x0_, x1_, y0_, y1_;
    double left_;  // margin of the labels of the y axis
    std::string out_;
};

// At most `most` round numbers from 0 (or below `from`) to `to`.
std::vector<double> round_steps(double from, double to, int most);

// One figure on a line as wide as a cell of a table: a dot in its interval, and a mark.
std::string interval_strip(double from, double to, double low, double middle, double high,
                           std::optional<double> mark, const std::string& css);
// A bar from 0 as wide as a cell: parts of `to`, and marks.
std::string bar_strip(double to, double value, double half, const std::vector<double>& marks,
                      const std::string& css);

std::string coordinate(double value);  // one decimal, a point whatever the locale

}  // namespace ss::simulate
