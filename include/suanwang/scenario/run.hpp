#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/hash.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/measure/dispatch_metrics.hpp"
#include "suanwang/measure/home_waits.hpp"
#include "suanwang/measure/job_table.hpp"
#include "suanwang/measure/link_usage.hpp"
#include "suanwang/measure/metrics.hpp"
#include "suanwang/measure/transfer_table.hpp"
#include "suanwang/measure/wait_reason_sums.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/work/source.hpp"
#include "suanwang/work/transfer.hpp"

namespace suanwang {

class WaitBook;
struct WorldPlan;

/// What the files that a spec names turned out to hold, and what follows for its clock: read once, shared by
/// all runs of the spec.
struct Inputs {
  std::vector<std::shared_ptr<const Trace>> traces;  ///< by stream; null where the stream is no trace
  std::vector<Trace::Window> windows;                ///< by stream: which of a trace's jobs are simulated
  std::vector<std::shared_ptr<const TransferLog>> transfers;  ///< by stream; null where it is of jobs
  std::optional<CivilTime> origin;  ///< the civil instant of time 0, if there is one
  Duration trace_zero{0};           ///< time 0 in the own time of traces that are not civil
  Time end = kNever;
};

/// Reads the traces and the files of transfers of a spec (their checking pass) and fixes time 0 and the end.
/// Problems, and what the readers dropped and repaired, go to `diagnostics`; nothing is returned when there
/// was an error.
[[nodiscard]] std::optional<Inputs> prepare(const Spec& spec, Diagnostics& diagnostics);

/// A pool in one replication, or the part of one that comes into service at once: what of it is drawn at
/// random is drawn.
struct DrawnPool {
  std::size_t centre = 0;         ///< index into Spec::centres
  std::size_t pool = 0;           ///< index into its pools
  std::int64_t count = 0;         ///< accelerators; 0 for a stock given by capacity only
  Peaks total;                    ///< of all of them, by precision
  Time online = kAlways;          ///< may lie before time 0
  std::optional<CivilTime> date;  ///< the same as a date, where there are dates
  Time retires = kNever;          ///< when it leaves service for good
};

/// Everything uncertain about supply, in one replication. The same for all policies.
struct DrawnSupply {
  std::vector<DrawnPool> pools;  ///< in (centre, pool id) order, parts of a pool by date
  std::vector<Time> joins;       ///< by centre; kNever: never
  std::vector<std::map<std::string, double>> convert;  ///< factors by basis
};
[[nodiscard]] DrawnSupply draw_supply(const Spec& spec, const Inputs& inputs, std::uint32_t replication);

/// What of a spec `run` cannot do yet (errors), or leaves aside (warnings).
void check_run(const Spec& spec, Diagnostics& diagnostics);

/// The classes of a spec's jobs, sorted: what a `ClassId` indexes.
[[nodiscard]] std::vector<std::string> class_names(const Spec& spec);

/// The published id of a job (`job_id` in jobs.csv).
[[nodiscard]] std::string job_label(const Spec& spec, const Inputs& inputs, StreamId stream,
                                    std::uint64_t label);

/// A job of a spec, found by its published id.
struct FoundJob {
  Job job;
  std::string id;           ///< "stream/id"
  std::uint64_t alike = 0;  ///< jobs of the same stream and id that come later
};

/// The job that people call `text`, its id or "stream/id": the first of them. Complains under `path` where
/// there is none, and where jobs of several streams have that id.
[[nodiscard]] std::optional<FoundJob> find_job(const Spec& spec, const Inputs& inputs,
                                               std::uint32_t replication, const std::string& text,
                                               const std::string& path, Diagnostics& diagnostics);

/// Whether anything can go over the network: a stream of transfers, or a job that needs data or sends any
/// home.
[[nodiscard]] bool moves_data(const Spec& spec);

/// Whether a metric is of a simulation, and not of what centres state.
[[nodiscard]] bool is_of_a_run(TargetMetric metric);

/// The city of a region, its first two parts: "guangdong.jieyang" of "guangdong.jieyang.rongcheng"; nothing
/// of "guangdong".
[[nodiscard]] std::string city_of(const std::string& region);

/// The instants before which a job must be submitted to count for the targets on metrics of a simulation:
/// the ends of their days, sorted, each once. Empty where there is no such target.
[[nodiscard]] std::vector<Time> metric_instants(const Spec& spec, const Inputs& inputs);
/// The instant at which a target is judged in a run: the end of its day, or of the run.
[[nodiscard]] Time judged_at(const Inputs& inputs, const TargetSpec& target);

enum class KeepRows : std::uint8_t { Yes, No };

/// One run: one policy, one replication.
struct RunResult {
  JobCounts jobs;
  Samples samples{Samples::Keep::Memory};
  JobTable rows;  ///< empty with KeepRows::No
  TransferCounts transfers;
  TransferTable transfer_rows;          ///< empty with KeepRows::No
  std::optional<NetworkUsage> network;  ///< where the spec moves data
  Time makespan;
  double busy = 0;       ///< accelerator-seconds used, from time 0 to the makespan
  double available = 0;  ///< accelerator-seconds online, likewise
  double lost = 0;       ///< see Metrics::lost_accelerator_seconds
  std::uint64_t preemptions = 0;
  /// What those used do at their FP16 peak [FLOP]; none where a schedulable accelerator has no such peak.
  std::optional<double> delivered;
  bool queue_grows = false;   ///< see Metrics::queue_grows
  DispatchTotals dispatch;    ///< where the spec has datasets, or a policy that chooses centres
  WaitsByHome waits_by_home;  ///< by instant of `metric_instants`
  std::optional<WaitReasonSums> wait_reasons;  ///< where a book of waits was kept
  Digest fingerprint;
  std::uint64_t events = 0;
  std::uint64_t parallel_windows = 0;  ///< how often a dispatcher's scores were shared among threads
  double simulate_seconds = 0;         ///< wall clock of the loop, without reading logs
  double reading_seconds = 0;
};

/// Whether jobs of the spec may run elsewhere than they belong, or wait for data.
[[nodiscard]] bool uses_network(const Spec& spec);

/// Runs policy `policy` of the spec in replication `replication`: a pure function of its arguments, apart
/// from the wall-clock figures. `parallelism`, of a dispatcher's scoring, changes nothing but those. With a
/// fresh book `waits` it is also told why jobs waited, in `wait_reasons` and in rows.
/// @throws SimulationError, Interrupted
[[nodiscard]] RunResult run(const Spec& spec, const Inputs& inputs, std::size_t policy,
                            std::uint32_t replication, KeepRows keep, Progress* progress = nullptr,
                            Parallelism parallelism = {1}, WaitBook* waits = nullptr);

/// The same run for `observers` alone, after `rewrite` has made of its plan what it likes.
/// @throws SimulationError, Interrupted
void replay(const Spec& spec, const Inputs& inputs, std::size_t policy, std::uint32_t replication,
            std::vector<Observer*> observers, const std::function<void(WorldPlan&)>& rewrite,
            Progress* progress, WaitBook* waits = nullptr);

/// Expected demand and supply of a spec between time 0 and its end, for load figures.
struct LoadEstimate {
  double demand = 0;  ///< accelerator-seconds asked for: expected values of generated streams, explicit jobs
                      ///< as they are, logs as they are (read once more)
  double supply = 0;  ///< accelerator-seconds of schedulable pools, in replication 0
  std::vector<double> demand_by_home{};  ///< by centre: the part of `demand` that belongs to one
  [[nodiscard]] double offered() const { return supply > 0 ? demand / supply : 0; }
};
/// Nothing where the spec has no `end`: then there is no span to relate to.
[[nodiscard]] std::optional<LoadEstimate> estimate_load(const Spec& spec, const Inputs& inputs);

/// About how many jobs one run submits, for progress: expected numbers of generated streams, and all that the
/// logs hold. Infinite where a stream has neither end nor count.
[[nodiscard]] double expected_jobs(const Spec& spec, const Inputs& inputs);

}  // namespace suanwang
