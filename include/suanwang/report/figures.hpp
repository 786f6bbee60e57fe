#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/name.hpp"

namespace suanwang {

/// What stands in place of a figure that there is not.
inline constexpr std::string_view kNoFigure = "—";

/// A figure, or none.
using Figure = std::optional<double>;

/// Spans of time for people, in one unit for the whole column (ms, s, min, h or d: what suits the geometric
/// mean of the shortest and the longest) and with as many decimals as the shortest needs: "77 s", "9.9 h".
/// Figures that differ by more than 0.5 % are shown apart, if two more decimals can do that. [seconds]
[[nodiscard]] std::vector<std::string> duration_column(const std::vector<Figure>& seconds);
[[nodiscard]] std::string duration_text(double seconds);

/// About three digits of an amount of data: "0 B", "12.3 TB", "1,230 EB".
[[nodiscard]] std::string bytes_text(double bytes);

/// Plain numbers, likewise: "92.6", "6,815.0".
[[nodiscard]] std::vector<std::string> number_column(const std::vector<Figure>& numbers);

/// Ratios as percentages, likewise: "44 %", "61.3 %".
[[nodiscard]] std::vector<std::string> share_column(const std::vector<Figure>& ratios);
[[nodiscard]] std::string share_text(double ratio);

/// "28,481".
[[nodiscard]] std::string count_text(std::uint64_t count);
/// About three digits of a count, as the language groups them: "123,000", "12.3 万", "1.23 M", "123 万".
[[nodiscard]] std::string rough_count_text(double count, Language language);

/// Two decimals; what is not quite 0 or 1 does not look so: "0.33", "<0.01", ">0.99".
[[nodiscard]] std::string probability_text(double probability);

/// The unit of a quantity as a scenario writes it: "EFLOPS" of "40 EFLOPS", and how much one is.
struct WrittenUnit {
  std::string symbol;
  double base = 1;
};
[[nodiscard]] WrittenUnit compute_unit_of(std::string_view written);

/// "34.5 [28.1, 41.2]": a median with its 10 % and 90 % quantiles, with one decimal, or more if the median is
/// below 10.
[[nodiscard]] std::string interval_text(double median, double p10, double p90);

}  // namespace suanwang
