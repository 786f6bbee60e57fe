#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/report/table.hpp"

// A finished run, checked once more from its records alone: what `run --out` wrote, and nothing of what
// simulates. A test keeps the auditor from including any of that.
namespace suanwang {

/// Something in the records that cannot be.
struct AuditFinding {
  std::string_view check;  ///< id of the check: "holders"
  std::string file;
  std::uint64_t line = 0;  ///< 0: of no row; then `path` says where
  std::string path;        ///< in summary.json
  Name what;
};

struct AuditCheck {
  std::string_view id;
  Name title;
  std::uint64_t looked = 0;  ///< at how many rows, or figures
  std::uint64_t failed = 0;
};

struct AuditReport {
  std::size_t policies = 0;  ///< over all variants
  std::uint64_t jobs = 0;    ///< rows
  std::uint64_t transfers = 0;
  std::vector<AuditCheck> checks;
  std::vector<AuditFinding> findings;  ///< in the order of policies, at most `most` of each check in each
  std::vector<Name> remarks;           ///< what could not be looked at, and why

  [[nodiscard]] std::uint64_t faults() const;
};

struct AuditOptions {
  std::size_t most = 5;
  Parallelism parallelism;
};

/// Audits a folder. What is no result of a run at all (missing, cut off, malformed) is an error; then nothing
/// is returned. Memory: for the jobs of one replication of one policy, and 40 bytes a finished job for exact
/// quantiles, on each thread.
[[nodiscard]] std::optional<AuditReport> audit_folder(const std::filesystem::path& folder,
                                                      const AuditOptions& options, Diagnostics& diagnostics);

/// How the console shows it: findings, a line each, then the checks as a table, then the verdict; with
/// `quiet` only the findings and the verdict.
[[nodiscard]] std::string audit_text(const AuditReport& report, const std::string& folder, bool quiet,
                                     Language language, Paint paint);
[[nodiscard]] std::string audit_json(const AuditReport& report, const std::string& folder);

}  // namespace suanwang
