#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace ss {
namespace {

TEST(Text, Utf8) {
    struct Case {
        const char* name;
        std::string bytes;
        bool valid;
    };
    const Case cases[] = {
        {"empty", "", true},
        {"ASCII", "Hue", true},
        {"zero byte", std::string(1, '\0'), true},
        {"Vietnamese", "Thừa Thiên Huế", true},
        {"first of two bytes", "\xC2\x80", true},
        {"last of two bytes", "\xDF\xBF", true},
        {"first of three bytes", "\xE0\xA0\x80", true},
        {"last before the surrogates", "\xED\x9F\xBF", true},
        {"first after the surrogates", "\xEE\x80\x80", true},
        {"last of three bytes", "\xEF\xBF\xBF", true},
        {"first of four bytes", "\xF0\x90\x80\x80", true},
        {"last of all", "\xF4\x8F\xBF\xBF", true},
        {"overlong slash, two bytes", "\xC0\xAF", false},
        {"overlong slash, three bytes", "\xE0\x80\xAF", false},
        {"overlong slash, four bytes", "\xF0\x80\x80\xAF", false},
        {"overlong zero", "\xC0\x80", false},
        {"overlong, C1", "\xC1\xBF", false},
        {"overlong, last of two in three", "\xE0\x9F\xBF", false},
        {"overlong, last of three in four", "\xF0\x8F\xBF\xBF", false},
        {"high surrogate", "\xED\xA0\x80", false},
        {"low surrogate", "\xED\xBF\xBF", false},
        {"a pair of surrogates", "\xED\xA0\xBD\xED\xB8\x80", false},
        {"past the last", "\xF4\x90\x80\x80", false},
        {"F5", "\xF5\x80\x80\x80", false},
        {"five bytes", "\xF8\x88\x80\x80\x80", false},
        {"FE", "\xFE", false},
        {"FF", "\xFF", false},
        {"a lone continuation", "\x80", false},
        {"cut after one of two", "\xC3", false},
        {"cut after two of three", "\xE1\xBA", false},
        {"cut after three of four", "\xF0\x9F\x98", false},
        {"continuation missing", "\xE1\x41\x80", false},
        {"good, then bad", "Hu\xE1\xBA\xBF\xBF", false},
    };
    for (const Case& c : cases) EXPECT_EQ(utf8_valid(c.bytes), c.valid) << c.name;
}

struct Word {
    const char* nfd;  // as macOS and some keyboards send it
    const char* nfc;
    const char* folded;
};

const Word kWords[] = {
    {"My\u0303 Thu\u031Bo\u031B\u0323ng", "Mỹ Thượng", "my thuong"},
    {"Hue\u0302\u0301", "Huế", "hue"},
    {"Vy\u0303 Da\u0323", "Vỹ Dạ", "vy da"},
    {"Du\u031Bo\u031Bng No\u0302\u0303", "Dương Nỗ", "duong no"},
    {"\u0110a\u0306ng ky\u0301", "Đăng ký", "dang ky"},
    {"\u0111e\u0302\u0300 nghi\u0323", "đề nghị", "de nghi"},
    {"U\u0309y ban", "Ủy ban", "uy ban"},
    {"Uy\u0309 ban", "Uỷ ban", "uy ban"},
    {"Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u", "Nguyễn Văn Mẫu", "nguyen van mau"},
    {"Tra\u0302\u0300n Thi\u0323 Thu\u031B\u0309", "Trần Thị Thử", "tran thi thu"},
    {"Le\u0302 Vi\u0301 Du\u0323", "Lê Ví Dụ", "le vi du"},
    {"tha\u0323\u0302t", "thật", "that"},  // the dot first: canonical order
    {"th\u1EA1\u0302t", "thật", "that"},   // half composed, dot inside
    {"th\u00E2\u0323t", "thật", "that"},   // half composed, hat inside
    {"ho\u031B\u0323p", "hợp", "hop"},
    {"ho\u0323\u031Bp", "hợp", "hop"},  // the other order
    {"khuyu\u0309u", "khuyủu", "khuyuu"},
    {"ABC-123 @ 45%", "ABC-123 @ 45%", "abc-123 @ 45%"},
    {"", "", ""},
};

TEST(Text, ComposesWhatKeyboardsSend) {
    for (const Word& w : kWords) {
        EXPECT_EQ(nfc(w.nfd), w.nfc);
        EXPECT_EQ(nfc(w.nfc), w.nfc);
    }
}

TEST(Text, FoldsForSearch) {
    for (const Word& w : kWords) {
        EXPECT_EQ(fold(w.nfd), w.folded);
        EXPECT_EQ(fold(w.nfc), w.folded);
        EXPECT_EQ(fold(w.folded), w.folded);
    }
}

// Every letter of the alphabet with every tone, both cases.
TEST(Text, EveryVowelComposesAndFolds) {
    struct Vowel {
        const char* plain;
        const char* mark;  // of its shape
        const char* all[6];
    };
    const Vowel vowels[] = {
        {"a", "", {"a", "à", "ả", "ã", "á", "ạ"}},
        {"a", "\u0306", {"ă", "ằ", "ẳ", "ẵ", "ắ", "ặ"}},
        {"a", "\u0302", {"â", "ầ", "ẩ", "ẫ", "ấ", "ậ"}},
        {"e", "", {"e", "è", "ẻ", "ẽ", "é", "ẹ"}},
        {"e", "\u0302", {"ê", "ề", "ể", "ễ", "ế", "ệ"}},
        {"i", "", {"i", "ì", "ỉ", "ĩ", "í", "ị"}},
        {"o", "", {"o", "ò", "ỏ", "õ", "ó", "ọ"}},
        {"o", "\u0302", {"ô", "ồ", "ổ", "ỗ", "ố", "ộ"}},
        {"o", "\u031B", {"ơ", "ờ", "ở", "ỡ", "ớ", "ợ"}},
        {"u", "", {"u", "ù", "ủ", "ũ", "ú", "ụ"}},
        {"u", "\u031B", {"ư", "ừ", "ử", "ữ", "ứ", "ự"}},
        {"y", "", {"y", "ỳ", "ỷ", "ỹ", "ý", "ỵ"}},
        {"A", "", {"A", "À", "Ả", "Ã", "Á", "Ạ"}},
        {"A", "\u0306", {"Ă", "Ằ", "Ẳ", "Ẵ", "Ắ", "Ặ"}},
        {"A", "\u0302", {"Â", "Ầ", "Ẩ", "Ẫ", "Ấ", "Ậ"}},
        {"E", "", {"E", "È", "Ẻ", "Ẽ", "É", "Ẹ"}},
        {"E", "\u0302", {"Ê", "Ề", "Ể", "Ễ", "Ế", "Ệ"}},
        {"I", "", {"I", "Ì", "Ỉ", "Ĩ", "Í", "Ị"}},
        {"O", "", {"O", "Ò", "Ỏ", "Õ", "Ó", "Ọ"}},
        {"O", "\u0302", {"Ô", "Ồ", "Ổ", "Ỗ", "Ố", "Ộ"}},
        {"O", "\u031B", {"Ơ", "Ờ", "Ở", "Ỡ", "Ớ", "Ợ"}},
        {"U", "", {"U", "Ù", "Ủ", "Ũ", "Ú", "Ụ"}},
        {"U", "\u031B", {"Ư", "Ừ", "Ử", "Ữ", "Ứ", "Ự"}},
        {"Y", "", {"Y", "Ỳ", "Ỷ", "Ỹ", "Ý", "Ỵ"}},
    };
    const std::string tones[6] = {"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"};
    for (const Vowel& v : vowels)
        for (size_t tone = 0; tone < 6; ++tone) {
            const std::string plain = v.plain, mark = v.mark, whole = v.all[tone];
            EXPECT_EQ(nfc(plain + mark + tones[tone]), whole);
            EXPECT_EQ(nfc(plain + tones[tone] + mark), whole);
            EXPECT_EQ(fold(whole), fold(plain));
            EXPECT_EQ(fold(whole).size(), 1u);
        }
}

TEST(Text, LeavesOtherMarksAlone) {
    EXPECT_EQ(nfc("e\u0308"), "e\u0308");        // no Vietnamese letter
    EXPECT_EQ(nfc("a\u0301\u0300"), "á\u0300");  // one tone only
    EXPECT_EQ(nfc("\u0301a"), "\u0301a");        // a mark without its letter
    EXPECT_EQ(nfc("d\u0301"), "d\u0301");
    EXPECT_EQ(nfc("e\u0306"), "e\u0306");  // there is no e breve
    EXPECT_EQ(fold("日本 😀"), "日本 😀");
}

TEST(Text, SortsAsDictionariesDo) {
    const std::vector<std::string> ordered = {
        "",      "1",    "10",    "2",   "a",         "A",          "à",         "ả",
        "ã",     "á",    "ạ",     "an",  "An",        "anh",        "ánh",       "ảnh hưởng",
        "ăn",    "ân",   "ba",    "bà",  "bả",        "bã",         "bá",        "bạ",
        "Bùi",   "cam",  "căn",   "cân", "da",        "dừa",        "Dương Nỗ",  "đa",
        "Đặng",  "Đinh", "Đỗ",    "em",  "êm",        "Hoàng",      "họp",       "hội",
        "hợp",   "Huế",  "Hương", "Lê",  "Mỹ Thượng", "Nguyễn Văn", "Nguyễn Ví", "Phạm",
        "tranh", "trăn", "Trần",  "tu",  "tú",        "tư",         "Vy",        "Vỹ Dạ",
    };
    for (size_t i = 1; i < ordered.size(); ++i)
        EXPECT_LT(collation_key(ordered[i - 1]), collation_key(ordered[i]))
            << ordered[i - 1] << " before " << ordered[i];
    std::vector<std::string> mixed = ordered;
    std::shuffle(mixed.begin(), mixed.end(), std::mt19937(1));
    std::sort(mixed.begin(), mixed.end(),
              [](const auto& a, const auto& b) { return collation_key(a) < collation_key(b); });
    EXPECT_EQ(mixed, ordered);
    for (const Word& w : kWords) EXPECT_EQ(collation_key(w.nfd), collation_key(w.nfc));
}

// Whatever comes in, what goes out is UTF-8, and doing it twice changes nothing.
TEST(Text, AnyBytesAtAll) {
    std::mt19937 dice(3);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(dice() % 24, '\0');
        for (char& c : bytes) c = static_cast<char>(dice());
        const std::string composed = nfc(bytes), folded = fold(bytes);
        EXPECT_TRUE(utf8_valid(composed));
        EXPECT_TRUE(utf8_valid(folded));
        EXPECT_EQ(nfc(composed), composed);
        EXPECT_EQ(fold(folded), folded);
    }
}

// Marks that come twice, or after the wrong letter, as no keyboard sends them.
TEST(Text, AnyMarksAtAll) {
    const std::vector<std::string> pieces = {"a",      "à",      "Ô",      "đ",      "d",
                                             "e",      "y",      "x",      "\u0300", "\u0301",
                                             "\u0303", "\u0309", "\u0323", "\u0302", "\u0306",
                                             "\u031B", "\u0308"};
    std::mt19937 dice(5);
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        for (size_t n = dice() % 8; n > 0; --n) text += pieces[dice() % pieces.size()];
        EXPECT_EQ(nfc(nfc(text)), nfc(text));
        EXPECT_EQ(fold(fold(text)), fold(text)) << text;
    }
    EXPECT_EQ(fold("a\u0301\u0300"), "a");
}

}  // namespace
}  // namespace ss
