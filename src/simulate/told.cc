#include "simulate/told.h"

#include <algorithm>

#include "office/codec.h"

namespace ss::simulate {

namespace {

using readiness::Sentence;

// "2025-07-01 17:00": each language writes it in its own way.
std::string when(Instant at, int64_t offset) {
    return to_text(local_date(at, offset)) + " " + clock_text(time_of_day(at, offset));
}

// "LV-250701-0012" -> "LV-#-#": a serial differs as soon as one dossier more or less came before.
std::string without_digits(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c < '0' || c > '9') out += c;
        else if (!out.ends_with('#')) out += '#';
    }
    return out;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& t : texts) out += (out.empty() ? "" : ", ") + t;
    return out;
}

template <class F>
constexpr bool kTokensOnly =
    std::is_same_v<F, flow::Advanced> || std::is_same_v<F, flow::Started> ||
    std::is_same_v<F, flow::TimerArmed> || std::is_same_v<F, flow::MessageAwaited> ||
    std::is_same_v<F, flow::ServiceCalled> || std::is_same_v<F, flow::MessageDelivered> ||
    std::is_same_v<F, dossiers::DataChanged>;

template <class F>
void make_plain(F& f) {
    if constexpr (std::is_same_v<F, flow::Offered> || std::is_same_v<F, flow::TimerFired>)
        f.token = 0;
    if constexpr (std::is_same_v<F, dossiers::Received> || std::is_same_v<F, dossiers::TakenOver> ||
                  std::is_same_v<F, dossiers::Accepted>)
        f.code = without_digits(f.code);
    if constexpr (std::is_same_v<F, documents::Numbered>) f.symbol = without_digits(f.symbol);
    if constexpr (std::is_same_v<F, documents::Numbered> ||
                  std::is_same_v<F, documents::Registered>)
        f.number = 0;
    if constexpr (std::is_same_v<F, tickets::Taken> || std::is_same_v<F, tickets::Called>)
        f.number = without_digits(f.number);
    if constexpr (std::is_same_v<F, office::Opened>) f.as.plan = {};
    if constexpr (std::is_same_v<F, office::MessageSent>)
        std::visit(
            [](auto& p) {
                if constexpr (requires { p.code; }) p.code = without_digits(p.code);
                if constexpr (requires { p.symbol; }) p.symbol = without_digits(p.symbol);
            },
            f.message.payload);
}

struct Teller {
    int64_t offset;

    Sentence operator()(const dossiers::Received& f) const {
        return {"redecide.fact.dossier.received", {f.code, when(f.due_at, offset)}};
    }
    Sentence operator()(const dossiers::Accepted& f) const {
        return {"redecide.fact.dossier.received", {f.code, when(f.due_at, offset)}};
    }
    Sentence operator()(const dossiers::Supplemented& f) const {
        if (f.due_at.ms == 0) return {"redecide.fact.dossier.supplemented", {}};
        return {"redecide.fact.dossier.supplemented.due", {when(f.due_at, offset)}};
    }
    Sentence operator()(const dossiers::SupplementAsked& f) const {
        const auto& what = f.missing.empty() ? f.reasons : f.missing;
        return {"redecide.fact.dossier.supplement_asked", {joined(what)}};
    }
    Sentence operator()(const dossiers::FellOverdue&) const {
        return {"redecide.fact.dossier.fell_overdue", {}};
    }
    Sentence operator()(const dossiers::Resolved&) const {
        return {"redecide.fact.dossier.resolved", {}};
    }
    Sentence operator()(const dossiers::Returned&) const {
        return {"redecide.fact.dossier.returned", {}};
    }
    Sentence operator()(const dossiers::Refused& f) const {
        return {"redecide.fact.dossier.refused", {joined(f.reasons)}};
    }
    Sentence operator()(const dossiers::Transferred&) const {
        return {"redecide.fact.dossier.transferred", {}};
    }
    Sentence operator()(const flow::Offered& f) const {
        const std::string step = f.name.empty() ? f.node : f.name;
        if (!f.due) return {"redecide.fact.work.offered", {step, f.role}};
        return {"redecide.fact.work.offered.due", {step, f.role, when(*f.due, offset)}};
    }
    Sentence operator()(const flow::Completed& f) const {
        return {"redecide.fact.work.completed", {f.node, f.outcome}};
    }
    Sentence operator()(const flow::Stuck& f) const {
        return {"redecide.fact.flow.stuck", {f.node, f.reason}};
    }
    Sentence operator()(const flow::Ended&) const { return {"redecide.fact.flow.ended", {}}; }
    Sentence operator()(const documents::Drafted& f) const {
        return {"redecide.fact.document.drafted", {f.type}};
    }
    Sentence operator()(const documents::Signed& f) const {
        const std::string how = f.formula.empty() ? "" : " (" + f.formula + ")";
        return {"redecide.fact.document.signed", {f.officer, how}};
    }
    Sentence operator()(const documents::Numbered& f) const {
        return {"redecide.fact.document.numbered", {f.symbol}};
    }
    // The others by the name they have in the journal.
    template <class F>
    Sentence operator()(const F&) const {
        return {"redecide.fact", {std::string(F::kWire)}};
    }
};

}  // namespace

std::optional<std::string> plain(office::Fact fact) {
    const bool tokens_only = std::visit(
        [](auto& room) {
            return std::visit(
                []<class F>(F& f) {
                    make_plain(f);
                    return kTokensOnly<F>;
                },
                room);
        },
        fact);
    if (tokens_only) return std::nullopt;
    return office::encode(fact);
}

bool same_refusal(const Refusal& a, const Refusal& b) {
    return a.code == b.code && a.rule == b.rule &&
           std::equal(
               a.args.begin(), a.args.end(), b.args.begin(), b.args.end(),
               [](const auto& x, const auto& y) { return without_digits(x) == without_digits(y); });
}

Sentence told(const office::Fact& fact, int64_t offset) {
    const Teller teller{offset};
    return std::visit([&](const auto& room) { return std::visit(teller, room); }, fact);
}

}  // namespace ss::simulate
