#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace suanwang {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // g++ 12 takes the scoped Dimension::Time to hide a Time

/// What a number in a scenario measures, and so which units it may carry. Values are in base units:
/// s, B, B/s, FLOP/s (or OP/s), FLOP, W, J, km, 1/s, gCO2/J, CNY/J, CNY.
enum class Dimension {
  Count,
  Ratio,
  Time,
  Data,
  Bandwidth,
  ComputeRate,
  Power,
  Energy,
  Distance,
  Frequency,
  CarbonIntensity,
  EnergyPrice,
  Money
};

#pragma GCC diagnostic pop

/// A quantity as a person writes it: a number and a unit of `dimension`, such as "400 Gbps", "50 GB/s",
/// "320 TFLOPS", "512 TOPS", "1.66 ms", "40 TB", "32 GiB", "12 per day", "0.4419 kgCO2/kWh".
struct ParsedQuantity {
  std::optional<double> base;  ///< in base units; empty when `text` is no such quantity
  std::string why;  ///< then: "expected a rate with a unit, like '400 Gbps' or '50 GB/s', got '400'"
};

/// Never throws. Rejects a bare number (except for Count and Ratio), an unknown unit (naming the near one),
/// nan, inf, and anything not finite after conversion. Signs are the caller's business.
[[nodiscard]] ParsedQuantity parse_quantity(std::string_view text, Dimension dimension);

/// `text` as a finite decimal number, all of it; no leading or trailing blanks, no hex, inf or nan.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// "an amount of time", "a rate": for messages.
[[nodiscard]] std::string_view noun_of(Dimension dimension);

}  // namespace suanwang
