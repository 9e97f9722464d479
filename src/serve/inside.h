// The inside of App: what its routes share. For the .cc files of this room only.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "serve/app.h"
#include "serve/ask.h"
#include "serve/backup.h"
#include "serve/files.h"
#include "serve/judges.h"
#include "serve/metrics.h"
#include "serve/rates.h"
#include "views/accounts.h"
#include "views/board.h"
#include "views/contract.h"
#include "views/views.h"
#include "words/words.h"

namespace ss::serve {

inline constexpr size_t kHashesAtOnce = 16;  // passwords being proven; more: try again
inline constexpr size_t kPapersAtOnce = 8;
inline constexpr size_t kStreams = 2'000;           // pages that listen
inline constexpr size_t kStagedBytes = 256u << 20;  // uploads not yet named by an ask
// As far as the public may fill it: the officers always have the other half.
inline constexpr size_t kStagedPublic = kStagedBytes / 2;
inline constexpr int64_t kStagedLast = 30 * kMinute;
inline constexpr int64_t kClockEvery = 10 * kSecond;
// One ask makes five hundred pages look again. Asks go before looks: of a turn's time looks get so
// much, and what is left of them comes after the asks that have arrived meanwhile. And pages are
// told at most so often, of all that happened between.
inline constexpr std::chrono::milliseconds kLooksLast{4}, kStaleEvery{250};
inline constexpr int64_t kTileEvery = 2 * kSecond;  // however many boards hang in the city

// Who asks over HTTP: a login that is open.
struct Caller {
    Account account;
    std::string csrf;
};

// One request on its way through the routes.
struct Call {
    const Request& request;
    std::shared_ptr<Reply> reply;
    std::vector<std::string> path;  // its segments: {"v1", "h", "live", ...}
    std::string language;
    std::optional<Caller> caller;
};

// A unit of a house, found and writable.
struct Place {
    House* house = nullptr;
    Code unit;
    const office::Recorder* recorder = nullptr;
};

// An upload that no ask has named yet.
struct Staged {
    Code house, unit, by;
    std::string salt, plain;
    dossiers::Media media = dossiers::Media::pdf;
    Instant until;
};

// A question for a view, until its turn comes.
struct Look {
    std::shared_ptr<Reply> reply;
    House* house = nullptr;
    Code unit;
    std::string name;  // of the view
    Account account;
    std::map<std::string, std::string> params;
    std::string language, known;  // If-None-Match
};

struct Listener {
    std::shared_ptr<Stream> stream;
    House* house = nullptr;
    Code unit;          // empty: all units of the house
    std::string token;  // of the login; a page whose login has ended hears no more
};

// A unit on the board, as it was last counted.
struct Tile {
    uint64_t seq = 0;
    int64_t minute = 0;  // of the house's clock: deadlines pass
    Instant made;
    views::CityView view;
};

// A second factor somebody is setting up for himself: it holds once a code of it has come back.
struct Begun {
    std::string secret;
    Instant until;
    int tries = 0;
};

// The backup started last, or found in the folder.
struct LastBackup {
    bool looked = false;  // in the folder
    bool running = false;
    std::string failed, folder;
    std::vector<Copied> journals;
    std::optional<Instant> made;
};

struct App::Inside {
    AppOptions options;
    Accounts& accounts;
    Files files;
    std::vector<House*> houses;  // without the practices, which nobody but their owner sees
    Practices practices;
    std::map<std::string, words::Book> books;
    Metrics metrics;
    Rates logins, questions, filings;

    // Answers that wait for the commit of their house; nullptr: of any.
    struct Held {
        std::shared_ptr<Reply> reply;
        Response response;
    };
    std::vector<Held> held;
    bool dirty = false;  // something was answered since the last commit
    struct Stale {
        std::set<std::string_view> views;
        std::chrono::steady_clock::time_point told;  // when its pages last heard something
    };
    std::map<std::pair<House*, Code>, Stale> stale;
    std::deque<Look> looks;
    std::vector<Listener> listeners;
    std::map<House*, std::string> clocks;  // as last told
    Instant clocks_told;
    std::map<Hash, Staged> staged;
    size_t staged_bytes = 0;
    size_t hashing = 0, printing = 0, reading = 0;
    Instant swept;
    std::map<std::string, Begun> factors;  // by login
    LastBackup last_backup;
    Judges judges;
    std::map<std::tuple<House*, Code, std::string>, Tile> tiles;  // by house, unit, language

    Inside(AppOptions o, Accounts& a, Files f);

    // --- answering (app.cc) ---------------------------------------------------------------------
    void send(const std::shared_ptr<Reply>& reply, Response response);
    void send(Call& call, Response response) { send(call.reply, std::move(response)); }
    // {"at", "error", "message"}: `error` a word of words/*.yaml, "serve.<error>".
    Response problem(int status, const std::string& language, const std::string& error,
                     const std::string& at = {}, const std::string& detail = {}) const;
    void refuse(Call& call, int status, const std::string& error, const std::string& at = {},
                const std::string& detail = {});
    void refuse(Call& call, const Error& error);  // of a house that was asked
    std::string say(const Place& at, const std::string& language, const Refusal& refusal,
                    const Code& procedure = {}) const;
    // nullptr: none that this caller may know of (nobody: without login).
    House* house(const Code& code, const std::optional<Caller>& by) const;
    std::vector<House*> houses_of(const Account* account) const;  // nullptr: without login
    // The unit of /v1/h/{house}/u/{unit} or /v1/public/{house}/{unit}; answers where there is none.
    std::optional<Place> place(Call& call, const Code& house_code, const Code& unit);
    void listen_to(House& house);
    void background(std::function<void()> work, std::function<void()> then);
    Instant wall() const { return options.wall(); }

    // --- routes ---------------------------------------------------------------------------------
    void route(Call& call);
    void route_house(Call& call);
    void route_unit(Call& call, const Place& place);

    void login(Call& call);  // routes_login.cc
    void logout(Call& call);
    void me(Call& call);
    void list_houses(Call& call);
    views::Me me_of(const Caller& caller, const std::string& language) const;

    // --- accounts (routes_accounts.cc, routes_own.cc) and the machine (routes_machine.cc)
    void administer(Call& call);
    void change_account(Call& call);
    // Runs `change` at once, or with the hash of a password made now, and answers with the list.
    void answer_accounts(const std::shared_ptr<Reply>& reply, const std::string& language,
                         views::AccountsView shown);
    void with_new_password(Call& call, std::function<Status(const std::string& hash)> change);
    std::optional<Response> objection(const Call& call, const views::AddAccount& add) const;
    void own_account(Call& call);
    void own_password(Call& call, const views::OwnPassword& ask);
    void own_factor(Call& call, const views::OwnFactorBegin& ask);
    void own_factor(Call& call, const views::OwnFactorConfirm& ask);
    void own_factor(Call& call, const views::OwnFactorOff& ask);
    // Proves the caller's password away from the loop; `then` runs only if it fits.
    void proven(Call& call, const std::string& password, std::function<void()> work,
                std::function<void(const std::shared_ptr<Reply>&)> then);
    // The old logins of an account have been closed: this one goes on.
    void answer_own(const std::shared_ptr<Reply>& reply, const std::string& language, bool secure,
                    const std::string& login, std::optional<views::NewFactor> factor);
    std::vector<views::AccountChange> changes_told(const Account& account) const;
    void overview(Call& call);
    void backup_now(Call& call);
    views::BackupView backup_told();

    // Which officers the login may act as in a unit (routes_ask.cc).
    std::vector<Code> seats_of(const Account& account, const Place& place) const;
    std::optional<Code> actor(const Account& account, const Place& place,
                              const std::optional<Code>& as, const office::Command* command) const;
    void ask(Call& call, const Place& place);
    void asks(Call& call, const Place& place);
    // Why an ask does not even come to the office.
    std::optional<Response> objection(Call& call, const Place& place, Asked& asked) const;
    Result<office::Answer> submit(Call& call, const Place& place, Asked asked);
    std::string answer_json(const Place& at, const office::Answer& answer,
                            const std::string& language, const Code& procedure) const;

    void view(Call& call, const Place& place, const std::string& name);  // routes_view.cc
    void answer_look(const Look& look);
    void answer_looks();  // as far as the turn's time goes
    void public_view(Call& call, const Place& place, const std::string& name);
    void events(Call& call, House& house, const Code& unit);  // routes_events.cc
    int64_t tell_stale();                                     // ms until there is more to tell
    void tell_clocks();

    void stage(Call& call, const Place& place);  // routes_files.cc
    void stage_public(Call& call, const Place& place);
    void keep_upload(Call& call, const Place& place, const std::string& by, size_t room);
    void attachment(Call& call, const Place& place, const std::string& name);
    const Staged* upload(const Place& place, const std::string& login, const Hash& hash) const;
    // The bytes an ask names, encrypted, into its envelope.
    static void lay_beside(const Place& place, const Staged& upload, dossiers::Attach& attach,
                           office::Envelope& envelope);
    void file(Call& call);  // the client

    void paper(Call& call, const Place& place, const std::string& file);  // routes_papers.cc
    void history(Call& call, const Place& place, const std::string& dossier);

    void public_routes(Call& call);  // routes_public.cc
    void file_dossier(Call& call, const Place& place);
    void follow_up(Call& call, const Place& place, const std::string& verb);
    void track(Call& call, const Code& house_code, const std::string& code);
    void answer_public(Call& call, const Place& place, Asked asked,
                       const std::function<std::string(const office::Answer&)>& told);
    std::string track_code(const Place& place, DossierId dossier) const;
    // The same for another thread.
    std::function<std::string(DossierId)> track_codes(const Place& place) const;
    // The dossier a track code opens; nothing where the key does not fit.
    std::optional<DossierId> tracked(const Place& place, const std::string& track) const;

    void board(Call& call, House& house);  // routes_board.cc
    const views::CityView* tile(const Place& place, const std::string& language);
    int64_t judge_due();

    void director(Call& call, House& house);  // routes_director.cc
    void report(Call& call, House& house, const std::string& name);
    void send_report(Call& call, const std::string& folder, const std::string& name);

    // --- practice (routes_practice.cc) ----------------------------------------------------------
    void practice(Call& call);
    void shared_practices(Call& call);
    void practice_report(Call& call, const Code& code, const std::string& file);
    void start_practice(Call& call);
    void share_practice(Call& call, Practice& practice, bool shared);
    void throw_practice_away(Call& call, Practice& practice);
    // Counts what is new in their journals, then calls.
    void read_practices(const std::vector<Practice*>& which, std::function<void()> then);
    // Answers with what the login has practised, once its journals have been read.
    void tell_practice(const std::shared_ptr<Reply>& reply, const Account& account,
                       const std::string& language);
    views::Practice practice_view(const Account& account, const std::string& language);
    // Where the login has its desk; nothing: at none that one could practise.
    std::optional<Learner> learner(const Account& account) const;
    // Nobody sees its house any more; the report is written meanwhile, then `then` is called.
    void end_practice(Practice& practice, std::function<void()> then = {});
    void run_practices(int64_t& again);
    bool commit_practices();
    void forget_house(const House& house);  // pages that listen, uploads, what was stale

    void operations(Call& call);  // routes_operations.cc: health, metrics, OpenAPI
    bool ready(std::string& why) const;
};

std::string login_cookie(const std::string& token, int64_t seconds, bool secure);
views::NewFactor shown(const std::string& login, const std::string& secret);

// What an account sees of any unit of the house, seated there or not. An administrator: `admin`.
bool looks_without_seat(const Account& account, const House& house, std::string_view name,
                        const views::Kind& kind);

// A house's clock as pages read it.
views::HouseClock told(const Clock& clock);

Response json_response(std::string body, int status = 200);
// A scan or a paper. Foreign bytes: nothing in them runs, whatever they pretend to be.
Response bytes_response(std::string type, std::string bytes, const std::string& name);

}  // namespace ss::serve
