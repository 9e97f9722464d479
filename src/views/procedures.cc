#include "views/procedures.h"

#include <algorithm>

#include "base/text.h"
#include "views/eyes.h"

namespace ss::views {

namespace {

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : fold(text) + " ") {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c < 0;
        if (letter) {
            word += c;
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    return out;
}

// How well the words fit: 0, one is nowhere; more for the name than for what lies inside.
int fit(const std::vector<std::string>& words, const std::string& name, const std::string& rest) {
    int sum = 1;
    const std::string padded = " " + name;
    for (const auto& word : words) {
        if (padded.find(" " + word) != std::string::npos) sum += 8;
        else if (name.find(word) != std::string::npos) sum += 4;
        else if ((" " + rest).find(" " + word) != std::string::npos) sum += 1;
        else return 0;
    }
    return sum;
}

std::vector<CaseLine> cases_of(const Eyes& eyes, const plan::Procedure& p) {
    std::vector<CaseLine> out;
    for (const plan::Case& c : p.cases) {
        CaseLine line{c.code, {{"", c.limit.quantity, c.limit.unit}}, eyes.text(c.name)};
        for (const auto& [channel, limit] : c.channel_limits)
            line.limits.push_back({channel, limit.quantity, limit.unit});
        out.push_back(std::move(line));
    }
    return out;
}

Named office_of(const Eyes& eyes, const plan::Procedure& p) {
    if (p.competent != "unit" && !p.competent.empty()) return eyes.unit(p.competent);
    if (!p.results.empty() && !p.results.front().body.empty())
        return eyes.body(p.results.front().body);
    return eyes.unit(eyes.state.unit);
}

ProcedureLine line_of(const Eyes& eyes, const plan::Procedure& p) {
    ProcedureLine out;
    out.applicants.assign(p.applicants.begin(), p.applicants.end());
    out.cases = cases_of(eyes, p);
    out.channels.assign(p.channels.begin(), p.channels.end());
    out.code = p.code;
    for (const auto& c : p.components) out.components.push_back(eyes.line(p, c));
    for (const plan::Fee& fee : p.fees)
        out.fees.push_back({fee.when.empty(), fee.amount, fee.channel_amounts, fee.most, fee.per});
    out.field = p.field;
    out.instant = p.instant;
    out.name = eyes.text(p.name);
    out.office = office_of(eyes, p);
    out.receiver = eyes.role(p.receiving_role);
    for (const auto& r : p.results) out.results.push_back({r.type, eyes.text(r.name)});
    out.territory_free = p.territory_free;
    out.verified = p.verified;
    return out;
}

}  // namespace

Result<ProceduresView> procedures(const Looking& looking) {
    const Eyes eyes(looking);
    ProceduresView out;
    out.q = text_param(looking, "q");
    if (out.q.size() > limits::kText) return Error{ErrorCode::malformed, "q is too long"};
    const auto words = parts_of(out.q);
    struct Hit {
        int fit;
        std::string key;
        const plan::Procedure* procedure;
    };
    std::vector<Hit> hits;
    for (const auto& [code, p] : eyes.plan.procedures) {
        const std::string name = fold(eyes.text(p.name));
        std::string rest = fold(code) + " " + fold(p.field);
        for (const auto& [language, text] : p.name.in) rest += " " + fold(text);
        for (const auto& r : p.results) rest += " " + fold(eyes.text(r.name));
        for (const auto& c : p.components) rest += " " + fold(eyes.text(c.name));
        if (const int f = fit(words, name, rest); f > 0)
            hits.push_back({f, collation_key(eyes.text(p.name)), &p});
    }
    std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
        return std::tie(b.fit, a.key, a.procedure->code) <
               std::tie(a.fit, b.key, b.procedure->code);
    });
    for (const Hit& hit : hits) out.procedures.push_back(line_of(eyes, *hit.procedure));
    return out;
}

Result<ProcedureView> procedure(const Looking& looking) {
    const Eyes eyes(looking);
    const auto* p = eyes.plan.procedure(text_param(looking, "code"));
    if (p == nullptr) return no_such("procedure");
    ProcedureView out;
    for (const auto& v : p->variables)
        out.form.push_back({v.choices, v.code, v.initial, eyes.text(v.name), v.personal, v.type});
    for (const auto& basis : p->legal_basis)
        out.legal_basis.push_back({basis.text, basis.verified});
    out.process_file = p->process_file;
    out.procedure = line_of(eyes, *p);
    out.source = p->source;
    return out;
}

}  // namespace ss::views
