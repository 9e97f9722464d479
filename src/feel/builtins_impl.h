// What the files of built-in functions share. null arguments make most answers null: the helpers
// say nullptr or nullopt then, and the function ends.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "feel/builtins.h"
#include "feel/evaluator.h"

namespace ss::feel {

std::span<const Builtin> number_builtins();
std::span<const Builtin> text_builtins();
std::span<const Builtin> pattern_builtins();
std::span<const Builtin> list_builtins();
std::span<const Builtin> time_builtins();
std::span<const Builtin> range_builtins();

// The argument; a list of one stands for its item where no list is wanted.
const Value& plain(const Call& c, size_t i);
const Value& argument(const Call& c, size_t i);  // null where it was left out
bool given(const Call& c, size_t i);
const Number* number_at(const Call& c, size_t i);
const std::string* string_at(const Call& c, size_t i);
std::optional<int64_t> integer_at(const Call& c, size_t i);
// A value that is no list stands for the list of itself.
std::optional<std::vector<Value>> list_at(const Call& c, size_t i);
// f(list) and f(a, b, c) alike.
std::optional<std::vector<Value>> items_of(const Call& c);

std::vector<uint32_t> code_points(const std::string& text);
std::string utf8(std::span<const uint32_t> points);

}  // namespace ss::feel
