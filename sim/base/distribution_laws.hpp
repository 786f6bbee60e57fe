#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

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
  [[nodiscard]] double quantile(double p) const override { return median * std::exp(-sigma * deviate(p)); }
  [[nodiscard]] double tail_quantile(double q) const override {
    return median * std::exp(sigma * deviate(q));
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
  [[nodiscard]] double at(double hazard) const { return scale * std::pow(hazard, 1 / shape); }
  [[nodiscard]] double hazard(double x) const { return std::pow(x / scale, shape); }
  [[nodiscard]] double quantile(double p) const override { return at(-std::log1p(-p)); }
  [[nodiscard]] double tail_quantile(double q) const override { return at(-std::log(q)); }
  [[nodiscard]] double cdf(double x) const override { return -std::expm1(-hazard(x)); }
  [[nodiscard]] double tail(double x) const override { return std::exp(-hazard(x)); }
  [[nodiscard]] double mean() const override { return scale * std::tgamma(1 + 1 / shape); }
};

struct Gamma final : Positive {
  double shape, mean_, scale;
  Gamma(double k, double mean) : shape{k}, mean_{mean}, scale{mean / k} {}
  // A tiny shape makes the scale infinite, a tiny mean makes x in units of it so.
  [[nodiscard]] double scaled_up(double z) const { return z == 0 ? 0 : scale * z; }
  [[nodiscard]] double in_scale(double x) const {
    return std::min(x / scale, std::numeric_limits<double>::max());
  }
  [[nodiscard]] double quantile(double p) const override {
    return scaled_up(boost::math::gamma_p_inv(shape, p, Doubles{}));
  }
  [[nodiscard]] double tail_quantile(double q) const override {
    return scaled_up(boost::math::gamma_q_inv(shape, q, Doubles{}));
  }
  [[nodiscard]] double cdf(double x) const override {
    return boost::math::gamma_p(shape, in_scale(x), Doubles{});
  }
  [[nodiscard]] double tail(double x) const override {
    return boost::math::gamma_q(shape, in_scale(x), Doubles{});
  }
  [[nodiscard]] double mean() const override { return mean_; }
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
  /// shape low / whole, times the integral of (low/x)^shape / low over x, which is ln(high/low) at shape 1.
  [[nodiscard]] double mean() const override {
    const double excess = shape - 1;
    const double integral = excess == 0 ? span : -std::expm1(-excess * span) / excess;
    return std::clamp(low * (shape / whole) * integral, low, high);
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
    return p <= below ? from_low(p) : from_high(1 - p);
  }
  [[nodiscard]] double tail_quantile(double q) const override {
    return q <= above ? from_high(q) : from_low(1 - q);
  }
  [[nodiscard]] double cdf(double x) const override {
    return x <= mode ? part(below, x - low, mode - low) : 1 - part(above, high - x, high - mode);
  }
  [[nodiscard]] double tail(double x) const override {
    return x > mode ? part(above, high - x, high - mode) : 1 - part(below, x - low, mode - low);
  }
  [[nodiscard]] double mean() const override { return low + ((mode - low) + (high - low)) / 3; }
  [[nodiscard]] double minimum() const override { return low; }
  [[nodiscard]] double maximum() const override { return high; }

 private:
  [[nodiscard]] double from_low(double p) const {
    return std::min(low + (high - low) * std::sqrt(p * below), mode);
  }
  [[nodiscard]] double from_high(double q) const {
    return std::max(high - (high - low) * std::sqrt(q * above), mode);
  }
  /// The probability of the part of a side, `side` in all, that is `length` of `whole` long.
  static double part(double side, double length, double whole) {
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
    return std::lerp(low, high, boost::math::ibeta_inv(alpha, beta, p, Doubles{}));
  }
  [[nodiscard]] double cdf(double x) const override {
    return boost::math::ibeta(alpha, beta, (x - low) / (high - low), Doubles{});
  }
  [[nodiscard]] double mean() const override { return low + (4 * (mode - low) + (high - low)) / 6; }
  [[nodiscard]] double minimum() const override { return low; }
  [[nodiscard]] double maximum() const override { return high; }
};

}  // namespace suanwang::laws
