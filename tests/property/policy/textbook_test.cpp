/// Every backfilling rule against its textbook form, job by job: when, where and on which accelerators each
/// of them starts. The textbook reads the whole queue and forecasts second by second; the simulator's rules
/// use indexes, blocked sums and shortcuts, and must not differ by them.
#include "support/textbook.hpp"

#include <ostream>

#include <gtest/gtest.h>

#include "support/instances.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;
using test::Textbook;
using test::Variety;

std::string describe(const PolicySettings& policy) {
  const BackfillSettings& backfill = policy.backfill;
  std::string text = backfill.rule;
  if (backfill.candidates == BackfillSettings::Candidates::Shortest) text += "_shortest";
  if (backfill.reserve == BackfillSettings::Reserve::Machines) text += "_machines";
  if (backfill.rule == "depth") text.append("_").append(std::to_string(backfill.depth));
  return text + (policy.decide == DecideRule::PerEvent ? "_per_event" : "_per_instant");
}

std::vector<PolicySettings> policies() {
  using Candidates = BackfillSettings::Candidates;
  using Reserve = BackfillSettings::Reserve;
  const std::vector<BackfillSettings> rules{
      {.rule = "none"},
      {.rule = "easy"},
      {.rule = "easy", .candidates = Candidates::Shortest},
      {.rule = "easy", .reserve = Reserve::Machines},
      {.rule = "easy", .candidates = Candidates::Shortest, .reserve = Reserve::Machines},
      {.rule = "depth", .depth = 1},
      {.rule = "depth", .depth = 2},
      {.rule = "depth", .depth = 5},
      {.rule = "depth", .depth = 1000},
      {.rule = "conservative"},
  };
  std::vector<PolicySettings> found;
  for (const BackfillSettings& rule : rules) {
    for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
      found.push_back({.backfill = rule, .decide = decide});
    }
  }
  return found;
}

std::vector<std::uint32_t> numbers(const test::Outcome& run, const JobRow& row) {
  std::vector<std::uint32_t> found;
  for (const Range& range : run.table.ranges_of(row)) {
    for (std::uint32_t n = range.first; n <= range.last; ++n) found.push_back(n);
  }
  return found;
}

void expect_as_in_the_textbook(const test::Instance& instance, const PolicySettings& policy) {
  const test::Outcome run = test::simulate(instance, policy);
  const std::vector<Textbook::Fate> fates = Textbook{instance, policy}.run();
  ASSERT_EQ(run.table.rows().size(), fates.size());
  for (std::size_t i = 0; i < fates.size(); ++i) {
    const JobRow& row = run.table.rows()[i];  // both are in the order of (submission, stream, index)
    const Textbook::Fate& fate = fates[i];
    SCOPED_TRACE("job " + std::to_string(i));
    ASSERT_EQ(row.stream, fate.job.stream);
    ASSERT_EQ(row.index, fate.job.index);
    ASSERT_EQ(row.last == RecordKind::JobRejected, fate.rejected);
    if (fate.rejected) continue;
    ASSERT_EQ(row.attempts, 1U);
    ASSERT_EQ(in_seconds(row.start), static_cast<double>(fate.start));
    ASSERT_EQ(in_seconds(row.at), static_cast<double>(fate.end));
    ASSERT_EQ(row.last == RecordKind::JobKilled, fate.job.run > fate.job.walltime);
    ASSERT_EQ(row.centre, CentreId{fate.centre});
    ASSERT_EQ(numbers(run, row), fate.numbers);
    // The guarantee of the rule: whatever jobs do, none starts later than it was first promised. (For EASY
    // only where nothing can step in front of a head.)
    const bool guaranteed = policy.backfill.rule == "conservative" || policy.order == "fifo";
    if (guaranteed && fate.promised >= 0) {
      ASSERT_LE(row.start, test::at(fate.promised));
    }
  }
}

/// The rule under test, with any order of the queue.
class AgainstTheTextbook : public ::testing::TestWithParam<PolicySettings> {
 protected:
  static void compare(Rng& rng, const Variety& variety) {
    static const std::vector<std::string> orders{"fifo", "sjf", "ljf", "smallest", "priority"};
    PolicySettings policy = GetParam();
    policy.order = rng.pick(orders);
    SCOPED_TRACE("order: " + policy.order);
    expect_as_in_the_textbook(random_instance(rng, variety), policy);
  }
};

TEST_P(AgainstTheTextbook, OnePool) {
  test::for_seeds(400, [](Rng& rng) { compare(rng, {}); });
}

TEST_P(AgainstTheTextbook, SeveralCentresAndLatePools) {
  test::for_seeds(400, [](Rng& rng) {
    compare(rng, {.centres = 3,
                  .types = 2,
                  .pools = 2,
                  .jobs = 36,
                  .streams = 2,
                  .largest_pool = 5,
                  .late_pools = true,
                  .too_large = true});
  });
}

TEST_P(AgainstTheTextbook, ExactWalltimes) {
  test::for_seeds(200, [](Rng& rng) { compare(rng, {.jobs = 40, .exact_walltimes = true}); });
}

// Queues so long that they are indexed by size, and gangs so large that sizes share a class of the index.
// (Conservative reads no index, and its textbook form is slow.)
TEST_P(AgainstTheTextbook, LongQueues) {
  test::for_seeds(12, [](Rng& rng) {
    const std::int64_t jobs = GetParam().backfill.rule == "conservative" ? 60 : 220;
    compare(rng, {.jobs = jobs, .smallest_pool = 34, .largest_pool = 48, .late_pools = true});
  });
}

INSTANTIATE_TEST_SUITE_P(Rules, AgainstTheTextbook, ::testing::ValuesIn(policies()),
                         [](const auto& tested) { return describe(tested.param); });

}  // namespace
}  // namespace suanwang
