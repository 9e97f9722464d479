#include "cli/serve_rehearsal.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/plan_and_scenario.h"
#include "org/org.h"
#include "rehearse/house.h"
#include "words/words.h"

namespace ss::cli {

namespace {

namespace fs = std::filesystem;

// A desk and the lane its first officer is looked for in. Whoever holds two of them is listed once.
struct Desk {
    const char* words;
    const char* role;
};
constexpr Desk kDesks[] = {
    {"desk.counter", "reception"},
    {"desk.certification", "certification"},
    {"desk.justice", "justice"},
    {"desk.business", "business"},
    {"desk.leader", "leader"},
    {"desk.records", "clerk"},
    {"desk.party_records", "party-clerk"},
    {"desk.chair", "party-secretary"},
    {"desk.council", "council-chair"},
    {"desk.secretary", "council-secretary"},
    {"desk.centre", "centre-director"},
};

struct Made {
    std::string desk, login, password, name;
};

// 08:00 of the day, or the minute the centre opens its doors.
std::optional<int64_t> begins(const ServeOptions& o, const rehearse::Scenario& scenario) {
    if (!o.from.empty()) return parse_clock(o.from);
    for (const rehearse::Act& act : scenario.acts)
        if (act.meeting.empty() && act.unit == scenario.units.front()) return act.starts;
    return scenario.starts;
}

Status make(ss::serve::Accounts& accounts, const ss::serve::Account& account,
            const std::string& desk, std::vector<Made>& made) {
    const std::string password = ss::serve::random_password();
    SS_TRY(accounts.add(account, ss::serve::hash_password(password, {})));
    made.push_back({desk, account.login, password, account.name});
    return ok();
}

// Who may sit there; whoever presides over a meeting comes before his deputies.
std::vector<Code> people_for(const org::State& people, const plan::Plan& plan, const Code& role,
                             Instant now) {
    auto found = org::workers(people, plan.organization, role, now);
    std::ranges::stable_partition(found, [&](const Code& officer) {
        return std::ranges::any_of(plan.meetings, [&](const auto& kind) {
            const auto post = plan.organization.posts.find(kind.second.chair_post);
            return post != plan.organization.posts.end() &&
                   std::ranges::count(post->second.roles, role) != 0 &&
                   std::ranges::count(org::holders_of(people, post->first, now), officer) != 0;
        });
    });
    return found;
}

Result<std::vector<Made>> make_logins(ss::serve::House& house, const plan::Plan& plan,
                                      ss::serve::Accounts& accounts) {
    using ss::serve::AccountKind;
    const words::Book book = words::load(plan.city.languages.front());
    const Code unit = house.units().front();
    const auto& state = house.find(unit)->state();
    std::vector<Made> made;
    SS_TRY(make(accounts,
                {"dao-dien", AccountKind::director, "", "", words::say(book, "desk.director", {}),
                 false, false},
                words::say(book, "desk.director", {}), made));
    for (const Desk& desk : kDesks) {
        for (const Code& officer : people_for(state.org, plan, desk.role, state.now)) {
            if (accounts.find(officer)) continue;
            const std::string& name = state.org.officers.at(officer).name;
            SS_TRY(make(accounts,
                        {officer, AccountKind::officer, unit, officer, name, false, false},
                        words::say(book, desk.words, {}), made));
            break;
        }
    }
    SS_TRY(make(
        accounts,
        {"thanh-pho", AccountKind::city, "", "", words::say(book, "desk.city", {}), false, false},
        words::say(book, "desk.city", {}), made));
    SS_TRY(make(accounts,
                {"quan-tri", AccountKind::administrator, "", "", words::say(book, "desk.admin", {}),
                 false, false},
                words::say(book, "desk.admin", {}), made));
    return made;
}

// Printed once, and kept where only the owner of the folder reads it.
Status tell_logins(const std::vector<Made>& made, const std::string& folder) {
    const std::string path = folder + "/logins.txt";
    std::ofstream out(path, std::ios::trunc);
    ::chmod(path.c_str(), 0600);
    for (const Made& m : made) {
        const std::string line = m.login + "\t" + m.password + "\t" + m.desk + "\t" + m.name + "\n";
        out << line;
        std::printf("  %-28s %-18s %s\n", m.login.c_str(), m.password.c_str(), m.desk.c_str());
    }
    out.close();
    if (!out) return Error{ErrorCode::io, path + " cannot be written"};
    return ok();
}

}  // namespace

Result<std::unique_ptr<ss::serve::House>> open_rehearsal(const ServeOptions& o,
                                                         ss::serve::Accounts& accounts) {
    auto script = load_script(o.rehearse, o.plan);
    if (!script || !leave_only_failed(*script, o.retest))
        return Error{ErrorCode::malformed, "nothing is rehearsed"};
    const auto from = begins(o, script->scenario);
    if (!from) return Error{ErrorCode::malformed, "--from takes HH:MM: " + o.from};
    rehearse::HouseOptions options;
    options.code = fs::path(o.run).filename().string();
    options.folder = o.run;
    options.seed = o.seed.value_or(script->scenario.seed);
    options.speed = o.speed;
    options.from = from;
    const auto plan = script->plan;
    auto house = SS_TRY(rehearse::RehearsalHouse::open(std::move(script->scenario), plan, options));
    const auto made = SS_TRY(make_logins(*house, *plan, accounts));
    SS_TRY(tell_logins(made, o.run));
    return std::unique_ptr<ss::serve::House>(std::move(house));
}

}  // namespace ss::cli
