#include "suanwang/base/distribution.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using Between = Distribution::Between;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The integral of `f` over (0, 1), by Gauss-Legendre with five points in panels that shrink towards both
/// ends (their widths halve 48 times): quantile functions are steep, or endless, there.
double over_unit_interval(const std::function<double(double)>& f) {
  static constexpr double kNode[]{0, 0.53846931010568309, 0.90617984593866399};
  static constexpr double kWeight[]{0.56888888888888889, 0.47862867049936647, 0.23692688505618909};
  const auto panel = [&f](double a, double b) {
    const double middle = (a + b) / 2, half = (b - a) / 2;
    double sum = kWeight[0] * f(middle);
    for (int i : {1, 2}) sum += kWeight[i] * (f(middle - half * kNode[i]) + f(middle + half * kNode[i]));
    return half * sum;
  };
  double sum = 0;
  for (int side : {0, 1}) {
    for (int octave = 1; octave <= 48; ++octave) {
      const double near = std::ldexp(1, -octave - 1), far = std::ldexp(1, -octave);
      for (int i = 0; i < 8; ++i) {
        const double a = near + (far - near) * i / 8, b = near + (far - near) * (i + 1) / 8;
        sum += side == 0 ? panel(a, b) : panel(1 - b, 1 - a);
      }
    }
  }
  return sum;
}

struct Moments {
  double mean, variance;
};

Moments moments_of(const Distribution& d) {
  const double mean = over_unit_interval([&](double u) { return d.quantile(u); });
  const double square =
      over_unit_interval([&](double u) { return (d.quantile(u) - mean) * (d.quantile(u) - mean); });
  return {mean, square};
}

/// Checks `d` against its closed-form mean and variance.
void expect_moments(const Distribution& d, double mean, double variance, double tolerance = 1e-9) {
  const Moments moments = moments_of(d);
  EXPECT_NEAR(moments.mean, mean, tolerance * std::abs(mean));
  EXPECT_NEAR(moments.variance, variance, tolerance * std::abs(variance));
  EXPECT_NEAR(d.mean(), mean, 1e-12 * std::abs(mean));
}

TEST(Distribution, IsTheConstantZeroByDefault) {
  const Distribution d;
  EXPECT_TRUE(d.is_constant());
  EXPECT_EQ(d.sample(0.5), 0);
  EXPECT_EQ(d.mean(), 0);
}

TEST(Distribution, Constant) {
  const Distribution d = Distribution::constant(7.5);
  EXPECT_TRUE(d.is_constant());
  EXPECT_EQ(d.sample(1e-300), 7.5);
  EXPECT_EQ(d.quantile(0.999), 7.5);
  EXPECT_EQ(d.cdf(std::nextafter(7.5, 0.0)), 0);
  EXPECT_EQ(d.cdf(7.5), 1);
}

TEST(Distribution, Uniform) {
  const Distribution d = Distribution::uniform(2, 6);
  EXPECT_EQ(d.quantile(0.25), 3);
  EXPECT_EQ(d.cdf(3), 0.25);
  EXPECT_EQ(d.cdf(1), 0);
  EXPECT_EQ(d.cdf(7), 1);
  EXPECT_EQ(d.minimum(), 2);
  EXPECT_EQ(d.maximum(), 6);
  EXPECT_FALSE(d.is_constant());
  expect_moments(d, 4, 16.0 / 12);
}

TEST(Distribution, Exponential) {
  const Distribution d = Distribution::exponential(100);
  EXPECT_DOUBLE_EQ(d.quantile(0.5), 100 * std::log(2.0));
  EXPECT_DOUBLE_EQ(d.quantile(1 - std::exp(-2.0)), 200);
  EXPECT_DOUBLE_EQ(d.cdf(100), 1 - std::exp(-1.0));
  EXPECT_DOUBLE_EQ(d.cdf(1e-20), 1e-22) << "no cancellation near zero";
  EXPECT_EQ(d.cdf(-1), 0);
  expect_moments(d, 100, 1e4);
}

TEST(Distribution, LognormalFromMedianAndNinetiethPercentile) {
  // The brief: p50 = 12 and p90 = 18 give sigma = ln(1.5) / 1.2815515655 = 0.3163861, mean 12.615885,
  // p10 = 12^2 / 18 = 8 and P(X <= 15) = 0.7596847.
  const double sigma = std::log(1.5) / 1.2815515655446004;
  const Distribution d = Distribution::lognormal(12, sigma);
  EXPECT_NEAR(sigma, 0.3163861, 1e-7);
  EXPECT_DOUBLE_EQ(d.quantile(0.5), 12);
  EXPECT_NEAR(d.quantile(0.9), 18, 1e-12);
  EXPECT_NEAR(d.quantile(0.1), 8, 1e-12);
  EXPECT_NEAR(d.cdf(15), 0.7596847, 5e-8);
  EXPECT_NEAR(d.mean(), 12.615885, 5e-7);
  const double e = std::exp(sigma * sigma);
  expect_moments(d, 12 * std::sqrt(e), 144 * e * (e - 1));
}

TEST(Distribution, Weibull) {
  // scale 10, shape 2 (Rayleigh): F(10) = 1 - 1/e, mean 10 sqrt(pi)/2, variance 100 (1 - pi/4).
  const Distribution d = Distribution::weibull(2, 10);
  EXPECT_DOUBLE_EQ(d.cdf(10), 1 - std::exp(-1.0));
  EXPECT_DOUBLE_EQ(d.quantile(1 - std::exp(-4.0)), 20);
  expect_moments(d, 5 * std::sqrt(M_PI), 100 * (1 - M_PI / 4));
  // Shape 1 is the exponential.
  EXPECT_DOUBLE_EQ(Distribution::weibull(1, 3).quantile(0.3), Distribution::exponential(3).quantile(0.3));
}

TEST(Distribution, ScalesFarApartDoNotUnderflow) {
  // exp(-829) is no double, but exp(200 - 829) is: quantile exp(200) (-ln(1-p))^20 at p = 1e-18.
  const Distribution weibull = Distribution::weibull(0.05, std::exp(200));
  EXPECT_NEAR(std::log(weibull.quantile(1e-18)), 200 + 20 * std::log(1e-18), 1e-9);
  // 26.6 deviations below the median: 200 - 30 * 26.6 = -598; the cdf leads back to where it came from.
  const Distribution lognormal = Distribution::lognormal(std::exp(200), 30);
  EXPECT_NEAR(lognormal.cdf(lognormal.quantile(1e-155)) / 1e-155, 1, 1e-9);
  EXPECT_NEAR(weibull.cdf(weibull.quantile(1e-18)) / 1e-18, 1, 1e-9);
}

TEST(Distribution, Gamma) {
  // Shape 2, mean 6, so scale 3: F(x) = 1 - (1 + x/3) exp(-x/3); variance 2 * 9.
  const Distribution d = Distribution::gamma(2, 6);
  EXPECT_NEAR(d.cdf(6), 1 - 3 * std::exp(-2.0), 1e-15);
  EXPECT_NEAR(d.quantile(1 - 3 * std::exp(-2.0)), 6, 1e-13);
  expect_moments(d, 6, 18);
  EXPECT_NEAR(Distribution::gamma(1, 3).quantile(0.3), Distribution::exponential(3).quantile(0.3), 1e-14);
  expect_moments(Distribution::gamma(0.5, 2), 2, 8, 1e-6);  // variance mean^2/shape; steep at zero
}

TEST(Distribution, BoundedPareto) {
  // shape 1 on [1, 10]: F(x) = (1 - 1/x) / 0.9; mean ln(10) / 0.9; E[X^2] = 9 / 0.9 = 10.
  const Distribution d = Distribution::pareto(1, 1, 10);
  EXPECT_NEAR(d.cdf(2), 0.5 / 0.9, 1e-15);
  EXPECT_NEAR(d.quantile(0.5 / 0.9), 2, 1e-14);
  EXPECT_EQ(d.cdf(1), 0);
  EXPECT_EQ(d.cdf(10), 1);
  const double mean = std::log(10.0) / 0.9;
  expect_moments(d, mean, 10 - mean * mean);
  // shape 2 on [1, 2]: density (8/3) / x^3; mean (8/3)(1 - 1/2) = 4/3; E[X^2] = (8/3) ln 2.
  expect_moments(Distribution::pareto(2, 1, 2), 4.0 / 3, 8 * std::log(2.0) / 3 - 16.0 / 9);
}

TEST(Distribution, Triangular) {
  // (0, 1, 4): a quarter of the mass below the mode; F(x) = x^2/4 there, then 1 - (4-x)^2/12.
  const Distribution d = Distribution::triangular(0, 1, 4);
  EXPECT_DOUBLE_EQ(d.cdf(1), 0.25);
  EXPECT_DOUBLE_EQ(d.cdf(0.5), 0.0625);
  EXPECT_DOUBLE_EQ(d.cdf(2), 1 - 4.0 / 12);
  EXPECT_DOUBLE_EQ(d.quantile(0.0625), 0.5);
  EXPECT_DOUBLE_EQ(d.quantile(0.25), 1);
  EXPECT_DOUBLE_EQ(d.quantile(1 - 1.0 / 12), 3);
  expect_moments(d, 5.0 / 3, (0 + 1 + 16 - 0 - 0 - 4) / 18.0);
}

TEST(Distribution, TriangularWithItsModeAtAnEnd) {
  const Distribution falling = Distribution::triangular(2, 2, 4);  // P(X > x) = ((4-x)/2)^2
  EXPECT_DOUBLE_EQ(falling.quantile(0.75), 3);
  EXPECT_DOUBLE_EQ(falling.cdf(3), 0.75);
  EXPECT_EQ(falling.cdf(2), 0);
  const Distribution rising = Distribution::triangular(2, 4, 4);  // P(X <= x) = ((x-2)/2)^2
  EXPECT_DOUBLE_EQ(rising.quantile(0.25), 3);
  EXPECT_DOUBLE_EQ(rising.cdf(3), 0.25);
  EXPECT_EQ(rising.cdf(4), 1);
}

TEST(Distribution, PertOfTheBrief) {
  // PERT(3, 6, 12): alpha 1 + 4/3, beta 1 + 8/3, mean 6.5, variance (3.5 * 5.5) / 7 = 2.75.
  expect_moments(Distribution::pert(3, 6, 12), 6.5, 2.75);
  expect_moments(Distribution::pert(9, 12, 24), 13.5, 6.75);
  expect_moments(Distribution::pert(2, 4, 10), 14.0 / 3, 2.0317460317460317);
}

TEST(Distribution, PertWithItsModeAtAnEnd) {
  // (0, 0, 1): beta of parameters 1 and 5, F(x) = 1 - (1-x)^5; mean 1/6.
  const Distribution d = Distribution::pert(0, 0, 1);
  EXPECT_NEAR(d.cdf(0.5), 1 - 1.0 / 32, 1e-15);
  EXPECT_NEAR(d.quantile(1 - 1.0 / 32), 0.5, 1e-14);
  expect_moments(d, 1.0 / 6, 5.0 / 252);  // variance ab / ((a+b)^2 (a+b+1)) = 5 / (36 * 7)
  EXPECT_NEAR(Distribution::pert(0, 1, 1).quantile(1.0 / 32), 0.5, 1e-14);
}

TEST(Distribution, Geometric) {
  // Success 0.7 a quarter of 3: P(X = 3k) = 0.7 * 0.3^k; mean 3 * 0.3/0.7 = 9/7.
  const Distribution d = Distribution::geometric(0.7, 3);
  EXPECT_EQ(d.cdf(-1e-9), 0);
  EXPECT_EQ(d.cdf(0), 0.7);
  EXPECT_EQ(d.cdf(2.9), 0.7);
  EXPECT_DOUBLE_EQ(d.cdf(3), 0.91);
  EXPECT_DOUBLE_EQ(d.cdf(6), 0.973);
  EXPECT_EQ(d.quantile(1e-300), 0);
  EXPECT_EQ(d.quantile(0.7), 0) << "P(X <= 0) = 0.7 >= 0.7";
  EXPECT_EQ(d.quantile(std::nextafter(0.7, 1.0)), 3);
  EXPECT_EQ(d.quantile(d.cdf(6)), 6);
  EXPECT_EQ(d.quantile(std::nextafter(d.cdf(6), 1.0)), 9);
  EXPECT_DOUBLE_EQ(d.mean(), 9.0 / 7);
  EXPECT_EQ(d.minimum(), 0);
  EXPECT_EQ(d.maximum(), kInfinity);
  EXPECT_FALSE(d.is_constant());
  EXPECT_TRUE(Distribution::geometric(1, 3).is_constant());
  double mean = 0;  // sum over k of 3k 0.7 0.3^k, by its tail: 3 P(X > 3k)
  for (int k = 0; k < 60; ++k) mean += 3 * (1 - d.cdf(3 * k));
  EXPECT_NEAR(d.mean(), mean, 1e-14);
}

TEST(Distribution, GeometricSlipsOfFourMilestones) {
  // The brief: four milestones, each decided anew every quarter with success 0.7; all passed within six
  // quarters, that is with two failures or fewer: 0.74431 (negative binomial).
  const Distribution slip = Distribution::geometric(0.7, 1);
  std::vector<double> at(3), failures{1, 0, 0};  // P(slip = k), P(failures so far = k)
  for (int k = 0; k < 3; ++k) at[k] = slip.cdf(k) - slip.cdf(k - 1);
  for (int milestone = 0; milestone < 4; ++milestone) {
    failures = {failures[0] * at[0], failures[0] * at[1] + failures[1] * at[0],
                failures[0] * at[2] + failures[1] * at[1] + failures[2] * at[0]};
  }
  EXPECT_NEAR(failures[0] + failures[1] + failures[2], 0.74431, 1e-12);
}

TEST(Distribution, GeometricIsExactOnItsLattice) {
  // Steps whose multiples are rounded: the cdf jumps at the double that a draw gives, and not beside it.
  for (const double step : {1.0 / 49, 0.1, 7889400.0, 1e-9 / 3}) {
    const Distribution d = Distribution::geometric(0.01, step);
    for (int k = 1; k < 300; ++k) {
      const double x = step * k;
      ASSERT_LT(d.cdf(std::nextafter(x, 0.0)), d.cdf(x)) << k;
      ASSERT_EQ(d.cdf(x), d.cdf(std::nextafter(x, 1e300))) << k;
      ASSERT_EQ(d.quantile(d.cdf(x)), x) << k;
      ASSERT_EQ(d.sample_above(x, 1e-300), step * (k + 1)) << "no memory, and never the same again";
    }
  }
}

TEST(Distribution, GeometricHasNoMemory) {
  const Distribution d = Distribution::geometric(0.7, 3);
  // 3 * 10^3 steps out P(X > x) = 0.3^1001 is no double: then the answer is the bound.
  for (const double bound : {0.0, 3.0, 30.0, 1500.0}) {
    EXPECT_EQ(d.sample_above(bound, 0.69), bound + 3);
    EXPECT_EQ(d.sample_above(bound, 0.71), bound + 6);
    EXPECT_EQ(d.sample_above(bound + 1, 0.69), bound + 3) << "between two steps";
  }
  EXPECT_EQ(d.sample_above(3000, 0.5), 3000);
  EXPECT_EQ(d.sample_above(-1, 0.69), 0);
  EXPECT_EQ(d.sample_above(-1, 0.71), 3);
}

TEST(Distribution, ShiftedLawsBeginLater) {
  const Distribution d = Distribution::shifted(Distribution::exponential(2), 10);
  EXPECT_EQ(d.minimum(), 10);
  EXPECT_EQ(d.maximum(), kInfinity);
  EXPECT_EQ(d.mean(), 12);
  EXPECT_EQ(d.cdf(9.9), 0);
  EXPECT_NEAR(d.cdf(12), 1 - std::exp(-1.0), 1e-15);
  EXPECT_EQ(d.quantile(0.3), 10 + Distribution::exponential(2).quantile(0.3));
  EXPECT_NEAR(d.sample_above(1000, 0.5), 1000 + 2 * std::log(2.0), 1e-9) << "far out in the tail";
  EXPECT_EQ(d.sample_above(3, 0.3), d.quantile(0.3));
  expect_moments(d, 12, 4);
  const Distribution early = Distribution::shifted(Distribution::uniform(0, 4), -6);
  EXPECT_EQ(early.minimum(), -6);
  EXPECT_EQ(early.maximum(), -2);
  EXPECT_EQ(early.quantile(0.25), -5);
  EXPECT_DOUBLE_EQ(early.cdf(-5), 0.25);
  EXPECT_EQ(Distribution::shifted(Distribution::constant(3), 4).sample(0.5), 7);
  EXPECT_TRUE(Distribution::shifted(Distribution::constant(3), 4).is_constant());
  const Distribution both = Distribution::mixture({{Distribution::uniform(0, 1), 1}, {d, 1}});
  EXPECT_DOUBLE_EQ(Distribution::shifted(both, 5).sample(0.25), both.sample(0.25) + 5);
}

TEST(Distribution, ShiftedAtomsStayAtoms) {
  // 0.1 + 3 and 1e6/3 + 1/49 are rounded: their difference with the shift is not the atom again.
  for (const double by : {0.1, -0.3, 1e6 / 3, 1e-17, 1e17, -7889400.125}) {
    for (const double step : {3.0, 1.0 / 49}) {
      const Distribution law = Distribution::geometric(0.3, step), d = Distribution::shifted(law, by);
      for (int k = 0; k < 40; ++k) {
        const double x = step * k + by;
        ASSERT_GE(d.cdf(x), law.cdf(step * k)) << "sums that round to one double are one atom: " << by;
        if (step * (k + 1) + by > x) {
          ASSERT_EQ(d.cdf(x), law.cdf(step * k)) << by;
          ASSERT_GT(d.sample_above(x, 1e-300), x) << by;
        }
        ASSERT_LT(d.cdf(std::nextafter(x, -kInfinity)), d.cdf(x)) << by;
        ASSERT_EQ(d.quantile(law.cdf(step * k)), x) << by;
      }
    }
  }
}

TEST(Distribution, Choice) {
  // Not sorted, not normalised, one value twice, one without weight.
  const Distribution d = Distribution::choice({{64, 3}, {8, 4}, {32, 0}, {8, 3}});
  EXPECT_EQ(d.sample(0.1), 8);
  EXPECT_EQ(d.sample(0.7), 8) << "P(X <= 8) = 0.7 >= 0.7";
  EXPECT_EQ(d.sample(std::nextafter(0.7, 1.0)), 64);
  EXPECT_EQ(d.cdf(7.9), 0);
  EXPECT_DOUBLE_EQ(d.cdf(8), 0.7);
  EXPECT_DOUBLE_EQ(d.cdf(63), 0.7);
  EXPECT_EQ(d.cdf(64), 1);
  EXPECT_DOUBLE_EQ(d.mean(), 0.7 * 8 + 0.3 * 64);
  EXPECT_EQ(d.minimum(), 8);
  EXPECT_EQ(d.maximum(), 64);
}

TEST(Distribution, ChoiceWithoutWeightIsNoChoice) {
  const Distribution d = Distribution::choice({{1, 0}, {2, 5}, {3, 0}});
  EXPECT_TRUE(d.is_constant());
  EXPECT_EQ(d.sample(1e-16), 2);
  EXPECT_EQ(d.sample(std::nextafter(1.0, 0.0)), 2);
}

TEST(Distribution, ChoiceOfHugeAndTinyWeights) {
  for (const double unit : {1e308, 1e-320}) {
    const Distribution d = Distribution::choice({{1, unit}, {2, unit}, {3, unit}, {4, unit}});
    EXPECT_EQ(d.quantile(0.5), 2);
    EXPECT_DOUBLE_EQ(d.mean(), 2.5);
  }
}

TEST(Distribution, MixtureOfApartComponents) {
  // A quarter of the time in [0, 1], else in [10, 20].
  const Distribution d =
      Distribution::mixture({{Distribution::uniform(0, 1), 1}, {Distribution::uniform(10, 20), 3}});
  EXPECT_DOUBLE_EQ(d.cdf(0.5), 0.125);
  EXPECT_DOUBLE_EQ(d.cdf(5), 0.25);
  EXPECT_DOUBLE_EQ(d.cdf(15), 0.25 + 0.375);
  EXPECT_EQ(d.cdf(20), 1);
  EXPECT_DOUBLE_EQ(d.quantile(0.125), 0.5);
  EXPECT_DOUBLE_EQ(d.quantile(0.625), 15);
  EXPECT_EQ(d.quantile(0.25), 1) << "the smallest x with P(X <= x) >= 0.25";
  EXPECT_DOUBLE_EQ(d.mean(), 0.25 * 0.5 + 0.75 * 15);
  // u picks the component, what is left of it draws: 0.2 is 0.8 of the first, 0.4 is 0.2 of the second.
  EXPECT_DOUBLE_EQ(d.sample(0.2), 0.8);
  EXPECT_DOUBLE_EQ(d.sample(0.4), 12);
  EXPECT_EQ(d.minimum(), 0);
  EXPECT_EQ(d.maximum(), 20);
}

TEST(Distribution, MixtureOfOverlappingComponents) {
  const Distribution a = Distribution::exponential(1), b = Distribution::lognormal(5, 0.5);
  const Distribution d = Distribution::mixture({{a, 0.3}, {b, 0.7}});
  for (const double x : {0.1, 1.0, 4.0, 20.0}) {
    EXPECT_NEAR(d.cdf(x), 0.3 * a.cdf(x) + 0.7 * b.cdf(x), 1e-15);
    EXPECT_NEAR(d.quantile(d.cdf(x)), x, 1e-12 * x);
  }
  // Sampling follows the same law as the quantile: equal means of any function, here of x and of x^2.
  for (const int power : {1, 2}) {
    const double by_sample = over_unit_interval([&](double u) { return std::pow(d.sample(u), power); });
    const double by_quantile = over_unit_interval([&](double u) { return std::pow(d.quantile(u), power); });
    EXPECT_NEAR(by_sample / by_quantile, 1, 1e-3);  // a jump inside a panel costs the quadrature this much
  }
}

TEST(Distribution, MixtureOfOneIsThatOne) {
  const Distribution d =
      Distribution::mixture({{Distribution::exponential(5), 0}, {Distribution::constant(3), 2}});
  EXPECT_TRUE(d.is_constant());
  EXPECT_EQ(d.sample(0.9), 3);
}

TEST(Distribution, EmpiricalContinuousIsLinearInTheLogarithm) {
  // One tenth at 1 itself; then from 1 to 100 up to a half, and from 100 to 400.
  const Distribution d = Distribution::empirical({{1, 0.1}, {100, 0.5}, {400, 1}}, Between::Continuous);
  EXPECT_EQ(d.quantile(0.05), 1);
  EXPECT_EQ(d.quantile(0.1), 1);
  EXPECT_DOUBLE_EQ(d.quantile(0.3), 10);  // half way in probability: the geometric mean
  EXPECT_DOUBLE_EQ(d.quantile(0.75), 200);
  EXPECT_DOUBLE_EQ(d.cdf(10), 0.3);
  EXPECT_DOUBLE_EQ(d.cdf(1), 0.1);
  EXPECT_EQ(d.cdf(0.99), 0);
  EXPECT_EQ(d.cdf(400), 1);
  // The mean of exp over a segment: (b - a) / ln(b/a).
  const double mean = 0.1 * 1 + 0.4 * 99 / std::log(100.0) + 0.5 * 300 / std::log(4.0);
  EXPECT_NEAR(d.mean(), mean, 1e-12);
  EXPECT_NEAR(over_unit_interval([&](double u) { return d.quantile(u); }), mean, 1e-2);
  EXPECT_EQ(d.minimum(), 1);
  EXPECT_EQ(d.maximum(), 400);
}

TEST(Distribution, EmpiricalContinuousIsLinearWhereAValueIsNotPositive) {
  const Distribution d = Distribution::empirical({{-2, 0}, {0, 0.25}, {8, 1}}, Between::Continuous);
  EXPECT_DOUBLE_EQ(d.quantile(0.125), -1);
  EXPECT_DOUBLE_EQ(d.quantile(0.625), 4);
  EXPECT_DOUBLE_EQ(d.cdf(4), 0.625);
  EXPECT_DOUBLE_EQ(d.mean(), 0.25 * -1 + 0.75 * 4);
  EXPECT_EQ(d.minimum(), -2);
}

TEST(Distribution, EmpiricalContinuousSkipsGaps) {
  // Nothing between 2 and 3, nothing after 5.
  const Distribution d =
      Distribution::empirical({{1, 0}, {2, 0.5}, {3, 0.5}, {5, 1}, {9, 1}}, Between::Continuous);
  EXPECT_EQ(d.quantile(0.5), 2);
  EXPECT_GE(d.quantile(std::nextafter(0.5, 1.0)), 3);
  EXPECT_EQ(d.cdf(2.5), 0.5);
  EXPECT_EQ(d.maximum(), 5);
  EXPECT_EQ(d.cdf(5), 1);
}

TEST(Distribution, EmpiricalDiscreteTakesTheValuesOnly) {
  const Distribution d = Distribution::empirical({{1, 0.2}, {2, 0.2}, {4, 0.75}, {8, 1}}, Between::Discrete);
  EXPECT_EQ(d.quantile(0.2), 1);
  EXPECT_EQ(d.quantile(0.21), 4);
  EXPECT_EQ(d.quantile(0.75), 4);
  EXPECT_EQ(d.quantile(0.76), 8);
  EXPECT_EQ(d.cdf(3), 0.2);
  EXPECT_DOUBLE_EQ(d.mean(), 0.2 * 1 + 0.55 * 4 + 0.25 * 8);
}

TEST(Distribution, DegenerateParametersAreConstants) {
  for (const Distribution& d :
       {Distribution::uniform(3, 3), Distribution::triangular(3, 3, 3), Distribution::pert(3, 3, 3),
        Distribution::lognormal(3, 0), Distribution::choice({{3, 1}}),
        Distribution::empirical({{3, 1}}, Between::Continuous),
        Distribution::mixture({{Distribution::constant(3), 1}, {Distribution::uniform(3, 3), 1}})}) {
    EXPECT_TRUE(d.is_constant());
    EXPECT_EQ(d.sample(0.3), 3);
    EXPECT_EQ(d.quantile(0.3), 3);
    EXPECT_EQ(d.mean(), 3);
    EXPECT_EQ(d.cdf(2.999), 0);
    EXPECT_EQ(d.cdf(3), 1);
    EXPECT_EQ(d.sample_above(2, 0.5), 3);
    EXPECT_EQ(d.sample_above(3, 0.5), 3);
    EXPECT_EQ(d.sample_above(4, 0.5), 4);
  }
}

TEST(SampleAbove, IsTheConditionalDraw) {
  // Uniform on [0, 10] given X > 6 is uniform on [6, 10].
  const Distribution uniform = Distribution::uniform(0, 10);
  EXPECT_DOUBLE_EQ(uniform.sample_above(6, 0.25), 7);
  EXPECT_DOUBLE_EQ(uniform.sample_above(-5, 0.25), 2.5) << "a bound below everything changes nothing";
  EXPECT_EQ(uniform.sample_above(10, 0.25), 10);
  EXPECT_EQ(uniform.sample_above(11, 0.25), 11);
  // The exponential has no memory, however late it is: F(bound) = 1 to double precision from 37 means on.
  const Distribution exponential = Distribution::exponential(2);
  for (const double bound : {1.0, 50.0, 200.0, 1000.0}) {
    EXPECT_NEAR(exponential.sample_above(bound, 0.5), bound + 2 * std::log(2.0), 1e-9) << bound;
  }
  EXPECT_EQ(exponential.sample_above(2000, 0.5), 2000) << "exp(-1000) is no longer a number";
}

TEST(SampleAbove, DrawsInFarTails) {
  // 9 deviations out, 1 - cdf is 0 in doubles, but the tail is 1.1e-19.
  const Distribution d = Distribution::lognormal(1, 1);
  const double bound = std::exp(9.0);
  const double median = d.sample_above(bound, 0.5);
  EXPECT_GT(median, bound * 1.05);  // about bound * exp(ln 2 / 9) = 1.08 bound
  EXPECT_LT(median, bound * 1.09);
  EXPECT_GT(Distribution::weibull(0.5, 1).sample_above(2500, 0.5), 2500 * 1.02);  // exp(-50)
  EXPECT_GT(Distribution::gamma(2, 2).sample_above(60, 0.5), 60 + 0.6);
  EXPECT_GT(Distribution::mixture({{d, 1}, {Distribution::constant(1), 1}}).sample_above(bound, 0.5),
            bound * 1.05);
}

TEST(SampleAbove, NeverGivesAValueThatHasPassed) {
  const Distribution d = Distribution::choice({{1, 1}, {2, 1}, {3, 1}, {4, 5}});
  for (const double u : {1e-300, 1e-17, 0.3, std::nextafter(1.0, 0.0)}) {
    EXPECT_EQ(d.sample_above(3, u), 4);
    EXPECT_GE(d.sample_above(1, u), 2);
    EXPECT_EQ(d.sample_above(4, u), 4);
    EXPECT_EQ(d.sample_above(0.5, 1e-17), 1);
  }
  // With a half left, the least step above F(1) = 0.5 rounds back to 0.5.
  const Distribution coin = Distribution::choice({{1, 1}, {2, 1}});
  for (const double u : {1e-300, 0x1p-53, 0x1p-52, 0.5}) EXPECT_EQ(coin.sample_above(1, u), 2);
  // The three left of five: 2 and 3 with one eighth each, now one seventh.
  EXPECT_EQ(d.sample_above(1, 0.14), 2);
  EXPECT_EQ(d.sample_above(1, 0.15), 3);
  EXPECT_EQ(d.sample_above(1, 0.28), 3);
  EXPECT_EQ(d.sample_above(1, 0.29), 4);
}

TEST(Distribution, RefusesWhatItsPreconditionsRefuse) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(Distribution::constant(nan), std::logic_error);
  EXPECT_THROW(Distribution::uniform(2, 1), std::logic_error);
  EXPECT_THROW(Distribution::uniform(0, kInfinity), std::logic_error);
  EXPECT_THROW(Distribution::exponential(0), std::logic_error);
  EXPECT_THROW(Distribution::exponential(nan), std::logic_error);
  EXPECT_THROW(Distribution::lognormal(0, 1), std::logic_error);
  EXPECT_THROW(Distribution::lognormal(1, -1), std::logic_error);
  EXPECT_THROW(Distribution::weibull(0, 1), std::logic_error);
  EXPECT_THROW(Distribution::gamma(1, 0), std::logic_error);
  EXPECT_THROW(Distribution::pareto(1, 2, 2), std::logic_error);
  EXPECT_THROW(Distribution::pareto(1, 0, 2), std::logic_error);
  EXPECT_THROW(Distribution::triangular(0, 2, 1), std::logic_error);
  EXPECT_THROW(Distribution::pert(0, -1, 1), std::logic_error);
  EXPECT_THROW(Distribution::geometric(0, 1), std::logic_error);
  EXPECT_THROW(Distribution::geometric(1.1, 1), std::logic_error);
  EXPECT_THROW(Distribution::geometric(nan, 1), std::logic_error);
  EXPECT_THROW(Distribution::geometric(0.5, 0), std::logic_error);
  EXPECT_THROW(Distribution::shifted(Distribution::exponential(1), kInfinity), std::logic_error);
  EXPECT_THROW(Distribution::choice({}), std::logic_error);
  EXPECT_THROW(Distribution::choice({{1, 0}}), std::logic_error);
  EXPECT_THROW(Distribution::choice({{1, 2}, {2, -1}}), std::logic_error);
  EXPECT_THROW(Distribution::mixture({}), std::logic_error);
  EXPECT_THROW(Distribution::empirical({}, Between::Discrete), std::logic_error);
  EXPECT_THROW(Distribution::empirical({{1, 0.5}}, Between::Discrete), std::logic_error);
  EXPECT_THROW(Distribution::empirical({{1, 0.5}, {1, 1}}, Between::Discrete), std::logic_error);
  EXPECT_THROW(Distribution::empirical({{1, 0.6}, {2, 0.5}, {3, 1}}, Between::Continuous), std::logic_error);
  EXPECT_THROW((void)Distribution::constant(1).sample(0), std::logic_error);
  EXPECT_THROW((void)Distribution::constant(1).sample(1), std::logic_error);
}

}  // namespace
}  // namespace suanwang
