#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/kernel/progress.hpp"
#include "suanwang/report/console.hpp"
#include "suanwang/report/json.hpp"
#include "suanwang/report/output.hpp"
#include "suanwang/study/comparison.hpp"

#include "cli/options.hpp"
#include "cli/screen.hpp"

namespace suanwang {

/// What the reports of every command are told of its call.
[[nodiscard]] RunFacts facts_of(const Options& options);

/// The folder that `--out` names, made ready for these files; none where nothing is to be written.
struct Folder {
  Folder(const Options& options, const std::vector<std::filesystem::path>& files, Screen& screen);
  std::optional<OutputFolder> folder;
  bool is_refused = false;  ///< it cannot be made or written to: that has been said, the exit code is 2
};

/// Prints `text`, and writes `content` as the file `name` of the folder, where there is one. What cannot be
/// kept is still shown.
[[nodiscard]] ExitCode tell_and_keep(const std::string& text, const Folder& folder, const std::string& name,
                                     const std::string& content, Screen& screen);
/// The files of rows that a run of these options writes of a variant besides those of its policies, relative
/// to `--out`: pools.csv. Without job records none.
[[nodiscard]] std::vector<std::filesystem::path> files_of(const Options& options, const Spec& spec);

/// The files of rows that a run of these options writes of a policy, relative to `--out`: jobs.csv, and where
/// the spec moves data also transfers.csv and links.csv. Without job records only links.csv.
[[nodiscard]] std::vector<std::filesystem::path> files_of(const Options& options, const Spec& spec,
                                                          const PolicySpec& policy);

/// All of those that a run of these options leaves in `--out`.
[[nodiscard]] std::vector<std::filesystem::path> rows_of(const Options& options,
                                                         const Comparison& comparison);

/// What writing the results did.
struct Written {
  double seconds = 0;                          ///< wall clock
  std::vector<std::filesystem::path> removed;  ///< rows of an earlier run, relative to `--out`
};

/// Writes the files of a comparison, and removes the rows that the earlier summary.json of the folder lists
/// and this run does not write. All is first written beside the earlier files and takes their place in the
/// end: until then an interrupt, or a full disk, leaves them as they were.
/// @throws WriteError, Interrupted
[[nodiscard]] Written write_results(const Options& options, const Comparison& comparison,
                                    const OutputFolder& folder, const Progress& progress, RunCosts costs);

/// The most memory that this process ever held; 0 where the system does not say.
[[nodiscard]] std::uint64_t peak_rss_bytes();

}  // namespace suanwang
