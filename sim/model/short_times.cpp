#include "suanwang/model/short_times.hpp"

#include <algorithm>

namespace suanwang {
namespace {

/// The lowest bit of i: as many entries end in node i of a Fenwick tree. Nodes count from 1.
std::size_t lowest_bit(std::size_t i) {
  return i & (~i + 1);
}

}  // namespace

std::size_t ShortTimes::first_above(Accelerators free) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(sizes_, free.milli) - sizes_.begin());
}

void ShortTimes::add(Accelerators largest, Accelerators total, Duration span) {
  const std::size_t each = first_above(largest);
  const std::size_t all = total == largest ? each : first_above(total);
  std::size_t i = each + 1;
  if (all == each) {
    for (; i <= tree_.size(); i += lowest_bit(i)) {
      tree_[i - 1].in_each += span;
      tree_[i - 1].in_all += span;
    }
    return;
  }
  for (; i <= tree_.size(); i += lowest_bit(i)) tree_[i - 1].in_each += span;
  for (i = all + 1; i <= tree_.size(); i += lowest_bit(i)) tree_[i - 1].in_all += span;
}

ShortTimes::Short ShortTimes::of(Accelerators need) {
  const auto found = std::ranges::lower_bound(sizes_, need.milli);
  const auto place = static_cast<std::size_t>(found - sizes_.begin());
  if (found == sizes_.end() || *found != need.milli) insert(place, need.milli);
  return up_to(place);
}

ShortTimes::Short ShortTimes::up_to(std::size_t place) const {
  Short sum;
  for (std::size_t i = place + 1; i > 0; i -= lowest_bit(i)) {
    sum.in_each += tree_[i - 1].in_each;
    sum.in_all += tree_[i - 1].in_all;
  }
  return sum;
}

/// A new size counts as short as often as the next smaller one so far; all others stay as they are.
void ShortTimes::insert(std::size_t place, std::int64_t milli) {
  std::vector<Short> sums;
  sums.reserve(sizes_.size() + 1);
  for (std::size_t i = 0; i < sizes_.size(); ++i) sums.push_back(up_to(i));
  sums.insert(sums.begin() + static_cast<std::ptrdiff_t>(place), place == 0 ? Short{} : sums[place - 1]);
  sizes_.insert(sizes_.begin() + static_cast<std::ptrdiff_t>(place), milli);
  tree_.resize(sums.size());
  for (std::size_t i = 1; i <= sums.size(); ++i) {
    const std::size_t before = i - lowest_bit(i);
    const Short of_before = before == 0 ? Short{} : sums[before - 1];
    tree_[i - 1] = {sums[i - 1].in_each - of_before.in_each, sums[i - 1].in_all - of_before.in_all};
  }
}

}  // namespace suanwang
