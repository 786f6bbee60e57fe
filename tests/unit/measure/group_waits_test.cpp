/// Waits by class and tenant, and the mean of a run.
#include "suanwang/measure/group_waits.hpp"

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using std::chrono::seconds;

// Class 0 waits 1, 2, ..., 100 s: mean 50.5, and the 95th of 100. Class 1 never comes. Class 2 waits 7 s,
// once. Tenants: the odd waits are tenant 0's (mean 50 of 50, the 48th of 50 is 95), the even ones nobody's;
// the one of class 2 is tenant 1's.
TEST(GroupWaits, ByHandOverTwoRuns) {
  Samples first{Samples::Keep::Memory};
  Samples second{Samples::Keep::File};
  for (int wait = 100; wait >= 1; --wait) {
    Samples& run = wait % 3 == 0 ? first : second;
    run.add({seconds{wait}, seconds{10}, 0, wait % 2 == 1 ? 1U : 0U});
  }
  second.add({seconds{7}, seconds{10}, 2, 2});
  const GroupWaits waits = waits_by_group({&first, &second});
  ASSERT_EQ(waits.classes.size(), 3U);
  EXPECT_EQ(waits.classes[0].jobs, 100U);
  EXPECT_EQ(waits.classes[0].mean, 50.5);
  EXPECT_EQ(waits.classes[0].p95, 95);
  EXPECT_EQ(waits.classes[1].jobs, 0U);
  EXPECT_EQ(waits.classes[1].p95, 0);
  EXPECT_EQ(waits.classes[2].jobs, 1U);
  EXPECT_EQ(waits.classes[2].p95, 7);
  ASSERT_EQ(waits.tenants.size(), 2U);
  EXPECT_EQ(waits.tenants[0].jobs, 50U);
  EXPECT_EQ(waits.tenants[0].mean, 50);
  EXPECT_EQ(waits.tenants[0].p95, 95);
  EXPECT_EQ(waits.tenants[1].mean, 7);
}

TEST(GroupWaits, OneGroupHasTheFiguresOfAll) {
  Samples run{Samples::Keep::Memory};
  std::int64_t wait = 1;
  for (int i = 0; i < 1000; ++i) {
    wait = wait * 48271 % 2147483647;  // some numbers, of 31 bits
    run.add({Duration{wait << 20U}, seconds{10}, 0, 0});
  }
  const JobSummary all = summarise({&run});
  const GroupWaits waits = waits_by_group({&run});
  EXPECT_EQ(waits.classes.at(0).mean, all.wait.mean);
  EXPECT_EQ(waits.classes.at(0).p95, all.wait.p95);
  EXPECT_TRUE(waits.tenants.empty());
}

TEST(GroupWaits, OfNothingThereAreNone) {
  const Samples none{Samples::Keep::Memory};
  EXPECT_TRUE(waits_by_group({&none}).classes.empty());
  EXPECT_FALSE(none.mean_wait().has_value());
}

}  // namespace
}  // namespace suanwang
