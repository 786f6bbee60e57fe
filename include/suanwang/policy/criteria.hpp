#pragma once

#include <cstddef>
#include <vector>

#include "suanwang/policy/expression.hpp"

namespace suanwang {

/// What a scored dispatcher can know of a job at a centre, in the order of `score_variables()`. The first
/// `kCriteria` are the criteria that weights can be given to: each is a cost, in its own unit, and +inf where
/// it is not known now.
enum class ScoreVariable : std::size_t {
  Wait,
  Staging,
  Fragmentation,
  Price,
  Carbon,
  Fairness,
  Affinity,
  BytesToMove,
  Load,
  Free,
  Online,
  Size,
  Walltime,
  Priority,
  Waited,
};
inline constexpr std::size_t kCriteria = 7;
inline constexpr std::size_t kScoreVariables = 15;

/// What each of them is called, means and is measured in.
[[nodiscard]] const std::vector<FormulaVariable>& score_variables();

}  // namespace suanwang
