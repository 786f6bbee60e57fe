#pragma once

#include <optional>
#include <string_view>

#include "scenario/formats.hpp"

namespace suanwang::scenario {

/// What the numbers of a distribution are: amounts, or dates.
struct Numbers {
  std::string_view name;
  std::optional<Amount> amount;  ///< none: dates

  /// A value that the variable may take.
  [[nodiscard]] std::optional<double> constant(const Value& value) const {
    if (amount) return amount->read(value);
    const auto date = Date{}.read(value);
    return date ? std::optional{static_cast<double>(date->time_since_epoch().count())} : std::nullopt;
  }
  /// As a parameter on the variable's scale: the lower bound itself is allowed, and it need not be whole.
  [[nodiscard]] Numbers relaxed() const {
    Numbers result = *this;
    if (result.amount) {
      result.amount->is_low_allowed = true;
      result.amount->is_whole = false;
    }
    return result;
  }
  [[nodiscard]] std::optional<double> parameter(const Value& value) const {
    return relaxed().constant(value);
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return amount ? amount->schema(writer) : Date{}.schema(writer);
  }
};

/// A weight of one of several choices, relative to the others.
inline constexpr Amount kWeight{Dimension::Ratio, 0, 1e12, "from 0 to 1e12"};

/// {value: weight, …}
struct Choice {
  Numbers numbers;
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// `{file: cdf.csv, unit: s}`: a CSV file of `value,cumulative`, whose problems are reported at its own
/// lines.
struct Empirical {
  Amount amount;
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A constant or a distribution of such numbers.
/// @post a result is within their bounds, except for an unbounded tail above
[[nodiscard]] std::optional<Distribution> read_distribution(const Value& value, const Numbers& numbers);
[[nodiscard]] JsonText distribution_schema(SchemaWriter& writer, const Numbers& numbers);

}  // namespace suanwang::scenario
