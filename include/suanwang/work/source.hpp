#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/distribution.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/work/job.hpp"

namespace suanwang {

/// Jobs of one stream, one at a time, in the order of submission; equal submissions keep the order of the
/// source (row in its file, index in its stream). Memory follows what is read ahead, not the length.
class JobSource {
 public:
  virtual ~JobSource() = default;

  /// Writes the next jobs and says how many; fewer than there is room for: there are no more. `submit` never
  /// decreases. Every job has accelerators >= 1, run >= 1 ns, walltime >= 1 ns.
  virtual std::size_t read(std::span<Job> jobs) = 0;

  /// The next job, or nothing when there are no more.
  [[nodiscard]] std::optional<Job> next();

  /// Whether `read` reads a file: such time is reading, not simulating.
  [[nodiscard]] virtual bool reads_file() const { return false; }

  /// The id that people see (`job_id` in jobs.csv) for a job's `label`.
  [[nodiscard]] virtual std::string label_text(std::uint64_t label) const { return std::to_string(label); }
};

/// What a reader mended and left out, by reason ("run longer than walltime: cut to it" -> 475).
struct ReadReport {
  std::uint64_t rows = 0;  ///< rows that describe a job
  std::uint64_t kept = 0;
  std::map<std::string, std::uint64_t> repaired;
  std::map<std::string, std::uint64_t> dropped;
};

/// What every job of a stream shares, whatever the stream is made of.
struct StreamDefaults {
  StreamId stream;
  ClassId job_class;  ///< not used by a generator, whose classes carry their own
  std::optional<TenantId> tenant;
  std::optional<CentreId> home;
  std::int32_t priority = 0;
  std::uint32_t data = 0;       ///< as `Job::data`
  std::int64_t output = 0;      ///< as `Job::output`
  std::int64_t checkpoint = 0;  ///< as `Job::checkpoint`
};

/// A log after its checking pass: the whole file has been read once, and errors, order, capacity and the
/// first submission are known. Immutable; `open` may be called from several threads, each source reads for
/// itself.
class Trace {
 public:
  virtual ~Trace() = default;

  /// A fresh pass over the kept jobs. Job times are `t - zero`, where `t` is the log's own time (see
  /// `first_submit`); jobs of a negative time are left out (see
  /// `window`), those too late for a `Time` are submitted at `kNever`.
  /// @throws SimulationError, here or from `read`, when the file is no longer what was checked.
  [[nodiscard]] virtual std::unique_ptr<JobSource> open(const StreamDefaults& defaults,
                                                        Duration zero) const = 0;

  /// First kept submission in the log's own time: for `is_civil` traces since 1970-01-01T00:00Z (the
  /// scenario's timezone applied), otherwise since the log's own zero.
  [[nodiscard]] virtual Duration first_submit() const = 0;
  [[nodiscard]] virtual bool is_civil() const = 0;

  [[nodiscard]] virtual const ReadReport& report() const = 0;

  /// The id that people see (`job_id` in jobs.csv) for a job's `label`.
  [[nodiscard]] virtual std::string label_text(std::uint64_t label) const { return std::to_string(label); }

  /// The date of the log's own zero, where the log says so (SWF: UnixStartTime). For reports: a log that is
  /// not civil is replayed from any date.
  [[nodiscard]] virtual std::optional<CivilTime> zero_date() const { return std::nullopt; }

  /// Last kept submission, in the same time as `first_submit`.
  [[nodiscard]] virtual Duration last_submit() const = 0;

  /// How many of the kept jobs are submitted before `zero`, from there to before `zero + span`, and later.
  /// @complexity a pass over the log, unless all are inside
  struct Window {
    std::uint64_t before = 0;
    std::uint64_t inside = 0;
    std::uint64_t after = 0;
  };
  [[nodiscard]] Window window(Duration zero, Duration span) const;
};

/// How to read a log.
struct TraceOptions {
  std::string file = {};
  /// Largest gang that fits anywhere the jobs may go, now or later; larger rows are dropped and counted.
  /// Nothing: no limit is known (then SWF uses its header's MaxProcs, if any).
  std::optional<Accelerators> capacity = std::nullopt;
  bool exact_walltime = false;         ///< `walltime: exact`: the requested time becomes the run time
  std::chrono::seconds utc_offset{0};  ///< timezone of a log whose times are civil and name none
};

/// Reads the whole log once. What is wrong with it goes to `diagnostics` with the log's own file and line;
/// nothing is returned when there was an error (all are reported, up to 20 a file, then a count of the rest).
/// Files may be compressed with gzip. A log that is not in the order of submission is put in order: within a
/// window of rows when that suffices (up to 65,536 rows), otherwise in memory, 48 bytes a row.

/// A row of 18 columns is a job; further columns are ignored, fewer are an error. A run beyond its requested
/// time is cut to it, also with `exact_walltime`, which then takes the run as the walltime.
/// @source Standard Workload Format 2.2, Parallel Workloads Archive.
[[nodiscard]] std::shared_ptr<const Trace> read_swf(const TraceOptions& options, Diagnostics& diagnostics);
/// Columns go by their names in the first line; others than those three are ignored. The log knows no
/// requested times, so every walltime is the run time. A job's label is the number of its data row, from 1.
/// @source Jeon et al., ATC'19; the CSV form has columns timestamp,duration,num_gpus[,gpu_time,cluster].
[[nodiscard]] std::shared_ptr<const Trace> read_philly(const TraceOptions& options, Diagnostics& diagnostics);
/// Held in memory: profiles may follow the jobs, and jobs are in no order. A run beyond its walltime is kept
/// (the job will be killed, as Batsim does); with `exact_walltime` the walltime is the lesser of the two.
/// @source Batsim's JSON workloads: jobs of id, subtime, walltime, res, profile; profiles of the type
/// "delay", in later versions "DelayProfile", with a delay.
[[nodiscard]] std::shared_ptr<const Trace> read_batsim(const TraceOptions& options, Diagnostics& diagnostics);

/// The formats that `trace: {format: …}` knows, by name: the one place to add a reader.
struct TraceFormat {
  std::string_view name;
  std::string_view summary;  ///< one line for `suanwang list formats`
  std::shared_ptr<const Trace> (*read)(const TraceOptions&, Diagnostics&);
};
[[nodiscard]] const std::vector<TraceFormat>& trace_formats();

}  // namespace suanwang
