#pragma once

#include <string_view>
#include <vector>

namespace suanwang {

/// What `order: {expr: …}` may name.
struct OrderVariable {
  std::string_view name;
  std::string_view en;
  std::string_view zh;
};
[[nodiscard]] const std::vector<OrderVariable>& order_variables();

}  // namespace suanwang
