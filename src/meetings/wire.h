// How the commands, the facts and the State of this room are written: keys in ascending order.
// Included by the office's wire and by tests only.
#pragma once

#include "base/wire.h"
#include "meetings/meetings.h"

namespace ss::meetings {

template <class V>
void fields(V& v, Annex& f) {
    v("at_least", f.at_least)("base", f.base)("denominator", f.denominator)(
        "numerator", f.numerator)("quorum_denominator", f.quorum_denominator)("quorum_numerator",
                                                                              f.quorum_numerator);
}

template <class V>
void fields(V& v, Convene& f) {
    v("begins", f.begins)("convener", f.convener)("kind", f.kind)("papers", f.papers);
}

template <class V>
void fields(V& v, CallRoll& f) {
    v("meeting", f.meeting)("present", f.present)("total", f.total);
}

template <class V>
void fields(V& v, Open& f) {
    v("meeting", f.meeting);
}

template <class V>
void fields(V& v, Leave& f) {
    v("meeting", f.meeting)("officer", f.officer);
}

template <class V>
void fields(V& v, Return& f) {
    v("meeting", f.meeting)("officer", f.officer);
}

template <class V>
void fields(V& v, TakeItem& f) {
    v("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, EndItem& f) {
    v("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, Speak& f) {
    v("gist", f.gist)("meeting", f.meeting)("minutes", f.minutes)("officer", f.officer);
}

template <class V>
void fields(V& v, Move& f) {
    v("annex", f.annex)("candidates", f.candidates)("item", f.item)("meeting", f.meeting)(
        "mover", f.mover)("text", f.text);
}

template <class V>
void fields(V& v, Amend& f) {
    v("abstained", f.abstained)("against", f.against)("in_favour", f.in_favour)("item", f.item)(
        "meeting", f.meeting)("mover", f.mover)("text", f.text);
}

template <class V>
void fields(V& v, Vote& f) {
    v("abstained", f.abstained)("against", f.against)("chair_choice", f.chair_choice)(
        "in_favour", f.in_favour)("item", f.item)("meeting", f.meeting)("named", f.named);
}

template <class V>
void fields(V& v, IssueBallots& f) {
    v("count", f.count)("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, Tally& f) {
    v("collected", f.collected)("invalid", f.invalid)("issued", f.issued)("item", f.item)(
        "meeting", f.meeting)("sums", f.sums)("tellers", f.tellers)("valid", f.valid);
}

template <class V>
void fields(V& v, Direct& f) {
    v("due", f.due)("meeting", f.meeting)("officer", f.officer)("text", f.text)("to_post",
                                                                                f.to_post);
}

template <class V>
void fields(V& v, Adjourn& f) {
    v("meeting", f.meeting)("reason", f.reason)("until", f.until);
}

template <class V>
void fields(V& v, Close& f) {
    v("meeting", f.meeting);
}

template <class V>
void fields(V& v, SignMinutes& f) {
    v("meeting", f.meeting);
}

template <class V>
void fields(V& v, AskFloor& f) {
    v("meeting", f.meeting)("withdraw", f.withdraw);
}

template <class V>
void fields(V& v, OpenPoll& f) {
    v("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, Cast& f) {
    v("choice", f.choice)("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, NameTellers& f) {
    v("item", f.item)("meeting", f.meeting)("tellers", f.tellers);
}

template <class V>
void fields(V& v, Convened& f) {
    v("at", f.at)("begins", f.begins)("body", f.body)("convener", f.convener)("kind", f.kind)(
        "meeting", f.meeting)("papers", f.papers);
}

template <class V>
void fields(V& v, RollCalled& f) {
    v("at", f.at)("guests", f.guests)("meeting", f.meeting)("members", f.members)(
        "needed", f.needed)("total", f.total);
}

template <class V>
void fields(V& v, Opened& f) {
    v("at", f.at)("chair", f.chair)("meeting", f.meeting)("needed", f.needed)("present", f.present)(
        "total", f.total);
}

template <class V>
void fields(V& v, Left& f) {
    v("at", f.at)("meeting", f.meeting)("officer", f.officer);
}

template <class V>
void fields(V& v, Returned& f) {
    v("at", f.at)("meeting", f.meeting)("member", f.member)("officer", f.officer);
}

template <class V>
void fields(V& v, ItemTaken& f) {
    v("at", f.at)("chair", f.chair)("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, ItemAnnounced& f) {
    v("appoints", f.appoints)("at", f.at)("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, ItemOver& f) {
    v("assigns", f.assigns)("at", f.at)("item", f.item)("meeting", f.meeting)("reaches", f.reaches)(
        "result", f.result);
}

template <class V>
void fields(V& v, Spoken& f) {
    v("at", f.at)("gist", f.gist)("item", f.item)("meeting", f.meeting)("minutes", f.minutes)(
        "officer", f.officer);
}

template <class V>
void fields(V& v, Moved& f) {
    v("annex", f.annex)("at", f.at)("candidates", f.candidates)("item", f.item)(
        "meeting", f.meeting)("mover", f.mover)("text", f.text);
}

template <class V>
void fields(V& v, Amended& f) {
    v("abstained", f.abstained)("accepted", f.accepted)("against", f.against)("at", f.at)(
        "in_favour", f.in_favour)("item", f.item)("meeting", f.meeting)("mover", f.mover)("text",
                                                                                          f.text);
}

template <class V>
void fields(V& v, BallotsIssued& f) {
    v("at", f.at)("count", f.count)("item", f.item)("meeting", f.meeting)("needed", f.needed)(
        "present", f.present);
}

template <class V>
void fields(V& v, Count& f) {
    v("abstained", f.abstained)("against", f.against)("at_least", f.at_least)("base", f.base)(
        "base_count", f.base_count)("candidates", f.candidates)("collected", f.collected)(
        "denominator", f.denominator)("elected", f.elected)("form", f.form)(
        "in_favour", f.in_favour)("invalid", f.invalid)("issued", f.issued)("named", f.named)(
        "needed", f.needed)("numerator", f.numerator)("present", f.present)("tellers", f.tellers)(
        "tie_broken", f.tie_broken)("total", f.total)("valid", f.valid);
}

template <class V>
void fields(V& v, Carried& f) {
    v("at", f.at)("count", f.count)("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, Lost& f) {
    v("at", f.at)("count", f.count)("item", f.item)("meeting", f.meeting);
}

template <class V>
void fields(V& v, RulesAdopted& f) {
    v("annex", f.annex)("at", f.at)("body", f.body)("meeting", f.meeting);
}

template <class V>
void fields(V& v, Directed& f) {
    v("at", f.at)("due", f.due)("item", f.item)("meeting", f.meeting)("officer", f.officer)(
        "officer_post", f.officer_post)("text", f.text)("to_post", f.to_post);
}

template <class V>
void fields(V& v, Adjourned& f) {
    v("at", f.at)("meeting", f.meeting)("reason", f.reason)("until", f.until);
}

template <class V>
void fields(V& v, Closed& f) {
    v("at", f.at)("chair", f.chair)("meeting", f.meeting);
}

template <class V>
void fields(V& v, MinutesSigned& f) {
    v("at", f.at)("meeting", f.meeting)("officer", f.officer)("post", f.post);
}

template <class V>
void fields(V& v, FloorAsked& f) {
    v("at", f.at)("meeting", f.meeting)("officer", f.officer)("withdrawn", f.withdrawn);
}

template <class V>
void fields(V& v, PollOpened& f) {
    v("at", f.at)("item", f.item)("meeting", f.meeting)("needed", f.needed)("present", f.present);
}

template <class V>
void fields(V& v, ChoiceCast& f) {
    v("at", f.at)("choice", f.choice)("item", f.item)("meeting", f.meeting)("officer", f.officer);
}

template <class V>
void fields(V& v, TellersNamed& f) {
    v("at", f.at)("item", f.item)("meeting", f.meeting)("tellers", f.tellers);
}

template <class V>
void fields(V& v, Roll& f) {
    v("at", f.at)("guests", f.guests)("members", f.members)("needed", f.needed)("total", f.total);
}

template <class V>
void fields(V& v, Movement& f) {
    v("at", f.at)("came", f.came)("officer", f.officer);
}

template <class V>
void fields(V& v, Sitting& f) {
    v("chair", f.chair)("ended", f.ended)("needed", f.needed)("opened", f.opened)(
        "present", f.present)("reason", f.reason)("total", f.total);
}

template <class V>
void fields(V& v, Speech& f) {
    v("at", f.at)("gist", f.gist)("minutes", f.minutes)("officer", f.officer);
}

template <class V>
void fields(V& v, Amendment& f) {
    v("abstained", f.abstained)("accepted", f.accepted)("against", f.against)("at", f.at)(
        "in_favour", f.in_favour)("mover", f.mover)("text", f.text);
}

template <class V>
void fields(V& v, Direction& f) {
    v("at", f.at)("due", f.due)("item", f.item)("officer", f.officer)("text", f.text)("to_post",
                                                                                      f.to_post);
}

template <class V>
void fields(V& v, Ballot& f) {
    v("at", f.at)("count", f.count)("result", f.result);
}

template <class V>
void fields(V& v, Poll& f) {
    v("choices", f.choices)("opened", f.opened);
}

template <class V>
void fields(V& v, Item& f) {
    v("amendments", f.amendments)("annex", f.annex)("announced", f.announced)("ballots", f.ballots)(
        "ballots_needed", f.ballots_needed)("ballots_present", f.ballots_present)(
        "candidates", f.candidates)("chair", f.chair)("code", f.code)("moved", f.moved)(
        "mover", f.mover)("over", f.over)("poll", f.poll)("result", f.result)(
        "speeches", f.speeches)("taken", f.taken)("tellers", f.tellers)("text", f.text)("votes", f.votes);
}

template <class V>
void fields(V& v, Signature& f) {
    v("at", f.at)("officer", f.officer)("post", f.post);
}

template <class V>
void fields(V& v, Meeting& f) {
    v("begins", f.begins)("body", f.body)("closed", f.closed)("closed_by", f.closed_by)(
        "convened", f.convened)("convener", f.convener)("current", f.current)(
        "directions", f.directions)("floor", f.floor)("guests", f.guests)("items", f.items)(
        "kind", f.kind)("members", f.members)("movements", f.movements)("papers", f.papers)(
        "roll_called", f.roll_called)("rolls", f.rolls)("signatures", f.signatures)(
        "sittings", f.sittings)("stage", f.stage)("total", f.total);
}

template <class V>
void fields(V& v, State& f) {
    v("last", f.last)("meetings", f.meetings)("rules", f.rules);
}

template <class V>
void fields(V& v, Minutes& f) {
    v("begins", f.begins)("body", f.body)("chair", f.chair)("closed", f.closed)(
        "convened", f.convened)("convener", f.convener)("directions", f.directions)(
        "items", f.items)("kind", f.kind)("meeting", f.meeting)("movements", f.movements)(
        "papers", f.papers)("rolls", f.rolls)("signatures", f.signatures)("sittings", f.sittings)(
        "total", f.total);
}

}  // namespace ss::meetings
