// Motions, amendments, votes and secret ballots.
#include <algorithm>

#include "meetings/internal.h"

namespace ss::meetings {

using enum RefusalCode;

namespace {

std::optional<Refusal> check_texts(const std::vector<std::string>& texts) {
    if (texts.size() > limits::kList)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kList)});
    for (const auto& text : texts) SS_REFUSE_IF(check_text(text));
    return std::nullopt;
}

// The body's own rules may ask for more than the plan's majority, which is the law's, not for less.
// A quorum it sets as it likes: the law has none (Law 72/2025/QH15 art. 34-35).
std::optional<Refusal> check_annex(const Annex& a, const plan::Majority& law) {
    const auto share = [](int64_t n, int64_t d) { return n > 0 && d > 0 && n <= d && d <= 1'000; };
    if (!share(a.quorum_numerator, a.quorum_denominator) || !share(a.numerator, a.denominator) ||
        (a.numerator == a.denominator && !a.at_least))
        return refuse(invalid, "meeting.annex_no_share");
    const int64_t have = a.numerator * law.denominator, want = law.numerator * a.denominator;
    const bool weaker = have < want || (have == want && a.at_least && !law.at_least);
    if (a.base != law.base || weaker) return refuse(invalid, "meeting.annex_below_law");
    return std::nullopt;
}

std::optional<Refusal> check_candidates(const Ground& g, const Move& c, bool election) {
    if (election == c.candidates.empty())
        return refuse(incomplete, election ? "meeting.no_candidates" : "meeting.no_election");
    if (c.candidates.size() > limits::kMembers)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kMembers)});
    const std::set<Code> once(c.candidates.begin(), c.candidates.end());
    if (once.size() != c.candidates.size()) return refuse(invalid, "meeting.named_twice");
    for (const Code& candidate : once)
        if (!g.people.officers.contains(candidate))
            return refuse(not_found, "meeting.unknown_officer", {candidate});
    return std::nullopt;
}

std::optional<Refusal> check_sum(int64_t in_favour, int64_t against, int64_t abstained,
                                 int64_t present) {
    const int64_t most = static_cast<int64_t>(limits::kMembers);
    for (const int64_t n : {in_favour, against, abstained})
        if (n < 0 || n > most) return refuse(invalid, "meeting.no_count", {std::to_string(n)});
    const int64_t sum = in_favour + against + abstained;
    if (sum > present)
        return refuse(invalid, "meeting.more_votes_than_present",
                      {std::to_string(sum), std::to_string(present)});
    return std::nullopt;
}

// Named choices, summed up; the numbers of the command, where it has any, must say the same.
std::optional<Refusal> count_named(const Found& f, const Vote& c, Count& count) {
    for (const auto& [officer, choice] : c.named) {
        SS_REFUSE_IF(check_member(f, officer));
        ++(choice == Choice::in_favour ? count.in_favour
           : choice == Choice::against ? count.against
                                       : count.abstained);
    }
    const bool silent = c.in_favour == 0 && c.against == 0 && c.abstained == 0;
    if (!silent && (c.in_favour != count.in_favour || c.against != count.against ||
                    c.abstained != count.abstained))
        return refuse(invalid, "meeting.names_differ");
    count.named = c.named;
    return std::nullopt;
}

// What members chose on their devices, where the command tells no numbers of its own. Who has left
// the room since has no vote: the quorum too is counted as the result is told.
std::optional<Refusal> count_poll(const Found& f, const Vote& c, Vote& counted) {
    counted = c;
    const std::optional<Poll>& poll = f.meeting->item(c.item)->poll;
    const bool silent = c.named.empty() && c.in_favour == 0 && c.against == 0 && c.abstained == 0;
    if (!poll || !silent) return std::nullopt;
    for (const auto& [officer, choice] : poll->choices)
        if (f.meeting->members.contains(officer)) counted.named[officer] = choice;
    if (counted.named.empty()) return refuse(incomplete, "meeting.poll_empty", {c.item});
    return std::nullopt;
}

// As many for as against: where the plan says so, whoever presides decides by his own choice
// (Law 72/2025/QH15 art. 40.3). His vote is among those counted; he does not vote twice.
std::optional<Refusal> break_tie(const Ground& g, const Found& f, const Vote& c, Count& count,
                                 bool& carried) {
    const Code chair = chair_of(*f.meeting, g.plan, g.people, g.who.when());
    std::optional<Choice> choice = c.chair_choice;
    if (const auto named = c.named.find(chair); named != c.named.end()) choice = named->second;
    if (!choice) return refuse(incomplete, "meeting.chair_choice", {chair});
    if (!f.meeting->members.contains(chair))
        return refuse(not_entitled, "meeting.voice_only", {chair});
    count.tie_broken = choice;
    carried = *choice == Choice::in_favour;
    return std::nullopt;
}

// Tells the outcome and all it brings about. Cannot refuse.
void declare(const Ground& g, const Found& f, MeetingId meeting, const plan::AgendaItem& item,
             bool carried, Count count) {
    const std::optional<Annex> annex = f.meeting->item(item.code)->annex;
    if (carried) {
        g.pen.write(Carried{meeting, item.code, std::move(count), g.who.when()});
        if (item.adopts_rules && annex)
            g.pen.write(RulesAdopted{meeting, f.kind->body, *annex, g.who.when()});
    } else {
        g.pen.write(Lost{meeting, item.code, std::move(count), g.who.when()});
    }
    end_item(g, meeting, item, carried ? Result::carried : Result::lost);
}

}  // namespace

std::optional<Refusal> decide_move(const Ground& g, const Move& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_in_hand(g, f, c.item));
    const plan::AgendaItem& item = *agenda_item(*f.kind, c.item);
    if (f.meeting->item(c.item)->ballots)
        return refuse(wrong_stage, "meeting.ballots_out", {c.item});
    SS_REFUSE_IF(check_no_poll(*f.meeting->item(c.item)));
    if (!in_room(*f.meeting, c.mover)) return refuse(not_entitled, "meeting.absent", {c.mover});
    SS_REFUSE_IF(check_texts(c.text));
    if (item.adopts_rules && !c.annex) return refuse(incomplete, "meeting.annex_missing", {c.item});
    if (!item.adopts_rules && c.annex) return refuse(invalid, "meeting.annex_unasked", {c.item});
    if (c.annex) SS_REFUSE_IF(check_annex(*c.annex, f.kind->rules.majority));
    SS_REFUSE_IF(check_candidates(g, c, item.kind == "election"));
    g.pen.write(Moved{c.meeting, c.item, c.mover, c.text, c.annex, c.candidates, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_amend(const Ground& g, const Amend& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_in_hand(g, f, c.item));
    SS_REFUSE_IF(check_moved(f, c.item));
    const Item& taken = *f.meeting->item(c.item);
    if (taken.ballots) return refuse(wrong_stage, "meeting.ballots_out", {c.item});
    SS_REFUSE_IF(check_no_poll(taken));
    SS_REFUSE_IF(check_member(f, c.mover));
    if (c.text.empty()) return refuse(incomplete, "meeting.no_text");
    SS_REFUSE_IF(check_text(c.text));
    if (taken.amendments.size() >= limits::kList)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kList)});
    SS_REFUSE_IF(check_quorum(g, f));
    const auto present = static_cast<int64_t>(f.meeting->members.size());
    SS_REFUSE_IF(check_sum(c.in_favour, c.against, c.abstained, present));
    const plan::Majority majority = rules_of(g, f).majority;
    const bool accepted = reached(majority, c.in_favour, measure(g, f, majority).base_count);
    g.pen.write(Amended{c.meeting, c.item, c.mover, c.text, accepted, c.in_favour, c.against,
                        c.abstained, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_vote(const Ground& g, const Vote& asked) {
    const Found f = find(g, asked.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_in_hand(g, f, asked.item));
    SS_REFUSE_IF(check_moved(f, asked.item));
    Vote c;
    SS_REFUSE_IF(count_poll(f, asked, c));
    const plan::AgendaItem& item = *agenda_item(*f.kind, c.item);
    SS_REFUSE_IF(check_not_secret(item));
    if (item.form == plan::VoteForm::named && c.named.empty())
        return refuse(incomplete, "meeting.names_required", {c.item});
    if (c.named.size() > limits::kMembers)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kMembers)});
    SS_REFUSE_IF(check_quorum(g, f));
    const plan::Majority majority = majority_for(g, f, item);
    Count count = measure(g, f, majority);
    count.form = c.named.empty() ? plan::VoteForm::show_of_hands : plan::VoteForm::named;
    if (!c.named.empty()) {
        SS_REFUSE_IF(count_named(f, c, count));
    } else {
        SS_REFUSE_IF(check_sum(c.in_favour, c.against, c.abstained, count.present));
        count.in_favour = c.in_favour;
        count.against = c.against;
        count.abstained = c.abstained;
    }
    bool carried = reached(majority, count.in_favour, count.base_count);
    const bool tie = !carried && count.in_favour > 0 && count.in_favour == count.against;
    if (tie && majority.tie_follows_chair) SS_REFUSE_IF(break_tie(g, f, c, count, carried));
    declare(g, f, c.meeting, item, carried, std::move(count));
    return std::nullopt;
}

std::optional<Refusal> decide_issue_ballots(const Ground& g, const IssueBallots& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_in_hand(g, f, c.item));
    SS_REFUSE_IF(check_moved(f, c.item));
    const plan::AgendaItem& item = *agenda_item(*f.kind, c.item);
    if (item.form != plan::VoteForm::secret && item.kind != "election")
        return refuse(invalid, "meeting.not_secret", {c.item});
    if (f.meeting->item(c.item)->ballots) return refuse(duplicate, "meeting.ballots_out", {c.item});
    SS_REFUSE_IF(check_quorum(g, f));
    const auto present = static_cast<int64_t>(f.meeting->members.size());
    if (c.count <= 0 || c.count > present)
        return refuse(invalid, "meeting.ballots_and_present",
                      {std::to_string(c.count), std::to_string(present)});
    g.pen.write(BallotsIssued{c.meeting, c.item, c.count, present,
                              needed(rules_of(g, f), f.meeting->total), g.who.when()});
    return std::nullopt;
}

namespace {

// Tellers are members in the room, neither in the chair nor voted on.
std::optional<Refusal> check_tellers(const Ground& g, const Found& f,
                                     const std::vector<Code>& tellers, const Item& taken) {
    if (tellers.empty()) return refuse(incomplete, "meeting.no_tellers");
    if (tellers.size() > limits::kMembers)
        return refuse(limit, "meeting.too_many", {std::to_string(limits::kMembers)});
    const std::set<Code> once(tellers.begin(), tellers.end());
    if (once.size() != tellers.size()) return refuse(invalid, "meeting.named_twice");
    const Code chair = chair_of(*f.meeting, g.plan, g.people, g.who.when());
    for (const Code& teller : once) {
        SS_REFUSE_IF(check_member(f, teller));
        if (teller == chair) return refuse(not_entitled, "meeting.teller_is_chair", {teller});
        if (std::ranges::find(taken.candidates, teller) != taken.candidates.end())
            return refuse(not_entitled, "meeting.teller_is_candidate", {teller});
    }
    return std::nullopt;
}

// Who has been named counts; the command repeats them or says nothing.
std::optional<Refusal> settle_tellers(const Ground& g, const Found& f, const Tally& c,
                                      const Item& taken, std::vector<Code>& tellers) {
    tellers = c.tellers.empty() ? taken.tellers : c.tellers;
    if (taken.tellers.empty()) return check_tellers(g, f, tellers, taken);
    const std::set<Code> named(taken.tellers.begin(), taken.tellers.end());
    if (named != std::set<Code>(tellers.begin(), tellers.end()))
        return refuse(invalid, "meeting.tellers_differ");
    return std::nullopt;
}

// Handed out, collected, valid, invalid, and the sums of the choices must fit.
std::optional<Refusal> check_ballots(const Tally& c, const Item& taken, bool election) {
    const int64_t out = *taken.ballots;
    if (c.issued != out)
        return refuse(invalid, "meeting.ballots_issued_differ",
                      {std::to_string(c.issued), std::to_string(out)});
    if (c.collected < 0 || c.collected > out)
        return refuse(invalid, "meeting.ballots_collected",
                      {std::to_string(c.collected), std::to_string(out)});
    if (c.valid < 0 || c.invalid < 0 || c.valid > out || c.invalid > out ||
        c.valid + c.invalid != c.collected)
        return refuse(
            invalid, "meeting.ballots_valid",
            {std::to_string(c.valid), std::to_string(c.invalid), std::to_string(c.collected)});
    const auto choices = names(Choice{});
    int64_t sum = 0;
    for (const auto& [choice, votes] : c.sums) {
        const bool known =
            election ? std::ranges::find(taken.candidates, choice) != taken.candidates.end()
                     : std::ranges::find(choices, choice) != choices.end();
        if (!known) return refuse(not_found, "meeting.unknown_choice", {choice});
        if (votes < 0 || votes > c.valid)
            return refuse(invalid, "meeting.sums",
                          {std::to_string(votes), std::to_string(c.valid)});
        sum += votes;
    }
    if (!election && sum != c.valid)
        return refuse(invalid, "meeting.sums", {std::to_string(sum), std::to_string(c.valid)});
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> decide_name_tellers(const Ground& g, const NameTellers& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    SS_REFUSE_IF(check_in_hand(g, f, c.item));
    SS_REFUSE_IF(check_moved(f, c.item));
    const plan::AgendaItem& item = *agenda_item(*f.kind, c.item);
    if (item.form != plan::VoteForm::secret && item.kind != "election")
        return refuse(invalid, "meeting.not_secret", {c.item});
    SS_REFUSE_IF(check_tellers(g, f, c.tellers, *f.meeting->item(c.item)));
    g.pen.write(TellersNamed{c.meeting, c.item, c.tellers, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_tally(const Ground& g, const Tally& c) {
    const Found f = find(g, c.meeting);
    SS_REFUSE_IF(f.refusal);
    const Item* in_hand = f.meeting->in_hand();
    const bool teller =
        in_hand && std::ranges::find(in_hand->tellers, g.who.by) != in_hand->tellers.end();
    if (!teller) SS_REFUSE_IF(check_runs(g, f));
    SS_REFUSE_IF(check_votable(f, c.item));
    const plan::AgendaItem& item = *agenda_item(*f.kind, c.item);
    const Item& taken = *f.meeting->item(c.item);
    if (!taken.ballots) return refuse(wrong_order, "meeting.ballots_first", {c.item});
    const bool election = item.kind == "election";
    std::vector<Code> tellers;
    SS_REFUSE_IF(settle_tellers(g, f, c, taken, tellers));
    SS_REFUSE_IF(check_ballots(c, taken, election));
    const plan::Majority majority = majority_for(g, f, item);
    Count count = measure(g, f, majority);
    count.form = plan::VoteForm::secret;
    // The quorum was counted as the ballots were handed out; who has voted may have left since.
    count.present = taken.ballots_present;
    count.needed = taken.ballots_needed;
    if (majority.base == plan::MajorityBase::present) count.base_count = count.present;
    count.issued = c.issued;
    count.collected = c.collected;
    count.valid = c.valid;
    count.invalid = c.invalid;
    count.tellers = tellers;
    const auto sum = [&](const char* choice) {
        const auto i = c.sums.find(choice);
        return i == c.sums.end() ? int64_t{0} : i->second;
    };
    // A secret tie does not follow the chair: nobody knows his choice.
    bool carried = false;
    if (election) {
        count.candidates = c.sums;
        for (const auto& [candidate, votes] : c.sums)
            if (reached(majority, votes, count.base_count)) count.elected.push_back(candidate);
        carried = !count.elected.empty();
    } else {
        count.in_favour = sum("in_favour");
        count.against = sum("against");
        count.abstained = sum("abstained");
        carried = reached(majority, count.in_favour, count.base_count);
    }
    declare(g, f, c.meeting, item, carried, std::move(count));
    return std::nullopt;
}

}  // namespace ss::meetings
