/// The main loop's rules on worlds small enough to follow by hand: phases of supply, islands and joining,
/// kills, the end, and what happens within one instant.
#include "suanwang/model/simulation.hpp"

#include <gtest/gtest.h>

#include "suanwang/base/check.hpp"

#include "support/audit.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::conservative;
using test::easy;
using test::fifo;
using test::Instance;
using test::job;
using test::one_pool;
using test::Outcome;
using test::simulate_audited;
using Starts = std::vector<double>;

constexpr double kNotStarted = Outcome::kNotStarted;

Job at_home(Job made, std::size_t centre) {
  made.home = CentreId{centre};
  return made;
}

std::vector<std::size_t> centres_of(const Outcome& run) {
  std::vector<std::size_t> found;
  for (const JobRow& row : run.rows()) found.push_back(row.centre.value().index());
  return found;
}

// --- Supply
// -------------------------------------------------------------------------------------------------

// A job that fits only with the second phase waits for it; in strict order it holds up the one behind.
TEST(Supply, AJobWaitsForALaterPool) {
  const Instance instance = Instance{}.centre().pool(4).pool(4, at(100)).jobs({job(0, 5, 6), job(1, 5, 2)});
  EXPECT_EQ(simulate_audited(instance, fifo()).starts(), (Starts{100, 100}));
}

// EASY knows the date: the head is reserved at 100, with 2 left over. Job 1 (until 81) ends in time. Job 2
// (until 117) does not, but needs no more than the 2 left over. Job 3 would need more.
TEST(Supply, EasysShadowCountsScheduledPools) {
  const Instance instance = Instance{}
                                .centre()
                                .pool(4)
                                .pool(4, at(100))
                                .jobs({job(0, 5, 6), job(1, 80, 2), job(2, 115, 2), job(3, 115, 1)});
  EXPECT_EQ(simulate_audited(instance, easy()).starts(), (Starts{100, 1, 2, 105}));
  EXPECT_EQ(simulate_audited(instance, conservative()).starts(), (Starts{100, 1, 2, 105}));
}

// Pools of one type in one centre are one to a gang; of another type, or in another centre, they are not.
TEST(Supply, AGangTakesOneTypeInOneCentre) {
  const Instance together = Instance{}.centre().pool(2).pool(2).jobs({job(0, 5, 4)});
  EXPECT_EQ(simulate_audited(together, fifo()).starts(), (Starts{0}));
  const Instance apart =
      Instance{}.centre().pool(3).pool(3, kStart, 1, 1).centre().pool(3).jobs({job(0, 5, 4)});
  const Outcome run = simulate_audited(apart, fifo());
  EXPECT_EQ(run.starts(), (Starts{kNotStarted}));
  EXPECT_EQ(run.rows().at(0).reason, to_text(RejectReason::TooLarge));
}

// Accelerators are numbered through the centre by type, then pool: type 0 has pools 0 and 2 (0-3), type 1
// pool 1 (4-6).
TEST(Supply, NumbersRunByTypeThenPool) {
  const Instance instance = Instance{}
                                .centre()
                                .pool(2)
                                .pool(3, kStart, 1, 1)
                                .pool(2)
                                .jobs({job(0, 9, 3), job(0, 9, 3), job(0, 9, 1)});
  const Outcome run = simulate_audited(instance, fifo());
  const std::vector<JobRow> rows = run.rows();
  EXPECT_EQ(to_text(run.table.ranges_of(rows[0])), "0-2");
  EXPECT_EQ(to_text(run.table.ranges_of(rows[1])), "4-6");
  EXPECT_EQ(to_text(run.table.ranges_of(rows[2])), "3");
}

TEST(Supply, APoolOnlineBeforeTimeZeroIsThereFromTheBeginning) {
  const Instance instance =
      Instance{}.centre().pool(2, kStart - std::chrono::hours{1000}).jobs({job(0, 5, 2)});
  const Outcome run = simulate_audited(instance, fifo());
  EXPECT_EQ(run.starts(), (Starts{0}));
  EXPECT_EQ(run.metrics.available_accelerator_seconds(), 10);
}

// Submissions of the instant in which a pool comes online find it there.
TEST(Supply, ComesBeforeSubmissionsOfItsInstant) {
  for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
    const Instance instance = Instance{}.centre().pool(2, at(7)).jobs({job(7, 5, 2)});
    EXPECT_EQ(simulate_audited(instance, fifo(decide)).starts(), (Starts{7}));
  }
}

// --- Dispatch and joining
// -----------------------------------------------------------------------------------

TEST(Dispatch, AnyTakesTheFirstCentreThatFits) {
  const Instance instance = Instance{}.centre().pool(2).centre().pool(8).jobs(
      {job(0, 9, 2), job(0, 9, 1), job(0, 9, 4), job(10, 9, 1)});
  const Outcome run = simulate_audited(instance, fifo());
  EXPECT_EQ(run.starts(), (Starts{0, 0, 0, 10}));
  EXPECT_EQ(centres_of(run), (std::vector<std::size_t>{0, 1, 1, 0}));
}

// By itself, centre 0 works its two jobs off one after the other, though centre 1 is empty.
TEST(Dispatch, HomeKeepsJobsAtTheCentreTheyName) {
  PolicySettings home = fifo();
  home.dispatch = "home";
  const Instance instance = Instance{}.centre().pool(2).centre().pool(8).jobs(
      {at_home(job(0, 9, 2), 0), at_home(job(0, 9, 2), 0), at_home(job(0, 9, 4), 0), job(0, 9, 1)});
  const Outcome run = simulate_audited(instance, home);
  EXPECT_EQ(run.starts(), (Starts{0, 9, kNotStarted, kNotStarted}));
  EXPECT_EQ(run.rows()[2].reason, to_text(RejectReason::TooLarge));
  EXPECT_EQ(run.rows()[3].reason, to_text(RejectReason::NoHome));
}

// Centre 1 joins at 20. Before, it serves only its own jobs (0, 1, 2), though job 3 waits for the busy
// network; then its queue (2) and the network's (3, 4) are one, in the order of submission.
TEST(Joining, AnIslandsQueueMovesIntoTheNetwork) {
  const Instance instance = Instance{}.centre().pool(4).centre(at(20)).pool(4).jobs(
      {at_home(job(0, 25, 2), 1), job(1, 30, 4), at_home(job(2, 5, 4), 1), job(3, 5, 2), job(4, 5, 2)});
  const Outcome run = simulate_audited(instance, fifo());
  // Job 0 holds 2 of the island until 25, job 1 the network until 31. Job 2 needs 4: at 20 it is the head of
  // the common queue and blocks jobs 3 and 4; at 25 the island is free for it, at 30 for the others.
  EXPECT_EQ(run.starts(), (Starts{0, 1, 25, 30, 30}));
  EXPECT_EQ(centres_of(run), (std::vector<std::size_t>{1, 0, 1, 1, 1}));
  // EASY reserves for job 2 on the island at 25, and lets job 3 (until 25) run there before.
  EXPECT_EQ(simulate_audited(instance, easy()).starts(), (Starts{0, 1, 25, 20, 30}));
}

// The larger network is worth waiting for: until it joins, nothing fits the island's job.
TEST(Joining, AJobMayWaitForTheNetwork) {
  const Instance instance = Instance{}.centre(at(50)).pool(2).centre().pool(8).jobs(
      {at_home(job(0, 5, 6), 0), at_home(job(1, 5, 1), 0)});
  const Outcome run = simulate_audited(instance, fifo());
  EXPECT_EQ(run.starts(), (Starts{50, 50}));
  EXPECT_EQ(centres_of(run), (std::vector<std::size_t>{1, 0}));
}

TEST(Joining, ACentreThatNeverJoinsStaysAnIsland) {
  const Instance instance = Instance{}.centre(kNever).pool(8).centre().pool(2).jobs(
      {job(0, 9, 2), job(1, 9, 2), at_home(job(2, 9, 6), 0), job(3, 9, 6), at_home(job(4, 9, 9), 0)});
  const Outcome run = simulate_audited(instance, fifo());
  EXPECT_EQ(run.starts(), (Starts{0, 9, 2, kNotStarted, kNotStarted}));
  EXPECT_EQ(run.rows()[3].reason, to_text(RejectReason::TooLarge));
}

// --- Ends
// ---------------------------------------------------------------------------------------------------

TEST(Ends, AJobIsKilledAtItsWalltime) {
  const Outcome run = simulate_audited(one_pool(1).jobs({job(0, 10, 1, 4), job(0, 4, 1, 4)}), fifo());
  EXPECT_EQ(run.rows()[0].last, RecordKind::JobKilled);
  EXPECT_EQ(run.rows()[0].at, at(4));
  EXPECT_EQ(run.rows()[1].last, RecordKind::JobFinished) << "its walltime is its run time";
  EXPECT_EQ(run.rows()[1].at, at(8));
}

TEST(Ends, NothingHappensAtTheEndItself) {
  const Instance instance = one_pool(1).jobs({job(0, 10, 1), job(5, 10, 1), job(10, 1, 1)}).until(at(10));
  const Outcome run = simulate_audited(instance, fifo());
  ASSERT_EQ(run.table.rows().size(), 2U);
  EXPECT_EQ(run.rows()[0].last, RecordKind::JobLeftRunning);
  EXPECT_EQ(run.rows()[0].executed, test::seconds(10));
  EXPECT_EQ(run.rows()[1].last, RecordKind::JobLeftWaiting);
  EXPECT_EQ(run.simulation.ended, at(10));
}

TEST(Ends, AWorldWithoutJobsEndsAtOnce) {
  EXPECT_EQ(simulate_audited(one_pool(1).jobs({}), fifo()).simulation.ended, kStart);
  EXPECT_EQ(simulate_audited(Instance{}.centre().jobs({job(3, 1, 1)}), fifo()).starts(),
            (Starts{kNotStarted}));
}

// --- Within an instant
// --------------------------------------------------------------------------------------

// Per instant, a job that ends and one that comes at 5 see each other: the one that waited goes first.
TEST(PerInstant, CompletionsThenSubmissionsThenOnePass) {
  const Instance instance = one_pool(2).jobs({job(0, 5, 2), job(1, 5, 1), job(5, 5, 2)});
  EXPECT_EQ(simulate_audited(instance, fifo()).starts(), (Starts{0, 5, 10}));
}

// Per event, submissions of an instant come before its completions. Job 0 ends at 5 before its walltime (9);
// job 1 waits for all of the machine. When job 2 is submitted at 5, job 0 still holds: EASY reserves for job
// 1 at 9, and job 2 (1, until 8) starts before that. Per instant, job 1 starts at 5.
TEST(PerEvent, ASubmissionIsSeenBeforeAnEarlyEndOfItsInstant) {
  const Instance instance = one_pool(3).jobs({job(0, 5, 2, 9), job(1, 5, 3), job(5, 3, 1)});
  EXPECT_EQ(simulate_audited(instance, easy()).starts(), (Starts{0, 5, 10}));
  EXPECT_EQ(simulate_audited(instance, easy(DecideRule::PerEvent)).starts(), (Starts{0, 8, 5}));
}

// But a job whose walltime ends now counts as gone when a submission of that instant is looked at: at 5 job 2
// could start on what job 0 gives back, but job 1 is the head and takes all.
TEST(PerEvent, AWalltimeThatEndsNowCountsAsGone) {
  const Instance instance = one_pool(2).jobs({job(0, 5, 1), job(0, 5, 1), job(1, 5, 2), job(5, 3, 1)});
  EXPECT_EQ(simulate_audited(instance, easy(DecideRule::PerEvent)).starts(), (Starts{0, 0, 5, 10}));
}

// Ends of one instant run in the order of starts, a pass after each. Both jobs of 2 end at 5, before their
// walltimes. After the first, EASY still reserves for job 2 (of 4) at 9, and job 3 (2, until 8) starts; when
// the second has ended, job 2 has to wait for job 3. Per instant both are gone before the pass.
TEST(PerEvent, APassAfterEachEnd) {
  const Instance instance = one_pool(4).jobs({job(0, 5, 2, 9), job(0, 5, 2, 9), job(1, 7, 4), job(2, 3, 2)});
  EXPECT_EQ(simulate_audited(instance, easy(DecideRule::PerEvent)).starts(), (Starts{0, 0, 8, 5}));
  EXPECT_EQ(simulate_audited(instance, easy()).starts(), (Starts{0, 0, 5, 12}));
}

// --- Misuse
// -------------------------------------------------------------------------------------------------

TEST(Streams, EqualSubmissionsKeepTheOrderOfStreamsThenOfTheSource) {
  const Instance instance =
      one_pool(1).jobs({job(0, 1, 1), job(5, 1, 1), job(5, 1, 1)}).jobs({job(0, 1, 1), job(5, 1, 1)});
  const Outcome run = simulate_audited(instance, fifo());
  EXPECT_EQ(run.starts(0), (Starts{0, 5, 6}));
  EXPECT_EQ(run.starts(1), (Starts{1, 7}));
}

TEST(Progress, AStoppedRunHasNoResult) {
  std::vector<Job> jobs(10'000, job(0, 1, 1));
  const Instance instance = one_pool(1).jobs(std::move(jobs));
  WorldPlan plan;
  plan.centres = instance.centres;
  plan.pools = instance.pools;
  plan.sources.push_back(instance.streams[0]());
  const Policy policy{fifo()};
  Progress progress;
  progress.stop = true;
  Simulation simulation{std::move(plan), policy, {}, &progress};
  EXPECT_THROW(simulation.run(), Interrupted);
}

}  // namespace
}  // namespace suanwang
