// Puts blocks on pages, one under the other. For the .cc files of this room only.
#pragma once

#include <string>
#include <vector>

#include "papers/text.h"

namespace ss::papers {

class Press {
  public:
    Press(cairo_t* cr, PangoContext* context, const Sheet& sheet, double width, double height);

    void run();
    int pages() const { return pages_; }
    bool too_long() const { return pages_ > kMostPages; }

  private:
    struct LaidPiece {
        const Piece* piece;
        Text text;                // of a paragraph
        std::vector<Text> lines;  // of a mark
        double before = 0, height = 0, after = 0;
    };
    struct LaidRow {
        std::vector<Text> cells;
        std::vector<double> x, width;  // of each cell, inside the paddings
        std::vector<double> left;      // borders
        double height = 0;             // with padding
    };

    void begin_page();
    void end_page();
    void turn() { end_page(), begin_page(); }
    double room() const { return bottom_ - y_; }
    bool at_top() const { return y_ <= top_ + 0.01; }

    void put(const Paragraph& p, double reserve);
    void put(const Columns& c);
    void put(const Table& t);
    void put_piece(const Piece& p);
    // How much the block needs before anything else of it may be torn off.
    double head_of(const Block& block);

    LaidPiece lay(const Piece& piece, double width);
    void draw(const LaidPiece& piece, double x, double y, double width);
    void draw_text(const Paragraph& p, const Text& text, double x, double y);
    void draw_stamp(const Stamp& s, const Text& text, double x, double y, double width);
    void draw_mark(const LaidPiece& piece, double x, double y, double width);
    void draw_rule(double x, double y, double width);
    std::vector<std::vector<LaidPiece>> lay_columns(const Columns& c, double& height);

    LaidRow lay_row(const Table& t, const std::vector<Cell>& row, bool header);
    void put_row(const Table& t, const LaidRow& row, const std::vector<LaidRow>& header);
    void draw_row(const Table& t, const LaidRow& row, std::vector<size_t>& from, double height);
    void put_header(const Table& t, const std::vector<LaidRow>& header);

    cairo_t* cr_;
    PangoContext* context_;
    const Sheet& sheet_;
    double page_width_, page_height_;
    double left_, top_, bottom_, width_;  // of the space for blocks, pt
    double y_ = 0;
    int pages_ = 0;
};

}  // namespace ss::papers
