#include "readiness/lines.h"

#include <algorithm>

namespace ss::readiness {

size_t columns_of(const std::string& text) {
    size_t n = 0;
    for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return n;
}

std::string padded(const std::string& text, size_t width, Align align) {
    const size_t n = columns_of(text);
    const std::string fill(n < width ? width - n : 0, ' ');
    return align == Align::left ? text + fill : fill + text;
}

namespace {

// Lines of at most `width` columns, broken between words; a longer word is cut.
std::vector<std::string> folded(const std::string& text, size_t width) {
    std::vector<std::string> lines;
    std::string line;
    size_t at = 0;
    while (at <= text.size()) {
        const size_t space = std::min(text.find(' ', at), text.size());
        std::string word = text.substr(at, space - at);
        at = space + 1;
        if (!line.empty() && columns_of(line) + 1 + columns_of(word) > width) {
            lines.push_back(line);
            line.clear();
        }
        while (columns_of(word) > width) {
            size_t end = 0, n = 0;
            while (end < word.size() && n < width) {
                ++end;
                while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80)
                    ++end;
                ++n;
            }
            lines.push_back(word.substr(0, end));
            word.erase(0, end);
        }
        line += (line.empty() ? "" : " ") + word;
    }
    lines.push_back(line);
    return lines;
}

}  // namespace

void Lines::section(const std::string& title) {
    std::string rule;
    for (size_t n = columns_of(title) + 4; n < kWidth; ++n) rule += "─";
    line();
    line("── " + title + " " + rule);
}

void Lines::paragraph(const std::string& first, const std::string& text) {
    const size_t indent = columns_of(first);
    bool begun = false;
    for (const std::string& l : folded(text, kWidth - indent)) {
        line((begun ? std::string(indent, ' ') : first) + l);
        begun = true;
    }
}

void Lines::table(const std::vector<Column>& columns, const std::vector<Row>& rows) {
    std::vector<size_t> widths;
    for (size_t c = 0; c < columns.size(); ++c) {
        size_t w = columns_of(columns[c].head);
        for (const Row& r : rows) w = std::max(w, columns_of(r[c]));
        widths.push_back(std::min(w, columns[c].most));
    }
    const auto print = [&](const Row& cells) {
        std::vector<std::vector<std::string>> lines;
        size_t height = 1;
        for (size_t c = 0; c < columns.size(); ++c) {
            lines.push_back(folded(cells[c], widths[c]));
            height = std::max(height, lines.back().size());
        }
        for (size_t l = 0; l < height; ++l) {
            std::string text = " ";
            for (size_t c = 0; c < columns.size(); ++c)
                text += " " +
                        padded(l < lines[c].size() ? lines[c][l] : "", widths[c], columns[c].align);
            text.erase(text.find_last_not_of(' ') + 1);
            line(text);
        }
    };
    Row head;
    bool named = false;
    for (const Column& c : columns) {
        head.push_back(c.head);
        named = named || !c.head.empty();
    }
    if (named) print(head);
    for (const Row& r : rows) print(r);
}

}  // namespace ss::readiness
