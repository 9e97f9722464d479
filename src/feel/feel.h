// FEEL, the expression language of DMN 1.3 and of the conditions in a procedure. Start here.
//
//     Diagnostics complaints;
//     auto condition = feel::compile("=outcome = \"supplement\"", "process.bpmn", 12, complaints);
//     if (condition && feel::holds(*condition, data)) ...
//
// Pure: same text and scope, same value; no clock (now() and today() are refused when compiled).
// Nothing throws. What cannot be evaluated is null; an evaluation that passes limits::kFeelSteps is
// null too, so no expression hangs. What is supported: docs/formats/feel.md.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/value.h"
#include "feel/value.h"

namespace ss::feel {

class Expression;

// Where a free name is looked up. False: there is no such name, and the name is null.
class Scope {
  public:
    virtual bool find(const std::string& name, Value& value) const = 0;

  protected:
    ~Scope() = default;
};

// The data of a dossier.
class DataScope final : public Scope {
  public:
    explicit DataScope(const Data& data) : data_(data) {}
    bool find(const std::string& name, Value& value) const override;

  private:
    const Data& data_;
};

// A leading "=" (as Camunda Modeler writes) may stand. `known` are the names that may hold spaces,
// keywords or signs ("date of birth", "a-b"); names of plain words need no mention.
// nullptr: there were complaints, each with line (of `text` within `file`) and column.
std::shared_ptr<const Expression> compile(std::string_view text, std::string file, int line,
                                          Diagnostics& complaints,
                                          std::span<const std::string> known = {});
// A cell of a decision table: "-", "<18", "[1..5], 7", "not(\"x\")", "? > other".
std::shared_ptr<const Expression> compile_unary_tests(std::string_view text, std::string file,
                                                      int line, Diagnostics& complaints,
                                                      std::span<const std::string> known = {});

Value evaluate(const Expression& expression, const Scope& scope);
Value evaluate(const Expression& expression, const Data& data);
// Unary tests applied to one input: true, false or null.
Value evaluate_test(const Expression& tests, const Value& input, const Scope& scope);
// A condition: null and everything that is not a boolean counts as false.
bool holds(const Expression& expression, const Data& data);

// The free names: variables, and functions that are not built in. Sorted, each once. Names inside a
// filter are left out: they may be entries of the filtered items.
std::vector<std::string> names_used(const Expression& expression);
const std::string& text_of(const Expression& expression);

Value from_data(const ss::Value& value);
// Back into a dossier's data: null, boolean, integer or string; nullopt for everything else.
std::optional<ss::Value> to_data(const Value& value);

}  // namespace ss::feel
