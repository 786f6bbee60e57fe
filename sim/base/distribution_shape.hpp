#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "suanwang/base/distribution.hpp"

namespace suanwang {

/// The law of one distribution. Every function is pure, and none yields NaN for a valid argument; a value
/// beyond the range of a double is infinite.
struct Distribution::Shape {
  virtual ~Shape() = default;

  /// Smallest x with P(X <= x) >= p. @pre 0 < p < 1
  [[nodiscard]] virtual double quantile(double p) const = 0;

  /// P(X <= x). @pre minimum() <= x < maximum()
  [[nodiscard]] virtual double cdf(double x) const = 0;

  /// P(X > x). Laws with an endless tail say it without the cancellation in 1 - cdf(x), so that a draw far
  /// out in the tail is still a draw. @pre as cdf
  [[nodiscard]] virtual double tail(double x) const { return 1 - cdf(x); }

  /// Smallest x with P(X > x) <= q. @pre 0 < q < 1
  [[nodiscard]] virtual double tail_quantile(double q) const { return quantile(inside(1 - q)); }

  [[nodiscard]] virtual double sample(double u) const { return quantile(u); }
  [[nodiscard]] virtual double mean() const = 0;
  [[nodiscard]] virtual double minimum() const = 0;
  [[nodiscard]] virtual double maximum() const = 0;

  /// `p` brought inside (0, 1) where rounding has put it on an end.
  static double inside(double p) {
    return std::clamp(p, std::numeric_limits<double>::min(), 1 - std::numeric_limits<double>::epsilon() / 2);
  }

  /// `cdf` and `tail` for every x, infinite too.
  [[nodiscard]] double below_or_at(double x) const { return x < minimum() ? 0 : x >= maximum() ? 1 : cdf(x); }
  [[nodiscard]] double above(double x) const { return x < minimum() ? 1 : x >= maximum() ? 0 : tail(x); }

  static const Shape& of(const Distribution& distribution) { return *distribution.shape_; }
};

namespace detail {

/// ln(b/a), exact to rounding also where b/a is near 1 or out of range. @pre 0 < a, 0 < b
[[nodiscard]] inline double log_ratio(double a, double b) {
  const double growth = (b - a) / a;
  return std::isfinite(growth) && growth > -1 ? std::log1p(growth) : std::log(b) - std::log(a);
}

/// The doubles, -inf to +inf, as whole numbers in the same order.
inline std::int64_t rank_of(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

inline double double_of(std::int64_t rank) {
  return std::bit_cast<double>(rank >= 0 ? rank : std::numeric_limits<std::int64_t>::min() - rank);
}

/// The smallest double in [low, high] at which the monotone `reached` holds; `high` where it never does.
template <class Reached>
double first_double(double low, double high, Reached reached) {
  std::int64_t from = rank_of(low), to = rank_of(high);
  while (from < to) {
    const std::int64_t middle = std::midpoint(from, to);
    if (reached(double_of(middle))) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return double_of(to);
}

using ShapePtr = std::shared_ptr<const Distribution::Shape>;

/// Values taken with probabilities. @pre values strictly increase, the cumulative probabilities too, to 1
[[nodiscard]] ShapePtr make_steps(std::vector<double> values, std::vector<double> cumulative);

/// Points of a continuous cumulative curve. @pre as make_steps, but probabilities may stand still
[[nodiscard]] ShapePtr make_curve(std::vector<double> values, std::vector<double> cumulative);

/// @pre as many weights as components; weights > 0, of sum 1
[[nodiscard]] ShapePtr make_mixture(std::vector<Distribution> components, std::vector<double> weights);

}  // namespace detail
}  // namespace suanwang
