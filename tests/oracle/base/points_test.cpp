#include "suanwang/base/points.hpp"

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/random/sobol.hpp>
#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using Integrand = std::function<double(const std::vector<double>&)>;

std::vector<Coordinate> coordinates(std::size_t dimensions) {
  std::vector<Coordinate> result;
  for (std::size_t d = 0; d < dimensions; ++d) {
    result.push_back({Purpose::Test, hash_of("c" + std::to_string(d)), static_cast<std::uint32_t>(d)});
  }
  return result;
}

double mean_over(const PointSet& set, std::size_t count, std::size_t dimensions, const Integrand& f) {
  std::vector<double> columns(count * dimensions), point(dimensions);
  set.fill(0, count, coordinates(dimensions), columns);
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t d = 0; d < dimensions; ++d) point[d] = columns[d * count + k];
    sum += f(point);
  }
  return sum / static_cast<double>(count);
}

/// Mean and variance, over seeds, of the mean of `f` over a point set.
struct Moments {
  double mean = 0, variance = 0;
  std::size_t seeds = 0;
  [[nodiscard]] double standard_error() const { return std::sqrt(variance / static_cast<double>(seeds)); }
};

Moments moments_of(const std::vector<double>& values) {
  Moments result{0, 0, values.size()};
  for (const double v : values) result.mean += v / static_cast<double>(values.size());
  for (const double v : values) {
    result.variance += (v - result.mean) * (v - result.mean) / static_cast<double>(values.size() - 1);
  }
  return result;
}

Moments over_seeds(std::size_t seeds, const std::function<PointSet(std::uint64_t)>& make, std::size_t count,
                   std::size_t dimensions, const Integrand& f) {
  std::vector<double> means;
  for (std::uint64_t seed = 0; seed < seeds; ++seed)
    means.push_back(mean_over(make(seed), count, dimensions, f));
  return moments_of(means);
}

/// A variance estimated from n nearly normal values is off by sqrt(2/n), relatively.
double tolerance(std::size_t seeds) {
  return 4 * std::sqrt(2.0 / static_cast<double>(seeds));
}

const Integrand kExp = [](const std::vector<double>& u) { return std::exp(u[0]); };
const Integrand kProduct = [](const std::vector<double>& u) { return u[0] * u[1]; };
const auto kPlain = [](std::uint64_t seed) { return PointSet::plain(seed); };
const auto kSobol = [](std::uint64_t seed) { return PointSet::sobol(seed, 8); };

TEST(Points, IntegrateTheExponentialAsTheBriefSays) {
  // The integral of e^u is e - 1; the variance of one draw (e^2 - 1)/2 - (e - 1)^2 = 0.2420356, and of the
  // mean of an antithetic pair 0.0039125.
  constexpr std::size_t kSeeds = 4000;
  const double whole = std::exp(1.0) - 1;
  const Moments plain = over_seeds(kSeeds, kPlain, 2, 1, kExp);
  EXPECT_NEAR(plain.mean, whole, 4 * plain.standard_error());
  EXPECT_NEAR(plain.variance / (0.2420356 / 2), 1, tolerance(kSeeds));
  const Moments pair = over_seeds(kSeeds, kPlain, 1, 1, [](const std::vector<double>& u) {
    return (std::exp(u[0]) + std::exp(1 - u[0])) / 2;
  });
  EXPECT_NEAR(pair.mean, whole, 4 * pair.standard_error());
  EXPECT_NEAR(pair.variance / 0.0039125, 1, tolerance(kSeeds) * 2);  // far from normal: a longer tail
}

TEST(Points, StratifiedMeansHaveTheVarianceOfStrata) {
  // In one dimension both a Latin set and a scrambled Sobol set of n = 2^m points are one uniform point in
  // each of n strata, independently: Var of the mean of u is 1/(12 n^3). This checks that places in different
  // strata are independent, which a weak scrambling would fail.
  constexpr std::size_t kSeeds = 4000;
  const Integrand first = [](const std::vector<double>& u) { return u[0]; };
  for (const std::size_t n : {1, 2, 8, 64}) {
    const double expected = 1 / (12 * std::pow(static_cast<double>(n), 3));
    const auto latin = [n](std::uint64_t seed) { return PointSet::latin(seed, n); };
    for (const Moments& m :
         {over_seeds(kSeeds, latin, n, 1, first), over_seeds(kSeeds, kSobol, n, 1, first)}) {
      EXPECT_NEAR(m.mean, 0.5, 4 * m.standard_error()) << n;
      EXPECT_NEAR(m.variance / expected, 1, tolerance(kSeeds)) << n;
    }
  }
}

TEST(LatinPoints, LeaveOnlyWhatIsNotAdditive) {
  // u v = 1/4 + (u-1/2)/2 + (v-1/2)/2 + (u-1/2)(v-1/2): Latin points take the two additive parts away, and
  // 1/144 is left of the variance 7/144, to first order. M. Stein, "Large sample properties of simulations
  // using Latin hypercube sampling", Technometrics 29(2), 1987.
  constexpr std::size_t kSeeds = 4000, kCount = 100;
  const Moments latin = over_seeds(
      kSeeds, [](std::uint64_t seed) { return PointSet::latin(seed, kCount); }, kCount, 2, kProduct);
  EXPECT_NEAR(latin.mean, 0.25, 4 * latin.standard_error());
  EXPECT_NEAR(latin.variance * kCount * 144, 1, tolerance(kSeeds) + 2.0 / kCount);
  const Moments plain = over_seeds(kSeeds, kPlain, kCount, 2, kProduct);
  EXPECT_NEAR(plain.variance * kCount * 144 / 7, 1, tolerance(kSeeds));
}

/// Sobol points with an Owen scrambling that is drawn node by node, by the definition.
double mean_over_owen(std::uint64_t seed, std::size_t count, std::size_t dimensions, const Integrand& f) {
  boost::random::sobol_engine<std::uint32_t, 32> engine{dimensions};
  std::vector<RandomStream> trees;
  for (std::size_t d = 0; d < dimensions; ++d) trees.emplace_back(seed, 0, Purpose::Test, d);
  std::vector<double> point(dimensions);
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::uint32_t x = k == 0 ? 0 : engine();  // the engine leaves out the origin
      std::uint32_t scrambled = 0;
      for (int digit = 0; digit < 32; ++digit) {
        // The node: a one, then the digits of x before this one.
        const std::uint64_t node = (std::uint64_t{1} << 32 | x) >> (32 - digit);
        const auto flip = static_cast<std::uint32_t>(trees[d].bits(node) & 1U);
        scrambled |= ((x >> (31 - digit) & 1U) ^ flip) << (31 - digit);
      }
      point[d] = (scrambled + 0.5) * 0x1p-32;
    }
    sum += f(point);
  }
  return sum / static_cast<double>(count);
}

TEST(SobolPoints, VaryLikeThoseOfNestedUniformScrambling) {
  // The variance of a mean, against scramblings that are random at every node of the tree.
  constexpr std::size_t kSeeds = 1000, kCount = 64, kDimensions = 5;
  const std::vector<Integrand> integrands{
      [](const std::vector<double>& u) { return u[0] * u[1]; },
      [](const std::vector<double>& u) { return u[2] * u[3] * u[4]; },
      [](const std::vector<double>& u) { return u[0] + u[3] > 0.7 ? 1.0 : 0.0; },
      [](const std::vector<double>& u) { return std::abs(u[1] - 0.3) * std::exp(u[4]); }};
  for (const Integrand& f : integrands) {
    const Moments ours = over_seeds(kSeeds, kSobol, kCount, kDimensions, f);
    std::vector<double> means;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      means.push_back(mean_over_owen(seed, kCount, kDimensions, f));
    }
    const Moments owen = moments_of(means);
    EXPECT_NEAR(ours.mean, owen.mean, 4 * std::hypot(ours.standard_error(), owen.standard_error()));
    EXPECT_NEAR(std::log(ours.variance / owen.variance), 0, tolerance(kSeeds) * std::sqrt(2.0));
    const Moments plain = over_seeds(kSeeds, kPlain, kCount, kDimensions, f);
    EXPECT_LT(ours.variance, plain.variance / 4);
  }
}

TEST(SobolPoints, ConvergeFasterThanDraws) {
  // A product of five smooth factors of mean 1: twice as many plain points halve the variance; scrambled ones
  // bring it down almost eightfold (Owen 1997: n^-3, up to logarithms).
  const Integrand f = [](const std::vector<double>& u) {
    double product = 1;
    for (int d = 0; d < 5; ++d) product *= 1 + (u[static_cast<std::size_t>(d)] - 0.5) / (d + 1);
    return product;
  };
  const Moments few = over_seeds(200, kSobol, 64, 5, f), many = over_seeds(200, kSobol, 1024, 5, f);
  EXPECT_NEAR(many.mean, 1, 4 * many.standard_error());
  EXPECT_GT(few.variance / many.variance, 16 * 16) << "16 times the points";
}

}  // namespace
}  // namespace suanwang
