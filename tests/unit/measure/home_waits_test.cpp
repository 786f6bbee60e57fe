#include "suanwang/measure/home_waits.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

/// A job of `home` that was submitted, waited and was executed for so many seconds, and finished.
void finish(HomeWaits& waits, std::optional<CentreId> home, double submit, double wait, double executed) {
  JobFacts job;
  job.home = home;
  job.submit = after(kStart, Seconds{submit});
  Record record;
  record.kind = RecordKind::JobFinished;
  record.job = &job;
  const JobProgress progress{.attempts = 1, .executed = rounded_up(Seconds{executed})};
  record.progress = &progress;
  record.at = after(kStart, Seconds{submit + wait + executed});
  waits.on(record);
  record.kind = RecordKind::JobKilled;
  waits.on(record);  // in no wait
}

TEST(HomeWaits, ByHomeOfJobsSubmittedBeforeEachInstant) {
  HomeWaits waits{2, {after(kStart, Seconds{10}), after(kStart, Seconds{20})}};
  finish(waits, CentreId{0}, 0, 3, 1);
  finish(waits, CentreId{0}, 9, 5, 100);
  finish(waits, CentreId{0}, 10, 7, 1);  // not before 10 s
  finish(waits, CentreId{1}, 15, 2, 1);
  finish(waits, std::nullopt, 0, 4, 1);
  finish(waits, CentreId{1}, 20, 9, 1);  // before none
  const WaitsByHome result = waits.result();
  ASSERT_EQ(result.size(), 2U);
  ASSERT_EQ(result[0].size(), 3U);
  EXPECT_EQ(result[0][0].jobs, 2U);
  EXPECT_EQ(result[0][0].mean(), 4.0);
  EXPECT_EQ(result[0][1].mean(), std::nullopt);
  EXPECT_EQ(result[0][2].mean(), 4.0);
  EXPECT_EQ(result[1][0].mean(), 5.0);
  EXPECT_EQ(result[1][1].mean(), 2.0);
  EXPECT_EQ(result[1][2].jobs, 1U);
}

}  // namespace
}  // namespace suanwang
