#include <algorithm>
#include <chrono>
#include <utility>

#include "suanwang/model/world.hpp"

namespace suanwang {

ArrivalQueue::ArrivalQueue(std::vector<std::unique_ptr<JobSource>> sources) {
  for (auto& source : sources) lanes_.push_back({std::move(source), {}, {}, 0});
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    refill(lanes_[i]);
    if (lanes_[i].next == lanes_[i].ahead.size()) continue;
    heap_.push_back(i);
    std::push_heap(heap_.begin(), heap_.end(), [&](auto a, auto b) { return later(a, b); });
  }
  note_next();
}

bool ArrivalQueue::later(std::size_t a, std::size_t b) const {
  const Time at_a = lanes_[a].ahead[lanes_[a].next].submit;
  const Time at_b = lanes_[b].ahead[lanes_[b].next].submit;
  return at_a != at_b ? at_b < at_a : b < a;  // lanes are in the order of stream ids
}

void ArrivalQueue::note_next() {
  next_time_ = kNever;
  if (heap_.empty()) return;
  const Lane& lane = lanes_[heap_.front()];
  next_time_ = lane.ahead[lane.next].submit;
}

const Job& ArrivalQueue::take() {
  const auto soonest_first = [&](auto a, auto b) { return later(a, b); };
  const bool several = heap_.size() > 1;
  if (several) std::pop_heap(heap_.begin(), heap_.end(), soonest_first);
  Lane& lane = lanes_[heap_.back()];
  const Job& job = lane.ahead[lane.next++];
  if (lane.next == lane.ahead.size()) refill(lane);
  if (lane.next == lane.ahead.size()) {
    heap_.pop_back();
  } else if (several) {
    std::push_heap(heap_.begin(), heap_.end(), soonest_first);
  }
  note_next();
  return job;
}

void ArrivalQueue::refill(Lane& lane) {
  constexpr std::size_t kPortion = 1024;
  using Clock = std::chrono::steady_clock;
  const bool timed = lane.source->reads_file();
  const Clock::time_point before = timed ? Clock::now() : Clock::time_point{};
  lane.before.swap(lane.ahead);
  lane.ahead.resize(kPortion);
  lane.ahead.resize(lane.source->read(lane.ahead));
  lane.next = 0;
  if (timed) reading_seconds_ += std::chrono::duration<double>(Clock::now() - before).count();
}

}  // namespace suanwang
