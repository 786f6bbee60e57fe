#pragma once

#include <cstdint>
#include <span>

namespace suanwang {

/// What it is worth to find out one unknown: how far P(met) would move once its value is known.
struct FindingOut {
  double probability = 0;  ///< P(met) as things stand
  /// E|P(met | X) - P(met)|, from 0 (X says nothing) to 2 p (1 - p) <= 1/2 (X says all).
  double expected_move = 0;
  double standard_error = 0;
  double if_lower = 0;  ///< P(met) if X turns out in the lower half of what it may be
  double if_upper = 0;
  double lower_share = 0;  ///< P(X in the lower half): one half, unless a value taken often lies across it
};

/// Estimates it from samples: `values[i]` of the unknown X, and whether sample i met the target (0 or 1). Of
/// equal probability, some 20 bins divide the values; a value that is taken often is never divided.
///
/// A bin's share of met samples differs from P(met) by chance alone, and the mean of such differences, all
/// taken positive, would find a value in pure noise. So each half of the samples (the first, the second:
/// halves of a Sobol set are Sobol sets) learns only the sign of each bin, and the other half measures the
/// difference in it: an X that says nothing has the expectation 0, and one whose bins lie clearly above or
/// below has no bias. What remains is below the truth: bins whose sign chance decides, and what a bin
/// averages out. The standard error allows for signs that chance decides; it is that of independent samples,
/// and too large for Latin and Sobol points. Results below 0 are given as 0.
/// @pre as many of both, at least 1; values are no NaN (they may be infinite)
/// @source Value of information for a probability: H. Raiffa, R. Schlaifer, "Applied statistical decision
/// theory",
///   1961; splitting the sample: M. Stone, "Cross-validatory choice", J. R. Statist. Soc. B 36, 1974.
[[nodiscard]] FindingOut finding_out(std::span<const double> values, std::span<const std::uint8_t> met);

}  // namespace suanwang
