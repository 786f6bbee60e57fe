#include "cli/results.hpp"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <string>

#include "suanwang/base/check.hpp"
#include "suanwang/report/csv.hpp"

#include "cli/stopwatch.hpp"

namespace suanwang {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Writes the rows of each policy, in the order of `rows_of`, to files that are complete and not committed.
std::deque<OutputFile> write_rows(const Comparison& comparison, const OutputFolder& folder,
                                  const Progress& progress) {
  std::deque<OutputFile> files;
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    const std::vector<std::string> classes = class_names(spec);
    for (const PolicyOutcome& outcome : variant.policies) {
      if (progress.stop && !comparison.interrupted) throw Interrupted{};
      std::vector<const JobTable*> tables;
      for (const RunResult& run : outcome.runs) tables.push_back(&run.rows);
      OutputFile& file = files.emplace_back(folder.path() / jobs_file(spec, spec.policies[outcome.policy]));
      write_jobs_csv(
          file, spec, classes, [&](const JobRow& row) { return job_label(spec, variant.inputs, row); },
          tables);
      file.complete();
    }
  }
  return files;
}

}  // namespace

std::filesystem::path jobs_file(const Spec& spec, const PolicySpec& policy) {
  const std::filesystem::path folder = spec.variants_declared ? spec.variant.id : "";
  return folder / policy.id / "jobs.csv";
}

std::vector<std::filesystem::path> rows_of(const Options& options, const Comparison& comparison) {
  std::vector<std::filesystem::path> rows;
  if (options.out.empty() || !options.job_records) return rows;
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    for (const PolicyOutcome& outcome : variant.policies) {
      rows.push_back(jobs_file(spec, spec.policies[outcome.policy]));
    }
  }
  return rows;
}

Written write_results(const Options& options, const Comparison& comparison, const OutputFolder& folder,
                      const Progress& progress, RunCosts costs) {
  const Stopwatch writing;
  const std::filesystem::path summary_path = folder.path() / "summary.json";
  const std::vector<std::filesystem::path> rows = rows_of(options, comparison);
  std::deque<OutputFile> files;
  if (options.job_records) files = write_rows(comparison, folder, progress);

  Written written;
  written.seconds = writing.seconds();
  costs.write_s = written.seconds;
  costs.peak_rss_bytes = peak_rss_bytes();
  OutputFile summary{summary_path};
  summary.append(summary_json(comparison, options.scenario, costs, rows));
  summary.complete();

  std::vector<std::filesystem::path> others = rows_listed_in(text_of(summary_path));
  std::erase_if(others, [&rows](const auto& file) { return std::ranges::find(rows, file) != rows.end(); });
  std::filesystem::remove(summary_path);  // at no time does one describe rows that are not its own
  for (OutputFile& file : files) file.commit();
  written.removed = folder.remove(others);
  summary.commit();
  return written;
}

std::uint64_t peak_rss_bytes() {
  // getrusage would also count what the caller held when it started us.
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
  }
  return 0;
}

}  // namespace suanwang
