// `suanwang plan`: the cheapest levers that make the targets safe.
#include "suanwang/study/plan.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "suanwang/report/output.hpp"
#include "suanwang/report/plan.hpp"
#include "suanwang/scenario/demand.hpp"
#include "suanwang/study/target_metrics.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_reporter.hpp"
#include "cli/stopwatch.hpp"

namespace suanwang {
namespace {

constexpr std::uint64_t kFreshPerSample = 4;

/// What to plan for: a variant, or an assumption set.
PlanOptions what_of(const Options& options, const Scenario& scenario) {
  PlanOptions what;
  if (options.samples) what.samples = *options.samples;
  what.fresh_samples = kFreshPerSample * what.samples;
  what.parallelism = {threads_of(options)};
  if (options.variants.empty()) return what;
  const std::string& id = options.variants.front();
  const bool is_assumption =
      std::ranges::any_of(scenario.assumptions, [&](const Spec& spec) { return spec.variant.id == id; });
  if (is_assumption) {
    what.assumptions = id;
  } else {
    what.variant = id;
  }
  return what;
}

void check(const Options& options, const Scenario& scenario, Diagnostics& diagnostics) {
  std::vector<std::string> variants;
  std::vector<std::string> policies;
  for (const Spec& spec : scenario.variants) {
    variants.push_back(spec.variant.id);
    for (const PolicySpec& policy : spec.policies) policies.push_back(policy.id);
  }
  for (const Spec& spec : scenario.assumptions) variants.push_back(spec.variant.id);
  check_ids("--variant", options.variants, variants, diagnostics);
  check_ids("--policy", options.policies, policies, diagnostics);
  if (options.variants.size() > 1) {
    diagnostics.error({}, "--variant", "plan for one variant or assumption set at a time");
  }
}

/// Leaves the targets and bases that the plan is about.
void keep_questions(Spec& spec, const Plan& plan) {
  std::vector<TargetSpec> kept;
  for (const PlanQuestion& each : plan.questions) {
    const TargetSpec& target = plan.spec.targets[each.target];
    if (kept.empty() || kept.back().id != target.id) {
      kept.push_back(target);
      kept.back().basis.clear();
    }
    kept.back().basis.push_back(each.basis);
  }
  spec.targets = std::move(kept);
}

/// The policy under which wider links are tried: the one asked for, or the first that uses them most, which
/// is one that sends jobs elsewhere.
std::size_t policy_of_links(const Options& options, const Spec& spec) {
  const auto found = std::ranges::find_if(spec.policies, [&](const PolicySpec& each) {
    return options.policies.empty() ? each.settings.dispatch != "home" : each.id == options.policies.front();
  });
  return found == spec.policies.end() ? 0 : static_cast<std::size_t>(found - spec.policies.begin());
}

/// Waits without and with the chosen set, and what wider links would do; nothing where nothing can be
/// simulated. What the specs cannot be run with goes to `diagnostics`.
void simulate(const Options& options, PlanFindings& findings, Progress& progress, Screen& screen,
              Diagnostics& diagnostics) {
  const Spec& before = findings.plan->spec;
  const Spec& after = *findings.improved;
  if (!options.waits || !can_simulate(before)) return;
  check_run(before, diagnostics);
  if (diagnostics.has_errors()) return;
  const std::optional<Inputs> inputs_before = prepare(before, diagnostics);
  const std::optional<Inputs> inputs_after = prepare(after, diagnostics);
  if (!inputs_before || !inputs_after) return;
  const std::size_t policies = options.policies.empty() ? before.policies.size() : options.policies.size();
  const std::size_t links = std::min(after.links.size(), kMostLinksTried);
  const std::size_t cases = (findings.plan->chosen ? 2 * policies : 0) + (links > 0 ? 1 + links : 0);
  const std::size_t runs = cases * before.replications;
  progress.jobs = 0;
  progress.runs = 0;
  std::optional<ProgressReporter> reporter;
  if (!options.quiet) {
    reporter.emplace(progress, runs, static_cast<double>(runs) * expected_jobs(before, *inputs_before),
                     screen);
  }
  const Parallelism parallelism{threads_of(options)};
  const PreparedSpec base{&before, &*inputs_before};
  const PreparedSpec improved{&after, &*inputs_after};
  if (findings.plan->chosen) {
    findings.waits = wait_effects(base, improved, options.policies, parallelism, &progress);
  }
  if (links > 0) {
    findings.links = link_effects(improved, policy_of_links(options, after), parallelism, &progress);
  }
}

RunFacts facts_of(const Options& options) {
  RunFacts facts;
  facts.program = options.program;
  facts.file = options.scenario;
  facts.threads = threads_of(options);
  facts.quiet = options.quiet;
  return facts;
}

/// Why the gate stays shut; empty where the promise is kept.
std::string short_of(const Plan& plan) {
  const double reach = plan.spec.plan->reach;
  if (!plan.chosen) return fmt::format("not met: no allowed set of levers reaches {}\n", reach);
  if (!plan.is_kept)
    return fmt::format("not met: on fresh samples the chosen set falls short of {}\n", reach);
  return "";
}

/// Says and writes what was found.
ExitCode tell(const Options& options, const PlanFindings& findings, const RunFacts& facts,
              const OutputFolder* folder, Screen& screen) {
  const std::string json = plan_json(findings, options.scenario);
  std::string unwritten;
  if (folder != nullptr) {
    try {
      OutputFile file{folder->path() / "plan.json"};
      file.append(json);
      file.commit();
    } catch (const WriteError& error) {
      unwritten = error.what();  // what cannot be kept is still shown
    }
  }
  screen.out(options.json ? json : plan_text(findings, facts, screen.out_style()));
  if (!unwritten.empty()) {
    screen.err(fmt::format("error: {}\n", unwritten));
    return ExitCode::Failed;
  }
  const std::string lacking = short_of(*findings.plan);
  screen.err(lacking);
  return lacking.empty() ? ExitCode::Good : ExitCode::NotMet;
}

}  // namespace

ExitCode plan_command(const Options& options, Screen& screen) {
  Progress progress;
  const InterruptHandler interrupts{progress};
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(diagnostics, screen);
  check(options, *scenario, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, screen);

  std::optional<OutputFolder> folder;
  try {
    if (!options.out.empty()) folder.emplace(options.out, std::vector<std::filesystem::path>{"plan.json"});
  } catch (const WriteError& error) {
    screen.err(fmt::format("error: --out: {}\n", error.what()));
    return ExitCode::BadInput;
  }
  RunFacts facts = facts_of(options);
  const std::string opening = opening_text(*scenario, diagnostics, facts, screen.out_style());
  const std::string warnings = diagnostics_text(diagnostics, options.language);

  const Stopwatch planning;
  const std::optional<Plan> found = plan(*scenario, what_of(options, *scenario), diagnostics, &progress);
  if (!found) return refuse(diagnostics, screen);
  if (!options.quiet && options.json) screen.err(warnings);
  if (!options.quiet && !options.json) screen.out(opening);

  PlanFindings findings;
  findings.plan = &*found;
  std::vector<std::string> ids;
  if (found->chosen) {
    for (const std::size_t each : found->chosen->levers) ids.push_back(found->spec.plan->levers[each].id);
  }
  std::optional<Spec> improved = with_levers(*scenario, found->base, ids, diagnostics);
  if (!improved) return refuse(diagnostics, screen);
  keep_questions(*improved, *found);
  findings.improved = &*improved;
  findings.levers = lever_effects(*found, {threads_of(options)}, &progress);
  if (found->chosen) {
    findings.beliefs = under_other_beliefs(*found, {threads_of(options)}, &progress);
  }
  findings.marginals = marginals(*improved, {.parallelism = {threads_of(options)}}, &progress);
  simulate(options, findings, progress, screen, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, screen);
  facts.elapsed_s = planning.seconds();
  return tell(options, findings, facts, folder ? &*folder : nullptr, screen);
}

}  // namespace suanwang
