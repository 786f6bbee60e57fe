#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/policy/scorer.hpp"

namespace suanwang {

/// Jobs that are due together, in the order of their submission, and the room of the centres for them.
struct MatchProblem {
  std::vector<Accelerators> need;                ///< by job
  std::vector<std::optional<std::size_t>> home;  ///< by job: which centre is its own
  std::vector<std::vector<Room>> room;           ///< by centre; none where jobs wait already
  std::vector<double> score;                     ///< [job × centres + centre]; not finite: not to be had
};

/// By job: its centre; none: it finds no room, and is left to be assigned after the others.
using Matches = std::vector<std::optional<std::size_t>>;

/// Gives the free accelerators to jobs of all sizes at once.
///
/// What is solved is the linear relaxation of the generalised assignment problem: each job is as many units
/// of flow as it has accelerators, each costs its share of the job's score, and a centre takes as many as it
/// has free; so a gang may come out split between centres, or may fit into a centre but into none of its
/// partitions. The repair: gangs that lie whole in one centre take it, in the order of submission, where a
/// partition still holds them; the others are left. Of two centres of the same score (to 2^-47 of the range
/// of all scores) a job takes its own.
[[nodiscard]] Matches match_by_flow(const MatchProblem& problem);

/// Gives the free accelerators to the jobs of one size at once, largest size first.
///
/// Nothing is relaxed: a centre has as many places as gangs of that size fit into its partitions, and the sum
/// of scores is least for the size. Sizes do not know of each other.
[[nodiscard]] Matches match_by_size(const MatchProblem& problem);

}  // namespace suanwang
