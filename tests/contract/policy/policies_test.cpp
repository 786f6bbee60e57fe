/// What every policy that the catalogue can compose must obey, whatever it decides: each combination of
/// order × backfill (× its parameters) × place × dispatch × decide runs random small networks in which
/// centres join, pools come late, jobs are killed, refused and left at the end. A new entry is tested by
/// being listed.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

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
using test::Variety;

/// The values of a parameter to try: all that the catalogue lists, or some small numbers.
std::vector<std::string> values_of(const PolicyParameter& parameter) {
  const std::string text{parameter.values};
  if (text.starts_with("integer")) return {"1", "3"};
  std::vector<std::string> found;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(" | ", from), text.size());
    found.push_back(text.substr(from, to - from));
    from = to + 3;
  }
  return found;
}

/// @pre the catalogue lists the parameter
void set(BackfillSettings& backfill, std::string_view parameter, const std::string& value) {
  if (parameter == "candidates") {
    backfill.candidates =
        value == "shortest" ? BackfillSettings::Candidates::Shortest : BackfillSettings::Candidates::Queue;
  } else if (parameter == "reserve") {
    backfill.reserve =
        value == "machines" ? BackfillSettings::Reserve::Machines : BackfillSettings::Reserve::Count;
  } else if (parameter == "depth") {
    backfill.depth = std::stoi(value);
  } else {
    throw std::logic_error("this test does not know the parameter " + std::string{parameter});
  }
}

struct NamedPolicy {
  std::string name;
  PolicySettings settings;
};

/// Orders and backfill rules with all their parameters; places, dispatch and decide are the tests' loops.
std::vector<NamedPolicy> catalogue() {
  std::vector<NamedPolicy> rules;
  for (const BackfillEntry& entry : standard_catalogue().backfills) {
    std::vector<NamedPolicy> variants(1);
    variants[0].name = entry.name;
    variants[0].settings.backfill.rule = entry.name;
    for (const PolicyParameter& parameter : entry.parameters) {
      std::vector<NamedPolicy> more;
      for (const NamedPolicy& variant : variants) {
        for (const std::string& value : values_of(parameter)) {
          more.push_back(variant);
          more.back().name.append("_").append(value);
          set(more.back().settings.backfill, parameter.name, value);
        }
      }
      variants = more;
    }
    rules.insert(rules.end(), variants.begin(), variants.end());
  }
  std::vector<NamedPolicy> found;
  for (const OrderEntry& order : standard_catalogue().orders) {
    for (const NamedPolicy& rule : rules) {
      found.push_back(rule);
      found.back().settings.order = order.name;
      found.back().name.insert(0, std::string{order.name}.append("_"));
      std::replace(found.back().name.begin(), found.back().name.end(), '-', '_');
    }
  }
  return found;
}

/// A job may run only where dispatch sends it, and is refused for its size only if nothing there can ever
/// take it.
class DispatchAudit final : public Observer {
 public:
  DispatchAudit(const Instance& instance, Dispatch dispatch)
      : dispatch_{dispatch}, end_{instance.end}, centres_{instance.centres} {
    for (const auto& open : instance.streams) {
      auto& homes = homes_.emplace_back();
      const auto source = open();
      while (const auto job = source->next()) homes.push_back(job->home);
    }
    largest_.resize(centres_.size());
    std::map<std::pair<CentreId, AcceleratorId>, Accelerators> together;
    for (const PoolPlan& pool : instance.pools) {
      if (pool.online >= end_) continue;
      Accelerators& sum = together[{pool.centre, pool.type}];
      sum += Accelerators::whole(pool.count);
      Accelerators& largest = largest_.at(pool.centre.index());
      largest = std::max(largest, sum);
    }
  }

  void on(const Record& record) override {
    if (record.kind == RecordKind::JobRejected) rejected(record);
    if (record.kind == RecordKind::JobStarted) started(record);
  }

 private:
  void rejected(const Record& record) const {
    const bool homeless = dispatch_ == Dispatch::Home && !home(record);
    EXPECT_EQ(record.reason == to_text(RejectReason::NoHome), homeless);
    if (homeless) return;
    Accelerators most;
    for (std::size_t c = 0; c < centres_.size(); ++c) {
      if (may_ever_run_in(record, c)) most = std::max(most, largest_[c]);
    }
    EXPECT_EQ(record.reason == to_text(RejectReason::TooLarge), record.accelerators > most);
  }

  [[nodiscard]] bool may_ever_run_in(const Record& record, std::size_t centre) const {
    const bool at_home = home(record) == CentreId{centre};
    if (dispatch_ == Dispatch::Home) return at_home;
    const bool from_island = home(record) && centres_[home(record)->index()].joins >= end_;
    const bool joins = centres_[centre].joins < end_;
    return from_island ? at_home : joins;
  }

  void started(const Record& record) const {
    if (dispatch_ == Dispatch::Home || centres_.at(record.centre.value().index()).joins > record.at) {
      EXPECT_EQ(record.centre, home(record)) << "a centre by itself serves its own jobs only";
    } else if (home(record) && *home(record) != *record.centre) {
      EXPECT_LE(centres_[home(record)->index()].joins, record.at) << "the job of an island runs elsewhere";
    }
  }

  [[nodiscard]] std::optional<CentreId> home(const Record& record) const {
    return homes_.at(record.job->stream.index()).at(record.job->index);
  }

  Dispatch dispatch_;
  Time end_;
  std::vector<CentrePlan> centres_;
  std::vector<Accelerators> largest_;  // the largest gang that a centre can ever take
  std::vector<std::vector<std::optional<CentreId>>> homes_;
};

class EveryPolicy : public ::testing::TestWithParam<NamedPolicy> {
 protected:
  /// Calls `body(settings, dispatch, rng)` for each place × dispatch × decide, on `cases` seeds each.
  template <class Body>
  static void for_each_combination(std::uint64_t cases, Body body) {
    for (const PlaceEntry& place : standard_catalogue().places) {
      for (const DispatchEntry& dispatch : standard_catalogue().dispatches) {
        for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
          PolicySettings settings = GetParam().settings;
          settings.place = place.name;
          settings.dispatch = dispatch.name;
          settings.decide = decide;
          SCOPED_TRACE(settings.place + " " + settings.dispatch +
                       (decide == DecideRule::PerEvent ? " per-event" : " per-instant"));
          test::for_seeds(cases, [&](Rng& rng) { body(settings, dispatch.dispatch, rng); });
          if (HasFailure()) return;
        }
      }
    }
  }

  static constexpr Variety kNetwork{.centres = 3,
                                    .types = 2,
                                    .pools = 2,
                                    .jobs = 40,
                                    .streams = 2,
                                    .largest_pool = 6,
                                    .late_pools = true,
                                    .too_large = true,
                                    .islands = true,
                                    .homes = true};
};

TEST_P(EveryPolicy, BringsEveryJobToItsEnd) {
  for_each_combination(30, [](const PolicySettings& settings, Dispatch dispatch, Rng& rng) {
    const Instance instance = random_instance(rng, kNetwork);
    DispatchAudit audit{instance, dispatch};
    const Outcome run = test::simulate_audited(instance, settings, {&audit});
    const JobCounts& counts = run.metrics.counts();
    EXPECT_EQ(counts.waiting + counts.running, 0U) << "left although the simulation has no end";
    EXPECT_EQ(counts.submitted, counts.finished + counts.killed + counts.rejected);
  });
}

TEST_P(EveryPolicy, CountsWhatIsLeftAtTheEnd) {
  for_each_combination(20, [](const PolicySettings& settings, Dispatch dispatch, Rng& rng) {
    Instance instance = random_instance(rng, kNetwork);
    instance.until(test::at(rng.integer(1, 60)));
    DispatchAudit audit{instance, dispatch};
    const Outcome run = test::simulate_audited(instance, settings, {&audit});
    const JobCounts& counts = run.metrics.counts();
    EXPECT_EQ(counts.submitted,
              counts.finished + counts.killed + counts.rejected + counts.waiting + counts.running);
    EXPECT_LE(run.simulation.ended, instance.end);
    for (const JobRow& row : run.table.rows()) {
      EXPECT_LT(row.submit, instance.end) << "nothing happens at or after the end";
      if (row.attempts > 0) {
        EXPECT_LT(row.start, instance.end);
      }
    }
  });
}

TEST_P(EveryPolicy, RefusesJobsBeyondMaxWaiting) {
  for_each_combination(20, [](PolicySettings settings, Dispatch dispatch, Rng& rng) {
    const Instance instance = random_instance(rng, kNetwork);
    settings.max_waiting = static_cast<std::uint64_t>(rng.integer(0, 5));
    DispatchAudit audit{instance, dispatch};
    const Outcome run = test::simulate_audited(instance, settings, {&audit});
    EXPECT_EQ(run.metrics.counts().waiting + run.metrics.counts().running, 0U);
  });
}

// With and without checkpoints, restarts and a minimum run; the audit knows what each attempt may keep.
TEST_P(EveryPolicy, StopsJobsAndBringsThemToTheirEnd) {
  std::uint64_t stopped = 0;
  for (const DispatchEntry& dispatch : standard_catalogue().dispatches) {
    for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
      SCOPED_TRACE(dispatch.name);
      test::for_seeds(15, [&](Rng& rng) {
        const Instance instance = random_instance(rng, kNetwork);
        PolicySettings settings = GetParam().settings;
        settings.dispatch = dispatch.name;
        settings.decide = decide;
        settings.preemption.emplace();
        if (rng.integer(0, 3) > 0) settings.preemption->every = test::seconds(rng.integer(0, 3));
        if (settings.preemption->every > Duration{0})
          settings.preemption->takes = test::seconds(rng.integer(0, 1));
        settings.preemption->restart = test::seconds(rng.integer(0, 2));
        settings.preemption->minimum_run = test::seconds(rng.integer(1, 4));
        if (rng.integer(0, 4) == 0) settings.max_waiting = static_cast<std::uint64_t>(rng.integer(0, 5));
        DispatchAudit audit{instance, dispatch.dispatch};
        const Outcome run = test::simulate_audited(instance, settings, {&audit});
        EXPECT_EQ(run.metrics.counts().waiting + run.metrics.counts().running, 0U);
        stopped += run.metrics.preemptions();
      });
    }
  }
  const std::string& order = GetParam().settings.order;
  if (order == "fifo" || order == "deadline" ||
      order == "fair-share") {  // there are no tenants, no deadlines
    EXPECT_EQ(stopped, 0U) << "nobody stands before anybody by rank";
  } else {
    EXPECT_GT(stopped, 0U) << "this test shows nothing";
  }
}

TEST_P(EveryPolicy, GivesEqualFingerprintsForEqualInputs) {
  for_each_combination(4, [](const PolicySettings& settings, Dispatch /*dispatch*/, Rng& rng) {
    const Instance instance = random_instance(rng, kNetwork);
    EXPECT_EQ(test::simulate(instance, settings).fingerprint, test::simulate(instance, settings).fingerprint);
  });
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryPolicy, ::testing::ValuesIn(catalogue()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace suanwang
