#include "papers/gather.h"

#include "base/text.h"
#include "papers/parts.h"

namespace ss::papers {

// "01/QĐ-UBND" -> "01-qd-ubnd": a name every file system takes.
std::string file_name(const std::string& text) {
    std::string out;
    for (const char c : fold(text)) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (fine) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out.empty() ? "x" : out.substr(0, 120);
}

namespace {

template <class Names>
std::string name_or(const Names& names, const Code& code, const std::string& language) {
    const auto i = names.find(code);
    if (i == names.end()) return code;
    const std::string& text = i->second.get(language);
    return text.empty() ? code : text;
}

}  // namespace

Gather::Gather(const Source& source, const Options& options) : src(source), options_(options) {
    language_ = src.words.has("language") ? src.words.get("language") : "en";
    offset_ = src.plan.calendar.offset;
    const std::string mode(names(src.state.mode)[static_cast<size_t>(src.state.mode)]);
    if (src.state.mode != office::Mode::live) watermark_ = src.words.get("watermark." + mode);
    footer_ = src.words.fill("footer", {{"unit", sentence(unit_name(src.state.unit))},
                                        {"mode", src.words.get("mode." + mode)},
                                        {"at", stamp(src.state.now)},
                                        {"head", hex(src.head).substr(0, 16)}});
    read_record();
}

void Gather::read_record() {
    const auto note = [this](const dossiers::Fact& fact) {
        if (const auto* f = std::get_if<dossiers::Received>(&fact)) logs_[f->dossier].received = f;
        if (const auto* f = std::get_if<dossiers::TakenOver>(&fact))
            logs_[f->dossier].taken_over = f;
        if (const auto* f = std::get_if<dossiers::SupplementAsked>(&fact))
            logs_[f->dossier].supplements.push_back(f);
        if (const auto* f = std::get_if<dossiers::Refused>(&fact)) logs_[f->dossier].refused = f;
        if (const auto* f = std::get_if<dossiers::Apologised>(&fact))
            logs_[f->dossier].apologised = f;
        if (const auto* f = std::get_if<dossiers::Stopped>(&fact)) logs_[f->dossier].stopped = f;
    };
    const auto work = [this](const flow::Fact& fact) {
        if (const auto* f = std::get_if<flow::Offered>(&fact)) {
            work_[f->work] = {f->name, f->role, {}, f->at, {}, {}, f->due};
            logs_[f->dossier].work.push_back(f->work);
        }
        if (const auto* f = std::get_if<flow::Taken>(&fact)) work_[f->work].taken = f->at;
        if (const auto* f = std::get_if<flow::Completed>(&fact)) {
            work_[f->work].by = f->by;
            work_[f->work].done = f->at;
        }
    };
    for (const Noted& entry : src.record) {
        for (const office::Fact& fact : entry.facts) {
            if (const auto* d = std::get_if<dossiers::Fact>(&fact)) note(*d);
            if (const auto* w = std::get_if<flow::Fact>(&fact)) work(*w);
        }
    }
}

void Gather::add(const std::string& name, About about, std::function<Sheet()> sheet) {
    const std::string base = file_name(name);
    std::string file = base + ".pdf";
    for (int n = 2; !files_.insert(file).second; ++n)
        file = base + "-" + std::to_string(n) + ".pdf";
    if (options_.only.empty() || options_.only == file)
        jobs_.push_back({file, std::move(about), std::move(sheet)});
}

// Could the file asked for be this one? Ten years of papers are passed over by their numbers.
bool Gather::wanted(std::string_view kind, const std::string& name) const {
    std::string_view file = options_.only;
    if (file.empty()) return true;
    if (!file.starts_with(kind)) return false;
    file.remove_prefix(kind.size());
    const auto digit = [](std::string_view t) { return !t.empty() && t[0] >= '0' && t[0] <= '9'; };
    for (std::string_view own = name; digit(own); own.remove_prefix(1), file.remove_prefix(1))
        if (file.empty() || file[0] != own[0]) return false;
    return !digit(file) || name.empty();
}

std::vector<Job> Gather::jobs() {
    add_registers();
    add_meetings();
    add_documents();
    add_dossiers();
    return std::move(jobs_);
}

std::optional<DossierId> dossier_of(const office::State& state, std::string_view file) {
    const size_t kind = file.find('-');
    if (kind == file.npos || !file.ends_with(".pdf")) return std::nullopt;
    const std::string_view name = file.substr(kind + 1, file.size() - kind - 5);
    const auto fits = [&](const std::string& own) {  // "<own>", or "<own>-2" of a second notice
        return name.starts_with(own) &&
               (name.size() == own.size() ||
                (name[own.size()] == '-' && name.size() <= own.size() + 3));
    };
    // The serial stands last in a code, and tells most of them apart at once.
    const auto serial = [](const std::string& code) {
        return std::string_view(code).substr(code.find_last_not_of("0123456789") + 1);
    };
    for (const auto& [id, d] : state.dossiers.dossiers) {
        const std::string& code = d.code;
        if (name.find(serial(code)) == name.npos) continue;
        if (code.empty() ? fits("d" + std::to_string(id.number)) : fits(file_name(code))) return id;
    }
    return std::nullopt;
}

bool needs_record(std::string_view file) {
    for (const std::string_view kind : {"register-", "minutes-", "document-", "result-"})
        if (file.starts_with(kind)) return false;
    return true;
}

std::string Gather::unit_name(const Code& unit) const {
    const plan::Unit* u = src.plan.unit(unit);
    return u == nullptr ? unit : text(u->name);
}
std::string Gather::body_name(const Code& body) const {
    const auto& bodies = src.plan.organization.bodies;
    const auto i = bodies.find(body);
    return i == bodies.end() ? body : text(i->second.name);
}
std::string Gather::post_title(const Code& post) const {
    const auto& posts = src.plan.organization.posts;
    const auto i = posts.find(post);
    return i == posts.end() ? post : text(i->second.title);
}
std::string Gather::role_name(const Code& role) const {
    const auto& roles = src.plan.organization.roles;
    const auto i = roles.find(role);
    return i == roles.end() ? role : text(i->second.name);
}
std::string Gather::officer_name(const Code& officer) const {
    const auto& officers = src.state.org.officers;
    if (const auto i = officers.find(officer); i != officers.end()) return i->second.name;
    if (officer == kClock) return src.words.get("control.self");
    if (officer == kCitizen) return src.words.get("control.citizen");
    return officer;
}
std::string Gather::recipient(const Code& code) const {
    if (src.plan.unit(code) != nullptr) return sentence(unit_name(code));
    if (src.plan.organization.bodies.contains(code)) return body_name(code);
    if (src.plan.organization.posts.contains(code)) return post_title(code);
    if (code == kCitizen) return src.words.get("control.citizen");
    return code;
}
std::string Gather::type_name(const Code& type) const {
    const auto& types = src.plan.documents.types;
    const auto i = types.find(type);
    return i == types.end() ? type : text(i->second.name);
}
std::string Gather::procedure_name(const Code& procedure) const {
    const plan::Procedure* p = src.plan.procedure(procedure);
    return p == nullptr ? procedure : text(p->name);
}
std::string Gather::meeting_name(const Code& kind) const {
    const auto i = src.plan.meetings.find(kind);
    return i == src.plan.meetings.end() ? kind : text(i->second.name);
}
std::string Gather::stamp(Instant at) const {
    return at.ms == 0 ? "" : src.words.stamp(at, offset_);
}
std::string Gather::day(Instant at) const {
    return at.ms == 0 ? "" : src.words.short_date(local_date(at, offset_));
}

// A body below another stands under its name; a body of its own stands with the unit's name; a
// Party committee under the committee above it.
Head Gather::head(const Code& body, const std::string& number,
                  std::optional<LocalDate> date) const {
    Head h;
    h.number = number;
    h.date = date;
    const std::string unit = unit_name(src.state.unit);
    const auto& bodies = src.plan.organization.bodies;
    const auto i = bodies.find(body);
    const std::string name = body_name(body);
    const bool whole =
        i == bodies.end() || name.find(text(src.plan.city.name)) != std::string::npos;
    if (i != bodies.end()) h.side = i->second.side;
    if (h.side == org::Side::party) {
        h.superiors = src.words.list("party.superiors");
        h.organ = {whole ? name : name + " " + unit};
    } else if (i != bodies.end() && !i->second.parent.empty()) {
        h.superiors = {body_name(i->second.parent) + " " + unit};
        h.organ = {name};
    } else if (whole) {
        h.organ = {name};
    } else {
        h.organ = {name, unit};
    }
    return h;
}

Head Gather::centre_head(const std::string& number, Instant at) const {
    const Code centre = src.words.has("centre") ? src.words.get("centre") : "";
    return head(centre, number, local_date(at, offset_));
}

// Decree 30/2020/NĐ-CP art. 13: a deputy signs KT. the head, and under TM. the body where the head
// would have signed on behalf of the body.
Signature Gather::signature(const documents::Outgoing& d) const {
    Signature s;
    if (!d.signature) return s;
    const auto& bodies = src.plan.organization.bodies;
    const auto body = bodies.find(d.body);
    const std::string kind = org::formula_kind(d.signature->formula);
    const std::string title = post_title(d.signature->post);
    bool collective = kind == "TM.";
    std::string collective_formula = d.signature->formula;
    for (const org::SigningRule& rule : src.plan.organization.signing) {
        const bool covers = rule.types.empty() || std::find(rule.types.begin(), rule.types.end(),
                                                            d.type) != rule.types.end();
        if (kind == "KT." && rule.post == d.signature->on_behalf_of && rule.body == d.body &&
            covers && org::formula_kind(rule.formula) == "TM.") {
            collective = true;
            collective_formula = rule.formula;
        }
    }
    if (collective) s.titles.push_back(collective_formula + " " + body_name(d.body));
    if (kind == "TM." || kind.empty()) {
        s.titles.push_back(title);
    } else if (kind == "Q.") {
        s.titles.push_back(d.signature->formula + " " + title);
    } else {
        s.titles.push_back(d.signature->formula + " " + post_title(d.signature->on_behalf_of));
        s.titles.push_back(title);
    }
    s.name = officer_name(d.signature->officer);
    s.at = d.signature->at;
    const bool sealed = d.stage >= documents::Stage::sealed;
    if (sealed && body != bodies.end())
        s.organ = body_name(d.body) + " " + unit_name(src.state.unit);
    return s;
}

Person Gather::person(const dossiers::Applicant& a) const {
    const auto open = [this](const Sealed& sealed) {
        const std::string* value = src.vault.open(sealed);
        return value == nullptr ? std::string() : *value;
    };
    return {open(a.name), open(a.identity), open(a.contact), open(a.address)};
}

std::vector<Job> jobs(const Source& source, const Options& options) {
    // The sheets are made later, by whoever prints them: what they look into must live as long.
    auto gather = std::make_shared<Gather>(source, options);
    std::vector<Job> all = gather->jobs();
    for (Job& job : all) job.sheet = [gather, make = std::move(job.sheet)] { return make(); };
    return all;
}

}  // namespace ss::papers
