#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/ledger.hpp"

namespace suanwang {

/// How many accelerators of a partition will be free, from now on, if every job ends at its walltime: a step
/// function of time, from which reservations are taken.
class Profile {
 public:
  Profile() = default;
  /// What the ledger's claims and scheduled additions leave free from `now` on.
  Profile(const Ledger& partition, Time now);

  /// Adds `delta` on [from, to). @pre from is not before the last `trim`
  void add(Time from, Time to, Accelerators delta);

  /// Forgets what lies before `now`.
  void trim(Time now);

  /// The first instant t in [from, before) such that `need` are free on [t, min(t + length, before)); kNever
  /// when there is none. With before = kNever: where a gang can start at the earliest.
  [[nodiscard]] Time earliest(Accelerators need, Duration length, Time from, Time before = kNever) const;

  /// The longest time from `now` on for which `need` stay free; negative when they are not free now.
  [[nodiscard]] Duration longest(Accelerators need, Time now) const;

  [[nodiscard]] std::size_t segments() const { return times_.size(); }
  [[nodiscard]] Accelerators free_at(Time t) const;

 private:
  /// Index of the segment that holds t.
  [[nodiscard]] std::size_t segment(Time t) const;
  /// Makes a segment begin at t and returns its index.
  std::size_t cut(Time t);
  void join(std::size_t i);

  // Segment i is [times_[i], times_[i + 1]), the last one without end.
  std::vector<std::int64_t> times_;
  std::vector<std::int64_t> free_;
};

/// `t + span`, or kNever when that is out of range.
[[nodiscard]] Time saturated_sum(Time t, Duration span);

}  // namespace suanwang
