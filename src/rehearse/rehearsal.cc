#include "rehearse/rehearsal.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/wire.h"
#include "office/codec.h"
#include "readiness/html.h"
#include "readiness/json.h"
#include "readiness/text.h"
#include "rehearse/report.h"
#include "words/words.h"

namespace ss::rehearse {

namespace fs = std::filesystem;

template <class V>
void fields(V& v, UnitSummary& u) {
    v("entries", u.entries)("facts", u.facts)("head", u.head)("refusals", u.refusals)("unit",
                                                                                      u.unit);
}
template <class V>
void fields(V& v, Summary& s) {
    v("only", s.only)("scenario", s.scenario)("seed", s.seed)("units", s.units)("unseed", s.unseed);
}

namespace {

Status write_file(const fs::path& path, const std::string& bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    if (!out) return Error{ErrorCode::io, path.string() + " cannot be written"};
    return ok();
}

Result<UnitSummary> summarise(Unit& unit) {
    UnitSummary s;
    s.unit = unit.code;
    s.entries = unit.recorder->last_seq();
    s.head = unit.recorder->head();
    SS_TRY(unit.storage->read(1, [&](const journal::Entry& e) -> Status {
        const auto entry = SS_TRY(office::decode(e.body));
        s.facts += entry.answer.facts.size();
        s.refusals += entry.answer.refusal.has_value();
        return ok();
    }));
    return s;
}

std::string page_of(const Judged& judged) {
    std::vector<readiness::Language> languages;
    for (const std::string& code : judged.plan->city.languages)
        languages.push_back({code, words::load(code)});
    return readiness::html(judged.report, *judged.plan, languages);
}

}  // namespace

Status prepare_folder(const std::string& folder, const Scenario& scenario) {
    std::error_code trouble;
    if (fs::exists(fs::path(folder) / "journals", trouble))
        return Error{ErrorCode::conflict,
                     folder + " already holds a run; name another folder, or move that one away"};
    fs::create_directories(fs::path(folder) / "journals", trouble);
    if (trouble) return Error{ErrorCode::io, folder + " cannot be made: " + trouble.message()};
    return write_file(fs::path(folder) / "scenario.yaml", scenario.bytes);
}

Result<Summary> finish_folder(World& world, const Scenario& scenario, uint64_t seed,
                              const std::string& folder) {
    Summary summary;
    summary.scenario = scenario.id;
    summary.seed = seed;
    if (!scenario.only.empty()) summary.only = scenario.only;
    for (const Code& code : scenario.units)
        summary.units.push_back(SS_TRY(summarise(world.unit(code))));
    summary.unseed = world.dice().below(1'000'000, cast::Purpose::outcome, world.next_visitor(),
                                        summary.units.front().entries);
    if (!folder.empty()) SS_TRY(write_file(fs::path(folder) / "run.json", to_json(summary) + "\n"));
    return summary;
}

Result<Summary> play(const Scenario& scenario, std::shared_ptr<const plan::Plan> plan,
                     uint64_t seed, const std::string& folder, double speed,
                     const Progress& progress, const std::string& despite) {
    if (!folder.empty()) SS_TRY(prepare_folder(folder, scenario));
    World world(scenario, plan, seed, folder);
    SS_TRY(world.open());
    if (!despite.empty())
        for (const auto& [unit, items] : open_items(preparation_of(scenario, *plan)))
            SS_TRY(world.waive(unit, items, despite));
    SS_TRY(world.run(progress, speed));
    SS_TRY(world.close());
    return finish_folder(world, scenario, seed, folder);
}

Status write_report(const std::string& folder, std::string* text) {
    // Without the folder's own name: the same run in another place gives the same bytes.
    auto judged = SS_TRY(judge_runs({folder}));
    for (auto& run : judged.report.runs) run.folder.clear();
    SS_TRY(write_file(folder + "/report.json", readiness::json(judged.report)));
    SS_TRY(write_file(folder + "/report.html", page_of(judged)));
    if (text != nullptr)
        *text = readiness::text(judged.report, *judged.plan, judged.plan->city.languages.front());
    return ok();
}

Status write_comparison(const std::string& earlier, const std::string& folder,
                        const std::string& name) {
    auto judged = SS_TRY(judge_runs({earlier, folder}));
    for (auto& run : judged.report.runs)
        run.folder = fs::path(run.folder).lexically_normal().filename().string();
    return write_file(fs::path(folder) / name, page_of(judged));
}

std::string to_json(const Summary& summary) {
    return wire::encode(summary);
}

Result<Summary> read_summary(const std::string& folder) {
    std::ifstream in(fs::path(folder) / "run.json", std::ios::binary);
    if (!in) return Error{ErrorCode::io, folder + " holds no finished run (run.json is missing)"};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    std::string text = std::move(bytes).str();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return wire::decode<Summary>(text);
}

}  // namespace ss::rehearse
