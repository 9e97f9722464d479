#include "feel/feel.h"

#include "base/limits.h"
#include "base/text.h"
#include "feel/evaluator.h"
#include "feel/parser.h"

namespace ss::feel {

namespace {

std::shared_ptr<const Expression> compile_any(std::string_view text, std::string file, int line,
                                              Diagnostics& complaints,
                                              std::span<const std::string> known, bool tests) {
    const auto refuse = [&](const char* code, const char* message, const char* advice) {
        complaints.add({Severity::error, code, std::move(file), line, 1, message, advice});
        return nullptr;
    };
    if (text.size() > limits::kFeelText)
        return refuse("feel.too_long", "the expression is too long", "divide it into several");
    if (!utf8_valid(text))
        return refuse("feel.not_utf8", "the expression is not UTF-8", "save the file as UTF-8");
    size_t skipped = 0;
    if (!tests) {
        const size_t first = text.find_first_not_of(" \t\r\n");
        if (first != std::string_view::npos && text[first] == '=') skipped = first + 1;
    }
    Parser parser(text, skipped, std::move(file), line, complaints, known);
    return tests ? parser.unary_tests() : parser.expression();
}

}  // namespace

bool DataScope::find(const std::string& name, Value& value) const {
    const auto found = data_.find(name);
    if (found == data_.end()) return false;
    value = from_data(found->second);
    return true;
}

std::shared_ptr<const Expression> compile(std::string_view text, std::string file, int line,
                                          Diagnostics& complaints,
                                          std::span<const std::string> known) {
    return compile_any(text, std::move(file), line, complaints, known, false);
}

std::shared_ptr<const Expression> compile_unary_tests(std::string_view text, std::string file,
                                                      int line, Diagnostics& complaints,
                                                      std::span<const std::string> known) {
    return compile_any(text, std::move(file), line, complaints, known, true);
}

Value evaluate(const Expression& expression, const Scope& scope) {
    return Evaluator(expression, scope).run();
}

Value evaluate(const Expression& expression, const Data& data) {
    return evaluate(expression, DataScope(data));
}

Value evaluate_test(const Expression& tests, const Value& input, const Scope& scope) {
    return Evaluator(tests, scope).run_tests(input);
}

bool holds(const Expression& expression, const Data& data) {
    return evaluate(expression, data).is(true);
}

std::vector<std::string> names_used(const Expression& expression) {
    return expression.free_names;
}
const std::string& text_of(const Expression& expression) {
    return expression.text;
}

Value from_data(const ss::Value& value) {
    if (const auto* b = std::get_if<bool>(&value)) return *b;
    if (const auto* n = std::get_if<int64_t>(&value)) return Number(*n);
    if (const auto* s = std::get_if<std::string>(&value)) return *s;
    return {};
}

std::optional<ss::Value> to_data(const Value& value) {
    switch (value.kind()) {
        case Kind::null: return ss::Value{};
        case Kind::boolean: return ss::Value{*value.get<bool>()};
        case Kind::string: return ss::Value{*value.get<std::string>()};
        case Kind::number:
            if (const auto n = value.get<Number>()->integer()) return ss::Value{*n};
            return std::nullopt;
        default: return std::nullopt;
    }
}

}  // namespace ss::feel
