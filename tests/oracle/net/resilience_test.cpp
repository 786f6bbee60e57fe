// Bridges by removing each link, and least cuts by trying all.
#include "suanwang/net/resilience.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "support/networks.hpp"

namespace suanwang {
namespace {

using test::for_seeds;
using test::random_network;
using test::Rng;

/// The part of each node when some links are gone, numbered by lowest nodes.
std::vector<std::size_t> parts_without(const Network& network, const std::vector<std::size_t>& gone) {
  std::vector<std::size_t> part(network.nodes());
  std::iota(part.begin(), part.end(), 0U);
  for (std::size_t round = 0; round < network.nodes(); ++round) {
    for (std::size_t i = 0; i < network.links().size(); ++i) {
      const NetworkLink& link = network.links()[i];
      if (link.bandwidth.base() <= 0 || std::ranges::find(gone, i) != gone.end()) continue;
      part[link.a] = part[link.b] = std::min(part[link.a], part[link.b]);
    }
  }
  return part;
}

std::vector<std::size_t> nodes_of(const std::vector<std::size_t>& parts, std::size_t part) {
  std::vector<std::size_t> nodes;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == part) nodes.push_back(i);
  }
  return nodes;
}

/// The least capacity between any set of nodes that holds `from` and the rest that holds `to`.
double least_of_all_cuts(const Network& network, std::size_t from, std::size_t to) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t set = 0; set < std::size_t{1} << network.nodes(); ++set) {
    const auto holds = [set](std::size_t node) { return (set >> node & 1U) != 0; };
    if (!holds(from) || holds(to)) continue;
    double capacity = 0;
    for (const NetworkLink& link : network.links()) {
      if (holds(link.a) != holds(link.b)) capacity += link.bandwidth.base();
    }
    least = std::min(least, capacity);
  }
  return least;
}

TEST(Bridges, AreTheLinksWhoseRemovalParts) {
  for_seeds(500, [](Rng& rng) {
    const Network network = random_network(rng);
    const std::vector<Bridge> found = bridges(network);
    std::size_t next = 0;
    for (std::size_t i = 0; i < network.links().size(); ++i) {
      const NetworkLink& link = network.links()[i];
      const std::vector<std::size_t> parts = parts_without(network, {i});
      if (link.bandwidth.base() <= 0 || parts[link.a] == parts[link.b]) continue;
      ASSERT_LT(next, found.size());
      EXPECT_EQ(found[next].link, i);
      EXPECT_EQ(found[next].a_side, nodes_of(parts, parts[link.a]));
      EXPECT_EQ(found[next].b_side, nodes_of(parts, parts[link.b]));
      ++next;
    }
    EXPECT_EQ(next, found.size());
  });
}

TEST(MinCut, IsTheLeastOfAllCuts) {
  for_seeds(300, [](Rng& rng) {
    const Network network = random_network(rng);
    const std::size_t from = rng.index(network.nodes());
    const std::size_t to = (from + 1 + rng.index(network.nodes() - 1)) % network.nodes();
    const Cut cut = min_cut(network, from, to);
    EXPECT_EQ(cut.capacity.base(), least_of_all_cuts(network, from, to));
    if (std::isinf(cut.capacity.base())) {
      EXPECT_TRUE(cut.links.empty());
      return;
    }
    double sum = 0;
    for (const std::size_t link : cut.links) sum += network.links()[link].bandwidth.base();
    EXPECT_EQ(sum, cut.capacity.base());
    const std::vector<std::size_t> parts = parts_without(network, cut.links);
    EXPECT_NE(parts[from], parts[to]);
    for (const std::size_t node : cut.side) EXPECT_NE(parts[node], parts[to]);
    EXPECT_TRUE(std::ranges::count(cut.side, from) == 1 && std::ranges::count(cut.beyond, to) == 1);
  });
}

/// The least capacity on the way from `at` to `to` in the tree; -1 where no way leads there.
double least_on_the_way(const std::vector<Cut>& tree, std::size_t at, std::size_t to, std::size_t before,
                        double least) {
  if (at == to) return least;
  for (const Cut& cut : tree) {
    if (cut.from != at && cut.to != at) continue;
    const std::size_t next = cut.from == at ? cut.to : cut.from;
    if (next == before) continue;
    const double found = least_on_the_way(tree, next, to, at, std::min(least, cut.capacity.base()));
    if (found >= 0) return found;
  }
  return -1;
}

TEST(CutTree, HoldsTheLeastCutOfEveryPair) {
  for_seeds(200, [](Rng& rng) {
    const Network network = random_network(rng);
    const std::vector<std::size_t> parts = network.parts();
    const std::vector<Cut> tree = cut_tree(network);
    EXPECT_EQ(tree.size(), network.nodes() - 1 - *std::ranges::max_element(parts));
    for (std::size_t from = 0; from < network.nodes(); ++from) {
      for (std::size_t to = from + 1; to < network.nodes(); ++to) {
        const double on_the_way =
            least_on_the_way(tree, from, to, network.nodes(), std::numeric_limits<double>::infinity());
        EXPECT_EQ(std::max(0.0, on_the_way), least_of_all_cuts(network, from, to));
      }
    }
  });
}

}  // namespace
}  // namespace suanwang
