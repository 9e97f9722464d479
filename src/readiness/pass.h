// The pass over a record that fills the table. For measure*.cc only.
#pragma once

#include "readiness/measures.h"

namespace ss::readiness {

class Pass {
  public:
    explicit Pass(Table& t) : t_(t), plan_(*t.plan) {}
    void entry(const RecordEntry& e);

  private:
    // measure.cc
    void refusal(const RecordEntry& e);
    void who(const RecordEntry& e);
    void fact(const office::Fact& f);
    // A fact without a line below tells the table nothing.
    template <class T>
    void on(const T&) {}
    void on(const office::MessageSent&);
    void on(const office::MessageReceived&);
    void on(const office::MessageDelivered&);
    void on(const office::InjectGiven&);
    void on(const office::Observed&);
    void on(const org::WentAway&);
    void on(const org::CameBack&);
    void on(const org::MilestoneReached&);
    // measure_dossiers.cc
    void on(const dossiers::Presented&);
    void on(const dossiers::Received&);
    void on(const dossiers::Accepted&);
    void on(const dossiers::Transferred&);
    void on(const dossiers::SupplementAsked&);
    void on(const dossiers::Supplemented&);
    void on(const dossiers::Refused&);
    void on(const dossiers::Apologised&);
    void on(const dossiers::Paid&);
    void on(const dossiers::FellOverdue&);
    void on(const dossiers::Resolved&);
    void on(const dossiers::Returned&);
    void on(const dossiers::Withdrawn&);
    void on(const dossiers::Stopped&);
    void on(const dossiers::TakenOver&);
    void on(const dossiers::Rated&);
    void on(const dossiers::Notified&);
    void on(const dossiers::DataChanged&);
    void on(const flow::Offered&);
    void on(const flow::Taken&);
    void on(const flow::Released&);
    void on(const flow::HandedOver&);
    void on(const flow::Completed&);
    void on(const flow::Cancelled&);
    void on(const flow::Stuck&);
    void on(const flow::MessageAwaited&);
    void on(const flow::MessageDelivered&);
    void on(const flow::TimerArmed&);
    void on(const flow::TimerFired&);
    // measure_papers.cc
    void on(const documents::Drafted&);
    void on(const documents::Checked&);
    void on(const documents::Signed&);
    void on(const documents::Numbered&);
    void on(const documents::SealedIt&);
    void on(const documents::Issued&);
    void on(const documents::RecallSent&);
    void on(const documents::Recalled&);
    void on(const documents::Corrected&);
    void on(const documents::Replaced&);
    void on(const documents::FellUnissued&);
    void on(const documents::Arrived&);
    void on(const documents::TurnedBack&);
    void on(const documents::Registered&);
    void on(const documents::Assigned&);
    void on(const documents::Answered&);
    void on(const documents::Finished&);
    void on(const documents::RecallAnswered&);
    void on(const documents::FellUnregistered&);
    void on(const documents::FellUnassigned&);
    void on(const documents::FellOverdue&);
    void on(const documents::SecretReported&);
    // measure_meetings.cc
    void on(const meetings::Convened&);
    void on(const meetings::RollCalled&);
    void on(const meetings::Opened&);
    void on(const meetings::ItemTaken&);
    void on(const meetings::ItemOver&);
    void on(const meetings::Carried&);
    void on(const meetings::Lost&);
    void on(const meetings::Closed&);
    void on(const meetings::MinutesSigned&);
    void on(const assignments::Created&);
    void on(const assignments::Accepted&);
    void on(const assignments::Reported&);
    void on(const assignments::Extended&);
    void on(const assignments::FellOverdue&);

    void in_lane(const Code& role);  // whoever asked did something in it
    bool stands_in(const Code& officer, const Code& role) const;
    bool officer() const;  // whoever asked is one of the unit
    DossierLine& dossier(DossierId id);
    void count(const meetings::Count& count, MeetingLine& m, const Code& item);

    Table& t_;
    const plan::Plan& plan_;
    uint64_t seq_ = 0;
    Instant at_;    // entered
    Instant when_;  // true time
    Code by_, inject_;
    std::string request_;
    bool afterwards_ = false;           // back-entry
    std::optional<Instant> forwarded_;  // receipt of the dossier this entry's message brings
    std::map<std::string, DossierId> old_codes_;  // of dossiers taken over
    // Waits for an agency's word begun in this entry, no timer seen beside them yet.
    std::map<DossierId, size_t> endless_;  // -> place among the dossier's troubles
    // Of drafts sent to citizens: since when one waits.
    std::map<DossierId, Instant> confirming_;
};

// Of those who direct or evaluate, the login.
Code said_by(const std::string& request, const Code& by);
Sentence say(std::string rule, std::vector<std::string> args = {});
// "08:40": the time of day, where a sentence names one.
std::string clock_of(const plan::Plan& plan, Instant at);
std::string day_clock_of(const plan::Plan& plan, Instant at);  // with the date

}  // namespace ss::readiness
