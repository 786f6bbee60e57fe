#pragma once

#include <optional>
#include <string>

#include "suanwang/policy/settings.hpp"

#include "scenario/fields.hpp"
#include "scenario/value.hpp"

namespace suanwang::scenario {

/// The name of an order, or one with its parameters.
struct OrderFormat {
  struct Order {
    std::string rule;
    OrderSettings settings{};
  };
  [[nodiscard]] std::optional<Order> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

}  // namespace suanwang::scenario
