#include "suanwang/base/civil.hpp"

#include <string>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

const seconds kBeijing = 8h;

/// Seconds since 1970 of a date; -1 day where it is refused, which no case below is.
std::int64_t unix_of(std::string_view text, seconds offset) {
  const auto parsed = parse_date(text, offset);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(CivilTime{-24h}).time_since_epoch().count();
}

TEST(ParseTimezone, ReadsHoursAndMinutes) {
  EXPECT_EQ(parse_timezone("+08:00"), 8h);
  EXPECT_EQ(parse_timezone("+00:00"), 0s);
  EXPECT_EQ(parse_timezone("-03:30"), -(3h + 30min));
  EXPECT_EQ(parse_timezone("+05:45"), 5h + 45min);
  EXPECT_EQ(parse_timezone("+14:00"), 14h);
  for (const char* text : {"", "08:00", "+8:00", "+0800", "+08", "+14:01", "-15:00", "+08:60", "+08:00 ", "Z",
                           "+ab:00", "Asia/Shanghai"}) {
    EXPECT_EQ(parse_timezone(text), std::nullopt) << text;
  }
}

TEST(ParseDate, KnownInstants) {
  // As `date -u -d ... +%s` prints them.
  EXPECT_EQ(unix_of("1970-01-01", 0s), 0);
  EXPECT_EQ(unix_of("2000-03-01", 0s), 951868800);
  EXPECT_EQ(unix_of("2024-02-29", 0s), 1709164800);
  EXPECT_EQ(unix_of("2027-12-31", 0s), 1830211200);
  EXPECT_EQ(unix_of("2027-12-31 08:30", 0s), 1830211200 + 8 * 3600 + 30 * 60);
  EXPECT_EQ(unix_of("2027-12-31T08:30:07", 0s), 1830211200 + 8 * 3600 + 30 * 60 + 7);
  EXPECT_EQ(unix_of("1969-12-31 23:59:59", 0s), -1);
}

TEST(ParseDate, IsCivilTimeAtTheOffset) {
  EXPECT_EQ(unix_of("1970-01-01 08:00", kBeijing), 0);
  EXPECT_EQ(unix_of("1970-01-01", -3h), 3 * 3600);
}

TEST(ParseDate, RefusesWhatIsNoDate) {
  for (const char* text : {"",
                           "2027",
                           "2027-12",
                           "2027-13-01",
                           "2027-00-10",
                           "2027-11-31",
                           "2023-02-29",
                           "1900-02-29",
                           "2027-1-1",
                           "27-01-01",
                           "02027-01-01",
                           "1599-12-31",
                           "2401-01-01",
                           "2027/01/01",
                           "2027-01-01 ",
                           "2027-01-01 8:30",
                           "2027-01-01 24:00",
                           "2027-01-01 08:60",
                           "2027-01-01 08:30:60",
                           "2027-01-01T",
                           "2027-01-01  08:30",
                           "2027-01-01t08:30",
                           "2027-01-01 08:30Z",
                           "-2027-01-01",
                           "tomorrow"}) {
    EXPECT_EQ(parse_date(text, 0s), std::nullopt) << text;
  }
  EXPECT_TRUE(parse_date("1600-01-01", 0s));
  EXPECT_TRUE(parse_date("2400-02-29", 0s));
}

TEST(ToText, WritesTheTimeOfDayOnlyWhereItIsNotMidnight) {
  EXPECT_EQ(to_text(CivilTime{0s}, 0s), "1970-01-01");
  EXPECT_EQ(to_text(CivilTime{0s}, kBeijing), "1970-01-01T08:00:00");
  EXPECT_EQ(to_text(CivilTime{16h}, kBeijing), "1970-01-02");
  EXPECT_EQ(to_text(CivilTime{-1s}, 0s), "1969-12-31T23:59:59");
}

TEST(ToText, IsReadBackAsTheSameInstant) {
  test::for_seeds(500, [](test::Rng& rng) {
    const seconds offset{rng.integer(-14 * 60, 14 * 60) * 60};
    const bool midnight = rng.chance(0.3);
    const CivilTime at{seconds{rng.integer(-11'000'000'000, 13'000'000'000)}};  // 1621 to 2381
    const CivilTime written = midnight ? end_of_day(at, offset) : at;
    const std::string text = to_text(written, offset);
    EXPECT_EQ(parse_date(text, offset), written) << text;
    if (midnight) {
      EXPECT_EQ(text.size(), 10U) << text;
    }
  });
}

TEST(EndOfDay, IsTheMidnightAfter) {
  const auto day = [](std::string_view text) { return *parse_date(text, kBeijing); };
  EXPECT_EQ(end_of_day(day("2027-12-31"), kBeijing), day("2028-01-01"));
  EXPECT_EQ(end_of_day(day("2027-12-31 23:59:59"), kBeijing), day("2028-01-01"));
  EXPECT_EQ(end_of_day(day("2024-02-28 12:00"), kBeijing), day("2024-02-29"));
  // The same instant is in another day elsewhere: 20:00 of the 31st in Beijing is noon UTC, but 01:00 there
  // is still the 30th in UTC.
  EXPECT_EQ(end_of_day(day("2027-12-31 01:00"), 0s), *parse_date("2027-12-31", 0s));
}

}  // namespace
}  // namespace suanwang
