// Other targets than those on capacity, in a study of targets.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/study/comparison.hpp"
#include "suanwang/study/reach.hpp"

#include "study/reach_model.hpp"
#include "study/reach_samples.hpp"

namespace suanwang {
namespace {

/// Capacity in the first samples of plain points.
std::vector<CapacityValues> first_samples(const Spec& spec, std::uint64_t samples,
                                          const ReachOptions& options, Progress* progress) {
  const ReachModel model{spec};
  const ReachDraws draws{model, ReachPoints::Plain, spec.seed, samples};
  std::vector<CapacityValues> result;
  for (const ReachQuestion& each : model.questions()) {
    result.push_back({each.target, each.basis, std::vector<double>(samples)});
  }
  const auto blocks = static_cast<std::size_t>((samples + options.block - 1) / options.block);
  for_each_index(result.empty() ? 0 : blocks, options.parallelism, [&](std::size_t b) {
    if (progress != nullptr && progress->stop) throw Interrupted{};
    const std::uint64_t first = b * options.block;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(options.block, samples - first));
    const std::vector<double> uniforms = draws.block(first, count);
    const ReachModel::Block block = model.evaluate(uniforms, count);
    for (std::size_t q = 0; q < result.size(); ++q) {
      for (std::size_t s = 0; s < count; ++s) {
        result[q].values[first + s] = block.capacity(q, s, model.questions()[q].by);
      }
    }
  });
  return result;
}

/// Whether two ways of adding up the same pools agree.
bool agree(double a, double b) {
  return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

/// In how many replications the capacities of a run are those of the samples.
std::uint32_t coupled(const std::vector<CapacityValues>& samples, const VariantOutcome& simulated,
                      std::uint32_t replications) {
  std::uint32_t result = 0;
  for (std::uint32_t r = 0; r < replications; ++r) {
    bool all = true;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      all = all && agree(samples[i].values[r], simulated.targets[i].values[r]);
    }
    result += all ? 1U : 0U;
  }
  return result;
}

/// The outcome of each case that must be simulated.
std::vector<std::optional<VariantOutcome>> simulate(const Reach& reach,
                                                    std::vector<std::optional<Inputs>> inputs,
                                                    Progress* progress) {
  Scenario scenario;
  std::vector<Inputs> known;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < reach.cases.size(); ++i) {
    if (!inputs[i]) continue;
    scenario.variants.push_back(*reach.cases[i].spec);
    known.push_back(*std::move(inputs[i]));
    places.push_back(i);
  }
  std::vector<std::optional<VariantOutcome>> result(reach.cases.size());
  if (places.empty()) return result;
  ComparisonOptions options;
  options.parallelism = reach.options.parallelism;
  Comparison comparison = compare(scenario, std::move(known), options, progress);
  if (comparison.interrupted) throw Interrupted{};
  for (std::size_t i = 0; i < places.size(); ++i) result[places[i]] = std::move(comparison.variants[i]);
  return result;
}

}  // namespace

bool must_simulate(const Spec& spec) {
  return can_simulate(spec) && std::ranges::any_of(spec.targets, [](const TargetSpec& target) {
           return target.metric && is_of_a_run(*target.metric);
         });
}

void add_metrics(Reach& reach, std::vector<std::optional<Inputs>> inputs, Progress* progress) {
  std::vector<std::optional<VariantOutcome>> simulated = simulate(reach, std::move(inputs), progress);
  for (std::size_t i = 0; i < reach.cases.size(); ++i) {
    ReachCase& of = reach.cases[i];
    const Spec& spec = *of.spec;
    const std::uint32_t replications = simulated[i] ? spec.replications : 0;
    const std::uint64_t samples = std::max<std::uint64_t>(of.samples, replications);
    of.metrics = judge_facilities(spec, samples, reach.options.parallelism, progress);
    if (simulated[i]) {
      std::ranges::copy_if(simulated[i]->metrics, std::back_inserter(of.metrics),
                           [](const MetricAnswer& each) { return each.policy.has_value(); });
      std::ranges::stable_sort(of.metrics, {}, &MetricAnswer::target);
    }
    // All samples, unless some figures are known of those alone that were simulated.
    const std::uint64_t common = simulated[i] ? replications : of.samples;
    const bool is_joint = spec.targets.size() > 1 || simulated[i];
    const std::vector<CapacityValues> capacity =
        is_joint ? first_samples(spec, common, reach.options, progress) : std::vector<CapacityValues>{};
    of.replications = replications;
    if (simulated[i]) of.coupled = coupled(capacity, *simulated[i], replications);
    of.together = judge_together(spec, common, capacity, of.metrics);
  }
}

}  // namespace suanwang
