#include "suanwang/measure/time_spans.hpp"

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

namespace suanwang {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::year_month;

constexpr Time at(Duration since) {
  return kStart + since;
}

year_month month_of(int year, unsigned month) {
  return std::chrono::year{year} / std::chrono::month{month};
}

TEST(TimeSpans, AreCalendarMonthsAtTheOffsetWhereThereAreDates) {
  // 2024-02-27 at +08:00 is 2024-02-26T16:00Z: three days, the 27th to the 29th, are left of that February.
  const seconds beijing = hours{8};
  const TimeSpans spans{parse_date("2024-02-27", beijing), beijing, at(hours{24 * 100})};
  EXPECT_TRUE(spans.are_months());
  EXPECT_EQ(spans.begin(0), kStart);
  EXPECT_EQ(spans.begin(1), at(hours{3 * 24}));
  EXPECT_EQ(spans.begin(2), at(hours{(3 + 31) * 24}));
  EXPECT_EQ(spans.of(kStart), 0U);
  EXPECT_EQ(spans.of(at(hours{3 * 24}) - Duration{1}), 0U);
  EXPECT_EQ(spans.of(at(hours{3 * 24})), 1U);
  EXPECT_EQ(spans.month(0), month_of(2024, 2));
  EXPECT_EQ(spans.month(11), month_of(2025, 1));
  EXPECT_EQ(spans.of(spans.begin(1000)), 1000U);
  EXPECT_EQ(spans.begin(12 * 400), kNever);  // farther than a Time reaches
}

TEST(TimeSpans, AreSixtyUntilAKnownEnd) {
  const TimeSpans spans{std::nullopt, {}, at(hours{1})};
  EXPECT_FALSE(spans.are_months());
  EXPECT_EQ(spans.begin(1), at(seconds{60}));
  EXPECT_EQ(spans.of(at(hours{1}) - Duration{1}), 59U);
  TimeSpans same = spans;
  EXPECT_EQ(same.widen_for(at(hours{5})), 0U);
  // What 60 does not divide is rounded up: 61 ns are 30 spans of 2 ns, and one of 1 ns.
  const TimeSpans few{std::nullopt, {}, at(Duration{61})};
  EXPECT_EQ(few.begin(1), at(Duration{2}));
  EXPECT_EQ(few.of(at(Duration{60})), 30U);
}

TEST(TimeSpans, DoubleWhereNoEndIsKnown) {
  TimeSpans spans;
  EXPECT_EQ(spans.begin(1), at(seconds{1}));
  EXPECT_EQ(spans.widen_for(at(seconds{60}) - Duration{1}), 0U);
  EXPECT_EQ(spans.widen_for(at(seconds{60})), 1U);
  EXPECT_EQ(spans.begin(1), at(seconds{2}));
  EXPECT_EQ(spans.widen_for(at(seconds{1000})), 4U);  // 60 × 16 s < 1000 s <= 60 × 32 s
  EXPECT_EQ(spans.begin(1), at(seconds{32}));
  TimeSpans narrow;
  EXPECT_EQ(narrow.widen_to(spans), 5U);
  EXPECT_EQ(narrow, spans);
  EXPECT_EQ(spans.widen_to(TimeSpans{}), 0U);
  static_cast<void>(spans.widen_for(kNever - Duration{1}));
  EXPECT_LT(spans.of(kNever - Duration{1}), TimeSpans::kMost);
}

}  // namespace
}  // namespace suanwang
