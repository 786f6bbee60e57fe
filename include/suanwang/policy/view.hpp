#pragma once

#include <span>
#include <vector>

#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/ledger.hpp"
#include "suanwang/policy/queue.hpp"

namespace suanwang {

/// A claim that was given back since the last pass; `until` is when its walltime would have ended.
struct Returned {
  PartitionId partition;
  Accelerators accelerators;
  Time until;
};

/// What a policy sees of one domain (a queue and the partitions that serve it) when it decides. Decisions are
/// applied as they are made, so the view always shows what is.
struct View {
  Time now;
  const WaitingQueue& queue;
  /// Partitions in the order in which they are preferred: by centre, then by accelerator type (ids).
  std::span<const Ledger* const> partitions;

  /// What changed since the last pass of this domain.
  std::span<const WaitingQueue::Place> submitted;  ///< in the order of submission; some may be gone already
  std::span<const WaitingQueue::Place>
      refused;                         ///< submitted before, shown to the last pass, and refused after it
  std::span<const Returned> returned;  ///< in the order of their ends
  bool reshaped = false;               ///< partitions were added or removed, or this is the first pass
};

/// Where a policy's decisions go. Each is checked and carried out at once.
class Decisions {
 public:
  virtual ~Decisions() = default;

  /// Starts a waiting job on accelerators of `partition` (numbers minus its first number), as many as it
  /// needs.
  /// @throws SimulationError when that is impossible.
  virtual void start(const WaitingQueue::Place& job, const Ledger& partition, const Ranges& local) = 0;

  /// Asks for a pass at `at`, even if nothing else happens then. The latest call counts; kNever: none.
  virtual void wake(Time at) = 0;
};

}  // namespace suanwang
