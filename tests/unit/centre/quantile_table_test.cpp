#include "suanwang/centre/quantile_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/distribution.hpp"

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using Function = std::function<double(double)>;

Function sample_of(const Distribution& law) {
  return [law](double u) { return law.sample(u); };
}

Function sample_above(const Distribution& law, double bound) {
  return [law, bound](double u) { return law.sample_above(bound, u); };
}

/// Draws from everywhere, many of them far out in the tails.
std::vector<double> draws(std::size_t count) {
  test::Rng rng{1};
  std::vector<double> found{0x1p-12, 1 - 0x1p-12, 0.25, 0.5, 0.75, std::nextafter(0.5, 0),
                            0x1p-53, 1 - 0x1p-53};
  while (found.size() < count) {
    const double u = rng.uniform();
    found.push_back(u);
    const double tail = std::exp(-36 * u);  // 2e-16 to 1
    found.push_back(std::max(tail / 2, 1e-15));
    found.push_back(1 - std::max(tail / 2, 1e-15));
  }
  return found;
}

double worst_error(const QuantileTable& table, const Function& function, std::size_t count) {
  double worst = 0;
  for (const double u : draws(count)) worst = std::max(worst, std::abs(table(u) - function(u)));
  return worst;
}

TEST(QuantileTable, IsWithinItsErrorOfSmoothLaws) {
  const Distribution pert = Distribution::pert(3, 6, 12);
  const std::vector<std::pair<std::string, Function>> functions{
      {"pert", sample_of(pert)},
      {"pert from its mode", sample_of(Distribution::pert(3, 3, 12))},
      {"pert almost to its mode", sample_of(Distribution::pert(3, 11.9, 12))},
      {"pert above 7", sample_above(pert, 7)},
      {"gamma", sample_of(Distribution::gamma(2, 5))},
      {"gamma of many zeros", sample_of(Distribution::gamma(0.3, 5))},
      {"lognormal", sample_of(Distribution::lognormal(12, 0.3))},
      {"lognormal above 30", sample_above(Distribution::lognormal(12, 0.3), 30)},
      {"weibull", sample_of(Distribution::weibull(0.7, 3))},
      {"triangular", sample_of(Distribution::triangular(0, 1, 3))},
      {"uniform", sample_of(Distribution::uniform(3, 5))},
  };
  for (const auto& [name, function] : functions) {
    const QuantileTable table{function};
    EXPECT_LT(worst_error(table, function, 10'000), table.error()) << name;
    EXPECT_LT(table.exact_share(), 0.002) << name;
  }
}

TEST(QuantileTable, IsWithinItsErrorOfLawsWithKinksAndJumps) {
  const Distribution mixture = Distribution::mixture({{Distribution::pert(3, 6, 12), 0.7},
                                                      {Distribution::pert(9, 12, 24), 0.2},
                                                      {Distribution::constant(10), 0.1}});
  const std::vector<std::pair<std::string, Function>> functions{
      {"mixture", sample_of(mixture)},
      {"quantile of a mixture", [mixture](double u) { return mixture.quantile(u); }},
      {"lognormal of a heavy tail", sample_of(Distribution::lognormal(12, 2))},
      {"pareto", sample_of(Distribution::pareto(1.1, 1, 1000))},
      {"measured curve", sample_of(Distribution::empirical({{1, 0.1}, {2, 0.5}, {7, 0.9}, {9, 1}},
                                                           Distribution::Between::Continuous))},
  };
  for (const auto& [name, function] : functions) {
    const QuantileTable table{function};
    EXPECT_LT(worst_error(table, function, 3'000), table.error()) << name;
    EXPECT_LT(table.exact_share(), 0.01) << name;
  }
}

TEST(QuantileTable, SeesEveryJumpAndKink) {
  for (double at = 0.011; at < 1; at += 0.0173) {
    const Function jump = [at](double u) { return u + (u > at ? 1e-6 : 0); };
    EXPECT_LT(worst_error(QuantileTable{jump}, jump, 2'000), 1e-9) << at;
    const Function kink = [at](double u) { return u + 1e-4 * std::max(u - at, 0.0); };
    EXPECT_LT(worst_error(QuantileTable{kink}, kink, 2'000), 1e-9) << at;
  }
}

TEST(QuantileTable, IsExactWhereTheFunctionIsConstant) {
  std::vector<std::pair<double, double>> many;
  for (int i = 0; i < 5'000; ++i) many.emplace_back(std::sqrt(i), 1);
  for (const Distribution& law : {Distribution::choice({{0.1, 0.3}, {2.7, 0.65}, {3.3, 0.05}}),
                                  Distribution::choice(many), Distribution::constant(5)}) {
    EXPECT_EQ(worst_error(QuantileTable{sample_of(law)}, sample_of(law), 10'000), 0);
  }
}

TEST(QuantileTable, CallsTheFunctionInTheTails) {
  const Distribution law = Distribution::lognormal(12, 0.3);
  const QuantileTable table{sample_of(law)};
  for (const double tail : {1e-300, 1e-15, 1e-6, 2.4e-4}) EXPECT_EQ(table(tail), law.sample(tail));
  for (const double tail : {1e-15, 1e-6, 2.4e-4}) EXPECT_EQ(table(1 - tail), law.sample(1 - tail));
}

TEST(QuantileTable, GivesInfinitiesBack) {
  const Function function = [](double u) { return u > 0.6 ? HUGE_VAL : u; };
  const QuantileTable table{function};
  EXPECT_EQ(table(0.7), HUGE_VAL);
  EXPECT_EQ(table(0.59), 0.59);
}

TEST(QuantileTable, TakesManyAtOnce) {
  const QuantileTable table{sample_of(Distribution::pert(3, 6, 12))};
  std::vector<double> u{0.1, 0.5, 1e-9, 0.99};
  std::vector<double> expected;
  for (const double x : u) expected.push_back(table(x));
  table.apply(u, u);
  EXPECT_EQ(u, expected);
}

}  // namespace
}  // namespace suanwang
