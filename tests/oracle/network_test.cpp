// Latencies against the published table of distances from Cloud Brain II, and routes against brute force.
#include "suanwang/net/network.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

TEST(FibreDelay, AgreesWithTheTableOfDistances) {
  const Coordinates shenzhen{22.59, 113.97};
  struct Row {
    Coordinates city;
    double km;
    double ms;  // at a route factor of 1.4 and 4.9 us/km
  };
  // ../shared/domain/README.md, section 5
  const Row rows[] = {{{23.17, 113.44}, 84, 0.58},  {{22.12, 113.53}, 69, 0.47},
                      {{24.85, 113.60}, 254, 1.74}, {{30.48, 114.50}, 879, 6.0},
                      {{30.78, 103.92}, 1350, 9.3}, {{39.94, 116.10}, 1940, 13.3},
                      {{41.72, 123.45}, 2303, 15.8}};
  for (const Row& row : rows) {
    EXPECT_NEAR(great_circle_km(shenzhen, row.city), row.km, 0.005 * row.km + 0.5);
    EXPECT_NEAR(fibre_delay(shenzhen, row.city, 1.4).base() * 1e3, row.ms, 0.005 * row.ms + 0.05);
  }
  EXPECT_EQ(great_circle_km(shenzhen, shenzhen), 0);
}

/// All simple routes, tried one by one: the best by (latency, links, links' indices).
std::optional<Network::Route> by_brute_force(const Network& network, std::size_t from, std::size_t to) {
  std::optional<Network::Route> best;
  std::vector<bool> seen(network.nodes());
  Network::Route way;
  const auto better = [](const Network::Route& a, const Network::Route& b) {
    return std::tuple{a.latency.base(), a.links.size(), a.links} <
           std::tuple{b.latency.base(), b.links.size(), b.links};
  };
  const std::function<void(std::size_t)> walk = [&](std::size_t node) {
    if (node == to) {
      if (!best || better(way, *best)) best = way;
      return;
    }
    seen[node] = true;
    for (std::size_t i = 0; i < network.links().size(); ++i) {
      const NetworkLink& link = network.links()[i];
      if (link.bandwidth.base() <= 0 || (link.a != node && link.b != node)) continue;
      const std::size_t next = link.a == node ? link.b : link.a;
      if (seen[next]) continue;
      const Network::Route before = way;
      way.latency += link.latency;
      way.links.push_back(i);
      walk(next);
      way = before;
    }
    seen[node] = false;
  };
  walk(from);
  return best;
}

TEST(Network, RoutesAreThoseOfBruteForce) {
  test::for_seeds(300, [](test::Rng& rng) {
    const std::size_t nodes = 2 + rng.index(5);
    std::vector<NetworkLink> links;
    for (std::size_t i = 0, n = rng.index(10); i < n; ++i) {
      const std::size_t a = rng.index(nodes);
      const std::size_t b = (a + 1 + rng.index(nodes - 1)) % nodes;
      // Few latencies, in eighths of a second: sums are exact and ties are many. Some links carry nothing.
      links.push_back(
          {a, b, BytesPerSecond{rng.index(5) == 0 ? 0.0 : 1e9}, Seconds{0.125 * double(rng.index(4))}});
    }
    const Network network{nodes, links};
    const std::vector<std::size_t> parts = network.parts();
    for (std::size_t from = 0; from < nodes; ++from) {
      for (std::size_t to = 0; to < nodes; ++to) {
        const auto route = network.least_latency(from, to);
        const auto best = by_brute_force(network, from, to);
        ASSERT_EQ(route.has_value(), best.has_value());
        EXPECT_EQ(route.has_value(), parts[from] == parts[to]);
        if (!route) continue;
        EXPECT_EQ(route->latency.base(), best->latency.base());
        EXPECT_EQ(route->links, best->links);
      }
    }
  });
}

}  // namespace
}  // namespace suanwang
