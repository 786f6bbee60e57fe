#include "suanwang/centre/storage.hpp"

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

/// `a + b`, or the greatest number there is.
std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  return __builtin_add_overflow(a, b, &result) ? INT64_MAX : result;
}

}  // namespace

Storage::Storage(std::span<const std::int64_t> sizes, std::optional<std::int64_t> capacity)
    : sizes_{sizes}, capacity_{capacity}, copies_(sizes.size()) {}

void Storage::keep(DatasetId dataset) {
  Copy& copy = copies_[dataset.index()];
  SUANWANG_CHECK(copy.holding == Holding::Absent);
  copy.holding = Holding::Here;
  copy.own = true;
  own_ = sum(own_, sizes_[dataset.index()]);
  used_ = sum(used_, sizes_[dataset.index()]);
}

bool Storage::can_ever_hold(std::span<const DatasetId> list) const {
  if (!capacity_) return true;
  std::int64_t need = own_;
  for (const DatasetId dataset : list) {
    if (!copies_[dataset.index()].own) need = sum(need, sizes_[dataset.index()]);
  }
  return need <= *capacity_;
}

std::int64_t Storage::missing(std::span<const DatasetId> list) const {
  std::int64_t bytes = 0;
  for (const DatasetId dataset : list) {
    if (copies_[dataset.index()].holding == Holding::Absent) bytes = sum(bytes, sizes_[dataset.index()]);
  }
  return bytes;
}

bool Storage::has_room(std::span<const DatasetId> list) const {
  const std::int64_t more = missing(list);
  if (!capacity_ || more == 0) return true;
  std::int64_t stays = used_ - droppable_bytes_;
  for (const DatasetId dataset : list) {
    if (droppable(copies_[dataset.index()])) stays += sizes_[dataset.index()];
  }
  return sum(stays, more) <= *capacity_;
}

bool Storage::acquire(std::span<const DatasetId> list) {
  if (!has_room(list)) return false;
  const std::int64_t more = missing(list);
  for (const DatasetId dataset : list) {
    Copy& copy = copies_[dataset.index()];
    if (droppable(copy)) {
      droppable_.erase({copy.last_use, dataset});
      droppable_bytes_ -= sizes_[dataset.index()];
    }
    ++copy.users;
  }
  if (capacity_) evict_until(*capacity_ - more);
  for (const DatasetId dataset : list) {
    Copy& copy = copies_[dataset.index()];
    if (copy.holding != Holding::Absent) continue;
    copy.holding = Holding::Arriving;
    used_ = sum(used_, sizes_[dataset.index()]);
  }
  return true;
}

void Storage::release(std::span<const DatasetId> list) {
  for (const DatasetId dataset : list) {
    Copy& copy = copies_[dataset.index()];
    SUANWANG_CHECK(copy.users > 0);
    --copy.users;
    copy.last_use = ++uses_;
    offer(dataset);
  }
}

void Storage::arrived(DatasetId dataset) {
  SUANWANG_CHECK(copies_[dataset.index()].holding == Holding::Arriving);
  copies_[dataset.index()].holding = Holding::Here;
  offer(dataset);  // those for whom it came may have gone elsewhere
}

/// Lists the copy among those that may be dropped, if it is one.
void Storage::offer(DatasetId dataset) {
  const Copy& copy = copies_[dataset.index()];
  if (!droppable(copy)) return;
  droppable_.emplace(copy.last_use, dataset);
  droppable_bytes_ += sizes_[dataset.index()];
}

void Storage::evict_until(std::int64_t room) {
  while (used_ > room && !droppable_.empty()) {
    const DatasetId dataset = droppable_.begin()->second;
    droppable_.erase(droppable_.begin());
    copies_[dataset.index()].holding = Holding::Absent;
    droppable_bytes_ -= sizes_[dataset.index()];
    used_ -= sizes_[dataset.index()];
    ++evictions_;
  }
}

}  // namespace suanwang
