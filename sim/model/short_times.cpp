#include "suanwang/model/short_times.hpp"

#include <algorithm>

namespace suanwang {
namespace {

constexpr std::int64_t kMilli = 1000;
constexpr std::int64_t kMostWhole = 4096;

void add_to(ShortTimes::Short& sum, const ShortTimes::Short& more) {
  sum.in_each += more.in_each;
  sum.in_all += more.in_all;
}

}  // namespace

std::size_t ShortTimes::first_above(std::int64_t milli) const {
  const auto whole = static_cast<std::size_t>(milli / kMilli);
  if (whole >= above_.size())
    return static_cast<std::size_t>(std::ranges::upper_bound(sizes_, milli) - sizes_.begin());
  std::size_t place = above_[whole];
  while (place < sizes_.size() && sizes_[place] <= milli) ++place;  // only where there are fractions
  return place;
}

void ShortTimes::add(Accelerators largest, Accelerators total, Duration span) {
  const std::size_t each = first_above(largest.milli);
  if (each == sizes_.size()) return;  // nothing was short
  times_[each].in_each += span;
  blocks_[each / kBlock].in_each += span;
  const std::size_t all = total == largest ? each : first_above(total.milli);
  if (all == sizes_.size()) return;
  times_[all].in_all += span;
  blocks_[all / kBlock].in_all += span;
}

ShortTimes::Short ShortTimes::of(Accelerators need) {
  const std::size_t place = first_above(need.milli - 1);
  if (place == sizes_.size() || sizes_[place] != need.milli) insert(place, need.milli);
  Short sum;
  for (std::size_t b = 0; b < place / kBlock; ++b) add_to(sum, blocks_[b]);
  for (std::size_t i = place / kBlock * kBlock; i <= place; ++i) add_to(sum, times_[i]);
  return sum;
}

/// A new size counts as short as often as the next smaller one so far; all others stay as they are.
void ShortTimes::insert(std::size_t place, std::int64_t milli) {
  const auto at = static_cast<std::ptrdiff_t>(place);
  sizes_.insert(sizes_.begin() + at, milli);
  times_.insert(times_.begin() + at, Short{});
  blocks_.assign((times_.size() + kBlock - 1) / kBlock, Short{});
  for (std::size_t i = 0; i < times_.size(); ++i) add_to(blocks_[i / kBlock], times_[i]);
  const std::int64_t wholes = std::min(sizes_.back() / kMilli + 1, kMostWhole);
  above_.clear();
  std::uint32_t next = 0;
  for (std::int64_t whole = 0; whole < wholes; ++whole) {
    while (next < sizes_.size() && sizes_[next] <= whole * kMilli) ++next;
    above_.push_back(next);
  }
}

}  // namespace suanwang
