#include "office/exchange.h"

namespace ss::office {

std::vector<Sealed> sealed_in(const Message& message) {
    const auto* forward = std::get_if<ForwardDossier>(&message.payload);
    if (forward == nullptr) return {};
    dossiers::Dossier d;
    d.applicant = forward->as.applicant;
    d.personal = forward->as.personal;
    return dossiers::sealed_of(d);
}

std::string request_id(const Message& message) {
    return message.from + "#" + std::to_string(message.number);
}

}  // namespace ss::office
