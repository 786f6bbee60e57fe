#pragma once

#include <chrono>
#include <optional>
#include <variant>

#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The civil time at which a scenario ends; none where it does not, or has no civil start.
[[nodiscard]] inline std::optional<CivilTime> end_of(const Spec& spec) {
  if (!spec.end) return std::nullopt;
  if (const auto* date = std::get_if<CivilTime>(&*spec.end)) return *date;
  if (!spec.start) return std::nullopt;
  return *spec.start + std::chrono::ceil<std::chrono::seconds>(std::get<Duration>(*spec.end));
}

/// The instant at which a target is judged: the end of its day, or of the scenario. @pre one of them is known
[[nodiscard]] inline CivilTime judged_at(const Spec& spec, const TargetSpec& target) {
  if (target.by) return *target.by;
  if (const std::optional<CivilTime> end = end_of(spec)) return *end;
  const auto length = spec.end ? std::get<Duration>(*spec.end) : Duration{0};
  return spec.start.value_or(CivilTime{}) + std::chrono::ceil<std::chrono::seconds>(length);
}

}  // namespace suanwang
