/// Who is stopped for whom, and what that costs, on worlds small enough to follow by hand. Times in seconds.
#include <gtest/gtest.h>

#include "suanwang/model/simulation.hpp"

#include "support/audit.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::fifo;
using test::Instance;
using test::job;
using test::one_pool;
using test::Outcome;
using test::seconds;
using test::simulate_audited;
using Starts = std::vector<double>;

Job with_priority(Job made, std::int32_t priority) {
  made.priority = priority;
  return made;
}

PolicySettings stopping(const PreemptionSettings& settings) {
  PolicySettings policy = fifo();
  policy.order = "priority";
  policy.preemption = settings;
  return policy;
}

std::vector<std::uint32_t> attempts_of(const Outcome& run) {
  std::vector<std::uint32_t> found;
  for (const JobRow& row : run.rows()) found.push_back(row.attempts);
  return found;
}

double end_of(const Outcome& run, std::size_t index) {
  return in_seconds(run.rows().at(index).at - kStart);
}

/// Four accelerators, which a job of 100 s holds from 0 on; another takes one of them from 34 to 40.
Instance interrupted(std::int64_t walltime = 100, std::int64_t run = 100) {
  return one_pool(4).jobs({job(0, run, 4, walltime), with_priority(job(34, 6, 1), 1)});
}

// Three segments of 10 + 1 end by 33: 30 s are kept. From 40 on: restart 2, 70 of work, 6 checkpoints.
TEST(Preemption, WorkIsKeptToTheLastCheckpoint) {
  const Outcome run = simulate_audited(
      interrupted(), stopping({.every = seconds(10), .takes = seconds(1), .restart = seconds(2)}));
  EXPECT_EQ(run.starts(), (Starts{0, 34}));
  EXPECT_EQ(attempts_of(run), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(end_of(run, 0), 40 + 2 + 70 + 6);
  EXPECT_EQ(run.rows()[0].executed, seconds(34 + 78));
  EXPECT_EQ(run.metrics.preemptions(), 1U);
  EXPECT_EQ(run.metrics.lost_accelerator_seconds(), 4 * (34 - 30 + 78 - 70));
  EXPECT_EQ(run.metrics.busy_accelerator_seconds(), 4 * (34 + 78) + 6);
}

TEST(Preemption, WithoutCheckpointsItWasInVain) {
  EXPECT_EQ(end_of(simulate_audited(interrupted(), stopping({})), 0), 40 + 100);
  EXPECT_EQ(end_of(simulate_audited(interrupted(), stopping({.every = Duration{0}})), 0), 40 + 66);
}

// A job that asked for 100 s and would run for 200 is killed when it has worked for 100.
TEST(Preemption, TheWalltimeIsOfWork) {
  const Outcome run = simulate_audited(interrupted(100, 200), stopping({.every = Duration{0}}));
  EXPECT_EQ(run.rows()[0].last, RecordKind::JobKilled);
  EXPECT_EQ(end_of(run, 0), 40 + 66);
}

// Three are lacking. By priority the job of 1 would go first, then the later of the others, which frees
// enough by itself: the job of 1 stays.
TEST(Preemption, NobodyIsStoppedInVain) {
  const Instance instance = one_pool(8).jobs(
      {job(0, 100, 4), job(1, 100, 3), with_priority(job(2, 100, 1), -1), with_priority(job(10, 5, 3), 5)});
  const Outcome run = simulate_audited(instance, stopping({.every = Duration{0}}));
  EXPECT_EQ(run.starts(), (Starts{0, 1, 2, 10}));
  EXPECT_EQ(attempts_of(run), (std::vector<std::uint32_t>{1, 2, 1, 1}));
}

// Where it costs least: what started last has done least in vain.
TEST(Preemption, LeastWorkIsLost) {
  const Instance instance = Instance{}
                                .centre()
                                .pool(2)
                                .pool(2, kStart, 1, 1)
                                .jobs({job(0, 100, 2), job(5, 100, 2), with_priority(job(10, 5, 2), 1)});
  EXPECT_EQ(attempts_of(simulate_audited(instance, stopping({}))), (std::vector<std::uint32_t>{1, 2, 1}));
}

TEST(Preemption, NoAttemptIsStoppedBeforeItsMinimum) {
  const Instance instance = one_pool(2).jobs({job(0, 100, 2), with_priority(job(10, 5, 2), 1)});
  const Outcome run =
      simulate_audited(instance, stopping({.every = Duration{0}, .minimum_run = seconds(30)}));
  EXPECT_EQ(run.starts(), (Starts{0, 30}));
  EXPECT_EQ(end_of(run, 0), 105);
}

// Equal ranks stop nobody, whoever came first; nor does one that could not start even so.
TEST(Preemption, OnlyForOneThatStandsBeforeAndThenFits) {
  const Instance equals = one_pool(2).jobs({job(0, 100, 2), job(10, 5, 2)});
  EXPECT_EQ(simulate_audited(equals, stopping({})).starts(), (Starts{0, 100}));
  const Instance blocked =
      one_pool(4).jobs({with_priority(job(0, 50, 2), 9), job(1, 100, 2), with_priority(job(10, 5, 4), 5)});
  EXPECT_EQ(simulate_audited(blocked, stopping({})).starts(), (Starts{0, 1, 50}));
}

// What stands behind the head may fill what it leaves, and be stopped for the next head.
TEST(Preemption, BackfillingGoesOn) {
  PolicySettings policy = stopping({.every = Duration{0}});
  policy.backfill.rule = "easy";
  const Instance instance = one_pool(4).jobs(
      {job(0, 100, 4), with_priority(job(10, 20, 3), 1), job(11, 10, 1), with_priority(job(15, 5, 1), 2)});
  // At 10 the first is stopped; its rest, 90, does not fit. At 11 the third starts; at 15 the last stops it,
  // for it stands behind the second.
  const Outcome run = simulate_audited(instance, policy);
  EXPECT_EQ(run.starts(), (Starts{0, 10, 11, 15}));
  EXPECT_EQ(attempts_of(run), (std::vector<std::uint32_t>{2, 1, 2, 1}));
  EXPECT_EQ(end_of(run, 2), 26);  // again from 20 on, with 6 to do
  EXPECT_EQ(end_of(run, 0), 120);
}

// It is in no wait statistic, holds nothing, and what it did hold counts as busy.
TEST(Preemption, StoppedAndWaitingAtTheEnd) {
  Instance instance = interrupted();
  instance.until(at(36));
  const Outcome run = simulate_audited(instance, stopping({.every = Duration{0}}));
  EXPECT_EQ(run.rows()[0].last, RecordKind::JobLeftWaiting);
  EXPECT_FALSE(run.rows()[0].centre);
  EXPECT_EQ(run.rows()[0].executed, seconds(34));
  EXPECT_EQ(run.metrics.busy_accelerator_seconds(), 4 * 34 + 2);
}

}  // namespace
}  // namespace suanwang
