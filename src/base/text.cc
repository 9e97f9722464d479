#include "base/text.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>

namespace ss {

namespace {

// The next code point, or nullopt where the bytes are not shortest-form UTF-8.
std::optional<char32_t> next_point(std::string_view t, size_t& i) {
    const auto lead = static_cast<unsigned char>(t[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > t.size()) return std::nullopt;
    char32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (size_t k = 1; k < length; ++k) {
        const auto c = static_cast<unsigned char>(t[i + k]);
        if ((c & 0xC0) != 0x80) return std::nullopt;
        point = point << 6 | (c & 0x3F);
    }
    static constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kLeast[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
        return std::nullopt;
    i += length;
    return point;
}

void append(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::u32string points(std::string_view t) {
    std::u32string out;
    for (size_t i = 0; i < t.size();) {
        const auto p = next_point(t, i);
        if (!p) ++i;  // callers have checked utf8_valid(); a stray byte is dropped
        out += p.value_or(U'\uFFFD');
    }
    return out;
}

// One row per vowel quality, in dictionary order of the tones: level, grave, hook, tilde, acute, dot.
constexpr std::array<std::u32string_view, 24> kRows = {
    U"aàảãáạ", U"ăằẳẵắặ", U"âầẩẫấậ", U"eèẻẽéẹ", U"êềểễếệ", U"iìỉĩíị", U"oòỏõóọ", U"ôồổỗốộ",
    U"ơờởỡớợ", U"uùủũúụ", U"ưừửữứự", U"yỳỷỹýỵ", U"AÀẢÃÁẠ", U"ĂẰẲẴẮẶ", U"ÂẦẨẪẤẬ", U"EÈẺẼÉẸ",
    U"ÊỀỂỄẾỆ", U"IÌỈĨÍỊ", U"OÒỎÕÓỌ", U"ÔỒỔỖỐỘ", U"ƠỜỞỠỚỢ", U"UÙỦŨÚỤ", U"ƯỪỬỮỨỰ", U"YỲỶỸÝỴ"};

struct Letter {
    size_t row = 0, tone = 0;
};

const std::map<char32_t, Letter>& letters() {
    static const std::map<char32_t, Letter> all = [] {
        std::map<char32_t, Letter> m;
        for (size_t row = 0; row < kRows.size(); ++row)
            for (size_t tone = 0; tone < kRows[row].size(); ++tone)
                m[kRows[row][tone]] = {row, tone};
        return m;
    }();
    return all;
}

// Tone of a combining mark, 1 to 5; 0 where it is none.
size_t tone_of(char32_t mark) {
    switch (mark) {
        case 0x300: return 1;
        case 0x309: return 2;
        case 0x303: return 3;
        case 0x301: return 4;
        case 0x323: return 5;
        default: return 0;
    }
}

constexpr char32_t kCircumflex = 0x302, kBreve = 0x306, kHorn = 0x31B;

// The row that `row` becomes under circumflex, breve or horn; nullopt where they do not meet.
std::optional<size_t> reshape(size_t row, char32_t mark) {
    const char32_t base = kRows[row][0];
    const std::u32string_view from = mark == kCircumflex ? U"aeoAEO"
                                     : mark == kBreve    ? U"aA"
                                                         : U"ouOU";
    const std::u32string_view to = mark == kCircumflex ? U"âêôÂÊÔ" : mark == kBreve ? U"ăĂ" : U"ơưƠƯ";
    if (mark != kCircumflex && mark != kBreve && mark != kHorn) return std::nullopt;
    const size_t i = from.find(base);
    if (i == std::u32string_view::npos) return std::nullopt;
    return letters().at(to[i]).row;
}

}  // namespace

bool utf8_valid(std::string_view text) {
    for (size_t i = 0; i < text.size();)
        if (!next_point(text, i)) return false;
    return true;
}

std::string nfc(std::string_view text) {
    std::string out;
    const std::u32string all = points(text);
    for (size_t i = 0; i < all.size(); ++i) {
        const auto found = letters().find(all[i]);
        if (found == letters().end()) {
            append(out, all[i]);
            continue;
        }
        Letter letter = found->second;
        while (i + 1 < all.size()) {
            const size_t tone = tone_of(all[i + 1]);
            if (const auto row = reshape(letter.row, all[i + 1])) letter.row = *row;
            else if (tone != 0 && letter.tone == 0) letter.tone = tone;
            else break;
            ++i;
        }
        append(out, kRows[letter.row][letter.tone]);
    }
    return out;
}

std::string fold(std::string_view text) {
    static constexpr std::string_view kPlain = "aaaeeiooouuy";
    std::string out;
    for (const char32_t c : points(nfc(text))) {
        // A mark that found no letter (a second tone, say) would find one in what is left of it.
        if (tone_of(c) != 0 || c == kCircumflex || c == kBreve || c == kHorn) continue;
        if (const auto found = letters().find(c); found != letters().end())
            out += kPlain[found->second.row % 12];
        else if (c == U'đ' || c == U'Đ') out += 'd';
        else if (c >= U'A' && c <= U'Z') out += static_cast<char>(c - U'A' + U'a');
        else append(out, c);
    }
    return out;
}

std::string collation_key(std::string_view text) {
    // Letters first, then all tones, then case: three levels, as dictionaries compare.
    static constexpr std::u32string_view kOrder = U" 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    std::string primary, tones, cases;
    for (const char32_t c : points(nfc(text))) {
        char32_t base = c;
        size_t tone = 0;
        bool upper = false;
        if (const auto found = letters().find(c); found != letters().end()) {
            upper = found->second.row >= 12;
            base = kRows[found->second.row % 12][0];
            tone = found->second.tone;
        } else if (c == U'Đ' || (c >= U'A' && c <= U'Z')) {
            upper = true;
            base = c == U'Đ' ? U'đ' : c - U'A' + U'a';
        }
        const size_t place = kOrder.find(base);
        if (place == std::u32string_view::npos) append(primary, base + 0x100);
        else primary += static_cast<char>(place + 2);
        tones += static_cast<char>('0' + tone);
        cases += upper ? '1' : '0';
    }
    return primary + '\1' + tones + '\1' + cases;
}

}  // namespace ss
