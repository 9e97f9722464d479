// Bytes in and out: scans on their way into a dossier and back.
#include <sodium.h>

#include <algorithm>

#include "journal/journal.h"
#include "office/codec.h"
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

// Who may see scans: whoever may look at dossiers.
bool sees_dossiers(const Place& at, const std::vector<Code>& seats) {
    const auto& state = at.recorder->state();
    const auto& plan = at.recorder->office().plan();
    return std::ranges::any_of(seats, [&](const Code& officer) {
        return views::may_look(state, plan, officer, "dossier", state.now);
    });
}

}  // namespace

Response bytes_response(std::string type, std::string bytes, const std::string& name) {
    Response r;
    r.type = std::move(type);
    r.body = std::move(bytes);
    r.headers["Cache-Control"] = "private, no-store";
    r.headers["Content-Disposition"] = "inline; filename=\"" + name + "\"";
    r.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'; sandbox";
    return r;
}

void App::Inside::stage(Call& call, const Place& at) {
    const auto by = actor(call.caller->account, at, std::nullopt, nullptr);
    const auto& state = at.recorder->state();
    const auto& organization = at.recorder->office().plan().organization;
    const std::string ask(dossiers::Attach::kWire);
    if (!by || !org::may_ask(state.org, organization, *by, ask, state.now))
        return refuse(call, 403, "forbidden");
    keep_upload(call, at, call.caller->account.login, kStagedBytes);
}

// A scan for a dossier that was filed online: whoever has its track code sends it.
void App::Inside::stage_public(Call& call, const Place& at) {
    const auto track = call.request.query.find("track");
    const auto dossier =
        track == call.request.query.end() ? std::nullopt : tracked(at, track->second);
    if (!dossier) return refuse(call, 404, "not_found", "track");
    keep_upload(call, at, track_code(at, *dossier), kStagedPublic);
}

void App::Inside::keep_upload(Call& call, const Place& at, const std::string& by, size_t room) {
    const std::string& bytes = call.request.body;
    const auto media = sniffed(bytes);
    if (!media) return refuse(call, 415, "media");
    if (bytes.size() > limits::kAttachment) return refuse(call, 413, "limit");
    if (staged_bytes + bytes.size() > room) return refuse(call, 503, "busy");
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

}  // namespace ss::serve
