// Dispatchers of regions below the one of the network.
#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;

/// Three centres, of which one never joins; `below` begins in line 8, column 3.
std::string scenario(const std::string& below, const std::string& joins = "") {
  return "suanwang: 1\n"
         "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
         "defaults: {pools: {accelerator: card, cards: 8, source: s}, centres: {" +
         (joins.empty() ? "joins: 10 h" : joins) +
         "}}\n"
         "centres: {sz: {region: gd.sz, pools: {p: {}}}, gz: {region: gd.gz, pools: {p: {}}},\n"
         "  old: {region: gd.sz, joins: never, pools: {p: {}}}, bj: {pools: {p: {}}}}\n"
         "dispatcher:\n"
         "  below:\n"
         "   " +
         below + "\n";
}
std::string problems(const std::string& below, const std::string& joins = "") {
  return test::problems_of(scenario(below, joins));
}

TEST(ScenarioDispatchers, AreRead) {
  const Spec spec =
      test::spec_of(scenario("{z: {name: {zh: 湾区}, at: gz, region: gd.gz, latency: 10 s, refresh: 1 min, "
                             "passes_on: 2 h, source: plan},\n"
                             "    b: {centres: [sz, bj, sz]}, c: {centres: old, passes_on: never}}"));
  const NetworkDispatcherSpec& above = spec.dispatcher;
  EXPECT_EQ(above.name.en, "the one above");
  EXPECT_EQ(above.name.zh, "上级");
  ASSERT_EQ(above.below.size(), 3U);
  const RegionalDispatcherSpec& b = above.below[0];
  EXPECT_EQ(b.id, "b");
  EXPECT_EQ(b.name.en, "b");
  EXPECT_EQ(b.centres, (std::vector<std::string>{"bj", "sz"}));
  EXPECT_EQ(b.latency, Duration{0});
  EXPECT_EQ(b.passes_on, Duration{0}) << "at once";
  EXPECT_FALSE(above.below[1].passes_on.has_value());
  const RegionalDispatcherSpec& z = above.below[2];
  EXPECT_EQ(z.name.zh, "湾区");
  EXPECT_EQ(z.centre, "gz");
  EXPECT_EQ(z.region, "gd.gz");
  EXPECT_EQ(z.latency, 10s);
  EXPECT_EQ(z.refresh, 1min);
  EXPECT_EQ(z.passes_on, 2h);
  EXPECT_EQ(z.provenance.source, "plan");
}

TEST(ScenarioDispatchers, SayWhatIsWrongWithThem) {
  EXPECT_EQ(
      problems(
          "{b: {region: gd.gz, centres: [sz]}, c: {}, d: {centres: [gzh], regoin: gd, passes_on: soon},\n"
          "    e: {region: gd, latency: 5, at: gzz, below: {}}}"),
      "s.yaml:8:5: error: dispatcher.below.b: expected one of 'region' and 'centres'\n"
      "s.yaml:8:40: error: dispatcher.below.c: expected one of 'region' and 'centres'\n"
      "s.yaml:8:61: error: dispatcher.below.d.centres[0]: there is no centre 'gzh'; did you mean 'gz'?\n"
      "s.yaml:8:67: error: dispatcher.below.d: unknown key 'regoin'; did you mean 'region'?\n"
      "s.yaml:8:90: error: dispatcher.below.d.passes_on: expected an amount of time with a unit, like '90 s' "
      "or "
      "'40 min', got 'soon'\n"
      "s.yaml:9:30: error: dispatcher.below.e.latency: expected an amount of time with a unit, like '90 s' "
      "or "
      "'40 min', got '5'\n"
      "s.yaml:9:37: error: dispatcher.below.e.at: there is no centre 'gzz'; did you mean 'gz'?\n"
      "s.yaml:9:42: error: dispatcher.below.e: unknown key 'below'\n");
}

TEST(ScenarioDispatchers, ShareNoCentre) {
  EXPECT_EQ(
      problems("{a: {region: gd.sz}, b: {centres: [bj]}, c: {centres: [bj, gz, sz]}, d: {region: gd.gz}}"),
      "s.yaml:8:45: error: dispatcher.below.c: centre 'bj' is served by 'b' already: a centre belongs to one "
      "dispatcher at most\n"
      "s.yaml:8:45: error: dispatcher.below.c: centre 'sz' is served by 'a' already: a centre belongs to one "
      "dispatcher at most\n"
      "s.yaml:8:73: error: dispatcher.below.d: centre 'gz' is served by 'c' already: a centre belongs to one "
      "dispatcher at most\n");
}

TEST(ScenarioDispatchers, WarnOfWhatTheyCannotServe) {
  EXPECT_EQ(problems("{a: {region: gx}}"),
            "s.yaml:8:5: warning: dispatcher.below.a: no centre lies in region 'gx'\n");
  EXPECT_EQ(problems("{a: {region: gd.sz}}"), "") << "that a region has islands is no wonder";
  EXPECT_EQ(problems("{a: {centres: [sz, old]}}"),
            "s.yaml:8:5: warning: dispatcher.below.a: centre 'old' never joins: it stays an island\n");
  EXPECT_EQ(problems("{a: {centres: old}}"),
            "s.yaml:8:5: warning: dispatcher.below.a: none of its centres ever joins: they stay islands, and "
            "it has "
            "no choice\n");
  EXPECT_EQ(problems("{a: {region: gd}}", "joins: never"),
            "s.yaml:8:5: warning: dispatcher.below.a: none of its centres ever joins: they stay islands, and "
            "it has "
            "no choice\n");
}

}  // namespace
}  // namespace suanwang
