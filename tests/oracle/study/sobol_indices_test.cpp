#include "suanwang/study/sobol_indices.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/distribution.hpp"

namespace suanwang {
namespace {

constexpr Parallelism kTwo{2};

/// A model of one point as one of blocks.
PointModel model_of(double (*f)(const std::vector<double>&)) {
  return [f](std::span<const std::span<const double>> columns, std::span<double> values) {
    std::vector<double> point(columns.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
      for (std::size_t d = 0; d < point.size(); ++d) point[d] = columns[d][k];
      values[k] = f(point);
    }
  };
}

double ishigami(const std::vector<double>& u) {
  std::vector<double> x;
  for (const double v : u) x.push_back(std::numbers::pi * (2 * v - 1));
  return std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
}

double g_function(const std::vector<double>& u) {
  const std::vector<double> a{0, 1, 4.5, 9, 99, 99, 99, 99};
  double product = 1;
  for (std::size_t d = 0; d < a.size(); ++d) product *= (std::abs(4 * u[d] - 2) + a[d]) / (1 + a[d]);
  return product;
}

double additive(const std::vector<double>& u) {
  return 1e6 + 1 * u[0] - 2 * u[1] + 3 * u[2] + 0 * u[3];
}

double constant(const std::vector<double>&) {
  return 0.1;
}

void expect_within(const Index& index, double expected) {
  EXPECT_NEAR(index.value, expected, 4 * index.standard_error + 1e-12);
  EXPECT_LT(index.standard_error, 0.02);
}

TEST(SobolIndices, OfIshigami) {
  // The brief: a = 7, b = 0.1; variance 13.844588, mean a/2.
  const SobolIndices s = sobol_indices(3, 1 << 14, 1, model_of(ishigami), kTwo);
  const std::vector<double> first{0.31390519114781146, 0.4424111447900409, 0};
  const std::vector<double> total{0.5575888552099592, 0.4424111447900409, 0.24368366406214773};
  for (std::size_t d = 0; d < 3; ++d) {
    expect_within(s.first[d], first[d]);
    expect_within(s.total[d], total[d]);
  }
  EXPECT_NEAR(s.variance, 13.844588, 0.05);
  EXPECT_NEAR(s.mean, 3.5, 0.01);
  EXPECT_EQ(s.evaluations, (1U << 14) * 5 + 1);
}

TEST(SobolIndices, OfTheGFunction) {
  const SobolIndices s = sobol_indices(8, 1 << 13, 2, model_of(g_function), kTwo);
  const std::vector<double> first{0.716192, 0.179048, 0.023676, 0.007162};
  const std::vector<double> total{0.787144, 0.242198, 0.034317, 0.010460};
  for (std::size_t d = 0; d < 4; ++d) {
    expect_within(s.first[d], first[d]);
    expect_within(s.total[d], total[d]);
  }
  for (std::size_t d = 4; d < 8; ++d) EXPECT_NEAR(s.total[d].value, 1.05e-4, 3e-5);
}

TEST(SobolIndices, OfAnAdditiveModelAreItsSharesOfVariance) {
  // 1, -2, 3, 0: shares 1/14, 4/14, 9/14, 0; nothing interacts. A large constant beside them changes nothing.
  const SobolIndices s = sobol_indices(4, 1 << 12, 3, model_of(additive), kTwo);
  const std::vector<double> share{1.0 / 14, 4.0 / 14, 9.0 / 14, 0};
  for (std::size_t d = 0; d < 4; ++d) {
    expect_within(s.first[d], share[d]);
    expect_within(s.total[d], share[d]);
  }
  EXPECT_NEAR(s.variance, 14.0 / 12, 1e-3);
  EXPECT_EQ(s.total[3].value, 0) << "what is not read has no part in it";
}

TEST(SobolIndices, OfAConstantAreZero) {
  const SobolIndices s = sobol_indices(2, 100, 4, model_of(constant), kTwo);
  EXPECT_EQ(s.variance, 0);
  EXPECT_EQ(s.mean, 0.1);
  for (const auto& indices : {s.first, s.total}) {
    for (const Index& index : indices) {
      EXPECT_EQ(index.value, 0);
      EXPECT_EQ(index.standard_error, 0);
    }
  }
}

TEST(SobolIndices, OfATargetMetOrNot) {
  // Met where u1 > 1/2 and u2 > 1/2: p = 1/4, V = 3/16; E(Y|u1) is 0 or 1/2, of variance 1/16: S = 1/3; by
  // symmetry ST = 1 - 1/3. The third input decides nothing.
  const PointModel met = [](std::span<const std::span<const double>> columns, std::span<double> values) {
    for (std::size_t k = 0; k < values.size(); ++k)
      values[k] = columns[0][k] > 0.5 && columns[1][k] > 0.5 ? 1 : 0;
  };
  const SobolIndices s = sobol_indices(3, 10'000, 5, met, kTwo);  // no power of two, no multiple of 16
  EXPECT_NEAR(s.mean, 0.25, 0.005);
  for (std::size_t d = 0; d < 2; ++d) {
    expect_within(s.first[d], 1.0 / 3);
    expect_within(s.total[d], 2.0 / 3);
  }
  EXPECT_EQ(s.total[2].value, 0);
}

TEST(SobolIndices, StandardErrorsAreThoseOfRepetitions) {
  // Over seeds the estimates scatter as their errors say: the mean square of (estimate - truth) / error is
  // near 1.
  double squares = 0;
  constexpr int kSeeds = 60;
  for (std::uint64_t seed = 100; seed < 100 + kSeeds; ++seed) {
    const SobolIndices s = sobol_indices(3, 512, seed, model_of(ishigami), kTwo);
    squares += std::pow((s.total[2].value - 0.24368366406214773) / s.total[2].standard_error, 2) / kSeeds;
  }
  EXPECT_GT(squares, 0.4);
  EXPECT_LT(squares, 2.2);  // of t with 15 degrees of freedom: 15/13
}

TEST(SobolIndices, DoNotDependOnThreadsDeterminism) {
  const SobolIndices one = sobol_indices(3, 40'000, 6, model_of(ishigami), {1});
  for (const std::size_t threads : {2, 8}) {
    const SobolIndices many = sobol_indices(3, 40'000, 6, model_of(ishigami), {threads});
    EXPECT_EQ(one.variance, many.variance);
    for (std::size_t d = 0; d < 3; ++d) {
      EXPECT_EQ(one.first[d].value, many.first[d].value);
      EXPECT_EQ(one.first[d].standard_error, many.first[d].standard_error);
      EXPECT_EQ(one.total[d].value, many.total[d].value);
    }
  }
}

}  // namespace
}  // namespace suanwang
