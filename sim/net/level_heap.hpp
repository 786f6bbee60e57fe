#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "suanwang/base/int128.hpp"

namespace suanwang {

/// A min-heap of levels of resources, at ties the lower resource first. An entry is one number, level and
/// then resource, so that comparing takes no branch: levels are not negative, and their bits compare as they
/// do.
class LevelHeap {
 public:
  [[nodiscard]] bool empty() const { return heap_.empty(); }

  /// @pre !empty()
  [[nodiscard]] std::pair<double, std::uint32_t> top() const {
    return {std::bit_cast<double>(static_cast<std::uint64_t>(heap_.front() >> 64)),
            static_cast<std::uint32_t>(heap_.front())};
  }

  void push(double level, std::uint32_t resource) {
    const Uint128 added = entry(level, resource);
    heap_.push_back(added);
    std::size_t i = heap_.size() - 1;
    for (; i > 0 && added < heap_[(i - 1) / 2]; i = (i - 1) / 2) heap_[i] = heap_[(i - 1) / 2];
    heap_[i] = added;
  }

  /// Gives the first entry a higher level. @pre !empty()
  void raise_top(double level) { sink(entry(level, top().second)); }

  /// @pre !empty()
  void pop() {
    const Uint128 last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sink(last);
  }

 private:
  static Uint128 entry(double level, std::uint32_t resource) {
    return static_cast<Uint128>(std::bit_cast<std::uint64_t>(level)) << 64 | resource;
  }

  /// Puts an entry in the place of the first.
  void sink(Uint128 sinking) {
    const std::size_t n = heap_.size();
    std::size_t i = 0;
    while (true) {
      std::size_t child = 2 * i + 1;
      if (child >= n) break;
      if (child + 1 < n) child += static_cast<std::size_t>(heap_[child + 1] < heap_[child]);
      if (sinking <= heap_[child]) break;
      heap_[i] = heap_[child];
      i = child;
    }
    heap_[i] = sinking;
  }

  std::vector<Uint128> heap_;
};

}  // namespace suanwang
