#pragma once

#include <optional>

#include "suanwang/net/routing.hpp"

#include "scenario/formats.hpp"

namespace suanwang::scenario {

/// `least-latency`, `widest`, or `{split: 4}`.
struct RoutingFormat {
  [[nodiscard]] std::optional<RoutingRule> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

}  // namespace suanwang::scenario
