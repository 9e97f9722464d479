// Lines, paragraphs and tables on a terminal of at most 100 columns.
#pragma once

#include <string>
#include <vector>

namespace ss::readiness {

// Columns a text takes on a terminal: letters, not bytes.
size_t columns_of(const std::string& text);

enum class Align : unsigned char { left, right };
std::string padded(const std::string& text, size_t width, Align align = Align::left);

class Lines {
  public:
    static constexpr size_t kWidth = 100;
    struct Column {
        std::string head;
        Align align = Align::left;
        size_t most = kWidth;  // longer cells are folded; figures (right) are never cut
    };
    using Row = std::vector<std::string>;

    void line(const std::string& text = {}) { out_ += text + "\n"; }
    void section(const std::string& title);
    // `first` stands before the first line, so many blanks before the others.
    void paragraph(const std::string& first, const std::string& text);
    void table(const std::vector<Column>& columns, const std::vector<Row>& rows);
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

}  // namespace ss::readiness
