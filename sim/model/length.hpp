#pragma once

#include <algorithm>

#include "suanwang/base/int128.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/ledger.hpp"
#include "suanwang/policy/settings.hpp"
#include "suanwang/work/job.hpp"

// The functions of job and placement on which everything about a job's length rests.
namespace suanwang {

/// How long the job runs on this placement when nothing disturbs it.
inline Duration run_time(const Job& job, const Placement& /*placement*/) {
  return job.run;
}

/// How long an attempt holds its accelerators to do `work`: a restart loads what was kept, and checkpoints
/// are written after each `every` of work, but not at its end.
inline Duration held_for(Duration work, bool is_restart, const PreemptionSettings& settings) {
  constexpr Int128 kMost = Duration::max().count() / 2;  // centuries: no such job ever ends
  Int128 held = work.count() + Int128{is_restart ? settings.restart.count() : 0};
  if (settings.every && *settings.every > Duration{0} && work > Duration{0})
    held += Int128{(work - Duration{1}) / *settings.every} * settings.takes.count();
  return Duration{static_cast<std::int64_t>(std::min(held, kMost))};
}

/// What is kept of an attempt that is stopped after `held`: the work up to its last checkpoint.
inline Duration kept_of(Duration held, bool is_restart, const PreemptionSettings& settings) {
  if (!settings.every) return Duration{0};
  const Duration working = std::max(held - (is_restart ? settings.restart : Duration{0}), Duration{0});
  if (*settings.every == Duration{0}) return working;
  return working / (*settings.every + settings.takes) * *settings.every;
}

}  // namespace suanwang
