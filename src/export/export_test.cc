#include "export/export.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "export/file.h"
#include "export/log.h"
#include "journal/testing.h"
#include "office/codec.h"

namespace ss::exports {
namespace {

namespace json = boost::json;
using journal::testing::Folder;
using journal::testing::good;
using journal::testing::must;

const char* const kName = "Nguy\u1ec5n V\u0103n M\u1eabu";
constexpr Instant kMorning{1'751'335'200'000};  // 2025-07-01T02:00:00Z

Instant minute(int64_t n) {
    return {kMorning.ms + n * kMinute};
}

Sealed sealed_name() {
    return SealedValue{std::string(32, 's'), kName}.sealed();
}

// A unit's first morning, as its office would have written it.
struct Day {
    std::unique_ptr<journal::Storage> storage;
    journal::Journal journal;
    int64_t at = 0;

    Day(const Folder& folder, const std::string& unit)
        : storage(open(folder, unit)), journal(*storage) {
        office::OpenUnit opening;
        opening.unit = unit;
        opening.plan = sha256("plan");
        opening.scenario = "a <b> & \"c\"\n";
        add(kDirector, opening, {office::OwnFact{office::Opened{opening, minute(at)}}});
    }
    static std::unique_ptr<journal::Storage> open(const Folder& folder, const std::string& unit) {
        std::filesystem::create_directories(folder.file("journals"));
        return must(journal::sqlite_storage(folder.file("journals/" + unit + ".db"),
                                            journal::Open::create));
    }
    template <class C>
    void add(const Code& by, C command, std::vector<office::Fact> facts,
             std::optional<Refusal> refusal = {}) {
        office::Envelope e;
        e.at = minute(at);
        e.by = by;
        e.request = "r" + std::to_string(at);
        e.command = wrapped(std::move(command));
        office::Answer a;
        a.facts = std::move(facts);
        a.refusal = std::move(refusal);
        journal.add(e.at, e.request, office::encode(e, a));
        ++at;
    }
    template <class C>
    static office::Command wrapped(C command) {
        if constexpr (std::is_constructible_v<office::OwnCommand, C>)
            return office::OwnCommand{std::move(command)};
        else if constexpr (std::is_constructible_v<dossiers::Command, C>)
            return dossiers::Command{std::move(command)};
        else return flow::Command{std::move(command)};
    }

    void live() {
        enrol();
        hand_in();
        work();
        refuse();
        talk();
        EXPECT_TRUE(good(journal.commit()));
    }
    void enrol() {
        org::Enrolled f;
        f.officer.code = "an";
        f.officer.name = "L\u00ea V\u00ed D\u1ee5";
        f.posts = {"cc-tiep-nhan"};
        f.at = minute(at);
        add(kDirector, office::Tick{}, {org::Fact{f}});
    }
    void hand_in() {
        dossiers::Presented p;
        p.dossier = {1};
        p.as.procedure = "2.000815";
        p.as.applicant.kind = "individual";
        p.as.applicant.name = sealed_name();
        p.as.personal["child"] = sealed_name();
        p.as.data["copies"] = int64_t{3};
        p.at = minute(at);
        add(kCitizen, p.as, {dossiers::Fact{p}});
        dossiers::Received r;
        r.dossier = {1};
        r.code = "H57.34-250701-0001";
        r.procedure = "2.000815";
        r.by = "an";
        r.due_at = minute(480);
        r.worker = {"duong-no", {7}};
        r.at = minute(at);
        add("an", dossiers::Receive{{1}, {}}, {dossiers::Fact{r}});
    }
    void work() {
        flow::Offered o;
        o.work = {5};
        o.dossier = {1};
        o.procedure = "2.000815";
        o.node = "Verify";
        o.kind = "verify";
        o.role = "certification";
        o.due = minute(60);
        o.at = minute(at);
        flow::Taken t;
        t.work = {5};
        t.by = "an";
        t.at = minute(at + 1);
        add("an", flow::Take{{5}}, {flow::Fact{o}, flow::Fact{t}});
        dossiers::Apologised a;
        a.dossier = {1};
        a.old_due = minute(480);
        a.new_due = minute(960);
        a.by = "an";
        a.at = minute(at);
        add("an", dossiers::Apologise{{1}, "x", a.new_due}, {dossiers::Fact{a}});
    }
    void refuse() {
        add("an", dossiers::Return{{1}}, {},
            Refusal{RefusalCode::wrong_stage, "dossier.not_resolved", {"<1>", "\"&"}});
    }
    void talk() {
        office::MessageSent s;
        s.message.from = "my-thuong";
        s.message.to = "duong-no";
        s.message.number = 1;
        office::ForwardResult result;
        result.dossier = {9};
        s.message.payload = result;
        s.at = minute(at);
        documents::Arrived a;
        a.document = {3};
        a.from = "duong-no";
        a.theirs = {9};
        a.at = minute(at);
        add("an", office::ConfirmMessage{1}, {office::OwnFact{s}, documents::Fact{a}});
    }
};

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

void write_run(const Folder& folder) {
    Day(folder, "my-thuong").live();
    Day(folder, "duong-no").live();
}

std::string exported(const Folder& folder, Format format, const std::string& name = "out") {
    const std::string out = folder.file(name);
    EXPECT_TRUE(good(export_run(folder.file(""), format, out)));
    return bytes_of(out);
}

// --- the rules of OCEL 2.0 ----------------------------------------------------------------------

using Declared = std::map<std::string, std::map<std::string, std::string>>;

std::string text(const json::value& v, const char* key) {
    return std::string(v.as_object().at(key).as_string());
}

Declared declared(const json::value& log, const char* key) {
    Declared types;
    for (const json::value& t : log.as_object().at(key).as_array()) {
        const auto [type, fresh] = types.try_emplace(text(t, "name"));
        EXPECT_TRUE(fresh);
        for (const json::value& a : t.as_object().at("attributes").as_array()) {
            const std::string of = text(a, "type");
            EXPECT_TRUE(of == "string" || of == "time" || of == "integer" || of == "boolean" ||
                        of == "float");
            EXPECT_TRUE(type->second.emplace(text(a, "name"), of).second);
        }
    }
    return types;
}

void expect_time(const std::string& t) {
    EXPECT_EQ(t.size(), 24u) << t;
    EXPECT_TRUE(t[10] == 'T' && t[23] == 'Z' && t[19] == '.') << t;
}

void expect_value(const json::value& a, const std::map<std::string, std::string>& types) {
    const auto type = types.find(text(a, "name"));
    ASSERT_NE(type, types.end()) << text(a, "name");
    const json::value& v = a.as_object().at("value");
    if (type->second == "integer") EXPECT_TRUE(v.is_int64());
    else if (type->second == "boolean") EXPECT_TRUE(v.is_bool());
    else EXPECT_TRUE(v.is_string());
    if (type->second == "time") expect_time(text(a, "value"));
}

void expect_ocel(const json::value& log) {
    const Declared object_types = declared(log, "objectTypes");
    const Declared event_types = declared(log, "eventTypes");
    std::set<std::string> objects, events;
    for (const json::value& o : log.as_object().at("objects").as_array()) {
        EXPECT_TRUE(objects.insert(text(o, "id")).second) << text(o, "id");
        ASSERT_TRUE(object_types.contains(text(o, "type")));
        for (const json::value& a : o.as_object().at("attributes").as_array()) {
            expect_time(text(a, "time"));
            expect_value(a, object_types.at(text(o, "type")));
        }
    }
    const auto expect_links = [&](const json::value& of) {
        std::set<std::pair<std::string, std::string>> seen;
        for (const json::value& r : of.as_object().at("relationships").as_array()) {
            EXPECT_TRUE(objects.contains(text(r, "objectId"))) << text(r, "objectId");
            EXPECT_TRUE(seen.insert({text(r, "objectId"), text(r, "qualifier")}).second);
        }
    };
    for (const json::value& o : log.as_object().at("objects").as_array()) expect_links(o);
    for (const json::value& e : log.as_object().at("events").as_array()) {
        EXPECT_TRUE(events.insert(text(e, "id")).second);
        expect_time(text(e, "time"));
        ASSERT_TRUE(event_types.contains(text(e, "type")));
        std::set<std::string> names;
        for (const json::value& a : e.as_object().at("attributes").as_array()) {
            EXPECT_TRUE(names.insert(text(a, "name")).second);
            expect_value(a, event_types.at(text(e, "type")));
        }
        expect_links(e);
    }
}

const json::value* event_of_type(const json::value& log, const std::string& type) {
    for (const json::value& e : log.as_object().at("events").as_array())
        if (text(e, "type") == type) return &e;
    return nullptr;
}

json::value attribute(const json::value& of, const std::string& name) {
    json::value found;
    for (const json::value& a : of.as_object().at("attributes").as_array())
        if (text(a, "name") == name) found = a.as_object().at("value");
    return found;
}

std::string related(const json::value& of, const std::string& qualifier) {
    for (const json::value& r : of.as_object().at("relationships").as_array())
        if (text(r, "qualifier") == qualifier) return text(r, "objectId");
    return "";
}

// --- tests --------------------------------------------------------------------------------------

TEST(Export, OcelJsonKeepsTheRules) {
    Folder folder;
    write_run(folder);
    const json::value log = json::parse(exported(folder, Format::ocel_json));
    expect_ocel(log);
    EXPECT_EQ(log.as_object().at("events").as_array().size(), 20u);
}

TEST(Export, OcelCarriesWhatARatingNeeds) {
    Folder folder;
    Day(folder, "my-thuong").live();
    const json::value log = json::parse(exported(folder, Format::ocel_json));
    const json::value* received = event_of_type(log, "dossier.received");
    ASSERT_TRUE(received);
    EXPECT_EQ(text(*received, "id"), "my-thuong/4/0");
    EXPECT_EQ(text(*received, "time"), "2025-07-01T02:03:00.000Z");
    EXPECT_EQ(attribute(*received, "seq"), 4);
    EXPECT_EQ(attribute(*received, "by"), "an");
    EXPECT_EQ(attribute(*received, "due_at"), "2025-07-01T10:00:00.000Z");
    EXPECT_EQ(related(*received, "dossier"), "my-thuong/dossier/1");
    EXPECT_EQ(related(*received, "by"), "my-thuong/officer/an");
    EXPECT_EQ(related(*received, "procedure"), "procedure/2.000815");
    EXPECT_EQ(related(*received, "in"), "unit/my-thuong");
    EXPECT_EQ(related(*received, "worker_dossier"), "duong-no/dossier/7");
    const json::value* refused = event_of_type(log, "refused");
    ASSERT_TRUE(refused);
    EXPECT_EQ(attribute(*refused, "rule"), "dossier.not_resolved");
    EXPECT_EQ(attribute(*refused, "command"), "dossier.return");
    EXPECT_EQ(attribute(*refused, "code"), "wrong_stage");
    EXPECT_EQ(attribute(*refused, "args"), "[\"<1>\",\"\\\"&\"]");
    EXPECT_EQ(related(*refused, "dossier"), "my-thuong/dossier/1");
    const json::value* sent = event_of_type(log, "exchange.sent");
    ASSERT_TRUE(sent);
    EXPECT_EQ(related(*sent, "message_dossier"), "duong-no/dossier/9");
    const json::value* arrived = event_of_type(log, "document.arrived");
    ASSERT_TRUE(arrived);
    EXPECT_EQ(related(*arrived, "document"), "my-thuong/document/3");
    EXPECT_EQ(related(*arrived, "theirs"), "duong-no/document/9");
}

TEST(Export, ObjectsChangeWithTime) {
    Folder folder;
    Day(folder, "my-thuong").live();
    const json::value log = json::parse(exported(folder, Format::ocel_json));
    for (const json::value& o : log.as_object().at("objects").as_array()) {
        if (text(o, "id") == "my-thuong/dossier/1") {
            std::vector<std::string> due;
            for (const json::value& a : o.as_object().at("attributes").as_array())
                if (text(a, "name") == "due") due.push_back(text(a, "value"));
            EXPECT_EQ(due, (std::vector<std::string>{"2025-07-01T10:00:00.000Z",
                                                     "2025-07-01T18:00:00.000Z"}));
            EXPECT_EQ(related(o, "follows"), "procedure/2.000815");
        }
        if (text(o, "id") == "my-thuong/work/5") {
            EXPECT_EQ(related(o, "of"), "my-thuong/dossier/1");
        }
        if (text(o, "id") == "my-thuong/officer/an") {
            EXPECT_EQ(attribute(o, "name"), "L\u00ea V\u00ed D\u1ee5");
            EXPECT_EQ(related(o, "holds"), "my-thuong/post/cc-tiep-nhan");
        }
    }
}

TEST(Export, SealedValuesAreOnlyThereOrNot) {
    Folder folder;
    Day(folder, "my-thuong").live();
    for (const Format format : {Format::ocel_json, Format::ocel_sqlite, Format::xes}) {
        const std::string all = exported(folder, format);
        EXPECT_EQ(all.find(kName), std::string::npos);
        EXPECT_EQ(all.find(hex(sealed_name().hash)), std::string::npos);
        EXPECT_NE(all.find("applicant_name_given"), std::string::npos);
    }
    const json::value log = json::parse(exported(folder, Format::ocel_json));
    const json::value* presented = event_of_type(log, "dossier.presented");
    EXPECT_EQ(attribute(*presented, "applicant_name_given"), true);
    EXPECT_EQ(attribute(*presented, "applicant_contact_given"), false);
    EXPECT_EQ(attribute(*presented, "personal"), "{\"child\":true}");
    EXPECT_EQ(attribute(*presented, "data"), "{\"copies\":3}");
}

std::vector<std::vector<std::string>> query(const std::string& path, const std::string& sql) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    std::vector<std::vector<std::string>> rows;
    char* complaint = nullptr;
    sqlite3_exec(
        db, sql.c_str(),
        [](void* to, int n, char** cells, char**) {
            auto& row = static_cast<std::vector<std::vector<std::string>>*>(to)->emplace_back();
            for (int i = 0; i < n; ++i) row.emplace_back(cells[i] ? cells[i] : "NULL");
            return 0;
        },
        &rows, &complaint);
    EXPECT_EQ(complaint, nullptr) << sql << complaint;
    sqlite3_free(complaint);
    sqlite3_close(db);
    return rows;
}

TEST(Export, SqliteHoldsTheSameAndKeepsTheRules) {
    Folder folder;
    write_run(folder);
    const json::value log = json::parse(exported(folder, Format::ocel_json, "a.json"));
    exported(folder, Format::ocel_sqlite, "a.sqlite");
    const std::string path = folder.file("a.sqlite");
    EXPECT_EQ(query(path, "PRAGMA integrity_check")[0][0], "ok");
    EXPECT_TRUE(query(path, "PRAGMA foreign_key_check").empty());
    std::set<std::pair<std::string, std::string>> events, rows;
    for (const json::value& e : log.as_object().at("events").as_array())
        events.insert({text(e, "id"), text(e, "type")});
    for (const auto& row : query(path, "SELECT ocel_id, ocel_type FROM event"))
        rows.insert({row[0], row[1]});
    EXPECT_EQ(rows, events);
    EXPECT_EQ(query(path, "SELECT count(*) FROM object")[0][0],
              std::to_string(log.as_object().at("objects").as_array().size()));
    size_t links = 0;
    for (const json::value& e : log.as_object().at("events").as_array())
        links += e.as_object().at("relationships").as_array().size();
    EXPECT_EQ(query(path, "SELECT count(*) FROM event_object")[0][0], std::to_string(links));
    // Every type has its table, and every event one row in it.
    for (const auto& type : query(path, "SELECT ocel_type, ocel_type_map FROM event_map_type"))
        EXPECT_TRUE(query(path, "SELECT ocel_id FROM event WHERE ocel_type = '" + type[0] +
                                    "' EXCEPT SELECT ocel_id FROM \"event_" + type[1] + "\"")
                        .empty());
    EXPECT_EQ(query(path,
                    "SELECT ocel_time, ocel_changed_field, due FROM object_dossier WHERE ocel_id = "
                    "'my-thuong/dossier/1' AND due IS NOT NULL ORDER BY ocel_time"),
              (std::vector<std::vector<std::string>>{
                  {"2025-07-01T02:02:00.000Z", "NULL", "2025-07-01T10:00:00.000Z"},
                  {"2025-07-01T02:05:00.000Z", "due", "2025-07-01T18:00:00.000Z"}}));
    EXPECT_EQ(query(path, "SELECT rule, seq FROM event_refused WHERE ocel_id LIKE 'my-%'")[0],
              (std::vector<std::string>{"dossier.not_resolved", "7"}));
}

TEST(Export, XesHasATracePerDossier) {
    Folder folder;
    write_run(folder);
    const std::string all = exported(folder, Format::xes);
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_string(all.c_str(), pugi::parse_full));
    const pugi::xml_node log = xml.child("log");
    std::map<std::string, std::vector<std::string>> traces;
    size_t events = 0;
    for (const pugi::xml_node trace : log.children("trace")) {
        const std::string name =
            trace.find_child_by_attribute("key", "concept:name").attribute("value").as_string();
        EXPECT_FALSE(traces.contains(name));
        for (const pugi::xml_node event : trace.children("event")) {
            ++events;
            std::set<std::string> keys;
            for (const pugi::xml_node a : event.children())
                EXPECT_TRUE(keys.insert(a.attribute("key").as_string()).second);
            for (const char* key : {"concept:name", "time:timestamp", "lifecycle:transition",
                                    "org:resource", "fact", "seq"})
                EXPECT_TRUE(keys.contains(key)) << key;
            traces[name].push_back(
                event.find_child_by_attribute("key", "fact").attribute("value").as_string());
        }
    }
    EXPECT_EQ(events, 20u);
    EXPECT_EQ(traces.size(), 4u);
    EXPECT_EQ(traces["my-thuong/dossier/1"],
              (std::vector<std::string>{"dossier.presented", "dossier.received", "work.offered",
                                        "work.taken", "dossier.apologised", "refused"}));
    const pugi::xpath_node opened = xml.select_node("//event/string[@key='scenario']/@value");
    EXPECT_STREQ(opened.attribute().as_string(), "a <b> & \"c\"\n");
}

TEST(Export, SameRunSameBytes) {
    Folder one, two;
    write_run(one);
    write_run(two);
    for (const Format format : {Format::ocel_json, Format::ocel_sqlite, Format::xes})
        EXPECT_EQ(exported(one, format), exported(two, format));
}

TEST(Export, AChangedJournalIsNotExported) {
    Folder folder;
    Day(folder, "my-thuong").live();
    journal::testing::by_hand(folder.file("journals/my-thuong.db"),
                              "UPDATE entry SET body = replace(body, '\"an\"', '\"ba\"') "
                              "WHERE seq = 4");
    const std::string out = folder.file("out");
    journal::testing::write_bytes(out, "before");
    for (const Format format : {Format::ocel_json, Format::ocel_sqlite, Format::xes}) {
        const Status status = export_run(folder.file(""), format, out);
        ASSERT_FALSE(status.ok());
        EXPECT_EQ(status.error().code, ErrorCode::corrupt);
        EXPECT_NE(status.error().message.find("my-thuong.db"), std::string::npos);
        EXPECT_EQ(bytes_of(out), "before");
        EXPECT_FALSE(std::filesystem::exists(out + ".part"));
    }
}

TEST(Export, WrongPlacesAreNamed) {
    Folder folder;
    EXPECT_EQ(export_run(folder.file("none"), Format::xes, folder.file("o")).error().code,
              ErrorCode::io);
    Day(folder, "my-thuong").live();
    for (const Format format : {Format::ocel_json, Format::ocel_sqlite, Format::xes})
        EXPECT_FALSE(export_run(folder.file(""), format, folder.file("no/such/o")).ok());
}

// As root, a file renamed over /dev/null would take its place for the whole machine.
TEST(Export, APipeOrADeviceStaysOne) {
    const Folder folder;
    const std::string path = folder.file("pipe");
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    {
        auto file = must(OutFile::create(path));
        ASSERT_TRUE(good(file.write("all of it")));
        ASSERT_TRUE(good(file.finish()));
    }
    char got[32];
    EXPECT_EQ(read(reader, got, sizeof got), 9);
    close(reader);
    EXPECT_TRUE(std::filesystem::is_fifo(path));
    EXPECT_FALSE(std::filesystem::exists(part_of(path)));
}

TEST(Export, ProgressCountsEveryEntryTwice) {
    Folder folder;
    write_run(folder);
    uint64_t last = 0, total = 0;
    EXPECT_TRUE(good(
        export_run(folder.file(""), Format::xes, folder.file("o"), [&](uint64_t done, uint64_t of) {
            EXPECT_EQ(done, last + 1);
            last = done;
            total = of;
        })));
    EXPECT_EQ(last, 32u);
    EXPECT_EQ(total, 32u);
}

TEST(Export, FormatsByName) {
    EXPECT_EQ(parse_format("ocel-json"), Format::ocel_json);
    EXPECT_EQ(parse_format("ocel-sqlite"), Format::ocel_sqlite);
    EXPECT_EQ(parse_format("xes"), Format::xes);
    EXPECT_FALSE(parse_format("csv"));
}

TEST(Export, TimesBeforeTheEpochToo) {
    EXPECT_EQ(iso({0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(iso({-1}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(iso({kMorning.ms + 7}), "2025-07-01T02:00:00.007Z");
}

}  // namespace
}  // namespace ss::exports
