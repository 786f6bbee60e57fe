/// Quotas counted by hand.
#include "suanwang/policy/quotas.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "support/quotas.hpp"

namespace suanwang {
namespace {

using test::one_cohort;
using test::quota;

Accelerators n(std::int64_t count) {
  return Accelerators::whole(count);
}

/// Of 12, b lends 4 and keeps 8.
class TwoTeams : public ::testing::Test {
 protected:
  Quotas book_{one_cohort({quota(0, 9, 3), quota(1, 12, {}, 4)}, 2)};
  std::vector<Quotas::Account> a_ = book_.accounts(TenantId{0}, CentreId{0});
  std::vector<Quotas::Account> b_ = book_.accounts(TenantId{1}, CentreId{0});
};

TEST_F(TwoTeams, RoomIsWhatIsOwnAndWhatIsLent) {
  EXPECT_EQ(book_.room(a_), n(12));  // 9 + 3 that it may borrow, of 4
  EXPECT_EQ(book_.room(b_), n(21));  // 12 + all 9
  EXPECT_EQ(book_.most(a_), n(12));
  EXPECT_EQ(book_.most(b_), n(21));
  EXPECT_EQ(book_.nominal_room(a_), n(9));

  book_.take(a_, n(11));  // 2 borrowed
  EXPECT_EQ(book_.room(a_), n(1));
  EXPECT_EQ(book_.nominal_room(a_), n(0));
  EXPECT_EQ(book_.room(b_), n(8 + 2));  // what it keeps, and the rest of 13 lent by both
  book_.take(b_, n(10));
  EXPECT_EQ(book_.room(a_), n(0));
  EXPECT_EQ(book_.room(b_), n(0));
  EXPECT_EQ(book_.nominal_room(b_), n(2));
  book_.give_back(a_, n(11));
  EXPECT_EQ(book_.room(b_), n(11));
  EXPECT_EQ(book_.room(a_), n(11));
  EXPECT_EQ(book_.most(a_), n(12)) << "whatever is taken";
}

TEST(Quotas, AloneThereIsNothingToBorrow) {
  QuotaPlan plan = one_cohort({quota(0, 9), quota(1, 12)}, 3);
  plan.cohorts[0].reset();
  Quotas book{plan};
  const auto a = book.accounts(TenantId{0}, CentreId{0});
  EXPECT_EQ(book.room(a), n(9));
  EXPECT_EQ(book.most(a), n(9));
  EXPECT_FALSE(book.pool(a[0]));
  EXPECT_TRUE(book.accounts(TenantId{2}, CentreId{0}).empty());
}

TEST(Quotas, EachRegionOfACentreCounts) {
  QuotaPlan plan = one_cohort({quota(0, 9), quota(0, 4, {}, {}, 1), quota(1, 3, {}, {}, 1)}, 2, 2);
  plan.regions = {{0, 1}, {0}};
  Quotas book{plan};
  const auto here = book.accounts(TenantId{0}, CentreId{0});
  const auto there = book.accounts(TenantId{0}, CentreId{1});
  EXPECT_EQ(here.size(), 2U);
  EXPECT_EQ(there.size(), 1U);
  EXPECT_EQ(book.room(here), n(7));  // 4 + 3 in the city
  book.take(here, n(5));
  EXPECT_EQ(book.room(there), n(4));
  book.take(there, n(4));
  EXPECT_EQ(book.room(here), n(0));
  EXPECT_FALSE(book.share_pool(here[0], here[1]));
}

}  // namespace
}  // namespace suanwang
