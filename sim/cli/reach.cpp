// `suanwang reach`: the probability of each target.
#include "suanwang/report/reach.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/text.hpp"
#include "suanwang/scenario/demand.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/study/comparison.hpp"
#include "suanwang/study/reach.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_reporter.hpp"
#include "cli/results.hpp"

namespace suanwang {
namespace {

/// Complains of ids that the scenario does not know, and where no variant asked for has a target.
void check(const Options& options, const Scenario& scenario, Diagnostics& diagnostics) {
  // A backtest is about dates and capacity: what centres and runs tell was not recorded then.
  const bool on_capacity_only = options.as_of.has_value();
  std::vector<std::string> variants;
  std::vector<std::string> targets;
  const auto add = [&](const Spec& spec) {
    variants.push_back(spec.variant.id);
    const auto& asked = options.variants;
    if (!asked.empty() && std::ranges::find(asked, spec.variant.id) == asked.end()) return;
    for (const TargetSpec& target : spec.targets) {
      const bool counts = !on_capacity_only || !target.metric;
      if (counts && std::ranges::find(targets, target.id) == targets.end()) targets.push_back(target.id);
    }
  };
  std::ranges::for_each(scenario.variants, add);
  std::ranges::for_each(scenario.assumptions, add);
  check_ids("--variant", options.variants, variants, diagnostics);
  if (diagnostics.has_errors()) return;
  if (targets.empty()) {
    diagnostics.error({options.scenario, 0, 0}, "targets",
                      on_capacity_only ? "there is none on compute capacity, so nothing to look back on"
                                       : "there is none, so nothing to reach");
    return;
  }
  check_ids("--target", options.targets, targets, diagnostics);
}

/// Leaves out the targets that were not asked for.
void keep_targets(Scenario& scenario, const Options& options) {
  const auto& ids = options.targets;
  const auto keep = [&](Spec& spec) {
    std::erase_if(spec.targets, [&](const TargetSpec& target) {
      return (options.as_of && target.metric) ||
             (!ids.empty() && std::ranges::find(ids, target.id) == ids.end());
    });
  };
  for (Spec& spec : scenario.variants) keep(spec);
  for (Spec& spec : scenario.assumptions) keep(spec);
}

/// The variant that a backtest is about: the one asked for, or the first.
const Spec& chosen_spec(const Options& options, const Scenario& scenario) {
  const auto found = std::ranges::find_if(scenario.variants, [&](const Spec& spec) {
    return !options.variants.empty() && spec.variant.id == options.variants.front();
  });
  return found == scenario.variants.end() ? scenario.variants.front() : *found;
}

/// The scenario as it was known on an earlier day, and how good its forecast was.
std::optional<Backtest> look_back(const Options& options, const Spec& now, Diagnostics& diagnostics) {
  const std::optional<CivilTime> day = parse_date(*options.as_of, now.utc_offset);
  if (!day) {
    diagnostics.error({}, "--as-of", "expected a date as 2023-12-31, got " + quoted(*options.as_of));
    return std::nullopt;
  }
  const CivilTime as_of = end_of_day(*day, now.utc_offset);
  if (!now.as_of || as_of >= *now.as_of) {
    diagnostics.error({}, "--as-of",
                      now.as_of ? "is not before the scenario's own 'as_of'"
                                : "the scenario has no 'as_of', so nothing in it is known");
    return std::nullopt;
  }
  const std::optional<Slips> slips = learn_slips(now, as_of);
  if (!slips) {
    diagnostics.error({}, "--as-of",
                      fmt::format("fewer than {} dates had been announced and delivered by then ('announced' "
                                  "with a date in the past): nothing to learn slips from",
                                  kFewestSlips));
    return std::nullopt;
  }
  constexpr std::size_t kSamples = 10'000;
  return backtest(now, as_of, *slips, kSamples, {threads_of(options)});
}

ReachOptions what_of(const Options& options) {
  ReachOptions what;
  if (options.samples) what.samples = *options.samples;
  what.until_halfwidth = options.until_halfwidth;
  what.points = options.points;
  if (!options.as_of) what.variants = options.variants;
  what.parallelism = {threads_of(options)};
  return what;
}

/// What the logs of each case hold, where it must be simulated.
std::vector<std::optional<Inputs>> inputs_of(const Reach& reach, Diagnostics& diagnostics) {
  std::vector<std::optional<Inputs>> inputs;
  for (const ReachCase& of : reach.cases) {
    inputs.push_back(must_simulate(*of.spec) ? prepare(*of.spec, diagnostics) : std::nullopt);
  }
  return inputs;
}

/// What is told of the work while it lasts; nothing where nobody is to read it.
void report(std::optional<ProgressReporter>& reporter, const Options& options, Progress& progress,
            const ProgressFacts& all, Screen& screen) {
  progress.jobs = 0;
  progress.runs = 0;
  if (!options.quiet && !options.json) reporter.emplace(progress, all, screen);
}

Reach sample(const Options& options, const Scenario& scenario, Progress& progress, Screen& screen) {
  std::optional<ProgressReporter> reporter;
  report(reporter, options, progress, {.work = ProgressFacts::Work::Sample}, screen);
  return reach(scenario, what_of(options), &progress);
}

/// The targets on other figures than capacity.
void simulate(const Options& options, Reach& result, std::vector<std::optional<Inputs>> inputs,
              Progress& progress, Screen& screen) {
  ProgressFacts all;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i]) continue;
    const Spec& spec = *result.cases[i].spec;
    const std::size_t runs = spec.policies.size() * spec.replications + count_references(spec, {});
    all.all_runs += runs;
    all.expected_jobs += static_cast<double>(runs) * expected_jobs(spec, *inputs[i]);
  }
  std::optional<ProgressReporter> reporter;
  if (all.all_runs > 0) report(reporter, options, progress, all, screen);
  add_metrics(result, std::move(inputs), &progress);
}

/// The targets on other figures below what is required, under the best of the policies.
std::string short_of_metrics(const ReachCase& of, const std::string& in, double required) {
  std::string text;
  for (std::size_t t = 0; t < of.spec->targets.size(); ++t) {
    std::optional<double> best;
    for (const MetricAnswer& each : of.metrics) {
      if (each.target == t && each.is_judged()) best = std::max(best.value_or(0), each.probability);
    }
    if (best && *best < required)
      text += fmt::format("not met: {}{}: P = {:.4f} < {}\n", of.spec->targets[t].id, in, *best, required);
    if (!best && of.spec->targets[t].metric)
      text += fmt::format("not met: {}{}: not judged\n", of.spec->targets[t].id, in);
  }
  return text;
}

/// The answers below what is required, one a line.
std::string short_of(const Reach& reach, double required) {
  std::string text;
  for (const ReachCase& of : reach.cases) {
    const std::string in =
        of.is_assumption || of.spec->variants_declared ? fmt::format(" in {}", of.spec->variant.id) : "";
    for (const ReachAnswer& each : of.answers) {
      if (each.probability >= required) continue;
      text += fmt::format("not met: {} ({}){}: P = {:.4f} < {}\n", of.spec->targets[each.target].id,
                          each.basis, in, each.probability, required);
    }
    text += short_of_metrics(of, in, required);
  }
  return text;
}

}  // namespace

ExitCode reach_command(const Options& options, Screen& screen) {
  Progress progress;
  const InterruptHandler interrupts{progress};
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(options, diagnostics, screen);
  check(options, *scenario, diagnostics);
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
  keep_targets(*scenario, options);
  const Spec now = chosen_spec(options, *scenario);
  const std::optional<Backtest> test = options.as_of ? look_back(options, now, diagnostics) : std::nullopt;
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
  if (test) {
    scenario->variants = {test->then};
    scenario->assumptions.clear();
  }

  const Folder folder{options, {"reach.json"}, screen};
  if (folder.is_refused) return ExitCode::BadInput;
  const RunFacts facts = facts_of(options);
  if (options.json) {
    if (!options.quiet) screen.err(diagnostics_text(diagnostics, options.language));
  } else if (!options.quiet) {
    screen.out(opening_text(*scenario, diagnostics, facts, screen.out_style()));
  }

  Reach result = sample(options, *scenario, progress, screen);
  if (!test) {
    std::vector<std::optional<Inputs>> inputs = inputs_of(result, diagnostics);
    if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
    simulate(options, result, std::move(inputs), progress, screen);
  }
  const std::string json = reach_json(result, options.scenario, test ? &*test : nullptr);
  std::string text = options.json ? json : reach_text(result, facts, screen.out_style());
  if (test && !options.json) text += backtest_text(*test, now, screen.out_style());
  const ExitCode told = tell_and_keep(text, folder, "reach.json", json, screen);
  if (told != ExitCode::Good) return told;
  const std::string lacking = options.require ? short_of(result, *options.require) : "";
  screen.err(lacking);
  return lacking.empty() ? ExitCode::Good : ExitCode::NotMet;
}

}  // namespace suanwang
