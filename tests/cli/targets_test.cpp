// What people are told of targets that cannot be judged, are lost again, or are no matter of levers.
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// K is 3 EFLOPS until p retires in June 2027, and 1 from then on, unless a lever keeps p or adds r. Only a
/// states a PUE, half the time below 1.25; nobody in gd.c does.
constexpr const char* kTargets =
    "suanwang: 1\n"
    "start: 2027-01-01\n"
    "end: 2028-12-31\n"
    "as_of: 2026-12-31\n"
    "timezone: \"+00:00\"\n"
    "centres:\n"
    "  a:\n"
    "    name: {en: Alpha, zh: 甲中心}\n"
    "    region: gd.a\n"
    "    source: s\n"
    "    pue: {uniform: [1.2, 1.3]}\n"
    "    racks: {built: 100, used: {uniform: [40, 80]}}\n"
    "    facility_source: assumed\n"
    "    pools:\n"
    "      p: {schedulable: false, capacity: {fp16: 2 EFLOPS}, retires: 2027-06-30, source: s}\n"
    "      q: {schedulable: false, capacity: {fp16: 1 EFLOPS}, source: s}\n"
    "  c: {region: gd.c, source: s, pools: {p: {schedulable: false, capacity: {fp64: 1 PFLOPS}, source: "
    "s}}}\n"
    "targets:\n"
    "  cpue: {region: gd.c, by: 2027-12-31, metric: pue, at_most: 1.3, source: s}\n"
    "  k: {by: 2027-12-31, more_than: 2.5 EFLOPS, basis: fp16, source: s}\n"
    "  none: {region: gd.c, by: 2027-12-31, more_than: 1 EFLOPS, basis: fp16, source: s}\n"
    "  pue: {name: {en: efficiency, zh: 能效}, by: 2027-12-31, metric: pue, at_most: 1.25, source: s}\n";
constexpr const char* kLevers =
    "plan:\n"
    "  targets: {k: [fp16]}\n"
    "  budget: {2027: 500 M CNY}\n"
    "  power: {gd: 5 MW}\n"
    "  levers:\n"
    "    both: {set: {centres.a.green_share: 30 %}, cost: {2027: 10.01 M CNY}, requires: [keep], source: s}\n"
    "    keep: {set: {centres.a.pools.p.retires: 2028-06-30}, cost: {2027: 229.99 M CNY}, source: s}\n"
    "    pool: {set: {centres.a.pools.r: {schedulable: false, capacity: {fp16: 2 EFLOPS}, online: "
    "2027-06-01, "
    "source: s}}, cost: {2027: 400 M CNY}, power: 0.7 MW, region: gd.a, excludes: [keep], source: s}\n";

class Targets : public test::Suanwang {
 protected:
  const std::string file_ = folder().file("t.yaml", kTargets);
  const std::string plan_ = folder().file("p.yaml", std::string{kTargets} + kLevers);
};

TEST_F(Targets, WhatNobodyStatesIsUnknown) {
  const Ended en = run({"reach", file_, "--samples", "20000", "--lang", "en", "--quiet"});
  EXPECT_THAT(en.out, HasSubstr("  cpue ≤ 1.3         —       2027-12-31                  —"
                                "                  —        —\n"));
  EXPECT_THAT(en.out, HasSubstr("  > cpue: no centre of the region states it, so nothing is known of it\n"));
  // All samples that were asked for; the target that nobody knows of is not among them.
  EXPECT_THAT(en.out, HasSubstr("  > all 3 targets to come together (fp16), P over 20,000 samples: 0.00 "
                                "[0.00, 0.00]; without what is not known: cpue\n"));
  const Ended zh = run({"reach", file_, "--samples", "20000", "--lang", "zh", "--quiet"});
  EXPECT_THAT(zh.out, HasSubstr("  ▸ cpue：区域内没有中心给出该数值，达标与否不得而知\n"));
  EXPECT_THAT(zh.out, HasSubstr("20,000 个样本中的概率：0.00 [0.00, 0.00]；不含未作判定的：cpue\n"));
  const json told = json::parse(run({"reach", file_, "--samples", "1000", "--json", "--quiet"}).out);
  EXPECT_EQ(told["metrics"][0]["id"], "cpue");
  EXPECT_EQ(told["metrics"][0]["probability"], nullptr);
  EXPECT_EQ(told["metrics"][0]["interval"], nullptr);
  EXPECT_EQ(told["together"][0]["not_judged"], json::array({"cpue"}));
  EXPECT_EQ(told["together"][0]["samples"], 1000);
  const Ended gate = run({"reach", file_, "--samples", "1000", "--quiet", "--require", "0.1"});
  EXPECT_THAT(gate.err, HasSubstr("not met: cpue: not judged\n"));
}

TEST_F(Targets, WhatIsMetAndThenLostHasALine) {
  const Ended en = run({"reach", file_, "--samples", "1000", "--lang", "en", "--quiet"});
  EXPECT_THAT(en.out,
              HasSubstr("  > k (fp16): in 100 % of the samples it is met for a while and lost before its "
                        "day, as pools retire (`explain --target k` names them).\n"));
  EXPECT_THAT(en.out, Not(HasSubstr("none (fp16): in")));
  const Ended zh = run({"reach", file_, "--samples", "1000", "--lang", "zh", "--quiet"});
  EXPECT_THAT(zh.out, HasSubstr("  ▸ k（fp16）：100 % 的样本中曾一度达标，而截止日前因资源池退役又不再达标"));
  const json told = json::parse(run({"reach", file_, "--samples", "1000", "--json", "--quiet"}).out);
  EXPECT_EQ(told["targets"][0]["lost"], 1.0);
  EXPECT_EQ(told["targets"][1]["lost"], 0.0);
}

TEST_F(Targets, TheLedgerTellsOfWhatCountsNoMore) {
  const Ended en = run({"explain", file_, "--target", "k", "--lang", "en"});
  EXPECT_EQ(en.code, 0);
  EXPECT_THAT(en.out, HasSubstr("  > Alpha, p: counts no more, retired on 2027-06-30\n"));
  EXPECT_THAT(run({"explain", file_, "--target", "k", "--lang", "zh"}).out,
              HasSubstr("  ▸ 甲中心，p：已于 2027-06-30 退役，不再计入\n"));
  const json told = json::parse(run({"explain", file_, "--target", "k", "--json"}).out);
  EXPECT_EQ(told["ledgers"][0]["pools"][0]["retires"], "2027-06-30");
  EXPECT_EQ(told["ledgers"][0]["pools"][1]["retires"], nullptr);
  const Ended none = run({"explain", file_, "--target", "none", "--lang", "en"});
  EXPECT_THAT(none.out,
              HasSubstr("  > Nothing counts: no pool of the region has a capacity that fp16 counts or "
                        "converts.\n"));
  const Ended nowhere =
      run({"explain", file_, "--target", "none", "--lang", "zh", "--set", "targets.none.region=gd.x"});
  EXPECT_THAT(nowhere.out, HasSubstr("  ▸ 无可计者：区域“gd.x”内没有中心。\n"));
}

TEST_F(Targets, ExplainSaysWhereAnotherFigureComesFrom) {
  const Ended en = run({"explain", file_, "--target", "pue", "--lang", "en"});
  EXPECT_EQ(en.code, 0) << en.err;
  EXPECT_THAT(en.out, StartsWith("1  WHERE IT COMES FROM  (efficiency ≤ 1.25)\n"));
  EXPECT_THAT(en.out, HasSubstr("  Alpha                    1.25 [1.21, 1.29]  assumed\n"
                                "  c                                        —  not stated: left out\n"
                                "  PUE: power of whole centres / power of their computers"));
  EXPECT_THAT(en.out, HasSubstr("t.yaml --target pue\n"));
  EXPECT_THAT(en.out, HasSubstr("  > A ledger, pool by pool, have targets on capacity: k, none.\n"));
  const Ended racks = run({"explain", file_, "--target", "pue", "--lang", "zh", "--set",
                           "targets.pue={metric: rack_use, at_least: 60 %, source: s}"});
  EXPECT_THAT(racks.out, HasSubstr("已用 60 [44, 76]，建成 100"));
  const Ended refused = run({"explain", file_, "--target", "pue", "--json"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("error: --json: 'pue' is not about capacity, so it has no ledger; those "
                                     "that have one: k, none\n"));
}

TEST_F(Targets, APlanSaysWhichTargetsItLeavesAside) {
  const Ended en = run({"plan", plan_, "--samples", "2000", "--lang", "en", "--quiet"});
  EXPECT_EQ(en.code, 0) << en.err;
  EXPECT_THAT(en.out, HasSubstr("for k (fp16): keep; 229.99 M CNY in all.\n"));
  EXPECT_THAT(en.out, HasSubstr("  > Money: 2027: 229.99 M CNY of 500 M CNY\n"
                                "  > Power: gd: 0 of 5 MW\n"));
  EXPECT_THAT(en.out,
              HasSubstr("  > Not what the levers are chosen for, on 2,000 samples: efficiency ≤ 1.25: P = "));
  EXPECT_THAT(en.out, HasSubstr("  > Not judged here, with or without levers: cpue.\n"));
  const Ended zh = run({"plan", plan_, "--samples", "2000", "--lang", "zh", "--quiet"});
  EXPECT_THAT(zh.out, HasSubstr("共 2.2999 亿元。\n"));
  EXPECT_THAT(zh.out,
              HasSubstr("  ▸ 下列目标不参与选择措施（2,000 个样本）：能效 ≤ 1.25：采取所选一组时概率 "));
  EXPECT_THAT(zh.out, HasSubstr("  ▸ 下列目标在此未作判定，无论是否采取措施：cpue。\n"));
  EXPECT_THAT(zh.out, Not(HasSubstr("策略")));
}

TEST_F(Targets, PlanJsonHasTheRulesOfLevers) {
  const json told = json::parse(run({"plan", plan_, "--samples", "2000", "--json", "--quiet"}).out);
  EXPECT_EQ(told["other_targets"]["not_judged"], json::array({"cpue"}));
  const json& without = told["other_targets"]["without"];
  ASSERT_EQ(without.size(), 2U);
  EXPECT_NEAR(without[1]["probability"].get<double>(), 0.5, 0.05);  // 4 standard errors of 2,000 samples
  EXPECT_EQ(told["other_targets"]["with"][1]["probability"], without[1]["probability"]);
  const json& levers = told["levers"];
  EXPECT_EQ(levers[0]["requires"], json::array({"keep"}));
  EXPECT_EQ(levers[0]["beside_the_set"], json::array());
  EXPECT_EQ(levers[2]["excludes"], json::array({"keep"}));
  EXPECT_EQ(levers[2]["beside_the_set"],
            json::array({{{"kind", "exclusion"}, {"lever", "pool"}, {"other", "keep"}},
                         {{"kind", "budget"}, {"year", 2027}, {"over_cny", 129'990'000.0}}}));
}

TEST_F(Targets, FewSamplesCannotTell) {
  const std::string en = "too few samples to tell: a probability may be off by ";
  EXPECT_THAT(run({"reach", file_, "--samples", "100", "--lang", "en", "--quiet"}).out, HasSubstr(en));
  EXPECT_THAT(run({"plan", plan_, "--samples", "100", "--lang", "en", "--quiet", "--set",
                   "plan.budget={2027: 100 M CNY}", "--set",
                   "centres.a.pools.p.retires={uniform: [2027-03-01, 2028-06-30]}"})
                  .out,
              HasSubstr(en));
  EXPECT_THAT(run({"reach", file_, "--samples", "100", "--lang", "zh", "--quiet", "--target", "pue"}).out,
              HasSubstr("样本太少，难以判断：概率可能偏差 "));
  // So few that there is no interval at all.
  const Ended ten = run({"reach", file_, "--samples", "10", "--lang", "en", "--quiet"});
  EXPECT_EQ(ten.code, 0) << ten.err;
  EXPECT_THAT(ten.out, HasSubstr("it takes 1.5 EFLOPS more (too few samples for an interval)"));
  EXPECT_THAT(run({"reach", file_, "--samples", "400", "--lang", "en", "--quiet"}).out, Not(HasSubstr(en)));
}

TEST_F(Targets, QuietSpeaksOfErrorsOnly) {
  const std::string bad =
      folder().file("bad.yaml", std::string{kTargets} +
                                    "accelerators: {x: {peak: {fp16: 5 GB}}, y: {peak: {fp16: 1 TFLOPS}}}\n");
  for (const std::string command : {"run", "reach", "plan"}) {
    const Ended ended = run({command, bad, "--quiet", "--lang", "en"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("error: accelerators.x.peak.fp16"));
    EXPECT_THAT(ended.err, Not(HasSubstr("warning")));
  }
  const Ended past = run({"plan", file_, "--quiet", "--lang", "en"});
  EXPECT_EQ(past.code, 2);
  EXPECT_THAT(past.err, Not(HasSubstr("warning")));
  EXPECT_THAT(past.err, HasSubstr("\n1 error\n"));
}

TEST_F(Targets, WithoutPoliciesNothingIsSimulated) {
  EXPECT_THAT(run({"run", file_, "--lang", "zh", "--quiet"}).out, HasSubstr("场景没有规则：未作仿真"));
  EXPECT_THAT(run({"run", file_, "--lang", "en", "--quiet"}).out,
              HasSubstr("the scenario has no policies: nothing was simulated"));
}

}  // namespace
}  // namespace suanwang
