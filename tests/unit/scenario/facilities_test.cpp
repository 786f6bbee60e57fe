// What targets other than capacity are about, and those targets.
#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_of;
using test::spec_of;

const std::string kTop =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n";

TEST(ScenarioFacilities, ConstantsAndLaws) {
  const Spec spec = spec_of(kTop +
                            "defaults: {centres: {pue: 1.42}}\n"
                            "centres:\n"
                            "  a: {source: s, pue: {pert: [1.15, 1.25, 1.4]}, racks: {built: 1000, used: "
                            "{uniform: [600, 900]}}, green_share: 40 %,\n"
                            "      own_software_share: 0.3, pools: {p: {accelerator: card, cards: 8}, q: "
                            "{accelerator: card, cards: 8, own_software_share: 90 %}}}\n"
                            "  b: {source: s, pools: {p: {accelerator: card, cards: 8}}}\n");
  const FacilitySpec& a = spec.centres[0].facility;
  EXPECT_NEAR(a.pue->mean(), (1.15 + 4 * 1.25 + 1.4) / 6, 1e-12);
  EXPECT_EQ(a.racks->built.mean(), 1000);
  EXPECT_EQ(a.racks->used.mean(), 750);
  EXPECT_EQ(a.green_share->mean(), 0.4);
  EXPECT_EQ(a.own_software_share->mean(), 0.3);
  EXPECT_FALSE(spec.centres[0].pools[0].own_software_share) << "the centre's stands for it";
  EXPECT_EQ(spec.centres[0].pools[1].own_software_share->mean(), 0.9) << "its own";
  EXPECT_EQ(spec.centres[1].facility.pue->mean(), 1.42) << "from defaults";
  EXPECT_FALSE(spec.centres[1].facility.racks);
  EXPECT_FALSE(spec.centres[1].pools[0].own_software_share);
}

TEST(ScenarioFacilities, Mistakes) {
  EXPECT_EQ(
      problems_of(kTop + "centres:\n"
                         "  a: {pue: 0.9, racks: {built: 10}, green_share: 140 %, pools: {}}\n"
                         "  b: {pue: 1.2 kW, racks: {built: 10, used: {uniform: [5, 11]}}, pools: {}}\n"
                         "  c: {racks: {built: 0, used: 0}, own_software_share: {lognormal: {median: 0.3, "
                         "sigma: 1}}, pools: {}}\n"),
      "s.yaml:4:12: error: centres.a.pue: expected a number from 1 to 10, got '0.9'\n"
      "s.yaml:4:17: error: centres.a.racks: missing key 'used'\n"
      "s.yaml:4:50: error: centres.a.green_share: expected a ratio from 0 to 1, got '140 %'\n"
      "s.yaml:5:12: error: centres.b.pue: expected a number, got '1.2 kW'\n"
      "s.yaml:5:45: error: centres.b.racks.used: expected never more than 'built'\n"
      "s.yaml:6:22: error: centres.c.racks.built: expected a number above 0 and up to 10000000, got '0'\n"
      "s.yaml:6:55: error: centres.c.own_software_share: expected a law whose values are never above 1\n");
}

TEST(ScenarioFacilities, SourcesAreAskedFor) {
  EXPECT_EQ(problems_of(kTop + "centres:\n"
                               "  a: {source: \"assumed: as its neighbours\", pue: 1.3, pools: {}}\n"
                               "  b: {green_share: 40 %, pools: {}}\n"
                               "  c: {source: s, facility_source: assumed, pue: 1.4, pools: {}}\n"
                               "  d: {source: assumed, facility_source: s, pue: 1.4, pools: {}}\n"),
            "s.yaml:4:3: warning: centres.a.pue: figure is assumed (1.3)\n"
            "s.yaml:5:3: warning: centres.b.green_share: no source given\n"
            "s.yaml:6:3: warning: centres.c.pue: figure is assumed (1.4)\n");
}

TEST(ScenarioMetrics, EachWithItsBound) {
  const Spec spec =
      spec_of(kTop +
              "centres: {a: {region: gd.sz, source: s, pools: {p: {accelerator: card, cards: 8}}}}\n"
              "targets:\n"
              "  a: {metric: pue, region: gd, at_most: 1.25}\n"
              "  b: {metric: rack_use, at_least: 60 %}\n"
              "  c: {metric: green_share, more_than: 0.3}\n"
              "  d: {metric: own_software_share, less_than: 1}\n"
              "  e: {metric: wait_ratio, at_most: 2}\n"
              "  f: {metric: losers, at_most: 0}\n"
              "  g: {metric: pooling_gap, at_most: 15 %}\n"
              "  h: {basis: fp16, at_least: 1 PFLOPS}\n");
  ASSERT_EQ(spec.targets.size(), 8U);
  EXPECT_EQ(spec.targets[0].metric, TargetMetric::Pue);
  EXPECT_EQ(spec.targets[0].bound, Bound::AtMost);
  EXPECT_EQ(spec.targets[0].figure, 1.25);
  EXPECT_EQ(spec.targets[0].value_text, "1.25");
  EXPECT_TRUE(spec.targets[0].basis.empty());
  EXPECT_EQ(spec.targets[1].metric, TargetMetric::RackUse);
  EXPECT_EQ(spec.targets[1].figure, 0.6);
  EXPECT_EQ(spec.targets[2].metric, TargetMetric::GreenShare);
  EXPECT_EQ(spec.targets[3].metric, TargetMetric::OwnSoftwareShare);
  EXPECT_EQ(spec.targets[4].metric, TargetMetric::WaitRatio);
  EXPECT_EQ(spec.targets[5].metric, TargetMetric::Losers);
  EXPECT_EQ(spec.targets[6].metric, TargetMetric::PoolingGap);
  EXPECT_EQ(spec.targets[6].figure, 0.15);
  EXPECT_FALSE(spec.targets[7].metric);
}

TEST(ScenarioMetrics, Mistakes) {
  EXPECT_EQ(
      problems_of(kTop + "centres: {a: {source: s, pools: {p: {accelerator: card, cards: 8}}}}\n"
                         "targets:\n"
                         "  a: {metric: peu, at_most: 1.25}\n"
                         "  b: {metric: pue, at_most: 0.5}\n"
                         "  c: {metric: losers, at_most: 1.5, basis: fp16}\n"
                         "  d: {metric: rack_use, at_least: 40 EFLOPS}\n"
                         "  e: {metric: green_share}\n"
                         "  f: {metric: green_share, at_least: 120 %}\n"),
      "s.yaml:5:15: error: targets.a.metric: expected 'pue', 'rack_use', 'green_share', "
      "'own_software_share', "
      "'wait_ratio', 'losers' or 'pooling_gap', got 'peu'; did you mean 'pue'?\n"
      "s.yaml:6:29: error: targets.b.at_most: expected a number from 1 to 10, got '0.5'\n"
      "s.yaml:7:32: error: targets.c.at_most: expected a whole number from 0 to 1000000, got '1.5'\n"
      "s.yaml:7:37: error: targets.c.basis: a target on a 'metric' takes no 'basis', which counts capacity\n"
      "s.yaml:8:35: error: targets.d.at_least: expected a ratio, like '0.3' or '30 %', got '40 EFLOPS'\n"
      "s.yaml:9:3: error: targets.e: missing a bound: 'more_than', 'at_least', 'at_most' or 'less_than'\n"
      "s.yaml:10:38: error: targets.f.at_least: expected a ratio from 0 to 1, or from 0 to 100 %, got '120 "
      "%'\n");
}

TEST(ScenarioMetrics, SomebodyMustStateWhatTheyAreAbout) {
  const std::string text = kTop +
                           "centres:\n"
                           "  a: {region: gd.sz, source: s, pue: 1.2, pools: {p: {accelerator: card, cards: "
                           "8, own_software_share: 1}}}\n"
                           "  b: {region: gd.sg, source: s, pools: {p: {accelerator: card, cards: 8}}}\n"
                           "targets:\n";
  EXPECT_EQ(problems_of(text + "  a: {metric: pue, region: gd, at_most: 1.25}\n"
                               "  b: {metric: own_software_share, at_least: 0.3}\n"
                               "  c: {metric: wait_ratio, region: gd.sg, at_most: 2}\n"),
            "s.yaml:7:3: warning: targets.a: not stated by 1 of 2 centres of the region, left out: b\n"
            "s.yaml:8:3: warning: targets.b: not stated by 1 of 2 centres of the region, left out: b\n"
            "s.yaml:9:3: warning: targets.c: is of a simulation, and the scenario has no jobs: not judged\n");
  EXPECT_EQ(problems_of(text + "  a: {metric: pue, region: gd.sg, at_most: 1.25}\n"
                               "  b: {metric: rack_use, at_least: 0.3}\n"
                               "  c: {metric: green_share, region: hn, at_least: 0.3}\n"),
            "s.yaml:7:3: warning: targets.a: no centre of the region states what it is about\n"
            "s.yaml:8:3: warning: targets.b: no centre of the region states what it is about\n"
            "s.yaml:9:3: warning: targets.c: no centre lies in region 'hn'\n");
}

TEST(ScenarioMetrics, WhatASimulationCannotTell) {
  const std::string text = kTop +
                           "centres:\n"
                           "  a: {region: gd.sz, source: s, pools: {p: {accelerator: card, cards: 8}}}\n"
                           "  b: {region: gd, source: s, pools: {p: {accelerator: card, cards: 8}}}\n"
                           "end: 1 day\n"
                           "targets:\n"
                           "  gap: {metric: pooling_gap, at_most: 0.3}\n"
                           "  losers: {metric: losers, at_most: 0}\n"
                           "  ratio: {metric: wait_ratio, at_most: 2}\n";
  const auto jobs = [](const std::string& of) {
    return "workload: {w: {source: s, jobs: {j: {" + of + "accelerators: 1, duration: 1 h}}}}\n";
  };
  const std::string any = "policies: {any: {order: fifo, dispatch: any}}\n";
  EXPECT_EQ(problems_of(text + any + jobs("")),
            "s.yaml:9:3: warning: targets.losers: no job belongs to a centre of the region\n"
            "s.yaml:10:3: warning: targets.ratio: no job belongs to a centre of the region\n");
  EXPECT_EQ(
      problems_of(text + any + jobs("centre: a, ")),
      "s.yaml:9:3: warning: targets.losers: needs a policy with 'dispatch: home' to compare with: not "
      "judged\n"
      "s.yaml:10:3: warning: targets.ratio: jobs belong to centres of one city only: there is nothing to "
      "compare\n");
  EXPECT_EQ(
      problems_of(text + "policies: {home: {order: fifo, dispatch: home}}\n" + jobs("centre: b, ")),
      "s.yaml:9:3: warning: targets.losers: every policy sends all jobs home: there is nothing to compare\n"
      "s.yaml:10:3: warning: targets.ratio: no centre that jobs belong to says in which city it is, as "
      "'guangdong.jieyang'\n");
}

}  // namespace
}  // namespace suanwang
