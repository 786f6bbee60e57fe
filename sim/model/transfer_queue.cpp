#include <algorithm>
#include <chrono>
#include <utility>

#include "suanwang/model/world.hpp"

namespace suanwang {

TransferQueue::TransferQueue(std::vector<std::unique_ptr<TransferSource>> sources) {
  for (auto& source : sources) refill(lanes_.emplace_back(Lane{std::move(source), {}, 0}));
  note_next();
}

void TransferQueue::refill(Lane& lane) {
  constexpr std::size_t kPortion = 1024;
  using Clock = std::chrono::steady_clock;
  const bool timed = lane.source->reads_file();
  const Clock::time_point before = timed ? Clock::now() : Clock::time_point{};
  lane.ahead.clear();
  lane.next = 0;
  while (lane.ahead.size() < kPortion) {
    const std::optional<TransferJob> transfer = lane.source->next();
    if (!transfer) break;
    lane.ahead.push_back(*transfer);
  }
  if (timed) reading_seconds_ += std::chrono::duration<double>(Clock::now() - before).count();
}

void TransferQueue::note_next() {
  next_time_ = kNever;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    if (lane.next == lane.ahead.size() || lane.ahead[lane.next].start >= next_time_) continue;
    next_time_ = lane.ahead[lane.next].start;
    soonest_ = i;
  }
}

TransferJob TransferQueue::take() {
  Lane& lane = lanes_[soonest_];
  const TransferJob transfer = lane.ahead[lane.next++];
  if (lane.next == lane.ahead.size()) refill(lane);
  note_next();
  return transfer;
}

}  // namespace suanwang
