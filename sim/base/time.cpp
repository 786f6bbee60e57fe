#include "suanwang/base/time.hpp"

#include <cmath>

namespace suanwang {

Duration rounded_up(Seconds span) {
  const double nanos = std::ceil(span.base() * 1e9);
  if (!(nanos < 9.2233720368547e18)) return Duration::max();  // also NaN and +inf
  return Duration{static_cast<std::int64_t>(nanos)};
}

Time after(Time t, Seconds span) {
  const Duration wait = rounded_up(span);
  if (wait == Duration::max()) return kNever;
  return t < kStart || wait < kNever - t ? t + wait : kNever;  // kNever - t overflows before time 0
}

}  // namespace suanwang
