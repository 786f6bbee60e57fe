/// For each rule of the catalogue a few jobs with which it beats the plainest of its kind, and a few with
/// which it loses: the figures that docs/policies.md shows. A new entry needs a pair of its own here.
#include <functional>
#include <map>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::Instance;
using test::job;
using test::one_pool;
using test::seconds;

double mean_turnaround(const Instance& instance, const PolicySettings& settings) {
  double sum = 0;
  const std::vector<JobRow> rows = test::simulate(instance, settings).rows();
  for (const JobRow& row : rows) sum += in_seconds(row.at - row.submit);
  return sum / static_cast<double>(rows.size());
}

struct Contest {
  Instance wins;
  Instance loses;
  std::function<void(PolicySettings&)> adapt = [](PolicySettings&) {};
};

/// `shape` makes the second and the third job what the rule goes by: preferred, and not.
Contest three_jobs(
    std::int64_t accelerators, const std::function<void(Job&, bool)>& shape,
    std::function<void(PolicySettings&)> adapt = [](PolicySettings&) {}) {
  const auto instance = [&](std::int64_t second, std::int64_t third) {
    std::vector<Job> jobs{job(0, 10, accelerators), job(1, second, accelerators),
                          job(2, third, accelerators)};
    jobs[0].tenant = jobs[1].tenant = TenantId{0};
    jobs[2].tenant = TenantId{1};
    shape(jobs[1], false);
    shape(jobs[2], true);
    Instance made = one_pool(accelerators).jobs(std::move(jobs));
    made.more = [](WorldPlan& plan) { plan.tenants.resize(2); };
    return made;
  };
  return {instance(100, 10), instance(10, 100), std::move(adapt)};
}

/// Of two jobs of one length, or a short one that asks for much: what walltimes say, they are.
Contest by_walltime(bool longest) {
  const auto instance = [](Job second, Job third) {
    return one_pool(1).jobs({job(0, 10, 1), std::move(second), std::move(third)});
  };
  const Instance as_asked = instance(job(1, 100, 1), job(2, 10, 1));
  const Instance overstated = instance(job(1, 10, 1, 200), job(2, 100, 1));
  if (!longest) return {as_asked, overstated};
  return {instance(job(1, 100, 1), job(2, 10, 1, 200)), instance(job(1, 10, 1), job(2, 100, 1))};
}

Contest of_order(const std::string& name) {
  if (name == "sjf" || name == "srtf") return by_walltime(false);
  if (name == "ljf") return by_walltime(true);
  if (name == "expr") {
    Contest contest = by_walltime(false);
    contest.adapt = [](PolicySettings& s) { s.ordering.expression = "walltime"; };
    return contest;
  }
  if (name == "smallest") {
    return three_jobs(4, [](Job& j, bool first) { j.accelerators = Accelerators::whole(first ? 1 : 4); });
  }
  const auto by_priority = [](Job& j, bool first) { j.priority = first ? 1 : 0; };
  if (name == "priority") return three_jobs(1, by_priority);
  if (name == "multifactor") {
    return three_jobs(1, by_priority, [](PolicySettings& s) {
      s.ordering = {.age = 0, .fair_share = 0, .size = 0, .priority = 1};
    });
  }
  if (name == "deadline")
    return three_jobs(1, [](Job& j, bool first) { j.deadline = test::at(first ? 500 : 1000); });
  if (name == "fair-share") return three_jobs(1, [](Job&, bool) {});
  throw std::logic_error("this test knows no case for the order " + name);
}

Contest of_backfill() {
  return {one_pool(4).jobs({job(0, 100, 3), job(1, 10, 4), job(2, 10, 1)}),
          one_pool(4).jobs({job(0, 10, 3, 100), job(1, 10, 4), job(2, 90, 1)})};
}

Instance two_pools(std::int64_t first, std::int64_t second, std::vector<Job> jobs) {
  return Instance{}.centre().pool(first).pool(second, kStart, 1, 1).jobs(std::move(jobs));
}
Contest of_place(const std::string& name) {
  if (name == "best-fit") {
    return {two_pools(8, 4, {job(0, 100, 4), job(1, 100, 8)}),
            two_pools(6, 5, {job(0, 100, 4), job(1, 100, 5), job(2, 100, 2)})};
  }
  if (name == "worst-fit" || name == "spread") {
    return {two_pools(6, 6, {job(0, 100, 1), job(1, 100, 4), job(2, 100, 5), job(3, 100, 2)}),
            two_pools(4, 8, {job(0, 100, 1), job(1, 100, 3), job(2, 100, 8)})};
  }
  throw std::logic_error("this test knows no case for the place " + name);
}

Job at_home(Job job, std::size_t home) {
  job.home = CentreId{home};
  return job;
}
Instance two_centres(std::int64_t first, std::int64_t second, std::vector<Job> jobs) {
  return Instance{}.centre().pool(first).centre().pool(second).jobs(std::move(jobs));
}
Contest of_dispatch(const std::string& name) {
  Contest contest;
  contest.wins = two_centres(4, 8,
                             {at_home(job(0, 5, 4), 0), at_home(job(0, 100, 8), 1), at_home(job(1, 10, 8), 1),
                              at_home(job(2, 10, 1), 0)});
  contest.loses = two_centres(
      4, 4, {at_home(job(0, 100, 4), 0), at_home(job(0, 10, 4, 200), 1), at_home(job(1, 10, 4), 0)});
  if (name == "overflow") contest.adapt = [](PolicySettings& s) { s.overflow_after = seconds(60); };
  if (name == "national") {
    contest.loses = two_centres(4, 4,
                                {at_home(job(0, 100, 4), 0), at_home(job(0, 10, 3, 100), 1),
                                 at_home(job(1, 10, 4), 0), at_home(job(2, 90, 1), 1)});
  }
  const bool draws = name == "random" || name == "power-of-two";
  const auto seeded = [](std::uint64_t seed) { return [seed](WorldPlan& plan) { plan.seed = seed; }; };
  if (draws) {
    contest.wins.more = seeded(17);
    contest.loses.more = seeded(17);
  }
  return contest;
}

Contest of_preemption() {
  const auto two = [](std::int64_t first, std::int64_t second, std::int64_t later) {
    std::vector<Job> jobs{job(0, first, 1), job(later, second, 1)};
    jobs[1].priority = 1;
    return one_pool(1).jobs(std::move(jobs));
  };
  return {two(100, 10, 1), two(10, 100, 9), [](PolicySettings& s) {
            s.order = "priority";
            s.preemption.emplace();
          }};
}

/// The figures of the catalogue are those of the runs; all but the plainest have both cases.
void check(const PolicyEntry& entry, const Contest& contest, PolicySettings rule) {
  contest.adapt(rule);
  const PolicySettings plainest;
  const auto compare = [&](const PolicyCase& stated, const Instance& instance) {
    SCOPED_TRACE(std::string{entry.name} + ": " + std::string{stated.when});
    EXPECT_NE(stated.when, "");
    EXPECT_NEAR(stated.rule, mean_turnaround(instance, rule), 0.051);
    EXPECT_NEAR(stated.plainest, mean_turnaround(instance, plainest), 0.051);
  };
  compare(entry.wins, contest.wins);
  compare(entry.loses, contest.loses);
  EXPECT_LT(entry.wins.rule, entry.wins.plainest) << entry.name;
  EXPECT_GT(entry.loses.rule, entry.loses.plainest) << entry.name;
}

TEST(PolicyCases, EachOrderWinsAndLoses) {
  for (const OrderEntry& entry : standard_catalogue().orders) {
    if (entry.name != "fifo")
      check(entry, of_order(std::string{entry.name}), {.order = std::string{entry.name}});
  }
}

TEST(PolicyCases, EachBackfillWinsAndLoses) {
  for (const BackfillEntry& entry : standard_catalogue().backfills) {
    if (entry.name != "none") check(entry, of_backfill(), {.backfill = {.rule = std::string{entry.name}}});
  }
}

TEST(PolicyCases, EachPlaceWinsAndLoses) {
  for (const PlaceEntry& entry : standard_catalogue().places) {
    if (entry.name != "first-fit")
      check(entry, of_place(std::string{entry.name}), {.place = std::string{entry.name}});
  }
}

TEST(PolicyCases, EachDispatcherWinsAndLoses) {
  for (const DispatchEntry& entry : standard_catalogue().dispatches) {
    if (entry.name != "any")
      check(entry, of_dispatch(std::string{entry.name}), {.dispatch = std::string{entry.name}});
  }
}

TEST(PolicyCases, PreemptionWinsAndLoses) {
  for (const PolicyEntry& entry : standard_catalogue().preemptions) {
    if (entry.name != "none") check(entry, of_preemption(), {});
  }
}

}  // namespace
}  // namespace suanwang
