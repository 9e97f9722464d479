// Dossiers in flight as the abolished units hand them over: CSV (RFC 4180) or JSON, in one shape.
// What each column means: docs/formats/in-flight.md. Only the form is looked at here; take_over.h
// knows the plan.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace ss::opening {

inline constexpr size_t kInFlightRows = 20'000;  // in one file
inline constexpr size_t kInFlightColumns = 256;

struct Row {
    std::string file;
    int line = 0;       // of a CSV file
    std::string where;  // of a JSON file: "dossiers[3]"
    // By column: "old_code", "data.visitors". What is empty is left out.
    std::map<std::string, std::string> cells;

    const std::string& at(const std::string& column) const;  // "" where there is none
};

// By the name's ending, ".csv" or ".json". Every complaint at once; where there are any, the rows
// are good for nothing but further complaints.
std::vector<Row> read_rows(const std::string& file, std::string_view bytes,
                           Diagnostics& complaints);
// The same rows as a CSV file that read_rows() takes.
std::string write_csv(const std::vector<Row>& rows);

std::string csv_field(const std::string& text);  // quoted where it must be
// A complaint about a row, at its place.
void complain(Diagnostics& complaints, const Row& row, std::string_view what, std::string message,
              std::string advice);

}  // namespace ss::opening
