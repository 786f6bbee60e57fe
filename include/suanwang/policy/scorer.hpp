#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/policy/expression.hpp"
#include "suanwang/policy/settings.hpp"
#include "suanwang/work/job.hpp"

namespace suanwang {

/// What is free of a partition.
struct Room {
  Accelerators free;
  Accelerators loose;                          ///< of these, in nodes of which a part is taken
  Accelerators eventual;                       ///< what it has when all that will come has
  Accelerators node = Accelerators::whole(1);  ///< of its largest node

  /// What would be loose once a gang has started, packed as tightly as it can be. @pre it fits
  [[nodiscard]] Accelerators loose_after(Accelerators need) const;
};

/// The room that a gang fits into most tightly (the first of those), or null.
[[nodiscard]] Room* tightest(std::vector<Room>& rooms, Accelerators need);

/// A centre, as a dispatcher that scores sees it.
struct ScoredCentre {
  std::optional<EnergyPrice> price;       ///< none: not stated
  std::optional<CarbonIntensity> carbon;  ///< none: not stated
  double load = 0;  ///< accelerators held and waited for, over those online; +inf where none is
  Accelerators online;
  Accelerators guests;  ///< that jobs from elsewhere hold or wait for
  bool has_waiting = false;
  std::vector<Room> rooms;  ///< by partition

  /// Counts a job that has been sent there among the guests, and against the room.
  void add(Accelerators need, bool is_guest);
};

/// A job at a centre.
struct ScoredPair {
  const Job& job;
  const ScoredCentre& centre;
  bool is_home = false;  ///< the job belongs there
  double wait_s = 0;     ///< until it could start; +inf: not known
  double staging_s = 0;  ///< until its data would be there; +inf: not known
  double bytes = 0;      ///< of its data that would have to be moved
  Time now;
};

/// A variable of a pair: the one place where they are defined. +inf where it is not known.
///
///   fragmentation = (loose accelerators once it has started - loose ones now) / its accelerators, where it
///   fits
///                   best; where it does not fit now, as on empty nodes
///   fairness      = (accelerators of jobs from elsewhere there + its own) / those online; 0 at home
///   affinity      = 0 at home, and for jobs without a home; 1 elsewhere
///
/// @source fragmentation: Weng et al., "Beware of Fragmentation", USENIX ATC 2023 (its descent, by whole
/// nodes)
[[nodiscard]] double value_of(ScoreVariable variable, const ScoredPair& pair);

/// Scores pairs as the settings say. Those of different lanes may be scored side by side.
class Scorer {
 public:
  explicit Scorer(const ScoreSettings& settings);

  [[nodiscard]] bool uses(ScoreVariable variable) const;

  /// At least so many lanes. Not while pairs are scored.
  void open(std::size_t lanes);

  /// The sum over the criteria of weight × value, in their order; or the value of the formula. +inf where
  /// anything that it reads is not known now; NaN where the formula gives no finite number.
  [[nodiscard]] double operator()(const ScoredPair& pair, std::size_t lane);

 private:
  ScoreSettings settings_;
  std::vector<ScoreVariable> used_;
  std::vector<Expression> formulas_;  // by lane; none where weights count
};

}  // namespace suanwang
