#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "suanwang/base/id.hpp"

namespace suanwang {

/// What a centre keeps of the datasets: its own replicas, which stay, and copies that were brought for jobs.
/// A copy that no job needs may stay as long as there is room; when room is needed, the one that was least
/// recently used goes first. What is in use (a job waits for it, runs on it, or it is being read from here)
/// is never dropped.
class Storage {
 public:
  /// `sizes` by dataset [bytes]; must outlive the storage. No capacity: there is always room.
  Storage(std::span<const std::int64_t> sizes, std::optional<std::int64_t> capacity);

  enum class Holding : std::uint8_t { Absent, Arriving, Here };
  [[nodiscard]] Holding holding(DatasetId dataset) const { return copies_[dataset.index()].holding; }

  /// Makes `dataset` a replica of this centre's own. @pre it is absent
  void keep(DatasetId dataset);

  /// Whether all of `list` could ever be here together, beside the centre's own replicas.
  [[nodiscard]] bool can_ever_hold(std::span<const DatasetId> list) const;

  /// Whether `acquire` would find room now.
  [[nodiscard]] bool has_room(std::span<const DatasetId> list) const;

  /// Takes all of `list` into use for one job, and books room for what is absent, which is Arriving from now
  /// on: the caller brings those that it finds absent before the call. Whether there was room; if not,
  /// nothing has changed.
  bool acquire(std::span<const DatasetId> list);
  /// @pre it was Arriving
  void arrived(DatasetId dataset);
  /// One job fewer needs `list`. @pre it was acquired
  void release(std::span<const DatasetId> list);

  [[nodiscard]] std::optional<std::int64_t> capacity() const { return capacity_; }
  [[nodiscard]] std::int64_t used() const { return used_; }  ///< bytes, also of what is arriving
  [[nodiscard]] std::uint64_t evictions() const { return evictions_; }

 private:
  struct Copy {
    Holding holding = Holding::Absent;
    bool own = false;
    std::uint32_t users = 0;
    std::uint64_t last_use = 0;
  };

  [[nodiscard]] bool droppable(const Copy& copy) const {
    return copy.holding == Holding::Here && !copy.own && copy.users == 0;
  }
  [[nodiscard]] std::int64_t missing(std::span<const DatasetId> list) const;
  void offer(DatasetId dataset);
  void evict_until(std::int64_t room);

  std::span<const std::int64_t> sizes_;
  std::optional<std::int64_t> capacity_;
  std::vector<Copy> copies_;                                 // by dataset
  std::set<std::pair<std::uint64_t, DatasetId>> droppable_;  // by last use
  std::int64_t used_ = 0;
  std::int64_t own_ = 0;
  std::int64_t droppable_bytes_ = 0;
  std::uint64_t uses_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace suanwang
