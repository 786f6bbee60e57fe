// Levers that are probably not meant as they are written: warnings, each at its line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A pool that is there, one to come, and an activity that has not begun. Line 15 on: permits and levers.
constexpr const char* kBase =
    "suanwang: 1\n"
    "start: 2026-12-01\n"
    "end: 2027-12-31\n"
    "as_of: 2026-12-01\n"
    "timezone: \"+00:00\"\n"
    "centres:\n"
    "  a:\n"
    "    region: gd.sz\n"
    "    source: s\n"
    "    pools:\n"
    "      p: {schedulable: false, capacity: {fp16: 2 EFLOPS}, source: s}\n"
    "      q: {schedulable: false, capacity: {fp16: 1 EFLOPS}, online: {after: [hall]}, source: s}\n"
    "programme: {activities: {hall: {not_before: 2027-03-01, duration: {uniform: [2 months, 12 months]}, "
    "source: s}}}\n"
    "targets: {t: {by: 2027-12-31, more_than: 2.5 EFLOPS, basis: fp16, source: s}}\n";

class LeverWarnings : public ::testing::Test {
 protected:
  /// What is said of levers below a plan that has `head`.
  std::string warnings(const std::string& levers, const std::string& head = "") {
    folder_.write("s.yaml", std::string{kBase} + "plan:\n" + head + "  levers:\n" + levers);
    return folder_.problems();
  }
  test::ScenarioFolder folder_;
};

constexpr const char* kPermit = "  power: {gd.sz: 5 MW}\n";

TEST_F(LeverWarnings, ARegionWhereNothingIs) {
  const std::string set = "{set: {centres.a.pools.p.capacity.fp16: 3 EFLOPS}, source: s, ";
  EXPECT_EQ(
      warnings("    x: " + set + "region: gd.zs}\n"),
      "s.yaml:17:70: warning: plan.levers.x.region: no centre and no permit lies in region 'gd.zs'; did "
      "you mean 'gd.sz'?\n");
  EXPECT_EQ(warnings("    x: " + set + "region: gd.sz}\n"), "");
  EXPECT_EQ(warnings("    x: " + set + "region: gd}\n"), "");
  EXPECT_EQ(
      warnings("    x: " + set + "region: nowhere}\n"),
      "s.yaml:17:70: warning: plan.levers.x.region: no centre and no permit lies in region 'nowhere'\n");
}

TEST_F(LeverWarnings, APowerThatNoPermitCovers) {
  const std::string set = "{set: {centres.a.pools.p.capacity.fp16: 3 EFLOPS}, source: s, ";
  EXPECT_EQ(warnings("    x: " + set + "power: 2 MW, region: gd.sz}\n", kPermit), "");
  EXPECT_EQ(warnings("    x: " + set + "power: 2 MW, region: gd.sz.bay}\n", kPermit), "");
  EXPECT_THAT(
      warnings("    x: " + set + "power: 2 MW, region: gd.zs}\n", kPermit),
      HasSubstr("s.yaml:18:83: warning: plan.levers.x.region: no permit covers region 'gd.zs', so nothing "
                "limits the power that it takes there; did you mean 'gd.sz'?\n"));
  // The region is there, but the permit is for a part of it.
  EXPECT_THAT(warnings("    x: " + set + "power: 2 MW, region: gd}\n", kPermit),
              HasSubstr("no permit covers region 'gd', so nothing limits the power that it takes there\n"));
  EXPECT_THAT(warnings("    x: " + set + "region: gd}\n", kPermit), Not(HasSubstr("plan.levers.x.region")));
}

TEST_F(LeverWarnings, ACentreThatTheLeverBuildsIsThere) {
  EXPECT_EQ(
      warnings("    x: {set: {centres.b: {region: gd.zh, source: s, pools: {r: {schedulable: false, "
               "capacity: {fp16: 1 EFLOPS}, online: 2027-06-01, source: s}}}}, region: gd.zh, source: s}\n"),
      "");
}

TEST_F(LeverWarnings, WhatIsPastCannotBeMoved) {
  const auto warned = [this](const std::string& set) {
    return warnings("    x: {set: {" + set + "}, source: s}\n");
  };
  const std::string past = ": no lever changes the past, and the plan counts it all the same\n";
  const std::string at = "s.yaml:17:15: warning: plan.levers.x.set: ";
  EXPECT_EQ(warned("programme.activities.hall.not_before: 2026-05-01"),
            at + "sets 'programme.activities.hall.not_before' to before 'as_of'" + past);
  EXPECT_EQ(warned("programme.activities.hall: {done: 2026-11-01, source: s}"),
            at + "sets 'programme.activities.hall.done' to before 'as_of'" + past);
  EXPECT_EQ(warned("programme.activities.hall: {begun: 2026-11-20, duration: 12 months, source: s}"),
            at + "sets 'programme.activities.hall.begun' to before 'as_of'" + past);
  EXPECT_EQ(warned("centres.a.pools.q.online: 2026-06-30"),
            at + "sets 'centres.a.pools.q.online' to before 'as_of'" + past);
  EXPECT_EQ(warned("centres.a.pools.q.online: {uniform: [2026-01-01, 2026-06-30]}"),
            at + "sets 'centres.a.pools.q.online' to before 'as_of'" + past);
  EXPECT_EQ(warned("centres.a.pools.p.retires: 2026-06-30"),
            at + "sets 'centres.a.pools.p.retires' to before 'as_of'" + past);
  EXPECT_THAT(warned("centres.a.pools.r: {schedulable: false, capacity: {fp16: 1 EFLOPS}, source: s}"),
              HasSubstr("gives 'centres.a.pools.r' no date: it is in service from the beginning"));
  // What is to come may be moved to any day from then on, and a law may begin before.
  EXPECT_EQ(warned("programme.activities.hall.not_before: 2026-12-01"), "");
  EXPECT_EQ(warned("centres.a.pools.q.online: {uniform: [2026-06-30, 2027-06-30]}"), "");
  EXPECT_EQ(warned("centres.a.pools.p.retires: 2027-06-30"), "");
  EXPECT_EQ(warned("centres.a.pools.p.capacity.fp16: 3 EFLOPS"), "");
}

// The setting is the other lever's: it is told once.
TEST_F(LeverWarnings, WhatALeverRequiresIsToldThere) {
  EXPECT_EQ(warnings("    x: {set: {programme.activities.hall.not_before: 2026-05-01}, source: s}\n"
                     "    y: {set: {centres.a.pools.p.capacity.fp16: 3 EFLOPS}, requires: [x], source: s}\n"),
            "s.yaml:17:15: warning: plan.levers.x.set: sets 'programme.activities.hall.not_before' to before "
            "'as_of': no lever changes the past, and the plan counts it all the same\n");
}

TEST_F(LeverWarnings, ContradictionsAreToldBesideWhatCannotBeRead) {
  const std::string text = warnings(
      "    x: {set: {programme.activities.hall.duration: 1 month}, source: s}\n"
      "    y: {set: {programme.activities.hall.duration: 3 weeks}, cost: 5 M USD, source: s}\n");
  EXPECT_THAT(text, HasSubstr("s.yaml:18:67: error: plan.levers.y.cost"));
  EXPECT_THAT(text, HasSubstr("lever 'y' sets 'programme.activities.hall.duration', and lever 'x' sets"));
}

TEST_F(LeverWarnings, TargetsOutsideOfTheScenario) {
  folder_.write(
      "s.yaml",
      std::string{kBase} + "variants: {base: {set: {targets.t.by: 2028-06-30, targets.t.region: gd.zs}}}\n");
  EXPECT_EQ(folder_.problems(),
            "s.yaml:14:11: warning: targets.t: its date lies after the end, 2027-12-31\n"
            "s.yaml:14:11: warning: targets.t: no centre lies in region 'gd.zs'; did you mean 'gd.sz'?\n");
}

}  // namespace
}  // namespace suanwang
