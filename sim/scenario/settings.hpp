#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/schema.hpp"

namespace suanwang::scenario {

/// {path: value}; the values are checked where they are put.
struct Settings {
  using Set = std::vector<std::pair<std::string, std::string>>;
  [[nodiscard]] std::optional<Set> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

}  // namespace suanwang::scenario
