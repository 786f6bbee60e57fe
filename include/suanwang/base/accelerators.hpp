#pragma once

#include <compare>
#include <cstdint>

namespace suanwang {

/// A number of accelerators, in thousandths, so that a share of one can be asked for later.
struct Accelerators {
  std::int64_t milli = 0;

  [[nodiscard]] static constexpr Accelerators whole(std::int64_t n) { return {n * 1000}; }
  /// The number of whole accelerators; fractions are cut.
  [[nodiscard]] constexpr std::int64_t count() const { return milli / 1000; }

  constexpr Accelerators& operator+=(Accelerators other) {
    milli += other.milli;
    return *this;
  }
  constexpr Accelerators& operator-=(Accelerators other) {
    milli -= other.milli;
    return *this;
  }
  friend constexpr Accelerators operator+(Accelerators a, Accelerators b) { return a += b; }
  friend constexpr Accelerators operator-(Accelerators a, Accelerators b) { return a -= b; }
  friend constexpr auto operator<=>(Accelerators, Accelerators) = default;
};

}  // namespace suanwang
