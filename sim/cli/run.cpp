// `suanwang run`: every policy of a scenario, compared.
#include "suanwang/scenario/run.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/report/console.hpp"
#include "suanwang/report/json.hpp"
#include "suanwang/report/output.hpp"
#include "suanwang/report/text.hpp"
#include "suanwang/scenario/demand.hpp"
#include "suanwang/study/comparison.hpp"
#include "suanwang/study/reserves.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_reporter.hpp"
#include "cli/results.hpp"
#include "cli/stopwatch.hpp"

namespace suanwang {
namespace {

void check_ids(const Options& options, const Scenario& scenario, Diagnostics& diagnostics) {
  std::vector<std::string> variants;
  std::vector<std::string> policies;
  for (const Spec& spec : scenario.variants) {
    variants.push_back(spec.variant.id);
    for (const PolicySpec& policy : spec.policies) {
      if (std::ranges::find(policies, policy.id) == policies.end()) policies.push_back(policy.id);
    }
  }
  check_ids("--variant", options.variants, variants, diagnostics);
  check_ids("--policy", options.policies, policies, diagnostics);
}

bool chosen(const std::vector<std::string>& asked, const std::string& id) {
  return asked.empty() || std::ranges::find(asked, id) != asked.end();
}

/// Complains of a search for reserves that has nothing to compare with, or nothing to search for.
void check_reserves(const Options& options, const Scenario& scenario, Diagnostics& diagnostics) {
  if (!options.reserves) return;
  bool chooses = false;
  for (const Spec& spec : scenario.variants) {
    if (!chosen(options.variants, spec.variant.id)) continue;
    bool has_islands = false;
    for (const PolicySpec& policy : spec.policies) {
      const Dispatch dispatch = Policy{policy.settings, *spec.catalogue}.dispatch();
      const bool wanted = chosen(options.policies, policy.id);
      has_islands = has_islands || (wanted && dispatch == Dispatch::Home);
      chooses = chooses || (wanted && dispatch == Dispatch::Chosen);
    }
    if (has_islands) continue;
    diagnostics.error({}, "--reserves",
                      fmt::format("needs a policy with 'dispatch: home' to compare with{}{}",
                                  spec.variants_declared ? ", and there is none in variant " : "",
                                  spec.variants_declared ? quoted(spec.variant.id) : ""));
  }
  if (!chooses) {
    diagnostics.error(
        {}, "--reserves",
        "needs a policy that chooses centres for jobs (as 'dispatch: national'): no other heeds "
        "a reserve");
  }
}

/// The files that a run of these options writes, relative to `--out`.
std::vector<std::filesystem::path> files_of(const Options& options, const Scenario& scenario) {
  std::vector<std::filesystem::path> files{"summary.json"};
  for (const Spec& spec : scenario.variants) {
    if (!chosen(options.variants, spec.variant.id)) continue;
    std::ranges::move(files_of(options, spec), std::back_inserter(files));
    for (const PolicySpec& policy : spec.policies) {
      const bool wanted = chosen(options.policies, policy.id);
      if (wanted) std::ranges::move(files_of(options, spec, policy), std::back_inserter(files));
    }
  }
  return files;
}

/// How much there is to do, for progress.
struct Extent {
  std::size_t runs = 0;
  double jobs = 0;
  double rows = 0;  ///< jobs of wanted policies, not of what they are compared with
};

Extent extent_of(const Options& options, const Scenario& scenario, const std::vector<Inputs>& inputs) {
  Extent extent;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const Spec& spec = scenario.variants[v];
    if (!chosen(options.variants, spec.variant.id)) continue;
    std::size_t runs = 0;
    for (const PolicySpec& policy : spec.policies) {
      if (chosen(options.policies, policy.id)) runs += spec.replications;
    }
    const ComparisonOptions what{options.variants, options.policies, KeepRows::No, {}};
    const std::size_t all = runs + count_references(spec, what);
    const double each = expected_jobs(spec, inputs[v]);
    extent.runs += all;
    extent.jobs += static_cast<double>(all) * each;
    extent.rows += static_cast<double>(runs) * each;
  }
  return extent;
}

Comparison simulate(const Options& options, const Scenario& scenario, std::vector<Inputs> inputs,
                    Progress& progress, Screen& screen) {
  const bool keep = !options.out.empty() && options.job_records;
  const ComparisonOptions what{options.variants,
                               options.policies,
                               keep ? KeepRows::Yes : KeepRows::No,
                               {threads_of(options)},
                               options.wait_reasons};
  std::optional<ProgressReporter> reporter;
  if (!options.quiet) {
    const Extent extent = extent_of(options, scenario, inputs);
    reporter.emplace(progress, ProgressFacts{.all_runs = extent.runs, .expected_jobs = extent.jobs}, screen);
  }
  return compare(scenario, std::move(inputs), what, &progress);
}

/// Searches for reserves where that is asked for; how long it took.
std::optional<double> search_reserves(const Options& options, Comparison& comparison, Progress& progress,
                                      Screen& screen) {
  if (!options.reserves) return std::nullopt;
  const Stopwatch searching;
  progress.runs = 0;
  progress.jobs = 0;
  std::optional<ProgressReporter> reporter;
  if (!options.quiet) {
    reporter.emplace(progress, ProgressFacts{.work = ProgressFacts::Work::Reserves}, screen);
  }
  find_reserves(comparison, {.parallelism = {threads_of(options)}}, &progress);
  return searching.seconds();
}

bool holds_anything(const Comparison& comparison) {
  return std::ranges::any_of(comparison.variants,
                             [](const VariantOutcome& v) { return !v.policies.empty(); });
}

/// Warns of a demand that is probably not meant. A log is not read once more for its load.
void check_demands(const Options& options, const Scenario& scenario, const std::vector<Inputs>& inputs,
                   Diagnostics& diagnostics) {
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    const Spec& spec = scenario.variants[v];
    if (!chosen(options.variants, spec.variant.id)) continue;
    const bool has_log = std::ranges::any_of(inputs[v].traces, [](const auto& t) { return t != nullptr; });
    check_demand(spec, inputs[v], has_log ? std::nullopt : estimate_load(spec, inputs[v]), diagnostics);
  }
}

/// How large the rows will be, where that is worth knowing before: "rows: about 0.6 GB in out (…)".
std::string size_text(const Options& options, const Scenario& scenario, const std::vector<Inputs>& inputs) {
  constexpr double kBytesOfARow = 220;  // measured over the shipped scenarios
  constexpr double kWorthSaying = 1e8;
  const double bytes = extent_of(options, scenario, inputs).rows * kBytesOfARow;
  if (options.out.empty() || !options.job_records || !(bytes >= kWorthSaying) || !std::isfinite(bytes))
    return "";
  const std::string out = printable(options.out);
  return options.language == Language::Zh
             ? fmt::format("  明细 jobs.csv 约 {:.1f} GB，写入 {}（--no-job-records 则不写）\n", bytes / 1e9,
                           out)
             : fmt::format("  rows: about {:.1f} GB of jobs.csv in {} (none with --no-job-records)\n",
                           bytes / 1e9, out);
}

/// "removed from out, as rows of an earlier run: fifo/jobs.csv"
std::string removed_text(const Options& options, const std::vector<std::filesystem::path>& removed) {
  if (removed.empty()) return "";
  std::vector<std::string> names;
  for (const std::filesystem::path& file : removed) names.push_back(printable(file.string()));
  return fmt::format(
      fmt::runtime(options.language == Language::Zh ? "已从 {} 删除较早一次运行的明细：{}\n"
                                                    : "removed from {}, as rows of an earlier run: {}\n"),
      printable(options.out), fmt::join(names, options.language == Language::Zh ? "、" : ", "));
}

/// Simulates what has been read, and tells and writes what came out.
ExitCode run_prepared(const Options& options, const Scenario& scenario, std::vector<Inputs> inputs,
                      const Folder& folder, RunCosts costs, Progress& progress, Screen& screen) {
  RunFacts facts = facts_of(options);
  const Stopwatch simulating;
  Comparison comparison = simulate(options, scenario, std::move(inputs), progress, screen);
  facts.elapsed_s = simulating.seconds();
  facts.reserves_s = costs.reserves_s = search_reserves(options, comparison, progress, screen);

  std::string unwritten;
  std::string removed;
  if (folder.folder && holds_anything(comparison)) {
    try {
      const Written written = write_results(options, comparison, *folder.folder, progress, costs);
      costs.write_s = written.seconds;
      removed = removed_text(options, written.removed);
      facts.out = options.out;
      facts.job_rows = options.job_records;
    } catch (const WriteError& error) {
      unwritten = error.what();  // what cannot be kept is still shown
    } catch (const Interrupted&) {
      unwritten = fmt::format("interrupted while writing: nothing was written, {} is as it was", options.out);
    }
  }
  costs.peak_rss_bytes = peak_rss_bytes();
  const auto rows = unwritten.empty() ? rows_of(options, comparison) : std::vector<std::filesystem::path>{};
  screen.out(options.json ? summary_json(comparison, options.scenario, costs, rows)
                          : results_text(comparison, facts, screen.out_style()));
  screen.err(removed);
  if (!unwritten.empty()) {
    screen.err(fmt::format("error: {}\n", unwritten));
    return progress.stop ? ExitCode::Interrupted : ExitCode::Failed;
  }
  return comparison.interrupted ? ExitCode::Interrupted : ExitCode::Good;
}

}  // namespace

ExitCode run_command(const Options& options, Screen& screen) {
  Progress progress;
  const InterruptHandler interrupts{progress};
  const Stopwatch loading;
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(options, diagnostics, screen);
  check_ids(options, *scenario, diagnostics);
  check_reserves(options, *scenario, diagnostics);
  for (const Spec& spec : scenario->variants) {
    if (chosen(options.variants, spec.variant.id)) check_run(spec, diagnostics);
  }
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
  std::optional<std::vector<Inputs>> inputs = prepare_all(*scenario, diagnostics);
  if (!inputs) return refuse(options, diagnostics, screen);
  check_demands(options, *scenario, *inputs, diagnostics);
  RunCosts costs;
  costs.load_s = loading.seconds();

  const Folder folder{options, files_of(options, *scenario), screen};
  if (folder.is_refused) return ExitCode::BadInput;
  if (progress.stop) throw Interrupted{};

  if (options.json) {
    if (!options.quiet) screen.err(diagnostics_text(diagnostics, options.language));
  } else if (!options.quiet) {
    screen.out(opening_text(*scenario, diagnostics, facts_of(options), screen.out_style()));
    screen.out(size_text(options, *scenario, *inputs));
  }
  return run_prepared(options, *scenario, std::move(*inputs), folder, costs, progress, screen);
}

}  // namespace suanwang
