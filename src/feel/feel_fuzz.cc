// Any bytes: compiled as an expression and as unary tests, then evaluated. No crash, no hang.
#include <cstdint>
#include <string>
#include <string_view>

#include "feel/feel.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Data scope{
        {"a", int64_t{3}}, {"b", true}, {"c", std::string("2025-06-23")}, {"n", std::monostate{}}};
    const std::string known[] = {"a-b", "x and y"};
    Diagnostics complaints;
    if (const auto e = feel::compile(text, "fuzz", 1, complaints, known)) {
        (void)feel::to_text(feel::evaluate(*e, scope));
        (void)feel::names_used(*e);
    }
    if (const auto e = feel::compile_unary_tests(text, "fuzz", 1, complaints, known))
        (void)feel::evaluate_test(*e, feel::Value(feel::Number(3)), feel::DataScope(scope));
    for (const Diagnostic& d : complaints.all()) (void)to_text(d);
    return 0;
}
