#pragma once

#include <atomic>
#include <cstdint>

namespace suanwang {

/// What a long run tells, and hears from, the outside while it works. Safe to use from several threads; it
/// never influences a result, except that a stopped run has none.
struct Progress {
  std::atomic<std::uint64_t> jobs{0};  ///< submitted so far, over all runs; samples drawn
  std::atomic<std::uint64_t> runs{0};  ///< simulations, or combinations of levers, that have ended
  std::atomic<bool> stop{false};       ///< set it, and runs end with `Interrupted`
};

}  // namespace suanwang
