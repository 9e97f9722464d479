// What the plan says about one dossier: its components, its limit, its fee, its code.
#include <algorithm>
#include <cstdio>

#include "base/assert.h"
#include "dossiers/dossiers.h"
#include "feel/feel.h"
#include "plan/plan.h"

namespace ss::dossiers {

namespace {

bool holds(const plan::Procedure& procedure, const std::string& when, const Data& data) {
    if (when.empty()) return true;
    const auto found = procedure.expressions.find(when);
    SS_ASSERT(found != procedure.expressions.end());  // the loader compiled every text
    return feel::holds(*found->second, data);
}

// How many times a fee is due: the number of copies or pages stands in the dossier's data.
int64_t times(const Code& per, const Data& data) {
    if (per == "dossier" || per.empty()) return 1;
    const auto found = data.find(per == "copy" ? "copies" : per == "page" ? "pages" : per);
    if (found == data.end()) return 1;
    const auto* n = std::get_if<int64_t>(&found->second);
    return n == nullptr ? 1 : std::clamp<int64_t>(*n, 0, 100'000);
}

}  // namespace

std::vector<Code> required_components(const plan::Procedure& procedure, const Data& data) {
    std::vector<Code> codes;
    for (const plan::Component& c : procedure.components)
        if (!c.from_database && c.originals + c.copies > 0 && holds(procedure, c.when, data))
            codes.push_back(c.code);
    return codes;
}

std::vector<Code> missing_components(const plan::Procedure& procedure, const Data& data,
                                     const std::set<Code>& there) {
    std::vector<Code> missing;
    for (const Code& code : required_components(procedure, data)) {
        if (there.contains(code)) continue;
        const auto component =
            std::find_if(procedure.components.begin(), procedure.components.end(),
                         [&](const plan::Component& c) { return c.code == code; });
        const auto& instead = component->alternatives;
        if (std::none_of(instead.begin(), instead.end(),
                         [&](const Code& other) { return there.contains(other); }))
            missing.push_back(code);
    }
    return missing;
}

int64_t fee_of(const plan::Procedure& procedure, const Data& data, Channel channel) {
    int64_t total = 0;
    for (const plan::Fee& fee : procedure.fees) {
        if (!holds(procedure, fee.when, data)) continue;
        const Code name(names(Channel{})[static_cast<size_t>(channel)]);
        const auto other = fee.channel_amounts.find(name);
        const int64_t each = other == fee.channel_amounts.end() ? fee.amount : other->second;
        const int64_t sum = each * times(fee.per, data);
        total += fee.most ? std::min(sum, *fee.most) : sum;
    }
    return total;
}

Code case_of(const plan::Procedure& procedure, const Data& data) {
    for (const plan::Case& c : procedure.cases)
        if (holds(procedure, c.when, data)) return c.code;
    return procedure.cases.empty() ? Code{} : procedure.cases.back().code;
}

Instant due_of(const Setting& setting, const plan::Procedure& procedure, const Code& case_code,
               Channel channel, Instant from) {
    const Code name(names(Channel{})[static_cast<size_t>(channel)]);
    for (const plan::Case& c : procedure.cases) {
        if (c.code != case_code) continue;
        const auto other = c.channel_limits.find(name);
        const plan::Limit limit = other == c.channel_limits.end() ? c.limit : other->second;
        return setting.plan.calendar.due(from, limit);
    }
    return setting.plan.calendar.due(from, plan::Limit{});
}

std::string dossier_code(const std::string& format, LocalDate day, int serial) {
    const Ymd v = ymd_of(day);
    std::string out;
    for (size_t i = 0; i < format.size(); ++i) {
        const size_t end = format[i] == '{' ? format.find('}', i) : std::string::npos;
        if (end == std::string::npos) {
            out += format[i];
            continue;
        }
        const std::string_view name = std::string_view(format).substr(i + 1, end - i - 1);
        char b[48] = "";
        if (name == "yymmdd")
            std::snprintf(b, sizeof b, "%02d%02d%02d", v.year % 100, v.month, v.day);
        else if (name == "yyyymmdd")
            std::snprintf(b, sizeof b, "%04d%02d%02d", v.year, v.month, v.day);
        else if (name.starts_with("serial"))
            std::snprintf(b, sizeof b, "%0*d", name == "serial:5" ? 5 : 4, serial);
        out += b;
        i = end;
    }
    return out;
}

std::vector<Sealed> sealed_of(const Dossier& d) {
    std::set<Sealed> all{d.applicant.name, d.applicant.identity, d.applicant.contact,
                         d.applicant.address};
    for (const auto& [name, sealed] : d.personal) all.insert(sealed);
    for (const Complaint& complaint : d.complaints) all.insert(complaint.text);
    all.erase(Sealed{});
    return {all.begin(), all.end()};
}

}  // namespace ss::dossiers
