#include "serve/practice.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>

#include "base/hash.h"
#include "journal/journal.h"
#include "office/wire.h"

namespace ss::serve {

namespace fs = std::filesystem;

std::string request_prefix(const std::string& login) {
    return (login.size() <= 23 ? login : hex(sha256(login)).substr(0, 16)) + "/";
}

// --- what was practised ----------------------------------------------------------------------

Status Practised::read(const std::string& journal, const std::string& login) {
    const std::string prefix = request_prefix(login);
    const auto storage = SS_TRY(journal::sqlite_storage(journal, journal::Open::read));
    return storage->read(seen_ + 1, [&](const journal::Entry& entry) -> Status {
        const office::Decoded decoded = SS_TRY(office::decode(entry.body));
        for (const office::Fact& fact : decoded.answer.facts) learn(fact);
        if (decoded.envelope.request.starts_with(prefix)) count(decoded);
        seen_ = entry.seq;
        return ok();
    });
}

void Practised::learn(const office::Fact& fact) {
    if (const auto* f = std::get_if<flow::Fact>(&fact))
        if (const auto* offered = std::get_if<flow::Offered>(f))
            work_[offered->work] = offered->dossier;
    const auto* d = std::get_if<dossiers::Fact>(&fact);
    if (d == nullptr) return;
    if (const auto* f = std::get_if<dossiers::Presented>(d))
        dossiers_[f->dossier].procedure = f->as.procedure;
    if (const auto* f = std::get_if<dossiers::TakenOver>(d))
        dossiers_[f->dossier] = {f->as.procedure, f->case_code, false};
    if (const auto* f = std::get_if<dossiers::Received>(d)) {
        About& about = dossiers_[f->dossier];
        about.procedure = f->procedure;
        about.case_code = f->case_code;
        if (about.mine) ++cases[{about.procedure, about.case_code}];
    }
}

// Which dossier it was about; of what is handed in, the one that it became.
Practised::About* Practised::about(const office::Decoded& decoded) {
    DossierId id;
    if (const auto* d = std::get_if<dossiers::Command>(&decoded.envelope.command))
        std::visit(
            [&](const auto& c) {
                if constexpr (requires { id = c.dossier; }) id = c.dossier;
            },
            *d);
    if (const auto* f = std::get_if<flow::Command>(&decoded.envelope.command))
        std::visit(
            [&](const auto& c) {
                if (const auto of = work_.find(c.work); of != work_.end()) id = of->second;
            },
            *f);
    for (const office::Fact& fact : decoded.answer.facts)
        if (const auto* d = std::get_if<dossiers::Fact>(&fact))
            if (const auto* presented = std::get_if<dossiers::Presented>(d))
                id = presented->dossier;
    const auto found = dossiers_.find(id);
    return found == dossiers_.end() ? nullptr : &found->second;
}

void Practised::count(const office::Decoded& decoded) {
    const std::string ask(office::name_of(decoded.envelope.command));
    About* of = about(decoded);
    if (const auto& refusal = decoded.answer.refusal) {
        ++refused;
        ++asks[ask].refused;
        Met& met = refusals[{ask, refusal->rule}];
        ++met.times;
        met.refusal = *refusal;
        met.procedure = of == nullptr ? Code() : of->procedure;
        return;
    }
    ++done;
    ++asks[ask].done;
    if (of == nullptr || of->mine) return;
    of->mine = true;
    ++dossiers;
    ++procedures[of->procedure];
    if (!of->case_code.empty()) ++cases[{of->procedure, of->case_code}];
}

void Practised::add(const Practised& other) {
    for (const auto& [ask, tried] : other.asks) {
        asks[ask].done += tried.done;
        asks[ask].refused += tried.refused;
    }
    for (const auto& [code, n] : other.procedures) procedures[code] += n;
    for (const auto& [code, n] : other.cases) cases[code] += n;
    for (const auto& [what, met] : other.refusals) {
        Met& all = refusals[what];
        const uint64_t times = all.times + met.times;
        all = met;
        all.times = times;
    }
    done += other.done;
    refused += other.refused;
    dossiers += other.dossiers;
}

// --- the shelf -------------------------------------------------------------------------------

Status Practices::load() {
    std::error_code failed;
    if (options.folder.empty() || !fs::is_directory(options.folder, failed)) return ok();
    for (const auto& entry : fs::recursive_directory_iterator(options.folder, failed)) {
        if (entry.path().filename() != "practice.json") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        auto note = wire::decode<PracticeNote>(bytes.str());
        if (!in || !note.ok())
            return Error{ErrorCode::corrupt, entry.path().string() + " cannot be read"};
        auto practice = std::make_shared<Practice>();
        practice->note = std::move(note).value();
        practice->folder = entry.path().parent_path().string();
        practice->journal = practice->folder + "/journals/" + practice->note.unit + ".db";
        all.emplace(practice->note.code, std::move(practice));
    }
    if (failed) return Error{ErrorCode::io, options.folder + ": " + failed.message()};
    return ok();
}

Practice* Practices::find(const Code& code) {
    const auto found = all.find(code);
    return found == all.end() ? nullptr : found->second.get();
}

Practice* Practices::open_of(const std::string& login) {
    for (const auto& [code, p] : all)
        if (p->note.login == login && (p->open.house || p->busy)) return p.get();
    return nullptr;
}

const Practice* Practices::of_house(const House* house) const {
    for (const auto& [code, p] : all)
        if (p->open.house && p->open.house.get() == house) return p.get();
    return nullptr;
}

std::vector<Practice*> Practices::kept_of(const std::string& login) {
    std::vector<Practice*> mine;
    for (const auto& [code, p] : all)
        if (p->note.login == login) mine.push_back(p.get());
    std::sort(mine.begin(), mine.end(), [](const Practice* a, const Practice* b) {
        return std::tie(a->note.started, a->note.code) < std::tie(b->note.started, b->note.code);
    });
    return mine;
}

size_t Practices::running() const {
    return static_cast<size_t>(std::count_if(all.begin(), all.end(), [](const auto& p) {
        return p.second->open.house != nullptr || p.second->busy;
    }));
}

Practice& Practices::begin(PracticeNote note) {
    auto practice = std::make_shared<Practice>();
    // A login may be called "..": no folder is.
    practice->folder = options.folder + "/of-" + note.login + "/" + note.code;
    practice->journal = practice->folder + "/journals/" + note.unit + ".db";
    practice->used = note.started;
    practice->busy = true;
    practice->note = std::move(note);
    return *all.emplace(practice->note.code, practice).first->second;
}

Status Practices::write(const Practice& practice) const {
    const fs::path path = fs::path(practice.folder) / "practice.json";
    const fs::path fresh = path.string() + ".new";
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << wire::encode(practice.note);
    out.close();
    std::error_code failed;
    if (out) fs::rename(fresh, path, failed);
    if (!out || failed) return Error{ErrorCode::io, path.string() + " cannot be written"};
    return ok();
}

}  // namespace ss::serve
