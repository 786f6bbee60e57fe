// Assumption sets: read as variants are, and reported beside them.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_with;
using test::ScenarioFolder;

std::optional<Scenario> scenario_with(const std::string& more, LoadOptions options = {}) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{test::kSmallest} + more);
  Diagnostics diagnostics;
  auto scenario = folder.load(std::move(options), diagnostics);
  EXPECT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  return scenario;
}

TEST(ScenarioAssumptions, ChangeTheVariantBase) {
  const auto scenario = scenario_with(
      "variants:\n"
      "  base: {set: {centres.a.pools.p.cards: 16, seed: 3}}\n"
      "  other: {set: {centres.a.pools.p.cards: 32}}\n"
      "assumptions:\n"
      "  cautious: {name: {en: careful, zh: 谨慎}, set: {centres.a.pools.p.cards: 4}}\n"
      "  bold: {set: {accelerators.card.peak.fp16: 200 TFLOPS}}\n",
      test::setting({"replications=7"}));
  ASSERT_EQ(scenario->variants.size(), 2U);
  ASSERT_EQ(scenario->assumptions.size(), 2U);
  const Spec& bold = scenario->assumptions[0];
  EXPECT_EQ(bold.variant.id, "bold");
  EXPECT_EQ(bold.variant.name.en, "bold");
  EXPECT_EQ(bold.centres[0].pools[0].cards, 16) << "as base has it";
  EXPECT_EQ(bold.accelerators[0].peak.at("fp16").base(), 200e12);
  const Spec& cautious = scenario->assumptions[1];
  EXPECT_EQ(cautious.variant.name.zh, "谨慎");
  EXPECT_EQ(cautious.variant.set.size(), 1U);
  EXPECT_EQ(cautious.centres[0].pools[0].cards, 4) << "the set comes after base";
  EXPECT_EQ(cautious.seed, 3U);
  EXPECT_EQ(cautious.replications, 7U) << "--set comes last";
  EXPECT_EQ(scenario->variants[0].centres[0].pools[0].cards, 16);
}

TEST(ScenarioAssumptions, WithoutVariantsTheyChangeTheScenario) {
  const auto scenario = scenario_with("assumptions: {low: {set: {centres.a.pools.p.cards: 4}}}\n");
  ASSERT_EQ(scenario->variants.size(), 1U);
  EXPECT_FALSE(scenario->assumptions.at(0).variants_declared);
  EXPECT_EQ(scenario->assumptions[0].centres[0].pools[0].cards, 4);
}

/// What base says as well is said once; what only the set brings names the set.
TEST(ScenarioAssumptions, WarningsNameTheSet) {
  const std::string more =
      "tenants: {idle: {home: a, source: s}}\n"
      "assumptions:\n"
      "  cautious: {set: {accelerators.card.source: assumed}}\n"
      "  central:\n";
  EXPECT_EQ(
      problems_with(more),
      "s.yaml:2:16: warning: accelerators.card: assumptions 'cautious': peak is assumed (fp16 100 TFLOPS)\n"
      "s.yaml:4:11: warning: tenants.idle: no job is of this tenant\n");
  LoadOptions of_other;
  of_other.variants = {"other"};
  EXPECT_EQ(problems_with(more + "variants: {base: {}, other: {}}\n", of_other),
            "s.yaml:4:11: warning: tenants.idle: no job is of this tenant\n")
      << "not where base is not wanted";
}

TEST(ScenarioAssumptions, Mistakes) {
  EXPECT_EQ(
      problems_with("assumptions:\n"
                    "  a: {set: {centres.a.pools.q.cards: 4}, seed: 1}\n"
                    "  b: {set: {centres.a.pools.p.cards: none}}\n"
                    "  c: {set: {assumptions.a.name: x}}\n"),
      "s.yaml:5:13: error: cannot set 'centres.a.pools.q.cards': there is no 'centres.a.pools.q'\n"
      "s.yaml:5:42: error: assumptions.a: unknown key 'seed'\n"
      "s.yaml:6:38: error: centres.a.pools.p.cards: expected a whole number from 1 to 1000000000, got "
      "'none'\n"
      "s.yaml:7:13: error: cannot set 'assumptions.a.name': 'assumptions' is read before anything is set\n");
}

/// Two files may each bring activities; the same one twice is an error.
TEST(ScenarioProgrammeIncludes, SectionsAreUnited) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{test::kSmallest} +
                             "start: 2024-01-01\n"
                             "include: more.yaml\n"
                             "programme:\n"
                             "  activities: {a: {date: 2027-01-01, source: s}}\n"
                             "  crews: {c: {count: 1, source: s}}\n");
  folder.write("more.yaml",
               "programme:\n"
               "  activities: {b: {after: a, duration: 1 day, crew: c, source: s}}\n"
               "  shocks: {x: {rho: 1, source: s}}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  EXPECT_EQ(scenario->variants[0].programme.activities.size(), 2U);
  EXPECT_EQ(scenario->variants[0].programme.shocks.size(), 1U);
  folder.write("more.yaml", "programme: {activities: {a: {date: 2027-01-01, source: s}}}\n");
  EXPECT_THAT(folder.problems(),
              ::testing::HasSubstr("s.yaml:7:16: error: programme.activities.a: defined twice over "
                                   "includes; the first is at "));
}

}  // namespace
}  // namespace suanwang
