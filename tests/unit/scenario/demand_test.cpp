/// What is said of a demand that is probably not meant.
#include "suanwang/scenario/demand.hpp"

#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

/// What `load` and `check_demand` say of one card from time 0 with this workload and end.
std::string said_of(const std::string& rest, const std::string& online = "") {
  const test::ScenarioFolder folder;
  folder.write("s.yaml",
               "suanwang: 1\n"
               "accelerators: {x: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
               "centres: {a: {source: s, pools: {p: {accelerator: x, cards: 1, source: s" +
                   online + "}}}}\n" + "policies: {p: {order: fifo}}\n" + rest);
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << diagnostics.text();
  if (!scenario) return "";
  for (const Spec& spec : scenario->variants) {
    const auto inputs = prepare(spec, diagnostics);
    EXPECT_TRUE(inputs) << diagnostics.text();
    if (inputs) check_demand(spec, *inputs, estimate_load(spec, *inputs), diagnostics);
  }
  return folder.without_folder(diagnostics.text());
}

// 10 h of one card are 10 accelerator-hours.
TEST(Demand, FarMoreThanTheSupplyIsSaidWithItsFigures) {
  EXPECT_EQ(said_of("end: 10 h\nworkload: {w: {source: s, jobs: {j: {accelerators: 1, duration: 20 h}}}}\n"),
            "");
  EXPECT_EQ(
      said_of("end: 10 h\nworkload: {w: {source: s, jobs: {j: {accelerators: 1, duration: 12345 h}}}}\n"),
      "s.yaml:6:12: warning: workload: offered load 1,234.50 (12,345 accelerator-hours asked for / 10 "
      "online): "
      "most jobs will still wait at the end\n");
}

TEST(Demand, OfNoJobAtAllIsSaidOfEachVariant) {
  EXPECT_EQ(said_of(""),
            "s.yaml: warning: workload: no job is ever submitted: policies have nothing to do\n");
  EXPECT_EQ(
      said_of("variants: {base: {}, late: {set: {seed: 2}}}\n"),
      "s.yaml: warning: workload: variant 'base': no job is ever submitted: policies have nothing to do\n"
      "s.yaml: warning: workload: variant 'late': no job is ever submitted: policies have nothing to do\n");
}

TEST(Demand, APoolThatComesAfterTheEndServesNobody) {
  const std::string jobs = "workload: {w: {source: s, jobs: {j: {accelerators: 1, duration: 1 h}}}}\n";
  const std::string warning =
      "s.yaml:3:34: warning: centres.a.pools.p.online: comes online only after the end: no job runs on it\n";
  EXPECT_EQ(said_of("end: 10 h\n" + jobs, ", online: 9 h"), "");
  EXPECT_EQ(said_of("end: 10 h\n" + jobs, ", online: 10 h"), warning);
  EXPECT_EQ(said_of("start: 2024-01-01\nend: 2024-12-31\n" + jobs, ", online: 2024-12-31"), "");
  EXPECT_EQ(said_of("start: 2024-01-01\nend: 2024-12-31\n" + jobs, ", online: 2025-01-01"), warning);
  EXPECT_EQ(said_of("start: 2024-01-01\nend: 10 days\n" + jobs, ", online: 2024-01-11"), warning);
  EXPECT_EQ(said_of("start: 2024-01-01\nend: 10 days\n" + jobs, ", online: 2024-01-10"), "");
}

}  // namespace
}  // namespace suanwang
