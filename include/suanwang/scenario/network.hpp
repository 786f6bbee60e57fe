#pragma once

#include <memory>
#include <vector>

#include "suanwang/net/link_plan.hpp"
#include "suanwang/net/network.hpp"
#include "suanwang/net/routing.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The graph of a spec: its centres and links in the order of ids, as wide as `bandwidth` says. A latency
/// that is not given is that of fibre along the great circle; 0 where a centre has no coordinates.
[[nodiscard]] Network build_network(const Spec& spec);

/// The links of a spec over simulated time, in the order of ids.
[[nodiscard]] std::vector<LinkPlan> link_plans(const Spec& spec, const Inputs& inputs);

/// The routes that a spec fixes.
[[nodiscard]] std::vector<FixedRoute> fixed_routes(const Spec& spec);

}  // namespace suanwang
