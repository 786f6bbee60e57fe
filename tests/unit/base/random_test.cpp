#include "suanwang/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"

namespace suanwang {
namespace {

const std::vector<Purpose> kPurposes{
    Purpose::Online,   Purpose::Capacity, Purpose::Conversion, Purpose::Arrival, Purpose::Accelerators,
    Purpose::Duration, Purpose::Walltime, Purpose::Priority,   Purpose::Class,   Purpose::Test};

TEST(RandomStream, ADrawDoesNotDependOnTheDrawsBeforeIt) {
  const RandomStream forward{42, 0, Purpose::Duration, hash_of("fine-tune")};
  const RandomStream backward{42, 0, Purpose::Duration, hash_of("fine-tune")};
  std::vector<double> up, down;
  for (std::uint64_t i = 0; i < 1000; ++i) up.push_back(forward.uniform(i));
  for (std::uint64_t i = 1000; i > 0; --i) down.push_back(backward.uniform(i - 1));
  std::reverse(down.begin(), down.end());
  EXPECT_EQ(up, down);
}

TEST(RandomStream, UniformIsTheTop52BitsAndAHalf) {
  const RandomStream stream{1, 2, Purpose::Test, 3};
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const double u = stream.uniform(i);
    EXPECT_GT(u, 0.0);
    EXPECT_LT(u, 1.0);
    EXPECT_EQ(u, std::ldexp(static_cast<double>(stream.bits(i) >> 12) + 0.5, -52));
  }
  // The two ends of that formula, which no test meets by chance.
  EXPECT_GT(std::ldexp(0.5, -52), 0.0);
  EXPECT_LT(std::ldexp(static_cast<double>((std::uint64_t{1} << 52) - 1) + 0.5, -52), 1.0);
}

TEST(RandomStream, NoFamilySharesADrawWithAnother) {
  // 2 seeds x 4 replications x 10 purposes x 8 entities x 64 draws: by chance, two of these 40960 numbers
  // would be equal once in 2^64 / (40960^2 / 2), that is, never.
  std::vector<std::uint64_t> draws;
  for (const std::uint64_t seed : {20240606ULL, 20240607ULL}) {
    for (std::uint32_t replication = 0; replication < 4; ++replication) {
      for (const Purpose purpose : kPurposes) {
        for (std::uint64_t entity = 0; entity < 8; ++entity) {
          const RandomStream stream{seed, replication, purpose, entity};
          for (std::uint64_t i = 0; i < 64; ++i) draws.push_back(stream.bits(i));
        }
      }
    }
  }
  ASSERT_EQ(draws.size(), 40960U);
  std::sort(draws.begin(), draws.end());
  EXPECT_EQ(std::adjacent_find(draws.begin(), draws.end()), draws.end());
}

/// Pearson's statistic of `counts` against equal expectation.
double chi_square(const std::vector<int>& counts, double expected) {
  double sum = 0;
  for (const int n : counts) sum += (n - expected) * (n - expected) / expected;
  return sum;
}

TEST(RandomStream, FillsTheIntervalEvenly) {
  // 255 degrees of freedom: mean 255, deviation sqrt(510) = 22.6; within 4 deviations, on a fixed seed.
  const RandomStream stream{20240606, 0, Purpose::Test, hash_of("chi-square")};
  std::vector<int> counts(256, 0);
  for (std::uint64_t i = 0; i < 256'000; ++i) ++counts[static_cast<std::size_t>(stream.uniform(i) * 256)];
  EXPECT_NEAR(chi_square(counts, 1000), 255, 4 * 22.6);
}

TEST(RandomStream, NeighboursAreIndependent) {
  // Pairs over a 16 x 16 board: successive indices, neighbouring entities, neighbouring replications.
  const auto board = [](auto first, auto second) {
    std::vector<int> counts(256, 0);
    for (std::uint64_t i = 0; i < 128'000; ++i) {
      ++counts[static_cast<std::size_t>(first(i) * 16) * 16 + static_cast<std::size_t>(second(i) * 16)];
    }
    return chi_square(counts, 500);
  };
  const RandomStream a{7, 0, Purpose::Test, 1};
  const RandomStream next_entity{7, 0, Purpose::Test, 2};
  const RandomStream next_replication{7, 1, Purpose::Test, 1};
  const RandomStream next_purpose{7, 0, Purpose::Class, 1};
  const auto of = [](const RandomStream& s) { return [&s](std::uint64_t i) { return s.uniform(i); }; };
  EXPECT_NEAR(board(of(a), [&a](std::uint64_t i) { return a.uniform(i + 1); }), 255, 4 * 22.6);
  EXPECT_NEAR(board(of(a), of(next_entity)), 255, 4 * 22.6);
  EXPECT_NEAR(board(of(a), of(next_replication)), 255, 4 * 22.6);
  EXPECT_NEAR(board(of(a), of(next_purpose)), 255, 4 * 22.6);
}

TEST(RandomStream, EveryBitIsSetHalfTheTime) {
  const RandomStream stream{99, 0, Purpose::Test, 5};
  std::vector<int> set(64, 0);
  const int draws = 40'000;
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t word = stream.bits(static_cast<std::uint64_t>(i));
    for (std::size_t bit = 0; bit < 64; ++bit) set[bit] += static_cast<int>(word >> bit & 1U);
  }
  for (const int n : set) EXPECT_NEAR(n, draws / 2, 4 * 100);  // deviation sqrt(40000)/2 = 100
}

}  // namespace
}  // namespace suanwang
