#include "opening/tell.h"

#include "office/wire.h"
#include "readiness/names.h"
#include "words/words.h"

namespace ss::opening {

template <class V>
void fields(V& v, Taken& t) {
    v("code", t.code)("due", t.due)("old_code", t.old_code)("overdue", t.overdue)(
        "owner", t.owner)("procedure", t.procedure);
}

namespace {

using Met = readiness::GateCondition::Met;

constexpr size_t kReasonsShown = 4;
constexpr size_t kDossiersShown = 20;

std::string place_of(const Row& row) {
    return row.file + ":" + (row.where.empty() ? std::to_string(row.line) : row.where);
}

class Text {
  public:
    Text(const plan::Plan& plan, const std::string& language)
        : plan_(plan),
          language_(language),
          book_(words::load(language)),
          namer_(plan, language, book_) {}

    std::string gate(const Telling& t) {
        const plan::Unit* unit = plan_.unit(t.decision.unit);
        line(say("open.title", {unit == nullptr ? t.decision.unit : unit->name.get(language_)}));
        for (const readiness::RunReport& run : t.report.runs)
            line("  " + say("open.run", {run.folder, run.scenario, to_text(run.held_on),
                                         hex(run.units.front().head).substr(0, 16)}));
        plan(t);
        line("");
        line(say("report.gate_conditions"));
        if (t.decision.conditions.empty()) line("  " + say("open.no_gate"));
        for (const Item& c : t.decision.conditions) condition(c);
        if (!t.decision.findings.empty()) {
            line("");
            line(say("open.findings"));
            for (const Item& f : t.decision.findings) finding(f);
        }
        line("");
        const bool blocked = t.check_blocks > 0;
        if (blocked) line(say("open.check_blocks", {std::to_string(t.check_blocks)}));
        const auto conclusion = blocked ? readiness::Gate::no_go : t.decision.conclude();
        const std::string code(names(conclusion)[static_cast<size_t>(conclusion)]);
        line(say("report.gate_word") + ": " + say("open." + code));
        return std::move(out_);
    }

    std::string opened(const Opened& o) {
        if (o.journal.empty()) line(say("open.look"));
        else
            line(say("open.opened", {o.journal, std::to_string(o.entries), hex(o.head)}));
        const TakeOverReport& d = o.dossiers;
        if (d.taken.empty() && d.before.empty() && d.left.empty()) return std::move(out_);
        line(say("open.dossiers", {std::to_string(d.taken.size()), std::to_string(d.before.size()),
                                   std::to_string(d.left.size())}));
        for (size_t i = 0; i < d.taken.size() && i < kDossiersShown; ++i) taken(d.taken[i]);
        if (d.taken.size() > kDossiersShown)
            line("  … (" + std::to_string(d.taken.size()) + ")");
        for (const Left& left : d.left)
            line("  [!] " + say("open.left", {left.row.at("old_code"), place_of(left.row),
                                              say("open.left." + left.why)}));
        if (!o.left_file.empty()) line("  " + say("open.left_file", {o.left_file}));
        return std::move(out_);
    }

  private:
    std::string say(const std::string& rule, const std::vector<std::string>& args = {}) const {
        return words::say(book_, rule, args);
    }
    void line(const std::string& text) { out_ += text + "\n"; }

    void plan(const Telling& t) {
        const std::string hash = hex(plan_.hash).substr(0, 16);
        if (t.changed.empty()) return line("  " + say("open.plan_same", {hash}));
        std::string files;
        for (const auto& file : t.changed) files += (files.empty() ? "" : ", ") + file;
        line("  " + say("open.plan_changed", {hash, t.plan_rehearsed.substr(0, 16), files}));
    }
    void reasons(const Item& item) {
        std::string all;
        for (size_t i = 0; i < item.why.size() && i < kReasonsShown; ++i)
            all += (i == 0 ? "" : "; ") + namer_.say(item.why[i]);
        if (item.why.size() > kReasonsShown)
            all += "; … (" + std::to_string(item.why.size()) + ")";
        if (!all.empty()) line("      " + all);
    }
    void waiver(const Item& item) {
        if (item.waiver)
            line("      " + say("open.waived", {to_text(item.waiver->until), item.waiver->reason,
                                                item.waiver->signed_by, item.waiver->post,
                                                to_text(item.waiver->signed_on)}));
        else if (item.waivable) line("      " + say("open.waivable", {item.code}));
        else if (item.code != "no-blocking-finding") line("      " + say("open.never"));
    }
    void condition(const Item& c) {
        const auto text = plan_.readiness.gate.find(c.code);
        const char* mark = c.met == Met::yes ? "[x] "
                           : c.waiver        ? "[~] "
                           : c.met == Met::no ? "[!] "
                                              : "[ ] ";
        line(std::string("  ") + mark +
             (text == plan_.readiness.gate.end() ? c.code : text->second.get(language_)));
        reasons(c);
        if (c.met == Met::yes) return;
        waiver(c);
    }
    void finding(const Item& f) {
        line(std::string("  ") + (f.waiver ? "[~] " : "[!] ") + namer_.say(f.why.front()));
        waiver(f);
    }
    void taken(const Taken& t) {
        line("  " + say(t.overdue ? "open.taken_overdue" : "open.taken",
                        {t.old_code, t.code, t.procedure, t.owner,
                         to_text(t.due, plan_.calendar.offset).substr(0, 16)}));
    }

    const plan::Plan& plan_;
    std::string language_;
    words::Book book_;
    readiness::Namer namer_;
    std::string out_;
};

// --- JSON ----------------------------------------------------------------------------------------

struct ToldItem {
    Code code;
    std::string met;
    std::optional<office::GateWaiver> waiver;
    bool waivable = false;
    std::vector<std::string> why;
};
template <class V>
void fields(V& v, ToldItem& i) {
    v("code", i.code)("met", i.met)("waivable", i.waivable)("waiver", i.waiver)("why", i.why);
}
struct ToldLeft {
    std::string from, old_code, owner, place, why;
};
template <class V>
void fields(V& v, ToldLeft& l) {
    v("from", l.from)("old_code", l.old_code)("owner", l.owner)("place", l.place)("why", l.why);
}
struct ToldDossiers {
    std::vector<std::string> before;
    std::vector<ToldLeft> left;
    std::string left_file;
    std::vector<Taken> taken;
};
template <class V>
void fields(V& v, ToldDossiers& d) {
    v("before", d.before)("left", d.left)("left_file", d.left_file)("taken", d.taken);
}
struct ToldOpening {
    int64_t check_blocks = 0;
    std::string conclusion;
    std::vector<ToldItem> conditions;
    std::optional<ToldDossiers> dossiers;
    bool established = true;
    std::vector<ToldItem> findings;
    std::string format = "sansang-opening-1";
    std::string head;
    std::string journal;  // empty: none was made
    std::string plan, plan_rehearsed;
    std::vector<std::string> plan_changed;
    std::vector<std::string> runs;
    Code unit;
};
template <class V>
void fields(V& v, ToldOpening& o) {
    v("check_blocks", o.check_blocks)("conclusion", o.conclusion)("conditions", o.conditions)(
        "dossiers", o.dossiers)("established", o.established)("findings", o.findings)(
        "format", o.format)("head", o.head)("journal", o.journal)("plan", o.plan)(
        "plan_changed", o.plan_changed)("plan_rehearsed", o.plan_rehearsed)("runs", o.runs)(
        "unit", o.unit);
}

ToldDossiers told(const Opened& o, const words::Book& book) {
    ToldDossiers all{o.dossiers.before, {}, o.left_file, o.dossiers.taken};
    for (const Left& l : o.dossiers.left)
        all.left.push_back({l.row.at("from"), l.row.at("old_code"), l.row.at("owner"),
                            place_of(l.row), words::say(book, "open.left." + l.why)});
    return all;
}

}  // namespace

std::string gate_text(const Telling& t, const std::string& language) {
    return Text(t.plan, language).gate(t);
}

std::string opened_text(const Opened& opened, const plan::Plan& plan, const std::string& language) {
    return Text(plan, language).opened(opened);
}

std::string opening_json(const Telling& t, const Opened* opened, const std::string& language) {
    const auto book = words::load(language);
    const readiness::Namer namer(t.plan, language, book);
    const auto items = [&](const std::vector<Item>& all) {
        std::vector<ToldItem> out;
        for (const Item& i : all) {
            ToldItem one{i.code, std::string(word(i.met)), {}, i.waivable, {}};
            if (const auto& w = i.waiver)
                one.waiver = {w->waives, w->post, w->reason, w->signed_by, w->signed_on, w->until};
            for (const auto& why : i.why) one.why.push_back(namer.say(why));
            out.push_back(std::move(one));
        }
        return out;
    };
    ToldOpening o;
    const auto conclusion = t.check_blocks > 0 ? readiness::Gate::no_go : t.decision.conclude();
    o.conclusion = names(conclusion)[static_cast<size_t>(conclusion)];
    o.check_blocks = t.check_blocks;
    o.conditions = items(t.decision.conditions);
    o.findings = items(t.decision.findings);
    o.established = t.established;
    o.plan = hex(t.plan.hash);
    o.plan_rehearsed = t.plan_rehearsed;
    o.plan_changed = t.changed;
    for (const auto& run : t.report.runs) o.runs.push_back(run.folder);
    o.unit = t.decision.unit;
    if (opened != nullptr) {
        o.dossiers = told(*opened, book);
        o.journal = opened->journal;
        if (!o.journal.empty()) o.head = hex(opened->head);
    }
    return wire::encode(o);
}

std::string take_over_json(const Opened& opened, const std::string& language) {
    return wire::encode(told(opened, words::load(language)));
}

}  // namespace ss::opening
