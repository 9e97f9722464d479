// Names, heads and signatures looked up in State and plan. For the .cc files of this room only.
#pragma once

#include <map>
#include <set>

#include "papers/papers.h"
#include "plan/plan.h"

namespace ss::papers {

// One work item as the control sheet tells it.
struct Work {
    std::string name;
    Code role, by;
    Instant offered;
    std::optional<Instant> taken, done, due;
};
// What happened to one dossier, out of the record.
struct DossierLog {
    const dossiers::Received* received = nullptr;
    const dossiers::TakenOver* taken_over = nullptr;
    std::vector<const dossiers::SupplementAsked*> supplements;
    const dossiers::Refused* refused = nullptr;
    const dossiers::Apologised* apologised = nullptr;
    const dossiers::Stopped* stopped = nullptr;
    std::vector<WorkId> work;
};

class Gather {
  public:
    Gather(const Source& source, const Options& options);

    std::vector<Job> jobs();
    size_t left_out() const { return left_out_; }

    Frame frame() const { return {src.words, watermark_, footer_, src.plan.city.place, offset_}; }
    std::string text(const org::Text& t) const { return t.get(language_); }
    std::string unit_name(const Code& unit) const;
    std::string body_name(const Code& body) const;
    std::string post_title(const Code& post) const;
    std::string role_name(const Code& role) const;
    std::string officer_name(const Code& officer) const;
    std::string recipient(const Code& code) const;  // unit, body, post or as written
    std::string type_name(const Code& type) const;
    std::string procedure_name(const Code& procedure) const;
    std::string meeting_name(const Code& kind) const;
    std::string stamp(Instant at) const;
    std::string day(Instant at) const;
    Head head(const Code& body, const std::string& number, std::optional<LocalDate> date) const;
    Head centre_head(const std::string& number, Instant at) const;
    Signature signature(const documents::Outgoing& d) const;
    Person person(const dossiers::Applicant& a) const;
    std::string limit_text(const plan::Procedure& p, const dossiers::Dossier& d) const;

    // One paper each.
    Slip slip_of(const dossiers::Dossier& d, const DossierLog& log) const;
    Notice notice_of(const dossiers::Dossier& d, const DossierLog& log, Instant at,
                     std::string_view form) const;
    ControlSheet control_of(const dossiers::Dossier& d, const DossierLog& log) const;
    Paper paper_of(const documents::Outgoing& d) const;
    Certificate certificate_of(const documents::Outgoing& d) const;
    Minutes minutes_of(MeetingId id) const;
    Register dossier_register() const;
    Register outgoing_register(org::Side side) const;
    Register incoming_register(org::Side side) const;

    const Source src;  // references only: what they name outlives the gathering

  private:
    void read_record();
    void add(const std::string& name, About about, std::function<Sheet()> sheet);
    bool wanted(std::string_view kind, const std::string& name) const;
    void add_dossiers();
    void add_documents();
    void add_meetings();
    void add_registers();
    Part part_of(const std::string& text) const;
    std::string abstract_of(const documents::Outgoing& d) const;
    void add_body(Paper& p, const documents::Outgoing& d) const;
    std::string passed_text(const documents::Outgoing& d) const;
    Vote vote_of(const meetings::Item& item, const meetings::Ballot& ballot,
                 const meetings::Minutes& m) const;
    std::string item_title(const Code& kind, const Code& item) const;
    std::string symbol_of_motion(MeetingId meeting, const Code& item) const;

    Options options_;
    std::string language_, watermark_, footer_;
    int64_t offset_ = 0;
    std::map<DossierId, DossierLog> logs_;
    std::map<WorkId, Work> work_;
    std::vector<Job> jobs_;
    std::set<std::string> files_;
    size_t left_out_ = 0;
};

}  // namespace ss::papers
