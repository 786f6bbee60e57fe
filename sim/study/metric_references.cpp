#include "study/metric_references.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace suanwang {
namespace {

bool has_target_on(const Spec& spec, TargetMetric metric) {
  return std::ranges::any_of(spec.targets,
                             [metric](const TargetSpec& target) { return target.metric == metric; });
}

/// The policy that stands for `policy` in one place: the first that does the same there.
std::size_t pooled_policy(const Spec& spec, std::size_t policy) {
  std::size_t first = 0;
  while (!same_in_one_place(spec.policies[first].settings, spec.policies[policy].settings)) ++first;
  return first;
}

/// A run besides those of the wanted policies.
struct Reference {
  std::size_t policy;
  bool in_one_place;
  friend bool operator==(const Reference&, const Reference&) = default;
};

std::vector<Reference> references_of(const Spec& spec, const ComparisonOptions& options) {
  std::vector<Reference> result;
  const auto wanted = [&](std::size_t p) { return is_wanted(options.policies, spec.policies[p].id); };
  const auto islands = island_policy(spec);
  if (has_target_on(spec, TargetMetric::Losers) && islands && !wanted(*islands))
    result.push_back({*islands, false});
  if (!has_target_on(spec, TargetMetric::PoolingGap)) return result;
  for (std::size_t p = 0; p < spec.policies.size(); ++p) {
    const Reference pooled{pooled_policy(spec, p), true};
    if (wanted(p) && std::ranges::find(result, pooled) == result.end()) result.push_back(pooled);
  }
  return result;
}

/// The waits of one policy, by replication; nothing where a replication is missing.
std::optional<std::vector<WaitsByHome>> waits_of(const VariantOutcome& variant,
                                                 const std::vector<RunCell>& references, std::size_t policy,
                                                 bool in_one_place) {
  std::vector<WaitsByHome> result;
  for (const PolicyOutcome& outcome : variant.policies) {
    if (outcome.policy != policy || in_one_place) continue;
    for (const RunResult& run : outcome.runs) result.push_back(run.waits_by_home);
    return result;
  }
  for (const RunCell& cell : references) {
    if (cell.variant != variant.variant || cell.policy != policy || cell.in_one_place != in_one_place)
      continue;
    if (!cell.result) return std::nullopt;
    result.push_back(cell.result->waits_by_home);
  }
  if (result.empty()) return std::nullopt;
  return result;
}

}  // namespace

bool is_wanted(const std::vector<std::string>& ids, const std::string& id) {
  return ids.empty() || std::ranges::find(ids, id) != ids.end();
}

std::vector<RunCell> reference_cells(const Scenario& scenario, const ComparisonOptions& options) {
  std::vector<RunCell> cells;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const Spec& spec = scenario.variants[v];
    if (!is_wanted(options.variants, spec.variant.id)) continue;
    for (const Reference& reference : references_of(spec, options)) {
      for (std::uint32_t r = 0; r < spec.replications; ++r)
        cells.push_back({v, reference.policy, r, reference.in_one_place});
    }
  }
  return cells;
}

std::size_t count_references(const Spec& spec, const ComparisonOptions& options) {
  return references_of(spec, options).size() * spec.replications;
}

void judge_metrics(VariantOutcome& variant, const Spec& spec, const std::vector<RunCell>& references) {
  variant.metrics = judge_facilities(spec, spec.replications);
  const auto islands = island_policy(spec);
  for (const PolicyOutcome& outcome : variant.policies) {
    MetricRuns runs{outcome.policy, *waits_of(variant, references, outcome.policy, false), {}, {}};
    if (has_target_on(spec, TargetMetric::Losers) && islands) {
      auto waits = waits_of(variant, references, *islands, false);
      if (!waits) continue;
      runs.islands = *std::move(waits);
    }
    if (has_target_on(spec, TargetMetric::PoolingGap)) {
      auto waits = waits_of(variant, references, pooled_policy(spec, outcome.policy), true);
      if (!waits) continue;
      runs.pooled = *std::move(waits);
    }
    std::ranges::move(judge_runs(spec, variant.inputs, runs), std::back_inserter(variant.metrics));
  }
  std::ranges::stable_sort(variant.metrics, {}, &MetricAnswer::target);
  std::vector<CapacityValues> capacity;
  for (const TargetOutcome& each : variant.targets)
    capacity.push_back({each.target, each.basis, each.values});
  variant.together = judge_together(spec, spec.replications, capacity, variant.metrics);
}

}  // namespace suanwang
