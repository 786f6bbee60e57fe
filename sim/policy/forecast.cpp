#include "suanwang/policy/forecast.hpp"

#include <algorithm>

#include "suanwang/base/quantity.hpp"

namespace suanwang {

void Forecast::renew(Time now, std::span<const Ledger* const> partitions, const WaitingQueue& queue) {
  parts_.clear();
  tail_ = 0;
  online_ = 0;
  placed_ = 0;
  for (const Ledger* partition : partitions) {
    parts_.push_back({partition->eventual(), Profile{*partition, now}});
    online_ += static_cast<double>(partition->online().count());
  }
  queue.for_each([&](const QueueKey& /*key*/, const Waiting& job) { add(job.need, job.walltime, now); });
}

Forecast::Slot Forecast::slot(Accelerators need, Duration walltime, Time from) const {
  Slot best;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    if (parts_[p].eventual < need) continue;
    const Time at = parts_[p].profile.earliest(need, walltime, from);
    if (at < best.at) best = {p, at};
  }
  return best;
}

Time Forecast::earliest(Accelerators need, Duration walltime, Time from) const {
  const Time at = slot(need, walltime, from).at;
  if (at == kNever || tail_ == 0) return at;
  return online_ > 0 ? after(at, Seconds{tail_ / online_}) : kNever;
}

void Forecast::add(Accelerators need, Duration walltime, Time from) {
  if (placed_ >= kWindow) {
    tail_ += static_cast<double>(need.count()) * in_seconds(walltime);
    return;
  }
  ++placed_;
  const Slot found = slot(need, walltime, from);
  if (found.at == kNever) return;
  parts_[found.part].profile.add(found.at, saturated_sum(found.at, walltime), Accelerators{} - need);
}

}  // namespace suanwang
