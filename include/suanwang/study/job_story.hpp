#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/model/wait_book.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"

// One job of one run: what happened to it, who held what it needed, and what would have let it start earlier.
namespace suanwang {

/// One thing that happened to a job.
struct JobStep {
  Time at;
  RecordKind kind = RecordKind::JobSubmitted;
  std::optional<CentreId> centre{};  ///< where it was to run, or ran
  DispatcherId dispatcher{};         ///< JobDispatched, JobPassedOn: who decided
  std::string reason{};              ///< JobRejected
};

/// What a run made of a job.
struct JobCourse {
  std::vector<JobStep> steps;   ///< in the order in which they happened
  std::optional<Time> start{};  ///< the first one
  std::optional<Time> end{};    ///< finished, killed or rejected; none: the run ended before
  Duration wait{0};             ///< from its submission to its end, or that of the run, less the time held
  std::uint32_t attempts = 0;
};

/// Who held accelerators where the job waited, while it waited there.
struct JobHolder {
  StreamId stream{};
  std::optional<TenantId> tenant{};
  std::uint64_t jobs = 0;
  std::uint64_t passed = 0;  ///< of them: submitted later, and started before it
  double accelerator_s = 0;  ///< accelerator-seconds held
  double passed_s = 0;       ///< of them: by those that passed it
};

/// What was simulated anew: all as it was, but for one thing.
struct WhatIf {
  enum class Kind : std::uint8_t {
    MoreAccelerators,  ///< as many more as it needs, at `centre`, of the type of which most are there
    WithoutJob,        ///< the job `other` is never submitted: that which held most of what it needed
    WithoutStream,     ///< none of the other jobs of `stream` is
    ExactWalltime,     ///< it asks for exactly the time that it needs
    HalfAsMany,        ///< it asks for half the accelerators, and for twice the time
    MoreQuota,         ///< each quota of its tenant is larger by what it needs
    HighestPriority,   ///< no job has a higher priority
    DataThere,         ///< its data is everywhere it may be, from the beginning
    OtherPolicy,       ///< under `policy`
  };
  Kind kind = Kind::OtherPolicy;
  std::size_t policy = 0;  ///< index into Spec::policies: under which it was run
  CentreId centre{};
  StreamId stream{};
  JobFacts other{};               ///< WithoutJob
  std::int64_t accelerators = 0;  ///< MoreAccelerators, MoreQuota: how many
  JobCourse course{};
};

struct JobStory {
  FoundJob job;
  std::size_t policy = 0;
  std::uint32_t replication = 0;
  JobCourse course;
  std::vector<WaitBook::Interval> waits;  ///< its whole wait, by reason
  std::vector<JobHolder> holders;         ///< the most accelerator-seconds first
  double online_s = 0;           ///< accelerator-seconds that were online where it waited, while it did
  std::vector<WhatIf> what_ifs;  ///< the least wait first; empty where the job did not wait
};

/// Tells it of `policy` in `replication`, and runs as many simulations more as there are `what_ifs`, each no
/// longer than until the job has ended. @throws SimulationError, Interrupted
[[nodiscard]] JobStory tell_job(const Spec& spec, const Inputs& inputs, std::size_t policy,
                                std::uint32_t replication, FoundJob job, Parallelism parallelism,
                                Progress* progress = nullptr);

}  // namespace suanwang
