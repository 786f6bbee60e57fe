#include <chrono>

#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_with;
using test::spec_with;

/// What is wrong with a policy that begins in line 4, column 15.
std::string problems_of(std::string_view policy) {
  return problems_with("policies: {p: " + std::string{policy} + "}\n");
}

TEST(ScenarioPolicies, Defaults) {
  const Spec spec = spec_with("policies: {p: {order: fifo}}\n");
  ASSERT_EQ(spec.policies.size(), 1U);
  const PolicySpec& policy = spec.policies[0];
  EXPECT_EQ(policy.id, "p");
  EXPECT_EQ(policy.name.zh, "p");
  EXPECT_EQ(policy.settings.order, "fifo");
  EXPECT_EQ(policy.settings.backfill.rule, "none");
  EXPECT_EQ(policy.settings.place, "first-fit");
  EXPECT_EQ(policy.settings.dispatch, "any");
  EXPECT_EQ(policy.settings.decide, DecideRule::PerInstant);
  EXPECT_FALSE(policy.settings.max_waiting);
}

TEST(ScenarioPolicies, EveryKey) {
  const Spec spec = spec_with(
      "defaults: {policies: {dispatch: home}}\n"
      "policies:\n"
      "  b: {order: sjf, backfill: {depth: 4}, dispatch: any}\n"
      "  a:\n"
      "    name: {zh: 孤岛}\n"
      "    order: priority\n"
      "    backfill: {easy: {candidates: shortest, reserve: machines}}\n"
      "    place: best-fit\n"
      "    decide: per-event\n"
      "    max_waiting: 0\n"
      "  c: {order: ljf, backfill: {easy: {}}}\n"
      "  d: {order: smallest, backfill: conservative}\n");
  ASSERT_EQ(spec.policies.size(), 4U);
  const PolicySettings& a = spec.policies[0].settings;
  EXPECT_EQ(spec.policies[0].name.zh, "孤岛");
  EXPECT_EQ(spec.policies[0].name.en, "a");
  EXPECT_EQ(a.backfill.rule, "easy");
  EXPECT_EQ(a.backfill.candidates, BackfillSettings::Candidates::Shortest);
  EXPECT_EQ(a.backfill.reserve, BackfillSettings::Reserve::Machines);
  EXPECT_EQ(a.place, "best-fit");
  EXPECT_EQ(a.dispatch, "home");
  EXPECT_EQ(a.decide, DecideRule::PerEvent);
  EXPECT_EQ(a.max_waiting, 0U);
  EXPECT_EQ(spec.policies[1].settings.backfill.rule, "depth");
  EXPECT_EQ(spec.policies[1].settings.backfill.depth, 4);
  EXPECT_EQ(spec.policies[1].settings.dispatch, "any");
  EXPECT_EQ(spec.policies[2].settings.backfill.rule, "easy");
  EXPECT_EQ(spec.policies[2].settings.backfill.candidates, BackfillSettings::Candidates::Queue);
  EXPECT_EQ(spec.policies[3].settings.backfill.rule, "conservative");
}

/// Whatever the catalogue lists, a scenario may name.
TEST(ScenarioPolicies, EveryEntryOfTheCatalogueIsRead) {
  const auto is_read = [](const std::string& keys) { return problems_of("{" + keys + "}"); };
  for (const auto& entry : standard_catalogue().orders) {
    const bool has_a_name_alone = entry.name != "expr" && entry.name != "multifactor";
    EXPECT_EQ(is_read("order: " + std::string{entry.name}) == "", has_a_name_alone) << entry.name;
  }
  for (const auto& entry : standard_catalogue().places) {
    EXPECT_EQ(is_read("order: fifo, place: " + std::string{entry.name}), "");
  }
  for (const auto& entry : standard_catalogue().dispatches) {
    EXPECT_EQ(is_read("order: fifo, dispatch: " + std::string{entry.name}), "");
  }
  for (const auto& entry : standard_catalogue().backfills) {
    const std::string name{entry.name};
    const bool needs_depth = name == "depth";
    EXPECT_EQ(is_read("order: fifo, backfill: " + (needs_depth ? "{depth: 2}" : name)), "");
    for (const PolicyParameter& parameter : entry.parameters) {
      if (needs_depth) continue;
      EXPECT_EQ(is_read("order: fifo, backfill: {" + name + ": {" + std::string{parameter.name} + ": " +
                        std::string{parameter.fallback} + "}}"),
                "");
    }
  }
}

TEST(ScenarioPolicies, Mistakes) {
  EXPECT_EQ(problems_of("{}"), "s.yaml:4:12: error: policies.p: missing key 'order'\n");
  EXPECT_EQ(
      problems_of("{order: smalest}"),
      "s.yaml:4:23: error: policies.p.order: expected 'fifo', 'sjf', 'ljf', 'srtf', 'smallest', 'priority', "
      "'deadline', "
      "'fair-share', 'multifactor' or 'expr', got 'smalest'; did you mean 'smallest'?\n");
  EXPECT_EQ(
      problems_of("{order: fifo, backfill: esay, place: bestfit, dispatch: [any], decide: often}"),
      "s.yaml:4:39: error: policies.p.backfill: expected 'none', 'easy', 'conservative' or 'depth', got "
      "'esay'; "
      "did you mean 'easy'?\n"
      "s.yaml:4:52: error: policies.p.place: expected 'first-fit', 'best-fit', 'worst-fit' or 'spread', got "
      "'bestfit'; did you mean 'best-fit'?\n"
      "s.yaml:4:71: error: policies.p.dispatch: expected 'any', 'home', 'overflow', 'data', 'national', "
      "'round-robin', "
      "'random', 'least-loaded', 'power-of-two' or 'scored', got a list\n"
      "s.yaml:4:86: error: policies.p.decide: expected 'per-instant' or 'per-event', got 'often'\n");
  EXPECT_EQ(problems_of("{order: fifo, backfill: depth}"),
            "s.yaml:4:39: error: policies.p.backfill: expected a depth, such as {depth: 4}\n");
  EXPECT_EQ(
      problems_of("{order: fifo, backfill: {depth: 0}, max_waiting: -1}"),
      "s.yaml:4:47: error: policies.p.backfill.depth: expected a whole number from 1 to 1000000000, got '0'\n"
      "s.yaml:4:64: error: policies.p.max_waiting: expected a whole number from 0 to 1000000000000, got "
      "'-1'\n");
  EXPECT_EQ(problems_of("{order: fifo, backfill: {easy: {candidates: longest, reserv: x}}}"),
            "s.yaml:4:59: error: policies.p.backfill.easy.candidates: expected 'queue' or 'shortest', got "
            "'longest'\n"
            "s.yaml:4:68: error: policies.p.backfill.easy: unknown key 'reserv'; did you mean 'reserve'?\n");
  EXPECT_EQ(problems_of("{order: fifo, backfill: {}}"),
            "s.yaml:4:29: error: policies.p.backfill: expected one rule, such as {depth: 4}\n");
}

TEST(ScenarioPolicies, Preemption) {
  const Spec spec = spec_with(
      "policies:\n"
      "  a: {order: sjf, preemption: {checkpoint: {every: 30 min, takes: 90 s}, restart: 2 min, minimum_run: "
      "1 "
      "h}}\n"
      "  b: {order: srtf, preemption: {}}\n"
      "  c: {order: srtf, preemption: none}\n"
      "  d: {order: {expr: wait}, preemption: {checkpoint: {every: 0 s}, minimum_run: 1 s}}\n");
  const PreemptionSettings& a = spec.policies[0].settings.preemption.value();
  EXPECT_EQ(a.every, std::chrono::seconds(1800));
  EXPECT_EQ(a.takes, std::chrono::seconds(90));
  EXPECT_EQ(a.restart, std::chrono::seconds(120));
  EXPECT_EQ(a.minimum_run, std::chrono::seconds(3600));
  EXPECT_FALSE(spec.policies[1].settings.preemption.value().every);
  EXPECT_FALSE(spec.policies[2].settings.preemption);
  EXPECT_EQ(spec.policies[3].settings.preemption.value().every, Duration{0});
}

TEST(ScenarioPolicies, PreemptionThatMakesNoSense) {
  EXPECT_EQ(
      problems_of("{order: fifo, preemption: {}}"),
      "s.yaml:4:29: error: policies.p.preemption: with 'order: fifo' no job stands before one that runs: "
      "nothing would ever be stopped\n");
  EXPECT_EQ(problems_of("{order: {expr: 1 / (1 + wait)}, preemption: {restart: 1 s}}"),
            "s.yaml:4:47: error: policies.p.preemption: ranks that change with time could stop jobs in turn "
            "without end: give a 'minimum_run'\n");
  EXPECT_EQ(
      problems_of("{order: sjf, preemption: {checkpoint: {every: 0 s, takes: 1 s}, minimum_rum: 3 s}}"),
      "s.yaml:4:66: error: policies.p.preemption.checkpoint.takes: a checkpoint all the time that takes "
      "time leaves none for work\n"
      "s.yaml:4:79: error: policies.p.preemption: unknown key 'minimum_rum'; did you mean "
      "'minimum_run'?\n");
  EXPECT_EQ(problems_of("{order: sjf, preemption: always}"),
            "s.yaml:4:40: error: policies.p.preemption: expected 'none', got 'always'\n");
}

TEST(ScenarioPolicies, WhatComesLater) {
  EXPECT_EQ(
      problems_of("{order: las}"),
      "s.yaml:4:23: error: policies.p.order: not available yet: 'las': it comes with the policies for deep "
      "learning\n");
}

TEST(ScenarioPolicies, TenantsBelongToTenants) {
  const std::string head =
      "suanwang: 1\naccelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "centres: {a: {source: s, pools: {p: {accelerator: card, cards: 8, source: s}}}}\n"
      "policies: {p: {order: fair-share}}\n"
      "workload: {w: {source: s, jobs: {j: {tenant: t, accelerators: 1, duration: 1 h}}}}\n";
  EXPECT_EQ(test::problems_of(head + "tenants: {top: {share: 3}, t: {share: 2, parent: top}}\n"), "");
  EXPECT_EQ(test::problems_of(head + "tenants: {t: {parent: u}, u: {parent: t}}\n"),
            "s.yaml:6:11: error: tenants.t.parent: belongs to itself: t -> u -> t\n"
            "s.yaml:6:11: error: tenants.t: tenants belong to it: it cannot have jobs of its own\n"
            "s.yaml:6:27: error: tenants.u.parent: belongs to itself: u -> t -> u\n");
  EXPECT_EQ(test::problems_of(head + "tenants: {t: {share: 0, parent: x}}\n"),
            "s.yaml:6:22: error: tenants.t.share: expected a ratio above 0 and up to 1e12, got '0'\n"
            "s.yaml:6:33: error: tenants.t.parent: there is no tenant 'x'\n");
}

TEST(ScenarioPolicies, OrdersWithParameters) {
  EXPECT_EQ(problems_of("{order: {expr: \"walltime * accelerators / (1 + wait)\", half_life: 1 day}}"), "");
  EXPECT_EQ(problems_of("{order: {multifactor: {age: 1000, fair_share: 2000, max_age: 3 days}}}"), "");
  EXPECT_EQ(problems_of("{order: fair-share}"), "");
  EXPECT_EQ(problems_of("{order: {fair-share: {half_life: 12 h}}}"), "");
  EXPECT_EQ(problems_of("{order: {expr: wallttime}}"),
            "s.yaml:4:30: error: policies.p.order.expr: there is no variable 'wallttime'; did you mean "
            "'walltime'?; known are accelerators, walltime, submit, priority, deadline, share, remaining, "
            "wait, now, running, "
            "used, waiting, free, online\n");
  EXPECT_EQ(problems_of("{order: {expr: \"1 +\"}}").substr(0, 49),
            "s.yaml:4:30: error: policies.p.order.expr: Unexpe");
  EXPECT_EQ(problems_of("{order: expr}"),
            "s.yaml:4:23: error: policies.p.order: expected a formula, such as {expr: \"walltime * "
            "accelerators\"}\n");
  EXPECT_EQ(problems_of("{order: {expr: wait, fair-share: {}}}"),
            "s.yaml:4:16: error: policies.p.order: expected one order, such as {expr: \"walltime * "
            "accelerators\"}\n");
  EXPECT_EQ(
      problems_of("{order: {fair-share: {half_life: 0 s}}}"),
      "s.yaml:4:48: error: policies.p.order.fair-share.half_life: expected an amount of time above 0 and up "
      "to 36500 days, got '0 s'\n");
  EXPECT_EQ(
      problems_of("{order: {multifactor: {max_age: 1 day}}}"),
      "s.yaml:4:24: error: policies.p.order.multifactor: all weights are 0: give one of age, fair_share, "
      "size and priority\n");
}

constexpr std::string_view kTwoCentres =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, cards: 8, source: s}}\n"
    "centres: {a: {pools: {p: {}}}, b: {pools: {p: {}}}, c: {pools: {p: {schedulable: false}}}}\n"
    "policies: {islands: {order: fifo, dispatch: home}, any: {order: fifo}}\n";

TEST(ScenarioHomes, EveryJobNeedsOneUnderDispatchHome) {
  EXPECT_EQ(
      test::problems_of(
          std::string{kTwoCentres} +
          "end: 1 day\n"
          "tenants: {t: {home: a}, u: {}}\n"
          "workload:\n"
          "  good: {generate: {tenant: t, arrivals: {every: 1 h}, accelerators: 1, duration: 1 h}}\n"
          "  bad: {generate: {tenant: u, arrivals: {every: 1 h}, accelerators: 1, duration: 1 h}}\n"
          "  log: {trace: {format: swf, file: x.swf, centre: b}}\n"
          "  none: {trace: {format: swf, file: x.swf}}\n"
          "  jobs: {jobs: {x: {accelerators: 1, duration: 1 h, tenant: t}, y: {accelerators: 1, "
          "duration: 1 h, centre: b}}}\n"
          "  some: {jobs: {x: {accelerators: 1, duration: 1 h, tenant: t}, y: {accelerators: 1, "
          "duration: 1 h}}}\n"),
      "s.yaml:10:3: error: workload.bad: policy 'islands' sends jobs home, but these have no tenant with a "
      "'home', and there are 2 centres to choose from\n"
      "s.yaml:12:3: error: workload.none: policy 'islands' sends jobs home, but not all of these name a "
      "centre "
      "or a tenant with a 'home', and there are 2 centres to choose from\n"
      "s.yaml:14:3: error: workload.some: policy 'islands' sends jobs home, but not all of these name a "
      "centre "
      "or a tenant with a 'home', and there are 2 centres to choose from\n");
}

TEST(ScenarioHomes, TheOnlyCentreIsEverybodysHome) {
  EXPECT_EQ(problems_with("policies: {p: {order: fifo, dispatch: home}}\n"
                          "workload: {w: {jobs: {x: {accelerators: 1, duration: 1 h}}}}\n"),
            "");
}

TEST(ScenarioHomes, TooLargeForTheHome) {
  EXPECT_EQ(test::problems_of("suanwang: 1\n"
                              "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
                              "defaults: {pools: {accelerator: card, source: s}}\n"
                              "centres: {a: {pools: {p: {cards: 8}}}, b: {pools: {p: {cards: 16}}}}\n"
                              "policies: {p: {order: fifo, dispatch: home}}\n"
                              "tenants: {t: {home: a}}\n"
                              "workload: {w: {jobs: {x: {accelerators: 9, duration: 1 h, tenant: t}}}}\n"),
            "s.yaml:7:23: warning: workload.w.jobs.x: can never fit: it needs 9 accelerators, the most in "
            "one place "
            "are 8 of 'card' in 'a'\n");
}

TEST(ScenarioHomes, Tenants) {
  EXPECT_EQ(test::problems_of(std::string{kTwoCentres} +
                              "tenants: {t: {home: c}, u: {home: d, share: 2}, v: {hme: a}}\n"),
            "s.yaml:6:35: error: tenants.u.home: there is no centre 'd'\n"
            "s.yaml:6:53: error: tenants.v: unknown key 'hme'; did you mean 'home'?\n");
  EXPECT_EQ(test::problems_of(std::string{kTwoCentres} +
                              "tenants: {t: {home: c}}\n"
                              "workload: {w: {jobs: {x: {accelerators: 1, duration: 1 h, centre: a}}}}\n"),
            "s.yaml:6:11: warning: tenants.t: no job is of this tenant\n"
            "s.yaml:6:11: warning: tenants.t: its home 'c' has no pool that takes jobs\n");
}

TEST(ScenarioHomes, WorkWithoutAPolicy) {
  EXPECT_EQ(problems_with("workload: {w: {jobs: {x: {accelerators: 1, duration: 1 h}}}}\n"),
            "s.yaml:1:1: error: missing key 'policies': nothing decides which job starts\n");
}

}  // namespace
}  // namespace suanwang
