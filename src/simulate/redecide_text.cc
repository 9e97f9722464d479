// What would have differed, on a terminal.
#include "readiness/names.h"
#include "simulate/redecide.h"
#include "simulate/tell.h"

namespace ss::simulate {

namespace {

constexpr size_t kMostTold = 50;  // differences; the others are counted

class Terminal {
  public:
    Terminal(const Redecided& r, const plan::Plan& plan, const std::string& language)
        : r_(r),
          plan_(plan),
          book_(words::load(language)),
          namer_(plan, language, book_),
          teller_(plan, language, book_) {}

    std::string whole() {
        line("redecide.title", {r_.unit, plan_.id});
        if (r_.plan_then == r_.plan_now) line("redecide.same_plan");
        if (!r_.decided_by.empty()) line("redecide.other_version", {r_.decided_by});
        line("redecide.count", {number(r_.entries), number(r_.same)});
        for (const auto& [kind, n] : r_.by_kind) line("redecide.kind." + kind, {number(n)}, "  ");
        dates();
        refusals();
        followed();
        differences();
        return std::move(out_);
    }

  private:
    std::string number(size_t n) const { return teller_.number(n); }
    // Working hours per dossier, to a tenth.
    std::string hours(int64_t ms, size_t dossiers) const {
        const double all = static_cast<double>(ms) / static_cast<double>(kHour);
        return teller_.number(dossiers == 0 ? 0 : all / static_cast<double>(dossiers), 1);
    }
    // The sentence with its days ("2025-07-03", "2025-07-03 17:00") as the language writes them.
    std::string dated(readiness::Sentence sentence) const {
        for (std::string& arg : sentence.args)
            if (arg.size() == 10 || (arg.size() == 16 && arg[10] == ' '))
                if (const auto day = parse_date(arg.substr(0, 10)))
                    arg.replace(0, 10, teller_.date(*day));
        return namer_.say(sentence);
    }

    void line(const std::string& rule, const std::vector<std::string>& args = {},
              const std::string& indent = {}) {
        out_ += indent + namer_.say(rule, args) + "\n";
    }

    void dates() {
        size_t promised = 0, moved = 0;
        for (const auto& [procedure, p] : r_.procedures) {
            promised += p.promised;
            moved += p.earlier + p.later;
        }
        line("redecide.promised", {number(promised), number(moved)});
        for (const auto& [procedure, p] : r_.procedures) {
            const bool same = p.earlier + p.later + p.unfinished == 0;
            if (same && p.late_then == p.late_now) continue;
            line("redecide.procedure", {procedure, number(p.promised)});
            if (p.earlier != 0)
                line("redecide.earlier", {number(p.earlier), hours(p.earlier_ms, p.earlier)}, "  ");
            if (p.later != 0)
                line("redecide.later", {number(p.later), hours(p.later_ms, p.later)}, "  ");
            if (p.late_then + p.late_now != 0)
                line("redecide.late", {number(p.late_then), number(p.late_now)}, "  ");
            if (p.unfinished != 0) line("redecide.unfinished", {number(p.unfinished)}, "  ");
        }
    }

    void refusals() {
        for (const auto& [rule, n] : r_.refusals_gained) line("redecide.gained", {number(n), rule});
        for (const auto& [rule, n] : r_.refusals_lost) line("redecide.lost", {number(n), rule});
    }

    void followed() {
        for (const auto& [thing, f] : r_.followed)
            line("redecide.followed." + thing, {number(f.then), number(f.now), number(f.both)});
    }

    void differences() {
        for (size_t i = 0; i < r_.differences.size() && i < kMostTold; ++i) tell(r_.differences[i]);
        if (r_.differences.size() > kMostTold)
            line("redecide.more", {number(r_.differences.size() - kMostTold)});
    }

    void tell(const Difference& d) {
        out_ += "\n" + std::to_string(d.seq) + "  " + teller_.moment(d.at) + "  " +
                namer_.name(d.by) + "  " + d.ask;
        if (!d.subject.empty()) out_ += "  " + d.subject;
        else if (d.dossier) out_ += "  D" + std::to_string(d.dossier.number);
        out_ += "\n";
        if (d.kind != Differs::by_time) side("redecide.then", d.before);
        side("redecide.now", d.after);
    }

    void side(const std::string& which, const Came& came) {
        std::string what;
        if (came.refusal)
            what = words::say(book_, "redecide.refused",
                              {dated({came.refusal->rule, came.refusal->args})});
        for (const ToldFact& fact : came.facts) {
            if (!what.empty()) what += "; ";
            if (!fact.of.empty()) what += fact.of + ": ";
            what += dated(fact.what);
        }
        if (what.empty()) what = words::say(book_, "redecide.nothing");
        out_ += "    " + words::say(book_, which, {what}) + "\n";
    }

    const Redecided& r_;
    const plan::Plan& plan_;
    words::Book book_;
    readiness::Namer namer_;
    Teller teller_;
    std::string out_;
};

}  // namespace

std::string text(const Redecided& redecided, const plan::Plan& plan, const std::string& language) {
    return Terminal(redecided, plan, language).whole();
}

}  // namespace ss::simulate
