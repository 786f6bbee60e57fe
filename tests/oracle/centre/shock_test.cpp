// Activities that are late together: closed forms, and orthants of the normal law by quadrature.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/programmes.hpp"

namespace suanwang {
namespace {

using test::activity;
using test::expect_mean;
using test::expect_probability;
using test::named;
using test::sampled;

constexpr std::size_t kSamples = 200'000;

Programme pair(double rho, const Distribution& law) {
  Programme programme;
  programme.activities.assign(2, activity(law));
  for (Activity& a : programme.activities) a.shock = 0;
  programme.shocks = {{rho, 0}};
  return named(programme);
}

TEST(ShockOracle, ShockOfNoStrengthIsNone) {
  Programme programme = pair(0, Distribution::pert(3, 6, 12));
  const ProgrammeSamples with = sampled(programme, 1000);
  for (Activity& a : programme.activities) a.shock.reset();
  const ProgrammeSamples without = sampled(programme, 1000);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t s = 0; s < 1000; ++s) ASSERT_EQ(with.ends(i)[s], without.ends(i)[s]);
  }
}

TEST(ShockOracle, ShockOfFullStrengthMovesAllAlike) {
  Programme programme = pair(1, Distribution::pert(3, 6, 12));
  programme.activities[1].duration.law = Distribution::uniform(0, 10);
  const ProgrammeSampler sampler{programme, ProgrammeSampler::Inversion::Exact};
  const std::vector<double> u = test::plain_uniforms(sampler, 1000);
  ASSERT_EQ(u.size(), 1000);
  const ProgrammeSamples samples = sampler.evaluate(u, 1000);
  for (std::size_t s = 0; s < 1000; ++s) {
    ASSERT_EQ(samples.ends(0)[s], programme.activities[0].duration.law.quantile(u[s]));
    ASSERT_EQ(samples.ends(1)[s], programme.activities[1].duration.law.quantile(u[s]));
  }
}

TEST(ShockOracle, ShockHalfWay) {
  for (const double rho : {0.25, 0.5, 0.9}) {
    const ProgrammeSamples samples = sampled(pair(rho, Distribution::uniform(0, 2)), kSamples);
    const double both = 0.25 + std::asin(rho) / (2 * std::numbers::pi);
    expect_mean(kSamples, both, [&](std::size_t s) {
      return samples.ends(0)[s] <= 1 && samples.ends(1)[s] <= 1 ? 1.0 : 0.0;
    });
    for (const double x : {0.2, 1.0, 1.9}) expect_probability(samples.ends(1), x, x / 2);
  }
}

/// P(every member i has a standard normal number X_i above bounds[i]), of members with a shock of rho.
double all_above(double rho, const std::vector<double>& bounds) {
  double sum = 0;
  constexpr double kStep = 0.01;
  for (double z = -10; z <= 10; z += kStep) {
    double product = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    for (const double bound : bounds) {
      product *= std::erfc((bound - std::sqrt(rho) * z) / std::sqrt(2 * (1 - rho))) / 2;
    }
    sum += product * kStep;
  }
  return sum;
}

/// The standard normal number that is exceeded with probability q.
double deviate(double q) {
  return -std::log(Distribution::lognormal(1, 1).quantile(q));
}

TEST(ShockOracle, ShockGivenThatNothingHasEnded) {
  EXPECT_NEAR(all_above(0.5, {0, 0}), 1.0 / 3, 1e-6);
  // One member has outlived 50 % of its law, another 90 %; a third has not started.
  for (const double rho : {0.1, 0.5, 0.9, 0.99}) {
    Programme programme = pair(rho, Distribution::uniform(0, 100));
    programme.activities.push_back(programme.activities[0]);
    programme.activities[0].begun = 0;
    programme.activities[1].begun = -40;
    programme.activities[2].not_before = 60;
    programme.as_of = 50;
    const ProgrammeSamples samples = sampled(named(programme), kSamples);
    const auto a = samples.ends(0), b = samples.ends(1), c = samples.ends(2);
    EXPECT_GE(*std::min_element(a.begin(), a.end()), 50);
    EXPECT_GE(*std::min_element(b.begin(), b.end()), 50);
    struct Case {
      double x, y, z;
    };
    for (const auto& [x, y, z] :
         {Case{70, 50, 60}, Case{50, 55, 60}, Case{80, 57, 60}, Case{50, 50, 110}, Case{60, 52, 140}}) {
      const double expected = all_above(rho, {deviate(1 - x / 100), deviate((60 - y) / 100),
                                              z == 60 ? -30 : deviate((160 - z) / 100)}) /
                              all_above(rho, {0, deviate(0.1)});
      if (expected > 0.9999) continue;  // too rare for its standard error to be known
      expect_mean(kSamples, expected, [&, x = x, y = y, z = z](std::size_t s) {
        return a[s] > x && b[s] > y && c[s] > z ? 1.0 : 0.0;
      });
    }
  }
}

TEST(ShockOracle, FullShockGivenThatNothingHasEnded) {
  Programme programme = pair(1, Distribution::uniform(0, 1));
  programme.activities[1].duration.law = Distribution::uniform(0, 2);
  programme.as_of = 0.5;  // the first says U > 1/2, the second only U > 1/4
  const ProgrammeSamples samples = sampled(programme, kSamples);
  for (const double x : {0.6, 0.75, 0.9}) expect_probability(samples.ends(0), x, 2 * x - 1);
  for (std::size_t s = 0; s < 1000; ++s) ASSERT_NEAR(samples.ends(1)[s], 2 * samples.ends(0)[s], 1e-12);
}

TEST(ShockOracle, ShockFarBeyondWhatWasExpected) {
  // 40 members that have outlived 99.9 % of their laws. Where rho is next to nothing they are independent,
  // and exponential laws have no memory.
  Programme programme;
  programme.activities.assign(40, activity(Distribution::exponential(1)));
  for (Activity& a : programme.activities) a.shock = 0;
  programme.shocks = {{1e-9, 0}};
  programme.as_of = -std::log(0.001);
  const ProgrammeSamples samples = sampled(named(programme), 20'000);
  expect_mean(20'000, 40, [&](std::size_t s) {
    double sum = 0;
    for (std::size_t i = 0; i < 40; ++i) sum += samples.ends(i)[s] - *programme.as_of;
    return sum;
  });
}

}  // namespace
}  // namespace suanwang
