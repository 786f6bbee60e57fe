#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "suanwang/base/range.hpp"
#include "suanwang/measure/record.hpp"

namespace suanwang {

/// What became of one job: a row of jobs.csv.
struct JobRow {
  StreamId stream;
  ClassId job_class;
  std::optional<TenantId> tenant;
  std::optional<CentreId> home;    ///< the centre that it names
  std::optional<CentreId> centre;  ///< of its last placement
  RecordKind last =
      RecordKind::JobSubmitted;  ///< JobFinished, JobKilled, JobRejected, JobLeftWaiting or JobLeftRunning
  std::uint32_t attempts = 0;
  std::int32_t priority = 0;
  std::uint64_t index = 0;  ///< in its stream
  std::uint64_t label = 0;
  Time submit;
  Time start;  ///< the first start, where attempts > 0
  Time at;     ///< when it ended, was rejected, or the simulation ended
  Duration executed{0};
  Duration walltime{0};
  Duration staged{0};       ///< the part of its wait in which it had a centre, but not its data
  std::uint32_t moves = 0;  ///< from one queue to another
  Accelerators accelerators;
  std::string_view reason;        ///< of a rejection
  std::uint32_t first_range = 0;  ///< into the table's ranges
  std::uint32_t ranges = 0;
  std::uint32_t waits = 0;       ///< reasons for which it waited,
  std::uint64_t first_wait = 0;  ///< into the table's waits
};

/// All jobs of a run, in the order of (submission, stream, index), whatever became of them.
class JobTable final : public Observer {
 public:
  void on(const Record& record) override;

  /// Puts the rows in their order; call once, after the run.
  void finish();

  [[nodiscard]] const std::vector<JobRow>& rows() const { return rows_; }
  [[nodiscard]] std::span<const Range> ranges_of(const JobRow& row) const {
    return {ranges_.data() + row.first_range, row.ranges};
  }
  /// A part of a wait; rows have those that are not 0, in the order of reasons.
  struct Wait {
    WaitReason reason;
    Duration span;
  };
  /// Empty where the simulation kept no book of waits.
  [[nodiscard]] std::span<const Wait> waits_of(const JobRow& row) const {
    return {waits_.data() + row.first_wait, row.waits};
  }
  /// Whether the simulation kept a book of waits; false of a table without rows.
  [[nodiscard]] bool knows_waits() const { return knows_waits_; }

 private:
  std::vector<JobRow> rows_;
  std::vector<Range> ranges_;
  std::vector<Wait> waits_;
  bool knows_waits_ = false;
};

}  // namespace suanwang
