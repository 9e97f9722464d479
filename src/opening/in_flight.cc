#include "opening/in_flight.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "plan/yaml.h"
#include "serve/json.h"

namespace ss::opening {

namespace {

constexpr std::array<std::string_view, 12> kColumns{
    "old_code", "from",     "procedure", "received", "due",   "applicant_kind",
    "name",     "identity", "contact",   "address",  "owner", "given"};
constexpr size_t kRequired = 7;  // so many of them must be there
constexpr std::string_view kData = "data.";

bool is_column(std::string_view name) {
    return std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end() ||
           (name.starts_with(kData) && name.size() > kData.size() &&
            name.size() <= limits::kCode);
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
}

class Reader {
  public:
    Reader(const std::string& file, Diagnostics& complaints)
        : file_(file), complaints_(complaints) {}

    void wrong(int line, const char* what, std::string message, std::string advice) {
        complaints_.error(std::string("in_flight.") + what, file_, line, std::move(message),
                          std::move(advice));
    }
    void unknown_column(int line, const std::string& name) {
        const std::string guess =
            plan::yaml::nearest(name, {kColumns.begin(), kColumns.end()});
        wrong(line, "unknown_column", "there is no column \"" + name.substr(0, 80) + "\"",
              guess.empty() ? "docs/formats/in-flight.md names all of them."
                            : "Did you mean \"" + guess + "\"?");
    }
    // False: the cell cannot be kept.
    bool put(Row& row, const std::string& column, std::string_view text) {
        if (text.empty()) return true;
        std::string clean = nfc(text);
        if (std::any_of(clean.begin(), clean.end(), is_control)) {
            complain(complaints_, row, "control", column + " holds a control character",
                     "Take it out.");
            return false;
        }
        if (clean.size() > limits::kSealedValue) {
            complain(complaints_, row, "too_long", column + " is longer than 4,000 bytes",
                     "Shorten it.");
            return false;
        }
        row.cells[column] = std::move(clean);
        return true;
    }
    const std::string& file() const { return file_; }
    Diagnostics& complaints() { return complaints_; }

  private:
    const std::string& file_;
    Diagnostics& complaints_;
};

// --- CSV -----------------------------------------------------------------------------------------

struct Record {
    int line = 0;
    std::vector<std::string> fields;
};

// RFC 4180: commas, quotes doubled inside quotes, lines ended by CRLF or LF.
class CsvCutter {
  public:
    CsvCutter(std::string_view text, Reader& reader) : text_(text), reader_(reader) {}

    // The next record; nothing at the end, or where the text cannot be cut any further.
    std::optional<Record> next() {
        while (at_ < text_.size()) {
            Record record{line_, {}};
            if (!cut(record)) return std::nullopt;
            if (record.fields.size() > 1 || !record.fields.front().empty()) return record;
        }
        return std::nullopt;
    }

  private:
    bool cut(Record& record) {
        while (true) {
            std::string& field = record.fields.emplace_back();
            const bool good = peek() == '"' ? quoted(field) : plain(field);
            if (!good) return false;
            if (peek() == ',' && record.fields.size() < kInFlightColumns) {
                ++at_;
                continue;
            }
            if (peek() == ',') return fail("too many columns", "At most 256.");
            end_line();
            return true;
        }
    }
    bool plain(std::string& field) {
        while (at_ < text_.size() && peek() != ',' && !at_line_end()) {
            if (peek() == '"')
                return fail("a quotation mark inside a field that is not quoted",
                            "Put the field in quotation marks and double those inside it.");
            field += text_[at_++];
        }
        return true;
    }
    bool quoted(std::string& field) {
        const int from = line_;
        for (++at_; at_ < text_.size(); ++at_) {
            if (peek() == '\n') ++line_;
            if (peek() != '"') {
                field += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                field += text_[at_++];
            } else {
                ++at_;
                if (at_ == text_.size() || peek() == ',' || at_line_end()) return true;
                return fail("something follows the closing quotation mark",
                            "Put a comma or the end of the line there.");
            }
        }
        line_ = from;
        return fail("a quotation mark is opened here and never closed", "Close it.");
    }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool at_line_end() const {
        return peek() == '\n' ||
               (peek() == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
    }
    void end_line() {
        if (at_ == text_.size()) return;
        at_ += peek() == '\r' ? 2 : 1;
        ++line_;
    }
    bool fail(const char* message, const char* advice) {
        reader_.wrong(line_, "csv", message, advice);
        return false;
    }

    std::string_view text_;
    Reader& reader_;
    size_t at_ = 0;
    int line_ = 1;
};

bool check_header(const Record& header, Reader& reader) {
    if (header.fields.size() == 1 && header.fields.front().find(';') != std::string::npos) {
        reader.wrong(1, "separator", "the columns are separated by semicolons",
                     "Save it as \"CSV UTF-8 (comma delimited)\".");
        return false;
    }
    std::set<std::string> seen;
    bool good = true;
    for (const std::string& name : header.fields) {
        if (!is_column(name)) reader.unknown_column(header.line, name), good = false;
        else if (!seen.insert(name).second)
            reader.wrong(header.line, "twice", "the column " + name + " stands there twice",
                         "Take one out."),
                good = false;
    }
    for (size_t i = 0; i < kRequired; ++i)
        if (!seen.contains(std::string(kColumns[i])))
            reader.wrong(header.line, "missing_column",
                         "the column " + std::string(kColumns[i]) + " is missing", "Add it."),
                good = false;
    return good;
}

std::vector<Row> read_csv(std::string_view text, Reader& reader) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // as Excel writes it
    CsvCutter cutter(text, reader);
    const auto header = cutter.next();
    if (!header) {
        if (!reader.complaints().has_errors())
            reader.wrong(1, "empty", "there is nothing in it", "The first line names the columns.");
        return {};
    }
    if (!check_header(*header, reader)) return {};
    std::vector<Row> rows;
    while (const auto record = cutter.next()) {
        if (rows.size() == kInFlightRows) {
            reader.wrong(record->line, "too_many", "more than 20,000 dossiers", "Cut it in two.");
            break;
        }
        if (record->fields.size() != header->fields.size()) {
            reader.wrong(record->line, "columns",
                         std::to_string(record->fields.size()) + " fields under " +
                             std::to_string(header->fields.size()) + " columns",
                         "Every line has as many fields as the first; put what holds a comma in "
                         "quotation marks.");
            continue;
        }
        Row row{reader.file(), record->line, {}, {}};
        for (size_t i = 0; i < record->fields.size(); ++i)
            reader.put(row, header->fields[i], record->fields[i]);
        rows.push_back(std::move(row));
    }
    return rows;
}

// --- JSON ----------------------------------------------------------------------------------------

using serve::Json;

// A text, number or truth value as the CSV file would have it.
std::optional<std::string> plain(const Json& json) {
    if (std::holds_alternative<std::monostate>(json.is)) return std::string();
    if (const auto* text = json.text()) return *text;
    if (const auto* number = json.number()) return std::to_string(*number);
    if (const auto* truth = std::get_if<bool>(&json.is)) return *truth ? "true" : "false";
    return std::nullopt;
}

void read_cell(Row& row, const std::string& column, const Json& json, Reader& reader) {
    if (const auto text = plain(json)) reader.put(row, column, *text);
    else
        complain(reader.complaints(), row, "json", column + " is neither text nor number",
                 "Write one value there.");
}

void read_dossier(Row& row, const Json::Object& all, Reader& reader) {
    for (const auto& [key, json] : all) {
        if (key == "data" && json.object() != nullptr) {
            for (const auto& [name, value] : *json.object()) {
                const std::string column = std::string(kData) + name;
                if (is_column(column)) read_cell(row, column, value, reader);
                else reader.unknown_column(0, column);
            }
        } else if (is_column(key) && !key.starts_with(kData)) {
            read_cell(row, key, json, reader);
        } else {
            complain(reader.complaints(), row, "unknown_column",
                     "there is no field \"" + key.substr(0, 80) + "\"",
                     "docs/formats/in-flight.md names all of them.");
        }
    }
}

std::vector<Row> read_json(std::string_view text, Reader& reader) {
    const auto parsed = serve::parse_json(text);
    if (const auto* wrong = std::get_if<serve::Wrong>(&parsed)) {
        reader.wrong(0, "json", (wrong->at.empty() ? "" : wrong->at + ": ") + wrong->message,
                     "Mend it there.");
        return {};
    }
    const Json& root = std::get<Json>(parsed);
    const Json* list = root.find("dossiers");
    if (list == nullptr || list->list() == nullptr || root.object()->size() != 1) {
        reader.wrong(0, "json", "{\"dossiers\": [...]} is expected",
                     "docs/formats/in-flight.md shows the shape.");
        return {};
    }
    std::vector<Row> rows;
    if (list->list()->size() > kInFlightRows)
        reader.wrong(0, "too_many", "more than 20,000 dossiers", "Cut it in two.");
    for (const Json& one : *list->list()) {
        Row row{reader.file(), 0, "dossiers[" + std::to_string(rows.size()) + "]", {}};
        if (one.object() != nullptr) read_dossier(row, *one.object(), reader);
        else complain(reader.complaints(), row, "json", "an object is expected", "Write {...}.");
        rows.push_back(std::move(row));
        if (rows.size() == kInFlightRows) break;
    }
    return rows;
}

// The first line with a byte that no text has; 0: none.
int line_not_text(std::string_view bytes) {
    int line = 1;
    for (size_t from = 0; from <= bytes.size(); ++line) {
        const size_t end = std::min(bytes.find('\n', from), bytes.size());
        const std::string_view one = bytes.substr(from, end - from);
        if (std::any_of(one.begin(), one.end(), is_control) || !utf8_valid(one)) return line;
        from = end + 1;
    }
    return 0;
}

}  // namespace

const std::string& Row::at(const std::string& column) const {
    static const std::string none;
    const auto i = cells.find(column);
    return i == cells.end() ? none : i->second;
}

void complain(Diagnostics& complaints, const Row& row, std::string_view what, std::string message,
              std::string advice) {
    complaints.error("in_flight." + std::string(what), row.file, row.line,
                     (row.where.empty() ? "" : row.where + ": ") + std::move(message),
                     std::move(advice));
}

std::vector<Row> read_rows(const std::string& file, std::string_view bytes,
                           Diagnostics& complaints) {
    Reader reader(file, complaints);
    if (bytes.size() > limits::kFile) {
        reader.wrong(0, "too_large", "it is larger than 16 MiB", "Cut it in two.");
        return {};
    }
    if (const int line = line_not_text(bytes); line != 0) {
        reader.wrong(line, "utf8", "this is not UTF-8 text", "Save the file as UTF-8.");
        return {};
    }
    if (file.ends_with(".csv")) return read_csv(bytes, reader);
    if (file.ends_with(".json")) return read_json(bytes, reader);
    reader.wrong(0, "ending", "it ends neither in .csv nor in .json", "Name it for what it is.");
    return {};
}

std::string csv_field(const std::string& text) {
    // A lone empty field would be an empty line.
    if (!text.empty() && text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string write_csv(const std::vector<Row>& rows) {
    std::vector<std::string> columns(kColumns.begin(), kColumns.end());
    std::set<std::string> more;
    for (const Row& row : rows)
        for (const auto& [column, text] : row.cells)
            if (column.starts_with(kData)) more.insert(column);
    columns.insert(columns.end(), more.begin(), more.end());
    std::string out;
    for (size_t i = 0; i < columns.size(); ++i) out += (i == 0 ? "" : ",") + columns[i];
    out += "\r\n";
    for (const Row& row : rows) {
        for (size_t i = 0; i < columns.size(); ++i)
            out += (i == 0 ? "" : ",") + csv_field(row.at(columns[i]));
        out += "\r\n";
    }
    return out;
}

}  // namespace ss::opening
