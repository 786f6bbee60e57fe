#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/distribution.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/work/job.hpp"

namespace suanwang::bench {

/// A log that keeps a queue long: `waiting` jobs (and as many as run at once) at time 0, then one submission
/// at the instant of each end, up to `completions` ends. When those ends are depends on what the policy
/// decides; the log is made with the bare EASY, so under EASY, per instant, the number in the system is
/// constant.
struct Backlog {
  std::vector<Job> jobs;
  Time end;  ///< of the last completion that counts
};
/// @pre sizes give 1 to kMixAccelerators
[[nodiscard]] Backlog make_backlog(std::size_t waiting, std::size_t completions, const Distribution& sizes);

/// What a steady stretch of a run costs: from the first end of a job to the `last`-th.
class Steady final : public Observer {
 public:
  explicit Steady(std::uint64_t last) : last_{last} {}
  void on(const Record& record) override;

  /// CPU time [s]. @pre the last end was seen
  [[nodiscard]] double seconds_per_completion() const {
    return (ended_ - began_) / static_cast<double>(last_ - 1);
  }
  /// Mean number waiting, over the ends of jobs.
  [[nodiscard]] double mean_waiting() const {
    return static_cast<double>(waiting_sum_) / static_cast<double>(last_);
  }
  [[nodiscard]] bool complete() const { return completions_ >= last_; }

 private:
  std::uint64_t last_;
  std::uint64_t completions_ = 0;
  std::int64_t waiting_ = 0;
  std::int64_t waiting_sum_ = 0;
  double began_ = 0;
  double ended_ = 0;
};

/// Runs the backlog under `policy` with the usual observers and measures the first `completions` ends.
[[nodiscard]] Steady run(const Backlog& backlog, const Policy& policy, std::uint64_t completions);

}  // namespace suanwang::bench
