#include "scenario/programme_dates.hpp"

#include <algorithm>
#include <limits>

#include "scenario/by_id.hpp"
#include "scenario/programme_parts.hpp"

namespace suanwang::scenario {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr DateRange kAnyTime{-kInfinity, kInfinity};

DateRange range_of(const Distribution& law) {
  return {law.minimum(), law.maximum()};
}

}  // namespace

ProgrammeDates::ProgrammeDates(const Spec& spec) : spec_{&spec} {
  const std::vector<ActivitySpec>& activities = spec.programme.activities;
  ends_.assign(activities.size(), kAnyTime);
  for (const std::size_t each : order_of(activities)) ends_[each] = end_of(activities[each]);
}

DateRange ProgrammeDates::still_open(DateRange range) const {
  if (!spec_->as_of) return range;
  const double as_of = in_seconds(*spec_->as_of);
  return {std::max(range.earliest, as_of), std::max(range.latest, as_of)};
}

DateRange ProgrammeDates::after(const std::vector<AfterSpec>& all) const {
  const std::vector<ActivitySpec>& activities = spec_->programme.activities;
  DateRange result{-kInfinity, -kInfinity};
  for (const AfterSpec& each : all) {
    const ActivitySpec* before = find_id(activities, each.activity);
    const DateRange end =
        before == nullptr ? kAnyTime : ends_[static_cast<std::size_t>(before - activities.data())];
    result.earliest = std::max(result.earliest, end.earliest + each.lag.base());
    result.latest = std::max(result.latest, end.latest + each.lag.base());
  }
  return result;
}

DateRange ProgrammeDates::end_of(const ActivitySpec& activity) const {
  if (const auto fact = fact_of(activity, spec_->as_of)) return {*fact, *fact};
  if (activity.date) return still_open(range_of(*activity.date));
  DateRange start = after(activity.after);
  if (activity.not_before) {
    start.earliest = std::max(start.earliest, in_seconds(*activity.not_before));
    start.latest = std::max(start.latest, in_seconds(*activity.not_before));
  }
  if (activity.begun) {
    start = {in_seconds(*activity.begun), in_seconds(*activity.begun)};
  } else if (activity.crew || start.latest == -kInfinity) {
    start.latest = kInfinity;
  }
  const DateRange length = activity.duration ? range_of(*activity.duration) : DateRange{0, kInfinity};
  return still_open({start.earliest + length.earliest, start.latest + length.latest});
}

std::optional<double> ProgrammeDates::last_by_law(const ActivitySpec& activity) const {
  if (fact_of(activity, spec_->as_of)) return std::nullopt;
  if (activity.date) return activity.date->maximum();
  if (!activity.duration || (activity.crew && !activity.begun)) return std::nullopt;
  std::optional<double> start;
  if (activity.begun) {
    start = in_seconds(*activity.begun);
  } else {
    if (activity.not_before) start = in_seconds(*activity.not_before);
    for (const AfterSpec& each : activity.after) {
      const ActivitySpec* before = find_id(spec_->programme.activities, each.activity);
      const auto end = before == nullptr ? std::nullopt : fact_of(*before, spec_->as_of);
      if (!end) return std::nullopt;
      start = std::max(start.value_or(-kInfinity), *end + each.lag.base());
    }
  }
  return start ? std::optional{*start + activity.duration->maximum()} : std::nullopt;
}

std::optional<DateRange> ProgrammeDates::of(const DateSpec& when) const {
  DateRange range = range_of(when.seconds);
  if (when.from_start) {
    if (!spec_->start) return std::nullopt;
    range = {range.earliest + in_seconds(*spec_->start), range.latest + in_seconds(*spec_->start)};
  }
  return when.is_fixed() ? range : still_open(range);
}

std::optional<DateRange> ProgrammeDates::ready(const PoolSpec& pool) const {
  if (pool.phase) return after(pool.phase->after);
  if (pool.online) return of(*pool.online);
  return DateRange{-kInfinity, -kInfinity};
}

std::optional<DateRange> ProgrammeDates::of(const RetirementSpec& retirement) const {
  if (const auto* when = std::get_if<DateSpec>(&retirement)) return of(*when);
  return after(std::get<std::vector<AfterSpec>>(retirement));
}

}  // namespace suanwang::scenario
