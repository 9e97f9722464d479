// What a unit has on paper, and how a dossier came where it is. Both look into the journal, beside
// its writer and off the server's thread; what is on the sheet comes from the State.
#include <algorithm>
#include <charconv>

#include "papers/papers.h"
#include "papers/sheet.h"
#include "papers/words.h"
#include "plan/plan.h"
#include "serve/excerpt.h"
#include "serve/inside.h"
#include "views/contract.h"
#include "views/dossier.h"

namespace ss::serve {

namespace {

// Whose business a paper is: whoever may look at what it is about. Of a register: who may look into
// the records, on that side; the register of dossiers is for whoever may look at dossiers.
bool may_read(const Place& at, const Code& officer, const papers::About& about) {
    const auto& state = at.recorder->state();
    const auto& plan = at.recorder->office().plan();
    const auto looks = [&](std::string_view view) {
        return views::may_look(state, plan, officer, view, state.now);
    };
    if (about.side)
        return looks("records") && org::sides_of(state.org, plan.organization, officer, state.now)
                                       .contains(*about.side);
    if (about.meeting)
        return looks("meeting") && meetings::may_see(state.meetings, plan, state.org, officer,
                                                     about.meeting, state.now);
    if (about.document && !about.dossier)
        return looks("document") && documents::may_see(state.documents, plan, state.org, officer,
                                                       about.document, state.now);
    return looks("dossier");
}

// The page of a dossier as its slip's QR code opens it, up to the track code; empty where the
// request does not say under which name we are reached.
std::string track_page(const Request& request) {
    const std::string host(request.header("host"));
    const bool plain = std::ranges::all_of(host, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) ||
               std::string_view(".:-[]").find(c) != std::string_view::npos;
    });
    if (host.empty() || !plain) return {};
    return (request.secure ? "https://" : "http://") + host + "/#/citizen/track/";
}

// What the State does not know, read before the sheet is made.
struct Looked {
    Result<papers::Words> words = Error{ErrorCode::unavailable, ""};
    Result<std::vector<Told>> told = std::vector<Told>{};
};
using Follow = std::function<papers::Follow(DossierId)>;

// The paper of that name as the State has it now. Nothing: there is none, or not for these.
std::optional<papers::Sheet> sheet_of(const Place& at, const std::vector<Code>& readers,
                                      const std::string& file, const Follow& follow,
                                      const Looked& looked) {
    std::vector<papers::Noted> record;
    for (const Told& t : looked.told.value())
        if (!t.entry.answer.refusal)
            record.push_back(
                {t.seq, t.entry.envelope.at, t.entry.envelope.by, t.entry.answer.facts});
    papers::Options options;
    options.most_slips = options.most_control_sheets = SIZE_MAX;
    options.only = file;
    options.follow = follow;
    const office::Recorder& recorder = *at.recorder;
    const papers::Source source{recorder.state(), recorder.office().plan(), recorder.vault(),
                                record,           looked.words.value(),     recorder.head()};
    for (const papers::Job& job : papers::jobs(source, options))
        if (std::any_of(readers.begin(), readers.end(),
                        [&](const Code& officer) { return may_read(at, officer, job.about); }))
            return job.sheet();
    return std::nullopt;
}

}  // namespace

// Off the thread what must be read, on it the sheet, off it again the printing.
void App::Inside::paper(Call& call, const Place& at, const std::string& name) {
    // The page asks by the code as it is read, "slip-H57.34-250701-0001.pdf".
    const std::string stem = name.ends_with(".pdf") ? name.substr(0, name.size() - 4) : name;
    const std::string file = papers::file_name(stem) + ".pdf";
    const std::string journal = at.house->journal_file(at.unit);
    const std::vector<Code> readers = seats_of(call.caller->account, at);
    if (readers.empty()) return refuse(call, 403, "forbidden");
    const auto& state = at.recorder->state();
    const bool told = papers::needs_record(file);
    const auto dossier = told ? papers::dossier_of(state, file) : std::nullopt;
    if (told && (!dossier || journal.empty())) return refuse(call, 404, "not_found");
    if (printing >= kPapersAtOnce) return refuse(call, 503, "busy");
    const Instant since = dossier ? state.dossiers.find(*dossier)->presented_at : Instant{};
    ++printing;
    const Follow follow = [code = track_codes(at), page = track_page(call.request),
                           where = "?at=" + at.house->code() + "/" + at.unit](DossierId id) {
        const std::string track = code(id);
        return papers::Follow{track, page.empty() ? page : page + track + where};
    };
    const auto looked = std::make_shared<Looked>();
    const auto no = [this, reply = call.reply, language = call.language](int status) {
        --printing;
        send(reply, problem(status, language, status == 404 ? "not_found" : "unavailable"));
    };
    background(
        [looked, journal, dossier, since, forms = state.forms,
         plan = at.recorder->office().shared_plan()] {
            looked->words = papers::words_of(plan->files, forms);
            if (dossier) looked->told = excerpt(journal, *dossier, since);
        },
        [this, looked, no, file, follow, readers, caller = call.caller,
         house_code = at.house->code(), unit = at.unit, reply = call.reply] {
            if (!looked->words.ok() || !looked->told.ok()) return no(503);
            House* there = house(house_code, caller);  // a practice may have ended meanwhile
            const auto* recorder = there == nullptr ? nullptr : there->find(unit);
            if (recorder == nullptr || recorder->failed()) return no(404);
            auto sheet = sheet_of({there, unit, recorder}, readers, file, follow, *looked);
            if (!sheet) return no(404);
            const auto made = std::make_shared<std::optional<Result<std::string>>>();
            background([made, sheet = std::move(*sheet)] { *made = papers::pdf(sheet); },
                       [this, no, made, file, reply] {
                           auto& pdf = **made;
                           if (!pdf.ok()) return no(503);
                           --printing;
                           send(reply,
                                bytes_response("application/pdf", std::move(pdf).value(), file));
                       });
        });
}

void App::Inside::history(Call& call, const Place& at, const std::string& number) {
    const auto& state = at.recorder->state();
    Code officer;
    for (const Code& seat : seats_of(call.caller->account, at))
        if (officer.empty() &&
            views::may_look(state, at.recorder->office().plan(), seat, "dossier", state.now))
            officer = seat;
    if (officer.empty()) return refuse(call, 403, "forbidden");
    DossierId id;
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), id.number);
    const bool whole = error == std::errc{} && end == number.data() + number.size();
    const auto* dossier = whole ? state.dossiers.find(id) : nullptr;
    const std::string journal = at.house->journal_file(at.unit);
    if (dossier == nullptr || journal.empty()) return refuse(call, 404, "not_found");
    if (printing >= kPapersAtOnce) return refuse(call, 503, "busy");
    ++printing;
    const auto told = std::make_shared<Result<std::vector<Told>>>(std::vector<Told>{});
    background(
        [told, journal, id, since = dossier->presented_at] { *told = excerpt(journal, id, since); },
        [this, told, id, officer, caller = call.caller, house_code = at.house->code(),
         unit = at.unit, reply = call.reply, language = call.language] {
            --printing;
            House* there = house(house_code, caller);
            const auto* recorder = there == nullptr ? nullptr : there->find(unit);
            if (recorder == nullptr || recorder->failed())
                return send(reply, problem(404, language, "not_found"));
            if (!told->ok()) return send(reply, problem(503, language, "unavailable"));
            std::vector<views::Noted> entries;
            for (const Told& t : told->value()) {
                const auto& [envelope, answer] = t.entry;
                entries.push_back({t.seq, envelope.at, envelope.by, envelope.happened,
                                   std::string(office::name_of(envelope.command)),
                                   dossier_in(envelope.command), &answer.facts,
                                   answer.refusal ? &*answer.refusal : nullptr});
            }
            const auto& now = recorder->state();
            const views::Looking looking{
                now, recorder->office().plan(), nullptr, officer, language, now.now, {}};
            send(reply, json_response(wire::encode(
                            views::DossierHistory{views::history(looking, id, entries)})));
        });
}

}  // namespace ss::serve
