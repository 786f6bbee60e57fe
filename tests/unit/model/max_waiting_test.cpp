/// `max_waiting`: who is refused, when, and what that does for the others.
#include <gtest/gtest.h>

#include "suanwang/model/simulation.hpp"

#include "support/audit.hpp"
#include "support/simulate.hpp"

namespace suanwang {

namespace {

using test::at;
using test::conservative;
using test::fifo;
using test::Instance;
using test::job;
using test::one_pool;
using test::Outcome;
using test::simulate_audited;
using Starts = std::vector<double>;

constexpr double kNotStarted = Outcome::kNotStarted;

// One runs, two wait; of those that come together, the later are refused. At 10 there is room again.
TEST(MaxWaiting, RefusesTheLastThatCame) {
  PolicySettings policy = fifo();
  policy.max_waiting = 2;
  const Instance instance = one_pool(1).jobs(
      {job(0, 10, 1), job(1, 10, 1), job(2, 10, 1), job(2, 10, 1), job(3, 10, 1), job(10, 10, 1)});
  for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
    policy.decide = decide;
    const Outcome run = simulate_audited(instance, policy);
    EXPECT_EQ(run.starts(), (Starts{0, 10, 20, kNotStarted, kNotStarted, 30}));
    EXPECT_EQ(run.rows()[3].reason, to_text(RejectReason::QueueFull));
    EXPECT_EQ(run.rows()[3].at, at(2)) << "refused when it came";
  }
}

// With no room to wait, a job starts at once or never.
TEST(MaxWaiting, Zero) {
  PolicySettings policy = fifo();
  policy.max_waiting = 0;
  const Outcome run =
      simulate_audited(one_pool(2).jobs({job(0, 5, 1), job(1, 5, 2), job(2, 5, 1), job(5, 5, 1)}), policy);
  EXPECT_EQ(run.starts(), (Starts{0, kNotStarted, 2, 5}));
}

// A refused job gives its reservation back. Job 1 would have run 10-20, and is refused; job 2 may start
// at 10.
TEST(MaxWaiting, ARefusedJobHoldsNoReservation) {
  PolicySettings policy = conservative();
  policy.max_waiting = 0;
  const Outcome run =
      simulate_audited(one_pool(1).jobs({job(0, 10, 1), job(1, 10, 1), job(10, 5, 1)}), policy);
  EXPECT_EQ(run.starts(), (Starts{0, kNotStarted, 10}));
}

// Job 2 is shorter, so it stands before job 1 and does not fit; it came last, and is refused. Job 1 then
// starts in the same instant.
TEST(MaxWaiting, ARefusedHeadHoldsNobodyBack) {
  PolicySettings policy = fifo();
  policy.order = "sjf";
  policy.max_waiting = 1;
  const Instance instance = one_pool(2).jobs({job(0, 100, 1), job(1, 50, 1), job(1, 10, 2)});
  EXPECT_EQ(simulate_audited(instance, policy).starts(), (Starts{0, 1, kNotStarted}));
}

// Per event a job is refused at its submission: at 100 job 0 still holds the accelerator, unless its walltime
// ends there, for then it counts as gone.
TEST(MaxWaiting, PerEventJudgesBeforeTheCompletionsOfItsInstant) {
  PolicySettings policy = fifo();
  policy.max_waiting = 0;
  policy.decide = DecideRule::PerEvent;
  const auto starts = [&](std::int64_t walltime) {
    return simulate_audited(one_pool(1).jobs({job(0, 100, 1, walltime), job(100, 10, 1)}), policy).starts();
  };
  EXPECT_EQ(starts(200), (Starts{0, kNotStarted}));
  EXPECT_EQ(starts(100), (Starts{0, 100}));
}

}  // namespace

}  // namespace suanwang
