// What of a spec's supply is drawn, and pools that come into service in steps.
#include "../sim/scenario/supply.hpp"

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using std::chrono::hours;

Time at(int hour) {
  return kStart + hours{hour};
}

/// Steps of 100 accelerators of 2 TFLOPS by shares: whole ones, rounded down over all steps so far.
TEST(PoolSteps, RoundDownOverAllStepsSoFar) {
  DrawnPool whole;
  whole.centre = 3;
  whole.pool = 1;
  whole.count = 100;
  whole.total["fp16"] = Flops{200e12};
  whole.retires = at(50);
  // Of 100: 33.5 → 33, 67.0 → 67 in all, 67.4 → none more, 100.
  const auto parts =
      in_steps(whole, {{at(1), {}, 0.335}, {at(2), {}, 0.67}, {at(3), {}, 0.674}, {at(4), {}, 1}});
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].count, 33);
  EXPECT_EQ(parts[0].online, at(1));
  EXPECT_DOUBLE_EQ(parts[0].total.at("fp16").base(), 66e12);
  EXPECT_EQ(parts[1].count, 34);
  EXPECT_EQ(parts[1].online, at(2));
  EXPECT_EQ(parts[2].count, 33);
  EXPECT_EQ(parts[2].online, at(4));
  for (const DrawnPool& part : parts) {
    EXPECT_EQ(part.centre, 3U);
    EXPECT_EQ(part.pool, 1U);
    EXPECT_EQ(part.retires, at(50));
  }
}

TEST(PoolSteps, OneStepIsTheWholeAndNoneIsNothing) {
  DrawnPool whole;
  whole.count = 7;
  whole.total["fp16"] = Flops{0.1};
  const auto parts = in_steps(whole, {{at(5), CivilTime{}, 1}});
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].count, 7);
  EXPECT_EQ(parts[0].total.at("fp16").base(), 0.1) << "to the last digit";
  EXPECT_EQ(parts[0].date, CivilTime{});
  EXPECT_TRUE(in_steps(whole, {}).empty());
}

/// A share of 4096 / 6144 of 6144 accelerators is 4096 of them, although the quotient is not exact.
TEST(PoolSteps, SharesOfWholeNumbersAreWhole) {
  DrawnPool whole;
  for (whole.count = 1; whole.count < 300; ++whole.count) {
    for (std::int64_t part = 1; part <= whole.count; ++part) {
      const double share = static_cast<double>(part) / static_cast<double>(whole.count);
      ASSERT_EQ(in_steps(whole, {{at(1), {}, share}}).at(0).count, part) << whole.count;
    }
  }
}

/// A stock that is given by its capacity has no accelerators: it comes by shares.
TEST(PoolSteps, StocksComeByShares) {
  DrawnPool whole;
  whole.total["fp32"] = Flops{8e18};
  const auto parts = in_steps(whole, {{at(1), {}, 0.25}, {at(2), {}, 0.25}, {at(3), {}, 1}});
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].total.at("fp32").base(), 2e18);
  EXPECT_EQ(parts[1].total.at("fp32").base(), 6e18);
}

TEST(DrawSupply, RetirementsAreDates) {
  const Spec spec = test::spec_of(
      "suanwang: 1\n"
      "start: 2024-01-01\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "centres: {a: {source: s, pools: {p: {accelerator: card, cards: 8, retires: 2024-01-03}, q: "
      "{accelerator: "
      "card, cards: 8, retires: {uniform: [1 h, 3 h]}}, r: {accelerator: card, cards: 8}}}}\n");
  Inputs inputs;
  inputs.origin = spec.start;
  const DrawnSupply supply = draw_supply(spec, inputs, 0);
  ASSERT_EQ(supply.pools.size(), 3U);
  EXPECT_EQ(supply.pools[0].retires, at(48));
  EXPECT_GT(supply.pools[1].retires, at(1));
  EXPECT_LT(supply.pools[1].retires, at(3));
  EXPECT_EQ(supply.pools[2].retires, kNever);
}

/// What `run` leaves aside stands at its line, as a warning.
TEST(CheckRun, SaysWhatItDoesNotDo) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml",
               "suanwang: 1\n"
               "start: 2024-01-01\n"
               "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
               "programme: {activities: {hall: {date: 2027-01-01, source: s}}}\n"
               "centres:\n"
               "  a:\n"
               "    source: s\n"
               "    pue: 1.3\n"
               "    pools:\n"
               "      next: {accelerator: card, cards: 8, online: {after: hall}}\n"
               "      old: {accelerator: card, cards: 8, retires: 2028-01-01}\n"
               "      new: {accelerator: card, cards: 8, online: 2027-01-01, replaces: older}\n"
               "      older: {accelerator: card, cards: 8}\n"
               "targets:\n"
               "  t: {metric: pue, at_most: 1.25}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario);
  EXPECT_EQ(diagnostics.text(), "");
  check_run(scenario->variants.front(), diagnostics);
  EXPECT_EQ(folder.without_folder(diagnostics.text()),
            "s.yaml:11:7: warning: centres.a.pools.old.retires: a simulation keeps it in service\n"
            "s.yaml:12:7: warning: centres.a.pools.new.replaces: a simulation keeps 'older' in service\n");
}

/// A pool that waits for a hall and for two lots of cards: a run draws it as sample `replication` of the
/// programme, in two steps.
TEST(DrawSupply, PoolsThatWaitForAProgramme) {
  const Spec spec = test::spec_of(
      "suanwang: 1\n"
      "start: 2024-01-01\n"
      "seed: 5\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "programme:\n"
      "  activities: {hall: {date: 2024-02-01, source: s}}\n"
      "  supplies:\n"
      "    chips: {unit: cards, source: s, lots: {l1: {quantity: 6, date: 2024-01-11}, l2: {quantity: 6, "
      "date: "
      "{uniform: [2024-03-01, 2024-04-01]}}}}\n"
      "centres: {a: {pools: {p: {accelerator: card, cards: 8, online: {after: hall, needs: {chips: 8}}}}, "
      "source: "
      "s}}\n");
  Diagnostics diagnostics;
  const auto inputs = prepare(spec, diagnostics);
  ASSERT_TRUE(inputs);
  for (const std::uint32_t replication : {0, 1, 7}) {
    const DrawnSupply supply = draw_supply(spec, *inputs, replication);
    ASSERT_EQ(supply.pools.size(), 2);
    EXPECT_EQ(supply.pools[0].count, 6);
    EXPECT_EQ(supply.pools[0].online, kStart + std::chrono::days{31});  // the hall, on 1 February
    EXPECT_EQ(supply.pools[1].count, 2);
    const double u =
        RandomStream{5, replication, Purpose::Activity, hash_of("programme.supplies.chips.lots.l2")}.uniform(
            0);
    const double days = in_seconds(supply.pools[1].online - kStart) / 86400;
    EXPECT_NEAR(days, 60 + 31 * u, 1e-5);  // 1 March is day 60 of a leap year
  }
}

}  // namespace
}  // namespace suanwang
