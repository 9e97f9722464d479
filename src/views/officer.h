// An officer's own work, the most urgent first: what is to be done, by when, and who waits for it.
#pragma once

#include "views/records.h"

namespace ss::views {

struct OfficerView {
    std::vector<AssignmentLine> assignments;  // mine to do
    std::optional<Instant> away_until;
    std::vector<OutgoingLine> drafts;  // mine, not yet issued
    int64_t late = 0;                  // of everything below
    Person me;
    std::vector<IncomingLine> papers;  // incoming, mine to answer or finish
    std::vector<Named> posts;
    std::vector<Named> roles;        // may work in now, standing in included
    std::vector<Named> standing_in;  // of them, for somebody who is away
    int64_t today = 0;               // due before the office closes
    std::optional<Instant> signature_until;
    bool token_broken = false;
    std::vector<DossierLine> waiting;  // dossiers that stand still because of me, longest first
    std::vector<WorkLine> work;        // mine and what I may take, the earliest due first
};

Result<OfficerView> officer(const Looking&);

template <class V>
void fields(V& v, OfficerView& t) {
    v("assignments", t.assignments)("away_until", t.away_until)("drafts", t.drafts);
    v("late", t.late)("me", t.me)("papers", t.papers)("posts", t.posts)("roles", t.roles);
    v("signature_until", t.signature_until)("standing_in", t.standing_in)("today", t.today);
    v("token_broken", t.token_broken)("waiting", t.waiting)("work", t.work);
}

}  // namespace ss::views
