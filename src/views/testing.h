// For tests: every view of an office, for everybody who might look, and what must hold of it.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "office/recorder.h"
#include "plan/plan.h"
#include "views/views.h"

namespace ss::views::testing {

// Parameters under which a view shows anything: one set per dossier, paper, meeting...
inline std::vector<std::map<std::string, std::string>> params_of(const Kind& kind,
                                                                 const office::State& state,
                                                                 const plan::Plan& plan) {
    std::vector<std::map<std::string, std::string>> all;
    const auto add = [&](const char* name, const std::string& value) {
        all.push_back({{name, value}});
    };
    if (kind.name == "procedure")
        for (const auto& [code, p] : plan.procedures) add("code", code);
    if (kind.name == "procedures") add("q", "dang ky"), add("q", "");
    if (kind.name == "diagram")
        for (const auto& [code, p] : plan.procedures) add("procedure", code);
    if (kind.name == "dossier" || kind.name == "diagram" || kind.name == "hint")
        for (const auto& [id, d] : state.dossiers.dossiers)
            add("dossier", std::to_string(id.number));
    if (kind.name == "track")
        for (const auto& [id, d] : state.dossiers.dossiers)
            add("code", d.code.empty() ? std::to_string(id.number) : d.code);
    if (kind.name == "document" || kind.name == "hint")
        for (uint32_t n = 1; n <= state.documents.last; ++n) add("document", std::to_string(n));
    if (kind.name == "meeting" || kind.name == "hall")
        for (const auto& [id, m] : state.meetings.meetings)
            add("meeting", std::to_string(id.number));
    if (all.empty() || kind.name == "hall") all.push_back({});
    return all;
}

inline std::vector<Code> lookers(const office::State& state) {
    std::vector<Code> all{""};
    for (const auto& [code, officer] : state.org.officers) all.push_back(code);
    return all;
}

struct Made {
    size_t views = 0, unavailable = 0, bytes = 0;
};

// Makes all of them. `personal`: values that may stand in no view for the city or for anyone, even
// if a vault were handed in, and in no view at all without one.
inline Made make_all(const office::State& state, const plan::Plan& plan, const Vault* vault,
                     const std::set<std::string>& personal, const std::vector<Code>& who) {
    Made made;
    const Instant now{std::max(state.now.ms, int64_t{1})};
    std::set<std::string> hidden = personal;
    for (const auto& [code, officer] : state.org.officers) hidden.erase(officer.name);  // a namesake
    for (const auto& [name, kind] : all())
        for (const auto& params : params_of(kind, state, plan)) {
            const bool open = kind.reach != Reach::officer;
            for (const Code& officer : open ? std::vector<Code>{""} : who)
                for (const Vault* with : {vault, static_cast<const Vault*>(nullptr)}) {
                    const auto text = kind.make({state, plan, with, officer, "vi", now, params});
                    ++made.views;
                    if (!text.ok()) {
                        EXPECT_EQ(text.error().code, ErrorCode::unavailable)
                            << name << ": " << text.error().message;
                        ++made.unavailable;
                        continue;
                    }
                    made.bytes += text.value().size();
                    if (with != nullptr && !open) continue;
                    for (const std::string& value : hidden)
                        EXPECT_EQ(text.value().find(value), std::string::npos)
                            << name << " shows " << value;
                }
        }
    return made;
}

}  // namespace ss::views::testing
