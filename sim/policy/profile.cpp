#include "suanwang/policy/profile.hpp"

#include <algorithm>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

std::int64_t ticks(Time t) {
  return t.time_since_epoch().count();
}

}  // namespace

Time saturated_sum(Time t, Duration span) {
  return span < kNever - t ? t + span : kNever;
}

Profile::Profile(const Ledger& partition, Time now) {
  std::vector<std::pair<std::int64_t, std::int64_t>> steps;  // (instant, accelerators that become free)
  partition.for_each_claim_end(
      [&](Time until, Accelerators n) { steps.emplace_back(ticks(until), n.milli); });
  for (const Ledger::Addition& a : partition.additions())
    steps.emplace_back(ticks(a.at), a.accelerators.milli);
  std::stable_sort(steps.begin(), steps.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  times_.push_back(ticks(now));
  free_.push_back(partition.free().milli);
  for (const auto& [at, n] : steps) {
    if (at <= times_.back()) {
      free_.back() += n;
    } else {
      times_.push_back(at);
      free_.push_back(free_.back() + n);
    }
  }
}

std::size_t Profile::segment(Time t) const {
  const auto after = std::upper_bound(times_.begin(), times_.end(), ticks(t));
  SUANWANG_CHECK(after != times_.begin());
  return static_cast<std::size_t>(after - times_.begin()) - 1;
}

std::size_t Profile::cut(Time t) {
  const std::size_t i = segment(t);
  if (times_[i] == ticks(t)) return i;
  const auto place = static_cast<std::ptrdiff_t>(i) + 1;
  times_.insert(times_.begin() + place, ticks(t));
  free_.insert(free_.begin() + place, free_[i]);
  return i + 1;
}

void Profile::join(std::size_t i) {
  if (i == 0 || i >= times_.size() || free_[i] != free_[i - 1]) return;
  times_.erase(times_.begin() + static_cast<std::ptrdiff_t>(i));
  free_.erase(free_.begin() + static_cast<std::ptrdiff_t>(i));
}

void Profile::add(Time from, Time to, Accelerators delta) {
  if (to <= from || delta.milli == 0) return;
  const std::size_t first = cut(from);
  const std::size_t last = to == kNever ? times_.size() : cut(to);
  for (std::size_t i = first; i < last; ++i) {
    free_[i] += delta.milli;
    SUANWANG_CHECK(free_[i] >= 0);
  }
  join(last);
  join(first);
}

void Profile::trim(Time now) {
  const std::size_t i = segment(now);
  times_.erase(times_.begin(), times_.begin() + static_cast<std::ptrdiff_t>(i));
  free_.erase(free_.begin(), free_.begin() + static_cast<std::ptrdiff_t>(i));
  times_.front() = ticks(now);
}

Time Profile::earliest(Accelerators need, Duration length, Time from, Time before) const {
  const std::size_t n = times_.size();
  std::size_t i = segment(from);
  while (true) {
    while (i < n && free_[i] < need.milli) ++i;
    if (i == n) return kNever;
    const Time start = std::max(from, Time{Duration{times_[i]}});
    if (start >= before) return kNever;
    const std::int64_t end = ticks(std::min(saturated_sum(start, length), before));
    std::size_t j = i + 1;
    while (j < n && times_[j] < end && free_[j] >= need.milli) ++j;
    if (j == n || times_[j] >= end) return start;
    i = j + 1;
  }
}

Duration Profile::longest(Accelerators need, Time now) const {
  std::size_t i = segment(now);
  if (free_[i] < need.milli) return Duration{-1};
  while (i < times_.size() && free_[i] >= need.milli) ++i;
  return i == times_.size() ? Duration::max() : Duration{times_[i]} - now.time_since_epoch();
}

Accelerators Profile::free_at(Time t) const {
  return Accelerators{free_[segment(t)]};
}

}  // namespace suanwang
