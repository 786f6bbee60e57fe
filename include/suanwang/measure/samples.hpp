#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// How one finished job fared; wait, turnaround and slowdown follow.
struct JobSample {
  Duration wait{0};             ///< turnaround minus time held
  Duration executed{0};         ///< time held, over all attempts
  std::uint32_t job_class = 0;  ///< index of its ClassId
  std::uint32_t tenant = 0;     ///< 1 + index of its TenantId; 0: it has none

  [[nodiscard]] Duration turnaround() const { return wait + executed; }
  /// max(1, turnaround / max(executed, 10 s)).
  /// @source D. Feitelson, L. Rudolph, "Metrics and benchmarking for parallel job scheduling", JSSPP 1998.
  [[nodiscard]] double bounded_slowdown() const;
};

/// The samples of one run, in the order of the jobs' ends; kept in memory, or, where memory must not follow
/// the number of jobs, in a temporary file that nobody else sees.
class Samples {
 public:
  enum class Keep { Memory, File };
  explicit Samples(Keep keep);
  ~Samples();
  Samples(Samples&&) noexcept;
  Samples& operator=(Samples&&) noexcept;

  /// @throws std::runtime_error when the temporary file cannot be made or written (a full disk).
  void add(const JobSample& sample);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// [s]; exact but for the last rounding. Nothing where there are no samples.
  [[nodiscard]] std::optional<double> mean_wait() const;

  /// Calls `visit` for all samples in the order in which they were added.
  void for_each(const std::function<void(const JobSample&)>& visit) const;

 private:
  struct File;
  Keep keep_;
  std::uint64_t size_ = 0;
  Int128 waited_ = 0;                           // ns
  std::vector<std::vector<JobSample>> chunks_;  // so that growing never copies
  std::unique_ptr<File> file_;
};

/// Mean and exact order statistics; quantiles are nearest-rank: the ⌈pn⌉-th smallest of n.
struct Summary {
  double mean = 0;
  double p50 = 0;
  double p95 = 0;
  double p99 = 0;
  double max = 0;
};

/// Summaries over all finished jobs of several runs. All zero where there are none.
struct JobSummary {
  std::uint64_t jobs = 0;
  Summary wait;  ///< [s]
  Summary bounded_slowdown;
  Summary turnaround;  ///< [s]
};

/// Exact, in memory that does not depend on the number of samples: order statistics by radix selection over
/// several passes, sums of times in integers and of slowdowns with compensation, in the order of `runs`.
[[nodiscard]] JobSummary summarise(const std::vector<const Samples*>& runs);

}  // namespace suanwang
