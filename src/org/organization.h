// Who there is, by plan: bodies, posts, what they may sign and who stands in. Not people: those
// come with org.h.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace ss::org {

// A name in the languages of the plan: {"vi": "Ủy ban nhân dân", "en": "People's Committee"}.
struct Text {
    std::map<std::string, std::string> in;
    // The text in `language`, else in any (a plan that lacks one has been complained about).
    const std::string& get(const std::string& language) const {
        static const std::string none;
        if (const auto i = in.find(language); i != in.end()) return i->second;
        return in.empty() ? none : in.begin()->second;
    }
    bool empty() const { return in.empty(); }
};

// Which document system a body, post or paper belongs to. Walled off from one another.
enum class Side : unsigned char { state, party };
constexpr auto names(Side) {
    return std::to_array<std::string_view>({"state", "party"});
}

struct Body {
    Code code;  // "ubnd", "hdnd", "dang-uy", "mttq", "pasc"
    Text name;
    Side side = Side::state;
    bool collective = false;  // decides by vote; its head signs on its behalf (TM.)
    bool has_seal = false;
    Code head;                     // the post that heads it
    std::string notation;          // "UBND" in 01/QĐ-UBND; "ĐU" in 01-NQ/ĐU
    Code parent;                   // empty: none
    std::vector<Code> unit_kinds;  // that have it: "ward", "city"; empty: every unit
};

struct Post {
    Code code;   // "chu-tich-ubnd"
    Text title;  // as printed under a signature
    Code body;
    std::vector<Code> roles;         // lanes it may work in
    std::vector<Code> substitutes;   // posts that stand in, in this order
    int count = 1;                   // seats
    bool administrator = false;      // accounts and backup only: holds no other power
    std::vector<Code> incompatible;  // posts the same person may not hold; one direction is enough
    std::string basis;
    bool verified = false;  // somebody has read the basis at its source
};

// One line of Decree 30/2020 art. 13: this post may sign papers of this body, by this formula.
struct SigningRule {
    Code post;
    Code body;
    std::string formula;            // "" (in own name), "TM.", "KT.", "TL.", "TUQ.", "Q."
    Code on_behalf_of;              // the post whose title stands in the formula; empty for none
    std::vector<Code> types;        // document types; empty: all of the body's
    bool needs_delegation = false;  // TUQ.: a written, dated, unexpired delegation
    bool only_when_away = false;    // KT.: only while no holder of on_behalf_of is present
    std::string basis;
    bool verified = false;
};

// State and Party papers write the same formulas differently: "T/M" is "TM.".
inline std::string formula_kind(const std::string& formula) {
    if (formula == "T/M") return "TM.";
    if (formula == "K/T") return "KT.";
    if (formula == "T/L") return "TL.";
    if (formula == "T/UQ") return "TUQ.";
    return formula;
}

struct Role {
    Code code;
    Text name;
    bool signs = false;  // its work items need a valid e-signature
    Code deputised_by;   // another role whose holders stand in; empty: the posts' substitutes
};

struct Organization {
    std::map<Code, Body> bodies;
    std::map<Code, Post> posts;
    std::map<Code, Role> roles;
    std::vector<SigningRule> signing;
    std::map<std::string, std::vector<Code>>
        access;  // ask ("dossier.receive") -> roles that may; "*": every officer who holds a post
};

}  // namespace ss::org
