#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/report/audit.hpp"

namespace suanwang::audit {

/// What is checked; `kChecks` names them.
enum class Check : std::uint8_t {
  Rows,
  SameJobs,
  Times,
  Columns,
  Gangs,
  Capacity,
  Holders,
  Quotas,
  Centres,
  Data,
  Zones,
  Transfers,
  Links,
  Sums,
};
inline constexpr std::size_t kCheckCount = 14;

/// Counts what was looked at, and keeps the first faults of each kind.
class Book {
 public:
  explicit Book(std::size_t most) : most_{most} {}

  void looked(Check check, std::uint64_t rows = 1) { of(check).looked += rows; }

  /// A fault of a row. `say` makes the words, in both languages; it is called only for those that are kept.
  template <class Say>
  void fault(Check check, const std::string& file, std::uint64_t line, const Say& say) {
    if (of(check).failed++ < most_) keep(check, file, line, "", say());
  }
  /// A fault of a figure of summary.json.
  template <class Say>
  void fault_at(Check check, const std::string& file, std::string path, const Say& say) {
    if (of(check).failed++ < most_) keep(check, file, 0, std::move(path), say());
  }
  void remark(Name text) { remarks_.push_back(std::move(text)); }

  void add_to(AuditReport& report) const;

 private:
  struct Count {
    std::uint64_t looked = 0;
    std::uint64_t failed = 0;
  };
  Count& of(Check check) { return counts_[static_cast<std::size_t>(check)]; }
  void keep(Check check, const std::string& file, std::uint64_t line, std::string path, Name what);

  std::size_t most_;
  std::array<Count, kCheckCount> counts_{};
  std::vector<AuditFinding> findings_;
  std::vector<Name> remarks_;
};

/// All checks, with nothing looked at.
[[nodiscard]] std::vector<AuditCheck> no_checks();

/// a - b, at the end of the range where that is beyond it: rows may say anything.
[[nodiscard]] inline std::int64_t minus(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_sub_overflow(a, b, &result)) return result;
  return b < 0 ? INT64_MAX : INT64_MIN + 1;
}

/// "12.5 s", all digits that there are.
[[nodiscard]] std::string seconds_text(std::int64_t ns);

}  // namespace suanwang::audit
