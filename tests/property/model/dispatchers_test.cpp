/// Dispatchers of regions below the one of the whole network: what must hold whatever they serve.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/audit.hpp"
#include "support/random_worlds.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Drawn;
using test::Instance;
using test::Outcome;
using test::random_policy;
using test::random_world;
using test::Rng;
using test::text_of;

PolicySettings random_choosing_policy(Rng& rng) {
  PolicySettings policy = random_policy(rng);
  while (policy.dispatch == "home") policy = random_policy(rng);
  return policy;
}

/// What became of the jobs, where, when, and with how many moves.
using Fate = std::tuple<RecordKind, std::optional<CentreId>, Time, Time, Duration, std::uint32_t>;
std::vector<Fate> fates(const Outcome& run) {
  std::vector<Fate> found;
  for (const JobRow& row : run.rows()) {
    const bool ran = row.attempts > 0;
    found.emplace_back(row.last, ran ? std::optional{row.centre} : std::nullopt, ran ? row.start : kNever,
                       row.at, row.staged, row.attempts);
  }
  return found;
}

/// One below that serves every centre and keeps its jobs, with the latency and the view of the single one.
TEST(DispatchersBelow, OneThatServesAllIsTheSingleOne) {
  test::for_seeds(800, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    const PolicySettings policy = random_choosing_policy(rng);
    SCOPED_TRACE(text_of(policy));
    const Outcome single = test::simulate(drawn.instance(), policy);
    RegionalPlan all{drawn.dispatcher, {}};
    for (std::size_t c = 0; c < drawn.centres; ++c) all.centres.emplace_back(c);
    drawn.below.push_back(all);
    drawn.dispatcher = test::random_dispatcher(rng);  // it has nothing to do
    const Outcome below = test::simulate(drawn.instance(), policy);
    EXPECT_EQ(below.fingerprint.text(), single.fingerprint.text());
    EXPECT_EQ(fates(below), fates(single));
    EXPECT_EQ(below.simulation.events, single.simulation.events);
  });
}

/// One for each centre that keeps its jobs: islands, job by job, whatever the rule.
TEST(DispatchersBelow, OneForEachCentreAreIslands) {
  test::for_seeds(800, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    for (std::size_t c = 0; c < drawn.centres; ++c) {
      RegionalPlan& own = drawn.below.emplace_back(RegionalPlan{test::random_dispatcher(rng), {CentreId{c}}});
      own.dispatcher.latency = Duration{0};  // every job would wait for that, too
    }
    PolicySettings policy = random_choosing_policy(rng);
    SCOPED_TRACE(text_of(policy));
    const Instance instance = drawn.instance();
    const Outcome below = test::simulate(instance, policy);
    policy.dispatch = "home";
    EXPECT_EQ(fates(below), fates(test::simulate(instance, policy)));
  });
}

/// Follows each job from dispatcher to dispatcher.
class DispatcherAudit final : public Observer {
 public:
  explicit DispatcherAudit(const Drawn& drawn) : drawn_{&drawn}, serving_(drawn.centres) {
    for (std::size_t d = 0; d < drawn.below.size(); ++d) {
      for (const CentreId centre : drawn.below[d].centres) serving_[centre.index()] = d;
    }
  }

  void on(const Record& record) override {
    switch (record.kind) {
      case RecordKind::JobDispatched:
        EXPECT_EQ(record.dispatcher, dispatcher_of(record));
        ++(record.dispatcher.index() < drawn_->below.size() ? by_region : by_all);
        break;
      case RecordKind::JobPassedOn:
        pass_on(record);
        break;
      case RecordKind::JobStarted:
        start(record);
        break;
      default:
        break;
    }
  }

  std::uint64_t by_region = 0;
  std::uint64_t by_all = 0;
  std::uint64_t passed_on = 0;
  std::uint64_t left_region = 0;

 private:
  [[nodiscard]] std::optional<std::size_t> region_of(const Record& record) const {
    return serving_[record.job->home->index()];
  }
  [[nodiscard]] DispatcherId dispatcher_of(const Record& record) const {
    const bool passed = passed_.contains(record.job->index);
    return DispatcherId{passed ? drawn_->below.size() : region_of(record).value_or(drawn_->below.size())};
  }

  /// Once, from a region, not before it could decide, and not where it keeps its jobs.
  void pass_on(const Record& record) {
    EXPECT_EQ(record.dispatcher, dispatcher_of(record));
    ASSERT_LT(record.dispatcher.index(), drawn_->below.size());
    const RegionalPlan& from = drawn_->below[record.dispatcher.index()];
    ASSERT_TRUE(from.passes_on.has_value());
    EXPECT_GE(record.at, record.job->submit + from.dispatcher.latency);
    EXPECT_EQ(record.progress->attempts, 0U) << "it has started";
    EXPECT_TRUE(passed_.insert(record.job->index).second);
    ++passed_on;
  }

  void start(const Record& record) {
    const std::optional<std::size_t> region = region_of(record);
    if (!region) return;
    const bool inside = serving_[record.centre->index()] == region;
    if (!inside) ++left_region;
    EXPECT_TRUE(inside || passed_.contains(record.job->index)) << "it left the region of its dispatcher";
  }

  const Drawn* drawn_;
  std::vector<std::optional<std::size_t>> serving_;
  std::set<std::uint64_t> passed_;
};

TEST(DispatchersBelow, DecideOnlyOverTheirCentresAndLoseNoJob) {
  std::uint64_t by_region = 0;
  std::uint64_t by_all = 0;
  std::uint64_t passed_on = 0;
  std::uint64_t left_region = 0;
  test::for_seeds(1500, [&](Rng& rng) {
    Drawn drawn = random_world(rng);
    test::draw_below(rng, drawn);
    const PolicySettings policy = random_choosing_policy(rng);
    SCOPED_TRACE(text_of(policy));
    DispatcherAudit audit{drawn};
    const Outcome run = test::simulate(drawn.instance(), policy, {&audit});
    EXPECT_EQ(run.rows().size(), drawn.jobs.size());
    by_region += audit.by_region;
    by_all += audit.by_all;
    passed_on += audit.passed_on;
    left_region += audit.left_region;
  });
  if (std::getenv("SUANWANG_SEED") != nullptr) return;
  for (const std::uint64_t count : {by_region, by_all, passed_on, left_region}) EXPECT_GT(count, 500U);
}

/// Where there is no data to bring, each accelerator is given once at a time, and nobody is lost.
TEST(DispatchersBelow, KeepTheBooks) {
  test::for_seeds(500, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    test::draw_below(rng, drawn);
    for (Job& each : drawn.jobs) each.data = 0;
    const PolicySettings policy = random_choosing_policy(rng);
    SCOPED_TRACE(text_of(policy));
    test::simulate_audited(drawn.instance(), policy);
  });
}

TEST(DispatchersBelow, ThreadsChangeNothing) {
  constexpr std::size_t kRegion = 13;  // 40 jobs that are due together are enough of a matrix
  test::for_seeds(60, [](Rng& rng) {
    Drawn drawn = random_world(rng, 16);
    RegionalPlan& region = drawn.below.emplace_back();
    for (std::size_t c = 0; c < kRegion; ++c) region.centres.emplace_back(c);
    region.dispatcher.latency = test::seconds(1);
    region.passes_on = test::seconds(rng.integer(0, 20));
    for (Job& each : drawn.jobs) {
      each.submit = kStart;
      each.home = CentreId{rng.index(kRegion)};
    }
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
    EXPECT_GT(four.simulation.parallel_windows, 0U);
  });
}

}  // namespace
}  // namespace suanwang
