#include "papers/press.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "papers/qr.h"

namespace ss::papers {

namespace {

constexpr double kRuleGap = 3.5;    // between a text and the line below it
constexpr double kRuleHeight = 5;   // what the line takes
constexpr double kLineWidth = 0.7;  // of borders and rules
constexpr double kStampPad = 4;
constexpr double kMarkPad = 3;

double aligned(Align align, double x, double width, double of) {
    if (align == Align::center) return x + (width - of) / 2;
    return align == Align::right ? x + width - of : x;
}

void draw_qr(cairo_t* cr, const std::string& payload, double x, double y, double side) {
    const auto rows = qr_rows(payload);
    if (rows.empty()) return;  // too long for a QR code: the text beside it is the record
    const int width = static_cast<int>(rows.size());
    const double dot = side / width;
    set_ink(cr, Ink::black);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    for (int row = 0; row < width; ++row) {
        const std::string& dots = rows[static_cast<size_t>(row)];
        for (int column = 0; column < width;) {
            int end = column;
            while (end < width && dots[static_cast<size_t>(end)] == '1') ++end;
            if (end > column)
                cairo_rectangle(cr, x + column * dot, y + row * dot, (end - column) * dot, dot);
            column = end + 1;
        }
    }
    cairo_fill(cr);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_DEFAULT);
}

}  // namespace

Press::Press(cairo_t* cr, PangoContext* context, const Sheet& sheet, double width, double height)
    : cr_(cr),
      context_(context),
      sheet_(sheet),
      page_width_(width),
      page_height_(height),
      left_(sheet.left * kPointsPerMm),
      top_(sheet.top * kPointsPerMm),
      bottom_(height - sheet.bottom * kPointsPerMm),
      width_(width - (sheet.left + sheet.right) * kPointsPerMm) {}

void Press::run() {
    begin_page();
    for (size_t i = 0; i < sheet_.blocks.size() && !too_long(); ++i) {
        const Block& block = sheet_.blocks[i];
        if (const auto* p = std::get_if<Paragraph>(&block)) {
            const bool keep = p->keep_with_next && i + 1 < sheet_.blocks.size();
            put(*p, keep ? head_of(sheet_.blocks[i + 1]) : 0);
        } else if (const auto* c = std::get_if<Columns>(&block)) {
            put(*c);
        } else if (const auto* t = std::get_if<Table>(&block)) {
            put(*t);
        } else if (std::holds_alternative<PageBreak>(block)) {
            turn();
        } else if (const auto* s = std::get_if<Stamp>(&block)) {
            put_piece(*s);
        } else if (const auto* q = std::get_if<Qr>(&block)) {
            put_piece(*q);
        } else if (const auto* m = std::get_if<Mark>(&block)) {
            put_piece(*m);
        } else if (const auto* g = std::get_if<Gap>(&block)) {
            if (!at_top()) y_ += g->height;
        }
    }
    end_page();
}

void Press::begin_page() {
    ++pages_;
    y_ = top_;
    if (!sheet_.watermark.empty()) {
        const double diagonal = std::hypot(page_width_, page_height_);
        Text text = lay_out(context_, {bold(sheet_.watermark)}, {.size = 100}, 10'000);
        const double scale = std::min(1.4, 0.62 * diagonal / std::max(1.0, text.ink_width));
        cairo_save(cr_);
        cairo_translate(cr_, page_width_ / 2, page_height_ / 2);
        cairo_rotate(cr_, -std::atan2(page_height_, page_width_));
        cairo_scale(cr_, scale, scale);
        cairo_set_source_rgb(cr_, 0.96, 0.90, 0.90);
        draw_line(cr_, text.lines.front(), -text.ink_width / 2, -text.height / 2);
        cairo_restore(cr_);
    }
    set_ink(cr_, Ink::black);
    if (sheet_.page_numbers && pages_ > 1) {
        Text number = lay_out(context_, {plain(std::to_string(pages_))},
                              {.size = 13, .align = Align::center}, width_);
        draw_line(cr_, number.lines.front(), left_, top_ / 2 - 2);
    }
    if (!sheet_.footer.empty()) {
        Text footer = lay_out(context_, {plain(sheet_.footer)},
                              {.size = 7.5, .align = Align::center}, width_);
        set_ink(cr_, Ink::grey);
        const double y = page_height_ - sheet_.bottom * kPointsPerMm * 0.55;
        for (const TextLine& line : footer.lines) draw_line(cr_, line, left_, y);
        set_ink(cr_, Ink::black);
    }
}

void Press::end_page() {
    cairo_show_page(cr_);
}

double Press::head_of(const Block& block) {
    if (const auto* c = std::get_if<Columns>(&block)) {
        double height = 0;
        lay_columns(*c, height);
        return height;
    }
    if (const auto* p = std::get_if<Paragraph>(&block)) return p->before + 3 * 1.2 * p->size;
    if (const auto* t = std::get_if<Table>(&block)) {
        double height = 0;
        for (const auto& row : t->header) height += lay_row(*t, row, true).height;
        if (!t->rows.empty()) height += lay_row(*t, t->rows.front(), false).height;
        return std::min(height, (bottom_ - top_) / 3);
    }
    return 20;
}

void Press::put(const Paragraph& p, double reserve) {
    const double indent = p.indent * kPointsPerMm;
    Text text =
        lay_out(context_, p.spans, {p.size, p.align, p.first_indent * kPointsPerMm, p.spacing},
                width_ - indent);
    if (!at_top()) y_ += p.before;
    const size_t n = text.lines.size();
    const double rule = p.rule > 0 ? kRuleGap + kRuleHeight : 0;
    reserve = std::min(reserve, (bottom_ - top_) / 2);
    set_ink(cr_, p.ink);
    for (size_t i = 0; i < n && !too_long(); ++i) {
        // Never one line alone at the foot of a page or at its head.
        double need = text.lines[i].height;
        if (i == 0 || i + 2 == n) need = text.height_of(i, n == 3 ? 3 : 2);
        if (i + 2 >= n) need += rule + reserve;
        if (need > room() + 0.01 && !at_top()) {
            turn();
            set_ink(cr_, p.ink);
        }
        draw_line(cr_, text.lines[i], left_ + indent, y_ - text.lines[i].top);
        y_ += text.lines[i].height;
    }
    if (p.rule > 0) {
        const double length = text.ink_width * p.rule;
        draw_rule(left_ + indent + text.ink_x + (text.ink_width - length) / 2, y_ + kRuleGap,
                  length);
        y_ += rule;
    }
    set_ink(cr_, Ink::black);
    y_ += p.after;
}

void Press::put_piece(const Piece& p) {
    LaidPiece laid = lay(p, width_);
    if (laid.before + laid.height > room() && !at_top()) turn();
    draw(laid, left_, y_ + laid.before, width_);
    y_ += laid.before + laid.height + laid.after;
}

std::vector<std::vector<Press::LaidPiece>> Press::lay_columns(const Columns& c, double& height) {
    double shares = 0;
    for (const Column& column : c.columns) shares += column.share;
    const double gaps = c.gap * kPointsPerMm * (static_cast<double>(c.columns.size()) - 1);
    std::vector<std::vector<LaidPiece>> laid;
    height = 0;
    for (const Column& column : c.columns) {
        const double width = (width_ - gaps) * column.share / shares;
        double sum = 0;
        auto& pieces = laid.emplace_back();
        for (const Piece& piece : column.pieces) {
            pieces.push_back(lay(piece, width));
            sum += pieces.back().before + pieces.back().height + pieces.back().after;
        }
        height = std::max(height, sum);
    }
    return laid;
}

void Press::put(const Columns& c) {
    double height = 0, shares = 0;
    const auto laid = lay_columns(c, height);
    if (height > room() && !at_top()) turn();
    for (const Column& column : c.columns) shares += column.share;
    const double gap = c.gap * kPointsPerMm;
    const double space = width_ - gap * (static_cast<double>(c.columns.size()) - 1);
    double x = left_;
    for (size_t i = 0; i < c.columns.size(); ++i) {
        const double width = space * c.columns[i].share / shares;
        double y = y_;
        for (const LaidPiece& piece : laid[i]) {
            draw(piece, x, y + piece.before, width);
            y += piece.before + piece.height + piece.after;
        }
        x += width + gap;
    }
    y_ += height + c.after;
}

Press::LaidPiece Press::lay(const Piece& piece, double width) {
    LaidPiece laid;
    laid.piece = &piece;
    if (const auto* p = std::get_if<Paragraph>(&piece)) {
        laid.text = lay_out(context_, p->spans,
                            {p->size, p->align, p->first_indent * kPointsPerMm, p->spacing},
                            width - p->indent * kPointsPerMm);
        laid.before = p->before;
        laid.after = p->after;
        laid.height = laid.text.height + (p->rule > 0 ? kRuleGap + kRuleHeight : 0);
    } else if (const auto* s = std::get_if<Stamp>(&piece)) {
        laid.text = lay_out(context_, {bold(s->text)}, {.size = s->size}, width - 4 * kStampPad);
        laid.height = laid.text.height + 2 * kStampPad;
        laid.before = laid.after = 4;
    } else if (const auto* q = std::get_if<Qr>(&piece)) {
        laid.height = std::min(q->side * kPointsPerMm, width);
        laid.after = 4;
    } else if (const auto* m = std::get_if<Mark>(&piece)) {
        for (const std::string& line : m->lines) {
            laid.lines.push_back(
                lay_out(context_, {plain(line)}, {.size = m->size}, width - 4 * kMarkPad));
            laid.height += laid.lines.back().height;
        }
        laid.height += 2 * kMarkPad;
        laid.before = laid.after = 6;
    } else if (const auto* g = std::get_if<Gap>(&piece)) {
        laid.height = g->height;
    }
    return laid;
}

void Press::draw(const LaidPiece& piece, double x, double y, double width) {
    if (const auto* p = std::get_if<Paragraph>(piece.piece)) {
        draw_text(*p, piece.text, x + p->indent * kPointsPerMm, y);
    } else if (const auto* s = std::get_if<Stamp>(piece.piece)) {
        draw_stamp(*s, piece.text, x, y, width);
    } else if (const auto* q = std::get_if<Qr>(piece.piece)) {
        draw_qr(cr_, q->payload, aligned(q->align, x, width, piece.height), y, piece.height);
    } else if (std::holds_alternative<Mark>(*piece.piece)) {
        draw_mark(piece, x, y, width);
    }
    set_ink(cr_, Ink::black);
}

void Press::draw_text(const Paragraph& p, const Text& text, double x, double y) {
    set_ink(cr_, p.ink);
    for (const TextLine& line : text.lines) draw_line(cr_, line, x, y);
    if (p.rule <= 0) return;
    const double length = text.ink_width * p.rule;
    draw_rule(x + text.ink_x + (text.ink_width - length) / 2, y + text.height + kRuleGap, length);
}

void Press::draw_stamp(const Stamp& s, const Text& text, double x, double y, double width) {
    const double box = text.ink_width + 4 * kStampPad;
    const double from = aligned(s.align, x, width, box);
    set_ink(cr_, Ink::red);
    cairo_set_line_width(cr_, 1.2);
    cairo_rectangle(cr_, from, y, box, text.height + 2 * kStampPad);
    cairo_stroke(cr_);
    for (const TextLine& line : text.lines)
        draw_line(cr_, line, from + 2 * kStampPad - text.ink_x, y + kStampPad);
}

void Press::draw_mark(const LaidPiece& piece, double x, double y, double width) {
    double box = 0;
    for (const Text& line : piece.lines) box = std::max(box, line.ink_width);
    box += 4 * kMarkPad;
    const double from = aligned(std::get<Mark>(*piece.piece).align, x, width, box);
    set_ink(cr_, Ink::blue);
    cairo_set_line_width(cr_, 0.8);
    cairo_rectangle(cr_, from, y, box, piece.height);
    cairo_stroke(cr_);
    double down = y + kMarkPad;
    for (const Text& text : piece.lines) {
        for (const TextLine& line : text.lines) draw_line(cr_, line, from + 2 * kMarkPad, down);
        down += text.height;
    }
}

void Press::draw_rule(double x, double y, double width) {
    cairo_set_line_width(cr_, kLineWidth);
    cairo_move_to(cr_, x, y);
    cairo_line_to(cr_, x + width, y);
    cairo_stroke(cr_);
}

}  // namespace ss::papers
