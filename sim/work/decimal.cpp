#include "work/decimal.hpp"

#include <algorithm>
#include <limits>

namespace suanwang {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_from(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

/// A number split as it is written: `whole`.`fraction` × 10^`exponent`.
struct Parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;

  [[nodiscard]] std::int64_t digits() const {
    return static_cast<std::int64_t>(whole.size() + fraction.size());
  }
  [[nodiscard]] int digit(std::int64_t i) const {
    const auto k = static_cast<std::size_t>(i);
    return (k < whole.size() ? whole[k] : fraction[k - whole.size()]) - '0';
  }
};

/// The exponent of "e+308"; beyond ±10^9 its exact value no longer matters. Empty text: none, 0.
bool read_exponent(std::string_view text, Parts& parts) {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.empty() || digits_from(text, 0) != text.size()) return false;
  constexpr std::int64_t kFar = 1'000'000'000;
  for (const char c : text) parts.exponent = std::min(kFar, parts.exponent * 10 + (c - '0'));
  if (negative) parts.exponent = -parts.exponent;
  return true;
}

bool split(std::string_view text, Parts& parts) {
  parts.negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  parts.whole = text.substr(0, digits_from(text, 0));
  text.remove_prefix(parts.whole.size());
  if (!text.empty() && text[0] == '.') {
    parts.fraction = text.substr(1, digits_from(text, 1));
    text.remove_prefix(1 + parts.fraction.size());
  }
  return parts.digits() > 0 && read_exponent(text, parts);
}

/// value × 10 + digit, or false when that leaves the range.
bool append(std::int64_t& value, int digit) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  if (value > (kMax - digit) / 10) return false;
  value = value * 10 + digit;
  return true;
}

/// The first `point` digits as a number, with zeros where there are no more; false when it leaves the range.
bool read_whole(const Parts& parts, std::int64_t point, std::int64_t& value) {
  const std::int64_t given = std::min(point, parts.digits());
  for (std::int64_t i = 0; i < given; ++i) {
    if (!append(value, parts.digit(i))) return false;
  }
  for (std::int64_t i = parts.digits(); i < point && value != 0; ++i) {
    if (!append(value, 0)) return false;
  }
  return true;
}

}  // namespace

Decimal parse_decimal(std::string_view text, int scale) {
  Parts parts;
  if (!split(text, parts)) return {};
  const Decimal out_of_range{Decimal::Status::OutOfRange, 0, false};
  Decimal result{Decimal::Status::Ok, 0, true};
  const std::int64_t point = static_cast<std::int64_t>(parts.whole.size()) + parts.exponent + scale;
  if (!read_whole(parts, point, result.value)) return out_of_range;
  for (std::int64_t i = std::max<std::int64_t>(point, 0); i < parts.digits(); ++i) {
    if (parts.digit(i) != 0) result.exact = false;
  }
  const bool round_up = point >= 0 && point < parts.digits() && parts.digit(point) >= 5;
  if (round_up) {
    if (result.value == std::numeric_limits<std::int64_t>::max()) return out_of_range;
    ++result.value;
  }
  if (parts.negative) result.value = -result.value;
  return result;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string shown{text.substr(0, kShown)};
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) c = '?';
  }
  return "'" + shown + (text.size() > kShown ? "…'" : "'");
}

}  // namespace suanwang
