#include "../sim/work/disorder.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

std::optional<std::size_t> window_of(const std::vector<std::int64_t>& submits) {
  Disorder disorder;
  for (const std::int64_t submit : submits) disorder.add(submit);
  return disorder.window();
}

TEST(Disorder, IsNothingForALogInOrder) {
  EXPECT_EQ(window_of({}), 0U);
  EXPECT_EQ(window_of({5}), 0U);
  EXPECT_EQ(window_of({1, 1, 2, 2, 9}), 0U);
}

TEST(Disorder, ReachesBackToTheFirstLaterRow) {
  EXPECT_EQ(window_of({1, 3, 2}), 1U);          // 3 before 2
  EXPECT_EQ(window_of({5, 6, 7, 5, 8}), 2U);    // 6 and 7 before the second 5; equal rows stay
  EXPECT_EQ(window_of({9, 1, 2, 3}), 3U);       // an upper bound: only the 9 is later than the 3
  EXPECT_EQ(window_of({1, 9, 8, 20, 19}), 1U);  // two knots, each of one row
}

TEST(Disorder, GivesUpBeyondItsReach) {
  const auto far = static_cast<std::int64_t>(Disorder::kFarthest);
  std::vector<std::int64_t> submits;
  for (std::int64_t i = 0; i < far; ++i) submits.push_back(i);
  std::vector<std::int64_t> within = submits;
  within.push_back(0);  // `far` - 1 rows are later
  EXPECT_EQ(window_of(within), Disorder::kFarthest - 1);
  submits.push_back(far);
  submits.push_back(far);
  submits.push_back(0);
  EXPECT_EQ(window_of(submits), std::nullopt);
  submits.back() = 3;
  EXPECT_EQ(window_of(submits), Disorder::kFarthest - 2);
}

}  // namespace
}  // namespace suanwang
