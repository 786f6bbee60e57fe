// Windows in which a centre takes no jobs from elsewhere.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/scenario/instants.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;
using Spans = std::vector<std::pair<Time, Time>>;

/// A scenario whose centre `a` has these windows; they begin in line 4, column 15.
std::string scenario(const std::string& windows, const std::string& more = "") {
  return "suanwang: 1\n"
         "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
         "centres: {a: {pools: {p: {accelerator: card, cards: 8, source: s}},\n"
         "    opt_outs: " +
         windows + "}}\n" + more;
}

Spans spans(const std::string& windows, const std::string& more = "") {
  const Spec spec = test::spec_of(scenario(windows, more));
  Diagnostics diagnostics;
  const auto inputs = prepare(spec, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  return inputs ? spans_of(spec.centres.front().opt_outs, *inputs) : Spans{};
}

TEST(ScenarioOptOuts, DatesAndTimes) {
  EXPECT_EQ(spans("{from: 1 h, for: 90 min}"), (Spans{{kStart + 1h, kStart + 150min}}));
  EXPECT_EQ(spans("[{from: 2025-03-01 02:00, for: 6 h}, {from: 2024-12-01, to: 2025-01-02}]",
                  "start: 2025-01-01\ntimezone: \"+08:00\"\n"),
            (Spans{{kStart - 31 * 24h, kStart + 24h}, {kStart + 59 * 24h + 2h, kStart + 59 * 24h + 8h}}));
}

/// However they overlap or touch, and in whatever order: an instant is in a window or not.
TEST(ScenarioOptOuts, OverlappingAreOne) {
  EXPECT_EQ(
      spans("[{from: 5 h, to: 6 h}, {from: 1 h, to: 3 h}, {from: 2 h, to: 4 h}, {from: 1 h, for: 30 min}, "
            "{from: 4 h, to: 4.5 h}]"),
      (Spans{{kStart + 1h, kStart + 270min}, {kStart + 5h, kStart + 6h}}));
}

TEST(ScenarioOptOuts, Mistakes) {
  EXPECT_EQ(
      test::problems_of(scenario("[{from: 2 h, to: 2 h}, {from: 2 h}, {to: 1 h}, {from: 1 h, for: 0 s}]")),
      "s.yaml:4:32: error: centres.a.opt_outs[0].to: expected an end after 'from', got '2 h'\n"
      "s.yaml:4:38: error: centres.a.opt_outs[1]: expected one of 'to' and 'for'\n"
      "s.yaml:4:51: error: centres.a.opt_outs[2]: missing key 'from'\n"
      "s.yaml:4:79: error: centres.a.opt_outs[3].for: expected an amount of time above 0 and up to 36500 "
      "days, got '0 s'\n");
  EXPECT_EQ(
      test::problems_of(scenario("{from: 2026-06-01, for: 1 h}")),
      "s.yaml:4:22: error: centres.a.opt_outs.from: a date needs the scenario's 'start' to be placed in "
      "time\n");
  EXPECT_EQ(test::problems_of(scenario("night")),
            "s.yaml:4:15: error: centres.a.opt_outs: expected a mapping, got 'night'\n");
}

/// A log without dates gives time 0, but no date of it.
TEST(ScenarioOptOuts, DatesNeedACivilTimeZero) {
  const test::ScenarioFolder folder;
  folder.write("log.swf", "1 0 -1 10 1 -1 -1 1 10 -1 1 -1 -1 -1 -1 -1 -1 -1\n");
  folder.write("s.yaml", scenario("{from: 2026-06-01, for: 1 h}",
                                  "workload: {w: {trace: {format: swf, file: log.swf}}}\n"
                                  "policies: {p: {order: fifo}}\n"));
  Diagnostics diagnostics;
  const auto loaded = folder.load({}, diagnostics);
  ASSERT_TRUE(loaded);
  Diagnostics of_prepare;
  EXPECT_FALSE(prepare(loaded->variants.front(), of_prepare));
  EXPECT_EQ(folder.without_folder(of_prepare.text()),
            "s.yaml:3:11: error: centres.a: a date needs 'start', or a log with dates, to count from\n");
}

}  // namespace
}  // namespace suanwang
