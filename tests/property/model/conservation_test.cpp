/// Identities that hold in every run, whatever the policy: what flows in flows out.
#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

#include "support/audit.hpp"
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

PolicySettings random_policy(Rng& rng) {
  PolicySettings policy;
  policy.order = rng.pick(standard_catalogue().orders).name;
  policy.backfill.rule = rng.pick(standard_catalogue().backfills).name;
  policy.backfill.depth = static_cast<int>(rng.integer(1, 4));
  if (rng.chance(0.5)) policy.backfill.candidates = BackfillSettings::Candidates::Shortest;
  if (rng.chance(0.5)) policy.backfill.reserve = BackfillSettings::Reserve::Machines;
  policy.place = rng.pick(standard_catalogue().places).name;
  policy.dispatch = rng.pick(standard_catalogue().dispatches).name;
  if (rng.chance(0.5)) policy.decide = DecideRule::PerEvent;
  if (rng.chance(0.3)) policy.max_waiting = static_cast<std::uint64_t>(rng.integer(0, 8));
  return policy;
}

/// Integrals over time of how many wait, how many run, and how many accelerators they hold: exact, in ns.
class Integrals final : public Observer {
 public:
  void on(const Record& record) override {
    advance(record.at);
    switch (record.kind) {
      case RecordKind::JobSubmitted:
        ++waiting_;
        break;
      case RecordKind::JobStarted:
        --waiting_;
        ++running_;
        held_ += record.accelerators.count();
        break;
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
      case RecordKind::JobLeftRunning:
        --running_;
        held_ -= record.accelerators.count();
        break;
      case RecordKind::JobRejected:
      case RecordKind::JobLeftWaiting:
        --waiting_;
        break;
      default:
        break;
    }
  }

  std::int64_t waited = 0;
  std::int64_t ran = 0;
  std::int64_t accelerator_time = 0;

 private:
  void advance(Time t) {
    const std::int64_t span = (t - at_).count();
    waited += span * waiting_;
    ran += span * running_;
    accelerator_time += span * held_;
    at_ = t;
  }
  Time at_ = kStart;
  std::int64_t waiting_ = 0;
  std::int64_t running_ = 0;
  std::int64_t held_ = 0;
};

// Little's law with its boundary terms: the integral of the number waiting is the sum of the waits, those
// that the end of the simulation cut short included; and so for running jobs and for accelerators.
TEST(Conservation, LittlesLawToTheNanosecond) {
  test::for_seeds(600, [](Rng& rng) {
    Instance instance = random_instance(rng, kNetwork);
    if (rng.chance(0.5)) instance.until(test::at(rng.integer(1, 80)));
    Integrals integrals;
    const Outcome run = test::simulate_audited(instance, random_policy(rng), {&integrals});
    std::int64_t waited = 0;
    std::int64_t ran = 0;
    std::int64_t accelerator_time = 0;
    std::int64_t offered = 0;
    for (const JobRow& row : run.table.rows()) {
      waited += (row.at - row.submit - row.executed).count();
      ran += row.executed.count();
      accelerator_time += row.executed.count() * row.accelerators.count();
      offered += std::min(row.walltime, row.executed).count() * row.accelerators.count();
    }
    EXPECT_EQ(integrals.waited, waited);
    EXPECT_EQ(integrals.ran, ran);
    EXPECT_EQ(integrals.accelerator_time, accelerator_time);
    EXPECT_EQ(offered, accelerator_time) << "nobody holds anything beyond its walltime";
    EXPECT_DOUBLE_EQ(run.metrics.busy_accelerator_seconds(), static_cast<double>(accelerator_time) / 1e9);
    EXPECT_LE(run.metrics.busy_accelerator_seconds(),
              run.metrics.available_accelerator_seconds() * (1 + 1e-12));
  });
}

// Samples are the finished jobs' and nobody else's.
TEST(Conservation, SamplesAreTheFinishedJobs) {
  test::for_seeds(200, [](Rng& rng) {
    const Instance instance = random_instance(rng, kNetwork);
    const Outcome run = test::simulate(instance, random_policy(rng));
    std::vector<std::pair<Duration, Duration>> rows;  // (wait, executed)
    for (const JobRow& row : run.table.rows()) {
      if (row.last != RecordKind::JobFinished) continue;
      rows.emplace_back(row.at - row.submit - row.executed, row.executed);
    }
    std::vector<std::pair<Duration, Duration>> samples;
    run.metrics.samples().for_each(
        [&](const JobSample& sample) { samples.emplace_back(sample.wait, sample.executed); });
    std::sort(rows.begin(), rows.end());
    std::sort(samples.begin(), samples.end());
    EXPECT_EQ(samples, rows);
  });
}

// In strict order nobody starts before a job ahead of it in the queue.
TEST(Conservation, StrictOrderIsStrict) {
  test::for_seeds(300, [](Rng& rng) {
    const Instance instance = random_instance(rng, {.centres = 3,
                                                    .types = 2,
                                                    .pools = 2,
                                                    .jobs = 60,
                                                    .streams = 3,
                                                    .largest_pool = 6,
                                                    .late_pools = true});
    const Outcome run =
        test::simulate(instance, test::fifo(rng.chance(0.5) ? DecideRule::PerEvent : DecideRule::PerInstant));
    Time last = kStart;
    for (const JobRow& row : run.table.rows()) {
      EXPECT_GE(row.start, last) << "job " << row.index << " of stream " << row.stream.index();
      last = row.start;
    }
  });
}

// No accelerator idles while the head of the queue would fit: what a pass leaves waiting could not start.
class HeadsBlocked final : public Observer {
 public:
  void on(const Record& record) override {
    if (record.at > at_) check();
    at_ = record.at;
    switch (record.kind) {
      case RecordKind::PoolOnline:
        online_ += record.accelerators.count();
        break;
      case RecordKind::JobSubmitted:
        queue_.emplace_back(record.job->submit, record.job->index, record.accelerators);
        break;
      case RecordKind::JobRejected:
        remove(record);
        break;
      case RecordKind::JobStarted:
        remove(record);
        held_ += record.accelerators.count();
        break;
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
        held_ -= record.accelerators.count();
        break;
      default:
        break;
    }
  }

 private:
  void check() const {
    if (queue_.empty()) return;
    EXPECT_GT(std::get<2>(queue_.front()).count(), online_ - held_) << "the head could start";
  }
  void remove(const Record& record) {
    std::erase_if(queue_, [&](const auto& waiting) { return std::get<1>(waiting) == record.job->index; });
  }
  Time at_ = kStart;
  std::int64_t online_ = 0;
  std::int64_t held_ = 0;
  std::vector<std::tuple<Time, std::uint64_t, Accelerators>> queue_;
};

TEST(Conservation, TheHeadNeverWaitsForNothing) {
  test::for_seeds(400, [](Rng& rng) {
    const Instance instance = random_instance(rng, {.pools = 3, .jobs = 40, .late_pools = true});
    PolicySettings policy = random_policy(rng);
    policy.order = "fifo";
    policy.dispatch = "any";
    policy.max_waiting.reset();
    if (policy.backfill.rule == "conservative") policy.backfill.rule = "easy";  // its head has a reservation
    HeadsBlocked audit;
    test::simulate(instance, policy, {&audit});
  });
}

}  // namespace
}  // namespace suanwang
