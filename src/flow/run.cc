#include "flow/run.h"

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"

namespace ss::flow {

using bpmn::EdgeIx;
using bpmn::Event;
using bpmn::kNone;
using bpmn::NodeIx;
using bpmn::Type;

namespace {

int64_t to_ms(feel::Int128 nanos) {
    constexpr feel::Int128 kMost = feel::Int128{36'500} * kDay;  // a hundred years
    return static_cast<int64_t>(std::clamp<feel::Int128>(nanos / 1'000'000, 0, kMost));
}

// 2025-07-01, 2025-07-01T07:30, ...T07:30:00, with Z or +07:00 behind; else local time.
std::optional<Instant> parse_instant(std::string_view text, int64_t offset) {
    const auto date = parse_date(text.substr(0, std::min<size_t>(10, text.size())));
    if (!date) return std::nullopt;
    text.remove_prefix(10);
    if (text.empty()) return at_local(*date, 0, offset);
    if (text.size() < 6 || text[0] != 'T') return std::nullopt;
    const auto clock = parse_clock(text.substr(1, 5));
    if (!clock) return std::nullopt;
    int64_t ms = *clock;
    text.remove_prefix(6);
    if (text.size() >= 3 && text[0] == ':') {
        if (text[1] < '0' || text[1] > '5' || text[2] < '0' || text[2] > '9') return std::nullopt;
        ms += ((text[1] - '0') * 10 + (text[2] - '0')) * kSecond;
        text.remove_prefix(3);
    }
    if (text.empty()) return at_local(*date, ms, offset);
    if (text == "Z") return at_local(*date, ms, 0);
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto zone = parse_clock(text.substr(1));
    if (!zone) return std::nullopt;
    return at_local(*date, ms, text[0] == '+' ? *zone : -*zone);
}

}  // namespace

const bpmn::Program& program_of(const plan::Plan& plan, const Code& procedure) {
    const auto* p = plan.procedure(procedure);
    SS_ASSERT(p != nullptr && p->program != nullptr && p->program->linked());
    return *p->program;
}

Instant span_over(const org::Calendar& calendar, Instant from, bpmn::Span span,
                  bool calendar_time) {
    if (calendar_time) return {from.ms + span.days * kDay + span.ms};
    Instant at = from;
    if (span.days > 0) at = calendar.due(at, {span.days, org::LimitUnit::working_days});
    if (span.ms > 0) at = calendar.after_working_ms(at, span.ms);
    return at;
}

// The element and number of the instance, from the inside out, then the dossier's data.
class Stepper::Names final : public feel::Scope {
  public:
    Names(const Stepper& s, uint32_t frame) : s_(s), frame_(frame) {}
    bool find(const std::string& name, feel::Value& value) const override {
        for (uint32_t at = frame_; at != 0;) {
            const Frame* frame = s_.tokens_.frame(at);
            if (frame == nullptr || frame->host == 0) break;
            const NodeIx host = s_.program_.scope(frame->scope).host;
            if (frame->index != 0 && name == "loopCounter") {
                value = feel::Number(int64_t{frame->index});
                return true;
            }
            if (frame->index != 0 && name == s_.program_.info(host).variable) {
                const auto i = s_.elements_.find(at);
                if (i != s_.elements_.end()) value = feel::from_data(i->second);
                return true;
            }
            const Token* token = s_.tokens_.find(frame->host);
            at = token == nullptr ? 0 : token->frame;
        }
        const auto i = s_.data_.find(name);
        if (i == s_.data_.end()) return false;
        value = feel::from_data(i->second);
        return true;
    }

  private:
    const Stepper& s_;
    uint32_t frame_;
};

Stepper::Stepper(const State& state, const plan::Plan& plan, DossierId dossier, Chooser* chooser)
    : state_(state),
      plan_(plan),
      dossier_(dossier),
      running_(state.running.at(dossier)),
      chooser_(chooser),
      program_(program_of(plan, running_.procedure)),
      tokens_(running_.tokens),
      data_(running_.data),
      elements_(running_.elements) {}

void Stepper::set(const Data& changes) {
    for (const auto& [name, value] : changes) {
        data_[name] = value;
        changes_[name] = value;
    }
}

void Stepper::play(const bpmn::Move& move) {
    switch (bpmn::step(program_, tokens_, move, *this)) {
        case bpmn::Outcome::ok: return;
        case bpmn::Outcome::too_many_tokens: trouble_ = "too_many_tokens"; break;
        case bpmn::Outcome::endless: trouble_ = "endless"; break;
        case bpmn::Outcome::no_such: trouble_ = "no_such"; break;
    }
    possible_ = false;
}

feel::Value Stepper::evaluate(bpmn::ExpressionIx expression, uint32_t frame) const {
    return feel::evaluate(program_.expression(expression), Names(*this, frame));
}

void Stepper::trouble_at(NodeIx node, const char* reason) {
    if (!trouble_.empty()) return;
    trouble_ = reason;
    where_ = program_.info(node).id;
}

EdgeIx Stepper::choose(NodeIx gateway, uint32_t frame) {
    if (chooser_ != nullptr)
        if (const auto chosen = chooser_->choose(gateway)) return *chosen;
    const bpmn::Node& node = program_.node(gateway);
    for (size_t i = 0; i < node.outs; ++i) {
        const auto e = static_cast<EdgeIx>(node.first_out + i);
        if (e != node.default_edge && takes(e, frame)) return e;
    }
    return node.default_edge;
}

bool Stepper::takes(EdgeIx edge, uint32_t frame) {
    const auto condition = program_.edge(edge).condition;
    return condition == kNone || evaluate(condition, frame).is(true);
}

size_t Stepper::count(NodeIx multi, uint32_t frame) {
    const feel::Value v = evaluate(program_.node(multi).expression, frame);
    if (const auto* list = v.list()) return list->items.size();
    const auto* number = v.get<feel::Number>();
    return number == nullptr || number->negative() ? 0 : static_cast<size_t>(number->truncated());
}

bool Stepper::enough(NodeIx multi, uint32_t frame, size_t) {
    return evaluate(program_.node(multi).completion, frame).is(true);
}

void Stepper::opened(const Frame& frame) {
    if (frame.index == 0) return;
    const NodeIx multi = program_.scope(frame.scope).host;
    const Token* host = tokens_.find(frame.host);
    SS_ASSERT(host != nullptr);
    const feel::Value v = evaluate(program_.node(multi).expression, host->frame);
    const auto* list = v.list();
    if (list == nullptr || frame.index > list->items.size()) return;
    // An element that is itself a list or context has no place in a dossier's data: null.
    elements_[frame.id] = feel::to_data(list->items[frame.index - 1u]).value_or(Value{});
}

void Stepper::closed(const Frame& frame) {
    elements_.erase(frame.id);
}

void Stepper::entered(const Token& token) {
    rested_.push_back(token.id);
}

void Stepper::left(const Token& token, bool) {
    passed_.push_back(program_.info(token.node).id);
}

void Stepper::passed(NodeIx node, uint32_t frame) {
    const bpmn::Node& n = program_.node(node);
    passed_.push_back(program_.info(node).id);
    if (n.type == Type::script) run_script(node, frame);
    if (!program_.info(node).service.empty()) call_service(node, frame);
    if (n.type == Type::end) last_end_ = program_.info(node).id;
}

void Stepper::run_script(NodeIx node, uint32_t frame) {
    const auto value = feel::to_data(evaluate(program_.node(node).expression, frame));
    const std::string& name = program_.info(node).variable;
    if (data_.size() >= limits::kData && !data_.contains(name)) return;
    set({{name, value.value_or(Value{})}});
}

void Stepper::call_service(NodeIx node, uint32_t frame) {
    const bpmn::Info& info = program_.info(node);
    Service service{node, info.properties};
    for (const auto& [key, expression] : info.property_expressions) {
        const feel::Value v = evaluate(expression, frame);
        service.properties[key] = v.null() ? "" : feel::to_text(v);
    }
    services_.push_back(std::move(service));
}

void Stepper::uncaught(NodeIx end) {
    trouble_at(end, "uncaught_error");
}
void Stepper::stuck(const Token& token) {
    trouble_at(token.node, "no_way");
}

void Stepper::write(Instant at, Pen<Fact>& pen) const {
    const Code procedure = running_.procedure;
    if (!possible_) {
        pen.write(Stuck{dossier_, where_, trouble_, at});
        return;
    }
    const auto outcome = data_.find("outcome");
    const auto* said =
        outcome == data_.end() ? nullptr : std::get_if<std::string>(&outcome->second);
    pen.write(Advanced{dossier_, tokens_.tokens, tokens_.frames, tokens_.last, changes_, elements_,
                       passed_, at});
    if (!trouble_.empty()) pen.write(Stuck{dossier_, where_, trouble_, at});
    cancel_left_work(at, pen);
    for (const uint32_t id : rested_) {
        const Token* token = tokens_.find(id);
        if (token == nullptr) continue;  // has gone on within the same step
        const bpmn::Node& node = program_.node(token->node);
        if (node.type == Type::user) offer(*token, at, pen);
        if (node.event == Event::timer || !program_.info(token->node).message.empty())
            await(*token, token->node, at, pen);
        for (const NodeIx event : program_.attached(token->node)) await(*token, event, at, pen);
    }
    for (const Service& s : services_) {
        const Running& now = state_.running.at(dossier_);
        const bpmn::Info& info = program_.info(s.node);
        pen.write(ServiceCalled{dossier_, procedure, info.id, info.service, s.properties,
                                now.reasons, now.by, at});
    }
    if (tokens_.over())
        pen.write(Ended{dossier_, procedure, last_end_, said == nullptr ? "" : *said, at});
}

void Stepper::cancel_left_work(Instant at, Pen<Fact>& pen) const {
    const std::set<WorkId> open = running_.work;  // a copy: each fact changes it
    for (const WorkId work : open)
        if (tokens_.find(state_.work.at(work).token) == nullptr)
            pen.write(Cancelled{work, dossier_, at});
}

void Stepper::offer(const Token& token, Instant at, Pen<Fact>& pen) const {
    const bpmn::Info& info = program_.info(token.node);
    std::optional<Instant> due;
    if (info.limit) due = span_over(plan_.calendar, at, *info.limit, false);
    pen.write(Offered{{state_.last_work + 1},
                      dossier_,
                      running_.procedure,
                      token.id,
                      info.id,
                      info.name,
                      info.kind,
                      info.role,
                      info.document,
                      info.outcomes,
                      due,
                      at});
}

void Stepper::await(const Token& token, NodeIx event, Instant at, Pen<Fact>& pen) const {
    const bpmn::Info& info = program_.info(event);
    if (program_.node(event).event == Event::timer) {
        const auto rule = timer_rule(token, event);
        if (rule)
            pen.write(TimerArmed{dossier_, token.id, info.id, rule->due(plan_.calendar, at), at});
        else pen.write(Stuck{dossier_, info.id, "no_time", at});
    } else if (!info.message.empty()) {
        pen.write(MessageAwaited{dossier_, token.id, info.id, info.message, at});
    }
}

std::optional<TimerRule> Stepper::timer_rule(const Token& token, NodeIx event) const {
    const bpmn::Node& node = program_.node(event);
    const bpmn::Info& info = program_.info(event);
    const auto after = [&](bpmn::Span span) {
        return TimerRule{span, node.calendar_time, std::nullopt};
    };
    if (info.span) return after(*info.span);
    std::string text = info.date;
    if (node.expression != kNone) {
        const feel::Value v = evaluate(node.expression, token.frame);
        if (const auto* nanos = v.get<feel::Nanos>()) return after({0, to_ms(nanos->nanos)});
        text = feel::to_text(v);
    }
    if (const auto span = bpmn::parse_span(text)) return after(*span);
    const auto at = parse_instant(text, plan_.calendar.offset);
    if (!at) return std::nullopt;
    return TimerRule{{}, false, at};
}

}  // namespace ss::flow
