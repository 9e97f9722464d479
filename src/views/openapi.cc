#include "views/openapi.h"

#include <vector>

#include "base/schema.h"
#include "views/accounts.h"
#include "views/board.h"
#include "views/contract.h"
#include "views/views.h"

namespace ss::views {

namespace {

using wire::Schemas;

// Indents canonical JSON by two spaces.
std::string pretty(std::string_view json) {
    std::string out;
    size_t depth = 0;
    bool inside = false;  // a text
    const auto line = [&] { out += '\n' + std::string(2 * depth, ' '); };
    for (size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inside) {
            out += c;
            if (c == '\\') out += json[++i];
            else if (c == '"') inside = false;
        } else if (c == '"') {
            inside = true;
            out += c;
        } else if (c == '{' || c == '[') {
            out += c;
            if (json[i + 1] == '}' || json[i + 1] == ']') {
                out += json[++i];
                continue;
            }
            ++depth;
            line();
        } else if (c == '}' || c == ']') {
            --depth;
            line();
            out += c;
        } else if (c == ',') {
            out += c;
            line();
        } else {
            out += c;
            if (c == ':') out += ' ';
        }
    }
    return out + '\n';
}

std::string quoted(std::string_view text) {
    wire::Writer w;
    w.string(text);
    return w.take();
}

// {"a":1,"b":2}; the values are JSON already.
std::string object(const std::map<std::string, std::string>& items) {
    std::string out;
    for (const auto& [key, value] : items)
        out += (out.empty() ? "" : ",") + quoted(key) + ":" + value;
    return "{" + out + "}";
}

std::string list(const std::vector<std::string>& items) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ",") + item;
    return "[" + out + "]";
}

std::string content(const std::string& type, const std::string& schema) {
    return object({{type, object({{"schema", schema}})}});
}

struct Answer {
    int status = 200;
    std::string description;
    std::string schema;  // empty: no body
    std::string type = "application/json";
};
struct Path {
    std::string method, path, id, summary;
    std::vector<std::string> query;  // names; those that end in '?' may be missing
    std::string body;                // its schema; empty: none
    std::string body_type = "application/json";
    std::vector<Answer> answers;
    bool login = true;
};

std::string parameter(const std::string& in, std::string name) {
    const bool optional = name.ends_with('?');
    if (optional) name.pop_back();
    return object({{"in", quoted(in)},
                   {"name", quoted(name)},
                   {"required", optional ? "false" : "true"},
                   {"schema", R"({"type":"string"})"}});
}

std::vector<std::string> parameters(const Path& p) {
    std::vector<std::string> all;
    for (size_t at = p.path.find('{'); at != std::string::npos; at = p.path.find('{', at + 1))
        all.push_back(parameter("path", p.path.substr(at + 1, p.path.find('}', at) - at - 1)));
    for (const auto& name : p.query) all.push_back(parameter("query", name));
    if (p.login && p.method != "get") all.push_back(parameter("header", "X-CSRF"));
    return all;
}

std::string operation(const Path& p, const Schemas& all) {
    std::map<std::string, std::string> answers;
    for (const Answer& a : p.answers) {
        std::map<std::string, std::string> answer{{"description", quoted(a.description)}};
        if (!a.schema.empty()) answer["content"] = content(a.type, a.schema);
        if (p.id.starts_with("view"))
            answer["headers"] =
                R"({"X-Seq":{"description":"Entries of the journal this view has seen",)"
                R"("schema":{"type":"integer"}}})";
        answers[std::to_string(a.status)] = object(answer);
    }
    answers["default"] = object({{"content", content("application/json", all.ref("Problem"))},
                                 {"description", quoted("Anything else")}});
    std::map<std::string, std::string> out{{"operationId", quoted(p.id)},
                                           {"responses", object(answers)},
                                           {"summary", quoted(p.summary)}};
    if (const auto ps = parameters(p); !ps.empty()) out["parameters"] = list(ps);
    if (!p.body.empty())
        out["requestBody"] =
            object({{"content", content(p.body_type, p.body)}, {"required", "true"}});
    if (!p.login) out["security"] = "[]";
    return object(out);
}

constexpr const char* kUnit = "/v1/h/{house}/u/{unit}/";
constexpr const char* kPublic = "/v1/public/{house}/";

void entry_paths(std::vector<Path>& to, Schemas& all) {
    const std::string text = R"({"type":"string"})",
                      bytes = R"({"format":"binary","type":"string"})";
    to.push_back({"get",
                  "/healthz",
                  "healthz",
                  "The process answers",
                  {},
                  "",
                  "",
                  {{200, "It does", text, "text/plain"}},
                  false});
    to.push_back({"get",
                  "/readyz",
                  "readyz",
                  "All houses are open and writable",
                  {},
                  "",
                  "",
                  {{200, "They are", text, "text/plain"}, {503, "Not yet, or no more", "", ""}},
                  false});
    to.push_back({"get",
                  "/metrics",
                  "metrics",
                  "Numbers for Prometheus",
                  {},
                  "",
                  "",
                  {{200, "Text of Prometheus", text, "text/plain"}},
                  false});
    to.push_back({"get",
                  "/openapi.json",
                  "openapi",
                  "This document",
                  {},
                  "",
                  "",
                  {{200, "OpenAPI 3.1", R"({"type":"object"})"}},
                  false});
    to.push_back({"post",
                  "/v1/login",
                  "login",
                  "Opens a login",
                  {},
                  all.of<Login>(),
                  "application/json",
                  {{200, "Who I am", all.of<Me>()}},
                  false});
    to.push_back(
        {"post", "/v1/logout", "logout", "Closes it", {}, "", "", {{204, "Closed", "", ""}}});
    to.push_back({"get",
                  "/v1/me",
                  "me",
                  "Who I am, and which desks are mine",
                  {},
                  "",
                  "",
                  {{200, "Who I am", all.of<Me>()}}});
    to.push_back({"get",
                  "/v1/houses",
                  "houses",
                  "The houses I may enter",
                  {},
                  "",
                  "",
                  {{200, "Houses with their clocks", all.of<Houses>()}}});
    const std::string unit = kUnit;
    to.push_back({"post",
                  unit + "attachment",
                  "attach",
                  "Keeps a scan of a dossier's paper",
                  {"dossier"},
                  bytes,
                  "application/octet-stream",
                  {{200, "Under this hash", all.of<Attached>()}}});
    to.push_back({"get",
                  unit + "attachment/{hash}",
                  "attachment",
                  "A scan, as it was sent",
                  {},
                  "",
                  "",
                  {{200, "The scan", bytes, "application/octet-stream"}}});
    to.push_back({"get",
                  unit + "paper/{file}.pdf",
                  "paper",
                  "A printed paper",
                  {},
                  "",
                  "",
                  {{200, "The paper", bytes, "application/pdf"}}});
    to.push_back({"get",
                  unit + "history/{dossier}",
                  "history",
                  "What has happened to a dossier, oldest first, out of the journal",
                  {},
                  "",
                  "",
                  {{200, "All of it", all.of<DossierHistory>()}}});
    to.push_back(
        {"get",
         unit + "events",
         "events",
         "Which views are stale, as it happens",
         {},
         "",
         "",
         {{200, "Events `stale`, data as in the component Stale", text, "text/event-stream"}}});
    all.of<Stale>();
}

void account_paths(std::vector<Path>& to, Schemas& all) {
    to.push_back({"post",
                  "/v1/account",
                  "own_account",
                  "One's own password and second factor",
                  {},
                  all.put("OwnAsk", all.of<OwnAsk>()),
                  "application/json",
                  {{200, "Done; the login goes on with a new token", all.of<OwnAnswer>()}}});
    const std::string admin = "/v1/admin/";
    to.push_back({"get",
                  admin + "accounts",
                  "accounts",
                  "All accounts, and who changed which; administrators only",
                  {},
                  "",
                  "",
                  {{200, "The accounts", all.of<AccountsView>()}}});
    to.push_back({"post",
                  admin + "accounts",
                  "change_account",
                  "Makes or changes an account; administrators only",
                  {},
                  all.put("AccountAsk", all.of<AccountAsk>()),
                  "application/json",
                  {{200, "Done, and written down", all.of<AccountsView>()}}});
    to.push_back({"get",
                  admin + "overview",
                  "overview",
                  "Units, journals, problems and backup; administrators only",
                  {},
                  "",
                  "",
                  {{200, "As they are", all.of<Overview>()}}});
    to.push_back({"post",
                  admin + "backup",
                  "backup",
                  "Begins a backup; administrators only",
                  {},
                  "",
                  "",
                  {{200, "Begun", all.of<BackupView>()}}});
}

void ask_paths(std::vector<Path>& to, Schemas& all) {
    const std::string unit = kUnit;
    to.push_back({"post",
                  unit + "ask",
                  "ask",
                  "One command",
                  {},
                  all.of<Ask>(),
                  "application/json",
                  {{200, "Done, and in the journal", all.of<AskAnswer>()},
                   {409, "Refused: by the rule named", all.of<AskAnswer>()}}});
    to.push_back({"post",
                  unit + "asks",
                  "asks",
                  "At most 200 commands in one commit",
                  {},
                  all.of<Asks>(),
                  "application/json",
                  {{200, "Each with its answer, refused ones too", all.of<AsksAnswer>()}}});
    to.push_back({"get",
                  "/v1/h/{house}/board",
                  "board",
                  "The city's board: every unit of the house I may look at",
                  {},
                  "",
                  "",
                  {{200, "Each with what its record was judged to be", all.of<Board>()}}});
    const std::string director = "/v1/h/{house}/director";
    to.push_back({"get",
                  director,
                  "director",
                  "Seats, cards and clock of a rehearsal",
                  {},
                  "",
                  "",
                  {{200, "As they now are", all.of<Director>()}}});
    to.push_back({"post",
                  director,
                  "direct",
                  "One direction",
                  {},
                  all.put("Direction", all.of<Direction>()),
                  "application/json",
                  {{200, "As they now are", all.of<Director>()}}});
}

void practice_paths(std::vector<Path>& to, Schemas& all) {
    const std::string practice = all.of<Practice>();
    to.push_back({"get",
                  "/v1/practice",
                  "practice",
                  "What one has practised, and what not yet",
                  {},
                  "",
                  "",
                  {{200, "As counted from the journals of one's practices", practice}}});
    to.push_back({"post",
                  "/v1/practice",
                  "do_practice",
                  "Starts, ends, shares or throws away a practice of one's own",
                  {},
                  all.put("PracticeDo", all.of<PracticeDo>()),
                  "application/json",
                  {{200, "As it now is", practice}}});
    to.push_back({"get",
                  "/v1/practices",
                  "practices",
                  "Practices whose owners have shared their report with director and city",
                  {},
                  "",
                  "",
                  {{200, "Latest first", all.of<SharedPractices>()}}});
    to.push_back({"get",
                  "/v1/practices/{practice}/report.html",
                  "practice_report",
                  "The report of a practice that is over, one's own or shared",
                  {},
                  "",
                  "",
                  {{200, "The report", R"({"type":"string"})", "text/html"}}});
}

void view_paths(std::vector<Path>& to, Schemas&) {
    for (const auto& [name, kind] : all()) {
        const std::string view(name);
        const std::string schema =
            "{\"$ref\":\"#/components/schemas/" + std::string(kind.type) + "\"}";
        std::vector<std::string> query;
        for (const std::string_view p : kind.params) query.emplace_back(p);
        to.push_back({"get",
                      kUnit + ("view/" + view),
                      "view_" + view,
                      "View " + view,
                      query,
                      "",
                      "",
                      {{200, "The view", schema}}});
        if (kind.reach != Reach::anyone) continue;
        to.push_back({"get",
                      kPublic + ("{unit}/view/" + view),
                      "public_" + view,
                      "View " + view + ", without login",
                      query,
                      "",
                      "",
                      {{200, "The view", schema}},
                      false});
        if (view != "track") continue;  // whichever unit of the house has it
        to.push_back({"get",
                      std::string(kPublic) + "track/{code}",
                      "track",
                      "Where a dossier stands",
                      {},
                      "",
                      "",
                      {{200, "The view", schema}},
                      false});
    }
}

// What a citizen asks for his dossier: the fields of the command, but for the dossier a track code.
void follow_ups(std::vector<Path>& to, Schemas& all) {
    const std::string done = all.of<PublicDone>();
    for (const std::string verb :
         {"attach", "complain", "confirm", "pay", "rate", "supplement", "withdraw"})
        to.push_back({"post",
                      kPublic + ("{unit}/" + verb),
                      "public_" + verb,
                      "Asks dossier." + verb + " of the dossier of a track code",
                      {},
                      R"({"description":"request, track, and the fields of the command without )"
                      R"(its dossier","properties":{"request":{"type":"string"},"track":)"
                      R"({"type":"string"}},"required":["request","track"],"type":"object"})",
                      "application/json",
                      {{200, "Done, and in the journal", done},
                       {409, "Refused: by the rule named", all.of<AskAnswer>()}},
                      false});
}

void public_paths(std::vector<Path>& to, Schemas& all) {
    const std::string home = kPublic;
    to.push_back({"get",
                  "/v1/public/houses",
                  "public_houses",
                  "Houses and units that serve citizens",
                  {},
                  "",
                  "",
                  {{200, "Houses with their clocks", all.of<Houses>()}},
                  false});
    to.push_back({"post",
                  home + "{unit}/file",
                  "file",
                  "A citizen hands in a dossier online",
                  {},
                  all.of<PublicFiling>(),
                  "application/json",
                  {{200, "Handed in", all.of<PublicFiled>()},
                   {409, "Refused: by the rule named", all.of<AskAnswer>()}},
                  false});
    to.push_back({"post",
                  home + "{unit}/attachment",
                  "public_attachment",
                  "Keeps a scan until the ask `attach` names it",
                  {"track"},
                  R"({"format":"binary","type":"string"})",
                  "application/octet-stream",
                  {{200, "Under this hash", all.of<Attached>()}},
                  false});
    follow_ups(to, all);
}

}  // namespace

std::string openapi() {
    Schemas schemas("#/components/schemas/");
    schemas.put("Command", schemas.of<office::Command>());
    schemas.put("Fact", schemas.of<office::Fact>());
    schemas.of<Refusal>();
    schemas.of<Problem>();
    for (const auto& [name, kind] : all()) kind.describe(schemas);

    std::vector<Path> paths;
    entry_paths(paths, schemas);
    account_paths(paths, schemas);
    ask_paths(paths, schemas);
    practice_paths(paths, schemas);
    view_paths(paths, schemas);
    public_paths(paths, schemas);
    std::map<std::string, std::map<std::string, std::string>> by_path;
    for (const Path& p : paths) by_path[p.path][p.method] = operation(p, schemas);
    std::map<std::string, std::string> printed;
    for (const auto& [path, operations] : by_path) printed[path] = object(operations);

    return pretty(object(
        {{"components",
          object({{"schemas", object(schemas.defs())},
                  {"securitySchemes",
                   R"({"login":{"in":"cookie","name":"sansang","type":"apiKey"}})"}})},
         {"info",
          object({{"title", quoted("Sẵn Sàng")}, {"version", quoted(office::kProgramVersion)}})},
         {"openapi", quoted("3.1.0")},
         {"paths", object(printed)},
         {"security", R"([{"login":[]}])"}}));
}

}  // namespace ss::views
