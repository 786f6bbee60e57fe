#include "suanwang/base/civil.hpp"

#include <fmt/format.h>

namespace suanwang {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads `text` from the left, one fixed part at a time.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_{text} {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  /// Takes `c` if it is next.
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Takes exactly `digits` decimal digits.
  std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = 10 * value + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> read_day(Reader& reader) {
  const auto year = reader.number(4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.number(2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.number(2);
  if (!day || *year < 1600 || *year > 2400) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

/// "08:30" or "08:30:15"
std::optional<seconds> read_time_of_day(Reader& reader) {
  const auto hour = reader.number(2);
  if (!hour || *hour > 23 || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2);
  if (!minute || *minute > 59) return std::nullopt;
  const seconds to_the_minute = hours{*hour} + minutes{*minute};
  if (!reader.take(':')) return to_the_minute;
  const auto second = reader.number(2);
  if (!second || *second > 59) return std::nullopt;
  return to_the_minute + seconds{*second};
}

/// The midnight at which the civil day of `at` begins, as a count on the local clock.
std::chrono::sys_days local_day(CivilTime at, seconds offset) {
  return std::chrono::floor<days>(at + offset);
}

}  // namespace

std::optional<seconds> parse_timezone(std::string_view text) {
  Reader reader{text};
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return std::nullopt;
  const auto hour = reader.number(2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2);
  if (!minute || *minute > 59 || !reader.at_end()) return std::nullopt;
  const seconds offset = hours{*hour} + minutes{*minute};
  if (offset > hours{14}) return std::nullopt;
  return west ? -offset : offset;
}

std::optional<CivilTime> parse_date(std::string_view text, seconds offset) {
  Reader reader{text};
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  if (reader.at_end()) return CivilTime{*day} - offset;
  if (!reader.take(' ') && !reader.take('T')) return std::nullopt;
  const auto time_of_day = read_time_of_day(reader);
  if (!time_of_day || !reader.at_end()) return std::nullopt;
  return CivilTime{*day} + *time_of_day - offset;
}

std::string to_text(CivilTime at, seconds offset) {
  const std::chrono::sys_days day = local_day(at, offset);
  const std::chrono::year_month_day date{day};
  const std::string text =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
  const std::chrono::hh_mm_ss time{at + offset - day};
  if (time.to_duration() == seconds{0}) return text;
  return text + fmt::format("T{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(),
                            time.seconds().count());
}

CivilTime end_of_day(CivilTime at, seconds offset) {
  return CivilTime{local_day(at, offset) + days{1}} - offset;
}

}  // namespace suanwang
