#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// For each size that jobs have asked for: how long too little was free for it, so far. What is free is told
/// as a function of time, span by span; the difference of two answers for a size is exact.
/// @complexity O(1) to tell a span where sizes are below 4,096 accelerators, else O(log k) for k sizes;
/// O(k / 16) to ask; O(k) when a size is asked for that never was before.
class ShortTimes {
 public:
  struct Short {
    Duration in_each{0};  ///< in which no single partition had as much free
    Duration in_all{0};   ///< in which all of them together had not
    friend bool operator==(const Short&, const Short&) = default;
  };

  /// For `span`, the partition with most had `largest` free, and all together `total`. @pre largest <= total
  void add(Accelerators largest, Accelerators total, Duration span);

  /// Of a size. Of one that was never asked for before, only differences mean anything.
  [[nodiscard]] Short of(Accelerators need);

 private:
  /// The place of the smallest size that is larger than what is free.
  [[nodiscard]] std::size_t first_above(std::int64_t milli) const;
  void insert(std::size_t place, std::int64_t milli);

  static constexpr std::size_t kBlock = 16;
  std::vector<std::int64_t> sizes_;   // ascending
  std::vector<std::uint32_t> above_;  // by whole number of accelerators: the first size above it
  // By size, the time in which it was the smallest that was short: so a size was short in all the time that
  // stands at it or at a smaller one. And the sums of each block of sizes.
  std::vector<Short> times_;
  std::vector<Short> blocks_;
};

}  // namespace suanwang
