// R14: the first day is a bootstrapping problem. Nothing may be needed before it exists: the
// meetings are lived here in whatever order reaches most, each in its own statutory order.
#include "check/internal.h"
#include "meetings/meetings.h"

namespace ss::check {

namespace {

constexpr std::string_view kFile = "precedence.yaml";

class FirstDay {
  public:
    explicit FirstDay(const Ground& g) : g_(g), milestones_(g.plan.precedence.milestones) {}

    void run() {
        if (milestones_.empty()) return;
        if (cyclic()) return;
        for (const auto& [code, meeting] : g_.plan.meetings) pending_.insert(code);
        // More reached never hinders a meeting: whatever can be held, holding it first is no loss.
        for (bool moved = true; moved;) {
            moved = false;
            for (const Code& code : std::vector<Code>(pending_.begin(), pending_.end()))
                if (hold(g_.plan.meetings.at(code)).empty()) {
                    pending_.erase(code);
                    moved = true;
                }
        }
        for (const Code& code : pending_) stuck(g_.plan.meetings.at(code));
        tell_unreached();
        tell_gates();
    }

  private:
    Finding& add(std::string_view code, Severity severity, std::vector<std::string> args,
                 const std::vector<std::string>& path) {
        Finding& f = g_.add(code, severity, std::move(args));
        f.file = kFile;
        f.line = g_.places.line(f.file, path);
        return f;
    }
    std::string name(const Code& milestone) const {
        const auto m = milestones_.find(milestone);
        return m == milestones_.end() ? milestone : g_.named(m->second.name, milestone);
    }

    bool cyclic() {
        std::set<Code> done;
        for (const auto& [code, m] : milestones_) {
            std::vector<Code> way;
            if (!visit(code, way, done)) continue;
            std::string circle;
            for (const Code& step : way) circle += (circle.empty() ? "" : " → ") + name(step);
            add("R14.cycle", Severity::blocks, {circle}, {"milestones", way.front()});
            return true;
        }
        return false;
    }
    // True: `way` ends in a circle, cut down to it.
    bool visit(const Code& code, std::vector<Code>& way, std::set<Code>& done) const {
        if (done.contains(code)) return false;
        const auto again = std::find(way.begin(), way.end(), code);
        if (again != way.end()) {
            way.erase(way.begin(), again);
            way.push_back(code);
            return true;
        }
        way.push_back(code);
        if (const auto m = milestones_.find(code); m != milestones_.end())
            for (const Code& before : m->second.requires_)
                if (visit(before, way, done)) return true;
        way.pop_back();
        done.insert(code);
        return false;
    }

    std::optional<Code> missing(const plan::AgendaItem& item) const {
        std::set<Code> now = reached_;  // what the item itself reaches, in the order written
        for (const Code& milestone : item.reaches) {
            if (const auto m = milestones_.find(milestone); m != milestones_.end())
                for (const Code& wanted : m->second.requires_)
                    if (!now.contains(wanted)) return wanted;
            now.insert(milestone);
        }
        return std::nullopt;
    }
    // Plays the agenda; reached_ grows even where it comes to a halt. What was left over.
    std::vector<const plan::AgendaItem*> hold(const plan::MeetingKind& meeting) {
        std::vector<const plan::AgendaItem*> left;
        for (const auto& item : meeting.agenda) left.push_back(&item);
        std::set<Code> over;
        for (bool moved = true; moved;) {
            moved = false;
            for (size_t i = 0; i < left.size(); ++i) {
                if (!comes_now(meeting, *left[i], over) || missing(*left[i])) continue;
                over.insert(left[i]->code);
                reached_.insert(left[i]->reaches.begin(), left[i]->reaches.end());
                left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
                moved = true;
                break;
            }
        }
        return left;
    }
    static bool comes_now(const plan::MeetingKind& meeting, const plan::AgendaItem& item,
                          const std::set<Code>& over) {
        for (const Code& before : item.after)
            if (!over.contains(before)) return false;
        if (!item.after.empty() || !meeting.ordered) return true;
        for (const auto& other : meeting.agenda) {
            if (other.code == item.code) return true;
            if (!over.contains(other.code)) return false;
        }
        return true;
    }

    void stuck(const plan::MeetingKind& meeting) {
        const auto left = hold(meeting);
        if (left.empty()) return;
        const plan::AgendaItem* at = left.front();  // the first that lacks a milestone, if one does
        for (const auto* item : left)
            if (missing(*item)) {
                at = item;
                break;
            }
        const auto wanted = missing(*at);
        Finding& f = g_.add("R14.order", Severity::blocks,
                            {g_.named(meeting.name, meeting.code), g_.named(at->title, at->code),
                             wanted ? name(*wanted) : joined(at->after)});
        f.file = g_.places.meeting_file(meeting.code);
        f.line = g_.places.line(f.file, {"agenda", at->code});
    }

    void tell_unreached() {
        std::set<Code> offered;
        for (const auto& [code, meeting] : g_.plan.meetings)
            for (const auto& item : meeting.agenda)
                offered.insert(item.reaches.begin(), item.reaches.end());
        for (const auto& [code, m] : milestones_)
            if (!offered.contains(code))
                add("R14.never_reached", Severity::blocks, {name(code)}, {"milestones", code});
    }

    void tell_gates() {
        for (const auto& [ask, wanted] : g_.plan.precedence.gates)
            for (const Code& milestone : wanted)
                if (!reached_.contains(milestone))
                    add("R14.gate_shut", Severity::blocks, {ask, name(milestone)}, {"gates", ask});
        const auto slip = g_.plan.precedence.gates.find("dossier.receive");
        if (slip == g_.plan.precedence.gates.end() || slip->second.empty())
            add("R14.slip_ungated", Severity::warning, {"dossier.receive"}, {"gates"});
    }

    const Ground& g_;
    const std::map<Code, plan::Milestone>& milestones_;
    std::set<Code> reached_, pending_;
};

}  // namespace

void check_precedence(const Ground& g) {
    FirstDay(g).run();
}

// --- who is needed so that a meeting can be held and decide
// ---------------------------------------

namespace {

std::set<Code> holders_of_any(const Unit& u, const std::vector<Code>& posts) {
    std::set<Code> all;
    for (const Code& post : posts)
        for (const Code& officer : org::holders_of(u.people, post, u.at)) all.insert(officer);
    return all;
}

class Sitting {
  public:
    Sitting(const Unit& unit, const plan::MeetingKind& kind) : u_(unit), kind_(kind) {}

    void run() {
        if (u_.first_day && !kind_.chair_from.empty()) convener();
        leads(kind_.chair_post);
        if (kind_.secretary_post != kind_.chair_post) leads(kind_.secretary_post);
        members();
    }

  private:
    Finding& add(std::string_view code, Severity severity, std::vector<std::string> args,
                 const Code& officer = {}) {
        args.insert(args.begin(), u_.g.named(kind_.name, kind_.code));
        return u_.add(code, severity, std::move(args), officer);
    }

    // Leads until the Chair has been announced, so he holds his post before that.
    void convener() {
        for (const auto& [code, entry] : u_.roster.officers)
            if (has(entry.posts, kind_.convener_post) && can_log_in(u_, code)) return;
        add("law.no_convener", Severity::blocks, {u_.g.post_name(kind_.convener_post)});
    }

    void leads(const Code& post) {
        if (post.empty()) return;
        std::set<Code> usable;
        for (const Code& officer : org::holders_of(u_.people, post, u_.at))
            if (can_log_in(u_, officer)) usable.insert(officer);
        if (usable.empty()) {
            add("R2.post_vacant", Severity::blocks, {u_.g.post_name(post)});
            return;
        }
        if (usable.size() > 1) return;
        org::State people = u_.people;
        people.officers[*usable.begin()].away_until = Instant{u_.at.ms + kDay};
        for (const auto& [officer, o] : people.officers)
            if (officer != *usable.begin() && o.account &&
                org::fills(people, u_.g.plan.organization, officer, post, u_.at))
                return;
        add("R2.post_no_substitute", Severity::blocks,
            {u_.g.post_name(post), u_.officer_name(*usable.begin())}, *usable.begin());
    }

    void members() {
        const auto sitting = static_cast<int64_t>(holders_of_any(u_, kind_.member_posts).size());
        const int64_t total =
            meetings::lawful_total(u_.g.plan, u_.people, u_.roster.unit, kind_, u_.at);
        const std::string have = std::to_string(sitting), of = std::to_string(total);
        if (sitting == 0) {
            add("law.no_members", Severity::blocks, {joined(kind_.member_posts)});
            return;
        }
        if (sitting > total) {
            add("law.too_many_members", Severity::blocks, {have, of});
            return;
        }
        if (!u_.first_day) return;
        const auto rules = meetings::rules_in_force({}, kind_, sitting, total);
        const int64_t wanted = meetings::needed(rules, total);
        if (sitting < wanted)
            add("law.no_quorum", Severity::blocks, {have, of, std::to_string(wanted)});
        else if (meetings::is_short(kind_.rules, sitting, total))
            add("law.short", Severity::warning,
                {have, of, std::to_string(rules.majority.numerator),
                 std::to_string(rules.majority.denominator)});
        majorities(sitting, total);
        if (sitting >= wanted && sitting < total)
            add("law.seats_vacant", Severity::note,
                {have, of, std::to_string(wanted), std::to_string(sitting - wanted)});
    }

    // With everybody in favour: is it enough?
    void majorities(int64_t sitting, int64_t total) {
        for (const auto& item : kind_.agenda) {
            if (item.kind != "motion" && item.kind != "election") continue;
            const plan::Majority& m = meetings::is_short(kind_.rules, sitting, total)
                                          ? kind_.rules.when_short->majority
                                          : item.majority;
            const int64_t base = m.base == plan::MajorityBase::total ? total : sitting;
            const int64_t have = sitting * m.denominator, want = base * m.numerator;
            if (m.at_least ? have >= want : have > want) continue;
            const int64_t needed =
                m.at_least ? (want + m.denominator - 1) / m.denominator : want / m.denominator + 1;
            add("law.no_majority", Severity::blocks,
                {std::to_string(sitting), std::to_string(total), std::to_string(needed),
                 u_.g.named(item.title, item.code)});
            return;  // one is enough to be told
        }
    }

    const Unit& u_;
    const plan::MeetingKind& kind_;
};

}  // namespace

void check_meetings(const Unit& u) {
    if (!u.runs_procedures) return;
    for (const auto& [code, kind] : u.g.plan.meetings) Sitting(u, kind).run();
    if (u.first_day)
        for (const auto& [code, kind] : u.g.plan.meetings)
            if (kind.lawful_total == 0 && !u.roster.members.contains(kind.body))
                u.add("law.total_unknown", Severity::note,
                      {u.g.body_name(kind.body), u.g.named(kind.name, kind.code)});
}

}  // namespace ss::check
