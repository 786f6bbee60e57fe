#pragma once

#include <chrono>
#include <variant>

#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The instant at which a target is judged: the end of its day, or of the scenario. @pre one of them is known
[[nodiscard]] inline CivilTime judged_at(const Spec& spec, const TargetSpec& target) {
  if (target.by) return *target.by;
  if (spec.end && std::holds_alternative<CivilTime>(*spec.end)) return std::get<CivilTime>(*spec.end);
  const auto length = spec.end ? std::get<Duration>(*spec.end) : Duration{0};
  return spec.start.value_or(CivilTime{}) + std::chrono::ceil<std::chrono::seconds>(length);
}

}  // namespace suanwang
