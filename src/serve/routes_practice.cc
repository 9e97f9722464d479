// Practising alone: start, end, share, throw away, and what of it is done and what not yet.
#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "bpmn/program.h"
#include "plan/plan.h"
#include "plan/rules.h"
#include "serve/inside.h"
#include "serve/take.h"
#include "views/contract.h"

namespace ss::serve {

namespace fs = std::filesystem;

namespace {

constexpr size_t kReadAtOnce = 8;  // journals of practices, for whoever looks
constexpr size_t kCodeBytes = 10;

Code fresh_code() {
    std::string bytes(kCodeBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    std::string code = "practice-" + base32(bytes);
    for (char& c : code) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return code;
}

void trouble(const Practice& practice, const Error& error) {
    std::fprintf(stderr, "%s: %s\n", practice.folder.c_str(), error.message.c_str());
}

views::PracticeLine line(const Practice& p) {
    views::PracticeLine line;
    line.code = p.note.code;
    line.done = p.practised.done;
    line.dossiers = p.practised.dossiers;
    line.ended = p.note.ended;
    line.name = p.note.name;
    line.open = p.open.house != nullptr;
    line.refused = p.practised.refused;
    if (p.note.ended) line.report = "/v1/practices/" + p.note.code + "/report.html";
    line.shared = p.note.shared;
    line.started = p.note.started;
    line.unit = p.note.unit;
    return line;
}

// Has a seat with these roles to do with it: at the counter, or in a step?
bool concerns(const plan::Procedure& procedure, const std::set<Code>& roles) {
    if (roles.contains(procedure.receiving_role)) return true;
    if (procedure.program == nullptr) return false;
    for (size_t n = 0; n < procedure.program->size(); ++n)
        if (roles.contains(procedure.program->info(static_cast<bpmn::NodeIx>(n)).role)) return true;
    return false;
}

// What the plan says about a refusal: the rule itself, else what the procedure stands on.
std::vector<views::CitedRule> cited(const plan::Plan& plan, const Practised::Met& met,
                                    const std::string& language) {
    std::vector<views::CitedRule> all;
    for (const plan::Rule& rule : plan::rules_of(plan))
        if (rule.refusal == met.refusal.rule)
            all.push_back({rule.basis.text, rule.text.get(language), rule.basis.verified});
    const plan::Procedure* procedure = plan.procedure(met.procedure);
    if (all.empty() && procedure != nullptr)
        for (const plan::Basis& basis : procedure->legal_basis)
            all.push_back({basis.text, procedure->name.get(language), basis.verified});
    return all;
}

void add_procedures(views::Practice& to, const plan::Plan& plan, const std::set<Code>& roles,
                    const Practised& sum, const std::string& language) {
    const auto count = [](const auto& map, const auto& key) -> uint64_t {
        const auto found = map.find(key);
        return found == map.end() ? 0 : found->second;
    };
    for (const auto& [code, procedure] : plan.procedures) {
        views::PracticeProcedure line{
            {}, code, count(sum.procedures, code), procedure.name.get(language)};
        if (line.done == 0 && !concerns(procedure, roles)) continue;
        for (const plan::Case& one : procedure.cases)
            line.cases.push_back(
                {one.code, count(sum.cases, std::pair(code, one.code)), one.name.get(language)});
        to.procedures.push_back(std::move(line));
    }
}

}  // namespace

std::optional<Learner> App::Inside::learner(const Account& account) const {
    if (account.kind != AccountKind::officer || !options.practice.make) return std::nullopt;
    for (const House* house : houses) {
        const auto* recorder = house->find(account.unit);
        if (recorder == nullptr || recorder->failed()) continue;
        const auto officer = recorder->state().org.officers.find(account.officer);
        if (officer == recorder->state().org.officers.end()) continue;
        return Learner{account.login,
                       account.unit,
                       account.officer,
                       officer->second.name,
                       org::posts_of(recorder->state().org, account.officer, recorder->state().now),
                       recorder->office().shared_plan()};
    }
    return std::nullopt;
}

// --- looking ---------------------------------------------------------------------------------

views::Practice App::Inside::practice_view(const Account& account, const std::string& language) {
    views::Practice view;
    view.most_kept = static_cast<int64_t>(options.practice.kept);
    Practised sum;
    for (const Practice* p : practices.kept_of(account.login)) {
        sum.add(p->practised);
        view.kept.insert(view.kept.begin(), line(*p));
    }
    for (House* house : houses) {
        const auto* recorder = house->find(account.unit);
        if (recorder == nullptr || recorder->failed() ||
            !recorder->state().org.officers.contains(account.officer))
            continue;
        const auto& state = recorder->state();
        const plan::Plan& plan = recorder->office().plan();
        for (const auto& [ask, who] : plan.organization.access)
            // Looking is no ask, and what the courier brings is on no desk.
            if (!ask.starts_with("view.") && !ask.starts_with("exchange.") &&
                (sum.asks.contains(ask) ||
                 org::may_ask(state.org, plan.organization, account.officer, ask, state.now)))
                view.asks.push_back({ask, sum.asks[ask].done, sum.asks[ask].refused});
        add_procedures(view, plan,
                       org::roles_of(state.org, plan.organization, account.officer, state.now), sum,
                       language);
        for (const auto& [what, met] : sum.refusals)
            view.refusals.push_back({what.first, what.second, cited(plan, met, language),
                                     say({house, account.unit, recorder}, language, met.refusal),
                                     met.times});
        break;
    }
    std::stable_sort(view.refusals.begin(), view.refusals.end(),
                     [](const auto& a, const auto& b) { return a.times > b.times; });
    return view;
}

// Journals are read beside their writers, on a worker's thread.
void App::Inside::read_practices(const std::vector<Practice*>& which, std::function<void()> then) {
    struct Job {
        std::shared_ptr<Practice> practice;
        Practised practised;
        std::string journal, login;
    };
    const auto jobs = std::make_shared<std::vector<Job>>();
    for (Practice* p : which)
        if (!p->busy)
            jobs->push_back(
                {practices.all.at(p->note.code), p->practised, p->journal, p->note.login});
    ++reading;
    background(
        [jobs] {
            for (Job& job : *jobs)
                if (const auto done = job.practised.read(job.journal, job.login); !done.ok())
                    trouble(*job.practice, done.error());
        },
        [this, jobs, then = std::move(then)] {
            --reading;
            for (Job& job : *jobs)
                if (job.practised.seen() > job.practice->practised.seen())
                    job.practice->practised = std::move(job.practised);
            then();
        });
}

void App::Inside::tell_practice(const std::shared_ptr<Reply>& reply, const Account& account,
                                const std::string& language) {
    if (reading >= kReadAtOnce) return send(reply, problem(503, language, "busy"));
    read_practices(practices.kept_of(account.login), [this, reply, account, language] {
        send(reply, json_response(wire::encode(practice_view(account, language))));
    });
}

void App::Inside::shared_practices(Call& call) {
    const AccountKind kind = call.caller->account.kind;
    if (kind != AccountKind::director && kind != AccountKind::city)
        return refuse(call, 404, "not_found");
    if (reading >= kReadAtOnce) return refuse(call, 503, "busy");
    std::vector<Practice*> shared;
    for (const auto& [code, p] : practices.all)
        if (p->note.shared) shared.push_back(p.get());
    read_practices(shared, [this, reply = call.reply] {
        views::SharedPractices view;
        for (const auto& [code, p] : practices.all)
            if (p->note.shared) view.practices.push_back(line(*p));
        std::sort(view.practices.begin(), view.practices.end(),
                  [](const auto& a, const auto& b) { return b.started < a.started; });
        send(reply, json_response(wire::encode(view)));
    });
}

void App::Inside::practice_report(Call& call, const Code& code, const std::string& file) {
    const Practice* p = practices.find(code);
    const Account& account = call.caller->account;
    const bool leads = account.kind == AccountKind::director || account.kind == AccountKind::city;
    if (p == nullptr || !p->note.ended || p->busy ||
        (p->note.login != account.login && !(p->note.shared && leads)))
        return refuse(call, 404, "not_found");
    send_report(call, p->folder, file);
}

// --- doing -----------------------------------------------------------------------------------

void App::Inside::practice(Call& call) {
    const Account& account = call.caller->account;
    if (!learner(account)) return refuse(call, 404, "not_found");
    if (call.request.method == "GET") return tell_practice(call.reply, account, call.language);
    if (call.request.method != "POST") return refuse(call, 405, "method");
    auto read = read_json<views::PracticeDo>(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    const auto& what = std::get<views::PracticeDo>(read);
    if (std::holds_alternative<views::StartPractice>(what)) return start_practice(call);
    if (std::holds_alternative<views::EndPractice>(what)) {
        Practice* open = practices.open_of(account.login);
        if (open == nullptr || open->busy) return refuse(call, 409, "conflict");
        return end_practice(*open, [this, reply = call.reply, account, language = call.language] {
            tell_practice(reply, account, language);
        });
    }
    const auto* share = std::get_if<views::SharePractice>(&what);
    Practice* p = practices.find(share != nullptr ? share->code
                                                  : std::get<views::ThrowPracticeAway>(what).code);
    if (p == nullptr || p->note.login != account.login) return refuse(call, 404, "not_found");
    if (p->busy || p->open.house) return refuse(call, 409, "practice_open");
    if (share != nullptr) share_practice(call, *p, share->shared);
    else throw_practice_away(call, *p);
}

void App::Inside::share_practice(Call& call, Practice& p, bool shared) {
    if (!p.note.ended) return refuse(call, 409, "conflict");  // broken off: there is no report
    p.note.shared = shared;
    if (const auto done = practices.write(p); !done.ok()) {
        trouble(p, done.error());
        p.note.shared = !shared;
        return refuse(call, 503, "unavailable");
    }
    tell_practice(call.reply, call.caller->account, call.language);
}

void App::Inside::throw_practice_away(Call& call, Practice& p) {
    const auto gone = practices.all.at(p.note.code);
    practices.forget(gone->note.code);
    background(
        [gone] {
            std::error_code failed;
            fs::remove_all(gone->folder, failed);
            if (failed) trouble(*gone, {ErrorCode::io, failed.message()});
        },
        [this, reply = call.reply, account = call.caller->account, language = call.language] {
            tell_practice(reply, account, language);
        });
}

void App::Inside::start_practice(Call& call) {
    const Account& account = call.caller->account;
    const auto who = learner(account);
    if (practices.open_of(account.login) != nullptr) return refuse(call, 409, "practice_open");
    if (practices.running() >= options.practice.most) return refuse(call, 409, "practice_full");
    if (practices.kept_of(account.login).size() >= options.practice.kept)
        return refuse(call, 409, "practice_kept");
    PracticeNote note{fresh_code(),    account.login, account.name, account.unit,
                      account.officer, wall(),        std::nullopt, false};
    const Code code = practices.begin(std::move(note)).note.code;
    const auto p = practices.all.at(code);
    const auto made = std::make_shared<std::optional<Result<PracticeHouse>>>();
    background(
        [made, who = *who, p, make = options.practice.make] {
            std::error_code failed;
            fs::create_directories(p->folder, failed);
            *made = make(who, p->note.code, p->folder);
        },
        [this, made, p, reply = call.reply, account, language = call.language] {
            p->busy = false;
            Status kept = (*made)->ok() ? practices.write(*p) : Status((*made)->error());
            if (!kept.ok()) {
                trouble(*p, kept.error());
                std::error_code failed;
                fs::remove_all(p->folder, failed);
                practices.forget(p->note.code);
                return send(reply, problem(409, language, "practice_none"));
            }
            p->open = std::move(**made).value();
            p->used = wall();
            listen_to(*p->open.house);
            tell_practice(reply, account, language);
        });
}

// --- its life --------------------------------------------------------------------------------

void App::Inside::forget_house(const House& house) {
    std::erase_if(listeners, [&](const Listener& l) {
        if (l.house != &house) return false;
        l.stream->close();
        return true;
    });
    std::erase_if(looks, [&](const Look& look) {
        if (look.house != &house) return false;
        send(look.reply, problem(404, look.language, "not_found"));
        return true;
    });
    std::erase_if(stale, [&](const auto& s) { return s.first.first == &house; });
    std::erase_if(clocks, [&](const auto& c) { return c.first == &house; });
    std::erase_if(staged, [&](const auto& s) {
        if (s.second.house != house.code()) return false;
        staged_bytes -= s.second.plain.size();
        return true;
    });
}

void App::Inside::end_practice(Practice& practice, std::function<void()> then) {
    if (!practice.open.house || practice.busy) return;
    const auto p = practices.all.at(practice.note.code);
    House& house = *p->open.house;
    Director* director = house.director();
    if (director != nullptr && director->report_folder().empty())  // stopped, maybe, not closed
        if (const auto done = director->end(); !done.ok()) trouble(*p, done.error());
    if (const auto done = house.commit(); !done.ok()) trouble(*p, done.error());
    forget_house(house);
    const auto over = std::make_shared<PracticeHouse>(std::move(p->open));
    p->open = {};
    p->busy = true;
    const auto judged = std::make_shared<Status>(ok());
    background(
        [over, judged] {
            if (over->judge) *judged = over->judge();
            *over = {};
        },
        [this, p, judged, then = std::move(then)] {
            p->busy = false;
            if (judged->ok()) {
                p->note.ended = wall();
                *judged = practices.write(*p);
            }
            if (!judged->ok()) trouble(*p, judged->error());
            if (then) then();
        });
}

void App::Inside::run_practices(int64_t& again) {
    std::vector<Practice*> open;
    for (const auto& [code, p] : practices.all)
        if (p->open.house) open.push_back(p.get());
    for (Practice* p : open) {
        const auto due = p->open.house->run_due();
        if (!due.ok()) trouble(*p, due.error());
        else again = std::min(again, due.value());
        const bool idle = wall().ms - p->used.ms >= options.practice.idle;
        if (!due.ok() || idle || p->open.house->clock().over) end_practice(*p);
    }
}

// A practice whose journal cannot be written is over; the offices go on.
bool App::Inside::commit_practices() {
    bool kept = true;
    for (const auto& [code, p] : practices.all) {
        if (!p->open.house) continue;
        const auto done = p->open.house->commit();
        if (done.ok()) continue;
        trouble(*p, done.error());
        forget_house(*p->open.house);
        p->open = {};
        kept = false;
    }
    return kept;
}

}  // namespace ss::serve
