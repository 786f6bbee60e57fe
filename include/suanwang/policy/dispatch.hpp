#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "suanwang/base/id.hpp"
#include "suanwang/base/random.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/policy/matching.hpp"
#include "suanwang/policy/scorer.hpp"

namespace suanwang {

/// Which jobs share a queue, and who chooses it.
enum class Dispatch : std::uint8_t {
  Any,     ///< one queue for all centres that have joined, one for each that has not
  Home,    ///< one queue a centre; every job goes to its own
  Chosen,  ///< one queue a centre; a dispatcher chooses
};

/// A centre that could take a job, as the dispatcher sees it.
struct CentreOption {
  CentreId centre;
  bool is_home = false;
  double load = 0;           ///< accelerators held and waited for, over those online; +inf where none is
  double staging_s = 0;      ///< until the job's data would be there, at the rates of now; +inf: no way now
  double bytes_to_move = 0;  ///< of the job's data that is neither there nor on its way
  double completion_s = 0;   ///< until the job would have ended, by the walltimes of all before it
  double score = 0;          ///< by the dispatcher's scorer, where it has one; +inf: not known now
};

/// Chooses the centre of a job. One object serves one run, and sees the jobs in the order in which they are
/// decided.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;

  /// The index of the option to take. @param options not empty, in the order of centres; `draw` is this job's
  /// own stream of random numbers
  [[nodiscard]] virtual std::size_t choose(std::span<const CentreOption> options,
                                           const RandomStream& draw) = 0;

  /// Whether `choose`, or the scorer, looks at `completion_s`, which is what costs.
  [[nodiscard]] virtual bool needs_completion() const { return false; }

  /// What scores its options; null: they have no score.
  [[nodiscard]] virtual Scorer* scorer() { return nullptr; }

  /// How many jobs that are due together it decides about together, at most.
  [[nodiscard]] virtual std::size_t window() const { return 64; }

  /// Whether `match` says anything.
  [[nodiscard]] virtual bool matches() const { return false; }
  /// The centres of jobs that are due together. `choose` is asked for those that get none here. @pre
  /// matches()
  [[nodiscard]] virtual Matches match(const MatchProblem& problem) const;

  /// From how long after its submission on a waiting job may be moved to a centre that can start it at once;
  /// `Duration::max()`: never.
  [[nodiscard]] virtual Duration movable_after() const { return Duration::max(); }
};

}  // namespace suanwang
