#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/range.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

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
  StreamId stream{};
  ClassId job_class{};
  std::optional<TenantId> tenant{};
  std::uint64_t index = 0;  ///< in its stream
  std::uint64_t label = 0;  ///< for `JobSource::label_text`
  Time submit{};
  Duration walltime{0};
  std::int32_t priority = 0;
  std::uint32_t attempts = 0;     ///< starts so far
  Time start{};                   ///< the first start; for kinds after JobStarted
  Duration executed{0};           ///< time held so far, over all attempts
  std::span<const Range> held{};  ///< accelerator numbers of the last placement
  std::string_view reason{};      ///< of a rejection

  // The pool, for PoolOnline.
  std::optional<PoolId> pool{};
};

/// Receives records in the order in which things happened.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on(const Record& record) = 0;
};

}  // namespace suanwang
