// The values all plans and scenarios share: translated texts, bases, limits, hours.
#pragma once

#include <string>
#include <string_view>

#include "org/calendar.h"
#include "org/organization.h"
#include "plan/plan.h"
#include "plan/yaml.h"

namespace ss::plan::yaml {

// A basis as it is written, beside `verified` or with it inside.
struct BasisText {
    std::string& text;
    bool& verified;
};
struct Verified {  // source | unverified
    bool& verified;
};
struct Week {  // monday ... sunday
    std::vector<org::Hours>* days;
};

void read_value(Source&, const Node&, org::Text&, const Options&);
void read_value(Source&, const Node&, org::Limit&, const Options&);
void read_value(Source&, const Node&, org::Hours&, const Options&);
void read_value(Source&, const Node&, Basis&, const Options&);
void read_value(Source&, const Node&, BasisText, const Options&);
void read_value(Source&, const Node&, Verified, const Options&);
void read_value(Source&, const Node&, Week, const Options&);
// Numbers by number and shares by time of day, written as mappings.
void read_value(Source&, const Node&, std::vector<std::pair<int64_t, double>>&, const Options&);
void read_value(Source&, const Node&, std::vector<std::pair<int, double>>&, const Options&);

template <class V>
void basis_keys(V& v, std::string& text, bool& verified) {
    v("basis", BasisText{text, verified}, "Where the rule comes from: the norm and its article.");
    v("verified", Verified{verified}, "Whether somebody has read the basis at its source.");
}
template <class V>
void basis_keys(V& v, Basis& b) {
    basis_keys(v, b.text, b.verified);
}

}  // namespace ss::plan::yaml
