// What holds of routes and of capacities over time, whatever the network.
#include "suanwang/net/routing.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/net/link_plan.hpp"

#include "support/networks.hpp"

namespace suanwang {
namespace {

using test::for_seeds;
using test::Rng;

RoutingRule random_rule(Rng& rng) {
  using Kind = RoutingRule::Kind;
  const auto most = static_cast<std::size_t>(rng.integer(1, 4));
  return rng.pick(std::vector<RoutingRule>{{Kind::LeastLatency, 1}, {Kind::Widest, 1}, {Kind::Split, most}});
}

/// A few ways at random, each for a pair of its own.
std::vector<FixedRoute> random_fixed(Rng& rng, const Network& network) {
  std::vector<FixedRoute> fixed;
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (int i = 0; i < 4; ++i) {
    const std::size_t from = rng.index(network.nodes());
    const std::size_t to = rng.index(network.nodes());
    const std::vector<Route> all = test::all_routes(network, from, to);
    if (from == to || all.empty() || !pairs.insert({from, to}).second) continue;
    fixed.push_back({from, to, test::links_of(rng.pick(all))});
  }
  return fixed;
}

/// The route leads from `from` to `to` over what is allowed and carries something.
void expect_good(const Route& route, const Network& network, const Allowed& allowed, std::size_t from,
                 std::size_t to) {
  std::size_t at = from;
  EXPECT_TRUE(allowed.node(at));
  double bandwidth = std::numeric_limits<double>::infinity();
  double latency = 0;
  for (const Hop& hop : route.hops) {
    const NetworkLink& link = network.links()[hop.link];
    EXPECT_EQ(hop.backward ? link.b : link.a, at);
    EXPECT_EQ(hop.resource(), 2 * hop.link + (hop.backward ? 1U : 0U));
    at = hop.backward ? link.a : link.b;
    EXPECT_TRUE(allowed.link(hop.link) && allowed.node(at));
    bandwidth = std::min(bandwidth, link.bandwidth.base());
    latency += link.latency.base();
  }
  EXPECT_EQ(at, to);
  EXPECT_GT(bandwidth, 0);
  EXPECT_EQ(route.bandwidth.base(), bandwidth);
  EXPECT_EQ(route.latency.base(), latency);
}

TEST(RoutingProperty, NoRouteLeavesWhatIsAllowed) {
  for_seeds(300, [](Rng& rng) {
    const auto network = std::make_shared<const Network>(test::random_network(rng));
    const Allowed allowed = test::random_allowed(rng, *network);
    const std::vector<FixedRoute> fixed = random_fixed(rng, *network);
    const RoutingRule rule = random_rule(rng);
    Routing routing{network, rule, fixed, allowed};
    for (std::size_t from = 0; from < network->nodes(); ++from) {
      for (std::size_t to = 0; to < network->nodes(); ++to) {
        const std::vector<Route>& routes = routing.between(from, to);
        EXPECT_EQ(routes.empty(), test::all_routes(*network, from, to, allowed).empty());
        EXPECT_LE(routes.size(), rule.kind == RoutingRule::Kind::Split ? rule.most : 1);
        for (const Route& route : routes) expect_good(route, *network, allowed, from, to);
      }
    }
  });
}

/// A change of bandwidths leaves nothing behind: the routes are those of a routing that never knew others.
TEST(RoutingProperty, AChangedNetworkIsLikeANewOne) {
  for_seeds(100, [](Rng& rng) {
    const auto before = std::make_shared<const Network>(test::random_network(rng));
    std::vector<NetworkLink> links = before->links();
    for (NetworkLink& link : links) link.bandwidth = BytesPerSecond{static_cast<double>(rng.integer(0, 3))};
    const auto after = std::make_shared<const Network>(Network{before->nodes(), links});
    const std::vector<FixedRoute> fixed = random_fixed(rng, *before);
    const RoutingRule rule = random_rule(rng);
    Routing changed{before, rule, fixed};
    Routing fresh{after, rule, fixed};
    for (int round = 0; round < 2; ++round) {
      for (std::size_t from = 0; from < before->nodes(); ++from) {
        for (std::size_t to = 0; to < before->nodes(); ++to) {
          const std::vector<Route>& routes = changed.between(from, to);
          if (round == 0) continue;
          const std::vector<Route>& expected = fresh.between(from, to);
          ASSERT_EQ(routes.size(), expected.size());
          for (std::size_t i = 0; i < routes.size(); ++i) EXPECT_EQ(routes[i].hops, expected[i].hops);
        }
      }
      changed.change_network(after);
    }
  });
}

TEST(CapacityPlanProperty, IsWhatUpgradesAndOutagesSay) {
  for_seeds(500, [](Rng& rng) {
    const auto instant = [&rng] { return kStart + Duration{rng.integer(-5, 15)}; };
    const auto rate = [&rng] { return BytesPerSecond{static_cast<double>(rng.integer(0, 3))}; };
    const BytesPerSecond bandwidth = rate();
    std::vector<Upgrade> upgrades;
    std::vector<Outage> outages;
    for (std::size_t i = rng.index(5); i > 0; --i) {
      upgrades.push_back({kStart + Duration{rng.integer(0, 2) * 7 + static_cast<std::int64_t>(i)}, rate()});
    }
    for (std::size_t i = rng.index(5); i > 0; --i) outages.push_back({instant(), instant()});
    const CapacityPlan plan{bandwidth, upgrades, outages};
    for (std::int64_t t = -10; t <= 25; ++t) {
      const Time time = kStart + Duration{t};
      double expected = bandwidth.base();
      Time last = kAlways;
      for (const Upgrade& upgrade : upgrades) {
        if (upgrade.from > time || upgrade.from < last) continue;
        last = upgrade.from;
        expected = upgrade.bandwidth.base();
      }
      for (const Outage& outage : outages) {
        if (outage.from <= time && time < outage.to) expected = 0;
      }
      EXPECT_EQ(plan.at(time).base(), expected) << t;
    }
    BytesPerSecond before = plan.initial();
    Time last = kAlways;
    for (const CapacityPlan::Change& change : plan.changes()) {
      EXPECT_LT(last, change.at);
      EXPECT_NE(before, change.capacity);
      last = change.at;
      before = change.capacity;
    }
  });
}

}  // namespace
}  // namespace suanwang
