#include "suanwang/base/points.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"

namespace suanwang {
namespace {

constexpr std::uint64_t kLast = PointSet::kMostSamples - 1;

Coordinate coordinate(std::uint32_t dimension) {
  return {Purpose::Test, hash_of("c" + std::to_string(dimension)), dimension};
}

std::vector<double> column(const PointSet& set, const Coordinate& c, std::uint64_t first, std::size_t count) {
  std::vector<double> values(count);
  set.fill(first, count, {&c, 1}, values);
  return values;
}

TEST(PlainPoints, AreTheDrawsOfRuns) {
  // Sample r is replication r, to the last bit, for any purpose, entity, seed and number of columns.
  const std::vector<Coordinate> coordinates{{Purpose::Online, 0, 0},
                                            {Purpose::Online, ~std::uint64_t{0}, 0},
                                            {Purpose::Capacity, 0x0123456789abcdef, 7},
                                            {Purpose::Online, hash_of("a"), 0}};
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{20240606}, ~std::uint64_t{0}}) {
    const PointSet set = PointSet::plain(seed);
    for (const std::uint64_t first :
         {std::uint64_t{0}, std::uint64_t{5}, (std::uint64_t{1} << 31) - 3, kLast - 20}) {
      constexpr std::size_t kCount = 21;
      std::vector<double> out(kCount * coordinates.size());
      set.fill(first, kCount, coordinates, out);
      for (std::size_t c = 0; c < coordinates.size(); ++c) {
        for (std::size_t k = 0; k < kCount; ++k) {
          const RandomStream stream{seed, static_cast<std::uint32_t>(first + k), coordinates[c].purpose,
                                    coordinates[c].entity};
          ASSERT_EQ(out[c * kCount + k], stream.uniform(0)) << first + k;
        }
      }
    }
  }
}

TEST(Points, DoNotDependOnChunks) {
  constexpr std::size_t kCount = 1000;
  for (const PointSet& set : {PointSet::plain(3), PointSet::latin(3, kCount), PointSet::sobol(3, 4)}) {
    const std::vector<Coordinate> coordinates{coordinate(0), coordinate(3), coordinate(1)};
    std::vector<double> whole(kCount * coordinates.size());
    set.fill(0, kCount, coordinates, whole);
    for (const std::size_t chunk : {1, 3, 7, 8, 9, 333, 1000}) {
      for (std::size_t first = 0; first < kCount; first += chunk) {
        const std::size_t count = std::min(chunk, kCount - first);
        std::vector<double> part(count * coordinates.size());
        set.fill(first, count, coordinates, part);
        for (std::size_t c = 0; c < coordinates.size(); ++c) {
          for (std::size_t k = 0; k < count; ++k) {
            ASSERT_EQ(part[c * count + k], whole[c * kCount + first + k]) << chunk;
          }
        }
      }
    }
    set.fill(kCount, 0, coordinates, {});  // no sample from the end on: nothing to write
  }
}

TEST(Points, DifferBySeedAndCoordinate) {
  for (const auto& make : {+[](std::uint64_t seed) { return PointSet::plain(seed); },
                           +[](std::uint64_t seed) { return PointSet::latin(seed, 64); },
                           +[](std::uint64_t seed) { return PointSet::sobol(seed, 2); }}) {
    const auto a = column(make(1), coordinate(0), 0, 64);
    EXPECT_EQ(a, column(make(1), coordinate(0), 0, 64));
    EXPECT_NE(a, column(make(2), coordinate(0), 0, 64));
    EXPECT_NE(a, column(make(1), coordinate(1), 0, 64));
    EXPECT_EQ(a, column(make(1).randomised(0), coordinate(0), 0, 64));
    EXPECT_NE(a, column(make(1).randomised(1), coordinate(0), 0, 64));
    EXPECT_EQ(column(make(1).randomised(2), coordinate(0), 0, 64),
              column(make(1).randomised(2), coordinate(0), 0, 64));
    EXPECT_NE(column(make(1).randomised(2), coordinate(0), 0, 64),
              column(make(1).randomised(1), coordinate(0), 0, 64));
  }
  // A Latin or plain column hangs on its entity, not on how many stand before it.
  const Coordinate here{Purpose::Test, hash_of("x"), 0}, there{Purpose::Test, hash_of("x"), 9};
  EXPECT_EQ(column(PointSet::latin(1, 64), here, 0, 64), column(PointSet::latin(1, 64), there, 0, 64));
  EXPECT_EQ(column(PointSet::plain(1), here, 0, 64), column(PointSet::plain(1), there, 0, 64));
}

TEST(Points, AreInsideTheOpenCube) {
  for (const PointSet& set :
       {PointSet::plain(5), PointSet::latin(5, PointSet::kMostSamples),
        PointSet::latin(5, PointSet::kMostSamples - 1), PointSet::latin(5, 1), PointSet::sobol(5, 1)}) {
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1} << 31, kLast - 4095}) {
      if (first >= set.samples()) continue;
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(4096, set.samples() - first));
      for (const double u : column(set, coordinate(0), first, count)) {
        ASSERT_GT(u, 0);
        ASSERT_LT(u, 1);
      }
    }
  }
}

TEST(LatinPoints, HitEachStratumOnce) {
  for (const std::uint64_t n : {1, 2, 3, 5, 7, 8, 9, 16, 100, 1000, 1023, 1024, 1025, 65'537}) {
    for (const std::uint64_t seed : {1, 2, 3}) {
      for (std::uint32_t c = 0; c < 3; ++c) {
        std::vector<int> hits(n, 0);
        for (const double u : column(PointSet::latin(seed, n), coordinate(c), 0, n)) {
          ++hits[static_cast<std::size_t>(u * static_cast<double>(n))];
        }
        ASSERT_EQ(*std::min_element(hits.begin(), hits.end()), 1) << n;
      }
    }
  }
}

TEST(LatinPoints, OfTheGreatestSizeKeepTheirStrata) {
  // All 2^32 strata cannot be counted here, but no two of a hundred thousand samples may share one.
  for (const std::uint64_t n :
       {PointSet::kMostSamples, PointSet::kMostSamples - 1, PointSet::kMostSamples / 2 + 1}) {
    std::set<std::uint64_t> strata;
    for (const std::uint64_t first : {std::uint64_t{0}, n - 50'000}) {
      for (const double u : column(PointSet::latin(9, n), coordinate(0), first, 50'000)) {
        strata.insert(static_cast<std::uint64_t>(u * static_cast<double>(n)));
      }
    }
    EXPECT_EQ(strata.size(), 100'000U);
  }
}

TEST(LatinPoints, PermuteEvenly) {
  // Over seeds, each of the orders of a few strata comes up alike: chi-square below its mean k - 1 plus four
  // deviations of sqrt(2 (k - 1)).
  for (const std::uint64_t n : {2, 3, 4, 5}) {
    std::map<std::vector<int>, int> orders;
    constexpr int kSeeds = 24'000;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      std::vector<int> order;
      for (const double u : column(PointSet::latin(seed, n), coordinate(0), 0, n)) {
        order.push_back(static_cast<int>(u * static_cast<double>(n)));
      }
      ++orders[order];
    }
    const double k = std::tgamma(static_cast<double>(n) + 1);
    ASSERT_EQ(static_cast<double>(orders.size()), k);
    double chi2 = 0;
    for (const auto& [order, count] : orders)
      chi2 += (count - kSeeds / k) * (count - kSeeds / k) / (kSeeds / k);
    EXPECT_LT(chi2, k - 1 + 4 * std::sqrt(2 * (k - 1))) << n;
  }
}

/// The leading binary digits of u.
std::uint64_t digits(double u, int count) {
  return static_cast<std::uint64_t>(std::ldexp(u, count));
}

TEST(SobolPoints, AreANetInOneAndTwoDimensions) {
  // Dimensions 0 and 1 of Sobol's sequence are a (0, 2)-sequence: each aligned run of 2^m points has one
  // point in each elementary interval 2^-a by 2^-(m-a). Scrambling keeps that, and so does each single
  // dimension.
  constexpr int kM = 8;
  constexpr std::size_t kCount = std::size_t{1} << kM;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const PointSet set = PointSet::sobol(seed, 40);
    for (const std::uint64_t first :
         {std::uint64_t{0}, std::uint64_t{kCount}, PointSet::kMostSamples - kCount}) {
      for (const std::uint32_t d : {0U, 1U, 2U, 17U, 39U}) {
        std::set<std::uint64_t> intervals;
        for (const double u : column(set, coordinate(d), first, kCount)) intervals.insert(digits(u, kM));
        ASSERT_EQ(intervals.size(), kCount) << d;
      }
      const auto x = column(set, coordinate(0), first, kCount), y = column(set, coordinate(1), first, kCount);
      for (int a = 0; a <= kM; ++a) {
        std::set<std::uint64_t> intervals;
        for (std::size_t k = 0; k < kCount; ++k) {
          intervals.insert(digits(x[k], a) << (kM - a) | digits(y[k], kM - a));
        }
        ASSERT_EQ(intervals.size(), kCount) << a;
      }
    }
  }
}

TEST(SobolPoints, ScrambleEachDigitByThoseBeforeIt) {
  // Two points that agree in the first m digits of a coordinate, and differ in the next, do so after every
  // scrambling: the distance tree is kept. Which is which comes up alike.
  const std::size_t count = 64;
  const auto agree = [](double a, double b) {
    int m = 0;
    while (m < 32 && digits(a, m + 1) == digits(b, m + 1)) ++m;
    return m;
  };
  const auto first = column(PointSet::sobol(0, 3), coordinate(2), 0, count);
  std::vector<int> below(count, 0);
  constexpr int kSeeds = 1000;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto other = column(PointSet::sobol(seed, 3), coordinate(2), 0, count);
    for (std::size_t i = 0; i + 1 < count; ++i) {
      ASSERT_EQ(agree(other[i], other[i + 1]), agree(first[i], first[i + 1])) << i;
      if (other[i] < other[i + 1]) ++below[i];
    }
  }
  for (std::size_t i = 0; i + 1 < count; ++i) EXPECT_NEAR(below[i], kSeeds / 2, 4.5 * 15.8) << i;
}

TEST(Points, RefuseWhatTheirPreconditionsRefuse) {
  EXPECT_THROW((void)PointSet::latin(1, 0), std::logic_error);
  EXPECT_THROW((void)PointSet::latin(1, PointSet::kMostSamples + 1), std::logic_error);
  EXPECT_THROW((void)PointSet::sobol(1, 0), std::logic_error);
  EXPECT_THROW((void)PointSet::sobol(1, PointSet::kMostDimensions + 1), std::logic_error);
  EXPECT_THROW((void)column(PointSet::latin(1, 10), coordinate(0), 5, 6), std::logic_error);
  EXPECT_THROW((void)column(PointSet::plain(1), coordinate(0), kLast, 2), std::logic_error);
  EXPECT_THROW((void)column(PointSet::sobol(1, 2), coordinate(2), 0, 1), std::logic_error);
  std::vector<double> out(3);
  const Coordinate c = coordinate(0);
  EXPECT_THROW(PointSet::plain(1).fill(0, 4, {&c, 1}, out), std::logic_error);
  EXPECT_NO_THROW((void)column(PointSet::sobol(1, PointSet::kMostDimensions), coordinate(3666), kLast, 1));
}

}  // namespace
}  // namespace suanwang
