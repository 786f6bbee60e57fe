/// Quotas and cohorts, worked by hand: the examples of Kueue's documentation ("Cluster Queue": two teams of 9
/// and 12 in one cohort, their borrowing and lending limits; "Preemption": who goes), to the instant.
/// Times in seconds.
#include "support/quotas.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "support/audit.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::fifo;
using test::Instance;
using test::job;
using test::of_tenant;
using test::one_cohort;
using test::one_pool;
using test::Outcome;
using test::quota;
using test::QuotaAudit;
using test::seconds;
using test::with_quotas;
using Starts = std::vector<double>;
using Reclaim = PreemptionSettings::Reclaim;

constexpr std::size_t kA = 0;
constexpr std::size_t kB = 1;

PolicySettings reclaiming(Reclaim reclaim = Reclaim::Any) {
  PolicySettings policy = fifo();
  policy.preemption = PreemptionSettings{.every = Duration{0}, .reclaim = reclaim};
  return policy;
}

Outcome run_with(const Instance& instance, const QuotaPlan& plan, const PolicySettings& policy) {
  QuotaAudit audit{plan, true};
  return test::simulate_audited(with_quotas(instance, plan), policy, {&audit});
}

std::size_t at_zero(const Outcome& run) {
  std::size_t n = 0;
  for (const double start : run.starts()) n += start == 0 ? 1U : 0U;
  return n;
}

double end_of(const Outcome& run, std::size_t index) {
  return in_seconds(run.rows().at(index).at - kStart);
}

std::vector<Job> ones(std::size_t count, std::size_t tenant, std::int64_t run) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < count; ++i) jobs.push_back(of_tenant(job(0, run, 1), tenant));
  return jobs;
}

// "If team-b has no admitted workloads, team-a can admit 12 + 9 = 21"; with a borrowing limit of 1: 9 + 1 =
// 10; where team-b lends no more than 1: 10 as well; without a cohort: 9. All on a pool that has room for
// more.
TEST(Quotas, ATeamBorrowsWhatItsCohortLends) {
  const Instance instance = one_pool(30).jobs(ones(25, kA, 100));
  const auto starting = [&](const QuotaPlan& plan) { return at_zero(run_with(instance, plan, fifo())); };
  EXPECT_EQ(starting(one_cohort({quota(kA, 9), quota(kB, 12)}, 2)), 21U);
  EXPECT_EQ(starting(one_cohort({quota(kA, 9, 1), quota(kB, 12)}, 2)), 10U);
  EXPECT_EQ(starting(one_cohort({quota(kA, 9), quota(kB, 12, {}, 1)}, 2)), 10U);
  EXPECT_EQ(starting(one_cohort({quota(kA, 9), quota(kB, 12, {}, 0)}, 2)), 9U);
  QuotaPlan apart = one_cohort({quota(kA, 9), quota(kB, 12)}, 2);
  apart.cohorts.assign(2, std::nullopt);
  EXPECT_EQ(starting(apart), 9U);
}

// What a lending limit keeps back is there for its owner at once: of 12, 1 is lent; at 5, 11 are free.
TEST(Quotas, WhatIsNotLentIsThereAtOnce) {
  std::vector<Job> jobs = ones(25, kA, 100);
  jobs.push_back(of_tenant(job(5, 10, 11), kB));
  const Outcome run =
      run_with(one_pool(30).jobs(jobs), one_cohort({quota(kA, 9), quota(kB, 12, {}, 1)}, 2), fifo());
  EXPECT_EQ(run.starts().back(), 5);
}

// "If team-b has pending workloads and team-a has all its nominal quota used, workloads of team-b are
// admitted before any new in team-a": the borrowers end at 10, 20, ... one by one; the 12th brings team-b its
// 12, at 120. At 130 team-a holds 8 of its 9, and takes up one of those that wait; then one every 10 s.
TEST(Quotas, NobodyBorrowsWhileTheOwnerWaits) {
  std::vector<Job> jobs;
  for (std::int64_t i = 1; i <= 21; ++i) jobs.push_back(of_tenant(job(0, 10 * i, 1), kA));
  for (int i = 0; i < 9; ++i) jobs.push_back(of_tenant(job(1, 1000, 1), kA));
  jobs.push_back(of_tenant(job(5, 2000, 12), kB));
  const Outcome run = run_with(one_pool(30).jobs(jobs), one_cohort({quota(kA, 9), quota(kB, 12)}, 2), fifo());
  Starts expected(21, 0);
  for (int i = 0; i < 9; ++i) expected.push_back(130 + 10 * i);
  expected.push_back(120);
  EXPECT_EQ(run.starts(), expected);
}

// Team-a holds all 21 when team-b comes for its 12 at 5: the last 12 of team-a go, and are back at 55.
TEST(Quotas, TheOwnerReclaimsAtOnce) {
  std::vector<Job> jobs = ones(21, kA, 100);
  jobs.push_back(of_tenant(job(5, 50, 12), kB));
  const QuotaPlan plan = one_cohort({quota(kA, 9), quota(kB, 12)}, 2);
  const Outcome run = run_with(one_pool(21).jobs(jobs), plan, reclaiming());
  EXPECT_EQ(run.starts().back(), 5);
  EXPECT_EQ(run.metrics.preemptions(), 12U);
  for (std::size_t i = 0; i < 21; ++i) {
    EXPECT_EQ(run.rows()[i].attempts, i < 9 ? 1U : 2U) << i;
    EXPECT_EQ(end_of(run, i), i < 9 ? 100 : 55 + 95) << i;
  }
  // One more than its own: it would borrow itself, and nobody is stopped for that.
  jobs.back() = of_tenant(job(5, 50, 13), kB);
  EXPECT_EQ(run_with(one_pool(21).jobs(jobs), plan, reclaiming()).starts().back(), 100);
  EXPECT_EQ(run_with(one_pool(21).jobs(jobs), plan, fifo()).starts().back(), 100);
}

// Lowest priority first, of these the latest start; no more than needed. Team-b lacks 3: the job of 2 that
// started last and one of 1 go, that of priority 7 stays, and so does what is team-a's own.
TEST(Quotas, LowestPriorityAndLatestStartGo) {
  const Instance instance = one_pool(8).jobs(
      {of_tenant(job(0, 100, 2), kA), of_tenant(job(1, 100, 1), kA), of_tenant(job(2, 100, 2), kA, 7),
       of_tenant(job(3, 100, 1), kA), of_tenant(job(4, 100, 2), kA), of_tenant(job(10, 5, 3), kB, 3)});
  const QuotaPlan plan = one_cohort({quota(kA, 4), quota(kB, 4)}, 2);
  const auto attempts = [&](Reclaim reclaim) {
    std::vector<std::uint32_t> found;
    for (const JobRow& row : run_with(instance, plan, reclaiming(reclaim)).rows())
      found.push_back(row.attempts);
    return found;
  };
  const std::vector<std::uint32_t> by_force{1, 1, 1, 2, 2, 1};
  EXPECT_EQ(attempts(Reclaim::Any), by_force);
  EXPECT_EQ(attempts(Reclaim::LowerPriority), by_force);
  EXPECT_EQ(attempts(Reclaim::Never), (std::vector<std::uint32_t>{1, 1, 1, 1, 1, 1}));
}

// Only jobs of a lower priority: where all that team-a borrows is of the same, team-b waits.
TEST(Quotas, LowerPriorityMeansLower) {
  const Instance instance =
      one_pool(8).jobs({of_tenant(job(0, 100, 8), kA, 3), of_tenant(job(10, 5, 2), kB, 3)});
  const QuotaPlan plan = one_cohort({quota(kA, 4), quota(kB, 4)}, 2);
  EXPECT_EQ(run_with(instance, plan, reclaiming(Reclaim::LowerPriority)).starts(), (Starts{0, 100}));
  EXPECT_EQ(run_with(instance, plan, reclaiming(Reclaim::Any)).starts(), (Starts{0, 10}));
}

// A gang goes whole, although half of it was its tenant's own; it needs all 8 to be back.
TEST(Quotas, AGangGoesWhole) {
  const Instance instance = one_pool(8).jobs({of_tenant(job(0, 100, 8), kA), of_tenant(job(3, 10, 1), kB)});
  const Outcome run = run_with(instance, one_cohort({quota(kA, 4), quota(kB, 4)}, 2), reclaiming());
  EXPECT_EQ(run.starts(), (Starts{0, 3}));
  EXPECT_EQ(end_of(run, 0), 13 + 97);
}

// No attempt is stopped before its minimum: team-b waits until 30.
TEST(Quotas, ABorrowerHasItsMinimumRun) {
  PolicySettings policy = reclaiming();
  policy.preemption->minimum_run = seconds(30);
  const Instance instance = one_pool(8).jobs({of_tenant(job(0, 100, 8), kA), of_tenant(job(3, 10, 1), kB)});
  EXPECT_EQ(run_with(instance, one_cohort({quota(kA, 4), quota(kB, 4)}, 2), policy).starts(),
            (Starts{0, 30}));
}

// What does not fit its quota keeps nobody waiting, not even behind a head that may not be overtaken: of 4,
// the second would make 5, the third fits; the one of the other tenant goes at once.
TEST(Quotas, WhoLacksQuotaStepsAside) {
  const Instance instance = one_pool(16).jobs({of_tenant(job(0, 50, 2), kA), of_tenant(job(1, 10, 3), kA),
                                               of_tenant(job(2, 10, 2), kA), of_tenant(job(3, 10, 8), kB)});
  QuotaPlan plan = one_cohort({quota(kA, 4)}, 2);
  EXPECT_EQ(run_with(instance, plan, fifo()).starts(), (Starts{0, 50, 2, 3}));
}

// Within a tenant, quota goes by the order: both wait for accelerators, and the later one, which stands
// before, takes the quota of the earlier.
TEST(Quotas, QuotaGoesByTheOrderOfItsTenant) {
  PolicySettings policy = fifo();
  policy.order = "priority";
  const Instance instance =
      one_pool(4).jobs({job(0, 100, 4), of_tenant(job(1, 10, 4), kA), of_tenant(job(2, 10, 4), kA, 5)});
  EXPECT_EQ(run_with(instance, one_cohort({quota(kA, 4)}, 1), policy).starts(), (Starts{0, 110, 100}));
}

// A job counts in each region in which its centre lies: 4 in the province, of which 2 in the city.
TEST(Quotas, CityAndProvinceBothCount) {
  Instance instance = Instance{}.centre().pool(8).centre().pool(8);
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < 6; ++i) {
    jobs.push_back(of_tenant(job(0, 10, 1), kA));
    jobs.back().home = CentreId{i < 3 ? 0U : 1U};
  }
  instance.jobs(jobs);
  QuotaPlan plan;
  plan.quotas = {quota(kA, 4, {}, {}, 0), quota(kA, 2, {}, {}, 1)};
  plan.cohorts = {std::nullopt};
  plan.regions = {{0, 1}, {0}};
  PolicySettings policy = fifo();
  policy.dispatch = "home";
  EXPECT_EQ(run_with(instance, plan, policy).starts(), (Starts{0, 0, 10, 0, 0, 10}));
}

// The freed accelerators must be where the job can use them: team-a borrows at both centres, and that one is
// stopped that runs where team-b's job belongs, although it started first.
TEST(Quotas, WhatIsReclaimedIsWhereItIsNeeded) {
  Instance instance = Instance{}.centre().pool(4).centre().pool(4);
  std::vector<Job> jobs{of_tenant(job(0, 100, 4), kA), of_tenant(job(1, 100, 4), kA),
                        of_tenant(job(5, 10, 4), kB)};
  jobs[1].home = CentreId{1};
  jobs[0].home = jobs[2].home = CentreId{0};
  instance.jobs(jobs);
  PolicySettings policy = reclaiming();
  policy.dispatch = "home";
  const Outcome run = run_with(instance, one_cohort({quota(kA, 2), quota(kB, 6)}, 2, 2), policy);
  EXPECT_EQ(run.starts(), (Starts{0, 1, 5}));
  EXPECT_EQ(run.rows()[0].attempts, 2U);
  EXPECT_EQ(run.rows()[1].attempts, 1U);
}

TEST(Quotas, WhatCanNeverFitIsRejected) {
  const QuotaPlan plan = one_cohort({quota(kA, 4, 2), quota(kB, 4)}, 2);
  const Instance instance = one_pool(16).jobs({of_tenant(job(0, 10, 6), kA), of_tenant(job(0, 10, 7), kA),
                                               of_tenant(job(0, 10, 9), kB), of_tenant(job(0, 10, 8), kB)});
  for (const char* dispatch : {"any", "national"}) {
    PolicySettings policy = fifo();
    policy.dispatch = dispatch;
    QuotaAudit audit{plan};
    const Outcome run = test::simulate_audited(with_quotas(instance, plan), policy, {&audit});
    EXPECT_EQ(run.starts(), (Starts{0, Outcome::kNotStarted, Outcome::kNotStarted, 10})) << dispatch;
    const std::string why{to_text(RejectReason::OverQuota)};
    EXPECT_EQ(audit.rejected, (std::vector<std::string>{why, why})) << dispatch;
  }
}

}  // namespace
}  // namespace suanwang
