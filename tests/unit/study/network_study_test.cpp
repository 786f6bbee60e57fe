#include "suanwang/study/network_study.hpp"

#include <array>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/report/network.hpp"

#include "support/literals.hpp"
#include "support/scenarios.hpp"
#include "support/small_network.hpp"

namespace suanwang {
namespace {

using namespace test::literals;
using Indices = std::vector<std::size_t>;
using Shares = std::array<double, 4>;

NetworkStudy study_of(const Spec& spec) {
  Diagnostics diagnostics;
  const auto inputs = prepare(spec, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  return study_network(spec, *inputs, estimate_load(spec, *inputs));
}
NetworkStudy study_of(const std::string& text) {
  return study_of(test::spec_of(text));
}

TEST(NetworkStudy, WhatHangsOnWhat) {
  const NetworkStudy study = study_of(test::kSmallNetwork + "end: 10 h\n");
  EXPECT_EQ(study.parts, (std::vector<Indices>{{0, 1, 2}, {3}}));
  ASSERT_EQ(study.bridges.size(), 1U);
  EXPECT_EQ(study.bridges[0].link, 2U);
  EXPECT_EQ(study.bridges[0].a_side, Indices{2});
  EXPECT_EQ(study.bridges[0].b_side, (Indices{0, 1}));
  ASSERT_EQ(study.cuts.size(), 1U);
  EXPECT_EQ(study.cuts[0].capacity, 200.0_Gbps);
  EXPECT_EQ(study.cuts[0].links, (Indices{0, 1}));
  // From a to c it is 1 + 4 ms; the link to c has its 40 Gbps by then.
  ASSERT_TRUE(study.farthest);
  EXPECT_DOUBLE_EQ(study.farthest->route.latency.base(), 5e-3);
  EXPECT_EQ(study.farthest->cut.from, 0U);
  EXPECT_EQ(study.farthest->cut.to, 2U);
  EXPECT_EQ(study.farthest->cut.capacity, 40.0_Gbps);
}

TEST(NetworkStudy, CirclesByDemand) {
  const NetworkStudy study = study_of(test::kSmallNetwork + "end: 10 h\n");
  EXPECT_EQ(study.accelerators, (std::vector<double>{50, 30, 20, 100})) << "the rest comes after the end";
  EXPECT_EQ(study.demand, (std::vector<double>{30 * 3600, 0, 10 * 3600, 0}));
  EXPECT_DOUBLE_EQ(study.homeless, 0.2);
  // a has 3/4 of the demand, c the rest; a-b is 1 ms, b-c 4 ms, a-c 5 ms, and the edge counts.
  EXPECT_EQ(study.within[0], (Shares{0.75, 0.75, 1, 1}));
  EXPECT_EQ(study.within[1], (Shares{0.75, 0.75, 1, 1}));
  EXPECT_EQ(study.within[2], (Shares{0.25, 0.25, 1, 1}));
  EXPECT_EQ(study.within[3], (Shares{0, 0, 0, 0}));
}

TEST(NetworkStudy, CirclesByAcceleratorsWhereHomesAreNotKnown) {
  const NetworkStudy endless = study_of(test::kSmallNetwork);
  EXPECT_TRUE(endless.demand.empty());
  EXPECT_EQ(endless.accelerators[0], 1050) << "all that ever comes";
  // 1080 of 1200 within 1 ms of a, 20 more within 5 ms.
  EXPECT_EQ(endless.within[0], (Shares{1080. / 1200, 1080. / 1200, 1100. / 1200, 1100. / 1200}));
  EXPECT_EQ(endless.within[3], (Shares{100. / 1200, 100. / 1200, 100. / 1200, 100. / 1200}));

  std::string homeless = test::kSmallNetwork + "end: 10 h\n";
  for (const std::string home : {"centre: a, ", "centre: c, "})
    homeless.erase(homeless.find(home), home.size());
  EXPECT_TRUE(study_of(homeless).demand.empty());
}

/// Latency follows the routes that data takes, not the nearest way.
TEST(NetworkStudy, GoesByTheRoutesOfTheScenario) {
  const std::string detour =
      "links:\n"
      "  a-c: {between: [a, c], bandwidth: 1 Gbps, latency: 1 ms}\n";
  std::string text = test::kSmallNetwork + "end: 10 h\n";
  text.replace(text.find("links:\n"), 7, detour);
  EXPECT_EQ(study_of(text).within[0], (Shares{1, 1, 1, 1}));
  EXPECT_EQ(study_of(text + "routing: widest\n").within[0], (Shares{0.75, 0.75, 1, 1}));
}

TEST(NetworkStudy, TheTightestCutComesFirst) {
  // A ring a-b-c-d: the two links of c carry 20 Gbps for a tenth of the cards, those of a 30 Gbps for half.
  const NetworkStudy study = study_of(
      "suanwang: 1\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "defaults: {pools: {accelerator: card, source: s}, links: {latency: 1 ms, source: s}}\n"
      "centres:\n"
      "  {a: {pools: {p: {cards: 50}}}, b: {pools: {p: {cards: 20}}}, c: {pools: {p: {cards: 10}}},"
      " d: {pools: {p: {cards: 20}}}}\n"
      "links:\n"
      "  a-b: {between: [a, b], bandwidth: 15 Gbps}\n"
      "  b-c: {between: [b, c], bandwidth: 10 Gbps}\n"
      "  c-d: {between: [c, d], bandwidth: 10 Gbps}\n"
      "  d-a: {between: [d, a], bandwidth: 15 Gbps}\n");
  ASSERT_GE(study.cuts.size(), 2U);
  EXPECT_EQ(study.cuts[0].links, (Indices{0, 1})) << "b: 25 Gbps for a fifth";
  for (const Cut& cut : study.cuts) EXPECT_EQ(cut.links.size(), 2U);
}

TEST(NetworkStudy, Shares) {
  EXPECT_EQ(share_of({0, 2}, {1, 2, 3}), 4. / 6);
  EXPECT_EQ(share_of({0}, {0, 0}), 0);
  const Indices one{0};
  const Indices two{1, 2};
  EXPECT_EQ(&lesser_side(one, two, {5, 1, 1}), &two);
  EXPECT_EQ(&lesser_side(one, two, {2, 1, 1}), &one) << "fewer centres";
}

// --- as it is printed

const std::string kReport =
    "\nLINKS  (as planned for the end of the scenario)\n"
    "  link   between  straight  one way  bandwidth  changes\n"
    "  a-b    a — b      111 km   1.0 ms   100 Gbps        0\n"
    "  a-b-2  b — a      111 km   1.0 ms   100 Gbps        0\n"
    "  c-b    c — b           —   4.0 ms    40 Gbps        1\n"
    "\nPARTS  (centres that some way joins)\n"
    "  3 centres with 50 % of the accelerators: a; b; c\n"
    "  alone: 1 centre with 50 % of the accelerators: e\n"
    "\nONE CUT  (links without a way around, and what their loss cuts off)\n"
    "  link  cut off  centres  accelerators  demand\n"
    "  c-b   c              1          10 %    25 %\n"
    "\nTIGHTEST CUTS  (of several links, by capacity for what hangs on them; in each direction)\n"
    "  capacity               cut off  centres  accelerators  demand\n"
    "  200 Gbps: a-b + a-b-2  b; c           2          25 %    25 %\n"
    "  > farthest apart: a and c, 5.00 ms one way over 2 links; at most 40 Gbps between them (c-b)\n"
    "\nLATENCY CIRCLES  (share of all demand within reach, one way)\n"
    "  from  1 ms  3 ms   5 ms  20 ms\n"
    "  a     75 %  75 %  100 %  100 %\n"
    "  b     75 %  75 %  100 %  100 %\n"
    "  c     25 %  25 %  100 %  100 %\n"
    "  e      0 %   0 %    0 %    0 %\n"
    "  > demand: expected accelerator-hours of jobs by the centre where they belong\n"
    "  > 20 % of the demand belongs to no centre and is left out\n"
    "  > goals: 1 ms in a city, 5 ms cluster to city, 20 ms hub to hub (MIIT, 2025-08); 3 ms Shenzhen to "
    "Shaoguan (Shenzhen's plan for 2026)\n";

TEST(NetworkReport, ShowsThePlannerAllOfIt) {
  const Spec spec = test::spec_of(test::kSmallNetwork + "end: 10 h\n");
  EXPECT_EQ(network_report(study_of(spec), spec, {Language::En, {}, {}}), kReport);
}

TEST(NetworkReport, InChinese) {
  const Spec spec = test::spec_of(test::kSmallNetwork + "end: 10 h\n");
  const std::string text = network_report(study_of(spec), spec, {Language::Zh, {}, {}});
  EXPECT_NE(text.find("\n链路（按场景结束时的规划）\n"
                      "  链路   两端    直线距离  单程时延      带宽  变更次数\n"
                      "  a-b    甲 — b    111 km    1.0 ms  100 Gbps         0\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  孤岛 1 个，50 % 的加速卡：e\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  ▸ 相距最远：甲与c，单程 5.00 ms，2 跳；两地间最多 40 Gbps（c-b）\n"),
            std::string::npos)
      << text;
}

TEST(NetworkReport, WithoutLinks) {
  const Spec spec = test::spec_with("");
  EXPECT_EQ(network_report(study_of(spec), spec, {Language::En, {}, {}}),
            "no links: every centre is an island\n");
}

TEST(NetworkReport, Bandwidths) {
  EXPECT_EQ(bandwidth_text(400.0_Gbps, Language::En), "400 Gbps");
  EXPECT_EQ(bandwidth_text(1200.0_Gbps, Language::En), "1.2 Tbps");
  EXPECT_EQ(bandwidth_text(0.02_Gbps, Language::En), "20 Mbps");
  EXPECT_EQ(bandwidth_text(0.0_Gbps, Language::En), "0 Gbps");
  const BytesPerSecond unlimited{std::numeric_limits<double>::infinity()};
  EXPECT_EQ(bandwidth_text(unlimited, Language::En), "unlimited");
  EXPECT_EQ(bandwidth_text(unlimited, Language::Zh), "不限");
}

}  // namespace
}  // namespace suanwang
