// The city's board: every unit of a house in one answer.
#include "plan/plan.h"
#include "readiness/names.h"
#include "serve/inside.h"
#include "views/board.h"

namespace ss::serve {

namespace {

constexpr size_t kFindings = 20;

template <class E>
Code code_of(E value) {
    return Code(names(E{})[static_cast<size_t>(value)]);
}

void add_scorecard(const readiness::UnitReport& report, const readiness::Namer& named,
                   const words::Book& book, views::BoardJudged& out) {
    for (const readiness::ScoreLine& s : report.scorecard) {
        views::BoardLine line;
        line.line = s.line;
        const std::string key = "report.766." + s.line;
        line.name = book.contains(key) ? words::say(book, key) : s.line;
        line.measured = s.measured;
        line.points = s.points;
        line.most = s.most;
        if (!s.how.rule.empty()) line.how = named.say(s.how);
        if (s.measured) {
            out.points += s.points;
            out.most += s.most;
        }
        out.scorecard.push_back(std::move(line));
    }
}

views::BoardJudged told(const Judgement& judgement, const plan::Plan& plan, office::Mode mode,
                        const std::string& language, const words::Book& book) {
    using readiness::Rating;
    const readiness::UnitReport& report = judgement.report;
    const readiness::Namer named(plan, language, book);
    views::BoardJudged out;
    out.at = judgement.at;
    out.from = judgement.from;
    out.seq = judgement.seq;
    out.whole = judgement.whole;
    out.entries = static_cast<int64_t>(report.entries);
    out.colour = code_of(report.colour);
    if (mode != office::Mode::live) out.gate = code_of(report.gate);
    for (const readiness::TaskResult& t : report.tasks) {
        ++out.tasks;
        out.seen += t.rating != Rating::none;
        if (t.rating == Rating::P || t.rating == Rating::S) {
            ++out.held;
            continue;
        }
        if (t.rating == Rating::none && mode == office::Mode::live) continue;
        out.wanting.push_back({named.name(t.task), t.n, code_of(t.rating), t.task, t.tier});
    }
    if (out.seen > 0) out.score = report.score;
    for (const readiness::Finding& f : report.findings) {
        if (!f.blocking || f.closed) continue;
        ++out.blocking;
        if (out.findings.size() < kFindings) out.findings.push_back(named.say(f.what));
    }
    add_scorecard(report, named, book, out);
    return out;
}

}  // namespace

const views::CityView* App::Inside::tile(const Place& at, const std::string& language) {
    const auto& state = at.recorder->state();
    const Instant now = std::max(at.house->clock().now, state.now);
    Tile& tile = tiles[{at.house, at.unit, language}];
    const bool same = tile.seq == at.recorder->last_seq() && tile.minute == now.ms / kMinute;
    const int64_t age = wall().ms - tile.made.ms;
    if (tile.made.ms != 0 && (same || (age >= 0 && age < kTileEvery))) return &tile.view;
    auto made = views::city({state, at.recorder->office().plan(), nullptr, {}, language, now, {}});
    if (!made.ok()) return nullptr;
    tile = {at.recorder->last_seq(), now.ms / kMinute, wall(), std::move(made).value()};
    tile.view.worst.clear();
    tile.view.late.clear();
    return &tile.view;
}

void App::Inside::board(Call& call, House& house) {
    if (call.request.method != "GET") return refuse(call, 405, "method");
    const auto& kind = views::all().at("city");
    const Account& account = call.caller->account;
    views::Board out;
    out.house = house.code();
    for (const Code& unit : house.units()) {
        const Place at{&house, unit, house.find(unit)};
        if (at.recorder == nullptr || at.recorder->failed()) continue;
        const auto& state = at.recorder->state();
        const plan::Plan& plan = at.recorder->office().plan();
        const Instant now = std::max(house.clock().now, state.now);
        bool may = looks_without_seat(account, house, "city", kind);
        for (const Code& seat : seats_of(account, at))
            may = may || views::may_look(state, plan, seat, "city", now);
        const views::CityView* view = may ? tile(at, call.language) : nullptr;
        if (view == nullptr) continue;
        views::BoardUnit one{std::nullopt, *view};
        if (const Judgement* judgement = judges.find(house, unit))
            one.judged =
                told(*judgement, plan, house.mode(), call.language, books.at(call.language));
        out.units.push_back(std::move(one));
    }
    if (out.units.empty()) return refuse(call, 403, "forbidden");
    judges.looked_at(house, wall());
    send(call, json_response(wire::encode(out)));
}

int64_t App::Inside::judge_due() {
    return judges.run_due(
        wall(), [this](auto work, auto then) { background(std::move(work), std::move(then)); },
        [this](House& house, const Code& unit) { stale[{&house, unit}].views.insert("city"); });
}

}  // namespace ss::serve
