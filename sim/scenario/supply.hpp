#pragma once

#include <optional>
#include <vector>

#include "suanwang/scenario/run.hpp"

namespace suanwang {

/// From an instant on a pool is in service with a share of its whole.
struct ServiceStep {
  Time at = kAlways;
  std::optional<CivilTime> date;  ///< the same as a date, where there are dates
  double share = 1;
};

/// A pool that comes into service in steps, as one pool a step: of accelerators what is whole, rounded down
/// over all steps so far. A step that brings no accelerator is left out.
/// @pre shares do not decrease
[[nodiscard]] std::vector<DrawnPool> in_steps(const DrawnPool& whole, const std::vector<ServiceStep>& steps);

}  // namespace suanwang
