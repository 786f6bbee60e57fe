#pragma once

#include <algorithm>

#include "suanwang/policy/settings.hpp"

/// What attempts of a job may keep and take, segment by segment: the slow way.
namespace suanwang::test {

inline Duration kept_by_segments(Duration held, bool is_restart, const PreemptionSettings& settings) {
  Duration left = held - (is_restart ? settings.restart : Duration{0});
  if (settings.every == Duration{0}) return std::max(left, Duration{0});
  Duration kept{0};
  for (; settings.every && left >= *settings.every + settings.takes; left -= *settings.every + settings.takes)
    kept += *settings.every;
  return kept;
}

inline Duration length_by_segments(Duration work, bool is_restart, const PreemptionSettings& settings) {
  Duration length = work + (is_restart ? settings.restart : Duration{0});
  for (; settings.every > Duration{0} && work > *settings.every; work -= *settings.every)
    length += settings.takes;
  return length;
}

}  // namespace suanwang::test
