// What the rule says: beforehand about what one may ask, and about the dossier or paper in hand.
// Cites the plan and nothing else; which marks of `verified` stand there is shown too.
#pragma once

#include "views/procedures.h"
#include "views/shared.h"

namespace ss::views {

// A rule of the plan as a hint cites it.
struct CitedRule {
    std::string basis;
    std::string text;
    bool verified = false;  // somebody has read the basis at its source
};
struct HintAsk {
    std::string ask;
    std::vector<CitedRule> rules;
};
struct HintComponent {
    std::string basis;
    Code code;
    bool missing = false;
    std::string name;
    bool verified = false;
};
struct HintNext {
    std::string ask;  // empty: nothing to ask now; the sentence says what is waited for
    std::vector<Named> missing;  // components; all of them belong in one notice
    std::string sentence;
};
// dossier, document: a number, code: of a dossier, work: a step of one; none: all that one may ask.
struct HintView {
    std::vector<HintAsk> asks;  // that have a rule
    std::optional<CitedRule> case_rule;  // the limit, by the case this dossier is
    std::vector<HintComponent> components;  // asked of this dossier
    std::vector<LegalBasis> legal_basis;    // of the procedure
    std::optional<HintNext> next;
    std::optional<Named> procedure;
};

Result<HintView> hint(const Looking&);

template <class V>
void fields(V& v, CitedRule& t) {
    v("basis", t.basis)("text", t.text)("verified", t.verified);
}
template <class V>
void fields(V& v, HintAsk& t) {
    v("ask", t.ask)("rules", t.rules);
}
template <class V>
void fields(V& v, HintComponent& t) {
    v("basis", t.basis)("code", t.code)("missing", t.missing)("name", t.name);
    v("verified", t.verified);
}
template <class V>
void fields(V& v, HintNext& t) {
    v("ask", t.ask)("missing", t.missing)("sentence", t.sentence);
}
template <class V>
void fields(V& v, HintView& t) {
    v("asks", t.asks)("case_rule", t.case_rule)("components", t.components);
    v("legal_basis", t.legal_basis)("next", t.next)("procedure", t.procedure);
}

}  // namespace ss::views
