#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/ranges.h>

#include "suanwang/policy/expression.hpp"

#include "scenario/schema.hpp"
#include "scenario/value.hpp"

namespace suanwang::scenario {

/// A formula over these variables.
struct Formula {
  const std::vector<FormulaVariable>& (*variables)();
  std::string_view example;

  [[nodiscard]] std::optional<std::string> read(const Value& value) const {
    if (!value.is_scalar()) {
      value.expected(fmt::format("a formula, such as \"{}\"", example));
      return std::nullopt;
    }
    const std::vector<std::string_view> names = names_of(variables());
    const std::string text{value.text()};
    const auto problem = Expression::problem_of(text, names);
    if (!problem) return text;
    std::string message = problem->message;
    if (!problem->unknown.empty()) {
      message += value.context().suggestion(problem->unknown, {names.begin(), names.end()});
      message += fmt::format("; known are {}", fmt::join(names, ", "));
    }
    value.error(message);
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const { return R"({"type": "string"})"; }
};

}  // namespace suanwang::scenario
