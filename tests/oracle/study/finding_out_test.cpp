#include "suanwang/study/finding_out.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/points.hpp"

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Samples of two unknowns, and whether the target was met.
struct Samples {
  std::vector<double> x, y;
  std::vector<std::uint8_t> met;
};

TEST(FindingOut, IsExactWhereEverythingIsCounted) {
  // X is 0 or 1, Y is 0, 1 or 2, all six pairs alike; met where X + Y >= 2: (0,2), (1,1), (1,2), so p = 1/2.
  // P(met | X) = 1/3, 2/3: it moves by 1/6 either way. P(met | Y) = 0, 1/2, 1: by 1/2, 0, 1/2, in the mean
  // 1/3.
  Samples s;
  for (int i = 0; i < 600; ++i) {
    s.x.push_back(i % 2);
    s.y.push_back(i / 2 % 3);
    s.met.push_back(s.x.back() + s.y.back() >= 2 ? 1 : 0);
  }
  const FindingOut x = finding_out(s.x, s.met), y = finding_out(s.y, s.met);
  EXPECT_DOUBLE_EQ(x.probability, 0.5);
  EXPECT_DOUBLE_EQ(x.expected_move, 1.0 / 6);
  EXPECT_DOUBLE_EQ(x.if_lower, 1.0 / 3);
  EXPECT_DOUBLE_EQ(x.if_upper, 2.0 / 3);
  EXPECT_DOUBLE_EQ(x.lower_share, 0.5);
  EXPECT_DOUBLE_EQ(y.expected_move, 1.0 / 3);
  // Three values have no half: 0 and 1 are the lower part here.
  EXPECT_DOUBLE_EQ(y.lower_share, 2.0 / 3);
  EXPECT_DOUBLE_EQ(y.if_lower, 1.0 / 4);
  EXPECT_DOUBLE_EQ(y.if_upper, 1);
  // Its error: signs -1, 0, 1; (sign (met - 1/2) - 1/3)^2 is 1/36 for 0 and 2, 1/9 for 1: in the mean 1/18.
  EXPECT_NEAR(y.standard_error, std::sqrt(1.0 / 18 / 600), 1e-12);
}

TEST(FindingOut, OfTwoSitesThatMustBothBeReady) {
  // Uniform U and V, met where U + V <= 1: P(met | U) = 1 - U, p = 1/2, the mean of |1/2 - U| is 1/4; 20 bins
  // average out nothing, as none lies across 1/2. Lower half 3/4, upper half 1/4.
  for (const bool is_sobol : {false, true}) {
    constexpr std::size_t kCount = 1 << 15;
    const PointSet set = is_sobol ? PointSet::sobol(7, 2) : PointSet::plain(7);
    const std::vector<Coordinate> coordinates{{Purpose::Test, 1, 0}, {Purpose::Test, 2, 1}};
    std::vector<double> columns(2 * kCount);
    set.fill(0, kCount, coordinates, columns);
    std::vector<std::uint8_t> met;
    for (std::size_t k = 0; k < kCount; ++k) met.push_back(columns[k] + columns[kCount + k] <= 1 ? 1 : 0);
    for (const std::size_t c : {0, 1}) {
      const FindingOut f = finding_out(std::span{columns}.subspan(c * kCount, kCount), met);
      EXPECT_NEAR(f.expected_move, 0.25, 4 * f.standard_error);
      EXPECT_LT(f.standard_error, 0.003);
      EXPECT_NEAR(f.if_lower, 0.75, 4 * 0.0034);  // sqrt(0.1875 / 2^14)
      EXPECT_NEAR(f.if_upper, 0.25, 4 * 0.0034);
      EXPECT_NEAR(f.lower_share, 0.5, 1e-12);
    }
  }
}

TEST(FindingOut, OfNoiseIsNothing) {
  // Without a correction 20 bins of 50 samples would find sqrt(2/pi) sqrt(p (1-p) / 50) = 0.052 where there
  // is nothing.
  double mean = 0, naive = 0;
  constexpr int kSeeds = 400;
  // All signs are chance: each half of a sample adds sqrt(1 + 2/pi) of its own error.
  const double error = std::sqrt(0.21 / 1000 * (1 + 2 / std::numbers::pi));
  test::for_seeds(kSeeds, [&](Rng& rng) {
    std::vector<double> values;
    std::vector<std::uint8_t> met;
    std::vector<double> share(20, 0.0);
    for (int i = 0; i < 1000; ++i) {
      values.push_back(rng.uniform());
      met.push_back(rng.chance(0.3) ? 1 : 0);
      share[static_cast<std::size_t>(values.back() * 20)] += (met.back() - 0.3) / 1000;
    }
    const FindingOut f = finding_out(values, met);
    mean += f.expected_move / kSeeds;
    for (const double s : share) naive += std::abs(s) / kSeeds;
    EXPECT_NEAR(f.standard_error, error, 0.15 * error);
  });
  EXPECT_GT(naive, 0.045);
  // What is left comes of writing 0 for results below it: the mean of the positive part, error / sqrt(2 pi).
  EXPECT_NEAR(mean, error / std::sqrt(2 * std::numbers::pi), 4 * 0.6 * error / std::sqrt(kSeeds));
}

TEST(FindingOut, ItsErrorIsThatOfRepetitions) {
  // U decides: met with probability 0.2 below a half, 0.5 above: p = 0.35, move 0.15.
  double squares = 0, bias = 0;
  constexpr int kSeeds = 400;
  test::for_seeds(kSeeds, [&](Rng& rng) {
    std::vector<double> values;
    std::vector<std::uint8_t> met;
    for (int i = 0; i < 2000; ++i) {
      values.push_back(rng.uniform());
      met.push_back(rng.chance(values.back() < 0.5 ? 0.2 : 0.5) ? 1 : 0);
    }
    const FindingOut f = finding_out(values, met);
    squares += std::pow((f.expected_move - 0.15) / f.standard_error, 2) / kSeeds;
    bias += (f.expected_move - 0.15) / kSeeds;
  });
  EXPECT_NEAR(squares, 1, 4 * std::sqrt(2.0 / kSeeds) + 0.1);
  // All in one direction: signs that chance decides (halves of 50 in a bin are off by 0.071 where met in half
  // of the cases, so 1.7 % of the signs are wrong; by 0.057 and 0.4 % where in a fifth: together 0.003), and
  // the bin that the sample puts across 1/2, by 0.011 of the mass in the mean, or 0.003.
  EXPECT_LT(bias, 0);
  EXPECT_GT(bias, -0.008);
}

TEST(FindingOut, NeverDividesAValueThatIsTakenOften) {
  // On time (0) with 0.6, else late by something; met if on time with 0.9, else with 0.1: p = 0.58. The lower
  // half is the value 0 itself, and the move 0.6 * 0.32 + 0.4 * 0.48 = 0.384.
  Rng rng{3};
  std::vector<double> values;
  std::vector<std::uint8_t> met;
  constexpr int kCount = 40'000;
  for (int i = 0; i < kCount; ++i) {
    const bool is_late = i % 5 >= 3;
    values.push_back(is_late ? (rng.chance(0.1) ? kInfinity : rng.uniform()) : 0);
    met.push_back(rng.chance(is_late ? 0.1 : 0.9) ? 1 : 0);
  }
  FindingOut f = finding_out(values, met);
  EXPECT_EQ(f.lower_share, 0.6);
  EXPECT_NEAR(f.if_lower, 0.9, 4 * 0.002);
  EXPECT_NEAR(f.if_upper, 0.1, 4 * 0.0024);
  EXPECT_NEAR(f.expected_move, 0.384, 4 * f.standard_error);
  // The same from the other end: the value that is taken often is the greatest.
  for (double& v : values) v = -v;
  f = finding_out(values, met);
  EXPECT_EQ(f.lower_share, 0.4);
  EXPECT_NEAR(f.expected_move, 0.384, 4 * f.standard_error);
}

TEST(FindingOut, OfWhatIsKnownIsNothing) {
  const std::vector<double> values(100, 3.0);
  std::vector<std::uint8_t> met(100, 1);
  for (std::size_t i = 0; i < 40; ++i) met[i * 2] = 0;
  FindingOut f = finding_out(values, met);
  EXPECT_EQ(f.probability, 0.6);
  EXPECT_EQ(f.expected_move, 0);
  EXPECT_EQ(f.if_lower, 0.6);
  EXPECT_EQ(f.if_upper, 0.6) << "nothing lies above: no news";
  EXPECT_EQ(f.lower_share, 1);
  // A target that is always met moves for nobody.
  std::vector<double> different;
  for (int i = 0; i < 100; ++i) different.push_back(i);
  met.assign(100, 1);
  f = finding_out(different, met);
  EXPECT_EQ(f.expected_move, 0);
  EXPECT_EQ(f.standard_error, 0);
  EXPECT_EQ(f.if_upper, 1);
}

TEST(FindingOut, OfVeryFewSamples) {
  const std::vector<double> one{1}, three{1, 2, 3};
  const std::vector<std::uint8_t> met{1, 0, 1};
  EXPECT_EQ(finding_out(one, std::span{met}.first(1)).probability, 1);
  const FindingOut f = finding_out(three, met);
  EXPECT_NEAR(f.probability, 2.0 / 3, 1e-15);
  EXPECT_GE(f.expected_move, 0);
  const std::vector<double> nan{std::nan("")};
  EXPECT_THROW((void)finding_out(nan, std::span{met}.first(1)), std::logic_error);
  EXPECT_THROW((void)finding_out(three, std::span{met}.first(2)), std::logic_error);
  EXPECT_THROW((void)finding_out({}, {}), std::logic_error);
}

}  // namespace
}  // namespace suanwang
