#include "suanwang/net/link_plan.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "support/literals.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;
using namespace test::literals;
using Change = CapacityPlan::Change;

TEST(CapacityPlan, StaysWhereNothingChanges) {
  const CapacityPlan plan{400.0_Gbps};
  EXPECT_EQ(plan.initial(), 400.0_Gbps);
  EXPECT_TRUE(plan.changes().empty());
  EXPECT_EQ(plan.at(kNever), 400.0_Gbps);
}

/// Upgraded in the middle of an outage: what comes back is the new bandwidth.
TEST(CapacityPlan, OutagesHideUpgrades) {
  const CapacityPlan plan{100.0_Gbps, {{kStart + 2h, 400.0_Gbps}}, {{kStart + 1h, kStart + 3h}}};
  EXPECT_EQ(plan.changes(), (std::vector<Change>{{kStart + 1h, 0.0_Gbps}, {kStart + 3h, 400.0_Gbps}}));
  EXPECT_EQ(plan.at(kStart + 1h - 1ns), 100.0_Gbps);
  EXPECT_EQ(plan.at(kStart + 1h), 0.0_Gbps);
  EXPECT_EQ(plan.at(kStart + 3h - 1ns), 0.0_Gbps);
  EXPECT_EQ(plan.at(kStart + 3h), 400.0_Gbps);
}

TEST(CapacityPlan, OverlappingOutagesAreOne) {
  const CapacityPlan plan{1.0_Gbps, {}, {{kStart + 1h, kStart + 3h}, {kStart + 2h, kStart + 5h}}};
  EXPECT_EQ(plan.changes(), (std::vector<Change>{{kStart + 1h, 0.0_Gbps}, {kStart + 5h, 1.0_Gbps}}));
}

TEST(CapacityPlan, WhatChangesNothingIsNoChange) {
  const CapacityPlan plan{1.0_Gbps,
                          {{kStart + 1h, 1.0_Gbps}, {kNever, 9.0_Gbps}},
                          {{kStart + 2h, kStart + 2h}, {kStart + 4h, kStart + 3h}, {kStart + 6h, kNever}}};
  EXPECT_EQ(plan.changes(), (std::vector<Change>{{kStart + 6h, 0.0_Gbps}}));
}

/// Before time 0 too: a link that was upgraded by then begins with its new bandwidth.
TEST(LinksAt, AreTheLinksAtAnInstant) {
  const std::vector<LinkPlan> plans{{0, 1, 1.0_ms, CapacityPlan{1.0_Gbps, {{kStart - 1h, 2.0_Gbps}}}},
                                    {1, 2, 3.0_ms, CapacityPlan{0.0_Gbps, {{kStart + 1h, 4.0_Gbps}}}}};
  const std::vector<NetworkLink> first = links_at(plans, kStart);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].bandwidth, 2.0_Gbps);
  EXPECT_EQ(first[1].bandwidth, 0.0_Gbps);
  EXPECT_EQ(first[1].b, 2U);
  EXPECT_EQ(first[1].latency, 3.0_ms);
  EXPECT_EQ(links_at(plans, kNever)[1].bandwidth, 4.0_Gbps);
}

}  // namespace
}  // namespace suanwang
