// Latencies against the published table of distances from Cloud Brain II, and routes against brute force.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/net/network.hpp"

#include "support/networks.hpp"

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

using test::all_routes;

/// The same hops, and what follows from them.
void expect_route(const std::optional<Route>& route, const Route& expected) {
  ASSERT_TRUE(route);
  EXPECT_EQ(route->hops, expected.hops);
  EXPECT_EQ(route->latency.base(), expected.latency.base());
  EXPECT_EQ(route->bandwidth.base(), expected.bandwidth.base());
}

/// Calls `check(network, allowed, from, to)` for all pairs of random networks, parts of which are forbidden.
template <class Check>
void for_pairs(std::uint64_t cases, Check check) {
  test::for_seeds(cases, [&check](test::Rng& rng) {
    const Network network = test::random_network(rng);
    const Allowed allowed = test::random_allowed(rng, network);
    for (std::size_t from = 0; from < network.nodes(); ++from) {
      for (std::size_t to = 0; to < network.nodes(); ++to) check(network, allowed, from, to);
    }
  });
}

TEST(Network, LeastLatenciesAreThoseOfBruteForce) {
  for_pairs(300, [](const Network& network, const Allowed& allowed, std::size_t from, std::size_t to) {
    const std::vector<Route> all = all_routes(network, from, to, allowed);
    const std::optional<Route> route = network.least_latency(from, to, allowed);
    ASSERT_EQ(route.has_value(), !all.empty());
    if (route) expect_route(route, all.front());
    const std::vector<std::size_t> parts = network.parts();
    EXPECT_EQ(network.least_latency(from, to).has_value(), parts[from] == parts[to]);
  });
}

TEST(Network, WidestIsTheGreatestOfTheLeast) {
  for_pairs(300, [](const Network& network, const Allowed& allowed, std::size_t from, std::size_t to) {
    const std::vector<Route> all = all_routes(network, from, to, allowed);
    const std::optional<Route> route = network.widest(from, to, allowed);
    ASSERT_EQ(route.has_value(), !all.empty());
    // The first of those that are as wide as any: the list is in the order of ties.
    if (route) expect_route(route, *std::ranges::max_element(all, {}, &Route::bandwidth));
  });
}

TEST(Network, EqualLatenciesAreTheFirstThatShareNothing) {
  for_pairs(300, [](const Network& network, const Allowed& allowed, std::size_t from, std::size_t to) {
    const std::vector<Route> all = all_routes(network, from, to, allowed);
    for (const std::size_t most : {1U, 2U, 5U}) {
      std::vector<Route> expected;
      std::set<std::size_t> used;
      for (const Route& route : all) {
        const std::vector<std::size_t> links = test::links_of(route);
        const bool shares = std::ranges::any_of(links, [&](std::size_t i) { return used.contains(i); });
        if (shares || expected.size() == most) continue;
        if (test::exact_latency(route) > test::exact_latency(all.front())) continue;
        expected.push_back(route);
        used.insert(links.begin(), links.end());
      }
      const std::vector<Route> routes = network.equal_latencies(from, to, most, allowed);
      ASSERT_EQ(routes.size(), expected.size());
      for (std::size_t i = 0; i < routes.size(); ++i) expect_route(routes[i], expected[i]);
    }
  });
}

}  // namespace
}  // namespace suanwang
