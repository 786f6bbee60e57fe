// `suanwang run --reserves`, as a planner or a script sees it.
#include "support/reserves.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using test::kCrowded;
using test::Process;
using test::text_of;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class RunReserves : public test::Suanwang {
 protected:
  const std::string crowded_ =
      folder().file("crowded.yaml", kCrowded + "  any: {order: fifo, dispatch: any}\n" +
                                        "  overflow: {order: fifo, dispatch: {overflow: {after: 2000 s}}}\n");
};

TEST_F(RunReserves, TellsTheReservesAndWhatTheyDo) {
  const Ended ended = run({"run", crowded_, "--reserves", "--lang", "en"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out,
              HasSubstr("  > national: worse off than as islands under islands: b (99 s instead of "
                        "0 s)\n"
                        "  > national: no centre worse off with a reserve of b 40 %: mean wait 36 s "
                        "instead of 4.5 s\n"
                        "  > no reserve needed: overflow\n"
                        "  > no reserves searched for, as one queue for all centres heeds none: "
                        "any\n"));
  EXPECT_THAT(ended.out, HasSubstr("  Reserve: multiples of 5 %, "));
  EXPECT_THAT(ended.out, ContainsRegex("\nreserves 8 evaluations × 1 replication · "));
  EXPECT_THAT(
      run({"run", crowded_, "--lang", "en"}).out,
      AllOf(Not(HasSubstr("a reserve of")), Not(HasSubstr("Reserve:")), Not(HasSubstr("\nreserves"))));
  EXPECT_THAT(run({"run", crowded_, "--reserves", "--lang", "zh"}).out,
              AllOf(HasSubstr("  ▸ national：预留 b 40 % 时无一中心劣于单独运行：平均等待 "),
                    HasSubstr("  ▸ 无需预留：overflow\n"), HasSubstr("  预留 = 5 % 的整数倍")));
}

TEST_F(RunReserves, AnswersInJson) {
  const Ended ended = run({"run", crowded_, "--reserves", "--json"});
  EXPECT_EQ(ended.code, 0);
  const json summary = json::parse(ended.out);
  const json found = summary["policies"]["national"]["reserves"];
  EXPECT_EQ(found["finding"], "minimal");
  EXPECT_EQ(found["minimal"], true);
  EXPECT_EQ(found["by_centre"], json::parse(R"({"b": 0.4})"));
  EXPECT_EQ(found["one_step_lower"], json::parse(R"({"b": {"reserve": 0.35, "worse_off": ["b"]}})"));
  EXPECT_EQ(found["evaluations"], 8);
  EXPECT_EQ(found["finished"], 22);
  EXPECT_GT(found["mean_wait_s"], summary["policies"]["national"]["wait_s"]["mean"]);
  const json none = summary["policies"]["overflow"]["reserves"];
  EXPECT_EQ(none["finding"], "not needed");
  EXPECT_EQ(none["by_centre"], json::object());
  EXPECT_EQ(none["mean_wait_s"], summary["policies"]["overflow"]["wait_s"]["mean"]);
  EXPECT_EQ(summary["policies"]["any"]["reserves"]["finding"], "no effect");
  EXPECT_FALSE(summary["policies"]["islands"].contains("reserves"));
  EXPECT_TRUE(summary["definitions"].contains("reserves"));
  const json plain = json::parse(run({"run", crowded_, "--json"}).out);
  EXPECT_FALSE(plain["policies"]["national"].contains("reserves"));
  EXPECT_FALSE(plain["definitions"].contains("reserves"));
  EXPECT_EQ(plain["fingerprint"], summary["fingerprint"]);
}

TEST_F(RunReserves, NeedsIslandsAndADispatcher) {
  Ended ended = run({"run", crowded_, "--reserves", "--policy", "national"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err,
              HasSubstr("error: --reserves: needs a policy with 'dispatch: home' to compare with\n"));
  ended = run({"run", crowded_, "--reserves", "--policy", "islands", "--policy", "any"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("error: --reserves: needs a policy that chooses centres for jobs"));
  EXPECT_THAT(run({"run", source("scenarios/guangdong.yaml"), "--reserves", "--policy", "network-easy"}).err,
              HasSubstr("to compare with, and there is none in variant 'shaoguan-first'"));
}

/// The search is many times as long as the comparison: most probably it is interrupted.
TEST_F(RunReserves, CtrlCKeepsTheComparison) {
  const std::string out = in_folder("out");
  Process process =
      start({"run", source("scenarios/islands-or-network.yaml"), "--variant", "links-100", "--replications",
             "1", "--reserves", "--no-job-records", "--lang", "en", "--out", out});
  ASSERT_TRUE(process.says("scenario: "));
  std::this_thread::sleep_for(std::chrono::seconds{3});
  process.signal(SIGINT);
  const Ended ended = process.wait();
  EXPECT_EQ(ended.code, 130);
  EXPECT_THAT(ended.out, HasSubstr("Interrupted. Below stands only what is complete. Missing:\n"));
  EXPECT_THAT(ended.out, HasSubstr("  links-100/"));
  if (ended.out.find("links-100/national, reserves\n") == std::string::npos) return;  // no policy had ended
  const json summary = json::parse(text_of(out + "/summary.json"));
  EXPECT_EQ(summary["interrupted"], true);
  // Of a policy whose search is missing the comparison may stand, but no reserves do.
  const json& policies = summary["variants"]["links-100"]["policies"];
  for (const char* policy : {"national", "overflow"}) {
    const std::string search = std::string{"links-100/"} + policy + ", reserves";
    if (std::ranges::find(summary["missing"], json(search)) == summary["missing"].end()) continue;
    if (policies.contains(policy)) {
      EXPECT_FALSE(policies[policy].contains("reserves"));
    }
  }
}

}  // namespace
}  // namespace suanwang
