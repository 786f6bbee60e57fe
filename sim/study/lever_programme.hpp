#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "study/lever_limits.hpp"

namespace suanwang {

/// The allowed sets that rows leave, as a mixed-integer programme for Cbc. The only place that knows it.
class LeverProgramme {
 public:
  explicit LeverProgramme(const LeverLimits& limits);

  /// Rules sets out, for good.
  void add(LeverRow row) { rows_.push_back(std::move(row)); }
  void fix(std::size_t lever, bool is_in) { fixed_[lever] = is_in; }

  /// An allowed set with the least of an objective whose coefficients are whole numbers; nothing where no set
  /// is left. Always the same one. @param with rows that hold this time
  [[nodiscard]] std::optional<LeverSet> least(const std::vector<double>& objective,
                                              const std::vector<LeverRow>& with);

  [[nodiscard]] std::uint64_t solved() const { return solved_; }

 private:
  const LeverLimits* limits_;
  std::vector<LeverRow> rows_;
  std::vector<std::optional<bool>> fixed_;
  std::uint64_t solved_ = 0;
};

}  // namespace suanwang
