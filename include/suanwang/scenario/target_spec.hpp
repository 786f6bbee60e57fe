#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/capacity.hpp"
#include "suanwang/scenario/network_spec.hpp"

// What a scenario promises: how much of what, where, and by when.
namespace suanwang {

enum class Bound : std::uint8_t { MoreThan, AtLeast, AtMost, LessThan };

/// What a target may be about apart from built capacity.
enum class TargetMetric : std::uint8_t {
  Pue,               ///< over all centres, weighted by their power
  RackUse,           ///< racks used / built
  GreenShare,        ///< of electricity
  OwnSoftwareShare,  ///< of capacity
  WaitRatio,         ///< mean wait of the worst city / that of the region
  Losers,            ///< centres whose jobs wait longer than as an island's
  PoolingGap,        ///< mean wait / that with all accelerators in one place, less 1
};

struct TargetSpec {
  std::string id;
  Name name;
  std::optional<CivilTime> by;  ///< the end of that civil day; none: the end of the scenario
  std::string region;           ///< prefix; empty: all
  Bound bound = Bound::MoreThan;
  std::optional<TargetMetric> metric;  ///< none: built capacity
  Flops value;                         ///< of capacity
  double figure = 0;                   ///< of a metric
  std::string value_text;              ///< as written, "40 EFLOPS"
  std::vector<std::string> basis;      ///< ids of bases, or precision names; none of a metric
  Provenance provenance;
  Location at;
};

}  // namespace suanwang
