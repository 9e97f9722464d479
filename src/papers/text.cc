#include "papers/text.h"

#include <algorithm>

namespace ss::papers {

namespace {

void add(PangoAttrList* list, PangoAttribute* attribute, size_t from, size_t to) {
    attribute->start_index = static_cast<guint>(from);
    attribute->end_index = static_cast<guint>(to);
    pango_attr_list_insert(list, attribute);
}

void set_spans(PangoLayout* layout, const std::vector<Span>& spans) {
    std::string all;
    PangoAttrList* list = pango_attr_list_new();
    for (const Span& s : spans) {
        const size_t from = all.size();
        all += s.text;
        if (s.bold) add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, all.size());
        if (s.italic) add(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, all.size());
        if (s.underline)
            add(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, all.size());
    }
    // Hyphens put in at a line's end would come out of the paper as letters nobody wrote.
    if (!all.empty()) add(list, pango_attr_insert_hyphens_new(FALSE), 0, all.size());
    pango_layout_set_text(layout, all.data(), static_cast<int>(all.size()));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

PangoAlignment pango_align(Align align) {
    if (align == Align::center) return PANGO_ALIGN_CENTER;
    return align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

// Lines in the middle should be about as long as one another, not a long one and a lone word: the
// narrowest width that takes no more lines. Breaking inside words does not count as narrower.
void balance(PangoLayout* layout, double width) {
    const int lines = pango_layout_get_line_count(layout);
    if (lines < 2 || lines > 5) return;
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    double low = width / 3, high = width;
    for (int i = 0; i < 8; ++i) {
        const double middle = (low + high) / 2;
        pango_layout_set_width(layout, static_cast<int>(middle * PANGO_SCALE));
        int wide = 0;
        pango_layout_get_size(layout, &wide, nullptr);
        const bool fits = pango_layout_get_line_count(layout) <= lines &&
                          wide <= static_cast<int>(middle * PANGO_SCALE);
        (fits ? high : low) = middle;
    }
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, static_cast<int>(high * PANGO_SCALE));
}

void collect_lines(Text& text, double shift) {
    PangoLayoutIter* i = pango_layout_get_iter(text.layout.get());
    do {
        PangoRectangle ink, logical;
        pango_layout_iter_get_line_extents(i, &ink, &logical);
        int from = 0, to = 0;
        pango_layout_iter_get_line_yrange(i, &from, &to);
        TextLine line{pango_layout_iter_get_line_readonly(i), logical.x / double(PANGO_SCALE),
                      from / double(PANGO_SCALE), (to - from) / double(PANGO_SCALE),
                      pango_layout_iter_get_baseline(i) / double(PANGO_SCALE)};
        line.x += shift;
        text.lines.push_back(line);
        const double width = logical.width / double(PANGO_SCALE);
        if (width > text.ink_width) {
            text.ink_width = width;
            text.ink_x = line.x;
        }
        text.height = line.top + line.height;
    } while (pango_layout_iter_next_line(i));
    pango_layout_iter_free(i);
}

}  // namespace

double Text::height_of(size_t from, size_t count) const {
    double sum = 0;
    for (size_t i = from; i < std::min(from + count, lines.size()); ++i) sum += lines[i].height;
    return sum;
}

Text lay_out(PangoContext* context, const std::vector<Span>& spans, const Style& style,
             double width) {
    Text text;
    text.layout.reset(pango_layout_new(context));
    PangoLayout* layout = text.layout.get();
    PangoFontDescription* font = pango_font_description_from_string(kFont);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_width(layout, static_cast<int>(std::max(1.0, width) * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, pango_align(style.align));
    pango_layout_set_justify(layout, style.align == Align::justify);
    pango_layout_set_indent(layout, static_cast<int>(style.indent * PANGO_SCALE));
    if (style.spacing > 0) pango_layout_set_line_spacing(layout, static_cast<float>(style.spacing));
    set_spans(layout, spans);
    if (style.align == Align::center) balance(layout, width);
    // A balanced text is narrower than its box: it stays in the middle of it.
    const double got = pango_layout_get_width(layout) / double(PANGO_SCALE);
    collect_lines(text, style.align == Align::center ? (std::max(1.0, width) - got) / 2 : 0);
    return text;
}

void draw_line(cairo_t* cr, const TextLine& line, double x, double y) {
    cairo_move_to(cr, x + line.x, y + line.baseline);
    pango_cairo_show_layout_line(cr, line.line);
}

void set_ink(cairo_t* cr, Ink ink) {
    switch (ink) {
        case Ink::black: cairo_set_source_rgb(cr, 0, 0, 0); return;
        case Ink::red: cairo_set_source_rgb(cr, 0.78, 0.05, 0.05); return;
        case Ink::blue: cairo_set_source_rgb(cr, 0.05, 0.15, 0.60); return;
        case Ink::grey: cairo_set_source_rgb(cr, 0.40, 0.40, 0.40); return;
    }
}

}  // namespace ss::papers
