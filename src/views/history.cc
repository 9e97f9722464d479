// A dossier's life out of entries of the journal.
#include <type_traits>

#include "views/dossier.h"
#include "views/eyes.h"

namespace ss::views {

namespace {

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& t : texts) out += (out.empty() ? "" : "; ") + t;
    return out;
}

// Facts that tell an official something; the tokens of a process do not.
template <class F>
constexpr bool kTold =
    !std::is_same_v<F, flow::Advanced> && !std::is_same_v<F, flow::Started> &&
    !std::is_same_v<F, flow::TimerArmed> && !std::is_same_v<F, flow::MessageAwaited> &&
    !std::is_same_v<F, flow::ServiceCalled> && !std::is_same_v<F, flow::MessageDelivered> &&
    !std::is_same_v<F, dossiers::DataChanged>;

struct Teller {
    const Eyes& eyes;
    DossierId about;
    std::map<WorkId, std::pair<DossierId, std::string>> work;  // of any dossier: its step
    std::map<DocumentId, DossierId> papers;

    // The dossier a fact is about; zero: none.
    template <class F>
    DossierId dossier_of(const F& f) {
        if constexpr (std::is_same_v<F, flow::Offered>) work[f.work] = {f.dossier, f.name};
        if constexpr (std::is_same_v<F, documents::Drafted>)
            if (f.on_dossier) papers[f.document] = *f.on_dossier;
        if constexpr (requires { f.dossier; }) return f.dossier;
        else if constexpr (std::is_same_v<F, documents::Drafted>)
            return f.on_dossier.value_or(DossierId{});
        else if constexpr (requires { f.work; }) {
            const auto i = work.find(f.work);
            return i == work.end() ? DossierId{} : i->second.first;
        } else if constexpr (requires { f.document; }) {
            const auto i = papers.find(f.document);
            return i == papers.end() ? DossierId{} : i->second;
        } else {
            return {};
        }
    }

    template <class F>
    void details(const F& f, HistoryLine& line) const {
        if constexpr (requires { f.reasons; }) line.note = joined(f.reasons);
        if constexpr (requires { f.reason; }) line.note = f.reason;
        if constexpr (std::is_same_v<F, flow::Completed>) {
            line.outcome = f.outcome;
            if (line.note.empty()) line.note = f.note;
        }
        if constexpr (requires { f.work; }) {
            const auto i = work.find(f.work);
            if (i != work.end()) line.step = i->second.second;
        }
        if constexpr (requires { f.symbol; }) line.step = f.symbol;
        else if constexpr (std::is_same_v<F, dossiers::Paid>) line.step = std::to_string(f.amount);
        else if constexpr (std::is_same_v<F, dossiers::Received>) line.step = f.code;
        else if constexpr (std::is_same_v<F, dossiers::Rated>) line.step = std::to_string(f.mark);
        else if constexpr (std::is_same_v<F, dossiers::Notified>) line.step = f.message;
    }

    Person who(const Code& by) const {
        return eyes.state.org.officers.contains(by) ? eyes.person(by) : Person{by, "", ""};
    }

    HistoryLine line_of(const Noted& entry) const {
        HistoryLine line;
        line.seq = entry.seq;
        line.at = entry.happened.value_or(entry.at);
        if (entry.happened) line.entered = entry.at;
        line.by = who(entry.by);
        return line;
    }

    template <class F>
    void tell(const Noted& entry, const F& f, std::vector<HistoryLine>& out) {
        const DossierId dossier = dossier_of(f);
        if (dossier != about || !kTold<F>) return;
        HistoryLine line = line_of(entry);
        line.kind = F::kWire;
        details(f, line);
        out.push_back(std::move(line));
    }
};

}  // namespace

std::vector<HistoryLine> history(const Looking& looking, DossierId about,
                                 const std::vector<Noted>& entries) {
    Eyes eyes(looking);
    Teller teller{eyes, about, {}, {}};
    std::vector<HistoryLine> out;
    for (const Noted& entry : entries) {
        if (entry.refusal != nullptr && entry.about == about) {
            HistoryLine line = teller.line_of(entry);
            line.kind = "refused";
            line.step = entry.ask;
            line.refusal = eyes.say(entry.refusal->rule, entry.refusal->args);
            out.push_back(std::move(line));
        }
        if (entry.facts == nullptr) continue;
        for (const office::Fact& fact : *entry.facts)
            std::visit(
                [&](const auto& room) {
                    std::visit([&](const auto& f) { teller.tell(entry, f, out); }, room);
                },
                fact);
    }
    return out;
}

}  // namespace ss::views
