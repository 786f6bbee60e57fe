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

#include "support/seeds.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::Instance;
using test::job;
using test::Outcome;
using test::Rng;

constexpr double kGb = 1e9;

/// A world of a few centres, links, datasets, zones and jobs, drawn at random.
struct Drawn {
  std::size_t centres = 0;
  NetworkPlan network;
  std::vector<DatasetPlan> datasets;
  std::vector<std::vector<DatasetId>> lists = {{}};
  std::vector<std::optional<std::int64_t>> storage;
  std::vector<CentrePlan> plans;
  std::vector<std::int64_t> cards;
  std::vector<Job> jobs;
  DispatcherPlan dispatcher;

  [[nodiscard]] Instance instance() const {
    Instance instance;
    for (std::size_t c = 0; c < centres; ++c) {
      instance.centre().pool(cards[c]);
      instance.centres.back() = plans[c];
    }
    instance.jobs(jobs);
    instance.more = [this](WorldPlan& plan) {
      plan.network = network;
      plan.datasets = datasets;
      plan.data_lists = lists;
      plan.storage = storage;
      plan.dispatcher = dispatcher;
    };
    return instance;
  }
};

BytesPerSecond random_bandwidth(Rng& rng) {
  if (rng.chance(0.1)) return BytesPerSecond{0};
  if (rng.chance(0.1)) return kUnlimited;
  return BytesPerSecond{static_cast<double>(rng.integer(1, 4)) * kGb};
}

CapacityPlan random_capacity(Rng& rng, bool cuts) {
  std::vector<Outage> outages;
  for (int i = 0; cuts && i < 2; ++i) {
    const std::int64_t from = rng.integer(0, 100);
    if (rng.chance(0.5)) outages.push_back({at(from), at(from + rng.integer(1, 60))});
  }
  std::vector<Upgrade> upgrades;
  if (rng.chance(0.3)) upgrades.push_back({at(rng.integer(1, 100)), random_bandwidth(rng)});
  return CapacityPlan{random_bandwidth(rng), std::move(upgrades), outages};
}

void draw_network(Rng& rng, Drawn& drawn) {
  drawn.network.centres = drawn.centres;
  for (std::size_t a = 0; a < drawn.centres; ++a) {
    for (std::size_t b = a + 1; b < drawn.centres; ++b) {
      if (rng.chance(0.4)) continue;
      const double latency = rng.chance(0.3) ? 0 : static_cast<double>(rng.integer(1, 5));
      drawn.network.links.push_back({a, b, Seconds{latency}, random_capacity(rng, true)});
    }
  }
  if (rng.chance(0.3)) drawn.network.routing = {RoutingRule::Kind::Split, 3};
  if (rng.chance(0.3)) drawn.network.ingress.assign(drawn.centres, BytesPerSecond{kGb});
  drawn.network.rtt_fair = rng.chance(0.3);
}

void draw_data(Rng& rng, Drawn& drawn) {
  // A zone of some centres: passage 1.
  Allowed zone;
  for (std::size_t c = 0; c < drawn.centres; ++c) zone.nodes.push_back(rng.chance(0.6));
  zone.nodes[0] = true;
  drawn.network.passages.push_back(zone);
  const std::int64_t datasets = rng.integer(1, 4);
  for (std::int64_t d = 0; d < datasets; ++d) {
    const bool zoned = rng.chance(0.5);
    DatasetPlan dataset{rng.chance(0.1) ? 0 : rng.integer(1, 40) * 1'000'000'000, {}, {}};
    for (std::size_t c = 0; c < drawn.centres; ++c) {
      const bool may = !zoned || zone.nodes[c];
      dataset.delivery.push_back(may ? std::optional{Delivery{zoned ? 1U : 0U, Duration{0}}} : std::nullopt);
      if (may && (dataset.at.empty() || rng.chance(0.2))) dataset.at.emplace_back(c);
    }
    drawn.datasets.push_back(std::move(dataset));
  }
  for (std::int64_t l = 0; l < 3; ++l) {
    std::vector<DatasetId> list;
    for (std::int64_t d = 0; d < datasets; ++d) {
      if (rng.chance(0.5)) list.emplace_back(static_cast<std::size_t>(d));
    }
    if (!list.empty()) drawn.lists.push_back(std::move(list));
  }
  for (std::size_t c = 0; c < drawn.centres; ++c) {
    std::int64_t own = 0;
    for (const DatasetPlan& dataset : drawn.datasets) {
      if (std::ranges::find(dataset.at, CentreId{c}) != dataset.at.end()) own += dataset.size;
    }
    drawn.storage.push_back(rng.chance(0.5) ? std::nullopt
                                            : std::optional{own + rng.integer(0, 60) * 1'000'000'000});
  }
}

Drawn random_world(Rng& rng, std::int64_t most_centres = 5) {
  Drawn drawn;
  drawn.centres = static_cast<std::size_t>(rng.integer(most_centres == 5 ? 1 : most_centres, most_centres));
  draw_network(rng, drawn);
  draw_data(rng, drawn);
  for (std::size_t c = 0; c < drawn.centres; ++c) {
    drawn.cards.push_back(rng.integer(1, 6));
    CentrePlan plan;
    if (rng.chance(0.2)) plan.joins = rng.chance(0.5) ? kNever : at(rng.integer(1, 80));
    if (rng.chance(0.2)) plan.reserve = 0.5;
    if (rng.chance(0.2)) plan.opt_outs.emplace_back(at(rng.integer(0, 50)), at(rng.integer(51, 90)));
    if (rng.chance(0.2)) plan.most_accelerators = rng.integer(0, 4);
    drawn.plans.push_back(std::move(plan));
  }
  for (int i = 0; i < 40; ++i) {
    const std::int64_t run = rng.integer(1, 30);
    Job made = job(rng.integer(0, 100), run, rng.integer(1, 5),
                   run + rng.integer(rng.chance(0.2) ? 1 - run : 0, 20));
    made.home =
        CentreId{static_cast<std::size_t>(rng.integer(0, static_cast<std::int64_t>(drawn.centres) - 1))};
    made.data = static_cast<std::uint32_t>(rng.integer(0, static_cast<std::int64_t>(drawn.lists.size()) - 1));
    made.output = rng.chance(0.3) ? rng.integer(0, 5) * 1'000'000'000 : 0;
    made.checkpoint = rng.chance(0.3) ? rng.integer(0, 5) * 1'000'000'000 : 0;
    made.label = static_cast<std::uint64_t>(i);
    drawn.jobs.push_back(made);
  }
  if (rng.chance(0.3)) drawn.dispatcher.latency = test::seconds(rng.integer(1, 5));
  if (rng.chance(0.3)) drawn.dispatcher.refresh = test::seconds(rng.integer(1, 20));
  return drawn;
}

PolicySettings random_policy(Rng& rng) {
  static const std::vector<std::string> kDispatch{"home",        "overflow", "data",         "national",
                                                  "round-robin", "random",   "least-loaded", "power-of-two"};
  static const std::vector<std::string> kRules{"none", "easy", "conservative", "depth"};
  PolicySettings policy;
  policy.dispatch = kDispatch[static_cast<std::size_t>(rng.integer(0, 7))];
  policy.backfill.rule = kRules[static_cast<std::size_t>(rng.integer(0, 3))];
  policy.backfill.depth = 2;
  policy.order = rng.chance(0.3) ? "sjf" : "fifo";
  policy.overflow_after = test::seconds(rng.integer(0, 20));
  policy.decide = rng.chance(0.3) ? DecideRule::PerEvent : DecideRule::PerInstant;
  policy.stage_ahead = rng.chance(0.5);
  policy.hold_while_staging = !policy.stage_ahead && rng.chance(0.4);
  if (rng.chance(0.2)) policy.max_waiting = static_cast<std::uint64_t>(rng.integer(0, 5));
  return policy;
}

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

std::string text_of(const PolicySettings& p) {
  return p.dispatch + " " + p.order + " " + p.backfill.rule + (p.stage_ahead ? " ahead" : "") +
         (p.hold_while_staging ? " hold" : "") + (p.decide == DecideRule::PerEvent ? " per-event" : "") +
         (p.max_waiting ? " max " + std::to_string(*p.max_waiting) : "");
}

/// Every job ends in a final state, every transfer too, nothing starts before it may, and accelerators are
/// never given twice (which the ledger would refuse with an error).
TEST(NetworkProperty, NothingIsLostAndNothingLeavesItsZone) {
  std::uint64_t checkpoints = 0;
  test::for_seeds(1500, [&](Rng& rng) {
    const Drawn drawn = random_world(rng);
    const PolicySettings policy = random_policy(rng);
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
    if (record.kind == RecordKind::JobDispatched && record.moves == 0) sent_[record.job->index] = record.at;
    if (record.kind == RecordKind::JobStarted && record.moves == 0) {
      EXPECT_FALSE(record.conflict && record.at == sent_.at(record.job->index));
    }
    if (record.kind == RecordKind::JobFinished && record.conflict) ++conflicts;
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
/// whoever dispatches. (Unless the dispatcher takes its time: then every job waits for that, too.)
TEST(NetworkProperty, ReservesOfAllMakeIslands) {
  test::for_seeds(1500, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    for (CentrePlan& plan : drawn.plans) plan.reserve = 1;
    drawn.dispatcher.latency = Duration{0};
    PolicySettings policy = random_policy(rng);
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
