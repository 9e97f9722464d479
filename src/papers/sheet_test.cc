#include "papers/sheet.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "papers/parts.h"

namespace ss::papers {
namespace {
std::string out() {
    return "/tmp/b/papers-out/";
}
void save(const std::string& name, const Sheet& sheet) {
    auto r = pdf(sheet);
    ASSERT_TRUE(r.ok());
    std::ofstream(out() + name + ".pdf", std::ios::binary) << r.value();
}
TEST(Look, At) {
    auto words = load_words(SS_SOURCE_DIR "/plans/hue-2025/forms", "2018");
    ASSERT_TRUE(words.ok()) << words.error().message;
    Frame f{words.value(), "DIỄN TẬP",
            "phường Mỹ Thượng · diễn tập · 01/07/2025 07:42 · 3f9a2c71d0b4e865", "Huế", 7 * kHour};
    const Instant at = at_local(*parse_date("2025-07-01"), 7 * kHour + 42 * kMinute, 7 * kHour);
    Slip s;
    s.head.superiors = {"Ủy ban nhân dân phường Mỹ Thượng"};
    s.head.organ = {"Trung tâm Phục vụ hành chính công"};
    s.head.number = "0007/TNHS";
    s.head.date = *parse_date("2025-07-01");
    s.code = "H57.34-250701-0007";
    s.procedure = "Đăng ký khai sinh";
    s.applicant = {"Nguyễn Văn Mẫu", "046085000001", "0901 000 000",
                   "12 đường Ví Dụ, tổ dân phố 3, phường Mỹ Thượng, thành phố Huế"};
    s.papers = {{"Tờ khai đăng ký khai sinh theo mẫu", 1, 0},
                {"Giấy chứng sinh (hoặc văn bản xác nhận của người làm chứng, hoặc giấy cam đoan "
                 "về việc sinh)",
                 1, 0},
                {"Giấy tờ tùy thân của người yêu cầu đăng ký khai sinh (xuất trình)", 0, 1},
                {"Giấy chứng nhận kết hôn của cha, mẹ", 0, 1}};
    s.limit = "ngay trong ngày tiếp nhận";
    s.received = at;
    s.due = {at.ms + 9 * kHour};
    s.return_by = "Trung tâm Phục vụ hành chính công phường Mỹ Thượng";
    s.register_book = "01/2025";
    s.register_serial = "7";
    s.receiver = "Trần Thị Thử";
    s.hotline = "0234 000 0000";
    save("slip", slip(f, s));
    Paper p;
    p.head.organ = {"Ủy ban nhân dân", "phường Mỹ Thượng"};
    p.head.number = "01/QĐ-UBND";
    p.head.date = *parse_date("2025-07-01");
    p.title = "Quyết định";
    p.abstract = "Về việc thành lập Trung tâm Phục vụ hành chính công phường Mỹ Thượng";
    p.urgency = "Hỏa tốc";
    p.parts = {
        {Part::Kind::centred, "", "ỦY BAN NHÂN DÂN PHƯỜNG MỸ THƯỢNG"},
        {Part::Kind::basis, "",
         "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;"},
        {Part::Kind::basis, "",
         "Căn cứ Nghị định số 118/2025/NĐ-CP của Chính phủ về thực hiện thủ tục hành chính theo cơ "
         "chế một cửa, một cửa liên thông;"},
        {Part::Kind::basis, "",
         "Theo đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường."},
        {Part::Kind::centred, "", "QUYẾT ĐỊNH:"},
        {Part::Kind::article, "Điều 1.",
         "Thành lập Trung tâm Phục vụ hành chính công phường Mỹ Thượng là tổ chức hành chính thuộc "
         "Ủy ban nhân dân phường, có con dấu và tài khoản riêng theo quy định của pháp luật."},
        {Part::Kind::article, "Điều 2.",
         "Trung tâm có nhiệm vụ hướng dẫn, tiếp nhận, số hóa, giải quyết hoặc chuyển hồ sơ đến cơ "
         "quan có thẩm quyền, trả kết quả giải quyết thủ tục hành chính cho cá nhân, tổ chức không "
         "phụ thuộc vào địa giới hành chính trong phạm vi thành phố."},
        {Part::Kind::article, "Điều 3.",
         "Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng Hội đồng nhân dân và Ủy ban "
         "nhân dân, Giám đốc Trung tâm và các cơ quan, tổ chức, cá nhân liên quan chịu trách nhiệm "
         "thi hành Quyết định này./."}};
    p.signature.titles = {"TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"};
    p.signature.name = "Lê Ví Dụ";
    p.signature.organ = "Ủy ban nhân dân phường Mỹ Thượng";
    p.signature.at = at;
    p.recipients = {"Như Điều 3", "UBND thành phố Huế (b/c)", "Thường trực Đảng ủy, HĐND phường",
                    "Lưu: VT, VP"};
    save("decision", paper(f, p));
    Paper q = p;
    q.head.side = org::Side::party;
    q.head.superiors = {"Đảng bộ thành phố Huế"};
    q.head.organ = {"Đảng ủy phường Mỹ Thượng"};
    q.head.number = "01-NQ/ĐU";
    q.title = "Nghị quyết";
    q.abstract = "của Ban Chấp hành Đảng bộ phường về nhiệm vụ sáu tháng cuối năm 2025";
    q.urgency = "";
    for (int i = 0; i < 14; ++i) q.parts.push_back(p.parts[5 + static_cast<size_t>(i) % 3]);
    q.signature.titles = {"T/M Đảng ủy", "Bí thư"};
    save("party", paper(f, q));
    Paper l = p;
    l.title = "";
    l.abstract = "phối hợp tiếp nhận hồ sơ không phụ thuộc địa giới hành chính";
    l.head.number = "05/UBND-VP";
    l.addressees = {"Ủy ban nhân dân phường Dương Nỗ", "Ủy ban nhân dân phường Vỹ Dạ"};
    save("letter", paper(f, l));
    Register r;
    r.head = p.head;
    r.head.number = "";
    r.name = "outgoing";
    r.period = "Ngày 01/07/2025";
    for (int i = 0; i < 60; ++i)
        r.rows.push_back(
            {"01/QĐ-UBND", "01/07/2025",
             "Quyết định về việc thành lập Trung tâm Phục vụ hành chính công phường Mỹ Thượng",
             "Lê Ví Dụ", "UBND thành phố Huế; Thường trực Đảng ủy", "Văn thư", "01", ""});
    save("register", ledger(f, r));
    ControlSheet c;
    c.head = s.head;
    c.head.number = "0007/KSHS";
    c.code = s.code;
    c.procedure = s.procedure;
    c.received = at;
    c.due = s.due;
    c.rows = {{at, "Bộ phận tiếp nhận", "Công chức tư pháp – hộ tịch", "Trần Thị Thử",
               "Phạm Văn Giả", "Kiểm tra hồ sơ", "Trước hạn", ""},
              {{at.ms + kHour},
               "Công chức tư pháp – hộ tịch",
               "Lãnh đạo UBND",
               "Phạm Văn Giả",
               "Lê Ví Dụ",
               "Ký giấy khai sinh",
               "Đúng hạn",
               ""}};
    save("control", control_sheet(f, c));
    Notice n;
    n.head = s.head;
    n.code = s.code;
    n.procedure = s.procedure;
    n.applicant = s.applicant;
    n.items = {"Giấy chứng sinh bản chính", "Giấy cam đoan của cha, mẹ về việc sinh"};
    n.reason = "người ký vắng mặt do đi họp tại thành phố";
    n.received = at;
    n.old_due = s.due;
    n.new_due = Instant{s.due.ms + kDay};
    n.receiver = "Trần Thị Thử";
    n.basis = "Điều 16 Luật Hộ tịch";
    n.signature = p.signature;
    n.signature.titles = {"Giám đốc"};
    n.hotline = s.hotline;
    save("supplement", supplement_notice(f, n));
    save("refusal", refusal_notice(f, n));
    save("apology", apology(f, n));
    save("stop", stop_notice(f, n));
    Certificate k;
    k.head = p.head;
    k.head.number = "12/2025";
    k.title = "Giấy khai sinh";
    k.subtitle = "(Bản chính)";
    k.fields = {{"Họ, chữ đệm, tên", "Nguyễn Thị Ví Dụ"},
                {"Ngày, tháng, năm sinh", "25/06/2025"},
                {"Nơi sinh", ""}};
    k.code = s.code;
    k.signature = p.signature;
    save("certificate", certificate(f, k));
    Minutes m;
    m.head = q.head;
    m.head.number = "01-BB/ĐU";
    m.title = "Biên bản";
    m.abstract = "Hội nghị lần thứ nhất Ban Chấp hành Đảng bộ phường Mỹ Thượng";
    m.opened = at;
    m.closed = Instant{at.ms + 2 * kHour};
    m.place = "Hội trường UBND phường Mỹ Thượng";
    m.attendance = "27/29 thành viên có mặt";
    m.absent = {"Đỗ Văn Vắng", "Bùi Thị Khuyết"};
    m.chair = "Hoàng Văn Đầu";
    m.secretary = "Võ Thị Bút";
    m.chair_title = "Chủ trì";
    m.secretary_title = "Thư ký";
    m.journal_head = "3f9a2c71d0b4e8653f9a2c71d0b4e8653f9a2c71d0b4e8653f9a2c71d0b4e865";
    for (int i = 0; i < 9; ++i)
        m.lines.push_back({{at.ms + i * 9 * kMinute},
                           "Thảo luận dự thảo Quy chế làm việc.",
                           "Các đồng chí phát biểu; chủ trì tiếp thu, kết luận."});
    m.votes = {{"Thông qua Quy chế làm việc của Ban Chấp hành Đảng bộ", 29, 27, 27, 0, 0,
                "Biểu quyết giơ tay", "Thông qua", "01-QC/ĐU", ""},
               {"Nghị quyết sáu tháng cuối năm 2025", 29, 27, 25, 1, 1, "Bỏ phiếu kín", "Thông qua",
                "01-NQ/ĐU", "Phiếu phát ra 27, thu về 27, hợp lệ 27, không hợp lệ 0"}};
    save("minutes", minutes(f, m));
}
}  // namespace
}  // namespace ss::papers
