#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>
#include <vector>

#include "suanwang/net/network.hpp"

#include "support/seeds.hpp"

namespace suanwang::test {

/// Up to eight nodes and a dozen links, many side by side. Latencies are few, so that ties are many, and
/// in tenths of a millisecond, so that sums depend on their order; bandwidths are small whole numbers,
/// sometimes nothing and sometimes without limit.
inline Network random_network(Rng& rng) {
  const std::size_t nodes = 2 + rng.index(7);
  std::vector<NetworkLink> links;
  for (std::size_t i = 0, n = rng.index(13); i < n; ++i) {
    const std::size_t a = rng.index(nodes);
    const std::size_t b = (a + 1 + rng.index(nodes - 1)) % nodes;
    double bandwidth = static_cast<double>(rng.integer(1, 5));
    if (rng.chance(0.1)) bandwidth = 0;
    if (rng.chance(0.05)) bandwidth = std::numeric_limits<double>::infinity();
    links.push_back({a, b, BytesPerSecond{bandwidth}, Seconds{1e-4 * static_cast<double>(rng.index(4))}});
  }
  return Network{nodes, std::move(links)};
}

/// Nodes and links taken at random, most of them; sometimes all, as an empty list.
inline Allowed random_allowed(Rng& rng, const Network& network) {
  Allowed allowed;
  if (rng.chance(0.7)) {
    for (std::size_t i = 0; i < network.nodes(); ++i) allowed.nodes.push_back(rng.chance(0.8));
  }
  if (rng.chance(0.7)) {
    for (std::size_t i = 0; i < network.links().size(); ++i) allowed.links.push_back(rng.chance(0.8));
  }
  return allowed;
}

inline std::vector<std::size_t> links_of(const Route& route) {
  std::vector<std::size_t> links;
  for (const Hop& hop : route.hops) links.push_back(hop.link);
  return links;
}

/// Latency in whole tenths of a millisecond, which `random_network` gives: exact.
inline long exact_latency(const Route& route) {
  return std::lround(route.latency.base() * 1e4);
}

/// All ways from one node to another that pass no node twice, in the order in which ties are broken: by
/// latency, number of links, and links.
inline std::vector<Route> all_routes(const Network& network, std::size_t from, std::size_t to,
                                     const Allowed& allowed = {}) {
  std::vector<Route> routes;
  std::vector<bool> seen(network.nodes());
  const std::function<void(std::size_t, const Route&)> walk = [&](std::size_t node, const Route& way) {
    if (seen[node] || !allowed.node(node)) return;
    if (node == to) return routes.push_back(way);
    seen[node] = true;
    for (std::size_t i = 0; i < network.links().size(); ++i) {
      const NetworkLink& link = network.links()[i];
      if (link.bandwidth.base() <= 0 || !allowed.link(i) || (link.a != node && link.b != node)) continue;
      Route longer = way;
      longer.latency += link.latency;
      longer.bandwidth = std::min(longer.bandwidth, link.bandwidth);
      longer.hops.push_back({i, link.b == node});
      walk(link.a == node ? link.b : link.a, longer);
    }
    seen[node] = false;
  };
  walk(from, {});
  std::ranges::sort(routes, [](const Route& a, const Route& b) {
    return std::tuple{exact_latency(a), a.hops.size(), links_of(a)} <
           std::tuple{exact_latency(b), b.hops.size(), links_of(b)};
  });
  return routes;
}

}  // namespace suanwang::test
