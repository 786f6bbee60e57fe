// `suanwang validate --network`, as a planner or a script sees it.
#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/process.hpp"
#include "support/small_network.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class ValidateNetwork : public test::Suanwang {
 protected:
  const std::string guangdong_ = source("scenarios/guangdong.yaml");
};

TEST_F(ValidateNetwork, PrintsTheNetworkOfGuangdong) {
  const Ended ended = run({"validate", guangdong_, "--network", "--lang", "en"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("\nLINKS  ("));
  EXPECT_THAT(ended.out,
              ContainsRegex("shaoguan-shenzhen +Shaoguan national cluster — .* 254 km +1.660 ms +400 Gbps"));
  EXPECT_THAT(ended.out, ContainsRegex("shenyang-dalian +Dalian AI computing centre +1 "));
  EXPECT_THAT(ended.out, HasSubstr("\nTIGHTEST CUTS  ("));
  EXPECT_THAT(ended.out, HasSubstr("> farthest apart: "));
  EXPECT_THAT(ended.out, HasSubstr("\nLATENCY CIRCLES  (share of all demand within reach, one way)\n"));
  EXPECT_THAT(ended.out, HasSubstr(" errors, "));
  EXPECT_THAT(run({"validate", guangdong_}).out, Not(HasSubstr("LATENCY CIRCLES")));
}

TEST_F(ValidateNetwork, SpeaksChinese) {
  const Ended ended = run({"validate", guangdong_, "--network", "--lang", "zh"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("\n链路（"), HasSubstr("\n一处中断（"), HasSubstr("\n时延圈（"),
                               HasSubstr("韶关数据中心集群"), HasSubstr("工信部")));
}

TEST_F(ValidateNetwork, AnswersInJson) {
  const std::string file = folder().file("network.yaml", test::kSmallNetwork + "end: 10 h\n");
  const Ended ended = run({"validate", file, "--network", "--json"});
  EXPECT_EQ(ended.code, 0);
  const json network = json::parse(ended.out)["network"]["base"];
  ASSERT_EQ(network["links"].size(), 3U);
  EXPECT_EQ(network["links"][2]["id"], "c-b");
  EXPECT_EQ(network["links"][2]["between"], (json{"c", "b"}));
  EXPECT_EQ(network["links"][2]["bandwidth_bps"], 40e9);
  EXPECT_EQ(network["links"][2]["great_circle_km"], nullptr);
  EXPECT_EQ(network["links"][2]["changes"], json::parse(R"([{"at_s": 18000.0, "bandwidth_bps": 40e9}])"));
  EXPECT_EQ(network["parts"], json::parse(R"([["a", "b", "c"], ["e"]])"));
  EXPECT_EQ(network["bridges"], json::parse(R"([{"link": "c-b", "sides": [
      {"centres": ["c"], "accelerators": 0.1, "demand": 0.25},
      {"centres": ["a", "b"], "accelerators": 0.4, "demand": 0.75}]}])"));
  EXPECT_EQ(network["cuts"][0]["links"], (json{"a-b", "a-b-2"}));
  EXPECT_EQ(network["farthest"]["min_cut"]["capacity_bps"], 40e9);
  EXPECT_EQ(network["circles"]["share_of"], "demand");
  EXPECT_EQ(network["circles"]["within"]["a"], json::parse("[0.75, 0.75, 1.0, 1.0]"));
  EXPECT_FALSE(json::parse(run({"validate", file, "--json"}).out).contains("network"));
}

TEST_F(ValidateNetwork, RefusesABadLinkAsEver) {
  const std::string file =
      folder().file("bad.yaml", test::kSmallNetwork + "routing: widest\n" + "routes: {file: nowhere.csv}\n");
  const Ended ended = run({"validate", file, "--network"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("bad.yaml:22:16: error: routes.file: "));
  EXPECT_EQ(ended.out, "");
}

}  // namespace
}  // namespace suanwang
