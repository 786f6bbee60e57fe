#include "suanwang/report/figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/grouped.hpp"
#include "suanwang/base/unit.hpp"

namespace suanwang {
namespace {

constexpr int kMostDecimals = 3;

/// Whether two figures that differ by more than 0.5 % would look the same.
bool hides_a_difference(const std::vector<double>& sorted, int decimals) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const bool differ = sorted[i] - sorted[i - 1] > 0.005 * std::abs(sorted[i]);
    if (differ && grouped(sorted[i], decimals) == grouped(sorted[i - 1], decimals)) return true;
  }
  return false;
}

/// Decimals for a whole column: `least`, and more where the smallest figure or a difference needs them.
int decimals_for(const std::vector<Figure>& figures, double unit, int least) {
  std::vector<double> sorted;
  double smallest = HUGE_VAL;
  for (const Figure& figure : figures) {
    if (!figure) continue;
    sorted.push_back(*figure / unit);
    if (*figure != 0) smallest = std::min(smallest, std::abs(*figure / unit));
  }
  std::ranges::sort(sorted);
  int decimals = least;
  while (decimals < kMostDecimals && smallest < 0.95 * std::pow(10.0, -decimals)) ++decimals;
  const int most = std::min(decimals + 2, kMostDecimals);
  while (decimals < most && hides_a_difference(sorted, decimals)) ++decimals;
  return decimals;
}

/// The least and the greatest magnitude other than 0; both 0 where there is none.
std::pair<double, double> extremes_of(const std::vector<Figure>& figures) {
  double least = 0;
  double greatest = 0;
  for (const Figure& figure : figures) {
    const double size = std::abs(figure.value_or(0));
    if (size > 0 && (least == 0 || size < least)) least = size;
    greatest = std::max(greatest, size);
  }
  return {least, greatest};
}

std::vector<std::string> column(const std::vector<Figure>& figures, double unit, int least,
                                std::string_view symbol) {
  const int decimals = decimals_for(figures, unit, least);
  std::vector<std::string> texts;
  for (const Figure& figure : figures) {
    texts.push_back(figure ? grouped(*figure / unit, decimals) + std::string{symbol}
                           : std::string{kNoFigure});
  }
  return texts;
}

struct TimeUnit {
  double below;  ///< for spans up to this [s]
  double seconds;
  std::string_view symbol;
};
constexpr std::array kTimeUnits{
    TimeUnit{0.1, 1e-3, " ms"},       TimeUnit{180, 1, " s"},          TimeUnit{120 * 60, 60, " min"},
    TimeUnit{100 * 3600, 3600, " h"}, TimeUnit{HUGE_VAL, 86400, " d"},
};

constexpr std::array<std::string_view, 7> kBytesUnits{" B", " kB", " MB", " GB", " TB", " PB", " EB"};

}  // namespace

std::string bytes_text(double bytes) {
  std::size_t unit = 0;
  // From 999.5 on, three digits are 1.00 of the next unit.
  while (unit + 1 < kBytesUnits.size() && bytes >= 999.5) {
    bytes /= 1000;
    ++unit;
  }
  const int decimals = unit == 0 || bytes >= 99.95 ? 0 : bytes >= 9.995 ? 1 : 2;
  return grouped(bytes, decimals) + std::string{kBytesUnits[unit]};
}

std::vector<std::string> duration_column(const std::vector<Figure>& seconds) {
  const auto [shortest, longest] = extremes_of(seconds);
  if (longest == 0) return column(seconds, 1, 0, " s");
  constexpr double kOneUnitServes = 1000;
  if (longest > kOneUnitServes * shortest) {  // then no unit shows both the shortest and the longest
    std::vector<std::string> texts;
    for (const Figure& each : seconds) texts.push_back(duration_column({each}).front());
    return texts;
  }
  const double typical = std::sqrt(shortest * longest);
  const TimeUnit& unit =
      *std::ranges::find_if(kTimeUnits, [typical](const TimeUnit& u) { return typical <= u.below; });
  return column(seconds, unit.seconds, shortest / unit.seconds < 20 ? 1 : 0, unit.symbol);
}

std::string duration_text(double seconds) {
  return duration_column({seconds}).front();
}

std::vector<std::string> number_column(const std::vector<Figure>& numbers) {
  return column(numbers, 1, 1, "");
}

std::vector<std::string> share_column(const std::vector<Figure>& ratios) {
  return column(ratios, 0.01, 0, " %");
}

std::string share_text(double ratio) {
  return share_column({ratio}).front();
}

std::string count_text(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string rough_count_text(double count, Language language) {
  const auto three_digits = [](double value) {
    return fmt::format("{:.{}f}", value, value < 10 ? 2 : value < 100 ? 1 : 0);
  };
  if (language == Language::Zh) {
    if (count >= 1e8) return three_digits(count / 1e8) + " 亿";
    if (count >= 1e4) return three_digits(count / 1e4) + " 万";
  } else if (count >= 1e6) {
    return three_digits(count / 1e6) + " M";
  }
  const double step = count >= 1e5 ? 1000 : count >= 1e4 ? 100 : 1;
  return count_text(static_cast<std::uint64_t>(std::llround(count / step) * static_cast<long long>(step)));
}

std::string probability_text(double probability) {
  if (probability > 0 && probability < 0.005) return "<0.01";
  if (probability < 1 && probability >= 0.995) return ">0.99";
  return fmt::format("{:.2f}", probability);
}

WrittenUnit compute_unit_of(std::string_view written) {
  const std::size_t letter = written.find_first_not_of("+-.0123456789");
  for (std::size_t at = letter; at < written.size(); ++at) {  // an exponent ("4e1 EFLOPS") is no unit
    const std::string symbol{written.substr(written.find_first_not_of(' ', at))};
    const ParsedQuantity one = parse_quantity("1 " + symbol, Dimension::ComputeRate);
    if (one.base) return {symbol, *one.base};
  }
  return {"FLOPS", 1};
}

std::string interval_text(double median, double p10, double p90) {
  const int decimals = median >= 10 || median <= 0 ? 1 : median >= 1 ? 2 : 3;
  return fmt::format("{} [{}, {}]", grouped(median, decimals), grouped(p10, decimals),
                     grouped(p90, decimals));
}

}  // namespace suanwang
