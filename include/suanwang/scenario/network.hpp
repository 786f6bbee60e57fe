#pragma once

#include "suanwang/net/network.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The graph of a spec: its centres and links in the order of ids. A latency that is not given is that of
/// fibre along the great circle; 0 where a centre has no coordinates.
[[nodiscard]] Network build_network(const Spec& spec);

}  // namespace suanwang
