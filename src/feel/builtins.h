// The built-in functions of DMN 1.3 (and the few of 1.4 that fill gaps). One table; a function sees
// its arguments in order, whatever way they were written.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "feel/ast.h"

namespace ss::feel {

class Evaluator;

struct Call {
    std::vector<Value>& args;
    Evaluator& evaluator;  // for functions as arguments, and to count the work
};

struct Builtin {
    std::string_view name;
    // Parameters in order, alternatives divided by "|": "from|year,month,day". "x?" may be left
    // out, "x..." stands for any number.
    std::string_view params;
    Value (*run)(Call& call);
};

std::span<const Builtin> builtins();
uint32_t find_builtin(std::string_view name);  // kNone: there is none

// Whether some alternative takes that many.
bool takes(const Builtin& builtin, size_t count);
// Where each named argument goes: positions for `names`, or empty if no alternative has them all.
std::vector<size_t> places(const Builtin& builtin, std::span<const std::string> names);

}  // namespace ss::feel
