#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/comparison.hpp"
#include "suanwang/study/network_study.hpp"

namespace suanwang {

/// What a run cost, as far as a comparison does not know it.
struct RunCosts {
  double load_s = 0;   ///< wall clock: the scenario read, and its logs checked
  double write_s = 0;  ///< wall clock: writing all other files
  std::uint64_t peak_rss_bytes = 0;
  std::optional<double> reserves_s{};  ///< wall clock of the search for reserves, where there was one
};

/// summary.json: everything but the job rows, in a fixed order of keys; numbers read back as the same
/// doubles, a figure that there is not is null. `rows` are the files of rows that belong to it, relative to
/// it.
[[nodiscard]] std::string summary_json(const Comparison& comparison, const std::string& file,
                                       const RunCosts& costs,
                                       const std::vector<std::filesystem::path>& rows = {});

/// The files of rows (pools.csv, jobs.csv, transfers.csv, links.csv) that a summary.json says belong to it;
/// none where `summary` is no such text. Only names that stay below its folder: whoever wrote the text cannot
/// point elsewhere.
[[nodiscard]] std::vector<std::filesystem::path> rows_listed_in(const std::string& summary);

/// What `validate --json` prints: all diagnostics, the expected load of each variant that has one, and its
/// network where that was asked for.
[[nodiscard]] std::string validation_json(const std::string& file, const Diagnostics& diagnostics,
                                          const std::optional<Scenario>& scenario,
                                          const std::vector<std::optional<LoadEstimate>>& loads,
                                          const std::vector<NetworkStudy>& networks = {});

}  // namespace suanwang
