#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

#include "suanwang/base/quantity.hpp"

namespace suanwang {

/// Simulated time. Integer nanoseconds: equality is exact, addition is associative, 292 years fit.
struct SimClock {
  using duration = std::chrono::duration<std::int64_t, std::nano>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SimClock>;
  static constexpr bool is_steady = true;
};

using Duration = SimClock::duration;  ///< a span; write `90s`, `5min`, `12h`
using Time = SimClock::time_point;    ///< an instant, counted from time 0 of the scenario

inline constexpr Time kStart = Time{};
inline constexpr Time kNever = Time::max();
inline constexpr Time kAlways = Time::min();  ///< before everything: "from the beginning"

/// A civil instant: seconds since 1970-01-01T00:00Z. Dates of a scenario are such instants until the
/// scenario's time 0 is known.
using CivilTime = std::chrono::sys_seconds;

/// The first instant at which `span` has fully elapsed after `t`; `kNever` if that is out of range.
/// Rounds up, so that nothing ends before its last byte or FLOP. `span` may be +inf (stalled work).
[[nodiscard]] Time after(Time t, Seconds span);

/// `span` rounded up to whole nanoseconds; the largest duration if it is out of range. @pre span >= 0.
[[nodiscard]] Duration rounded_up(Seconds span);

[[nodiscard]] constexpr double in_seconds(Duration span) {
  return static_cast<double>(span.count()) / 1e9;
}
[[nodiscard]] constexpr double in_seconds(Time t) {
  return in_seconds(t.time_since_epoch());
}

}  // namespace suanwang
