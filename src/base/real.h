// Logarithm, exponential and the normal law, the same to the last bit with every compiler and C
// library: what the dice are made into stands in digests. Errors: relative, below 3 units in the
// last place (log, exp), below 1e-15 (normal_quantile); real_test.cc compares.
#pragma once

namespace ss {

double real_log(double x);  // x > 0, normal
double real_exp(double x);  // 0 below -700; x <= 700
// The value a standard normal variable is below with probability p, 0 < p < 1 (AS 241, Wichura
// 1988).
double normal_quantile(double p);

}  // namespace ss
