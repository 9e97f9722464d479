// Every queue, text, nesting and count has its limit here, and a test at it and past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ss::limits {

inline constexpr size_t kCode = 64;                   // bytes of a Code
inline constexpr size_t kText = 4'000;                // bytes of one free text in a command
inline constexpr size_t kBody = 1u << 20;             // bytes of one encoded command or entry
inline constexpr size_t kAttachment = 25u << 20;      // bytes of one attachment
inline constexpr size_t kSealedValues = 64;           // sealed values in one envelope
inline constexpr size_t kSealedValue = 4'000;         // bytes of one sealed value
inline constexpr size_t kFactsPerCommand = 1'024;     // facts one command may bring about
inline constexpr size_t kList = 1'024;                // elements of one list in a command
inline constexpr size_t kData = 128;                  // variables of one dossier
inline constexpr size_t kTokens = 256;                // tokens in one running procedure
inline constexpr size_t kNodes = 4'096;               // nodes of one procedure
inline constexpr size_t kNesting = 64;                // nesting of an expression, XML, YAML, JSON
inline constexpr size_t kFeelText = 16'000;           // bytes of one FEEL expression
inline constexpr size_t kFeelHeight = 256;            // height of the tree of one FEEL expression
inline constexpr size_t kFeelSteps = 200'000;         // steps of one evaluation, then it is null
inline constexpr size_t kFile = 16u << 20;            // bytes of one file of a plan
inline constexpr size_t kRecentRequests = 4'096;      // requests answered from State
inline constexpr size_t kMembers = 500;               // members of one body

}  // namespace ss::limits
