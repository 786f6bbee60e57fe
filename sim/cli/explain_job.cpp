// `suanwang explain --job`: why a job waited, and what would have let it start earlier.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/report/story.hpp"
#include "suanwang/study/job_story.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_reporter.hpp"
#include "cli/results.hpp"

namespace suanwang {
namespace {

/// The id that was asked for, or the only one there is; complains where it is neither.
std::string only_one(const std::string& option, const std::vector<std::string>& asked,
                     const std::vector<std::string>& known, const std::string& fallback,
                     Diagnostics& diagnostics) {
  check_ids(option, asked, known, diagnostics);
  if (asked.size() == 1) return asked.front();
  if (asked.empty() && !fallback.empty()) return fallback;
  diagnostics.error({}, option, fmt::format("expected one; there are: {}", fmt::join(known, ", ")));
  return "";
}

const Spec* chosen_variant(const Options& options, const Scenario& scenario, Diagnostics& diagnostics) {
  std::vector<std::string> variants;
  for (const Spec& spec : scenario.variants) variants.push_back(spec.variant.id);
  const std::string id = only_one("--variant", options.variants, variants, variants.front(), diagnostics);
  const auto spec =
      std::ranges::find(scenario.variants, id, [](const Spec& each) { return each.variant.id; });
  return spec == scenario.variants.end() ? nullptr : &*spec;
}

std::size_t chosen_policy(const Options& options, const Spec& spec, Diagnostics& diagnostics) {
  std::vector<std::string> policies;
  for (const PolicySpec& policy : spec.policies) policies.push_back(policy.id);
  if (policies.empty()) {
    diagnostics.error({spec.file, 0, 0}, "policies", "missing: there is no policy to run the job under");
    return 0;
  }
  const std::string id = only_one("--policy", options.policies, policies,
                                  policies.size() == 1 ? policies.front() : "", diagnostics);
  return static_cast<std::size_t>(std::ranges::find(policies, id) - policies.begin());
}

}  // namespace

ExitCode explain_job_command(const Options& options, Screen& screen) {
  Progress progress;
  const InterruptHandler interrupts{progress};
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(options, diagnostics, screen);
  Diagnostics asked;  // what is wrong with the question is not lost among warnings of the scenario
  if (!options.targets.empty()) asked.error({}, "--target", "stands beside --job; give one of them");
  const Spec* spec = chosen_variant(options, *scenario, asked);
  if (spec == nullptr) return refuse(options, asked, screen);
  const std::size_t policy = chosen_policy(options, *spec, asked);
  if (options.replication >= spec->replications) {
    asked.error({}, "--replication",
                fmt::format("the scenario has {}: expected a number from 0 to {}", spec->replications,
                            spec->replications - 1));
  }
  if (asked.has_errors()) return refuse(options, asked, screen);
  check_run(*spec, diagnostics);
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
  const std::optional<Inputs> inputs = prepare(*spec, diagnostics);
  if (!inputs) return refuse(options, diagnostics, screen);
  const auto job = find_job(*spec, *inputs, options.replication, options.job, "--job", asked);
  if (!job) return refuse(options, asked, screen);
  if (job->alike > 0 && !options.quiet) {
    screen.err(
        fmt::format("warning: --job: {} later jobs have this id too; the first is explained\n", job->alike));
  }
  const Folder folder{options, {"job.json"}, screen};
  if (folder.is_refused) return ExitCode::BadInput;

  std::optional<ProgressReporter> reporter;
  if (!options.quiet && !options.json) reporter.emplace(progress, ProgressFacts{}, screen);
  const JobStory story = tell_job(*spec, *inputs, policy, options.replication, *job,
                                  Parallelism{threads_of(options)}, &progress);
  reporter.reset();
  const std::string json = story_json(story, *spec, *inputs, *scenario, options.scenario);
  return tell_and_keep(options.json ? json : story_text(story, *spec, *inputs, screen.out_style()), folder,
                       "job.json", json, screen);
}

}  // namespace suanwang
