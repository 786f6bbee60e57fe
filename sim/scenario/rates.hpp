#pragma once

#include <string_view>

#include "scenario/value.hpp"

namespace suanwang::scenario {

/// Whether rates in `precision` are of integer operations: its name begins with "int".
[[nodiscard]] bool is_integer(std::string_view precision);

/// Refuses a rate in `precision`, a constant or a distribution, that is written in the unit of the other
/// kind: integers are counted in OPS and all else in FLOPS. False when it was refused.
bool check_unit(const Value& rate, std::string_view precision);

}  // namespace suanwang::scenario
