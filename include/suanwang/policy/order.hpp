#pragma once

#include "suanwang/work/job.hpp"

namespace suanwang {

/// Ranks the queue. It returns a number, not a comparison, so every order is a strict weak order by
/// construction; equal ranks keep the order of submission.
class Order {
 public:
  virtual ~Order() = default;

  /// Smaller goes first. Depends on the arguments only. @pre the answer is finite
  [[nodiscard]] virtual double rank(const Job& job) const = 0;

  /// Whether ranks change while jobs wait; then the queue is ranked anew before every pass.
  [[nodiscard]] virtual bool changes_with_time() const { return false; }
};

}  // namespace suanwang
