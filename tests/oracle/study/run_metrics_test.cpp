// Targets on figures of a simulation: two centres, worked by hand.
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "suanwang/study/comparison.hpp"
#include "suanwang/study/reach.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

/// One card at `a`, to which three jobs of 100 s belong from the beginning, and one at `b` with a job 1 s
/// later. Two days later two more jobs come to b, which no target counts.
///
///   islands: a waits 0, 100, 200; b 0                  mean 75
///   any:     a waits 0, 0, 100; b 99                   mean 49.75, as in one place
std::string two_centres(const std::string& targets,
                        const std::string& policies =
                            "  any: {order: fifo, dispatch: any}\n  home: {order: fifo, dispatch: home}\n") {
  return "suanwang: 1\nstart: 2026-01-01\nend: 2026-01-10\nseed: 5\n"
         "accelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
         "centres:\n"
         "  a: {region: gd.a, source: s, pools: {p: {accelerator: card, cards: 1}}}\n"
         "  b: {region: gd.b, source: s, pools: {p: {accelerator: card, cards: 1}}}\n"
         "workload:\n"
         "  w:\n"
         "    source: s\n"
         "    jobs:\n"
         "      a1: {centre: a, accelerators: 1, duration: 100 s, submit: 0 s}\n"
         "      a2: {centre: a, accelerators: 1, duration: 100 s, submit: 0 s}\n"
         "      a3: {centre: a, accelerators: 1, duration: 100 s, submit: 0 s}\n"
         "      b1: {centre: b, accelerators: 1, duration: 100 s, submit: 1 s}\n"
         "      b2: {centre: b, accelerators: 1, duration: 9 h, submit: 2 days}\n"
         "      b3: {centre: b, accelerators: 1, duration: 9 h, submit: 2 days}\n"
         "policies:\n" +
         policies + "targets:\n" + targets;
}
std::string target(const std::string& id, const std::string& rest) {
  return "  " + id + ": {by: 2026-01-01, region: gd, source: s, " + rest + "}\n";
}
const std::string kAll = target("gap", "metric: pooling_gap, at_most: 0.25") +
                         target("losers", "metric: losers, at_most: 0") +
                         target("ratio", "metric: wait_ratio, at_most: 1.5");

struct Compared {
  Scenario scenario;
  Comparison comparison;
};

Compared compared(const std::string& text, const std::vector<std::string>& policies = {},
                  std::size_t threads = 1) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  auto inputs = prepare_all(*scenario, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  ComparisonOptions options;
  options.policies = policies;
  options.parallelism = {threads};
  Compared result{*std::move(scenario), {}};
  result.comparison = compare(result.scenario, *std::move(inputs), options);
  return result;
}

const MetricAnswer& answer_of(const Compared& of, const std::string& target, const std::string& policy) {
  const Spec& spec = of.scenario.variants.front();
  for (const MetricAnswer& each : of.comparison.variants.front().metrics) {
    if (spec.targets[each.target].id == target && spec.policies[*each.policy].id == policy) return each;
  }
  ADD_FAILURE() << "no answer for " << target << " under " << policy;
  return of.comparison.variants.front().metrics.front();
}

TEST(RunMetrics, TwoCentresByHand) {
  const Compared of = compared(two_centres(kAll));
  EXPECT_NEAR(answer_of(of, "ratio", "home").p50, 100.0 / 75, 1e-12);
  EXPECT_NEAR(answer_of(of, "ratio", "any").p50, 99 / 49.75, 1e-12);
  EXPECT_EQ(answer_of(of, "losers", "home").p50, 0);
  EXPECT_EQ(answer_of(of, "losers", "any").p50, 1);
  EXPECT_NEAR(answer_of(of, "gap", "home").p50, 75 / 49.75 - 1, 1e-12);
  EXPECT_NEAR(answer_of(of, "gap", "any").p50, 0, 1e-12);
  EXPECT_EQ(answer_of(of, "ratio", "home").probability, 1);
  EXPECT_EQ(answer_of(of, "ratio", "any").probability, 0);
  EXPECT_EQ(answer_of(of, "losers", "home").probability, 1);
  EXPECT_EQ(answer_of(of, "losers", "any").probability, 0);
  EXPECT_EQ(answer_of(of, "gap", "home").probability, 0);
  EXPECT_EQ(answer_of(of, "gap", "any").probability, 1);
  // One run in one place serves both policies, and islands are one of them.
  EXPECT_EQ(of.comparison.references, 1U);
  EXPECT_EQ(of.comparison.runs, 2U);
  // Neither policy meets all three.
  ASSERT_EQ(of.comparison.variants.front().together.size(), 2U);
  for (const JointAnswer& each : of.comparison.variants.front().together) {
    EXPECT_EQ(each.targets, 3U);
    EXPECT_EQ(each.met, 0U);
  }
}

// A later date counts b's two later jobs: of their waits one is 9 h, at home as anywhere with a's card busy.
TEST(RunMetrics, OnlyJobsSubmittedByThenCount) {
  const Compared of = compared(
      two_centres("  ratio: {by: 2026-01-05, region: gd, metric: wait_ratio, at_most: 9, source: s}\n"));
  const double b = 9 * 3600 / 3.0;  // of b1, b2 and b3
  EXPECT_NEAR(answer_of(of, "ratio", "home").p50, b / ((300 + 9 * 3600) / 6.0), 1e-12);
}

TEST(RunMetrics, WhatIsNotWantedIsRunToCompareWith) {
  const Compared all = compared(two_centres(kAll));
  const Compared one = compared(two_centres(kAll), {"any"});
  EXPECT_EQ(one.comparison.runs, 1U);
  EXPECT_EQ(one.comparison.references, 2U);
  for (const char* target : {"ratio", "losers", "gap"}) {
    EXPECT_EQ(answer_of(one, target, "any").values, answer_of(all, target, "any").values);
  }
  // Another order needs its own run in one place.
  const Compared two = compared(two_centres(kAll,
                                            "  any: {order: fifo, dispatch: any}\n  home: {order: fifo, "
                                            "dispatch: home}\n  short: {order: sjf, dispatch: any}\n"));
  EXPECT_EQ(two.comparison.references, 2U);
}

TEST(RunMetrics, WithoutIslandsNobodyJudgesLosers) {
  const Compared of = compared(two_centres(kAll, "  any: {order: fifo, dispatch: any}\n"));
  EXPECT_EQ(of.comparison.variants.front().metrics.size(), 2U);
}

/// The card of `a` comes U s after the beginning, U uniform over 0 to 200, that of `b` after 50; a job waits
/// for each. The ratio max(U, 50) / ((U + 50) / 2) is at most 4/3 where 25 <= U <= 100.
std::string late_cards(std::uint32_t replications, const std::string& more = "") {
  return "suanwang: 1\nstart: 2026-01-01\nend: 2026-01-02\nseed: 5\nreplications: " +
         std::to_string(replications) + "\n" +
         "accelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
         "centres:\n"
         "  a: {region: gd.a, source: s, pools: {p: {accelerator: card, cards: 1, online: {uniform: [0 s, "
         "200 s]}}}}\n"
         "  b: {region: gd.b, source: s, pools: {p: {accelerator: card, cards: 1, online: 50 s}, "
         "q: {schedulable: false, capacity: {fp16: {uniform: [1 PFLOPS, 2 PFLOPS]}}}}}\n"
         "workload: {w: {source: s, jobs: {a1: {centre: a, accelerators: 1, duration: 1 s, submit: 0 s}, "
         "b1: {centre: b, accelerators: 1, duration: 1 s, submit: 0 s}}}}\n"
         "policies: {home: {order: fifo, dispatch: home}}\n"
         "targets:\n"
         "  big: {region: gd, more_than: 1.25 PFLOPS, basis: fp16, source: s}\n"
         "  ratio: {region: gd, metric: wait_ratio, at_most: 1.333333333, source: s}\n" +
         more;
}

TEST(RunMetrics, UniformLawInClosedForm) {
  const Compared of = compared(late_cards(800));
  const double p = 75.0 / 200;
  const MetricAnswer& answer = answer_of(of, "ratio", "home");
  EXPECT_EQ(answer.values.size(), 800U);
  EXPECT_NEAR(answer.probability, p, 4 * std::sqrt(p * (1 - p) / 800));
  // The capacity, of which the card is a thousandth, does not depend on it: 0.751.
  const JointAnswer& both = of.comparison.variants.front().together.front();
  const double joint = p * (2 - 1.25 + 0.002);
  EXPECT_EQ(both.targets, 2U);
  EXPECT_NEAR(both.probability, joint, 4 * std::sqrt(joint * (1 - joint) / 800));
}

TEST(RunMetrics, ThreadsChangeNothing) {
  const Compared one = compared(late_cards(50), {}, 1);
  for (const std::size_t threads : {2U, 8U}) {
    EXPECT_EQ(answer_of(one, "ratio", "home").values,
              answer_of(compared(late_cards(50), {}, threads), "ratio", "home").values);
  }
}

// Sample r of a study is replication r of a run: the same values, and together counted over both.
TEST(RunMetrics, ReachCouplesSamplesToReplications) {
  const Compared run = compared(late_cards(200));
  const Scenario& scenario = run.scenario;
  Reach study = reach(scenario, {.samples = 5000, .influences = false});
  Diagnostics diagnostics;
  std::vector<std::optional<Inputs>> inputs;
  ASSERT_TRUE(must_simulate(scenario.variants.front()));
  inputs.push_back(prepare(scenario.variants.front(), diagnostics));
  add_metrics(study, std::move(inputs));
  const ReachCase& of = study.cases.front();
  EXPECT_EQ(of.replications, 200U);
  EXPECT_EQ(of.coupled, 200U);
  ASSERT_EQ(of.metrics.size(), 1U);
  EXPECT_EQ(of.metrics.front().values, answer_of(run, "ratio", "home").values);
  const std::vector<double>& capacity = run.comparison.variants.front().targets.front().values;
  std::uint64_t both = 0;
  for (std::size_t r = 0; r < 200; ++r)
    both += capacity[r] > 1.25e15 && of.metrics.front().values[r] <= 1.333333333 ? 1U : 0U;
  ASSERT_EQ(of.together.size(), 1U);
  EXPECT_EQ(of.together.front().met, both);
  EXPECT_EQ(of.together.front().samples, 200U);
}

/// Pools that wait for works, are replaced and retire, and laws of all kinds: capacities agree in all
/// replications, to the last rounding.
TEST(RunMetrics, CapacitiesOfAWholeProgrammeAreCoupled) {
  const std::string text =
      "suanwang: 1\nstart: 2026-01-01\nend: 2029-01-01\nas_of: 2026-02-01\nseed: 9\nreplications: 100\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "programme:\n"
      "  shocks: {late: {rho: 0.5, source: s}}\n"
      "  activities:\n"
      "    hall: {duration: {pert: [100 days, 300 days, 900 days]}, not_before: 2026-03-01, shock: late, "
      "source: s}\n"
      "    power: {date: {uniform: [2026-06-01, 2028-06-01]}, shock: late, source: s}\n"
      "  supplies: {chips: {unit: cards, lots: {one: {quantity: {uniform: [10, 60]}, date: {uniform: "
      "[2026-04-01, "
      "2027-09-01]}, "
      "source: s}}}}\n"
      "centres:\n"
      "  a:\n"
      "    source: s\n"
      "    pools:\n"
      "      old: {accelerator: card, cards: 50, online: 2025-06-01}\n"
      "      new: {accelerator: card, cards: 40, replaces: old, online: {after: [hall, power]}}\n"
      "      lots: {accelerator: card, cards: 50, online: {after: [hall], needs: {chips: 50}}}\n"
      "      stock: {schedulable: false, capacity: {fp16: {uniform: [1 PFLOPS, 9 PFLOPS]}}, online: {pert: "
      "[2026-03-01, 2027-01-01, 2028-12-01]}, retires: {uniform: [2027-01-01, 2030-01-01]}}\n"
      "      turbo: {schedulable: false, capacity: {fp64: {uniform: [1 PFLOPS, 9 PFLOPS]}}, retires: {after: "
      "[power]}}\n"
      "bases: {all: {count: [intelligent], unit: fp16, convert: {fp64: {uniform: [1, 4]}}, source: s}}\n"
      "targets:\n"
      "  y26: {by: 2026-12-31, more_than: 10 PFLOPS, basis: [all, fp16], source: s}\n"
      "  y27: {by: 2027-12-31, more_than: 12 PFLOPS, basis: [all, fp16], source: s}\n"
      "  y28: {by: 2028-12-31, less_than: 40 PFLOPS, basis: all, source: s}\n"
      "  losers: {metric: losers, at_most: 0, source: s}\n"
      "workload: {w: {source: s, jobs: {j: {centre: a, accelerators: 8, duration: 1 h}}}}\n"
      "policies: {home: {order: fifo, dispatch: home}}\n";
  const Compared run = compared(text);
  Reach study = reach(run.scenario, {.samples = 1000, .influences = false});
  Diagnostics diagnostics;
  std::vector<std::optional<Inputs>> inputs;
  inputs.push_back(prepare(run.scenario.variants.front(), diagnostics));
  add_metrics(study, std::move(inputs));
  EXPECT_EQ(study.cases.front().coupled, 100U);
  // They do vary, and with retirement.
  const std::vector<TargetOutcome>& targets = run.comparison.variants.front().targets;
  ASSERT_EQ(targets.size(), 5U);
  for (const TargetOutcome& each : targets) EXPECT_LT(each.p10, each.p90);
  // All together: y26 and y27 under `fp16` with the losers, under `all` with y28, too.
  const std::vector<JointAnswer>& together = study.cases.front().together;
  ASSERT_EQ(together.size(), 2U);
  EXPECT_EQ(together[0].basis, "all");
  EXPECT_EQ(together[0].targets, 4U);
  EXPECT_EQ(together[1].targets, 3U);
}

}  // namespace
}  // namespace suanwang
