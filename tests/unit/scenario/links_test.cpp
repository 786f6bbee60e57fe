// Links over time, routing and fixed routes.
#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/scenario/network.hpp"

#include "support/literals.hpp"
#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;
using namespace test::literals;
using Change = CapacityPlan::Change;

/// Four centres in a row, each two joined by a link; what follows begins in line 12.
constexpr std::string_view kRow =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, cards: 8, source: s}, links: {latency: 1 ms, source: s}}\n"
    "centres: {a: {pools: {p: {}}}, b: {pools: {p: {}}}, c: {pools: {p: {}}}, d: {pools: {p: {}}}}\n"
    "links:\n"
    "  a-b: {between: [a, b], bandwidth: 100 Gbps}\n"
    "  b-c: {between: [b, c], bandwidth: 100 Gbps}\n"
    "  c-d: {between: [c, d], bandwidth: 100 Gbps}\n"
    "  a-d:\n"
    "    between: [d, a]\n"
    "    bandwidth: 100 Gbps\n";

std::string problems(std::string_view more) {
  return test::problems_of(std::string{kRow} + std::string{more});
}

/// The link between d and a: second in the order of ids.
LinkPlan plan_of_a_d(const std::string& more) {
  const Spec spec = test::spec_of(std::string{kRow} + more);
  Diagnostics diagnostics;
  const auto inputs = prepare(spec, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  return inputs ? link_plans(spec, *inputs).at(1) : LinkPlan{};
}

/// What `load` says of a file of routes.
std::string problems_of_routes(std::string_view routes) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", std::string{kRow} + "routes: {file: r.csv}\n");
  folder.write("r.csv", routes);
  return folder.problems();
}

TEST(ScenarioLinksOverTime, Dates) {
  const LinkPlan plan = plan_of_a_d(
      "    upgrades: {2026-06-01: 800 Gbps, 2024-06-01: 200 Gbps}\n"
      "    outages: [{from: 2025-03-01 02:00, for: 6 h}, {from: 2025-03-01 07:00, to: 2025-03-02}]\n"
      "start: 2025-01-01\n"
      "timezone: \"+08:00\"\n");
  EXPECT_EQ(plan.a, 3U);
  EXPECT_EQ(plan.b, 0U);
  EXPECT_EQ(plan.latency, 1.0_ms);
  EXPECT_EQ(plan.capacity.at(kStart), 200.0_Gbps);
  // From 2025-01-01 it is 59 days to March, 516 to June of the year after, and 214 back to June of the year
  // before.
  EXPECT_EQ(plan.capacity.changes(), (std::vector<Change>{{kStart - 214 * 24h, 200.0_Gbps},
                                                          {kStart + 59 * 24h + 2h, 0.0_Gbps},
                                                          {kStart + 60 * 24h, 200.0_Gbps},
                                                          {kStart + 516 * 24h, 800.0_Gbps}}));
}

TEST(ScenarioLinksOverTime, TimesFromTheStart) {
  const LinkPlan plan = plan_of_a_d(
      "    upgrades: {10 h: unlimited, 20 h: 0 Gbps}\n"
      "    outages: {from: 1.5 h, to: 2 h}\n");
  EXPECT_EQ(plan.capacity.changes(),
            (std::vector<Change>{{kStart + 90min, 0.0_Gbps},
                                 {kStart + 2h, 100.0_Gbps},
                                 {kStart + 10h, BytesPerSecond{std::numeric_limits<double>::infinity()}},
                                 {kStart + 20h, 0.0_Gbps}}));
}

TEST(ScenarioLinksOverTime, FarAway) {
  const LinkPlan plan = plan_of_a_d(
      "    outages: [{from: 1700-01-01, for: 1 s}, {from: 2390-01-01, for: 36500 days}]\n"
      "start: 2025-01-01\n");
  EXPECT_EQ(plan.capacity.changes(), (std::vector<Change>{{kAlways + 1s, 100.0_Gbps}}));
}

TEST(ScenarioLinksOverTime, Mistakes) {
  EXPECT_EQ(
      problems(
          "    upgrades: {2026-06-01: -1 Gbps, soon: 1 Gbps, 1 h: 400}\n"
          "    outages: [{from: 1 h}, {to: 1 h}, {from: 1 h, to: 2 h, for: 1 h}, {form: 1 h, for: 1 h}]\n"
          "start: 2025-01-01\n"),
      "s.yaml:12:28: error: links.a-d.upgrades.2026-06-01: expected a rate from 0 to 100 PB/s, got '-1 "
      "Gbps'\n"
      "s.yaml:12:37: error: links.a-d.upgrades: expected a date such as 2027-12-31, or an amount of time "
      "from "
      "the start such as '10 h', got 'soon'\n"
      "s.yaml:12:56: error: links.a-d.upgrades.1 h: expected a rate with a unit, like '400 Gbps' or '50 "
      "GB/s', "
      "got '400'\n"
      "s.yaml:13:15: error: links.a-d.outages[0]: expected one of 'to' and 'for'\n"
      "s.yaml:13:28: error: links.a-d.outages[1]: missing key 'from'\n"
      "s.yaml:13:39: error: links.a-d.outages[2]: expected one of 'to' and 'for'\n"
      "s.yaml:13:71: error: links.a-d.outages[3]: missing key 'from'\n"
      "s.yaml:13:72: error: links.a-d.outages[3]: unknown key 'form'; did you mean 'for'?\n");
  EXPECT_EQ(
      problems(
          "    upgrades: {}\n"
          "    outages: [{from: 2 h, to: 2 h}, {from: 2 h, to: 2025-01-02}, {from: 2025-01-02, to: 1 h},\n"
          "              {from: -1 h, for: 0 s}, {from: 2025-01-02, to: 2025-01-01}]\n"
          "start: 2025-01-01\n"),
      "s.yaml:12:15: error: links.a-d.upgrades: expected bandwidths by date, such as {2026-06-01: 800 Gbps}, "
      "got an empty mapping\n"
      "s.yaml:13:31: error: links.a-d.outages[0].to: expected an end after 'from', got '2 h'\n"
      "s.yaml:13:53: error: links.a-d.outages[1].to: expected an amount of time from the start, as 'from' is "
      "one\n"
      "s.yaml:13:89: error: links.a-d.outages[2].to: expected a date, as 'from' is one\n"
      "s.yaml:14:22: error: links.a-d.outages[3].from: expected an amount of time from 0 to 36500 days, got "
      "'-1 h'\n"
      "s.yaml:14:33: error: links.a-d.outages[3].for: expected an amount of time above 0 and up to 36500 "
      "days, "
      "got '0 s'\n"
      "s.yaml:14:62: error: links.a-d.outages[4].to: expected an end after 'from', got '2025-01-01'\n");
  EXPECT_EQ(
      problems("    upgrades: {2026-06-01: 1 Gbps, 2026-06-01 00:00: 2 Gbps}\n"
               "start: 2025-01-01\n"),
      "s.yaml:12:36: error: links.a-d.upgrades.2026-06-01 00:00: a second bandwidth for the same instant\n");
  EXPECT_EQ(
      problems("    upgrades: {2026-06-01: 1 Gbps}\n"),
      "s.yaml:12:16: error: links.a-d.upgrades: a date needs the scenario's 'start' to be placed in time\n");
}

/// A log without dates gives time 0, but no date of it.
TEST(ScenarioLinksOverTime, DatesNeedACivilTimeZero) {
  const test::ScenarioFolder folder;
  folder.write("log.swf", "1 0 -1 10 1 -1 -1 1 10 -1 1 -1 -1 -1 -1 -1 -1 -1\n");
  folder.write("s.yaml", std::string{kRow} +
                             "    outages: {from: 2026-06-01, for: 1 h}\n"
                             "workload: {w: {trace: {format: swf, file: log.swf}}}\n"
                             "policies: {p: {order: fifo}}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario);
  Diagnostics of_prepare;
  EXPECT_FALSE(prepare(scenario->variants.front(), of_prepare));
  EXPECT_EQ(folder.without_folder(of_prepare.text()),
            "s.yaml:9:3: error: links.a-d: a date needs 'start', or a log with dates, to count from\n");
}

/// A link that is only planned has no bandwidth yet; it is not one that is never used.
TEST(ScenarioLinksOverTime, WhatIsToBeBuiltIsUsable) {
  const std::string_view planned =
      "  d-e: {between: [d, e], bandwidth: 0 Gbps, upgrades: {2026-06-01: 1 Gbps}}\n"
      "start: 2025-01-01\n";
  std::string text{kRow};
  text.replace(text.find("d: {pools: {p: {}}}}"), 19, "d: {pools: {p: {}}}, e: {pools: {p: {}}}");
  EXPECT_EQ(test::problems_of(text + std::string{planned}), "");
}

TEST(ScenarioRouting, Rules) {
  const auto rule = [](const std::string& more) { return test::spec_of(std::string{kRow} + more).routing; };
  using Kind = RoutingRule::Kind;
  EXPECT_EQ(rule(""), (RoutingRule{Kind::LeastLatency, 1}));
  EXPECT_EQ(rule("routing: least-latency\n"), (RoutingRule{Kind::LeastLatency, 1}));
  EXPECT_EQ(rule("routing: widest\n"), (RoutingRule{Kind::Widest, 1}));
  EXPECT_EQ(rule("routing: {split: 4}\n"), (RoutingRule{Kind::Split, 4}));
  EXPECT_EQ(problems("routing: widset\n"),
            "s.yaml:12:10: error: routing: expected 'least-latency' or 'widest', got 'widset'; did you mean "
            "'widest'?\n");
  EXPECT_EQ(problems("routing: [widest]\n"),
            "s.yaml:12:10: error: routing: expected 'least-latency', 'widest' or {split: 4}, got a list\n");
  EXPECT_EQ(problems("routing: {split: 17}\n"),
            "s.yaml:12:18: error: routing.split: expected a whole number from 1 to 16, got '17'\n");
  EXPECT_EQ(problems("routing: {slit: 2}\n"),
            "s.yaml:12:1: error: routing: missing key 'split'\n"
            "s.yaml:12:11: error: routing: unknown key 'slit'; did you mean 'split'?\n");
}

TEST(ScenarioRoutes, AreReadFromTheirFile) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", std::string{kRow} + "routes: {file: tables/r.csv}\n");
  folder.write("tables/r.csv", "# by hand\nfrom,to,links\r\nc, a, b-c  a-b\r\n\na,c,a-d c-d\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  const Spec& spec = scenario->variants.front();
  ASSERT_EQ(spec.routes.size(), 2U);
  EXPECT_EQ(spec.routes[0].from, "a");
  EXPECT_EQ(spec.routes[0].links, (std::vector<std::string>{"a-d", "c-d"}));
  EXPECT_EQ(spec.routes[0].at.line, 5);
  const std::vector<FixedRoute> fixed = fixed_routes(spec);
  ASSERT_EQ(fixed.size(), 2U);
  EXPECT_EQ(fixed[1].from, 2U);
  EXPECT_EQ(fixed[1].to, 0U);
  EXPECT_EQ(fixed[1].links, (std::vector<std::size_t>{2, 0}));
}

TEST(ScenarioRoutes, Rows) {
  EXPECT_EQ(problems_of_routes("from,to,links\n"
                               "a,e,a-b\n"
                               "a,c,a-b b-x\n"
                               "a,c\n"
                               "a,c,\n"
                               "a,a,a-b\n"
                               "a,b,a-b\n"
                               "a,b,a-b\n"),
            "r.csv:2:1: error: there is no centre 'e'\n"
            "r.csv:3:1: error: there is no link 'b-x'; did you mean 'b-c'?\n"
            "r.csv:4:1: error: expected from,to,links such as 'a,c,a-b b-c', got 'a,c'\n"
            "r.csv:5:1: error: expected from,to,links such as 'a,c,a-b b-c', got 'a,c,'\n"
            "r.csv:6:1: error: leads from 'a' to itself\n"
            "r.csv:8:1: error: a second route from 'a' to 'b'; the first is in line 7\n");
  EXPECT_EQ(problems_of_routes("a,b,a-b\n"),
            "r.csv:1:1: error: expected the columns from,to,links, got 'a,b,a-b'\n");
  EXPECT_EQ(problems_of_routes(""), "r.csv: error: expected the columns from,to,links\n");
  EXPECT_EQ(problems_of_routes("from,to,links\n"), "");
  EXPECT_EQ(problems("routes: {file: nowhere.csv}\n"),
            "s.yaml:12:16: error: routes.file: 'nowhere.csv': no such file\n");
  EXPECT_EQ(problems("routes: r.csv\n"), "s.yaml:12:9: error: routes: expected a mapping, got 'r.csv'\n");
}

TEST(ScenarioRoutes, LeadWhereTheySay) {
  EXPECT_EQ(problems_of_routes("from,to,links\n"
                               "a,c,a-b c-d\n"
                               "c,a,a-b b-c\n"
                               "a,d,a-b b-c\n"
                               "b,d,a-b b-c c-d\n"
                               "b,c,a-b a-b b-c\n"),
            "r.csv:2:1: error: link 'c-d' does not lead on from centre 'b'\n"
            "r.csv:3:1: error: link 'a-b' does not lead on from centre 'c'\n"
            "r.csv:4:1: error: ends at centre 'c', not at 'd'\n"
            "r.csv:5:1: error: link 'b-c' does not lead on from centre 'a'\n"
            "r.csv:6:1: error: passes centre 'b' twice\n");
}

}  // namespace
}  // namespace suanwang
