#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// A 4-ary min-heap of (time, order, slot) in which every slot knows its place, so that any entry can be
/// moved or removed in O(log n).
///
/// An entry is 16 bytes, four children are one cache line, and keys compare as one 128-bit number. `slot` is
/// a small number of the owner's choice (below 2^24), unique among the entries.
/// @pre order < 2^40. Entries equal in time and order run in the order of slot; owners give distinct orders.
class IndexedHeap {
 public:
  static constexpr std::uint32_t kMaxSlots = 1U << 24;

  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  [[nodiscard]] Time top_time() const { return heap_.empty() ? kNever : time_of(heap_.front()); }
  [[nodiscard]] std::uint64_t top_order() const { return order_slot_of(heap_.front()) >> 24; }
  [[nodiscard]] std::uint32_t top_slot() const { return slot_of(heap_.front()); }
  [[nodiscard]] bool contains(std::uint32_t slot) const {
    return slot < place_.size() && place_[slot] != kAbsent;
  }

  /// @pre !contains(slot)
  void push(Time at, std::uint64_t order, std::uint32_t slot) {
    if (slot >= place_.size()) place_.resize(slot + 1, kAbsent);
    heap_.push_back(0);
    sift_up(heap_.size() - 1, entry(at, order << 24 | slot));
  }

  /// Inserts an entry, or gives the one of this slot another time and order.
  void set(Time at, std::uint64_t order, std::uint32_t slot) {
    if (!contains(slot)) return push(at, order, slot);
    const Entry e = entry(at, order << 24 | slot);
    if (heap_.size() == 1) {
      heap_.front() = e;  // often: one centre by itself
    } else {
      put(e, place_[slot]);
    }
  }

  /// @pre !empty()
  void pop() { remove_at(0); }

  /// @pre contains(slot)
  void remove(std::uint32_t slot) { remove_at(place_[slot]); }

  /// Changes the time of an entry, its order stays. @pre contains(slot)
  void move(std::uint32_t slot, Time at) {
    const std::size_t i = place_[slot];
    put(entry(at, order_slot_of(heap_[i])), i);
  }

 private:
  /// An entry and its key in one: time (with the sign bit flipped, so that it compares as an unsigned
  /// number), then order (40 bits), then slot (24 bits).
  using Entry = Uint128;
  static constexpr std::uint32_t kAbsent = ~0U;
  static constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

  static Entry entry(Time at, std::uint64_t order_slot) {
    return static_cast<Entry>(static_cast<std::uint64_t>(at.time_since_epoch().count()) ^ kSign) << 64 |
           order_slot;
  }
  static Time time_of(Entry e) {
    return Time{Duration{static_cast<std::int64_t>(static_cast<std::uint64_t>(e >> 64) ^ kSign)}};
  }
  static std::uint64_t order_slot_of(Entry e) { return static_cast<std::uint64_t>(e); }
  static std::uint32_t slot_of(Entry e) { return static_cast<std::uint32_t>(order_slot_of(e) & 0xffffffU); }

  // Not inlined: one copy of the sifting for all that moves and removes, so that a loop stays in the cache.
  [[gnu::noinline]] void put(Entry e, std::size_t i) {
    if (i > 0 && e < heap_[(i - 1) / 4]) {
      sift_up(i, e);
    } else {
      sift_down(i, e);
    }
  }

  void remove_at(std::size_t i) {
    place_[slot_of(heap_[i])] = kAbsent;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (i < heap_.size()) put(last, i);
  }

  void sift_up(std::size_t i, Entry e) {
    while (i > 0) {
      const std::size_t parent = (i - 1) / 4;
      if (heap_[parent] <= e) break;
      settle(i, heap_[parent]);
      i = parent;
    }
    settle(i, e);
  }

  void sift_down(std::size_t i, Entry e) {
    const std::size_t n = heap_.size();
    while (true) {
      const std::size_t first = 4 * i + 1;
      if (first >= n) break;
      std::size_t least = first;
      if (first + 4 <= n) {
        // The common case: a tournament of four, whose outcome nobody can predict, so without branches.
        const Entry* child = &heap_[first];
        const bool right01 = child[1] < child[0];
        const bool right23 = child[3] < child[2];
        const Entry* left = child + right01;
        const Entry* right = child + 2 + right23;
        least = first + static_cast<std::size_t>(*right < *left ? right - child : left - child);
      } else {
        for (std::size_t c = first + 1; c < n; ++c) {
          if (heap_[c] < heap_[least]) least = c;
        }
      }
      if (e <= heap_[least]) break;
      settle(i, heap_[least]);
      i = least;
    }
    settle(i, e);
  }

  void settle(std::size_t i, Entry e) {
    heap_[i] = e;
    place_[slot_of(e)] = static_cast<std::uint32_t>(i);
  }

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> place_;  // slot -> index in heap_, or kAbsent
};

}  // namespace suanwang
