#pragma once

#include <optional>
#include <vector>

#include "suanwang/scenario/spec.hpp"

namespace suanwang::scenario {

/// Between which instants something happens, seconds since 1970; either may be infinite.
struct DateRange {
  double earliest = 0;
  double latest = 0;
};

/// When the activities of a spec end and its pools come and go, as far as laws and facts bound it. Where
/// something cannot be told (in a cycle, after an unknown activity), the bound is infinite.
class ProgrammeDates {
 public:
  explicit ProgrammeDates(const Spec& spec);

  /// The end of an activity or a lot.
  [[nodiscard]] DateRange end_of(const ActivitySpec& activity) const;

  /// When something that is not done must have ended by its law alone, whatever `as_of` says; none where its
  /// start is not a fact, or where it may wait for a crew.
  [[nodiscard]] std::optional<double> last_by_law(const ActivitySpec& activity) const;

  /// When a pool is ready for service, apart from what it needs; none where a date cannot be placed.
  [[nodiscard]] std::optional<DateRange> ready(const PoolSpec& pool) const;

  /// None where a date cannot be placed.
  [[nodiscard]] std::optional<DateRange> of(const RetirementSpec& retirement) const;

 private:
  [[nodiscard]] DateRange after(const std::vector<AfterSpec>& all) const;
  [[nodiscard]] std::optional<DateRange> of(const DateSpec& when) const;
  /// Not by `as_of`, since it has not happened by then.
  [[nodiscard]] DateRange still_open(DateRange range) const;

  const Spec* spec_;
  std::vector<DateRange> ends_;  ///< by activity of the spec
};

}  // namespace suanwang::scenario
