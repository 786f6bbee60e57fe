#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "suanwang/work/generator.hpp"

#include "scenario/formats.hpp"

namespace suanwang::scenario {

/// Arrivals as they are written: growth still at civil dates.
struct ArrivalsDraft {
  Arrivals arrivals;
  std::vector<std::pair<CivilTime, double>> growth;
};

/// `{poisson: 12 per day, profile: …, growth: …}`, `{every: 10 min}`, or the distribution of an interval.
struct ArrivalsFormat {
  [[nodiscard]] std::optional<ArrivalsDraft> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

}  // namespace suanwang::scenario
