#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace suanwang {

/// The least of many instants [ns], most of which may change at once: blocks of 64 with their minima. A heap
/// would pay its logarithm for each of the hundreds of classes whose rates one solve changes; here a block
/// whose minimum grew is looked through once, when the least is asked for.
class Earliest {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  /// Makes room for numbers below `size`; new ones are kNever.
  void grow(std::size_t size) {
    if (size <= at_.size()) return;
    at_.resize((size + 63) / 64 * 64, kNever);
    least_.resize(at_.size() / 64, kNever);
  }

  void set(std::size_t i, std::int64_t at) {
    const std::int64_t old = at_[i];
    at_[i] = at;
    std::int64_t& least = least_[i / 64];
    if (at <= least) {
      least = at;
    } else if (old == least) {
      least = kUnknown;
    }
  }

  [[nodiscard]] std::int64_t least() {
    std::int64_t all = kNever;
    for (std::size_t b = 0; b < least_.size(); ++b) all = std::min(all, least_of(b));
    return all;
  }

  /// Calls `visit(i)` for each number whose instant is at most `at`, in no particular order; it may set it.
  template <class Visit>
  void for_each_until(std::int64_t at, Visit&& visit) {
    for (std::size_t b = 0; b < least_.size(); ++b) {
      if (least_of(b) > at) continue;
      for (std::size_t i = 64 * b; i < 64 * b + 64; ++i) {
        if (at_[i] <= at && at_[i] != kNever) visit(i);
      }
    }
  }

 private:
  static constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();

  std::int64_t least_of(std::size_t b) {
    if (least_[b] == kUnknown) {
      least_[b] = *std::min_element(at_.begin() + static_cast<std::ptrdiff_t>(64 * b),
                                    at_.begin() + static_cast<std::ptrdiff_t>(64 * b + 64));
    }
    return least_[b];
  }

  std::vector<std::int64_t> at_;
  std::vector<std::int64_t> least_;  // of each block, or kUnknown
};

}  // namespace suanwang
