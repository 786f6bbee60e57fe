#pragma once

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <numbers>
#include <utility>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "base/distribution_shape.hpp"

/// The laws with a formula, each with its equation. `low < high` and the like have been checked before.
namespace suanwang::laws {

using Shape = Distribution::Shape;

namespace policies = boost::math::policies;

/// Doubles all the way (Boost would compute in long double: slower, and another result on another machine),
/// and values beyond range as infinities, not exceptions.
using Doubles =
    policies::policy<policies::promote_double<false>, policies::overflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>>;

/// scale exp(t), also where exp(t) alone is out of range. @pre scale > 0
inline double times_exp(double scale, double t) {
  const double factor = std::exp(t);
  return std::isnormal(factor) ? scale * factor : std::exp(std::log(scale) + t);
}

/// `inverse()`, an inverse of Boost's; where its iteration gives up (it throws, whatever the policy says),
/// the first double in [0, high] at which the monotone `reached` holds.
template <class Inverse, class Reached>
double solved(double high, Inverse inverse, Reached reached) {
  try {
    const double x = inverse();
    if (x >= 0 && x <= high) return x;
  } catch (const std::exception&) {  // below: slower, but it always ends
  }
  return detail::first_double(0, high, reached);
}

struct Constant final : Shape {
  double value;
  explicit Constant(double v) : value{v} {}
  [[nodiscard]] double quantile(double) const override { return value; }
  [[nodiscard]] double cdf(double x) const override { return x < value ? 0 : 1; }
  [[nodiscard]] double mean() const override { return value; }
  [[nodiscard]] double minimum() const override { return value; }
  [[nodiscard]] double maximum() const override { return value; }
};

struct Uniform final : Shape {
  double low, high;
  Uniform(double a, double b) : low{a}, high{b} {}
  [[nodiscard]] double quantile(double p) const override { return std::lerp(low, high, p); }
  [[nodiscard]] double cdf(double x) const override { return (x - low) / (high - low); }
  [[nodiscard]] double mean() const override { return std::lerp(low, high, 0.5); }
  [[nodiscard]] double minimum() const override { return low; }
  [[nodiscard]] double maximum() const override { return high; }
};

/// A law on (0, inf).
struct Positive : Shape {
  [[nodiscard]] double minimum() const final { return 0; }
  [[nodiscard]] double maximum() const final { return HUGE_VAL; }
};

/// P(X > x) = exp(-x/mean)
struct Exponential final : Positive {
  double mean_;
  explicit Exponential(double mean) : mean_{mean} {}
  [[nodiscard]] double quantile(double p) const override { return -mean_ * std::log1p(-p); }
  [[nodiscard]] double tail_quantile(double q) const override { return -mean_ * std::log(q); }
  [[nodiscard]] double cdf(double x) const override { return -std::expm1(-x / mean_); }
  [[nodiscard]] double tail(double x) const override { return std::exp(-x / mean_); }
  [[nodiscard]] double mean() const override { return mean_; }
};

/// ln X is normal, of mean ln(median) and deviation sigma.
struct Lognormal final : Positive {
  double median, sigma;
  Lognormal(double m, double s) : median{m}, sigma{s} {}
  /// The standard normal value exceeded with probability q.
  static double deviate(double q) { return std::numbers::sqrt2 * boost::math::erfc_inv(2 * q, Doubles{}); }
  [[nodiscard]] double quantile(double p) const override { return times_exp(median, -sigma * deviate(p)); }
  [[nodiscard]] double tail_quantile(double q) const override {
    return times_exp(median, sigma * deviate(q));
  }
  [[nodiscard]] double scaled(double x) const {
    return (std::log(x) - std::log(median)) / (sigma * std::numbers::sqrt2);
  }
  [[nodiscard]] double cdf(double x) const override { return std::erfc(-scaled(x)) / 2; }
  [[nodiscard]] double tail(double x) const override { return std::erfc(scaled(x)) / 2; }
  [[nodiscard]] double mean() const override { return median * std::exp(sigma * sigma / 2); }
};

/// P(X > x) = exp(-(x/scale)^shape)
struct Weibull final : Positive {
  double shape, scale;
  Weibull(double k, double s) : shape{k}, scale{s} {}
  [[nodiscard]] double at(double hazard) const { return times_exp(scale, std::log(hazard) / shape); }
  [[nodiscard]] double hazard(double x) const { return std::exp(shape * (std::log(x) - std::log(scale))); }
  [[nodiscard]] double quantile(double p) const override { return at(-std::log1p(-p)); }
  [[nodiscard]] double tail_quantile(double q) const override { return at(-std::log(q)); }
  [[nodiscard]] double cdf(double x) const override { return -std::expm1(-hazard(x)); }
  [[nodiscard]] double tail(double x) const override { return std::exp(-hazard(x)); }
  [[nodiscard]] double mean() const override { return scale * std::tgamma(1 + 1 / shape); }
};

struct Gamma final : Positive {
  double shape, mean_, scale;
  // Below a shape of 1e-100 no draw would ever see more than zeros, and Boost sees NaN.
  Gamma(double k, double mean)
      : shape{std::max(k, 1e-100)},
        mean_{mean},
        scale{std::max(mean / shape, std::numeric_limits<double>::denorm_min())} {}
  [[nodiscard]] double quantile(double p) const override {
    return scaled_up(solved(
        HUGE_VAL, [&] { return boost::math::gamma_p_inv(shape, p, Doubles{}); },
        [&](double z) { return cdf_in_scale(z) >= p; }));
  }
  [[nodiscard]] double tail_quantile(double q) const override {
    return scaled_up(solved(
        HUGE_VAL, [&] { return boost::math::gamma_q_inv(shape, q, Doubles{}); },
        [&](double z) { return tail_in_scale(z) <= q; }));
  }
  [[nodiscard]] double cdf(double x) const override { return cdf_in_scale(x / scale); }
  [[nodiscard]] double tail(double x) const override { return tail_in_scale(x / scale); }
  [[nodiscard]] double mean() const override { return mean_; }

 private:
  // A tiny shape makes the scale infinite, a tiny mean makes x in units of it so.
  [[nodiscard]] double scaled_up(double z) const { return z == 0 ? 0 : scale * z; }
  [[nodiscard]] double cdf_in_scale(double z) const {
    return std::isinf(z) ? 1 : boost::math::gamma_p(shape, z, Doubles{});
  }
  [[nodiscard]] double tail_in_scale(double z) const {
    return std::isinf(z) ? 0 : boost::math::gamma_q(shape, z, Doubles{});
  }
};

/// P(X <= x) = (1 - (min/x)^shape) / (1 - (min/max)^shape)
struct Pareto final : Shape {
  double shape, low, high;
  double span;   ///< ln(high/low)
  double whole;  ///< 1 - (low/high)^shape
  // Below a shape of 1e-100 nothing changes any more: ln X is uniform. The bound keeps `whole` above 0.
  Pareto(double k, double a, double b)
      : shape{std::max(k, 1e-100)},
        low{a},
        high{b},
        span{detail::log_ratio(a, b)},
        whole{-std::expm1(-shape * span)} {}
  [[nodiscard]] double quantile(double p) const override {
    return std::clamp(low * std::exp(-std::log1p(-p * whole) / shape), low, high);
  }
  [[nodiscard]] double cdf(double x) const override {
    return x == low ? 0 : std::min(-std::expm1(-shape * detail::log_ratio(low, x)) / whole, 1.0);
  }
  /// shape low^shape / whole, times the integral of x^-shape over x from low to high.
  [[nodiscard]] double mean() const override {
    const double excess = shape - 1, turns = std::abs(excess) * span;
    const double from = excess > 0 ? low : times_exp(low, turns);  // as x^-excess is largest at that end
    const double integral = turns == 0 ? low * span : from * (-std::expm1(-turns) / std::abs(excess));
    return std::clamp(integral * (shape / whole), low, high);
  }
  [[nodiscard]] double minimum() const override { return low; }
  [[nodiscard]] double maximum() const override { return high; }
};

struct Triangular final : Shape {
  double low, mode, high;
  double below, above;  ///< probabilities of the two sides of the mode
  Triangular(double a, double m, double b)
      : low{a}, mode{m}, high{b}, below{(m - a) / (b - a)}, above{(b - m) / (b - a)} {}
  [[nodiscard]] double quantile(double p) const override {
    if (p <= below) return from_low(p);
    // The part y of the way from mode to high with y (2-y) = r, solved without cancellation where r is small.
    const double r = (p - below) / above;
    return std::min(mode + (high - mode) * (r / (1 + std::sqrt(std::max(1 - r, 0.0)))), high);
  }
  [[nodiscard]] double tail_quantile(double q) const override {
    return q <= above ? std::max(high - (high - low) * (std::sqrt(q) * std::sqrt(above)), mode)
                      : from_low(1 - q);
  }
  [[nodiscard]] double cdf(double x) const override {
    if (x <= mode) return from_end(below, x - low, mode - low);
    const double y = (x - mode) / (high - mode);
    return std::min(below + above * y * (2 - y), 1.0);
  }
  [[nodiscard]] double tail(double x) const override {
    return x > mode ? from_end(above, high - x, high - mode) : 1 - cdf(x);
  }
  [[nodiscard]] double mean() const override { return low + ((mode - low) + (high - low)) / 3; }
  [[nodiscard]] double minimum() const override { return low; }
  [[nodiscard]] double maximum() const override { return high; }

 private:
  [[nodiscard]] double from_low(double p) const {
    return std::min(low + (high - low) * (std::sqrt(p) * std::sqrt(below)), mode);
  }
  /// The probability of the outer `length` of a side that is `whole` long and has the probability `side`.
  static double from_end(double side, double length, double whole) {
    return whole == 0 ? 0 : side * (length / whole) * (length / whole);
  }
};

/// low + (high - low) B, with B of the beta law of parameters 1 + 4 (mode-low)/(high-low) and
/// 1 + 4 (high-mode)/(high-low), which add up to 6.
struct Pert final : Shape {
  double low, mode, high, alpha, beta;
  Pert(double a, double m, double b)
      : low{a}, mode{m}, high{b}, alpha{1 + 4 * ((m - a) / (b - a))}, beta{1 + 4 * ((b - m) / (b - a))} {}
  [[nodiscard]] double quantile(double p) const override {
    const double part = solved(
        1, [&] { return boost::math::ibeta_inv(alpha, beta, p, Doubles{}); },
        [&](double b) { return boost::math::ibeta(alpha, beta, b, Doubles{}) >= p; });
    return std::lerp(low, high, part);
  }
  [[nodiscard]] double cdf(double x) const override {
    return boost::math::ibeta(alpha, beta, (x - low) / (high - low), Doubles{});
  }
  [[nodiscard]] double mean() const override { return low + (4 * (mode - low) + (high - low)) / 6; }
  [[nodiscard]] double minimum() const override { return low; }
  [[nodiscard]] double maximum() const override { return high; }
};

/// X = step K, P(K > k) = (1 - success)^(k+1) for k = 0, 1, ...
struct Geometric final : Positive {
  double success, step;
  double log_failure;  ///< ln(1 - success), below 0
  Geometric(double s, double w) : success{s}, step{w}, log_failure{std::log1p(-s)} {}
  [[nodiscard]] double quantile(double p) const override {
    const double k = std::ceil(std::log1p(-p) / log_failure) - 1;
    return step * first_around(k, [&](double n) { return up_to(n) >= p; });
  }
  [[nodiscard]] double tail_quantile(double q) const override {
    const double k = std::ceil(std::log(q) / log_failure) - 1;
    return step * first_around(k, [&](double n) { return beyond(n) <= q; });
  }
  [[nodiscard]] double cdf(double x) const override { return up_to(steps_in(x)); }
  [[nodiscard]] double tail(double x) const override { return beyond(steps_in(x)); }
  [[nodiscard]] double mean() const override { return step * ((1 - success) / success); }

 private:
  [[nodiscard]] double up_to(double k) const { return k == 0 ? success : -std::expm1(log_failure * (k + 1)); }
  [[nodiscard]] double beyond(double k) const {
    return k == 0 ? 1 - success : std::exp(log_failure * (k + 1));
  }
  /// The largest k with step k <= x. A division alone would miss some: 49 / 49^-1 is no whole number.
  [[nodiscard]] double steps_in(double x) const {
    const double k = std::floor(x / step);
    return (k + 1) * step <= x ? k + 1 : k * step > x ? k - 1 : k;
  }
  /// The least whole number from 0 on at which `reached` holds, which rounding has put beside `k` at most.
  template <class Reached>
  static double first_around(double k, Reached reached) {
    k = std::max(k, 0.0);
    if (!reached(k)) return k + 1;
    return k > 0 && reached(k - 1) ? k - 1 : k;
  }
};

/// The law of X + by, as doubles add: an atom of X stays one, and its cdf jumps where the sum lies.
struct Shifted final : Shape {
  std::shared_ptr<const Shape> law;
  double by;
  Shifted(std::shared_ptr<const Shape> x, double b) : law{std::move(x)}, by{b} {}
  [[nodiscard]] double sample(double u) const override { return law->sample(u) + by; }
  [[nodiscard]] double quantile(double p) const override { return law->quantile(p) + by; }
  [[nodiscard]] double tail_quantile(double q) const override { return law->tail_quantile(q) + by; }
  [[nodiscard]] double cdf(double x) const override { return law->below_or_at(before(x)); }
  [[nodiscard]] double tail(double x) const override { return law->above(before(x)); }
  [[nodiscard]] double mean() const override { return law->mean() + by; }
  [[nodiscard]] double minimum() const override { return law->minimum() + by; }
  [[nodiscard]] double maximum() const override { return law->maximum() + by; }

 private:
  /// The largest double whose sum with `by` rounds to `x` or less: half a step of x beyond x - by, but for
  /// the rounding of that difference.
  [[nodiscard]] double before(double x) const {
    const double step = std::nextafter(x, HUGE_VAL) - x;
    double y = (x - by) + (std::isfinite(step) ? step / 2 : 0);
    constexpr int kMost = 4;
    for (int i = 0; i < kMost && y + by > x; ++i) y = std::nextafter(y, -HUGE_VAL);
    for (int i = 0; i < kMost; ++i) {
      const double next = std::nextafter(y, HUGE_VAL);
      if (next + by > x) break;
      y = next;
    }
    return y;
  }
};

}  // namespace suanwang::laws
