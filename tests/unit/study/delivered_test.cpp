/// What busy accelerators are worth at their peak, worked out by hand.
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "suanwang/study/comparison.hpp"

#include "support/comparisons.hpp"
#include "support/scenarios.hpp"

namespace suanwang {
namespace {

/// Centre a holds four cards of 100 TFLOPS, b two of 300.
std::string two_types(const std::string& peak_of_b) {
  return "suanwang: 1\n"
         "accelerators: {slow: {peak: {fp16: 100 TFLOPS}, source: s}, fast: {peak: {" +
         peak_of_b +
         "}, source: s}, stock: {peak: {int8: 1 TOPS}, source: s}}\n"
         "centres:\n"
         "  a: {pools: {p: {accelerator: slow, cards: 4, source: s}}}\n"
         "  b: {pools: {p: {accelerator: fast, cards: 2, source: s},\n"
         "              q: {accelerator: stock, cards: 9, schedulable: false, source: s}}}\n"
         "workload:\n"
         "  w:\n"
         "    source: s\n"
         "    jobs:\n"
         "      one: {centre: a, accelerators: 2, duration: 10 h}\n"
         "      two: {centre: b, accelerators: 1, duration: 30 h, walltime: 20 h}\n"
         "policies: {home: {order: fifo, dispatch: home}, once: {order: fifo, dispatch: data}}\n";
}

PolicyOutcome outcome_of(const std::string& text, const std::string& policy, std::uint32_t replications = 1) {
  Spec spec = test::spec_of(text);
  spec.replications = replications;
  const Scenario scenario = test::scenario_of(std::move(spec));
  Diagnostics diagnostics;
  ComparisonOptions options;
  options.policies = {policy};
  Comparison comparison = compare(scenario, *prepare_all(scenario, diagnostics), options);
  return std::move(comparison.variants.at(0).policies.at(0));
}

// Job two is killed at 20 h, which is the makespan: (2 cards x 100 TFLOPS x 10 h + 300 TFLOPS x 20 h) / 20 h.
TEST(Delivered, BusyAcceleratorsAtTheirPeakOverTheRun) {
  for (const char* policy : {"home", "once"}) {
    EXPECT_DOUBLE_EQ(
        outcome_of(two_types("fp16: 300 TFLOPS, fp32: 1 TFLOPS"), policy).delivered_flops.value(), 400e12);
  }
  EXPECT_DOUBLE_EQ(outcome_of(two_types("fp16: 300 TFLOPS"), "home", 3).delivered_flops.value(), 400e12);
}

// At the end, at 5 h, both still run: 2 x 100 + 300.
TEST(Delivered, WhatRunsAtTheEndCountsUntilThere) {
  EXPECT_DOUBLE_EQ(outcome_of(two_types("fp16: 300 TFLOPS") + "end: 5 h\n", "home").delivered_flops.value(),
                   500e12);
}

TEST(Delivered, IsLeftOutWhereASchedulableAcceleratorHasNoSuchPeak) {
  EXPECT_FALSE(outcome_of(two_types("fp32: 300 TFLOPS"), "home").delivered_flops.has_value());
}

TEST(Delivered, IsNothingWhereNothingRuns) {
  std::string idle = two_types("fp16: 300 TFLOPS");
  const std::size_t from = idle.find("workload:");
  idle.erase(from, idle.find("policies:") - from);
  EXPECT_FALSE(outcome_of(idle + "end: 5 h\n", "home").delivered_flops.has_value());
}

}  // namespace
}  // namespace suanwang
