/// Jobs that are matched to free accelerators all at once: against every way to do it, and worked by hand.
#include "suanwang/policy/matching.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;
using ::testing::ElementsAre;

constexpr double kNot = std::numeric_limits<double>::infinity();
constexpr std::optional<std::size_t> kLeft = std::nullopt;

Room room(std::int64_t free) {
  return {.free = Accelerators::whole(free), .loose = {}, .eventual = Accelerators::whole(free)};
}

MatchProblem problem(std::vector<std::int64_t> need, std::vector<std::vector<std::int64_t>> free,
                     std::vector<double> score) {
  MatchProblem p;
  for (const std::int64_t each : need) p.need.push_back(Accelerators::whole(each));
  p.home.resize(need.size());
  for (const auto& centre : free) {
    p.room.emplace_back();
    for (const std::int64_t partition : centre) p.room.back().push_back(room(partition));
  }
  p.score = std::move(score);
  return p;
}

/// The second job cannot go elsewhere at a fair price: 20 + 10, where one after the other takes 10 + 90.
TEST(Matching, LooksAtAllJobsAtOnce) {
  const MatchProblem p = problem({1, 1}, {{1}, {1}}, {10, 20, 10, 90});
  EXPECT_THAT(match_by_flow(p), ElementsAre(1, 0));
  EXPECT_THAT(match_by_size(p), ElementsAre(1, 0));
}

/// Six free accelerators hold three gangs of two only if one is split; the flow splits one, which is then
/// left.
TEST(Matching, WhatTheFlowSplitsIsLeft) {
  const MatchProblem p = problem({2, 2, 2}, {{3}, {3}}, {1, 2, 1, 2, 1, 2});
  EXPECT_THAT(match_by_flow(p), ElementsAre(0, kLeft, 1));
  EXPECT_THAT(match_by_size(p), ElementsAre(0, 1, kLeft));
}

/// Four are free at the first centre, but in two partitions: no gang of three, and one of two in each.
TEST(Matching, KeepsToPartitions) {
  const MatchProblem p = problem({3, 2, 2}, {{2, 2}, {9}}, {0, 50, 0, 5, 0, 5});
  EXPECT_THAT(match_by_flow(p), ElementsAre(1, 0, 0));
  EXPECT_THAT(match_by_size(p), ElementsAre(1, 0, 0));
}

/// By size the large gang is served first. In the flow the small one keeps the first centre, for a unit of
/// the other costs 2 more elsewhere and its own 10: so the large one is split, and left.
TEST(Matching, SizesApartLargestFirst) {
  const MatchProblem p = problem({1, 4}, {{4}, {4}}, {0, 10, 0, 8});
  EXPECT_THAT(match_by_size(p), ElementsAre(1, 0));
  EXPECT_THAT(match_by_flow(p), ElementsAre(0, kLeft));
}

TEST(Matching, OfEqualScoresAJobTakesItsOwnCentre) {
  MatchProblem p = problem({1, 1}, {{5}, {5}, {5}}, {7, 7, 7, 7, 7, 7});
  p.home = {2, 1};
  EXPECT_THAT(match_by_flow(p), ElementsAre(2, 1));
  EXPECT_THAT(match_by_size(p), ElementsAre(2, 1));
}

TEST(Matching, WhereNothingIsFreeOrKnownNobodyIsMatched) {
  EXPECT_THAT(match_by_flow(problem({1, 1}, {{}, {0}}, {1, 1, 1, 1})), ElementsAre(kLeft, kLeft));
  EXPECT_THAT(match_by_size(problem({1, 1}, {{3}}, {kNot, std::nan("")})), ElementsAre(kLeft, kLeft));
}

MatchProblem random_problem(Rng& rng, std::int64_t largest) {
  std::vector<std::int64_t> need;
  std::vector<std::vector<std::int64_t>> free;
  std::vector<double> score;
  const std::int64_t jobs = rng.integer(1, 6);
  const std::int64_t centres = rng.integer(1, 4);
  for (std::int64_t j = 0; j < jobs; ++j) need.push_back(rng.integer(1, largest));
  for (std::int64_t c = 0; c < centres; ++c) {
    free.emplace_back();
    for (std::int64_t n = rng.integer(0, 2); n > 0; --n) free.back().push_back(rng.integer(0, 2 * largest));
  }
  for (std::int64_t i = 0; i < jobs * centres; ++i)
    score.push_back(rng.chance(0.1) ? kNot : static_cast<double>(rng.integer(-20, 100)) / 4);
  return problem(need, free, score);
}

struct Sum {
  std::size_t jobs = 0;
  double score = 0;
};
/// More jobs are better, then a smaller sum.
bool better(const Sum& a, const Sum& b) {
  return a.jobs != b.jobs ? a.jobs > b.jobs : a.score < b.score;
}

/// The best of all ways to place the jobs from `job` on, each in a partition or nowhere.
Sum best_of_all(const MatchProblem& p, std::size_t job, std::vector<std::vector<Room>>& rooms) {
  if (job == p.need.size()) return {};
  Sum best = best_of_all(p, job + 1, rooms);
  for (std::size_t c = 0; c < rooms.size(); ++c) {
    const double score = p.score[job * rooms.size() + c];
    if (!std::isfinite(score)) continue;
    for (Room& each : rooms[c]) {
      if (each.free < p.need[job]) continue;
      each.free -= p.need[job];
      Sum sum = best_of_all(p, job + 1, rooms);
      each.free += p.need[job];
      sum = {sum.jobs + 1, sum.score + score};
      if (better(sum, best)) best = sum;
    }
  }
  return best;
}

/// One job after the other, each where its score is least.
Sum greedy(const MatchProblem& p) {
  auto rooms = p.room;
  Sum sum;
  for (std::size_t j = 0; j < p.need.size(); ++j) {
    std::optional<std::size_t> best;
    for (std::size_t c = 0; c < rooms.size(); ++c) {
      const double score = p.score[j * rooms.size() + c];
      if (!std::isfinite(score) || tightest(rooms[c], p.need[j]) == nullptr) continue;
      if (!best || score < p.score[j * rooms.size() + *best]) best = c;
    }
    if (!best) continue;
    tightest(rooms[*best], p.need[j])->free -= p.need[j];
    sum = {sum.jobs + 1, sum.score + p.score[j * rooms.size() + *best]};
  }
  return sum;
}

/// The sum of a matching; it fails the test where the gangs do not fit, by submission or largest first.
enum class Packed { BySubmission, LargestFirst };
Sum sum_of(const MatchProblem& p, const Matches& matches, Packed packed) {
  auto rooms = p.room;
  Sum sum;
  EXPECT_EQ(matches.size(), p.need.size());
  std::vector<std::size_t> order(matches.size());
  for (std::size_t j = 0; j < order.size(); ++j) order[j] = j;
  if (packed == Packed::LargestFirst)
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return p.need[a] > p.need[b]; });
  for (const std::size_t j : order) {
    if (!matches[j]) continue;
    const double score = p.score[j * rooms.size() + *matches[j]];
    EXPECT_TRUE(std::isfinite(score));
    Room* const taken = tightest(rooms[*matches[j]], p.need[j]);
    EXPECT_NE(taken, nullptr) << "no partition has so many";
    if (taken != nullptr) taken->free -= p.need[j];
    sum = {sum.jobs + 1, sum.score + score};
  }
  return sum;
}

/// Jobs of one accelerator couple through nothing but places: both are the best there is, and one after the
/// other is never better.
TEST(Matching, IsTheBestOfAllForJobsOfOneAccelerator) {
  int greedy_is_worse = 0;
  test::for_seeds(1500, [&](Rng& rng) {
    const MatchProblem p = random_problem(rng, 1);
    auto rooms = p.room;
    const Sum best = best_of_all(p, 0, rooms);
    const Sum by_flow = sum_of(p, match_by_flow(p), Packed::BySubmission);
    const Sum by_size = sum_of(p, match_by_size(p), Packed::LargestFirst);
    EXPECT_EQ(by_flow.jobs, best.jobs);
    EXPECT_EQ(by_size.jobs, best.jobs);
    const Sum one_by_one = greedy(p);
    EXPECT_FALSE(better(one_by_one, best));
    if (best.jobs < p.need.size()) return;  // who is left is settled by submission, not by score
    EXPECT_NEAR(by_flow.score, best.score, 1e-9);
    EXPECT_NEAR(by_size.score, best.score, 1e-9);
    if (better(best, one_by_one)) ++greedy_is_worse;
  });
  if (std::getenv("SUANWANG_SEED") == nullptr) {
    EXPECT_GT(greedy_is_worse, 50);
  }
}

/// Gangs of one size, in partitions that do not divide by it: exact as well.
TEST(Matching, IsTheBestOfAllForGangsOfOneSize) {
  test::for_seeds(1000, [](Rng& rng) {
    MatchProblem p = random_problem(rng, 5);
    for (Accelerators& need : p.need) need = p.need[0];
    auto rooms = p.room;
    const Sum best = best_of_all(p, 0, rooms);
    const Sum by_size = sum_of(p, match_by_size(p), Packed::LargestFirst);
    EXPECT_EQ(by_size.jobs, best.jobs);
    if (best.jobs == p.need.size()) {
      EXPECT_NEAR(by_size.score, best.score, 1e-9);
    }
  });
}

/// Whatever the sizes, nothing is given twice, and where the flow splits nothing it is the best there is.
TEST(Matching, OfAnySizesFitsAndIsTheBestWhereNoneIsSplit) {
  int whole = 0;
  test::for_seeds(1500, [&](Rng& rng) {
    const MatchProblem p = random_problem(rng, 5);
    auto rooms = p.room;
    const Sum best = best_of_all(p, 0, rooms);
    EXPECT_FALSE(better(sum_of(p, match_by_size(p), Packed::LargestFirst), best));
    const Sum by_flow = sum_of(p, match_by_flow(p), Packed::BySubmission);
    EXPECT_FALSE(better(by_flow, best) && by_flow.jobs == best.jobs && best.score - by_flow.score > 1e-9);
    if (by_flow.jobs < p.need.size()) return;
    EXPECT_NEAR(by_flow.score, best.score, 1e-9);
    ++whole;
  });
  if (std::getenv("SUANWANG_SEED") == nullptr) {
    EXPECT_GT(whole, 100);
  }
}

}  // namespace
}  // namespace suanwang
