#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/seeds.hpp"
#include "support/simulate.hpp"

/// Random worlds of centres, links, data, zones and jobs, and policies for them.
namespace suanwang::test {

inline constexpr double kGb = 1e9;

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
  std::vector<RegionalPlan> below;

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
      plan.below = below;
    };
    return instance;
  }
};

inline BytesPerSecond random_bandwidth(Rng& rng) {
  if (rng.chance(0.1)) return BytesPerSecond{0};
  if (rng.chance(0.1)) return kUnlimited;
  return BytesPerSecond{static_cast<double>(rng.integer(1, 4)) * kGb};
}

inline CapacityPlan random_capacity(Rng& rng, bool cuts) {
  std::vector<Outage> outages;
  for (int i = 0; cuts && i < 2; ++i) {
    const std::int64_t from = rng.integer(0, 100);
    if (rng.chance(0.5)) outages.push_back({at(from), at(from + rng.integer(1, 60))});
  }
  std::vector<Upgrade> upgrades;
  if (rng.chance(0.3)) upgrades.push_back({at(rng.integer(1, 100)), random_bandwidth(rng)});
  return CapacityPlan{random_bandwidth(rng), std::move(upgrades), outages};
}

inline void draw_network(Rng& rng, Drawn& drawn) {
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

inline void draw_data(Rng& rng, Drawn& drawn) {
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

inline DispatcherPlan random_dispatcher(Rng& rng) {
  DispatcherPlan plan;
  if (rng.chance(0.3)) plan.latency = seconds(rng.integer(1, 5));
  if (rng.chance(0.3)) plan.refresh = seconds(rng.integer(1, 20));
  return plan;
}

/// Up to three dispatchers below; some may serve nobody, and some centres nobody's.
inline void draw_below(Rng& rng, Drawn& drawn) {
  for (std::int64_t n = rng.integer(1, 3); n > 0; --n) {
    RegionalPlan& regional = drawn.below.emplace_back(RegionalPlan{random_dispatcher(rng), {}});
    if (rng.chance(0.8)) regional.passes_on = seconds(rng.chance(0.3) ? 0 : rng.integer(1, 40));
  }
  for (std::size_t c = 0; c < drawn.centres; ++c) {
    const std::size_t d = rng.index(drawn.below.size() + 1);
    if (d < drawn.below.size()) drawn.below[d].centres.emplace_back(c);
  }
}

inline Drawn random_world(Rng& rng, std::int64_t most_centres = 5) {
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
  drawn.dispatcher = random_dispatcher(rng);
  return drawn;
}

/// Weights or a formula over what random worlds state, with any way to assign.
inline ScoreSettings random_scores(Rng& rng) {
  using Assign = ScoreSettings::Assign;
  ScoreSettings scores;
  if (rng.chance(0.3)) {
    scores.expression =
        rng.chance(0.5) ? "wait + staging + 10 * affinity" : "load * (1 + fairness) + bytes / 1e9";
  } else {
    for (const std::size_t criterion : {0, 1, 2, 5, 6}) {
      if (rng.chance(0.5)) scores.weights[criterion] = static_cast<double>(rng.integer(0, 20));
    }
  }
  scores.assign = rng.pick<Assign>({Assign::Greedy, Assign::Flow, Assign::Assignment});
  scores.window = static_cast<std::size_t>(rng.chance(0.3) ? rng.integer(1, 5) : 64);
  if (rng.chance(0.4)) scores.moves_after = seconds(rng.integer(0, 20));
  return scores;
}

inline PolicySettings random_policy(Rng& rng) {
  static const std::vector<std::string> kDispatch{"home",         "overflow",     "data",
                                                  "national",     "round-robin",  "random",
                                                  "least-loaded", "power-of-two", "scored"};
  static const std::vector<std::string> kRules{"none", "easy", "conservative", "depth"};
  PolicySettings policy;
  policy.dispatch = rng.pick(kDispatch);
  if (policy.dispatch == "scored") policy.scoring = random_scores(rng);
  policy.backfill.rule = kRules[static_cast<std::size_t>(rng.integer(0, 3))];
  policy.backfill.depth = 2;
  policy.order = rng.chance(0.3) ? "sjf" : "fifo";
  policy.overflow_after = seconds(rng.integer(0, 20));
  policy.decide = rng.chance(0.3) ? DecideRule::PerEvent : DecideRule::PerInstant;
  policy.stage_ahead = rng.chance(0.5);
  policy.hold_while_staging = !policy.stage_ahead && rng.chance(0.4);
  if (rng.chance(0.2)) policy.max_waiting = static_cast<std::uint64_t>(rng.integer(0, 5));
  if (policy.order == "sjf" && !policy.max_waiting && rng.chance(0.5)) {
    policy.order = rng.chance(0.5) ? "srtf" : "sjf";
    policy.preemption =
        PreemptionSettings{.every = seconds(rng.integer(0, 2)), .restart = seconds(rng.integer(0, 2))};
  }
  return policy;
}

inline std::string text_of(const PolicySettings& p) {
  return p.dispatch + " " + p.order + " " + p.backfill.rule + (p.stage_ahead ? " ahead" : "") +
         (p.hold_while_staging ? " hold" : "") + (p.decide == DecideRule::PerEvent ? " per-event" : "") +
         (p.max_waiting ? " max " + std::to_string(*p.max_waiting) : "");
}

}  // namespace suanwang::test
