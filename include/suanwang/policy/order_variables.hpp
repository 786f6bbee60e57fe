#pragma once

#include <vector>

#include "suanwang/policy/expression.hpp"

namespace suanwang {

/// What `order: {expr: …}` may name.
[[nodiscard]] const std::vector<FormulaVariable>& order_variables();

}  // namespace suanwang
