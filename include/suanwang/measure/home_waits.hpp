#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/measure/record.hpp"

namespace suanwang {

/// How long finished jobs waited; exact, so that sums may be taken in any order.
struct WaitSum {
  std::uint64_t jobs = 0;
  Int128 wait = 0;  ///< [ns]

  void add(const WaitSum& other) {
    jobs += other.jobs;
    wait += other.wait;
  }
  /// [s]; nothing where there are no jobs.
  [[nodiscard]] std::optional<double> mean() const;
};

/// By instant, by home, and last those without a home: of the jobs submitted before the instant.
using WaitsByHome = std::vector<std::vector<WaitSum>>;

/// Adds them up in one run. A wait is turnaround less time held, of finished jobs only.
class HomeWaits final : public Observer {
 public:
  /// @param instants sorted
  HomeWaits(std::size_t homes, std::vector<Time> instants);
  void on(const Record& record) override;
  [[nodiscard]] WaitsByHome result() const;

 private:
  std::vector<Time> instants_;
  WaitsByHome between_;  // by instant: submitted before it, and not before the one before
};

}  // namespace suanwang
