// Distributions that are lists: values with weights, points of a measured curve, and mixtures.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/distribution_shape.hpp"

namespace suanwang::detail {
namespace {

std::size_t first_at_least(const std::vector<double>& cumulative, double p) {
  const auto at = std::lower_bound(cumulative.begin(), cumulative.end(), p);
  return static_cast<std::size_t>(at - cumulative.begin());  // the last is 1, so p < 1 finds one
}

/// How many of the sorted `values` are at most `x`.
std::size_t count_up_to(const std::vector<double>& values, double x) {
  return static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), x) - values.begin());
}

struct Steps final : Distribution::Shape {
  std::vector<double> values, cumulative;

  Steps(std::vector<double> v, std::vector<double> c) : values{std::move(v)}, cumulative{std::move(c)} {}

  [[nodiscard]] double quantile(double p) const override { return values[first_at_least(cumulative, p)]; }

  [[nodiscard]] double cdf(double x) const override {
    const std::size_t below = count_up_to(values, x);
    return below == 0 ? 0 : cumulative[below - 1];
  }

  // By the same subtraction as `tail`: a draw above a value is then never that value.
  [[nodiscard]] double tail_quantile(double q) const override {
    const auto at =
        std::partition_point(cumulative.begin(), cumulative.end(), [q](double c) { return 1 - c > q; });
    return values[static_cast<std::size_t>(at - cumulative.begin())];
  }

  [[nodiscard]] double mean() const override {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += values[i] * (cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]));
    }
    return sum;
  }
  [[nodiscard]] double minimum() const override { return values.front(); }
  [[nodiscard]] double maximum() const override { return values.back(); }
};

/// With probability c0 the first value; between points the probability grows with the logarithm of the value
/// where the lower value is positive, else with the value itself.
struct Curve final : Distribution::Shape {
  std::vector<double> values, cumulative;
  std::vector<double> log_ratios;  ///< of point i to point i-1; 0 where the segment is linear

  Curve(std::vector<double> v, std::vector<double> c)
      : values{std::move(v)}, cumulative{std::move(c)}, log_ratios(values.size(), 0.0) {
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (values[i - 1] > 0) log_ratios[i] = log_ratio(values[i - 1], values[i]);
    }
  }

  [[nodiscard]] double quantile(double p) const override {
    const std::size_t i = first_at_least(cumulative, p);
    if (i == 0) return values[0];
    const double part = (p - cumulative[i - 1]) / (cumulative[i] - cumulative[i - 1]);
    if (log_ratios[i] == 0) return std::lerp(values[i - 1], values[i], part);
    return std::min(values[i - 1] * std::exp(part * log_ratios[i]), values[i]);
  }

  [[nodiscard]] double cdf(double x) const override {
    const std::size_t i = count_up_to(values, x);
    if (i == 0) return 0;
    if (i == values.size()) return 1;
    const double part = log_ratios[i] == 0 ? (x - values[i - 1]) / (values[i] - values[i - 1])
                                           : log_ratio(values[i - 1], x) / log_ratios[i];
    return std::lerp(cumulative[i - 1], cumulative[i], std::min(part, 1.0));
  }

  // Inside a segment the mean is the integral of a(b/a)^t over t from 0 to 1, that is (b-a)/ln(b/a).
  [[nodiscard]] double mean() const override {
    double sum = values[0] * cumulative[0];
    for (std::size_t i = 1; i < values.size(); ++i) {
      const double a = values[i - 1], b = values[i];
      const double centre = log_ratios[i] == 0 ? std::midpoint(a, b) : (b - a) / log_ratios[i];
      sum += centre * (cumulative[i] - cumulative[i - 1]);
    }
    return sum;
  }
  [[nodiscard]] double minimum() const override { return quantile(std::numeric_limits<double>::min()); }
  [[nodiscard]] double maximum() const override { return values[first_at_least(cumulative, 1)]; }
};

struct Mixture final : Distribution::Shape {
  std::vector<Distribution> components;
  std::vector<double> weights, cumulative;

  Mixture(std::vector<Distribution> c, std::vector<double> w)
      : components{std::move(c)}, weights{std::move(w)} {
    double sum = 0;
    for (const double weight : weights) cumulative.push_back(std::min(sum += weight, 1.0));
    cumulative.back() = 1;
  }

  [[nodiscard]] double sample(double u) const override {
    const std::size_t i = first_at_least(cumulative, u);
    const double before = i == 0 ? 0 : cumulative[i - 1];
    return of(components[i]).sample(inside((u - before) / (cumulative[i] - before)));
  }

  // A quantile lies between those of the components; there, bisection goes down to neighbouring doubles.
  [[nodiscard]] double quantile(double p) const override {
    const auto [low, high] = range([p](const Shape& shape) { return shape.quantile(p); });
    return first_double(low, high, [this, p](double x) { return cdf(x) >= p; });
  }

  [[nodiscard]] double tail_quantile(double q) const override {
    const auto [low, high] = range([q](const Shape& shape) { return shape.tail_quantile(q); });
    return first_double(low, high, [this, q](double x) { return tail(x) <= q; });
  }

  [[nodiscard]] double cdf(double x) const override {
    return std::min(weighted([x](const Shape& shape) { return shape.below_or_at(x); }), 1.0);
  }
  [[nodiscard]] double tail(double x) const override {
    return std::min(weighted([x](const Shape& shape) { return shape.above(x); }), 1.0);
  }
  [[nodiscard]] double mean() const override {
    return weighted([](const Shape& shape) { return shape.mean(); });
  }
  [[nodiscard]] double minimum() const override {
    return range([](const Shape& shape) { return shape.minimum(); }).first;
  }
  [[nodiscard]] double maximum() const override {
    return range([](const Shape& shape) { return shape.maximum(); }).second;
  }

 private:
  template <class Function>
  [[nodiscard]] double weighted(Function function) const {
    double sum = 0;
    for (std::size_t i = 0; i < components.size(); ++i) sum += weights[i] * function(of(components[i]));
    return sum;
  }

  /// The least and the greatest of `function` over the components.
  template <class Function>
  [[nodiscard]] std::pair<double, double> range(Function function) const {
    std::pair<double, double> result{HUGE_VAL, -HUGE_VAL};
    for (const Distribution& component : components) {
      const double value = function(of(component));
      result = {std::min(result.first, value), std::max(result.second, value)};
    }
    return result;
  }
};

}  // namespace

ShapePtr make_steps(std::vector<double> values, std::vector<double> cumulative) {
  return std::make_shared<Steps>(std::move(values), std::move(cumulative));
}

ShapePtr make_curve(std::vector<double> values, std::vector<double> cumulative) {
  return std::make_shared<Curve>(std::move(values), std::move(cumulative));
}

ShapePtr make_mixture(std::vector<Distribution> components, std::vector<double> weights) {
  return std::make_shared<Mixture>(std::move(components), std::move(weights));
}

}  // namespace suanwang::detail
