#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/report/console.hpp"

#include "support/comparisons.hpp"

namespace suanwang {
namespace {

using test::comparison_of;
using test::scenario_of;
using test::small_spec;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const ConsoleStyle kEnglish{Language::En, {}, {}};
const ConsoleStyle kChinese{Language::Zh, {}, {}};

RunFacts facts() {
  RunFacts facts;
  facts.file = "demo.yaml";
  return facts;
}

TEST(Policies, StandSideBySideWithTheBestMarked) {
  const Scenario scenario = scenario_of(small_spec());
  EXPECT_THAT(
      results_text(comparison_of(scenario), facts(), kEnglish),
      HasSubstr("2  POLICIES  (same demand, same random numbers; * best)\n"
                "  policy            mean wait  p95 wait  slowdown   util.  finished  waiting  running\n"
                "  islands + EASY      6.6 h    52.8 h       7.6    47 %       1,900       98        2\n"
                "  unified dispatch    2.2 h *  17.6 h *     3.2 *  61 % *     1,998        0        2\n"
                "  > offered load 0.82\n"));
  EXPECT_THAT(
      results_text(comparison_of(scenario), facts(), kChinese),
      HasSubstr("二、规则（同一需求、同一随机数；★ 最优）\n"
                "  规则          平均等待  p95 等待  有界减速比  利用率   完成  末尾等待  末尾运行\n"
                "  孤岛 + EASY    6.6 h    52.8 h         7.6    47 %    1,900        98         2\n"
                "  全省统一调度   2.2 h ★  17.6 h ★       3.2 ★  61 % ★  1,998         0         2\n"));
}

TEST(Policies, ShowWhatTheirJobsWaitedFor) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  const auto wait = [](std::int64_t capacity_h, std::int64_t order_h) {
    WaitReasonSums sums;
    WaitParts parts{};
    parts[static_cast<std::size_t>(WaitReason::Capacity)] = std::chrono::hours{capacity_h};
    parts[static_cast<std::size_t>(WaitReason::Order)] = std::chrono::hours{order_h};
    sums.all.add(parts);
    sums.all.add(WaitParts{});  // another, which did not wait
    return sums;
  };
  comparison.variants[0].policies[0].wait_reasons = wait(10, 6);
  comparison.variants[0].policies[1].wait_reasons = wait(4, 0);
  EXPECT_THAT(results_text(comparison, facts(), kEnglish),
              HasSubstr("  waits for         capacity  order\n"
                        "  islands + EASY       5.0 h  3.0 h\n"
                        "  unified dispatch   120 min    0 s\n"
                        "  Wait by reason, mean over the same jobs; the parts sum to the mean wait.\n"
                        "  capacity: more than is free in all partitions together\n"
                        "  order: would fit, but none may pass\n"));
  EXPECT_THAT(results_text(comparison, facts(), kChinese), HasSubstr("  等待原因       卡不够  按序等\n"));
}

TEST(Policies, ThatDispatchShowWhatTheyDeliver) {
  Spec spec = small_spec();
  const auto text_of = [](const Spec& of, const ConsoleStyle& style) {
    const Scenario scenario = scenario_of(of);
    Comparison comparison = comparison_of(scenario);
    for (PolicyOutcome& outcome : comparison.variants[0].policies)
      outcome.delivered_flops = 2.5e18 * outcome.utilisation;
    return results_text(comparison, facts(), style);
  };
  EXPECT_THAT(text_of(spec, kEnglish), Not(HasSubstr("EFLOPS  finished")));
  spec.policies[1].settings.dispatch = "national";
  EXPECT_THAT(
      text_of(spec, kEnglish),
      AllOf(HasSubstr("util.  EFLOPS  finished"), HasSubstr("47 %     1.2       1,900"),
            HasSubstr("61 % *   1.5 *     1,998"), HasSubstr("\n  EFLOPS: delivered, busy accelerators")));
  EXPECT_THAT(text_of(spec, kChinese), HasSubstr("\n  EFLOPS（交付）= "));
}

TEST(Policies, AnUnstableOneIsFlaggedAndWinsNoWait) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[1].unstable = 13;
  const std::string en = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(en, HasSubstr("  unified dispatch !      2.2 h    17.6 h       3.2   61 %"));
  EXPECT_THAT(en, HasSubstr("  > ! queue still grows, so its waits have no steady state: unified dispatch "
                            "(in 13 of 20 replications)\n"));
  EXPECT_THAT(results_text(comparison, facts(), kChinese),
              HasSubstr("  ▸ ! 队列持续增长，其等待无稳态：全省统一调度（20 次中 13 次）\n"));
}

// Of 2,000 jobs one finishes 1,998, the other 1,979 (0.95 % fewer) or 1,977 (1.05 % fewer).
TEST(Policies, WhoFinishesClearlyFewerJobsWinsNoWait) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  std::vector<PolicyOutcome>& policies = comparison.variants[0].policies;
  policies[0] = test::outcome_of(0, 60, 0.47, 19);
  EXPECT_THAT(results_text(comparison, facts(), kEnglish), HasSubstr("  islands + EASY      1.0 min *"));
  policies[0] = test::outcome_of(0, 60, 0.47, 0);
  policies[0].jobs.finished -= 21;
  policies[0].jobs.rejected = 21;
  const std::string en = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(en, HasSubstr("  islands + EASY      1.0 min  "));
  EXPECT_THAT(
      en, HasSubstr(
              "  > finishes fewer jobs than the best (99.9 % of those submitted), so its waits and slowdown "
              "win no mark: islands + EASY (98.9 %)\n"));
  EXPECT_THAT(results_text(comparison, facts(), kChinese),
              HasSubstr("  ▸ 完成比例低于最高者（99.9 %），其等待与减速比不参评：孤岛 + EASY（98.9 %）\n"));
}

TEST(Policies, GrowingInAFewReplicationsIsSaidAndNoMore) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[1].unstable = 9;
  const std::string text = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(text, HasSubstr("  unified dispatch    2.2 h *  17.6 h *"));
  EXPECT_THAT(text, HasSubstr("unified dispatch (in 9 of 20 replications)\n"));
}

TEST(Policies, WithoutFinishedJobsHaveNoWaits) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[0].summary = {};
  comparison.variants[0].policies[0].jobs.finished = 0;
  EXPECT_THAT(
      results_text(comparison, facts(), kEnglish),
      HasSubstr("  islands + EASY            —         —         —  47 %           0       98        2\n"));
}

TEST(Policies, ThatAreEquallyGoodGetNoMark) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[1] = test::outcome_of(1, 6.6 * 3600, 0.47, 98);
  EXPECT_THAT(results_text(comparison, facts(), kEnglish), Not(HasSubstr(" *\n")));
  EXPECT_THAT(results_text(comparison, facts(), kEnglish),
              HasSubstr("  unified dispatch      6.6 h      53 h       7.6   47 %     1,900"));
}

TEST(Policies, RejectedAndKilledJobsAreCountedAndExplained) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  for (PolicyOutcome& policy : comparison.variants[0].policies) {
    policy.jobs.rejected = 12;
    policy.jobs.rejected_by_reason["larger than every pool it may use"] = 12;
  }
  comparison.variants[0].policies[0].jobs.killed = 5;
  comparison.variants[0].policies[0].jobs.rejected_by_reason["the queue was full"] = 1;
  const std::string en = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(en, HasSubstr("  running  killed  rejected\n"));
  EXPECT_THAT(en, HasSubstr("        2       5        12\n"));
  EXPECT_THAT(en, HasSubstr("  > rejected, every policy: 12 × larger than every pool it may use\n"
                            "  > rejected, islands + EASY: 1 × the queue was full\n"));
  EXPECT_THAT(results_text(comparison, facts(), kChinese),
              HasSubstr("  ▸ 拒绝，各规则：12 × 比可用的任何资源池都大\n"));
}

/// Who decided about what, of policies that choose centres, where there is more than one dispatcher.
TEST(Policies, SayWhichDispatcherDecided) {
  Spec spec = small_spec();
  spec.policies[1].settings.dispatch = "national";
  const auto text_of = [](const Spec& of, const ConsoleStyle& style) {
    const Scenario scenario = scenario_of(of);
    Comparison comparison = comparison_of(scenario);
    for (PolicyOutcome& outcome : comparison.variants[0].policies)
      outcome.dispatch.dispatchers = {{1500, 30, 200, 4}, {700, 0, 0, 0}};
    return results_text(comparison, facts(), style);
  };
  EXPECT_THAT(text_of(spec, kEnglish), Not(HasSubstr("decided")));
  spec.dispatcher.name = {"nation", "国家"};
  RegionalDispatcherSpec& bay = spec.dispatcher.below.emplace_back();
  bay.id = "bay";
  bay.name = {"bay", "湾区"};
  EXPECT_THAT(
      text_of(spec, kEnglish),
      AllOf(HasSubstr("  > unified dispatch: bay decided 1,500, moved 30, passed on 200, conflicts 4; nation "
                      "decided 700\n"),
            Not(HasSubstr("islands + EASY: bay"))));
  EXPECT_THAT(
      text_of(spec, kChinese),
      HasSubstr(
          "  ▸ 全省统一调度：湾区 派定 1,500 个、改派 30 次、上交 200 个、冲突 4 次；国家 派定 700 个\n"));
}

}  // namespace
}  // namespace suanwang
