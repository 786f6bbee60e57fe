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

/// The cheapest of those that reach most in a question (none: in that which is met least).
std::int64_t cheapest_most(const test::BruteForce& all, std::optional<std::size_t> question,
                           std::uint64_t& most) {
  std::int64_t cost = 0;
  most = 0;
  for (const test::BruteForce::Entry& each : all.allowed) {
    const std::uint64_t met = question ? each.met[*question] : std::ranges::min(each.met);
    if (met > most || (met == most && each.cost < cost)) cost = each.cost;
    most = std::max(most, met);
  }
  return most == 0 ? 0 : cost;
}

void expect_most(const PlanMost& found, const test::BruteForce& all, std::optional<std::size_t> question,
                 std::uint32_t samples) {
  std::uint64_t most = 0;
  const std::int64_t cost = cheapest_most(all, question, most);
  EXPECT_EQ(found.probability, static_cast<double>(most) / samples);
  EXPECT_EQ(found.cost.wan, cost);
  EXPECT_TRUE(found.proved && found.is_cheapest);
}

void expect_as_by_trying_all_sets(PlanOptions options, int seeds) {
  constexpr std::uint32_t kSamples = 150;
  options.samples = kSamples;
  options.fresh_samples = 50;
  test::for_seeds(seeds, [&options](test::Rng& rng) {
    const test::PlanProblem problem = test::TwelveLevers{rng}.make();
    const test::BruteForce all{problem, kSamples};
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
    for (std::size_t q = 0; q < plan.most.size(); ++q) expect_most(plan.most[q], all, q, kSamples);
    expect_most(plan.most_together, all, std::nullopt, kSamples);
    EXPECT_LT(plan.sets, 4096U);
  });
}

TEST(Plan, TwelveLeversAsByTryingAllSets) {
  expect_as_by_trying_all_sets({}, 8);
}

TEST(Plan, TwelveLeversByProgrammesAloneAsByTryingAllSets) {
  PlanOptions options;
  options.most_partial_sets = 0;
  options.most_programmes = 5'000;
  expect_as_by_trying_all_sets(options, 3);
}

}  // namespace
}  // namespace suanwang
