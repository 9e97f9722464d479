// What an office numbers, wherever it stands in a command or a fact: walked by the same list of
// fields as everything on the wire. Numbers another unit has given are passed over.
#pragma once

#include <optional>
#include <type_traits>
#include <variant>

#include "office/wire.h"

namespace ss::simulate {

enum class Thing : unsigned char { dossier, work, document, meeting, assignment, ticket, message };
constexpr auto names(Thing) {
    return std::to_array<std::string_view>(
        {"dossier", "work", "document", "meeting", "assignment", "ticket", "message"});
}

template <class Id>
constexpr Thing thing_of() {
    if constexpr (std::is_same_v<Id, DossierId>) return Thing::dossier;
    else if constexpr (std::is_same_v<Id, WorkId>) return Thing::work;
    else if constexpr (std::is_same_v<Id, DocumentId>) return Thing::document;
    else if constexpr (std::is_same_v<Id, MeetingId>) return Thing::meeting;
    else if constexpr (std::is_same_v<Id, AssignmentId>) return Thing::assignment;
    else {
        static_assert(std::is_same_v<Id, TicketId>);
        return Thing::ticket;
    }
}

// Calls f(Thing, uint32_t& number) for each number of ours.
template <class F>
class Walk {
  public:
    explicit Walk(F& f) : f_(f) {}

    template <class T>
    void operator()(T& value) {
        using wire::detail::Is;
        if constexpr (Is<T>::id) {
            if (value) f_(thing_of<T>(), value.number);
        } else if constexpr (Is<T>::vector) {
            for (auto& item : value) (*this)(item);
        } else if constexpr (Is<T>::variant) {
            std::visit([&](auto& inner) { (*this)(inner); }, value);
        } else if constexpr (requires {
                                 value.has_value();
                                 *value;
                             }) {
            if (value) (*this)(*value);
        } else if constexpr (std::is_class_v<T> && requires(Fields& v) { fields(v, value); }) {
            Fields inner{*this};
            fields(inner, value);
        }
    }

    void operator()(dossiers::Elsewhere&) {}  // another unit's number
    void operator()(documents::Arrive& c) {
        const DocumentId theirs = c.theirs;
        c.theirs = {};
        all(c);
        c.theirs = theirs;
    }
    void operator()(documents::Arrived& f) {
        const DocumentId theirs = f.theirs;
        f.theirs = {};
        all(f);
        f.theirs = theirs;
    }
    void operator()(office::ReceiveMessage& c) { received(c.message.payload); }
    void operator()(office::MessageReceived& f) { received(f.message.payload); }
    void operator()(office::MessageSent& f) {
        f_(Thing::message, f.message.number);
        sent(f.message.payload);
    }
    void operator()(office::ConfirmMessage& c) { f_(Thing::message, c.number); }
    void operator()(office::MessageDelivered& f) { f_(Thing::message, f.number); }

  private:
    struct Fields {
        Walk& walk;
        template <class T>
        Fields& operator()(std::string_view, T& value) {
            walk(value);
            return *this;
        }
    };
    template <class T>
    void all(T& value) {
        Fields inner{*this};
        fields(inner, value);
    }

    // What we send names things of ours, an answer those of the unit that had asked.
    void sent(office::Payload& payload) {
        if (auto* p = std::get_if<office::ForwardDossier>(&payload)) (*this)(p->dossier);
        if (auto* p = std::get_if<office::ForwardAccepted>(&payload)) (*this)(p->there);
        if (auto* p = std::get_if<office::SendDocument>(&payload)) (*this)(p->document);
        if (auto* p = std::get_if<office::AskAgency>(&payload)) (*this)(p->dossier);
    }
    void received(office::Payload& payload) {
        if (auto* p = std::get_if<office::ForwardAccepted>(&payload)) (*this)(p->dossier);
        if (auto* p = std::get_if<office::ForwardDeclined>(&payload)) (*this)(p->dossier);
        if (auto* p = std::get_if<office::ForwardResult>(&payload)) (*this)(p->dossier);
        if (auto* p = std::get_if<office::DocumentStatus>(&payload)) (*this)(p->document);
        if (auto* p = std::get_if<office::AgencyAnswer>(&payload)) (*this)(p->dossier);
    }

    F& f_;
};

template <class T, class F>
void each_number(T& value, F&& f) {
    Walk<std::remove_reference_t<F>> walk(f);
    walk(value);
}

}  // namespace ss::simulate
