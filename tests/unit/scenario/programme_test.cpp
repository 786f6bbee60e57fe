// What a scenario says of its build-out, and all that can be wrong with it.
#include <string>

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_of;
using test::spec_of;

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

CivilTime date(const char* text) {
  return *parse_date(text, std::chrono::seconds{0});
}

double seconds(const char* text) {
  return static_cast<double>(date(text).time_since_epoch().count());
}

/// Every part of a programme, and a pool that waits for it.
Spec every_part() {
  return spec_of(
      kTop +
      "programme:\n"
      "  shocks: {export: {rho: 0.5, name: {en: export rules, zh: 出口管制}, source: s}}\n"
      "  crews: {testers: {count: 2, source: s}}\n"
      "  activities:\n"
      "    hall: {name: Hall, after: [civil, {activity: permit, lag: 30 days}], source: s, crew: testers,\n"
      "           duration: {pert: [300 days, 400 days, 700 days]}, not_before: 2026-12-01}\n"
      "    civil: {duration: 300 days, begun: 2023-01-01, done: 2025-06-30, source: s}\n"
      "    permit: {date: {uniform: [2026-12-31, 2027-12-31]}, shock: export, source: s,\n"
      "             announced: {date: 2026-06-30, on: 2024-05-01}}\n"
      "  supplies:\n"
      "    chips: {unit: cards, source: s, lots: {one: {quantity: 4096, date: 2027-03-31},\n"
      "            two: {quantity: {uniform: [2000, 4000]}, after: permit, duration: 90 days}}}\n"
      "    grid: {unit: MW, source: s, lots: {line: {quantity: 40 MW, date: 2027-01-01, source: own}}}\n" +
      pool("online: {after: hall, needs: {chips: , grid: 12 MW}, priority: -1},"
           " retires: {after: [hall]}, announced: 2027-06-30"));
}

TEST(ScenarioProgramme, ReadsActivities) {
  const Spec spec = every_part();
  const ProgrammeSpec& programme = spec.programme;
  ASSERT_EQ(programme.shocks.size(), 1U);
  EXPECT_EQ(programme.shocks[0].rho, 0.5);
  EXPECT_EQ(programme.shocks[0].name.zh, "出口管制");
  ASSERT_EQ(programme.crews.size(), 1U);
  EXPECT_EQ(programme.crews[0].count, 2);

  ASSERT_EQ(programme.activities.size(), 3U);
  const ActivitySpec& civil = programme.activities[0];
  EXPECT_EQ(civil.id, "civil");
  EXPECT_EQ(civil.begun, date("2023-01-01"));
  EXPECT_EQ(civil.done, date("2025-06-30"));
  const ActivitySpec& hall = programme.activities[1];
  EXPECT_EQ(hall.name.en, "Hall");
  ASSERT_EQ(hall.after.size(), 2U);
  EXPECT_EQ(hall.after[0].activity, "civil");
  EXPECT_EQ(hall.after[0].lag.base(), 0);
  EXPECT_EQ(hall.after[1].activity, "permit");
  EXPECT_EQ(hall.after[1].lag.base(), 30 * 86400.0);
  EXPECT_EQ(hall.duration->maximum(), 700 * 86400.0);
  EXPECT_EQ(hall.not_before, date("2026-12-01"));
  EXPECT_EQ(hall.crew, "testers");
  const ActivitySpec& permit = programme.activities[2];
  EXPECT_EQ(permit.date->minimum(), seconds("2026-12-31"));
  EXPECT_EQ(permit.shock, "export");
  EXPECT_EQ(permit.announced->date, date("2026-06-30"));
  EXPECT_EQ(permit.announced->on, date("2024-05-01"));
}

TEST(ScenarioProgramme, ReadsSuppliesAndWhoNeedsThem) {
  const Spec spec = every_part();
  const ProgrammeSpec& programme = spec.programme;
  ASSERT_EQ(programme.supplies.size(), 2U);
  const SupplySpec& chips = programme.supplies[0];
  EXPECT_EQ(chips.unit, SupplyUnit::Cards);
  ASSERT_EQ(chips.lots.size(), 2U);
  EXPECT_EQ(chips.lots[0].quantity.mean(), 4096);
  EXPECT_EQ(chips.lots[0].provenance.source, "s") << "the supply's, where the lot has none";
  EXPECT_EQ(chips.lots[1].quantity.mean(), 3000);
  EXPECT_EQ(chips.lots[1].after[0].activity, "permit");
  EXPECT_EQ(programme.supplies[1].unit, SupplyUnit::Megawatts);
  EXPECT_EQ(programme.supplies[1].lots[0].quantity.mean(), 40e6) << "watts";
  EXPECT_EQ(programme.supplies[1].lots[0].provenance.source, "own");

  const PoolSpec& p = spec.centres[0].pools[0];
  EXPECT_FALSE(p.online);
  ASSERT_TRUE(p.phase);
  EXPECT_EQ(p.phase->after[0].activity, "hall");
  EXPECT_EQ(p.phase->priority, -1);
  ASSERT_EQ(p.phase->needs.size(), 2U);
  EXPECT_EQ(p.phase->needs[0].supply, "chips");
  EXPECT_EQ(p.phase->needs[0].quantity, 8) << "its own number of cards";
  EXPECT_EQ(p.phase->needs[1].quantity, 12e6);
  EXPECT_EQ(std::get<std::vector<AfterSpec>>(*p.retires)[0].activity, "hall");
  EXPECT_EQ(p.announced->date, date("2027-06-30"));
}

TEST(ScenarioProgramme, HowManyCardsAPoolNeeds) {
  const std::string head = kTop +
                           "programme: {supplies: {chips: {unit: cards, source: s, lots: {l: {quantity: "
                           "90000, date: 2027-01-01}}}}}\n" +
                           "centres: {a: {source: s, pools: {p: {accelerator: card, ";
  const auto need = [&head](const std::string& keys) {
    return spec_of(head + keys + "}}}}\n").centres[0].pools[0].phase->needs.at(0).quantity;
  };
  EXPECT_EQ(need("nodes: 3, per_node: 8, online: {needs: chips}"), 24);
  EXPECT_EQ(need("cards: 100, online: {needs: [chips]}"), 100);
  EXPECT_EQ(need("capacity: {fp16: 16 EFLOPS}, online: {needs: [chips]}"), 160'000) << "÷ 100 TFLOPS";
  EXPECT_EQ(need("capacity: {fp16: {uniform: [1 PFLOPS, 2 PFLOPS]}}, online: {needs: {chips: 20}}"), 20);
  EXPECT_EQ(
      problems_of(head + "capacity: {fp16: {uniform: [1 PFLOPS, 2 PFLOPS]}}, online: {needs: chips}}}}}\n"),
      "s.yaml:6:108: error: centres.a.pools.p.online: how many cards of 'chips' it needs is not certain; say "
      "it, such as {chips: 4096}\n");
}

TEST(ScenarioProgramme, NamesCycles) {
  EXPECT_EQ(problems_of(kTop +
                        "programme:\n"
                        "  activities:\n"
                        "    c: {after: a, duration: 1 day, source: s}\n"
                        "    b: {after: [c], duration: 1 day, source: s}\n"
                        "    a: {after: [b], duration: 1 day, source: s}\n"
                        "    behind: {after: a, duration: 1 day, source: s}\n"
                        "    self: {after: {activity: self, lag: 1 day}, duration: 1 day, source: s}\n" +
                        pool("online: {after: [behind, self]}")),
            "s.yaml:9:5: error: programme.activities.a: a cycle: a after b after c after a\n"
            "s.yaml:11:5: error: programme.activities.self: a cycle: self after self\n");
  // From the first of the cycle, also where what comes after it stands before.
  EXPECT_EQ(problems_of(kTop +
                        "programme:\n"
                        "  activities:\n"
                        "    a: {after: z, duration: 1 day, source: s}\n"
                        "    y: {after: z, duration: 1 day, source: s}\n"
                        "    z: {after: y, duration: 1 day, source: s}\n" +
                        pool("online: {after: a}")),
            "s.yaml:8:5: error: programme.activities.y: a cycle: y after z after y\n");
}

TEST(ScenarioProgramme, MistakesAtTheirLinesAllAtOnce) {
  EXPECT_EQ(
      problems_of(
          kTop +
          "programme:\n"
          "  shocks: {s: {rho: 1.5, source: s}, t: {source: s}}\n"
          "  crews: {c: {count: 0, source: s}}\n"
          "  activities:\n"
          "    a: {date: 2027-01-01, after: b, duration: 1 day, source: s}\n"
          "    b: {after: [aa, {activity: a, lag: -1 day}], duration: {pert: [3 days, 2 days, 4 days]}, "
          "shock: x, source: s}\n"
          "    c: {source: s}\n"
          "    d: {duration: 2 days, source: s, crew: [c]}\n"
          "    e: {dn: 2025-01-01, duration: 2 days, after: a}\n"
          "  supplies:\n"
          "    chips: {unit: cards, lots: {x: {quantity: 4 MW, date: 2027-01-01}, y: {date: 2027-01-01}}}\n"
          "    grid: {unit: MW, lots: {x: {quantity: 4, date: 2027-01-01}}}\n"
          "    other: {unit: racks, lots: {x: {quantity: 4, date: 2027-01-01}}}\n"
          "    none: {unit: MW, lots: {}}\n" +
          pool("online: {after: [a, hall], needs: {chips: 0, grid: 12, chps: 1}, prority: 2}")),
      "s.yaml:6:21: error: programme.shocks.s.rho: expected a ratio from 0 to 1, got '1.5'\n"
      "s.yaml:6:38: error: programme.shocks.t: missing key 'rho'\n"
      "s.yaml:7:22: error: programme.crews.c.count: expected a whole number from 1 to 1000000, got '0'\n"
      "s.yaml:9:5: error: programme.activities.a: a cycle: a after b after a\n"
      "s.yaml:9:27: error: programme.activities.a.after: what has a 'date' takes no 'after': it is a date by "
      "itself\n"
      "s.yaml:9:37: error: programme.activities.a.duration: what has a 'date' takes no 'duration': it is a "
      "date by itself\n"
      "s.yaml:10:17: error: programme.activities.b.after[0]: there is no activity 'aa'\n"
      "s.yaml:10:40: error: programme.activities.b.after[1].lag: expected an amount of time from 0 to 36500 "
      "days, got '-1 day'\n"
      "s.yaml:10:76: error: programme.activities.b.duration.pert[1]: expected no less than '3 days' before "
      "it, got '2 days'\n"
      "s.yaml:10:101: error: programme.activities.b.shock: there is no shock 'x'\n"
      "s.yaml:11:5: error: programme.activities.c: missing key 'duration' or 'date'\n"
      "s.yaml:12:5: error: programme.activities.d: missing when it starts: 'after', 'begun' or 'not_before'; "
      "or its 'date'\n"
      "s.yaml:12:44: error: programme.activities.d.crew: expected the id of a crew, got a list\n"
      "s.yaml:13:9: error: programme.activities.e: unknown key 'dn'\n"
      "s.yaml:15:47: error: programme.supplies.chips.lots.x.quantity: expected a number, got '4 MW'\n"
      "s.yaml:15:72: error: programme.supplies.chips.lots.y: missing key 'quantity'\n"
      "s.yaml:16:43: error: programme.supplies.grid.lots.x.quantity: expected a power with a unit, like '310 "
      "W' or '20 MW', got '4'\n"
      "s.yaml:17:19: error: programme.supplies.other.unit: expected 'cards' or 'MW', got 'racks'\n"
      "s.yaml:18:28: error: programme.supplies.none.lots: expected at least one entry, by its id, got an "
      "empty mapping\n"
      "s.yaml:19:87: error: centres.a.pools.p.online.after[1]: there is no activity 'hall'\n"
      "s.yaml:19:109: error: centres.a.pools.p.online.needs.chips: expected a whole number above 0 and up to "
      "1000000000, got '0'\n"
      "s.yaml:19:118: error: centres.a.pools.p.online.needs.grid: expected a power with a unit, like '310 W' "
      "or '20 MW', got '12'\n"
      "s.yaml:19:122: error: centres.a.pools.p.online.needs: there is no supply 'chps'; did you mean "
      "'chips'?\n"
      "s.yaml:19:132: error: centres.a.pools.p.online: unknown key 'prority'; did you mean 'priority'?\n");
}

TEST(ScenarioProgramme, NeedsThatCannotBe) {
  const std::string supplies =
      kTop +
      "programme:\n"
      "  supplies:\n"
      "    chips: {unit: cards, source: s, lots: {one: {quantity: 8, date: 2027-03-31}}}\n"
      "    grid: {unit: MW, source: s, lots: {line: {quantity: {uniform: [30 MW, 40 MW]}, date: "
      "2027-01-01}}}\n";
  EXPECT_EQ(problems_of(supplies + pool("online: {needs: [chips, grid, chips]}")),
            "s.yaml:9:91: error: centres.a.pools.p.online.needs[1]: expected how much of 'grid', such as "
            "{grid: 12 MW}\n"
            "s.yaml:9:97: error: centres.a.pools.p.online.needs[2]: names 'chips' twice\n");
  EXPECT_EQ(
      problems_of(supplies + pool("online: {needs: {chips: 1.5, grid: }}")),
      "s.yaml:9:91: error: centres.a.pools.p.online.needs.chips: expected a whole number above 0 and up to "
      "1000000000, got '1.5'\n"
      "s.yaml:9:96: error: centres.a.pools.p.online.needs: expected how much of 'grid', such as {grid: 12 "
      "MW}\n");
  EXPECT_EQ(problems_of(supplies + pool("online: {needs: {}}, retires: {aftr: x}")),
            "s.yaml:9:83: error: centres.a.pools.p.online.needs: expected what it needs, such as {chips: "
            "6000, grid: 12 "
            "MW} or [chips], got an empty mapping\n"
            "s.yaml:9:88: error: centres.a.pools.p.retires: missing key 'after'\n"
            "s.yaml:9:98: error: centres.a.pools.p.retires: unknown key 'aftr'; did you mean 'after'?\n");
  EXPECT_EQ(problems_of(supplies + pool("online: {needs: {chips: 9, grid: 41 MW}}")),
            "s.yaml:7:5: warning: programme.supplies.chips: pools need 9 cards of it, and at most 8 cards "
            "ever arrive\n"
            "s.yaml:8:5: warning: programme.supplies.grid: pools need 41 MW of it, and at most 40 MW ever "
            "arrive\n");
  EXPECT_EQ(problems_of(supplies + pool("online: {needs: {chips: 8, grid: 40 MW}}")), "");
}

TEST(ScenarioProgramme, WhatNothingUses) {
  EXPECT_EQ(
      problems_of(
          kTop +
          "programme:\n"
          "  shocks: {s: {rho: 0.5, source: s}}\n"
          "  crews: {c: {count: 1, source: s}}\n"
          "  activities:\n"
          "    a: {date: 2027-01-01, source: s}\n"
          "    b: {after: a, duration: 1 day, source: s}\n"
          "  supplies: {chips: {unit: cards, source: s, lots: {x: {quantity: 8, date: 2027-01-01}}}}\n" +
          pool("online: 2027-01-01")),
      "s.yaml:6:12: warning: programme.shocks.s: no activity names it\n"
      "s.yaml:7:11: warning: programme.crews.c: no activity names it\n"
      "s.yaml:10:5: warning: programme.activities.b: nothing waits for it\n"
      "s.yaml:11:14: warning: programme.supplies.chips: no pool needs it\n");
}

TEST(ScenarioProgramme, SourcesAreAskedFor) {
  EXPECT_EQ(
      problems_of(
          kTop +
          "programme:\n"
          "  shocks: {s: {rho: 0.5}}\n"
          "  crews: {c: {count: 1, source: assumed}}\n"
          "  activities:\n"
          "    a: {date: {uniform: [2027-01-01, 2027-06-01]}, shock: s, source: assumed}\n"
          "    b: {after: a, duration: {pert: [1 day, 2 days, 4 days]}, crew: c, source: assumed}\n"
          "    d: {done: 2025-01-01, source: \"assumed: hearsay\"}\n"
          "  supplies: {chips: {unit: cards, source: assumed, lots: {x: {quantity: 8, date: 2027-01-01}, y: "
          "{quantity: 8, date: 2027-01-01, source: s}}}}\n" +
          pool("online: {after: [b, d], needs: chips}")),
      "s.yaml:6:12: warning: programme.shocks.s: no source given\n"
      "s.yaml:7:11: warning: programme.crews.c: count is assumed (1)\n"
      "s.yaml:9:5: warning: programme.activities.a: date is assumed (uniform 2027-01-01 to 2027-06-01)\n"
      "s.yaml:10:5: warning: programme.activities.b: duration is assumed (pert 1 day to 2 days to 4 days)\n"
      "s.yaml:11:5: warning: programme.activities.d: date is assumed (2025-01-01)\n"
      "s.yaml:12:59: warning: programme.supplies.chips.lots.x: delivery is assumed (8, 2027-01-01)\n");
}

}  // namespace
}  // namespace suanwang
