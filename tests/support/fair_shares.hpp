#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/net/flows.hpp"

/// Max-min fair sharing from its definition, flow by flow, to compare with.
namespace suanwang::test {

inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

struct SharedFlow {
  std::vector<ResourceId> path;
  double weight = 1;
  double cap = kInfinite;
};

struct SharedNetwork {
  std::vector<double> capacities;
  std::vector<SharedFlow> flows;
};

/// All levels rise together; where a resource is full or a cap reached, flows stop. Of long doubles, so that
/// its own rounding does not matter.
inline std::vector<double> fair_rates(const SharedNetwork& network) {
  const std::size_t count = network.flows.size();
  std::vector<long double> rates(count, 0);
  std::vector<bool> stopped(count, false);
  for (std::size_t left = count; left > 0;) {
    // The least level at which something stops a flow that has not stopped.
    long double level = kInfinite;
    std::vector<long double> full(network.capacities.size(), kInfinite);
    for (std::size_t l = 0; l < full.size(); ++l) {
      long double rest = network.capacities[l];
      long double weight = 0;
      for (std::size_t f = 0; f < count; ++f) {
        if (!std::ranges::count(network.flows[f].path, ResourceId{l})) continue;
        if (stopped[f]) {
          rest -= rates[f];
        } else {
          weight += network.flows[f].weight;
        }
      }
      if (weight > 0) full[l] = std::max(0.0L, rest) / weight;
      level = std::min(level, full[l]);
    }
    for (std::size_t f = 0; f < count; ++f) {
      if (!stopped[f])
        level = std::min(level, static_cast<long double>(network.flows[f].cap) / network.flows[f].weight);
    }
    for (std::size_t f = 0; f < count; ++f) {
      if (stopped[f]) continue;
      const SharedFlow& flow = network.flows[f];
      const long double slack = level * 1e-15L;
      const bool at_cap = flow.cap / static_cast<long double>(flow.weight) <= level + slack;
      const bool held =
          std::ranges::any_of(flow.path, [&](ResourceId l) { return full[l.index()] <= level + slack; });
      if (!at_cap && !held) continue;
      rates[f] = at_cap ? static_cast<long double>(flow.cap) : flow.weight * level;
      stopped[f] = true;
      --left;
    }
  }
  return {rates.begin(), rates.end()};
}

/// What is wrong with `rates` by the certificate: within capacities and caps, and every flow is at its cap or
/// has a full resource on which no flow has a greater rate for its weight.
inline std::optional<std::string> certificate_violation(const SharedNetwork& network,
                                                        const std::vector<double>& rates) {
  constexpr double kSlack = 1e-10;
  std::vector<double> used(network.capacities.size(), 0);
  std::vector<double> highest(network.capacities.size(), 0);
  for (std::size_t f = 0; f < rates.size(); ++f) {
    for (const ResourceId l : network.flows[f].path) {
      used[l.index()] += rates[f];
      highest[l.index()] = std::max(highest[l.index()], rates[f] / network.flows[f].weight);
    }
  }
  for (std::size_t l = 0; l < used.size(); ++l) {
    if (used[l] > network.capacities[l] * (1 + kSlack))
      return "resource " + std::to_string(l) + " carries too much";
  }
  for (std::size_t f = 0; f < rates.size(); ++f) {
    const SharedFlow& flow = network.flows[f];
    if (!(rates[f] >= 0 && rates[f] <= flow.cap))
      return "flow " + std::to_string(f) + " is out of its bounds";
    const bool held = std::ranges::any_of(flow.path, [&](ResourceId l) {
      return used[l.index()] >= network.capacities[l.index()] * (1 - kSlack) &&
             rates[f] / flow.weight >= highest[l.index()] * (1 - kSlack);
    });
    if (!held && rates[f] != flow.cap) return "flow " + std::to_string(f) + " could have more";
  }
  return std::nullopt;
}

}  // namespace suanwang::test
