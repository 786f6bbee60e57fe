#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

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

  /// The next job, or nothing when there are no more. `submit` never decreases. Every job has
  /// accelerators >= 1, run >= 1 ns, walltime >= 1 ns.
  virtual std::optional<Job> next() = 0;

  /// Whether `next` reads a file: such time is reading, not simulating.
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
};

/// A log after its checking pass: the whole file has been read once, and errors, order, capacity and the
/// first submission are known. Immutable; `open` may be called from several threads, each source reads for
/// itself.
class Trace {
 public:
  virtual ~Trace() = default;

  /// A fresh pass over the kept jobs. Job times are `t - zero`, where `t` is the log's own time (see
  /// `first_submit`); jobs of a negative time are left out (they are counted by `kept_from`).
  [[nodiscard]] virtual std::unique_ptr<JobSource> open(const StreamDefaults& defaults,
                                                        Duration zero) const = 0;

  /// First kept submission in the log's own time: for `is_civil` traces since 1970-01-01T00:00Z (the
  /// scenario's timezone applied), otherwise since the log's own zero.
  [[nodiscard]] virtual Duration first_submit() const = 0;
  [[nodiscard]] virtual bool is_civil() const = 0;

  [[nodiscard]] virtual const ReadReport& report() const = 0;
};

/// How to read a log.
struct TraceOptions {
  std::string file;
  /// Largest gang that fits anywhere the jobs may go, now or later; larger rows are dropped and counted.
  /// Nothing: no limit is known (then SWF uses its header's MaxProcs, if any).
  std::optional<Accelerators> capacity;
  bool exact_walltime = false;         ///< `walltime: exact`: the requested time becomes the run time
  std::chrono::seconds utc_offset{0};  ///< timezone of a log whose times are civil and name none
};

/// Reads the whole log once. What is wrong with it goes to `diagnostics` with the log's own file and line;
/// nothing is returned when there was an error (all are reported, up to 20 a file, then a count of the rest).
/// @source Standard Workload Format 2.2, Parallel Workloads Archive.
[[nodiscard]] std::shared_ptr<const Trace> read_swf(const TraceOptions& options, Diagnostics& diagnostics);
/// @source Jeon et al., ATC'19; the CSV form has columns timestamp,duration,num_gpus[,gpu_time,cluster].
[[nodiscard]] std::shared_ptr<const Trace> read_philly(const TraceOptions& options, Diagnostics& diagnostics);
/// @source Batsim's JSON workloads: delay profiles; job keys id|id, subtime, walltime, res (old) and
/// profile types "delay" with "delay" (both generations).
[[nodiscard]] std::shared_ptr<const Trace> read_batsim(const TraceOptions& options, Diagnostics& diagnostics);

/// The formats that `trace: {format: …}` knows, by name: the one place to add a reader.
struct TraceFormat {
  std::string_view name;
  std::string_view summary;  ///< one line for `suanwang list formats`
  std::shared_ptr<const Trace> (*read)(const TraceOptions&, Diagnostics&);
};
[[nodiscard]] const std::vector<TraceFormat>& trace_formats();

}  // namespace suanwang
