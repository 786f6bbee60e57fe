#include "../sim/work/decimal.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using Status = Decimal::Status;

std::int64_t nanos(std::string_view text) {
  const Decimal decimal = parse_decimal(text, 9);
  EXPECT_EQ(decimal.status, Status::Ok) << text;
  return decimal.value;
}

TEST(Decimal, ReadsWhatPeopleWrite) {
  EXPECT_EQ(nanos("0"), 0);
  EXPECT_EQ(nanos("-1"), -1'000'000'000);
  EXPECT_EQ(nanos("+7"), 7'000'000'000);
  EXPECT_EQ(nanos("12.5"), 12'500'000'000);
  EXPECT_EQ(nanos("12."), 12'000'000'000);
  EXPECT_EQ(nanos(".5"), 500'000'000);
  EXPECT_EQ(nanos("1e3"), 1'000'000'000'000);
  EXPECT_EQ(nanos("2.5E-9"), 3);  // half away from zero
  EXPECT_EQ(nanos("-2.5E-9"), -3);
  EXPECT_EQ(nanos("1e-400"), 0);
  EXPECT_EQ(nanos("0e999999999999999999999"), 0);
  EXPECT_EQ(nanos("00000000000000000000000000000000000000012"), 12'000'000'000);
}

// As doubles both would be off by some nanoseconds.
TEST(Decimal, IsExactWhereADoubleIsNot) {
  EXPECT_EQ(nanos("4.709164021244639"), 4'709'164'021);
  EXPECT_EQ(nanos("1234567890.123456789"), 1'234'567'890'123'456'789);
  EXPECT_EQ(nanos("0.0000000004999999999999999999999999999"), 0);
  EXPECT_EQ(nanos("0.0000000005"), 1);
}

TEST(Decimal, SaysWhetherItRounded) {
  EXPECT_TRUE(parse_decimal("12.000", 0).exact);
  EXPECT_FALSE(parse_decimal("12.001", 0).exact);
  EXPECT_TRUE(parse_decimal("1.5e1", 0).exact);
  EXPECT_EQ(parse_decimal("1.5e1", 0).value, 15);
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", "+", ".", "e5", "1e", "1e+", "--1", "1.2.3", "12a", "0x10", "inf", "nan",
                           "1 ", " 1", "1,5", "１"}) {
    EXPECT_EQ(parse_decimal(text, 9).status, Status::NotANumber) << text;
  }
  EXPECT_EQ(parse_decimal(std::string_view{"1\0", 2}, 9).status, Status::NotANumber);
}

TEST(Decimal, KnowsItsRange) {
  EXPECT_EQ(parse_decimal("9223372036854775807", 0).value, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_decimal("9223372036.854775807", 9).value, std::numeric_limits<std::int64_t>::max());
  for (const char* text :
       {"9223372036854775808", "9223372036854775807.5", "1e19", "1e308", "1e999999999999999999"}) {
    EXPECT_EQ(parse_decimal(text, 0).status, Status::OutOfRange) << text;
  }
  EXPECT_EQ(parse_decimal(std::string(400, '9'), 0).status, Status::OutOfRange);
  EXPECT_EQ(parse_decimal("0." + std::string(100'000, '9'), 9).value, 1'000'000'000);
}

TEST(InQuotes, ShowsBytesOfAnyKind) {
  EXPECT_EQ(in_quotes("abc"), "'abc'");
  EXPECT_EQ(in_quotes(std::string_view{"a\0\x1b\xff", 4}), "'a?\?\?'");
  EXPECT_EQ(in_quotes(std::string(50, 'x')), "'" + std::string(40, 'x') + "…'");
}

}  // namespace
}  // namespace suanwang
