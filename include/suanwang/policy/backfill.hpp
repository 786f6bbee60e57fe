#pragma once

#include "suanwang/policy/place.hpp"
#include "suanwang/policy/queue.hpp"
#include "suanwang/policy/view.hpp"

namespace suanwang {

/// Decides which waiting jobs of a domain start now. One object serves one domain of one run, so it may
/// remember reservations from pass to pass.
class Backfill {
 public:
  virtual ~Backfill() = default;

  /// One pass over the queue.
  virtual void pass(const View& view, Decisions& decisions) = 0;

  /// Which second index of the queue the pass needs.
  [[nodiscard]] virtual WaitingQueue::Index index() const = 0;

  /// Whether a submission matters to the rule even when the job cannot start (it gets a reservation then).
  [[nodiscard]] virtual bool reserves_at_submission() const { return false; }
};

/// Starts jobs from the head of the queue while they fit somewhere.
void start_from_head(const View& view, const Place& place, Decisions& decisions);

}  // namespace suanwang
