#include "suanwang/study/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/wait_book.hpp"

#include "study/metric_references.hpp"

namespace suanwang {
namespace {

std::vector<RunCell> cells_of(const Scenario& scenario, const ComparisonOptions& options) {
  std::vector<RunCell> cells;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const Spec& spec = scenario.variants[v];
    if (!is_wanted(options.variants, spec.variant.id)) continue;
    for (std::size_t p = 0; p < spec.policies.size(); ++p) {
      if (!is_wanted(options.policies, spec.policies[p].id)) continue;
      for (std::uint32_t r = 0; r < spec.replications; ++r) cells.push_back({v, p, r});
    }
  }
  return cells;
}

/// A spec as its cells need it.
struct Runnable {
  Spec spec;
  Inputs inputs;
};

/// By variant: all in one place, where a target compares with that.
std::vector<std::optional<Runnable>> pooled_variants(const Scenario& scenario,
                                                     const std::vector<Inputs>& inputs,
                                                     const std::vector<RunCell>& cells) {
  std::vector<std::optional<Runnable>> result(scenario.variants.size());
  for (const RunCell& cell : cells) {
    if (!cell.in_one_place || result[cell.variant]) continue;
    result[cell.variant] =
        Runnable{in_one_place(scenario.variants[cell.variant]), in_one_place(inputs[cell.variant])};
  }
  return result;
}

void run_cells(const Scenario& scenario, const std::vector<Inputs>& inputs, const ComparisonOptions& options,
               Progress* progress, std::vector<RunCell>& cells) {
  const auto pooled = pooled_variants(scenario, inputs, cells);
  // Whole runs side by side come first; threads are left for the inside of a run where there are few.
  const Parallelism inside = shared_by(cells.size(), options.parallelism);
  for_each_index(cells.size(), options.parallelism, [&](std::size_t i) {
    RunCell& cell = cells[i];
    if (progress != nullptr && progress->stop) return;
    try {
      if (cell.in_one_place) {
        const Runnable& all = *pooled[cell.variant];
        cell.result =
            run(all.spec, all.inputs, cell.policy, cell.replication, KeepRows::No, progress, inside);
      } else {
        WaitBook waits;
        cell.result =
            run(scenario.variants[cell.variant], inputs[cell.variant], cell.policy, cell.replication,
                options.keep, progress, inside, options.wait_reasons ? &waits : nullptr);
      }
    } catch (const Interrupted&) {
      // The cell stays without a result, and is named among the missing.
    }
  });
}

/// The standard error of the mean of independent replications, from their own means, in their order.
std::optional<double> standard_error(const std::vector<RunResult>& runs) {
  std::vector<double> means;
  for (const RunResult& run : runs) {
    if (const auto mean = run.samples.mean_wait()) means.push_back(*mean);
  }
  if (means.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(means.size());
  double sum = 0;
  for (const double mean : means) sum += mean;
  double squares = 0;
  for (const double mean : means) squares += (mean - sum / n) * (mean - sum / n);
  return std::sqrt(squares / (n - 1) / n);
}

std::string name_of(const Scenario& scenario, const RunCell& cell) {
  return label_of(scenario.variants[cell.variant], cell.policy) +
         (cell.in_one_place ? ", in one place" : "") + ", replication " + std::to_string(cell.replication);
}

void add_figures(Comparison& comparison, const RunResult& run) {
  ++comparison.runs;
  comparison.simulate_s += run.simulate_seconds;
  comparison.events += run.events;
  comparison.jobs += run.jobs.submitted;
}

bool has_trace(const Inputs& inputs) {
  return std::any_of(inputs.traces.begin(), inputs.traces.end(), [](const auto& t) { return t != nullptr; });
}

}  // namespace

std::optional<std::vector<Inputs>> prepare_all(const Scenario& scenario, Diagnostics& diagnostics) {
  std::vector<Inputs> all;
  for (const Spec& spec : scenario.variants) {
    std::optional<Inputs> inputs = prepare(spec, diagnostics);
    if (!inputs) return std::nullopt;
    all.push_back(std::move(*inputs));
  }
  return all;
}

Comparison compare(const Scenario& scenario, std::vector<Inputs> inputs, const ComparisonOptions& options,
                   Progress* progress) {
  Comparison comparison;
  comparison.scenario = &scenario;
  std::vector<RunCell> cells = cells_of(scenario, options);
  const std::size_t own = cells.size();
  std::ranges::move(reference_cells(scenario, options), std::back_inserter(cells));
  run_cells(scenario, inputs, options, progress, cells);
  std::vector<RunCell> references;
  std::ranges::move(cells.begin() + static_cast<std::ptrdiff_t>(own), cells.end(),
                    std::back_inserter(references));
  cells.resize(own);

  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const Spec& spec = scenario.variants[v];
    if (!is_wanted(options.variants, spec.variant.id)) continue;
    const auto policies = std::ranges::count_if(spec.policies, [&options](const PolicySpec& policy) {
      return is_wanted(options.policies, policy.id);
    });
    comparison.policies = std::max(comparison.policies, static_cast<std::size_t>(policies));
    VariantOutcome variant;
    variant.variant = v;
    variant.inputs = std::move(inputs[v]);
    if (!has_trace(variant.inputs)) variant.load = estimate_load(spec, variant.inputs);
    variant.targets = judge_targets(spec, variant.inputs);
    comparison.variants.push_back(std::move(variant));
  }
  // RunCells stand by (variant, policy, replication), so each policy's runs are neighbours.
  std::size_t outcome = 0;
  for (std::size_t i = 0; i < cells.size();) {
    const RunCell& first = cells[i];
    while (comparison.variants[outcome].variant != first.variant) ++outcome;
    std::vector<RunResult> runs;
    bool complete = true;
    const std::size_t begin = i;
    for (; i < cells.size() && cells[i].variant == first.variant && cells[i].policy == first.policy; ++i) {
      if (!cells[i].result) {
        complete = false;
        comparison.missing.push_back(name_of(scenario, cells[i]));
        continue;
      }
      add_figures(comparison, *cells[i].result);
      runs.push_back(std::move(*cells[i].result));
    }
    if (complete)
      comparison.variants[outcome].policies.push_back(sum_up(cells[begin].policy, std::move(runs)));
  }
  for (const RunCell& cell : references) {
    comparison.references += cell.result ? 1U : 0U;
    if (!cell.result) comparison.missing.push_back(name_of(scenario, cell));
  }
  for (VariantOutcome& variant : comparison.variants)
    judge_metrics(variant, scenario.variants[variant.variant], references);
  comparison.interrupted = !comparison.missing.empty();
  return comparison;
}

PolicyOutcome sum_up(std::size_t policy, std::vector<RunResult> runs) {
  PolicyOutcome outcome;
  outcome.policy = policy;
  std::vector<const Samples*> samples;
  Digest digest;
  double busy = 0;
  double available = 0;
  double delivered = 0;
  double lost = 0;
  for (RunResult& run : runs) {
    outcome.jobs.add(run.jobs);
    outcome.transfers.add(run.transfers);
    if (run.network) {
      if (!outcome.network) outcome.network.emplace();
      outcome.network->add(*std::exchange(run.network, std::nullopt));
    }
    samples.push_back(&run.samples);
    outcome.makespan_s += in_seconds(run.makespan) / static_cast<double>(runs.size());
    busy += run.busy;
    available += run.available;
    lost += run.lost;
    outcome.preemptions += run.preemptions;
    delivered += run.delivered.value_or(0);
    outcome.unstable += run.queue_grows ? 1 : 0;
    outcome.dispatch.add(run.dispatch);
    if (run.wait_reasons) {
      if (!outcome.wait_reasons) outcome.wait_reasons.emplace();
      outcome.wait_reasons->add(*run.wait_reasons);
    }
    digest.add(run.fingerprint.high());
    digest.add(run.fingerprint.low());
  }
  outcome.summary = summarise(samples);
  outcome.waits = waits_by_group(samples);
  outcome.wait_mean_se = standard_error(runs);
  outcome.utilisation = available > 0 ? busy / available : 0;
  outcome.lost = busy > 0 ? lost / busy : 0;
  if (outcome.makespan_s > 0 && runs.front().delivered)
    outcome.delivered_flops = delivered / (outcome.makespan_s * static_cast<double>(runs.size()));
  outcome.fingerprint = runs.size() == 1 ? runs.front().fingerprint.text() : digest.text();
  outcome.runs = std::move(runs);
  return outcome;
}

std::string label_of(const Spec& spec, std::size_t policy) {
  const std::string& id = spec.policies[policy].id;
  return spec.variants_declared ? spec.variant.id + "/" + id : id;
}

const PolicyOutcome* island_policy(const Spec& spec, const VariantOutcome& variant) {
  for (const PolicyOutcome& outcome : variant.policies) {
    if (spec.policies[outcome.policy].settings.dispatch == "home") return &outcome;
  }
  return nullptr;
}

std::vector<Loser> losers(const PolicyOutcome& outcome, const PolicyOutcome& islands) {
  std::vector<Loser> result;
  const auto& homes = outcome.dispatch.homes;
  for (std::size_t c = 0; c < homes.size() && c < islands.dispatch.homes.size(); ++c) {
    if (homes[c].jobs == 0 || islands.dispatch.homes[c].jobs == 0) continue;
    const double now = homes[c].mean_wait_s();
    const double before = islands.dispatch.homes[c].mean_wait_s();
    if (is_worse_off(now, before)) result.push_back({c, now, before});
  }
  return result;
}

}  // namespace suanwang
