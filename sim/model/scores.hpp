#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include <Eigen/Core>

#include "suanwang/model/world.hpp"

namespace suanwang {

inline constexpr double kEndless_s = std::numeric_limits<double>::infinity();

/// What a dispatcher weighs: a row for each job of its window, a column for each centre, of which only those
/// that it serves are filled. Rows lie together in memory, so that threads which score different rows keep
/// apart.
struct Scores {
  template <class T>
  using Matrix = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Scores(std::size_t jobs, std::size_t centres)
      : takes(jobs, centres),
        completion_s(jobs, centres),
        staging_s(jobs, centres),
        bytes(jobs, centres),
        score(jobs, centres) {}

  Matrix<bool> takes;           ///< whether the centre takes the job now; where not, the others say nothing
  Matrix<double> completion_s;  ///< when it is expected to have ended, from time 0; +inf: not known
  Matrix<double> staging_s;     ///< until its data would be there; +inf: not known
  Matrix<double> bytes;         ///< of its data that is neither there nor on its way
  Matrix<double> score;         ///< by the dispatcher's scorer, if it has one
};

/// So many milli-accelerators over those of the domain that are online; +inf where none is.
[[nodiscard]] inline double share_of(std::int64_t milli, const Domain& domain) {
  std::int64_t online = 0;
  for (const Ledger* partition : domain.partitions) online += partition->online().milli;
  return online > 0 ? static_cast<double>(milli) / static_cast<double>(online) : kEndless_s;
}

}  // namespace suanwang
