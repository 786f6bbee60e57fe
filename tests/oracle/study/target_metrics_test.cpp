// Targets on other figures than capacity: two centres, worked by hand, and closed forms.
#include "suanwang/study/target_metrics.hpp"

#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using ::testing::ElementsAre;

/// Two centres of one region: at `a` 10 accelerators of 300 W and 100 TFLOPS, at `b` 10 of 600 W and
/// 300 TFLOPS. a: 3 kW, 1 PFLOPS; b: 6 kW, 3 PFLOPS.
std::string two_centres(const std::string& a, const std::string& b, const std::string& target,
                        const std::string& more = "") {
  return "suanwang: 1\nstart: 2026-01-01\nend: 2027-12-31\nseed: 11\nreplications: 4\n" + more +
         "accelerators:\n"
         "  small: {peak: {fp16: 100 TFLOPS}, power: {busy: 300 W}, source: s}\n"
         "  large: {peak: {fp16: 300 TFLOPS}, power: {busy: 600 W}, source: s}\n"
         "centres:\n"
         "  a: {region: gd.a, source: s, " +
         a +
         "}\n"
         "  b: {region: gd.b, source: s, " +
         b +
         "}\n"
         "targets: {t: {by: 2026-12-31, region: gd, source: s, " +
         target + "}}\n";
}
std::string pools_a(const std::string& more = "") {
  return "pools: {p: {accelerator: small, cards: 10" + more + "}}";
}
std::string pools_b(const std::string& more = "") {
  return "pools: {p: {accelerator: large, cards: 10" + more + "}}";
}

Spec spec_of(const std::string& text) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  return scenario->variants.front();
}

MetricAnswer judged(const std::string& text, std::uint64_t samples = 10) {
  return judge_facilities(spec_of(text), samples).front();
}

double four_errors(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

// (3 × 1.5 + 6 × 1.2) / 9 = 1.3.
TEST(FacilityMetrics, PueIsWeightedByPower) {
  const std::string a = "pue: 1.5, " + pools_a();
  const std::string b = "pue: 1.2, " + pools_b();
  const MetricAnswer met = judged(two_centres(a, b, "metric: pue, at_most: 1.301"));
  EXPECT_NEAR(met.p50, 1.3, 1e-12);
  EXPECT_EQ(met.p10, met.p90);
  EXPECT_EQ(met.probability, 1);
  EXPECT_EQ(met.weight, MetricWeight::Power);
  EXPECT_EQ(met.sourced, 1.0);
  EXPECT_EQ(met.stated, 2U);
  EXPECT_TRUE(met.missing.empty());
  EXPECT_EQ(judged(two_centres(a, b, "metric: pue, at_most: 1.299")).probability, 0);
}

// The end of the target's day is the midnight after it: what comes then comes too late. What has retired is
// gone.
TEST(FacilityMetrics, OnlyWhatIsInServiceByThenCounts) {
  const std::string a = "pue: 1.5, " + pools_a();
  EXPECT_NEAR(
      judged(two_centres(a, "pue: 1.2, " + pools_b(", online: 2027-01-01"), "metric: pue, at_most: 1.4")).p50,
      1.5, 1e-12);
  EXPECT_NEAR(
      judged(two_centres(a, "pue: 1.2, " + pools_b(", online: 2026-12-31"), "metric: pue, at_most: 1.4")).p50,
      1.3, 1e-12);
  EXPECT_NEAR(judged(two_centres(a, "pue: 1.2, " + pools_b(", online: 2026-02-01, retires: 2026-03-01"),
                                 "metric: pue, at_most: 1.4"))
                  .p50,
              1.5, 1e-12);
}

// a: uniform over 1 to 2, so that the mean (3 u + 6 × 1.2) / 9 is at most 1.2 with probability 1/5.
TEST(FacilityMetrics, UniformLawInClosedForm) {
  const MetricAnswer answer = judged(two_centres("pue: {uniform: [1, 2]}, " + pools_a(),
                                                 "pue: 1.2, " + pools_b(), "metric: pue, at_most: 1.2"),
                                     20'000);
  EXPECT_NEAR(answer.probability, 0.2, four_errors(0.2, 20'000));
  EXPECT_LT(answer.interval.low, 0.2);
  EXPECT_GT(answer.interval.high, 0.2);
  EXPECT_NEAR(answer.p50, (3 * 1.5 + 7.2) / 9, 0.01);
  EXPECT_NEAR(answer.p10, (3 * 1.1 + 7.2) / 9, 0.01);
  EXPECT_NEAR(answer.p90, (3 * 1.9 + 7.2) / 9, 0.01);
}

// b says nothing: it is left out and named, not counted as anything.
TEST(FacilityMetrics, WhoSaysNothingIsNamed) {
  const MetricAnswer answer =
      judged(two_centres("pue: 1.5, " + pools_a(), pools_b(), "metric: pue, at_most: 1.4"));
  EXPECT_NEAR(answer.p50, 1.5, 1e-12);
  EXPECT_THAT(answer.missing, ElementsAre(1));
  EXPECT_EQ(answer.stated, 1U);
  const MetricAnswer none = judged(two_centres(pools_a(), pools_b(), "metric: pue, at_most: 1.4"));
  EXPECT_TRUE(std::isnan(none.probability));
  EXPECT_FALSE(none.is_judged());
  EXPECT_EQ(none.undefined, 10U);
  EXPECT_TRUE(std::isnan(none.p50));
  EXPECT_FALSE(none.sourced);
}

// Without power by FP16 peak: (1 × 1.5 + 3 × 1.2) / 4 = 1.275; without that each centre once: 1.35.
TEST(FacilityMetrics, WeightsFallBackForAllAlike) {
  const std::string a = "pue: 1.5, " + pools_a();
  const MetricAnswer peak =
      judged(two_centres(a, "pue: 1.2, pools: {p: {schedulable: false, capacity: {fp16: 3 PFLOPS}}}",
                         "metric: pue, at_most: 1.4"));
  EXPECT_EQ(peak.weight, MetricWeight::Peak);
  EXPECT_NEAR(peak.p50, 1.275, 1e-12);
  const MetricAnswer alike = judged(
      two_centres(a, "pue: 1.2, pools: {p: {kind: super, schedulable: false, capacity: {fp64: 3 PFLOPS}}}",
                  "metric: pue, at_most: 1.4"));
  EXPECT_EQ(alike.weight, MetricWeight::Alike);
  EXPECT_NEAR(alike.p50, 1.35, 1e-12);
}

// (60 + 150) / (100 + 200) = 70 %. With a's use uniform over 0 to 100: at least 65 % with probability 0.55.
TEST(FacilityMetrics, RacksAreSummed) {
  const std::string b = "racks: {built: 200, used: 150}, " + pools_b();
  const MetricAnswer met = judged(
      two_centres("racks: {built: 100, used: 60}, " + pools_a(), b, "metric: rack_use, at_least: 70 %"));
  EXPECT_NEAR(met.p50, 0.7, 1e-12);
  EXPECT_EQ(met.probability, 1);
  EXPECT_EQ(met.weight, MetricWeight::Racks);
  EXPECT_EQ(judged(two_centres("racks: {built: 100, used: 60}, " + pools_a(), b,
                               "metric: rack_use, more_than: 70 %"))
                .probability,
            0);
  const MetricAnswer drawn =
      judged(two_centres("racks: {built: 100, used: {uniform: [0, 100]}}, " + pools_a(), b,
                         "metric: rack_use, at_least: 0.65"),
             20'000);
  EXPECT_NEAR(drawn.probability, 0.55, four_errors(0.55, 20'000));
}

// (3 × 1.5 × 0.4 + 6 × 1.2 × 0.8) / 11.7; without b's PUE (3 × 0.4 + 6 × 0.8) / 9.
TEST(FacilityMetrics, GreenShareIsOfElectricity) {
  const std::string a = "pue: 1.5, green_share: 40 %, " + pools_a();
  const MetricAnswer all = judged(
      two_centres(a, "pue: 1.2, green_share: 80 %, " + pools_b(), "metric: green_share, at_least: 64 %"));
  EXPECT_NEAR(all.p50, (1.8 + 5.76) / 11.7, 1e-12);
  EXPECT_EQ(all.weight, MetricWeight::Electricity);
  EXPECT_EQ(all.probability, 1);
  const MetricAnswer power =
      judged(two_centres(a, "green_share: 80 %, " + pools_b(), "metric: green_share, at_least: 67 %"));
  EXPECT_NEAR(power.p50, 6.0 / 9, 1e-12);
  EXPECT_EQ(power.weight, MetricWeight::Power);
  EXPECT_EQ(power.probability, 0);
  const MetricAnswer drawn =
      judged(two_centres("green_share: {uniform: [0, 1]}, " + pools_a(), "green_share: 80 %, " + pools_b(),
                         "metric: green_share, at_least: 0.6"),
             20'000);
  EXPECT_NEAR(drawn.probability, 0.8, four_errors(0.8, 20'000));  // 3 u + 4.8 >= 5.4
}

// By FP16 peak: a has 1 PFLOPS at 20 %, b 3 at its pool's own 60 %: (0.2 + 1.8) / 4 = 0.5.
TEST(FacilityMetrics, SoftwareIsWeightedByCapacity) {
  const std::string a = "own_software_share: 20 %, " + pools_a();
  const MetricAnswer met =
      judged(two_centres(a, "own_software_share: 0, " + pools_b(", own_software_share: 60 %"),
                         "metric: own_software_share, at_least: 0.5"));
  EXPECT_NEAR(met.p50, 0.5, 1e-12);
  EXPECT_EQ(met.weight, MetricWeight::Peak);
  const MetricAnswer missing = judged(two_centres(a, pools_b(), "metric: own_software_share, at_least: 0.5"));
  EXPECT_NEAR(missing.p50, 0.2, 1e-12);
  EXPECT_THAT(missing.missing, ElementsAre(1));
  EXPECT_EQ(missing.probability, 0);
  const MetricAnswer drawn = judged(two_centres(a, pools_b(", own_software_share: {uniform: [0, 1]}"),
                                                "metric: own_software_share, at_most: 0.5"),
                                    20'000);
  EXPECT_NEAR(drawn.probability, 0.6, four_errors(0.6, 20'000));  // 0.2 + 3 u <= 2
}

TEST(FacilityMetrics, SourcedIsTheShareOfTheWeight) {
  const MetricAnswer answer = judged(two_centres("pue: 1.5, facility_source: assumed, " + pools_a(),
                                                 "pue: 1.2, " + pools_b(), "metric: pue, at_most: 1.4"));
  EXPECT_NEAR(*answer.sourced, 6.0 / 9, 1e-12);
}

TEST(FacilityMetrics, ThreadsChangeNothing) {
  const Spec spec = spec_of(two_centres(
      "pue: {uniform: [1, 2]}, " + pools_a(),
      "pue: 1.2, " + pools_b(", online: {uniform: [2026-02-01, 2027-10-01]}"), "metric: pue, at_most: 1.3"));
  const std::vector<double> one = judge_facilities(spec, 20'000, {1}).front().values;
  EXPECT_EQ(one, judge_facilities(spec, 20'000, {2}).front().values);
  EXPECT_EQ(one, judge_facilities(spec, 20'000, {8}).front().values);
  // What is drawn does not depend on how many samples there are.
  const std::vector<double> few = judge_facilities(spec, 100).front().values;
  EXPECT_TRUE(std::equal(few.begin(), few.end(), one.begin()));
}

}  // namespace
}  // namespace suanwang
