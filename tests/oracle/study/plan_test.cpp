// The cheapest set of levers, against trying all sets.
#include "suanwang/study/plan.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"
#include "support/seeds.hpp"
#include "support/twelve_levers.hpp"

namespace suanwang {
namespace {

/// A plan and the scenario that it points to.
struct Planned {
  Scenario scenario;
  std::optional<Plan> plan;
};

void make(const std::string& text, const PlanOptions& options, Planned& result) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  result.scenario = *std::move(scenario);
  result.plan = plan(result.scenario, options, diagnostics);
  ASSERT_TRUE(result.plan) << folder.without_folder(diagnostics.text());
}

std::uint32_t bits(const std::vector<std::size_t>& levers) {
  std::uint32_t set = 0;
  for (const std::size_t lever : levers) set |= 1U << lever;
  return set;
}

std::uint64_t needed_for(double p, std::uint64_t samples) {
  return static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(samples) - 1e-9));
}

void expect_best(const std::optional<PlanSet>& found, const test::BruteForce& all, double p,
                 std::uint32_t samples) {
  const auto best = all.cheapest(needed_for(p, samples));
  ASSERT_EQ(found.has_value(), best.has_value()) << p;
  if (!best) return;
  EXPECT_EQ(bits(found->levers), best->set) << p;
  EXPECT_EQ(found->cost.wan, best->cost) << p;
  for (std::size_t q = 0; q < best->met.size(); ++q) {
    EXPECT_EQ(found->searched[q].probability, static_cast<double>(best->met[q]) / samples) << p;
  }
}

TEST(Plan, TwelveLeversAsByTryingAllSets) {
  constexpr std::uint32_t kSamples = 150;
  test::for_seeds(8, [](test::Rng& rng) {
    const test::PlanProblem problem = test::TwelveLevers{rng}.make();
    const test::BruteForce all{problem, kSamples};
    PlanOptions options;
    options.samples = kSamples;
    options.fresh_samples = 50;
    Planned planned;
    make(problem.yaml(0.8), options, planned);
    ASSERT_FALSE(testing::Test::HasFatalFailure());
    const Plan& plan = *planned.plan;
    ASSERT_EQ(plan.spec.plan->levers.size(), problem.levers.size());
    ASSERT_EQ(plan.questions.size(), problem.targets.size());
    for (const FrontierPoint& point : plan.frontier) {
      EXPECT_TRUE(point.proved);
      expect_best(point.set, all, point.probability, kSamples);
    }
    expect_best(plan.chosen, all, plan.chosen ? plan.demanded : 0.8, kSamples);
    std::vector<std::uint64_t> most(problem.targets.size());
    std::uint64_t together = 0;
    for (const test::BruteForce::Entry& each : all.allowed) {
      for (std::size_t q = 0; q < most.size(); ++q) most[q] = std::max(most[q], each.met[q]);
      together = std::max(together, std::ranges::min(each.met));
    }
    for (std::size_t q = 0; q < most.size(); ++q) {
      EXPECT_EQ(plan.most[q].probability, static_cast<double>(most[q]) / kSamples);
      EXPECT_TRUE(plan.most[q].proved);
    }
    EXPECT_EQ(plan.most_together.probability, static_cast<double>(together) / kSamples);
    EXPECT_LT(plan.sets, 4096U);
  });
}

}  // namespace
}  // namespace suanwang
