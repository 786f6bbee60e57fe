#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/base/time.hpp"
#include "suanwang/centre/ledger.hpp"
#include "suanwang/kernel/engine.hpp"
#include "suanwang/kernel/indexed_heap.hpp"
#include "suanwang/model/event.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/policy/queue.hpp"
#include "suanwang/policy/view.hpp"
#include "suanwang/work/job.hpp"
#include "suanwang/work/source.hpp"

namespace suanwang {

/// A schedulable pool, as drawn for one replication.
struct PoolPlan {
  CentreId centre;
  AcceleratorId type;
  std::int64_t count = 0;  ///< accelerators
  std::int64_t per_node = 1;
  Time online = kStart;  ///< at or before time 0: from the beginning
};

/// A centre, as drawn for one replication.
struct CentrePlan {
  Time joins = kStart;  ///< unified dispatch; kNever: it stays an island
};

/// Everything that a simulation starts from. Pools are in (centre, pool id) order; ids are dense.
struct WorldPlan {
  std::vector<CentrePlan> centres;
  std::vector<PoolPlan> pools;
  std::vector<std::unique_ptr<JobSource>> sources;  ///< by stream id
  Time end = kNever;                                ///< nothing happens at or after it
  std::vector<std::string> centre_names;            ///< for the text of errors
  std::vector<std::string> stream_names;
};

/// A job from its submission until it has left, and where it stands. Its place in the table is its `JobId`.
struct LiveJob {
  Job job;
  JobState state = JobState::Waiting;
  std::uint64_t sequence = 0;  ///< order of submission over all streams
  DomainId domain;
  QueueKey queue_key;

  // Attempts: `attempts` starts so far; the times concern the first, and the running one.
  std::uint32_t attempts = 0;
  Time first_start;
  Time start;
  Time until;            ///< start + walltime
  Duration executed{0};  ///< over ended attempts
  PartitionId partition;
  std::uint32_t claim = 0;  ///< slot in the partition's ledger
  bool released = false;    ///< accelerators given back although the end has not been processed (per-event)
};

/// A partition: its ledger, and the ends of its running jobs of which the engine holds the next.
struct Partition {
  explicit Partition(Ledger l) : ledger{std::move(l)} {}
  Ledger ledger;
  IndexedHeap ends;  ///< actual ends by (time, order of start); slot: the claim's
  Ticket armed;      ///< the CompletionsDue event
  Time armed_at = kNever;
};

/// A queue, the partitions that serve it and the rule that decides.
struct Domain {
  explicit Domain(std::unique_ptr<Backfill> rule) : backfill{std::move(rule)}, queue{backfill->index()} {}
  std::unique_ptr<Backfill> backfill;
  WaitingQueue queue;
  std::vector<const Ledger*> partitions;
  Accelerators largest;  ///< the largest gang that any partition it may ever use can take

  // Since the last pass:
  bool affected = false;
  bool woken = false;  ///< its policy asked for a pass in this instant
  bool reshaped = true;
  std::vector<WaitingQueue::Place> submitted;
  std::vector<WaitingQueue::Place> refused;
  std::vector<Returned> returned;
  Ticket wake;
};

/// Jobs of all streams merged by (submission, stream, order in the stream).
class ArrivalQueue {
 public:
  explicit ArrivalQueue(std::vector<std::unique_ptr<JobSource>> sources);

  [[nodiscard]] Time next_time() const { return next_time_; }  ///< kNever when there are no more
  /// @pre next_time() != kNever
  Job take();

  /// Wall-clock time spent in reading logs, which is not part of the simulation.
  [[nodiscard]] double reading_seconds() const { return reading_seconds_; }

 private:
  struct Lane {
    std::unique_ptr<JobSource> source;
    std::vector<Job> ahead;  // read in portions, so that reading can be timed apart
    std::size_t next = 0;
  };
  void refill(Lane& lane);

  std::vector<Lane> lanes_;
  std::vector<std::size_t> heap_;  // lanes with jobs, soonest first
  [[nodiscard]] bool later(std::size_t a, std::size_t b) const;
  void note_next();
  Time next_time_ = kNever;
  double reading_seconds_ = 0;
};

/// The complete state of a simulation. Only `Simulation` changes it.
struct World {
  std::vector<CentrePlan> centres;
  std::vector<PoolPlan> pools;
  std::vector<Partition> partitions;      // by (centre, type)
  std::vector<PartitionId> partition_of;  // by pool
  std::vector<DomainId> domain_of;        // by partition: whom its accelerators serve now
  std::vector<Domain> domains;            // 0: the network (dispatch any); 1 + c: centre c by itself
  std::vector<LiveJob> jobs;              // by JobId
  std::vector<JobId> spare_jobs;
  ArrivalQueue arrivals;
  Time end = kNever;
  std::uint64_t submitted = 0;
  std::uint64_t started = 0;
  std::uint64_t left = 0;  // finished, killed or rejected
};

}  // namespace suanwang
