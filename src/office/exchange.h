// What units send one another. A unit's outbox holds a message until the courier has brought it;
// the receiver's request id is "<unit>#<number>", so a message brought twice is answered once.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/sealed.h"
#include "base/time.h"
#include "base/value.h"
#include "dossiers/dossiers.h"

namespace ss::office {

// A dossier received here that is that unit's matter. One time of receipt drives both clocks.
struct ForwardDossier {
    static constexpr std::string_view kWire = "dossier.forward";
    DossierId dossier;
    std::string code;
    dossiers::Present as;
    Instant received_at;
};
struct ForwardAccepted {
    static constexpr std::string_view kWire = "dossier.forward_accepted";
    DossierId dossier;  // the sender's number
    DossierId there;    // the worker's number
};
struct ForwardDeclined {
    static constexpr std::string_view kWire = "dossier.forward_declined";
    DossierId dossier;
    std::string rule;
};
struct ForwardResult {
    static constexpr std::string_view kWire = "dossier.forward_result";
    DossierId dossier;    // the number where it was received
    bool granted = true;  // resolved; false: refused
    std::vector<std::string> reasons;
};
// Codes of QCVN 102:2016 travel back as DocumentStatus.
struct SendDocument {
    static constexpr std::string_view kWire = "document.send";
    DocumentId document;
    std::string symbol;
    Code type;
    Code side;
    std::string abstract;
    Code urgency;
    LocalDate dated;
    Instant due;  // zero: none asked
};
struct DocumentStatus {
    static constexpr std::string_view kWire = "document.status";
    DocumentId document;  // the number of the unit that sent the paper
    Code status;          // "01" arrived ... "06" completed, "13" recall asked, "15", "16"
};
// To an agency that runs no office of ours: police, land office, social insurance.
struct AskAgency {
    static constexpr std::string_view kWire = "agency.ask";
    DossierId dossier;
    std::string code;
    Code procedure;
    Code message;
};
struct AgencyAnswer {
    static constexpr std::string_view kWire = "agency.answer";
    DossierId dossier;
    Code answer;  // "ok", "refused", ...: the variable `answer` of the procedure
};
using Payload = std::variant<ForwardDossier, ForwardAccepted, ForwardDeclined, ForwardResult,
                             SendDocument, DocumentStatus, AskAgency, AgencyAnswer>;

struct Message {
    Code from;
    Code to;
    uint32_t number = 0;  // of the sender's, gap-free
    Payload payload;
};

// The sealed values a message names: the courier takes them along.
std::vector<Sealed> sealed_in(const Message& message);
std::string request_id(const Message& message);  // "my-thuong#12"

}  // namespace ss::office
