// Small changes that might help where it hurts.
#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "plan/roster.h"
#include "simulate/search_runs.h"
#include "simulate/tell.h"
#include "words/words.h"

namespace ss::simulate {

namespace {

using plan::yaml::Node;

Node scalar(std::string text) {
    Node n;
    n.kind = Node::Kind::scalar;
    n.text = std::move(text);
    return n;
}
Node map_of(const std::string& key, Node value) {
    Node n;
    n.kind = Node::Kind::map;
    n.names = {key};
    n.name_places = {{}};
    n.items = {std::move(value)};
    return n;
}

class Moves {
  public:
    Moves(const Runs& runs, const Tried& now, const std::map<Code, double>& costs)
        : unit_(runs.unit()), plan_(*unit_.plan), now_(now), costs_(costs) {
        std::vector<std::string> languages = plan_.city.languages;
        if (std::find(languages.begin(), languages.end(), "en") == languages.end())
            languages.push_back("en");
        for (const std::string& language : languages) {
            auto book = words::load(language);
            if (!book.empty()) tellers_.emplace_back(plan_, language, std::move(book));
        }
        model_ = model_with(unit_, {});
    }

    std::vector<Candidate> all() {
        if (model_ == nullptr) return {};
        std::vector<const LaneFigures*> lanes;
        for (const LaneFigures& l : now_.figures.lanes)
            if (l.share_of_wait.known() && l.share_of_wait.mean > 0.05) lanes.push_back(&l);
        std::stable_sort(lanes.begin(), lanes.end(), [](const auto* a, const auto* b) {
            return a->share_of_wait.mean > b->share_of_wait.mean;
        });
        if (lanes.size() > 3) lanes.resize(3);
        for (const LaneFigures* figures : lanes)
            for (const Lane& lane : model_->lanes)
                if (lane.code == figures->lane) for_lane(lane);
        earlier();
        return std::move(all_);
    }

  private:
    void add(const Code& kind, Change change,
             const std::function<std::vector<std::string>(const Teller&)>& args) {
        Candidate c;
        c.move.kind = kind;
        const auto cost = costs_.find(kind);
        c.move.cost = cost == costs_.end() ? 1 : cost->second;
        for (const Teller& t : tellers_)
            c.move.text.in[t.language()] = t.say("simulate.move_text." + kind, args(t));
        // Lanes may have the same remedy.
        for (const Candidate& other : all_)
            if (other.move.kind == kind && other.move.text.in == c.move.text.in) return;
        c.change = std::move(change);
        all_.push_back(std::move(c));
    }

    void for_lane(const Lane& lane) {
        people_for(lane);
        if (lane.signs) batch();
        split(lane);
        steps(lane);
    }

    // Who might come to work in the lane, and by which post: somebody moved, somebody besides his
    // own work, somebody new.
    void people_for(const Lane& lane) {
        constexpr size_t kEach = 2;
        const std::vector<Code> posts = posts_for(lane);
        if (posts.empty()) return;
        const auto people = free_for(lane, posts.front());
        const auto first_of = [&](const auto& move, const auto& fits) {
            size_t n = 0;
            for (const Person* p : people) {
                if (n == kEach) return;
                if (!fits(*p)) continue;
                for (const Code& post : posts) {
                    const Change c = move(*p, post);
                    if (!brings(c, p->code, lane)) continue;
                    add_person(lane, *p, post, c);
                    ++n;
                    break;
                }
            }
        };
        const auto signature = [&](const Person& p, Change c) {
            if (lane.signs && !p.signs) c.signatures = {p.code};
            return c;
        };
        first_of(
            [&](const Person& p, const Code& post) {
                Change c;
                c.instead_posts[p.code] = {post};
                return signature(p, std::move(c));
            },
            [&](const Person& p) { return replaceable(p.code); });
        first_of(
            [&](const Person& p, const Code& post) {
                Change c;
                c.also_posts[p.code] = {post};
                return signature(p, std::move(c));
            },
            [](const Person&) { return true; });
        newcomer(lane, posts.front());
    }
    void add_person(const Lane& lane, const Person& p, const Code& post, const Change& c) {
        const char* kind = !c.instead_posts.empty() ? "officer" : lane.signs ? "deputy" : "helper";
        add(kind, c, [&](const Teller& t) {
            const std::string as = t.post(post);
            return std::vector{
                t.officer(unit_.unit, p.code),
                c.signatures.empty() ? as : t.say("simulate.move_text.with_signature", {as})};
        });
    }

    // With the change, somebody lawfully works in the lane: every post has its seat, and what is
    // signed there he may sign.
    bool brings(const Change& c, const Code& officer, const Lane& lane) const {
        if (!lawful(unit_, c)) return false;
        const auto model = model_with(unit_, c);
        if (model == nullptr) return false;
        const auto people = people_of(*model, lane.code);
        return std::find(people.begin(), people.end(), officer) != people.end();
    }
    static Change with_newcomer(const Lane& lane, const Code& post) {
        Change c;
        Newcomer n;
        n.posts = {post};
        n.signature = lane.signs;
        c.newcomers[newcomer_as(post)] = n;
        return c;
    }
    static Code newcomer_as(const Code& post) { return "zz-new-" + post; }

    // Posts through which somebody who holds no other would come to work in the lane; those that
    // bring the least besides first.
    std::vector<Code> posts_for(const Lane& lane) const {
        std::vector<const org::Post*> posts;
        for (const auto& [code, post] : plan_.organization.posts)
            if (std::find(post.roles.begin(), post.roles.end(), lane.role) != post.roles.end() &&
                plan::has_post(plan_, unit_.unit, post) &&
                brings(with_newcomer(lane, code), newcomer_as(code), lane))
                posts.push_back(&post);
        std::stable_sort(posts.begin(), posts.end(), [](const auto* a, const auto* b) {
            return a->roles.size() < b->roles.size();
        });
        std::vector<Code> codes;
        for (const org::Post* p : posts) codes.push_back(p->code);
        return codes;
    }

    // Who is little busy and not in the lane yet: of the post's own body first, then of those under
    // the same roof; whoever signs already rather for what is signed, the others rather for the
    // rest.
    std::vector<const Person*> free_for(const Lane& lane, const Code& post) const {
        const auto there = people_of(*model_, lane.code);
        const Code& body = plan_.organization.posts.at(post).body;
        using Rank = std::tuple<int, bool, double>;
        std::vector<std::pair<Rank, const Person*>> people;
        for (const PersonFigures& f : now_.figures.people) {
            const Person* p = person(f.officer);
            if (p == nullptr || !f.utilisation.known() || f.utilisation.mean >= 0.6 ||
                unit_.absent.contains(p->code) ||
                std::find(there.begin(), there.end(), p->code) != there.end())
                continue;
            const bool usual = signs_papers(*p) == lane.signs;
            people.push_back({{distance(*p, body), !usual, f.utilisation.mean}, p});
        }
        std::stable_sort(people.begin(), people.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<const Person*> free;
        for (const auto& [rank, p] : people) free.push_back(p);
        return free;
    }
    const Person* person(const Code& officer) const {
        for (const Person& p : model_->people)
            if (p.code == officer) return &p;
        return nullptr;
    }
    bool signs_papers(const Person& p) const {
        const auto& rules = plan_.organization.signing;
        return std::any_of(rules.begin(), rules.end(), [&](const org::SigningRule& rule) {
            return std::find(p.posts.begin(), p.posts.end(), rule.post) != p.posts.end();
        });
    }
    // 0: works in this body; 1: in one of those above or beside it; 2: elsewhere on its side, 3: on
    // the other. Where somebody sits by vote only does not count if he works anywhere.
    int distance(const Person& p, const Code& to) const {
        const auto& bodies = plan_.organization.bodies;
        const auto root = [&](Code code) {
            for (size_t n = 0; n < bodies.size() && !bodies.at(code).parent.empty(); ++n)
                code = bodies.at(code).parent;
            return code;
        };
        std::vector<const org::Body*> own;
        for (const Code& post : p.posts)
            if (const auto i = plan_.organization.posts.find(post);
                i != plan_.organization.posts.end() && bodies.contains(i->second.body))
                own.push_back(&bodies.at(i->second.body));
        const auto votes = [](const org::Body* b) { return b->collective; };
        if (!std::all_of(own.begin(), own.end(), votes)) std::erase_if(own, votes);
        int least = 3;
        for (const org::Body* b : own)
            if (bodies.contains(to))
                least = std::min(least, b->code == to                   ? 0
                                        : root(b->code) == root(to)     ? 1
                                        : b->side == bodies.at(to).side ? 2
                                                                        : 3);
        return least;
    }
    // Every lane of his keeps somebody.
    bool replaceable(const Code& officer) const {
        const Staffing all = model_->everybody();
        for (size_t p = 0; p < model_->people.size(); ++p)
            if (model_->people[p].code == officer)
                return std::all_of(all.lanes[p].begin(), all.lanes[p].end(),
                                   [&](uint16_t l) { return all.able[l].size() > 1; });
        return false;
    }

    void newcomer(const Lane& lane, const Code& post) {
        add("newcomer", with_newcomer(lane, post),
            [&](const Teller& t) { return std::vector<std::string>{t.post(post)}; });
    }
    void batch() {
        constexpr const char* kPieces = "10";
        Change c;
        c.demand = map_of("batch", map_of("sign", scalar(kPieces)));
        add("batch", std::move(c),
            [&](const Teller&) { return std::vector<std::string>{kPieces}; });
    }
    void earlier() {
        Change c;
        c.opens_earlier = 30 * kMinute;
        add("earlier", std::move(c), [](const Teller&) { return std::vector<std::string>{"30"}; });
    }

    // One of the lane's people does only the kind of work that is most of what waits there.
    void split(const Lane& lane) {
        const auto people = people_of(*model_, lane.code);
        if (people.size() < 2) return;
        std::map<Code, double> waits;
        for (const StepFigures& s : now_.figures.steps)
            if (s.role == lane.role && s.wait.mean.known())
                waits[s.kind] += s.wait.mean.mean * s.done.mean;
        if (waits.size() < 2) return;
        for (const auto& [kind, wait] : waits) {
            Change c;
            c.splits[kind] = {people.back()};
            add("split", std::move(c), [&, k = kind](const Teller& t) {
                return std::vector{t.officer(unit_.unit, people.back()),
                                   t.say("simulate.kind." + k)};
            });
        }
    }

    // Of the lane's steps the one that waits most: taken out where it makes no decision, or its
    // limit shortened, so that it goes before others.
    void steps(const Lane& lane) {
        static const std::set<Code> kMayGo{"digitise", "print"};
        const StepFigures* most = nullptr;
        for (const StepFigures& s : now_.figures.steps)
            if (s.role == lane.role && s.node != "receive" && s.node != "return" &&
                s.wait.mean.known() &&
                (most == nullptr ||
                 s.wait.mean.mean * s.done.mean > most->wait.mean.mean * most->done.mean))
                most = &s;
        if (most == nullptr) return;
        const std::string key = cast::keys_of(plan_, most->procedure, most->node).back();
        const std::string name = most->name;
        if (kMayGo.contains(most->kind)) {
            Change c;
            c.removed_steps = {key};
            add("step", std::move(c), [&](const Teller&) { return std::vector{name}; });
        }
        Change c;
        c.limits[key] = "PT5M";
        add("limit", std::move(c),
            [&](const Teller&) { return std::vector<std::string>{name, "5"}; });
    }

    const Setup& unit_;
    const plan::Plan& plan_;
    const Tried& now_;
    const std::map<Code, double>& costs_;
    std::vector<Teller> tellers_;
    std::shared_ptr<const Model> model_;
    std::vector<Candidate> all_;
};

}  // namespace

std::vector<Candidate> candidates(const Runs& runs, const Tried& now,
                                  const std::map<Code, double>& costs) {
    return Moves(runs, now, costs).all();
}

}  // namespace ss::simulate
