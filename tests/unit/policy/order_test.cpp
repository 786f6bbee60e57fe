/// How the orders rank jobs.
#include "suanwang/policy/order.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

namespace suanwang {
namespace {

Job asking(std::int64_t accelerators, Duration walltime, std::int32_t priority) {
  Job job;
  job.accelerators = Accelerators::whole(accelerators);
  job.run = Duration{1};
  job.walltime = walltime;
  job.priority = priority;
  return job;
}

bool goes_first(const char* order, const Job& a, const Job& b) {
  const std::unique_ptr<Order> rule = find_entry(standard_catalogue().orders, order)->make({});
  return rule->rank(a, {}) < rule->rank(b, {});
}

TEST(Orders, RankByWhatTheyAreNamedFor) {
  const Job small = asking(1, std::chrono::hours{2}, -3);
  const Job large = asking(8, std::chrono::hours{1}, 4);
  EXPECT_FALSE(goes_first("fifo", small, large));
  EXPECT_FALSE(goes_first("fifo", large, small));
  EXPECT_TRUE(goes_first("sjf", large, small));
  EXPECT_TRUE(goes_first("ljf", small, large));
  EXPECT_TRUE(goes_first("smallest", small, large));
  EXPECT_TRUE(goes_first("priority", large, small));
  Job urgent = large;
  urgent.deadline = kStart + std::chrono::days{2};
  Job later = urgent;
  later.deadline += Duration{1};
  EXPECT_TRUE(goes_first("deadline", urgent, later));
  EXPECT_TRUE(goes_first("deadline", later, large)) << "none comes last";
}

// Walltimes are told apart to the nanosecond up to 52 days.
TEST(Orders, NanosecondsCount) {
  const Job shorter = asking(1, std::chrono::hours{1000}, 0);
  const Job longer = asking(1, std::chrono::hours{1000} + Duration{1}, 0);
  EXPECT_TRUE(goes_first("sjf", shorter, longer));
  EXPECT_TRUE(goes_first("ljf", longer, shorter));
}

TEST(Orders, RanksAreFiniteForEveryJob) {
  const std::vector<Job> extremes{
      asking(1, Duration{1}, std::numeric_limits<std::int32_t>::min()),
      asking(1'000'000'000, Duration::max(), std::numeric_limits<std::int32_t>::max())};
  for (const OrderEntry& entry : standard_catalogue().orders) {
    const std::unique_ptr<Order> order = entry.make({});
    const TenantLoads tenants{{}, order->half_life()};
    for (const Job& job : extremes)
      EXPECT_TRUE(std::isfinite(order->rank(job, {.tenants = &tenants}))) << entry.name;
  }
}

TEST(Catalogue, FindsEntriesByName) {
  EXPECT_EQ(find_entry(standard_catalogue().orders, "fifo")->name, "fifo");
  EXPECT_EQ(find_entry(standard_catalogue().orders, "random"), nullptr);
  EXPECT_EQ(find_entry(standard_catalogue().backfills, "EASY"), nullptr);
}

}  // namespace
}  // namespace suanwang
