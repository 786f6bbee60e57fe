// Published and hand-worked shares: textbook rows 28 to 34 of the table of oracles
// (../shared/brief/algorithms.md, section 9), and the unit values of SimGrid's solver (section 2.2).
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/net/flows.hpp"

#include "support/fair_shares.hpp"

namespace suanwang {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

test::SharedFlow flow(const std::vector<std::size_t>& path, double weight = 1, double cap = test::kInfinite) {
  test::SharedFlow made{{}, weight, cap};
  for (const std::size_t l : path) made.path.emplace_back(l);
  return made;
}

std::vector<double> rates(const test::SharedNetwork& network) {
  Flows flows{{network.capacities.begin(), network.capacities.end()}};
  std::vector<FlowId> ids;
  for (const test::SharedFlow& f : network.flows) {
    ids.push_back(flows.start(
        kStart, {.path = f.path, .size = Bytes{1}, .weight = f.weight, .cap = BytesPerSecond{f.cap}}));
  }
  flows.settle(kStart);
  std::vector<double> rates;
  for (const FlowId id : ids) rates.push_back(flows.rate(id).base());
  EXPECT_EQ(flows.violation(), std::nullopt);
  EXPECT_EQ(test::certificate_violation(network, rates), std::nullopt);
  return rates;
}

void expect_rates(const test::SharedNetwork& network, const std::vector<double>& expected) {
  const std::vector<double> found = rates(network);
  const std::vector<double> by_definition = test::fair_rates(network);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t f = 0; f < expected.size(); ++f) {
    SCOPED_TRACE("flow " + std::to_string(f));
    EXPECT_NEAR(found[f], expected[f], 1e-12 * expected[f]);
    EXPECT_NEAR(by_definition[f], expected[f], 1e-12 * expected[f]);
  }
}

TEST(MaxMin, ParkingLot) {
  expect_rates({{1, 1, 1}, {flow({0, 1, 2}), flow({0}), flow({1}), flow({2})}}, {0.5, 0.5, 0.5, 0.5});
}
TEST(MaxMin, ThreeLinks) {
  expect_rates({{10, 4, 6}, {flow({0, 1}), flow({0}), flow({1, 2}), flow({2})}}, {2, 8, 2, 4});
}
TEST(MaxMin, Weighted) {
  expect_rates({{12}, {flow({0}, 1), flow({0}, 2), flow({0}, 3)}}, {2, 4, 6});
}
TEST(MaxMin, Capped) {
  expect_rates({{10}, {flow({0}, 1, 1), flow({0}), flow({0})}}, {1, 4.5, 4.5});
}
TEST(MaxMin, WeightedAndCapped) {
  expect_rates({{10, 5}, {flow({0}, 2), flow({0, 1}), flow({1}, 1, 1)}}, {20.0 / 3, 10.0 / 3, 1});
}
TEST(MaxMin, Line) {
  expect_rates({{1, 2, 1}, {flow({0, 1, 2}), flow({0}), flow({1}), flow({1}), flow({2})}},
               {0.5, 0.5, 0.75, 0.75, 0.5});
}

// What SimGrid calls a sharing penalty p is a weight 1/p. Where a variable consumes twice of a constraint
// that is its only one (a = 2 or 20/60), half of the capacity says the same.
TEST(MaxMin, SimGridUnitValues) {
  expect_rates({{3}, {flow({0}, 1), flow({0}, 0.5)}}, {2, 1});
  expect_rates({{20, 60}, {flow({0}), flow({0, 1}), flow({1}, 5)}}, {10, 10, 50});
  // Crosstraffic: each of two opposite flows takes 5 % of the other's direction; both get C / 1.05. As
  // capacity:
  expect_rates({{10 / 1.05, 10 / 1.05}, {flow({0}), flow({1})}}, {10 / 1.05, 10 / 1.05});
}

// Row 33: 40 and 100 bytes at 10 B/s share from 0; 30 more at 4 s. At 4 s 20 and 80 are left. Thirds until
// the first ends at 10 s (60 left of the second, 10 of the third), halves until the third ends at 12 s, 50
// left: 17 s.
TEST(MaxMin, FluidInTime) {
  Flows flows{{BytesPerSecond{10}}};
  const std::vector<ResourceId> path{ResourceId{0}};
  static_cast<void>(flows.start(kStart, {.path = path, .size = Bytes{40}, .key = 0}));
  static_cast<void>(flows.start(kStart, {.path = path, .size = Bytes{100}, .key = 1}));
  flows.settle(kStart);
  static_cast<void>(flows.start(kStart + 4s, {.path = path, .size = Bytes{30}, .key = 2}));
  flows.settle(kStart + 4s);
  std::vector<Time> finish(3);
  while (flows.next() != kNever) {
    const Time now = flows.next();
    for (const Flows::Completion& done : flows.take_completed(now)) finish[done.key] = now;
    flows.settle(now);
  }
  EXPECT_EQ(finish, (std::vector<Time>{kStart + 10s, kStart + 17s, kStart + 12s}));
}

// Row 34: shares by round-trip time, as SimGrid computes them. 3 GB each on 1 GB/s, after latencies of 10 and
// 20 ms, weights of 1/latency: the first has 10 MB at 20 ms, then 2/3 GB/s, and ends at 0.020 + 2.990 / (2/3)
// = 4.505 s; the second has then got 4.485/3 = 1.495 GB and needs 1.505 s more.
TEST(MaxMin, RoundTripTimes) {
  Flows flows{{BytesPerSecond{1e9}}};
  const std::vector<ResourceId> path{ResourceId{0}};
  static_cast<void>(
      flows.start(kStart + 10ms, {.path = path, .size = Bytes{3e9}, .weight = 1 / 10e-3, .key = 0}));
  flows.settle(kStart + 10ms);
  static_cast<void>(
      flows.start(kStart + 20ms, {.path = path, .size = Bytes{3e9}, .weight = 1 / 20e-3, .key = 1}));
  flows.settle(kStart + 20ms);
  std::vector<double> finish(2);
  while (flows.next() != kNever) {
    const Time now = flows.next();
    for (const Flows::Completion& done : flows.take_completed(now)) finish[done.key] = in_seconds(now);
    flows.settle(now);
  }
  EXPECT_NEAR(finish[0], 4.505, 1.1e-9);
  EXPECT_NEAR(finish[1], 6.010, 1.1e-9);
}

}  // namespace
}  // namespace suanwang
