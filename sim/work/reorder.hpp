#pragma once

#include <cstddef>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace suanwang {

/// Puts rows in order that are not farther from it than `window` rows (see `Disorder`): a heap of one row
/// more. `Earlier` is a strict total order of rows.
template <class Row, class Earlier>
class Reorder {
 public:
  explicit Reorder(std::size_t window) : window_{window} {}

  /// The earliest row that is left; `pull` gives the next one as it comes, or nothing at the end.
  template <class Pull>
  std::optional<Row> next(Pull&& pull) {
    if (window_ == 0) return pull();
    while (!ended_ && ahead_.size() <= window_) {
      if (std::optional<Row> row = pull()) {
        ahead_.push(std::move(*row));
      } else {
        ended_ = true;
      }
    }
    if (ahead_.empty()) return std::nullopt;
    std::optional<Row> row = ahead_.top();
    ahead_.pop();
    return row;
  }

 private:
  /// Turned round, because a priority queue has its greatest on top.
  struct Later {
    bool operator()(const Row& a, const Row& b) const { return Earlier{}(b, a); }
  };
  std::size_t window_;
  std::priority_queue<Row, std::vector<Row>, Later> ahead_;
  bool ended_ = false;
};

}  // namespace suanwang
