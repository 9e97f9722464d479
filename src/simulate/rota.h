// Who may do what on a day: asked of the office's own rules (org::workers for a lane's role,
// documents::may_sign_result for what is signed in it), and remembered by who is away of those whom
// the answer can hang on. A year has hundreds of such days, and few different answers.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "base/id.h"
#include "org/org.h"
#include "plan/plan.h"

namespace ss::simulate {

struct Lane;
struct Person;

struct Staffing {
    std::vector<std::vector<uint16_t>> able;   // by lane, ascending
    std::vector<std::vector<uint16_t>> lanes;  // by person
    std::vector<uint16_t> roles;               // by person: in how many roles
};

class Rota {
  public:
    Rota(const plan::Plan& plan, const org::State& people_then, Instant as_of,
         const std::vector<Person>& people, const std::vector<Lane>& lanes);

    // `away`: by person, then by person once more: whose signature does not work. Thread-safe.
    void on(const std::vector<bool>& away, Staffing& day) const;

  private:
    using People = std::vector<uint16_t>;
    struct Memo {
        People matter;  // whose absence can change the answer
        mutable std::map<std::vector<bool>, People> known;
    };
    class Day;  // the state of people on one day, made when first asked for

    const People& workers(size_t role, Day& day) const;
    const People& signers(size_t lane, Day& day) const;
    std::set<Code> posts_with(const Code& role) const;
    People holders_of(const std::set<Code>& posts) const;
    People holders_of_role(const Code& role) const;
    People who_matter(const Code& role, const Code& deputy) const;
    People who_matter(const Lane& lane) const;
    People ask_workers(size_t role, Day& day) const;
    People ask_signers(size_t lane, Day& day) const;
    uint16_t index_of(const Code& officer) const;

    const plan::Plan& plan_;
    org::State then_;
    Instant as_of_;
    const std::vector<Person>& people_;
    const std::vector<Lane>& lanes_;
    std::vector<Code> roles_;
    std::vector<size_t> role_of_;        // by lane: into roles_
    std::vector<People> holders_;        // by role
    mutable std::vector<People> there_;  // of them, today
    std::vector<Memo> by_role_, by_lane_;
    mutable std::mutex mutex_;
};

}  // namespace ss::simulate
