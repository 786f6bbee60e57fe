// `suanwang reach` and `explain --target`, as a planner or a script sees them.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

/// K at the end of 2027: 2 for certain, 1 with probability one half (an even choice), and 4 from a date that
/// is uniform over 2027 and 2028: met, above 2.5, with probability 1 - 1/2 × 1/2 = 3/4.
constexpr const char* kPlan =
    "suanwang: 1\n"
    "start: 2024-01-01\n"
    "end: 2028-12-31\n"
    "as_of: 2026-12-31\n"
    "seed: 3\n"
    "centres:\n"
    "  a:\n"
    "    source: s\n"
    "    pools:\n"
    "      p: {schedulable: false, capacity: {fp16: 2 EFLOPS}, online: 2025-01-01, announced: 2024-09-01}\n"
    "      q: {schedulable: false, capacity: {fp16: {choice: {1 EFLOPS: 1, 1 PFLOPS: 1}}}, source: assumed}\n"
    "      r: {schedulable: false, capacity: {fp16: 4 EFLOPS}, online: {uniform: [2027-01-01, 2028-12-31]}, "
    "announced: 2026-06-30}\n"
    "      s: {schedulable: false, capacity: {fp16: 1 TFLOPS}, online: 2024-06-01, announced: 2024-03-01}\n"
    "      t: {schedulable: false, capacity: {fp16: 1 TFLOPS}, online: 2024-08-01, announced: 2024-07-01}\n"
    "      u: {schedulable: false, capacity: {fp16: 1 TFLOPS}, online: 2024-12-01, announced: 2024-08-01}\n"
    "      v: {schedulable: false, capacity: {fp16: 1 TFLOPS}, online: 2026-02-01, announced: 2025-11-01}\n"
    "targets: {y27: {name: the goal, by: 2027-12-31, more_than: 2.5 EFLOPS, basis: fp16, source: s}}\n";

class ReachCommand : public test::Suanwang {
 protected:
  const std::string plan_ = folder().file("plan.yaml", kPlan);
};

// A variant may judge a target under another basis, and have targets of its own.
TEST_F(ReachCommand, TargetsOfOneVariantStandInItsOwnRows) {
  const std::string file =
      folder().file("variants.yaml",
                    std::string{kPlan} +
                        "bases: {twice: {count: [intelligent], unit: fp64, convert: {fp16: 2}, source: s}}\n"
                        "variants:\n"
                        "  base: {}\n"
                        "  other: {set: {targets.y27.basis: twice, targets.a28: {by: 2028-12-31, more_than: "
                        "1 EFLOPS, basis: "
                        "fp16, source: s}}}\n");
  const Ended both = run({"reach", file, "--samples", "2000", "--lang", "en"});
  EXPECT_EQ(both.code, 0) << both.err;
  EXPECT_THAT(both.out, ContainsRegex("the goal > 2.5 EFLOPS +fp16 +base "));
  EXPECT_THAT(both.out, ContainsRegex("twice +other "));
  EXPECT_THAT(both.out, ContainsRegex("a28 > 1 EFLOPS +fp16 +other "));
  const Ended one = run({"reach", file, "--samples", "2000", "--target", "a28", "--lang", "en"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("--target a28"));
  const Ended none = run({"reach", file, "--target", "a28", "--variant", "base"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("--target: no such id 'a28'"));
}

TEST_F(ReachCommand, TellsTheAnswerFirst) {
  const Ended ended = run({"reach", plan_, "--samples", "20000", "--lang", "en"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("1  WILL THE TARGETS BE REACHED"));
  EXPECT_THAT(ended.out, HasSubstr("the goal > 2.5 EFLOPS"));
  EXPECT_THAT(ended.out, HasSubstr("2  WHAT MOVES IT"));
  EXPECT_THAT(ended.out, HasSubstr("3  SAMPLING ERROR\n"));
  const Ended zh = run({"reach", plan_, "--samples", "2000", "--lang", "zh"});
  EXPECT_THAT(zh.out, HasSubstr("一、目标能否达到"));
  EXPECT_THAT(zh.out, HasSubstr("三、抽样误差\n"));
}

TEST_F(ReachCommand, RequirementsAreAGate) {
  EXPECT_EQ(run({"reach", plan_, "--require", "0.7", "--quiet"}).code, 0);
  const Ended ended = run({"reach", plan_, "--require", "0.8", "--quiet"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("not met: y27 (fp16): P = 0.7"));
  EXPECT_THAT(ended.err, EndsWith(" < 0.8\n"));
}

TEST_F(ReachCommand, WritesReachJson) {
  const std::filesystem::path out = folder().path() / "out";
  const Ended ended = run(
      {"reach", plan_, "--samples", "20000", "--json", "--quiet", "--out", out.string(), "--threads", "1"});
  EXPECT_EQ(ended.code, 0);
  const json printed = json::parse(ended.out);
  const json& target = printed.at("targets").at(0);
  EXPECT_EQ(target.at("id"), "y27");
  EXPECT_EQ(target.at("basis"), "fp16");
  EXPECT_NEAR(target.at("probability").get<double>(), 0.75, 4 * std::sqrt(0.75 * 0.25 / 20'000));
  EXPECT_LT(target.at("interval").at(0), 0.75);
  EXPECT_GT(target.at("interval").at(1), 0.75);
  EXPECT_EQ(target.at("sensitivities").size(), 2);
  std::ifstream file{out / "reach.json"};
  std::stringstream text;
  text << file.rdbuf();
  json written = json::parse(text.str());
  written.erase("timing");
  json same = printed;
  same.erase("timing");
  EXPECT_EQ(written, same);
  json other =
      json::parse(run({"reach", plan_, "--samples", "20000", "--json", "--quiet", "--threads", "8"}).out);
  other.erase("timing");
  EXPECT_EQ(other, same);
}

TEST_F(ReachCommand, SamplesUntilTheIntervalIsNarrow) {
  const Ended ended =
      run({"reach", plan_, "--samples", "100", "--until-halfwidth", "0.01", "--json", "--quiet"});
  EXPECT_EQ(ended.code, 0);
  const json printed = json::parse(ended.out);
  EXPECT_EQ(printed.at("samples"), 12'800);  // 0.98 / sqrt(n) × sqrt(3)/2 <= 0.01 from n = 7,203 on
}

// As of the end of 2025, slips of 92, 31, 122 and 122 days had been seen; v was overdue, r still to come.
TEST_F(ReachCommand, LooksBack) {
  const Ended ended = run({"reach", plan_, "--as-of", "2025-12-31", "--samples", "1000", "--lang", "en"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("4  BACKTEST  (as of 2025-12-31)"));
  EXPECT_THAT(ended.out, HasSubstr("Slips were learned from 4 delivered and 1 overdue by then"));
  EXPECT_THAT(ended.out, HasSubstr("of 1 dates that are known now"));
  const json printed = json::parse(
      run({"reach", plan_, "--as-of", "2025-12-31", "--samples", "1000", "--json", "--quiet"}).out);
  const json& milestones = printed.at("backtest").at("milestones");
  ASSERT_EQ(milestones.size(), 2);
  EXPECT_EQ(milestones.at(0).at("path"), "centres.a.pools.r.online");
  EXPECT_TRUE(milestones.at(0).at("actual").is_null());
  EXPECT_EQ(milestones.at(1).at("path"), "centres.a.pools.v.online");
  EXPECT_EQ(milestones.at(1).at("actual"), "2026-02-01");
  EXPECT_GT(milestones.at(1).at("p10"), "2025-12-31");
}

TEST_F(ReachCommand, BadInputIsRefused) {
  EXPECT_EQ(run({"reach", plan_, "--samples", "0"}).code, 2);
  EXPECT_THAT(run({"reach", plan_, "--require", "1.5"}).err, HasSubstr("expected a number between 0 and 1"));
  EXPECT_THAT(run({"reach", plan_, "--points", "sobl"}).err, HasSubstr("expected plain, latin or sobol"));
  EXPECT_THAT(run({"reach", plan_, "--target", "y28"}).err,
              HasSubstr("no such id 'y28'; did you mean 'y27'?"));
  EXPECT_THAT(run({"reach", plan_, "--as-of", "yesterday"}).err, HasSubstr("expected a date as 2023-12-31"));
  EXPECT_THAT(run({"reach", plan_, "--as-of", "2027-01-01"}).err,
              HasSubstr("is not before the scenario's own"));
  EXPECT_THAT(run({"reach", plan_, "--as-of", "2024-02-01"}).err, HasSubstr("fewer than 3 dates"));
  const Ended none = run({"reach", source("scenarios/first.yaml")});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("targets: there is none, so nothing to reach"));
  EXPECT_EQ(run({"reach", plan_, "--out", "/proc/none"}).code, 2);
}

// Rows are 2, 1/2 ... and the medians: p counts 2, r is in service (its median is the end of 2027), q counts
// the lower value of its even choice.
TEST_F(ReachCommand, TheLedgerAddsUp) {
  const std::filesystem::path out = folder().path() / "ledger";
  const Ended ended = run({"explain", plan_, "--target", "y27", "--json", "--out", out.string()});
  EXPECT_EQ(ended.code, 0);
  const json ledger = json::parse(ended.out).at("ledgers").at(0);
  std::int64_t sum = 0;
  for (const json& pool : ledger.at("pools")) sum += pool.at("tflops").get<std::int64_t>();
  EXPECT_EQ(sum, ledger.at("tflops").get<std::int64_t>());
  EXPECT_EQ(ledger.at("pools").at(0).at("tflops"), 2'000'000);
  std::ifstream file{out / "ledger.csv"};
  std::string line;
  std::int64_t written = 0;
  std::getline(file, line);
  EXPECT_THAT(line, HasSubstr(",tflops,confidence,source"));
  std::size_t lines = 0;
  while (std::getline(file, line)) {
    ++lines;
    std::stringstream row{line};
    std::string field;
    for (int i = 0; i < 13; ++i) std::getline(row, field, ',');
    written += std::stoll(field);
  }
  EXPECT_EQ(lines, 7);
  EXPECT_EQ(written, sum);
  const Ended text = run({"explain", plan_, "--target", "y27", "--lang", "en"});
  EXPECT_THAT(text.out, HasSubstr("1  LEDGER  (the goal > 2.5 EFLOPS, fp16)"));
  EXPECT_EQ(run({"explain", plan_}).code, 2);
  EXPECT_EQ(run({"explain", plan_, "--target", "nothing"}).code, 2);
}

}  // namespace
}  // namespace suanwang
