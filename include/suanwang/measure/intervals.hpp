#pragma once

#include <cstdint>
#include <span>

namespace suanwang {

/// Both ends belong to it; infinite where nothing bounds it.
struct Interval {
  double low = 0;
  double high = 0;
};

inline constexpr double kConfidence = 0.95;

/// The interval of a proportion of which `met` of `trials` independent ones were met: those p whose normal
/// test does not refuse the sample. Over p its coverage lies around the level, 93.5 to 96.5 % from some ten
/// expected successes and failures on: the one to print. Never below 0 or above 1.
/// @pre met <= trials, trials > 0, 0 < level < 1
/// @source E. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
[[nodiscard]] Interval wilson(std::uint64_t met, std::uint64_t trials, double level = kConfidence);

/// The same from exact binomial tails: covers every p at the level or more, and most of them more often. The
/// one for a promise that must hold, or for few trials. @pre as wilson
/// @source C. Clopper, E. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
///   binomial", Biometrika 26, 1934.
[[nodiscard]] Interval clopper_pearson(std::uint64_t met, std::uint64_t trials, double level = kConfidence);

/// The interval of the difference between two proportions that are counted in the same trials: `gained` of
/// them met the second condition only, `lost` the first only. Wald's interval with half a trial added to each
/// of the four outcomes, so that it keeps its coverage where few trials, or none, tell the two apart. Never
/// below -1 or above 1. @pre gained + lost <= trials, trials > 0, 0 < level < 1
/// @source A. Agresti, Y. Min, "Simple improved confidence intervals for comparing matched proportions",
///   Statistics in Medicine 24, 2005.
[[nodiscard]] Interval paired_proportions(std::uint64_t gained, std::uint64_t lost, std::uint64_t trials,
                                          double level = kConfidence);

/// Two order statistics, by rank from 1, that enclose a quantile. Rank 0 stands for minus infinity and rank
/// `samples + 1` for infinity: too few samples know no bound on that side.
struct Ranks {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  double coverage = 0;  ///< P(the quantile lies between them), exact for a continuous law, else at least
};

/// The ranks between which the p-quantile of `samples` independent draws lies with probability `level` or
/// more, whatever their law: from p n -+ z sqrt(p (1-p) n), rounded outwards, moved out or in, a rank at a
/// time, until the exact binomial coverage reaches the level and neither side can be spared.
/// @pre samples > 0, 0 < p < 1, 0 < level < 1
/// @source H. David, H. Nagaraja, "Order statistics", 3rd ed., 2003, sect. 7.1.
[[nodiscard]] Ranks quantile_ranks(std::uint64_t samples, double p, double level = kConfidence);

/// The nearest-rank quantile (type 1 of R. Hyndman, Y. Fan, "Sample quantiles in statistical packages",
/// 1996): the smallest value that at least the share p of `sorted` does not exceed. @pre not empty,
/// ascending, 0 < p <= 1
[[nodiscard]] double nearest_rank(std::span<const double> sorted, double p);

/// The values at `quantile_ranks` of `sorted`. @pre as both
[[nodiscard]] Interval quantile_interval(std::span<const double> sorted, double p,
                                         double level = kConfidence);

/// A mean, and how uncertain it is.
struct MeanEstimate {
  double mean = 0;
  double standard_error = 0;  ///< infinite for a single value
  Interval interval;
};

/// The mean of a few independent values, such as means over point sets of different seeds, with Student's
/// interval. Values that are all equal have no error. @pre not empty, finite, 0 < level < 1
/// @source Student, "The probable error of a mean", Biometrika 6, 1908.
[[nodiscard]] MeanEstimate mean_of(std::span<const double> values, double level = kConfidence);

}  // namespace suanwang
