// Without a login: find a procedure, file online, track, and answer for one's own dossier.
//
// Whoever files gets a track code, "17.7K3QZ...": the number of the dossier and a key that is made
// from it by a secret of this installation. Nothing of it is stored, so nothing of it can be stolen
// from a journal or a backup of one, and a filing that is sent twice gets the same code twice.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "office/codec.h"
#include "plan/plan.h"
#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

constexpr size_t kKeyLetters = 20;  // 100 bits

std::string track_key(const std::string& secret, const std::string& of) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned length = 0;
    const auto* made =
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(of.data()), of.size(), mac.data(), &length);
    SS_ASSERT(made != nullptr && length >= 13);
    return base32(std::string_view(reinterpret_cast<const char*>(mac.data()), 13))
        .substr(0, kKeyLetters);
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

DossierId presented(const office::Answer& answer) {
    for (const office::Fact& fact : answer.facts)
        if (const auto* d = std::get_if<dossiers::Fact>(&fact))
            if (const auto* p = std::get_if<dossiers::Presented>(d)) return p->dossier;
    return {};
}

}  // namespace

std::function<std::string(DossierId)> App::Inside::track_codes(const Place& at) const {
    return [secret = accounts.secret(),
            of = "track|" + at.house->code() + "|" + at.unit + "|"](DossierId dossier) {
        const std::string number = std::to_string(dossier.number);
        return number + "." + track_key(secret, of + number);
    };
}

std::string App::Inside::track_code(const Place& at, DossierId dossier) const {
    return track_codes(at)(dossier);
}

std::optional<DossierId> App::Inside::tracked(const Place& at, const std::string& track) const {
    const size_t dot = track.rfind('.');
    if (dot == track.npos || track.size() - dot - 1 != kKeyLetters) return std::nullopt;
    const std::string name = track.substr(0, dot);
    DossierId id;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id.number);
    if (error != std::errc{} || end != name.data() + name.size()) {
        id = {};  // then it is the code of a dossier, as on a slip
        for (const auto& [number, dossier] : at.recorder->state().dossiers.dossiers)
            if (!dossier.code.empty() && dossier.code == name) id = number;
    }
    if (!id) return std::nullopt;
    const std::string right = track_code(at, id);
    const std::string key = upper(track.substr(dot + 1));
    if (sodium_memcmp(right.data() + right.size() - kKeyLetters, key.data(), kKeyLetters) != 0)
        return std::nullopt;
    return id;
}

void App::Inside::public_routes(Call& call) {
    // /v1/public/houses, /v1/public/{house}/{unit}/...
    const Request& r = call.request;
    const auto& path = call.path;
    if (path.size() == 3 && path[2] == "houses" && r.method == "GET") {
        if (!questions.take(r.peer, wall())) return refuse(call, 429, "too_often");
        call.caller.reset();
        return list_houses(call);
    }
    if (path.size() < 5) return refuse(call, 404, "not_found");
    const bool post = r.method == "POST";
    if (!post && r.method != "GET") return refuse(call, 405, "method");
    if (!(post ? filings : questions).take(r.peer, wall())) return refuse(call, 429, "too_often");
    const bool upload = post && path.size() == 5 && path[4] == "attachment";
    if (post && !upload && !r.header("content-type").starts_with("application/json"))
        return refuse(call, 415, "json");
    if (!post && path.size() == 5 && path[3] == "track") return track(call, path[2], path[4]);
    const auto at = place(call, path[2], path[3]);
    if (!at) return;
    if (upload) return stage_public(call, *at);
    if (post && path.size() == 5)
        return path[4] == "file" ? file_dossier(call, *at) : follow_up(call, *at, path[4]);
    if (!post && path.size() == 6 && path[4] == "view") return public_view(call, *at, path[5]);
    refuse(call, 404, "not_found");
}

// The unit need not be known: the code says which dossier of the house it is.
void App::Inside::track(Call& call, const Code& house_code, const std::string& code) {
    House* found = house(house_code, std::nullopt);
    if (found == nullptr) return refuse(call, 404, "not_found");
    for (const Code& unit : found->units()) {
        const Place at{found, unit, found->find(unit)};
        if (at.recorder == nullptr || at.recorder->failed()) continue;
        const auto& all = at.recorder->state().dossiers.dossiers;
        const bool here = tracked(at, code).has_value() ||
                          std::any_of(all.begin(), all.end(),
                                      [&](const auto& d) { return d.second.code == code; });
        if (!here) continue;
        Request asked = call.request;
        asked.query["code"] = code;
        Call again{asked, call.reply, call.path, call.language, std::nullopt};
        return public_view(again, at, "track");
    }
    refuse(call, 404, "not_found");
}

void App::Inside::answer_public(Call& call, const Place& at, Asked asked,
                                const std::function<std::string(const office::Answer&)>& told) {
    office::Envelope envelope;
    envelope.by = kCitizen;
    // The colon stands in no login. With the body in it, nobody gets a stranger's answer, and track
    // code, by choosing the same id.
    envelope.request =
        "public:" + hex(sha256(asked.request + "\n", call.request.body)).substr(0, 48);
    envelope.sealed = std::move(asked.sealed);
    const std::string name(office::name_of(asked.command));
    if (dossiers::Attach* named = attach_in(asked.command)) {
        const Staged* sent = upload(at, track_code(at, named->dossier), named->hash);
        if (sent == nullptr) return refuse(call, 400, "no_upload", "hash");
        lay_beside(at, *sent, *named, envelope);
    }
    envelope.command = std::move(asked.command);
    auto answer = at.house->ask(at.unit, std::move(envelope));
    if (!answer.ok()) return refuse(call, answer.error());
    metrics.asked(name, answer.value().refusal.has_value());
    if (answer.value().refusal) {
        views::AskAnswer out;
        out.seq = answer.value().seq;
        out.repeated = answer.value().repeated;
        out.refusal = answer.value().refusal;
        out.sentence = say(at, call.language, *out.refusal);
        return send(call, json_response(wire::encode(out), 409));
    }
    send(call, json_response(told(answer.value())));
}

void App::Inside::file_dossier(Call& call, const Place& at) {
    auto read = read_filing(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    answer_public(call, at, std::get<Asked>(std::move(read)), [&](const office::Answer& answer) {
        const DossierId id = presented(answer);
        return wire::encode(views::PublicFiled{id, id ? track_code(at, id) : std::string()});
    });
}

void App::Inside::follow_up(Call& call, const Place& at, const std::string& verb) {
    static constexpr std::array<std::string_view, 7> kVerbs{
        "attach", "complain", "confirm", "pay", "rate", "supplement", "withdraw"};
    if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end())
        return refuse(call, 404, "not_found");
    auto read = read_follow_up(verb, call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    auto followed = std::get<Followed>(std::move(read));
    const auto dossier = tracked(at, followed.track);
    if (!dossier) return refuse(call, 404, "not_found", "track");
    set_dossier(followed.asked.command, *dossier);
    if (auto* about = std::get_if<dossiers::Command>(&followed.asked.command))
        if (auto* pay = std::get_if<dossiers::Pay>(about)) pay->means = "online";
    answer_public(call, at, std::move(followed.asked), [](const office::Answer& answer) {
        return wire::encode(views::PublicDone{answer.repeated, answer.seq});
    });
}

}  // namespace ss::serve
