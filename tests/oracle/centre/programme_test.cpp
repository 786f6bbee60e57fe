// Programmes of which the answer is a closed form. Months serve as seconds.
#include <cmath>
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
using test::phase;
using test::sampled;

constexpr std::size_t kSamples = 200'000;

std::vector<Activity> times(std::size_t count, const Distribution& law) {
  return std::vector<Activity>(count, activity(law));
}

/// Of all activities so far: an activity of no length that comes after them.
Programme joined(std::vector<Activity> activities) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < activities.size(); ++i) all.push_back(i);
  activities.push_back(activity(Distribution::constant(0), all));
  Programme programme;
  programme.activities = std::move(activities);
  return named(programme);
}

Programme chain(const std::vector<Distribution>& laws) {
  Programme programme;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    programme.activities.push_back(
        activity(laws[i], i == 0 ? std::vector<std::size_t>{} : std::vector{i - 1}));
  }
  return named(programme);
}

TEST(ProgrammeOracle, MomentsOfPertAndTriangularActivities) {
  const auto expect_moments = [](const Distribution& law, double mean, double variance) {
    const ProgrammeSamples samples = sampled(chain({law}), kSamples);
    const auto ends = samples.ends(0);
    expect_mean(kSamples, mean, [&](std::size_t s) { return ends[s]; });
    expect_mean(kSamples, variance, [&](std::size_t s) { return (ends[s] - mean) * (ends[s] - mean); });
  };
  expect_moments(Distribution::pert(3, 6, 12), 6.5, 2.75);
  expect_moments(Distribution::pert(9, 12, 24), 13.5, 6.75);
  expect_moments(Distribution::pert(2, 4, 10), 14.0 / 3, 2.0317460317460317);
  expect_moments(Distribution::triangular(3, 6, 12), 7, (9 + 36 + 144 - 18 - 36 - 72) / 18.0);
}

const std::vector<Distribution>& site() {
  static const std::vector<Distribution> laws{Distribution::pert(3, 6, 12), Distribution::pert(9, 12, 24),
                                              Distribution::pert(2, 4, 10)};
  return laws;
}

TEST(ProgrammeOracle, ThreeActivitiesInTurn) {
  const ProgrammeSamples samples = sampled(chain(site()), kSamples);
  const auto ends = samples.ends(2);
  expect_mean(kSamples, 24.666666666666668, [&](std::size_t s) { return ends[s]; });
  expect_probability(ends, 24, 0.44837);
  expect_probability(ends, 28, 0.83222);
  expect_probability(ends, 20.416, 0.1);
  expect_probability(ends, 24.449, 0.5);
  expect_probability(ends, 29.224, 0.9);
}

TEST(ProgrammeOracle, IndependentSites) {
  Programme programme;
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t i = 0; i < 3; ++i) {
      programme.activities.push_back(
          activity(site()[i], i == 0 ? std::vector<std::size_t>{} : std::vector{3 * k + i - 1}));
    }
  }
  const ProgrammeSamples samples = sampled(named(programme), kSamples);
  const auto by_28 = [&](std::size_t k, std::size_t s) { return samples.ends(3 * k + 2)[s] <= 28 ? 1 : 0; };
  expect_mean(kSamples, 0.692586, [&](std::size_t s) { return by_28(0, s) * by_28(1, s); });
  expect_mean(kSamples, 0.924993,
              [&](std::size_t s) { return by_28(0, s) + by_28(1, s) + by_28(2, s) >= 2 ? 1.0 : 0.0; });
}

TEST(ProgrammeOracle, SumsOfUniformNumbers) {
  // Triangular(0, 1, 2) is the sum of two uniform numbers: Irwin-Hall of four and six.
  const Distribution law = Distribution::triangular(0, 1, 2);
  const ProgrammeSamples samples = sampled(chain({law, law, law}), kSamples);
  expect_probability(samples.ends(1), 1, 1.0 / 24);
  expect_probability(samples.ends(1), 2, 0.5);
  expect_probability(samples.ends(1), 3, 23.0 / 24);
  expect_probability(samples.ends(2), 2, 0.08055555555555556);
}

TEST(ProgrammeOracle, LatestOfSeveral) {
  const auto expect_latest = [](std::size_t count, const Distribution& law, double expected, auto function) {
    const ProgrammeSamples samples = sampled(joined(times(count, law)), kSamples);
    expect_mean(kSamples, expected, [&](std::size_t s) { return function(samples.ends(count)[s]); });
  };
  const auto itself = [](double x) { return x; };
  expect_latest(10, Distribution::exponential(1), 2.9289682539682538, itself);
  expect_latest(10, Distribution::uniform(0, 1), 10.0 / 11, itself);
  expect_latest(5, Distribution::lognormal(1, 1), 1.1629644736, [](double x) { return std::log(x); });
}

TEST(ProgrammeOracle, LognormalProduct) {
  const double sigma = std::log(18.0 / 12) / 1.2815515655446004;
  const ProgrammeSamples samples = sampled(joined(times(2, Distribution::lognormal(12, sigma))), kSamples);
  const auto a = samples.ends(0), b = samples.ends(1);
  expect_mean(kSamples, 12.615885, [&](std::size_t s) { return a[s]; });
  expect_probability(a, 15, 0.7596847);
  expect_mean(kSamples, 0.7685835, [&](std::size_t s) { return a[s] * b[s] <= 200 ? 1.0 : 0.0; });
}

TEST(ProgrammeOracle, MilestonesThatSlipByQuarters) {
  std::vector<std::pair<double, double>> quarters;
  for (int k = 1; k <= 60; ++k) quarters.emplace_back(k, 0.7 * std::pow(0.3, k - 1));
  const Distribution law = Distribution::choice(quarters);
  const ProgrammeSamples samples = sampled(chain({law, law, law, law}), kSamples);
  expect_probability(samples.ends(3), 6, 0.74431);
}

TEST(ProgrammeOracle, CapacityOfSitesThatComeOrDoNot) {
  const std::vector<std::pair<double, double>> sites{{100, .9}, {80, .7}, {120, .6}, {50, .95}, {150, .4}};
  Programme programme;
  for (const auto& [capacity, p] : sites) {
    programme.phases.push_back(phase({programme.activities.size()}));
    programme.activities.push_back(activity(Distribution::choice({{1, p}, {3, 1 - p}})));
  }
  const ProgrammeSamples samples = sampled(named(programme), kSamples);
  const auto capacity = [&](std::size_t s) {
    double sum = 0;
    for (std::size_t p = 0; p < sites.size(); ++p) {
      if (samples.steps(p, s).front().date <= 2) sum += sites[p].first;
    }
    return sum;
  };
  expect_mean(kSamples, 325.5, capacity);
  for (const auto& [target, p] :
       {std::pair{200.0, .8926}, {250.0, .73772}, {300.0, .60828}, {350.0, .54402}}) {
    expect_mean(kSamples, p, [&, t = target](std::size_t s) { return capacity(s) >= t ? 1.0 : 0.0; });
  }
}

TEST(ProgrammeOracle, NotYet) {
  // Begun at 2, not ended by 9: longer than 7. Then one that comes after it, of which nothing is known.
  Programme programme = chain({Distribution::pert(3, 6, 12), Distribution::uniform(1, 3)});
  programme.activities[0].begun = 2;
  programme.as_of = 9;
  const ProgrammeSamples samples = sampled(programme, kSamples);
  const Distribution& law = programme.activities[0].duration.law;
  const auto truncated = [&](double x) { return (law.cdf(x) - law.cdf(7)) / (1 - law.cdf(7)); };
  for (const double x : {7.5, 8.0, 9.0, 10.0}) expect_probability(samples.ends(0), 2 + x, truncated(x));
  expect_mean(kSamples, 2, [&](std::size_t s) { return samples.ends(1)[s] - samples.ends(0)[s]; });
  expect_mean(kSamples, 0.5,
              [&](std::size_t s) { return samples.ends(1)[s] - samples.ends(0)[s] < 2 ? 1.0 : 0.0; });
}

TEST(ProgrammeOracle, NotYetOfAnActivityThatIsADate) {
  Programme programme = chain({Distribution::uniform(100, 200)});
  programme.as_of = 150;
  const ProgrammeSamples samples = sampled(programme, kSamples);
  expect_probability(samples.ends(0), 150, 0);
  expect_probability(samples.ends(0), 170, 0.4);
}

TEST(ProgrammeOracle, StartedByTheFactsThoughNobodySaysSo) {
  // The first is done at 4, so that the second has started at 4 + 1 and has lasted 3 by 8.
  Programme programme = chain({Distribution::uniform(1, 9), Distribution::exponential(5)});
  programme.activities[0].done = 4;
  programme.activities[1].after = {{0, 1}};
  programme.as_of = 8;
  const ProgrammeSamples samples = sampled(programme, kSamples);
  expect_mean(kSamples, 8 + 5, [&](std::size_t s) { return samples.ends(1)[s]; });
}

TEST(ProgrammeOracle, FactsAloneAreCertain) {
  Programme programme = chain(site());
  programme.activities[0].done = 5;
  programme.activities[1].done = 17;
  programme.activities[2].done = 23;
  programme.phases = {phase({2})};
  programme.as_of = 30;
  const ProgrammeSampler sampler{programme};
  EXPECT_TRUE(sampler.unknowns().empty());
  const ProgrammeSamples samples = sampler.evaluate({}, 100);
  for (std::size_t s = 0; s < 100; ++s) EXPECT_EQ(samples.steps(0, s).front(), (PhaseStep{23, 1}));
}

TEST(ProgrammeOracle, OneCrewMakesASum) {
  Programme programme;
  for (const Distribution& law : site()) programme.activities.push_back(activity(law));
  for (Activity& a : programme.activities) a.crew = 0;
  programme.crews = {{1}};
  const ProgrammeSamples samples = sampled(named(programme), kSamples);
  expect_probability(samples.ends(2), 24, 0.44837);
  expect_probability(samples.ends(2), 28, 0.83222);
}

}  // namespace
}  // namespace suanwang
