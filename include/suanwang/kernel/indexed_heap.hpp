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
  [[nodiscard]] Time top_time() const { return heap_.empty() ? kNever : Time{Duration{heap_.front().at}}; }
  [[nodiscard]] std::uint64_t top_order() const { return heap_.front().order_slot >> 24; }
  [[nodiscard]] std::uint32_t top_slot() const { return slot_of(heap_.front()); }
  [[nodiscard]] bool contains(std::uint32_t slot) const {
    return slot < place_.size() && place_[slot] != kAbsent;
  }

  /// @pre !contains(slot)
  void push(Time at, std::uint64_t order, std::uint32_t slot) {
    if (slot >= place_.size()) place_.resize(slot + 1, kAbsent);
    heap_.push_back({});
    sift_up(heap_.size() - 1, {at.time_since_epoch().count(), order << 24 | slot});
  }

  /// @pre !empty()
  void pop() { remove_at(0); }

  /// @pre contains(slot)
  void remove(std::uint32_t slot) { remove_at(place_[slot]); }

  /// Changes the time of an entry, its order stays. @pre contains(slot)
  void move(std::uint32_t slot, Time at) {
    const std::size_t i = place_[slot];
    put({at.time_since_epoch().count(), heap_[i].order_slot}, i);
  }

 private:
  struct Entry {
    std::int64_t at;
    std::uint64_t order_slot;
  };
  static constexpr std::uint32_t kAbsent = ~0U;

  static std::uint32_t slot_of(const Entry& e) {
    return static_cast<std::uint32_t>(e.order_slot & 0xffffffU);
  }
  static Uint128 key(const Entry& e) {
    // The sign bit is flipped so that negative instants (there are none yet) would still come first.
    return static_cast<Uint128>(static_cast<std::uint64_t>(e.at) ^ (std::uint64_t{1} << 63)) << 64 |
           e.order_slot;
  }

  void put(const Entry& e, std::size_t i) {
    if (i > 0 && key(e) < key(heap_[(i - 1) / 4])) {
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
      if (key(heap_[parent]) <= key(e)) break;
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
      if (first + 4 <= n) {  // the common case, without data-dependent loop ends
        const std::size_t a = key(heap_[first + 1]) < key(heap_[first]) ? first + 1 : first;
        const std::size_t b = key(heap_[first + 3]) < key(heap_[first + 2]) ? first + 3 : first + 2;
        least = key(heap_[b]) < key(heap_[a]) ? b : a;
      } else {
        for (std::size_t c = first + 1; c < n; ++c) {
          if (key(heap_[c]) < key(heap_[least])) least = c;
        }
      }
      if (key(e) <= key(heap_[least])) break;
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
