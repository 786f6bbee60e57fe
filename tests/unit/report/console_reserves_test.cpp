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

TEST(Policies, SayWhatASearchForReservesFound) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  PolicyOutcome& outcome = comparison.variants[0].policies[1];
  EXPECT_THAT(results_text(comparison, RunFacts{}, kEnglish), Not(HasSubstr("eserve")));
  const auto says = [&](ReserveOutcome found) {
    outcome.reserves = std::move(found);
    RunFacts with;
    with.reserves_s = 43;
    const std::string en = results_text(comparison, with, kEnglish);
    EXPECT_THAT(en, HasSubstr("\nreserves 57 evaluations × 20 replications · 43 s\n"));
    EXPECT_THAT(en, HasSubstr("  Reserve: multiples of 5 %, "));
    return en + results_text(comparison, with, kChinese);
  };
  using Finding = ReserveOutcome::Finding;
  ReserveOutcome found{.finding = Finding::Minimal,
                       .reserves = {0.35, 0},
                       .mean_wait_s = 2.23 * 3600,
                       .finished = 1998,
                       .evaluations = 57};
  EXPECT_THAT(says(found),
              AllOf(HasSubstr("  > unified dispatch: no centre worse off with a reserve of lab 35 %: "
                              "mean wait 2.23 h instead of 2.20 h\n"),
                    HasSubstr("  ▸ 全省统一调度：预留 lab 35 % 时无一中心劣于单独运行：平均等待 ")));
  found.finding = Finding::Sufficient;
  found.reserves = {0.35, 1};
  found.finished = 1990;
  EXPECT_THAT(says(found), HasSubstr("with a reserve of lab 35 %, plant 100 %: "));
  EXPECT_THAT(says(found),
              HasSubstr(", 1,990 jobs finished instead of 1,998; smaller ones may do: the search ended "
                        "after 57 evaluations\n"));
  found = {.finding = Finding::Impossible, .losers = {{1, 20, 10}}, .evaluations = 57};
  EXPECT_THAT(says(found),
              AllOf(HasSubstr("unified dispatch: no reserves found: even 100 % everywhere leaves "
                              "worse off plant\n"),
                    HasSubstr("处处预留 100 % 仍有中心劣于单独运行：plant\n")));
  found = {.finding = Finding::Unfinished, .evaluations = 57};
  EXPECT_THAT(says(found), AllOf(HasSubstr("no sufficient reserves found in 57 evaluations\n"),
                                 HasSubstr("57 次评估内未找到足够的预留\n")));
  found.finding = Finding::NotNeeded;
  EXPECT_THAT(says(found), HasSubstr("  > no reserve needed: unified dispatch\n"));
}

}  // namespace
}  // namespace suanwang
