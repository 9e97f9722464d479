// Who leads a rehearsal, and its report.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "plan/plan.h"
#include "serve/inside.h"
#include "serve/take.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

std::string director_json(House& house, Director& director, const std::string& language) {
    views::Director all;
    all.clock = told(house.clock());
    if (!director.report_folder().empty())
        all.report = "/v1/h/" + house.code() + "/report/report.html";
    for (const Card& c : director.cards()) {
        views::DirectorCard card{c.inject,     c.unit,   c.kind,    c.title,       c.at,
                                 std::nullopt, c.rating, c.changed, c.changed_why, c.changed_by,
                                 c.missing};
        if (c.given) card.given = c.given_at;
        all.cards.push_back(std::move(card));
    }
    for (const Preparation& p : director.preparation())
        all.preparation.push_back({p.unit, p.item, p.area, p.title, p.owner, p.due, p.blocking,
                                   p.done, p.evidence, p.waived});
    for (const Finding& f : director.findings(language))
        all.findings.push_back(
            {f.unit, f.code, f.blocking, f.what, f.proposal, f.inject, f.task, f.seqs});
    for (const Correction& c : director.corrections())
        all.corrections.push_back({c.unit, c.seq, c.by, c.about, c.what, c.owner, c.due});
    if (!all.report.empty()) {
        all.earlier = director.earlier_runs();
        all.retest = director.retest();
    }
    for (const Note& n : director.notes()) {
        std::string by = n.by;
        if (const auto* recorder = house.find(n.unit)) {
            const auto& officers = recorder->state().org.officers;
            if (const auto i = officers.find(n.by); i != officers.end()) by = i->second.name;
        }
        all.notes.push_back({n.unit, n.seq, n.at, by, n.about, n.text, n.rating});
    }
    if (const auto* recorder = house.find(house.units().front()))
        for (const auto& [code, task] : recorder->office().plan().readiness.tasks)
            all.tasks.push_back({code, task.name.get(language)});
    for (const Seat& s : director.seats()) {
        views::DirectorSeat seat{s.unit, s.officer, s.name, {}, s.person, s.here, s.busy};
        if (const auto* recorder = house.find(s.unit)) {
            const auto& posts = recorder->office().plan().organization.posts;
            for (const Code& post : s.posts)
                if (const auto i = posts.find(post); i != posts.end())
                    seat.titles.push_back(i->second.title.get(language));
        }
        all.seats.push_back(std::move(seat));
    }
    return wire::encode(all);
}

// The account of a login that may be seated.
Status direct(Director& director, const views::Direction& direction, const Account& by,
              Accounts& accounts) {
    return std::visit(
        [&]<class T>(const T& d) -> Status {
            if constexpr (std::is_same_v<T, views::TakeSeat>) {
                const std::string& login = d.login.empty() ? by.login : d.login;
                const auto account = accounts.find(login);
                if (!account || account->kind == AccountKind::administrator)
                    return Error{ErrorCode::unavailable, "there is no such login"};
                return director.take_seat(d.unit, d.officer, login);
            } else if constexpr (std::is_same_v<T, views::GiveBack>) {
                return director.give_back(d.unit, d.officer);
            } else if constexpr (std::is_same_v<T, views::Pause>) {
                return director.pause();
            } else if constexpr (std::is_same_v<T, views::Resume>) {
                return director.resume(d.despite.value_or(""));
            } else if constexpr (std::is_same_v<T, views::SetSpeed>) {
                if (d.speed < 0 || d.speed > 100'000)
                    return Error{ErrorCode::malformed, "no such speed"};
                return director.set_speed(static_cast<double>(d.speed));
            } else if constexpr (std::is_same_v<T, views::SkipTo>) {
                return director.skip_to(d.at);
            } else if constexpr (std::is_same_v<T, views::GiveCard>) {
                return director.give(d.inject, d.units);
            } else if constexpr (std::is_same_v<T, views::StopDay>) {
                return director.stop();
            } else {
                return director.end();
            }
        },
        direction);
}

// Nobody else is brought into a practice, and it ends by POST /v1/practice.
bool alone(const views::Direction& direction, const std::string& owner) {
    if (const auto* take = std::get_if<views::TakeSeat>(&direction))
        return take->login.empty() || take->login == owner;
    return !std::holds_alternative<views::EndDay>(direction);
}

}  // namespace

void App::Inside::director(Call& call, House& house) {
    Director* leads = house.director();
    if (leads == nullptr) return refuse(call, 404, "not_found");
    const Practice* own = practices.of_house(&house);  // who sees it leads it
    if (own == nullptr && call.caller->account.kind != AccountKind::director)
        return refuse(call, 403, "forbidden");
    if (call.request.method == "POST") {
        auto read = read_json<views::Direction>(call.request.body);
        if (const Wrong* wrong = std::get_if<Wrong>(&read))
            return refuse(call, 400, "malformed", wrong->at, wrong->message);
        const auto& direction = std::get<views::Direction>(read);
        if (own != nullptr && !alone(direction, own->note.login))
            return refuse(call, 403, "forbidden");
        const auto done = direct(*leads, direction, call.caller->account, accounts);
        if (!done.ok()) {
            const ErrorCode code = done.error().code;
            const bool none = code == ErrorCode::unavailable;
            return refuse(call,
                          none                           ? 404
                          : code == ErrorCode::malformed ? 400
                                                         : 409,
                          none                           ? "not_found"
                          : code == ErrorCode::malformed ? "malformed"
                                                         : "conflict",
                          "", done.error().message);
        }
    } else if (call.request.method != "GET") {
        return refuse(call, 405, "method");
    }
    if (!leads->look().ok()) return refuse(call, 503, "unavailable");
    send(call, json_response(director_json(house, *leads, call.language)));
}

// Of a rehearsal that has ended: report.html, report.json and the papers of its folder.
void App::Inside::report(Call& call, House& house, const std::string& name) {
    Director* leads = house.director();
    const AccountKind kind = call.caller->account.kind;
    if (leads == nullptr || call.request.method != "GET" || practices.of_house(&house) != nullptr)
        return refuse(call, 404, "not_found");
    if (kind != AccountKind::director && kind != AccountKind::city)
        return refuse(call, 403, "forbidden");
    if (name.starts_with("compare-") && name.ends_with(".html"))
        if (!leads->compare_with(name.substr(8, name.size() - 8 - 5)).ok())
            return refuse(call, 404, "not_found");
    send_report(call, leads->report_folder(), name);
}

void App::Inside::send_report(Call& call, const std::string& folder, const std::string& name) {
    Response r;
    if (name == "report.html") r.type = "text/html; charset=utf-8";
    else if (name.starts_with("compare-") && name.ends_with(".html") && name.find('/') == name.npos)
        r.type = "text/html; charset=utf-8";
    else if (name != "report.json") return refuse(call, 404, "not_found");
    std::ifstream in(std::filesystem::path(folder) / name, std::ios::binary);
    if (folder.empty() || !in) return refuse(call, 404, "not_found");
    std::ostringstream bytes;
    bytes << in.rdbuf();
    r.body = bytes.str();
    // One file with its styles in it; nothing of it runs or leads anywhere.
    r.headers["Content-Security-Policy"] =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'none'; "
        "base-uri 'none'; frame-ancestors 'self'";
    send(call, std::move(r));
}

}  // namespace ss::serve
