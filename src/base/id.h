#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace ss {

// What the plan names (a post, a procedure, a unit, an officer): a short text, the same in the
// plan, in the journal and on the screen. At most limits::kCode bytes.
using Code = std::string;

// What the office numbers. decide() gives numbers in order, so the same commands give the same.
template <class Tag>
struct Id {
    uint32_t number = 0;
    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return number != 0; }
};

using DossierId = Id<struct DossierTag>;
using WorkId = Id<struct WorkTag>;
using DocumentId = Id<struct DocumentTag>;
using MeetingId = Id<struct MeetingTag>;
using AssignmentId = Id<struct AssignmentTag>;

}  // namespace ss
