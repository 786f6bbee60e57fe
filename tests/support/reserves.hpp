#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "suanwang/study/reserves.hpp"

#include "support/scenarios.hpp"

namespace suanwang::test {

/// a has 10 cards, taken for 1000 s. Of its 20 jobs of one card at 1 s, each goes to b while b takes guests,
/// and is there until 101. b's own job, of 8 of its 20 cards, comes at 2: with up to 12 guests it starts at
/// once, with more it waits 99 s. 12 of 20 are 60 %.
inline const std::string kCrowded =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
    "centres:\n"
    "  a: {pools: {p: {accelerator: card, cards: 10, source: s}}}\n"
    "  b: {pools: {p: {accelerator: card, cards: 20, source: s}}}\n"
    "workload:\n"
    "  all-of-a: {jobs: {j: {centre: a, accelerators: 10, duration: 1000 s}}}\n"
    "  b: {jobs: {j: {centre: b, submit: 2 s, accelerators: 8, duration: 10 s}}}\n"
    "  a: {jobs: {" +
    [] {
      std::string jobs;
      for (int i = 0; i < 20; ++i)
        jobs += "j" + std::to_string(i) + ": {centre: a, submit: 1 s, accelerators: 1, duration: 100 s}, ";
      return jobs;
    }() +
    "}}\n"
    "policies:\n"
    "  islands: {order: fifo, dispatch: home}\n"
    "  national: {order: fifo, dispatch: national}\n";

/// A scenario without variants, compared, and its reserves searched for.
class Searched {
 public:
  explicit Searched(std::string_view text, const ReserveOptions& options = {})
      : Searched{spec_of(text), options} {}
  Searched(Spec spec, const ReserveOptions& options) : scenario_{{std::move(spec)}, ""} {
    Diagnostics diagnostics;
    auto inputs = prepare_all(scenario_, diagnostics);
    EXPECT_TRUE(inputs) << diagnostics.text();
    if (!inputs) return;
    inputs_ = inputs->front();
    comparison_ = compare(scenario_, std::move(*inputs), {{}, {}, KeepRows::No, {1}});
    find_reserves(comparison_, options);
  }
  Searched(const Searched&) = delete;
  Searched& operator=(const Searched&) = delete;

  [[nodiscard]] const Spec& spec() const { return scenario_.variants.front(); }
  [[nodiscard]] const Inputs& inputs() const { return inputs_; }
  [[nodiscard]] Comparison& comparison() { return comparison_; }
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }

  [[nodiscard]] const ReserveOutcome& of(const std::string& policy) const {
    for (const PolicyOutcome& outcome : comparison_.variants.at(0).policies) {
      if (spec().policies[outcome.policy].id == policy) return outcome.reserves.value();
    }
    throw std::out_of_range{policy};
  }

 private:
  Scenario scenario_;
  Inputs inputs_;
  Comparison comparison_;
};

}  // namespace suanwang::test
