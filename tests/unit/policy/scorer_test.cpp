#include "suanwang/policy/scorer.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();

Accelerators whole(std::int64_t n) {
  return Accelerators::whole(n);
}

Job gang(std::int64_t accelerators) {
  Job job;
  job.accelerators = whole(accelerators);
  job.walltime = std::chrono::hours{2};
  job.priority = 3;
  job.home = CentreId{0};
  return job;
}

/// 16 accelerators online in nodes of 8, of which 10 are free: a node, and 2 in the other one.
ScoredCentre half_used() {
  ScoredCentre centre;
  centre.online = whole(16);
  centre.guests = whole(2);
  centre.rooms.push_back({.free = whole(10), .loose = whole(2), .eventual = whole(16), .node = whole(8)});
  return centre;
}

double fragmentation(std::int64_t accelerators) {
  const Job job = gang(accelerators);
  const ScoredCentre centre = half_used();
  return value_of(ScoreVariable::Fragmentation, {.job = job, .centre = centre, .now = kStart});
}

TEST(ScoreVariables, FragmentationIsWhatGrowsLoose) {
  EXPECT_DOUBLE_EQ(fragmentation(2), -1);         // fills the loose ones: 0 - 2 over 2
  EXPECT_DOUBLE_EQ(fragmentation(1), -1);         // 1 - 2 over 1
  EXPECT_DOUBLE_EQ(fragmentation(3), 5.0 / 3);    // 2 loose and 1 of the node, which leaves 7: 7 - 2 over 3
  EXPECT_DOUBLE_EQ(fragmentation(10), -0.2);      // all of them: 0 - 2 over 10
  EXPECT_DOUBLE_EQ(fragmentation(12), 4.0 / 12);  // not now; on empty nodes 16 - 12 over 12
  EXPECT_EQ(fragmentation(17), kUnknown);
}

TEST(ScoreVariables, OfTheJobAndTheCentre) {
  Job job = gang(4);
  ScoredCentre centre = half_used();
  centre.load = 0.5;
  centre.price = EnergyPrice{0.55 / 3.6e6};
  centre.carbon = CarbonIntensity{442 / 3.6e6};
  ScoredPair pair{.job = job,
                  .centre = centre,
                  .is_home = false,
                  .wait_s = 60,
                  .staging_s = 30,
                  .bytes = 1e9,
                  .now = kStart + std::chrono::minutes{5}};
  using enum ScoreVariable;
  EXPECT_EQ(value_of(Wait, pair), 60);
  EXPECT_EQ(value_of(Staging, pair), 30);
  EXPECT_DOUBLE_EQ(value_of(Price, pair), 0.55);
  EXPECT_DOUBLE_EQ(value_of(Carbon, pair), 0.442);
  EXPECT_DOUBLE_EQ(value_of(Fairness, pair), 6.0 / 16);
  EXPECT_EQ(value_of(Affinity, pair), 1);
  EXPECT_EQ(value_of(BytesToMove, pair), 1e9);
  EXPECT_EQ(value_of(Load, pair), 0.5);
  EXPECT_EQ(value_of(Free, pair), 10);
  EXPECT_EQ(value_of(Online, pair), 16);
  EXPECT_EQ(value_of(Size, pair), 4);
  EXPECT_EQ(value_of(Walltime, pair), 7200);
  EXPECT_EQ(value_of(Priority, pair), 3);
  EXPECT_EQ(value_of(Waited, pair), 300);
  pair.is_home = true;
  EXPECT_EQ(value_of(Fairness, pair), 0);
  EXPECT_EQ(value_of(Affinity, pair), 0);
  centre.online = {};
  centre.price.reset();
  centre.carbon.reset();
  pair.is_home = false;
  EXPECT_EQ(value_of(Fairness, pair), kUnknown);
  EXPECT_EQ(value_of(Price, pair), kUnknown);
  EXPECT_EQ(value_of(Carbon, pair), kUnknown);
  job.home.reset();  // it belongs nowhere, so it is a guest nowhere
  EXPECT_EQ(value_of(Fairness, pair), 0);
  EXPECT_EQ(value_of(Affinity, pair), 0);
}

TEST(ScoredCentre, CountsWhatIsSentThere) {
  ScoredCentre centre = half_used();
  centre.add(whole(3), true);
  EXPECT_EQ(centre.guests, whole(5));
  EXPECT_EQ(centre.rooms[0].free, whole(7));
  EXPECT_EQ(centre.rooms[0].loose, whole(7));
  EXPECT_FALSE(centre.has_waiting);
  centre.add(whole(8), false);  // it has to wait, and others behind it
  EXPECT_TRUE(centre.has_waiting);
  centre.add(whole(1), false);
  EXPECT_EQ(centre.rooms[0].free, whole(7));
  EXPECT_EQ(centre.guests, whole(5));
}

ScoreSettings formula(std::string text) {
  ScoreSettings settings;
  settings.expression = std::move(text);
  return settings;
}

TEST(Scorer, WeighsWhatHasAWeight) {
  const Job job = gang(4);
  const ScoredCentre centre = half_used();  // it states neither price nor carbon
  const ScoredPair pair{.job = job, .centre = centre, .wait_s = 60, .staging_s = 30, .now = kStart};
  ScoreSettings settings;
  EXPECT_EQ((Scorer{settings}(pair, 0)), 60);
  settings.weights = {0.5, 2, 0, 0, 0, 16, 100};
  EXPECT_EQ((Scorer{settings}(pair, 0)), 30 + 60 + 6 + 100);
  EXPECT_EQ((Scorer{formula("0.5 * wait + 2 * staging + 16 * fairness + 100 * affinity")}(pair, 0)), 196);
  settings.weights[3] = 1e-9;
  EXPECT_EQ((Scorer{settings}(pair, 0)), kUnknown);
  EXPECT_EQ((Scorer{formula("wait + 0 * price")}(pair, 0)), kUnknown);
}

TEST(Scorer, KnowsWhatItReads) {
  const Scorer scorer{formula("wait / (1 + load)")};
  EXPECT_TRUE(scorer.uses(ScoreVariable::Wait));
  EXPECT_TRUE(scorer.uses(ScoreVariable::Load));
  EXPECT_FALSE(scorer.uses(ScoreVariable::Price));
  EXPECT_FALSE(Scorer{ScoreSettings{}}.uses(ScoreVariable::Load));
  EXPECT_TRUE(Scorer{ScoreSettings{}}.uses(ScoreVariable::Wait));
}

TEST(Scorer, AFormulaThatGivesNoNumberIsNotUnknown) {
  const Job job = gang(4);
  const ScoredCentre centre = half_used();
  Scorer scorer{formula("1 / wait")};
  EXPECT_TRUE(std::isnan(scorer({.job = job, .centre = centre, .wait_s = 0, .now = kStart}, 0)));
  EXPECT_EQ(scorer({.job = job, .centre = centre, .wait_s = kUnknown, .now = kStart}, 0), kUnknown);
  EXPECT_EQ(scorer({.job = job, .centre = centre, .wait_s = 4, .now = kStart}, 0), 0.25);
}

TEST(Scorer, LanesAreAlike) {
  const Job job = gang(4);
  const ScoredCentre centre = half_used();
  Scorer scorer{formula("wait * accelerators")};
  scorer.open(3);
  for (std::size_t lane = 0; lane < 3; ++lane)
    EXPECT_EQ(scorer({.job = job, .centre = centre, .wait_s = 2, .now = kStart}, lane), 8);
}

}  // namespace
}  // namespace suanwang
