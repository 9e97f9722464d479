// Small changes that might help where it hurts.
#include <algorithm>
#include <functional>
#include <set>

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
        Diagnostics unheard;
        Case c;
        c.units = {unit_};
        if (const auto groups = prepare(c, unheard)) model_ = groups->front().models.front();
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
        c.change = std::move(change);
        all_.push_back(std::move(c));
    }

    void for_lane(const Lane& lane) {
        const Code post = post_for(lane);
        if (!post.empty()) {
            for (const Code& officer : free_for(lane, 2)) officer_moved(lane, officer, post);
            for (const Code& officer : free_for(lane, 2)) helper(lane, officer, post);
            newcomer(lane, post);
        }
        if (lane.signs) batch();
        split(lane);
        steps(lane);
    }

    // A post through which one comes to work in the lane, with a seat that is free.
    Code post_for(const Lane& lane) const {
        const auto holders = people_of(*model_, lane.code);
        Code found;
        for (const Person& p : model_->people) {
            if (std::find(holders.begin(), holders.end(), p.code) == holders.end()) continue;
            for (const Code& post : p.posts) {
                const auto i = plan_.organization.posts.find(post);
                if (i == plan_.organization.posts.end()) continue;
                const auto& roles = i->second.roles;
                if (std::find(roles.begin(), roles.end(), lane.role) == roles.end()) continue;
                const auto held = std::count_if(
                    model_->people.begin(), model_->people.end(), [&](const Person& other) {
                        return std::find(other.posts.begin(), other.posts.end(), post) !=
                               other.posts.end();
                    });
                if (held < std::max<int64_t>(i->second.count, 1) || lane.role != "leader")
                    if (found.empty()) found = post;
            }
        }
        return found;
    }

    // The least busy who are not in the lane yet; whose own lane keeps somebody.
    std::vector<Code> free_for(const Lane& lane, size_t most) const {
        const auto there = people_of(*model_, lane.code);
        std::vector<const PersonFigures*> people;
        for (const PersonFigures& p : now_.figures.people)
            if (p.utilisation.known() && p.utilisation.mean < 0.6 &&
                std::find(there.begin(), there.end(), p.officer) == there.end() &&
                (!lane.signs || signs(p.officer)) && replaceable(p.officer))
                people.push_back(&p);
        std::stable_sort(people.begin(), people.end(), [](const auto* a, const auto* b) {
            return a->utilisation.mean < b->utilisation.mean;
        });
        std::vector<Code> free;
        for (const PersonFigures* p : people)
            if (free.size() < most) free.push_back(p->officer);
        return free;
    }
    bool signs(const Code& officer) const {
        for (const Person& p : model_->people)
            if (p.code == officer) return p.signs;
        return false;
    }
    bool replaceable(const Code& officer) const {
        const Staffing all = model_->everybody();
        for (size_t p = 0; p < model_->people.size(); ++p)
            if (model_->people[p].code == officer)
                return std::all_of(all.lanes[p].begin(), all.lanes[p].end(),
                                   [&](uint16_t l) { return all.able[l].size() > 1; });
        return false;
    }

    void officer_moved(const Lane& lane, const Code& officer, const Code& post) {
        Change c;
        c.instead_posts[officer] = {post};
        add(lane.signs ? "deputy" : "officer", std::move(c), [&](const Teller& t) {
            return std::vector{t.officer(unit_.unit, officer), t.post(post)};
        });
    }
    void helper(const Lane& lane, const Code& officer, const Code& post) {
        Change c;
        c.also_posts[officer] = {post};
        add(lane.signs ? "deputy" : "helper", std::move(c), [&](const Teller& t) {
            return std::vector{t.officer(unit_.unit, officer), t.post(post)};
        });
    }
    void newcomer(const Lane& lane, const Code& post) {
        Change c;
        Newcomer n;
        n.posts = {post};
        n.signature = lane.signs;
        c.newcomers["zz-new-" + post] = n;
        add("newcomer", std::move(c),
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
