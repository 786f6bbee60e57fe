/// What must become of a result when the question is changed in a known way.
#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

#include "support/instances.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Instance;
using test::Outcome;
using test::Rng;

constexpr test::Variety kNetwork{.centres = 3,
                                 .types = 2,
                                 .pools = 2,
                                 .jobs = 60,
                                 .streams = 3,
                                 .largest_pool = 6,
                                 .late_pools = true,
                                 .too_large = true,
                                 .islands = true,
                                 .homes = true};

std::vector<PolicySettings> policies() {
  std::vector<PolicySettings> found;
  for (const BackfillEntry& rule : standard_catalogue().backfills) {
    for (const OrderEntry& order : standard_catalogue().orders) {
      for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
        PolicySettings policy;
        policy.order = order.name;
        policy.backfill.rule = rule.name;
        policy.backfill.depth = 2;
        policy.decide = decide;
        found.push_back(policy);
      }
    }
  }
  return found;
}

std::vector<std::vector<Job>> jobs_of(const Instance& instance) {
  std::vector<std::vector<Job>> streams;
  for (const auto& open : instance.streams) {
    auto& jobs = streams.emplace_back();
    const auto source = open();
    while (const auto job = source->next()) jobs.push_back(*job);
  }
  return streams;
}

/// The instance with other jobs.
Instance with_jobs(Instance instance, const std::vector<std::vector<Job>>& streams) {
  instance.streams.clear();
  instance.stream_ids.clear();
  for (const auto& jobs : streams) instance.jobs(jobs);
  return instance;
}

class Metamorphic : public ::testing::Test {
 protected:
  /// Calls `body(instance, policy, rng)` on random networks, for all policies in turn.
  template <class Body>
  static void for_networks(std::uint64_t cases, const test::Variety& variety, Body body) {
    test::for_seeds(cases, [&](Rng& rng) {
      static const std::vector<PolicySettings> all = policies();
      PolicySettings policy = rng.pick(all);
      policy.place = rng.pick(standard_catalogue().places).name;
      policy.dispatch = rng.pick(standard_catalogue().dispatches).name;
      if (rng.chance(0.3)) policy.max_waiting = static_cast<std::uint64_t>(rng.integer(0, 8));
      SCOPED_TRACE(policy.order + " " + policy.backfill.rule + " " + policy.place + " " + policy.dispatch);
      body(test::random_instance(rng, variety), policy, rng);
    });
  }
};

// All times × k: all results × k.
TEST_F(Metamorphic, TimesTimesK) {
  for_networks(600, kNetwork, [](const Instance& instance, const PolicySettings& policy, Rng& rng) {
    const std::int64_t k = rng.integer(2, 3);
    const auto stretch = [k](Time t) { return t == kNever ? t : kStart + (t - kStart) * k; };
    Instance stretched = instance;
    for (CentrePlan& centre : stretched.centres) centre.joins = stretch(centre.joins);
    for (PoolPlan& pool : stretched.pools) pool.online = stretch(pool.online);
    auto streams = jobs_of(instance);
    for (auto& jobs : streams) {
      for (Job& job : jobs) {
        job.submit = stretch(job.submit);
        job.run *= k;
        job.walltime *= k;
      }
    }
    const Outcome slow = test::simulate(with_jobs(stretched, streams), policy);
    const Outcome fast = test::simulate(instance, policy);
    ASSERT_EQ(slow.table.rows().size(), fast.table.rows().size());
    for (std::size_t i = 0; i < fast.table.rows().size(); ++i) {
      const JobRow& a = fast.table.rows()[i];
      const JobRow& b = slow.table.rows()[i];
      ASSERT_EQ(b.last, a.last);
      ASSERT_EQ(b.centre, a.centre);
      ASSERT_EQ(b.at, stretch(a.at));
      ASSERT_EQ(b.start, stretch(a.start));
      ASSERT_EQ(b.executed, a.executed * k);
      const auto left = fast.table.ranges_of(a);
      const auto right = slow.table.ranges_of(b);
      ASSERT_TRUE(std::equal(left.begin(), left.end(), right.begin(), right.end()));
    }
    EXPECT_DOUBLE_EQ(slow.metrics.busy_accelerator_seconds(),
                     static_cast<double>(k) * fast.metrics.busy_accelerator_seconds());
    EXPECT_EQ(slow.metrics.makespan(), stretch(fast.metrics.makespan()));
  });
}

// A centre whose pools all come after the end, and a stream of which no job comes before it, change nothing.
TEST_F(Metamorphic, WhatComesAfterTheEnd) {
  for_networks(400, kNetwork, [](Instance instance, const PolicySettings& policy, Rng& rng) {
    const Time end = test::at(rng.integer(1, 60));
    instance.until(end);
    const Digest before = test::simulate(instance, policy).fingerprint;
    instance.centre(rng.chance(0.5) ? kStart : end).pool(64, end).pool(64, end + test::seconds(9));
    instance.jobs({test::job(100, 5, 1)});
    EXPECT_EQ(test::simulate(instance, policy).fingerprint, before);
  });
}

// A last centre that nobody reaches: an island that never joins and that no job names.
TEST_F(Metamorphic, AnIslandWithoutJobs) {
  for_networks(300, kNetwork, [](Instance instance, const PolicySettings& policy, Rng& rng) {
    const Digest before = test::simulate(instance, policy).fingerprint;
    instance.centre(kNever).pool(64, rng.chance(0.5) ? kStart : test::at(7));
    EXPECT_EQ(test::simulate(instance, policy).fingerprint, before);
  });
}

// Where all jobs fit the first centre at once, a second one (by id) is never asked.
TEST_F(Metamorphic, ASecondCentreThatIsNotNeeded) {
  test::Variety small = kNetwork;
  small.centres = 1;
  small.islands = false;
  small.homes = false;
  for_networks(200, small, [](Instance instance, PolicySettings policy, Rng& /*rng*/) {
    policy.dispatch = "any";
    instance.pool(10'000, kStart, 8, 5);  // room for everybody
    const Outcome before = test::simulate(instance, policy);
    instance.centre().pool(64);
    EXPECT_EQ(test::simulate(instance, policy).fingerprint, before.fingerprint);
    for (const JobRow& row : before.table.rows()) EXPECT_EQ(row.start, row.submit);
  });
}

// Streams are merged by submission, then by their ids: where no two streams submit at one instant, the ids'
// order does not matter, and fingerprints know streams by the hashes of their names only.
TEST_F(Metamorphic, OrderOfStreams) {
  for_networks(300, kNetwork, [](const Instance& instance, const PolicySettings& policy, Rng& rng) {
    auto streams = jobs_of(instance);
    for (std::size_t s = 0; s < streams.size(); ++s) {  // instants apart by a few ns: 3n + s
      for (Job& job : streams[s]) job.submit += Duration{static_cast<std::int64_t>(s)};
    }
    const Instance straight = with_jobs(instance, streams);
    std::vector<std::size_t> order(streams.size());
    for (std::size_t s = 0; s < order.size(); ++s) order[s] = s;
    rng.shuffle(order);
    std::vector<std::vector<Job>> permuted;
    for (const std::size_t s : order) permuted.push_back(streams[s]);
    Instance other = with_jobs(instance, permuted);
    for (std::size_t i = 0; i < order.size(); ++i) other.stream_ids[i] = straight.stream_ids[order[i]];
    EXPECT_EQ(test::simulate(other, policy).fingerprint, test::simulate(straight, policy).fingerprint);
  });
}

// A pool cut into two that come online together is one pool to a gang.
TEST_F(Metamorphic, APoolInTwoParts) {
  for_networks(300, kNetwork, [](const Instance& instance, PolicySettings policy, Rng& rng) {
    policy.place = "first-fit";  // others look at nodes, which the cut changes
    Instance cut = instance;
    cut.pools.clear();
    for (const PoolPlan& pool : instance.pools) {
      PoolPlan first = pool;
      first.count = rng.integer(0, pool.count);
      PoolPlan second = pool;
      second.count = pool.count - first.count;
      cut.pools.push_back(first);
      cut.pools.push_back(second);
    }
    EXPECT_EQ(test::simulate(cut, policy).fingerprint, test::simulate(instance, policy).fingerprint);
  });
}

// In strict order of submission, with one pool, more accelerators never make any job start later. (A theorem:
// by induction over the queue, each job finds at least as many free. With backfilling it is none: Graham's
// anomalies.)
TEST_F(Metamorphic, ALargerPoolDelaysNobodyInStrictOrder) {
  test::for_seeds(400, [](Rng& rng) {
    const test::Variety variety{.jobs = 60, .largest_pool = 10};
    const Instance instance = test::random_instance(rng, variety);
    Instance larger = instance;
    larger.pools[0].count += rng.integer(1, 6);
    const auto decide = rng.chance(0.5) ? DecideRule::PerEvent : DecideRule::PerInstant;
    const std::vector<double> before = test::simulate(instance, test::fifo(decide)).starts();
    const std::vector<double> after = test::simulate(larger, test::fifo(decide)).starts();
    for (std::size_t i = 0; i < before.size(); ++i) ASSERT_LE(after[i], before[i]) << "job " << i;
  });
}

// With exact walltimes jobs end when they said: nothing is ever compressed, and a conservative plan is kept.
TEST_F(Metamorphic, ExactWalltimesMakeNoDifferenceToWhenConservativeDecides) {
  test::for_seeds(300, [](Rng& rng) {
    const Instance instance = test::random_instance(rng, {.jobs = 40, .exact_walltimes = true});
    EXPECT_EQ(test::simulate(instance, test::conservative()).starts(),
              test::simulate(instance, test::conservative(DecideRule::PerEvent)).starts());
  });
}

// One reservation is EASY; as many as there are jobs, with exact walltimes, is conservative at heart but
// plans anew in each pass, so only the first is a theorem.
TEST_F(Metamorphic, DepthOneIsEasy) {
  for_networks(600, kNetwork, [](const Instance& instance, PolicySettings policy, Rng& /*rng*/) {
    policy.backfill = {.rule = "depth", .depth = 1};
    const Digest depth = test::simulate(instance, policy).fingerprint;
    policy.backfill = {.rule = "easy"};
    EXPECT_EQ(test::simulate(instance, policy).fingerprint, depth);
  });
}

}  // namespace
}  // namespace suanwang
