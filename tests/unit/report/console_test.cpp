#include "suanwang/report/console.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/base/version.hpp"

#include "support/comparisons.hpp"

namespace suanwang {
namespace {

using test::comparison_of;
using test::scenario_of;
using test::small_spec;
using ::testing::HasSubstr;
using ::testing::Not;

const ConsoleStyle kEnglish{Language::En, {}, {}};
const ConsoleStyle kChinese{Language::Zh, {}, {}};

RunFacts facts() {
  RunFacts facts;
  facts.file = "demo.yaml";
  facts.elapsed_s = 2.5;
  facts.threads = 2;
  return facts;
}

TEST(Opening, NamesProgramScenarioDateAndCounts) {
  const Scenario scenario = scenario_of(small_spec());
  const std::string program = "suanwang " + std::string{kVersion} + " (" + std::string{kCommit} + ")";
  EXPECT_EQ(opening_text(scenario, {}, facts(), kEnglish),
            program +
                " · A small network · demo.yaml · as of 2026-11-21\n"
                "✓ scenario: 2 centres, 0 links, 2 policies, 2 bases, 0 errors, 0 warnings\n");
  EXPECT_EQ(opening_text(scenario, {}, facts(), kChinese),
            program +
                " · 小网 · demo.yaml · 基准日 2026-11-21\n"
                "✓ 场景：2 中心 0 链路 2 规则 2 口径，0 错误 0 提醒\n");
}

TEST(Opening, ShowsTenWarningsAndWhereTheOthersAre) {
  const Scenario scenario = scenario_of(small_spec());
  Diagnostics diagnostics;
  for (int line = 1; line <= 12; ++line)
    diagnostics.warning({"demo.yaml", line, 3}, "centres.a", "capacity assumed");
  RunFacts here = facts();
  here.file = "my demo.yaml";
  const std::string en = opening_text(scenario, diagnostics, here, kEnglish);
  EXPECT_THAT(en, HasSubstr("\n  demo.yaml:10:3: warning: centres.a: capacity assumed\n"
                            "  and 2 more: suanwang validate 'my demo.yaml'\n"));
  EXPECT_THAT(en, Not(HasSubstr("demo.yaml:11:3")));
  const std::string zh = opening_text(scenario, diagnostics, here, kChinese);
  EXPECT_THAT(zh, HasSubstr("  demo.yaml:1:3: 提醒: centres.a: capacity assumed\n"));
  EXPECT_THAT(zh, HasSubstr("  另有 2 条：suanwang validate 'my demo.yaml'\n"));
}

TEST(Opening, TranslatesTheWarningsThatScenariosOftenMeet) {
  const auto zh = [](const std::string& message) {
    return diagnostic_text({Severity::Warning, {"a warning: b.yaml", 3, 5}, "centres.lab", message},
                           Language::Zh);
  };
  const std::string at = "a warning: b.yaml:3:5: 提醒: centres.lab: ";
  EXPECT_EQ(zh("no source given"), at + "未给出处");
  EXPECT_EQ(zh("capacity is assumed (128 nodes of 8)"), at + "容量为假设（128 节点，各 8 卡）");
  EXPECT_EQ(zh("capacity is assumed (fp16 uniform 0.4 EFLOPS to 1.9 EFLOPS)"),
            at + "容量为假设（fp16 0.4 EFLOPS 至 1.9 EFLOPS 均匀分布）");
  EXPECT_EQ(zh("conversion is assumed (fp16 uniform 0.125 to 0.5, fp64 uniform 1 to 2)"),
            at + "折算系数为假设（fp16 0.125 至 0.5 均匀分布，fp64 1 至 2 均匀分布）");
  EXPECT_EQ(
      zh("class 'big': about 5 % of the jobs can never fit: the most accelerators in one place are 8 of 'x' "
         "in 'lab'"),
      at + "作业类 'big'：约 5 % 的作业永远放不下：一处最多 8 卡（'x'，位于 'lab'）");
  EXPECT_EQ(zh("something new, and rare"), at + "something new, and rare");
  EXPECT_EQ(diagnostic_text({Severity::Error, {}, "--policy", "no such id 'x'"}, Language::Zh),
            "错误: --policy: no such id 'x'");
}

TEST(Opening, LetsNoEscapeSequenceThrough) {
  Spec spec = small_spec();
  spec.name = {"evil\x1b[2J\nname", ""};
  EXPECT_THAT(opening_text(scenario_of(spec), {}, facts(), kEnglish), HasSubstr("evil [2J name"));
}

TEST(Variants, EachHasItsTableAndEqualTargetsAreShownOnce) {
  Spec base = small_spec();
  base.variants_declared = true;
  Spec other = base;
  other.variant = {"late", {"a year later", "晚一年"}, {}, {}};
  const Scenario scenario{{base, other}, "0"};
  Comparison comparison = comparison_of(scenario);
  comparison.variants.push_back(std::move(comparison_of(scenario).variants[0]));
  comparison.variants[1].variant = 1;
  const std::string same = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(same, HasSubstr("  > The same in every variant.\n"));
  EXPECT_THAT(same, HasSubstr("  variant late: a year later · offered load 0.82\n  islands + EASY "));
  EXPECT_THAT(same, HasSubstr("2 variants × 2 policies × 20 replications"));
  EXPECT_THAT(same, HasSubstr("suanwang run demo.yaml --variant late "));

  comparison.variants[1].targets[0].probability = 0.5;
  const std::string differ = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(differ, Not(HasSubstr("The same in every variant")));
  EXPECT_THAT(differ, HasSubstr("  variant late: a year later\n  2025 > 40 EFLOPS "));
  EXPECT_THAT(differ, HasSubstr("  > late: The basis decides first (0.12 or 0.50)\n"));
}

TEST(Variants, ShareTheUnitsOfTheirColumns) {
  Spec base = small_spec();
  base.variants_declared = true;
  Spec other = base;
  other.variant = {"late", {"late", "late"}, {}, {}};
  const Scenario scenario{{base, other}, "0"};
  Comparison comparison = comparison_of(scenario);
  comparison.variants.push_back(std::move(comparison_of(scenario).variants[0]));
  comparison.variants[1].variant = 1;
  comparison.variants[1].policies[0] = test::outcome_of(0, 60, 0.5);  // a minute beside hours
  const std::string text = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(text, HasSubstr("  islands + EASY    396.0 min  "));
  EXPECT_THAT(text, HasSubstr("  variant late · offered load 0.82\n  islands + EASY      1.0 min *"));
}

TEST(Results, EndWithWhatToTryAndTheFingerprint) {
  const Scenario scenario = scenario_of(small_spec());
  const std::string kept_nothing = results_text(comparison_of(scenario), facts(), kEnglish);
  EXPECT_THAT(kept_nothing, HasSubstr("\ncheck      suanwang validate demo.yaml   # "));
  EXPECT_THAT(kept_nothing, HasSubstr("\nkeep       suanwang run demo.yaml --out out   # "));
  EXPECT_THAT(kept_nothing, HasSubstr("\nfingerprint " + fingerprint_of(comparison_of(scenario)) + " · "));
  RunFacts kept = facts();
  kept.out = "out/demo";
  kept.job_rows = true;
  const std::string zh = results_text(comparison_of(scenario), kept, kChinese);
  EXPECT_THAT(zh, HasSubstr("\n请看       out/demo/summary.json   out/demo/规则/jobs.csv\n"));
  EXPECT_THAT(zh, HasSubstr("\nEnglish    suanwang run demo.yaml --lang en\n"));
}

TEST(Results, AnInterruptedRunSaysWhatIsMissing) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies.pop_back();
  comparison.interrupted = true;
  for (int r = 0; r < 12; ++r) comparison.missing.push_back("network, replication " + std::to_string(r));
  const std::string text = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(
      text,
      HasSubstr("Interrupted. Below stands only what is complete. Missing:\n  network, replication 0\n"));
  EXPECT_THAT(text, HasSubstr("  network, replication 9\n  and 2 more\n"));
  EXPECT_THAT(text, HasSubstr("islands + EASY"));
  comparison.variants[0].policies.clear();
  EXPECT_THAT(results_text(comparison, facts(), kEnglish), HasSubstr("no policy is complete"));
  EXPECT_THAT(results_text(comparison, facts(), kEnglish), HasSubstr(" 2 policies × 20 replications · "));
}

TEST(Results, HaveColoursOnlyOnRequest) {
  const Scenario scenario = scenario_of(small_spec());
  const std::string plain = results_text(comparison_of(scenario), facts(), kEnglish);
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
  EXPECT_THAT(results_text(comparison_of(scenario), facts(), {Language::En, {true}, {}}),
              HasSubstr("\x1b[1m2  POLICIES\x1b[0m"));
}

TEST(Progress, TellsFractionRateAndTimeLeft) {
  const ProgressFacts facts{
      .runs = 36, .all_runs = 80, .jobs = 1'000'000, .expected_jobs = 0, .elapsed_s = 2};
  EXPECT_EQ(progress_text(facts, kEnglish, false),
            "simulate 45 % · 36 of 80 runs · 0.50 M jobs/s · 2.4 s left");
  EXPECT_EQ(progress_text(facts, kChinese, true),
            "模拟 █████████░░░░░░░░░░░ 45 % · 36/80 次 · 0.50 M 作业/s · 剩余 2.4 s");
}

TEST(Progress, GoesByJobsWithinARunButIsCompleteOnlyByRuns) {
  ProgressFacts facts{.runs = 0, .all_runs = 1, .jobs = 250'000, .expected_jobs = 1e6, .elapsed_s = 1};
  EXPECT_EQ(progress_text(facts, kEnglish, false), "simulate 25 % · 0 of 1 run · 0.25 M jobs/s · 3.0 s left");
  facts.jobs = 2'000'000;
  EXPECT_THAT(progress_text(facts, kEnglish, false), HasSubstr("99 %"));
  facts.runs = 1;
  EXPECT_EQ(progress_text(facts, kEnglish, false), "simulate 100 % · 1 of 1 run · 2.00 M jobs/s");
}

TEST(Progress, OfASearchHasNoFraction) {
  ProgressFacts facts{.work = ProgressFacts::Work::Reserves, .runs = 85, .jobs = 250'000, .elapsed_s = 12};
  EXPECT_EQ(progress_text(facts, kEnglish, false), "reserves 85 runs · 12.0 s");
  EXPECT_EQ(progress_text(facts, kChinese, true), "预留 85 次模拟 · 12.0 s");
  facts.work = ProgressFacts::Work::Sample;
  EXPECT_EQ(progress_text(facts, kEnglish, false), "sample 250,000 draws · 12.0 s");
  EXPECT_EQ(progress_text(facts, kChinese, true), "抽样 250,000 个样本 · 12.0 s");
  facts.work = ProgressFacts::Work::Search;
  EXPECT_EQ(progress_text(facts, kEnglish, true), "search 85 combinations · 12.0 s");
  EXPECT_EQ(progress_text(facts, kChinese, false), "搜索 85 种组合 · 12.0 s");
}

}  // namespace
}  // namespace suanwang
