// What a citizen sees of his dossier, by its code: step, who, promised hour, what is missing, what
// is owed. Nothing personal: whoever finds the slip learns no more than this.
#pragma once

#include "views/shared.h"

namespace ss::views {

struct TrackView {
    std::vector<std::string> asks;  // a citizen may ask now: "dossier.pay"
    bool apologised = false;
    std::string code;
    Colour colour = Colour::green;
    DossierId dossier;
    std::optional<Instant> due;  // promised
    int64_t fee = 0;
    std::optional<Instant> finished;  // returned, refused, withdrawn, stopped
    std::vector<ComponentLine> missing;
    office::Mode mode = office::Mode::rehearsal;
    int64_t owed = 0;
    bool overdue = false;
    Instant presented;
    Named procedure;
    std::optional<Instant> received;
    std::optional<Instant> resolved;
    dossiers::Stage stage = dossiers::Stage::presented;
    std::vector<std::string> steps;  // in plain words, open now
    Named unit;
    std::vector<std::string> with;      // titles of the posts whose turn it is
    std::optional<Named> worked_on_by;  // another unit
};

// code: of the dossier; before it is received, the number given when it was handed in.
Result<TrackView> track(const Looking&);

template <class V>
void fields(V& v, TrackView& t) {
    v("apologised", t.apologised)("asks", t.asks)("code", t.code)("colour", t.colour);
    v("dossier", t.dossier)("due", t.due)("fee", t.fee)("finished", t.finished);
    v("missing", t.missing)("mode", t.mode)("overdue", t.overdue)("owed", t.owed);
    v("presented", t.presented)("procedure", t.procedure)("received", t.received);
    v("resolved", t.resolved)("stage", t.stage)("steps", t.steps)("unit", t.unit);
    v("with", t.with)("worked_on_by", t.worked_on_by);
}

}  // namespace ss::views
