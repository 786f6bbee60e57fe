// Build-out programmes, as a planner sees them.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.hpp"

namespace suanwang {
namespace {

using test::Ended;
using ::testing::HasSubstr;
using ::testing::Not;

/// One of the pools waits for its hall and its chips; a job runs on the other.
const std::string kProgramme =
    "suanwang: 1\n"
    "start: 2026-01-01\n"
    "end: 2026-01-10\n"
    "accelerators: {card: {peak: {fp16: 256 TFLOPS}, source: x}}\n"
    "programme:\n"
    "  activities:\n"
    "    civil: {done: 2025-06-30, source: x}\n"
    "    hall: {after: civil, duration: {pert: [100 days, 200 days, 400 days]}, source: assumed}\n"
    "  supplies: {chips: {unit: cards, source: x, lots: {one: {quantity: 8, date: 2026-03-01}}}}\n"
    "centres:\n"
    "  a:\n"
    "    source: x\n"
    "    pools:\n"
    "      old: {accelerator: card, cards: 8}\n"
    "      next: {accelerator: card, cards: 16, online: {after: [hall], needs: [chips]}}\n"
    "workload: {w: {source: x, jobs: {j: {accelerators: 4, duration: 1 h}}}}\n"
    "policies: {fifo: {order: fifo}}\n"
    "assumptions: {bold: {set: {programme.activities.hall.source: yearbook}}}\n";

class Programmes : public test::Suanwang {};

TEST_F(Programmes, ValidateCountsWhatThereIs) {
  const std::string file = folder().file("s.yaml", kProgramme);
  const Ended en = run({"validate", file, "--lang", "en"});
  EXPECT_EQ(en.code, 0);
  EXPECT_EQ(en.err, file +
                        ":8:5: warning: programme.activities.hall: duration is assumed (pert 100 days to 200 "
                        "days to 400 days)\n" +
                        file +
                        ":9:14: warning: programme.supplies.chips: pools need 16 cards of it, and at most 8 "
                        "cards ever arrive\n");
  EXPECT_THAT(en.out,
              HasSubstr("\nprogramme: 2 activities (1 done), 1 supply in 1 lot, 1 pool waits for them\n"));
  const Ended zh = run({"validate", file, "--lang", "zh"});
  EXPECT_THAT(zh.out, HasSubstr("\n建设计划：2 项活动（1 项已完成），1 种供给（1 批），1 个资源池等待\n"));
  EXPECT_THAT(zh.err, HasSubstr(": 提醒: programme.activities.hall: 工期为假设（PERT 100 天、200 天、400 "
                                "天）\n"));
  EXPECT_THAT(zh.err, Not(HasSubstr("pools need")));
  EXPECT_THAT(run({"validate", source("scenarios/first.yaml")}).out, Not(HasSubstr("programme")));
}

TEST_F(Programmes, RunDrawsThem) {
  const std::string file = folder().file("s.yaml", kProgramme);
  EXPECT_EQ(run({"run", file}).code, 0);
  const Ended dated = run({"run", file, "--set", "centres.a.pools.next.online=2026-01-05", "--lang", "en"});
  EXPECT_EQ(dated.code, 0);
  EXPECT_THAT(dated.out, HasSubstr("warning: programme.supplies.chips: no pool needs it\n"));
}

TEST_F(Programmes, RunSaysWhatItLeavesAside) {
  const std::string file =
      folder().file("s.yaml", kProgramme + "targets: {t: {metric: pue, at_most: 1.25}}\n");
  const Ended ended = run({"run", file, "--set", "centres.a.pools.next.online=2026-01-05", "--set",
                           "centres.a.pools.old.retires=2027-01-01", "--lang", "en"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out,
              HasSubstr(":14:7: warning: centres.a.pools.old.retires: a simulation keeps it in service\n"));
  EXPECT_THAT(ended.out, HasSubstr("warning: targets.t: no centre of the region states what it is about\n"));
  EXPECT_THAT(ended.out, HasSubstr("  > t: no centre of the region states it, so nothing is known of it\n"));
}

TEST_F(Programmes, BadOnesAreRefusedAllAtOnce) {
  const std::string file = folder().file(
      "bad.yaml",
      "suanwang: 1\n"
      "start: 2026-01-01\n"
      "as_of: 2026-11-21\n"
      "accelerators: {card: {peak: {fp16: 256 TFLOPS}, source: x}}\n"
      "programme:\n"
      "  shocks: {late: {rho: 1.2, source: x}}\n"
      "  activities:\n"
      "    a: {after: c, duration: {pert: [3 days, 2 days, 4 days]}, source: x}\n"
      "    b: {after: a, duration: 1 day, source: x}\n"
      "    c: {after: b, duration: 1 day, source: x}\n"
      "    d: {done: 2026-12-01, source: x}\n"
      "    e: {after: hal, duration: 1 day, source: x}\n"
      "centres: {a: {source: x, pools: {p: {accelerator: card, cards: 8, online: {after: [d]}}}}}\n");
  const Ended ended = run({"validate", file});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(
      ended.err,
      file + ":6:24: error: programme.shocks.late.rho: expected a ratio from 0 to 1, got '1.2'\n" + file +
          ":8:5: error: programme.activities.a: a cycle: a after c after b after a\n" + file +
          ":8:45: error: programme.activities.a.duration.pert[1]: expected no less than '3 days' before it, "
          "got '2 days'\n" +
          file +
          ":11:15: error: programme.activities.d.done: a fact of 2026-12-01, but facts are known up to "
          "'as_of', 2026-11-21\n" +
          file + ":12:16: error: programme.activities.e.after: there is no activity 'hal'\n" +
          "5 errors, 0 warnings\n");
}

}  // namespace
}  // namespace suanwang
