// Lines of text laid out by pango, and drawn one by one so that a page may end between them.
// For the .cc files of this room only.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <vector>

#include "papers/sheet.h"

namespace ss::papers {

inline constexpr const char* kFont = "Liberation Serif";  // the measures of Times New Roman
inline constexpr double kPointsPerMm = 72.0 / 25.4;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

struct TextLine {
    PangoLayoutLine* line;  // belongs to the layout
    double x;               // from the left edge of the text's box
    double top;             // from the top of the text
    double height;
    double baseline;  // from the top of the text
};

struct Text {
    Layout layout;
    std::vector<TextLine> lines;
    double height = 0;
    double ink_x = 0, ink_width = 0;  // of the widest line

    double height_of(size_t from, size_t count) const;
};

struct Style {
    double size = 14;
    Align align = Align::left;
    double indent = 0;  // of the first line, pt
    double spacing = 1;
};

Text lay_out(PangoContext* context, const std::vector<Span>& spans, const Style& style,
             double width);
void draw_line(cairo_t* cr, const TextLine& line, double x, double y);
void set_ink(cairo_t* cr, Ink ink);

}  // namespace ss::papers
