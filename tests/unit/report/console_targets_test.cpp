// The section on targets.
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

TEST(Targets, StandByBasisWithTheirDefinitions) {
  const Scenario scenario = scenario_of(small_spec());
  EXPECT_THAT(results_text(comparison_of(scenario), facts(), kEnglish),
              HasSubstr("1  TARGETS  (built capacity; bases side by side, never added)\n"
                        "  target            basis                   by          median [p10, p90]  P(met)  "
                        "  p90 date  sourced\n"
                        "  2025 > 40 EFLOPS  intelligent, FP16       2025-12-31  56.7 [45.4, 68.0]    0.99  "
                        "       met     33 %\n"
                        "  (past: verify)    total, FP32-equivalent  2025-12-31  34.5 [27.6, 41.4]    0.12  "
                        "2027-09-30     33 %\n"
                        "  > The basis decides first (0.12 or 0.99)\n"
                        "  Built capacity: peak of all pools in service at the end of that day, counted by "
                        "the basis. P(met): "
                        "share of 20 replications.\n"));
  EXPECT_THAT(results_text(comparison_of(scenario), facts(), kChinese),
              HasSubstr("一、目标（建成算力；各口径并列，绝不相加）\n"
                        "  目标              口径               截止日        中位 [p10, p90]  达标概率    "
                        "p90 日期  有出处占比\n"
                        "  2025 > 40 EFLOPS  智能算力，FP16     2025-12-31  56.7 [45.4, 68.0]      0.99      "
                        "  已达        33 %\n"
                        "  （已过，待核实）  总算力，FP32 折算  2025-12-31  34.5 [27.6, 41.4]      0.12  "
                        "2027-09-30        33 %\n"
                        "  ▸ 答案首先取决于口径（0.12 或 0.99）\n"));
}

TEST(Targets, APastTargetOfOneBasisKeepsItsRemark) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].targets.pop_back();
  const std::string text = results_text(comparison, facts(), kEnglish);
  EXPECT_THAT(text, HasSubstr("     33 %\n  (past: verify)\n"));
  EXPECT_THAT(text, Not(HasSubstr("basis decides")));
}

TEST(Targets, ThatAreNeverMetHaveNoDate) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].targets[1].p90_date.reset();
  EXPECT_THAT(results_text(comparison, facts(), kEnglish), HasSubstr("0.12         —     33 %\n"));
  comparison.variants[0].targets[1].met_from_the_beginning = true;
  EXPECT_THAT(results_text(comparison, facts(), kEnglish), HasSubstr("0.12       met     33 %\n"));
}

TEST(Targets, AreLeftOutWhereThereAreNone) {
  Spec spec = small_spec();
  spec.targets.clear();
  const Scenario scenario = scenario_of(spec);
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].targets.clear();
  const std::string text = results_text(comparison, facts(), kChinese);
  EXPECT_THAT(text, Not(HasSubstr("目标")));
  EXPECT_THAT(text, HasSubstr("一、规则（"));
}

}  // namespace
}  // namespace suanwang
