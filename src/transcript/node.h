// A value as it is written: before anybody knows what it is to become.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ss::transcript {

struct Node {
    struct Member;
    enum class Kind : unsigned char { word, quoted, sealed, list, map };
    Kind kind = Kind::word;
    std::string text;          // word, quoted, sealed
    std::vector<Node> items;   // list
    std::vector<Member> keys;  // map, in the order written
};
struct Node::Member {
    std::string first;
    Node second;
};

// Never throws; after the first complaint everything fails quietly.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool good() const { return problem_.empty(); }
    bool fail(std::string problem);
    const std::string& problem() const { return problem_; }
    void spaces();
    bool end();  // only spaces or a comment are left
    bool word(std::string& word);
    bool quoted(std::string& text);
    bool key(std::string& key);  // followed by =
    bool value(Node& node);

  private:
    bool peek(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c);
    bool list(Node& node);
    bool map(Node& node);

    std::string_view text_;
    size_t at_ = 0;
    size_t depth_ = 0;
    std::string problem_;
};

// As a word where that reads back to the same, else in quotes.
std::string in_words(std::string_view text);
std::string in_quotes(std::string_view text);

}  // namespace ss::transcript
