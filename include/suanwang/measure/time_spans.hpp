#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "suanwang/base/time.hpp"

namespace suanwang {

/// How the time of a run is cut for a series. Where time 0 has a date: into calendar months, the first of
/// which begins at time 0. Elsewhere into at most 60 equal spans: of a 60th of the time until the end, where
/// there is one; else of a second, or as many seconds as a power of two, as few as suffice.
class TimeSpans {
 public:
  static constexpr std::size_t kMost = 60;

  TimeSpans() : TimeSpans{std::nullopt, {}, kNever} {}
  TimeSpans(std::optional<CivilTime> origin, std::chrono::seconds utc_offset, Time end);

  [[nodiscard]] bool are_months() const { return origin_.has_value(); }

  /// The span that holds `t`; a span holds its beginning and not its end. @pre t >= kStart
  [[nodiscard]] std::size_t of(Time t) const;
  /// Span i ends where span i + 1 begins. kNever where that is out of reach.
  [[nodiscard]] Time begin(std::size_t i) const;
  /// The calendar month that span i is, or is part of. @pre are_months()
  [[nodiscard]] std::chrono::year_month month(std::size_t i) const;

  /// Doubles the spans, so that i and i + 1 become i / 2, as long as `t` is not within the first 60.
  /// @returns how often
  std::size_t widen_for(Time t);
  /// The same until they are as wide as others. @pre of one kind
  std::size_t widen_to(const TimeSpans& other);

  friend bool operator==(const TimeSpans&, const TimeSpans&) = default;

 private:
  std::optional<CivilTime> origin_;
  std::chrono::seconds utc_offset_;
  Duration width_{std::chrono::seconds{1}};
  bool may_widen_ = false;
};

}  // namespace suanwang
