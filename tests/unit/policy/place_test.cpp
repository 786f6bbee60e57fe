/// Which accelerators the placement rules take, on nodes worked by hand.
#include "suanwang/policy/place.hpp"

#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

namespace suanwang {
namespace {

/// Four nodes of four: 0-3, 4-7, 8-11, 12-15. Taken are 0; 4, 5, 6; 8, 9. So 3, 1, 2 and 4 are free:
///   .XXX  = node 0: 1 2 3     node 1: 7     node 2: 10 11     node 3: 12 13 14 15
class PlaceRules : public ::testing::Test {
 protected:
  PlaceRules() : ledger_{PartitionId{0}, CentreId{0}, AcceleratorId{0}, 0, {{PoolId{0}, 16, 4, kStart}}} {
    ledger_.bring_online(PoolId{0});
    ledger_.claim(JobId{0}, {{0, 0}, {4, 6}, {8, 9}}, {kNever, 0});
  }

  /// The numbers that a rule takes, as text.
  static std::string taken(const char* rule, const Ledger& ledger, std::int64_t need,
                           const BitSet* reserved = nullptr) {
    const std::unique_ptr<const Place> place = find_entry(standard_catalogue().places, rule)->make();
    const Ranges ranges = place->pick(ledger, Accelerators::whole(need), reserved);
    return to_text({ranges.data(), ranges.size()});
  }
  [[nodiscard]] std::string taken(const char* rule, std::int64_t need,
                                  const BitSet* reserved = nullptr) const {
    return taken(rule, ledger_, need, reserved);
  }

  Ledger ledger_;
};

TEST_F(PlaceRules, FirstFitTakesTheLowestNumbers) {
  EXPECT_EQ(taken("first-fit", 1), "1");
  EXPECT_EQ(taken("first-fit", 4), "1-3 7");
  EXPECT_EQ(taken("first-fit", 6), "1-3 7 10-11");
  EXPECT_EQ(taken("first-fit", 10), "1-3 7 10-15");
}

// As few nodes as can be, and of those that hold the rest the fullest.
TEST_F(PlaceRules, BestFitKeepsFreeNodesWhole) {
  EXPECT_EQ(taken("best-fit", 1), "7");            // node 1 has just one
  EXPECT_EQ(taken("best-fit", 2), "10-11");        // node 2 has just two
  EXPECT_EQ(taken("best-fit", 3), "1-3");          // node 0 has just three
  EXPECT_EQ(taken("best-fit", 4), "12-15");        // only node 3 holds four
  EXPECT_EQ(taken("best-fit", 5), "7 12-15");      // node 3 and, for the one left, node 1
  EXPECT_EQ(taken("best-fit", 6), "10-15");        // node 3 and node 2: two nodes; any other way takes three
  EXPECT_EQ(taken("best-fit", 7), "1-3 12-15");    // nodes 3 and 0
  EXPECT_EQ(taken("best-fit", 8), "1-3 7 12-15");  // nodes 3 and 0, and the one left on node 1
  EXPECT_EQ(taken("best-fit", 10), "1-3 7 10-15");
}

TEST_F(PlaceRules, WorstFitFillsTheEmptiestNodes) {
  EXPECT_EQ(taken("worst-fit", 1), "12");
  EXPECT_EQ(taken("worst-fit", 4), "12-15");
  EXPECT_EQ(taken("worst-fit", 5), "1 12-15");
  EXPECT_EQ(taken("worst-fit", 8), "1-3 10 12-15");
}

// One a node in turn: nodes 3, 0, 2, 1 (4, 3, 2, 1 free), then 3, 0, 2 again, then 3, 0, then 3.
TEST_F(PlaceRules, SpreadTakesOneANodeInTurn) {
  EXPECT_EQ(taken("spread", 1), "12");
  EXPECT_EQ(taken("spread", 2), "1 12");
  EXPECT_EQ(taken("spread", 4), "1 7 10 12");
  EXPECT_EQ(taken("spread", 6), "1-2 7 10 12-13");
  EXPECT_EQ(taken("spread", 8), "1-2 7 10-14");
  EXPECT_EQ(taken("spread", 9), "1-3 7 10-14");
}

// What is reserved is as good as taken. Reserved: 1, 2, 12, 13, so that 1, 1, 2 and 2 may be taken:
// node 0: 3, node 1: 7, node 2: 10 11, node 3: 14 15.
TEST_F(PlaceRules, ReservedAcceleratorsAreLeftAlone) {
  BitSet reserved{16};
  reserved.insert_range(1, 2);
  reserved.insert_range(12, 13);
  EXPECT_EQ(taken("first-fit", 3, &reserved), "3 7 10");
  EXPECT_EQ(taken("first-fit", 6, &reserved), "3 7 10-11 14-15");
  EXPECT_EQ(taken("best-fit", 1, &reserved), "3");
  EXPECT_EQ(taken("best-fit", 2, &reserved), "10-11");
  EXPECT_EQ(taken("best-fit", 3, &reserved), "3 10-11");
  EXPECT_EQ(taken("worst-fit", 3, &reserved), "10-11 14");
  EXPECT_EQ(taken("spread", 3, &reserved), "3 10 14");
  EXPECT_EQ(taken("spread", 4, &reserved), "3 7 10 14");
}

// Of equal nodes the lowest goes first; the last node of a pool may have fewer, and pools have their own
// nodes: pool 0 has nodes 0-2, 3-4, pool 1 has nodes 5-6, 7-8.
TEST_F(PlaceRules, NodesOfTwoPools) {
  Ledger two{PartitionId{0},
             CentreId{0},
             AcceleratorId{0},
             100,
             {{PoolId{0}, 5, 3, kStart}, {PoolId{1}, 4, 2, kStart}}};
  two.bring_online(PoolId{0});
  two.bring_online(PoolId{1});
  EXPECT_EQ(taken("best-fit", two, 2), "3-4");
  EXPECT_EQ(taken("best-fit", two, 4), "0-3");
  EXPECT_EQ(taken("worst-fit", two, 4), "0-3");
  EXPECT_EQ(taken("spread", two, 4), "0 3 5 7");
  EXPECT_EQ(taken("spread", two, 5), "0-1 3 5 7");
}

// Among the accelerator types of a centre, the rule's score decides; first-fit takes the first.
TEST_F(PlaceRules, ChooseAmongTypesOfACentre) {
  Ledger other{PartitionId{1}, CentreId{0}, AcceleratorId{1}, 16, {{PoolId{1}, 12, 4, kStart}}};
  other.bring_online(PoolId{1});
  Ledger elsewhere{PartitionId{2}, CentreId{1}, AcceleratorId{0}, 0, {{PoolId{2}, 5, 4, kStart}}};
  elsewhere.bring_online(PoolId{2});
  const std::vector<const Ledger*> partitions{&ledger_, &other, &elsewhere};
  const auto chosen = [&](const char* rule, std::int64_t need) {
    const std::unique_ptr<const Place> place = find_entry(standard_catalogue().places, rule)->make();
    return choose_partition(partitions, *place, Accelerators::whole(need),
                            [&](const Ledger& p) { return Accelerators::whole(need) <= p.free(); });
  };
  EXPECT_EQ(chosen("first-fit", 5), &ledger_);
  EXPECT_EQ(chosen("best-fit", 5),
            &ledger_);  // leaves 5 of 10; `other` would keep 7 of 12; not the next centre
  EXPECT_EQ(chosen("worst-fit", 5), &other);   // 12 free against 10
  EXPECT_EQ(chosen("spread", 5), &other);      // all of it free against 10 of 16
  EXPECT_EQ(chosen("first-fit", 11), &other);  // it alone fits
  EXPECT_EQ(chosen("best-fit", 13), nullptr);
}

}  // namespace
}  // namespace suanwang
