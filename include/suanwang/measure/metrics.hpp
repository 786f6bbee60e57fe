#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/measure/samples.hpp"

namespace suanwang {

/// How many jobs went where; submitted = finished + killed + rejected + waiting + running.
struct JobCounts {
  std::uint64_t submitted = 0;
  std::uint64_t finished = 0;
  std::uint64_t killed = 0;  ///< at their walltime
  std::uint64_t rejected = 0;
  std::uint64_t waiting = 0;  ///< at the end
  std::uint64_t running = 0;  ///< at the end
  std::map<std::string, std::uint64_t> rejected_by_reason;

  void add(const JobCounts& other);
};

/// Counts, samples and accelerator time of one run.
class Metrics final : public Observer {
 public:
  explicit Metrics(Samples::Keep keep) : samples_{keep} {}

  void on(const Record& record) override;

  [[nodiscard]] const JobCounts& counts() const { return counts_; }
  [[nodiscard]] const Samples& samples() const { return samples_; }
  /// Moves them out; call last.
  [[nodiscard]] Samples take_samples() { return std::move(samples_); }

  /// The instant from which nothing was busy any more: the last end of a job, or the end of the simulation if
  /// jobs were still waiting or running then.
  [[nodiscard]] Time makespan() const { return makespan_; }
  /// Accelerator-seconds used until the makespan.
  [[nodiscard]] double busy_accelerator_seconds() const;
  /// The same by type of accelerator; those after the last are 0.
  [[nodiscard]] std::vector<double> busy_by_type() const;
  /// How often a running job was stopped for another.
  [[nodiscard]] std::uint64_t preemptions() const { return preemptions_; }
  /// Accelerator-seconds of ended attempts that were no work that counts: done in vain, restarts,
  /// checkpoints.
  [[nodiscard]] double lost_accelerator_seconds() const { return static_cast<double>(lost_) / 1e12; }
  /// Accelerator-seconds that were online until the makespan, over all schedulable pools.
  [[nodiscard]] double available_accelerator_seconds() const;
  /// Whether the queue kept growing: over the last three quarters of the time of submissions its length goes
  /// with time (correlation above 0.7), and over the last quarter it is above 10 jobs on average, and more
  /// than 1.5 times what it was over the second. (Of a queue that grows in a straight line, as under
  /// overload, the correlation is 1, and the quarters stand as 1 : 3 : 5 : 7.)
  [[nodiscard]] bool queue_grows() const;

 private:
  void note_busy(const Record& record);
  void note_waiting(Time at, std::int64_t change);
  void double_bins();

  JobCounts counts_;
  Samples samples_;
  Time makespan_ = kStart;
  std::vector<Int128> busy_;  // by type: accelerators (thousandths) × ns
  Int128 lost_ = 0;           // likewise
  std::uint64_t preemptions_ = 0;
  struct Online {
    Time at;
    std::int64_t milli;
  };
  std::vector<Online> online_;

  // Integral [ns] of the number waiting in up to 64 equal bins from time 0; the bins double as time goes on.
  static constexpr std::size_t kBins = 64;
  std::vector<double> waiting_in_bin_ = std::vector<double>(kBins, 0.0);
  Duration bin_{1'000'000'000};
  std::size_t bin_at_ = 0;  // the bin of `noted_until_`,
  Time bin_end_ = kStart;   // which ends here; not after `noted_until_`: to be found
  Time noted_until_ = kStart;
  Time last_submit_ = kStart;
  std::int64_t waiting_ = 0;
};

}  // namespace suanwang
