// What a little more is worth, against closed forms.
#include "suanwang/study/marginals.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using Kind = Marginal::Kind;

constexpr double kDay = 86400;
constexpr double kMonthDays = 365.25 / 12;

/// One centre; a card is 100 TFLOPS, so that 1,000 of them are 0.1 EFLOPS.
std::string scenario_with(const std::string& pools, const std::string& target, const std::string& more = "",
                          const std::string& bound = "more_than") {
  return "suanwang: 1\nstart: 2026-01-01\nend: 2028-12-31\nas_of: 2025-12-31\nseed: 11\n"
         "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n" +
         more + "centres: {a: {pools: {" + pools + "}, source: s}}\n" + "targets: {t: {by: 2026-12-31, " +
         bound + ": " + target + ", basis: fp16, source: s}}\n";
}

Marginals of(const std::string& text, const MarginalOptions& options = {.samples = 100'000}) {
  const Spec spec = test::spec_of(text);
  return marginals(spec, options);
}

const Marginal& entry(const Marginals& marginals, Kind kind, const std::string& path = "") {
  const auto found = std::ranges::find_if(marginals.entries, [&](const Marginal& each) {
    return each.kind == kind && (path.empty() || each.path == path);
  });
  EXPECT_NE(found, marginals.entries.end()) << path;
  return found == marginals.entries.end() ? marginals.entries.front() : *found;
}

/// Four standard errors of a share of which `p` are true.
double four_errors(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

void expect_probability(const Marginal::Effect& effect, double change, double n) {
  EXPECT_FALSE(effect.none);
  EXPECT_NEAR(effect.probability, change, four_errors(std::abs(change), n) + 1e-12);
  EXPECT_LT(effect.interval.low, change);
  EXPECT_GT(effect.interval.high, change);
}

// K = A + B cards' worth; A is uniform over [1, 2] EFLOPS, the pool of cards is there on the last day: 0.1
// EFLOPS more tip over the tenth of the samples in which K lay less than that below the limit. The 10 %
// quantile moves by just as much.
TEST(Marginals, CardsAgainstAUniformCapacity) {
  const Marginals found =
      of(scenario_with("u: {schedulable: false, capacity: {fp16: {uniform: [1 EFLOPS, 2 EFLOPS]}}}, "
                       "c: {accelerator: card, cards: 10000, online: 2026-12-30, source: s}",
                       "2.6 EFLOPS"));
  ASSERT_EQ(found.questions.size(), 1);
  EXPECT_NEAR(found.questions.front().probability, 0.4, four_errors(0.4, 1e5));
  const Marginal& cards = entry(found, Kind::PoolCards, "centres.a.pools.c");
  expect_probability(cards.effects.front(), 0.1, 1e5);
  EXPECT_NEAR(cards.effects.front().tail, 0.1e18, 1e3);
  EXPECT_FALSE(cards.assumed);
  // A month sooner makes no difference to what is there in time anyway.
  EXPECT_TRUE(entry(found, Kind::Sooner, "centres.a.pools.c.online").effects.front().none);
  EXPECT_EQ(found.entries.front().kind, Kind::PoolCards);  // the largest first
  EXPECT_TRUE(found.entries.back().is_nothing());
  EXPECT_TRUE(found.without_model.empty());  // `u` has been there from the beginning
}

// What is worth most where less is wanted still makes it less probable.
TEST(Marginals, CardsWhereLessIsWanted) {
  const Marginals found =
      of(scenario_with("u: {schedulable: false, capacity: {fp16: {uniform: [1 EFLOPS, 2 EFLOPS]}}}, "
                       "c: {accelerator: card, cards: 10000, online: 2026-12-30, source: s}",
                       "2.6 EFLOPS", "", "at_most"));
  expect_probability(entry(found, Kind::PoolCards).effects.front(), -0.1, 1e5);
}

// Three dates, each uniform over the 730 days from 2026-07-02 on; the target needs all three within the first
// half of the year, 183 of the days. One of them a month sooner has 183 + 30.4375 days.
TEST(Marginals, TheLastOfThreeUniformsAMonthSooner) {
  const std::string date = "{uniform: [2026-07-02, 2028-07-01]}";
  std::string pools;
  for (const char* id : {"p", "q", "r"}) {
    pools += std::string{id} + ": {schedulable: false, capacity: {fp16: 1 EFLOPS}, online: " + date + "}, ";
  }
  const Marginals found = of(scenario_with(pools, "2.5 EFLOPS"));
  const double u = 183.0 / 730;
  const double v = (183 + kMonthDays) / 730;
  for (const char* id : {"p", "q", "r"}) {
    const Marginal& each = entry(found, Kind::Sooner, "centres.a.pools." + std::string{id} + ".online");
    expect_probability(each.effects.front(), u * u * (v - u), 1e5);
  }
  EXPECT_EQ(found.without_model.size(), 3);
}

// An activity ends no sooner than it starts, and what comes after it follows: the chain of 10 days and of one
// uniform over [0, 400] days from 2026-01-01 on ends in 2026, 365 days, if the second takes 355. Without the
// first 10 days it may take 365; a month off the second, 355 + 30.4375.
TEST(Marginals, AChainIsShortenedLinkByLink) {
  const Marginals found = of(scenario_with(
      "p: {schedulable: false, capacity: {fp16: 1 EFLOPS}, online: {after: [second]}}", "0.5 EFLOPS",
      "programme: {activities: {first: {not_before: 2026-01-01, duration: 10 days, source: s}, second: "
      "{after: [first], duration: {uniform: [0 days, 400 days]}, source: s}}}\n"));
  expect_probability(entry(found, Kind::Sooner, "programme.activities.first").effects.front(), 10.0 / 400,
                     1e5);
  expect_probability(entry(found, Kind::Sooner, "programme.activities.second").effects.front(),
                     kMonthDays / 400, 1e5);
}

// Nothing ends before the day of the facts: three weeks into a month, a delivery that is due tomorrow cannot
// come a month sooner.
TEST(Marginals, NothingEndsBeforeTheDayOfTheFacts) {
  const std::string text = scenario_with(
      "p: {schedulable: false, capacity: {fp16: 1 EFLOPS}, online: {uniform: [2026-12-25, 2027-01-04]}}",
      "0.5 EFLOPS");
  const Marginals found = of(text);
  // 7 of the 10 days lie in 2026; a month sooner all do.
  expect_probability(entry(found, Kind::Sooner).effects.front(), 0.3, 1e5);
  const Spec late = test::spec_of(text, test::setting({"as_of=2026-12-31"}));
  const Marginals none = marginals(late, {.samples = 1000});
  EXPECT_EQ(none.questions.front().probability, 0);
  EXPECT_EQ(entry(none, Kind::Sooner).effects.front().probability, 0);
}

// A pool of 4 EFLOPS needs 40 MW and gets what a single lot brings, uniform over [10, 40] MW. With 10 MW more
// the share grows by a quarter, 1 EFLOPS, up to the whole; above 2.5 EFLOPS it takes 25 MW, so 15.
TEST(Marginals, PowerIsWhatIsShort) {
  const std::string programme =
      "programme: {supplies: {grid: {unit: MW, source: s, lots: {late: {quantity: 1 MW, date: 2028-01-01}, "
      "first: {quantity: {uniform: [10 MW, 40 MW]}, date: 2026-06-01}}}, "
      "chips: {unit: cards, source: s, lots: {only: {quantity: 50000, date: 2026-06-01}}}}}\n";
  const Marginals found =
      of(scenario_with("p: {accelerator: card, cards: 40000, source: s, online: {needs: {grid: 40 MW, chips: "
                       "40000}}}",
                       "2.5 EFLOPS", programme));
  const Marginal& power = entry(found, Kind::LotPower);
  EXPECT_EQ(power.path, "programme.supplies.grid.lots.first.quantity");  // not the one that comes late
  expect_probability(power.effects.front(), 1.0 / 3, 1e5);
  EXPECT_NEAR(power.effects.front().tail, 1e18, 1e-9 * 1e18);
  // There are more chips than it needs, whoever brings more of them.
  EXPECT_TRUE(entry(found, Kind::LotCards).is_nothing());
  // 1,000 of its own kind bring their power: 0.1 EFLOPS × the share. (4 + 0.1) × s > 2.5 from 24.39 MW on.
  expect_probability(entry(found, Kind::PoolCards).effects.front(), (25 - 40 * 2.5 / 4.1) / 30, 1e5);
}

TEST(Marginals, FactsAndRetirementsAreNotHastened) {
  const Marginals found =
      of(scenario_with("old: {accelerator: card, cards: 1000, online: 2020-01-01, retires: {uniform: "
                       "[2026-06-01, 2027-06-01]}, "
                       "source: s}, new: {accelerator: card, cards: 1000, online: {uniform: [2026-06-01, "
                       "2027-06-01]}, source: s}",
                       "0.05 EFLOPS"));
  for (const Marginal& each : found.entries) EXPECT_EQ(each.path.find("pools.old"), std::string::npos);
  EXPECT_EQ(found.entries.size(), 2);
}

TEST(Marginals, SameForAnyThreadsAndBlocks) {
  const std::string text = scenario_with(
      "u: {schedulable: false, capacity: {fp16: {uniform: [1 EFLOPS, 2 EFLOPS]}}}, "
      "c: {accelerator: card, cards: 10000, online: {pert: [2026-06-01, 2026-12-01, 2027-12-31]}, "
      "source: s}",
      "2.6 EFLOPS");
  const Marginals one = of(text, {.samples = 20'000, .parallelism = {1}});
  for (const std::size_t block : {1000, 4096}) {
    const Marginals other = of(text, {.samples = 20'000, .block = block, .parallelism = {8}});
    ASSERT_EQ(other.entries.size(), one.entries.size());
    for (std::size_t i = 0; i < one.entries.size(); ++i) {
      const Marginal::Effect& effect = other.entries[i].effects.front();
      const Marginal::Effect& expected = one.entries[i].effects.front();
      EXPECT_EQ(other.entries[i].path, one.entries[i].path);
      EXPECT_EQ(effect.probability, expected.probability);
      EXPECT_EQ(effect.tail, expected.tail);
      EXPECT_EQ(effect.interval.low, expected.interval.low);
      EXPECT_EQ(effect.tail_interval.high, expected.tail_interval.high);
    }
  }
}

// Over 1,000 repetitions of 2,000 samples, of which 20 on average tip over, the 95 % interval holds the truth
// in 93.5 to 96.5 % of them.
TEST(Marginals, CoverageOfTheInterval) {
  Spec spec = test::spec_of(scenario_with(
      "u: {schedulable: false, capacity: {fp16: {uniform: [1 EFLOPS, 2 EFLOPS]}}}, "
      "c: {accelerator: card, cards: 10000, online: {uniform: [2026-12-25, 2027-03-05]}, source: s}",
      "2.6 EFLOPS"));
  std::size_t holds = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    spec.seed = seed;
    const Marginals found = marginals(spec, {.samples = 2000, .parallelism = {1}});
    const Range95 interval = entry(found, Kind::PoolCards).effects.front().interval;
    holds += interval.low <= 0.01 && 0.01 <= interval.high ? 1 : 0;
  }
  EXPECT_GE(holds, 935);
  EXPECT_LE(holds, 965);
}

}  // namespace
}  // namespace suanwang
