#pragma once

#include <optional>
#include <string>

#include "suanwang/policy/settings.hpp"

#include "scenario/fields.hpp"
#include "scenario/value.hpp"

namespace suanwang::scenario {

/// The name of a rule that sends jobs to centres, or one with its parameters.
struct DispatchFormat {
  struct Dispatch {
    std::string rule;
    Duration after{0};  ///< overflow
    ScoreSettings scoring{};
    Location at{};
  };
  [[nodiscard]] std::optional<Dispatch> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

}  // namespace suanwang::scenario
