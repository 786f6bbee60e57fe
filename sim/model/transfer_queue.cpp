#include <algorithm>
#include <utility>

#include "suanwang/model/world.hpp"

namespace suanwang {

TransferQueue::TransferQueue(std::vector<std::unique_ptr<TransferSource>> sources)
    : sources_{std::move(sources)} {
  for (const auto& source : sources_) ahead_.push_back(source->next());
  note_next();
}

void TransferQueue::note_next() {
  next_time_ = kNever;
  for (std::size_t s = 0; s < ahead_.size(); ++s) {
    if (!ahead_[s] || ahead_[s]->start >= next_time_) continue;
    next_time_ = ahead_[s]->start;
    soonest_ = s;
  }
}

TransferJob TransferQueue::take() {
  const TransferJob transfer = *ahead_[soonest_];
  ahead_[soonest_] = sources_[soonest_]->next();
  note_next();
  return transfer;
}

}  // namespace suanwang
