// What stands on a printed paper, and how it becomes a PDF. Knows no facts and no language: every
// word comes from the caller. The same Sheet gives the same bytes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace ss::papers {

enum class Align : unsigned char { left, center, right, justify };
enum class Ink : unsigned char { black, red, blue, grey };
enum class Page : unsigned char { a4, a4_landscape, a5, a5_landscape };

struct Span {
    std::string text;  // UTF-8, NFC; a line break is a line break
    bool bold = false;
    bool italic = false;
    bool underline = false;
};

struct Paragraph {
    std::vector<Span> spans;
    Align align = Align::justify;
    double size = 14;             // pt
    double first_indent = 0;      // mm
    double indent = 0;            // mm, of every line
    double before = 0;            // pt
    double after = 6;             // pt
    double spacing = 1.0;         // of the font's own line height
    double rule = 0;              // a line below it, as a share of the text's width: 1 is as long
    bool keep_with_next = false;  // its last lines stand on the page where the next block begins
    Ink ink = Ink::black;
};

struct Stamp {  // a word in a red box: an urgency
    std::string text;
    Align align = Align::center;
    double size = 13;
};
struct Qr {
    std::string payload;
    double side = 20;  // mm
    Align align = Align::left;
};
struct Mark {  // what an electronic signature shows of itself
    std::vector<std::string> lines;
    Align align = Align::center;
    double size = 9;
};
struct Gap {
    double height = 12;  // pt
};
using Piece = std::variant<Paragraph, Stamp, Qr, Mark, Gap>;

struct Column {
    double share = 1;  // of the width, against the other columns
    std::vector<Piece> pieces;
};
struct Columns {  // side by side, never torn apart by a page's end
    std::vector<Column> columns;
    double gap = 4;  // mm
    double after = 6;
};

struct Cell {
    std::vector<Span> spans;
    std::optional<Align> align;  // empty: the column's
    int columns = 1;             // how many columns it covers
};
struct TableColumn {
    double share = 1;
    Align align = Align::left;
};
struct Table {
    std::vector<TableColumn> columns;
    std::vector<std::vector<Cell>> header;  // repeated on every page
    std::vector<std::vector<Cell>> rows;
    double size = 12;
    double padding = 3;  // pt
    bool lines = true;
    double after = 8;
};
struct PageBreak {};

using Block = std::variant<Paragraph, Stamp, Qr, Mark, Gap, Columns, Table, PageBreak>;

struct Sheet {
    Page page = Page::a4;
    double top = 20, bottom = 20, left = 30, right = 15;  // mm; Decree 30/2020/NĐ-CP App. I
    std::vector<Block> blocks;
    bool one_page = false;     // made smaller, down to three quarters, until it fits on one page
    bool page_numbers = true;  // from the second page, in the middle of the upper margin
    std::string watermark;     // across every page; empty: none
    std::string footer;        // small, in the lower margin: unit, mode, clock, journal head
    std::string language = "vi";
    // Of the file: who reads a title in a tab or a search.
    std::string title, author, subject;
    Instant created;
    int64_t offset = 0;  // of the plan, for `created`
};

// Builders for the common ones.
Span plain(std::string text);
Span bold(std::string text);
Span italic(std::string text);
Cell cell(std::string text);
Cell cell(std::string text, Align align);
Cell bold_cell(std::string text, Align align = Align::center);

struct Rendered {
    std::string bytes;
    int pages = 0;
};

// Renders; keeps its fonts between sheets. Not for two threads at once: each has its own.
// Errors: unavailable (the font is not installed), limit (over 2,000 pages), malformed (text that
// is not UTF-8), io (the PDF library gave up).
class Printer {
  public:
    Printer();
    ~Printer();
    Printer(Printer&&) noexcept;
    Printer& operator=(Printer&&) noexcept;

    Result<Rendered> print(const Sheet& sheet);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

Result<std::string> pdf(const Sheet& sheet);  // with a printer of its own

inline constexpr int kMostPages = 2'000;

}  // namespace ss::papers
