// From what a scenario says of its build-out to the programme that is sampled.
#include <string>

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/base/hash.hpp"
#include "suanwang/scenario/programme.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::spec_of;

const std::string kTop =
    "suanwang: 1\n"
    "start: 2024-01-01\n"
    "as_of: 2026-11-21\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n";

double seconds(const char* text) {
  return static_cast<double>(parse_date(text, std::chrono::seconds{0})->time_since_epoch().count());
}

/// The place of what this path names.
std::size_t at(const BuildOut& built, const std::string& path) {
  for (std::size_t i = 0; i < built.labels.size(); ++i) {
    if (built.labels[i].path == path) return i;
  }
  ADD_FAILURE() << "no activity " << path;
  return 0;
}

TEST(BuildProgramme, PoolsInTheirShortFormComeAfterTheirDate) {
  const BuildOut built = build_programme(spec_of(
      kTop +
      "centres:\n"
      "  b: {source: s, pools: {q: {accelerator: card, cards: 8, online: {uniform: [2026-01-01, "
      "2027-06-30]}}}}\n"
      "  a:\n"
      "    name: Centre\n"
      "    source: s\n"
      "    pools:\n"
      "      always: {accelerator: card, cards: 8}\n"
      "      soon: {accelerator: card, cards: 8, online: 2026-12-01}\n"
      "      was: {accelerator: card, cards: 8, online: 2025-01-01, name: first, announced: 2024-06-30}\n"
      "      span: {accelerator: card, cards: 8, online: {uniform: [100 days, 2000 days]}}\n"));
  const Programme& programme = built.programme;
  EXPECT_EQ(programme.as_of, seconds("2026-11-22")) << "the end of that day";
  ASSERT_EQ(built.pools.size(), 5U);
  EXPECT_EQ(built.pools[4].centre, 1U);
  EXPECT_EQ(programme.phases.size(), 5U);
  EXPECT_TRUE(programme.phases[0].after.empty()) << "a/always: from the beginning";
  EXPECT_FALSE(programme.phases[0].retires);

  const std::size_t soon = at(built, "centres.a.pools.soon.online");
  EXPECT_EQ(programme.phases[1].after.at(0).activity, soon);
  EXPECT_FALSE(programme.activities[soon].done) << "a constant after as_of is no fact";
  EXPECT_EQ(programme.activities[soon].duration.law.minimum(), seconds("2026-12-01"));
  EXPECT_TRUE(programme.activities[soon].duration.law.is_constant());

  // From time 0, so it starts there.
  const std::size_t span = at(built, "centres.a.pools.span.online");
  EXPECT_EQ(programme.phases[2].after.at(0).activity, span);
  EXPECT_EQ(programme.activities[span].not_before, seconds("2024-01-01"));
  EXPECT_EQ(programme.activities[span].duration.law.minimum(), 100 * 86400.0);

  const std::size_t was = at(built, "centres.a.pools.was.online");
  EXPECT_EQ(programme.phases[3].after.at(0).activity, was);
  EXPECT_EQ(programme.activities[was].done, seconds("2025-01-01"));
  EXPECT_EQ(built.labels[was].name.en, "Centre, first");
  EXPECT_EQ(built.labels[was].announced->date.time_since_epoch().count(), seconds("2024-06-30"));

  const Activity& drawn = programme.activities[at(built, "centres.b.pools.q.online")];
  EXPECT_FALSE(drawn.done);
  EXPECT_EQ(drawn.duration.purpose, Purpose::Online);
  EXPECT_EQ(drawn.duration.entity, hash_of("b/q")) << "as `run` draws it";
}

TEST(BuildProgramme, SuppliesNeedsAndTheOrderOfActivities) {
  const BuildOut built = build_programme(spec_of(
      kTop + "programme:\n"
             "  shocks: {export: {rho: 0.5, source: s}}\n"
             "  activities:\n"
             "    a: {after: z, duration: 10 days, source: s}\n"
             "    m: {date: 2027-01-01, source: s}\n"
             "    z: {date: 2025-01-01, source: s}\n"
             "  supplies:\n"
             "    chips: {unit: cards, source: s, lots: {two: {quantity: {uniform: [2000, 4000]}, after: "
             "[m], duration: 90 days, shock: export}, one: {quantity: 4096, date: 2027-03-31}}}\n"
             "    grid: {unit: MW, source: s, lots: {line: {quantity: 40 MW, date: 2026-01-01}}}\n"
             "centres: {a: {source: s, pools: {p: {accelerator: card, cards: 3000, online: {after: "
             "{activity: m, lag: 5 days}, needs: {grid: 12 MW, chips: }, priority: 3}}}}}\n",
      test::setting({"programme.activities.a.duration=1000 days"})));
  const Programme& programme = built.programme;
  ASSERT_EQ(built.labels.size(), 6U);
  EXPECT_EQ(built.labels[0].path, "programme.activities.m") << "what could be next, the first by id";
  EXPECT_EQ(built.labels[1].path, "programme.activities.z");
  EXPECT_EQ(built.labels[2].path, "programme.activities.a");
  EXPECT_EQ(built.labels[3].path, "programme.supplies.chips.lots.one");
  EXPECT_EQ(programme.activities[1].done, seconds("2025-01-01")) << "a date before as_of is a fact";
  EXPECT_EQ(programme.activities[2].after.at(0).activity, 1U);

  ASSERT_EQ(programme.supplies.size(), 2U);
  const Supply& chips = programme.supplies[0];
  ASSERT_EQ(chips.lots.size(), 2U);
  EXPECT_EQ(chips.lots[0].activity, 3U);
  EXPECT_EQ(chips.lots[0].quantity.law.minimum(), 4096);
  EXPECT_EQ(chips.lots[1].activity, 4U);
  EXPECT_EQ(chips.lots[1].quantity.purpose, Purpose::Lot);
  EXPECT_EQ(chips.lots[1].quantity.entity, hash_of("programme.supplies.chips.lots.two"));
  EXPECT_EQ(programme.activities[4].after.at(0).activity, 0U);
  EXPECT_EQ(programme.activities[4].shock, 0U);
  EXPECT_EQ(programme.shocks.at(0).entity, hash_of("programme.shocks.export"));

  ASSERT_EQ(programme.phases.size(), 1U);
  const auto& phase = programme.phases[0];
  EXPECT_EQ(phase.after.at(0).activity, 0U);
  EXPECT_EQ(phase.after.at(0).lag_s, 5 * 86400.0);
  EXPECT_EQ(phase.priority, 3);
  ASSERT_EQ(phase.needs.size(), 2U);
  EXPECT_EQ(phase.needs[0].supply, 0U);
  EXPECT_EQ(phase.needs[0].quantity, 3000);
  EXPECT_EQ(phase.needs[1].supply, 1U);
  EXPECT_EQ(phase.needs[1].quantity, 12e6);
}

TEST(BuildProgramme, WhoRetires) {
  const BuildOut built = build_programme(
      spec_of(kTop +
              "programme:\n"
              "  activities:\n"
              "    a: {done: 2025-01-01, source: s}\n"
              "    b: {done: 2025-03-01, source: s}\n"
              "    c: {date: 2027-01-01, source: s}\n"
              "centres:\n"
              "  x:\n"
              "    source: s\n"
              "    pools:\n"
              "      date: {accelerator: card, cards: 8, retires: {uniform: [2030-01-01, 2031-01-01]}}\n"
              "      one: {accelerator: card, cards: 8, retires: {after: [{activity: c, lag: 1 day}]}}\n"
              "      past: {accelerator: card, cards: 8, retires: {after: [a, {activity: b, lag: 2 days}]}}\n"
              "      q: {accelerator: card, cards: 8, online: 2028-01-01, replaces: date-2}\n"
              "      date-2: {accelerator: card, cards: 8}\n"
              "      r: {accelerator: card, cards: 8, online: {after: [a, c]}, replaces: later}\n"
              "      later: {accelerator: card, cards: 8}\n"));
  const Programme& programme = built.programme;
  const auto retires = [&](const std::string& pool) {
    for (std::size_t p = 0; p < built.pools.size(); ++p) {
      const std::vector<std::string> ids{"date", "date-2", "later", "one", "past", "q", "r"};
      if (ids[built.pools[p].pool] == pool) return programme.phases[p].retires;
    }
    return std::optional<Dependency>{};
  };
  const Activity& date = programme.activities[retires("date")->activity];
  EXPECT_EQ(date.duration.purpose, Purpose::Online);
  EXPECT_EQ(date.duration.entity, hash_of("x/date/retires"));
  EXPECT_EQ(retires("one")->activity, at(built, "programme.activities.c"));
  EXPECT_EQ(retires("one")->lag_s, 86400);
  // After two facts: a fact, too, and not conditioned on lying after as_of.
  const Activity& past = programme.activities[retires("past")->activity];
  EXPECT_EQ(past.done, seconds("2025-03-03"));
  EXPECT_EQ(retires("date-2")->activity, at(built, "centres.x.pools.q.online"));
  EXPECT_FALSE(retires("q"));
  // After two activities, one of them to come: a join that takes no time.
  const Activity& join = programme.activities[retires("later")->activity];
  EXPECT_FALSE(join.done);
  ASSERT_EQ(join.after.size(), 2U);
  EXPECT_EQ(join.duration.law.maximum(), 0);
  EXPECT_EQ(built.labels[retires("later")->activity].path, "centres.x.pools.later.retires");
}

TEST(BuildProgramme, WithoutStartTimeZeroIsGiven) {
  const Spec spec =
      test::spec_with("policies: {p: {order: fifo}}\n", test::setting({"centres.a.pools.p.online=10 h"}));
  const BuildOut plain = build_programme(spec);
  EXPECT_EQ(plain.programme.activities.at(0).done, 36000) << "1970, and no as_of: a constant is a fact";
  const BuildOut given = build_programme(spec, CivilTime{std::chrono::days{365}});
  EXPECT_EQ(given.programme.activities.at(0).done, 365 * 86400.0 + 36000);
}

}  // namespace
}  // namespace suanwang
