#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "suanwang/base/parallel.hpp"

namespace suanwang {

/// A model at some points of the unit cube: `columns[d][k]` is coordinate d of point k, `values[k]` what the
/// model makes of it, a finite number. Called from several threads at once; it must be a pure function.
using PointModel =
    std::function<void(std::span<const std::span<const double>> columns, std::span<double> values)>;

/// An estimate and its standard error.
struct Index {
  double value = 0;
  double standard_error = 0;
};

/// How the variance of a model's value is shared among its inputs.
struct SobolIndices {
  double mean = 0;
  double variance = 0;
  std::vector<Index> first;  ///< V(E(Y | X_d)) / V(Y): what knowing X_d alone takes away
  std::vector<Index> total;  ///< E(V(Y | all but X_d)) / V(Y): what is left when all but X_d are known
  std::uint64_t evaluations = 0;
};

/// First-order and total indices of `dimensions` independent inputs, with `samples` (dimensions + 2)
/// evaluations:
///   S_d = mean of f(B) (f(A_B^d) - f(A)) / V,   ST_d = mean of (f(A) - f(A_B^d))^2 / 2 V,
/// where A and B are independent points, A_B^d is A with coordinate d of B, and f(B) is taken less the mean
/// of f.
///
/// The points are scrambled Sobol sets, 2 dimensions wide, in 16 batches that are scrambled independently;
/// standard errors are those of the jackknife over batches. `samples` is rounded up to a multiple of 16; best
/// is a power of two. Identical for any number of threads. An estimate may lie a little below 0 or above 1. A
/// model without variance has indices 0, with error 0.
///
/// Inputs that depend on each other are no concern of this function: give it the independent numbers behind
/// them (of a common shock, the shock and each input's own part), or the indices mean nothing.
/// @pre 1 <= dimensions, 2 dimensions <= PointSet::kMostDimensions, samples >= 32
/// @source A. Saltelli et al., "Variance based sensitivity analysis of model output", Comput. Phys. Commun.
/// 181,
///   2010, table 2 (b) and (f); M. Jansen, "Analysis of variance designs for model output", Comput. Phys.
///   Commun. 117, 1999; the jackknife: B. Efron, C. Stein, Ann. Statist. 9, 1981.
[[nodiscard]] SobolIndices sobol_indices(std::size_t dimensions, std::uint64_t samples, std::uint64_t seed,
                                         const PointModel& model, Parallelism parallelism);

}  // namespace suanwang
