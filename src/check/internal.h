// Shared by the files of this room.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "check/check.h"
#include "org/org.h"

namespace ss::check {

inline bool has(const std::vector<Code>& codes, const Code& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}
inline std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

// Where a thing stands in a plan's files, found again from the bytes kept in it.
class Places {
  public:
    explicit Places(const plan::Plan& plan) : plan_(plan) {}
    // 0 where the file or the path is not there; the nearest mapping above a missing key.
    int line(const std::string& file, const std::vector<std::string>& path);
    std::string roster_file(const Code& unit) const;
    std::string meeting_file(const Code& meeting) const;
    std::string procedure_file(const Code& procedure) const;

  private:
    struct Tree;
    const plan::Plan& plan_;
    std::map<std::string, std::shared_ptr<const Tree>> trees_;
};

// One check of one plan: what the rules look at and where they write.
struct Ground {
    const plan::Plan& plan;
    Places& places;
    std::vector<Finding>& findings;
    std::string language;

    std::string named(const org::Text& text, const Code& code) const {
        return text.empty() ? code : text.get(language);
    }
    std::string role_name(const Code& role) const;
    std::string post_name(const Code& post) const;
    std::string body_name(const Code& body) const;
    std::string type_name(const Code& type) const;
    std::string procedure_name(const plan::Procedure& p) const { return named(p.name, p.code); }
    Finding& add(std::string_view code, Severity severity, std::vector<std::string> args) const;
};

// One unit, as it is when its first day is over: everybody appointed, nobody away.
struct Unit {
    const Ground& g;
    const plan::Roster& roster;
    org::State people;
    Instant at;            // the opening of the day it goes live
    bool runs_procedures;  // a ward or commune, not the city or an agency
    bool first_day;        // its first day still lies ahead: appointments will be announced

    const std::string& file() const { return file_; }
    std::string file_;
    // A finding about this unit, placed at the officer, or at the roster as a whole.
    Finding& add(std::string_view code, Severity severity, std::vector<std::string> args,
                 const Code& officer = {}) const;
    std::string officer_name(const Code& officer) const;
    bool competent(const plan::Procedure& p) const {
        return p.competent.empty() || p.competent == "unit" ? runs_procedures
                                                            : p.competent == roster.unit;
    }
};

Unit unit_of(const Ground& g, const plan::Roster& roster);
bool can_log_in(const Unit& u, const Code& officer);
bool can_sign(const Unit& u, const Code& officer);

// Plan-wide.
void check_soundness(const Ground& g, const plan::Procedure& p, std::set<std::string>& said);
void check_limits(const Ground& g, const plan::Procedure& p);     // R1
void check_published(const Ground& g, const plan::Procedure& p);  // R18
void check_precedence(const Ground& g);                           // R14
void check_delegations(const Ground& g);                          // law on delegation
void check_fan_out(const Ground& g);
void count_unverified(const Ground& g);
// Of a unit.
void check_lanes(const Unit& u);     // R2
void check_signers(const Unit& u);   // R3, R4
void check_posts(const Unit& u);     // incompatibilities, seats
void check_meetings(const Unit& u);  // convener, chair, members, quorum

}  // namespace ss::check
