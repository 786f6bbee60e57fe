// `suanwang plan`: the cheapest levers that make the targets safe.
#include "suanwang/study/plan.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "suanwang/report/plan.hpp"
#include "suanwang/scenario/demand.hpp"
#include "suanwang/study/target_metrics.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_reporter.hpp"
#include "cli/results.hpp"
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
  if (!options.quiet && !options.json) {
    const double jobs = static_cast<double>(runs) * expected_jobs(before, *inputs_before);
    reporter.emplace(progress, ProgressFacts{.all_runs = runs, .expected_jobs = jobs}, screen);
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

/// Why the gate stays shut; empty where the promise is kept.
std::string short_of(const Plan& plan) {
  const double reach = plan.spec.plan->reach;
  if (!plan.chosen) return fmt::format("not met: no allowed set of levers reaches {}\n", reach);
  if (!plan.is_kept)
    return fmt::format("not met: on fresh samples the chosen set falls short of {}\n", reach);
  return "";
}

/// The targets on what centres state, without and with the chosen set, on the samples of the search. Those of
/// a simulation, and those that nobody could judge, are named.
void judge_others(const Options& options, const Spec& improved, PlanFindings& findings, Progress& progress) {
  const Plan& plan = *findings.plan;
  const Parallelism parallelism{threads_of(options)};
  findings.without = judge_facilities(plan.spec, plan.options.samples, parallelism, &progress);
  if (plan.chosen) findings.with = judge_facilities(improved, plan.options.samples, parallelism, &progress);
}

/// The search and what it is asked for afterwards, apart from what is simulated. Null: `diagnostics` say why.
struct Search {
  std::optional<Plan> plan;
  std::optional<Spec> improved;
  PlanFindings findings;
};
std::unique_ptr<Search> search(const Options& options, const Scenario& scenario, Progress& progress,
                               Screen& screen, Diagnostics& diagnostics) {
  std::optional<ProgressReporter> reporter;
  if (!options.quiet && !options.json) {
    reporter.emplace(progress, ProgressFacts{.work = ProgressFacts::Work::Search}, screen);
  }
  auto result = std::make_unique<Search>();
  result->plan = plan(scenario, what_of(options, scenario), diagnostics, &progress);
  if (!result->plan) return nullptr;
  const Plan& found = *result->plan;
  std::vector<std::string> ids;
  if (found.chosen) {
    for (const std::size_t each : found.chosen->levers) ids.push_back(found.spec.plan->levers[each].id);
  }
  result->improved = with_levers(scenario, found.base, ids, diagnostics);
  if (!result->improved) return nullptr;
  PlanFindings& findings = result->findings;
  findings.plan = &found;
  findings.improved = &*result->improved;
  judge_others(options, *result->improved, findings, progress);
  keep_questions(*result->improved, found);
  findings.levers = lever_effects(found, {threads_of(options)}, &progress);
  if (found.chosen) findings.beliefs = under_other_beliefs(found, {threads_of(options)}, &progress);
  findings.marginals = marginals(*result->improved, {.parallelism = {threads_of(options)}}, &progress);
  return result;
}

}  // namespace

ExitCode plan_command(const Options& options, Screen& screen) {
  Progress progress;
  const InterruptHandler interrupts{progress};
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(options, diagnostics, screen);
  check(options, *scenario, diagnostics);
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);

  const Folder folder{options, {"plan.json"}, screen};
  if (folder.is_refused) return ExitCode::BadInput;
  RunFacts facts = facts_of(options);
  const std::string opening = opening_text(*scenario, diagnostics, facts, screen.out_style());
  const std::string warnings = diagnostics_text(diagnostics, options.language);

  const Stopwatch planning;
  const std::unique_ptr<Search> found = search(options, *scenario, progress, screen, diagnostics);
  if (!found) return refuse(options, diagnostics, screen);
  if (!options.quiet && options.json) screen.err(warnings);
  if (!options.quiet && !options.json) screen.out(opening);
  simulate(options, found->findings, progress, screen, diagnostics);
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
  facts.elapsed_s = planning.seconds();
  const std::string json = plan_json(found->findings, options.scenario);
  const ExitCode told =
      tell_and_keep(options.json ? json : plan_text(found->findings, facts, screen.out_style()), folder,
                    "plan.json", json, screen);
  if (told != ExitCode::Good) return told;
  const std::string lacking = short_of(*found->plan);
  screen.err(lacking);
  return lacking.empty() ? ExitCode::Good : ExitCode::NotMet;
}

}  // namespace suanwang
