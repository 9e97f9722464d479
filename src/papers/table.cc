// Tables: the header comes again on every page, a row stays whole if it can.
#include <algorithm>

#include "papers/press.h"

namespace ss::papers {

Press::LaidRow Press::lay_row(const Table& t, const std::vector<Cell>& row, bool header) {
    double shares = 0;
    for (const TableColumn& column : t.columns) shares += column.share;
    LaidRow laid;
    double x = 0;
    size_t column = 0;
    for (const Cell& cell : row) {
        if (column >= t.columns.size()) break;
        const Align align = cell.align.value_or(header ? Align::center : t.columns[column].align);
        double width = 0;
        for (int i = 0; i < cell.columns && column < t.columns.size(); ++i, ++column)
            width += width_ * t.columns[column].share / shares;
        laid.left.push_back(x);
        laid.x.push_back(x + t.padding);
        laid.width.push_back(width - 2 * t.padding);
        laid.cells.push_back(
            lay_out(context_, cell.spans, {.size = t.size, .align = align}, laid.width.back()));
        laid.height = std::max(laid.height, laid.cells.back().height);
        x += width;
    }
    laid.left.push_back(x);
    laid.height += 2 * t.padding;
    return laid;
}

// Draws the lines of each cell from `from` on that fit into `height`, and moves `from` past them.
void Press::draw_row(const Table& t, const LaidRow& row, std::vector<size_t>& from, double height) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
        const Text& text = row.cells[i];
        double down = y_ + t.padding;
        while (from[i] < text.lines.size()) {
            const TextLine& line = text.lines[from[i]];
            if (down + line.height > y_ + height - t.padding + 0.01) break;
            draw_line(cr_, line, left_ + row.x[i], down - line.top);
            down += line.height;
            ++from[i];
        }
    }
    if (t.lines) {
        cairo_set_line_width(cr_, 0.6);
        for (const double x : row.left) {
            cairo_move_to(cr_, left_ + x, y_);
            cairo_line_to(cr_, left_ + x, y_ + height);
        }
        for (const double y : {y_, y_ + height}) {
            cairo_move_to(cr_, left_, y);
            cairo_line_to(cr_, left_ + row.left.back(), y);
        }
        cairo_stroke(cr_);
    }
    y_ += height;
}

void Press::put_header(const Table& t, const std::vector<LaidRow>& header) {
    for (const LaidRow& row : header) {
        std::vector<size_t> from(row.cells.size(), 0);
        draw_row(t, row, from, row.height);
    }
}

void Press::put_row(const Table& t, const LaidRow& row, const std::vector<LaidRow>& header) {
    double head = 0;
    for (const LaidRow& h : header) head += h.height;
    const double page = bottom_ - top_ - head;
    std::vector<size_t> from(row.cells.size(), 0);
    if (row.height <= room()) return draw_row(t, row, from, row.height);
    // A row of more than a third of a page would leave too much white behind: it is torn.
    if (row.height <= page / 3) {
        turn();
        put_header(t, header);
        return draw_row(t, row, from, row.height);
    }
    while (!too_long()) {
        double rest = 0;
        for (size_t i = 0; i < row.cells.size(); ++i)
            rest = std::max(rest, row.cells[i].height_of(from[i], row.cells[i].lines.size()));
        rest += 2 * t.padding;
        const double line = t.size * 1.5 + 2 * t.padding;
        if (room() < 2 * line && rest > room()) {
            turn();
            put_header(t, header);
        }
        // At least one line, or a line taller than the page would never end.
        const double height = std::min(rest, std::max(room(), line));
        draw_row(t, row, from, height);
        if (height >= rest - 0.01) return;
        turn();
        put_header(t, header);
    }
}

void Press::put(const Table& t) {
    std::vector<LaidRow> header;
    double head = 0;
    for (const auto& row : t.header) {
        header.push_back(lay_row(t, row, true));
        head += header.back().height;
    }
    double first = 0;
    if (!t.rows.empty()) first = lay_row(t, t.rows.front(), false).height;
    if (head + std::min(first, (bottom_ - top_) / 3) > room() && !at_top()) turn();
    put_header(t, header);
    for (const auto& cells : t.rows) {
        if (too_long()) return;
        put_row(t, lay_row(t, cells, false), header);
    }
    y_ += t.after;
}

}  // namespace ss::papers
