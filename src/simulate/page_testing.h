// A forecast of a ward that does not exist: every figure in it is made up, and so are the people.
#pragma once

#include <cmath>
#include <fstream>
#include <sstream>

#include "simulate/page.h"

namespace ss::simulate::testing {

inline std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

inline org::Text named(const std::string& vi, const std::string& en) {
    return {{{"vi", vi}, {"en", en}}};
}

inline plan::Plan a_plan(const std::string& source) {
    plan::Plan p;
    p.id = "thu-nghiem";
    p.title = named("Kế hoạch thử <nghiệm>", "A <trial> plan");
    p.city.languages = {"vi", "en"};
    p.calendar.offset = 7 * kHour;
    for (int day = 0; day < 5; ++day)
        p.calendar.week[day] = {{7 * kHour + 30 * kMinute, 11 * kHour + 30 * kMinute},
                                {13 * kHour, 17 * kHour}};
    p.city.units["my-thuong"].name = named("phường Mỹ Thượng", "My Thuong ward");
    for (const auto& [code, vi, en] : std::vector<std::array<std::string, 3>>{
             {"reception", "Tiếp nhận và trả kết quả", "Reception"},
             {"justice", "Tư pháp – hộ tịch", "Justice and civil status"},
             {"leader", "Lãnh đạo UBND", "Leader of the People's Committee"},
             {"clerk", "Văn thư", "Records clerk"}})
        p.organization.roles[code].name = named(vi, en);
    for (const auto& [code, vi, en] : std::vector<std::array<std::string, 3>>{
             {"chu-tich-ubnd", "Chủ tịch Ủy ban nhân dân", "Chair of the People's Committee"},
             {"pho-ct-ubnd", "Phó Chủ tịch Ủy ban nhân dân", "Vice-chair"},
             {"cc-tu-phap", "Công chức tư pháp – hộ tịch", "Justice officer"},
             {"cc-tiep-nhan", "Công chức tiếp nhận", "Reception officer"},
             {"van-thu", "Văn thư", "Records clerk"},
             {"dang-uy-vien", "Đảng ủy viên", "Member of the Party committee"}})
        p.organization.posts[code].title = named(vi, en);
    p.organization.posts["pho-ct-ubnd"].roles = {"leader"};
    p.documents.types["BS"].name = named("bản sao chứng thực", "certified copies");
    for (const auto& [code, vi, en] : std::vector<std::array<std::string, 3>>{
             {"1.001193", "Đăng ký khai sinh", "Birth registration"},
             {"2.000815", "Chứng thực bản sao từ bản chính", "Certified copy"},
             {"1.013225", "Cấp giấy phép xây dựng nhà ở", "House permit"}}) {
        p.procedures[code].name = named(vi, en);
        p.procedures[code].process_file = "procedures/" + code + "/process.bpmn";
        const std::string& file = p.procedures[code].process_file;
        p.files[file] = read(source + "/plans/hue-2025/" + file);
    }
    for (const auto& [code, name] :
         std::vector<std::pair<std::string, std::string>>{{"le-vi-du", "Lê Ví Dụ"},
                                                          {"huynh-van-tap", "Huỳnh Văn Tập"},
                                                          {"cao-thi-mau", "Cao Thị <Mẫu>"},
                                                          {"vo-thu-nghiem", "Võ Thử Nghiệm"},
                                                          {"do-van-nhap", "Đỗ Văn Nháp"}})
        p.rosters["my-thuong"].officers[code].name = name;
    return p;
}

inline Figure figure(double mean, double half) {
    return {mean, half, 200};
}
inline Spread spread(double p50, double p90) {
    return {figure(p50 * 1.3, p50 * 0.03), figure(p50, p50 * 0.03), figure(p90, p90 * 0.04),
            figure(p90 * 1.3, p90 * 0.05), figure(p90 * 1.9, p90 * 0.1)};
}

inline std::vector<SlotOfDay> a_day(double peak) {
    std::vector<SlotOfDay> out;
    for (int slot = 0; slot < 19; ++slot) {
        if (slot == 8 || slot == 9 || slot == 10) continue;  // lunch
        const double t = slot < 9 ? slot - 3.0 : (slot - 13.0) * 1.3;
        const double mean = peak * (slot < 9 ? 1 : 0.45) * std::exp(-t * t / 9);
        out.push_back({(7 * 60 + 30 + slot * 30) * kMinute, mean, mean * 0.45, mean * 1.7 + 0.3,
                       std::ceil(mean * 2.4 + 1)});
    }
    return out;
}

inline void add_work(UnitFigures& u, double trouble) {
    const auto procedure = [&](const Code& code, double arrived, double on_time, double wait,
                               double cycle) {
        u.procedures.push_back({code, figure(arrived, 4), figure(arrived * 0.98, 4),
                                figure(arrived * 0.95, 5), figure(on_time, 0.011),
                                figure(0.12, 0.01), figure(0.02, 0.004), figure(0.01, 0.002),
                                figure((1 - on_time) / 2, 0.004), spread(wait, wait * 3.2),
                                spread(cycle, cycle * 2.4)});
    };
    procedure("2.000815", 612, 0.905 - trouble, 14, 150);
    procedure("1.001193", 61, 0.953, 13, 420);
    procedure("1.013225", 18, 0.991, 11, 3900);
    const auto step = [&](const Code& code, const Code& node, const std::string& name,
                          const Code& role, double done, double wait, double service) {
        u.steps.push_back({code, node, name, node, role, figure(done, 3), spread(wait, wait * 3.4),
                           figure(service, 0.1), figure(wait > 60 ? 0.13 : 0.01, 0.01)});
    };
    step("2.000815", "receive", "", "reception", 612, 14, 7.2);
    step("2.000815", "tail/sign", "Ký <chứng thực>", "leader", 598, 84, 0.8);
    step("1.001193", "verify", "Thẩm tra hồ sơ, tra cứu dữ liệu", "justice", 61, 32, 9.1);
    step("1.001193", "register", "Ghi sổ hộ tịch", "justice", 58, 9, 6.2);
    step("1.001193", "tail/sign", "Ký giấy khai sinh", "leader", 57, 96, 0.7);
    step("1.013225", "verify", "Thẩm định hồ sơ", "justice", 18, 210, 62);
}

inline void add_hands(UnitFigures& u, double trouble) {
    const auto lane = [&](const Code& code, int people, double busy, double waiting, double part,
                          std::optional<LocalDate> diverges) {
        u.lanes.push_back({code, code.substr(0, code.find(':')), people,
                           figure(waiting, waiting * 0.06), figure(waiting * 4, waiting * 0.3),
                           figure(busy, 0.012), figure(part, 0.02),
                           spread(waiting * 5, waiting * 15), a_day(waiting * 2.2), diverges,
                           figure(busy, 0.02), diverges ? Trend::grows : Trend::steady});
    };
    const std::optional<LocalDate> since =
        trouble > 0 ? std::optional(date_of({2025, 7, 9})) : std::nullopt;
    lane("reception", 3, 0.81, 5.1, 0.21, {});
    lane("leader:BS", 1, 0.93 + trouble, 17.4, 0.52, since);
    lane("justice", 2, 0.71, 3.2, 0.19, {});
    lane("clerk", 1, 0.44, 0.6, 0.08, {});
    const auto person = [&](const Code& code, const Code& post, double busy, double signs,
                            double overtime) {
        u.people.push_back({code,
                            {post},
                            figure(busy, 0.013),
                            figure(overtime, 1.1),
                            figure(signs, signs * 0.02),
                            figure(signs + 9, 0.6),
                            figure(0.6, 0.1),
                            post});
        u.posts.push_back({post, 1, figure(busy, 0.013), figure(overtime, 1.1),
                           figure(signs, signs * 0.02), figure(signs + 9, 0.6), figure(0.6, 0.1)});
    };
    person("huynh-van-tap", "pho-ct-ubnd", 0.93 + trouble, 141, 26);
    person("vo-thu-nghiem", "cc-tiep-nhan", 0.81, 0, 4);
    person("cao-thi-mau", "cc-tu-phap", 0.71, 0, 2);
    person("do-van-nhap", "van-thu", 0.44, 0, 0);
    u.people.front().posts.insert(u.people.front().posts.begin(), "dang-uy-vien");
    person("le-vi-du", "chu-tich-ubnd", 0.38, 12, 0);
}

// `trouble`: how far it lies below the other variant.
inline UnitFigures a_unit(const Code& code, double trouble) {
    UnitFigures u;
    u.unit = code;
    u.arrived = figure(691, 6), u.resolved = figure(641, 7), u.open_at_end = figure(48, 4);
    u.on_time = figure(0.913 + 0.06 - trouble, 0.008);
    u.overdue = figure(31, 3), u.apologies = figure(14, 2), u.gave_up = figure(9, 1);
    u.returned = figure(602, 8);
    u.wait = spread(13, 41), u.cycle = spread(170, 640);
    add_work(u, trouble);
    add_hands(u, trouble);
    for (int day = 0; day < 10; ++day) {
        const double grown = trouble > 0 && day > 5 ? (day - 5) * 11.0 : 0;
        const bool monday = day == 4 || day == 9;
        u.days.push_back(
            {LocalDate{date_of({2025, 7, 1}).day + day + (day > 3 ? 2 : 0) + (day > 8 ? 2 : 0)},
             figure(monday ? 96 : 64, 2), figure(62, 2),
             figure(38 + day * 0.8 + grown, 3 + grown * 0.12),
             figure(std::min(1.0, 0.975 - grown * 0.0035 - (monday ? 0.03 : 0)), 0.012),
             figure((monday ? 66 : 38) + grown / 4, 3)});
    }
    u.counter_by_half_hour = a_day(19);
    if (trouble > 0) u.diverges = date_of({2025, 7, 9});
    u.trend = trouble > 0 ? Trend::grows : Trend::steady;
    return u;
}

inline Simulated a_result(double trouble) {
    Simulated r;
    r.program = "0.1.0", r.plan = "thu-nghiem";
    r.plan_hash = "5d41402abc4b2a76b9719d911017c592";
    r.seed = 7, r.days = 10, r.first_day = date_of({2025, 7, 1}), r.replications = 200;
    r.digest = "9e107d9d372bb6826bd81d3542a419d6", r.target = 0.95;
    r.units.push_back(a_unit("my-thuong", trouble));
    r.on_time = r.units[0].on_time, r.arrived = r.units[0].arrived, r.events = figure(18'400, 120);
    r.wait = r.units[0].wait, r.cycle = r.units[0].cycle;
    r.parameters = {{"arrivals_per_day", "54", "derived", "Tháng 7/2025: 44.825 hồ sơ ở 40 đơn vị"},
                    {"service", "nhận: trung vị 6 phút, p90 12", "assumed", "Chưa đo <tại chỗ>"},
                    {"mix", "chứng thực 58 %, hộ tịch 22,5 %", "sourced", "Một phường, 1–7/7/2025"},
                    {"learning_factor", "2", "assumed", "Giả định"},
                    {"1.001193/verify", "tam giác 5–9–20 phút", "bpsim", "Mô hình của đơn vị"},
                    {"weekday", "thứ Hai 1,4", "fitted", "Khớp từ nhật ký diễn tập"}};
    return r;
}

inline Search a_search() {
    Search s;
    s.unit = "my-thuong", s.target = 0.95, s.on_time_now = figure(0.893, 0.009);
    s.load.in = {{"vi", "như hiện nay"}, {"en", "as it is today"}};
    s.breaks = {{"load", 1.3, 1.2, true, figure(0.921, 0.011), "leader:BS", {"huynh-van-tap"}},
                {"absence", 2, 1, true, figure(0.874, 0.014), "reception", {"vo-thu-nghiem"}},
                {"outage", 0, 3, false, figure(0.957, 0.006), "", {}}};
    const auto both = [](const char* vi, const char* en) {
        return org::Text{{{"vi", vi}, {"en", en}}};
    };
    const Move deputy{"deputy",
                      both("Giao thêm Chủ tịch ký chứng thực buổi sáng",
                           "The Chair signs certifications in the morning"),
                      2};
    const Move batch{
        "batch", both("Ký theo lô 10 bản <hai lần> mỗi buổi", "Batches of 10, <twice> a day"), 0.5};
    const Move officer{"officer", both("Thêm một công chức tiếp nhận", "One more at the counter"),
                       22};
    s.remedies = {{{deputy}, 2, figure(0.968, 0.006), figure(190, 6), true, false},
                  {{deputy, batch}, 2.5, figure(0.969, 0.006), figure(171, 6), true, true},
                  {{officer}, 22, figure(0.958, 0.007), figure(203, 7), true, false},
                  {{batch}, 0.5, figure(0.931, 0.008), figure(247, 8), false, false}};
    s.pareto = {
        {{}, 0, figure(0.893, 0.009), figure(322, 11), false, false},
        {{batch}, 0.5, figure(0.931, 0.008), figure(247, 8), false, false},
        {{deputy}, 2, figure(0.968, 0.006), figure(190, 6), true, false},
        {{deputy, batch}, 2.5, figure(0.969, 0.006), figure(171, 6), true, false},
        {{deputy, batch, officer}, 24.5, figure(0.987, 0.004), figure(128, 4), true, false}};
    return s;
}

inline Forecast a_forecast() {
    Forecast f;
    f.unit = "my-thuong";
    f.from = at_local(date_of({2025, 7, 10}), 7 * kHour + 30 * kMinute, 7 * kHour);
    const Code procedures[] = {"2.000815", "1.001193", "1.013225"};
    for (uint32_t i = 0; i < 24; ++i) {
        DossierForecast d;
        d.dossier = i + 1;
        d.code = "H57.34-250708-" + std::to_string(100 + i);
        d.procedure = procedures[i % 3];
        d.stage = i % 5 == 4 ? "awaiting_supplement" : "in_process";
        d.late = figure(std::exp(-0.17 * i) * 0.96, 0.02);
        d.due = {f.from.ms + (4 + i) * kHour};
        d.ready_p50 = {f.from.ms + (3 + i) * kHour};
        d.ready_p90 = {f.from.ms + (9 + i) * kHour};
        d.stands_at = i % 2 == 0 ? "Ký <chứng thực>" : "Thẩm tra hồ sơ";
        f.dossiers.push_back(d);
    }
    f.result = a_result(0.06);
    return f;
}

// Everything a call can find, at once.
inline Findings all() {
    Findings f;
    f.comparison.variants.push_back({"", "", a_result(0.06), {}, {}, false});
    f.comparison.variants.push_back({"Hai người ký", "Chủ tịch cùng ký <chứng thực>", a_result(0),
                                     figure(0.058, 0.009), figure(96, 11), false});
    f.comparison.variants.back().result.variant = "Hai người ký";
    f.search = a_search();
    f.forecast = a_forecast();
    return f;
}

inline Findings many(size_t units) {
    Findings f;
    Compared c;
    c.result = a_result(0);
    c.result.units.clear();
    for (size_t i = 0; i < units; ++i) {
        const double trouble = static_cast<double>(i * i % 97) / 97 * 0.25 - 0.02;
        c.result.units.push_back(a_unit("don-vi-" + std::to_string(i + 1), trouble));
        c.result.units.back().synthetic = true;
        c.result.units.back().staff_assumed = i % 2 == 1;
        if (i % 11 == 0) continue;
        c.result.units.back().diverges.reset();
        c.result.units.back().trend = Trend::steady;
    }
    f.comparison.variants.push_back(std::move(c));
    return f;
}

}  // namespace ss::simulate::testing
