// What an office does for citizens: which papers, how long, how much, where. For guidance and for
// anybody who asks before travelling; nothing in it depends on a dossier.
#pragma once

#include "views/shared.h"

namespace ss::views {

struct LimitLine {
    Code channel;  // empty: all that are not named
    int64_t quantity = 0;
    org::LimitUnit unit = org::LimitUnit::working_days;
};
struct CaseLine {
    Code code;
    std::vector<LimitLine> limits;
    std::string name;
};
struct FeeLine {
    bool always = true;  // false: only in some cases
    int64_t amount = 0;  // đồng
    std::map<Code, int64_t> channel_amounts;
    std::optional<int64_t> most;  // per dossier
    Code per;                     // "dossier", "copy", "page"
};
struct ProcedureLine {
    std::vector<Code> applicants;
    std::vector<CaseLine> cases;
    std::vector<Code> channels;
    Code code;
    std::vector<ComponentLine> components;
    std::vector<FeeLine> fees;
    Code field;            // "civil-status"
    bool instant = false;  // same day
    std::string name;
    Named office;    // that decides: this unit's body, or another unit
    Named receiver;  // the role that receives it
    std::vector<Named> results;
    bool territory_free = false;
    bool verified = false;  // read at its legal source
};
// q: plain words, diacritics or not. Best first, then by name.
struct ProceduresView {
    std::vector<ProcedureLine> procedures;
    std::string q;
};

struct FormField {
    std::vector<std::string> choices;
    Code code;
    Value initial;
    std::string name;
    bool personal = false;  // goes into `personal`, sealed; else into `data`
    Code type;              // "boolean", "number", "string"
};
struct LegalBasis {
    std::string text;
    bool verified = false;
};
// code: of the procedure.
struct ProcedureView {
    std::vector<FormField> form;
    std::vector<LegalBasis> legal_basis;
    std::string process_file;
    ProcedureLine procedure;
    std::string source;  // address of the national record; empty: none
};

Result<ProceduresView> procedures(const Looking&);
Result<ProcedureView> procedure(const Looking&);

template <class V>
void fields(V& v, LimitLine& t) {
    v("channel", t.channel)("quantity", t.quantity)("unit", t.unit);
}
template <class V>
void fields(V& v, CaseLine& t) {
    v("code", t.code)("limits", t.limits)("name", t.name);
}
template <class V>
void fields(V& v, FeeLine& t) {
    v("always", t.always)("amount", t.amount)("channel_amounts", t.channel_amounts);
    v("most", t.most)("per", t.per);
}
template <class V>
void fields(V& v, ProcedureLine& t) {
    v("applicants", t.applicants)("cases", t.cases)("channels", t.channels)("code", t.code);
    v("components", t.components)("fees", t.fees)("field", t.field)("instant", t.instant);
    v("name", t.name)("office", t.office)("receiver", t.receiver)("results", t.results);
    v("territory_free", t.territory_free)("verified", t.verified);
}
template <class V>
void fields(V& v, ProceduresView& t) {
    v("procedures", t.procedures)("q", t.q);
}
template <class V>
void fields(V& v, FormField& t) {
    v("choices", t.choices)("code", t.code)("initial", t.initial)("name", t.name);
    v("personal", t.personal)("type", t.type);
}
template <class V>
void fields(V& v, LegalBasis& t) {
    v("text", t.text)("verified", t.verified);
}
template <class V>
void fields(V& v, ProcedureView& t) {
    v("form", t.form)("legal_basis", t.legal_basis)("procedure", t.procedure);
    v("process_file", t.process_file)("source", t.source);
}

}  // namespace ss::views
