// `suanwang run`: every policy of a scenario, compared.
#include "suanwang/scenario/run.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/report/console.hpp"
#include "suanwang/report/csv.hpp"
#include "suanwang/report/json.hpp"
#include "suanwang/report/output.hpp"
#include "suanwang/study/comparison.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_reporter.hpp"

namespace suanwang {
namespace {

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>{std::chrono::steady_clock::now() - started_}.count();
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// The most memory that this process ever held; 0 where the system does not say. (getrusage would also count
/// what the caller held when it started us.)
std::uint64_t peak_rss_bytes() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
  }
  return 0;
}

/// Complains of ids that no variant of the scenario knows.
void check_ids(const std::string& option, const std::vector<std::string>& asked,
               const std::vector<std::string>& known, Diagnostics& diagnostics) {
  for (const std::string& id : asked) {
    if (std::ranges::find(known, id) != known.end()) continue;
    std::string hint = did_you_mean(id, known);
    if (hint.empty()) hint = fmt::format("; there are: {}", fmt::join(known, ", "));
    diagnostics.error({}, option, "no such id " + quoted(id) + hint);
  }
}

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

std::filesystem::path jobs_file(const Spec& spec, const PolicySpec& policy) {
  const std::filesystem::path folder = spec.variants_declared ? spec.variant.id : "";
  return folder / policy.id / "jobs.csv";
}

/// The files that a run of these options writes, relative to `--out`.
std::vector<std::filesystem::path> files_of(const Options& options, const Scenario& scenario) {
  std::vector<std::filesystem::path> files{"summary.json"};
  for (const Spec& spec : scenario.variants) {
    for (const PolicySpec& policy : spec.policies) {
      const bool wanted = chosen(options.variants, spec.variant.id) && chosen(options.policies, policy.id);
      if (wanted && options.job_records) files.push_back(jobs_file(spec, policy));
    }
  }
  return files;
}

/// How much there is to do, for progress.
struct Extent {
  std::size_t runs = 0;
  double jobs = 0;
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
    extent.runs += runs;
    extent.jobs += static_cast<double>(runs) * expected_jobs(spec, inputs[v]);
  }
  return extent;
}

std::size_t threads_of(const Options& options) {
  return options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
}

Comparison simulate(const Options& options, const Scenario& scenario, std::vector<Inputs> inputs,
                    Progress& progress, Screen& screen) {
  const bool keep = !options.out.empty() && options.job_records;
  const ComparisonOptions what{
      options.variants, options.policies, keep ? KeepRows::Yes : KeepRows::No, {threads_of(options)}};
  std::optional<ProgressReporter> reporter;
  if (!options.quiet) {
    const Extent extent = extent_of(options, scenario, inputs);
    reporter.emplace(progress, extent.runs, extent.jobs, screen);
  }
  return compare(scenario, std::move(inputs), what, &progress);
}

void write_rows(const Comparison& comparison, const OutputFolder& folder, const Progress& progress) {
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    const std::vector<std::string> classes = class_names(spec);
    for (const PolicyOutcome& outcome : variant.policies) {
      if (progress.stop && !comparison.interrupted) throw Interrupted{};
      std::vector<const JobTable*> tables;
      for (const RunResult& run : outcome.runs) tables.push_back(&run.rows);
      write_jobs_csv(
          folder.path() / jobs_file(spec, spec.policies[outcome.policy]), spec, classes,
          [&](const JobRow& row) { return job_label(spec, variant.inputs, row); }, tables);
    }
  }
}

bool holds_anything(const Comparison& comparison) {
  return std::ranges::any_of(comparison.variants,
                             [](const VariantOutcome& v) { return !v.policies.empty(); });
}

/// Writes all files of a run. An interrupted comparison is written as far as it is complete, and its summary
/// says what is missing; one that holds nothing leaves earlier results alone.
void write_results(const Options& options, const Comparison& comparison, const OutputFolder& folder,
                   const Progress& progress, RunCosts& costs) {
  const Stopwatch writing;
  const std::filesystem::path summary_path = folder.path() / "summary.json";
  if (options.job_records) {
    std::filesystem::remove(summary_path);  // an earlier run's: it does not describe the rows to come
    write_rows(comparison, folder, progress);
  }
  costs.write_s = writing.seconds();
  costs.peak_rss_bytes = peak_rss_bytes();
  OutputFile summary{summary_path};
  summary.append(summary_json(comparison, options.scenario, costs));
  summary.commit();
}

RunFacts facts_of(const Options& options) {
  RunFacts facts;
  facts.program = options.program;
  facts.file = options.scenario;
  facts.threads = threads_of(options);
  return facts;
}

/// Simulates what has been read, and tells and writes what came out.
ExitCode run_prepared(const Options& options, const Scenario& scenario, std::vector<Inputs> inputs,
                      const OutputFolder* folder, RunCosts costs, Progress& progress, Screen& screen) {
  RunFacts facts = facts_of(options);
  const Stopwatch simulating;
  const Comparison comparison = simulate(options, scenario, std::move(inputs), progress, screen);
  facts.elapsed_s = simulating.seconds();

  std::string unwritten;
  if (folder != nullptr && holds_anything(comparison)) {
    try {
      write_results(options, comparison, *folder, progress, costs);
      facts.out = options.out;
      facts.job_rows = options.job_records;
    } catch (const WriteError& error) {
      unwritten = error.what();  // what cannot be kept is still shown
    } catch (const Interrupted&) {
      unwritten =
          fmt::format("interrupted while writing: {} is incomplete, and has no summary.json", options.out);
    }
  }
  costs.peak_rss_bytes = peak_rss_bytes();
  screen.out(options.json ? summary_json(comparison, options.scenario, costs)
                          : results_text(comparison, facts, screen.out_style()));
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
  if (!scenario) return refuse(diagnostics, screen);
  check_ids(options, *scenario, diagnostics);
  if (diagnostics.has_errors()) return refuse(diagnostics, screen);
  std::optional<std::vector<Inputs>> inputs = prepare_all(*scenario, diagnostics);
  if (!inputs) return refuse(diagnostics, screen);
  RunCosts costs;
  costs.load_s = loading.seconds();

  std::optional<OutputFolder> folder;
  try {
    if (!options.out.empty()) folder.emplace(options.out, files_of(options, *scenario));
  } catch (const WriteError& error) {
    screen.err(fmt::format("error: --out: {}\n", error.what()));
    return ExitCode::BadInput;
  }
  if (progress.stop) throw Interrupted{};

  if (options.json) {
    if (!options.quiet) screen.err(diagnostics.text());
  } else {
    const Diagnostics none;
    screen.out(
        opening_text(*scenario, options.quiet ? none : diagnostics, facts_of(options), screen.out_style()));
  }
  return run_prepared(options, *scenario, std::move(*inputs), folder ? &*folder : nullptr, costs, progress,
                      screen);
}

}  // namespace suanwang
