#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "suanwang/scenario/spec.hpp"

// What checking a programme and building it have in common.
namespace suanwang::scenario {

/// Indices of `activities` so that each comes after all that it names; of those that could be next, the
/// first by id. Those in a cycle, and all that come after one, are left out.
/// @pre sorted by id; unknown ids count for nothing @complexity O(n log n) for n activities and dependencies
[[nodiscard]] std::vector<std::size_t> order_of(const std::vector<ActivitySpec>& activities);

/// Cycles among what `order_of` leaves out: each activity comes after the next one, and the last after the
/// first, which is the least. No two have an activity in common, so where cycles cross not all are found.
[[nodiscard]] std::vector<std::vector<std::size_t>> cycles_of(const std::vector<ActivitySpec>& activities,
                                                              const std::vector<std::size_t>& order);

/// When an activity ended, where that is a fact: its `done`, or a fixed `date` before `as_of`. Seconds.
[[nodiscard]] std::optional<double> fact_of(const ActivitySpec& activity,
                                            const std::optional<CivilTime>& as_of);

[[nodiscard]] inline double in_seconds(CivilTime at) {
  return static_cast<double>(at.time_since_epoch().count());
}

}  // namespace suanwang::scenario
