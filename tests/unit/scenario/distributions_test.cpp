#include <cmath>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::ScenarioFolder;

constexpr std::string_view kBefore =
    "policies: {p: {order: fifo}}\nworkload: {w: {generate: {arrivals: {every: 1 h}, count: 1, accelerators: "
    "1, duration: ";

/// What is wrong with a duration that begins in line 5, column 88.
std::string problems_of(std::string_view duration) {
  return test::problems_with(std::string{kBefore} + std::string{duration} + "}}}\n");
}

/// The duration that is written so.
Distribution duration(std::string_view text) {
  const Spec spec = test::spec_with(std::string{kBefore} + std::string{text} + "}}}\n");
  return std::get<GenerateSpec>(spec.workload.at(0).jobs).classes.at(0).duration;
}

constexpr std::string_view kPath = "workload.w.generate.duration";

/// A problem at a column of the duration, from 1.
std::string at(int column, std::string_view below, std::string_view message) {
  return "s.yaml:5:" + std::to_string(87 + column) + ": error: " + std::string{kPath} + std::string{below} +
         ": " + std::string{message} + "\n";
}

TEST(ScenarioDistributions, EveryFamily) {
  EXPECT_EQ(duration("90 s").mean(), 90);
  EXPECT_TRUE(duration("90 s").is_constant());
  EXPECT_EQ(duration("{constant: 2 min}").mean(), 120);
  EXPECT_EQ(duration("{uniform: [1 min, 3 min]}").quantile(0.5), 120);
  EXPECT_EQ(duration("{uniform: [0 s, 1 h]}").minimum(), 0);
  EXPECT_DOUBLE_EQ(duration("{exponential: {mean: 1 h}}").mean(), 3600);
  EXPECT_DOUBLE_EQ(duration("{lognormal: {median: 40 min, sigma: 1.4}}").quantile(0.5), 2400);
  // Weibull: P(X <= scale) = 1 - 1/e.
  EXPECT_NEAR(duration("{weibull: {shape: 0.7, scale: 1 h}}").cdf(3600), 1 - std::exp(-1.0), 1e-12);
  EXPECT_DOUBLE_EQ(duration("{gamma: {shape: 2, mean: 1 h}}").mean(), 3600);
  const Distribution pareto = duration("{pareto: {shape: 1.1, min: 1 min, max: 1 day}}");
  EXPECT_EQ(pareto.minimum(), 60);
  EXPECT_EQ(pareto.maximum(), 86400);
  // Triangular: the mean of its corners.
  EXPECT_DOUBLE_EQ(duration("{triangular: [1 s, 2 s, 6 s]}").mean(), 3);
  // PERT: (a + 4 m + b) / 6.
  EXPECT_NEAR(duration("{pert: [1 s, 2 s, 9 s]}").mean(), 3, 1e-12);
  EXPECT_DOUBLE_EQ(duration("{choice: {1 s: 3, 5 s: 1}}").mean(), 2);
  EXPECT_DOUBLE_EQ(duration("{choice: {1 s: 30 %, 5 s: 10 %}}").mean(), 2);
  const Distribution mixture =
      duration("{mixture: [{weight: 3, constant: 1 s}, {weight: 1, uniform: [4 s, 6 s]}]}");
  EXPECT_DOUBLE_EQ(mixture.mean(), 2);
  EXPECT_DOUBLE_EQ(duration("{mixture: [{weight: 1, mixture: [{weight: 1, constant: 8 s}]}]}").mean(), 8);
}

TEST(ScenarioDistributions, GeometricBeginsWithZero) {
  // A job's duration is above 0; a priority may be 0.
  EXPECT_EQ(
      problems_of("{geometric: {success: 0.7, step: 3 months}}"),
      at(13, ".geometric", "expected values above 0 and up to 36500 days; this distribution begins with 0"));
  const std::string before =
      "policies: {p: {order: fifo}}\nworkload: {w: {generate: {arrivals: {every: 1 h}, count: 1, "
      "accelerators: 1, duration: 1 h, priority: ";
  const Spec spec = test::spec_with(before + "{geometric: {success: 70 %, step: 5}}}}}\n");
  const Distribution priority = std::get<GenerateSpec>(spec.workload.at(0).jobs).priority;
  EXPECT_EQ(priority.cdf(0), 0.7);
  EXPECT_DOUBLE_EQ(priority.cdf(5), 0.91);
  for (const auto& [text, problem] : std::vector<std::pair<std::string, std::string>>{
           {"{success: 0, step: 1}", "success: expected a ratio above 0 and up to 1, got '0'"},
           {"{success: 1.5, step: 1}", "success: expected a ratio above 0 and up to 1, got '1.5'"},
           {"{success: 1, step: 0}", "step: expected more than 0, got '0'"},
           {"{success: 1, step: 1 month}", "step: expected a number, got '1 month'"},
           {"{step: 1}", "missing key 'success'"}}) {
    const std::string problems = test::problems_with(before + "{geometric: " + text + "}}}}\n");
    EXPECT_NE(problems.find(problem), std::string::npos) << problems;
  }
}

TEST(ScenarioDistributions, ExactlyOneFamily) {
  EXPECT_EQ(problems_of("{}"), at(-9, "", "expected exactly one distribution, such as {uniform: [a, b]}"));
  EXPECT_EQ(problems_of("{uniform: [1 s, 2 s], constant: 1 s}"),
            at(-9, "", "expected exactly one distribution, such as {uniform: [a, b]}"));
  EXPECT_EQ(problems_of("{unifrom: [1 s, 2 s]}"),
            at(2, "", "unknown key 'unifrom'; did you mean 'uniform'?"));
  EXPECT_EQ(problems_of("[1 s, 2 s]"),
            at(1, "", "expected an amount of time with a unit, like '90 s' or '40 min', got a list"));
}

TEST(ScenarioDistributions, NumbersCarryTheUnit) {
  const std::string unit = "expected an amount of time with a unit, like '90 s' or '40 min', got ";
  EXPECT_EQ(problems_of("5"), at(1, "", unit + "'5'"));
  EXPECT_EQ(problems_of("{uniform: [1, 2 s]}"), at(12, ".uniform[0]", unit + "'1'"));
  EXPECT_EQ(problems_of("{exponential: {mean: 5}}"), at(22, ".exponential.mean", unit + "'5'"));
  EXPECT_EQ(problems_of("{choice: {5: 1}}"), at(11, ".choice", unit + "'5'"));
  EXPECT_EQ(problems_of("{lognormal: {median: 5 s, sigma: 1 s}}"),
            at(34, ".lognormal.sigma", "expected a number, got '1 s'"));
}

TEST(ScenarioDistributions, ParametersHaveBounds) {
  EXPECT_EQ(problems_of("0 s"),
            at(1, "", "expected an amount of time above 0 and up to 36500 days, got '0 s'"));
  EXPECT_EQ(problems_of("{uniform: [0 s, 0 s]}"), at(1, "", "expected values above 0 and up to 36500 days"));
  EXPECT_EQ(problems_of("{uniform: [-1 s, 3 s]}"),
            at(12, ".uniform[0]", "expected an amount of time above 0 and up to 36500 days, got '-1 s'"));
  EXPECT_EQ(problems_of("{uniform: [3 s, 1 s]}"),
            at(17, ".uniform[1]", "expected no less than '3 s' before it, got '1 s'"));
  EXPECT_EQ(problems_of("{uniform: [3 s]}"), at(11, ".uniform", "expected [lowest, highest], got a list"));
  EXPECT_EQ(problems_of("{pert: [1 s, 3 s, 2 s]}"),
            at(19, ".pert[2]", "expected no less than '3 s' before it, got '2 s'"));
  EXPECT_EQ(problems_of("{pert: [1 s, 3 s]}"),
            at(8, ".pert", "expected [lowest, most likely, highest], got a list"));
  EXPECT_EQ(problems_of("{exponential: {mean: 0 s}}"),
            at(22, ".exponential.mean", "expected more than 0, got '0 s'"));
  EXPECT_EQ(problems_of("{exponential: {}}"), at(2, ".exponential", "missing key 'mean'"));
  EXPECT_EQ(problems_of("{exponential: 5 s}"), at(15, ".exponential", "expected a mapping, got '5 s'"));
  EXPECT_EQ(problems_of("{lognormal: {median: 1 s, sigma: 11}}"),
            at(34, ".lognormal.sigma", "expected a number from 0 to 10, got '11'"));
  EXPECT_EQ(problems_of("{weibull: {shape: 0, scale: 1 s}}"),
            at(19, ".weibull.shape", "expected a number from 0.01 to 1000, got '0'"));
  EXPECT_EQ(problems_of("{pareto: {shape: 1, min: 2 s, max: 2 s}}"),
            at(10, ".pareto", "expected 'min' below 'max'"));
  EXPECT_EQ(problems_of("{gamma: {shape: .inf, mean: 1e308 days}}"),
            at(17, ".gamma.shape", "expected a finite number, got '.inf'") +
                at(29, ".gamma.mean", "expected a finite amount of time, got '1e308 days'"));
}

TEST(ScenarioDistributions, ChoicesAndMixtures) {
  EXPECT_EQ(problems_of("{choice: {1 s: 0, 2 s: 0}}"), at(10, ".choice", "expected a weight above 0"));
  EXPECT_EQ(problems_of("{choice: {1 s: -1}}"),
            at(16, ".choice.1 s", "expected a ratio from 0 to 1e12, got '-1'"));
  EXPECT_EQ(problems_of("{choice: [1 s]}"), at(10, ".choice", "expected {value: weight, ...}, got a list"));
  EXPECT_EQ(
      problems_of("{mixture: {}}"),
      at(11, ".mixture", "expected a list such as [{weight: 1, uniform: [a, b]}], got an empty mapping"));
  EXPECT_EQ(problems_of("{mixture: [{constant: 1 s}]}"), at(12, ".mixture[0]", "missing key 'weight'"));
  EXPECT_EQ(problems_of("{mixture: [{weight: 1}]}"),
            at(12, ".mixture[0]", "expected 'weight' and exactly one distribution"));
  EXPECT_EQ(problems_of("{mixture: [{weight: 1, constant: 1 s, uniform: [1 s, 2 s]}]}"),
            at(12, ".mixture[0]", "expected 'weight' and exactly one distribution"));
  EXPECT_EQ(problems_of("{mixture: [{weight: 0, constant: 1 s}]}"),
            at(11, ".mixture", "expected a weight above 0"));
}

// --- empirical

/// What is wrong with a duration read from a table.
std::string problems_of_table(std::string_view csv, std::string_view more = "unit: s") {
  const ScenarioFolder folder;
  folder.write("cdf.csv", csv);
  folder.write("s.yaml", std::string{test::kSmallest} + std::string{kBefore} +
                             "{empirical: {file: cdf.csv, " + std::string{more} + "}}}}}\n");
  return folder.problems();
}

TEST(ScenarioEmpirical, TablesOfValueAndCumulative) {
  const ScenarioFolder folder;
  folder.write("sub/cdf.csv", "# from somewhere\nvalue,cumulative\n\n1,0.25\r\n 2 , 0.5\n4,1\n");
  const std::string before = std::string{test::kSmallest} + std::string{kBefore};
  for (const auto& [steps, half] : {std::pair{"true", 120.0}, std::pair{"false", 120.0}}) {
    folder.write("s.yaml", before + "{empirical: {file: sub/cdf.csv, unit: min, steps: " + steps + "}}}}}\n");
    Diagnostics diagnostics;
    const auto scenario = folder.load({}, diagnostics);
    ASSERT_TRUE(scenario) << diagnostics.text();
    const auto& stream = std::get<GenerateSpec>(scenario->variants[0].workload[0].jobs);
    EXPECT_DOUBLE_EQ(stream.classes[0].duration.quantile(0.5), half);
    EXPECT_DOUBLE_EQ(stream.classes[0].duration.maximum(), 240);
    const double inside = stream.classes[0].duration.quantile(0.75);
    EXPECT_EQ(inside == 240, std::string{steps} == "true") << "steps take listed values only";
  }
}

TEST(ScenarioEmpirical, AcceleratorsAreListedWithoutAUnit) {
  const ScenarioFolder folder;
  folder.write("gpus.csv", "1,0.5\n8,1\n");
  folder.write("s.yaml",
               std::string{test::kSmallest} +
                   "policies: {p: {order: fifo}}\n"
                   "workload: {w: {generate: {arrivals: {every: 1 h}, count: 1, duration: 1 h, accelerators: "
                   "{empirical: {file: gpus.csv, steps: true}}}}}\n");
  EXPECT_EQ(folder.problems(), "");
  folder.write("gpus.csv", "1,0.5\n1.5,1\n");
  EXPECT_EQ(folder.problems(), "gpus.csv:2:1: error: expected a value from 1 to 1000000000, got 1.5\n");
}

TEST(ScenarioEmpirical, ProblemsAreReportedAtTheTablesLines) {
  EXPECT_EQ(problems_of_table("1,0.5\n2,x\n3\n4,1,1\n0.5,0.6\n5,0.4\n6,1.5\n-1,0.7\n7,0.9\n"),
            "cdf.csv:2:1: error: expected value,cumulative such as '60,0.25', got '2,x'\n"
            "cdf.csv:3:1: error: expected value,cumulative such as '60,0.25', got '3'\n"
            "cdf.csv:4:1: error: expected value,cumulative such as '60,0.25', got '4,1,1'\n"
            "cdf.csv:5:1: error: expected values that increase, got 0.5 after 1\n"
            "cdf.csv:6:1: error: expected cumulative probabilities that do not decrease, got 0.4 after 0.5\n"
            "cdf.csv:7:1: error: expected a cumulative probability from 0 to 1, got 1.5\n"
            "cdf.csv:8:1: error: expected a value above 0 and up to 36500 days, got -1\n");
  EXPECT_EQ(problems_of_table("1,0.5\n7,0.9\n# end\n"),
            "cdf.csv:2:1: error: expected the last cumulative probability to be 1, got 0.9\n");
  EXPECT_EQ(problems_of_table("value,cumulative\nvalue,cumulative\n1,1\n"),
            "cdf.csv:2:1: error: expected value,cumulative such as '60,0.25', got 'value,cumulative'\n");
  EXPECT_EQ(problems_of_table(""), "cdf.csv: error: expected rows such as '60,0.25'\n");
  EXPECT_EQ(problems_of_table("1,nan\n2,inf\n"),
            "cdf.csv:1:1: error: expected value,cumulative such as '60,0.25', got '1,nan'\n"
            "cdf.csv:2:1: error: expected value,cumulative such as '60,0.25', got '2,inf'\n");
  EXPECT_EQ(problems_of_table("1,1\n", "unit: GB"),
            at(35, ".empirical.unit", "the unit 'GB' does not measure an amount of time"));
  EXPECT_EQ(problems_of_table("1,1\n", "steps: true"), at(2, ".empirical", "missing key 'unit'"));
  EXPECT_EQ(test::problems_with(std::string{kBefore} + "{empirical: {file: none.csv, unit: s}}}}}\n"),
            at(20, ".empirical.file", "'none.csv': no such file"));
  EXPECT_EQ(problems_of_table("1,1\n\xFF,1\n"), "cdf.csv:2:1: error: the byte 0xFF is not valid UTF-8\n");
}

}  // namespace
}  // namespace suanwang
