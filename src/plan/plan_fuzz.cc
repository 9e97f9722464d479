// Any bytes through the strict reader: complaints or a tree, never a crash, a hang or a throw. The
// first byte chooses which file of an otherwise sound plan they stand in for.
#include <array>
#include <cstddef>
#include <cstdint>

#include "plan/plan.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const std::map<std::string, std::string> sound{
        {"plan.yaml", "id: f\ntitle: F\ndate: 2025-07-01\n"},
        {"city.yaml",
         "code: c\nname: C\ngo_live: 2025-07-01\nlanguages: [en]\nplace: P\n"
         "units: {u: {name: U, kind: ward, dossier_code: 'U-{yymmdd}-{serial:4}'}}\n"},
        {"organization.yaml",
         "bodies: {b: {name: B}}\nposts: {p: {title: P, body: b, roles: [r]}}\n"
         "roles: {r: {name: R}}\n"},
        {"calendar.yaml", "offset: \"+07:00\"\nweek: {monday: [\"07:30-11:30\"]}\n"},
        {"documents.yaml", "types: {T: {name: T, template_name: t}}\nclerk_role: r\n"}};
    static constexpr std::array<const char*, 11> kFiles{
        "plan.yaml",         "city.yaml",
        "organization.yaml", "calendar.yaml",
        "documents.yaml",    "precedence.yaml",
        "demand.yaml",       "readiness.yaml",
        "meetings/m.yaml",   "procedures/p/procedure.yaml",
        "units/u.yaml"};
    if (size == 0) return 0;
    auto files = sound;
    files[kFiles[data[0] % kFiles.size()]] =
        std::string(reinterpret_cast<const char*>(data) + 1, size - 1);
    ss::Diagnostics diagnostics;
    const auto plan = ss::plan::load_files(files, diagnostics);
    if ((plan == nullptr) != diagnostics.has_errors()) __builtin_trap();
    for (const auto& d : diagnostics.all())
        if (d.code.empty() || d.message.empty() || d.advice.empty()) __builtin_trap();
    return 0;
}
