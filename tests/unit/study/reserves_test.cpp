#include "suanwang/study/reserves.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/reserves.hpp"

namespace suanwang {
namespace {

using Finding = ReserveOutcome::Finding;
using test::kCrowded;
using test::Searched;

TEST(Reserves, OfACaseWorkedByHand) {
  const Searched searched{kCrowded};
  const ReserveOutcome& found = searched.of("national");
  EXPECT_EQ(found.finding, Finding::Minimal);
  EXPECT_EQ(found.reserves, (std::vector<double>{0, 0.40}));
  EXPECT_EQ(found.evaluations, 8U) << "from 5 to 40 %; 35 % is known then";
  ASSERT_EQ(found.lower.size(), 1U);
  EXPECT_EQ(found.lower[0].centre, 1U);
  EXPECT_EQ(found.lower[0].reserve, 0.35);
  ASSERT_EQ(found.lower[0].losers.size(), 1U);
  EXPECT_EQ(found.lower[0].losers[0].centre, 1U);
  EXPECT_EQ(found.lower[0].losers[0].wait_s, 99);
  // The other 8 of a wait from 1 until 101, when the first 12 leave b.
  EXPECT_DOUBLE_EQ(found.mean_wait_s, 8 * 100. / 22);
  EXPECT_EQ(found.finished, 22U);
  EXPECT_FALSE(searched.comparison().variants[0].policies[0].reserves) << "islands are islands";
}

TEST(Reserves, NeverGoBelowTheScenarios) {
  std::string text = kCrowded;
  text.replace(text.find("b: {pools"), 4, "b: {reserve: 0.32, ");
  const ReserveOutcome found = Searched{text}.of("national");
  EXPECT_EQ(found.reserves, (std::vector<double>{0, 0.40}));
  EXPECT_EQ(found.evaluations, 2U);
  ASSERT_EQ(found.lower.size(), 1U);
  EXPECT_EQ(found.lower[0].reserve, 0.35);

  text.replace(text.find("0.32"), 4, "0.52");
  const ReserveOutcome enough = Searched{text}.of("national");
  EXPECT_EQ(enough.finding, Finding::NotNeeded);
  EXPECT_EQ(enough.reserves, (std::vector<double>{0, 0.52}));
  EXPECT_EQ(enough.evaluations, 0U);
  EXPECT_TRUE(enough.lower.empty());
}

TEST(Reserves, SayWhenTheSearchWasEnded) {
  const ReserveOutcome found = Searched{kCrowded, {.most_evaluations = 7}}.of("national");
  EXPECT_EQ(found.finding, Finding::Unfinished);
  EXPECT_FALSE(found.is_found());
  EXPECT_EQ(found.evaluations, 7U);
  EXPECT_TRUE(Searched(kCrowded, {.most_evaluations = 8}).of("national").is_found());
}

// Every job waits for the dispatcher, at home, too: no reserve helps against that.
TEST(Reserves, SayWhenThereAreNone) {
  const ReserveOutcome found =
      Searched{kCrowded + "dispatcher: {latency: 10 s}\n", {.steps = 2}}.of("national");
  EXPECT_EQ(found.finding, Finding::Impossible);
  EXPECT_FALSE(found.is_found());
  EXPECT_EQ(found.losers.size(), 2U);
  EXPECT_EQ(found.evaluations, 4U) << "b 50, b 100, a 50, a 100 %";
}

TEST(Reserves, AreNothingToOneQueueForAll) {
  const std::string any = "  any: {order: fifo, dispatch: any}\n";
  EXPECT_EQ(Searched{kCrowded + any}.of("any").finding, Finding::NoEffect);
  std::string without_b = kCrowded + any;
  const std::size_t stream = without_b.find("  b: {jobs");
  without_b.erase(stream, without_b.find('\n', stream) + 1 - stream);
  EXPECT_EQ(Searched{without_b}.of("any").finding, Finding::NotNeeded) << "nobody is worse off";
}

TEST(Reserves, AreMissingAfterAnInterrupt) {
  Progress progress;
  Searched searched{kCrowded};
  Comparison& comparison = searched.comparison();
  comparison.variants[0].policies[1].reserves.reset();
  progress.stop = true;
  find_reserves(comparison, {}, &progress);
  EXPECT_TRUE(comparison.interrupted);
  EXPECT_EQ(comparison.missing, std::vector<std::string>{"national, reserves"});
  EXPECT_FALSE(comparison.variants[0].policies[1].reserves);
}

TEST(ReserveLadder, HasTheGivenAndTheMultiplesAbove) {
  EXPECT_EQ(reserve_ladder(0, 4), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(reserve_ladder(0.3, 4), (std::vector<double>{0.3, 0.5, 0.75, 1}));
  EXPECT_EQ(reserve_ladder(0.5, 4), (std::vector<double>{0.5, 0.75, 1}));
  EXPECT_EQ(reserve_ladder(1, 4), std::vector<double>{1});
  EXPECT_EQ(reserve_ladder(0.15, 20)[1], 0.2) << "as a scenario says it";
}

// The first centre loses unless the second reserves something: its own reserve does not help.
TEST(ReserveSearch, EndsWithWhatSufficesWhereNoTrialIsLeft) {
  const auto trial = [](const ReserveLevels& levels) {
    return ReserveTrial{levels[1] > 0 ? std::vector<Loser>{} : std::vector<Loser>{{}}};
  };
  ReserveSearch three{{2, 2}, trial({0, 0}), 3, trial};
  EXPECT_EQ(three.run(), ReserveSearch::Ending::Sufficient);
  EXPECT_EQ(three.levels(), (ReserveLevels{2, 1}));
  ReserveSearch all{{2, 2}, trial({0, 0}), 100, trial};
  EXPECT_EQ(all.run(), ReserveSearch::Ending::Minimal);
  EXPECT_EQ(all.levels(), (ReserveLevels{0, 1}));
  EXPECT_EQ(all.trials(), 5U) << "1 0, 2 0, 2 1, 1 1, 0 1";
}

}  // namespace
}  // namespace suanwang
