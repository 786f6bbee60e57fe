/// Counts, accelerator time and the warning of a growing queue, from hand-written runs.
#include "suanwang/measure/metrics.hpp"

#include <gtest/gtest.h>

#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::Instance;
using test::job;
using test::one_pool;
using test::Outcome;
using test::simulate;

// 4 accelerators from 0, 2 more from 10. Job 0 holds 4 for 0-8, job 1 holds 4 for 8-18, job 2 holds 2 for
// 10-15 (killed: it wanted 9). Busy: 32 + 40 + 10 = 82; available until 18: 4*18 + 2*8 = 88.
TEST(Metrics, AcceleratorTimeByHand) {
  const Instance instance =
      Instance{}.centre().pool(4).pool(2, at(10)).jobs({job(0, 8, 4), job(0, 10, 4), job(0, 9, 2, 5)});
  const Outcome run = simulate(instance, test::fifo());
  EXPECT_EQ(run.metrics.busy_accelerator_seconds(), 82);
  EXPECT_EQ(run.metrics.available_accelerator_seconds(), 88);
  EXPECT_EQ(run.metrics.makespan(), at(18));
  const JobCounts& counts = run.metrics.counts();
  EXPECT_EQ(counts.submitted, 3U);
  EXPECT_EQ(counts.finished, 2U);
  EXPECT_EQ(counts.killed, 1U);
  const JobSummary summary = summarise({&run.metrics.samples()});
  EXPECT_EQ(summary.jobs, 2U) << "killed jobs are in no statistic of waiting";
  EXPECT_EQ(summary.wait.mean, 4);  // 0 and 8
}

// The same until 12: job 1 has held 4 for 4 s, job 2 has held 2 for 2 s.
TEST(Metrics, WhatRunsAtTheEndCountsUntilThere) {
  const Instance instance =
      Instance{}
          .centre()
          .pool(4)
          .pool(2, at(10))
          .jobs({job(0, 8, 4), job(0, 10, 4), job(0, 9, 2, 5), job(11, 1, 6), job(12, 1, 1)})
          .until(at(12));
  const Outcome run = simulate(instance, test::fifo());
  EXPECT_EQ(run.metrics.busy_accelerator_seconds(), 32 + 16 + 4);
  EXPECT_EQ(run.metrics.available_accelerator_seconds(), 4 * 12 + 2 * 2);
  EXPECT_EQ(run.metrics.makespan(), at(12));
  EXPECT_EQ(run.metrics.counts().submitted, 4U) << "nothing happens at the end itself";
  EXPECT_EQ(run.metrics.counts().finished, 1U);
  EXPECT_EQ(run.metrics.counts().running, 2U);
  EXPECT_EQ(run.metrics.counts().waiting, 1U);
}

TEST(Metrics, RejectionsByReason) {
  PolicySettings policy = test::fifo();
  policy.max_waiting = 1;
  const Outcome run = simulate(
      one_pool(2).jobs({job(0, 9, 2), job(1, 9, 3), job(2, 9, 1), job(3, 9, 1), job(4, 9, 1)}), policy);
  const std::map<std::string, std::uint64_t> expected{{std::string{to_text(RejectReason::TooLarge)}, 1},
                                                      {std::string{to_text(RejectReason::QueueFull)}, 2}};
  EXPECT_EQ(run.metrics.counts().rejected_by_reason, expected);
  EXPECT_EQ(run.metrics.counts().rejected, 3U);
  JobCounts twice = run.metrics.counts();
  twice.add(run.metrics.counts());
  EXPECT_EQ(twice.submitted, 10U);
  EXPECT_EQ(twice.finished, 4U);
  EXPECT_EQ(twice.rejected_by_reason.at(std::string{to_text(RejectReason::QueueFull)}), 4U);
}

/// `n` jobs of 10 s, one each `interval` ms, on one accelerator.
Outcome one_each(std::int64_t interval_ms, std::int64_t n) {
  std::vector<Job> jobs;
  for (std::int64_t i = 0; i < n; ++i) {
    jobs.push_back(job(0, 10, 1));
    jobs.back().submit = kStart + std::chrono::milliseconds{i * interval_ms};
  }
  return simulate(one_pool(1).jobs(std::move(jobs)), test::fifo());
}

// At 9 s a job the queue grows by one each 90 s, for 18000 s: mean lengths of the quarters are 25, 75, 125
// and 175; and 175 / 125 = 1.4, 125 / 75 = 1.67.
TEST(Metrics, AnOverloadedQueueGrows) {
  EXPECT_TRUE(one_each(9'000, 2'000).metrics.queue_grows());
  EXPECT_TRUE(one_each(5'000, 300).metrics.queue_grows());
}

// The same for 400 s, but then the last mean is below 10.
TEST(Metrics, AShortQueueIsNotSaidToGrow) {
  EXPECT_FALSE(one_each(9'000, 40).metrics.queue_grows());
}

TEST(Metrics, AStableQueueDoesNotGrow) {
  EXPECT_FALSE(one_each(10'000, 500).metrics.queue_grows());
  EXPECT_FALSE(one_each(20'000, 500).metrics.queue_grows());
}

}  // namespace
}  // namespace suanwang
