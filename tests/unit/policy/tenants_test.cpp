#include "suanwang/policy/tenants.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace suanwang {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using ::testing::ElementsAre;

Time day(int n) {
  return kStart + days{n};
}

/// Lets a tenant use accelerators over [from, to] days.
void use(TenantLoads& loads, std::size_t tenant, int from, int to, std::int64_t accelerators) {
  loads.change(TenantId{tenant}, day(from), Accelerators::whole(accelerators), true);
  loads.change(TenantId{tenant}, day(to), Accelerators::whole(accelerators), false);
}

// 1000 after 3 days with a half-life of 7 are 742.997 (brief, 4).
TEST(TenantLoads, UseDecaysByHalfLives) {
  TenantLoads loads{{TenantPlan{}}, days{7}};
  loads.change(TenantId{0}, kStart, Accelerators::whole(1000), true);
  loads.change(TenantId{0}, kStart + seconds{1}, Accelerators::whole(1000), false);
  EXPECT_NEAR(loads.used(TenantId{0}, kStart + seconds{1}), 1000, 1e-3);
  EXPECT_NEAR(
      loads.used(TenantId{0}, kStart + seconds{1} + days{3}) / loads.used(TenantId{0}, kStart + seconds{1}),
      0.742997145, 1e-9);
}

TEST(TenantLoads, WhatRunsForeverTendsToRateTimesScale) {
  TenantLoads loads{{TenantPlan{}}, days{1}};
  loads.change(std::nullopt, kStart, Accelerators::whole(8), true);
  EXPECT_NEAR(loads.used(std::nullopt, day(100)), 8 * 86400 / std::log(2), 1e-6);
  EXPECT_EQ(loads.running(std::nullopt), Accelerators::whole(8));
  EXPECT_EQ(loads.used(TenantId{0}, day(100)), 0);
}

TEST(TenantLoads, WithoutDecayItIsTheSum) {
  TenantLoads loads{{TenantPlan{}}, Duration::max()};
  use(loads, 0, 1, 3, 4);
  EXPECT_DOUBLE_EQ(loads.used(TenantId{0}, day(50)), 2 * 4 * 86400.0);
}

// The example of Slurm's description: A (40 shares, used 0.5) with a1 (1, 0.3), a2 (1, 0.2); B (60, 0.5) with
// b1 (2, 0.1), b2 (1, 0.4). Level fairness B 1.2, A 0.8; order b1, b2, a2, a1.
TEST(TenantLoads, FairTreeAsSlurmDescribesIt) {
  const TenantId a{0};
  const TenantId b{1};
  TenantLoads loads{{{.share = 40},
                     {.share = 60},
                     {.share = 1, .parent = a},
                     {.share = 1, .parent = a},
                     {.share = 2, .parent = b},
                     {.share = 1, .parent = b}},
                    Duration::max()};
  use(loads, 2, 0, 1, 3);
  use(loads, 3, 0, 1, 2);
  use(loads, 4, 0, 1, 1);
  use(loads, 5, 0, 1, 4);
  const std::vector<double> ranks = loads.fair_tree(day(2));
  // Who has no tenant has used nothing, and goes first.
  EXPECT_EQ(ranks.back(), 0);
  EXPECT_THAT((std::vector<double>{ranks[4], ranks[5], ranks[3], ranks[2]}), ElementsAre(1, 2, 3, 4));
}

TEST(TenantLoads, ThoseWhoStandAlikeShareARankAndWhatIsBelowThem) {
  const TenantId a{0};
  const TenantId b{1};
  TenantLoads loads{{{.share = 1},
                     {.share = 1},
                     {.share = 1, .parent = a},
                     {.share = 1, .parent = a},
                     {.share = 1, .parent = b},
                     {.share = 1, .parent = b}},
                    Duration::max()};
  loads.change(std::nullopt, day(0), Accelerators::whole(1000), true);
  use(loads, 2, 1, 2, 1);
  use(loads, 3, 1, 2, 3);
  use(loads, 4, 1, 2, 2);
  use(loads, 5, 1, 2, 2);
  // Both parents have used 4: 2 (1/2 over 1/4), then 4 and 5 (1), then 3 (2/3).
  const std::vector<double> ranks = loads.fair_tree(day(3));
  EXPECT_THAT((std::vector<double>{ranks[2], ranks[4], ranks[5], ranks[3]}), ElementsAre(0, 1, 1, 3));
  EXPECT_EQ(ranks.back(), 4);
}

}  // namespace
}  // namespace suanwang
