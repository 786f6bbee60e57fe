#pragma once

#include <compare>

namespace suanwang {

/// A number kept as two doubles, the second holding what the first cannot: about 32 digits. Service is added
/// up in it: where 1e18 bytes have passed, a double counts in steps of 128 bytes, and sums of millions of
/// steps drift.
/// @source T. Dekker, "A floating-point technique for extending the available precision", 1971; D. Knuth,
/// TAOCP vol. 2, sect. 4.2.2, theorem B (the exact error of a sum).
struct TwoDouble {
  double high = 0;
  double low = 0;  ///< |low| is at most half a unit in the last place of `high`

  TwoDouble& operator+=(double term) {
    const double sum = high + term;
    const double added = sum - high;
    const double rest = low + ((high - (sum - added)) + (term - added));
    high = sum + rest;
    low = rest - (high - sum);
    return *this;
  }
  [[nodiscard]] double value() const { return high + low; }

  friend double operator-(TwoDouble a, TwoDouble b) { return (a.high - b.high) + (a.low - b.low); }
  friend auto operator<=>(TwoDouble, TwoDouble) = default;
};

}  // namespace suanwang
