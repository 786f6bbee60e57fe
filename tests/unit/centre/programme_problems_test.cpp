#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/centre/programme_sampler.hpp"

#include "support/programmes.hpp"

namespace suanwang {
namespace {

using test::activity;
using test::ending_at;
using ::testing::IsEmpty;

TEST(ProgrammeProblems, NamesWhatShouldHaveEnded) {
  using Kind = ProgrammeProblem::Kind;
  Programme programme = ending_at({4});
  for (int i = 0; i < 4; ++i) programme.activities.push_back(activity(Distribution::uniform(1, 3), {0}));
  programme.activities[0].done = 4;
  programme.activities[1].begun = 6;
  programme.activities[2].begun = 5;  // until 8 at the latest
  programme.activities[4].begun = 3;
  programme.activities[4].done = 2;
  programme.as_of = 8;
  const std::vector<ProgrammeProblem> found = problems(programme);
  ASSERT_EQ(found.size(), 3);
  EXPECT_EQ(found[0].kind, Kind::Overdue);
  EXPECT_EQ(found[0].activity, 2);
  EXPECT_EQ(found[0].start, 5);
  EXPECT_EQ(found[1].kind, Kind::Overdue);
  EXPECT_EQ(found[1].activity, 3);
  EXPECT_EQ(found[1].start, 4) << "nobody says when it began: when its predecessor was done";
  EXPECT_EQ(found[2].kind, Kind::DoneBeforeBegun);

  const ProgrammeSampler sampler{programme};
  EXPECT_EQ(sampler.unknowns().size(), 1);
  const ProgrammeSamples samples = sampler.evaluate(std::vector{0.5}, 1);
  EXPECT_EQ(samples.ends(1)[0], 8.5);
  EXPECT_EQ(samples.ends(2)[0], 8);
  EXPECT_EQ(samples.ends(3)[0], 8);
}

TEST(ProgrammeProblems, NamesFactsFromTheFuture) {
  Programme programme = ending_at({4, 4, 4});
  programme.activities[0].begun = 9;
  programme.activities[1].done = 9;
  EXPECT_THAT(problems(programme), IsEmpty()) << "without a date there is no future";
  programme.as_of = 8;
  programme.activities[2].done = 8;
  const std::vector<ProgrammeProblem> found = problems(programme);
  ASSERT_EQ(found.size(), 2);
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(found[k].kind, ProgrammeProblem::Kind::FactAfterAsOf);
    EXPECT_EQ(found[k].activity, k);
  }
}

}  // namespace
}  // namespace suanwang
