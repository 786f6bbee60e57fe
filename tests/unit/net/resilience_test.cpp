#include "suanwang/net/resilience.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "support/literals.hpp"

namespace suanwang {
namespace {

using namespace test::literals;
using Indices = std::vector<std::size_t>;

constexpr BytesPerSecond kUnlimitedRate{std::numeric_limits<double>::infinity()};

/// Two triangles 0-1-2 and 3-4-5 joined by 2-3, node 6 on two fibres beside each other, node 7 on none.
Network triangles(BytesPerSecond joint = BytesPerSecond{1.25e9}) {
  return {8,
          {{0, 1, 100.0_Gbps, 1.0_ms},
           {1, 2, 100.0_Gbps, 1.0_ms},
           {2, 0, 40.0_Gbps, 1.0_ms},
           {3, 2, joint, 1.0_ms},
           {3, 4, 100.0_Gbps, 1.0_ms},
           {4, 5, 100.0_Gbps, 1.0_ms},
           {5, 3, 100.0_Gbps, 1.0_ms},
           {5, 6, 10.0_Gbps, 1.0_ms},
           {6, 5, 20.0_Gbps, 1.0_ms},
           {7, 6, 0.0_Gbps, 1.0_ms}}};
}

TEST(Bridges, PartTheNetwork) {
  const std::vector<Bridge> found = bridges(triangles());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].link, 3U);
  EXPECT_EQ(found[0].a_side, (Indices{3, 4, 5, 6}));
  EXPECT_EQ(found[0].b_side, (Indices{0, 1, 2}));
}

TEST(Bridges, EveryLinkOfAChainIsOne) {
  const Network chain{4, {{2, 1, 1.0_Gbps, 1.0_ms}, {3, 2, 1.0_Gbps, 1.0_ms}, {1, 0, 1.0_Gbps, 1.0_ms}}};
  const std::vector<Bridge> found = bridges(chain);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].link, 0U);
  EXPECT_EQ(found[0].a_side, (Indices{2, 3}));
  EXPECT_EQ(found[0].b_side, (Indices{0, 1}));
  EXPECT_TRUE(bridges(Network{0, {}}).empty());
  EXPECT_TRUE(bridges(Network{3, {}}).empty());
}

TEST(MinCut, AddsUpWhatIsAcross) {
  const Network network = triangles();
  // Node 0 hangs on 100 + 40 Gbps, but the joint of 10 Gbps is narrower.
  const Cut joint = min_cut(network, 0, 4);
  EXPECT_EQ(joint.capacity, 10.0_Gbps);
  EXPECT_EQ(joint.links, Indices{3});
  EXPECT_EQ(joint.side, (Indices{0, 1, 2}));
  EXPECT_EQ(joint.beyond, (Indices{3, 4, 5, 6}));
  // Within the triangle: straight 100 and around 40.
  EXPECT_EQ(min_cut(network, 0, 1).capacity, 140.0_Gbps);
  // Fibres beside each other add up.
  const Cut fibres = min_cut(network, 6, 4);
  EXPECT_EQ(fibres.capacity, 30.0_Gbps);
  EXPECT_EQ(fibres.links, (Indices{7, 8}));
}

TEST(MinCut, NothingAndWithoutLimit) {
  const Cut none = min_cut(triangles(), 7, 0);
  EXPECT_EQ(none.capacity, 0.0_Gbps);
  EXPECT_TRUE(none.links.empty());
  EXPECT_EQ(none.side, Indices{7});
  const Network free{3, {{0, 1, kUnlimitedRate, 1.0_ms}, {1, 2, 5.0_Gbps, 1.0_ms}, {2, 0, 7.0_Gbps, 1.0_ms}}};
  const Cut unlimited = min_cut(free, 0, 1);
  EXPECT_EQ(unlimited.capacity, kUnlimitedRate);
  EXPECT_TRUE(unlimited.links.empty());
  EXPECT_EQ(min_cut(free, 0, 2).capacity, 12.0_Gbps) << "the cut goes around the link without limit";
}

TEST(CutTree, HasOneCutForEachNodeButTheFirstOfItsPart) {
  const std::vector<Cut> tree = cut_tree(triangles());
  EXPECT_EQ(tree.size(), 6U);
  EXPECT_TRUE(std::ranges::any_of(tree, [](const Cut& cut) { return cut.links == Indices{3}; }));
  EXPECT_TRUE(cut_tree(Network{0, {}}).empty());
}

}  // namespace
}  // namespace suanwang
