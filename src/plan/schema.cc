#include "plan/schema.h"

#include "plan/keys.h"
#include "plan/schema_writer.h"

namespace ss::plan {

namespace yaml {

namespace {

std::string quoted(std::string_view t) {
    std::string out = "\"";
    for (const char c : t) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string number(double d) {
    std::string t = std::to_string(d);
    t.erase(t.find_last_not_of('0') + 1);
    if (t.back() == '.') t.pop_back();
    return t;
}

Json one_of(std::vector<Json> ways) {
    return Json{}.set("anyOf", Json::list(std::move(ways)));
}

Json object_of(std::vector<std::pair<std::string, Json>> keys) {
    Json properties, out = Json{}.put("type", "object");
    std::vector<Json> required;
    for (auto& [key, value] : keys) {
        required.push_back(Json::string(key));
        properties.set(key, std::move(value));
    }
    out.set("additionalProperties", Json::leaf("false"));
    out.set("required", Json::list(std::move(required)));
    return out.set("properties", std::move(properties));
}

constexpr std::string_view kClockPattern = "^([01][0-9]|2[0-4]):[0-5][0-9]$";
constexpr std::string_view kDatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

}  // namespace

Json Json::leaf(std::string t) {
    Json j;
    j.text = std::move(t);
    return j;
}

Json Json::string(std::string_view t) { return leaf(quoted(t)); }

Json Json::list(std::vector<Json> all) {
    Json j;
    j.items = std::move(all);
    j.is_list = true;
    return j;
}

Json& Json::set(std::string key, Json value) {
    names.push_back(std::move(key));
    items.push_back(std::move(value));
    return *this;
}

Json& Json::put(std::string key, std::string_view word) {
    return set(std::move(key), string(word));
}

std::string Json::print(size_t indent) const {
    if (!text.empty()) return text;
    const std::string inner(indent + 2, ' '), outer(indent, ' ');
    std::string out(1, is_list ? '[' : '{');
    bool first = true;
    bool leaves = is_list;
    for (const Json& item : items) leaves = leaves && !item.text.empty();
    if (leaves) {  // short lists on one line
        for (const Json& item : items) {
            out += (first ? "" : ", ") + item.text;
            first = false;
        }
        return out + "]";
    }
    for (size_t i = 0; i < items.size(); ++i) {
        out += (first ? "\n" : ",\n") + inner;
        if (!is_list) out += quoted(names[i]) + ": ";
        out += items[i].print(indent + 2);
        first = false;
    }
    if (!first) out += "\n" + outer;
    return out + (is_list ? ']' : '}');
}

Json schema_words(const std::vector<std::string_view>& words) {
    std::vector<Json> all;
    for (const auto w : words) all.push_back(Json::string(w));
    return Json{}.set("enum", Json::list(std::move(all)));
}

Json schema_text(const Options& o) {
    if (!o.words.empty()) return schema_words(o.words);
    // 1.001193 and 2018 are texts here and numbers to an editor.
    Json type = Json::list({Json::string("string"), Json::string("number")});
    Json out = Json{}.set("type", std::move(type));
    if (o.is_code || !o.ref.empty()) out.set("maxLength", Json::leaf("64"));
    return out;
}

Json schema_number(bool whole, const Options& o) {
    Json out = Json{}.put("type", whole ? "integer" : "number");
    if (o.range) out.set("minimum", Json::leaf(number(o.range->least)));
    if (o.range) out.set("maximum", Json::leaf(number(o.range->most)));
    return out;
}

Json schema_pattern(std::string_view pattern) {
    return Json{}.put("type", "string").put("pattern", pattern);
}

Json schema_map(Json values, const Options& o, bool dates) {
    Json out = Json{}.put("type", "object");
    if (dates) out.set("propertyNames", Json{}.put("pattern", kDatePattern));
    else if (!o.key_words.empty()) out.set("propertyNames", schema_words(o.key_words));
    return out.set("additionalProperties", std::move(values));
}

Json schema_value(LocalDate*, const Options&) {
    return schema_pattern(kDatePattern);
}
Json schema_value(Value*, const Options&) {
    return Json{}.set("type", Json::list({Json::string("string"), Json::string("integer"),
                                          Json::string("boolean"), Json::string("null")}));
}
Json schema_value(Duration*, const Options&) {
    return schema_pattern("^PT([0-9]+H)?([0-9]+M)?([0-9]+S)?$");
}
Json schema_value(Span*, const Options&) {
    return schema_pattern("^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$");
}
Json schema_value(Clock*, const Options&) {
    return schema_pattern(kClockPattern);
}
Json schema_value(Offset*, const Options&) {
    return schema_pattern("^[+-][0-9]{2}:[0-9]{2}$");
}

Json schema_value(org::Text*, const Options& o) {
    return one_of({schema_text(Options{}), schema_map(schema_text(Options{}), o, false)});
}

Json schema_value(org::Limit*, const Options&) {
    const auto units = names(org::LimitUnit{});
    return one_of({schema_pattern("^[0-9]+ (working_days|days|working_hours|hours)$"),
                   object_of({{"quantity", schema_number(true, options_of(Range{0, 3650}))},
                              {"unit", schema_words({units.begin(), units.end()})}})});
}

Json schema_value(org::Hours*, const Options&) {
    return one_of({schema_pattern("^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"),
                   object_of({{"from", schema_pattern(kClockPattern)},
                              {"to", schema_pattern(kClockPattern)}})});
}

Json schema_value(Verified*, const Options&) {
    return schema_words({"source", "unverified"});
}

Json schema_value(BasisText*, const Options&) {
    Json whole = Json{}.put("type", "object");
    whole.set("additionalProperties", Json::leaf("false"));
    whole.set("required", Json::list({Json::string("text")}));
    whole.set("properties", Json{}
                                .set("text", schema_text(Options{}))
                                .set("verified", schema_words({"source", "unverified"})));
    return one_of({Json{}.put("type", "string"), std::move(whole)});
}

Json schema_value(Basis*, const Options& o) {
    return schema_value(static_cast<BasisText*>(nullptr), o);
}

Json schema_value(Week*, const Options&) {
    Json days;
    for (const char* day :
         {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
        days.set(day, schema_value(static_cast<std::vector<org::Hours>*>(nullptr), Options{}));
    Json out = Json{}.put("type", "object").set("additionalProperties", Json::leaf("false"));
    return out.set("properties", std::move(days));
}

Json schema_value(std::vector<std::pair<int64_t, double>>*, const Options&) {
    return schema_map(schema_number(false, options_of(Range{0, 1})), Options{}, false)
        .set("propertyNames", Json{}.put("pattern", kClockPattern));
}

Json schema_value(std::vector<std::pair<int, double>>*, const Options&) {
    return schema_map(schema_number(false, options_of(Range{0, 100})), Options{}, false)
        .set("propertyNames", Json{}.put("pattern", "^[1-9][0-9]*$"));
}

}  // namespace yaml

const std::vector<std::string_view>& schema_kinds() {
    static const std::vector<std::string_view> all{
        "plan",   "city",      "organization", "calendar",  "documents", "precedence",
        "rules",  "demand", "readiness", "meeting",      "procedure", "roster"};
    return all;
}

std::string schema_of(std::string_view kind) {
    using yaml::schema_text_of;
    if (kind == "plan") return schema_text_of<Head>("plan.yaml");
    if (kind == "city") return schema_text_of<City>("city.yaml");
    if (kind == "organization") return schema_text_of<org::Organization>("organization.yaml");
    if (kind == "calendar") return schema_text_of<org::Calendar>("calendar.yaml");
    if (kind == "documents") return schema_text_of<Documents>("documents.yaml, results.yaml");
    if (kind == "precedence") return schema_text_of<Precedence>("precedence.yaml");
    if (kind == "rules") return schema_text_of<RuleBook>("rules.yaml");
    if (kind == "demand") return schema_text_of<Demand>("demand.yaml");
    if (kind == "readiness") return schema_text_of<Readiness>("readiness.yaml");
    if (kind == "meeting") return schema_text_of<MeetingKind>("meetings/<code>.yaml");
    if (kind == "procedure") return schema_text_of<Procedure>("procedures/<code>/procedure.yaml");
    if (kind == "roster") return schema_text_of<Roster>("units/<unit>.yaml");
    return {};
}

}  // namespace ss::plan
