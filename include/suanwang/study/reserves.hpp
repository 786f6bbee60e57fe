#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/study/comparison.hpp"

/// The smallest reserves with which a policy leaves no centre worse off than as islands.
///
/// Let `F` be the vectors of reserves on the grid with which no centre is a loser (`losers`, on the same
/// replications). Raising a reserve keeps guests out of one centre and sends them to others, so `F` need not
/// hold what lies above a vector of it. What is sought is a vector of `F` that is minimal in this sense only:
/// any one of its reserves a step lower, the others as they are, is outside `F`. There may be several.
///
///     raise: from the scenario's own reserves, those of the losers by a step, until there are none; where
///            all losers have all that they can, everybody's
///     lower: centre by centre, bisecting, until a whole round lowers nothing
///
/// With 100 % everywhere each job goes home or nowhere. Where the policy then does as the islands policy does
/// (the same order and backfill, no latency of the dispatcher, a home for every job) no centre is worse off,
/// and the search finds a vector; otherwise it may find that there is none on its way.
namespace suanwang {

/// A point of the grid: by centre, how many steps its reserve is above its lowest.
using ReserveLevels = std::vector<std::size_t>;

/// What a policy does with some reserves.
struct ReserveTrial {
  std::vector<Loser> losers;
  double mean_wait_s = 0;  ///< of all finished jobs; 0 where none finished
  std::uint64_t finished = 0;
};

/// A search on the grid, for whatever `try_out` says. Each point is tried once.
class ReserveSearch {
 public:
  using Ending = ReserveOutcome::Finding;
  using TryOut = std::function<ReserveTrial(const ReserveLevels&)>;

  /// @param top by centre: its highest level
  /// @param start what is known of the lowest levels
  /// @param most trials, besides `start`
  ReserveSearch(ReserveLevels top, ReserveTrial start, std::size_t most, TryOut try_out);

  /// Call once. Minimal: as above. Sufficient: a vector of F, and no trials left to lower it. Impossible:
  /// none was found up to the highest levels. Unfinished: no trials left before one was found.
  Ending run();

  [[nodiscard]] const ReserveLevels& levels() const { return levels_; }  ///< where it ended
  [[nodiscard]] std::size_t trials() const { return trials_; }
  /// What was found there, or anywhere else. @pre it was tried
  [[nodiscard]] const ReserveTrial& tried(const ReserveLevels& levels) const { return tried_.at(levels); }

 private:
  /// None where no trial is left.
  const ReserveTrial* at(const ReserveLevels& levels);
  [[nodiscard]] bool raise(const std::vector<Loser>& losers);
  bool lower(std::size_t centre);

  ReserveLevels top_;
  std::size_t most_;
  TryOut try_out_;
  ReserveLevels levels_;
  std::size_t trials_ = 0;
  std::map<ReserveLevels, ReserveTrial> tried_;
};

struct ReserveOptions {
  std::size_t steps = kReserveSteps;
  std::size_t most_evaluations = 500;  ///< of each policy in each variant
  Parallelism parallelism{};
};

/// The reserves that a centre may have, lowest first: `given`, and the multiples of 1/`steps` above it.
[[nodiscard]] std::vector<double> reserve_ladder(double given, std::size_t steps);

/// Searches for every policy of the comparison that does not send all jobs home, and sets
/// `PolicyOutcome::reserves`. After an interrupt the comparison says what is missing. @throws SimulationError
void find_reserves(Comparison& comparison, const ReserveOptions& options, Progress* progress = nullptr);

}  // namespace suanwang
