#include "suanwang/study/plan.hpp"

#include <string>

#include <gtest/gtest.h>

#include "suanwang/base/check.hpp"
#include "suanwang/scenario/levers.hpp"
#include "suanwang/study/reach.hpp"

#include "support/scenarios.hpp"
#include "support/twelve_levers.hpp"

namespace suanwang {
namespace {

struct Planned {
  Scenario scenario;
  std::optional<Plan> plan;
  std::string problems;
};

Planned planned(const std::string& text, const PlanOptions& options = {}, Progress* progress = nullptr) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  Planned result{*std::move(scenario), {}, {}};
  Diagnostics problems;
  result.plan = plan(result.scenario, options, problems, progress);
  result.problems = folder.without_folder(problems.text());
  if (result.plan) result.plan->scenario = nullptr;  // it moves
  return result;
}

PlanOptions few() {
  PlanOptions options;
  options.samples = 1000;
  options.fresh_samples = 4000;
  return options;
}

/// 10 EFLOPS are there, and 10 more come at a date uniform over 2027: P(more than 15 by the end of September)
/// is 273 / 365 = 0.748. A second pool of 6 may be built, or the date brought forward by 91 days: P = 1 each.
std::string two_ways(const std::string& plan) {
  return "suanwang: 1\nstart: 2026-01-01\nend: 2027-12-31\nseed: 5\n"
         "centres:\n"
         "  a:\n"
         "    pools:\n"
         "      p: {schedulable: false, capacity: {fp16: 10 EFLOPS}}\n"
         "      q: {schedulable: false, capacity: {fp16: 10 EFLOPS}, online: {uniform: [2027-01-01, "
         "2028-01-01]}}\n"
         "targets: {t: {more_than: 15 EFLOPS, by: 2027-09-30, basis: fp16}}\n"
         "plan:\n" +
         plan;
}
const std::string kSooner =
    "    sooner: {set: {centres.a.pools.q.online: {uniform: [2026-10-02, 2027-10-01]}}, cost: 50 M CNY}\n";
const std::string kSecond =
    "    second: {set: {centres.a.pools.r: {schedulable: false, capacity: {fp16: 6 EFLOPS}}}, cost: 40 M "
    "CNY}\n";

TEST(Plan, TakesTheCheaperOfTwoWays) {
  const Planned both = planned(two_ways("  reach: 0.9\n  levers:\n" + kSooner + kSecond), few());
  ASSERT_TRUE(both.plan) << both.problems;
  const Plan& plan = *both.plan;
  ASSERT_TRUE(plan.chosen);
  EXPECT_EQ(plan.chosen->levers, (std::vector<std::size_t>{0}));  // by id: "second"
  EXPECT_EQ(plan.chosen->cost.wan, 4000);
  EXPECT_EQ(plan.chosen->undated.wan, 4000);
  EXPECT_TRUE(plan.chosen->by_year.empty());
  EXPECT_EQ(plan.chosen->searched.front().probability, 1);
  EXPECT_EQ(plan.chosen->fresh.front().probability, 1);
  EXPECT_EQ(plan.chosen->fresh.front().p10, 16e18);
  EXPECT_TRUE(plan.proved);
  EXPECT_TRUE(plan.is_kept);
  EXPECT_EQ(plan.rounds, 1U);
  EXPECT_NEAR(plan.nothing.fresh.front().probability, 273.0 / 365, 4 * std::sqrt(0.75 * 0.25 / 4000));
  EXPECT_EQ(plan.nothing.cost.wan, 0);
  // 0.5, 0.6 and 0.7 need nothing; the others need the cheaper lever.
  ASSERT_EQ(plan.frontier.size(), kFrontier.size());
  for (std::size_t i = 0; i < kFrontier.size(); ++i) {
    ASSERT_TRUE(plan.frontier[i].set);
    EXPECT_EQ(plan.frontier[i].set->cost.wan, i < 3 ? 0 : 4000) << i;
  }
  // Each lever is felt by its own pool.
  ASSERT_EQ(plan.groups.size(), 2U);
  EXPECT_EQ(plan.groups[0].pools, (std::vector<std::string>{"centres.a.pools.r"}));
  EXPECT_EQ(plan.groups[1].pools, (std::vector<std::string>{"centres.a.pools.q"}));
  EXPECT_EQ(plan.groups[0].combinations, 2U);
}

TEST(Plan, WhatCannotBePaidForIsNotChosen) {
  const std::string dated =
      "    sooner: {set: {centres.a.pools.q.online: {uniform: [2026-10-02, 2027-10-01]}}, cost: {2026: 20 M "
      "CNY, "
      "2027: 30 M CNY}}\n"
      "    second: {set: {centres.a.pools.r: {schedulable: false, capacity: {fp16: 6 EFLOPS}}}, cost: {2027: "
      "40 M "
      "CNY}}\n";
  const Planned one =
      planned(two_ways("  budget: {2026: 20 M CNY, 2027: 39.99 M CNY}\n  levers:\n" + dated), few());
  ASSERT_TRUE(one.plan && one.plan->chosen) << one.problems;
  EXPECT_EQ(one.plan->chosen->levers, (std::vector<std::size_t>{1}));  // "sooner"
  EXPECT_EQ(one.plan->chosen->by_year.at(2026).wan, 2000);
  EXPECT_EQ(one.plan->chosen->by_year.at(2027).wan, 3000);
  const Planned none = planned(two_ways("  budget: {2027: 39.99 M CNY}\n  levers:\n" + dated), few());
  ASSERT_TRUE(none.plan) << none.problems;
  EXPECT_FALSE(none.plan->chosen);
  EXPECT_TRUE(none.plan->proved);
  EXPECT_FALSE(none.plan->is_kept);
  EXPECT_EQ(none.plan->most.front().probability, none.plan->nothing.searched.front().probability);
  EXPECT_TRUE(none.plan->most.front().levers.empty());
  EXPECT_TRUE(none.plan->frontier[2].set);
  EXPECT_FALSE(none.plan->frontier[3].set);
}

// What no pool feels may be required, may save money, and may free power.
TEST(Plan, LeversThatMoveNoCapacityCountToo) {
  const std::string levers =
      "    second: {set: {centres.a.pools.r: {schedulable: false, capacity: {fp16: 6 EFLOPS}}}, cost: 40 M "
      "CNY, power: 6 MW, region: x.y, requires: [survey]}\n"
      "    frees: {set: {workload: {}}, cost: 2 M CNY, power: -5 MW, region: x.y}\n"
      "    sells: {set: {policies: {}}, cost: -3 M CNY}\n"
      "    survey: {set: {tenants: {}}, cost: 1 M CNY}\n"
      "    unused: {set: {mixes: {}}, cost: 1 M CNY}\n";
  const Planned found = planned(two_ways("  power: {x: 1 MW}\n  levers:\n" + levers), few());
  ASSERT_TRUE(found.plan && found.plan->chosen) << found.problems;
  EXPECT_EQ(found.plan->chosen->levers, (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(found.plan->chosen->cost.wan, 4000);
  EXPECT_EQ(found.plan->most.front().levers, found.plan->chosen->levers);
  EXPECT_EQ(found.plan->most.front().cost.wan, 4000);
}

TEST(Plan, PermitsLimitWhatLeversTake) {
  const std::string levers =
      "    free: {set: {centres.a.pools.p.retires: 2027-12-01}, power: -4 MW, region: x.y}\n"
      "    sooner: {set: {centres.a.pools.q.online: {uniform: [2026-10-02, 2027-10-01]}}, cost: 50 M CNY}\n"
      "    second: {set: {centres.a.pools.r: {schedulable: false, capacity: {fp16: 6 EFLOPS}}}, cost: 40 M "
      "CNY, "
      "power: 6 MW, region: x.y}\n";
  const Planned dear = planned(two_ways("  power: {x: 1 MW}\n  levers:\n" + levers), few());
  ASSERT_TRUE(dear.plan && dear.plan->chosen) << dear.problems;
  EXPECT_EQ(dear.plan->chosen->levers, (std::vector<std::size_t>{2}));
  // With another MW, retiring what is needed no longer than the target makes room for the cheaper one.
  const Planned cheap = planned(two_ways("  power: {x: 2 MW}\n  levers:\n" + levers), few());
  ASSERT_TRUE(cheap.plan && cheap.plan->chosen) << cheap.problems;
  EXPECT_EQ(cheap.plan->chosen->levers, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(cheap.plan->chosen->power.at("x"), Watts{2e6});
}

TEST(Plan, SaysWhyThereIsNothingToPlan) {
  const std::string head =
      "suanwang: 1\ncentres: {a: {pools: {p: {schedulable: false, capacity: {fp16: 1 EFLOPS}}}}}\n";
  EXPECT_EQ(planned(head).problems,
            "s.yaml: error: missing key 'plan': what could be done, and what it costs\n");
  EXPECT_EQ(planned(head + "plan: {reach: 0.5}\n").problems,
            "s.yaml:3:1: error: plan: no levers: there is nothing to choose from\n");
  const std::string lever = "plan: {levers: {x: {set: {centres.a.pools.p.capacity.fp16: 2 EFLOPS}}}}\n";
  EXPECT_EQ(
      planned(head + lever).problems,
      "s.yaml:3:1: error: plan: no target on capacity that is still to come: there is nothing to reach\n");
  PlanOptions options;
  options.variant = "bose";
  EXPECT_EQ(planned(head + lever, options).problems,
            "s.yaml: error: variants: there is no variant 'bose'; did you mean 'base'?\n");
  options.variant = "base";
  options.assumptions = "x";
  EXPECT_EQ(planned(head + lever, options).problems,
            "s.yaml: error: assumptions: there is no assumption set 'x'\n");
}

TEST(Plan, SameOnAnyNumberOfThreadsAndInAnyBlocks) {
  test::Rng rng{4};
  const std::string text = test::TwelveLevers{rng}.make().yaml(0.8);
  const auto told = [&](std::size_t threads, std::size_t block) {
    PlanOptions options;
    options.samples = 500;
    options.fresh_samples = 700;
    options.parallelism.threads = threads;
    options.block = block;
    const Planned result = planned(text, options);
    EXPECT_TRUE(result.plan) << result.problems;
    std::string all = std::to_string(result.plan->sets) + " " + std::to_string(result.plan->programmes);
    const auto add = [&all](const PlanSet& set) {
      for (const std::size_t lever : set.levers) all += "," + std::to_string(lever);
      for (const auto* outcomes : {&set.searched, &set.fresh}) {
        for (const PlanOutcome& each : *outcomes)
          all += fmt::format(" {:a} {:a} {:a}", each.probability, each.p10, each.p90);
      }
    };
    add(result.plan->nothing);
    if (result.plan->chosen) add(*result.plan->chosen);
    for (const FrontierPoint& each : result.plan->frontier) {
      if (each.set) add(*each.set);
    }
    return all;
  };
  const std::string one = told(1, 4096);
  EXPECT_EQ(told(2, 4096), one);
  EXPECT_EQ(told(8, 4096), one);
  EXPECT_EQ(told(2, 77), one);
}

TEST(Plan, StopsWhenAsked) {
  Progress progress;
  progress.stop = true;
  EXPECT_THROW(planned(two_ways("  levers:\n" + kSooner), few(), &progress), Interrupted);
}

TEST(Plan, TooManyLeversOfOnePoolAreRefused) {
  std::string levers;
  for (int i = 10; i < 23; ++i) {
    levers += fmt::format("    x{}: {{set: {{programme.activities.a{}.duration: 1 day}}}}\n", i, i);
  }
  std::string activities = "programme:\n  activities:\n", after;
  for (int i = 10; i < 23; ++i) {
    activities +=
        fmt::format("    a{}: {{not_before: 2026-02-01, duration: {{uniform: [1 day, 2 days]}}}}\n", i);
    after += (after.empty() ? "a" : ", a") + std::to_string(i);
  }
  std::string text = two_ways("  levers:\n" + levers);
  text.replace(text.find("online: {uniform: [2027-01-01, 2028-01-01]}"), 43,
               "online: {after: [" + after + "]}");
  const std::string found = planned(text + activities).problems;
  EXPECT_EQ(
      found.substr(0, found.find(" (")),
      "s.yaml:13:5: error: plan.levers: 13 levers share pools, and every combination of them is tried: at "
      "most 12 may");
}

// A lever that adds a pool of 10 EFLOPS moves K by just that in every sample, although pools before and after
// it have laws of their own: their draws are the same.
TEST(WithLevers, LeaveAllOtherDrawsAsTheyWere) {
  const std::string text =
      "suanwang: 1\nstart: 2026-01-01\nend: 2027-12-31\nseed: 9\nas_of: 2026-02-01\n"
      "programme:\n"
      "  shocks: {s: {rho: 0.5}}\n"
      "  activities:\n"
      "    x: {begun: 2026-01-15, duration: {pert: [10 days, 300 days, 900 days]}, shock: s}\n"
      "    z: {date: {pert: [2026-03-01, 2027-06-01, 2029-01-01]}, shock: s}\n"
      "centres:\n"
      "  a:\n"
      "    pools:\n"
      "      b: {schedulable: false, capacity: {fp16: {uniform: [1 EFLOPS, 4 EFLOPS]}}, online: {after: "
      "[x]}}\n"
      "      y: {schedulable: false, capacity: {fp16: {uniform: [1 EFLOPS, 4 EFLOPS]}}, online: {after: "
      "[z]}}\n"
      "targets: {t: {more_than: 3 EFLOPS, by: 2027-12-31, basis: fp16}}\n"
      "plan:\n"
      "  levers:\n"
      "    more:\n"
      "      set:\n"
      "        programme.activities.w: {date: 2026-05-01}\n"
      "        centres.a.pools.c: {schedulable: false, capacity: {fp16: {uniform: [8 EFLOPS, 8.000001 "
      "EFLOPS]}},\n"
      "                            online: {after: [w]}}\n";
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  Scenario with = *scenario;
  with.variants = {*with_levers(*scenario, {}, {"more"}, diagnostics)};
  ReachOptions options;
  options.samples = 2000;
  options.influences = false;
  const Reach before = reach(*scenario, options), after = reach(with, options);
  const ReachAnswer& a = before.cases.front().answers.front();
  const ReachAnswer& b = after.cases.front().answers.front();
  for (const auto member : {&ReachAnswer::p10, &ReachAnswer::p50, &ReachAnswer::p90, &ReachAnswer::highest}) {
    EXPECT_NEAR(b.*member, a.*member + 8e18, 1.1e12);
  }
}

}  // namespace
}  // namespace suanwang
