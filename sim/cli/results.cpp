#include "cli/results.hpp"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/report/csv.hpp"
#include "suanwang/report/network_csv.hpp"

#include "cli/commands.hpp"
#include "cli/stopwatch.hpp"

namespace suanwang {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::filesystem::path folder_of(const Spec& spec) {
  return {spec.variants_declared ? spec.variant.id : ""};
}

void write_jobs(OutputFile& file, const Spec& spec, const Inputs& inputs, const PolicyOutcome& outcome) {
  std::vector<const JobTable*> tables;
  for (const RunResult& run : outcome.runs) tables.push_back(&run.rows);
  write_jobs_csv(
      file, spec, class_names(spec),
      [&](const JobRow& row) { return job_label(spec, inputs, row.stream, row.label); }, tables);
}

void write_transfers(OutputFile& file, const Spec& spec, const Inputs& inputs, const PolicyOutcome& outcome) {
  std::vector<const TransferTable*> tables;
  for (const RunResult& run : outcome.runs) tables.push_back(&run.transfer_rows);
  write_transfers_csv(
      file, spec,
      [&](const TransferRow& row) {
        return row.purpose == TransferPurpose::Workload
                   ? inputs.transfers[row.stream.index()]->label_text(row.label)
                   : job_label(spec, inputs, row.stream, row.label);
      },
      tables);
}

/// Writes rows, in the order of `rows_of`, to files that are complete and not committed.
std::deque<OutputFile> write_rows(const Options& options, const Comparison& comparison,
                                  const OutputFolder& folder, const Progress& progress) {
  std::deque<OutputFile> files;
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    for (const std::filesystem::path& path : files_of(options, spec)) {
      OutputFile& file = files.emplace_back(folder.path() / path);
      write_pools_csv(file, spec, variant.inputs);
      file.complete();
    }
    for (const PolicyOutcome& outcome : variant.policies) {
      for (const std::filesystem::path& path : files_of(options, spec, spec.policies[outcome.policy])) {
        if (progress.stop && !comparison.interrupted) throw Interrupted{};
        OutputFile& file = files.emplace_back(folder.path() / path);
        if (path.filename() == "jobs.csv") {
          write_jobs(file, spec, variant.inputs, outcome);
        } else if (path.filename() == "transfers.csv") {
          write_transfers(file, spec, variant.inputs, outcome);
        } else {
          write_links_csv(file, spec, *outcome.network);
        }
        file.complete();
      }
    }
  }
  return files;
}

}  // namespace

RunFacts facts_of(const Options& options) {
  RunFacts facts;
  facts.program = options.program;
  facts.file = options.scenario;
  facts.threads = threads_of(options);
  facts.quiet = options.quiet;
  return facts;
}

Folder::Folder(const Options& options, const std::vector<std::filesystem::path>& files, Screen& screen) {
  if (options.out.empty()) return;
  try {
    folder.emplace(options.out, files);
  } catch (const WriteError& error) {
    screen.err(fmt::format("error: --out: {}\n", error.what()));
    is_refused = true;
  }
}

ExitCode tell_and_keep(const std::string& text, const Folder& folder, const std::string& name,
                       const std::string& content, Screen& screen) {
  std::string unwritten;
  if (folder.folder) {
    try {
      OutputFile file{folder.folder->path() / name};
      file.append(content);
      file.commit();
    } catch (const WriteError& error) {
      unwritten = fmt::format("error: {}\n", error.what());
    }
  }
  screen.out(text);
  screen.err(unwritten);
  return unwritten.empty() ? ExitCode::Good : ExitCode::Failed;
}

std::vector<std::filesystem::path> files_of(const Options& options, const Spec& spec) {
  if (!options.job_records) return {};
  return {folder_of(spec) / "pools.csv"};
}

std::vector<std::filesystem::path> files_of(const Options& options, const Spec& spec,
                                            const PolicySpec& policy) {
  const std::filesystem::path folder = folder_of(spec) / policy.id;
  std::vector<std::filesystem::path> files;
  if (options.job_records) files.push_back(folder / "jobs.csv");
  if (moves_data(spec)) {
    if (options.job_records) files.push_back(folder / "transfers.csv");
    files.push_back(folder / "links.csv");
  }
  return files;
}

std::vector<std::filesystem::path> rows_of(const Options& options, const Comparison& comparison) {
  std::vector<std::filesystem::path> rows;
  if (options.out.empty()) return rows;
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    std::ranges::move(files_of(options, spec), std::back_inserter(rows));
    for (const PolicyOutcome& outcome : variant.policies) {
      std::ranges::move(files_of(options, spec, spec.policies[outcome.policy]), std::back_inserter(rows));
    }
  }
  return rows;
}

Written write_results(const Options& options, const Comparison& comparison, const OutputFolder& folder,
                      const Progress& progress, RunCosts costs) {
  const Stopwatch writing;
  const std::filesystem::path summary_path = folder.path() / "summary.json";
  const std::vector<std::filesystem::path> rows = rows_of(options, comparison);
  std::deque<OutputFile> files = write_rows(options, comparison, folder, progress);

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
