#include "suanwang/policy/queue.hpp"

#include <bit>

#include "suanwang/base/check.hpp"

namespace suanwang {

std::size_t WaitingQueue::class_of(Accelerators need) {
  const auto n = static_cast<std::uint64_t>(need.count());
  if (n < 32) return static_cast<std::size_t>(n);
  const auto octave = static_cast<std::size_t>(std::bit_width(n)) - 1;  // 5 for 32..63
  return 32 + (octave - 5) * 8 + static_cast<std::size_t>(n >> (octave - 3) & 7);
}

void WaitingQueue::insert(const QueueKey& key, const Waiting& job) {
  order_.insert(key, job);
  if (index_ == Index::None) return;
  const std::size_t size_class = class_of(job.need);
  if (size_class >= classes_.size()) classes_.resize(size_class + 1);
  classes_[size_class].insert(candidate_key(key, job), job);
}

void WaitingQueue::erase(const QueueKey& key, const Waiting& job) {
  SUANWANG_CHECK(order_.erase(key));
  if (index_ != Index::None) SUANWANG_CHECK(classes_[class_of(job.need)].erase(candidate_key(key, job)));
}

std::optional<WaitingQueue::Place> WaitingQueue::next(const std::optional<QueueKey>& from) const {
  if (!from) return empty() ? std::nullopt : std::optional{Place{head_key(), head()}};
  const auto* entry = order_.find_after(
      from, [](const Nothing&) { return true; }, [](const auto&) { return true; });
  if (entry == nullptr) return std::nullopt;
  return Place{entry->key, entry->value};
}

}  // namespace suanwang
