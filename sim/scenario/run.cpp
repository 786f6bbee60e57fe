#include "suanwang/scenario/run.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/measure/fingerprint.hpp"
#include "suanwang/model/simulation.hpp"
#include "suanwang/scenario/instants.hpp"

#include "scenario/by_id.hpp"
#include "scenario/data_plan.hpp"
#include "scenario/quota_plan.hpp"
#include "scenario/streams.hpp"

namespace suanwang {
namespace {

WorldPlan plan_world(const Spec& spec, const Inputs& inputs, std::uint32_t replication) {
  const DrawnSupply supply = draw_supply(spec, inputs, replication);
  WorldPlan plan;
  plan.end = inputs.end;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const CentreSpec& centre = spec.centres[c];
    plan.centres.push_back(
        {.joins = supply.joins[c],
         .reserve = centre.reserve,
         .opt_outs = spans_of(centre.opt_outs, inputs),
         .most_accelerators = centre.most_accelerators,
         .longest = centre.longest ? std::optional{rounded_up(*centre.longest)} : std::nullopt,
         .price = centre.facility.tariff,
         .carbon = centre.facility.grid});
    plan.centre_names.push_back(centre.id);
    if (spec.in_one_place) plan.centres.back().joins = kStart;
  }
  for (const DrawnPool& drawn : supply.pools) {
    const PoolSpec& pool = spec.centres[drawn.centre].pools[drawn.pool];
    if (!pool.schedulable || drawn.online == kNever) continue;
    const auto accelerator =
        std::find_if(spec.accelerators.begin(), spec.accelerators.end(),
                     [&](const AcceleratorSpec& a) { return a.id == *pool.accelerator; });
    SUANWANG_CHECK(accelerator != spec.accelerators.end());
    plan.pools.push_back({CentreId{spec.in_one_place ? 0 : drawn.centre},
                          AcceleratorId{static_cast<std::size_t>(accelerator - spec.accelerators.begin())},
                          drawn.count, pool.per_node.value_or(1), drawn.online});
  }
  for (const StreamSpec& stream : spec.workload) {
    plan.stream_names.push_back(stream.id);
    plan.stream_entities.push_back(hash_of(stream.id));
  }
  for (const TenantSpec& tenant : spec.tenants) {
    plan.tenants.push_back({tenant.share, {}});
    if (tenant.parent) plan.tenants.back().parent = TenantId{index_of(spec.tenants, *tenant.parent)};
  }
  if (!spec.in_one_place) plan.quotas = quota_plan(spec);  // in one place there are no regions
  plan.seed = spec.seed;
  plan.replication = replication;
  plan_data(spec, inputs, plan);
  plan.sources = open_streams(spec, inputs, replication);
  for (std::size_t s = 0; s < inputs.transfers.size(); ++s) {
    if (inputs.transfers[s] != nullptr) plan.transfers.push_back(inputs.transfers[s]->open(StreamId{s}));
  }
  return plan;
}

template <class Entry>
std::vector<std::uint64_t> hashes_of(const std::vector<Entry>& entries) {
  std::vector<std::uint64_t> hashes;
  for (const Entry& entry : entries) hashes.push_back(hash_of(entry.id));
  return hashes;
}

/// @param busy accelerator-seconds by type
std::optional<double> delivered_flop(const Spec& spec, const std::vector<double>& busy) {
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) {
      if (pool.schedulable && !find_id(spec.accelerators, *pool.accelerator)->peak.contains("fp16"))
        return std::nullopt;
    }
  }
  double flop = 0;
  for (std::size_t type = 0; type < busy.size(); ++type) {
    if (busy[type] > 0) flop += busy[type] * spec.accelerators[type].peak.at("fp16").base();
  }
  return flop;
}

LinkUsage link_usage(const Spec& spec, const Inputs& inputs, const NetworkPlan& network) {
  std::vector<double> capacities;
  for (const BytesPerSecond capacity : capacities_at_start(network)) capacities.push_back(capacity.base());
  return {capacities, TimeSpans{inputs.origin, spec.utc_offset, inputs.end}};
}

}  // namespace

bool is_of_a_run(TargetMetric metric) {
  return metric == TargetMetric::WaitRatio || metric == TargetMetric::Losers ||
         metric == TargetMetric::PoolingGap;
}

std::string city_of(const std::string& region) {
  const std::size_t first = region.find('.');
  return first == std::string::npos ? "" : region.substr(0, region.find('.', first + 1));
}

Time judged_at(const Inputs& inputs, const TargetSpec& target) {
  return target.by && inputs.origin ? kStart + (*target.by - *inputs.origin) : inputs.end;
}

std::vector<Time> metric_instants(const Spec& spec, const Inputs& inputs) {
  std::set<Time> instants;
  for (const TargetSpec& target : spec.targets) {
    if (target.metric && is_of_a_run(*target.metric)) instants.insert(judged_at(inputs, target));
  }
  return {instants.begin(), instants.end()};
}

bool uses_network(const Spec& spec) {
  return !spec.datasets.empty() || std::ranges::any_of(spec.policies, [&](const PolicySpec& policy) {
    return Policy{policy.settings, *spec.catalogue}.dispatch() == Dispatch::Chosen;
  });
}

RunResult run(const Spec& spec, const Inputs& inputs, std::size_t policy, std::uint32_t replication,
              KeepRows keep, Progress* progress, Parallelism parallelism, WaitBook* waits) {
  using Clock = std::chrono::steady_clock;
  const Policy rules{spec.policies.at(policy).settings, *spec.catalogue};
  Metrics metrics{keep == KeepRows::Yes ? Samples::Keep::Memory : Samples::Keep::File};
  Fingerprint fingerprint{hashes_of(spec.workload), hashes_of(spec.centres)};
  RunResult result;
  std::vector<Observer*> observers{&metrics, &fingerprint};
  if (keep == KeepRows::Yes) observers.push_back(&result.rows);
  DispatchMetrics dispatch{spec.centres.size(), spec.dispatcher.below.size() + 1};
  if (uses_network(spec)) observers.push_back(&dispatch);
  HomeWaits home_waits{spec.centres.size(), metric_instants(spec, inputs)};
  if (!metric_instants(spec, inputs).empty()) observers.push_back(&home_waits);

  WorldPlan plan = plan_world(spec, inputs, replication);
  plan.parallelism = parallelism;
  TransferCounter transfers;
  std::optional<LinkUsage> links;
  if (moves_data(spec)) {
    links = link_usage(spec, inputs, plan.network);
    observers.insert(observers.end(), {&transfers, &*links});
    if (keep == KeepRows::Yes) observers.push_back(&result.transfer_rows);
  }

  Simulation simulation{std::move(plan), rules, std::move(observers), progress, waits};
  const Clock::time_point began = Clock::now();
  const SimulationOutcome outcome = simulation.run();
  const double elapsed = std::chrono::duration<double>(Clock::now() - began).count();

  result.rows.finish();
  result.transfer_rows.finish();
  result.transfers = transfers.counts();
  if (links) result.network = links->finish(outcome.ended);
  result.jobs = metrics.counts();
  result.makespan = metrics.makespan();
  result.busy = metrics.busy_accelerator_seconds();
  result.lost = metrics.lost_accelerator_seconds();
  result.preemptions = metrics.preemptions();
  result.available = metrics.available_accelerator_seconds();
  result.delivered = delivered_flop(spec, metrics.busy_by_type());
  result.queue_grows = metrics.queue_grows();
  result.samples = metrics.take_samples();
  result.dispatch = dispatch.totals();
  result.waits_by_home = home_waits.result();
  if (waits != nullptr) result.wait_reasons = waits->sums();
  result.fingerprint = fingerprint.digest();
  result.events = outcome.events;
  result.parallel_windows = outcome.parallel_windows;
  result.reading_seconds = outcome.reading_seconds;
  result.simulate_seconds = std::max(0.0, elapsed - outcome.reading_seconds);
  if (progress != nullptr) ++progress->runs;
  return result;
}

void replay(const Spec& spec, const Inputs& inputs, std::size_t policy, std::uint32_t replication,
            std::vector<Observer*> observers, const std::function<void(WorldPlan&)>& rewrite,
            Progress* progress, WaitBook* waits) {
  const Policy rules{spec.policies.at(policy).settings, *spec.catalogue};
  WorldPlan plan = plan_world(spec, inputs, replication);
  if (rewrite) rewrite(plan);
  (void)Simulation{std::move(plan), rules, std::move(observers), progress, waits}.run();
}

}  // namespace suanwang
