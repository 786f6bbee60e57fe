/// Generated arrivals against the closed forms of Poisson processes. Seeds are fixed: the bounds hold or not,
/// once and for all; they are 4 standard errors wide, or the Kolmogorov-Smirnov distance at 1e-4.
#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/work/generator.hpp"

namespace suanwang {
namespace {

using std::chrono::hours;

Generator stream(const Arrivals& arrivals, Time until) {
  Generator generator;
  generator.entity = hash_of("arrivals");
  generator.arrivals = arrivals;
  generator.classes = {{ClassId{0}, 1, Distribution::constant(1), Distribution::constant(60)}};
  generator.until = until;
  return generator;
}

std::vector<Time> arrivals_of(const Generator& generator, std::uint64_t seed) {
  std::vector<Time> times;
  for (const auto source = generate(generator, seed, 0); const auto job = source->next();) {
    times.push_back(job->submit);
  }
  return times;
}

void expect_count(double count, double expected) {
  EXPECT_NEAR(count, expected, 4 * std::sqrt(expected));
}

/// Distance of sorted values from a distribution of cdf `f`, times √n; above 2.23 with probability 1e-4.
template <class F>
double kolmogorov(const std::vector<double>& sorted, F f) {
  const auto n = static_cast<double>(sorted.size());
  double distance = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double p = f(sorted[i]);
    distance = std::max({distance, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return distance * std::sqrt(n);
}
constexpr double kKolmogorovBound = 2.23;

TEST(PoissonArrivals, GapsAreExponential) {
  Arrivals arrivals;
  arrivals.per_second = 0.02;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const std::vector<Time> times = arrivals_of(stream(arrivals, kStart + hours{1000}), seed);
    expect_count(static_cast<double>(times.size()), 0.02 * 3.6e6);
    std::vector<double> gaps;
    Time last = kStart;
    for (const Time at : times) {
      gaps.push_back(in_seconds(at - last));
      last = at;
    }
    std::sort(gaps.begin(), gaps.end());
    EXPECT_LT(kolmogorov(gaps, [](double x) { return -std::expm1(-0.02 * x); }), kKolmogorovBound);
  }
}

// Successive gaps are not correlated: lag-1 correlation within 4/√n.
TEST(PoissonArrivals, GapsAreIndependent) {
  Arrivals arrivals;
  arrivals.per_second = 0.02;
  const std::vector<Time> times = arrivals_of(stream(arrivals, kStart + hours{1000}), 4);
  double product = 0;
  double square = 0;
  for (std::size_t i = 2; i < times.size(); ++i) {
    const double a = in_seconds(times[i - 1] - times[i - 2]) - 50;
    const double b = in_seconds(times[i] - times[i - 1]) - 50;
    product += a * b;
    square += b * b;
  }
  EXPECT_NEAR(product / square, 0, 4 / std::sqrt(static_cast<double>(times.size())));
}

// Hour of day of Helios Venus (README of the traces) and a working week: over 52 whole weeks, each hour and
// each weekday gets its share.
TEST(PoissonArrivals, SharesFollowTheProfile) {
  Arrivals arrivals;
  arrivals.per_second = 60.0 / 3600;
  arrivals.hours = {3.7, 2.7, 2.5, 1.6, 1.1, 0.9, 0.8, 0.9, 1.6, 3.3, 5.4, 6.1,
                    4.9, 5.4, 6.5, 6.9, 7.2, 7.2, 5.3, 5.5, 5.6, 5.7, 4.8, 4.3};
  arrivals.weekdays = {1.1, 1.2, 1.2, 1.1, 1.0, 0.7, 0.7};
  arrivals.week_second_at_start = 3 * 86'400 + 5 * 3600 + 1800;  // Thursday 05:30
  const std::vector<Time> times = arrivals_of(stream(arrivals, kStart + hours{52 * 168}), 5);
  std::vector<double> by_hour(24);
  std::vector<double> by_weekday(7);
  for (const Time at : times) {
    const std::int64_t local = arrivals.week_second_at_start +
                               std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    ++by_hour[static_cast<std::size_t>(local / 3600 % 24)];
    ++by_weekday[static_cast<std::size_t>(local / 86'400 % 7)];
  }
  const double total = 60.0 * 52 * 168;
  for (std::size_t hour = 0; hour < 24; ++hour) {
    SCOPED_TRACE(hour);
    expect_count(by_hour[hour], total * arrivals.hours[hour] / 99.9);  // they add up to 99.9 %
  }
  for (std::size_t day = 0; day < 7; ++day) {
    SCOPED_TRACE(day);
    expect_count(by_weekday[day], total * arrivals.weekdays[day] / 7);
  }
}

// Growth from 0 at time 0 to 2 at T: given their number, arrivals are independent with cdf (t/T)².
TEST(PoissonArrivals, LinearGrowthHasAQuadraticCdf) {
  Arrivals arrivals;
  arrivals.per_second = 0.01;
  const double length = 1000 * 3600.0;
  arrivals.growth = {{kStart, 0.0}, {kStart + hours{1000}, 2.0}};
  for (const std::uint64_t seed : {6U, 7U}) {
    const std::vector<Time> times = arrivals_of(stream(arrivals, kStart + hours{1000}), seed);
    expect_count(static_cast<double>(times.size()), 0.01 * length);
    std::vector<double> at;
    for (const Time t : times) at.push_back(in_seconds(t) / length);
    EXPECT_LT(kolmogorov(at, [](double x) { return x * x; }), kKolmogorovBound);
  }
}

// The same downwards, where the quadratic is solved with a negative slope: cdf 1 - (1 - t/T)².
TEST(PoissonArrivals, LinearDeclineToNothing) {
  Arrivals arrivals;
  arrivals.per_second = 0.01;
  const double length = 1000 * 3600.0;
  arrivals.growth = {{kStart, 2.0}, {kStart + hours{1000}, 0.0}};
  const std::vector<Time> times = arrivals_of(stream(arrivals, kStart + hours{2000}), 8);
  expect_count(static_cast<double>(times.size()), 0.01 * length);
  std::vector<double> at;
  for (const Time t : times) at.push_back(in_seconds(t) / length);
  EXPECT_LT(kolmogorov(at, [](double x) { return 1 - (1 - x) * (1 - x); }), kKolmogorovBound);
}

// Everything at once: by the time change theorem, the expected arrivals between successive arrivals are
// independent exponentials of mean 1. `expected_arrivals` is the clock.
TEST(PoissonArrivals, TimeChangeMakesThemStandard) {
  Arrivals arrivals;
  arrivals.per_second = 0.002;
  arrivals.hours = {3.7, 2.7, 2.5, 1.6, 1.1, 0.9, 0.8, 0,   1.6, 3.3, 5.4, 6.1,
                    4.9, 5.4, 6.5, 6.9, 7.2, 7.2, 5.3, 5.5, 5.6, 5.7, 4.8, 4.3};
  arrivals.weekdays = {1, 1, 1, 1, 1, 0.5, 0};
  arrivals.growth = {{kStart - hours{100}, 0.5}, {kStart + hours{100}, 3.0}, {kStart + hours{300}, 1.0}};
  arrivals.week_second_at_start = 1234;
  std::vector<double> gaps;
  double last = 0;
  for (const Time at : arrivals_of(stream(arrivals, kStart + hours{400}), 9)) {
    const double now = expected_arrivals(arrivals, at);
    gaps.push_back(now - last);
    last = now;
  }
  ASSERT_GT(gaps.size(), 2000U);
  std::sort(gaps.begin(), gaps.end());
  EXPECT_LT(kolmogorov(gaps, [](double x) { return -std::expm1(-x); }), kKolmogorovBound);
}

// Counts of disjoint streams and replications are not correlated: covariance of hourly counts.
TEST(PoissonArrivals, ReplicationsAreIndependent) {
  Arrivals arrivals;
  arrivals.per_second = 10.0 / 3600;
  const Generator generator = stream(arrivals, kStart + hours{2000});
  const auto hourly = [&](std::uint32_t replication) {
    std::vector<double> counts(2000, -10.0);  // less the mean
    for (const auto source = generate(generator, 10, replication); const auto job = source->next();) {
      ++counts[static_cast<std::size_t>(job->submit.time_since_epoch() / hours{1})];
    }
    return counts;
  };
  const std::vector<double> a = hourly(0);
  const std::vector<double> b = hourly(1);
  double covariance = 0;
  for (std::size_t i = 0; i < a.size(); ++i) covariance += a[i] * b[i];
  // Each product has variance 10 × 10.
  EXPECT_NEAR(covariance / 2000, 0, 4 * 10 / std::sqrt(2000.0));
}

TEST(RenewalArrivals, CountApproachesLengthOverMean) {
  Arrivals arrivals;
  arrivals.kind = Arrivals::Kind::Intervals;
  arrivals.interval = Distribution::gamma(4, 30);  // variance mean²/4
  const std::vector<Time> times = arrivals_of(stream(arrivals, kStart + hours{1000}), 11);
  const double expected = expected_arrivals(arrivals, kStart + hours{1000});
  // Renewal central limit theorem: variance of the count = length × variance / mean³ = expected / 4.
  EXPECT_NEAR(static_cast<double>(times.size()), expected, 4 * std::sqrt(expected / 4));
}

TEST(Mix, ClassesComeByTheirWeights) {
  Arrivals arrivals;
  arrivals.per_second = 1;
  Generator generator = stream(arrivals, kStart + hours{24});
  generator.classes.clear();
  const std::vector<double> weights{64.9, 14.9, 14.6, 2.9, 1.9, 0.9};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    generator.classes.push_back(
        {ClassId{i}, weights[i], Distribution::constant(1), Distribution::constant(60)});
  }
  std::vector<double> seen(weights.size());
  double total = 0;
  for (const auto source = generate(generator, 12, 0); const auto job = source->next(); ++total) {
    ++seen[job->job_class.index()];
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = weights[i] / 100.1;
    EXPECT_NEAR(seen[i] / total, share, 4 * std::sqrt(share * (1 - share) / total));
  }
}

}  // namespace
}  // namespace suanwang
