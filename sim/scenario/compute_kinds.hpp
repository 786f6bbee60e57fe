#pragma once

#include "suanwang/centre/capacity.hpp"

#include "scenario/formats.hpp"

namespace suanwang::scenario {

/// The kinds of compute, as scenarios write them.
inline Word<ComputeKind> compute_kinds() {
  return {{{"general", ComputeKind::General},
           {"intelligent", ComputeKind::Intelligent},
           {"super", ComputeKind::Super}}};
}

}  // namespace suanwang::scenario
