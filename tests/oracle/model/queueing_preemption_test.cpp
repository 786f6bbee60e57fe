/// The simulator with preemption against queueing theory: values of the brief, section 9 (rows in brackets),
/// each estimate within four standard errors. L. Schrage and L. Miller, Operations Research 14(4), 1966.
#include <gtest/gtest.h>

#include "support/queueing.hpp"

namespace suanwang {
namespace {

using test::Customers;
using test::Experiment;
using test::fifo;

/// Who stands before a running job in the order stops it at once; it goes on where it was.
PolicySettings resuming(const char* order) {
  PolicySettings policy = fifo();
  policy.order = order;
  policy.preemption = PreemptionSettings{.every = Duration{0}};
  return policy;
}

// [10], [12] Shortest remaining time first, by the values of the brief.
struct Remaining {
  const char* name;
  double rate;
  double turnaround;
};
class QueueingLeastRemaining : public ::testing::TestWithParam<Remaining> {};
TEST_P(QueueingLeastRemaining, Turnaround) {
  const Experiment queue{{.streams = {{GetParam().rate}}, .policy = resuming("srtf")}, 60'000};
  queue.expect("turnaround", GetParam().turnaround, Experiment::mean_turnaround, 0.04);
}
INSTANTIATE_TEST_SUITE_P(Rates, QueueingLeastRemaining,
                         ::testing::Values(Remaining{"Tenths5", 0.5, 1.4253726639},
                                           Remaining{"Tenths7", 0.7, 1.8745666896},
                                           Remaining{"Tenths8", 0.8, 2.3527732703},
                                           Remaining{"Tenths9", 0.9, 3.5521250996}),
                         [](const auto& tested) { return tested.param.name; });
TEST(Queueing, LeastRemainingOfHyperexponential) {
  const Experiment queue{
      {.streams = {{.per_second = 0.8, .service = test::hyperexponential_4()}}, .policy = resuming("srtf")},
      60'000};
  queue.expect("turnaround", 2.1909468152, Experiment::mean_turnaround, 0.05);
}

// [11] Shortest job first with preemption (PSJF), by the values of the brief.
TEST(Queueing, ShortestFirstWithPreemption) {
  const Experiment half{{.streams = {{0.5}}, .policy = resuming("sjf")}, 60'000};
  half.expect("turnaround", 1.5313832833, Experiment::mean_turnaround);
  const Experiment four_fifths{{.streams = {{0.8}}, .policy = resuming("sjf")}, 60'000};
  four_fifths.expect("turnaround", 2.6588968220, Experiment::mean_turnaround);
}

// [14] Two priorities with preemption: T1 = 1/(1 - 0.3), T2 = 1/((1 - 0.3)(1 - 0.7)).
TEST(Queueing, TwoPrioritiesWithPreemption) {
  const Customers high{.per_second = 0.3, .priority = 5};
  const Customers low{.per_second = 0.4, .priority = -1};
  const Experiment queue{{.streams = {high, low}, .policy = resuming("priority")}, 60'000};
  queue.expect("turnaround of the first", 1 / 0.7, Experiment::mean_turnaround, 0.03, 0);
  queue.expect("turnaround of the second", 1 / (0.7 * 0.3), Experiment::mean_turnaround, 0.05, 1);
}

}  // namespace
}  // namespace suanwang
