#include "office/opening.h"

#include "plan/plan.h"

namespace ss::office {

const OpenUnit* opening_of(const Command& command) {
    const auto* own = std::get_if<OwnCommand>(&command);
    return own == nullptr ? nullptr : std::get_if<OpenUnit>(own);
}

Result<std::shared_ptr<const plan::Plan>> pinned_plan(journal::Storage& storage,
                                                      const Hash& wanted) {
    std::map<std::string, std::string> files;
    SS_TRY(storage.read_plan_files([&](const journal::PlanFile& file) {
        if (file.plan == wanted) files[file.path] = file.bytes;
        return ok();
    }));
    if (files.empty() || plan::hash_of(files) != wanted)
        return Error{ErrorCode::corrupt, "the plan it was written under is not whole in it"};
    Diagnostics diagnostics;
    auto plan = plan::load_files(files, diagnostics);
    if (plan) return plan;
    for (const Diagnostic& d : diagnostics.all())
        if (d.severity == Severity::error)
            return Error{ErrorCode::malformed,
                         "its plan cannot be read by this version: " + to_text(d)};
    return Error{ErrorCode::malformed, "its plan cannot be read by this version"};
}

}  // namespace ss::office
