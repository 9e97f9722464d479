#include "serve/ask.h"

#include <sodium.h>

#include <algorithm>

#include "office/wire.h"
#include "serve/take.h"

namespace ss::serve {

std::string random_salt() {
    std::string salt(32, '\0');
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

namespace {

bool take_request(Taking& t, std::string& request) {
    const auto fine = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '.' || c == '_' || c == '-';
    };
    if (!request.empty() && request.size() <= kRequestBytes &&
        std::all_of(request.begin(), request.end(), fine))
        return true;
    return t.at("request", [&] {
        return t.fail("1 to 40 letters, digits, '.', '_' or '-', made before the first sending");
    });
}

struct AskBody {
    std::optional<Code> as;
    std::optional<office::Command> command;
    std::optional<Instant> happened;
    std::string request;
};
template <class V>
void fields(V& v, AskBody& b) {
    v("as", b.as)("command", b.command)("happened", b.happened)("request", b.request);
}
struct FilingBody {
    dossiers::Present dossier;
    std::string request;
};
template <class V>
void fields(V& v, FilingBody& b) {
    v("dossier", b.dossier)("request", b.request);
}

bool take_ask(Taking& t, const Json& json, Asked& asked) {
    AskBody body;
    t.sealed.clear();
    if (!take(t, json, body)) return false;
    if (!body.command) return t.at("command", [&] { return t.fail("a command is expected"); });
    if (!take_request(t, body.request)) return false;
    if (body.as && body.as->empty()) body.as.reset();  // nobody in particular
    asked = {std::move(body.request), std::move(body.as), body.happened, std::move(*body.command),
             std::move(t.sealed)};
    return true;
}

}  // namespace

std::variant<Asked, Wrong> read_ask(std::string_view body, const Salt& salt) {
    auto json = parse_json(body);
    if (Wrong* wrong = std::get_if<Wrong>(&json)) return std::move(*wrong);
    Taking t{salt};
    Asked asked;
    if (!take_ask(t, std::get<Json>(json), asked)) return std::move(*t.wrong);
    return asked;
}

std::variant<std::vector<Asked>, Wrong> read_asks(std::string_view body, const Salt& salt) {
    auto json = parse_json(body);
    if (Wrong* wrong = std::get_if<Wrong>(&json)) return std::move(*wrong);
    const Json& all = std::get<Json>(json);
    const Json* list = all.find("asks");
    if (list == nullptr || list->list() == nullptr || all.object()->size() != 1)
        return Wrong{"", "{\"asks\": [...]} is expected"};
    if (list->list()->empty() || list->list()->size() > kAsksAtOnce)
        return Wrong{"asks", "1 to 200 asks are expected"};
    Taking t{salt};
    t.path = "asks";
    std::vector<Asked> asked(list->list()->size());
    if (!take_items(t, *list, [&, i = size_t{0}](const Json& json_ask) mutable {
            return take_ask(t, json_ask, asked[i++]);
        }))
        return std::move(*t.wrong);
    return asked;
}

std::variant<Asked, Wrong> read_filing(std::string_view body, const Salt& salt) {
    auto json = parse_json(body);
    if (Wrong* wrong = std::get_if<Wrong>(&json)) return std::move(*wrong);
    Taking t{salt};
    FilingBody filing;
    if (!take(t, std::get<Json>(json), filing) || !take_request(t, filing.request))
        return std::move(*t.wrong);
    filing.dossier.channel = dossiers::Channel::online;
    return Asked{std::move(filing.request), std::nullopt, std::nullopt,
                 dossiers::Command{std::move(filing.dossier)}, std::move(t.sealed)};
}

std::variant<Followed, Wrong> read_follow_up(std::string_view verb, std::string_view body,
                                             const Salt& salt) {
    auto json = parse_json(body);
    if (Wrong* wrong = std::get_if<Wrong>(&json)) return std::move(*wrong);
    Json::Object* all = std::get_if<Json::Object>(&std::get<Json>(json).is);
    if (all == nullptr) return Wrong{"", "an object is expected"};
    Followed followed;
    std::string request;
    for (const auto& [key, to] : {std::pair{"request", &request}, {"track", &followed.track}}) {
        const auto item = std::find_if(all->begin(), all->end(),
                                       [k = key](const auto& pair) { return pair.first == k; });
        if (item == all->end() || item->second.text() == nullptr)
            return Wrong{key, "a text is expected"};
        *to = *item->second.text();
        all->erase(item);
    }
    Taking t{salt};
    if (!take_request(t, request)) return std::move(*t.wrong);
    office::Command command;
    if (!take_named(t, "dossier." + std::string(verb), std::get<Json>(json), command))
        return Wrong{"", "there is no such thing to do"};
    if (t.wrong) return std::move(*t.wrong);
    followed.asked = {std::move(request), std::nullopt, std::nullopt, std::move(command),
                      std::move(t.sealed)};
    return followed;
}

void set_dossier(office::Command& command, DossierId dossier) {
    if (auto* about = std::get_if<dossiers::Command>(&command))
        std::visit(
            [&](auto& c) {
                if constexpr (requires { c.dossier = dossier; }) c.dossier = dossier;
            },
            *about);
}

std::optional<DossierId> dossier_in(const office::Command& command) {
    const auto* about = std::get_if<dossiers::Command>(&command);
    if (about == nullptr) return std::nullopt;
    return std::visit(
        [](const auto& c) -> std::optional<DossierId> {
            if constexpr (requires { c.dossier; }) return c.dossier;
            else return std::nullopt;
        },
        *about);
}

dossiers::Attach* attach_in(office::Command& command) {
    auto* d = std::get_if<dossiers::Command>(&command);
    return d == nullptr ? nullptr : std::get_if<dossiers::Attach>(d);
}

}  // namespace ss::serve
