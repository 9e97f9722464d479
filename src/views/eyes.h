// What the views look names, permissions and lines up with. For the .cc files of this room only.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "plan/plan.h"
#include "views/records.h"
#include "views/shared.h"
#include "words/words.h"

namespace ss::views {

inline Error no_such(const std::string& what) {
    return {ErrorCode::unavailable, what};
}

// A parameter that is a number of the office's; zero where it is missing. Errors: malformed.
Result<uint32_t> number_param(const Looking&, const std::string& name);
std::string text_param(const Looking&, const std::string& name);  // "" where it is missing

// An instant as a view has it: none where State keeps a zero.
inline std::optional<Instant> some(Instant at) {
    return at.ms == 0 ? std::nullopt : std::optional<Instant>(at);
}

class Eyes {
  public:
    explicit Eyes(const Looking& looking)
        : look(looking), state(looking.state), plan(looking.plan), now(looking.now) {}

    const Looking& look;
    const office::State& state;
    const plan::Plan& plan;
    const Instant now;

    // --- names -------------------------------------------------------------------------------
    const std::string& text(const org::Text& t) const { return t.get(look.language); }
    std::string open(const Sealed&) const;  // "" where it may not be seen, or was erased
    Named procedure(const Code&) const;
    Named role(const Code&) const;
    Named body(const Code&) const;
    Named post(const Code&) const;
    Named unit(const Code&) const;
    Named type(const Code&) const;
    Named urgency(const Code&) const;
    Named meeting_kind(const Code&) const;
    Named milestone(const Code&) const;
    Named objective(const Code&) const;
    Named recipient(const Code&) const;  // a unit, body, post, officer, or as it is written
    Person person(const Code& officer, const Code& post = {}) const;  // title of that, or his first
    std::vector<Person> persons(const std::vector<Code>& officers) const;
    std::vector<Person> holders(const Code& post) const;
    Citizen citizen(const dossiers::Applicant&) const;
    // The codes among the arguments of a rule's sentence, by their names.
    std::vector<std::string> named(const std::string& rule, const std::vector<std::string>& args,
                                   const Code& procedure = {}) const;
    Sentence say(const std::string& rule, const std::vector<std::string>& args);

    // --- who looks, and what he may ------------------------------------------------------------
    bool may(const std::string& ask);
    const std::set<Code>& my_roles();
    const std::vector<Code>& my_posts();
    bool fills(const Code& post);
    const std::vector<Person>& workers(const Code& role);
    // Would the office take it from him? Asked without leaving a trace.
    bool would(const dossiers::Command&);
    bool would(const documents::Command&);
    bool would(const meetings::Command&);
    bool would(const assignments::Command&);
    bool sees(DocumentId) const;
    std::vector<std::string> asks(const dossiers::Dossier&);
    std::vector<std::string> asks(AssignmentId);
    SigningLine signing(const Code& body, const Code& type);

    // --- lines -------------------------------------------------------------------------------
    Colour colour(Instant from, std::optional<Instant> due, bool over = false) const;
    const dossiers::Dossier* dossier(DossierId) const;
    DossierLine line(const dossiers::Dossier&) const;
    WorkLine line(const flow::WorkItem&) const;
    ComponentLine line(const plan::Procedure&, const plan::Component&) const;
    AssignmentLine line(AssignmentId, const assignments::Assignment&);
    IncomingLine line(DocumentId, const documents::Incoming&);
    OutgoingLine line(DocumentId, const documents::Outgoing&);
    std::string step_name(const Code& procedure, const Code& node) const;
    bool today(Instant at) const;  // the same day as now

  private:
    std::string name_of(const std::string& code) const;  // in a sentence
    const org::Text* agenda_title(const Code& item) const;
    const org::Text* component_name(const Code& procedure, const Code& code) const;
    std::vector<std::string> asks(DocumentId, const documents::Incoming&);
    std::vector<std::string> asks(DocumentId, const documents::Outgoing&);
    template <class Command>
    void offer(std::vector<std::string>& to, Command command);

    std::optional<words::Book> book_;
    std::map<std::string, bool> may_;
    std::optional<std::set<Code>> roles_;
    std::optional<std::vector<Code>> posts_;
    std::map<Code, bool> fills_;
    std::map<Code, std::vector<Person>> workers_;
};

}  // namespace ss::views
