#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/ledger.hpp"
#include "suanwang/policy/profile.hpp"
#include "suanwang/policy/queue.hpp"

namespace suanwang {

/// When a centre could start one more job, if every job before it started as early as it can and ran
/// for its walltime: a dispatcher's guess, exact for conservative backfilling and exact walltimes.
///
/// The first `kWindow` waiting jobs are placed one by one; the others count as work that all accelerators of
/// the centre share.
class Forecast {
 public:
  static constexpr std::size_t kWindow = 256;

  /// Anew, from what runs and waits. @complexity O(running + kWindow × running)
  void renew(Time now, std::span<const Ledger* const> partitions, const WaitingQueue& queue);

  /// The earliest start of a job behind all the others, not before `from`; kNever where it never fits.
  [[nodiscard]] Time earliest(Accelerators need, Duration walltime, Time from) const;

  /// Counts one more job, which is expected not to start before `from`.
  void add(Accelerators need, Duration walltime, Time from);

 private:
  struct Part {
    Accelerators eventual;
    Profile profile;
  };
  struct Slot {
    std::size_t part = 0;
    Time at = kNever;
  };
  [[nodiscard]] Slot slot(Accelerators need, Duration walltime, Time from) const;

  std::vector<Part> parts_;
  double tail_ = 0;    // accelerator-seconds of the jobs beyond the window
  double online_ = 0;  // accelerators
  std::size_t placed_ = 0;
};

}  // namespace suanwang
