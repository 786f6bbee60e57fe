#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/points.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/study/reach.hpp"

#include "study/reach_model.hpp"

namespace suanwang {

/// The points of a study. Latin and Sobol points come in independent sets, from whose means the error is
/// known; plain ones in a single set.
class ReachDraws {
 public:
  ReachDraws(const ReachModel& model, ReachPoints points, std::uint64_t seed, std::uint64_t samples);

  static constexpr std::size_t kSets = 16;

  [[nodiscard]] std::uint64_t samples() const { return sets_.size() * per_set_; }
  [[nodiscard]] std::size_t sets() const { return sets_.size(); }
  [[nodiscard]] std::uint64_t per_set() const { return per_set_; }

  /// Uniform numbers [unknowns × count] of samples `first` and following.
  [[nodiscard]] std::vector<double> block(std::uint64_t first, std::size_t count) const;
  /// Those of one unknown.
  [[nodiscard]] std::vector<double> row(std::size_t unknown, std::uint64_t first, std::size_t count) const;

 private:
  [[nodiscard]] std::vector<double> draw(std::span<const Coordinate> coordinates, std::uint64_t first,
                                         std::size_t count) const;
  const ReachModel* model_;
  std::vector<PointSet> sets_;
  std::uint64_t per_set_ = 0;
};

/// What came out, sample by sample: nothing is summed before all is there, so that neither blocks nor threads
/// can matter.
struct ReachSamples {
  std::vector<std::vector<double>> capacity;  ///< by question: K at `by` [FLOP/s]
  std::vector<std::vector<double>> met_from;  ///< by question: T, seconds since 1970
  std::vector<std::uint64_t> lost;  ///< by question: samples in which it was met before, and not then
  // Of the first `kDetailed` samples:
  static constexpr std::uint64_t kDetailed = 10'000;
  std::vector<std::vector<double>> sourced;           ///< by question: the part of K that is sourced
  std::vector<std::vector<std::vector<double>>> fan;  ///< by question, by month: K
  std::vector<std::vector<std::uint64_t>> critical;   ///< by question, by activity: how often critical
  std::vector<std::uint64_t> passages;                ///< by question: samples in which T is finite
};

/// @param months instants of the fan, seconds since 1970 @throws Interrupted
[[nodiscard]] ReachSamples sample(const ReachModel& model, const ReachDraws& draws,
                                  const std::vector<double>& months, const ReachOptions& options,
                                  Progress* progress);

/// Fills in what each unknown does to the answers. @throws Interrupted
void add_influences(std::vector<ReachAnswer>& answers, const ReachModel& model, const ReachDraws& draws,
                    const ReachSamples& samples, const ReachOptions& options, Progress* progress);

}  // namespace suanwang
