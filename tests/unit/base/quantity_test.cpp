#include "suanwang/base/quantity.hpp"

#include <concepts>
#include <type_traits>

#include <gtest/gtest.h>

#include "support/literals.hpp"

namespace suanwang {
namespace {

using namespace test::literals;

TEST(Quantity, EnergyTimesIntensityIsCarbon) {
  const Joules energy = 100.0_kW * 3600.0_s;  // 100 kWh
  const GramsCo2 carbon = energy * 250.0_gCO2_per_kWh;
  EXPECT_DOUBLE_EQ(carbon.base(), 25000.0);
}

TEST(Quantity, UnitsMultiplyAndDivide) {
  static_assert(std::same_as<decltype(1.0_W * 1.0_s), Joules>);
  static_assert(std::same_as<decltype(1.0_GB / 1.0_s), BytesPerSecond>);
  static_assert(std::same_as<decltype(1.0_GB / 1.0_Gbps), Seconds>);
  static_assert(std::same_as<decltype(1.0_TFLOP / 1.0_TFLOPS), Seconds>);
  static_assert(std::same_as<decltype(Number{1} / 1.0_s), PerSecond>);
  // 50 GB at 400 Gbps is 50e9 / (400e9 / 8) = 1 s; 6 * 200e9 parameters * 40e9 tokens at 1 EFLOPS is 48000 s.
  EXPECT_EQ((50.0_GB / 400.0_Gbps).base(), 1.0);
  EXPECT_EQ((Flop{6 * 200e9 * 40e9} / 1.0_EFLOPS).base(), 48000.0);
}

TEST(Quantity, ARatioIsAPlainNumber) {
  const double share = 3.0_PFLOPS / 12.0_PFLOPS;
  EXPECT_EQ(share, 0.25);
  static_assert(std::convertible_to<Number, double>);
  static_assert(!std::convertible_to<Joules, double>);
  static_assert(!std::convertible_to<double, Joules>);
}

TEST(Quantity, AddsComparesAndScales) {
  EXPECT_EQ(1.0_h + 30.0_min, 90.0_min);
  EXPECT_EQ(1.0_h - 30.0_min, 0.5 * 1.0_h);
  EXPECT_EQ(3.0_kWh / 3, 1.0_kWh);
  EXPECT_EQ(2.0_GB * 3, 3 * 2.0_GB);
  EXPECT_LT(1.0_kWh, 2.0_kWh);
  EXPECT_EQ(Watts{}, 0.0_W);
  Joules total;
  total += 5.0_J;
  total -= 2.0_J;
  EXPECT_EQ(total, 3.0_J);
}

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};

TEST(Quantity, RefusesToMixDimensions) {
  static_assert(Addable<Joules, Joules>);
  static_assert(!Addable<Joules, Watts>);
  static_assert(!Addable<Joules, double>);
  static_assert(!Addable<Flops, BytesPerSecond>);
  static_assert(sizeof(Joules) == sizeof(double) && std::is_trivially_copyable_v<Joules>);
}

}  // namespace
}  // namespace suanwang
