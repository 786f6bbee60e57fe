#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "suanwang/net/flows.hpp"

#include "support/fair_shares.hpp"
#include "support/seeds.hpp"

/// Networks and flows drawn at random, with ties, near-ties, cuts and no limits.
namespace suanwang::test {

/// Few values, so that ties are many; some of them almost but not quite alike.
inline double tied_number(Rng& rng) {
  const double value = static_cast<double>(rng.integer(1, 4));
  return rng.chance(0.2) ? value * (1 + static_cast<double>(rng.integer(-3, 3)) * 1e-15) : value;
}

/// Numbers of all sizes, or few that are often equal.
inline double any_number(Rng& rng, bool ties) {
  return ties ? tied_number(rng) : std::exp(rng.uniform(-8, 8));
}

inline double any_capacity(Rng& rng, bool ties) {
  const double kind = rng.uniform();
  return kind < 0.05 ? 0.0 : kind < 0.1 ? kInfinite : any_number(rng, ties);
}

inline SharedFlow any_flow(Rng& rng, std::size_t resources, bool ties) {
  SharedFlow made;
  std::vector<ResourceId> all;
  for (std::size_t l = 0; l < resources; ++l) all.emplace_back(l);
  rng.shuffle(all);
  all.resize(rng.index(std::min<std::size_t>(resources, 5)) + 1);
  made.path = all;
  if (rng.chance(0.5)) made.weight = any_number(rng, ties);
  if (rng.chance(0.3)) made.cap = any_number(rng, ties);
  return made;
}

inline SharedNetwork any_network(Rng& rng) {
  SharedNetwork made;
  const bool ties = rng.chance(0.5);
  for (std::size_t l = 0, n = 1 + rng.index(12); l < n; ++l)
    made.capacities.push_back(any_capacity(rng, ties));
  for (std::size_t f = 0, n = 1 + rng.index(20); f < n; ++f) {
    // Flows of one class as well.
    made.flows.push_back(f > 0 && rng.chance(0.3) ? made.flows[rng.index(f)]
                                                  : any_flow(rng, made.capacities.size(), ties));
  }
  return made;
}

inline std::vector<BytesPerSecond> capacities_of(const SharedNetwork& network) {
  return {network.capacities.begin(), network.capacities.end()};
}

inline FlowRequest request_of(const SharedFlow& flow, double size, std::uint64_t key) {
  return {flow.path, Bytes{size}, flow.weight, BytesPerSecond{flow.cap}, key};
}

/// The rates that the flows of a network have, started in the order given.
inline std::vector<double> rates_of(const SharedNetwork& network, const std::vector<std::size_t>& order) {
  Flows flows{capacities_of(network)};
  std::vector<FlowId> ids(network.flows.size());
  for (const std::size_t f : order) ids[f] = flows.start(kStart, request_of(network.flows[f], 1, f));
  flows.settle(kStart);
  std::vector<double> found;
  for (const FlowId id : ids) found.push_back(flows.rate(id).base());
  return found;
}

inline std::vector<std::size_t> in_order(std::size_t count) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = i;
  return order;
}

}  // namespace suanwang::test
