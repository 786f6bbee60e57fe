#include "suanwang/net/routing.hpp"

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "support/literals.hpp"
#include "support/networks.hpp"

namespace suanwang {
namespace {

using namespace test::literals;
using test::links_of;
using Links = std::vector<std::size_t>;
using Kind = RoutingRule::Kind;

/// A square 0-1-3-2-0 with a diagonal 0-3 that is short and narrow, and a second fibre beside 0-1:
///
///     link 0: 0-1  1 ms 400 Gbps      link 3: 3-2  1 ms 400 Gbps
///     link 1: 1-3  1 ms 100 Gbps      link 4: 2-0  1 ms 400 Gbps
///     link 2: 0-3  2 ms  10 Gbps      link 5: 1-0  1 ms 100 Gbps
Network square() {
  return {4,
          {{0, 1, 400.0_Gbps, 1.0_ms},
           {1, 3, 100.0_Gbps, 1.0_ms},
           {0, 3, 10.0_Gbps, 2.0_ms},
           {3, 2, 400.0_Gbps, 1.0_ms},
           {2, 0, 400.0_Gbps, 1.0_ms},
           {1, 0, 100.0_Gbps, 1.0_ms}}};
}

TEST(Network, LeastLatencyPrefersFewerLinksThenLowerOnes) {
  const Network network = square();
  // From 0 to 3 all of {2}, {0, 1} and {4, 3} take 2 ms.
  const auto straight = network.least_latency(0, 3);
  ASSERT_TRUE(straight);
  EXPECT_EQ(straight->hops, (std::vector<Hop>{{2, false}}));
  EXPECT_EQ(straight->latency, 2.0_ms);
  EXPECT_EQ(straight->bandwidth, 10.0_Gbps);
  // Links 0 and 5 are alike: the lower one is taken, backwards.
  EXPECT_EQ(network.least_latency(1, 0)->hops, (std::vector<Hop>{{0, true}}));
  // Without the diagonal, over 1 or over 2: links 0, 1 come before 4, 3.
  EXPECT_EQ(links_of(*network.least_latency(0, 3, {{}, {true, true, false, true, true, true}})),
            (Links{0, 1}));
  const auto stay = network.least_latency(2, 2);
  ASSERT_TRUE(stay);
  EXPECT_TRUE(stay->hops.empty());
  EXPECT_EQ(stay->latency, 0.0_s);
}

/// 0.1 + 0.2 + 0.3 ms and 0.3 + 0.2 + 0.1 ms differ in their last bit, and are the same to a planner.
TEST(Network, TheOrderOfAddingLatenciesMakesNoDifference) {
  const Network network{6,
                        {{0, 1, 1.0_Gbps, 0.3_ms},
                         {1, 2, 1.0_Gbps, 0.2_ms},
                         {2, 5, 1.0_Gbps, 0.1_ms},
                         {0, 3, 1.0_Gbps, 0.1_ms},
                         {3, 4, 1.0_Gbps, 0.2_ms},
                         {4, 5, 1.0_Gbps, 0.3_ms}}};
  EXPECT_EQ(links_of(*network.least_latency(0, 5)), (Links{0, 1, 2}));
  EXPECT_EQ(network.equal_latencies(0, 5, 4).size(), 2U);
}

TEST(Network, WidestThenLeastLatency) {
  const Network network = square();
  // The diagonal carries 10 Gbps, the way over 1 carries 100, the way over 2 carries 400.
  const auto wide = network.widest(0, 3);
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->hops, (std::vector<Hop>{{4, true}, {3, true}}));
  EXPECT_EQ(wide->bandwidth, 400.0_Gbps);
  // Into 1 from 3: 100 Gbps is the most, and straight on is 1 ms against 3 ms by the 400 Gbps of 3-2-0 and
  // link 5.
  EXPECT_EQ(links_of(*network.widest(3, 1, {{}, {false, true, true, true, true, true}})), (Links{1}));
  EXPECT_EQ(network.widest(2, 2)->bandwidth.base(), std::numeric_limits<double>::infinity());
}

TEST(Network, EqualLatenciesShareNoLink) {
  const Network network = square();
  const std::vector<Route> routes = network.equal_latencies(0, 3, 16);
  ASSERT_EQ(routes.size(), 3U);
  EXPECT_EQ(links_of(routes[0]), (Links{2}));
  EXPECT_EQ(links_of(routes[1]), (Links{0, 1}));
  EXPECT_EQ(links_of(routes[2]), (Links{4, 3}));
  EXPECT_EQ(network.equal_latencies(0, 3, 2).size(), 2U);
  EXPECT_EQ(network.equal_latencies(0, 1, 16).size(), 2U) << "both fibres, and no detour";
  EXPECT_EQ(network.equal_latencies(0, 0, 16).size(), 1U);
}

TEST(Network, NothingLeadsOverALinkWithoutBandwidth) {
  const Network network{3, {{0, 1, 0.0_Gbps, 1.0_ms}, {1, 2, 1.0_Gbps, 1.0_ms}}};
  EXPECT_FALSE(network.least_latency(0, 1));
  EXPECT_FALSE(network.widest(0, 2));
  EXPECT_TRUE(network.equal_latencies(0, 2, 3).empty());
  EXPECT_FALSE(network.along(0, {0}));
  EXPECT_EQ(network.parts(), (Links{0, 1, 1}));
}

/// A zone holds its centres and links, also at the ends.
TEST(Network, WhatIsNotAllowedIsNotPassed) {
  const Network network = square();
  const Allowed without_1{{true, false, true, true}, {}};
  EXPECT_EQ(links_of(*network.least_latency(
                0, 3, {{true, false, true, true}, {true, true, false, true, true, true}})),
            (Links{4, 3}));
  EXPECT_FALSE(network.least_latency(0, 1, without_1));
  EXPECT_FALSE(network.least_latency(1, 0, without_1));
  EXPECT_FALSE(network.least_latency(1, 1, without_1));
  EXPECT_FALSE(network.widest(1, 0, without_1));
  EXPECT_TRUE(network.equal_latencies(1, 0, 2, without_1).empty());
  EXPECT_FALSE(network.along(0, {0, 1}, without_1));
}

TEST(Network, AlongFollowsTheLinks) {
  const Network network = square();
  const auto round = network.along(1, {5, 4, 3});
  ASSERT_TRUE(round);
  EXPECT_EQ(round->hops, (std::vector<Hop>{{5, false}, {4, true}, {3, true}}));
  EXPECT_EQ(round->latency, 3.0_ms);
  EXPECT_FALSE(network.along(1, {4})) << "starts elsewhere";
  EXPECT_FALSE(network.along(1, {5, 3})) << "has a gap";
}

TEST(Routing, GoesByItsRule) {
  const auto network = std::make_shared<const Network>(square());
  const auto links_by = [&](RoutingRule rule) {
    Routing routing{network, rule};
    std::vector<Links> all;
    for (const Route& route : routing.between(0, 3)) all.push_back(links_of(route));
    return all;
  };
  EXPECT_EQ(links_by({}), (std::vector<Links>{{2}}));
  EXPECT_EQ(links_by({Kind::Widest}), (std::vector<Links>{{4, 3}}));
  EXPECT_EQ(links_by({Kind::Split, 2}), (std::vector<Links>{{2}, {0, 1}}));
}

TEST(Routing, AFixedRouteHoldsBothWaysUnlessTheReverseIsGiven) {
  const auto network = std::make_shared<const Network>(square());
  Routing one{network, {}, {{0, 3, {0, 1}}}};
  EXPECT_EQ(links_of(one.between(0, 3).front()), (Links{0, 1}));
  EXPECT_EQ(one.between(3, 0).front().hops, (std::vector<Hop>{{1, true}, {0, true}}));
  EXPECT_EQ(links_of(one.between(0, 1).front()), Links{0}) << "not listed: by the rule";

  Routing both{network, {Kind::Widest}, {{0, 3, {0, 1}}, {3, 0, {2}}}};
  EXPECT_EQ(links_of(both.between(0, 3).front()), (Links{0, 1}));
  EXPECT_EQ(both.between(3, 0).front().hops, (std::vector<Hop>{{2, true}}));
}

TEST(Routing, AFixedRouteThatIsCutGivesWayToTheRule) {
  Routing routing{std::make_shared<const Network>(square()), {}, {{0, 3, {0, 1}}}};
  EXPECT_EQ(links_of(routing.between(0, 3).front()), (Links{0, 1}));
  std::vector<NetworkLink> links = square().links();
  links[1].bandwidth = 0.0_Gbps;
  routing.change_network(std::make_shared<const Network>(Network{4, links}));
  EXPECT_EQ(links_of(routing.between(0, 3).front()), Links{2});
  routing.change_network(std::make_shared<const Network>(square()));
  EXPECT_EQ(links_of(routing.between(0, 3).front()), (Links{0, 1}));

  Routing in_zone{
      std::make_shared<const Network>(square()), {}, {{0, 3, {0, 1}}}, {{true, false, true, true}, {}}};
  EXPECT_EQ(links_of(in_zone.between(0, 3).front()), Links{2}) << "centre 1 is not of the zone";
}

}  // namespace
}  // namespace suanwang
