#include "suanwang/report/figures.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace suanwang {
namespace {

using ::testing::ElementsAre;

TEST(Duration, IsSaidInTheUnitThatPeopleUse) {
  EXPECT_EQ(duration_text(0), "0 s");
  EXPECT_EQ(duration_text(0.02), "20 ms");
  EXPECT_EQ(duration_text(0.5), "0.5 s");
  EXPECT_EQ(duration_text(77), "77 s");
  EXPECT_EQ(duration_text(3600), "60 min");
  EXPECT_EQ(duration_text(9.9 * 3600), "9.9 h");
  EXPECT_EQ(duration_text(77 * 3600), "77 h");
  EXPECT_EQ(duration_text(30 * 86400), "30 d");
}

TEST(Duration, OneUnitForAColumnThatItServesAndDigitsForItsLeast) {
  EXPECT_THAT(duration_column({9.9 * 3600, 2.2 * 3600, std::nullopt}), ElementsAre("9.9 h", "2.2 h", "—"));
  EXPECT_THAT(duration_column({77 * 3600.0, 72.0}), ElementsAre("77 h", "72 s"));  // no unit shows both
  EXPECT_THAT(duration_column({10.6 * 3600, 224 * 3600.0}), ElementsAre("10.6 h", "224.0 h"));
  EXPECT_THAT(duration_column({0, 0}), ElementsAre("0 s", "0 s"));
  EXPECT_THAT(duration_column({std::nullopt}), ElementsAre("—"));
}

TEST(Duration, ShowsADifferenceOfMoreThanHalfAPercent) {
  EXPECT_THAT(duration_column({5.00 * 3600, 5.03 * 3600}), ElementsAre("5.00 h", "5.03 h"));
  EXPECT_THAT(duration_column({5.00 * 3600, 5.01 * 3600}), ElementsAre("5.0 h", "5.0 h"));  // 0.2 %
}

TEST(Number, IsGroupedByThousands) {
  EXPECT_THAT(number_column({6814.97, 92.58, std::nullopt}), ElementsAre("6,815.0", "92.6", "—"));
  EXPECT_THAT(number_column({1234567.0}), ElementsAre("1,234,567.0"));
  EXPECT_THAT(number_column({-0.01, 100.0}), ElementsAre("-0.01", "100.00"));
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(28481), "28,481");
  EXPECT_EQ(count_text(18446744073709551615U), "18,446,744,073,709,551,615");
}

TEST(Share, IsAPercentage) {
  EXPECT_EQ(share_text(0.44), "44 %");
  EXPECT_EQ(share_text(0), "0 %");
  EXPECT_EQ(share_text(1), "100 %");
  EXPECT_EQ(share_text(0.004), "0.4 %");
  EXPECT_THAT(share_column({0.611, 0.606}), ElementsAre("61.1 %", "60.6 %"));  // not 61 % twice
}

TEST(RoughCount, GroupsAsTheLanguageDoes) {
  EXPECT_EQ(rough_count_text(950, Language::En), "950");
  EXPECT_EQ(rough_count_text(28481, Language::En), "28,500");
  EXPECT_EQ(rough_count_text(122'987, Language::En), "123,000");
  EXPECT_EQ(rough_count_text(1.234e6, Language::En), "1.23 M");
  EXPECT_EQ(rough_count_text(950, Language::Zh), "950");
  EXPECT_EQ(rough_count_text(122'987, Language::Zh), "12.3 万");
  EXPECT_EQ(rough_count_text(1.234e6, Language::Zh), "123 万");
  EXPECT_EQ(rough_count_text(2.5e8, Language::Zh), "2.50 亿");
}

TEST(Probability, NeverRoundsToCertainty) {
  EXPECT_EQ(probability_text(0), "0.00");
  EXPECT_EQ(probability_text(1), "1.00");
  EXPECT_EQ(probability_text(0.33), "0.33");
  EXPECT_EQ(probability_text(0.001), "<0.01");
  EXPECT_EQ(probability_text(0.999), ">0.99");
}

TEST(ComputeUnit, IsTheOneThatTheScenarioWrites) {
  EXPECT_EQ(compute_unit_of("40 EFLOPS").symbol, "EFLOPS");
  EXPECT_EQ(compute_unit_of("40 EFLOPS").base, 1e18);
  EXPECT_EQ(compute_unit_of("2.5e3PFLOPS").symbol, "PFLOPS");
  EXPECT_EQ(compute_unit_of("512 TOPS").base, 1e12);
  EXPECT_EQ(compute_unit_of("40").symbol, "FLOPS");
  EXPECT_EQ(compute_unit_of("").base, 1);
}

TEST(Interval, HasDecimalsForItsMedian) {
  EXPECT_EQ(interval_text(34.52, 28.14, 41.16), "34.5 [28.1, 41.2]");
  EXPECT_EQ(interval_text(3.456, 2.345, 12.3), "3.46 [2.35, 12.30]");
  EXPECT_EQ(interval_text(0.0456, 0, 1), "0.046 [0.000, 1.000]");
  EXPECT_EQ(interval_text(0, 0, 0), "0.0 [0.0, 0.0]");
  EXPECT_EQ(interval_text(1234.5, 1000, 2000), "1,234.5 [1,000.0, 2,000.0]");
}

}  // namespace
}  // namespace suanwang
