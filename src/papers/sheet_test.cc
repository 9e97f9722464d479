#include "papers/sheet.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"

namespace ss::papers {
namespace {

// Twelve vowels in six tones and đ, small and large, with the plain letters: 134 with a mark.
const char* kLetters =
    "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ e è é ẻ ẽ ẹ ê ề ế ể ễ ệ i ì í ỉ ĩ ị "
    "o ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ u ù ú ủ ũ ụ ư ừ ứ ử ữ ự y ỳ ý ỷ ỹ ỵ đ "
    "A À Á Ả Ã Ạ Ă Ằ Ắ Ẳ Ẵ Ặ Â Ầ Ấ Ẩ Ẫ Ậ E È É Ẻ Ẽ Ẹ Ê Ề Ế Ể Ễ Ệ I Ì Í Ỉ Ĩ Ị "
    "O Ò Ó Ỏ Õ Ọ Ô Ồ Ố Ổ Ỗ Ộ Ơ Ờ Ớ Ở Ỡ Ợ U Ù Ú Ủ Ũ Ụ Ư Ừ Ứ Ử Ữ Ự Y Ỳ Ý Ỷ Ỹ Ỵ Đ";

std::string words_of(const std::string& text) {
    std::istringstream in(text);
    std::string word, out;
    while (in >> word) out += (out.empty() ? "" : " ") + word;
    return out;
}

// What poppler, not our own code, reads out of the paper.
std::string read_back(const std::string& bytes, const std::string& options = "") {
    const auto path = std::filesystem::temp_directory_path() /
                      ("sansang-sheet-" + std::to_string(getpid()) + ".pdf");
    std::ofstream(path, std::ios::binary) << bytes;
    std::string out;
    if (FILE* pipe = popen(("pdftotext " + options + " " + path.string() + " -").c_str(), "r")) {
        char buffer[4096];
        for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
        pclose(pipe);
    }
    std::filesystem::remove(path);
    return out;
}

// pdftotext takes single letters with a space between them for one word written wide.
std::string letters_of(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\n' && c != '\f') out += c;
    return out;
}

// A test that is skipped proves nothing.
const char* kNeedsPoppler = "pdftotext is missing; \"tools/setup.sh test\" installs it";
bool has_pdftotext() {
    return std::system("command -v pdftotext >/dev/null 2>&1") == 0;
}

Sheet sheet_of(Block block) {
    Sheet sheet;
    sheet.title = "Tờ thử";
    sheet.offset = 7 * kHour;
    sheet.blocks.push_back(std::move(block));
    return sheet;
}

Paragraph text_of(const std::string& text) {
    Paragraph p;
    p.spans.push_back(plain(text));
    return p;
}

Table long_table(int rows) {
    Table t;
    t.columns = {{1, Align::center}, {5, Align::left}};
    t.header.push_back({bold_cell("STT"), bold_cell("TRICHYEU")});
    for (int i = 0; i < rows; ++i)
        t.rows.push_back({cell(std::to_string(i + 1)),
                          cell("Hàng thứ " + std::to_string(i + 1) +
                               " của một quyển sổ dài, kể cả khi trích yếu phải xuống dòng vì "
                               "không đủ chỗ trong một dòng của bảng")});
    return t;
}

TEST(Sheet, EveryVietnameseLetterComesBackOutOfThePaper) {
    ASSERT_TRUE(has_pdftotext()) << kNeedsPoppler;
    for (const bool strong : {false, true}) {
        Paragraph p = text_of(kLetters);
        p.spans.front().bold = strong;
        p.spans.front().italic = strong;
        const auto bytes = pdf(sheet_of(p));
        ASSERT_TRUE(bytes.ok()) << bytes.error().message;
        EXPECT_EQ(letters_of(read_back(bytes.value())), letters_of(kLetters));
    }
}

TEST(Sheet, TheSameSheetGivesTheSameBytes) {
    Sheet sheet = sheet_of(long_table(60));
    sheet.watermark = "DIỄN TẬP";
    sheet.created = Instant{1'751'330'520'000};
    Qr qr;
    qr.payload = "H57.34-250701-0007";
    sheet.blocks.push_back(qr);
    const auto first = pdf(sheet);
    Printer used;  // one that has printed something else before
    ASSERT_TRUE(used.print(sheet_of(text_of("khác"))).ok());
    const auto second = used.print(sheet);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(first.value(), second.value().bytes);
    EXPECT_NE(first.value().find("20250701074200+07'00"), std::string::npos);
    sheet.watermark.clear();
    EXPECT_NE(pdf(sheet).value(), first.value());
}

TEST(Sheet, ALongTableBreaksBetweenRowsAndRepeatsItsHeader) {
    Printer printer;
    Sheet sheet = sheet_of(long_table(255));
    sheet.watermark = "DIENTAP";
    const auto r = printer.print(sheet);
    ASSERT_TRUE(r.ok());
    EXPECT_GE(r.value().pages, 12);
    ASSERT_TRUE(has_pdftotext()) << kNeedsPoppler;
    const std::string text = words_of(read_back(r.value().bytes));
    size_t headers = 0;
    for (size_t at = 0; (at = text.find("TRICHYEU", at)) != std::string::npos; ++at) ++headers;
    EXPECT_EQ(headers, static_cast<size_t>(r.value().pages));
    for (int i = 1; i <= 255; ++i)
        EXPECT_NE(text.find("thứ " + std::to_string(i) + " của"), std::string::npos) << i;
}

TEST(Sheet, ARowLongerThanAPageIsTornAndLosesNothing) {
    Table t = long_table(1);
    std::string endless;
    for (int i = 0; i < 1'500; ++i) endless += "chữ" + std::to_string(i) + " ";
    t.rows[0][1] = cell(endless);
    Printer printer;
    const auto r = printer.print(sheet_of(t));
    ASSERT_TRUE(r.ok());
    EXPECT_GT(r.value().pages, 1);
    ASSERT_TRUE(has_pdftotext()) << kNeedsPoppler;
    const std::string text = words_of(read_back(r.value().bytes));
    for (int i = 0; i < 1'500; ++i)
        ASSERT_NE(text.find("chữ" + std::to_string(i)), std::string::npos) << i;
}

TEST(Sheet, AnOverlongWordStaysInsideThePage) {
    ASSERT_TRUE(has_pdftotext()) << kNeedsPoppler;
    const std::string word(700, 'W');
    Table t = long_table(1);
    t.rows[0][0] = cell(word);
    Sheet sheet = sheet_of(text_of(word));
    sheet.blocks.push_back(t);
    const auto bytes = pdf(sheet);
    ASSERT_TRUE(bytes.ok());
    // -bbox prints xMax of every word; the right margin of A4 is at 595 - 42.5 pt.
    const std::string boxes = read_back(bytes.value(), "-bbox");
    size_t letters = 0;
    for (size_t at = 0; (at = boxes.find("xMax=\"", at)) != std::string::npos; at += 6)
        EXPECT_LE(std::stod(boxes.substr(at + 6)), 553.5);
    for (const char c : read_back(bytes.value())) letters += c == 'W';
    EXPECT_EQ(letters, 2 * word.size());
}

TEST(Sheet, ASignatureIsNeverAloneOnItsPage) {
    ASSERT_TRUE(has_pdftotext()) << kNeedsPoppler;
    for (int fill = 30; fill < 52; ++fill) {
        Sheet sheet;
        for (int i = 0; i < fill; ++i) sheet.blocks.push_back(text_of("dòng"));
        Paragraph last = text_of(
            "cuoi một hai ba bốn năm sáu bảy tám chín mười mười một mười hai "
            "mười ba mười bốn mười lăm mười sáu mười bảy mười tám mười chín");
        last.keep_with_next = true;
        sheet.blocks.push_back(last);
        Columns hands;
        hands.columns.push_back({1, {text_of("KY"), Gap{90}, text_of("TEN")}});
        sheet.blocks.push_back(hands);
        const std::string text = read_back(pdf(sheet).value());
        const size_t page_of_signature = text.rfind('\f', text.find("KY"));
        const size_t from = page_of_signature == std::string::npos ? 0 : page_of_signature;
        EXPECT_NE(text.find("chín", from), std::string::npos) << fill;
        EXPECT_EQ(text.find('\f', text.find("KY")), text.find('\f', text.find("TEN"))) << fill;
    }
}

TEST(Sheet, OnePageSheetsAreMadeSmallerUntilTheyFit) {
    Sheet sheet;
    sheet.page = Page::a5;
    for (int i = 0; i < 28; ++i) sheet.blocks.push_back(text_of("một dòng của phiếu"));
    Printer printer;
    EXPECT_EQ(printer.print(sheet).value().pages, 2);
    sheet.one_page = true;
    EXPECT_EQ(printer.print(sheet).value().pages, 1);
    for (int i = 0; i < 200; ++i) sheet.blocks.push_back(text_of("quá nhiều dòng"));
    EXPECT_GT(printer.print(sheet).value().pages, 1);  // readable before all
}

TEST(Sheet, TextThatIsNotUtf8IsRefused) {
    for (const std::string& bad : {std::string("\xff\xfe"), std::string("a\0b", 3)}) {
        const auto r = pdf(sheet_of(text_of(bad)));
        ASSERT_FALSE(r.ok());
        EXPECT_EQ(r.error().code, ErrorCode::malformed);
        Table t = long_table(1);
        t.rows[0][0] = cell(bad);
        EXPECT_FALSE(pdf(sheet_of(t)).ok());
    }
}

TEST(Sheet, ThePagesHaveALimit) {
    Sheet sheet;
    sheet.page = Page::a5_landscape;
    for (int i = 0; i < kMostPages; ++i) {
        sheet.blocks.push_back(text_of("x"));
        if (i + 1 < kMostPages) sheet.blocks.push_back(PageBreak{});
    }
    Printer printer;
    const auto at_limit = printer.print(sheet);
    ASSERT_TRUE(at_limit.ok());
    EXPECT_EQ(at_limit.value().pages, kMostPages);
    sheet.blocks.push_back(PageBreak{});
    const auto over = printer.print(sheet);
    ASSERT_FALSE(over.ok());
    EXPECT_EQ(over.error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace ss::papers
