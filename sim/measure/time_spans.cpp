#include "suanwang/measure/time_spans.hpp"

namespace suanwang {
namespace {

using std::chrono::year_month;

year_month month_of(CivilTime local) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(local)};
  return day.year() / day.month();
}

}  // namespace

TimeSpans::TimeSpans(std::optional<CivilTime> origin, std::chrono::seconds utc_offset, Time end)
    : origin_{origin}, utc_offset_{utc_offset}, may_widen_{!origin && end == kNever} {
  if (!origin && end != kNever) {
    constexpr std::int64_t kCount{kMost};
    width_ = Duration{((end - kStart).count() + kCount - 1) / kCount};
  }
}

year_month TimeSpans::month(std::size_t i) const {
  return month_of(*origin_ + utc_offset_) + std::chrono::months{static_cast<int>(i)};
}

std::size_t TimeSpans::of(Time t) const {
  if (!are_months()) return static_cast<std::size_t>((t - kStart) / width_);
  const CivilTime local = *origin_ + utc_offset_ + std::chrono::floor<std::chrono::seconds>(t - kStart);
  return static_cast<std::size_t>((month_of(local) - month(0)).count());
}

Time TimeSpans::begin(std::size_t i) const {
  std::int64_t since = 0;
  if (i == 0) return kStart;
  if (!are_months()) {
    const bool far = __builtin_mul_overflow(width_.count(), static_cast<std::int64_t>(i), &since);
    return far ? kNever : kStart + Duration{since};
  }
  const CivilTime local = std::chrono::sys_days{month(i) / 1};
  const std::int64_t seconds = (local - utc_offset_ - *origin_).count();
  return __builtin_mul_overflow(seconds, std::int64_t{1'000'000'000}, &since) ? kNever
                                                                              : kStart + Duration{since};
}

std::size_t TimeSpans::widen_for(Time t) {
  std::size_t times = 0;
  while (may_widen_ && t >= begin(kMost) && begin(kMost) != kNever) {
    width_ *= 2;
    ++times;
  }
  return times;
}

std::size_t TimeSpans::widen_to(const TimeSpans& other) {
  std::size_t times = 0;
  while (may_widen_ && width_ < other.width_) {
    width_ *= 2;
    ++times;
  }
  return times;
}

}  // namespace suanwang
