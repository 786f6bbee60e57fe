// `suanwang plan`, as a planner or a script sees it.
#include <filesystem>
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
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

/// K at the end of 2027 is 2 EFLOPS, and 1 more if `q` opens by then, which is uniform over 2027 and 2028:
/// met, above 2.5, with probability 1/2. With `sooner` it opens in 2027 for certain; `pool` adds 1 EFLOPS and
/// costs more; `huge` takes more money and power than there is.
constexpr const char* kPlan =
    "suanwang: 1\n"
    "name: {en: Two pools, zh: 两池}\n"
    "start: 2027-01-01\n"
    "end: 2028-12-31\n"
    "as_of: 2026-12-31\n"
    "timezone: \"+00:00\"\n"
    "seed: 3\n"
    "replications: 3\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "centres:\n"
    "  a:\n"
    "    name: {en: Alpha, zh: 甲中心}\n"
    "    source: s\n"
    "    pools:\n"
    "      p: {schedulable: false, capacity: {fp16: 2 EFLOPS}, source: s}\n"
    "      q: {name: {en: new hall, zh: 新机房}, schedulable: false, accelerator: card, cards: 10000, "
    "online: {uniform: "
    "[2027-01-01, 2028-12-31]}, source: s}\n"
    "targets: {y27: {name: {en: the goal, zh: 目标}, by: 2027-12-31, more_than: 2.5 EFLOPS, basis: fp16, "
    "source: s}}\n"
    "assumptions: {late: {name: {en: late, zh: 偏晚}, set: {centres.a.pools.p.capacity.fp16: 1 EFLOPS}}}\n"
    "plan:\n"
    "  reach: 0.9\n"
    "  budget: {2027: 1 G CNY}\n"
    "  power: {x: 5 MW}\n"
    "  levers:\n"
    "    sooner: {name: {en: build faster, zh: 加快建设}, set: {centres.a.pools.q.online: {uniform: "
    "[2027-01-01, "
    "2027-12-31]}}, cost: {2027: 250 M CNY}, source: s}\n"
    "    pool: {name: {en: another pool, zh: 另建一池}, set: {centres.a.pools.r: {schedulable: false, "
    "capacity: {fp16: 1 "
    "EFLOPS}, source: s}}, cost: {2027: 800 M CNY}, power: 4 MW, region: x.y, source: s}\n"
    "    huge: {name: {en: a huge pool, zh: 巨池}, set: {centres.a.pools.h: {schedulable: false, capacity: "
    "{fp16: 9 "
    "EFLOPS}, source: s}}, cost: {2027: 9 G CNY}, power: 40 MW, region: x.y}\n";

class PlanCommand : public test::Suanwang {
 protected:
  const std::string plan_ = folder().file("plan.yaml", kPlan);
};

TEST_F(PlanCommand, TellsTheAnswerFirst) {
  const Ended ended = run({"plan", plan_, "--samples", "2000", "--lang", "en"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              HasSubstr("1  WHAT IT WOULD TAKE\n"
                        "  > The cheapest set that reaches 0.9 for the goal (fp16): build faster; 250 M CNY "
                        "in all.\n"
                        "  > the goal (fp16): P = 1 (>0.999 to 1) on 8,000 fresh samples; without any "
                        "lever 0.5"));
  EXPECT_THAT(ended.out,
              HasSubstr("  > Money: 2027: 250 M CNY of 1 G CNY\n"
                        "  > Power: x: 0 of 5 MW\n"
                        "  > the goal (fp16), believed otherwise, with the same set (2,000 samples of the "
                        "search): late: P = 0.00 (without 0.00).\n"
                        "  > Assumed, cost and effect: a huge pool.\n"));
  EXPECT_THAT(ended.out, HasSubstr("8.25 G CNY over the budget of 2027; 35 MW over the permit of x"));
  EXPECT_THAT(ended.out, HasSubstr("4  A LITTLE MORE  (beside the chosen set)"));
  EXPECT_THAT(ended.out, HasSubstr("The scenario has no jobs or no policies: nothing waits."));
  EXPECT_THAT(ended.out, HasSubstr("\nnext\n"));
  EXPECT_THAT(run({"--help"}).out, HasSubstr("\n  plan  "));
}

TEST_F(PlanCommand, SpeaksChinese) {
  const Ended ended = run({"plan", plan_, "--samples", "2000", "--lang", "zh", "--quiet"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(ended.out.starts_with(
      "一、需要做什么\n"
      "  ▸ 要使目标（fp16）的达标概率达到 0.9，最省的一组措施是：加快建设；共 2.5 亿元。\n"))
      << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("  ▸ 费用：2027 年 2.5 亿元，预算 10 亿元\n"));
  EXPECT_THAT(ended.out, HasSubstr("超出 2027 年预算 82.5 亿元；超出 x 供电许可 35 MW"));
  EXPECT_THAT(ended.out, HasSubstr("场景没有作业或规则：无等待可言。"));
  EXPECT_THAT(ended.out, Not(HasSubstr("下一步")));
}

// SUANWANG_UPDATE_GOLDEN=1 writes it anew.
TEST_F(PlanCommand, TheWholeTextInBothLanguages) {
  for (const std::string language : {"en", "zh"}) {
    const Ended ended = run({"plan", plan_, "--samples", "2000", "--lang", language, "--quiet"});
    const std::string golden = source("tests/golden/plan-" + language + ".txt");
    if (std::getenv("SUANWANG_UPDATE_GOLDEN") != nullptr) std::ofstream{golden} << ended.out;
    std::ifstream in{golden};
    ASSERT_TRUE(in) << golden << " is missing: run with SUANWANG_UPDATE_GOLDEN=1 and review it";
    EXPECT_EQ(ended.out, (std::string{std::istreambuf_iterator<char>{in}, {}}));
  }
}

TEST_F(PlanCommand, AReaderWhoGoesAwayIsNoError) {
  const Ended ended =
      shell("$suanwang plan $folder/plan.yaml --samples 500 --quiet --lang en | true; exit ${PIPESTATUS[0]}");
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
}

TEST_F(PlanCommand, WhatCannotBeReachedIsAGate) {
  const Ended ended = run({"plan", plan_, "--samples", "2000", "--lang", "en", "--quiet", "--set",
                           "plan.budget={2027: 100 M CNY}"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(ended.err, "not met: no allowed set of levers reaches 0.9\n");
  EXPECT_THAT(ended.out,
              HasSubstr("  > No set of levers that budgets, permits and exclusions allow reaches 0.9.\n"
                        "  > the goal (fp16): at most 0.49"));
  EXPECT_THAT(ended.out, HasSubstr("as it stands, without any lever"));
}

TEST_F(PlanCommand, WritesPlanJson) {
  const std::filesystem::path out = folder().path() / "out";
  const Ended ended =
      run({"plan", plan_, "--samples", "2000", "--json", "--quiet", "--out", out.string(), "--threads", "1"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  const json printed = json::parse(ended.out);
  EXPECT_EQ(printed.at("chosen").at("levers"), json({"sooner"}));
  EXPECT_EQ(printed.at("chosen").at("cost_cny"), 250e6);
  EXPECT_EQ(printed.at("budget_cny").at("2027"), 1e9);
  EXPECT_EQ(printed.at("levers").size(), 3);
  const json& huge = printed.at("levers").at(0);
  EXPECT_EQ(huge.at("id"), "huge");
  EXPECT_TRUE(huge.at("assumed"));
  EXPECT_TRUE(huge.at("dropped").is_null());
  EXPECT_NEAR(huge.at("alone").at(0).at("change").get<double>(), 0.5, 4 * 0.5 / std::sqrt(2000.0));
  EXPECT_TRUE(printed.at("waits").is_null());
  // With the set the hall opens in time whatever happens: nothing else matters any more.
  for (const json& each : printed.at("marginals").at("entries")) {
    EXPECT_EQ(each.at("effects").at(0).at("change"), 0) << each;
  }
  std::ifstream file{out / "plan.json"};
  std::stringstream text;
  text << file.rdbuf();
  json written = json::parse(text.str());
  json other =
      json::parse(run({"plan", plan_, "--samples", "2000", "--json", "--quiet", "--threads", "8"}).out);
  json same = printed;
  for (json* each : {&written, &other, &same}) each->erase("timing");
  EXPECT_EQ(written, same);
  EXPECT_EQ(other, same);
}

TEST_F(PlanCommand, WaitsAreSimulated) {
  const std::string jobs = folder().file(
      "jobs.yaml", std::string{kPlan} +
                       "links: {l: {between: [b, c], bandwidth: 100 Gbps, latency: 1 ms, source: s}}\n"
                       "tenants: {t: {home: b, source: s}}\n"
                       "workload: {w: {source: s, generate: {tenant: t, arrivals: {poisson: 2 per day, "
                       "growth: {2028-01-01: 1, "
                       "2028-03-01: 0}}, accelerators: 8, duration: {exponential: {mean: 6 h}}}}}\n"
                       "policies: {home: {order: fifo, dispatch: home, name: {en: at home, zh: 本地}}}\n");
  std::ifstream in{jobs};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  text.replace(text.find("centres:\n"), 9,
               "centres:\n  b: {source: s, pools: {p: {accelerator: card, cards: 8, source: s}}}\n"
               "  c: {source: s, pools: {p: {accelerator: card, cards: 8, source: s}}}\n");
  const std::string path = folder().file("jobs.yaml", text);
  const Ended ended = run({"plan", path, "--samples", "2000", "--lang", "en", "--quiet"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              HasSubstr("5  WAITS  (simulated without and with the set, on the same random numbers)\n"));
  EXPECT_THAT(ended.out, HasSubstr("3 replications each, 6 simulations."));
  EXPECT_THAT(ended.out, HasSubstr("Without any effect on waits: l."));
  EXPECT_THAT(run({"plan", path, "--samples", "500", "--lang", "en", "--quiet", "--no-waits"}).out,
              HasSubstr("  > Not simulated.\n"));
  EXPECT_THAT(run({"plan", path, "--policy", "hom"}).err,
              HasSubstr("no such id 'hom'; did you mean 'home'?"));
}

TEST_F(PlanCommand, BadInputIsRefused) {
  EXPECT_EQ(run({"plan", plan_, "--samples", "0"}).code, 2);
  EXPECT_EQ(run({"plan", plan_, "--out", "/proc/none"}).code, 2);
  EXPECT_THAT(run({"plan", plan_, "--variant", "bas"}).err, HasSubstr("--variant: no such id 'bas'"));
  const Ended none = run({"plan", source("scenarios/reach-guangdong.yaml")});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("plan"));
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(run({"plan"}).code, 2);
}

}  // namespace
}  // namespace suanwang
