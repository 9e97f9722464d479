// Milliseconds per paper: a slip (A5, with its code), a decision (one page), a register (per page).
#include <benchmark/benchmark.h>

#include "papers/templates.h"
#include "papers/testing.h"

namespace ss::papers {
namespace {

const Words& forms() {
    static const Words words = [] {
        auto loaded = words_of(testing::plan_forms("."), "2018");
        SS_ASSERT(loaded.ok());  // run from the project's folder
        return loaded.value();
    }();
    return words;
}
Frame frame() {
    return {forms(), forms().get("watermark.rehearsal"), "footer", "Huế", 7 * kHour};
}
Head head() {
    return {org::Side::state,
            {},
            {"Ủy ban nhân dân", "phường Mỹ Thượng"},
            "01/QĐ-UBND",
            parse_date("2025-07-01")};
}

void run(benchmark::State& state, const Sheet& sheet) {
    Printer printer;
    SS_ASSERT(printer.print(sheet).ok());  // loads the fonts
    int pages = 0;
    size_t bytes = 0;
    for (auto _ : state) {
        const auto r = printer.print(sheet);
        pages = r.value().pages;
        bytes = r.value().bytes.size();
        benchmark::DoNotOptimize(bytes);
    }
    state.counters["pages"] = pages;
    state.counters["bytes"] = static_cast<double>(bytes);
    state.counters["pages/s"] =
        benchmark::Counter(pages, benchmark::Counter::kIsIterationInvariantRate);
}

void slip_sheet(benchmark::State& state) {
    Slip s;
    s.head = head();
    s.code = "H57.34-250701-0007";
    s.procedure = "Đăng ký khai sinh";
    s.applicant = {"Nguyễn Văn Mẫu", "0", "0", "12 đường Ví Dụ"};
    for (int i = 0; i < 5; ++i) s.papers.push_back({"Giấy tờ theo quy định của thủ tục", 1, 0});
    run(state, slip(frame(), s));
}
void decision(benchmark::State& state) {
    Paper p;
    p.head = head();
    p.title = "Quyết định";
    p.abstract = "Về việc thành lập Trung tâm Phục vụ hành chính công";
    for (int i = 0; i < 6; ++i)
        p.parts.push_back({Part::Kind::article, "Điều 1.",
                           "Trung tâm có nhiệm vụ hướng dẫn, tiếp nhận, số hóa, giải quyết hoặc "
                           "chuyển hồ sơ đến cơ quan có thẩm quyền và trả kết quả."});
    run(state, paper(frame(), p));
}
void dossier_register(benchmark::State& state) {
    Register r;
    r.head = head();
    r.name = "dossiers";
    for (int i = 0; i < 800; ++i)
        r.rows.push_back({std::to_string(i + 1), "H57.34-250701-0007", "Đăng ký khai sinh", "01",
                          "Nguyễn Văn Mẫu, 12 đường Ví Dụ", "Phường Mỹ Thượng", "07:42 01/07/2025",
                          "17:00 01/07/2025", "", "", "Trực tiếp", ""});
    run(state, ledger(frame(), r));
}
BENCHMARK(slip_sheet)->Unit(benchmark::kMillisecond);
BENCHMARK(decision)->Unit(benchmark::kMillisecond);
BENCHMARK(dossier_register)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ss::papers
