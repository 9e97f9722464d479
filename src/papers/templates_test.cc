#include "papers/templates.h"

#include <gtest/gtest.h>

#include "papers/testing.h"
#include "papers/words.h"

namespace ss::papers {
namespace {

constexpr int64_t kOffset = 7 * kHour;

Words forms(const std::string& set = "2018") {
    auto words = words_of(testing::plan_forms(SS_SOURCE_DIR), set);
    EXPECT_TRUE(words.ok()) << words.error().message;
    return words.ok() ? words.value() : Words{};
}
Instant at(const char* date, int hour, int minute) {
    return at_local(*parse_date(date), hour * kHour + minute * kMinute, kOffset);
}
Head ward() {
    return {org::Side::state,
            {},
            {"Ủy ban nhân dân", "phường Mỹ Thượng"},
            "01/QĐ-UBND",
            parse_date("2025-07-01")};
}

// All text of a sheet, in order.
struct Reader {
    std::string text;
    void add(const std::vector<Span>& spans) {
        for (const Span& s : spans) text += s.text;
        text += "\n";
    }
    void piece(const Piece& piece) {
        if (const auto* p = std::get_if<Paragraph>(&piece)) add(p->spans);
        if (const auto* s = std::get_if<Stamp>(&piece)) text += s->text + "\n";
        if (const auto* q = std::get_if<Qr>(&piece)) text += "QR:" + q->payload + "\n";
        if (const auto* m = std::get_if<Mark>(&piece))
            for (const auto& line : m->lines) text += line + "\n";
    }
    void block(const Block& block) {
        if (const auto* p = std::get_if<Paragraph>(&block)) add(p->spans);
        if (const auto* c = std::get_if<Columns>(&block))
            for (const Column& column : c->columns)
                for (const Piece& p : column.pieces) piece(p);
        if (const auto* t = std::get_if<Table>(&block))
            for (const auto* rows : {&t->header, &t->rows})
                for (const auto& row : *rows)
                    for (const Cell& c : row) add(c.spans);
    }
};
std::string text_of(const Sheet& sheet) {
    Reader reader;
    for (const Block& block : sheet.blocks) reader.block(block);
    return reader.text;
}

Slip a_slip() {
    Slip s;
    s.head = {org::Side::state,
              {"Ủy ban nhân dân phường Mỹ Thượng"},
              {"Trung tâm Phục vụ hành chính công"},
              "0007/TNHS",
              parse_date("2025-07-01")};
    s.code = "H57.34-250701-0007";
    s.procedure = "Đăng ký khai sinh";
    s.applicant = {"Nguyễn Văn Mẫu", "000000000001", "0900 000 000", "12 đường Ví Dụ"};
    for (int i = 0; i < 8; ++i)
        s.papers.push_back({"Giấy tờ thứ " + std::to_string(i + 1) +
                                " theo quy định, bản chính hoặc bản sao có chứng thực",
                            1, 0});
    s.limit = "03 ngày làm việc";
    s.received = at("2025-07-01", 7, 42);
    s.due = at("2025-07-04", 17, 0);
    s.return_by = "Trung tâm Phục vụ hành chính công";
    s.register_book = "01/2025";
    s.register_serial = "7";
    s.receiver = "Trần Thị Thử";
    s.hotline = "0234 000 0000";
    return s;
}
Notice a_notice() {
    const Slip s = a_slip();
    Notice n;
    n.head = s.head;
    n.code = s.code;
    n.procedure = s.procedure;
    n.applicant = s.applicant;
    n.items = {"Giấy chứng sinh bản chính", "Giấy cam đoan về việc sinh"};
    n.reason = "người ký vắng mặt";
    n.basis = "Điều 16 Luật Hộ tịch";
    n.received = s.received;
    n.old_due = s.due;
    n.new_due = at("2025-07-08", 17, 0);
    n.receiver = s.receiver;
    n.signature = {{"Giám đốc"}, "Lê Ví Dụ", "Trung tâm", s.received};
    return n;
}
Paper a_paper() {
    Paper p;
    p.head = ward();
    p.title = "Quyết định";
    p.abstract = "Về việc thành lập Trung tâm";
    p.urgency = "Hỏa tốc";
    p.addressees = {"Thường trực Đảng ủy", "Văn phòng"};
    p.parts = {{Part::Kind::basis, "", "Căn cứ Luật Tổ chức chính quyền địa phương;"},
               {Part::Kind::article, "Điều 1.", "Thành lập Trung tâm."}};
    p.signature = {{"TM. Ủy ban nhân dân", "Chủ tịch"},
                   "Lê Ví Dụ",
                   "UBND",
                   p.head.date ? std::optional(at("2025-07-01", 8, 0)) : std::nullopt};
    p.recipients = {"Như Điều 1", "Lưu: VT"};
    return p;
}

TEST(Words, FillsPlacesAndShowsWhatIsMissing) {
    Words w;
    w.all = {{"a", "Số: {number} ngày {day}, {unknown}"}, {"list.0", "x"}, {"list.1", "y"}};
    EXPECT_EQ(w.fill("a", {{"number", "{day}"}, {"day", "02"}}), "Số: {day} ngày 02, {unknown}");
    EXPECT_EQ(w.get("b"), "[b]");
    EXPECT_EQ(w.list("list"), (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(fill("cụt {số", {}), "cụt {số");
}

TEST(Words, DatesFollowDecree30) {
    const Words w = forms();
    EXPECT_EQ(w.place_date("Huế", *parse_date("2025-07-01")), "Huế, ngày 01 tháng 7 năm 2025");
    EXPECT_EQ(w.date(*parse_date("2026-02-15")), "ngày 15 tháng 02 năm 2026");
    EXPECT_EQ(w.date(*parse_date("2025-12-09")), "ngày 09 tháng 12 năm 2025");
    EXPECT_EQ(w.moment(at("2025-07-01", 7, 5), kOffset),
              "07 giờ 05 phút, ngày 01 tháng 7 năm 2025");
}

TEST(Words, CapitalsAndAmounts) {
    EXPECT_EQ(upper("Phường Mỹ Thượng – đất"), "PHƯỜNG MỸ THƯỢNG – ĐẤT");
    EXPECT_EQ(sentence("đăng ký khai sinh"), "Đăng ký khai sinh");
    EXPECT_EQ(amount(0, "."), "0");
    EXPECT_EQ(amount(999, "."), "999");
    EXPECT_EQ(amount(1'234'567, "."), "1.234.567");
    EXPECT_EQ(amount(-1'000, "."), "-1.000");
}

TEST(Words, ABrokenFileIsNamedWithItsLine) {
    const auto broken = words_of({{"forms/words.yaml", "a: b\n c: [\n"}}, "");
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(broken.error().code, ErrorCode::malformed);
    EXPECT_NE(broken.error().message.find("forms/words.yaml:"), std::string::npos);
    EXPECT_EQ(words_of({}, "").error().code, ErrorCode::unavailable);
}

TEST(Templates, NoFormOfEitherSetLacksAWord) {
    for (const char* set : {"2018", "2025"}) {
        const Words w = forms(set);
        const Frame f{w, "DIỄN TẬP", "chân trang", "Huế", kOffset};
        Notice hand = a_notice();
        hand.signature = {};
        ControlSheet control{a_slip().head,
                             "H57.34-250701-0007",
                             "Khai sinh",
                             at("2025-07-01", 7, 42),
                             at("2025-07-01", 17, 0),
                             {{at("2025-07-01", 8, 0), "Tiếp nhận", "Tư pháp", "A", "B", "Kiểm tra",
                               w.get("control.early"), ""}}};
        Minutes m;
        m.head = ward();
        m.title = w.get("minutes.title");
        m.votes = {{"Quy chế", 29, 27, 27, 0, 0, w.get("minutes.form.show_of_hands"),
                    w.get("minutes.carried"), "01-QC/ĐU", ""}};
        m.lines = {{at("2025-07-01", 8, 0), "Khai mạc", ""}};
        m.journal_head = "abc";
        Paper party = a_paper();
        party.head.side = org::Side::party;
        Paper letter_ = a_paper();
        letter_.title.clear();
        std::vector<Sheet> sheets{
            slip(f, a_slip()),
            supplement_notice(f, a_notice()),
            supplement_notice(f, hand),
            refusal_notice(f, a_notice()),
            apology(f, a_notice()),
            control_sheet(f, control),
            paper(f, a_paper()),
            paper(f, party),
            paper(f, letter_),
            minutes(f, m),
            certificate(
                f, {ward(), "Giấy khai sinh", "", {{"Tên", ""}}, {}, a_paper().signature, "H57"})};
        if (w.has("stop.title")) sheets.push_back(stop_notice(f, a_notice()));
        for (const char* name : {"dossiers", "outgoing", "incoming"}) {
            sheets.push_back(ledger(f, {ward(), name, "01/07/2025", {}}));
            EXPECT_GT(std::get<Table>(sheets.back().blocks.back()).columns.size(), 5u);
        }
        for (const Sheet& sheet : sheets) {
            const std::string text = text_of(sheet);
            EXPECT_EQ(text.find('['), std::string::npos) << set << ": " << text;
            EXPECT_EQ(text.find('{'), std::string::npos) << set << ": " << text;
            EXPECT_EQ(sheet.watermark, "DIỄN TẬP");
        }
    }
}

TEST(Templates, AStatePaperHasTheNineParts) {
    const Words w = forms();
    const std::string text = text_of(paper({w, "", "", "Huế", kOffset}, a_paper()));
    for (const char* part :
         {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN",
          "Số: 01/QĐ-UBND", "Huế, ngày 01 tháng 7 năm 2025", "QUYẾT ĐỊNH",
          "Về việc thành lập Trung tâm", "Điều 1. Thành lập", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH",
          "Lê Ví Dụ", "Nơi nhận:", "- Lưu: VT.", "HỎA TỐC", "Kính gửi:"})
        EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(Templates, APartyPaperCarriesThePartysHeadingAndNoStateMotto) {
    const Words w = forms();
    Paper p = a_paper();
    p.head = {org::Side::party,
              {"Đảng bộ thành phố Huế"},
              {"Đảng ủy phường Mỹ Thượng"},
              "01-NQ/ĐU",
              parse_date("2025-07-01")};
    const std::string text = text_of(paper({w, "", "", "Huế", kOffset}, p));
    for (const char* part : {"ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG BỘ THÀNH PHỐ HUẾ",
                             "ĐẢNG ỦY PHƯỜNG MỸ THƯỢNG", "*", "Số 01-NQ/ĐU"})
        EXPECT_NE(text.find(part), std::string::npos) << part;
    EXPECT_EQ(text.find("Độc lập"), std::string::npos);
}

TEST(Templates, ASlipFitsOneSmallPageAndCarriesItsCode) {
    const Words w = forms();
    const Sheet sheet = slip({w, "DIỄN TẬP", "chân", "Huế", kOffset}, a_slip());
    EXPECT_NE(text_of(sheet).find("QR:H57.34-250701-0007"), std::string::npos);
    Printer printer;
    const auto r = printer.print(sheet);
    ASSERT_TRUE(r.ok());
    EXPECT_EQ(r.value().pages, 1);
    EXPECT_EQ(sheet.page, Page::a5);
}

TEST(Templates, ASlipThatKnowsItsTrackCodeSaysItAndOpensThePage) {
    const Words w = forms();
    Slip s = a_slip();
    s.follow = {"7.ABCDEFGHIJKLMNOPQRST",
                "https://may-chu.vi-du:8443/#/citizen/track/7.ABCDEFGHIJKLMNOPQRST?at=h/my-thuong"};
    const Sheet sheet = slip({w, "DIỄN TẬP", "chân", "Huế", kOffset}, s);
    const std::string text = text_of(sheet);
    EXPECT_NE(text.find("QR:" + s.follow.address), std::string::npos);
    EXPECT_NE(text.find(": 7.ABCDEFGHIJKLMNOPQRST"), std::string::npos);
    EXPECT_NE(text.find(s.code), std::string::npos);
    Printer printer;
    const auto printed = printer.print(sheet);
    ASSERT_TRUE(printed.ok());
    EXPECT_EQ(printed.value().pages, 1);
}

TEST(Templates, AnErasedPersonLeavesBlanksAndNoTrace) {
    const Words w = forms();
    Slip s = a_slip();
    s.applicant = {};
    const std::string text = text_of(slip({w, "", "", "Huế", kOffset}, s));
    EXPECT_EQ(text.find("Nguyễn"), std::string::npos);
    EXPECT_NE(text.find(w.get("slip.applicant") + " " + w.get("blank")), std::string::npos);
}

}  // namespace
}  // namespace ss::papers
