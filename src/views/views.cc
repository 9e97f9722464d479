#include "views/views.h"

#include <algorithm>

#include "base/schema.h"
#include "views/admin.h"
#include "views/assignments.h"
#include "views/city.h"
#include "views/counter.h"
#include "views/diagram.h"
#include "views/dossier.h"
#include "views/hint.h"
#include "views/leader.h"
#include "views/meetings.h"
#include "views/officer.h"
#include "views/procedures.h"
#include "views/records.h"
#include "views/track.h"
#include "views/unit.h"

namespace ss::views {

namespace {

using Prefixes = std::vector<std::string_view>;

template <class T>
Kind kind(std::string_view name, Reach reach, std::string_view type, Prefixes params,
          Prefixes stale_by, Result<T> (*make)(const Looking&)) {
    Kind k;
    k.name = name;
    k.reach = reach;
    k.stale_by = std::move(stale_by);
    k.params = std::move(params);
    k.type = type;
    k.make = [make](const Looking& looking) -> Result<std::string> {
        const T value = SS_TRY(make(looking));
        return wire::encode(value);
    };
    k.schema = [] { return wire::schema_document<T>(); };
    k.describe = [](wire::Schemas& all) { all.of<T>(); };
    return k;
}

std::map<std::string_view, Kind> table() {
    using enum Reach;
    // What most desks hang on: dossiers and their steps, papers, and who is here.
    const Prefixes dossiers{"dossier.", "flow.", "work.", "timer.", "message.", "ticket.", "unit."};
    const Prefixes papers{"document.", "officer.", "delegation.", "unit."};
    const Prefixes meetings{"meeting.",   "item.", "motion.", "ballots.", "minutes.",
                            "milestone.", "unit.", "floor.",  "poll.",    "choice.", "tellers."};
    const auto both = [](Prefixes a, const Prefixes& b) {
        for (const auto& prefix : b)
            if (std::find(a.begin(), a.end(), prefix) == a.end()) a.push_back(prefix);
        return a;
    };
    const Prefixes persons{"officer.", "delegation.", "milestone.", "unit."};
    const Prefixes given{"assignment.", "officer.", "unit."};

    std::map<std::string_view, Kind> all;
    const auto add = [&](Kind k) { all.emplace(k.name, std::move(k)); };
    add(kind("admin", officer, "AdminView", {}, both(persons, {"flow.", "exchange.", "inject."}),
             &admin));
    add(kind("assignments", officer, "AssignmentsView", {}, given, &assignments_of));
    add(kind("city", Reach::city, "CityView", {},
             both(both(dossiers, papers), {"assignment.", "meeting.", "milestone.", "inject."}),
             &views::city));
    add(kind("counter", officer, "CounterView", {}, both(dossiers, {"officer."}), &counter));
    add(kind("diagram", officer, "DiagramView", {"dossier?", "procedure?"}, dossiers, &diagram));
    add(kind("document", officer, "DocumentView", {"document"}, papers, &document));
    add(kind("dossier", officer, "DossierView", {"code?", "dossier?"}, both(dossiers, papers),
             &dossier));
    add(kind("hall", officer, "HallView", {"meeting?"}, meetings, &hall));
    add(kind("hint", officer, "HintView", {"code?", "document?", "dossier?", "work?"},
             both(dossiers, papers), &hint));
    add(kind("leader", officer, "LeaderView", {}, both(both(dossiers, papers), given), &leader));
    add(kind("meeting", officer, "MeetingView", {"meeting"}, both(meetings, {"officer."}),
             &meeting));
    add(kind("meetings", officer, "MeetingsView", {}, both(meetings, {"officer."}), &meetings_of));
    add(kind("officer", officer, "OfficerView", {}, both(both(dossiers, papers), given),
             &views::officer));
    add(kind("people", officer, "PeopleView", {}, persons, &views::people));
    add(kind("procedure", anyone, "ProcedureView", {"code"}, {}, &procedure));
    add(kind("procedures", anyone, "ProceduresView", {"q?"}, {}, &procedures));
    add(kind("records", officer, "RecordsView", {"q?"}, papers, &records));
    add(kind("track", anyone, "TrackView", {"code"}, both(dossiers, {"officer."}), &track));
    add(kind("unit", anyone, "UnitView", {}, {"unit.", "milestone."}, &unit));
    return all;
}

}  // namespace

const std::map<std::string_view, Kind>& all() {
    static const std::map<std::string_view, Kind> kinds = table();
    return kinds;
}

bool may_look(const office::State& state, const plan::Plan& plan, const Code& officer,
              std::string_view view, Instant at) {
    const auto line = plan.organization.access.find("view." + std::string(view));
    if (line == plan.organization.access.end()) return false;
    // Who is away may still look at what everybody may.
    if (std::find(line->second.begin(), line->second.end(), "*") != line->second.end())
        return !org::posts_of(state.org, officer, at).empty();
    return org::may_ask(state.org, plan.organization, officer, line->first, at);
}

std::set<std::string_view> stale(const std::vector<office::Fact>& facts) {
    std::set<std::string_view> found;
    for (const auto& fact : facts) {
        const std::string_view name = office::name_of(fact);
        for (const auto& [view, kind] : all())
            for (const std::string_view prefix : kind.stale_by)
                if (name.starts_with(prefix)) found.insert(view);
    }
    return found;
}

}  // namespace ss::views
