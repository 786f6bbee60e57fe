// Targets on other figures than capacity, as `run`, `reach` and `validate` tell of them.
#include <fstream>
#include <sstream>
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

/// a: 3 kW at a PUE of 1.5, b: 6 kW that says none. As islands a's jobs wait 0, 100 and 200 s, b's none;
/// under `any` a's wait 0, 0 and 100, b's 99, as in one place.
constexpr const char* kCentres =
    "suanwang: 1\n"
    "start: 2026-01-01\n"
    "end: 2026-01-10\n"
    "replications: 2\n"
    "accelerators:\n"
    "  small: {peak: {fp16: 100 TFLOPS}, power: {busy: 300 W}, source: s}\n"
    "centres:\n"
    "  a: {region: gd.a, source: s, pue: 1.5, pools: {p: {accelerator: small, cards: 1}}}\n"
    "  b: {region: gd.b, source: s, pools: {p: {accelerator: small, cards: 1}}}\n"
    "targets:\n"
    "  gap: {name: {en: gap, zh: 差距}, region: gd, metric: pooling_gap, at_most: 25 %, source: s}\n"
    "  losers: {name: {en: losers, zh: 受损}, region: gd, metric: losers, at_most: 0, source: s}\n"
    "  pue: {name: {en: pue, zh: 能效}, region: gd, metric: pue, at_most: 1.6, source: s}\n"
    "  size: {region: gd, at_least: 100 TFLOPS, basis: fp16, source: s}\n";
constexpr const char* kJobs =
    "workload:\n"
    "  w:\n"
    "    source: s\n"
    "    jobs:\n"
    "      a1: {centre: a, accelerators: 1, duration: 100 s, submit: 0 s}\n"
    "      a2: {centre: a, accelerators: 1, duration: 100 s, submit: 0 s}\n"
    "      a3: {centre: a, accelerators: 1, duration: 100 s, submit: 0 s}\n"
    "      b1: {centre: b, accelerators: 1, duration: 100 s, submit: 1 s}\n"
    "policies: {any: {name: {en: one queue, zh: 一个队列}, order: fifo, dispatch: any}, home: {name: {en: "
    "islands, zh: "
    "孤岛}, "
    "order: fifo, dispatch: home}}\n";

class Metrics : public test::Suanwang {
 protected:
  const std::string both_ = folder().file("both.yaml", std::string{kCentres} + kJobs);
  const std::string centres_ = folder().file("centres.yaml", kCentres);
};

TEST_F(Metrics, RunJudgesThemByPolicy) {
  const Ended en = run({"run", both_, "--lang", "en"});
  EXPECT_EQ(en.code, 0);
  EXPECT_THAT(
      en.out,
      HasSubstr("  target      policy     by          median [p10, p90]      P(met) [95 %]  sourced\n"
                "  gap ≤ 25 %  one queue  2026-01-10     0 % [0 %, 0 %]  1.00 [0.34, 1.00]        —\n"
                "              islands    2026-01-10  51 % [51 %, 51 %]  0.00 [0.00, 0.66]        —\n"
                "  losers ≤ 0  one queue  2026-01-10           1 [1, 1]  0.00 [0.00, 0.66]        —\n"
                "              islands    2026-01-10           0 [0, 0]  1.00 [0.34, 1.00]        —\n"
                "  pue ≤ 1.6   —          2026-01-10  1.50 [1.50, 1.50]  1.00 [0.34, 1.00]    100 %\n"));
  EXPECT_THAT(en.out,
              HasSubstr("  > pue: 1 centre states it, weighted by power (accelerators in service x busy "
                        "power); left out, as not stated: b\n"));
  EXPECT_THAT(en.out,
              HasSubstr("  > only 2 replications, so the intervals of what a simulation tells are wide"));
  EXPECT_THAT(en.out,
              HasSubstr("  > all 4 targets to come together (fp16), P over 2 replications: 0.00 [0.00, "
                        "0.66] under each of 2 policies\n"));
  EXPECT_THAT(en.out, HasSubstr(" 2 policies × 2 replications · 4 jobs each"));
  const Ended zh = run({"run", both_, "--lang", "zh"});
  EXPECT_THAT(
      zh.out,
      HasSubstr("  目标         规则      截止日        中位 [p10, p90]    达标概率 [95 %]  有出处占比\n"
                "  差距 ≤ 25 %  一个队列  2026-01-10     0 % [0 %, 0 %]  1.00 [0.34, 1.00]           —\n"));
  EXPECT_THAT(zh.out, HasSubstr("  ▸ 能效：1 个中心给出，按功率"));
}

TEST_F(Metrics, OnePolicyIsComparedAllTheSame) {
  const Ended one = run({"run", both_, "--policy", "any", "--lang", "en"});
  EXPECT_THAT(one.out, HasSubstr("  losers ≤ 0  one queue  2026-01-10           1 [1, 1]"));
  EXPECT_THAT(one.out, HasSubstr(" 1 policy × 2 replications"));
}

TEST_F(Metrics, SummaryHasThem) {
  const json summary = json::parse(run({"run", both_, "--json"}).out);
  ASSERT_EQ(summary["metrics"].size(), 5U);
  const json& gap = summary["metrics"][1];
  EXPECT_EQ(gap["id"], "gap");
  EXPECT_EQ(gap["metric"], "pooling_gap");
  EXPECT_EQ(gap["policy"], "home");
  EXPECT_NEAR(gap["median"].get<double>(), 75 / 49.75 - 1, 1e-12);
  EXPECT_EQ(gap["probability"], 0.0);
  const json& pue = summary["metrics"][4];
  EXPECT_EQ(pue["policy"], nullptr);
  EXPECT_EQ(pue["weight"], "power");
  EXPECT_EQ(pue["not_stated_by"], json::array({"b"}));
  ASSERT_EQ(summary["together"].size(), 2U);
  EXPECT_EQ(summary["together"][0]["targets"], 4);
  EXPECT_TRUE(summary["definitions"].contains("together"));
}

TEST_F(Metrics, ReachSimulatesWhereThereAreJobs) {
  const Ended en = run({"reach", both_, "--samples", "1000", "--lang", "en"});
  EXPECT_EQ(en.code, 0);
  EXPECT_THAT(en.out, HasSubstr("2  OTHER FIGURES, AND ALL TOGETHER\n"));
  EXPECT_THAT(en.out, HasSubstr("  gap ≤ 25 %  one queue  2026-01-10     0 % [0 %, 0 %]  1.00 [0.34, 1.00]"));
  EXPECT_THAT(en.out, HasSubstr("1.00 [1.00, 1.00]"));  // PUE: 1,000 samples
  EXPECT_THAT(en.out,
              HasSubstr("  > replication r of the simulation draws what sample r does: the capacities "
                        "agree in 2 of 2\n"));
  EXPECT_THAT(en.out, HasSubstr("3  WHAT MOVES IT"));
  const json file = json::parse(run({"reach", both_, "--samples", "1000", "--json"}).out);
  EXPECT_EQ(file["coupling"], json({{"replications", 2}, {"agree", 2}}));
  EXPECT_EQ(file["metrics"].size(), 5U);
  EXPECT_EQ(file["together"].size(), 2U);
}

TEST_F(Metrics, WithoutJobsReachSaysWhatItTakes) {
  const Ended en = run({"reach", centres_, "--samples", "1000", "--lang", "en"});
  EXPECT_EQ(en.code, 0);
  EXPECT_THAT(
      en.out,
      HasSubstr("  > gap, losers: not judged. It is of a simulation, and the scenario has no jobs\n"));
  EXPECT_THAT(en.out, HasSubstr("  > all 2 targets to come together (fp16), P over 1,000 samples: 1.00"));
  EXPECT_THAT(en.out, Not(HasSubstr("replication r")));
  EXPECT_EQ(run({"reach", centres_, "--samples", "1000", "--target", "pue", "--lang", "en"}).code, 0);
  EXPECT_THAT(run({"reach", centres_, "--target", "peu"}).err, HasSubstr("did you mean 'pue'?"));
}

TEST_F(Metrics, RequireIsAGateForThemToo) {
  const Ended good = run({"reach", both_, "--samples", "1000", "--require", "0.9"});
  EXPECT_EQ(good.code, 0) << good.err;  // each target under some policy
  const Ended bad =
      run({"reach", both_, "--samples", "1000", "--require", "0.9", "--set", "targets.pue.at_most=1.4"});
  EXPECT_EQ(bad.code, 3);
  EXPECT_EQ(bad.err, "not met: pue: P = 0.0000 < 0.9\n");
  const Ended none = run({"reach", centres_, "--samples", "1000", "--require", "0.9"});
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("not met: gap: not judged\n"));
}

TEST_F(Metrics, ThreadsChangeNothing) {
  const auto told = [this](const std::string& threads) {
    json file = json::parse(run({"reach", both_, "--samples", "10000", "--threads", threads, "--json"}).out);
    file.erase("timing");
    return file.dump();
  };
  EXPECT_EQ(told("1"), told("2"));
  EXPECT_EQ(told("1"), told("8"));
}

TEST_F(Metrics, ValidateWarnsAtTheirLines) {
  const Ended ended = run({"validate", centres_, "--lang", "en"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.err,
              HasSubstr(":11:3: warning: targets.gap: is of a simulation, and the scenario has no jobs: "
                        "not judged\n"));
  EXPECT_THAT(
      ended.err,
      HasSubstr(":13:3: warning: targets.pue: not stated by 1 of 2 centres of the region, left out: b\n"));
  EXPECT_THAT(run({"validate", centres_, "--lang", "zh"}).err,
              HasSubstr("区域内有 1 个中心（共 2 个）未给出该数值"));
}

}  // namespace
}  // namespace suanwang
