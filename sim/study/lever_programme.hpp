#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "study/lever_limits.hpp"

namespace suanwang {

/// The allowed sets that rows leave, as a mixed-integer programme for Cbc. The only place that knows it.
///
/// Columns: the levers, 0 or 1; then the combinations of each group of two levers or more but the empty one.
/// That each lever is the sum of the combinations that hold it makes these 0 or 1, too. In a group of one the
/// lever is the combination.
class LeverProgramme {
 public:
  LeverProgramme(const LeverLimits& limits, const LeverTables& tables);

  [[nodiscard]] std::size_t columns() const { return columns_; }
  /// The column of a combination. @pre it is not the empty one
  [[nodiscard]] std::size_t column(std::size_t group, std::size_t place) const {
    return first_[group] + place - 1;
  }

  /// Rules sets out, for good.
  void add(LeverRow row) { rows_.push_back(std::move(row)); }
  void fix(std::size_t lever, bool is_in) { fixed_[lever] = is_in; }

  /// An allowed set with the least of an objective, by column, whose coefficients are whole numbers; nothing
  /// where no set is left. Always the same one. @param with rows that hold this time
  [[nodiscard]] std::optional<LeverSet> least(const std::vector<double>& objective,
                                              const std::vector<LeverRow>& with);

  [[nodiscard]] std::uint64_t solved() const { return solved_; }

 private:
  void add_group(const LeverTables::Group& group, std::size_t first);

  const LeverLimits* limits_;
  std::size_t columns_;
  std::vector<std::size_t> first_;  ///< by group: the column of its combination at place 1
  std::vector<LeverRow> rows_;
  std::vector<std::optional<bool>> fixed_;  ///< by lever
  std::uint64_t solved_ = 0;
};

}  // namespace suanwang
