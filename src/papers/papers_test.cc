#include "papers/papers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "papers/testing.h"
#include "plan/plan.h"

namespace ss::papers {
namespace {

constexpr int64_t kOffset = 7 * kHour;

Instant at(int hour, int minute) {
    return at_local(*parse_date("2025-07-01"), hour * kHour + minute * kMinute, kOffset);
}
org::Text text(const std::string& vi) {
    return {{{"vi", vi}}};
}

class Values final : public Vault {
  public:
    std::map<Sealed, std::string> values;
    Sealed put(const std::string& value) {
        const Sealed sealed{sha256(value)};
        values[sealed] = value;
        return sealed;
    }
    const std::string* open(const Sealed& sealed) const override {
        const auto i = values.find(sealed);
        return i == values.end() ? nullptr : &i->second;
    }
};

// A small day put together by hand: one dossier with its slip, one refused, one decision.
struct Day {
    plan::Plan plan;
    office::State state;
    Values vault;
    std::vector<Noted> record;
    Words words;

    Day() {
        auto loaded = words_of(testing::plan_forms(SS_SOURCE_DIR), "2018");
        EXPECT_TRUE(loaded.ok());
        words = loaded.value();
        plan.calendar.offset = kOffset;
        plan.city.name = text("thành phố Huế");
        plan.city.place = "Huế";
        plan.city.units["my-thuong"].name = text("phường Mỹ Thượng");
        auto& org = plan.organization;
        org.bodies["ubnd"] = {"ubnd", text("Ủy ban nhân dân"), org::Side::state, true,
                              true,   "chu-tich-ubnd",         "UBND",           "",
                              {}};
        org.bodies["pasc"] = {"pasc",
                              text("Trung tâm Phục vụ hành chính công"),
                              org::Side::state,
                              false,
                              true,
                              "giam-doc-pasc",
                              "TTPVHCC",
                              "ubnd",
                              {}};
        org.bodies["dang-uy"] = {
            "dang-uy", text("Đảng ủy"), org::Side::party, true, true, "bi-thu", "ĐU", "", {}};
        org.posts["chu-tich-ubnd"].title = text("Chủ tịch");
        org.posts["pho-ct-ubnd"].title = text("Phó Chủ tịch");
        org.signing.push_back(
            {"chu-tich-ubnd", "ubnd", "TM.", "", {"QĐ"}, false, false, "", false});
        plan.documents.types["QĐ"].name = text("Quyết định");
        plan::Procedure birth;
        birth.code = "1.004873";
        birth.name = text("Xác nhận tình trạng hôn nhân");
        plan::Component form;
        form.code = "form";
        form.name = text("Tờ khai");
        birth.components = {form};
        plan.procedures[birth.code] = birth;
        state.unit = "my-thuong";
        state.forms = "2018";
        state.now = at(17, 0);
        state.org.officers["tran-thi-thu"].name = "Trần Thị Thử";
        state.org.officers["huynh-van-tap"].name = "Huỳnh Văn Tập";
        add_dossiers();
        add_decision();
    }

    dossiers::Dossier& dossier(uint32_t n, const std::string& who) {
        dossiers::Dossier& d = state.dossiers.dossiers[DossierId{n}];
        d.id = DossierId{n};
        d.code = "H57.34-250701-000" + std::to_string(n);
        d.procedure = "1.004873";
        d.applicant.name = vault.put(who);
        d.given["form"] = {"form", 1, 0};
        d.received_at = at(8, static_cast<int>(n));
        d.due_at = at(17, 0);
        d.received_by = "tran-thi-thu";
        return d;
    }
    void add_dossiers() {
        dossier(1, "Nguyễn Văn Mẫu");
        dossier(2, "Lê Ví Dụ").overdue = true;
        dossiers::Received received;
        received.dossier = DossierId{1};
        received.at = at(8, 1);
        received.due_at = at(17, 0);
        dossiers::Refused refused;
        refused.dossier = DossierId{2};
        refused.reasons = {"Không thuộc thẩm quyền"};
        refused.basis = "Điều 17";
        refused.by = "tran-thi-thu";
        refused.at = at(9, 0);
        flow::Offered offered;
        offered.work = WorkId{1};
        offered.dossier = DossierId{1};
        offered.name = "Thẩm tra";
        offered.role = "justice";
        offered.due = at(9, 0);
        offered.at = at(8, 5);
        flow::Completed completed;
        completed.work = WorkId{1};
        completed.dossier = DossierId{1};
        completed.by = "tran-thi-thu";
        completed.at = at(9, 30);
        record.push_back({1, at(8, 1), "tran-thi-thu", {dossiers::Fact(received)}});
        record.push_back({2, at(8, 5), "clock", {flow::Fact(offered)}});
        record.push_back({3, at(9, 0), "tran-thi-thu", {dossiers::Fact(refused)}});
        record.push_back({4, at(9, 30), "tran-thi-thu", {flow::Fact(completed)}});
    }
    void add_decision() {
        documents::Outgoing d;
        d.stage = documents::Stage::issued;
        d.type = "QĐ";
        d.body = d.drafting_body = "ubnd";
        d.abstract = "Quyết định thành lập Trung tâm";
        d.text = {"Căn cứ Luật;", "Thành lập Trung tâm."};
        d.symbol = "01/QĐ-UBND";
        d.number = 1;
        d.date = parse_date("2025-07-01");
        d.signature = documents::Signature{
            "huynh-van-tap", "pho-ct-ubnd", "KT.", "chu-tich-ubnd", "", at(8, 0)};
        state.documents.outgoing[DocumentId{1}] = d;
        d.stage = documents::Stage::draft;
        state.documents.outgoing[DocumentId{2}] = d;
    }

    Source source() const { return {state, plan, vault, record, words, sha256("head")}; }
};

void collect(const std::vector<Span>& spans, std::string& out) {
    for (const Span& s : spans) out += s.text;
    out += "\n";
}
std::string all_text(const Sheet& sheet) {
    std::string out;
    for (const Block& block : sheet.blocks) {
        if (const auto* p = std::get_if<Paragraph>(&block)) collect(p->spans, out);
        if (const auto* c = std::get_if<Columns>(&block))
            for (const Column& column : c->columns)
                for (const Piece& piece : column.pieces)
                    if (const auto* p = std::get_if<Paragraph>(&piece)) collect(p->spans, out);
        if (const auto* t = std::get_if<Table>(&block))
            for (const auto& row : t->rows)
                for (const Cell& cell : row) collect(cell.spans, out);
    }
    return out;
}
std::map<std::string, Sheet> sheets(const Day& day, const Options& options = {}) {
    std::map<std::string, Sheet> out;
    for (const Job& job : jobs(day.source(), options)) out.emplace(job.file, job.sheet());
    return out;
}
std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

TEST(Papers, ADayBringsItsPapersAndNoDrafts) {
    const Day day;
    std::set<std::string> files;
    for (const auto& [file, sheet] : sheets(day)) files.insert(file);
    EXPECT_EQ(files,
              (std::set<std::string>{"control-h57-34-250701-0001.pdf", "document-01-qd-ubnd.pdf",
                                     "refusal-h57-34-250701-0002.pdf", "register-dossiers.pdf",
                                     "register-incoming-party.pdf", "register-incoming-state.pdf",
                                     "register-outgoing-party.pdf", "register-outgoing-state.pdf",
                                     "slip-h57-34-250701-0001.pdf"}));
}

TEST(Papers, EverySheetOfARehearsalSaysSoAndALiveOneDoesNot) {
    Day day;
    for (const auto& [file, sheet] : sheets(day)) {
        EXPECT_EQ(sheet.watermark, "DIỄN TẬP") << file;
        EXPECT_NE(sheet.footer.find("DIỄN TẬP"), std::string::npos) << file;
        EXPECT_NE(sheet.footer.find(hex(sha256("head")).substr(0, 16)), std::string::npos);
    }
    day.state.mode = office::Mode::live;
    for (const auto& [file, sheet] : sheets(day)) {
        EXPECT_EQ(sheet.watermark, "") << file;
        EXPECT_EQ(sheet.footer.find("DIỄN TẬP"), std::string::npos) << file;
    }
}

TEST(Papers, NoSheetLacksAWord) {
    const Day day;
    for (const auto& [file, sheet] : sheets(day)) {
        const std::string text = all_text(sheet);
        EXPECT_EQ(text.find('['), std::string::npos) << file << text;
        EXPECT_EQ(text.find('{'), std::string::npos) << file << text;
    }
}

TEST(Papers, AnErasedNameIsOnNoSheet) {
    Day day;
    const auto holds = [&](const std::string& name) {
        for (const auto& [file, sheet] : sheets(day))
            if (all_text(sheet).find(name) != std::string::npos) return true;
        return false;
    };
    EXPECT_TRUE(holds("Nguyễn Văn Mẫu"));
    day.vault.values.clear();
    EXPECT_FALSE(holds("Nguyễn Văn Mẫu"));
    EXPECT_FALSE(holds("Lê Ví Dụ"));
}

TEST(Papers, ADeputySignsForTheHeadOnBehalfOfTheBody) {
    const Day day;
    const std::string text = all_text(sheets(day).at("document-01-qd-ubnd.pdf"));
    const size_t tm = text.find("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n");
    EXPECT_NE(tm, std::string::npos) << text;
    EXPECT_NE(text.find("QUYẾT ĐỊNH:\nĐiều 1. Thành lập Trung tâm."), std::string::npos) << text;
    EXPECT_LT(text.find("Căn cứ Luật;"), text.find("QUYẾT ĐỊNH:\n"));
    EXPECT_NE(text.find("\nThành lập Trung tâm\n"), std::string::npos) << text;  // not said twice
}

TEST(Papers, TheControlSheetShowsWhatWasLate) {
    const Day day;
    const std::string text = all_text(sheets(day).at("control-h57-34-250701-0001.pdf"));
    EXPECT_NE(text.find("Quá hạn"), std::string::npos) << text;
    EXPECT_NE(text.find("Xong 09:30"), std::string::npos) << text;
}

TEST(Papers, LimitsLeaveOutSlipsButNoRegisters) {
    Day day;
    Options options;
    options.most_slips = 0;
    options.most_control_sheets = 0;
    const auto all = sheets(day, options);
    EXPECT_FALSE(all.contains("slip-h57-34-250701-0001.pdf"));
    EXPECT_FALSE(all.contains("control-h57-34-250701-0001.pdf"));
    EXPECT_NE(all_text(all.at("register-dossiers.pdf")).find("H57.34-250701-0001"),
              std::string::npos);
}

TEST(Papers, ThreadsMakeNoDifference) {
    const Day day;
    const auto base =
        std::filesystem::temp_directory_path() / ("sansang-papers-" + std::to_string(getpid()));
    size_t last = 0;
    for (const unsigned threads : {1u, 3u}) {
        Options options;
        options.threads = threads;
        const auto written = write_all(day.source(), (base / std::to_string(threads)).string(),
                                       options, [&](size_t done, size_t) { last = done; });
        ASSERT_TRUE(written.ok()) << written.error().message;
        EXPECT_EQ(written.value().papers, 9u);
        EXPECT_EQ(last, 9u);
    }
    for (const Job& job : jobs(day.source(), {})) {
        const std::string one = read(base / "1" / job.file);
        EXPECT_TRUE(one.starts_with("%PDF")) << job.file;
        EXPECT_EQ(one, read(base / "3" / job.file)) << job.file;
    }
    std::filesystem::remove_all(base);
}

TEST(Papers, AFolderThatCannotBeWrittenIsAnError) {
    const Day day;
    const auto written = write_all(day.source(), "/dev/null/papers", {}, {});
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::io);
}

}  // namespace
}  // namespace ss::papers
