// What the server answers: routes over houses, accounts and views. Knows HTTP only as http.h tells
// it, so that tests may call it without a socket. Everything in here runs on one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "serve/accounts.h"
#include "serve/house.h"
#include "serve/http.h"
#include "serve/practice.h"

namespace ss::serve {

struct AppOptions {
    std::string web;                // folder of the client; empty: none
    std::string data;    // the folder that is served; for backups
    std::string backup;  // folder that backups started from the desk are put into; empty: none are
    std::function<Instant()> wall;  // of logins and limits, never of an office
    // Server::background; empty: done at once (tests).
    std::function<void(std::function<void()>, std::function<void()>)> background;
    std::function<Server::Counts()> counts;  // for the metrics; may be empty
    Cost password_cost;
    PracticeOptions practice;
    int logins_a_minute = 20;   // tries, per address
    int public_a_minute = 120;  // questions without login, per address
    int filings_a_minute = 10;  // dossiers filed without login, per address
};

class App {
  public:
    // Accounts and houses outlive it. Errors: io (the client's folder cannot be read), corrupt (what
    // is kept of a practice).
    static Result<std::unique_ptr<App>> open(AppOptions, Accounts&);
    ~App();
    void add(House&);  // before the first request

    void handle(const Request&, std::shared_ptr<Reply>);
    // Lets time pass, commits, and only then lets the answers leave. See Server::run().
    Server::Turn turn();
    // Ends the practices that are still open, with their reports. No more requests after it.
    void close();
    static size_t limit_of(const std::string& method, const std::string& path);

  private:
    struct Inside;
    explicit App(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace ss::serve
