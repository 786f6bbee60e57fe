#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/scenario/spec.hpp"

#include "cli/options.hpp"
#include "cli/screen.hpp"

namespace suanwang {

/// The commands, one file each.
[[nodiscard]] ExitCode run_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode reach_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode plan_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode explain_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode explain_job_command(const Options& options, Screen& screen);  ///< `explain --job`
[[nodiscard]] ExitCode audit_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode validate_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode list_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode new_command(const Options& options, Screen& screen);
[[nodiscard]] ExitCode schema_command(const Options& options, Screen& screen);

/// The scenario that the options name, with what they change.
[[nodiscard]] std::optional<Scenario> load_scenario(const Options& options, Diagnostics& diagnostics);

/// Says on standard error what is wrong with the input, and how much of it; with `--quiet` errors only. Exit
/// code 2.
[[nodiscard]] ExitCode refuse(const Options& options, const Diagnostics& diagnostics, Screen& screen);

/// Complains of ids that `option` names and that are not `known`.
void check_ids(const std::string& option, const std::vector<std::string>& asked,
               const std::vector<std::string>& known, Diagnostics& diagnostics);

/// How many threads the options ask for.
[[nodiscard]] std::size_t threads_of(const Options& options);

/// "2 errors, 1 warning"
[[nodiscard]] std::string verdict_text(const Diagnostics& diagnostics, Language language);

}  // namespace suanwang
