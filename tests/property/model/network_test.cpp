/// Whatever the network, the data and the dispatcher: what must always hold.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/random_worlds.hpp"
#include "support/seeds.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::draw_below;
using test::Drawn;
using test::Instance;
using test::Outcome;
using test::random_policy;
using test::random_world;
using test::Rng;
using test::text_of;

/// Keeps books of what goes over the network and where jobs start.
class NetworkAudit final : public Observer {
 public:
  explicit NetworkAudit(const Drawn& drawn) : drawn_{&drawn} {}

  void on(const Record& record) override {
    switch (record.kind) {
      case RecordKind::TransferStarted:
        ++started;
        check_sender(*record.transfer);
        break;
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
        expect_sent(record);
        break;
      case RecordKind::TransferFinished:
        ++finished;
        check_zone(*record.transfer);
        break;
      case RecordKind::TransferLeft:
        ++left;
        EXPECT_GE(record.transfer->left, 0);
        EXPECT_LE(record.transfer->left, record.transfer->bytes * (1 + 1e-9));
        check_zone(*record.transfer);
        break;
      case RecordKind::LinkLoad:
        EXPECT_LE(record.load->bytes_per_second, record.load->capacity * (1 + 1e-9));
        break;
      case RecordKind::JobStarted:
        check_start(record);
        break;
      default:
        break;
    }
  }

  std::uint64_t started = 0;
  std::uint64_t finished = 0;
  std::uint64_t left = 0;
  std::uint64_t checkpoints = 0;

  /// Of jobs that have ended, what has not set out home.
  [[nodiscard]] bool owes_nothing() const { return owed_.empty(); }

 private:
  /// A job that ends away from home owes it its output, or a checkpoint where it was killed.
  void expect_sent(const Record& record) {
    const Job& job = drawn_->jobs.at(record.job->label);
    const bool is_killed = record.kind == RecordKind::JobKilled;
    const auto bytes = static_cast<double>(is_killed ? job.checkpoint : job.output);
    if (bytes == 0 || record.job->home == record.centre) return;
    owed_[record.job->label] = {is_killed ? TransferPurpose::Checkpoint : TransferPurpose::Output,
                                *record.centre, *record.job->home, bytes};
  }

  /// Nothing else leaves, and it goes from where the job ran to its home.
  void check_sender(const TransferFacts& transfer) {
    if (transfer.purpose == TransferPurpose::Staging) return;
    if (transfer.purpose == TransferPurpose::Checkpoint) ++checkpoints;
    const auto owed = owed_.find(transfer.label);
    ASSERT_NE(owed, owed_.end());
    EXPECT_EQ(owed->second, std::tuple(transfer.purpose, transfer.from, transfer.to, transfer.bytes));
    owed_.erase(owed);
  }

  /// No byte of a zone's data outside it: neither at an end, nor on the way.
  void check_zone(const TransferFacts& transfer) const {
    if (transfer.purpose != TransferPurpose::Staging) return;
    const auto& delivery = drawn_->datasets[transfer.dataset.index()].delivery[transfer.to.index()];
    ASSERT_TRUE(delivery.has_value());
    const Allowed& passage = drawn_->network.passages[delivery->passage];
    EXPECT_TRUE(passage.node(transfer.from.index()));
    EXPECT_TRUE(passage.node(transfer.to.index()));
    for (const ResourceId resource : transfer.path) {
      const std::size_t link = resource.index() / 2;
      if (link >= drawn_->network.links.size()) continue;
      EXPECT_TRUE(passage.node(drawn_->network.links[link].a));
      EXPECT_TRUE(passage.node(drawn_->network.links[link].b));
    }
  }

  void check_start(const Record& record) const {
    const CentreId where = *record.centre;
    const CentrePlan& plan = drawn_->plans[where.index()];
    if (record.job->home == where) return;
    EXPECT_LE(plan.joins, record.at) << "a job from elsewhere runs on an island";
    EXPECT_LE(drawn_->plans[record.job->home->index()].joins, record.at) << "an island's job runs elsewhere";
    if (plan.most_accelerators) {
      EXPECT_LE(record.accelerators.count(), *plan.most_accelerators);
    }
  }

  const Drawn* drawn_;
  std::map<std::uint64_t, std::tuple<TransferPurpose, CentreId, CentreId, double>>
      owed_;  // by label of the job
};

/// Every job ends in a final state, every transfer too, nothing starts before it may, and accelerators are
/// never given twice (which the ledger would refuse with an error).
TEST(NetworkProperty, NothingIsLostAndNothingLeavesItsZone) {
  std::uint64_t checkpoints = 0;
  test::for_seeds(1500, [&](Rng& rng) {
    Drawn drawn = random_world(rng);
    const PolicySettings policy = random_policy(rng);
    if (rng.chance(0.4)) draw_below(rng, drawn);
    SCOPED_TRACE(text_of(policy));
    NetworkAudit audit{drawn};
    const Instance instance = drawn.instance();
    const Outcome run = test::simulate(instance, policy, {&audit});
    EXPECT_EQ(run.rows().size(), drawn.jobs.size());
    EXPECT_EQ(audit.started, audit.finished + audit.left);
    EXPECT_TRUE(audit.owes_nothing());
    checkpoints += audit.checkpoints;
    for (const JobRow& row : run.rows()) {
      EXPECT_GE(row.staged, Duration{0});
      if (row.attempts == 0) continue;
      if (!policy.hold_while_staging) {
        EXPECT_GE(row.start, row.submit + row.staged);
      }
    }
  });
  if (std::getenv("SUANWANG_SEED") == nullptr) {
    EXPECT_GT(checkpoints, 0U);
  }
}

/// A view that is renewed whenever something has changed promises nothing that is gone; one that is not does.
/// A job in conflict did not start when it was sent, and not before the view was outdated.
class ConflictAudit final : public Observer {
 public:
  void on(const Record& record) override {
    if (record.kind == RecordKind::JobDispatched && record.progress->moves == 0)
      sent_[record.job->index] = record.at;
    if (record.kind == RecordKind::JobStarted && record.progress->moves == 0) {
      EXPECT_FALSE(record.progress->conflict && record.at == sent_.at(record.job->index));
    }
    if (record.kind == RecordKind::JobFinished && record.progress->conflict) ++conflicts;
  }
  std::uint64_t conflicts = 0;

 private:
  std::map<std::uint64_t, Time> sent_;
};

TEST(NetworkProperty, OnlyOutdatedViewsMakeConflicts) {
  std::uint64_t conflicts = 0;
  test::for_seeds(400, [&](Rng& rng) {
    Drawn drawn = random_world(rng);
    PolicySettings policy = random_policy(rng);
    policy.dispatch = rng.chance(0.5) ? "national" : "overflow";
    ConflictAudit fresh;
    drawn.dispatcher = {rng.chance(0.5) ? Duration{0} : test::seconds(3), Duration{0}};
    test::simulate(drawn.instance(), policy, {&fresh});
    EXPECT_EQ(fresh.conflicts, 0U);
    ConflictAudit stale;
    drawn.dispatcher.refresh = test::seconds(20);
    test::simulate(drawn.instance(), policy, {&stale});
    conflicts += stale.conflicts;
  });
  if (std::getenv("SUANWANG_SEED") == nullptr) {
    EXPECT_GT(conflicts, 0U);
  }
}

/// The same world, the same run: bit for bit, with any number of threads for scoring. Forty jobs that come
/// together and sixteen centres are enough of a matrix for threads.
TEST(NetworkProperty, ThreadsChangeNothing) {
  test::for_seeds(100, [](Rng& rng) {
    Drawn drawn = random_world(rng, 16);
    for (Job& each : drawn.jobs) each.submit = kStart;
    drawn.dispatcher.latency = test::seconds(1);  // whatever the rule decides by, all are due together
    PolicySettings policy = random_policy(rng);
    policy.dispatch = rng.chance(0.5) ? "national" : "data";
    Instance instance = drawn.instance();
    const Outcome one = test::simulate(instance, policy);
    const auto more = instance.more;
    instance.more = [more](WorldPlan& plan) {
      more(plan);
      plan.parallelism = {4};
    };
    const Outcome four = test::simulate(instance, policy);
    EXPECT_EQ(four.fingerprint.text(), one.fingerprint.text());
    EXPECT_EQ(one.simulation.parallel_windows, 0U);
    EXPECT_GT(four.simulation.parallel_windows, 0U);
  });
}

/// Every dataset at the first centre only, where every job with data belongs; nothing can be moved. Then a
/// network is as good as islands, job by job, whoever dispatches by completion or data.
TEST(NetworkProperty, WithoutBandwidthAreIslands) {
  test::for_seeds(300, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    for (LinkPlan& link : drawn.network.links) link.capacity = CapacityPlan{BytesPerSecond{0}};
    for (CentrePlan& plan : drawn.plans) plan = {};
    drawn.dispatcher = {};
    for (DatasetPlan& dataset : drawn.datasets) dataset.at = {CentreId{0}};
    for (Job& each : drawn.jobs) {
      each.home = CentreId{0};
      if (each.data == 0) each.data = static_cast<std::uint32_t>(drawn.lists.size() - 1);
    }
    if (drawn.lists.size() == 1) return;
    PolicySettings policy = random_policy(rng);
    policy.max_waiting.reset();
    policy.dispatch = "home";
    const Instance instance = drawn.instance();
    const Outcome islands = test::simulate(instance, policy);
    for (const std::string dispatch : {"national", "overflow", "data"}) {
      policy.dispatch = dispatch;
      EXPECT_EQ(test::simulate(instance, policy).starts(), islands.starts()) << dispatch;
    }
  });
}

/// Links without limit and without latency: no job waits for data.
TEST(NetworkProperty, WithoutLimitsNoJobWaitsForData) {
  test::for_seeds(300, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    drawn.network.links.clear();
    for (std::size_t c = 1; c < drawn.centres; ++c)
      drawn.network.links.push_back({0, c, Seconds{0}, CapacityPlan{kUnlimited}});
    drawn.network.ingress.clear();
    drawn.network.passages[1] = {};
    drawn.storage.assign(drawn.centres, std::nullopt);
    const PolicySettings policy = random_policy(rng);
    const Outcome run = test::simulate(drawn.instance(), policy);
    for (const JobRow& row : run.rows()) EXPECT_EQ(row.staged, Duration{0});
  });
}

/// Where every centre keeps all of itself from guests, each job goes home or nowhere: as islands, job by job,
/// whoever dispatches. (Unless the dispatcher takes its time: then every job waits for that, too. And per
/// event a dispatcher brings other passes, and with them other jobs to stop.)
TEST(NetworkProperty, ReservesOfAllMakeIslands) {
  test::for_seeds(1500, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    for (CentrePlan& plan : drawn.plans) plan.reserve = 1;
    drawn.dispatcher.latency = Duration{0};
    PolicySettings policy = random_policy(rng);
    if (policy.preemption) policy.decide = DecideRule::PerInstant;
    const Instance instance = drawn.instance();
    const std::vector<JobRow> rows = test::simulate(instance, policy).rows();
    SCOPED_TRACE(text_of(policy));
    policy.dispatch = "home";
    const std::vector<JobRow> islands = test::simulate(instance, policy).rows();
    ASSERT_EQ(rows.size(), islands.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const JobRow& row = rows[i];
      const JobRow& island = islands[i];
      EXPECT_EQ(std::tie(row.last, row.attempts, row.staged),
                std::tie(island.last, island.attempts, island.staged));
      if (row.last == RecordKind::JobRejected) continue;  // the reasons differ, and when they are known
      EXPECT_EQ(std::tie(row.centre, row.at), std::tie(island.centre, island.at));
      if (row.attempts > 0) {
        EXPECT_EQ(row.start, island.start);
      }
    }
  });
}

}  // namespace
}  // namespace suanwang
