#include "office/codec.h"

#include "office/names.h"
#include "office/wire.h"

namespace ss::office {

namespace {

template <class... T>
std::string_view name_in(const std::variant<T...>& v) {
    return std::visit(
        []<class A>(const A& a) -> std::string_view {
            if constexpr (wire::Named<A>) return A::kWire;
            else return name_in(a);
        },
        v);
}

// One line of fields serves the whole entry, as for every other struct.
struct Body {
    Instant at;
    Code by;
    Command command;
    std::optional<std::vector<Fact>> facts;
    std::optional<Instant> happened;
    std::optional<Refusal> refusal;
    std::string request;
};
template <class V>
void fields(V& v, Body& b) {
    v("at", b.at)("by", b.by)("command", b.command)("facts", b.facts)("happened", b.happened)(
        "refusal", b.refusal)("request", b.request);
}

// The same, with the command passed over.
struct Skipped {};
struct ShortBody {
    Instant at;
    Code by;
    Skipped command;
    std::optional<std::vector<Fact>> facts;
    std::optional<Instant> happened;
    std::optional<Refusal> refusal;
    std::string request;
};
template <class V>
void fields(V& v, ShortBody& b) {
    v("at", b.at)("by", b.by)("command", b.command)("facts", b.facts)("happened", b.happened)(
        "refusal", b.refusal)("request", b.request);
}

// {"dossier.receive":{...}} of a new struct; empty: no command has this name.
template <class... T>
std::string blank(std::string_view name, const std::variant<T...>*) {
    std::string text;
    const auto attempt = [&]<class A>(std::type_identity<A>) {
        if constexpr (wire::Named<A>) {
            if (name == A::kWire) text = wire::encode(A{});
        } else if (text.empty()) {
            text = blank(name, static_cast<const A*>(nullptr));
        }
    };
    (attempt(std::type_identity<T>{}), ...);
    return text;
}

}  // namespace

}  // namespace ss::office

namespace ss::wire {
template <>
inline bool read(Reader& r, ss::office::Skipped&) {
    return r.skip();
}
}  // namespace ss::wire

namespace ss::office {

std::string_view name_of(const Command& command) {
    return name_in(command);
}
std::string_view name_of(const Fact& fact) {
    return name_in(fact);
}

std::string encode(const Envelope& envelope, const Answer& answer) {
    wire::Writer w;
    bool first = true;
    const auto put = [&](std::string_view key, const auto& value) {
        w.key(key, first);
        wire::write(w, value);
    };
    put("at", envelope.at);
    put("by", envelope.by);
    put("command", envelope.command);
    if (!answer.refusal) put("facts", answer.facts);
    if (envelope.happened) put("happened", *envelope.happened);
    if (answer.refusal) put("refusal", *answer.refusal);
    put("request", envelope.request);
    w.raw("}");
    return w.take();
}

Result<Decoded> decode(std::string_view body) {
    Body b = SS_TRY(wire::decode<Body>(body));
    if (b.facts.has_value() == b.refusal.has_value())
        return Error{ErrorCode::malformed, "an entry has either facts or a refusal"};
    Decoded d;
    d.envelope = {b.at,       std::move(b.by),      std::move(b.request),
                  b.happened, std::move(b.command), {}};
    if (b.facts) d.answer.facts = std::move(*b.facts);
    d.answer.refusal = std::move(b.refusal);
    return d;
}

Result<Outcome> decode_outcome(std::string_view body) {
    ShortBody b = SS_TRY(wire::decode<ShortBody>(body));
    Outcome o{b.at, std::move(b.request), {}};
    if (b.facts) o.facts = std::move(*b.facts);
    return o;
}

bool is_fact(std::string_view name) {
    return !blank(name, static_cast<const Fact*>(nullptr)).empty();
}

Result<Command> make_command(std::string_view name,
                             const std::map<std::string, std::string>& given) {
    const std::string base = blank(name, static_cast<const Command*>(nullptr));
    if (base.empty())
        return Error{ErrorCode::malformed, "no command is called " + std::string(name)};
    std::map<std::string, std::string> all;
    wire::Reader r(base);
    r.take('{');
    while (r.good() && !r.peek('}')) {
        std::string key;
        r.string(key);
        r.take(':');
        const size_t from = r.at();
        r.skip();
        all[key] = base.substr(from, r.at() - from);
        r.take_if(',');
    }
    for (const auto& [key, text] : given) all[key] = text;
    wire::Writer w;
    bool first = true;
    w.key(name, first);
    w.raw("{");
    first = true;
    for (const auto& [key, text] : all) {
        if (!first) w.raw(",");
        first = false;
        w.string(key);
        w.raw(":" + text);
    }
    w.raw("}}");
    return decode_command(w.text());
}

Result<Command> decode_command(std::string_view text) {
    return wire::decode<Command>(text);
}
std::string encode(const Command& command) {
    return wire::encode(command);
}
std::string encode(const Fact& fact) {
    return wire::encode(fact);
}
Result<Fact> decode_fact(std::string_view text) {
    return wire::decode<Fact>(text);
}
std::string encode(const State& state) {
    return wire::encode(state);
}

template <class V>
void fields(V& v, Snapshot& s) {
    v("head", s.head)("plan", s.plan)("program", s.program)("seq", s.seq)("state", s.state);
}

// One line, and its SHA-256 on the next: half a file is none.
std::string encode(const Snapshot& snapshot) {
    std::string text = wire::encode(snapshot) + "\n";
    return text + hex(sha256(text)) + "\n";
}

Result<Snapshot> decode_snapshot(std::string_view text) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos ||
        text.substr(end + 1) != hex(sha256(text.substr(0, end + 1))) + "\n")
        return Error{ErrorCode::corrupt, "it is not whole"};
    wire::Reader r(text.substr(0, end));
    Snapshot snapshot;
    if (wire::read(r, snapshot) && !r.finished()) r.fail("something follows the end");
    if (!r.good())
        return Error{ErrorCode::malformed,
                     "at byte " + std::to_string(r.at()) + ": " + r.problem()};
    return snapshot;
}

}  // namespace ss::office
