#pragma once

#include "suanwang/base/quantity.hpp"

/// Quantities as tests write them: `100.0_kW * 3600.0_s`. Numbers carry a decimal point.
namespace suanwang::test::literals {

constexpr Seconds operator""_s(long double v) {
  return Seconds{static_cast<double>(v)};
}
constexpr Seconds operator""_ms(long double v) {
  return Seconds{static_cast<double>(v) / 1e3};
}
constexpr Seconds operator""_min(long double v) {
  return Seconds{static_cast<double>(v) * 60};
}
constexpr Seconds operator""_h(long double v) {
  return Seconds{static_cast<double>(v) * 3600};
}

constexpr Bytes operator""_B(long double v) {
  return Bytes{static_cast<double>(v)};
}
constexpr Bytes operator""_GB(long double v) {
  return Bytes{static_cast<double>(v) * 1e9};
}
constexpr Bytes operator""_TB(long double v) {
  return Bytes{static_cast<double>(v) * 1e12};
}
constexpr BytesPerSecond operator""_Gbps(long double v) {
  return BytesPerSecond{static_cast<double>(v) * 1e9 / 8};
}

constexpr Flop operator""_TFLOP(long double v) {
  return Flop{static_cast<double>(v) * 1e12};
}
constexpr Flops operator""_TFLOPS(long double v) {
  return Flops{static_cast<double>(v) * 1e12};
}
constexpr Flops operator""_PFLOPS(long double v) {
  return Flops{static_cast<double>(v) * 1e15};
}
constexpr Flops operator""_EFLOPS(long double v) {
  return Flops{static_cast<double>(v) * 1e18};
}

constexpr Watts operator""_W(long double v) {
  return Watts{static_cast<double>(v)};
}
constexpr Watts operator""_kW(long double v) {
  return Watts{static_cast<double>(v) * 1e3};
}
constexpr Joules operator""_J(long double v) {
  return Joules{static_cast<double>(v)};
}
constexpr Joules operator""_kWh(long double v) {
  return Joules{static_cast<double>(v) * 3.6e6};
}
constexpr CarbonIntensity operator""_gCO2_per_kWh(long double v) {
  return CarbonIntensity{static_cast<double>(v) / 3.6e6};
}

}  // namespace suanwang::test::literals
