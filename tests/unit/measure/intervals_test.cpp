#include "suanwang/measure/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/distribution.hpp"

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Wilson, OfTheBrief) {
  const Interval i = wilson(900, 1000);
  EXPECT_NEAR(i.low, 0.879848, 5e-7);
  EXPECT_NEAR(i.high, 0.917091, 5e-7);
}

TEST(Wilson, AtTheEnds) {
  // None of n: from 0 to z^2 / (n + z^2), z = 1.959964.
  const double z2 = 3.841458820694124;
  EXPECT_EQ(wilson(0, 10).low, 0);
  EXPECT_NEAR(wilson(0, 10).high, z2 / (10 + z2), 1e-14);
  EXPECT_EQ(wilson(10, 10).high, 1);
  EXPECT_NEAR(wilson(10, 10).low, 10 / (10 + z2), 1e-14);
  EXPECT_NEAR(wilson(1, 1).low, 1 / (1 + z2), 1e-14);
}

TEST(ClopperPearson, OfTheBrief) {
  const Interval i = clopper_pearson(900, 1000);
  EXPECT_NEAR(i.low, 0.879712, 5e-7);
  EXPECT_NEAR(i.high, 0.917895, 5e-7);
}

TEST(ClopperPearson, AtTheEnds) {
  // None of n: (1 - p)^n = 0.025 at the upper bound.
  EXPECT_EQ(clopper_pearson(0, 10).low, 0);
  EXPECT_NEAR(clopper_pearson(0, 10).high, 1 - std::pow(0.025, 0.1), 1e-14);
  EXPECT_EQ(clopper_pearson(10, 10).high, 1);
  EXPECT_NEAR(clopper_pearson(10, 10).low, std::pow(0.025, 0.1), 1e-14);
}

TEST(QuantileRanks, OfTheBrief) {
  const Ranks many = quantile_ranks(10'000, 0.9);
  EXPECT_EQ(many.low, 8941U);
  EXPECT_EQ(many.high, 9059U);
  EXPECT_NEAR(many.coverage, 0.9508, 5e-5);
  const Ranks few = quantile_ranks(1000, 0.9);
  EXPECT_EQ(few.low, 881U);
  EXPECT_EQ(few.high, 919U);
  EXPECT_NEAR(few.coverage, 0.9549, 5e-5);
}

TEST(QuantileRanks, HoldTheirLevelForAnySize) {
  for (const std::uint64_t n : {1, 2, 3, 5, 10, 30, 58, 59, 100, 1000, 100'000}) {
    for (const double p : {0.001, 0.1, 0.5, 0.9, 0.99}) {
      const Ranks r = quantile_ranks(n, p);
      ASSERT_LT(r.low, r.high);
      ASSERT_LE(r.high, n + 1);
      ASSERT_GE(r.coverage, 0.95) << n << ' ' << p;
      ASSERT_LE(r.coverage, 1);
    }
  }
  // The median of five lies between the least and the greatest with probability 1 - 2/32 only: no bound
  // holds.
  const Ranks five = quantile_ranks(5, 0.5);
  EXPECT_TRUE(five.low == 0 || five.high == 6);
  EXPECT_NEAR(five.coverage, 1 - 1.0 / 32, 1e-15);
  // Of six it does with 1 - 2/64.
  const Ranks six = quantile_ranks(6, 0.5);
  EXPECT_EQ(six.low, 1U);
  EXPECT_EQ(six.high, 6U);
  EXPECT_NEAR(six.coverage, 1 - 2.0 / 64, 1e-15);
}

TEST(QuantileInterval, TakesTheValuesAtTheRanks) {
  const std::vector<double> six{1, 2, 4, 8, 16, 32};
  EXPECT_EQ(quantile_interval(six, 0.5).low, 1);
  EXPECT_EQ(quantile_interval(six, 0.5).high, 32);
  const std::vector<double> two{1, 2};
  EXPECT_EQ(quantile_interval(two, 0.9).high, kInfinity);
  EXPECT_EQ(quantile_interval(two, 0.1).low, -kInfinity);
}

TEST(NearestRank, IsTheLeastValueThatReachesTheShare) {
  std::vector<double> hundred;
  for (int i = 1; i <= 100; ++i) hundred.push_back(i);
  for (int percent = 1; percent <= 100; ++percent) {
    EXPECT_EQ(nearest_rank(hundred, percent / 100.0), percent) << "also where 100 p is rounded up";
  }
  EXPECT_EQ(nearest_rank(hundred, 0.071), 8);
  EXPECT_EQ(nearest_rank(hundred, 1e-9), 1);
  const std::vector<double> three{1, 2, 3};
  EXPECT_EQ(nearest_rank(three, 1.0 / 3), 1);
  EXPECT_EQ(nearest_rank(three, 0.34), 2);
  EXPECT_EQ(nearest_rank(three, 0.9), 3);
}

TEST(MeanOf, IsStudents) {
  // 1, 2, 3, 4: mean 2.5, variance 5/3, error sqrt(5/12); t of 3 degrees 3.182446.
  const std::vector<double> values{1, 2, 3, 4};
  const MeanEstimate m = mean_of(values);
  EXPECT_EQ(m.mean, 2.5);
  EXPECT_DOUBLE_EQ(m.standard_error, std::sqrt(5.0 / 12));
  EXPECT_NEAR(m.interval.high - 2.5, 3.182446305284263 * std::sqrt(5.0 / 12), 1e-12);
  EXPECT_NEAR(2.5 - m.interval.low, 3.182446305284263 * std::sqrt(5.0 / 12), 1e-12);
  const std::vector<double> one{7};
  EXPECT_EQ(mean_of(one).mean, 7);
  EXPECT_EQ(mean_of(one).interval.low, -kInfinity);
  const std::vector<double> equal(9, 0.1);
  EXPECT_EQ(mean_of(equal).mean, 0.1);
  EXPECT_EQ(mean_of(equal).standard_error, 0);
  EXPECT_EQ(mean_of(equal).interval.low, 0.1);
}

/// How many of 1,000 repetitions cover what they estimate.
template <class Covers>
int covered(Covers covers) {
  int count = 0;
  Rng rng{2024};
  for (int i = 0; i < 1000; ++i) count += covers(rng) ? 1 : 0;
  return count;
}

TEST(Intervals, OfNinetyFivePercentCoverAsOftenAsTheySay) {
  for (const double p : {0.05, 0.3, 0.5, 0.9}) {
    const auto proportion = [p](Interval (*of)(std::uint64_t, std::uint64_t, double)) {
      return covered([p, of](Rng& rng) {
        std::uint64_t met = 0;
        for (int i = 0; i < 1000; ++i) met += rng.chance(p) ? 1 : 0;
        const Interval interval = of(met, 1000, 0.95);
        return interval.low <= p && p <= interval.high;
      });
    };
    const int by_wilson = proportion(wilson), by_tails = proportion(clopper_pearson);
    EXPECT_GE(by_wilson, 935) << p;
    EXPECT_LE(by_wilson, 965) << p;
    EXPECT_GE(by_tails, by_wilson) << p << ": the exact tails promise more";
    EXPECT_GE(by_tails, 940) << p;
  }
  const Distribution law = Distribution::lognormal(1, 1);
  for (const double p : {0.1, 0.5, 0.9}) {
    const double truth = law.quantile(p);
    const int count = covered([&](Rng& rng) {
      std::vector<double> values;
      for (int i = 0; i < 1000; ++i) values.push_back(law.sample(rng.uniform()));
      std::sort(values.begin(), values.end());
      const Interval interval = quantile_interval(values, p);
      return interval.low <= truth && truth <= interval.high;
    });
    EXPECT_GE(count, 935) << p;
    EXPECT_LE(count, 965) << p;
  }
  const int means = covered([](Rng& rng) {
    std::vector<double> values;  // nearly normal, as means over point sets are
    for (int i = 0; i < 10; ++i) values.push_back(rng.uniform() + rng.uniform() + rng.uniform());
    const Interval interval = mean_of(values).interval;
    return interval.low <= 1.5 && 1.5 <= interval.high;
  });
  EXPECT_GE(means, 935);
  EXPECT_LE(means, 965);
}

TEST(Wilson, CoversWithinBoundsWhereClopperPearsonCoversTooMuch) {
  // Exact coverage at 1,000 trials: the sum of P(k met) over the k whose interval holds p.
  const auto coverage = [](Interval (*of)(std::uint64_t, std::uint64_t, double), double p) {
    double sum = 0;
    for (std::uint64_t k = 0; k <= 1000; ++k) {
      const Interval i = of(k, 1000, 0.95);
      if (p < i.low || p > i.high) continue;
      const auto x = static_cast<double>(k);
      sum += std::exp(std::lgamma(1001) - std::lgamma(x + 1) - std::lgamma(1001 - x) + x * std::log(p) +
                      (1000 - x) * std::log1p(-p));
    }
    return sum;
  };
  double mean_wilson = 0, mean_exact = 0;
  int steps = 0;
  for (double p = 0.01; p < 0.995; p += 0.0171, ++steps) {
    const double of_wilson = coverage(wilson, p), of_exact = coverage(clopper_pearson, p);
    ASSERT_GT(of_wilson, 0.935) << p;
    ASSERT_LT(of_wilson, 0.968) << p;
    ASSERT_GT(of_exact, 0.95) << p;
    mean_wilson += of_wilson;
    mean_exact += of_exact;
  }
  EXPECT_NEAR(mean_wilson / steps, 0.95, 0.002);
  EXPECT_GT(mean_exact / steps, 0.954);
}

}  // namespace
}  // namespace suanwang
