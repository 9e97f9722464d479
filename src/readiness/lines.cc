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

size_t longest_word(const std::string& text) {
    size_t longest = 0;
    for (size_t at = 0; at < text.size();) {
        const size_t space = std::min(text.find(' ', at), text.size());
        longest = std::max(longest, columns_of(text.substr(at, space - at)));
        at = space + 1;
    }
    return longest;
}

// The widths of columns; room for figures is taken from the widest column of words.
std::vector<size_t> widths_of(const std::vector<Lines::Column>& columns,
                              const std::vector<Lines::Row>& rows) {
    constexpr size_t kLeast = 12;
    std::vector<size_t> widths;
    size_t all = columns.size() + 1;
    for (size_t c = 0; c < columns.size(); ++c) {
        size_t w = columns_of(columns[c].head), word = 0;
        for (const Lines::Row& r : rows) {
            w = std::max(w, columns_of(r[c]));
            word = std::max(word, longest_word(r[c]));
        }
        w = std::min(w, columns[c].most);
        if (columns[c].align == Align::right) w = std::max(w, word);
        widths.push_back(w);
        all += w;
    }
    for (; all > Lines::kWidth; --all) {
        size_t* widest = nullptr;
        for (size_t c = 0; c < columns.size(); ++c)
            if (columns[c].align == Align::left && (widest == nullptr || widths[c] > *widest))
                widest = &widths[c];
        if (widest == nullptr || *widest <= kLeast) break;
        --*widest;
    }
    return widths;
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
    const std::vector<size_t> widths = widths_of(columns, rows);
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
