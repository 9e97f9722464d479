// What the screens show: every view is a plain function over State, plan and sealed values. It
// decides nothing, changes nothing, and reads no clock but the one it is given.
//
// A view is a struct with fields() (so that JSON, JSON Schema and the client's types come from one
// line) and one entry in the table below. One file per desk: counter.h, officer.h, leader.h ...
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/sealed.h"
#include "base/time.h"
#include "office/office.h"
#include "plan/plan.h"

namespace ss::wire {
class Schemas;
}

namespace ss::views {

// Who looks at what, and when. `vault` opens personal values; nullptr where the one who looks may
// not see any (a citizen who tracks by code, the city board, the administrator).
struct Looking {
    const office::State& state;
    const plan::Plan& plan;
    const Vault* vault = nullptr;
    Code officer;          // empty: nobody of the office (a citizen, the city)
    std::string language;  // of names and sentences: "vi"
    Instant now;
    std::map<std::string, std::string> params;  // of the address: {"dossier": "17"}
};

// A person of the office as a view shows one.
struct Person {
    Code code;
    std::string name;
    std::string title;  // of the post that matters here
};

enum class Reach : unsigned char {
    officer,  // by the plan's table of access, line "view.<name>"
    city,     // across units: no personal value in it
    anyone,   // without login: no personal value in it
};

struct Kind {
    std::string_view name;  // "counter"
    Reach reach = Reach::officer;
    // Facts whose wire name begins so make an open page stale: {"dossier.", "ticket."}.
    std::vector<std::string_view> stale_by;
    std::vector<std::string_view> params;  // of the address; "q?": may be missing
    std::string_view type;                 // its name among the components: "Counter"
    // The view as canonical JSON. Errors: unavailable (there is no such thing, or it is not for the
    // one who looks), malformed (a parameter).
    std::function<Result<std::string>(const Looking&)> make;
    // Its JSON Schema (2020-12), with $defs for what it names.
    std::function<std::string()> schema;
    // The same into a collection, for OpenAPI.
    std::function<void(wire::Schemas&)> describe;
};

// May this officer look at a view of Reach::officer now? By the plan's table of access.
bool may_look(const office::State&, const plan::Plan&, const Code& officer, std::string_view view,
              Instant at);

// The codes among the arguments of a refusal, as people call what they stand for; `procedure`: of
// the dossier it is about, where that is known.
std::vector<std::string> named(const Looking&, const Refusal&, const Code& procedure = {});

// All of them, by name.
const std::map<std::string_view, Kind>& all();
// Which views these facts make stale.
std::set<std::string_view> stale(const std::vector<office::Fact>& facts);

}  // namespace ss::views
