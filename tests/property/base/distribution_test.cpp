#include "suanwang/base/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Parameters of every size, often equal, sometimes at an end.
double positive(Rng& rng) {
  return rng.chance(0.2) ? 1.0 : std::exp(rng.chance(0.1) ? rng.uniform(-200, 200) : rng.uniform(-6, 12));
}

/// low <= mode <= high
std::vector<double> three(Rng& rng) {
  std::vector<double> values;
  for (int i = 0; i < 3; ++i) values.push_back((rng.chance(0.3) ? -1 : 1) * positive(rng));
  if (rng.chance(0.2)) values[1] = values[0];
  if (rng.chance(0.2)) values[1] = values[2];
  std::sort(values.begin(), values.end());
  return values;
}

struct Case {
  std::string what;
  Distribution law;
  bool discrete = false;
};

/// A measured curve or steps, from `value` on.
Case random_table(Rng& rng, double value) {
  std::vector<std::pair<double, double>> points;
  double cumulative = rng.chance(0.5) ? 0 : 0.1;
  for (int i = 0; i < 6; ++i) {
    points.emplace_back(value, cumulative);
    value += std::max(positive(rng), std::abs(value) * 1e-9);
    if (rng.chance(0.7)) cumulative += 0.1;
  }
  points.emplace_back(value, 1);
  using Between = Distribution::Between;
  const bool discrete = rng.chance(0.4);
  return {"empirical", Distribution::empirical(points, discrete ? Between::Discrete : Between::Continuous),
          discrete};
}

Case random_case(Rng& rng, int depth = 0) {
  const std::vector<double> v = three(rng);
  const double a = positive(rng), b = positive(rng);
  switch (rng.integer(0, depth < 2 ? 13 : 11)) {
    case 0:
      return {"constant", Distribution::constant(v[0]), true};
    case 1:
      return {"uniform", Distribution::uniform(v[0], v[2]), v[0] == v[2]};
    case 2:
      return {"exponential", Distribution::exponential(a)};
    case 3:
      return {"lognormal", Distribution::lognormal(a, std::min(b, 30.0))};
    case 4:
      return {"weibull", Distribution::weibull(std::clamp(a, 0.05, 50.0), b)};
    case 5:
      return {"gamma", Distribution::gamma(std::clamp(a, 0.01, 1e4), b)};
    case 6:
      return {"pareto",
              Distribution::pareto(std::clamp(a, 0.01, 50.0), b,
                                   std::max(b * (1 + positive(rng)), std::nextafter(b, kInfinity)))};
    case 7:
      return {"triangular", Distribution::triangular(v[0], v[1], v[2]), v[0] == v[2]};
    case 8:
      return {"pert", Distribution::pert(v[0], v[1], v[2]), v[0] == v[2]};
    case 9: {
      std::vector<std::pair<double, double>> values{{v[0], 1}};
      for (int i = 0; i < 5; ++i) values.emplace_back(rng.pick(v), rng.chance(0.3) ? 0 : rng.uniform());
      return {"choice", Distribution::choice(values), true};
    }
    case 10:
      return random_table(rng, v[0]);
    case 11:
      return {"geometric", Distribution::geometric(std::clamp(rng.uniform(), 1e-3, 1.0), b), true};
    case 12: {
      const Case part = random_case(rng, depth + 1);
      return {"shifted " + part.what, Distribution::shifted(part.law, v[1]), part.discrete};
    }
    default: {
      std::vector<std::pair<Distribution, double>> components;
      std::string what = "mixture of";
      bool discrete = true;
      for (int i = 0; i < 3; ++i) {
        const Case part = random_case(rng, depth + 1);
        what += ' ' + part.what;
        discrete = discrete && part.discrete;
        components.emplace_back(part.law, i == 0 ? 1.0 : rng.chance(0.2) ? 0.0 : rng.uniform());
      }
      return {what, Distribution::mixture(components), discrete};
    }
  }
}

/// Probabilities from the middle to the very ends.
double random_probability(Rng& rng) {
  const double u = rng.uniform();
  if (rng.chance(0.2)) return std::exp(rng.uniform(-700, 0));
  if (rng.chance(0.2)) return std::min(1 - std::exp(rng.uniform(-37, 0)), std::nextafter(1.0, 0.0));
  return u;
}

TEST(EveryDistribution, QuantileIsTheSmallestValueThatReachesTheProbability) {
  test::for_seeds(3000, [](Rng& rng) {
    const Case c = random_case(rng);
    SCOPED_TRACE(c.what);
    for (int i = 0; i < 10; ++i) {
      const double p = random_probability(rng);
      const double x = c.law.quantile(p);
      ASSERT_FALSE(std::isnan(x)) << p;
      ASSERT_GE(x, c.law.minimum()) << p;
      ASSERT_LE(x, c.law.maximum()) << p;
      if (x >= 0 && x < 1e-290 && c.law.minimum() == 0) continue;  // gone below the smallest double
      // P(X <= x) reaches p, and just below x it does not; "just" by what rounding of x and p allows.
      const double slack = 1e-9 * std::abs(x) + std::numeric_limits<double>::min();
      ASSERT_GE(c.law.cdf(x + slack), p * (1 - 1e-9)) << "at " << x << " for " << p;
      ASSERT_LE(c.law.cdf(x - slack), p * (1 + 1e-9) + 1e-15) << "at " << x << " for " << p;
    }
  });
}

TEST(EveryDistribution, CdfIsAProbabilityThatGrows) {
  test::for_seeds(2000, [](Rng& rng) {
    const Case c = random_case(rng);
    SCOPED_TRACE(c.what);
    std::vector<double> xs{-kInfinity, -1e308, -1, 0, 5e-324, 1, 1e308, kInfinity};
    for (int i = 0; i < 10; ++i) xs.push_back((rng.chance(0.2) ? -1 : 1) * positive(rng));
    for (int i = 0; i < 10; ++i) xs.push_back(c.law.quantile(random_probability(rng)));
    std::sort(xs.begin(), xs.end());
    double before = 0;
    for (const double x : xs) {
      const double p = c.law.cdf(x);
      ASSERT_GE(p, before - 1e-14) << "at " << x;
      ASSERT_LE(p, 1) << "at " << x;
      before = p;
    }
    ASSERT_EQ(c.law.cdf(kInfinity), 1);
    ASSERT_EQ(c.law.cdf(-kInfinity), 0);
    ASSERT_EQ(c.law.cdf(c.law.maximum()), 1);
  });
}

TEST(EveryDistribution, SamplesLieInItsSupportAndAreNumbers) {
  test::for_seeds(3000, [](Rng& rng) {
    const Case c = random_case(rng);
    SCOPED_TRACE(c.what);
    ASSERT_FALSE(std::isnan(c.law.mean()));
    ASSERT_GE(c.law.mean(), c.law.minimum());
    ASSERT_LE(c.law.mean(), c.law.maximum());
    ASSERT_LE(c.law.minimum(), c.law.maximum());
    for (const double u : {std::numeric_limits<double>::min(), 0x1p-53, rng.uniform(), 1 - 0x1p-53}) {
      const double x = c.law.sample(u);
      ASSERT_FALSE(std::isnan(x)) << u;
      ASSERT_GE(x, c.law.minimum()) << u;
      ASSERT_LE(x, c.law.maximum()) << u;
    }
  });
}

TEST(EveryDistribution, SamplesFollowItsCdf) {
  // The share of an even grid of u that falls at or below x is P(X <= x), to within one step for each branch
  // of a mixture.
  test::for_seeds(300, [](Rng& rng) {
    const Case c = random_case(rng);
    SCOPED_TRACE(c.what);
    constexpr int kSteps = 2000;
    std::vector<double> samples;
    for (int i = 0; i < kSteps; ++i) samples.push_back(c.law.sample((i + 0.5) / kSteps));
    std::sort(samples.begin(), samples.end());
    for (int i = 0; i < 10; ++i) {
      const double x = samples[rng.index(kSteps)];
      const double slack = 1e-9 * std::abs(x);
      const auto count_to = [&](double bound) {
        return static_cast<double>(std::upper_bound(samples.begin(), samples.end(), bound) - samples.begin());
      };
      ASSERT_LE(count_to(x - slack) / kSteps, c.law.cdf(x) + 10.0 / kSteps) << x;
      ASSERT_GE(count_to(x + slack) / kSteps, c.law.cdf(x) - 10.0 / kSteps) << x;
    }
  });
}

TEST(EveryDistribution, SampleAboveIsTheQuantileOfWhatIsLeft) {
  test::for_seeds(3000, [](Rng& rng) {
    const Case c = random_case(rng);
    SCOPED_TRACE(c.what);
    const double bound = c.law.quantile(random_probability(rng));
    if (!std::isfinite(bound)) return;
    const double before = c.law.cdf(bound);
    double last = bound;
    for (const double u : {std::numeric_limits<double>::min(), 0.01, 0.5, 0.99, 1 - 0x1p-53}) {
      const double x = c.law.sample_above(bound, u);
      ASSERT_FALSE(std::isnan(x));
      ASSERT_GE(x, last * (1 - (last > 0 ? 1 : -1) * 1e-9)) << "more u, more x";
      ASSERT_LE(x, std::max(bound, c.law.maximum()));
      last = x;
      if (before > 0.99) continue;  // where 1 - cdf is exact enough to be compared with
      const double p = before + u * (1 - before);
      const double slack = 1e-9 * std::abs(x);
      ASSERT_GE(c.law.cdf(x + slack), p - 1e-9);
      if (x > bound) {
        ASSERT_LE(c.law.cdf(x - slack - std::numeric_limits<double>::min()), p + 1e-9);
      }
    }
  });
}

void expect_no_nan(const Distribution& law) {
  ASSERT_FALSE(std::isnan(law.mean()));
  ASSERT_FALSE(std::isnan(law.minimum()));
  ASSERT_FALSE(std::isnan(law.maximum()));
  const std::vector<double> xs{-1e308, -1.0, 0.0, 5e-324, 1e-200, 1.0, 1e200, 1e308};
  for (const double x : xs) ASSERT_FALSE(std::isnan(law.cdf(x))) << "at " << x;
  ASSERT_EQ(law.cdf(kInfinity), 1);
  for (const double u : {5e-324, 1e-300, 0x1p-53, 0.3, 0.5, 1 - 0x1p-53}) {
    ASSERT_FALSE(std::isnan(law.sample(u))) << "at " << u;
    ASSERT_FALSE(std::isnan(law.quantile(u))) << "at " << u;
    for (const double x : xs)
      ASSERT_FALSE(std::isnan(law.sample_above(x, u))) << "above " << x << " at " << u;
  }
}

TEST(EveryDistribution, ExtremeParametersGiveNoNan) {
  using D = Distribution;
  const std::vector<double> extremes{5e-324, 1e-308, 1e-300, 1e-100, 1e-10, 1, 1e10, 1e100, 1e300, 1e308};
  for (const double a : extremes) {
    for (const double b : extremes) {
      SCOPED_TRACE(fmt::format("parameters {} and {}", a, b));
      {
        SCOPED_TRACE("exponential, lognormal, weibull");
        expect_no_nan(D::exponential(a));
        expect_no_nan(D::lognormal(a, b));
        expect_no_nan(D::weibull(a, b));
      }
      {
        SCOPED_TRACE("geometric, shifted");
        expect_no_nan(D::geometric(std::min(a, 1.0), b));
        expect_no_nan(D::shifted(D::exponential(a), b));
        expect_no_nan(D::shifted(D::lognormal(a, b), -a));
      }
      {
        SCOPED_TRACE("gamma");
        expect_no_nan(D::gamma(a, b));
      }
      {
        SCOPED_TRACE("choice, mixture");
        expect_no_nan(D::choice({{1, a}, {2, b}}));
        expect_no_nan(D::mixture({{D::exponential(1), a}, {D::constant(2), b}}));
      }
      if (a >= b) continue;
      SCOPED_TRACE("pareto, triangular, pert, empirical");
      for (const double shape : extremes) expect_no_nan(D::pareto(shape, a, b));
      for (const double middle : {a, a + (b - a) / 2, b}) {
        expect_no_nan(D::triangular(a, middle, b));
        expect_no_nan(D::pert(a, middle, b));
      }
      expect_no_nan(D::empirical({{a, 0.5}, {b, 1}}, D::Between::Continuous));
      expect_no_nan(D::empirical({{-b, 0.1}, {a, 0.5}, {b, 1}}, D::Between::Continuous));
    }
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace suanwang
