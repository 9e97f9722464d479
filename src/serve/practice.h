// An official alone with simulated citizens: a house of his own, which nobody else sees, its record
// in DATA/practice, and what of it he has practised. Who makes the house is not known here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/wire.h"
#include "office/codec.h"
#include "plan/plan.h"
#include "serve/house.h"
#include "views/contract.h"

namespace ss::serve {

// Who practises, at which desk of which unit, under which plan.
struct Learner {
    std::string login;
    Code unit;
    Code officer;
    std::string name;
    std::vector<Code> posts;
    std::shared_ptr<const plan::Plan> plan;
};

struct PracticeHouse {
    std::unique_ptr<House> house;
    // The report, once the house is over. Takes its time: called on a worker's thread, as `make`.
    std::function<Status()> judge;
};

struct PracticeOptions {
    std::string folder;  // DATA/practice
    // Empty: nobody practises here. Errors are told to the one who asked.
    std::function<Result<PracticeHouse>(const Learner&, const Code& code,
                                        const std::string& folder)>
        make;
    size_t most = 8;                 // open at once
    size_t kept = 30;                // of one login; then one must be thrown away
    int64_t idle = 30 * kMinute;     // not used so long: it ends by itself
};

// What stands about it in its folder (practice.json), so that it is found again after a restart.
struct PracticeNote {
    Code code;
    std::string login;
    std::string name;
    Code unit;
    Code officer;
    Instant started;
    std::optional<Instant> ended;  // with a report; none: open, or broken off
    bool shared = false;           // its owner lets director and city read the report
};

// What one login has asked in its practices, counted from their journals.
class Practised {
  public:
    struct Tried {
        uint64_t done = 0, refused = 0;
    };
    struct Met {  // a refusal, as it was met last
        uint64_t times = 0;
        Refusal refusal;
        Code procedure;  // of the dossier it was about; empty: none
    };

    // Counts the entries of a journal after those already counted that this login has asked.
    Status read(const std::string& journal, const std::string& login);
    void add(const Practised& other);
    uint64_t seen() const { return seen_; }  // the last entry counted

    std::map<std::string, Tried> asks;
    std::map<Code, uint64_t> procedures;             // its dossiers, each once
    std::map<std::pair<Code, Code>, uint64_t> cases;  // procedure, case: those received
    std::map<std::pair<std::string, std::string>, Met> refusals;  // ask, rule
    uint64_t done = 0, refused = 0, dossiers = 0;

  private:
    struct About {
        Code procedure, case_code;
        bool mine = false;
    };
    void learn(const office::Fact&);
    void count(const office::Decoded&);
    About* about(const office::Decoded&);

    uint64_t seen_ = 0;  // the last entry read
    std::map<DossierId, About> dossiers_;
    std::map<WorkId, DossierId> work_;
};

// Each login's request ids are its own, and begin so: nobody gets another's answer by guessing.
std::string request_prefix(const std::string& login);

struct Practice {
    PracticeNote note;
    std::string folder;
    PracticeHouse open;  // its house; empty: over
    Instant used;        // by its owner
    bool busy = false;   // being made, ended or thrown away
    Practised practised;
    std::string journal;  // of its unit
};

// The practices of an installation: those that are kept, and those that are open.
class Practices {
  public:
    explicit Practices(PracticeOptions o) : options(std::move(o)) {}

    // Finds what is kept. A practice that was open when the process died is broken off.
    Status load();
    Practice* find(const Code& code);
    Practice* open_of(const std::string& login);   // or being made
    const Practice* of_house(const House*) const;  // nullptr: no practice's
    std::vector<Practice*> kept_of(const std::string& login);  // oldest first, the open one too
    size_t running() const;
    Practice& begin(PracticeNote note);
    Status write(const Practice&) const;
    void forget(const Code& code) { all.erase(code); }

    PracticeOptions options;
    std::map<Code, std::shared_ptr<Practice>> all;
};

template <class V>
void fields(V& v, PracticeNote& n) {
    v("code", n.code)("ended", n.ended)("login", n.login)("name", n.name)("officer", n.officer);
    v("shared", n.shared)("started", n.started)("unit", n.unit);
}

}  // namespace ss::serve
