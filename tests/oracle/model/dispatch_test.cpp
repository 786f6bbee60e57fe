/// The dispatcher against what is known of pooling: separate queues, one queue, two choices.
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/network_runs.hpp"

namespace suanwang {
namespace {

using test::mean_wait_s;
using test::runs_of;

/// `servers` centres of one accelerator; each has its own Poisson stream of `rate` jobs an hour, which run
/// for an hour on average and ask for `walltime`.
std::string servers(int servers, double rate, const std::string& walltime, const std::string& end,
                    const std::string& policies) {
  std::string centres;
  std::string links;
  std::string tenants;
  std::string workload;
  for (int i = 0; i < servers; ++i) {
    centres += fmt::format(
        "  c{:03}: {{at: [22, 100], pools: {{p: {{accelerator: card, cards: 1, source: s}}}}}}\n", i);
    if (i > 0)
      links += fmt::format(
          "  l{:03}: {{between: [c000, c{:03}], bandwidth: unlimited, latency: 0 s, source: s}}\n", i, i);
    tenants += fmt::format("  t{:03}: {{home: c{:03}}}\n", i, i);
    workload += fmt::format(
        "  s{:03}: {{source: s, generate: {{tenant: t{:03}, arrivals: {{poisson: {} per h}}, accelerators: "
        "1, duration: "
        "{{exponential: {{mean: 1 h}}}}, walltime: {}}}}}\n",
        i, i, rate, walltime);
  }
  return fmt::format(
      "suanwang: 1\nseed: 7\nend: {}\naccelerators: {{card: {{peak: {{fp16: 1 TFLOPS}}, source: "
      "s}}}}\ncentres:\n{}"
      "links:\n{}tenants:\n{}workload:\n{}policies:\n{}",
      end, centres, links, tenants, workload, policies);
}

/// Mean waits in hours over independent replications, with their standard error.
struct Estimate {
  double mean;
  double error;
};
Estimate estimate(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

/// With exact walltimes, sending each job where it ends first *is* one queue for all: jobs start at the same
/// instants, wherever they run. Without them, moving the first job of all queues to whoever is free is, too.
TEST(NationalDispatch, IsOneQueueWhereDataCostsNothing) {
  for (const std::string walltime : {"exact", "1000 h"}) {
    const auto results = runs_of(servers(10, 0.9, walltime, "600 h",
                                         "  one: {order: fifo}\n"
                                         "  national: {order: fifo, dispatch: national}\n"));
    EXPECT_EQ(test::times_of(results.at("national")), test::times_of(results.at("one"))) << walltime;
  }
}

/// Brief, row 42: the mean time in the system is 10 in ten separate M/M/1 queues at load 0.9 and 1.6687315 in
/// one M/M/10. Waits are one service time less.
TEST(NationalDispatch, PoolsTenQueues) {
  std::vector<double> apart;
  std::vector<double> pooled;
  const std::string text = servers(10, 0.9, "exact", "8000 h",
                                   "  apart: {order: fifo, dispatch: home}\n"
                                   "  national: {order: fifo, dispatch: national}\n");
  for (std::uint32_t r = 0; r < 12; ++r) {
    const auto results = runs_of(text, r);
    apart.push_back(mean_wait_s(results.at("apart")) / 3600);
    pooled.push_back(mean_wait_s(results.at("national")) / 3600);
  }
  const Estimate a = estimate(apart);
  const Estimate p = estimate(pooled);
  EXPECT_NEAR(a.mean, 9.0, 4 * a.error) << a.error;
  EXPECT_NEAR(p.mean, 0.6687315, 4 * p.error) << p.error;
}

/// The less loaded of two queues, in the limit of many queues: the mean time in the system is the sum of
/// rho^(2^i - 2) over i >= 1, which is 2.6140574 at 0.9. A hundred queues are near that limit.
/// @source M. Mitzenmacher, IEEE TPDS 12(10), 2001.
TEST(PowerOfTwo, HasTheWaitsOfTwoChoices) {
  std::vector<double> waits;
  const std::string text =
      servers(100, 0.9, "exact", "1200 h", "  p: {order: fifo, dispatch: power-of-two}\n");
  for (std::uint32_t r = 0; r < 8; ++r) waits.push_back(mean_wait_s(runs_of(text, r).at("p")) / 3600);
  const Estimate e = estimate(waits);
  // The finite number of queues adds about a tenth of 1/n of the limit's excess; the start, from empty, takes
  // some.
  EXPECT_NEAR(e.mean, 1.6140574, 4 * e.error + 0.05) << e.error;
}

TEST(RandomDispatch, IsSeparateQueues) {
  std::vector<double> waits;
  const std::string text = servers(10, 0.5, "exact", "4000 h", "  p: {order: fifo, dispatch: random}\n");
  for (std::uint32_t r = 0; r < 8; ++r) waits.push_back(mean_wait_s(runs_of(text, r).at("p")) / 3600);
  const Estimate e = estimate(waits);
  EXPECT_NEAR(e.mean, 1.0, 4 * e.error) << e.error;  // rho / (1 - rho)
}

/// Round robin over ten centres: each sees every tenth of all arrivals, an Erlang-10 interval, so waits are
/// shorter than at random and longer than in one queue.
TEST(RoundRobin, LiesBetweenOneQueueAndRandom) {
  const auto results = runs_of(servers(10, 0.8, "exact", "4000 h",
                                       "  one: {order: fifo}\n"
                                       "  random: {order: fifo, dispatch: random}\n"
                                       "  turns: {order: fifo, dispatch: round-robin}\n"));
  EXPECT_LT(mean_wait_s(results.at("one")), mean_wait_s(results.at("turns")));
  EXPECT_LT(mean_wait_s(results.at("turns")), mean_wait_s(results.at("random")));
}

}  // namespace
}  // namespace suanwang
