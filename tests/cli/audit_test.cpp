// `suanwang audit`: what a run leaves is clean, under every policy and in every shipped scenario.
#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "suanwang/policy/catalogue.hpp"

#include "support/audited_runs.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using test::text_of;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

using CleanRun = test::AuditedRuns;

TEST_F(CleanRun, AnUnchangedFolderIsClean) {
  make(std::string{test::kAuditedNetwork} + std::string{test::kAuditedPolicies});
  const Ended ended = audit();
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("✓ no fault found\n"));
  const json report = json::parse(audit({"--json"}).out);
  for (const auto& [check, counts] : report["checks"].items()) EXPECT_GT(counts["looked"], 0) << check;
}

// Each order with each backfill, each order with each dispatch rule and each backfill with each of those.
TEST_F(CleanRun, EveryPolicyOfTheCatalogueIsClean) {
  const std::vector<std::string> backfills{
      "none", "easy", "{easy: {candidates: shortest, reserve: machines}}", "conservative", "{depth: 2}"};
  std::vector<std::string> dispatches;
  for (const DispatchEntry& dispatch : standard_catalogue().dispatches) {
    if (dispatch.name != "any") dispatches.emplace_back(dispatch.name);  // where jobs cannot need data
  }
  std::string policies = "policies:\n";
  std::size_t count = 0;
  for (std::size_t o = 0; o < standard_catalogue().orders.size(); ++o) {
    std::string by{standard_catalogue().orders[o].name};
    if (by == "expr") by = "{expr: walltime / (1 + wait)}";
    if (by == "multifactor") by = "{multifactor: {age: 1, fair_share: 1}}";
    const std::size_t rows = std::max(backfills.size(), dispatches.size());
    for (std::size_t row = 0; row < rows; ++row) {
      const std::string more = count % 3 == 0   ? ""
                               : count % 3 == 1 ? ", staging: {hold: true}"
                                                : ", staging: {ahead: true}";
      policies += "  p" + std::to_string(count++) + ": {order: " + by +
                  ", backfill: " + backfills[row % backfills.size()] +
                  ", dispatch: " + dispatches[(row + o) % dispatches.size()] + more + "}\n";
    }
  }
  make(std::string{test::kAuditedNetwork} + policies);
  const Ended ended = audit({"--quiet"});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
}

TEST_F(CleanRun, WithOneQueueForAll) {
  make(std::string{test::kSmallScenario});
  const Ended ended = audit();
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out,
              HasSubstr("\n  holders          400       0  no accelerator is held twice at once\n"));
  EXPECT_THAT(ended.out,
              HasSubstr("\n  zones              —       —  data and its jobs stay in their zone\n"));
  const Ended zh = run({"audit", out_, "--lang", "zh"});
  EXPECT_THAT(zh.out, HasSubstr(" · audit · " + out_ + " · 2 规则 · 400 行作业 · 0 行传输\n"));
  EXPECT_THAT(zh.out, HasSubstr("✓ 未发现问题\n"));
}

TEST_F(CleanRun, WithoutRowsOnlyFiguresAreLookedAt) {
  const std::string file =
      folder().file("s.yaml", std::string{test::kAuditedNetwork} + std::string{test::kAuditedPolicies});
  ASSERT_EQ(run({"run", file, "--out", out_, "--quiet", "--no-job-records"}).code, 0);
  const Ended ended = audit();
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out,
              HasSubstr("  > nothing to audit in rows of jobs: the run kept none (--no-job-records); only "
                        "figures of summary.json are compared with each other\n"));
  json summary = json::parse(text_of(out_ + "/summary.json"));
  summary["policies"]["islands"]["jobs"]["running"] = 1000;
  std::ofstream{out_ + "/summary.json"} << summary;
  const Ended changed = audit({"--quiet"});
  EXPECT_EQ(changed.code, 3);
  EXPECT_THAT(changed.out,
              ContainsRegex("summary.json: policies/islands/jobs/submitted: sums: is [0-9]+, and its parts "
                            "add up to [0-9]+\n"));
}

TEST_F(CleanRun, TellsSoManyFaultsOfACheckAndCountsTheRest) {
  make(std::string{test::kSmallScenario});
  test::Csv rows{out_ + "/easy/jobs.csv"};
  for (std::size_t line = 2; line <= 9; ++line) rows.at(line, "waiting_time") = "0.000000001";
  rows.write();
  const Ended ended = audit({"--quiet", "--most", "3"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(std::ranges::count(ended.out, '\n'), 5) << ended.out;
  EXPECT_THAT(ended.out,
              HasSubstr("/easy/jobs.csv:3: columns: waiting_time is 0.000000001 s, and follows to be "));
  EXPECT_THAT(ended.out, HasSubstr("\n  and 13 more of columns\n✗ 16 faults\n"));
}

class ShippedScenario
    : public test::AuditedRuns,
      public ::testing::WithParamInterface<std::pair<const char*, std::vector<std::string>>> {};

TEST_P(ShippedScenario, IsClean) {
  std::vector<std::string> options{"run", source(std::string{"scenarios/"} + GetParam().first + ".yaml"),
                                   "--out", out_, "--quiet"};
  options.insert(options.end(), GetParam().second.begin(), GetParam().second.end());
  ASSERT_EQ(run(options).code, 0);  // which audits it
  const json report = json::parse(audit({"--json"}).out);
  EXPECT_EQ(report["faults"], 0);
  EXPECT_GT(report["jobs"], 0);
}

using Options = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(Shipped, ShippedScenario,
                         ::testing::Values(std::pair{"first", Options{}},
                                           std::pair{"kth", Options{"--variant", "base"}},
                                           std::pair{"pooling", Options{"--replications", "1"}},
                                           std::pair{"islands-or-network", Options{"--replications", "1"}},
                                           std::pair{"guangdong", Options{"--replications", "1"}}),
                         [](const auto& scenario) {
                           std::string name{scenario.param.first};
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace suanwang
