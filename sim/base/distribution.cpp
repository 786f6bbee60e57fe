#include "suanwang/base/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"

#include "base/distribution_laws.hpp"
#include "base/distribution_shape.hpp"

namespace suanwang {
namespace {

using namespace laws;

/// Divides `weights` by their sum. The power of two taken out first changes no digit, and keeps the sum of
/// huge weights in range.
void normalise(std::vector<double>& weights) {
  double largest = 0;
  for (const double weight : weights) {
    SUANWANG_CHECK(weight >= 0 && std::isfinite(weight));
    largest = std::max(largest, weight);
  }
  SUANWANG_CHECK(largest > 0);
  double sum = 0;
  for (double& weight : weights) sum += weight = std::ldexp(weight, -std::ilogb(largest));
  for (double& weight : weights) weight /= sum;
}

bool all_finite(std::initializer_list<double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

Distribution::Distribution() {
  static const auto zero = std::make_shared<const Constant>(0.0);
  shape_ = zero;
}

Distribution::Distribution(std::shared_ptr<const Shape> shape) : shape_{std::move(shape)} {}

Distribution Distribution::constant(double value) {
  SUANWANG_CHECK(std::isfinite(value));
  return Distribution{std::make_shared<Constant>(value)};
}

Distribution Distribution::uniform(double low, double high) {
  SUANWANG_CHECK(std::isfinite(high - low) && low <= high);
  return low == high ? constant(low) : Distribution{std::make_shared<Uniform>(low, high)};
}

Distribution Distribution::exponential(double mean) {
  SUANWANG_CHECK(std::isfinite(mean) && mean > 0);
  return Distribution{std::make_shared<Exponential>(mean)};
}

Distribution Distribution::lognormal(double median, double sigma) {
  SUANWANG_CHECK(all_finite({median, sigma}) && median > 0 && sigma >= 0);
  return sigma == 0 ? constant(median) : Distribution{std::make_shared<Lognormal>(median, sigma)};
}

Distribution Distribution::weibull(double shape, double scale) {
  SUANWANG_CHECK(all_finite({shape, scale}) && shape > 0 && scale > 0);
  return Distribution{std::make_shared<Weibull>(shape, scale)};
}

Distribution Distribution::gamma(double shape, double mean) {
  SUANWANG_CHECK(all_finite({shape, mean}) && shape > 0 && mean > 0);
  return Distribution{std::make_shared<Gamma>(shape, mean)};
}

Distribution Distribution::pareto(double shape, double min, double max) {
  SUANWANG_CHECK(all_finite({shape, min, max}) && shape > 0 && 0 < min && min < max);
  return Distribution{std::make_shared<Pareto>(shape, min, max)};
}

Distribution Distribution::triangular(double low, double mode, double high) {
  SUANWANG_CHECK(std::isfinite(high - low) && low <= mode && mode <= high);
  return low == high ? constant(low) : Distribution{std::make_shared<Triangular>(low, mode, high)};
}

Distribution Distribution::pert(double low, double mode, double high) {
  SUANWANG_CHECK(std::isfinite(high - low) && low <= mode && mode <= high);
  return low == high ? constant(low) : Distribution{std::make_shared<Pert>(low, mode, high)};
}

Distribution Distribution::geometric(double success, double step) {
  SUANWANG_CHECK(0 < success && success <= 1 && std::isfinite(step) && step > 0);
  return success == 1 ? constant(0) : Distribution{std::make_shared<Geometric>(success, step)};
}

Distribution Distribution::shifted(const Distribution& law, double by) {
  SUANWANG_CHECK(std::isfinite(by));
  return by == 0 ? law : Distribution{std::make_shared<Shifted>(law.shape_, by)};
}

Distribution Distribution::choice(std::vector<std::pair<double, double>> value_weight) {
  std::sort(value_weight.begin(), value_weight.end());
  std::vector<double> weights;
  for (const auto& [value, weight] : value_weight) weights.push_back(weight);
  normalise(weights);
  std::vector<double> values, cumulative;
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double value = value_weight[i].first;
    SUANWANG_CHECK(std::isfinite(value));
    if (weights[i] == 0) continue;
    sum = std::min(sum + weights[i], 1.0);
    if (!values.empty() && values.back() == value) {
      cumulative.back() = sum;
    } else {
      values.push_back(value);
      cumulative.push_back(sum);
    }
  }
  cumulative.back() = 1;
  return Distribution{detail::make_steps(std::move(values), std::move(cumulative))};
}

Distribution Distribution::mixture(std::vector<std::pair<Distribution, double>> component_weight) {
  std::vector<double> weights;
  for (const auto& [component, weight] : component_weight) weights.push_back(weight);
  normalise(weights);
  std::vector<Distribution> components;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0) components.push_back(component_weight[i].first);
  }
  std::erase(weights, 0.0);
  if (components.size() == 1) return components.front();
  return Distribution{detail::make_mixture(std::move(components), std::move(weights))};
}

Distribution Distribution::empirical(std::vector<std::pair<double, double>> value_cumulative,
                                     Between between) {
  SUANWANG_CHECK(!value_cumulative.empty() && value_cumulative.back().second == 1);
  std::vector<double> values, cumulative;
  double before = 0;
  for (const auto& [value, probability] : value_cumulative) {
    SUANWANG_CHECK(std::isfinite(value) && (values.empty() || values.back() < value));
    SUANWANG_CHECK(probability >= before && probability <= 1);
    const bool has_mass = probability > before;
    before = probability;
    if (between == Between::Discrete && !has_mass) continue;
    values.push_back(value);
    cumulative.push_back(probability);
  }
  return Distribution{between == Between::Discrete
                          ? detail::make_steps(std::move(values), std::move(cumulative))
                          : detail::make_curve(std::move(values), std::move(cumulative))};
}

double Distribution::sample(double u) const {
  SUANWANG_CHECK(0 < u && u < 1);
  return shape_->sample(u);
}

double Distribution::cdf(double x) const {
  return shape_->below_or_at(x);
}

double Distribution::quantile(double p) const {
  SUANWANG_CHECK(0 < p && p < 1);
  return shape_->quantile(p);
}

double Distribution::sample_above(double bound, double u) const {
  SUANWANG_CHECK(0 < u && u < 1);
  const double left = shape_->above(bound);
  constexpr double kNothing = 1e-290;  // below it, (1 - u) * left could leave the range of exact doubles
  if (left < kNothing) return bound;
  // F^-1(F(bound) + u (1 - F(bound))), said from the upper end. Strictly less than what is left, so that a
  // list of values never gives `bound` itself.
  const double q = std::min((1 - u) * left, std::nextafter(left, 0.0));
  return std::max(shape_->tail_quantile(q), bound);
}

double Distribution::mean() const {
  return std::clamp(shape_->mean(), minimum(), maximum());  // rounding may step over an end
}

double Distribution::minimum() const {
  return shape_->minimum();
}

double Distribution::maximum() const {
  return shape_->maximum();
}

}  // namespace suanwang
