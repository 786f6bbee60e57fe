#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::kSmallest;
using test::problems_of;
using test::problems_with;
using test::ScenarioFolder;
using test::setting;
using test::spec_with;

CivilTime day(const char* text, int hours = 0) {
  return *parse_date(text, std::chrono::hours{hours});
}

TEST(ScenarioTop, Defaults) {
  const Spec spec = spec_with("");
  EXPECT_EQ(spec.name.en, "s") << "the file's name";
  EXPECT_FALSE(spec.start);
  EXPECT_FALSE(spec.end);
  EXPECT_FALSE(spec.as_of);
  EXPECT_EQ(spec.utc_offset.count(), 0);
  EXPECT_EQ(spec.seed, 0U);
  EXPECT_EQ(spec.replications, 1U);
  EXPECT_FALSE(spec.joins_declared);
}

TEST(ScenarioTop, EveryScalar) {
  const Spec spec = spec_with(
      "name: {en: Guangdong, zh: 广东}\n"
      "end: 2027-12-31\n"
      "start: 2024-01-01 06:00\n"
      "as_of: 2026-11-21\n"
      "seed: 18446744073709551615\n"
      "replications: 20\n"
      "timezone: \"+08:00\"\n");
  EXPECT_EQ(spec.name.zh, "广东");
  EXPECT_EQ(spec.start, day("2024-01-01 06:00", 8));
  EXPECT_EQ(std::get<CivilTime>(*spec.end), day("2028-01-01", 8)) << "the end of that day";
  EXPECT_EQ(spec.as_of, day("2026-11-22", 8)) << "the end of that day";
  EXPECT_EQ(spec.seed, 18446744073709551615U);
  EXPECT_EQ(spec.replications, 20U);
  EXPECT_EQ(spec.utc_offset, std::chrono::hours{8});
}

TEST(ScenarioTop, AnEndWithATimeOfDayIsThatInstant) {
  EXPECT_EQ(std::get<CivilTime>(*spec_with("start: 2026-01-01\nend: 2026-01-02 12:00\n").end),
            day("2026-01-02 12:00"));
}

TEST(ScenarioTop, Mistakes) {
  EXPECT_EQ(problems_of("centres: {}\n"),
            "s.yaml:1:1: error: missing key 'suanwang'\n"
            "s.yaml:1:10: error: centres: expected at least one entry, by its id, got an empty mapping\n");
  EXPECT_EQ(problems_of("suanwang: 2\n"),
            "s.yaml:1:1: error: missing key 'centres'\n"
            "s.yaml:1:11: error: suanwang: expected 1, the version of the scenario language that this "
            "program reads, "
            "got '2'\n");
  EXPECT_EQ(problems_with("seed: 18446744073709551616\nreplications: 0\ntimezone: Beijing\nname: ''\n"),
            "s.yaml:4:7: error: seed: expected a whole number from 0 to 18446744073709551615, got "
            "'18446744073709551616'\n"
            "s.yaml:5:15: error: replications: expected a whole number from 1 to 1000000, got '0'\n"
            "s.yaml:6:11: error: timezone: expected an offset from UTC such as \"+08:00\", got 'Beijing'\n"
            "s.yaml:7:7: error: name: expected a name, or {en: ..., zh: ...}, got ''\n");
  EXPECT_EQ(problems_with("seed: -1\nreplications: 1.5\nstart: 1/1/2026\nend: 0 s\nas_of: tomorrow\n"),
            "s.yaml:4:7: error: seed: expected a whole number from 0 to 18446744073709551615, got '-1'\n"
            "s.yaml:5:15: error: replications: expected a whole number from 1 to 1000000, got '1.5'\n"
            "s.yaml:6:8: error: start: expected a date such as 2027-12-31, got '1/1/2026'\n"
            "s.yaml:7:6: error: end: expected an amount of time above 0 and up to 36500 days, got '0 s'\n"
            "s.yaml:8:8: error: as_of: expected a date such as 2027-12-31, got 'tomorrow'\n");
  EXPECT_EQ(problems_with("polices: {p: {order: fifo}}\n"),
            "s.yaml:4:1: error: unknown key 'polices'; did you mean 'policies'?\n");
}

TEST(ScenarioTop, WhatComesLater) {
  EXPECT_EQ(problems_with("tariffs: {}\ngrids: {g: 1}\n"),
            "s.yaml:4:1: error: tariffs: not available yet: power and energy come with a later version\n"
            "s.yaml:5:1: error: grids: not available yet: power and energy come with a later version\n");
}

TEST(ScenarioTop, DatesNeedAStart) {
  EXPECT_EQ(
      problems_with("end: 2026-12-31\nas_of: 2026-06-01\n"),
      "s.yaml:4:6: error: end: a date needs the scenario's 'start' to be placed in time (so do 1 more)\n");
  EXPECT_EQ(problems_with("end: 2026-12-31\n"
                          "policies: {p: {order: fifo}}\n"
                          "workload: {w: {trace: {format: swf, file: x.swf}}}\n"),
            "")
      << "the log may give time 0";
  EXPECT_EQ(problems_with("end: 30 days\n"), "");
}

TEST(ScenarioTop, TheEndIsAfterTheStart) {
  EXPECT_EQ(problems_with("start: 2026-01-02\nend: 2026-01-01\n"),
            "s.yaml:5:6: error: end: expected an end after the start\n");
  EXPECT_EQ(problems_with("start: 2026-01-01\nend: 2026-01-01\n"), "") << "one whole day";
}

TEST(ScenarioTop, OptionsWinOverTheFile) {
  LoadOptions options;
  options.seed = 5;
  options.replications = 6;
  const Spec spec = spec_with("seed: 1\nreplications: 2\n", options);
  EXPECT_EQ(spec.seed, 5U);
  EXPECT_EQ(spec.replications, 6U);
}

// --- variants

TEST(ScenarioVariants, AWarningThatNotAllShareNamesTheVariantAndGoesWithIt) {
  const ScenarioFolder folder;
  folder.write("s.yaml",
               "suanwang: 1\n"
               "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
               "centres:\n"
               "  a: {pools: {p: {accelerator: card, cards: 8, source: s}}}\n"
               "  b: {pools: {p: {accelerator: card, cards: 8}}}\n"
               "links: {l: {between: [a, b], bandwidth: 1 Gbps, latency: 1 ms, source: s}}\n"
               "variants: {base: {}, cut: {set: {links.l.bandwidth: 0 Gbps}}}\n");
  const std::string shared = "s.yaml:5:15: warning: centres.b.pools.p: no source given\n";
  Diagnostics all;
  ASSERT_TRUE(folder.load({}, all));
  const std::string text = folder.without_folder(all.text());
  EXPECT_NE(text.find(shared), std::string::npos) << text;
  EXPECT_NE(text.find("links.l: variant 'cut': a bandwidth of 0 carries nothing"), std::string::npos) << text;
  LoadOptions options;
  options.variants = {"base"};
  Diagnostics of_base;
  ASSERT_TRUE(folder.load(options, of_base));
  EXPECT_EQ(folder.without_folder(of_base.text()), shared);
}

// --- islands and the past

TEST(ScenarioJoins, WhoDoesNotSayStaysAnIsland) {
  const std::string centres =
      "suanwang: 1\n"
      "start: 2024-01-01\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "defaults: {pools: {accelerator: card, cards: 8, source: s}}\n"
      "centres:\n";
  const std::string text = centres +
                           "  a: {joins: 2024-05-01, pools: {p: {}}}\n"
                           "  b: {pools: {p: {}}}\n"
                           "  c: {joins: never, pools: {p: {}}}\n"
                           "  d: {pools: {p: {schedulable: false}}}\n";
  EXPECT_EQ(problems_of(text),
            "s.yaml:7:3: warning: centres.b: stays an island: other centres say when they join, this one "
            "does not\n");
  const Spec spec = test::spec_of(text);
  EXPECT_TRUE(spec.joins_declared);
  EXPECT_TRUE(spec.centres[0].joins);
  EXPECT_FALSE(spec.centres[1].joins);
  EXPECT_FALSE(spec.centres[1].never_joins);
  EXPECT_TRUE(spec.centres[2].never_joins);
  EXPECT_TRUE(test::spec_of(centres + "  a: {joins: never, pools: {p: {}}}\n").joins_declared);
  EXPECT_FALSE(test::spec_of(centres + "  a: {pools: {p: {}}}\n").joins_declared);
}

TEST(ScenarioAsOf, DistributionsThatAreOverCannotBeDrawn) {
  const std::string text =
      "suanwang: 1\n"
      "start: 2024-01-01\n"
      "as_of: 2026-06-30\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "defaults: {pools: {accelerator: card, cards: 8, source: s}}\n"
      "centres:\n"
      "  a:\n"
      "    pools:\n"
      "      over: {online: {uniform: [2025-01-01, 2026-06-30]}}\n"
      "      edge: {online: {uniform: [2025-01-01, 2026-07-01]}}\n"  // that day ends here, to the second
      "      open: {online: {uniform: [2025-01-01, 2026-07-02]}}\n"
      "      fact: {online: 2025-01-01}\n"
      "      span: {online: {uniform: [1 h, 2 h]}}\n";
  EXPECT_EQ(problems_of(text),
            "s.yaml:9:7: warning: centres.a.pools.over.online: all dates of this distribution lie before "
            "'as_of'; what "
            "has not happened by then is taken to happen at that instant\n"
            "s.yaml:10:7: warning: centres.a.pools.edge.online: all dates of this distribution lie before "
            "'as_of'; what "
            "has not happened by then is taken to happen at that instant\n");
}

// --- what the declaration's order and the files' bytes are for

TEST(ScenarioLoad, OrderOfDeclarationDoesNotMatter) {
  const Spec one =
      spec_with("policies: {p: {order: fifo}, o: {order: sjf}}\nlinks:\ntenants: {u: {}, t: {}}\n");
  const Spec other = spec_with("tenants: {t: {}, u: {}}\npolicies: {o: {order: sjf}, p: {order: fifo}}\n");
  ASSERT_EQ(one.policies.size(), 2U);
  for (const Spec* spec : {&one, &other}) {
    EXPECT_EQ(spec->policies[0].id, "o");
    EXPECT_EQ(spec->policies[1].id, "p");
    EXPECT_EQ(spec->tenants[0].id, "t");
    EXPECT_EQ(spec->tenants[1].id, "u");
  }
}

std::string hash_of_folder(const ScenarioFolder& folder, LoadOptions options = {}) {
  Diagnostics diagnostics;
  const auto scenario = folder.load(std::move(options), diagnostics);
  EXPECT_TRUE(scenario) << diagnostics.text();
  return scenario ? scenario->hash : "";
}

TEST(ScenarioLoad, TheHashCoversEveryFileAndSetting) {
  const ScenarioFolder folder;
  folder.write("s.yaml",
               std::string{kSmallest} +
                   "include: more.yaml\npolicies: {p: {order: fifo}}\n"
                   "workload: {w: {generate: {arrivals: {every: 1 h}, count: 3, accelerators: 1, duration: "
                   "{empirical: {file: t.csv, unit: s}}}}}\n");
  folder.write("more.yaml", "tenants: {}\n");
  folder.write("t.csv", "1,0.5\n2,1\n");
  const std::string hash = hash_of_folder(folder);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(hash_of_folder(folder), hash);
  LoadOptions seeded;
  seeded.seed = 99;
  EXPECT_EQ(hash_of_folder(folder, seeded), hash) << "a seed is stated beside the hash";
  EXPECT_NE(hash_of_folder(folder, setting({"seed=99"})), hash);
  folder.write("more.yaml", "tenants: {} \n");
  const std::string with_blank = hash_of_folder(folder);
  EXPECT_NE(with_blank, hash);
  folder.write("t.csv", "1,0.5\n3,1\n");
  EXPECT_NE(hash_of_folder(folder), with_blank);
}

}  // namespace
}  // namespace suanwang
