// Bytes in and out: scans on their way into a dossier and back, and printed papers.
#include <sodium.h>

#include <algorithm>

#include "journal/journal.h"
#include "office/codec.h"
#include "papers/papers.h"
#include "papers/sheet.h"
#include "papers/words.h"
#include "plan/plan.h"
#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

// By what the bytes are, never by what they are said to be.
std::optional<dossiers::Media> sniffed(std::string_view bytes) {
    if (bytes.starts_with("%PDF-")) return dossiers::Media::pdf;
    if (bytes.starts_with("\xFF\xD8\xFF")) return dossiers::Media::jpeg;
    if (bytes.starts_with(std::string_view("\x89PNG\r\n\x1A\n", 8))) return dossiers::Media::png;
    return std::nullopt;
}

std::string random_bytes(size_t n) {
    std::string bytes(n, '\0');
    randombytes_buf(bytes.data(), n);
    return bytes;
}

// Who may see scans and papers: whoever may look at dossiers.
bool sees_dossiers(const Place& at, const std::vector<Code>& seats) {
    const auto& state = at.recorder->state();
    const auto& plan = at.recorder->office().plan();
    return std::any_of(seats.begin(), seats.end(), [&](const Code& officer) {
        return views::may_look(state, plan, officer, "dossier", state.now) ||
               views::may_look(state, plan, officer, "document", state.now);
    });
}

Response bytes_response(std::string type, std::string bytes, const std::string& name) {
    Response r;
    r.type = std::move(type);
    r.body = std::move(bytes);
    r.headers["Cache-Control"] = "private, no-store";
    r.headers["Content-Disposition"] = "inline; filename=\"" + name + "\"";
    // Foreign bytes: nothing in them runs, whatever they pretend to be.
    r.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'; sandbox";
    return r;
}

}  // namespace

void App::Inside::stage(Call& call, const Place& at) {
    const auto by = actor(call.caller->account, at, std::nullopt, nullptr);
    const auto& state = at.recorder->state();
    const auto& organization = at.recorder->office().plan().organization;
    const std::string ask(dossiers::Attach::kWire);
    if (!by || !org::may_ask(state.org, organization, *by, ask, state.now))
        return refuse(call, 403, "forbidden");
    keep_upload(call, at, call.caller->account.login);
}

// A scan for a dossier that was filed online: whoever has its track code sends it.
void App::Inside::stage_public(Call& call, const Place& at) {
    const auto track = call.request.query.find("track");
    const auto dossier =
        track == call.request.query.end() ? std::nullopt : tracked(at, track->second);
    if (!dossier) return refuse(call, 404, "not_found", "track");
    keep_upload(call, at, track_code(at, *dossier));
}

void App::Inside::keep_upload(Call& call, const Place& at, const std::string& by) {
    const std::string& bytes = call.request.body;
    const auto media = sniffed(bytes);
    if (!media) return refuse(call, 415, "media");
    if (bytes.size() > limits::kAttachment) return refuse(call, 413, "limit");
    if (staged_bytes + bytes.size() > kStagedBytes) return refuse(call, 503, "busy");
    Staged upload{
        at.house->code(),         at.unit, by, random_bytes(journal::kSaltBytes), bytes, *media,
        {wall().ms + kStagedLast}};
    const Hash hash = sha256(upload.salt, upload.plain);
    const views::Attached told{hex(hash), static_cast<int64_t>(bytes.size())};
    staged_bytes += bytes.size();
    staged.emplace(hash, std::move(upload));
    send(call, json_response(wire::encode(told)));
}

// nullptr: nobody of this login has sent it.
const Staged* App::Inside::upload(const Place& at, const std::string& login,
                                  const Hash& hash) const {
    const auto i = staged.find(hash);
    const bool mine = i != staged.end() && i->second.house == at.house->code() &&
                      i->second.unit == at.unit && i->second.by == login;
    return mine ? &i->second : nullptr;
}

void App::Inside::lay_beside(const Place& at, const Staged& upload, dossiers::Attach& attach,
                             office::Envelope& envelope) {
    attach.bytes = static_cast<int64_t>(upload.plain.size());
    attach.media = upload.media;
    const journal::Key* known = at.recorder->key(attach.dossier);
    journal::Key fresh;
    if (known == nullptr) {
        fresh = {at.recorder->key_id(attach.dossier), random_bytes(journal::kKeyBytes)};
        envelope.keys.push_back(fresh);
        known = &fresh;
    }
    envelope.attachments.push_back(
        journal::encrypt(*known, random_bytes(journal::kNonceBytes), upload.salt, upload.plain));
}

void App::Inside::attachment(Call& call, const Place& at, const std::string& name) {
    if (!sees_dossiers(at, seats_of(call.caller->account, at)))
        return refuse(call, 403, "forbidden");
    const auto hash = parse_hex(name);
    if (!hash) return refuse(call, 404, "not_found");
    std::string type;
    for (const auto& [id, dossier] : at.recorder->state().dossiers.dossiers)
        for (const auto& a : dossier.attachments)
            if (a.hash == *hash) type = names(a.media)[static_cast<size_t>(a.media)];
    if (type.empty()) return refuse(call, 404, "not_found");
    auto plain = at.recorder->attachment(*hash);
    if (!plain.ok() || !plain.value()) return refuse(call, 404, "not_found");
    send(call, bytes_response(type, *std::move(plain).value(), name.substr(0, 12)));
}

namespace {

// One paper out of a journal that is being written: its own reader replays what is on the disk.
Result<std::string> print_one(std::shared_ptr<const plan::Plan> plan, const std::string& journal,
                              const std::string& forms, const std::string& file) {
    const auto storage = SS_TRY(journal::sqlite_storage(journal, journal::Open::read));
    std::vector<papers::Noted> record;
    office::Office office(plan);
    Hash head;
    SS_TRY(storage->read(1, [&](const journal::Entry& entry) -> Status {
        office::Decoded decoded = SS_TRY(office::decode(entry.body));
        office.apply({decoded.envelope.at, decoded.envelope.request, decoded.answer.facts});
        head = entry.hash;
        if (!decoded.answer.refusal)
            record.push_back({entry.seq, decoded.envelope.at, decoded.envelope.by,
                              std::move(decoded.answer.facts)});
        return ok();
    }));
    office::SealedStore vault;
    SS_TRY(storage->read_sealed([&](const journal::SealedRow& row) -> Status {
        if (!row.erased()) vault.put({row.salt, row.value});
        return ok();
    }));
    const auto words = SS_TRY(papers::load_words(forms, office.state().forms));
    papers::Options options;
    options.most_slips = options.most_control_sheets = SIZE_MAX;  // any one of them
    const papers::Source source{office.state(), *plan, vault, record, words, head};
    for (const papers::Job& job : papers::jobs(source, options))
        if (job.file == file) return papers::pdf(job.sheet());
    return Error{ErrorCode::unavailable, "there is no paper " + file};
}

}  // namespace

void App::Inside::paper(Call& call, const Place& at, const std::string& file) {
    if (!sees_dossiers(at, seats_of(call.caller->account, at)))
        return refuse(call, 403, "forbidden");
    const std::string journal = at.house->journal_file(at.unit);
    if (options.forms.empty() || journal.empty()) return refuse(call, 404, "not_found");
    if (printing >= kPapersAtOnce) return refuse(call, 503, "busy");
    ++printing;
    const auto made = std::make_shared<std::optional<Result<std::string>>>();
    background(
        [made, journal, file, forms = options.forms, plan = at.recorder->office().shared_plan()] {
            *made = print_one(plan, journal, forms, file);
        },
        [this, made, file, reply = call.reply, language = call.language] {
            --printing;
            auto& pdf = **made;
            if (pdf.ok())
                return send(reply, bytes_response("application/pdf", std::move(pdf).value(), file));
            const bool none = pdf.error().code == ErrorCode::unavailable;
            send(reply, problem(none ? 404 : 503, language, none ? "not_found" : "unavailable"));
        });
}

}  // namespace ss::serve
