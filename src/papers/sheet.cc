#include "papers/sheet.h"

#include <cairo-pdf.h>

#include <cstring>

#include "base/text.h"
#include "papers/press.h"

namespace ss::papers {

namespace {
Span span(std::string text, bool bold, bool italic) {
    Span s;
    s.text = std::move(text);
    s.bold = bold;
    s.italic = italic;
    return s;
}
Cell one(Span s, std::optional<Align> align) {
    Cell c;
    c.spans.push_back(std::move(s));
    c.align = align;
    return c;
}
}  // namespace

Span plain(std::string text) {
    return span(std::move(text), false, false);
}
Span bold(std::string text) {
    return span(std::move(text), true, false);
}
Span italic(std::string text) {
    return span(std::move(text), false, true);
}
Cell cell(std::string text) {
    return one(plain(std::move(text)), std::nullopt);
}
Cell cell(std::string text, Align align) {
    return one(plain(std::move(text)), align);
}
Cell bold_cell(std::string text, Align align) {
    return one(bold(std::move(text)), align);
}

namespace {

struct Size {
    double width, height;  // mm
};
Size size_of(Page page) {
    switch (page) {
        case Page::a4: return {210, 297};
        case Page::a4_landscape: return {297, 210};
        case Page::a5: return {148, 210};
        case Page::a5_landscape: return {210, 148};
    }
    return {210, 297};
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string zone(int64_t offset) {
    const int64_t minutes = (offset < 0 ? -offset : offset) / kMinute;
    char text[8];
    std::snprintf(text, sizeof text, "%c%02d:%02d", offset < 0 ? '-' : '+',
                  static_cast<int>(minutes / 60 % 24), static_cast<int>(minutes % 60));
    return text;
}

void describe(cairo_surface_t* surface, const Sheet& sheet) {
    const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
        if (!value.empty()) cairo_pdf_surface_set_metadata(surface, key, value.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, sheet.title);
    set(CAIRO_PDF_METADATA_AUTHOR, sheet.author);
    set(CAIRO_PDF_METADATA_SUBJECT, sheet.subject);
    const std::string at = to_text(sheet.created, sheet.offset) + zone(sheet.offset);
    set(CAIRO_PDF_METADATA_CREATE_DATE, at);
    set(CAIRO_PDF_METADATA_MOD_DATE, at);
}

bool sound(const std::vector<Span>& spans) {
    for (const Span& s : spans)
        if (!utf8_valid(s.text) || s.text.find('\0') != std::string::npos) return false;
    return true;
}
bool sound(const Piece& piece) {
    if (const auto* p = std::get_if<Paragraph>(&piece)) return sound(p->spans);
    if (const auto* s = std::get_if<Stamp>(&piece)) return utf8_valid(s->text);
    if (const auto* m = std::get_if<Mark>(&piece)) {
        for (const std::string& line : m->lines)
            if (!utf8_valid(line)) return false;
    }
    return true;
}
bool sound(const Block& block) {
    if (const auto* p = std::get_if<Paragraph>(&block)) return sound(p->spans);
    if (const auto* s = std::get_if<Stamp>(&block)) return sound(Piece(*s));
    if (const auto* m = std::get_if<Mark>(&block)) return sound(Piece(*m));
    if (const auto* c = std::get_if<Columns>(&block)) {
        for (const Column& column : c->columns)
            for (const Piece& piece : column.pieces)
                if (!sound(piece)) return false;
    }
    if (const auto* t = std::get_if<Table>(&block)) {
        for (const auto* rows : {&t->header, &t->rows})
            for (const auto& row : *rows)
                for (const Cell& c : row)
                    if (!sound(c.spans)) return false;
    }
    return true;
}

}  // namespace

struct Printer::Inside {
    std::unique_ptr<PangoFontMap, Unref> map{pango_cairo_font_map_new()};
    std::unique_ptr<PangoContext, Unref> context;
    bool font = false;

    Inside() {
        // 72 dots per inch: a size of 14 is 14 pt on the paper.
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
        context.reset(pango_font_map_create_context(map.get()));
        pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
        pango_context_set_round_glyph_positions(context.get(), FALSE);
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
        pango_cairo_context_set_font_options(context.get(), options);
        cairo_font_options_destroy(options);
        PangoFontDescription* wanted = pango_font_description_from_string(kFont);
        if (PangoFont* got = pango_font_map_load_font(map.get(), context.get(), wanted)) {
            PangoFontDescription* is = pango_font_describe(got);
            font = std::strcmp(pango_font_description_get_family(is), kFont) == 0;
            pango_font_description_free(is);
            g_object_unref(got);
        }
        pango_font_description_free(wanted);
    }
};

Printer::Printer() : inside_(std::make_unique<Inside>()) {}
Printer::~Printer() = default;
Printer::Printer(Printer&&) noexcept = default;
Printer& Printer::operator=(Printer&&) noexcept = default;

namespace {

// `scale` under 1: everything, margins too, that much smaller.
Result<Rendered> print_at(const Sheet& sheet, PangoContext* context, double scale) {
    const Size mm = size_of(sheet.page);
    const double width = mm.width * kPointsPerMm, height = mm.height * kPointsPerMm;
    Rendered out;
    cairo_surface_t* surface =
        cairo_pdf_surface_create_for_stream(append, &out.bytes, width, height);
    describe(surface, sheet);
    cairo_t* cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    bool too_long = false;
    {
        Press press(cr, context, sheet, width / scale, height / scale);
        press.run();
        out.pages = press.pages();
        too_long = press.too_long();
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    const cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (too_long) return Error{ErrorCode::limit, "\"" + sheet.title + "\" has too many pages"};
    if (status != CAIRO_STATUS_SUCCESS)
        return Error{ErrorCode::io, std::string("PDF: ") + cairo_status_to_string(status)};
    return out;
}

}  // namespace

Result<Rendered> Printer::print(const Sheet& sheet) {
    // Another face would have other measures and, worse, might lack letters.
    if (!inside_->font)
        return Error{ErrorCode::unavailable, std::string("the font ") + kFont +
                                                 " is not installed (apt: fonts-liberation2)"};
    for (const Block& block : sheet.blocks)
        if (!sound(block))
            return Error{ErrorCode::malformed, "text of \"" + sheet.title + "\" is not UTF-8"};
    PangoContext* context = inside_->context.get();
    pango_context_set_language(context, pango_language_from_string(sheet.language.c_str()));
    Rendered first = SS_TRY(print_at(sheet, context, 1));
    if (!sheet.one_page || first.pages == 1) return first;
    for (const double scale : {0.93, 0.87, 0.81, 0.75}) {
        Rendered smaller = SS_TRY(print_at(sheet, context, scale));
        if (smaller.pages == 1) return smaller;
    }
    return first;
}

Result<std::string> pdf(const Sheet& sheet) {
    Printer printer;
    return SS_TRY(printer.print(sheet)).bytes;
}

}  // namespace ss::papers
