/// Flows of least cost against Boost.Graph's, against every assignment there is, and worked by hand.
#include "suanwang/policy/transport.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;
using ::testing::ElementsAre;

constexpr std::int64_t kForbidden = TransportProblem::kForbidden;

/// Row 1 can only go to column 0 at a fair price, so row 0 makes place: 2 + 1, not 1 + 9.
TEST(CheapestFlow, WhoCameFirstMakesPlace) {
  EXPECT_THAT(cheapest_flow({2, 2, {1, 2, 1, 9}, {1, 1}, {1, 1}}), ElementsAre(0, 1, 1, 0));
}

/// Three units of room: two rows of two do not fit, the second is left, the third still fits.
TEST(CheapestFlow, ARowIsServedWholeOrNotAtAll) {
  EXPECT_THAT(cheapest_flow({3, 1, {0, 0, 0}, {2, 2, 1}, {3}}), ElementsAre(2, 0, 1));
}

/// Units are split where that is cheapest: row 1 needs two of the four units of column 0.
TEST(CheapestFlow, SplitsARow) {
  EXPECT_THAT(cheapest_flow({2, 2, {1, 3, 1, 9}, {4, 2}, {4, 9}}), ElementsAre(2, 2, 2, 0));
}

TEST(CheapestFlow, ForbiddenColumnsStayEmpty) {
  EXPECT_THAT(cheapest_flow({2, 2, {kForbidden, 5, kForbidden, 1}, {1, 1}, {9, 1}}), ElementsAre(0, 1, 0, 0));
}

TransportProblem random_problem(Rng& rng, std::int64_t most_units) {
  TransportProblem p;
  p.rows = static_cast<std::size_t>(rng.integer(1, 8));
  p.columns = static_cast<std::size_t>(rng.integer(1, 5));
  const std::int64_t dearest = rng.chance(0.3) ? 3 : rng.chance(0.5) ? 1000 : TransportProblem::kDearest;
  for (std::size_t i = 0; i < p.rows * p.columns; ++i)
    p.cost.push_back(rng.chance(0.15) ? kForbidden : rng.integer(0, dearest));
  for (std::size_t r = 0; r < p.rows; ++r) p.demand.push_back(rng.integer(1, most_units));
  for (std::size_t c = 0; c < p.columns; ++c) p.capacity.push_back(rng.integer(0, 2 * most_units));
  return p;
}

/// The most that Boost.Graph sends from the rows marked in `served`, and its least cost. It adds up distances
/// of what it cannot reach, which overflows in integers; sums of costs are exact in doubles.
struct BoostFlow {
  std::int64_t units = 0;
  std::int64_t cost = 0;
};
BoostFlow boost_flow(const TransportProblem& p, const std::vector<bool>& served) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Graph = boost::adjacency_list<
      boost::vecS, boost::vecS, boost::directedS, boost::no_property,
      boost::property<boost::edge_capacity_t, std::int64_t,
                      boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                      boost::property<boost::edge_reverse_t, Traits::edge_descriptor,
                                                      boost::property<boost::edge_weight_t, double>>>>>;
  Graph graph(p.rows + p.columns + 2);
  const auto edge = [&](std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t cost) {
    const auto there = boost::add_edge(from, to, graph).first;
    const auto back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, capacity);
    boost::put(boost::edge_capacity, graph, back, 0);
    boost::put(boost::edge_weight, graph, there, static_cast<double>(cost));
    boost::put(boost::edge_weight, graph, back, -static_cast<double>(cost));
    boost::put(boost::edge_reverse, graph, there, back);
    boost::put(boost::edge_reverse, graph, back, there);
    return there;
  };
  const std::size_t source = p.rows + p.columns;
  std::vector<Traits::edge_descriptor> out;
  std::vector<Traits::edge_descriptor> across;
  for (std::size_t r = 0; r < p.rows; ++r) {
    if (!served[r]) continue;
    out.push_back(edge(source, r, p.demand[r], 0));
    for (std::size_t c = 0; c < p.columns; ++c) {
      const std::int64_t cost = p.cost[r * p.columns + c];
      if (cost != kForbidden) across.push_back(edge(r, p.rows + c, p.demand[r], cost));
    }
  }
  for (std::size_t c = 0; c < p.columns; ++c) edge(p.rows + c, source + 1, p.capacity[c], 0);
  boost::successive_shortest_path_nonnegative_weights(graph, source, source + 1);
  const auto sent = [&](const auto& each) {
    return boost::get(boost::edge_capacity, graph, each) -
           boost::get(boost::edge_residual_capacity, graph, each);
  };
  BoostFlow flow;
  for (const auto& each : out) flow.units += sent(each);
  for (const auto& each : across) {
    flow.cost += sent(each) * static_cast<std::int64_t>(boost::get(boost::edge_weight, graph, each));
  }
  return flow;
}

TEST(CheapestFlow, CostsWhatBoostsDoesAndLeavesOnlyWhatCannotBeServed) {
  test::for_seeds(3000, [](Rng& rng) {
    const TransportProblem p = random_problem(rng, rng.chance(0.3) ? 1 : 9);
    const std::vector<std::int64_t> flow = cheapest_flow(p);
    std::vector<bool> served(p.rows, false);
    std::int64_t wanted = 0;
    std::int64_t cost = 0;
    std::vector<std::int64_t> used(p.columns);
    for (std::size_t r = 0; r < p.rows; ++r) {
      std::int64_t sent = 0;
      for (std::size_t c = 0; c < p.columns; ++c) {
        const std::int64_t units = flow[r * p.columns + c];
        ASSERT_GE(units, 0);
        if (units == 0) continue;
        ASSERT_NE(p.cost[r * p.columns + c], kForbidden);
        sent += units;
        used[c] += units;
        cost += units * p.cost[r * p.columns + c];
      }
      served[r] = true;
      const std::int64_t possible = boost_flow(p, served).units;
      if (sent == 0) {
        EXPECT_LT(possible, wanted + p.demand[r]) << "row " << r << " could be served with those before it";
        served[r] = false;
      } else {
        EXPECT_EQ(sent, p.demand[r]);
        wanted += sent;
      }
    }
    for (std::size_t c = 0; c < p.columns; ++c) EXPECT_LE(used[c], p.capacity[c]);
    EXPECT_EQ(cost, boost_flow(p, served).cost);
  });
}

/// The least sum over all ways to give each row one column; kForbidden where there is none.
std::int64_t best_assignment(const TransportProblem& p, std::size_t row, std::vector<std::int64_t>& left) {
  if (row == p.rows) return 0;
  std::int64_t best = kForbidden;
  for (std::size_t c = 0; c < p.columns; ++c) {
    const std::int64_t cost = p.cost[row * p.columns + c];
    if (cost == kForbidden || left[c] == 0) continue;
    --left[c];
    const std::int64_t rest = best_assignment(p, row + 1, left);
    if (rest != kForbidden) best = std::min(best, cost + rest);
    ++left[c];
  }
  return best;
}

TEST(CheapestFlow, IsTheBestOfAllAssignmentsWhereRowsAreOfOne) {
  int complete = 0;
  test::for_seeds(1000, [&](Rng& rng) {
    TransportProblem p = random_problem(rng, 1);
    const std::vector<std::int64_t> flow = cheapest_flow(p);
    std::vector<std::int64_t> left = p.capacity;
    const std::int64_t best = best_assignment(p, 0, left);
    std::int64_t units = 0;
    std::int64_t cost = 0;
    for (std::size_t i = 0; i < flow.size(); ++i) {
      units += flow[i];
      if (flow[i] > 0) cost += p.cost[i];
    }
    EXPECT_EQ(units == static_cast<std::int64_t>(p.rows), best != kForbidden);
    if (best == kForbidden) return;
    EXPECT_EQ(cost, best);
    ++complete;
  });
  if (std::getenv("SUANWANG_SEED") == nullptr) {
    EXPECT_GT(complete, 100);
  }
}

}  // namespace
}  // namespace suanwang
