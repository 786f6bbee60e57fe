#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace suanwang {

/// A real random variable, or a constant, sampled by inversion: one uniform number, one value.
///
/// Values are in base units of whatever the distribution describes (seconds, FLOP/s, accelerators).
/// Parameters are finite, and so is the width of a bounded law. Valid parameters never give NaN; a value
/// beyond the range of a double is infinite. A draw costs some 15 to 60 ns; of gamma 0.5 us, of PERT 2 us.
/// The class is a cheap-to-copy immutable value.
class Distribution {
 public:
  /// The constant 0.
  Distribution();

  static Distribution constant(double value);
  static Distribution uniform(double low, double high);        ///< @pre low <= high
  static Distribution exponential(double mean);                ///< @pre mean > 0
  static Distribution lognormal(double median, double sigma);  ///< @pre median > 0, sigma >= 0
  static Distribution weibull(double shape, double scale);     ///< @pre both > 0
  static Distribution gamma(double shape, double mean);        ///< @pre both > 0
  static Distribution pareto(double shape, double min,
                             double max);  ///< bounded; @pre shape > 0, 0 < min < max
  static Distribution triangular(double low, double mode, double high);  ///< @pre low <= mode <= high
  /// Beta-PERT with weight 4 on the mode. @pre low <= mode <= high
  /// @source D. Vose, "Risk analysis", 2000: alpha = 1 + 4(m-a)/(b-a), beta = 1 + 4(b-m)/(b-a).
  static Distribution pert(double low, double mode, double high);
  /// `step` times the number of failures before the first success: 0 with probability `success`. A delay that
  /// is decided anew every `step`. @pre 0 < success <= 1, step > 0
  static Distribution geometric(double success, double step);
  /// Values with weights (normalised). @pre not empty, weights >= 0, their sum > 0
  static Distribution choice(std::vector<std::pair<double, double>> value_weight);
  /// Components with weights (normalised). @pre not empty, weights >= 0, their sum > 0
  static Distribution mixture(std::vector<std::pair<Distribution, double>> component_weight);
  /// From points (value, cumulative probability). `Continuous`: linear in the logarithm of the value between
  /// points where the lower value is positive, else linear in the value. `Discrete`: the points are steps,
  /// the value at a step is taken with the step's mass.
  /// @pre values strictly increase, probabilities do not decrease, the last is 1
  enum class Between { Continuous, Discrete };
  static Distribution empirical(std::vector<std::pair<double, double>> value_cumulative, Between between);
  /// X + by: a law that begins later. Draws differ by exactly the rounding of one sum. @pre by is finite
  static Distribution shifted(const Distribution& law, double by);

  /// The value of a draw `u`. Non-decreasing in u, except for a mixture, where u first picks the component
  /// and its remainder draws from it. @pre 0 < u < 1
  [[nodiscard]] double sample(double u) const;

  /// P(X <= x).
  [[nodiscard]] double cdf(double x) const;

  /// Smallest x with P(X <= x) >= p; for a mixture by bisection on its cdf. @pre 0 < p < 1
  [[nodiscard]] double quantile(double p) const;

  /// A draw given that X > bound: F^-1(F(bound) + u (1 - F(bound))), computed from the upper end, so that it
  /// is exact also where F(bound) rounds to 1. When the whole distribution lies at or below `bound` (or all
  /// but 1e-290 of it), the answer is `bound`. @pre 0 < u < 1
  [[nodiscard]] double sample_above(double bound, double u) const;

  [[nodiscard]] double mean() const;     ///< may be +inf
  [[nodiscard]] double minimum() const;  ///< of the support; may be -inf
  [[nodiscard]] double maximum() const;  ///< of the support; may be +inf
  [[nodiscard]] bool is_constant() const { return minimum() == maximum(); }

  struct Shape;  ///< defined in distribution.cpp

 private:
  explicit Distribution(std::shared_ptr<const Shape> shape);
  std::shared_ptr<const Shape> shape_;
};

}  // namespace suanwang
