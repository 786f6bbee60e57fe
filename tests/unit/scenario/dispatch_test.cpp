#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_with;
using test::spec_with;

/// What is wrong with a dispatch that begins in line 4, column 38.
std::string problems_of(std::string_view dispatch) {
  return problems_with("policies: {p: {order: fifo, dispatch: " + std::string{dispatch} + "}}\n");
}

ScoreSettings scoring_of(const std::string& dispatch) {
  const Spec spec = spec_with("policies: {p: {order: fifo, dispatch: " + dispatch + "}}\n");
  EXPECT_EQ(spec.policies.at(0).settings.dispatch, "scored");
  return spec.policies.at(0).settings.scoring;
}

TEST(ScenarioDispatch, Scored) {
  using Assign = ScoreSettings::Assign;
  const ScoreSettings plain = scoring_of("scored");
  EXPECT_EQ(plain.weights, (std::array<double, kCriteria>{1}));
  EXPECT_EQ(plain.expression, "");
  EXPECT_EQ(plain.assign, Assign::Greedy);
  EXPECT_EQ(plain.window, 64U);
  EXPECT_EQ(plain.moves_after, Duration::max());
  const ScoreSettings full = scoring_of(
      "{scored: {weights: {staging: 2, fragmentation: 0.5, fairness: 600, affinity: 60}, assign: flow, "
      "window: 1000, "
      "moves_after: 30 min}}");
  EXPECT_EQ(full.weights, (std::array<double, kCriteria>{0, 2, 0.5, 0, 0, 600, 60}));
  EXPECT_EQ(full.assign, Assign::Flow);
  EXPECT_EQ(full.window, 1000U);
  EXPECT_EQ(full.moves_after, std::chrono::minutes{30});
  EXPECT_EQ(scoring_of("{scored: {assign: assignment}}").weights, plain.weights);
  EXPECT_EQ(scoring_of("{expr: wait + affinity}").expression, "wait + affinity");
  EXPECT_EQ(scoring_of("{scored: {expr: load, assign: greedy}}").expression, "load");
}

TEST(ScenarioDispatch, Mistakes) {
  EXPECT_EQ(
      problems_of("scord"),
      "s.yaml:4:39: error: policies.p.dispatch: expected 'any', 'home', 'overflow', 'data', 'national', "
      "'round-robin', 'random', 'least-loaded', 'power-of-two' or 'scored', got 'scord'; did you mean "
      "'scored'?\n");
  EXPECT_EQ(
      problems_of("{scored: {weights: {wiat: 1}}}"),
      "s.yaml:4:59: error: policies.p.dispatch.scored.weights: unknown key 'wiat'; did you mean 'wait'?\n");
  EXPECT_EQ(problems_of("{scored: {weights: {wait: -1}}}"),
            "s.yaml:4:65: error: policies.p.dispatch.scored.weights.wait: expected a ratio from 0 to 1e12, "
            "got '-1'\n");
  EXPECT_EQ(
      problems_of("{scored: {weights: {wait: nan, staging: 1}}}"),
      "s.yaml:4:65: error: policies.p.dispatch.scored.weights.wait: expected a finite ratio, got 'nan'\n");
  EXPECT_EQ(problems_of("{scored: {weights: {}}}"),
            "s.yaml:4:49: error: policies.p.dispatch.scored.weights: all weights are 0: give one, such as "
            "{wait: 1}\n");
  EXPECT_EQ(problems_of("{scored: {assign: gredy, window: 0}}"),
            "s.yaml:4:57: error: policies.p.dispatch.scored.assign: expected 'greedy', 'flow' or "
            "'assignment', got 'gredy'; did you mean 'greedy'?\n"
            "s.yaml:4:72: error: policies.p.dispatch.scored.window: expected a whole number from 1 to "
            "1000000, got '0'\n");
  EXPECT_EQ(problems_of("{scored: {weights: {wait: 1}, expr: wait}}"),
            "s.yaml:4:69: error: policies.p.dispatch.scored.expr: give one of 'weights' and 'expr'\n");
  EXPECT_EQ(problems_of("{expr: wait + stagign}"),
            "s.yaml:4:46: error: policies.p.dispatch.expr: there is no variable 'stagign'; did you mean "
            "'staging'?; known are wait, staging, fragmentation, price, carbon, fairness, affinity, bytes, "
            "load, free, online, accelerators, walltime, priority, waited\n");
  EXPECT_EQ(problems_of("{expr: \"wait +\"}"),
            "s.yaml:4:46: error: policies.p.dispatch.expr: Unexpected end of expression at position 7\n");
  EXPECT_EQ(
      problems_of("{expr: wait, overflow: {}}"),
      "s.yaml:4:29: error: policies.p.dispatch: expected one rule, such as {overflow: {after: 30 min}}\n");
  EXPECT_EQ(problems_of("{scored: {weights: {price: 1}}}"),
            "s.yaml:4:29: error: policies.p.dispatch: 'price' needs the 'tariff' of every centre that takes "
            "jobs; not stated by 'a'\n");
  EXPECT_EQ(problems_of("{expr: wait + carbon}"),
            "s.yaml:4:29: error: policies.p.dispatch: 'carbon' needs the 'grid' of every centre that takes "
            "jobs; not stated by 'a'\n");
}

/// Of two centres that take jobs one says what its electricity costs.
constexpr std::string_view kTwoCentres =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, cards: 8, source: s}}\n"
    "centres: {a: {tariff: 0.55 CNY/kWh, grid: 442 gCO2/kWh, source: s, pools: {p: {}}}, b: {source: s, "
    "pools: {p: {}}}, "
    "c: {pools: {p: {schedulable: false}}}}\n";

TEST(ScenarioDispatch, ScoresRestOnWhatIsStated) {
  const auto problems = [](const std::string& dispatch) {
    return test::problems_of(std::string{kTwoCentres} +
                             "policies:\n  p:\n    order: fifo\n    dispatch: " + dispatch + "\n");
  };
  EXPECT_EQ(problems("{scored: {weights: {wait: 1, price: 3600, carbon: 1}}}"),
            "s.yaml:8:5: error: policies.p.dispatch: 'price' needs the 'tariff' of every centre that takes "
            "jobs; not stated by 'b'\n"
            "s.yaml:8:5: error: policies.p.dispatch: 'carbon' needs the 'grid' of every centre that takes "
            "jobs; not stated by 'b'\n");
  EXPECT_EQ(problems("{scored: {weights: {wait: 1, price: 0}}}"), "");
  EXPECT_EQ(problems("{expr: wait + price}"),
            "s.yaml:8:5: error: policies.p.dispatch: 'price' needs the 'tariff' of every centre that takes "
            "jobs; not stated by 'b'\n");
}

TEST(ScenarioDispatch, TariffAndGridAreQuantities) {
  const Spec spec = test::spec_of(std::string{kTwoCentres});
  EXPECT_DOUBLE_EQ(spec.centres[0].facility.tariff->base() * 3.6e6, 0.55);
  EXPECT_DOUBLE_EQ(spec.centres[0].facility.grid->base() * 3.6e6, 442);
  EXPECT_FALSE(spec.centres[1].facility.tariff);
  EXPECT_EQ(
      problems_with("defaults: {centres: {tariff: guangdong, grid: 442}}\n"),
      "s.yaml:4:30: error: defaults.centres.tariff: not available yet: named tariffs and grids come with "
      "power and energy; give a price, like '0.70 CNY/kWh'\n"
      "s.yaml:4:47: error: defaults.centres.grid: expected a carbon intensity with a unit, like "
      "'0.4419 kgCO2/kWh' or '442 gCO2/kWh', got '442'\n");
}

}  // namespace
}  // namespace suanwang
