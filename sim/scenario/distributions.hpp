#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "scenario/formats.hpp"

namespace suanwang::scenario {

/// A constant, or a distribution of some amount; each number carries the unit.
struct DistributionFormat {
  std::string_view name;  ///< of the definition in the schema: "duration"
  Amount amount;
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A date, or an amount of time from time 0.
struct DateOrSpan {
  bool is_end = false;  ///< a bare date means the end of that day
  Amount span;          ///< bounds of the amount of time

  [[nodiscard]] std::optional<std::variant<Duration, CivilTime>> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// When something happens: a date, an amount of time from time 0, or a distribution of either.
struct WhenFormat {
  [[nodiscard]] std::optional<DateSpec> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// `value`, a constant or a distribution, in a few words: "100 PFLOPS", "uniform 100 PFLOPS to 500 PFLOPS".
[[nodiscard]] std::string in_words(const Node& node);

inline constexpr double kCentury = 36500.0 * 86400;  ///< s

/// Time that a job takes or may take.
inline constexpr Amount kDuration{Dimension::Time, 0, kCentury, "above 0 and up to 36500 days", false};
/// Time from time 0.
inline constexpr Amount kOffset{Dimension::Time, 0, kCentury, "from 0 to 36500 days"};
/// An instant.
inline constexpr DateOrSpan kMoment{false, kOffset};

}  // namespace suanwang::scenario
