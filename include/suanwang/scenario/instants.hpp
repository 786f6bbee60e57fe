#pragma once

#include <utility>
#include <vector>

#include "suanwang/scenario/run.hpp"

/// From what a scenario says of instants to simulated time.
namespace suanwang {

/// May lie before time 0; kAlways or kNever where it is out of range.
/// @pre `inputs.origin` is known where the moment is a date
[[nodiscard]] Time instant_of(const Moment& moment, const Inputs& inputs);

/// [from, to), likewise.
[[nodiscard]] std::pair<Time, Time> span_of(const WindowSpec& window, const Inputs& inputs);

/// The spans of all windows in the order of time: those that overlap or touch are one.
[[nodiscard]] std::vector<std::pair<Time, Time>> spans_of(const std::vector<WindowSpec>& windows,
                                                          const Inputs& inputs);

}  // namespace suanwang
