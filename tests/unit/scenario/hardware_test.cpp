#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

#include "support/literals.hpp"
#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using namespace test::literals;
using test::problems_of;
using test::spec_of;

constexpr std::string_view kCard =
    "suanwang: 1\naccelerators: {card: {peak: {fp16: 100 TFLOPS, int8: 200 TOPS}, source: s}}\n";

/// What is wrong with a centre `a` whose pools are given; they stand in line 3 from column 22 on.
std::string problems_of_pools(std::string_view pools) {
  return problems_of(std::string{kCard} + "centres: {a: {pools: " + std::string{pools} + "}}\n");
}

/// What is wrong with an accelerator; it stands in line 2 from column 21 on.
std::string problems_of_accelerator(std::string_view accelerator) {
  return problems_of(
      "suanwang: 1\naccelerators: {card: " + std::string{accelerator} +
      "}\ncentres: {a: {pools: {p: {schedulable: false, capacity: {fp32: 1 PFLOPS}, source: s}}}}\n");
}

TEST(ScenarioAccelerators, EveryKey) {
  const Spec spec = spec_of(
      "suanwang: 1\n"
      "accelerators:\n"
      "  b: {peak: {fp16: 312 TFLOPS}}\n"
      "  a:\n"
      "    name: {en: Ascend 910, zh: 昇腾 910}\n"
      "    peak: {fp16: 256 TFLOPS, int8: 512 TOPS}\n"
      "    memory: 32 GiB\n"
      "    power: {idle: 70 W, busy: 310 W}\n"
      "    origin: domestic\n"
      "    source: \"vendor data sheet, 2019\"\n"
      "centres: {c: {pools: {p: {accelerator: a, nodes: 4, per_node: 8}}}}\n");
  ASSERT_EQ(spec.accelerators.size(), 2U);
  const AcceleratorSpec& a = spec.accelerators[0];
  EXPECT_EQ(a.id, "a");
  EXPECT_EQ(a.name.en, "Ascend 910");
  EXPECT_EQ(a.name.zh, "昇腾 910");
  EXPECT_EQ(a.peak.at("fp16"), 256.0_TFLOPS);
  EXPECT_EQ(a.peak.at("int8"), 512.0_TFLOPS);
  EXPECT_EQ(a.memory, Bytes{32.0 * 1024 * 1024 * 1024});
  EXPECT_EQ(a.idle, 70.0_W);
  EXPECT_EQ(a.busy, 310.0_W);
  EXPECT_EQ(a.origin, "domestic");
  EXPECT_EQ(a.provenance.source, "vendor data sheet, 2019");
  EXPECT_EQ(a.at.line, 4);
  EXPECT_EQ(spec.accelerators[1].name.en, "b") << "the name defaults to the id";
}

TEST(ScenarioAccelerators, Mistakes) {
  EXPECT_EQ(problems_of_accelerator("{memory: 32 GB}"),
            "s.yaml:2:16: error: accelerators.card: missing key 'peak'\n");
  EXPECT_EQ(problems_of_accelerator("{peak: {}}"),
            "s.yaml:2:29: error: accelerators.card.peak: expected a mapping such as {fp16: ...}, got an "
            "empty mapping\n");
  EXPECT_EQ(
      problems_of_accelerator("{peak: 5 TFLOPS}"),
      "s.yaml:2:29: error: accelerators.card.peak: expected a mapping such as {fp16: ...}, got '5 TFLOPS'\n");
  EXPECT_EQ(problems_of_accelerator("{peak: {fp16: 256}}"),
            "s.yaml:2:36: error: accelerators.card.peak.fp16: expected a compute rate with a unit, like '320 "
            "TFLOPS' "
            "or '512 TOPS', got '256'\n");
  EXPECT_EQ(
      problems_of_accelerator("{peak: {fp16: .inf, fp8: -1 TFLOPS, fp4: 1e400 TFLOPS, fp2: [1]}}"),
      "s.yaml:2:36: error: accelerators.card.peak.fp16: expected a finite compute rate, got '.inf'\n"
      "s.yaml:2:47: error: accelerators.card.peak.fp8: expected a compute rate above 0 and up to 1000 "
      "EFLOPS, "
      "got '-1 TFLOPS'\n"
      "s.yaml:2:63: error: accelerators.card.peak.fp4: expected a finite compute rate, got '1e400 TFLOPS'\n"
      "s.yaml:2:82: error: accelerators.card.peak.fp2: expected a compute rate with a unit, like '320 "
      "TFLOPS' "
      "or '512 TOPS', got a list\n");
  EXPECT_EQ(problems_of_accelerator("{peak: {fp16: 1 TFLOPS}, power: {idle: 3 W, busy: 2 W}}"),
            "s.yaml:2:47: error: accelerators.card.power: expected 'idle' no greater than 'busy'\n");
  EXPECT_EQ(problems_of_accelerator("[1]"),
            "s.yaml:2:22: error: accelerators.card: expected a mapping, got a list\n");
  EXPECT_EQ(
      problems_of_accelerator("{peak: {fp16: 1 TFLOPS}, origin: }"),
      "s.yaml:2:55: error: accelerators.card.origin: expected a word such as 'domestic', got nothing\n");
}

TEST(ScenarioPools, SizesAndDates) {
  const Spec spec = spec_of(
      std::string{kCard} +
      "start: 2026-01-01\n"
      "timezone: \"+08:00\"\n"
      "centres:\n"
      "  a:\n"
      "    at: [22.59, 113.97]\n"
      "    region: guangdong.shenzhen\n"
      "    source: yearbook\n"
      "    joins: 2023-10-20\n"
      "    pools:\n"
      "      d: {accelerator: card, capacity: {fp16: {uniform: [1 PFLOPS, 2 PFLOPS]}}, source: assumed}\n"
      "      c: {accelerator: card, cards: 100, online: 10 h, kind: super}\n"
      "      b: {accelerator: card, nodes: 4, per_node: 8, online: 2026-06-01, announced: 2025-01-01}\n"
      "      a: {schedulable: false, kind: general, capacity: {fp32: 3 EFLOPS, fp64: 1 EFLOPS}}\n"
      "      e: {accelerator: card, cards: 1, online: {pert: [2026-12-31, 2027-06-30, 2028-06-30]}}\n");
  ASSERT_EQ(spec.centres.size(), 1U);
  const CentreSpec& centre = spec.centres[0];
  EXPECT_EQ(centre.coordinates, (std::pair{22.59, 113.97}));
  EXPECT_EQ(centre.region, "guangdong.shenzhen");
  EXPECT_TRUE(spec.joins_declared);
  ASSERT_TRUE(centre.joins);
  // 2023-10-20 00:00 at +08:00 is 2023-10-19 16:00 UTC: 19649 days and 16 h after 1970.
  EXPECT_EQ(centre.joins->seconds.mean(), 19649 * 86400.0 + 16 * 3600);
  ASSERT_EQ(centre.pools.size(), 5U);
  const PoolSpec& stock = centre.pools[0];
  EXPECT_EQ(stock.kind, ComputeKind::General);
  EXPECT_FALSE(stock.schedulable);
  EXPECT_EQ(stock.capacity.at("fp64").mean(), 1e18);
  EXPECT_EQ(stock.provenance.source, "yearbook") << "the centre's, where the pool has none";
  const PoolSpec& nodes = centre.pools[1];
  EXPECT_EQ(nodes.nodes, 4);
  EXPECT_EQ(nodes.per_node, 8);
  ASSERT_TRUE(nodes.online);
  EXPECT_TRUE(nodes.online->is_fixed());
  EXPECT_FALSE(nodes.online->from_start);
  EXPECT_EQ(nodes.announced->date, parse_date("2025-01-01", std::chrono::hours{8}));
  const PoolSpec& cards = centre.pools[2];
  EXPECT_EQ(cards.kind, ComputeKind::Super);
  EXPECT_EQ(cards.cards, 100);
  EXPECT_TRUE(cards.online->from_start);
  EXPECT_EQ(cards.online->seconds.mean(), 36000);
  const PoolSpec& capacity = centre.pools[3];
  EXPECT_EQ(capacity.capacity.at("fp16").minimum(), 1e15);
  EXPECT_EQ(capacity.capacity.at("fp16").maximum(), 2e15);
  EXPECT_TRUE(capacity.provenance.assumed());
  EXPECT_FALSE(centre.pools[4].online->is_fixed());
}

TEST(ScenarioPools, CentreWithoutPools) {
  EXPECT_EQ(problems_of("suanwang: 1\ncentres:\n  a:\n    region: gd\n"),
            "s.yaml:3:3: error: centres.a: missing key 'pools'\n");
  EXPECT_EQ(problems_of("suanwang: 1\ncentres: {a: }\n"),
            "s.yaml:2:11: error: centres.a: missing key 'pools'\n");
  EXPECT_EQ(problems_of_pools("{}"), "");  // a place that only holds data
  EXPECT_EQ(
      problems_of_pools("[]"),
      "s.yaml:3:22: error: centres.a.pools: expected at least one entry, by its id, got an empty list\n");
  EXPECT_EQ(problems_of("suanwang: 1\ncentres: {}\n"),
            "s.yaml:2:10: error: centres: expected at least one entry, by its id, got an empty mapping\n");
}

TEST(ScenarioPools, ExactlyOneSize) {
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card}}"),
            "s.yaml:3:23: error: centres.a.pools.p: missing the size: 'nodes' with 'per_node', 'cards', or "
            "'capacity'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 8, nodes: 4, per_node: 2}}"),
            "s.yaml:3:23: error: centres.a.pools.p: expected one size ('nodes' with 'per_node', 'cards', or "
            "'capacity'), got 'nodes' and 'per_node' and 'cards'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 8, capacity: {fp16: 1 PFLOPS}}}"),
            "s.yaml:3:23: error: centres.a.pools.p: expected one size ('nodes' with 'per_node', 'cards', or "
            "'capacity'), got 'cards' and 'capacity'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, nodes: 8}}"),
            "s.yaml:3:23: error: centres.a.pools.p: missing key 'per_node'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, per_node: 8}}"),
            "s.yaml:3:23: error: centres.a.pools.p: missing key 'nodes'\n");
}

TEST(ScenarioPools, CountsAreBounded) {
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: -8}}"),
            "s.yaml:3:53: error: centres.a.pools.p.cards: expected a whole number from 1 to 1000000000, got "
            "'-8'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 1e308}}"),
            "s.yaml:3:53: error: centres.a.pools.p.cards: expected a whole number from 1 to 1000000000, got "
            "'1e308'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: .inf}}"),
            "s.yaml:3:53: error: centres.a.pools.p.cards: expected a whole number from 1 to 1000000000, got "
            "'.inf'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, nodes: 1000000, per_node: 1001}}"),
            "s.yaml:3:23: error: centres.a.pools.p: more than 1000000000 accelerators\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, capacity: {fp16: 1e308 EFLOPS}}}"),
            "s.yaml:3:63: error: centres.a.pools.p.capacity.fp16: expected a finite compute rate, got '1e308 "
            "EFLOPS'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, capacity: {fp16: 200000 EFLOPS}}}"),
            "s.yaml:3:63: error: centres.a.pools.p.capacity.fp16: more than 1000000000 accelerators\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, capacity: {fp16: 99 TFLOPS}}}"),
            "s.yaml:3:63: error: centres.a.pools.p.capacity.fp16: less than one accelerator\n");
}

TEST(ScenarioPools, AcceleratorAndPrecision) {
  EXPECT_EQ(problems_of_pools("{p: {accelerator: crad, cards: 8}}"),
            "s.yaml:3:40: error: centres.a.pools.p.accelerator: there is no accelerator 'crad'; did you mean "
            "'card'?\n");
  EXPECT_EQ(problems_of_pools("{p: {cards: 8}}"),
            "s.yaml:3:23: error: centres.a.pools.p: missing key 'accelerator'; only a pool that is not "
            "'schedulable' "
            "needs none\n");
  EXPECT_EQ(problems_of_pools("{p: {cards: 8, schedulable: false}}"),
            "s.yaml:3:23: error: centres.a.pools.p: missing key 'accelerator'; without one the size is a "
            "'capacity'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, capacity: {fp61: 1 EFLOPS}}}"),
            "s.yaml:3:57: error: centres.a.pools.p.capacity.fp61: accelerator 'card' has no peak in 'fp61'; "
            "did you "
            "mean 'fp16'?\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, capacity: {fp16: 1 EFLOPS, int8: 2 EOPS}}}"),
            "s.yaml:3:46: error: centres.a.pools.p.capacity: expected one precision: the number of "
            "accelerators follows "
            "from it and their peak\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 8, kind: smart, schedulable: yes}}"),
            "s.yaml:3:62: error: centres.a.pools.p.kind: expected 'general', 'intelligent' or 'super', got "
            "'smart'\n"
            "s.yaml:3:82: error: centres.a.pools.p.schedulable: expected 'true' or 'false', got 'yes'\n");
}

TEST(ScenarioPools, Dates) {
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 8, online: soon, source: s}}"),
            "s.yaml:3:64: error: centres.a.pools.p.online: expected a date such as 2027-12-31, or an amount "
            "of time "
            "from the start such as '10 h', got 'soon'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 8, online: 2026-02-30, source: s}}"),
            "s.yaml:3:64: error: centres.a.pools.p.online: expected a date such as 2027-12-31, or an amount "
            "of time "
            "from the start such as '10 h', got '2026-02-30'\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, cards: 8, online: {uniform: [2026-01-01, 5 h]}}}"),
            "s.yaml:3:75: error: centres.a.pools.p.online.uniform[0]: a date needs the scenario's 'start' to "
            "be placed "
            "in time\n"
            "s.yaml:3:87: error: centres.a.pools.p.online.uniform[1]: expected a date such as 2027-12-31, "
            "got '5 h'\n");
  EXPECT_EQ(
      problems_of_pools("{p: {accelerator: card, cards: 8, online: {exponential: {mean: 2026-01-01}}}}"),
      "s.yaml:3:65: error: centres.a.pools.p.online: unknown key 'exponential'\n");
}

TEST(ScenarioCentres, Mistakes) {
  EXPECT_EQ(
      problems_of(std::string{kCard} + "centres:\n"
                                       "  a:\n"
                                       "    at: [113.97, 22.59]\n"
                                       "    region: guangdong..x\n"
                                       "    joins: nevr\n"
                                       "    pools: {p: {accelerator: card, cards: 8, source: s}}\n"
                                       "  a.b: {pools: {p: {accelerator: card, cards: 8, source: s}}}\n"
                                       "  算力: {pools: {\"\": {accelerator: card, cards: 8, source: s}}}\n"),
      "s.yaml:5:10: error: centres.a.at[0]: expected a number from -90 to 90 (latitude comes first), got "
      "'113.97'\n"
      "s.yaml:6:13: error: centres.a.region: expected a region such as 'guangdong.shenzhen', got "
      "'guangdong..x'\n"
      "s.yaml:7:12: error: centres.a.joins: expected a date such as 2027-12-31, or an amount of time from "
      "the "
      "start such as '10 h', got 'nevr'\n"
      "s.yaml:9:3: error: centres.a.b: expected an id of letters a-z, digits, '-' and '_' (a name may be "
      "anything), got 'a.b'\n"
      "s.yaml:10:3: error: centres.算力: expected an id of letters a-z, digits, '-' and '_' (a name may be "
      "anything), got '算力'\n"
      "s.yaml:10:16: error: centres.算力.pools.: expected an id of letters a-z, digits, '-' and '_' (a name "
      "may "
      "be anything), got ''\n");
}

TEST(ScenarioCentres, WhatComesLater) {
  EXPECT_EQ(
      problems_of(std::string{kCard} + "centres:\n"
                                       "  a:\n"
                                       "    tariff: x\n"
                                       "    pools: {p: {accelerator: card, cards: 8, source: s}}\n"),
      "s.yaml:5:13: error: centres.a.tariff: not available yet: named tariffs and grids come with power and "
      "energy; give a price, like '0.70 CNY/kWh'\n");
}

TEST(ScenarioDefaults, FillInWhatIsNotGiven) {
  const Spec spec = spec_of(std::string{kCard} +
                            "defaults:\n"
                            "  pools: {accelerator: card, per_node: 8, source: assumed}\n"
                            "  centres: {region: gd}\n"
                            "centres:\n"
                            "  a: {pools: {p: {nodes: 2}, q: {cards: 5}}}\n"
                            "  b: {region: gd.sz, pools: {p: {nodes: 2, per_node: 4, source: x}}}\n"
                            "  c: {pools: {p: {schedulable: false, capacity: {fp32: 1 PFLOPS}}}}\n");
  EXPECT_EQ(spec.centres[0].region, "gd");
  EXPECT_EQ(spec.centres[1].region, "gd.sz");
  EXPECT_EQ(spec.centres[0].pools[0].per_node, 8);
  EXPECT_EQ(spec.centres[0].pools[0].accelerator, "card");
  EXPECT_EQ(spec.centres[0].pools[1].cards, 5);
  EXPECT_FALSE(spec.centres[0].pools[1].per_node) << "the default of another way to give the size";
  EXPECT_EQ(spec.centres[1].pools[0].per_node, 4);
  EXPECT_EQ(spec.centres[1].pools[0].provenance.source, "x");
  EXPECT_FALSE(spec.centres[2].pools[0].accelerator) << "a stock that is only counted";
}

TEST(ScenarioDefaults, MistakesAreReportedOnceAndInTheirPlace) {
  EXPECT_EQ(
      problems_of(std::string{kCard} + "defaults:\n"
                                       "  pools: {acelerator: card, cards: many}\n"
                                       "  center: {}\n"
                                       "centres:\n"
                                       "  a: {pools: {p: {accelerator: card}, q: {accelerator: card}}}\n"),
      "s.yaml:4:11: error: defaults.pools: unknown key 'acelerator'; did you mean 'accelerator'?\n"
      "s.yaml:4:36: error: defaults.pools.cards: expected a whole number from 1 to 1000000000, got 'many'\n"
      "s.yaml:5:3: error: defaults: unknown key 'center'; did you mean 'centres'?\n");
}

TEST(ScenarioRates, IntegersAreCountedInOpsAndAllElseInFlops) {
  EXPECT_EQ(problems_of_accelerator("{peak: {int8: 2 TFLOPS, fp16: 1 TOPS, fp32: 1 TFLOP/s}, source: s}"),
            "s.yaml:2:36: error: accelerators.card.peak.int8: int8 is counted in OPS, not FLOPS\n"
            "s.yaml:2:52: error: accelerators.card.peak.fp16: fp16 is counted in FLOPS, not OPS\n");
  EXPECT_EQ(problems_of_pools("{p: {accelerator: card, source: s, capacity: {int8: 1 PFLOP/s}}}"),
            "s.yaml:3:74: error: centres.a.pools.p.capacity.int8: int8 is counted in OPS, not FLOPS\n");
  EXPECT_EQ(
      problems_of_pools(
          "{p: {schedulable: false, source: s, capacity: {fp16: {uniform: [1 POPS, 2 POPS]}}}}"),
      "s.yaml:3:86: error: centres.a.pools.p.capacity.fp16.uniform[0]: fp16 is counted in FLOPS, not OPS\n");
}

}  // namespace
}  // namespace suanwang
