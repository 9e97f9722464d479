// The same thing in two runs of one record: what the office numbers comes up then under one number
// and now under another.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>

#include "office/office.h"
#include "simulate/things.h"

namespace ss::simulate {

// A step is the n-th time its dossier comes to this node, a paper on a dossier the n-th of its type
// there, anything else the n-th of its kind that an entry brings about.
class Twins {
  public:
    // What entry `seq` has brought about. Then before now: what comes up now is looked for there.
    void then(uint64_t seq, const std::vector<office::Fact>& facts);
    void now(uint64_t seq, const std::vector<office::Fact>& facts);

    // nullopt: has not come up on that side, or not yet.
    std::optional<uint32_t> now_of(Thing thing, uint32_t then) const {
        return find(then_, thing, then);
    }
    std::optional<uint32_t> then_of(Thing thing, uint32_t now) const {
        return find(now_, thing, now);
    }
    bool was(Thing thing, uint32_t then) const { return born(then_, thing).contains(then); }
    bool is(Thing thing, uint32_t now) const { return born(now_, thing).contains(now); }
    DossierId dossier_of(WorkId then) const;
    size_t count_then(Thing thing) const { return born(then_, thing).size(); }
    size_t count_now(Thing thing) const { return born(now_, thing).size(); }
    size_t count_both(Thing thing) const;

  private:
    static constexpr size_t kThings = names(Thing{}).size();
    struct Side {
        std::map<std::string, uint32_t> nth;      // of what has come up so far
        std::map<std::string, uint32_t> by_what;  // what it is -> its number
        // Number -> that of the other side; zero: none yet.
        std::array<std::map<uint32_t, uint32_t>, kThings> born;
    };
    static const std::map<uint32_t, uint32_t>& born(const Side& side, Thing thing) {
        return side.born[static_cast<size_t>(thing)];
    }
    static std::optional<uint32_t> find(const Side& side, Thing thing, uint32_t number);
    void come_up(Side& side, Side& other, Thing thing, uint32_t number, std::string what);
    void see(Side& side, Side& other, uint64_t seq, const office::Fact& fact);
    std::string dossier_name(const Side& side, DossierId dossier) const;

    Side then_, now_;
    std::map<WorkId, DossierId> work_;  // then
};

}  // namespace ss::simulate
