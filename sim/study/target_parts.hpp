#pragma once

#include "suanwang/scenario/spec.hpp"

#include "scenario/judged.hpp"

/// What all who judge targets share.
namespace suanwang {

[[nodiscard]] inline bool satisfies(Bound bound, double value, double limit) {
  switch (bound) {
    case Bound::MoreThan:
      return value > limit;
    case Bound::AtLeast:
      return value >= limit;
    case Bound::AtMost:
      return value <= limit;
    case Bound::LessThan:
      return value < limit;
  }
  return false;
}

/// Whether more of a figure is better under a bound.
[[nodiscard]] inline bool wants_more(Bound bound) {
  return bound == Bound::MoreThan || bound == Bound::AtLeast;
}

}  // namespace suanwang
