#include "documents/documents.h"

#include <gtest/gtest.h>

#include <random>

#include "base/limits.h"
#include "documents/testing.h"

namespace ss::documents {
namespace {

using namespace ss::documents::testing;

struct Row {
    Code by;
    Command command;
    std::string expected;
};

void run(World& w, Instant now, const std::vector<Row>& rows) {
    for (size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(w.ask(rows[i].by, now, rows[i].command), rows[i].expected) << "row " << i;
}

// Draft, checks, signature, number, seal: ready to be issued.
DocumentId prepare(World& w, Instant now, const Draft& draft = decision()) {
    EXPECT_EQ(w.ask("o-specialist", now, draft), "document.drafted");
    const DocumentId d = w.last();
    run(w, now,
        {{"o-head", MakeCheck{d, Check::content, true, {}}, "document.checked"},
         {"o-office-head", MakeCheck{d, Check::form, true, {}}, "document.checked"},
         {"o-chair", Sign{d}, "document.signed"},
         {"o-clerk", Number{d}, "document.numbered"},
         {"o-clerk", Seal{d}, "document.sealed"}});
    return d;
}

TEST(Documents, OutgoingInItsOrderAndInNoOther) {
    World w;
    const Instant now = at(0, 8);
    ASSERT_EQ(w.ask("o-specialist", now, decision()), "document.drafted");
    const DocumentId d = w.last();
    EXPECT_EQ(w.out().drafting_body, "division");
    run(w, now,
        {
            {"o-office-head", MakeCheck{d, Check::form, true, {}}, "document.content_first"},
            {"o-chair", Sign{d}, "document.not_checked"},
            {"o-clerk", Number{d}, "document.not_signed"},
            {"o-clerk", Seal{d}, "document.not_signed"},
            {"o-clerk", Issue{d, {}}, "document.not_numbered"},
            {"o-specialist", MakeCheck{d, Check::content, true, {}}, "document.not_head"},
            {"o-head", MakeCheck{d, Check::content, false, {}}, "document.no_remarks"},
            {"o-head", MakeCheck{d, Check::content, false, "name the shift"}, "document.checked"},
            {"o-clerk", Revise{d, "x", {"y"}, {}}, "document.not_drafter"},
            {"o-specialist", Revise{d, "on the roster", {"y"}, {"there"}}, "document.revised"},
            {"o-head", MakeCheck{d, Check::content, true, {}}, "document.checked"},
            {"o-head", MakeCheck{d, Check::content, true, {}}, "document.checked_already"},
            {"o-chair", Sign{d}, "document.not_checked"},
            {"o-head", MakeCheck{d, Check::form, true, {}}, "document.not_checker"},
            {"o-office-head", MakeCheck{d, Check::form, true, {}}, "document.checked"},
            {"o-head", Sign{d}, "org.may_not_sign"},
            {"o-chair", Sign{d}, "document.signed"},
            {"o-chair", Sign{d}, "document.signed_already"},
            {"o-specialist", Revise{d, "x", {"y"}, {}}, "document.signed_already"},
            {"o-clerk", Seal{d}, "document.not_numbered"},
            {"o-office-head", Number{d}, "document.not_clerk"},
            {"o-clerk", Number{d}, "document.numbered"},
            {"o-clerk", Number{d}, "document.numbered_already"},
            {"o-clerk", Issue{d, {}}, "document.not_sealed"},
            {"o-chair", Seal{d}, "document.not_clerk"},
            {"o-clerk", Seal{d}, "document.sealed"},
            {"o-clerk", Seal{d}, "document.sealed_already"},
            {"o-clerk", Issue{d, {"nowhere"}}, "document.unknown_recipient"},
            {"o-clerk", Issue{d, {}}, "document.issued"},
            {"o-clerk", Issue{d, {}}, "document.issued_already"},
        });
    EXPECT_EQ(w.out().symbol, "01/QD-UBND");
    EXPECT_EQ(w.out().signature->formula, "TM.");
    EXPECT_EQ(w.out().signature->officer, "o-chair");
    EXPECT_TRUE(w.replays());
}

TEST(Documents, RefusesADraftThatIsWrong) {
    World w;
    const auto with = [](auto&& change) {
        Draft d = decision();
        change(d);
        return d;
    };
    run(w, at(0, 8),
        {
            {"o-clerk", with([](Draft& d) { d.type = "XX"; }), "document.unknown_type"},
            {"o-clerk", with([](Draft& d) { d.body = "xx"; }), "document.unknown_body"},
            {"o-clerk", with([](Draft& d) { d.type = "P-NQ"; }), "document.type_other_side"},
            {"o-clerk", with([](Draft& d) { d.urgency = "x"; }), "document.unknown_urgency"},
            {"o-clerk", with([](Draft& d) { d.signer_post = "x"; }), "document.unknown_post"},
            {"o-clerk", with([](Draft& d) { d.abstract = ""; }), "document.no_abstract"},
            {"o-clerk", with([](Draft& d) { d.drafting_body = "division"; }),
             "document.not_of_body"},
            {"o-clerk", with([](Draft& d) { d.recipients = {"who"}; }),
             "document.unknown_recipient"},
            {"o-clerk", with([](Draft& d) { d.abstract.assign(limits::kText, 'x'); }),
             "document.drafted"},
            {"o-clerk", with([](Draft& d) { d.abstract.assign(limits::kText + 1, 'x'); }),
             "document.too_long"},
            {"o-clerk", with([](Draft& d) { d.text.assign(limits::kList, "x"); }),
             "document.drafted"},
            {"o-clerk", with([](Draft& d) { d.text.assign(limits::kList + 1, "x"); }),
             "document.too_many"},
            {"o-clerk", with([](Draft& d) { d.recipients.assign(limits::kList + 1, "there"); }),
             "document.too_many"},
        });
}

// Where no role is named, the table of access decides, and each side by its own posts.
TEST(Documents, WhoChecksOnOneSideDoesNotCheckOnTheOther) {
    World w;
    const Instant now = at(0, 8);
    w.plan.documents.checker_role.clear();
    w.plan.documents.party_checker_role.clear();
    w.plan.organization.access[std::string(MakeCheck::kWire)] = {"office-head",
                                                                 "party-office-head"};
    w.enrol("o-specialist-and-party-office", {"specialist", "party-office-head"});
    w.enrol("o-office-and-party-clerk", {"office-head", "party-clerk"});
    Draft state = decision();
    state.drafting_body = "ubnd";
    Draft party;
    party.side = Side::party;
    party.type = "P-NQ";
    party.body = party.drafting_body = "party";
    party.abstract = "on the last six months";
    party.signer_post = "secretary";
    const auto both = [&](const Code& drafter, const Draft& draft, const Code& wrong,
                          const Code& right) {
        ASSERT_EQ(w.ask(drafter, now, draft), "document.drafted");
        const DocumentId d = w.last();
        run(w, now,
            {{wrong, MakeCheck{d, Check::content, true, {}}, "document.not_head"},
             {right, MakeCheck{d, Check::content, true, {}}, "document.checked"},
             {wrong, MakeCheck{d, Check::form, true, {}}, "document.not_checker"},
             {right, MakeCheck{d, Check::form, true, {}}, "document.checked"}});
    };
    both("o-clerk", state, "o-specialist-and-party-office", "o-office-and-party-clerk");
    both("o-party-clerk", party, "o-office-and-party-clerk", "o-specialist-and-party-office");
    EXPECT_TRUE(w.replays());
}

TEST(Documents, SidesAreWalledOffAndAdministratorsTouchNothing) {
    World w;
    const Instant now = at(0, 8);
    Draft party;
    party.side = Side::party;
    party.type = "P-NQ";
    party.body = "party";
    party.abstract = "on the last six months";
    party.recipients = {"there", "party"};
    party.signer_post = "secretary";
    Draft leak = party;
    leak.recipients = {"ubnd"};
    run(w, now,
        {{"o-clerk", party, "document.other_side"},
         {"o-administrator", party, "document.other_side"},
         {"o-administrator", decision(), "document.other_side"},
         {"o-party-clerk", leak, "document.recipient_other_side"},
         {"o-party-clerk", party, "document.drafted"}});
    const DocumentId d = w.last();
    run(w, now,
        {{"o-head", MakeCheck{d, Check::content, true, {}}, "document.other_side"},
         {"o-party-office-head", MakeCheck{d, Check::content, true, {}}, "document.checked"},
         {"o-office-head", MakeCheck{d, Check::form, true, {}}, "document.other_side"},
         {"o-party-office-head", MakeCheck{d, Check::form, true, {}}, "document.checked"},
         {"o-chair", Sign{d}, "document.other_side"},
         {"o-secretary", Sign{d}, "document.signed"},
         {"o-clerk", Number{d}, "document.other_side"},
         {"o-administrator", Number{d}, "document.other_side"},
         {"o-party-clerk", Number{d}, "document.numbered"},
         {"o-party-clerk", Seal{d}, "document.sealed"},
         {"o-party-clerk", Issue{d, {"chair"}}, "document.recipient_other_side"},
         {"o-party-clerk", Issue{d, {}}, "document.issued"}});
    EXPECT_EQ(w.out().symbol, "01-NQ/DU");
    const auto sees = [&](const Code& officer, DocumentId document) {
        return may_see(w.state, w.plan, w.people, officer, document, now);
    };
    EXPECT_TRUE(sees("o-secretary", d));
    EXPECT_FALSE(sees("o-chair", d));
    EXPECT_FALSE(sees("o-administrator", d));
    Draft report = decision();
    report.recipients = {"party"};
    const DocumentId s = prepare(w, now, report);
    EXPECT_TRUE(sees("o-specialist", s));
    EXPECT_FALSE(sees("o-administrator", s));
    EXPECT_FALSE(sees("o-secretary", s)) << "not before it is issued to the Party";
    EXPECT_EQ(w.ask("o-clerk", now, Issue{s, {}}), "document.issued");
    EXPECT_TRUE(sees("o-secretary", s));
    EXPECT_FALSE(sees("o-chair", DocumentId{99}));
}

TEST(Documents, AWrongSignerIsRefusedAndADeputySignsByHisFormula) {
    World w;
    const Instant now = at(0, 8);
    ASSERT_EQ(w.ask("o-specialist", now, decision()), "document.drafted");
    const DocumentId d = w.last();
    w.away("o-head", now, at(3, 8));
    run(w, now,
        {{"o-specialist", MakeCheck{d, Check::content, true, {}}, "document.checked"},
         {"o-office-head", MakeCheck{d, Check::form, true, {}}, "document.checked"},
         {"o-clerk", Sign{d}, "org.may_not_sign"}});
    w.people.apply(org::TokenBroke{"o-vice-chair", now, "lost"});
    EXPECT_NE(w.ask("o-vice-chair", now, Sign{d}), "document.signed");
    w.people.apply(org::TokenRenewed{"o-vice-chair", now, at(300, 8)});
    EXPECT_EQ(w.ask("o-vice-chair", now, Sign{d}), "document.signed");
    EXPECT_EQ(w.out().signature->formula, "KT.");
    EXPECT_EQ(w.out().signature->on_behalf_of, "chair");
    EXPECT_EQ(w.out().signature->basis, "art. 13");
}

TEST(Documents, NumbersRunByYearByTypeAndByTerm) {
    World w;
    Draft notice = decision();
    notice.type = "TB";
    Draft letter = decision();
    letter.type = "CV";
    const auto symbol = [&](Instant now, const Draft& d) {
        prepare(w, now, d);
        return w.out().symbol;
    };
    EXPECT_EQ(symbol(at(0, 8), decision()), "01/QD-UBND");
    EXPECT_EQ(symbol(at(0, 9), notice), "02/TB-UBND") << "one series for both";
    EXPECT_EQ(symbol(at(0, 9), letter), "01/UBND-KT");
    EXPECT_EQ(symbol(at(1, 9), decision()), "03/QD-UBND");
    EXPECT_EQ(symbol(at(200, 9), decision()), "01/QD-UBND") << "a new year";
    Draft party;
    party.side = Side::party;
    party.body = "party";
    party.abstract = "x";
    party.recipients = {"there"};
    party.signer_post = "secretary";
    for (const auto& [type, now, expected] :
         std::vector<std::tuple<Code, Instant, std::string>>{{"P-NQ", at(0, 8), "01-NQ/DU"},
                                                             {"P-QC", at(0, 8), "01-QC/DU"},
                                                             {"P-NQ", at(300, 8), "02-NQ/DU"}}) {
        party.type = type;
        ASSERT_EQ(w.ask("o-party-clerk", now, party), "document.drafted");
        const DocumentId d = w.last();
        w.ask("o-party-office-head", now, MakeCheck{d, Check::content, true, {}});
        w.ask("o-party-office-head", now, MakeCheck{d, Check::form, true, {}});
        w.ask("o-secretary", now, Sign{d});
        EXPECT_EQ(w.ask("o-party-clerk", now, Number{d}), "document.numbered");
        EXPECT_EQ(w.out().symbol, expected);
    }
    party.type = "P-CV";
    EXPECT_EQ(w.ask("o-party-clerk", at(0, 8), party), "document.no_series");
    EXPECT_TRUE(w.replays());
}

TEST(Documents, FallsUnissuedAtTheEndOfTheNextWorkingDay) {
    World w;
    prepare(w, at(4, 16));  // a Friday
    EXPECT_EQ(next_due(w.state), after(at(7, 17))) << "Monday's closing";
    EXPECT_EQ(w.tick(at(7, 17)), "") << "kept at its very instant";
    EXPECT_EQ(w.tick(after(at(7, 17))), "document.fell_unissued");
    EXPECT_EQ(next_due(w.state), std::nullopt);
    Draft urgent = decision();
    urgent.urgency = "urgent";
    const DocumentId d = prepare(w, at(8, 10), urgent);
    EXPECT_EQ(next_due(w.state), after(at(8, 17))) << "an urgent paper goes the same day";
    EXPECT_EQ(w.ask("o-clerk", at(8, 11), Issue{d, {}}), "document.issued");
    EXPECT_EQ(next_due(w.state), std::nullopt);
    prepare(w, at(8, 18), urgent);
    EXPECT_EQ(next_due(w.state), after(at(9, 17))) << "after closing: the next day";
}

TEST(Documents, TheReceiversTellWhatBecameOfIt) {
    World w;
    const Instant now = at(0, 8);
    Draft draft = decision();
    draft.recipients = {"there", "city", "division"};
    const DocumentId d = prepare(w, now, draft);
    const auto ack = [&](const Code& from, Status status) {
        return w.ask(kCourier, now, Acknowledge{d, from, status});
    };
    EXPECT_EQ(ack("there", Status::arrived), "document.not_issued");
    EXPECT_EQ(w.ask("o-clerk", now, Recall{d, "x"}), "document.not_issued");
    EXPECT_EQ(w.ask("o-clerk", now, Issue{d, {}}), "document.issued");
    EXPECT_EQ(ack("here", Status::arrived), "document.not_recipient");
    EXPECT_EQ(ack("there", Status::arrived), "document.acknowledged");
    EXPECT_EQ(ack("there", Status::completed), "document.acknowledged");
    EXPECT_EQ(ack("there", Status::recall_agreed), "document.recall_not_awaited");
    EXPECT_EQ(ack("there", Status::recall_asked), "document.recall_by_recipient");
    EXPECT_EQ(w.ask("o-head", now, Acknowledge{d, "division", Status::arrived}),
              "document.not_clerk");
    EXPECT_EQ(w.ask("o-head", now, Recall{d, "wrong annex"}), "document.not_answerable");
    EXPECT_EQ(w.ask("o-chair", now, Recall{d, ""}), "document.no_reason");
    EXPECT_EQ(w.ask("o-chair", now, Recall{d, "wrong annex"}), "document.recall_sent");
    EXPECT_EQ(w.ask("o-chair", now, Recall{d, "again"}), "document.recalled_already");
    EXPECT_EQ(ack("division", Status::recall_agreed), "document.recall_not_awaited");
    EXPECT_EQ(ack("there", Status::recall_agreed), "document.acknowledged");
    EXPECT_EQ(w.out().stage, Stage::issued);
    EXPECT_EQ(ack("city", Status::recall_agreed), "document.acknowledged document.recalled");
    EXPECT_EQ(w.out().stage, Stage::recalled);
    const auto codes = names(Status{});
    EXPECT_EQ(codes[static_cast<size_t>(Status::recall_agreed)], "15");

    const DocumentId again = prepare(w, now, draft);
    EXPECT_EQ(w.out().symbol, "02/QD-UBND") << "a recalled number is not used again";
    w.ask("o-clerk", now, Issue{again, {}});
    w.ask("o-clerk", now, Recall{again, "x"});
    w.ask(kCourier, now, Acknowledge{again, "there", Status::recall_refused});
    EXPECT_EQ(w.ask(kCourier, now, Acknowledge{again, "city", Status::recall_agreed}),
              "document.acknowledged")
        << "one has refused";
    EXPECT_EQ(w.out().stage, Stage::issued);
    EXPECT_TRUE(w.replays());
}

TEST(Documents, ErrorsArePutRightByALetterOrByAReplacement) {
    World w;
    const Instant now = at(0, 8);
    const DocumentId first = prepare(w, now);
    w.ask("o-clerk", now, Issue{first, {}});
    Draft letter = decision();
    letter.type = "CV";
    const DocumentId l = prepare(w, now, letter);
    const DocumentId second = prepare(w, now);
    run(w, now,
        {{"o-clerk", Correct{first, l}, "document.letter_not_issued"},
         {"o-clerk", Issue{l, {}}, "document.issued"},
         {"o-clerk", Correct{second, l}, "document.not_issued"},
         {"o-clerk", Correct{first, first}, "document.not_a_letter"},
         {"o-head", Correct{first, l}, "document.not_answerable"},
         {"o-clerk", Correct{first, l}, "document.corrected"},
         {"o-clerk", Correct{first, l}, "document.corrected_already"},
         {"o-clerk", Replace{first, second}, "document.replacement_not_issued"},
         {"o-clerk", Issue{second, {}}, "document.issued"},
         {"o-clerk", Replace{first, l}, "document.other_form"},
         {"o-clerk", Replace{first, first}, "document.other_form"},
         {"o-clerk", Replace{first, second}, "document.replaced"},
         {"o-clerk", Replace{first, second}, "document.replaced_already"},
         {"o-clerk", Recall{first, "x"}, "document.recalled_already"},
         {"o-clerk", Sign{DocumentId{77}}, "document.unknown"}});
    EXPECT_EQ(w.state.outgoing.at(first).replaced_by, second);
    EXPECT_TRUE(w.replays());
}

Arrive letter_from_there() {
    Arrive a;
    a.from = "there";
    a.symbol = "05/UBND-VP";
    a.date = date_of({2025, 6, 23});
    a.type = "CV";
    a.body = "ubnd";
    a.abstract = "on the common road";
    a.theirs = {7};
    return a;
}

TEST(Documents, IncomingIsRegisteredAssignedAndAnswered) {
    World w;
    const Instant now = at(0, 8);
    ASSERT_EQ(w.ask(kCourier, now, letter_from_there()), "document.arrived");
    const DocumentId d = w.last();
    EXPECT_EQ(find_incoming(w.state, "there", {7}), d);
    EXPECT_EQ(find_incoming(w.state, "city", {7}), DocumentId{});
    const Assign assign{d, "head", "", {"specialist"}, at(5, 17)};
    run(w, now,
        {{kCourier, letter_from_there(), "document.arrived_already"},
         {"o-chair", assign, "document.not_registered"},
         {"o-head", Finish{d, ""}, "document.not_assigned"},
         {"o-head", Register{d}, "document.not_clerk"},
         {"o-party-clerk", Register{d}, "document.other_side"},
         {"o-clerk", Register{d}, "document.registered"},
         {"o-clerk", Register{d}, "document.registered_already"},
         {"o-clerk", TurnBack{d, "not ours"}, "document.registered_already"},
         {"o-chair", Assign{d, "nobody", "", {}, at(5, 17)}, "document.unknown_post"},
         {"o-chair", Assign{d, "secretary", "", {}, at(5, 17)}, "document.post_other_side"},
         {"o-chair", Assign{d, "administrator", "", {}, at(5, 17)}, "document.post_other_side"},
         {"o-chair", Assign{d, "head", "o-clerk", {}, at(5, 17)}, "document.lead_without_post"},
         {"o-chair", Assign{d, "head", "", {}, now}, "document.due_past"},
         {"o-secretary", assign, "document.other_side"},
         {"o-chair", assign, "document.assigned"},
         {"o-specialist", Finish{d, "read"}, "document.not_lead"}});
    EXPECT_EQ(w.in().number, 1);
    const DocumentId reply = [&] {
        Draft draft = decision();
        draft.type = "CV";
        return prepare(w, now, draft);
    }();
    run(w, at(6, 8),
        {{"o-head", Answer{d, reply}, "document.reply_not_issued"},
         {"o-clerk", Issue{reply, {"city"}}, "document.issued"},
         {"o-head", Answer{d, reply}, "document.reply_elsewhere"}});
    EXPECT_EQ(w.tick(after(at(5, 17))), "document.fell_overdue");
    EXPECT_EQ(w.ask("o-head", at(6, 8), Finish{d, "by telephone"}), "document.finished");
    EXPECT_TRUE(std::get<Finished>(w.facts.back()).late);
    EXPECT_EQ(w.ask("o-head", at(6, 8), Finish{d, "again"}), "document.finished_already");
    EXPECT_TRUE(w.replays());
}

TEST(Documents, IncomingDeadlinesAreTold) {
    World w;
    Arrive urgent = letter_from_there();
    urgent.urgency = "urgent";
    urgent.due = at(1, 17);
    ASSERT_EQ(w.ask(kCourier, at(0, 10, 45), urgent), "document.arrived");
    const DocumentId d = w.last();
    EXPECT_EQ(next_due(w.state), after(at(0, 13, 15))) << "30 working minutes, over midday";
    EXPECT_EQ(w.tick(after(at(0, 13, 15))), "document.fell_unregistered");
    EXPECT_EQ(w.ask("o-clerk", at(0, 14), Register{d}), "document.registered");
    EXPECT_TRUE(std::get<Registered>(w.facts.back()).late);
    EXPECT_EQ(w.tick(after(at(0, 15))), "document.fell_unassigned");
    EXPECT_EQ(w.ask("o-chair", at(0, 16), Assign{d, "head", "o-head", {}, at(2, 17)}),
              "document.due_after_sender");
    EXPECT_EQ(w.ask("o-chair", at(0, 16), Assign{d, "head", "o-head", {}, at(1, 17)}),
              "document.assigned");
    EXPECT_TRUE(std::get<Assigned>(w.facts.back()).late);
    EXPECT_EQ(w.tick(after(at(1, 17))), "document.fell_overdue");
    EXPECT_EQ(w.ask("o-chair", at(1, 18), Assign{d, "specialist", "", {}, at(3, 17)}),
              "document.assigned")
        << "a late paper goes to another";
    EXPECT_EQ(w.ask("o-head", at(2, 8), Finish{d, ""}), "document.not_lead");
    EXPECT_EQ(w.ask("o-specialist", at(2, 8), Finish{d, ""}), "document.finished");
    EXPECT_FALSE(std::get<Finished>(w.facts.back()).late);
    EXPECT_EQ(next_due(w.state), std::nullopt);
    Arrive ordinary = letter_from_there();
    ordinary.theirs = {8};
    ordinary.symbol = "06/UBND-VP";
    ASSERT_EQ(w.ask(kCourier, at(4, 16), ordinary), "document.arrived");
    EXPECT_EQ(next_due(w.state), after(at(7, 17))) << "the next working day";
}

TEST(Documents, APaperIsTurnedBackOrRecalledByItsSender) {
    World w;
    const Instant now = at(0, 8);
    w.ask(kCourier, now, letter_from_there());
    DocumentId d = w.last();
    run(w, now,
        {{"o-clerk", TurnBack{d, ""}, "document.no_reason"},
         {"o-clerk", TurnBack{d, "not ours"}, "document.turned_back"},
         {"o-clerk", Register{d}, "document.not_here"},
         {"o-clerk", letter_from_there(), "document.arrived"}});
    d = w.last();
    run(w, now,
        {{"o-clerk", AnswerRecall{d, true}, "document.recall_not_asked"},
         {kCourier, AskRecall{d, "city"}, "document.not_sender"},
         {kCourier, AskRecall{d, "there"}, "document.recall_asked"},
         {kCourier, AskRecall{d, "there"}, "document.recalled_already"},
         {"o-clerk", AnswerRecall{d, false}, "document.recall_answered"},
         {"o-clerk", Register{d}, "document.registered"},
         {kCourier, AskRecall{d, "there"}, "document.recall_asked"},
         {"o-clerk", AnswerRecall{d, true}, "document.recall_answered"},
         {"o-chair", Assign{d, "head", "", {}, at(5, 8)}, "document.not_here"}});
    EXPECT_EQ(next_due(w.state), std::nullopt);
    EXPECT_EQ(receipt_of(w.facts.back())->status, Status::recall_agreed);
    EXPECT_FALSE(receipt_of(Fact{Signed{}}).has_value());
    EXPECT_TRUE(w.replays());
}

TEST(Documents, ASecretPaperLeavesWhoAndWhenAndNothingElse) {
    World w;
    Arrive secret = letter_from_there();
    secret.secrecy = "secret";
    secret.abstract = "the hidden thing";
    secret.symbol = "99/HIDDEN";
    Draft draft = decision("the hidden thing");
    draft.secrecy = "secret";
    draft.text = {"hidden"};
    for (const std::string& text : {wire::encode(Command{secret}), wire::encode(Command{draft})}) {
        EXPECT_EQ(text.find("hidden"), std::string::npos) << text;
        EXPECT_EQ(text.find("HIDDEN"), std::string::npos) << text;
    }
    EXPECT_EQ(w.ask(kCourier, at(0, 8), secret), "document.secret");
    EXPECT_EQ(w.ask("o-specialist", at(0, 8), draft), "document.secret");
    // A client that sends the title with the mark is not even read.
    std::string sent = wire::encode(Command{secret});
    sent.replace(sent.find("\"abstract\":\"\""), 13, "\"abstract\":\"h\"");
    EXPECT_FALSE(wire::decode<Command>(sent).ok());
    run(w, at(0, 8),
        {{"o-clerk", ReportSecret{"there", at(0, 7)}, "document.secret_reported"},
         {"o-clerk", ReportSecret{"The hidden thing", at(0, 7)}, "document.sender_no_code"},
         {"o-clerk", ReportSecret{"", at(0, 7)}, "document.no_sender"},
         {"o-clerk", ReportSecret{"there", at(0, 9)}, "document.brought_later"},
         {"o-administrator", ReportSecret{"there", at(0, 7)}, "document.other_side"}});
    EXPECT_EQ(w.state.secrets, 1);
    EXPECT_TRUE(w.replays());
}

TEST(Documents, WhoBringsAPaperFromOutsideNeedsNoPost) {
    World w;
    Arrive petition;
    petition.from = kCitizen;
    petition.body = "ubnd";
    petition.abstract = "a petition";
    EXPECT_EQ(w.ask(kCitizen, at(0, 8), petition), "document.arrived");
    EXPECT_EQ(w.ask("o-head", at(0, 8), petition), "document.not_clerk");
    petition.body = "nowhere";
    EXPECT_EQ(w.ask(kCitizen, at(0, 8), petition), "document.unknown_body");
    Arrive party = letter_from_there();
    party.type = "P-NQ";
    EXPECT_EQ(w.ask(kCourier, at(0, 8), party), "document.type_other_side");
}

TEST(Documents, ACarriedMotionBecomesADocumentWhoseTextStands) {
    World w;
    const Instant now = at(0, 9);
    const MotionPaper paper{{1},       "working-regulation", "P-QC",
                            "party",   "working regulation", {"Article 1."},
                            {"there"}, "secretary",          "o-secretary"};
    DocumentId d;
    EXPECT_EQ(
        w.follow([&](Pen<Fact>& pen) { d = draft_from_motion(w.state, w.plan, paper, now, pen); }),
        "document.drafted");
    run(w, now,
        {{"o-party-clerk", Revise{d, "x", {"Article 2."}, {}}, "document.not_drafter"},
         {"o-party-office-head", Revise{d, "x", {"Article 2."}, {}}, "document.carried_text"},
         {"o-party-office-head", MakeCheck{d, Check::form, true, {}}, "document.checked"},
         {"o-secretary", Sign{d}, "document.signed"},
         {"o-party-clerk", Number{d}, "document.numbered"}});
    EXPECT_EQ(w.out().symbol, "01-QC/DU");
    EXPECT_EQ(w.out().from_meeting, MeetingId{1});
    EXPECT_TRUE(w.replays());
}

TEST(Documents, AResultPaperGoesItsDossiersWay) {
    World w;
    const Instant now = at(0, 9);
    const plan::ResultPaper result{"GKS", "births", "ubnd", {}, 1};
    const DossierId dossier{12};
    EXPECT_TRUE(
        std::holds_alternative<Refusal>(may_sign_result(w.plan, w.people, "o-clerk", result, now)));
    const auto signing = may_sign_result(w.plan, w.people, "o-vice-chair", result, now);
    ASSERT_TRUE(std::holds_alternative<org::Signing>(signing));
    const auto act = [&](auto&& f) { return w.follow(f); };
    EXPECT_EQ(act([&](Pen<Fact>& pen) {
                  EXPECT_EQ(number_result(w.state, w.plan, dossier, result, "o-clerk", now, pen),
                            DocumentId{});
              }),
              "")
        << "no number without a signature";
    EXPECT_EQ(act([&](Pen<Fact>& pen) {
                  result_signed(w.state, w.plan, dossier, result, std::get<org::Signing>(signing),
                                now, pen);
              }),
              "document.drafted document.signed");
    const DocumentId d = w.last();
    EXPECT_EQ(w.ask("o-clerk", now, Number{d}), "document.result_of_procedure");
    EXPECT_EQ(act([&](Pen<Fact>& pen) {
                  EXPECT_EQ(seal_result(w.state, w.plan, dossier, result, "o-clerk", now, pen), d);
              }),
              "document.numbered document.sealed");
    EXPECT_EQ(w.out().symbol, "01/2025");
    EXPECT_EQ(next_due(w.state), std::nullopt) << "the dossier's promise governs it";
    EXPECT_EQ(act([&](Pen<Fact>& pen) { issue_results(w.state, dossier, "o-clerk", now, pen); }),
              "document.issued");
    EXPECT_EQ(act([&](Pen<Fact>& pen) { issue_results(w.state, dossier, "o-clerk", now, pen); }),
              "");
    EXPECT_TRUE(w.replays());
}

// The step that this paper waits for, if there is one; else the command given.
Command proper(const World& w, DocumentId d, const Command& otherwise) {
    const auto paper = w.state.outgoing.find(d);
    if (paper == w.state.outgoing.end()) return otherwise;
    switch (paper->second.stage) {
        case Stage::draft: return MakeCheck{d, Check::content, true, {}};
        case Stage::checked_content: return MakeCheck{d, Check::form, true, {}};
        case Stage::checked: return Sign{d};
        case Stage::signed_: return Number{d};
        case Stage::numbered: return Seal{d};
        default: return otherwise;
    }
}

// Each run counts one, two, three; nothing is numbered that nobody signed; something is numbered.
void check_numbers(const World& w) {
    std::map<std::string, int64_t> runs;
    std::set<DocumentId> is_signed;
    size_t numbered = 0;
    for (const Fact& fact : w.facts) {
        if (const auto* f = std::get_if<Signed>(&fact)) is_signed.insert(f->document);
        if (const auto* f = std::get_if<Numbered>(&fact)) {
            EXPECT_EQ(f->number, ++runs[f->run]);
            EXPECT_TRUE(is_signed.contains(f->document));
            ++numbered;
        }
        if (const auto* f = std::get_if<Registered>(&fact)) {
            EXPECT_EQ(f->number, ++runs[f->run]);
        }
    }
    EXPECT_GT(numbered, 0u);
}

// Whatever is asked in whatever order: a number only after a signature, no gap, none twice; the
// record replays; nothing is refused after its first fact.
TEST(Documents, NumbersHaveNoGapWhateverIsAsked) {
    for (uint32_t seed = 1; seed <= 20; ++seed) {
        World w;
        std::mt19937 dice(seed);
        const auto upto = [&](uint32_t n) { return static_cast<uint32_t>(dice() % n); };
        const std::vector<Code> people{"o-specialist",  "o-head",  "o-office-head", "o-chair",
                                       "o-vice-chair",  "o-clerk", "o-clerk",       "o-secretary",
                                       "o-party-clerk", kCourier};
        int minute = 0;
        for (int step = 0; step < 600; ++step) {
            const Instant now = at(step / 20, 8, minute = (minute + 1) % 60);
            // One of the newest, or none at all.
            const uint32_t oldest = w.state.last > 6 ? w.state.last - 6 : 0;
            const DocumentId d{oldest + upto(8) + 1};
            const Code& by = people[upto(static_cast<uint32_t>(people.size()))];
            Draft draft = decision();
            draft.type = std::vector<Code>{"QD", "TB", "CV"}[upto(3)];
            Arrive arrive = letter_from_there();
            arrive.theirs = {upto(40) + 1};
            arrive.symbol.clear();
            const std::vector<Command> all{draft,
                                           MakeCheck{d, Check::content, upto(5) > 0, "r"},
                                           MakeCheck{d, Check::form, upto(5) > 0, "r"},
                                           Sign{d},
                                           Number{d},
                                           Number{d},
                                           Seal{d},
                                           Issue{d, {}},
                                           Recall{d, "r"},
                                           Acknowledge{d, "there", static_cast<Status>(upto(9))},
                                           arrive,
                                           Register{d},
                                           Register{d},
                                           Assign{d, "head", "", {}, at(step / 20 + 2, 9)},
                                           Finish{d, ""},
                                           Replace{d, {upto(w.state.last + 1) + 1}},
                                           AskRecall{d, "there"},
                                           AnswerRecall{d, true},
                                           TurnBack{d, "r"}};
            Command command = all[upto(static_cast<uint32_t>(all.size()))];
            if (upto(2) == 0) command = proper(w, d, command);
            // The right officer often enough for papers to get through.
            const bool right = upto(3) > 0;
            const Code who = !right                                  ? by
                             : std::holds_alternative<Sign>(command) ? "o-chair"
                             : std::holds_alternative<MakeCheck>(command)
                                 ? std::get<MakeCheck>(command).check == Check::content
                                       ? "o-head"
                                       : "o-office-head"
                             : std::holds_alternative<Draft>(command) ? "o-specialist"
                                                                      : "o-clerk";
            EXPECT_NE(w.ask(who, now, command), "refused after a fact");
            if (upto(10) == 0) w.tick(now);
        }
        check_numbers(w);
        EXPECT_TRUE(w.replays()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace ss::documents
