#include "simulate/model.h"

#include <algorithm>

#include "base/assert.h"
#include "bpmn/program.h"
#include "plan/where.h"
#include "simulate/run.h"

namespace ss::simulate {

namespace {

constexpr size_t kPractice = 512;  // dossiers after which practice adds nothing that is seen

Code copy_of(const Code& officer, int times) {
    return times == 0 ? officer : officer + "#" + std::to_string(times + 1);
}

const plan::Roster* roster_of(const Setup& setup) {
    const auto found =
        setup.plan->rosters.find(setup.staff_of.empty() ? setup.unit : setup.staff_of);
    return found == setup.plan->rosters.end() ? nullptr : &found->second;
}

// In order, what overlaps or touches made one: of several posts.
std::vector<org::Hours> merged(std::vector<org::Hours> spans) {
    std::sort(spans.begin(), spans.end(),
              [](const org::Hours& a, const org::Hours& b) { return a.from < b.from; });
    std::vector<org::Hours> all;
    for (const org::Hours& h : spans)
        if (all.empty() || all.back().to < h.from) all.push_back(h);
        else all.back().to = std::max(all.back().to, h.to);
    return all;
}

// How many values the dice give a variable.
uint32_t values_of(const plan::Variable& v, const plan::Demand& demand) {
    if (v.code == "copies") return 4;
    if (v.code == "pages") return 6;
    return demand.variables.contains(v.code) ? 2 : 1;
}

}  // namespace

std::shared_ptr<Model> Model::make(Setup setup, std::shared_ptr<Situations> situations,
                                   Diagnostics& diagnostics) {
    std::shared_ptr<Model> m(new Model(std::move(setup), std::move(situations)));
    Diagnostics found;
    const plan::Plan& plan = m->plan();
    if (roster_of(m->setup_) == nullptr) {
        diagnostics.error("forecast.no_roster", "units", 0,
                          "the plan has no people of the unit \"" + m->setup_.unit + "\"",
                          "Write units/" + m->setup_.unit + ".yaml, or let it borrow a roster.");
        return nullptr;
    }
    m->procedures_ = m->situations_->procedures().size();
    m->as_of_ = at_local(m->setup_.first_day, 0, plan.calendar.offset);
    m->make_people();
    m->make_steps();
    m->make_demand();
    m->check(found);
    for (const Diagnostic& d : found.all()) diagnostics.add(d);
    return found.has_errors() ? nullptr : m;
}

void Model::make_people() {
    const plan::Plan& plan = *setup_.plan;
    const plan::Demand& demand = plan.demand;
    using Curve = std::shared_ptr<const std::vector<double>>;
    std::map<double, std::pair<Curve, Curve>> curves;
    std::map<Code, std::pair<Code, int>> sorted;  // in order of their codes
    const plan::Roster& roster = *roster_of(setup_);
    for (int times = 0; times < setup_.staff_times; ++times)
        for (const auto& [code, entry] : roster.officers)
            sorted[copy_of(code, times)] = {code, times};
    for (const auto& [code, from] : sorted) {
        const plan::RosterEntry& entry = roster.officers.at(from.first);
        org::Officer officer;
        officer.code = code;
        officer.account = entry.account;
        for (const Code& s : entry.substitutes)
            officer.substitutes.push_back(copy_of(s, from.second));
        if (entry.signature)
            officer.signature_until =
                at_local(entry.signature_until.value_or(LocalDate{setup_.first_day.day + 3650}), 0,
                         plan.calendar.offset);
        std::vector<Code> posts = entry.posts;
        posts.insert(posts.end(), entry.appointed_by_announcement.begin(),
                     entry.appointed_by_announcement.end());
        org_.apply(org::Enrolled{officer, posts, as_of_});
        Person p;
        p.code = code;
        p.posts = posts;
        p.experience = entry.experience;
        p.key = cast::key_of(code);
        p.signs_until = officer.signature_until.value_or(Instant{});
        p.signs = p.signs_until > as_of_;
        for (const Code& post : posts)
            if (const auto d = demand.duties.find(post); d != demand.duties.end())
                p.duties.insert(p.duties.end(), d->second.begin(), d->second.end());
        p.duties = merged(std::move(p.duties));
        auto& [stretched, green] = curves[entry.experience];
        if (!stretched) {
            auto s = std::make_shared<std::vector<double>>();
            auto g = std::make_shared<std::vector<double>>();
            for (size_t n = 0; n <= kPractice; ++n) {
                const double practised = entry.experience + static_cast<double>(n);
                s->push_back(cast::stretch(demand, practised));
                g->push_back(cast::greenness(demand, practised));
            }
            stretched = std::move(s);
            green = std::move(g);
        }
        p.stretch = stretched;
        p.green = green;
        people.push_back(std::move(p));
    }
}

namespace {

// The kinds of result that are signed in a lane.
void add_types(Lane& to, const Lane& from) {
    for (const auto* what : from.signs_what)
        if (std::find(to.types.begin(), to.types.end(), what->type) == to.types.end())
            to.types.push_back(what->type);
}

}  // namespace

uint16_t Model::lane_for(const Step& step, const Code& procedure, const Code& document) {
    const plan::Plan& plan = *setup_.plan;
    Lane lane;
    lane.role = lane.code = lane.key = step.role;
    const auto role = plan.organization.roles.find(step.role);
    lane.signs = role != plan.organization.roles.end() && role->second.signs;
    for (const std::string& key : {procedure + "/" + step.node, step.kind})
        if (const auto split = setup_.splits.find(key); split != setup_.splits.end()) {
            lane.code += "/" + key;
            lane.key = lane.code;
            lane.only = split->second;
            break;
        }
    if (step.kind == "sign") {
        // Results under the same rules of signing are signed by the same people.
        std::string rules;
        for (const auto& result : plan.procedures.at(procedure).results) {
            if (!document.empty() && document != result.type) continue;
            lane.signs_what.push_back(&result);
            for (size_t i = 0; i < plan.organization.signing.size(); ++i) {
                const auto& rule = plan.organization.signing[i];
                const bool covers = rule.types.empty() ||
                                    std::find(rule.types.begin(), rule.types.end(), result.type) !=
                                        rule.types.end();
                if (rule.body == result.body && covers) rules += "." + std::to_string(i);
            }
            rules += ";";
        }
        if (!lane.signs_what.empty()) lane.key += ":" + rules;
    }
    for (size_t i = 0; i < lanes.size(); ++i)
        if (lanes[i].key == lane.key) {
            add_types(lanes[i], lane);
            return static_cast<uint16_t>(i);
        }
    add_types(lane, lane);
    lanes.push_back(std::move(lane));
    return static_cast<uint16_t>(lanes.size() - 1);
}

void Model::make_steps() {
    const plan::Plan& plan = *setup_.plan;
    std::map<std::string, uint16_t> skill_of;
    const auto add = [&](uint16_t p, Code node, std::string name, Code kind, Code role,
                         const Code& document, const std::vector<std::string>& outcomes,
                         std::optional<bpmn::Span> limit) {
        const Code& code = situations_->procedures()[p];
        Step s;
        s.procedure = p;
        s.node = std::move(node);
        s.name = std::move(name);
        s.kind = std::move(kind);
        s.role = std::move(role);
        const auto [skill, fresh] =
            skill_of.try_emplace(s.kind + "/" + code, static_cast<uint16_t>(skill_of.size()));
        s.skill = skill->second;
        s.takes = cast::Duration(cast::time_of(plan, code, s.node, s.kind));
        s.key = cast::key_of_go(s.node, 0);
        const auto keys = cast::keys_of(plan, code, s.node);
        if (limit) {
            s.has_limit = true;
            s.limit_days = limit->days;
            s.limit_ms = limit->ms;
        }
        for (const std::string& key : keys) {
            s.removed = s.removed || setup_.removed.contains(key);
            if (const auto other = setup_.limits.find(key); other != setup_.limits.end()) {
                s.has_limit = true;
                s.limit_days = 0;
                s.limit_ms = other->second;
            }
        }
        s.apology = s.kind == "answer";
        if (const auto rank = setup_.priority.find(code); rank != setup_.priority.end())
            s.rank = static_cast<int16_t>(rank->second);
        if (const auto batch = plan.demand.batch.find(s.kind); batch != plan.demand.batch.end())
            s.batch = batch->second;
        if (s.kind == "sign")
            s.interruption =
                static_cast<int64_t>(plan.demand.interruption * static_cast<double>(kMinute));
        s.ends = cast::Outcomes(plan.procedures.at(code), plan.demand, outcomes);
        s.one_way = s.ends.one_way();
        s.lane = lane_for(s, code, document);
        s.signs = lanes[s.lane].signs;
        s.index = static_cast<uint32_t>(steps.size());
        s.is = s.index < return_step(0) ? Step::receives
               : s.index < work_step(0) ? Step::returns
                                        : Step::work;
        steps.push_back(std::move(s));
    };
    for (const char* kind : {"receive", "return"})
        for (size_t p = 0; p < procedures_; ++p)
            add(static_cast<uint16_t>(p), kind, "", kind,
                plan.procedures.at(situations_->procedures()[p]).receiving_role, {}, {}, {});
    for (const StepOf& s : situations_->steps())
        add(s.procedure, s.id, s.name, s.kind, s.role, s.document, s.outcomes, s.limit);
    skills = skill_of.size();
    // Where a role has several lanes, what they sign tells them apart.
    for (Lane& lane : lanes) {
        const auto same = std::count_if(lanes.begin(), lanes.end(),
                                        [&](const Lane& l) { return l.role == lane.role; });
        if (same > 1 && !lane.types.empty()) {
            lane.code = lane.role + ":" + lane.types.front();
            if (lane.types.size() > 1) lane.code += "+" + std::to_string(lane.types.size() - 1);
        }
    }
    rota_ = std::make_unique<Rota>(plan, org_, as_of_, people, lanes);
    const Staffing all = everybody();
    for (size_t i = 0; i < lanes.size(); ++i)
        lanes[i].people = static_cast<int>(all.able[i].size());
}

void Model::make_demand() {
    const plan::Plan& plan = *setup_.plan;
    arrivals = std::make_unique<cast::Arrivals>(plan, setup_.unit, setup_.network);
    for (const Code& code : arrivals->procedures())
        procedure_of.push_back(situations_->index_of(code));
    for (const Code& code : arrivals->channels()) {
        channel_codes.push_back(code);
        forgets_.push_back(cast::odds_of_forgetting(plan.demand, code));
        channel_of.push_back(code == "online" ? dossiers::Channel::online
                             : code == "post" ? dossiers::Channel::post
                                              : dossiers::Channel::counter);
    }
    patience = cast::Duration(plan.demand.patience);
    for (size_t p = 0; p < procedures_; ++p) {
        Kinds& kinds = kinds_.emplace_back();
        kinds.size = std::max<size_t>(1, channel_codes.size());
        for (const plan::Variable* v : situations_->variables(static_cast<uint16_t>(p))) {
            const uint32_t n = values_of(*v, plan.demand);
            if (n <= 1) continue;
            kinds.drawn.emplace_back(cast::Drawn(*v, plan.demand), n);
            kinds.size *= n;
        }
        kinds.all = std::make_unique<std::atomic<const Kind*>[]>(kinds.size);
    }
}

const Kind& Model::kind(uint16_t procedure, uint16_t channel, const cast::Dice& dice,
                        uint64_t citizen) const {
    const Kinds& kinds = kinds_[procedure];
    size_t at = channel;
    for (const auto& [variable, n] : kinds.drawn) {
        const Value value = variable.value(dice, citizen);
        const auto* number = std::get_if<int64_t>(&value);
        const auto* yes = std::get_if<bool>(&value);
        at = at * n + (number != nullptr ? static_cast<size_t>(*number - 1)
                       : yes != nullptr  ? static_cast<size_t>(*yes)
                                         : 0);
    }
    const Kind* found = kinds.all[at].load(std::memory_order_acquire);
    return found != nullptr ? *found : make_kind(procedure, channel, dice, citizen, at);
}

// What the law makes of a dossier with this data: the papers it asks for, and the limit.
std::unique_ptr<Kind> Model::kind_for(const plan::Procedure& procedure, Data data) const {
    auto kind = std::make_unique<Kind>();
    const auto required = dossiers::required_components(procedure, data);
    for (const Code& forgotten : required) {
        std::set<Code> there(required.begin(), required.end());
        there.erase(forgotten);
        kind->required.push_back(!dossiers::missing_components(procedure, data, there).empty());
    }
    data.try_emplace("received_after_cutoff", false);
    const Code of = dossiers::case_of(procedure, data);
    const auto* channel = std::get_if<std::string>(&data["channel"]);
    for (const plan::Case& c : procedure.cases)
        if (c.code == of) {
            const auto other =
                channel == nullptr ? c.channel_limits.end() : c.channel_limits.find(*channel);
            kind->limit = other == c.channel_limits.end() ? c.limit : other->second;
            break;
        }
    kind->data = std::move(data);
    return kind;
}

const Kind& Model::kind_of(uint16_t p, Data data) const {
    const std::lock_guard lock(mutex_);
    made_.push_back(kind_for(plan().procedures.at(situations_->procedures()[p]), std::move(data)));
    return *made_.back();
}

const Kind& Model::make_kind(uint16_t p, uint16_t channel, const cast::Dice& dice, uint64_t citizen,
                             size_t at) const {
    const std::lock_guard lock(mutex_);
    if (const Kind* found = kinds_[p].all[at].load(std::memory_order_acquire)) return *found;
    const Code& code = situations_->procedures()[p];
    const plan::Procedure& procedure = plan().procedures.at(code);
    Data data;
    for (const plan::Variable& v : procedure.variables)
        if (!v.personal) data[v.code] = cast::Drawn(v, plan().demand).value(dice, citizen);
    data["channel"] = channel_codes[channel];
    auto kind = kind_for(procedure, std::move(data));
    find_usual(*kind, p);
    const Kind& made = *kind;
    made_.push_back(std::move(kind));
    kinds_[p].all[at].store(&made, std::memory_order_release);
    return made;
}

// Every step ends as it should, every gateway leads to where most go.
void Model::find_usual(Kind& kind, uint16_t procedure) const {
    const auto put = [&](uint32_t index, uint16_t round) {
        const Step& step = steps[index];
        kind.usual.push_back({&step, round, key_in_round(step.key, round)});
    };
    put(receive_step(procedure), 0);
    const Passage* passage = &begin(kind, procedure, false);
    const Situation* at = nullptr;
    uint16_t round = 0, move = 0;
    bool resolved = false;
    for (int moves = 0; moves < 100 && kind.usual.size() < kUsual; ++moves) {
        for (; passage->fork; ++round) {
            const auto most = std::max_element(passage->shares.begin(), passage->shares.end());
            const auto way = static_cast<size_t>(most - passage->shares.begin());
            passage = &situations_->way(at, procedure, move, *passage, way);
        }
        at = passage->to;
        if (passage->stuck) return;
        for (const Call& c : passage->calls) resolved = resolved || c.service == Service::resolve;
        for (size_t w = 0; w < at->waits.size() && kind.usual.size() < kUsual; ++w)
            if (at->waits[w].kind == Wait::Kind::work && passage->from[w] < 0)
                put(at->waits[w].handed_back ? return_step(procedure)
                                             : work_step(at->waits[w].step),
                    round);
        if (at->waits.empty()) break;
        const auto next = std::find_if(at->waits.begin(), at->waits.end(),
                                       [](const Wait& w) { return w.kind == Wait::Kind::work; });
        move = next == at->waits.end() ? at->waits.front().first_move : next->first_move;
        passage = &situations_->passage(*at, move);
    }
    if (resolved && kind.usual.size() < kUsual &&
        kind.usual.back().step != &steps[return_step(procedure)])
        put(return_step(procedure), round);
}

const Passage& Model::begin(const Kind& kind, uint16_t procedure, bool after_cutoff) const {
    auto& found = kind.begin[after_cutoff ? 1 : 0];
    if (const Passage* p = found.load(std::memory_order_acquire)) return *p;
    Data data = kind.data;
    data["received_after_cutoff"] = after_cutoff;
    const Passage& made = situations_->begin(procedure, data);
    found.store(&made, std::memory_order_release);
    return made;
}

Staffing Model::everybody() const {
    Staffing day;
    rota_->on(std::vector<bool>(2 * people.size(), false), day);
    return day;
}

// --- what cannot be run ------------------------------------------------------------------------

namespace {

// Situations that can come up, and whether each of them leads to an end.
class Ways {
  public:
    Ways(Situations& all, const Model& model) : all_(all), model_(model) {}

    void from(const Passage& p, const Situation* before, uint16_t procedure, uint16_t move) {
        if (p.fork) {
            for (size_t i = 0; i < p.edges.size(); ++i)
                if (p.shares[i] > 0)
                    from(all_.way(before, procedure, move, p, i), before, procedure, move);
            return;
        }
        if (p.stuck) {
            stuck.insert(before == nullptr ? p.to : before);
            return;
        }
        if (before != nullptr) back_[p.to].insert(before);
        if (!seen_.insert(p.to).second) return;
        todo_.push_back(p.to);
    }
    void walk() {
        while (!todo_.empty()) {
            const Situation* s = todo_.back();
            todo_.pop_back();
            if (s->waits.size() > Run::kWaits) {
                wide.insert(s);
                continue;
            }
            if (seen_.size() > kMostWalked) {
                whole = false;
                return;
            }
            for (const Wait& w : s->waits) {
                if (w.kind == Wait::Kind::message && !comes(w.message)) continue;
                if (w.kind != Wait::Kind::work) {
                    from(all_.passage(*s, w.first_move), s, s->procedure, w.first_move);
                    continue;
                }
                for (const size_t o : model_.steps[model_.work_step(w.step)].ends.possible()) {
                    const auto move = static_cast<uint16_t>(w.first_move + o);
                    from(all_.passage(*s, move), s, s->procedure, move);
                }
            }
        }
    }
    // Those from which no way leads to an end.
    std::vector<const Situation*> endless() const {
        std::set<const Situation*> good;
        std::vector<const Situation*> todo;
        for (const Situation* s : seen_)
            if (s->over && good.insert(s).second) todo.push_back(s);
        while (!todo.empty()) {
            const Situation* s = todo.back();
            todo.pop_back();
            const auto before = back_.find(s);
            if (before == back_.end()) continue;
            for (const Situation* b : before->second)
                if (good.insert(b).second) todo.push_back(b);
        }
        std::vector<const Situation*> bad;
        for (const Situation* s : seen_)
            if (!good.contains(s)) bad.push_back(s);
        return bad;
    }
    const std::set<const Situation*>& seen() const { return seen_; }
    std::set<const Situation*> stuck, wide;
    bool whole = true;  // false: too many to walk through them all

  private:
    static constexpr size_t kMostWalked = 20'000;
    // What citizens and agencies send in a forecast: nobody pays while it is being worked on, or
    // withdraws.
    static bool comes(const std::string& message) {
        return message == "dossier.supplemented" || message == "citizen.confirmed" ||
               message == "exchange.answered";
    }

    Situations& all_;
    const Model& model_;
    std::set<const Situation*> seen_;
    std::map<const Situation*, std::set<const Situation*>> back_;
    std::vector<const Situation*> todo_;
};

}  // namespace

// There is somebody, had the signature not run out: said once of each person, not of each step.
bool Model::ran_out(const Lane& lane) const {
    if (!lane.signs && lane.signs_what.empty()) return false;
    const auto all = org::workers(org_, plan().organization, lane.role, as_of_);
    return std::any_of(people.begin(), people.end(), [&](const Person& p) {
        return p.signs_until.ms > 0 && !p.signs &&
               std::find(all.begin(), all.end(), p.code) != all.end();
    });
}

void Model::check_steps(uint16_t p, const std::set<uint32_t>& of, std::set<uint16_t>& used,
                        Diagnostics& d) const {
    const Code& code = situations_->procedures()[p];
    const bpmn::Program& program = *plan().procedures.at(code).program;
    for (const uint32_t i : of) {
        const Step& step = steps[i];
        if (step.removed) continue;
        used.insert(step.lane);
        if (lanes[step.lane].people > 0 || ran_out(lanes[step.lane])) continue;
        const auto node = program.find(step.node);
        const std::string file = "procedures/" + code + "/procedure.yaml";
        d.error("forecast.nobody", node ? program.info(*node).file : file,
                node ? program.info(*node).line : plan::line_of(plan(), file, "receiving_role"),
                "nobody in " + setup_.unit + " may do \"" +
                    (step.name.empty() ? step.node : step.name) + "\" of " + code + " (role \"" +
                    step.role + "\")",
                "Give somebody a post with this role, and a signature where it signs; or take the "
                "procedure out of the mix.");
    }
}

void Model::check_procedure(uint16_t p, std::set<uint16_t>& lanes_used, Diagnostics& d) const {
    const Code& code = situations_->procedures()[p];
    const bpmn::Program& program = *plan().procedures.at(code).program;
    const cast::Dice dice;
    Ways ways(*situations_, *this);
    for (size_t channel = 0; channel < channel_codes.size(); ++channel)
        for (uint64_t citizen = 0; citizen < 32; ++citizen)
            for (const bool late : {false, true}) {
                const Kind& k = kind(p, static_cast<uint16_t>(channel), dice, citizen);
                ways.from(begin(k, p, late), nullptr, p, 0);
            }
    ways.walk();
    std::set<uint32_t> used{receive_step(p), return_step(p)};
    for (const Situation* s : ways.seen())
        for (const Wait& w : s->waits)
            if (w.kind == Wait::Kind::work && !w.handed_back) used.insert(work_step(w.step));
    check_steps(p, used, lanes_used, d);
    const auto place = [&](const Situation* s, const char* what, std::string message,
                           const char* advice) {
        const auto node = s->waits.empty() ? bpmn::kNone : s->waits.front().node;
        const bool known = node != bpmn::kNone;
        d.error(what, known ? program.info(node).file : program.file(),
                known ? program.info(node).line : program.line(),
                code + ": " + std::move(message) + (known ? " at " + program.called(node) : ""),
                advice);
    };
    // Of several the one that is drawn first, whatever the order in which they were found.
    const auto first = [&](const auto& all) {
        return *std::min_element(all.begin(), all.end(), [&](const auto* a, const auto* b) {
            const auto at = [&](const Situation* s) {
                const auto node = s->waits.empty() ? bpmn::kNone : s->waits.front().node;
                return node == bpmn::kNone ? std::pair(0, node)
                                           : std::pair(program.info(node).line, node);
            };
            return at(a) < at(b);
        });
    };
    if (!ways.wide.empty())
        place(first(ways.wide), "forecast.too_wide",
              "a dossier waits for more than " + std::to_string(Run::kWaits) + " things at once",
              "Let fewer branches run beside one another.");
    else if (!ways.whole)
        d.warning("forecast.too_many_ways", program.file(), program.line(),
                  code + " has too many ways to prove that each of them ends",
                  "Let fewer branches run beside one another.");
    else if (!ways.stuck.empty())
        place(first(ways.stuck), "forecast.no_way_on", "no condition holds after what is done",
              "Give the gateway a default way.");
    else if (const auto bad = ways.endless(); !bad.empty())
        place(first(bad), "forecast.endless", "what has come here never ends",
              "Lower the share of the outcome or way that leads back, so that some get through.");
}

// A department of the city or an agency at whose door nobody hands anything in: dossiers of the
// wards ask it, and that is its part of a forecast.
bool Model::receives_nothing(Diagnostics& d) const {
    const plan::Unit* unit = plan().unit(setup_.unit);
    if (unit == nullptr || (unit->kind != "city" && unit->kind != "agency")) return false;
    if (procedure_of.empty()) return false;
    const bool lent = !setup_.staff_of.empty();
    const bool receives = std::any_of(procedure_of.begin(), procedure_of.end(), [&](uint16_t p) {
        return lanes[steps[receive_step(p)].lane].people > 0;
    });
    if (receives && !lent) return false;
    d.error("forecast.no_counter", lent ? "city.yaml" : "units/" + setup_.unit + ".yaml", 0,
            setup_.unit + " is of kind " + unit->kind +
                (lent ? " and has no people of its own"
                      : " and nobody there may receive any procedure of the mix") +
                ": no citizen comes there, so there is nothing to forecast",
            "Name wards or communes by --units. What their dossiers ask of such a unit is told "
            "under agencies; say who answers there under agencies in demand.yaml.");
    return true;
}

void Model::check(Diagnostics& d) const {
    if (receives_nothing(d)) return;
    if (lanes.size() > kMostLanes)
        d.error("forecast.lanes", "organization.yaml", 0,
                "the work falls into " + std::to_string(lanes.size()) + " lanes, more than " +
                    std::to_string(kMostLanes),
                "Let fewer roles do it, or fewer rules of signing tell results apart.");
    check_arrivals(d);
    const plan::Demand& demand = plan().demand;
    std::set<uint16_t> used;
    for (const uint16_t p : procedure_of) {
        const double share = demand.mix.at(situations_->procedures()[p]);
        if (share > 0) check_procedure(p, used, d);
    }
    check_people(used, d);
}

void Model::check_arrivals(Diagnostics& d) const {
    const plan::Demand& demand = plan().demand;
    const auto wrong = [&](const char* code, const std::string& key, std::string message,
                           std::string advice) {
        d.error(code, "demand.yaml", plan::line_of(plan(), "demand.yaml", key), std::move(message),
                std::move(advice));
    };
    if (arrivals->procedures().empty())
        wrong("forecast.no_mix", "mix", "nobody comes with anything: the mix is empty",
              "Write mix in demand.yaml.");
    if (demand.profile.empty())
        wrong("forecast.no_profile", "profile", "there is no hour at which anybody comes",
              "Write profile in demand.yaml.");
    if (channel_codes.empty())
        wrong("forecast.no_channels", "channels", "there is no channel to come by",
              "Write channels in demand.yaml.");
    if (setup_.arrivals > 0) return;
    auto rate = demand.arrivals_per_day.find(setup_.unit);
    if (rate == demand.arrivals_per_day.end()) rate = demand.arrivals_per_day.find("*");
    if (rate == demand.arrivals_per_day.end())
        wrong("forecast.no_arrivals", "arrivals_per_day",
              "no number of arrivals a day for " + setup_.unit,
              "Add it, or \"*\" for the others, to arrivals_per_day.");
    else if (rate->second <= 0)
        wrong("forecast.no_arrivals", "arrivals_per_day/" + rate->first,
              "nobody comes to " + setup_.unit + ": its arrivals a day are 0",
              "Write how many come on a day, or leave the unit out of --units.");
    bool comes = false;  // on an ordinary day
    for (size_t i = 0; i < demand.weekday.size(); ++i)
        comes = comes || (demand.weekday[i] > 0 && !plan().calendar.week[i].empty());
    if (!comes)
        wrong("forecast.no_arrivals", "weekday",
              "there is no weekday on which the office is open and anybody comes",
              "Write weekday: seven factors, Monday first, above 0 where it is open.");
}

namespace {

constexpr const char* kSignatureAdvice =
    "Write the date of its renewal as signature_until, or let somebody else sign.";

std::string listed(const std::vector<Code>& all) {
    std::string text;
    for (const Code& code : all) text += (text.empty() ? "" : ", ") + code;
    return text;
}

}  // namespace

std::string Model::roster_file() const {
    return "units/" + (setup_.staff_of.empty() ? setup_.unit : setup_.staff_of) + ".yaml";
}

// Work that only deputies do, and signatures that have run out.
void Model::check_people(const std::set<uint16_t>& used, Diagnostics& d) const {
    const org::Organization& organization = plan().organization;
    const std::string file = roster_file();
    const auto line = [&](const std::string& key) { return plan::line_of(plan(), file, key); };
    std::set<Code> roles;
    std::map<Code, bool> expired;  // officer -> nobody else signs
    for (const uint16_t l : used) {
        const Lane& lane = lanes[l];
        roles.insert(lane.role);
        if (!lane.signs && lane.signs_what.empty()) continue;
        for (const Code& code : org::workers(org_, organization, lane.role, as_of_))
            for (const Person& p : people)
                if (p.code == code && p.signs_until.ms > 0 && !p.signs)
                    expired[code] = expired[code] || lane.people == 0;
    }
    for (const auto& [code, alone] : expired) {
        if (code.find('#') != Code::npos) continue;  // the roster once more
        const auto& entry = roster_of(setup_)->officers.at(code);
        d.add({alone ? Severity::error : Severity::warning, "forecast.signature", file,
               line("officers/" + code + "/signature_until"), 0,
               "the e-signature of " + code + " ran out on " + to_text(*entry.signature_until) +
                   ", before the first day" +
                   (alone ? ": nobody else signs what is signed there" : ""),
               kSignatureAdvice});
    }
    for (const Code& role : roles) {
        std::vector<Code> posts;
        for (const auto& [code, post] : organization.posts)
            if (std::find(post.roles.begin(), post.roles.end(), role) != post.roles.end())
                posts.push_back(code);
        const bool held = std::any_of(people.begin(), people.end(), [&](const Person& p) {
            return std::find_first_of(p.posts.begin(), p.posts.end(), posts.begin(), posts.end()) !=
                   p.posts.end();
        });
        const auto deputies = org::workers(org_, organization, role, as_of_);
        if (held || deputies.empty()) continue;
        d.warning("forecast.unstaffed", file, line("officers"),
                  "nobody holds a post with the role \"" + role + "\" (" + listed(posts) +
                      "): all its work is done by " + listed(deputies),
                  "Give somebody such a post, or leave it to those who stand in.");
    }
}

void Model::say_signatures(LocalDate last, Diagnostics& d) const {
    const Staffing all = everybody();
    for (size_t i = 0; i < people.size(); ++i) {
        const Person& p = people[i];
        const auto until = local_date(p.signs_until, plan().calendar.offset);
        const bool used = std::any_of(all.lanes[i].begin(), all.lanes[i].end(), [&](uint16_t l) {
            return lanes[l].signs || !lanes[l].signs_what.empty();
        });
        if (!p.signs || !used || until > last || p.code.find('#') != Code::npos) continue;
        d.warning("forecast.signature", roster_file(),
                  plan::line_of(plan(), roster_file(), "officers/" + p.code + "/signature_until"),
                  "the e-signature of " + p.code + " runs out on " + to_text(until) +
                      ", within the days: from then on nothing is signed with it",
                  kSignatureAdvice);
    }
}

}  // namespace ss::simulate
