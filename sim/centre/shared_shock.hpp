#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "suanwang/centre/quantile_table.hpp"

namespace suanwang {

/// A one-factor Gaussian copula, given that some of its members exceed a bound.
///
/// Member i has the draw U_i = Phi(X_i), X_i = sqrt(rho) Z + sqrt(1 - rho) e_i; it exceeds its bound where
/// U_i > 1 - left_i, that is X_i > c_i with Phi(-c_i) = left_i. Given Z the members are independent, so that
/// given all these conditions
///
///   Z has the density  phi(z) product of Phi((sqrt(rho) z - c_i) / sqrt(1 - rho)), up to a factor,
///   e_i, given Z, is a standard normal number above (c_i - sqrt(rho) Z) / sqrt(1 - rho).
///
/// Both are inverted: this is the joint law itself, nothing is rejected or weighted. With rho 1 all draws are
/// one number, given that it exceeds the largest of 1 - left_i.
class SharedShock {
 public:
  /// @pre 0 < rho <= 1; `lefts` of those members that are conditioned, each in (0, 1)
  SharedShock(double rho, std::vector<double> lefts, bool tabled);

  /// From uniform numbers what `draws` takes: a row for all members.
  void spread(std::span<const double> u, std::span<double> shared) const;

  /// A member's draws, given its own uniform numbers (of no use if rho is 1) and `left`, 1 if it is not
  /// conditioned: the uniform numbers that give its value above its bound.
  void draws(std::span<const double> shared, std::span<const double> own, double left,
             std::span<double> u) const;

 private:
  [[nodiscard]] double normal_quantile(double p) const;

  double rho_;
  double least_left_ = 1;  ///< of all; 1: nothing is conditioned
  bool tabled_;
  std::function<double(double)> conditioned_;  ///< Z by its uniform number; empty: Z is standard normal
  std::optional<QuantileTable> table_;         ///< of `conditioned_`
};

}  // namespace suanwang
