#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/job_facts.hpp"
#include "suanwang/base/range.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/measure/wait_reason.hpp"

namespace suanwang {

/// Who decides where jobs go: the dispatchers of regions by name, then the one above them.
using DispatcherId = Id<struct DispatcherTag>;

/// What kinds of things happen. The numbers are part of every fingerprint: never renumber, only append.
enum class RecordKind : std::uint8_t {
  PoolOnline = 0,
  CentreJoined = 1,
  JobSubmitted = 2,
  JobStarted = 3,
  JobFinished = 4,
  JobKilled = 5,  ///< at its walltime
  JobRejected = 6,
  // Not changes, but where things stood when the simulation ended:
  JobLeftWaiting = 7,
  JobLeftRunning = 8,

  JobDispatched = 9,  ///< a dispatcher chose a centre, or another than before
  JobStaged = 10,     ///< the data that it needs is there
  TransferStarted = 11,
  TransferFinished = 12,
  TransferLeft = 13,  ///< where it stood when the simulation ended
  LinkLoad = 14,      ///< what goes through a resource of the network has changed
  LinkChanged = 15,   ///< its bandwidth has
  JobPassedOn = 16,   ///< from one dispatcher to the one above
  JobPreempted = 17,  ///< its accelerators go to another; it waits again
};

/// Why bytes go over the network.
enum class TransferPurpose : std::uint8_t {
  Workload,    ///< a stream of transfers
  Staging,     ///< a dataset that a job needs
  Output,      ///< what a job sends home when it has finished
  Checkpoint,  ///< what a job sends home when it was killed
};

/// A transfer.
struct TransferFacts {
  std::uint64_t id = 0;  ///< in the order of starts
  TransferPurpose purpose = TransferPurpose::Workload;
  StreamId stream{};        ///< Workload; Output, Checkpoint: of the job
  std::uint64_t label = 0;  ///< Workload: for the source's `label_text`; Output, Checkpoint: the job's
  DatasetId dataset{};      ///< Staging
  CentreId from{};
  CentreId to{};
  double bytes = 0;
  double left = 0;  ///< bytes that have not arrived
  Time start{};
  std::span<const ResourceId> path{};  ///< all that it went over, by id; not for TransferStarted
  std::span<const double> carried{};   ///< bytes so far, by place in `path`
};

/// What goes through a resource of the network from now on.
struct LoadFacts {
  ResourceId resource{};
  double bytes_per_second = 0;
  double capacity = 0;
  bool saturated = false;  ///< all of it is in use
};

/// What has become of a job so far.
struct JobProgress {
  std::uint32_t attempts = 0;  ///< starts
  std::uint32_t moves = 0;     ///< from one queue to another
  Time start{};                ///< the first one, where there is one
  Duration executed{0};        ///< time held, over all ended attempts,
  Duration held{0};            ///< by the last of them,
  Duration lost{0};            ///< and what of that was no work that counts: in vain, restart, checkpoints
  Duration staged{0};          ///< the part of its wait in which it had a centre, but not its data
  std::optional<DispatcherId> conflict{};  ///< whose outdated view promised it accelerators that were taken
};

/// A fact about what happened. The simulation emits exactly one for each change of the world; metrics, tables
/// and fingerprints are folds over them. Valid only during the call that receives it.
struct Record {
  Time at{};
  RecordKind kind = RecordKind::PoolOnline;

  // Where. Not for a job that has no centre yet.
  std::optional<CentreId> centre{};
  Accelerators accelerators{};  ///< the job's, or the pool's

  // The job, for kinds that concern one.
  const JobFacts* job = nullptr;
  const JobProgress* progress = nullptr;
  /// For JobStarted and what comes after it, JobRejected and JobLeftWaiting: the wait so far, by reason. Null
  /// where nobody asked for it.
  const WaitParts* waited = nullptr;
  std::span<const Range> held{};  ///< accelerator numbers of the last placement
  AcceleratorId type{};           ///< what it holds; for kinds after JobStarted
  std::string_view reason{};      ///< of a rejection
  DispatcherId dispatcher{};      ///< JobDispatched, JobPassedOn: whose decision it was
  CentreId chosen{};              ///< JobDispatched: where the job is to run

  // The pool, for PoolOnline.
  std::optional<PoolId> pool{};

  const TransferFacts* transfer = nullptr;  ///< for Transfer…
  const LoadFacts* load = nullptr;          ///< for LinkLoad and LinkChanged
};

/// Receives records in the order in which things happened.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on(const Record& record) = 0;
};

}  // namespace suanwang
