#include "suanwang/base/unit.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

double value_of(std::string_view text, Dimension dimension) {
  const ParsedQuantity parsed = parse_quantity(text, dimension);
  EXPECT_EQ(parsed.why, "") << text;
  return parsed.base.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::string why(std::string_view text, Dimension dimension) {
  const ParsedQuantity parsed = parse_quantity(text, dimension);
  EXPECT_FALSE(parsed.base.has_value()) << text;
  return parsed.why;
}

struct Written {
  std::string_view text;
  Dimension dimension;
  double base;
};

TEST(ParseQuantity, ReadsEveryUnitExactly) {
  using enum Dimension;
  // Each to the last bit: the expected value is the literal that a person would write in base units.
  const std::vector<Written> cases{
      {"3 ns", Time, 3e-9},
      {"7 us", Time, 7e-6},
      {"7 \u00b5s", Time, 7e-6},
      {"7 \u03bcs", Time, 7e-6},
      {"1.66 ms", Time, 0.00166},
      {"90 s", Time, 90},
      {"1 second", Time, 1},
      {"2 seconds", Time, 2},
      {"40 min", Time, 2400},
      {"1 minute", Time, 60},
      {"2 minutes", Time, 120},
      {"50000 h", Time, 1.8e8},
      {"1 hour", Time, 3600},
      {"1.5 hours", Time, 5400},
      {"2 d", Time, 172800},
      {"1 day", Time, 86400},
      {"3 days", Time, 259200},
      {"1 week", Time, 604800},
      {"2 weeks", Time, 1209600},
      {"1 month", Time, 2629800},  // 365.25 days / 12 = 30.4375 days
      {"18 months", Time, 47336400},
      {"1 quarter", Time, 7889400},
      {"2 quarters", Time, 15778800},
      {"1 year", Time, 31557600},
      {"1.5 years", Time, 47336400},
      {"1 B", Data, 1},
      {"1 kB", Data, 1e3},
      {"1 MB", Data, 1e6},
      {"1 GB", Data, 1e9},
      {"40 TB", Data, 40e12},
      {"20 PB", Data, 20e15},
      {"1 EB", Data, 1e18},
      {"1 KiB", Data, 1024},
      {"1 MiB", Data, 1048576},
      {"32 GiB", Data, 34359738368},
      {"1 TiB", Data, 1099511627776},
      {"1 PiB", Data, 1125899906842624},
      {"1 EiB", Data, 1152921504606846976},
      {"8 bps", Bandwidth, 1},
      {"8 kbps", Bandwidth, 1e3},
      {"8 Mbps", Bandwidth, 1e6},
      {"400 Gbps", Bandwidth, 50e9},
      {"8 Tbps", Bandwidth, 1e12},
      {"8 Gbit/s", Bandwidth, 1e9},
      {"50 GB/s", Bandwidth, 50e9},
      {"5 B/s", Bandwidth, 5},
      {"5 kB/s", Bandwidth, 5e3},
      {"5 MB/s", Bandwidth, 5e6},
      {"5 TB/s", Bandwidth, 5e12},
      {"1 MiB/s", Bandwidth, 1048576},
      {"1 GiB/s", Bandwidth, 1073741824},
      {"1 FLOPS", ComputeRate, 1},
      {"1 GFLOPS", ComputeRate, 1e9},
      {"320 TFLOPS", ComputeRate, 320e12},
      {"2 PFLOPS", ComputeRate, 2e15},
      {"16 EFLOPS", ComputeRate, 16e18},
      {"16 EFLOP/s", ComputeRate, 16e18},
      {"512 TOPS", ComputeRate, 512e12},
      {"3 POPS", ComputeRate, 3e15},
      {"4 EOPS", ComputeRate, 4e18},
      {"310 W", Power, 310},
      {"1.5 kW", Power, 1500},
      {"20 MW", Power, 20e6},
      {"1 GW", Power, 1e9},
      {"5 J", Energy, 5},
      {"2 kWh", Energy, 7.2e6},
      {"2 MWh", Energy, 7.2e9},
      {"2 GWh", Energy, 7.2e12},
      {"250 km", Distance, 250},
      {"800 m", Distance, 0.8},
      {"12 per day", Frequency, 12.0 / 86400},
      {"12/day", Frequency, 12.0 / 86400},
      {"12 /day", Frequency, 12.0 / 86400},
      {"12 per d", Frequency, 12.0 / 86400},
      {"3 per hour", Frequency, 3.0 / 3600},
      {"3 per h", Frequency, 3.0 / 3600},
      {"3 per min", Frequency, 0.05},
      {"3 per minute", Frequency, 0.05},
      {"3 per s", Frequency, 3},
      {"3 per second", Frequency, 3},
      {"7 per week", Frequency, 7.0 / 604800},
      {"0.4419 kgCO2/kWh", CarbonIntensity, 441.9 / 3.6e6},
      {"442 gCO2/kWh", CarbonIntensity, 442 / 3.6e6},
      {"0.70 CNY/kWh", EnergyPrice, 0.7 / 3.6e6},
      {"12345 CNY", Money, 12345},
      {"-3 k CNY", Money, -3e3},
      {"0.1 M CNY", Money, 1e5},
      {"2.5 G CNY", Money, 2.5e9},
      {"7 \u5143", Money, 7},
      {"3.5 \u4e07\u5143", Money, 35e3},
      {"40\u4ebf\u5143", Money, 4e9},
      {"1e6", Count, 1e6},
      {"200e9", Count, 200e9},
      {"-3", Count, -3},
      {"+3", Count, 3},
      {"0.3", Ratio, 0.3},
      {"30 %", Ratio, 0.3},
      {"30%", Ratio, 0.3},
      {"400Gbps", Bandwidth, 50e9},
      {"-5 s", Time, -5},
      {".5 s", Time, 0.5},
      // An E after the number is an exponent only if digits follow.
      {"5EFLOPS", ComputeRate, 5e18},
      {"5EB", Data, 5e18},
      {"5E3B", Data, 5000},
  };
  for (const Written& c : cases) EXPECT_DOUBLE_EQ(value_of(c.text, c.dimension), c.base) << c.text;
  EXPECT_EQ(value_of("1.66 ms", Time), 0.00166);
  EXPECT_EQ(value_of("35 ms", Time), 0.035);
  EXPECT_EQ(value_of("0.7 CNY/kWh", EnergyPrice), 0.7 / 3.6e6);
}

TEST(ParseQuantity, RefusesABareNumberWhereAUnitBelongs) {
  const std::vector<std::pair<Dimension, std::string>> expected{
      {Dimension::Time, "expected an amount of time with a unit, like '90 s' or '40 min', got '400'"},
      {Dimension::Data, "expected an amount of data with a unit, like '40 TB' or '32 GiB', got '400'"},
      {Dimension::Bandwidth, "expected a rate with a unit, like '400 Gbps' or '50 GB/s', got '400'"},
      {Dimension::ComputeRate,
       "expected a compute rate with a unit, like '320 TFLOPS' or '512 TOPS', got '400'"},
      {Dimension::Power, "expected a power with a unit, like '310 W' or '20 MW', got '400'"},
      {Dimension::Energy, "expected an amount of energy with a unit, like '500 kWh' or '2 GWh', got '400'"},
      {Dimension::Distance, "expected a distance with a unit, like '250 km' or '800 m', got '400'"},
      {Dimension::Frequency,
       "expected a frequency with a unit, like '12 per day' or '3 per hour', got '400'"},
      {Dimension::CarbonIntensity,
       "expected a carbon intensity with a unit, like '0.4419 kgCO2/kWh' or '442 gCO2/kWh', got '400'"},
      {Dimension::EnergyPrice, "expected a price of energy with a unit, like '0.70 CNY/kWh', got '400'"},
      {Dimension::Money,
       "expected an amount of money with a unit, like '250 M CNY' or '2.5 G CNY', got '400'"},
  };
  for (const auto& [dimension, message] : expected) EXPECT_EQ(why("400", dimension), message);
  EXPECT_EQ(why("0", Dimension::Bandwidth),
            "expected a rate with a unit, like '400 Gbps' or '50 GB/s', got '0'");
}

TEST(ParseQuantity, NamesTheNearUnit) {
  EXPECT_EQ(why("400 Gpbs", Dimension::Bandwidth), "unknown unit 'Gpbs'; did you mean 'Gbps'?");
  EXPECT_EQ(why("400 gbps", Dimension::Bandwidth), "unknown unit 'gbps'; did you mean 'Gbps'?");
  EXPECT_EQ(why("20 mw", Dimension::Power), "unknown unit 'mw'; did you mean 'MW'?");
  EXPECT_EQ(why("1 EFLOP", Dimension::ComputeRate), "unknown unit 'EFLOP'; did you mean 'EFLOPS'?");
  EXPECT_EQ(why("12 per dya", Dimension::Frequency), "unknown unit 'per dya'; did you mean 'per day'?");
  // One letter from Gbps, eight times off.
  EXPECT_EQ(why("50 GBps", Dimension::Bandwidth), "unknown unit 'GBps'; did you mean 'GB/s'?");
  EXPECT_EQ(why("1 fortnight", Dimension::Time),
            "unknown unit 'fortnight'; expected an amount of time with a unit, like '90 s' or '40 min'");
}

TEST(ParseQuantity, RefusesUnitsOfOtherDimensions) {
  EXPECT_EQ(why("400 GB", Dimension::Bandwidth),
            "expected a rate with a unit, like '400 Gbps' or '50 GB/s', got '400 GB'");
  EXPECT_EQ(why("5 m", Dimension::Time),
            "expected an amount of time with a unit, like '90 s' or '40 min', got '5 m'");
  EXPECT_EQ(why("30 %", Dimension::Count), "expected a number, got '30 %'");
  EXPECT_EQ(why("8 cards", Dimension::Count), "expected a number, got '8 cards'");
  EXPECT_EQ(why("8 cards", Dimension::Ratio), "expected a ratio, like '0.3' or '30 %', got '8 cards'");
}

TEST(ParseQuantity, RefusesWhatIsNotFinite) {
  for (const char* text : {".inf", "-.INF", "inf", "nan", ".NaN", "infinity", "1e400", "-1e400", "1e-400"}) {
    EXPECT_EQ(why(text, Dimension::Count), std::string{"expected a finite number, got '"} + text + "'");
  }
  EXPECT_EQ(why(".inf", Dimension::Bandwidth), "expected a finite rate, got '.inf'");
  EXPECT_EQ(why("inf Gbps", Dimension::Bandwidth), "expected a finite rate, got 'inf Gbps'");
  EXPECT_EQ(why("nan s", Dimension::Time), "expected a finite amount of time, got 'nan s'");
  EXPECT_EQ(why("1e400 s", Dimension::Time), "expected a finite amount of time, got '1e400 s'");
  EXPECT_EQ(why("1e300 EFLOPS", Dimension::ComputeRate),
            "expected a finite compute rate, got '1e300 EFLOPS'");
}

TEST(ParseQuantity, RefusesOtherText) {
  const std::string expected = "expected an amount of time with a unit, like '90 s' or '40 min', got ";
  for (const char* text : {"", " ", "soon", "s", "1:30", "5  s", " 5 s", "+-5 s", "--5 s", "info s", "- 5 s",
                           "e5 s", ".", ". s", "5,000 s", "5 6 s", "\xff"}) {
    EXPECT_EQ(why(text, Dimension::Time), expected + "'" + text + "'");
  }
  EXPECT_EQ(why("a\nb", Dimension::Time), expected + "'a b'") << "a message is one line";
}

TEST(ParseNumber, ReadsDecimalNumbersOnly) {
  EXPECT_EQ(parse_number("1e6"), 1e6);
  EXPECT_EQ(parse_number("-0.5"), -0.5);
  EXPECT_EQ(parse_number("+7"), 7);
  EXPECT_EQ(parse_number("0"), 0);
  EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_number("5e-324"), std::numeric_limits<double>::denorm_min());
  for (const char* text : {"", " 1", "1 ", "0x10", "inf", "nan", ".inf", "1e400", "1_000", "1,5", "one", "+",
                           "-", "+-1", "1e", "--1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(NounOf, NamesEveryDimension) {
  EXPECT_EQ(noun_of(Dimension::Count), "a number");
  EXPECT_EQ(noun_of(Dimension::Time), "an amount of time");
  EXPECT_EQ(noun_of(Dimension::Bandwidth), "a rate");
  EXPECT_EQ(noun_of(Dimension::EnergyPrice), "a price of energy");
  EXPECT_EQ(noun_of(Dimension::Money), "an amount of money");
}

}  // namespace
}  // namespace suanwang
