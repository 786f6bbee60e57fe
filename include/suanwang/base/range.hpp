#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <boost/container/small_vector.hpp>

namespace suanwang {

/// Accelerators `first` to `last`, both included, by their numbers in a centre.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  [[nodiscard]] std::uint32_t size() const { return last - first + 1; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// Disjoint ranges in ascending order; most gangs need a few.
using Ranges = boost::container::small_vector<Range, 6>;

/// "0-3 7 9-12", as Batsim writes allocated_resources.
[[nodiscard]] std::string to_text(std::span<const Range> ranges);

}  // namespace suanwang
