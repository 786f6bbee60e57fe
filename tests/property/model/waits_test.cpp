/// Whatever the network, the data, the dispatchers and the rule: every nanosecond of a wait has one reason.
#include <cstdlib>

#include <gtest/gtest.h>

#include "support/random_worlds.hpp"
#include "support/seeds.hpp"
#include "support/simulate.hpp"
#include "support/wait_reference.hpp"

namespace suanwang {
namespace {

using test::Drawn;
using test::Instance;
using test::Outcome;
using test::Rng;
using test::WaitReference;

// Other tests compare with the reference under every policy of the catalogue (support/audit.hpp).
TEST(WaitsProperty, PartsSumToTheWaitAndAreThoseOfTheReference) {
  std::uint64_t compared = 0;
  WaitParts sums{};
  test::for_seeds(800, [&](Rng& rng) {
    Drawn drawn = test::random_world(rng);
    const PolicySettings policy = test::random_policy(rng);
    if (rng.chance(0.4)) test::draw_below(rng, drawn);
    SCOPED_TRACE(test::text_of(policy));
    Instance instance = drawn.instance();
    if (rng.chance(0.3)) instance.until(test::at(rng.integer(1, 150)));
    WaitReference reference{instance, policy};
    WaitBook book;
    const Outcome run = test::simulate(instance, policy, {&reference}, &book);
    reference.check();
    compared += reference.compared;
    for (const JobRow& row : run.table.rows()) {
      for (const JobTable::Wait& part : run.table.waits_of(row))
        sums[static_cast<std::size_t>(part.reason)] += part.span;
    }
  });
  if (std::getenv("SUANWANG_SEED") != nullptr) return;
  EXPECT_GT(compared, 10'000U);
  for (std::size_t i = 0; i < kWaitReasons; ++i) {
    const auto reason = static_cast<WaitReason>(i);
    // One kind of accelerators a centre, no queue of all, and no quotas.
    if (reason == WaitReason::Fragmentation || reason == WaitReason::Quota) continue;
    EXPECT_GT(sums[i], Duration{0}) << words_of(reason).id << ": this test shows nothing of it";
  }
}

// Being asked changes nothing; the intervals of any job sum to its parts, touch none of the same reason, and
// lie within its wait.
TEST(WaitsProperty, IntervalsOfAJobAreItsParts) {
  test::for_seeds(300, [](Rng& rng) {
    Drawn drawn = test::random_world(rng);
    const PolicySettings policy = test::random_policy(rng);
    if (rng.chance(0.4)) test::draw_below(rng, drawn);
    SCOPED_TRACE(test::text_of(policy));
    const Instance instance = drawn.instance();
    const std::uint64_t index = rng.index(drawn.jobs.size());
    WaitBook book;
    book.follow(StreamId{0}, index);
    const Outcome run = test::simulate(instance, policy, {}, &book);
    EXPECT_EQ(run.fingerprint, test::simulate(instance, policy).fingerprint);
    const JobRow row = run.rows().at(index);
    WaitParts parts{};
    const WaitBook::Interval* before = nullptr;
    for (const WaitBook::Interval& each : book.followed()) {
      EXPECT_LT(each.from, each.to);
      EXPECT_GE(each.from, before == nullptr ? row.submit : before->to);
      EXPECT_LE(each.to, row.at);
      if (before != nullptr && before->to == each.from) {
        EXPECT_NE(before->reason, each.reason);
      }
      parts[static_cast<std::size_t>(each.reason)] += each.to - each.from;
      before = &each;
    }
    for (const JobTable::Wait& part : run.table.waits_of(row)) {
      EXPECT_EQ(parts[static_cast<std::size_t>(part.reason)], part.span);
      parts[static_cast<std::size_t>(part.reason)] = Duration{0};
    }
    EXPECT_EQ(parts, WaitParts{});
  });
}

}  // namespace
}  // namespace suanwang
