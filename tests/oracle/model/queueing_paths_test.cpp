/// Queues in strict order, job by job and to the nanosecond: Lindley's recursion for one server, and Kiefer
/// and Wolfowitz's for several. They hold for any times of arrival and service, so they need no statistics.
/// Sources: D. Lindley, Proc. Camb. Phil. Soc. 48, 1952; J. Kiefer, J. Wolfowitz, Trans. AMS 78, 1955.
#include <algorithm>

#include <gtest/gtest.h>

#include "suanwang/work/generator.hpp"

#include "support/simulate.hpp"

namespace suanwang {
namespace {

Generator customers(double per_second, Distribution service, Distribution servers) {
  Generator generator;
  generator.arrivals.per_second = per_second;
  generator.classes.push_back({ClassId{0}, 1, std::move(servers), std::move(service)});
  generator.count = 20'000;
  return generator;
}

/// Starts by the recursion: each server is free from some instant on; a job of n servers takes the n that are
/// free first, when the last of these is, and not before the job ahead of it.
std::vector<Time> recursion(JobSource& source, std::size_t servers) {
  std::vector<Time> free(servers, kStart);  // ascending
  std::vector<Time> starts;
  Time ahead = kStart;
  while (const auto job = source.next()) {
    const auto n = static_cast<std::size_t>(job->accelerators.count());
    const Time start = std::max({ahead, job->submit, free[n - 1]});
    std::fill_n(free.begin(), n, start + job->run);
    std::sort(free.begin(), free.end());
    starts.push_back(start);
    ahead = start;
  }
  return starts;
}

struct Case {
  const char* name;
  std::size_t servers;
  double per_second;
  Distribution service;
  Distribution need = Distribution::constant(1);
};

class QueueingPaths : public ::testing::TestWithParam<Case> {};

TEST_P(QueueingPaths, FollowTheRecursion) {
  const Case& c = GetParam();
  const Generator generator = customers(c.per_second, c.service, c.need);
  const std::vector<Time> expected = recursion(*generate(generator, 7, 3), c.servers);
  test::Instance instance = test::one_pool(static_cast<std::int64_t>(c.servers));
  instance.source([&] { return generate(generator, 7, 3); });
  for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
    const test::Outcome run = test::simulate(instance, test::fifo(decide));
    ASSERT_EQ(run.table.rows().size(), expected.size());
    std::size_t waited = 0;
    for (const JobRow& row : run.table.rows()) {
      ASSERT_EQ(row.start, expected[row.index]) << "job " << row.index;
      waited += row.start > row.submit ? 1 : 0;
    }
    EXPECT_GT(waited, expected.size() / 10) << "the case is too easy";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Laws, QueueingPaths,
    ::testing::Values(Case{"MM1", 1, 0.9, Distribution::exponential(1)},
                      Case{"MD1", 1, 0.8, Distribution::constant(1)},
                      Case{"Overloaded", 1, 1.2, Distribution::gamma(4, 1)},
                      Case{"HeavyTail", 1, 0.7, Distribution::lognormal(0.3, 1.5)},
                      Case{"MM3", 3, 2.8, Distribution::exponential(1)},
                      Case{"MG20", 20, 19, Distribution::weibull(0.5, 0.5)},
                      Case{"MM100", 100, 97, Distribution::exponential(1)},
                      Case{"GangsOnTwo", 2, 1, Distribution::exponential(1),
                           Distribution::choice({{1, 0.5}, {2, 0.5}})},
                      Case{"GangsOnSixtyFour", 64, 2.2, Distribution::pareto(1.3, 0.2, 50),
                           Distribution::choice({{1, 0.3}, {8, 0.4}, {32, 0.2}, {64, 0.1}})}),
    [](const auto& tested) { return std::string{tested.param.name}; });

}  // namespace
}  // namespace suanwang
