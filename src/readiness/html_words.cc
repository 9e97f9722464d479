// Words, names and numbers of the page.
#include <algorithm>

#include "readiness/html_page.h"
#include "readiness/names.h"
#include "words/words.h"

namespace ss::readiness {

std::vector<Language> languages_of(const plan::Plan& plan) {
    std::vector<Language> all;
    for (const std::string& code : plan.city.languages)
        if (words::Book book = words::load(code); !book.empty())
            all.push_back({code, std::move(book)});
    if (all.empty()) all.push_back({"en", words::load("en")});
    return all;
}

bool Page::knows(const std::string& key) const {
    return !languages.empty() && languages.front().words.contains(key);
}

std::string Page::plain(const Language& l, const std::string& key,
                        const std::vector<std::string>& args) const {
    if (const auto i = l.words.find(key); i != l.words.end()) return words::fill(i->second, args);
    // A sentence nobody has worded yet still says what it is about.
    std::string out = key;
    for (const std::string& arg : args) out += " " + arg;
    return out;
}

std::string Page::each(const std::function<std::string(const Language&)>& text,
                       const char* tag) const {
    if (languages.size() == 1) return escaped(text(languages.front()));
    std::string out;
    std::string first;
    bool same = true;
    for (const Language& l : languages) {
        const std::string t = text(l);
        if (out.empty()) first = t;
        same = same && t == first;
        out += std::string("<") + tag + " lang=\"" + escaped(l.code) + "\">" + escaped(t) + "</" +
               tag + ">";
    }
    return same ? escaped(first) : out;
}

std::string Page::say(const std::string& key, const std::vector<std::string>& args) const {
    return each([&](const Language& l) { return plain(l, key, args); });
}

std::string Page::name_of(const Language& l, const Code& code) const {
    if (const auto share = share_in(l.words, code)) return *share;
    const auto in = [&](const auto& all, auto text) -> const std::string* {
        const auto i = all.find(code);
        return i == all.end() ? nullptr : &text(i->second).get(l.code);
    };
    const auto name = [](const auto& thing) -> const org::Text& { return thing.name; };
    const auto title = [](const auto& post) -> const org::Text& { return post.title; };
    for (const std::string* found : {in(plan.readiness.tasks, name), in(plan.procedures, name),
                                     in(plan.meetings, name), in(plan.organization.posts, title),
                                     in(plan.organization.roles, name), in(plan.city.units, name)})
        if (found != nullptr && !found->empty()) return *found;
    for (const auto& [unit, roster] : plan.rosters)
        if (const auto o = roster.officers.find(code); o != roster.officers.end())
            return o->second.name;
    return code;
}

std::string Page::say(const Sentence& sentence) const {
    return each([&](const Language& l) {
        std::vector<std::string> args;
        for (const std::string& arg : sentence.args) args.push_back(name_of(l, arg));
        return plain(l, sentence.rule, args);
    });
}

std::string Page::both(const org::Text& text, const std::string& otherwise) const {
    return each([&](const Language& l) {
        const std::string& t = text.get(l.code);
        return t.empty() ? otherwise : t;
    });
}

std::string Page::clock(Instant at) const {
    return clock_text(time_of_day(at, plan.calendar.offset));
}

std::string Page::duration(const Language& l, int64_t ms) const {
    const int64_t minutes = (ms + kMinute / 2) / kMinute;
    if (minutes < 60) return plain(l, "report.minutes", {std::to_string(minutes)});
    if (minutes < 48 * 60)
        return plain(l, "report.hours",
                     {std::to_string(minutes / 60), std::to_string(minutes % 60)});
    return plain(l, "report.days", {std::to_string(minutes / (24 * 60))});
}
std::string Page::duration(int64_t ms) const {
    return each([&](const Language& l) { return duration(l, ms); });
}

std::string Page::date(LocalDate d) const {
    return each([&](const Language& l) {
        const Ymd ymd = ymd_of(d);
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        return plain(l, "report.date", {two(ymd.day), two(ymd.month), std::to_string(ymd.year)});
    });
}

std::string Page::decimal(int64_t tenths) const {
    if (tenths % 10 == 0) return std::to_string(tenths / 10);
    return each([&](const Language& l) {
        return std::to_string(tenths / 10) + plain(l, "report.decimal") +
               std::to_string(std::abs(tenths % 10));
    });
}
std::string Page::percent(int64_t per_mille) const {
    return decimal(per_mille) + "\u00a0%";  // never torn from its number
}

std::string Page::chip(Rating rating) const {
    if (rating == Rating::none) return "<b class=\"r r0\">–</b>";
    const std::string letter(names(rating)[static_cast<size_t>(rating)]);
    return "<b class=\"r r" + letter + "\" title=\"" +
           escaped(plain(languages.front(), "report.rating." + letter)) + "\">" + letter + "</b>";
}

std::string Page::seqs(const std::vector<uint64_t>& all, size_t most) const {
    if (all.empty()) return {};
    std::vector<uint64_t> sorted = all;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::string out;
    size_t shown = 0;
    for (size_t i = 0; i < sorted.size() && shown < most; ++shown) {
        size_t end = i;
        while (end + 1 < sorted.size() && sorted[end + 1] == sorted[end] + 1) ++end;
        out += (out.empty() ? "#" : ", #") + std::to_string(sorted[i]);
        if (end > i) out += "–" + std::to_string(sorted[end]);
        i = end + 1;
        if (shown + 1 == most && i < sorted.size()) out += "…";
    }
    return "<span class=\"seq\">" + out + "</span>";
}

std::string Page::name_of_task(const Code& task) const {
    const auto i = plan.readiness.tasks.find(task);
    return i == plan.readiness.tasks.end() ? escaped(task) : both(i->second.name, task);
}
std::string Page::name_of_role(const Code& role) const {
    const auto i = plan.organization.roles.find(role);
    return i == plan.organization.roles.end() ? escaped(role) : both(i->second.name, role);
}
std::string Page::name_of_procedure(const Code& procedure) const {
    const plan::Procedure* p = plan.procedure(procedure);
    return p == nullptr ? escaped(procedure) : both(p->name, procedure);
}
std::string Page::name_of_officer(const Code& unit, const Code& officer) const {
    const auto roster = plan.rosters.find(unit);
    if (roster != plan.rosters.end())
        if (const auto i = roster->second.officers.find(officer);
            i != roster->second.officers.end())
            return escaped(i->second.name);
    return escaped(officer);
}

std::string Page::name_of_lane(const Code& unit, const Code& lane, const char* tag) const {
    const auto cut = [](const std::string& text) {  // what fits beside the bars
        size_t letters = 0, at = 0;
        while (at < text.size() && letters < 29) {
            ++at;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
            ++letters;
        }
        return at < text.size() ? text.substr(0, at) + "…" : text;
    };
    const auto role = plan.organization.roles.find(lane);
    const auto body = plan.organization.bodies.find(lane);
    if (role != plan.organization.roles.end())
        return each([&](const Language& l) { return cut(role->second.name.get(l.code)); }, tag);
    if (body != plan.organization.bodies.end())
        return each([&](const Language& l) { return cut(body->second.name.get(l.code)); }, tag);
    if (knows("report.lane." + lane))
        return each([&](const Language& l) { return plain(l, "report.lane." + lane); }, tag);
    return name_of_officer(unit, lane);
}

// Bars carry codes; who points at one wants the name.
std::string Page::label_of(const Code& unit, const Bar& bar) const {
    const Code& first = languages.front().code;
    if (const auto m = plan.meetings.find(bar.label); m != plan.meetings.end())
        return m->second.name.get(first);
    if (const auto roster = plan.rosters.find(unit); roster != plan.rosters.end())
        if (const auto o = roster->second.officers.find(bar.label);
            o != roster->second.officers.end())
            return o->second.name;
    std::string text = bar.label;
    if (knows("report.bar." + bar.kind))
        text += (text.empty() ? "" : " · ") + plain(languages.front(), "report.bar." + bar.kind);
    return text;
}

}  // namespace ss::readiness
