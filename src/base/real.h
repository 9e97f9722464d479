// Logarithm, exponential and the normal law, the same to the last bit with every compiler and C
// library: what the dice are made into stands in digests. Errors: relative, below 3 units in the
// last place (log, exp), below 1e-15 (normal_quantile); real_test.cc compares.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace ss {

namespace real {

inline constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;

// Two numbers at once: what becomes of each is what becomes of it alone, to the last bit.
using Two = double __attribute__((vector_size(16)));
using TwoBits = uint64_t __attribute__((vector_size(16)));

// c[0] + c[1] x + ...
template <int N, class T>
constexpr T polynomial(const double (&c)[N], T x) {
    T sum = T{} + c[N - 1];
    for (int i = N - 2; i >= 0; --i) sum = sum * x + c[i];
    return sum;
}

// x = 2^k (1 + f), 1 + f in [sqrt(1/2), sqrt(2)); log(1 + f) = 2 atanh(s), s = f / (2 + f).
inline constexpr double kSqrt2 = 1.4142135623730951;
inline constexpr uint64_t kFraction = 0x000fffffffffffffull;
template <class T>
T log_of(T k, T f) {
    const T s = f / (2 + f), z = s * s;
    static constexpr double c[] = {
        0.66666666666666735,   0.3999999999940941909, 0.2857142874366239149, 0.2222219843214978396,
        0.1818357216161805012, 0.1531383769920937332, 0.1479819860511658591};
    const T r = polynomial(c, z) * z;
    const T half = 0.5 * f * f;
    return k * kLn2High - ((half - (s * (half + r) + k * kLn2Low)) - f);
}

}  // namespace real

// x > 0, normal.
inline double real_log(double x) {
    using namespace real;
    const auto bits = std::bit_cast<uint64_t>(x);
    auto k = static_cast<int64_t>(bits >> 52) - 1023;
    double m = std::bit_cast<double>((bits & kFraction) | std::bit_cast<uint64_t>(1.0));
    if (m > kSqrt2) {
        m *= 0.5;
        ++k;
    }
    return log_of(static_cast<double>(k), m - 1);
}
inline real::Two real_log(real::Two x) {
    using namespace real;
    const auto bits = std::bit_cast<TwoBits>(x);
    // As the low bits of 2^52 + e, e is read exactly.
    const Two k =
        std::bit_cast<Two>((bits >> 52) | std::bit_cast<uint64_t>(0x1p52)) - (0x1p52 + 1023);
    const Two m = std::bit_cast<Two>((bits & kFraction) | std::bit_cast<uint64_t>(1.0));
    const auto over = m > kSqrt2;
    return log_of(over ? k + 1 : k, (over ? m * 0.5 : m) - 1);
}

namespace real {

// x = k ln 2 + r; exp(r) by a rational function of r (Remes).
inline constexpr double kPerLn2 = 1.4426950408889634;
template <class T>
T exp_of_rest(T x, T k) {
    const T high = x - k * kLn2High, low = k * kLn2Low, r = high - low, t = r * r;
    static constexpr double c[] = {1.66666666666666019037e-01, -2.77777777770155933842e-03,
                                   6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                   4.13813679705723846039e-08};
    const T p = r - t * polynomial(c, t);
    return 1 - ((low - (r * p) / (2 - p)) - high);
}

}  // namespace real

// 0 below -700; x <= 700.
inline double real_exp(double x) {
    if (x < -700) return 0;
    const auto k = static_cast<int64_t>(x * real::kPerLn2 + (x < 0 ? -0.5 : 0.5));
    return real::exp_of_rest(x, static_cast<double>(k)) *
           std::bit_cast<double>(static_cast<uint64_t>(k + 1023) << 52);
}
// The same for -700 <= x <= 700.
inline real::Two real_exp(real::Two x) {
    using namespace real;
    using TwoInts = int32_t __attribute__((vector_size(8)));
    const TwoBits sign = std::bit_cast<TwoBits>(x) & (uint64_t{1} << 63);
    const Two half = std::bit_cast<Two>(sign | std::bit_cast<uint64_t>(0.5));
    const Two k =
        __builtin_convertvector(__builtin_convertvector(x * kPerLn2 + half, TwoInts), Two);
    // The low bits of k + 1023 + 2^52 are the exponent of 2^k.
    return exp_of_rest(x, k) *
           std::bit_cast<Two>(std::bit_cast<TwoBits>(k + (0x1p52 + 1023)) << 52);
}

namespace real {

// The two halves of normal_quantile: by q = p - 0.5 while |q| <= kMiddle, by p beyond.
inline constexpr double kMiddle = 0.425;
template <class T>
T normal_middle(T q) {
    static constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                   1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                   4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                   3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static constexpr double b[] = {1.0,
                                   4.2313330701600911252e+1,
                                   6.8718700749205790830e+2,
                                   5.3941960214247511077e+3,
                                   2.1213794301586595867e+4,
                                   3.9307895800092710610e+4,
                                   2.8729085735721942674e+4,
                                   5.2264952788528545610e+3};
    const T r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
}
// r = sqrt(-log(the smaller of p and 1 - p)).
inline constexpr double kFar = 5;
template <class T>
T normal_near(T r) {  // r <= kFar
    static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr double d[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
    return polynomial(c, r - 1.6) / polynomial(d, r - 1.6);
}
inline double normal_far(double r) {
    static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                   1.78482653991729133580e0,  2.96560571828504891230e-1,
                                   2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double f[] = {1.0,
                                   5.99832206555887937690e-1,
                                   1.36929880922735805310e-1,
                                   1.48753612908506148525e-2,
                                   7.86869131145613259100e-4,
                                   1.84631831751005468180e-5,
                                   1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};
    return polynomial(e, r - 5) / polynomial(f, r - 5);
}
inline double normal_tail(double p) {
    const bool low = p < 0.5;
    const double r = std::sqrt(-real_log(low ? p : 1 - p));
    const double z = r <= kFar ? normal_near(r) : normal_far(r);
    return low ? -z : z;
}
inline Two normal_tail(Two p) {
    const auto low = p < 0.5;
    const Two square = -real_log(low ? p : 1 - p), r = {std::sqrt(square[0]), std::sqrt(square[1])};
    if (!(r[0] <= kFar && r[1] <= kFar)) return Two{normal_tail(p[0]), normal_tail(p[1])};
    const Two z = normal_near(r);
    return low ? -z : z;
}

}  // namespace real

// The value a standard normal variable is below with probability p, 0 < p < 1 (AS 241, Wichura
// 1988).
inline double normal_quantile(double p) {
    const double q = p - 0.5;
    return std::fabs(q) <= real::kMiddle ? real::normal_middle(q) : real::normal_tail(p);
}

}  // namespace ss
