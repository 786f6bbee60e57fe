#include "suanwang/scenario/plan_spec.hpp"

#include <string>

#include <gtest/gtest.h>

#include "suanwang/scenario/levers.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::ScenarioFolder;

/// Two pools and an activity; a target to come, one that is past, and one that is not about capacity.
const std::string kWorld =
    "suanwang: 1\n"
    "start: 2026-01-01\n"
    "end: 2028-12-31\n"
    "as_of: 2026-06-30\n"
    "programme: {activities: {hall: {date: {uniform: [2027-01-01, 2028-01-01]}, source: s}}}\n"
    "centres: {a: {region: land.a, pools: {p: {schedulable: false, capacity: {fp16: 1 EFLOPS}, source: s},\n"
    "  q: {schedulable: false, capacity: {fp16: 2 EFLOPS}, online: {after: [hall]}, source: s}}, source: "
    "s}}\n"
    "assumptions: {bold: {set: {programme.activities.hall.date: 2027-01-01}}}\n"
    "targets:\n"
    "  next: {more_than: 2 EFLOPS, by: 2027-12-31, basis: [fp16], source: s}\n"
    "  past: {more_than: 1 EFLOPS, by: 2026-06-30, basis: [fp16], source: s}\n"
    "  green: {at_least: 0.5, metric: green_share, by: 2027-12-31, source: s}\n";

/// What is said of a plan whose text begins in line 13, but for what is said without it.
std::string problems(const std::string& plan) {
  std::string text = test::problems_of(kWorld + plan);
  const std::string known =
      "s.yaml:12:3: warning: targets.green: no centre of the region states what it is about\n";
  const std::size_t at = text.find(known);
  if (at != std::string::npos) text.erase(at, known.size());
  return text;
}

std::string with_levers_of(const std::string& levers, const std::string& more = "") {
  return problems("plan:\n" + more + "  levers:\n" + levers);
}
const std::string kSoon = "    soon: {set: {programme.activities.hall.date: 2027-01-01}";

TEST(PlanSpec, ReadsWhatItSays) {
  const Spec spec =
      test::spec_of(kWorld +
                    "plan:\n"
                    "  reach: 80 %\n"
                    "  targets: {next: fp16}\n"
                    "  assumptions: bold\n"
                    "  budget: {2026: 2.5 G CNY, 2027: 40 \u4ebf\u5143}\n"
                    "  power: {land: 60 MW}\n"
                    "  levers:\n"
                    "    soon:\n"
                    "      name: {en: sooner, zh: \u63d0\u524d}\n"
                    "      set: {programme.activities.hall.date: 2027-01-01}\n"
                    "      cost: {2026: 0.07 M CNY, 2027: -3 \u4e07\u5143}\n"
                    "      power: -0.07 MW\n"
                    "      region: land.a\n"
                    "      excludes: other\n"
                    "      source: \"assumed: x\"\n"
                    "    other: {set: {centres.a.pools.p.retires: 2027-01-01}}\n"
                    "    third: {set: {centres.a.pools.q.schedulable: false}, requires: [soon]}\n");
  ASSERT_TRUE(spec.plan);
  const PlanSpec& plan = *spec.plan;
  EXPECT_EQ(plan.reach, 0.8);
  ASSERT_EQ(plan.targets.size(), 1U);
  EXPECT_EQ(plan.targets[0].id, "next");
  EXPECT_EQ(plan.targets[0].bases, (std::vector<std::string>{"fp16"}));
  EXPECT_EQ(plan.assumptions, "bold");
  EXPECT_EQ(plan.budget->at(2026).wan, 250'000);
  EXPECT_EQ(plan.budget->at(2027).wan, 400'000);
  EXPECT_EQ(plan.power.at("land"), Watts{60e6});
  ASSERT_EQ(plan.levers.size(), 3U);
  EXPECT_EQ(plan.levers[0].id, "other");
  EXPECT_EQ(plan.levers[0].total().wan, 0);
  const LeverSpec& soon = plan.levers[1];
  EXPECT_EQ(soon.name.zh, "\u63d0\u524d");
  EXPECT_EQ(soon.cost.at(2026).wan, 7);  // 0.07e6 is no whole double
  EXPECT_EQ(soon.cost.at(2027).wan, -3);
  EXPECT_EQ(soon.total().wan, 4);
  EXPECT_EQ(soon.power, Watts{-70e3});
  EXPECT_EQ(soon.region, "land.a");
  EXPECT_EQ(soon.excludes, (std::vector<std::string>{"other"}));
  EXPECT_TRUE(soon.provenance.assumed());
  EXPECT_EQ(plan.levers[2].required, (std::vector<std::string>{"soon"}));
}

TEST(PlanSpec, RefusesWhatIsNotThere) {
  EXPECT_EQ(problems("plan: {targets: {nxt: fp16}}\n"),
            "s.yaml:13:18: error: plan.targets.nxt: there is no target 'nxt'; did you mean 'next'?\n");
  EXPECT_EQ(
      problems("plan: {targets: {next: fp18}}\n"),
      "s.yaml:13:18: error: plan.targets.next: 'next' is not judged under 'fp18'; did you mean 'fp16'?\n");
  EXPECT_EQ(
      problems("plan: {assumptions: bolt}\n"),
      "s.yaml:13:21: error: plan.assumptions: there is no assumption set 'bolt'; did you mean 'bold'?\n");
  EXPECT_EQ(
      with_levers_of(kSoon + ", requires: [son]}\n"),
      "s.yaml:15:74: error: plan.levers.soon.requires[0]: there is no lever 'son'; did you mean 'soon'?\n");
}

TEST(PlanSpec, RefusesTargetsThatNoLeverMoves) {
  EXPECT_EQ(
      problems("plan: {targets: {past: fp16}}\n"),
      "s.yaml:13:18: error: plan.targets.past: 'past' is past: its day is not after 'as_of', and no lever "
      "changes it\n");
  EXPECT_EQ(problems("plan: {targets: {green: fp16}}\n"),
            "s.yaml:13:18: error: plan.targets.green: 'green' is not about capacity: levers are searched for "
            "targets on capacity\n");
}

TEST(PlanSpec, RefusesFiguresOutOfRange) {
  EXPECT_EQ(problems("plan: {reach: 1}\n"),
            "s.yaml:13:15: error: plan.reach: expected a ratio above 0 and below 1, got '1'\n");
  EXPECT_EQ(problems("plan: {reach: 0}\n"),
            "s.yaml:13:15: error: plan.reach: expected a ratio above 0 and below 1, got '0'\n");
  EXPECT_EQ(problems("plan: {budget: {2026: -1 M CNY}}\n"),
            "s.yaml:13:23: error: plan.budget.2026: expected an amount of money from 0 to 10000 G CNY, got "
            "'-1 M CNY'\n");
  EXPECT_EQ(problems("plan: {budget: {2025: 1 M CNY}}\n"),
            "s.yaml:13:8: error: plan.budget: 2025 is not a year of the scenario (2026 to 2028)\n");
  EXPECT_EQ(
      with_levers_of(kSoon + ", cost: {2029: 1 M CNY}}\n"),
      "s.yaml:15:63: error: plan.levers.soon.cost: 2029 is not a year of the scenario (2026 to 2028)\n");
  EXPECT_EQ(
      with_levers_of(kSoon + ", cost: 1.5 CNY}\n"),
      "s.yaml:15:69: error: plan.levers.soon.cost: expected a whole number of 10000 CNY (\u4e07\u5143), got "
      "'1.5 CNY'\n");
  EXPECT_EQ(
      with_levers_of(kSoon + ", cost: 1 M CNY}\n", "  budget: {2026: 1 M CNY}\n"),
      "s.yaml:16:63: error: plan.levers.soon.cost: the plan has a budget by year, so say in which: {2026: "
      "100 M CNY}\n");
  EXPECT_EQ(
      with_levers_of(kSoon + ", power: 1 MW}\n", "  power: {land: 1 MW}\n"),
      "s.yaml:13:1: warning: plan.power: no lever lies in 'land'\n"
      "s.yaml:16:63: error: plan.levers.soon.power: missing key 'region': the plan has permits by region\n");
}

TEST(PlanSpec, RefusesLeversThatContradict) {
  EXPECT_EQ(with_levers_of("    soon: {set: {}}\n"),
            "s.yaml:15:12: error: plan.levers.soon.set: a lever that sets nothing\n");
  EXPECT_EQ(with_levers_of(kSoon + ", excludes: soon}\n"),
            "s.yaml:15:63: error: plan.levers.soon.excludes: a lever cannot exclude itself\n");
  EXPECT_EQ(with_levers_of(kSoon + ", requires: soon}\n"),
            "s.yaml:15:63: error: plan.levers.soon.requires: a lever cannot require itself\n");
  const std::string other = "    other: {set: {centres.a.pools.p.retires: 2027-01-01}";
  EXPECT_EQ(with_levers_of(kSoon + ", requires: other, excludes: other}\n" + other + "}\n"),
            "s.yaml:15:63: error: plan.levers.soon.requires: can never be pulled: it requires 'other', and "
            "excludes "
            "it\n");
  const std::string third = "    third: {set: {centres.a.pools.q.schedulable: false}";
  EXPECT_EQ(with_levers_of(kSoon + ", requires: other}\n" + other + ", requires: third}\n" + third +
                           ", excludes: soon}\n"),
            "s.yaml:15:63: error: plan.levers.soon.requires: can never be pulled: it requires 'third' in the "
            "end, and "
            "excludes it\n");
  EXPECT_EQ(
      with_levers_of(kSoon + ", requires: [other, third]}\n" + other + ", excludes: third}\n" + third +
                     "}\n"),
      "s.yaml:15:63: error: plan.levers.soon.requires: can never be pulled: it requires 'other' and 'third', "
      "which exclude each other\n");
  // Requirements in a cycle only mean that they go together.
  EXPECT_EQ(with_levers_of(kSoon + ", requires: other}\n" + other + ", requires: soon}\n"), "");
}

TEST(PlanSpec, RefusesLeversThatSetOneThingTwice) {
  const std::string soon = kSoon + "}\n";
  const std::string later = "    later: {set: {programme.activities.hall.date: 2027-02-01}";
  EXPECT_EQ(with_levers_of(soon + later + "}\n"),
            "s.yaml:15:18: error: plan.levers.soon.set: lever 'soon' sets 'programme.activities.hall.date', "
            "and lever "
            "'later' sets 'programme.activities.hall.date': only one of them can be done ('excludes'), or "
            "one on top "
            "of the other ('requires')\n");
  EXPECT_EQ(
      with_levers_of(soon + "    later: {set: {programme.activities.hall: {date: 2027-02-01}}}\n"),
      "s.yaml:15:18: error: plan.levers.soon.set: lever 'soon' sets 'programme.activities.hall.date', and "
      "lever "
      "'later' sets 'programme.activities.hall': only one of them can be done ('excludes'), or one on top "
      "of the other ('requires')\n");
  EXPECT_EQ(with_levers_of(soon + later + ", excludes: soon}\n"), "");
  EXPECT_EQ(with_levers_of(soon + later + ", requires: soon}\n"), "");
  // To the same value is no contradiction.
  EXPECT_EQ(
      with_levers_of(soon + "    same: {set: {programme.activities.hall: {date: 2027-01-01, source: s}}}\n"),
      "");
}

TEST(PlanSpec, TriesEachLever) {
  EXPECT_EQ(with_levers_of("    soon: {set: {programme.activities.hal.date: 2027-01-01}}\n"),
            "s.yaml:15:18: error: cannot set 'programme.activities.hal.date': there is no "
            "'programme.activities.hal'; did you mean 'hall'?\n");
  EXPECT_EQ(with_levers_of("    soon: {set: {programme.activities.hall.date: 2027-13-01}}\n").substr(0, 34),
            "s.yaml:15:50: error: programme.act");
  EXPECT_EQ(
      with_levers_of("    soon: {set: {targets.next.more_than: 1 EFLOPS}}\n"),
      "s.yaml:15:18: error: plan.levers.soon.set: cannot set 'targets.next.more_than': a lever changes what "
      "there is, not what is asked\n");
}

TEST(PlanSpec, OneLeverMayBuildOnAnother) {
  const ScenarioFolder folder;
  folder.write(
      "s.yaml",
      kWorld +
          "plan:\n"
          "  levers:\n"
          "    b-pool: {set: {centres.a.pools.r: {schedulable: false, capacity: {fp16: 1 EFLOPS}}}}\n"
          "    a-more: {set: {centres.a.pools.r.capacity.fp16: 5 EFLOPS}, requires: b-pool}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  // By id the second would come first, and find no pool.
  const auto both = with_levers(*scenario, {"base", "bold"}, {"a-more", "b-pool"}, diagnostics);
  ASSERT_TRUE(both) << diagnostics.text();
  ASSERT_EQ(both->centres[0].pools.size(), 3U);
  EXPECT_EQ(both->centres[0].pools[2].capacity.at("fp16").minimum(), 5e18);
  EXPECT_TRUE(both->programme.activities[0].date->is_constant());  // as the bold believe
  const auto none = with_levers(*scenario, {}, {}, diagnostics);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->centres[0].pools.size(), 2U);
  EXPECT_FALSE(none->programme.activities[0].date->is_constant());
}

TEST(PlanSpec, ALeverComesAfterEverySet) {
  const ScenarioFolder folder;
  folder.write("s.yaml", kWorld + "plan:\n  levers:\n" + kSoon + "}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load(
      test::setting({"programme.activities.hall.date=2028-01-01", "plan.reach=0.5"}), diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  EXPECT_EQ(scenario->variants[0].plan->reach, 0.5);
  const auto date = [&](const std::vector<std::string>& levers) {
    return with_levers(*scenario, {}, levers, diagnostics)->programme.activities[0].date->minimum();
  };
  EXPECT_EQ(date({}) - date({"soon"}), 365 * 86400.0);
}

}  // namespace
}  // namespace suanwang
