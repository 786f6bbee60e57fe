#include "suanwang/policy/queue.hpp"

#include <bit>

#include "suanwang/base/check.hpp"

namespace suanwang {

std::size_t WaitingQueue::class_of(Accelerators need) {
  const auto n = static_cast<std::uint64_t>(need.count());
  if (n < 8) return static_cast<std::size_t>(n);
  const auto octave = static_cast<std::size_t>(std::bit_width(n)) - 1;  // 3 for 8..15
  return 8 + (octave - 3) * 4 + static_cast<std::size_t>(n >> (octave - 2) & 3);
}

Accelerators WaitingQueue::least_of(std::size_t size_class) {
  if (size_class < 8) return Accelerators::whole(static_cast<std::int64_t>(size_class));
  const std::size_t octave = 3 + (size_class - 8) / 4;
  const std::size_t quarters = 4 + (size_class - 8) % 4;
  return Accelerators::whole(static_cast<std::int64_t>(quarters << (octave - 2)));
}

void WaitingQueue::add_to_index(const QueueKey& key, const Waiting& job) {
  const std::size_t size_class = class_of(job.need);
  if (size_class >= classes_.size()) {
    classes_.resize(size_class + 1);
    filled_.resize(size_class + 1);
  }
  classes_[size_class].insert(candidate_key(key, job), job);
  filled_.insert(size_class);
}

void WaitingQueue::take_from_index(const QueueKey& key, const Waiting& job) {
  const std::size_t size_class = class_of(job.need);
  SUANWANG_CHECK(classes_[size_class].erase(candidate_key(key, job)));
  if (classes_[size_class].empty()) filled_.erase(size_class);
}

void WaitingQueue::insert(const QueueKey& key, const Waiting& job) {
  if (indexed_ && size() < kShort) {
    for_each([&](const QueueKey& k, const Waiting& j) { take_from_index(k, j); });
    indexed_ = false;
  } else if (!indexed_ && size() >= kLong && index_ != Index::None) {
    for_each([&](const QueueKey& k, const Waiting& j) { add_to_index(k, j); });
    indexed_ = true;
  }
  order_.insert(key, job);
  if (indexed_) add_to_index(key, job);
}

void WaitingQueue::erase(const QueueKey& key, const Waiting& job) {
  SUANWANG_CHECK(order_.erase(key));
  if (indexed_) take_from_index(key, job);
}

std::optional<WaitingQueue::Place> WaitingQueue::next(const std::optional<QueueKey>& from) const {
  if (!from) return empty() ? std::nullopt : std::optional{Place{head_key(), head()}};
  const auto* entry = order_.find_after(from, [](const auto&) { return true; });
  if (entry == nullptr) return std::nullopt;
  return Place{entry->key, entry->value};
}

}  // namespace suanwang
