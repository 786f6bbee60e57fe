#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace suanwang {

/// Measures how far a log is from the order of submission, in constant memory.
///
/// The answer W is such that a heap of W + 1 rows puts them in order: every row is preceded by at most W
/// rows of a later submission. (With W + 1 rows in hand, the earliest of them can go: were any row to come
/// earlier than it, all W + 1 would precede that one and be later.)
class Disorder {
 public:
  /// Farther than this is not measured.
  static constexpr std::uint64_t kFarthest = 1 << 16;

  void add(std::int64_t submit) {
    const std::uint64_t row = rows_++;
    if (peaks_.empty() || submit > peaks_.back().submit) {
      peaks_.push_back({row, submit});
    } else if (submit < peaks_.back().submit) {
      // Rows before the first peak above `submit` are not later than it; those since may be.
      const auto first = std::upper_bound(peaks_.begin(), peaks_.end(), submit,
                                          [](std::int64_t s, const Peak& peak) { return s < peak.submit; });
      window_ = std::max(window_, row - first->row);
    }
    // One peak from beyond the reach stays, so that a row that belongs before it is seen.
    while (peaks_.size() > 1 && rows_ - peaks_[1].row > kFarthest) peaks_.pop_front();
  }

  /// W; 0 for a log in order; nothing when the log is out of order by more than `kFarthest` rows.
  [[nodiscard]] std::optional<std::size_t> window() const {
    if (window_ > kFarthest) return std::nullopt;
    return static_cast<std::size_t>(window_);
  }

 private:
  struct Peak {
    std::uint64_t row;
    std::int64_t submit;  ///< later than every row before it
  };
  std::deque<Peak> peaks_;
  std::uint64_t rows_ = 0;
  std::uint64_t window_ = 0;
};

}  // namespace suanwang
