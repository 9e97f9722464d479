#include "plan/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "base/limits.h"
#include "base/text.h"

namespace ss::plan::yaml {

const Node* Node::find(std::string_view name) const {
    for (size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return &items[i];
    return nullptr;
}

// Source ------------------------------------------------------------------------------------------

void Source::error(Place at, std::string_view what, std::string message, std::string advice) {
    diagnostics_.add({Severity::error, family + "." + std::string(what), file_, at.line, at.column,
                      std::move(message), std::move(advice)});
}

void Source::warning(Place at, std::string_view what, std::string message, std::string advice) {
    diagnostics_.add({Severity::warning, family + "." + std::string(what), file_, at.line,
                      at.column, std::move(message), std::move(advice)});
}

Place Source::place(std::string path) const {
    for (;;) {
        if (const auto i = places_.find(path); i != places_.end()) return i->second;
        if (path.empty()) return {1, 1};
        const size_t dot = path.rfind('/');
        path.resize(dot == std::string::npos ? 0 : dot);
    }
}

void Source::enter(std::string_view step, Place at) {
    steps_.push_back(path_.size());
    if (!path_.empty()) path_ += '/';
    path_ += step;
    places_.emplace(path_, at);
}

void Source::leave() {
    path_.resize(steps_.back());
    steps_.pop_back();
}

void Source::mention(Place at, std::string_view kind, const std::string& text) {
    mentions_.push_back({file_, path_, at, std::string(kind), text});
}

void Source::wrong(const Node& node, const std::string& expected, const std::string& example) {
    static constexpr const char* kKinds[] = {"nothing", "a single value", "a list", "a mapping"};
    std::string found = kKinds[static_cast<int>(node.kind)];
    if (node.kind == Node::Kind::scalar) found = "\"" + node.text.substr(0, 60) + "\"";
    error(node.place, "type", "expected " + expected + ", found " + found,
          "Write it like this: " + example);
}

// The tree ----------------------------------------------------------------------------------------

namespace {

Place place_of(const YAML::Mark& mark) {
    return mark.is_null() ? Place{1, 1} : Place{mark.line + 1, mark.column + 1};
}

struct TooDeep {
    Place at;
};

// Builds the tree from the parser's events. The parser's own nodes would hide duplicates, anchors
// and the number of documents.
class Builder final : public YAML::EventHandler {
  public:
    explicit Builder(Source& source) : source_(source) {}

    Node take_root() { return std::move(root_); }
    Place last_quoted() const { return last_quoted_; }
    int documents() const { return documents_; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ == 2)
            source_.error(
                place_of(mark), "documents", "a second document begins here",
                "Keep one document per file: take out the line \"---\", or indent this one.");
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        check(mark, "", anchor);
        Node n;
        n.place = place_of(mark);
        complete(std::move(n));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse_anchor(mark);
        Node n;
        n.place = place_of(mark);
        complete(std::move(n));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check(mark, tag, anchor);
        Node n;
        n.kind = Node::Kind::scalar;
        n.quoted = tag == "!";
        n.place = place_of(mark);
        if (n.quoted) last_quoted_ = n.place;
        n.text = nfc(value);
        complete(std::move(n));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        begin(mark, tag, anchor, Node::Kind::list);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        begin(mark, tag, anchor, Node::Kind::map);
    }
    void OnMapEnd() override { end(); }

  private:
    struct Frame {
        Node node;
        bool has_key = false, keep = false;
        std::string key;
        Place key_place;
    };

    void refuse_anchor(const YAML::Mark& mark) {
        source_.error(place_of(mark), "anchor", "anchors (&) and aliases (*) are not read",
                      "Write the value out where it is needed; quote a text that begins so.");
    }
    void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) refuse_anchor(mark);
        if (!tag.empty() && tag != "?" && tag != "!")
            source_.error(place_of(mark), "tag", "tags (" + tag.substr(0, 60) + ") are not read",
                          "Take the tag out; quote a text that begins with \"!\".");
    }
    void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
               Node::Kind kind) {
        check(mark, tag, anchor);
        if (stack_.size() >= limits::kNesting) throw TooDeep{place_of(mark)};
        Frame& f = stack_.emplace_back();
        f.node.kind = kind;
        f.node.place = place_of(mark);
    }
    void end() {
        Node n = std::move(stack_.back().node);
        stack_.pop_back();
        complete(std::move(n));
    }
    void complete(Node n) {
        if (stack_.empty()) {
            if (documents_ < 2) root_ = std::move(n);
            return;
        }
        Frame& f = stack_.back();
        if (f.node.kind == Node::Kind::list) {
            f.node.items.push_back(std::move(n));
        } else if (!f.has_key) {
            take_key(f, n);
        } else {
            f.has_key = false;
            if (!f.keep) return;
            f.node.names.push_back(std::move(f.key));
            f.node.name_places.push_back(f.key_place);
            f.node.items.push_back(std::move(n));
        }
    }
    void take_key(Frame& f, Node& n) {
        f.has_key = true;
        f.keep = false;
        if (n.kind != Node::Kind::scalar) {
            source_.error(n.place, "key", "a key must be a single value",
                          "Quote a key that reads as nothing: \"null\", \"~\".");
        } else if (n.text == "<<" && !n.quoted) {
            source_.error(n.place, "anchor", "merge keys (<<) are not read",
                          "Write the keys out where they are needed.");
        } else if (f.node.find(n.text) != nullptr) {
            source_.error(n.place, "duplicate_key", "the key \"" + n.text + "\" stands here twice",
                          "Take one of them out, or give it its own code.");
        } else {
            f.keep = true;
            f.key = std::move(n.text);
            f.key_place = n.place;
        }
    }

    Source& source_;
    std::vector<Frame> stack_;
    Node root_;
    Place last_quoted_;
    int documents_ = 0;
};

// The parser takes a quote that is never closed as closed by the end of the file.
bool unclosed(std::string_view text, Place at) {
    size_t i = 0;
    for (int line = 1; line < at.line && i != text.npos; ++line) i = text.find('\n', i) + 1;
    i += static_cast<size_t>(std::max(at.column, 1) - 1);
    if (i >= text.size() || (text[i] != '"' && text[i] != '\'')) return false;  // a block of text
    const char quote = text[i];
    for (++i; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') ++i;
        else if (text[i] == quote && (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote))
            return false;
        else if (text[i] == quote) ++i;
    }
    return true;
}

Place place_at(std::string_view text, size_t offset) {
    Place p{1, 1};
    for (size_t i = 0; i < offset; ++i) {
        if (text[i] == '\n') ++p.line, p.column = 1;
        else ++p.column;
    }
    return p;
}

bool is_text(std::string_view text) {
    return utf8_valid(text) && text.find('\0') == std::string_view::npos;
}

// The first line that is no text: no letter is written across the end of a line.
Place first_wrong(std::string_view text) {
    Place p{1, 1};
    for (size_t from = 0, end = 0; from < text.size(); from = end + 1, ++p.line) {
        end = std::min(text.find('\n', from), text.size());
        if (!is_text(text.substr(from, end - from))) break;
    }
    return p;
}

// What the parser would take and an author would not have meant.
bool form_is_right(std::string_view text, Source& source) {
    if (text.size() > limits::kFile) {
        source.error({1, 1}, "limit", "the file is larger than 16 MiB", "Split it.");
        return false;
    }
    if (!is_text(text)) {
        source.error(first_wrong(text), "utf8", "this line is not UTF-8 text",
                     "Save the file as UTF-8.");
        return false;
    }
    if (const size_t tab = text.find('\t'); tab != std::string_view::npos) {
        source.error(place_at(text, tab), "tab", "a tab stands here", "Use spaces.");
        return false;
    }
    return true;
}

}  // namespace

std::optional<Node> parse(std::string_view text, Source& source) {
    if (!form_is_right(text, source)) return std::nullopt;
    Builder builder(source);
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        while (builder.documents() < 2 && parser.HandleNextDocument(builder)) {
        }
    } catch (const TooDeep& e) {
        source.error(e.at, "nesting", "nested deeper than 64 levels", "Flatten it.");
        return std::nullopt;
    } catch (const YAML::Exception& e) {
        source.error(place_of(e.mark), "yaml", "not YAML: " + e.msg,
                     "Check indentation, colons and quotes on this line and the one above.");
        return std::nullopt;
    }
    if (builder.documents() == 0) {
        source.error({1, 1}, "empty", "the file is empty", "Fill it in, or remove it.");
        return std::nullopt;
    }
    if (const Place at = builder.last_quoted(); at.line > 0 && unclosed(text, at)) {
        source.error(at, "yaml", "not YAML: a quotation mark that is never closed",
                     "Close it where the text ends.");
        return std::nullopt;
    }
    return builder.take_root();
}

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
    std::string best;
    size_t least = std::max<size_t>(1, word.size() / 3) + 1;
    std::vector<size_t> row;
    for (const std::string_view k : known) {
        row.resize(k.size() + 1);
        for (size_t j = 0; j <= k.size(); ++j) row[j] = j;
        for (size_t i = 1; i <= word.size(); ++i) {
            size_t diagonal = row[0];
            row[0] = i;
            for (size_t j = 1; j <= k.size(); ++j) {
                const size_t above = row[j];
                row[j] = std::min(
                    {above + 1, row[j - 1] + 1, diagonal + (word[i - 1] == k[j - 1] ? 0u : 1u)});
                diagonal = above;
            }
        }
        if (row[k.size()] < least) {
            least = row[k.size()];
            best = k;
        }
    }
    return best;
}

std::map<std::string, std::string> read_words(std::string_view text, Source& source) {
    std::map<std::string, std::string> words;
    read(text, source, words);
    return words;
}

}  // namespace ss::plan::yaml
