/// Quotas on random worlds: what must hold whatever is asked for.
#include "support/quotas.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/audit.hpp"
#include "support/random_worlds.hpp"
#include "support/seeds.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::Instance;
using test::job;
using test::of_tenant;
using test::Outcome;
using test::QuotaAudit;
using test::Rng;
using test::seconds;
using Reclaim = PreemptionSettings::Reclaim;

/// A borrower that has just started is stopped in the next nanosecond.
constexpr Duration kInstants{1000};

struct World {
  Instance instance;
  QuotaPlan plan;
  PolicySettings policy;
};

QuotaPlan random_plan(Rng& rng, std::size_t centres, std::size_t tenants, bool by_region) {
  QuotaPlan plan;
  const std::uint32_t regions = by_region ? 3 : 1;
  for (std::size_t c = 0; c < centres; ++c) {
    auto& of_centre = plan.regions.emplace_back();
    of_centre.push_back(0);
    for (std::uint32_t r = 1; r < regions; ++r) {
      if (rng.chance(0.5)) of_centre.push_back(r);
    }
  }
  for (std::size_t t = 0; t < tenants; ++t) {
    plan.cohorts.push_back(rng.chance(0.2) ? std::nullopt
                                           : std::optional{static_cast<std::uint32_t>(rng.integer(0, 1))});
    for (std::uint32_t r = 0; r < regions; ++r) {
      if (rng.chance(0.3)) continue;
      Quota quota = test::quota(t, rng.integer(0, 8), {}, {}, r);
      if (plan.cohorts.back() && rng.chance(0.4)) quota.borrow = Accelerators::whole(rng.integer(0, 5));
      if (plan.cohorts.back() && rng.chance(0.4))
        quota.lend = Accelerators::whole(rng.integer(0, quota.nominal.count()));
      plan.quotas.push_back(quota);
    }
  }
  return plan;
}

PolicySettings random_rules(Rng& rng, bool by_region) {
  static const std::vector<std::string> kRules{"none", "easy", "conservative", "depth"};
  static const std::vector<std::string> kChosen{"home", "national", "least-loaded", "overflow", "scored"};
  PolicySettings policy;
  policy.dispatch = by_region || rng.chance(0.5) ? rng.pick(kChosen) : "any";
  if (policy.dispatch == "scored" && rng.chance(0.5))
    policy.scoring.moves_after = seconds(rng.integer(0, 10));
  policy.overflow_after = seconds(rng.integer(0, 10));
  policy.backfill.rule = rng.pick(kRules);
  policy.backfill.depth = 2;
  policy.order = rng.pick<std::string>({"fifo", "fifo", "sjf", "priority"});
  policy.decide = rng.chance(0.3) ? DecideRule::PerEvent : DecideRule::PerInstant;
  if (rng.chance(0.6)) {
    policy.preemption = PreemptionSettings{
        .every = seconds(rng.integer(0, 3)),
        .restart = seconds(rng.integer(0, 2)),
        .minimum_run = seconds(rng.integer(0, 4)),
        .reclaim = rng.pick<Reclaim>({Reclaim::Any, Reclaim::Any, Reclaim::LowerPriority, Reclaim::Never})};
  }
  return policy;
}

World random_quota_world(Rng& rng) {
  World world;
  const bool by_region = rng.chance(0.6);
  const auto centres = static_cast<std::size_t>(rng.integer(1, 3));
  const auto tenants = static_cast<std::size_t>(rng.integer(1, 4));
  for (std::size_t c = 0; c < centres; ++c) world.instance.centre().pool(rng.integer(2, 8));
  world.plan = random_plan(rng, centres, tenants, by_region);
  world.policy = random_rules(rng, by_region);
  std::vector<Job> jobs;
  for (int i = 0; i < 40; ++i) {
    const std::int64_t run = rng.integer(1, 20);
    Job made = job(rng.integer(0, 60), run, rng.integer(1, 5), run + rng.integer(0, 10));
    made.priority = static_cast<std::int32_t>(rng.integer(0, 2));
    made.home = CentreId{rng.index(centres)};
    if (rng.chance(0.9)) made.tenant = TenantId{rng.index(tenants)};
    jobs.push_back(made);
  }
  world.instance.jobs(std::move(jobs));
  return world;
}

std::string text_of(const PolicySettings& p) {
  return p.dispatch + " " + p.order + " " + p.backfill.rule +
         (p.decide == DecideRule::PerEvent ? " per-event" : "") +
         (p.preemption ? " reclaim " + std::to_string(static_cast<int>(p.preemption->reclaim)) : "");
}

/// Never more than a tenant's own and what is lent to it; nobody loses what is his own; everything runs or is
/// rejected in the end.
TEST(QuotasOfRandomWorlds, AreKeptAndKeepNobodyForEver) {
  std::size_t preemptions = 0;
  std::size_t borrowed = 0;
  test::for_seeds(1500, [&](Rng& rng) {
    const World world = random_quota_world(rng);
    SCOPED_TRACE(text_of(world.policy));
    QuotaAudit audit{world.plan, world.policy.order == "fifo"};
    test::simulate_audited(test::with_quotas(world.instance, world.plan), world.policy, {&audit});
    EXPECT_EQ(audit.left_waiting, 0U);
    preemptions += audit.preemptions;
    borrowed += audit.borrowed;
  });
  EXPECT_GT(preemptions, 200U);  // else the worlds are too easy
  EXPECT_GT(borrowed, 1000U);
}

/// The same where data is shipped, dispatchers of regions pass jobs on, queues are full and centres opt out;
/// the simulation itself sees to it that no job is lost.
TEST(QuotasOfRandomWorlds, AreKeptBesideDataAndDispatchers) {
  std::size_t borrowed = 0;
  test::for_seeds(1000, [&](Rng& rng) {
    test::Drawn drawn = test::random_world(rng);
    if (rng.chance(0.5)) test::draw_below(rng, drawn);
    for (Job& each : drawn.jobs) each.tenant = TenantId{rng.index(3)};
    const QuotaPlan plan = random_plan(rng, drawn.centres, 3, true);
    PolicySettings policy = test::random_policy(rng);
    const bool reclaims = !policy.max_waiting && rng.chance(0.6);
    if (reclaims && !policy.preemption) policy.preemption = PreemptionSettings{.every = seconds(1)};
    if (reclaims) policy.preemption->reclaim = Reclaim::Any;
    SCOPED_TRACE(test::text_of(policy));
    QuotaAudit audit{plan, policy.order == "fifo"};
    test::simulate(test::with_quotas(drawn.instance(), plan), policy, {&audit});
    borrowed += audit.borrowed;
  });
  EXPECT_GT(borrowed, 1000U);
}

/// Quotas that never bind change nothing; where nobody is stopped, not even the number of passes.
TEST(QuotasOfRandomWorlds, ThatNeverBindChangeNothing) {
  test::for_seeds(500, [](Rng& rng) {
    World world = random_quota_world(rng);
    SCOPED_TRACE(text_of(world.policy));
    const Outcome without = test::simulate(world.instance, world.policy);
    for (Quota& quota : world.plan.quotas) {
      quota.nominal = Accelerators::whole(1'000'000);
      quota.lend.reset();
    }
    const Outcome with = test::simulate(test::with_quotas(world.instance, world.plan), world.policy);
    EXPECT_EQ(with.fingerprint.text(), without.fingerprint.text());
    if (!world.policy.preemption) {
      EXPECT_EQ(with.simulation.passes, without.simulation.passes);
    }
  });
}

/// For jobs of one accelerator, first come first served, a quota of q is a pool of q.
TEST(QuotasOfRandomWorlds, AQuotaIsAPoolOfItsSize) {
  test::for_seeds(300, [](Rng& rng) {
    const std::int64_t q = rng.integer(1, 6);
    std::vector<Job> jobs;
    for (int i = 0; i < 60; ++i) jobs.push_back(of_tenant(job(rng.integer(0, 50), rng.integer(1, 20), 1), 0));
    const QuotaPlan plan = test::one_cohort({test::quota(0, q)}, 1);
    PolicySettings policy = test::fifo();
    policy.backfill.rule = rng.pick<std::string>({"none", "easy", "conservative"});
    const Instance wide = test::with_quotas(test::one_pool(60).jobs(jobs), plan);
    EXPECT_EQ(test::simulate(wide, policy).starts(),
              test::simulate(test::one_pool(q).jobs(jobs), policy).starts());
  });
}

/// A tenant that lends and gets back at once has every job done no later than on accelerators of its own
/// (jobs of one accelerator, whose work is kept): it always has as many as it needs of those, and the first
/// come is the last to be stopped.
TEST(QuotasOfRandomWorlds, ReclaimGuaranteesWhatIsOnesOwn) {
  test::for_seeds(300, [](Rng& rng) {
    const std::int64_t own = rng.integer(1, 5);
    const std::int64_t others = rng.integer(1, 5);
    std::vector<Job> jobs;
    for (int i = 0; i < 60; ++i) {
      const std::size_t tenant = rng.chance(0.2) ? 0 : 1;
      jobs.push_back(of_tenant(job(rng.integer(0, 60), rng.integer(1, 30), 1), tenant));
    }
    const QuotaPlan plan = test::one_cohort({test::quota(0, own), test::quota(1, others, 100, {})}, 2);
    PolicySettings policy = test::fifo();
    policy.preemption = PreemptionSettings{.every = Duration{0}, .reclaim = Reclaim::Any};
    // By itself on a pool of its own size, with nobody to lend from.
    std::vector<Job> alone;
    for (const Job& each : jobs) {
      if (each.tenant == TenantId{0}) alone.push_back(each);
    }
    if (alone.empty()) return;
    const Instance both = test::with_quotas(test::one_pool(own + others).jobs(jobs), plan);
    std::vector<JobRow> together = test::simulate(both, policy).rows();
    std::erase_if(together, [](const JobRow& row) { return row.tenant != TenantId{0}; });
    const std::vector<JobRow> apart = test::simulate(test::one_pool(own).jobs(alone), policy).rows();
    ASSERT_EQ(together.size(), apart.size());
    for (std::size_t i = 0; i < apart.size(); ++i) EXPECT_LE(together[i].at, apart[i].at + kInstants) << i;
  });
}

}  // namespace
}  // namespace suanwang
