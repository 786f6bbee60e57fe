#pragma once

#include <compare>

namespace suanwang {

/// A real quantity whose unit is part of its type.
///
/// The template arguments are the exponents of the base dimensions, in this order:
/// time [s], data [B], compute work [FLOP], energy [J], carbon [gCO2e], money [CNY].
/// Multiplying and dividing adds and subtracts exponents, so `Watts * Seconds` *is* `Joules`, and adding
/// `Watts` to `Joules` does not compile (tests/compile_fail/add_watts_to_joules.cpp).
/// The value is held in base units; conversion factors live in `unit.cpp` and in the literals of the tests.
template <int... Exponents>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double base) : base_{base} {}

  /// Value in base units. Use only at the edges: parsing, printing, Eigen.
  [[nodiscard]] constexpr double base() const { return base_; }

  /// A ratio of like quantities is a plain number.
  constexpr operator double() const  // NOLINT(google-explicit-constructor): that is what a ratio is
      requires((Exponents == 0) && ...) {
    return base_;
  }

  constexpr Quantity& operator+=(Quantity other) {
    base_ += other.base_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    base_ -= other.base_;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(double k, Quantity a) { return Quantity{k * a.base_}; }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity{k * a.base_}; }
  friend constexpr Quantity operator/(Quantity a, double k) { return Quantity{a.base_ / k}; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  double base_ = 0;
};

template <int... A, int... B>
constexpr auto operator*(Quantity<A...> a, Quantity<B...> b) {
  return Quantity<(A + B)...>{a.base() * b.base()};
}

template <int... A, int... B>
constexpr auto operator/(Quantity<A...> a, Quantity<B...> b) {
  return Quantity<(A - B)...>{a.base() / b.base()};
}

//                                    s  B  F  J  g  $
using Number = Quantity<0, 0, 0, 0, 0, 0>;
using Seconds = Quantity<1, 0, 0, 0, 0, 0>;
using Bytes = Quantity<0, 1, 0, 0, 0, 0>;
using BytesPerSecond = Quantity<-1, 1, 0, 0, 0, 0>;
using Flop = Quantity<0, 0, 1, 0, 0, 0>;
using Flops = Quantity<-1, 0, 1, 0, 0, 0>;  ///< FLOP/s; also operations/s of integer precisions
using Joules = Quantity<0, 0, 0, 1, 0, 0>;
using Watts = Quantity<-1, 0, 0, 1, 0, 0>;
using GramsCo2 = Quantity<0, 0, 0, 0, 1, 0>;
using CarbonIntensity = Quantity<0, 0, 0, -1, 1, 0>;  ///< gCO2e per joule
using EnergyPrice = Quantity<0, 0, 0, -1, 0, 1>;      ///< CNY per joule
using PerSecond = Quantity<-1, 0, 0, 0, 0, 0>;

}  // namespace suanwang
