#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "suanwang/base/parallel.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/ledger.hpp"
#include "suanwang/centre/storage.hpp"
#include "suanwang/kernel/engine.hpp"
#include "suanwang/kernel/indexed_heap.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/model/dispatch_state.hpp"
#include "suanwang/model/event.hpp"
#include "suanwang/model/quota_state.hpp"
#include "suanwang/model/wide_area.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/policy/queue.hpp"
#include "suanwang/policy/quotas.hpp"
#include "suanwang/policy/tenants.hpp"
#include "suanwang/policy/view.hpp"
#include "suanwang/work/job.hpp"
#include "suanwang/work/source.hpp"
#include "suanwang/work/transfer.hpp"

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

  // Autonomy: what a dispatcher must respect when it sends jobs that do not belong there.
  double reserve = 0;                               ///< share of its accelerators that they may never take
  std::vector<std::pair<Time, Time>> opt_outs{};    ///< [from, to): it takes none
  std::optional<std::int64_t> most_accelerators{};  ///< it refuses larger ones
  std::optional<Duration> longest{};                ///< it refuses those of a longer walltime

  std::optional<EnergyPrice> price{};       ///< of its electricity; none: not stated
  std::optional<CarbonIntensity> carbon{};  ///< of its electricity; none: not stated
};

/// Where a dataset may be kept, and how it gets there.
struct Delivery {
  std::uint32_t passage = 0;  ///< index into `NetworkPlan::passages`
  Duration review{0};         ///< before it sets out
};

/// A dataset, as drawn for one replication.
struct DatasetPlan {
  std::int64_t size = 0;     ///< bytes
  std::vector<CentreId> at;  ///< its own replicas; at least one
  /// By centre; none where its zone does not let it be.
  std::vector<std::optional<Delivery>> delivery;
};

/// Everything that a simulation starts from. Pools are in (centre, pool id) order; ids are dense.
struct WorldPlan {
  std::vector<CentrePlan> centres;
  std::vector<PoolPlan> pools;
  std::vector<std::unique_ptr<JobSource>> sources;  ///< by stream id
  Time end = kNever;                                ///< nothing happens at or after it
  std::vector<std::string> centre_names;            ///< for the text of errors
  std::vector<std::string> stream_names;

  NetworkPlan network;
  std::vector<DatasetPlan> datasets;                       ///< by id
  std::vector<std::vector<DatasetId>> data_lists = {{}};   ///< what `Job::data` names; list 0 is empty
  std::vector<std::optional<std::int64_t>> storage;        ///< by centre, bytes; none: no limit
  std::vector<std::unique_ptr<TransferSource>> transfers;  ///< streams of transfers, by stream id
  DispatcherPlan dispatcher;                               ///< serves all centres
  std::vector<RegionalPlan> below;                         ///< dispatchers below it, by id
  std::vector<std::uint64_t> stream_entities;              ///< by stream: names its random numbers
  std::vector<TenantPlan> tenants;                         ///< by TenantId
  QuotaPlan quotas;                                        ///< what tenants may hold; empty: no limits
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  Parallelism parallelism{1};  ///< of a dispatcher's scoring
};

/// A job from its submission until it has left, and where it stands. Its place in the table is its `JobId`.
struct LiveJob {
  Job job;
  JobState state = JobState::Waiting;
  std::uint64_t sequence = 0;  ///< order of submission over all streams
  DomainId domain;
  QueueKey queue_key;  ///< by what is known of it at its submission,
  QueueKey place;      ///< and as it stands in the queue of its domain: another where orders change with time

  JobProgress progress;
  Duration done{0};      ///< work of earlier attempts that was kept
  Duration walltime{0};  ///< of the next attempt, or the running one: for what is left to do

  // The running attempt:
  Time start;
  Time works_from;  ///< start, or where it held its accelerators for its data, when that had come
  Time until;       ///< works_from + walltime
  PartitionId partition;
  std::uint32_t claim = 0;  ///< slot in the partition's ledger
  bool released = false;    ///< accelerators given back although the end has not been processed (per-event)

  // Data: a job that needs some takes it into use at its centre before it starts.
  enum class Data : std::uint8_t { None, NoRoom, Coming, Here };
  Data data = Data::None;
  bool queued = false;           ///< stands in the queue of its domain
  bool movable = false;          ///< stands among those that a dispatcher may move
  bool guest = false;            ///< counts among the guests of its centre
  bool has_quota = false;        ///< has taken its tenant's quota where it stands or runs
  std::uint32_t missing = 0;     ///< datasets that are still to arrive
  Time staging_since;            ///< while NoRoom or Coming
  DispatcherId dispatcher;       ///< who decides about it; it may be passed on
  Time expected_start = kNever;  ///< by the dispatcher
};

/// How policies see a job that waits.
[[nodiscard]] inline Waiting waiting_of(JobId id, const LiveJob& live) {
  return {id, live.job.accelerators, live.walltime};
}

/// Domain 0 is the network; the others are centres by themselves.
inline constexpr DomainId kNetworkDomain{0};
[[nodiscard]] inline DomainId domain_at(CentreId centre) {
  return DomainId{1 + centre.index()};
}
/// @pre domain is not the network's
[[nodiscard]] inline CentreId centre_at(DomainId domain) {
  return CentreId{domain.index() - 1};
}

/// A partition: its ledger, and the ends of its running jobs.
struct Partition {
  explicit Partition(Ledger l) : ledger{std::move(l)} {}
  Ledger ledger;
  IndexedHeap ends;  ///< actual ends by (time, order of start); slot: the claim's
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
  Ticket preemption;  ///< of a pass when a running job may be stopped that may not be now

  std::map<QueueKey, Waiting> aside;  ///< jobs of this domain whose data is on its way
  std::int64_t expected = 0;          ///< milli-accelerators of all jobs that have not started, also of those
  std::int64_t guests = 0;            ///< milli-accelerators of jobs from elsewhere, waiting and running
};

/// Jobs of all streams merged by (submission, stream, order in the stream).
class ArrivalQueue {
 public:
  explicit ArrivalQueue(std::vector<std::unique_ptr<JobSource>> sources);

  [[nodiscard]] Time next_time() const { return next_time_; }  ///< kNever when there are no more
  /// Valid until the next call. @pre next_time() != kNever
  const Job& take();

  /// Wall-clock time spent in reading logs, which is not part of the simulation.
  [[nodiscard]] double reading_seconds() const { return reading_seconds_; }

 private:
  struct Lane {
    std::unique_ptr<JobSource> source;
    std::vector<Job> ahead;   // read in portions, so that reading can be timed apart
    std::vector<Job> before;  // the portion before, of which the last job may still be looked at
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

/// A dataset on its way to a centre, and the jobs that wait for it there.
struct Shipment {
  DatasetId dataset;
  CentreId to;
  CentreId from;
  std::vector<JobId> jobs;
};

/// What is known of a transfer under way, besides what the network knows.
struct Cargo {
  TransferPurpose purpose = TransferPurpose::Workload;
  StreamId stream;
  std::uint64_t label = 0;
  DatasetId dataset;
  Time start;
};

/// Transfers of all streams merged by (start, stream, order in the stream).
class TransferQueue {
 public:
  explicit TransferQueue(std::vector<std::unique_ptr<TransferSource>> sources);
  [[nodiscard]] Time next_time() const { return next_time_; }  ///< kNever when there are no more
  /// @pre next_time() != kNever
  TransferJob take();

  /// Wall-clock time spent in reading files, which is not part of the simulation.
  [[nodiscard]] double reading_seconds() const { return reading_seconds_; }

 private:
  struct Lane {
    std::unique_ptr<TransferSource> source;
    std::vector<TransferJob> ahead;  // read in portions, so that reading can be timed apart
    std::size_t next = 0;
  };
  void refill(Lane& lane);
  void note_next();
  std::vector<Lane> lanes_;
  std::size_t soonest_ = 0;
  Time next_time_ = kNever;
  double reading_seconds_ = 0;
};

/// Datasets, where they are, and what goes over the network.
struct DataState {
  std::vector<DatasetPlan> datasets;
  std::vector<std::vector<DatasetId>> lists;
  std::vector<std::int64_t> sizes;                  // by dataset
  std::vector<Storage> storage;                     // by centre
  std::vector<std::vector<RejectReason>> possible;  // by list, by centre; None where it can be
  std::vector<std::size_t> parts;  // by centre: those that a link with bandwidth ever joins have the same
  std::map<std::pair<CentreId, DatasetId>, Shipment> shipments;
  std::vector<std::map<QueueKey, JobId>> no_room;  // by centre: jobs whose data finds no room now
  std::map<WideArea::TransferId, Cargo> cargo;
  std::set<std::tuple<Time, CentreId, DatasetId>> reviews;  // shipments that may set out then
};

/// The complete state of a simulation. Only `Simulation` changes it.
struct World {
  std::vector<CentrePlan> centres;
  std::vector<PoolPlan> pools;
  std::vector<Partition> partitions;      // by (centre, type)
  IndexedHeap next_ends;                  // of the partitions where jobs run: the next end of each
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

  WideArea network;
  TransferQueue transfers;
  DataState data;
  DispatchState dispatch;
  std::optional<TenantLoads> tenants;  // where the order reads them
  std::optional<QuotaState> quotas;    // where there are any
};

}  // namespace suanwang
