// Probabilities of targets, against closed forms.
#include "suanwang/study/reach.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "suanwang/report/reach.hpp"
#include "suanwang/study/comparison.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

/// One centre whose pools are given; a target of more than `target` at the end of 2026, in fp16.
std::string scenario_with(const std::string& pools, const std::string& target, const std::string& more = "") {
  return "suanwang: 1\nstart: 2026-01-01\nend: 2027-12-31\nas_of: 2026-01-01\nseed: 7\n" + more +
         "centres: {a: {pools: {" + pools + "}, source: s}}\n" +
         "targets: {t: {by: 2026-12-31, more_than: " + target + ", basis: fp16, source: s}}\n";
}
std::string stock(const std::string& id, const std::string& capacity, const std::string& online = "") {
  return id + ": {schedulable: false, capacity: {fp16: " + capacity + "}" +
         (online.empty() ? "" : ", online: " + online) + "}, ";
}

struct Studied {
  Scenario scenario;
  Reach reach;
};

Studied study(const std::string& text, ReachOptions options = {}) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  Studied studied{*std::move(scenario), {}};
  studied.reach = reach(studied.scenario, options);
  studied.reach.scenario = nullptr;  // it moves
  return studied;
}

const ReachAnswer& answer_of(const Studied& studied) {
  return studied.reach.cases.front().answers.front();
}

double four_errors(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

TEST(Reach, FactsAloneGiveCertainty) {
  const std::string pools = stock("p", "2 EFLOPS", "2025-06-01") + stock("q", "1 EFLOPS", "2026-03-01");
  const Studied met = study(scenario_with(pools, "2.5 EFLOPS"));
  EXPECT_EQ(answer_of(met).probability, 1);
  EXPECT_EQ(answer_of(met).shortfall, 0);
  EXPECT_TRUE(answer_of(met).influences.empty());
  const Studied unmet = study(scenario_with(pools, "3 EFLOPS"));  // more than, not at least
  EXPECT_EQ(answer_of(unmet).probability, 0);
  EXPECT_EQ(answer_of(unmet).never, 1);
  EXPECT_EQ(answer_of(unmet).lowest, 3e18);
  EXPECT_EQ(answer_of(unmet).highest, 3e18);
}

// p is there from the beginning and goes on a day that is uniform over 730; 364 of them are before the end of
// the first year. Alone it is lost with it; beside q, which comes by the same law, only where q is not yet
// there.
TEST(Reach, LostByRetirement) {
  const std::string law = "{uniform: [2026-01-02, 2028-01-02]}";
  const std::string p = "p: {schedulable: false, capacity: {fp16: 2 EFLOPS}, retires: " + law + "}, ";
  const double gone = 364.0 / 730;
  const Studied alone = study(scenario_with(p, "1 EFLOPS"));
  EXPECT_NEAR(answer_of(alone).lost, gone, four_errors(gone, 1e5));
  EXPECT_NEAR(answer_of(alone).lost + answer_of(alone).probability, 1, 1e-12);
  const Studied followed = study(scenario_with(p + stock("q", "2 EFLOPS", law), "1 EFLOPS"));
  const double both = gone * (1 - gone);
  EXPECT_NEAR(answer_of(followed).lost, both, four_errors(both, 1e5));
  // What never met it cannot lose it.
  EXPECT_EQ(answer_of(study(scenario_with(p, "3 EFLOPS"))).lost, 0);
  EXPECT_EQ(answer_of(study(scenario_with(stock("q", "2 EFLOPS", law), "1 EFLOPS"))).lost, 0);
}

// A date uniform over the 730 days of two years is before the end of the first with probability 365 / 730;
// met for good from the date itself: 10 % by day 73.
TEST(Reach, OneUniformDate) {
  const Studied studied =
      study(scenario_with(stock("p", "2 EFLOPS", "{uniform: [2026-01-02, 2028-01-02]}"), "1 EFLOPS"));
  const ReachAnswer& answer = answer_of(studied);
  const double p = 364.0 / 730;
  EXPECT_NEAR(answer.probability, p, four_errors(p, 1e5));
  EXPECT_LT(answer.interval.low, p);
  EXPECT_GT(answer.interval.high, p);
  constexpr double kDay = 86400;
  const double first = 1767312000;  // 2026-01-02
  EXPECT_NEAR(answer.date[0], first + 73 * kDay, 730 * kDay * four_errors(0.1, 1e5));
  EXPECT_NEAR(answer.date[1], first + 365 * kDay, 730 * kDay * four_errors(0.5, 1e5));
  EXPECT_NEAR(answer.date[2], first + 657 * kDay, 730 * kDay * four_errors(0.9, 1e5));
  ASSERT_TRUE(answer.date_p90);
  EXPECT_LT(answer.date_p90->low, first + 657 * kDay);
  EXPECT_GT(answer.date_p90->high, first + 657 * kDay);
  ASSERT_EQ(answer.critical.size(), 1);
  EXPECT_EQ(answer.critical.front().share, 1);
}

// What had not come by as_of comes later: the law is cut there, and half of what is left lies in 2026.
TEST(Reach, WhatHasNotComeByAsOfIsDrawnLater) {
  const Studied studied =
      study(scenario_with(stock("p", "2 EFLOPS", "{uniform: [2025-01-02, 2028-01-02]}"), "1 EFLOPS"));
  const double p = 364.0 / 730;
  EXPECT_NEAR(answer_of(studied).probability, p, four_errors(p, 1e5));
}

// Ten sites of 1 EFLOPS, each there with probability one half, or five of unequal size: Poisson-binomial.
TEST(Reach, PoissonBinomialCapacity) {
  std::string pools;
  const std::pair<int, double> kSites[] = {{100, 0.9}, {80, 0.7}, {120, 0.6}, {50, 0.95}, {150, 0.4}};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto& [size, p] = kSites[i];
    pools +=
        stock("p" + std::to_string(i), "{choice: {" + std::to_string(size) + " EFLOPS: " + std::to_string(p) +
                                           ", 1 PFLOPS: " + std::to_string(1 - p) + "}}");
  }
  for (const auto& [limit, p] : {std::pair{"199 EFLOPS", 0.8926},
                                 {"249 EFLOPS", 0.73772},
                                 {"299 EFLOPS", 0.60828},
                                 {"349 EFLOPS", 0.54402}}) {
    const Studied studied = study(scenario_with(pools, limit), {.influences = false});
    EXPECT_NEAR(answer_of(studied).probability, p, four_errors(p, 1e5) + 5e-5) << limit;
  }
}

// Worked by hand: a is 1 or 3, b is 1 or 2, each evenly. More than 4.5 needs both large: P = 1/4, and knowing
// either moves it by (|1/2 - 1/4| + |0 - 1/4|) / 2 = 1/4. More than 3.5 needs a alone: P = 1/2, knowing a
// moves it by 1/2, knowing b by nothing.
TEST(Reach, FindingOutTwoUnknowns) {
  const std::string pools =
      stock("a", "{choice: {1 EFLOPS: 1, 3 EFLOPS: 1}}") + stock("b", "{choice: {1 EFLOPS: 1, 2 EFLOPS: 1}}");
  const Studied both = study(scenario_with(pools, "4.5 EFLOPS"));
  ASSERT_EQ(answer_of(both).influences.size(), 2);
  for (const Influence& each : answer_of(both).influences) {
    EXPECT_NEAR(each.finding_out, 0.25, 4 * each.finding_out_se + 1e-9);
    EXPECT_NEAR(each.if_low, 0, 1e-12);
    EXPECT_NEAR(each.if_high, 0.5, four_errors(0.5, 1e4));
    EXPECT_EQ(each.at_p10, 0);
    EXPECT_NEAR(each.at_p90, 0.5, four_errors(0.5, 1e4));
  }
  const Studied one = study(scenario_with(pools, "3.5 EFLOPS"));
  ASSERT_EQ(answer_of(one).influences.size(), 2);  // b matters to the capacity, if not to the target
  const Influence& a = answer_of(one).influences.front();
  const Influence& b = answer_of(one).influences.back();
  EXPECT_NEAR(a.finding_out, 0.5, 0.01);
  EXPECT_NEAR(a.swing(), 1, 1e-12);
  EXPECT_NEAR(b.finding_out, 0, 0.01);
  EXPECT_EQ(b.swing(), 0);
  // Var(a) = 1, Var(b) = 1/4: shares 4/5 and 1/5.
  EXPECT_NEAR(a.first_order, 0.8, 4 * a.first_order_se + 1e-3);
  EXPECT_NEAR(b.total, 0.2, 4 * b.total_se + 1e-3);
}

// K is uniform over [1, 2] EFLOPS: it falls short of 1.95 by 0.85 at 10 %.
TEST(Reach, Shortfall) {
  const Studied studied = study(scenario_with(stock("p", "{uniform: [1 EFLOPS, 2 EFLOPS]}"), "1.95 EFLOPS"),
                                {.influences = false});
  const ReachAnswer& answer = answer_of(studied);
  EXPECT_NEAR(answer.probability, 0.05, four_errors(0.05, 1e5));
  EXPECT_NEAR(answer.shortfall, 0.85e18, 1e18 * four_errors(0.1, 1e5));
  ASSERT_TRUE(answer.shortfall_interval);
  EXPECT_LT(answer.shortfall_interval->low, answer.shortfall);
  EXPECT_GT(answer.shortfall_interval->high, answer.shortfall);
}

std::string json_of(const std::string& text, const ReachOptions& options) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << diagnostics.text();
  Reach result = reach(*scenario, options);
  result.seconds = 0;
  return reach_json(result, "s.yaml");
}

TEST(Reach, SameBytesForAnyThreadsAndBlocks) {
  const std::string text = scenario_with(
      stock("p", "{uniform: [1 EFLOPS, 2 EFLOPS]}", "{pert: [2026-02-01, 2026-10-01, 2027-12-01]}") +
          stock("q", "{lognormal: {median: 1 EFLOPS, sigma: 0.4}}", "{uniform: [2026-02-01, 2027-02-01]}"),
      "2 EFLOPS");
  for (const ReachPoints points : {ReachPoints::Plain, ReachPoints::Latin, ReachPoints::Sobol}) {
    const ReachOptions one{.samples = 20'000, .points = points, .parallelism = {1}};
    const std::string expected = json_of(text, one);
    for (const std::size_t threads : {2, 8}) {
      for (const std::size_t block : {1000, 4096}) {
        ReachOptions options = one;
        options.block = block;
        options.parallelism = {threads};
        EXPECT_EQ(json_of(text, options), expected) << threads << " threads, blocks of " << block;
      }
    }
  }
}

// The kinds of points differ in their error, not in what they estimate.
TEST(Reach, LatinAndSobolPointsEstimateTheSame) {
  const std::string text = scenario_with(
      stock("p", "{uniform: [1 EFLOPS, 2 EFLOPS]}") + stock("q", "{uniform: [1 EFLOPS, 2 EFLOPS]}"),
      "3.5 EFLOPS");  // P = 1/8
  for (const ReachPoints points : {ReachPoints::Latin, ReachPoints::Sobol}) {
    const Studied studied = study(text, {.samples = 16'384, .points = points, .influences = false});
    const ReachAnswer& answer = answer_of(studied);
    EXPECT_NEAR(answer.probability, 0.125, four_errors(0.125, 16'384));
    EXPECT_LT(answer.interval.high - answer.interval.low, 2 * four_errors(0.125, 16'384) / 4 * 1.96);
  }
}

// Sample r of a study is replication r of a run, so a run counts the same probability over as many.
TEST(Reach, SamplesAreReplications) {
  const std::string text = scenario_with(
      stock("p", "{uniform: [1 EFLOPS, 2 EFLOPS]}", "{pert: [2026-02-01, 2026-10-01, 2027-12-01]}") +
          stock("q", "{uniform: [1 EFLOPS, 2 EFLOPS]}"),
      "2 EFLOPS", "replications: 500\n");
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  const Spec& spec = scenario->variants.front();
  const auto inputs = prepare(spec, diagnostics);
  ASSERT_TRUE(inputs);
  const TargetOutcome counted = judge_targets(spec, *inputs).front();
  const Reach sampled = reach(*scenario, {.samples = 500, .influences = false});
  const ReachAnswer& answer = sampled.cases.front().answers.front();
  EXPECT_EQ(answer.probability, counted.probability);
  EXPECT_NEAR(answer.p50, counted.median, 1e-6 * counted.median);
  EXPECT_NEAR(answer.p10, counted.p10, 1e-6 * counted.p10);
}

// Over 1,000 repetitions the 95 % interval holds the truth in 93.5 to 96.5 % of them.
TEST(Reach, CoverageOfTheInterval) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", scenario_with(stock("p", "{uniform: [1 EFLOPS, 2 EFLOPS]}"), "1.7 EFLOPS"));
  Diagnostics diagnostics;
  auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario);
  std::size_t holds = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    scenario->variants.front().seed = seed;
    const Reach studied = reach(*scenario, {.samples = 2000, .influences = false, .parallelism = {1}});
    const Range95& interval = studied.cases.front().answers.front().interval;
    holds += interval.low <= 0.3 && 0.3 <= interval.high ? 1 : 0;
  }
  EXPECT_GE(holds, 935U);
  EXPECT_LE(holds, 965U);
}

}  // namespace
}  // namespace suanwang
