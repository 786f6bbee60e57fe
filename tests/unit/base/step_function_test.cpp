#include "suanwang/base/step_function.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;

TEST(StepFunction, IsItsInitialValueWithoutSteps) {
  EXPECT_EQ(StepFunction{}.value(kStart), 0);
  EXPECT_EQ(StepFunction{7}.value(kStart + 5s), 7);
  EXPECT_EQ(StepFunction{7}.integral(kStart, kStart + 3s), 21);
  EXPECT_EQ(StepFunction{7}.next_change(kStart), kNever);
}

TEST(StepFunction, HoldsTheNewValueAtTheInstantOfAChange) {
  StepFunction f;
  f.add(kStart + 10s, 4096);
  EXPECT_EQ(f.value(kStart + 10s - 1ns), 0);
  EXPECT_EQ(f.value(kStart + 10s), 4096);
  EXPECT_EQ(f.next_change(kStart), kStart + 10s);
  EXPECT_EQ(f.next_change(kStart + 10s - 1ns), kStart + 10s);
  EXPECT_EQ(f.next_change(kStart + 10s), kNever) << "strictly after";
}

TEST(StepFunction, WorkedByHand) {
  // 10 until 2 s, 30 until 5 s, then 25; a change before time 0 counts from the start.
  StepFunction f;
  f.add(kStart + 5s, -5);
  f.add(kStart - 1h, 10);
  f.add(kStart + 2s, 20);
  EXPECT_EQ(f.value(kStart), 10);
  EXPECT_EQ(f.value(kStart + 3s), 30);
  EXPECT_EQ(f.value(kNever), 25);
  EXPECT_EQ(f.integral(kStart, kStart + 7s), 10 * 2 + 30 * 3 + 25 * 2);
  EXPECT_EQ(f.integral(kStart + 1s, kStart + 3s), 10 + 30);
  EXPECT_EQ(f.integral(kStart + 2s, kStart + 5s), 90);
  EXPECT_EQ(f.integral(kStart + 3s, kStart + 3s), 0);
  EXPECT_THROW((void)f.integral(kStart + 3s, kStart + 2s), std::logic_error);
}

TEST(StepFunction, ChangesOfOneInstantAreOneStep) {
  StepFunction f;
  f.add(kStart + 5s, 3);
  f.add(kStart + 5s, 4);
  EXPECT_EQ(f.steps(), (std::vector<StepFunction::Step>{{kStart + 5s, 7, 7}}));
  f.add(kStart + 9s, 1);
  f.add(kStart + 5s, -7);
  EXPECT_EQ(f.steps(), (std::vector<StepFunction::Step>{{kStart + 9s, 1, 1}})) << "a step of 0 vanishes";
  EXPECT_EQ(f.next_change(kStart), kStart + 9s);
}

/// Steps at whole seconds in [0, 60), often the same one, sometimes undone.
StepFunction random_function(test::Rng& rng, std::vector<std::pair<Time, double>>& changes) {
  StepFunction f{static_cast<double>(rng.integer(0, 3))};
  for (std::int64_t n = rng.integer(0, 20); n > 0; --n) {
    const Time at = kStart + std::chrono::seconds{rng.integer(0, 59)};
    changes.emplace_back(at, static_cast<double>(rng.integer(-5, 5)) / 4);
  }
  for (const auto& [at, change] : changes) f.add(at, change);
  return f;
}

TEST(StepFunction, IntegralIsTheFineSum) {
  test::for_seeds(500, [](test::Rng& rng) {
    std::vector<std::pair<Time, double>> changes;
    const StepFunction f = random_function(rng, changes);
    const auto from = std::chrono::milliseconds{rng.integer(0, 60'000)};
    const auto to = from + std::chrono::milliseconds{rng.integer(0, 20'000)};
    double sum = 0;  // changes are at whole seconds, so slices of a millisecond have one value each
    for (auto t = from; t < to; t += 1ms) sum += f.value(kStart + t) * 1e-3;
    EXPECT_NEAR(f.integral(kStart + from, kStart + to), sum, 1e-9);
  });
}

TEST(StepFunction, ValueIsTheSumOfTheChangesSoFar) {
  test::for_seeds(500, [](test::Rng& rng) {
    std::vector<std::pair<Time, double>> changes;
    const StepFunction f = random_function(rng, changes);
    const double initial = f.value(kStart - 1s);
    for (int s = -1; s <= 60; ++s) {
      const Time t = kStart + std::chrono::seconds{s};
      double sum = initial;
      for (const auto& [at, change] : changes) sum += at <= t ? change : 0;
      ASSERT_EQ(f.value(t), sum);
    }
  });
}

TEST(StepFunction, NextChangesVisitEveryStep) {
  test::for_seeds(500, [](test::Rng& rng) {
    std::vector<std::pair<Time, double>> changes;
    const StepFunction f = random_function(rng, changes);
    std::size_t visited = 0;
    for (Time t = f.next_change(kStart - 1s); t != kNever; t = f.next_change(t)) {
      ASSERT_NE(f.value(t), f.value(t - 1ns));
      ++visited;
    }
    EXPECT_EQ(visited, f.steps().size());
  });
}

TEST(StepFunction, OrderOfCallsDoesNotMatter) {
  test::for_seeds(500, [](test::Rng& rng) {
    std::vector<std::pair<Time, double>> changes;
    for (int i = 0; i < 20; ++i) changes.emplace_back(kStart + Duration{i}, rng.uniform(-1, 1) * 1e9);
    StepFunction sorted, shuffled;
    for (const auto& [at, change] : changes) sorted.add(at, change);
    rng.shuffle(changes);
    for (const auto& [at, change] : changes) shuffled.add(at, change);
    EXPECT_EQ(sorted.steps(), shuffled.steps()) << "to the last bit";
  });
}

}  // namespace
}  // namespace suanwang
