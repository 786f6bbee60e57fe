// Facts, dates and retirements that cannot be.
#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_of;

/// Four lines; what a test adds begins in line 5.
const std::string kTop =
    "suanwang: 1\n"
    "start: 2024-01-01\n"
    "as_of: 2026-11-21\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n";

/// A centre `a` of one pool `p`, whose keys besides its size these are.
std::string pool(const std::string& keys) {
  return "centres: {a: {source: s, pools: {p: {accelerator: card, cards: 8, " + keys + "}}}}\n";
}

TEST(ProgrammeDates, FactsThatContradictOneAnother) {
  EXPECT_EQ(
      problems_of(kTop +
                  "programme:\n"
                  "  activities:\n"
                  "    civil: {done: 2025-06-30, source: s}\n"
                  "    dated: {date: 2025-03-01, source: s}\n"
                  "    open: {date: 2027-01-01, source: s}\n"
                  "    a: {begun: 2025-07-01, done: 2025-06-01, source: s}\n"
                  "    b: {done: 2025-06-29, after: [civil, dated], source: s}\n"
                  "    c: {done: 2025-07-29, after: [{activity: civil, lag: 30 days}], source: s}\n"
                  "    d: {begun: 2025-02-28, duration: 9000 days, after: dated, source: s}\n"
                  "    e: {done: 2025-07-29, after: [open], source: s}\n"
                  "    f: {not_before: 2026-01-02, begun: 2026-01-01, done: 2026-02-01, source: s}\n"
                  "    g: {not_before: 2026-01-02, done: 2026-01-01, source: s}\n"
                  "    fine: {done: 2025-07-30, after: [{activity: civil, lag: 30 days}], source: s}\n" +
                  pool("online: {after: [a, b, c, d, e, f, g, fine]}")),
      "s.yaml:10:34: error: programme.activities.a.done: expected a date no earlier than 'begun', "
      "2025-07-01, "
      "got '2025-06-01'\n"
      "s.yaml:11:15: error: programme.activities.b.done: 2025-06-29 is before 'civil' was done, 2025-06-30, "
      "which it comes after\n"
      "s.yaml:12:15: error: programme.activities.c.done: 2025-07-29 is before 'civil' was done and its lag "
      "was over, 2025-07-30, which it comes after\n"
      "s.yaml:13:16: error: programme.activities.d.begun: 2025-02-28 is before 'dated' was done, 2025-03-01, "
      "which it comes after\n"
      "s.yaml:14:15: error: programme.activities.e.done: cannot be: 'open', which it comes after, is not "
      "done\n"
      "s.yaml:15:40: error: programme.activities.f.begun: expected a date no earlier than 'not_before', "
      "2026-01-02, got '2026-01-01'\n"
      "s.yaml:16:39: error: programme.activities.g.done: expected a date no earlier than 'not_before', "
      "2026-01-02, got '2026-01-01'\n");
}

TEST(ProgrammeDates, FactsAfterAsOf) {
  EXPECT_EQ(
      problems_of(kTop +
                  "programme:\n"
                  "  activities:\n"
                  "    a: {done: 2026-11-22, source: s}\n"
                  "    b:\n"
                  "      source: s\n"
                  "      duration: 1 day\n"
                  "      begun: 2027-01-01\n"
                  "    c: {announced: {date: 2026-01-01, on: 2026-03-01}, done: 2026-01-01, source: s}\n"
                  "    d: {announced: {date: 2028-01-01, on: 2027-03-01}, done: 2026-01-01, source: s}\n"
                  "    last: {done: 2026-11-21, source: s}\n" +
                  pool("announced: {date: 2027-01-01, on: 2026-12-01}, online: {after: [a, b, c, d, last]}")),
      "s.yaml:7:15: error: programme.activities.a.done: a fact of 2026-11-22, but facts are known up to "
      "'as_of', 2026-11-21\n"
      "s.yaml:11:14: error: programme.activities.b.begun: a fact of 2027-01-01, but facts are known up to "
      "'as_of', 2026-11-21\n"
      "s.yaml:12:43: error: programme.activities.c.announced.on: expected a date no later than the one that "
      "was promised, got '2026-03-01'\n"
      "s.yaml:13:43: error: programme.activities.d.announced.on: a fact of 2027-03-01, but facts are known "
      "up "
      "to 'as_of', 2026-11-21\n"
      "s.yaml:15:101: error: centres.a.pools.p.announced.on: a fact of 2026-12-01, but facts are known up to "
      "'as_of', 2026-11-21\n");
}

/// Without `as_of`, facts are whatever is said to be one.
TEST(ProgrammeDates, FactsWithoutAsOf) {
  const std::string text =
      "suanwang: 1\n"
      "start: 2024-01-01\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "programme: {activities: {a: {done: 2030-01-01, source: s}, b: {after: a, done: 2031-01-01, source: "
      "s}, c: {after: "
      "b, duration: 1 day, begun: 2031-01-01, source: s}}}\n" +
      pool("online: {after: c}");
  EXPECT_EQ(problems_of(text), "");
  EXPECT_EQ(problems_of(text, test::setting({"as_of=2030-06-01"})),
            "s.yaml:4:80: error: programme.activities.b.done: a fact of 2031-01-01, but facts are known up "
            "to 'as_of', "
            "2030-06-01\n"
            "s.yaml:4:142: error: programme.activities.c.begun: a fact of 2031-01-01, but facts are known up "
            "to 'as_of', "
            "2030-06-01\n");
}

/// What is not done has not ended by `as_of`, and its law must leave that open. A crew may keep it waiting,
/// and so may what it comes after.
TEST(ProgrammeDates, WhatMustHaveEnded) {
  EXPECT_EQ(problems_of(kTop +
                        "programme:\n"
                        "  crews: {c: {count: 1, source: s}}\n"
                        "  activities:\n"
                        "    civil: {done: 2026-01-01, source: s}\n"
                        "    open: {begun: 2026-01-01, duration: {uniform: [1 day, 400 days]}, source: s}\n"
                        "    a: {begun: 2026-01-01, duration: {uniform: [1 day, 60 days]}, source: s}\n"
                        "    b: {after: {activity: civil, lag: 31 days}, duration: 28 days, source: s}\n"
                        "    c: {date: {uniform: [2026-01-01, 2026-11-22]}, source: s}\n"
                        "    d: {not_before: 2026-02-01, duration: 1 day, source: s}\n"
                        "    fine-crew: {after: civil, duration: 1 day, crew: c, source: s}\n"
                        "    fine-open: {after: [civil, open], duration: 1 day, source: s}\n"
                        "    fine-late: {after: civil, not_before: 2026-11-21, duration: 30 h, source: s}\n"
                        "  supplies: {chips: {unit: cards, source: s, lots: {x: {quantity: 8, begun: "
                        "2026-01-01, duration: 9 days}}}}\n" +
                        pool("online: {needs: chips, after: [a, b, c, d, fine-crew, fine-open, fine-late]}")),
            "s.yaml:10:5: error: programme.activities.a: must have ended by 2026-03-02, and facts are known "
            "up to 'as_of', "
            "2026-11-21: say when it was 'done', or give it more time\n"
            "s.yaml:11:5: error: programme.activities.b: must have ended by 2026-03-01, and facts are known "
            "up to 'as_of', "
            "2026-11-21: say when it was 'done', or give it more time\n"
            "s.yaml:12:5: error: programme.activities.c: must have ended by 2026-11-22, and facts are known "
            "up to 'as_of', "
            "2026-11-21: say when it was 'done', or give it more time\n"
            "s.yaml:13:5: error: programme.activities.d: must have ended by 2026-02-02, and facts are known "
            "up to 'as_of', "
            "2026-11-21: say when it was 'done', or give it more time\n"
            "s.yaml:17:53: error: programme.supplies.chips.lots.x: must have ended by 2026-01-10, and facts "
            "are known up to "
            "'as_of', 2026-11-21: say when it was 'done', or give it more time\n");
}

/// Four pools of centre `a`, from line 7 on.
std::string problems_of_pools(const std::string& pools) {
  return problems_of(kTop +
                     "programme: {crews: {c: {count: 1, source: s}}, activities: {h: {date: {uniform: "
                     "[2027-01-01, 2028-01-01]}, "
                     "source: s}, w: {not_before: 2027-01-01, duration: 1 day, crew: c, source: s}, v: "
                     "{not_before: 2027-01-01, "
                     "duration: 1 day, source: s}}}\n" +
                     "defaults: {pools: {accelerator: card, cards: 8, source: s}}\n" +
                     "centres:\n  a:\n    pools:\n" + "      hall: {online: {after: h}}\n" + pools +
                     "      rest: {online: {after: [v, w]}}\n");
}

TEST(ScenarioRetirements, AfterTheyComeIntoService) {
  EXPECT_EQ(
      problems_of_pools("      a: {online: 2027-01-01, retires: 2026-12-31}\n"
                        "      b: {online: {after: h}, retires: 2027-01-01}\n"
                        "      c: {online: {uniform: [2027-06-01, 2027-07-01]}, retires: {uniform: "
                        "[2027-01-01, 2027-05-01]}}\n"
                        "      d: {online: 2028-06-01, retires: {after: h}}\n"
                        "      f: {online: 2028-06-01, retires: {after: v}}\n"
                        "      e: {online: 10 days, retires: 2024-01-11}\n"
                        "      fine: {online: {after: h}, retires: 2027-01-02}\n"
                        "      waits: {online: 2028-06-01, retires: {after: [v, w]}}\n"
                        "      always: {retires: 2024-01-01}\n"),
      "s.yaml:11:40: error: centres.a.pools.a.retires: 'a' would retire (2026-12-31) before it comes "
      "into service "
      "(2027-01-01)\n"
      "s.yaml:12:40: error: centres.a.pools.b.retires: 'b' would retire (2027-01-01) before it comes "
      "into service (at "
      "the earliest 2027-01-01)\n"
      "s.yaml:13:65: error: centres.a.pools.c.retires: 'c' would retire (at the latest 2027-05-01) "
      "before it comes into "
      "service (at the earliest 2027-06-01)\n"
      "s.yaml:14:40: error: centres.a.pools.d.retires: 'd' would retire (at the latest 2028-01-01) "
      "before it comes into "
      "service (2028-06-01)\n"
      "s.yaml:15:40: error: centres.a.pools.f.retires: 'f' would retire (2027-01-02) before it comes into "
      "service (2028-06-01)\n"
      "s.yaml:16:37: error: centres.a.pools.e.retires: 'e' would retire (2024-01-11) before it comes "
      "into service "
      "(2024-01-11)\n");
}

TEST(ScenarioRetirements, WhoReplacesWhom) {
  EXPECT_EQ(problems_of_pools("      a: {online: {after: h}, replaces: b}\n"
                              "      b: {online: 2025-01-01, replaces: c}\n"
                              "      c: {}\n"),
            "");
  EXPECT_EQ(
      problems_of_pools("      self: {online: 2027-01-01, replaces: self}\n"
                        "      x1: {online: 2027-01-01, replaces: x2}\n"
                        "      x2: {online: 2027-01-01, replaces: x1}\n"
                        "      typo: {online: 2027-01-01, replaces: hal}\n"
                        "      one: {online: 2027-01-01, replaces: old}\n"
                        "      two: {online: 2027-01-01, replaces: old}\n"
                        "      old: {}\n"
                        "      three: {online: 2027-01-01, replaces: ends}\n"
                        "      ends: {retires: 2027-01-01}\n"
                        "      four: {replaces: done}\n"
                        "      done: {}\n"
                        "      five: {online: 2026-12-31, replaces: hall}\n"),
      "s.yaml:11:44: error: centres.a.pools.self.replaces: a pool cannot replace itself\n"
      "s.yaml:12:42: error: centres.a.pools.x1.replaces: a cycle: 'x1' is replaced in turn\n"
      "s.yaml:12:42: error: centres.a.pools.x1.replaces: 'x2' would retire (2027-01-01) before it comes into "
      "service (2027-01-01)\n"
      "s.yaml:13:42: error: centres.a.pools.x2.replaces: 'x1' would retire (2027-01-01) before it comes into "
      "service (2027-01-01)\n"
      "s.yaml:14:44: error: centres.a.pools.typo.replaces: there is no pool 'hal' in this centre; did you "
      "mean "
      "'hall'?\n"
      "s.yaml:16:43: error: centres.a.pools.two.replaces: 'old' is replaced by another pool, too\n"
      "s.yaml:18:45: error: centres.a.pools.three.replaces: 'ends' says itself when it 'retires'\n"
      "s.yaml:20:24: error: centres.a.pools.four.replaces: expected an 'online' that says from when: a date, "
      "or "
      "'after'\n"
      "s.yaml:22:44: error: centres.a.pools.five.replaces: 'hall' would retire (2026-12-31) before it comes "
      "into "
      "service (at the earliest 2027-01-01)\n");
}

}  // namespace
}  // namespace suanwang
