// Requests of a connection, answered by the whole server without its sockets: routes, track codes,
// uploads, logins. Whatever comes, one answer and none that says the fault is ours; a track code or
// a login that was not given opens nothing.
//
// Where the bytes say ^T, ^C or ^X, there stand the track code of a dossier, and the cookie and the
// token of an officer's open login: no fuzzer guesses them.
#include <cstdint>
#include <cstdlib>

#include "base/assert.h"
#include "base/text.h"
#include "plan/plan.h"
#include "serve/app.h"
#include "serve/http_parse.h"
#include "serve/json.h"

namespace ss::serve {
namespace {

const Code kUnit = "village";
const Instant kNow = at_local(date_of({2025, 7, 1}), 8 * kHour, 7 * kHour);

// One unit, its journal in memory; as new for every input.
class Memory final : public House {
  public:
    Memory() {
        Diagnostics complaints;
        plan_ = plan::load("tests/plans/minimal", complaints);
        SS_ASSERT(plan_ != nullptr);  // run it from the root of the repository
    }
    void renew() {
        recorder_ = nullptr;
        storage_ = journal::memory_storage();
        recorder_ = std::move(office::Recorder::open(plan_, *storage_)).value();
        office::OpenUnit open;
        open.unit = kUnit;
        open.mode = office::Mode::trial;
        open.plan = plan_->hash;
        open.lived_as = open.held_on = local_date(kNow, plan_->calendar.offset);
        for (const auto& [milestone, what] : plan_->precedence.milestones)
            open.established.push_back(milestone);
        must("open", office::OwnCommand{open});
        for (const auto& [officer, entry] : plan_->rosters.at(kUnit).officers) {
            org::Enrol enrol;
            enrol.officer = officer;
            enrol.name = entry.name;
            enrol.posts = entry.posts;
            must("enrol:" + officer, org::Command{enrol});
        }
        SS_ASSERT(recorder_->commit().ok());
    }

    const Code& code() const override { return code_; }
    std::string title(const std::string&) const override { return "trial"; }
    office::Mode mode() const override { return office::Mode::trial; }
    Clock clock() const override { return {kNow, 1, false, false}; }
    std::vector<Code> units() const override { return {kUnit}; }
    const office::Recorder* find(const Code& unit) const override {
        return unit == kUnit ? recorder_.get() : nullptr;
    }
    void on_answer(Seen seen) override { seen_ = std::move(seen); }
    Result<office::Answer> ask(const Code& unit, office::Envelope envelope) override {
        envelope.at = kNow;
        const Code by = envelope.by;
        auto answer = SS_TRY(recorder_->submit(std::move(envelope)));
        if (seen_) seen_(unit, by, answer);
        return answer;
    }
    Result<int64_t> run_due() override { return int64_t{1'000}; }
    Status commit() override { return recorder_->commit(); }

  private:
    void must(const std::string& request, office::Command command) {
        const auto answer =
            recorder_->submit({kNow, kDirector, request, {}, std::move(command), {}});
        SS_ASSERT(answer.ok() && !answer.value().refusal);
    }
    const Code code_ = "trial";
    std::shared_ptr<const plan::Plan> plan_;
    std::unique_ptr<journal::Storage> storage_;
    std::unique_ptr<office::Recorder> recorder_;
    Seen seen_;
};

class Deaf final : public Stream {
  public:
    void send(std::string_view, std::string_view, uint64_t) override {}
    bool open() const override { return false; }
    void close() override {}
};

struct Caught {
    int times = 0;
    Response response;
};

class Catching final : public Reply {
  public:
    explicit Catching(Caught& caught) : caught_(caught) {}
    void send(Response response) override {
        ++caught_.times;
        caught_.response = std::move(response);
    }
    std::shared_ptr<Stream> stream() override {
        ++caught_.times;
        return std::make_shared<Deaf>();
    }

  private:
    Caught& caught_;
};

struct Bench {
    Bench() {
        accounts = std::move(Accounts::in_memory()).value();
        const Account account{"cid", AccountKind::officer, kUnit, "cid", "cid", false, false};
        const Cost cheap{1, 8u << 10};
        SS_ASSERT(accounts->add(account, hash_password("mat-khau-thu", cheap)).ok());
        login = std::move(accounts->open_login("cid", kNow)).value();
        AppOptions options;
        options.wall = [] { return kNow; };
        options.logins_a_minute = options.public_a_minute = options.filings_a_minute =
            1'000'000'000;
        app = std::move(App::open(std::move(options), *accounts)).value();
        app->add(house);
        house.renew();
        track = filed();
    }
    // The first dossier of a new unit has the same number, and so the same track code, every time.
    std::string filed() {
        Request r;
        r.method = "POST";
        r.path = "/v1/public/trial/village/file";
        r.headers["content-type"] = "application/json";
        r.body = R"({"request":"f","dossier":{"procedure":"permit","applicant":{"kind":)"
                 R"("individual","name":{"seal":"Mẫu"}},"given":[{"component":"form"}]}})";
        const auto json = parse_json(answer(r).body);
        return *std::get<Json>(json).find("track")->text();
    }
    Response answer(const Request& request) {
        Caught caught;
        app->handle(request, std::make_shared<Catching>(caught));
        (void)app->turn();
        SS_ASSERT(caught.times == 1);
        return std::move(caught.response);
    }
    Memory house;
    std::unique_ptr<Accounts> accounts;
    Accounts::Opened login;
    std::unique_ptr<App> app;
    std::string track;
};

std::string put_in(std::string_view bytes, const Bench& bench) {
    std::string out;
    for (size_t i = 0; i < bytes.size(); ++i) {
        const char next = bytes[i] == '^' && i + 1 < bytes.size() ? bytes[i + 1] : '\0';
        const std::string* word = next == 'T'   ? &bench.track
                                  : next == 'C' ? &bench.login.token
                                  : next == 'X' ? &bench.login.csrf
                                                : nullptr;
        if (word == nullptr) out += bytes[i];
        else out += *word, ++i;
    }
    return out;
}

// What was not given opens nothing: the answers that need it are not to be had without it.
void expect_shut(const Request& r, const Response& answer, const Bench& bench) {
    const bool in = r.cookie("sansang") == bench.login.token;
    const bool ours =
        r.path.starts_with("/v1/") && !r.path.starts_with("/v1/public/") && r.path != "/v1/login";
    if (ours && !in) SS_ASSERT(answer.status == 401 || answer.status == 404);
    if (ours && r.method != "GET" && r.method != "HEAD" && answer.status < 400)
        SS_ASSERT(r.header("x-csrf") == bench.login.csrf);
    const auto track = r.query.find("track");
    if (r.path == "/v1/public/trial/village/attachment" && answer.status == 200)
        SS_ASSERT(track != r.query.end() && track->second.size() == bench.track.size());
}

void try_bytes(Bench& bench, std::string_view bytes) {
    RequestParser parser(App::limit_of);
    const std::string all = put_in(bytes, bench);
    auto state = parser.feed(all);
    for (int requests = 0; state == RequestParser::State::done && requests < 8; ++requests) {
        Request& r = parser.parsed().request;
        r.peer = "192.0.2.1";
        const Response answer = bench.answer(r);
        SS_ASSERT(answer.status >= 200 && answer.status < 600 && answer.status != 500);
        if (answer.type == "application/json" && !answer.body.empty() && r.path != "/openapi.json")
            SS_ASSERT(std::holds_alternative<Json>(parse_json(answer.body)));
        expect_shut(r, answer, bench);
        parser.next();
        state = parser.feed({});
    }
}

}  // namespace
}  // namespace ss::serve

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss::serve;
    static Bench bench;
    bench.house.renew();
    bench.filed();
    try_bytes(bench, {reinterpret_cast<const char*>(data), size});
    return 0;
}
