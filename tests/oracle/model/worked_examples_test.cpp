/// Two small schedules worked by hand and by an independent program (brief, section 3.5).
#include <gtest/gtest.h>

#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::conservative;
using test::depth;
using test::easy;
using test::fifo;
using test::job;
using Starts = std::vector<double>;

constexpr DecideRule kBoth[] = {DecideRule::PerInstant, DecideRule::PerEvent};

/// E1: 10 accelerators; jobs by (submission, run, accelerators), exact walltimes.
test::Instance e1() {
  return test::one_pool(10).jobs(
      {job(0, 10, 6), job(1, 8, 6), job(2, 20, 2), job(3, 6, 2), job(4, 30, 4), job(5, 4, 2), job(6, 12, 2)});
}

// Job 1 runs on 6 until 10. Job 2 is blocked (4 free) and holds 6 from 10 on; 4 are then left over.
//   t=2: job 3 (2, until 22) needs no more than those 4: it starts, 2 are left over.
//   t=3: job 4 (2, until 9) ends by 10: it starts. Nothing is free.
//   t=9: job 4 ends. Job 5 needs 4; job 6 (2, until 13) needs no more than the 2 left over: it starts.
//   t=10: job 2 starts on the 6 that job 1 gives back. Nothing is free; it ends at 18.
//   t=13: job 6 ends; job 5, now the head, has its shadow at 18 (2 free + 6 = 8, 4 left over): job 7 (2,
//   until 25) starts. t=18: job 5 starts.
TEST(WorkedExamples, E1BackfillsThreeJobsAhead) {
  const Starts expected{0, 10, 2, 3, 18, 9, 13};
  for (const DecideRule decide : kBoth) {
    for (const PolicySettings& policy :
         {easy(decide), conservative(decide), depth(1, decide), depth(2, decide)}) {
      const test::Outcome run = test::simulate(e1(), policy);
      EXPECT_EQ(run.starts(), expected) << policy.backfill.rule;
      const JobSummary summary = summarise({&run.metrics.samples()});
      // Waits 0, 9, 0, 0, 14, 4, 7: 34 / 7. Slowdowns over max(run, 10 s): 1, 17/10, 1, 1, 44/30, 1, 19/12.
      EXPECT_NEAR(summary.wait.mean, 34.0 / 7, 1e-12);
      EXPECT_NEAR(summary.bounded_slowdown.mean, (4 + 1.7 + 44.0 / 30 + 19.0 / 12) / 7, 1e-12);
      EXPECT_NEAR(summary.bounded_slowdown.mean, 1.25, 1e-12);
    }
  }
}

TEST(WorkedExamples, E1InStrictOrder) {
  for (const DecideRule decide : kBoth) {
    const test::Outcome run = test::simulate(e1(), fifo(decide));
    EXPECT_EQ(run.starts(), (Starts{0, 10, 10, 10, 18, 18, 18}));
    EXPECT_NEAR(summarise({&run.metrics.samples()}).wait.mean, 9, 1e-12);
  }
}

/// E2: 4 accelerators. At t=3 job 1, which asked for 10 s, ends early, and job 3 ends too.
test::Instance e2() {
  return test::one_pool(4).jobs({job(0, 3, 3, 10), job(1, 5, 4), job(1, 2, 1, 9), job(2, 4, 1)});
}

// Job 2 needs all 4 and waits. Job 3 fits beside job 1 and asks to end at 10, job 1's walltime: it starts.
// Per instant, both ends of t=3 are seen before the pass: job 2 starts on 4 free, job 4 after it.
TEST(WorkedExamples, E2PerInstant) {
  const test::Outcome run = test::simulate(e2(), easy());
  EXPECT_EQ(run.starts(), (Starts{0, 3, 1, 8}));
  EXPECT_NEAR(summarise({&run.metrics.samples()}).wait.mean, 2.0, 1e-12);
}

// Per event, job 1's end comes first. Job 3 is still taken to run until 10, when job 2 could start; job 4
// (1 accelerator, until 7) starts at 3 on what job 1 gave back, and job 2 has to wait for it.
TEST(WorkedExamples, E2PerEvent) {
  const test::Outcome run = test::simulate(e2(), easy(DecideRule::PerEvent));
  EXPECT_EQ(run.starts(), (Starts{0, 7, 1, 3}));
  EXPECT_NEAR(summarise({&run.metrics.samples()}).wait.mean, 1.75, 1e-12);
}

// In strict order the two rules of deciding agree: job 3 waits behind job 2.
TEST(WorkedExamples, E2InStrictOrder) {
  for (const DecideRule decide : kBoth) {
    EXPECT_EQ(test::simulate(e2(), fifo(decide)).starts(), (Starts{0, 3, 8, 8}));
  }
}

}  // namespace
}  // namespace suanwang
