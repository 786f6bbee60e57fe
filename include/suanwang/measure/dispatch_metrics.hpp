#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/measure/record.hpp"

namespace suanwang {

/// What placing jobs over a network did to them. Sums are exact, so they may be added in any order.
struct DispatchTotals {
  /// Finished jobs of one home, and their waits [ns].
  struct Home {
    std::uint64_t jobs = 0;
    Int128 wait = 0;
    std::uint64_t left = 0;                    ///< killed, rejected, or waiting or running at the end
    [[nodiscard]] double mean_wait_s() const;  ///< 0 where no job finished
  };

  /// What one dispatcher did.
  struct Decisions {
    std::uint64_t decided = 0;    ///< jobs for which it chose a centre, when they had none
    std::uint64_t moved = 0;      ///< from one queue to another
    std::uint64_t passed_on = 0;  ///< jobs that became the business of the one above
    std::uint64_t conflicts = 0;  ///< from its views
  };

  std::uint64_t finished = 0;
  std::uint64_t away = 0;    ///< finished jobs that ran elsewhere than at home
  std::uint64_t staged = 0;  ///< finished jobs that had to wait for data
  Int128 staging = 0;        ///< how long they did [ns]: with a centre, without their data
  std::uint64_t moves = 0;   ///< from one queue to another
  /// Jobs, whatever became of them, that were sent to a centre to start at once, by a view from before its
  /// last change, and did not: fewer accelerators were free than they need.
  std::uint64_t conflicts = 0;
  std::vector<Home> homes;             ///< by centre
  std::vector<Decisions> dispatchers;  ///< by dispatcher

  void add(const DispatchTotals& other);
  [[nodiscard]] double mean_staging_s() const;  ///< over all finished jobs
};

/// Adds them up in one run.
class DispatchMetrics final : public Observer {
 public:
  DispatchMetrics(std::size_t centres, std::size_t dispatchers) {
    totals_.homes.resize(centres);
    totals_.dispatchers.resize(dispatchers);
  }
  void on(const Record& record) override;
  [[nodiscard]] const DispatchTotals& totals() const { return totals_; }

 private:
  void note_conflict(const Record& record);
  DispatchTotals totals_;
};

}  // namespace suanwang
