#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::kSmallest;
using test::ScenarioFolder;
using test::setting;

TEST(ScenarioInclude, SectionsAreUnited) {
  const ScenarioFolder folder;
  folder.write("s.yaml", "suanwang: 1\ninclude: [parts/cards.yaml, centres.yaml]\nseed: 7\n");
  folder.write("parts/cards.yaml",
               "suanwang: 1\naccelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n");
  folder.write("centres.yaml",
               "include: parts/more.yaml\n"
               "defaults: {pools: {source: s}}\n"
               "centres: {b: {pools: {p: {accelerator: card, cards: 8}}}}\n");
  folder.write("parts/more.yaml",
               "defaults: {pools: {accelerator: card}}\n"
               "centres: {a: {pools: {p: {cards: 8}}}}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  EXPECT_EQ(folder.without_folder(diagnostics.text()), "");
  ASSERT_TRUE(scenario);
  const Spec& spec = scenario->variants.front();
  EXPECT_EQ(spec.seed, 7U);
  ASSERT_EQ(spec.centres.size(), 2U);
  EXPECT_EQ(spec.centres[0].id, "a");
  EXPECT_EQ(spec.centres[1].id, "b");
  EXPECT_EQ(spec.centres[0].pools[0].accelerator, "card");
  EXPECT_EQ(folder.without_folder(spec.centres[0].at.file), "parts/more.yaml");
}

TEST(ScenarioInclude, AFileIncludedTwiceCountsOnce) {
  const ScenarioFolder folder;
  folder.write("s.yaml", "include: [x.yaml, y.yaml, ./x.yaml]\n" + std::string{kSmallest});
  folder.write("x.yaml", "include: z.yaml\n");
  folder.write("y.yaml", "include: [z.yaml]\n");
  folder.write("z.yaml", "policies: {p: {order: fifo}}\n");
  EXPECT_EQ(folder.problems(), "");
}

TEST(ScenarioInclude, IdsDefinedTwiceNameBothPlaces) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{kSmallest} + "include: [x.yaml]\npolicies:\n  p: {order: fifo}\n");
  folder.write("x.yaml", "policies:\n  p: {order: sjf}\naccelerators:\n  card: {peak: {fp16: 1 TFLOPS}}\n");
  EXPECT_EQ(folder.problems(),
            "x.yaml:4:3: error: accelerators.card: defined twice over includes; the first is at s.yaml:2:16\n"
            "s.yaml:6:3: error: policies.p: defined twice over includes; the first is at x.yaml:2:3\n");
}

TEST(ScenarioInclude, OtherKeysAreGivenOnceOverAllFiles) {
  const ScenarioFolder folder;
  folder.write("s.yaml",
               std::string{kSmallest} + "seed: 1\ndefaults: {links: {route_factor: 2}}\ninclude: x.yaml\n");
  folder.write("x.yaml", "seed: 1\ndefaults: {links: {route_factor: 3, bandwidth: 1 Gbps}}\n");
  EXPECT_EQ(folder.problems(),
            "x.yaml:1:1: error: seed: given twice over includes; the first is at s.yaml:4:1\n"
            "x.yaml:2:20: error: defaults.links.route_factor: defined twice over includes; the first is at "
            "s.yaml:5:20\n");
}

TEST(ScenarioInclude, EveryFileMayStateItsVersion) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{kSmallest} + "include: x.yaml\n");
  folder.write("x.yaml", "suanwang: 2\n");
  EXPECT_EQ(folder.problems(),
            "x.yaml:1:1: error: suanwang: given twice over includes; the first is at s.yaml:1:1\n");
}

TEST(ScenarioInclude, CyclesNameTheirChain) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{kSmallest} + "include: [sub/b.yaml]\n");
  folder.write("sub/b.yaml", "include: c.yaml\n");
  folder.write("sub/c.yaml", "include:\n  - b.yaml\n");
  EXPECT_EQ(folder.problems(),
            "sub/c.yaml:2:5: error: include: a cycle: sub/b.yaml includes sub/c.yaml includes sub/b.yaml\n");
  folder.write("self.yaml", "include: self.yaml\n" + std::string{kSmallest});
  EXPECT_EQ(folder.problems_of_file("self.yaml"),
            "self.yaml:1:10: error: include: a cycle: self.yaml includes self.yaml\n");
}

TEST(ScenarioInclude, FilesThatCannotBeIncluded) {
  const ScenarioFolder folder;
  folder.write("s.yaml",
               std::string{kSmallest} + "include: [none.yaml, sub, empty.yaml, list.yaml, {a: b}, '']\n");
  folder.write("sub/x.yaml", "");
  folder.write("empty.yaml", "\n");
  folder.write("list.yaml", "- 1\n");
  EXPECT_EQ(folder.problems(),
            "s.yaml:4:11: error: include: 'none.yaml': no such file\n"
            "s.yaml:4:22: error: include: 'sub': is a folder, not a file\n"
            "s.yaml:4:50: error: include: expected the name of a file, got a mapping\n"
            "s.yaml:4:58: error: include: expected the name of a file, got ''\n"
            "empty.yaml: error: the file is empty\n"
            "list.yaml:1:1: error: expected keys such as 'centres' and 'policies', got a list\n");
}

TEST(ScenarioInclude, EmptySectionsAreUnitedToo) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{kSmallest} + "policies:\ninclude: x.yaml\ntenants: {t: {}}\n");
  folder.write("x.yaml", "policies: {p: {order: fifo}}\ntenants:\n");
  EXPECT_EQ(folder.problems(), "s.yaml:6:11: warning: tenants.t: no job is of this tenant\n");
}

// --- --set and variants

constexpr std::string_view kTwo =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, source: s}, links: {latency: 1 ms, source: s}}\n"
    "centres:\n"
    "  a: {pools: {p: {cards: 8}}}\n"
    "  b: {pools: {p: {cards: 8}}}\n"
    "links: {a-b: {between: [a, b], bandwidth: 1 Gbps}}\n";

TEST(ScenarioSet, ReplacesAndCreatesKeys) {
  const Spec spec =
      test::spec_of(kTwo, setting({"links.a-b.bandwidth=800 Mbps", "seed=9", "links.a-b.route_factor=2",
                                   "centres.b.pools.p={cards: 64}", "links.a-b.between.0=b",
                                   "links.a-b.between.1=a", "name=\"x: y\""}));
  EXPECT_EQ(spec.links[0].bandwidth, BytesPerSecond{1e8});
  EXPECT_EQ(spec.links[0].route_factor, 2);
  EXPECT_EQ(spec.links[0].from, "b");
  EXPECT_EQ(spec.seed, 9U);
  EXPECT_EQ(spec.centres[1].pools[0].cards, 64);
  EXPECT_EQ(spec.name.en, "x: y");
}

TEST(ScenarioSet, DefaultsCanBeSet) {
  EXPECT_EQ(test::spec_of(kTwo, setting({"defaults.links.latency=3 ms"})).links[0].latency, Seconds{0.003});
}

TEST(ScenarioSet, PathsThatLeadNowhere) {
  EXPECT_EQ(test::problems_of(kTwo, setting({"links.a-d.bandwidth=1 Gbps"})),
            "--set links.a-d.bandwidth=1 Gbps: error: cannot set 'links.a-d.bandwidth': there is no "
            "'links.a-d'; did "
            "you mean 'a-b'?\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"link.a-b.bandwidth=1 Gbps"})),
            "--set link.a-b.bandwidth=1 Gbps: error: cannot set 'link.a-b.bandwidth': there is no 'link'; "
            "did you mean "
            "'links'?\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"links.a-b.between.2=a"})),
            "--set links.a-b.between.2=a: error: cannot set 'links.a-b.between.2': there is no "
            "'links.a-b.between.2'\n");
  EXPECT_EQ(
      test::problems_of(kTwo, setting({"links.a-b.bandwidth.x=1"})),
      "--set links.a-b.bandwidth.x=1: error: cannot set 'links.a-b.bandwidth.x': 'links.a-b.bandwidth' is '1 "
      "Gbps' and holds no keys\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"links..x=1"})),
            "--set links..x=1: error: cannot set 'links..x': expected keys separated by dots, such as "
            "'links.a-b.bandwidth'\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"variants.base.set=1"})),
            "--set variants.base.set=1: error: cannot set 'variants.base.set': 'variants' is read before "
            "anything is "
            "set\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"seed"})),
            "--set seed: error: expected path=value, such as 'links.a-b.bandwidth=400 Gbps'\n");
}

TEST(ScenarioSet, ValuesAreCheckedAsIfTheyStoodInTheFile) {
  EXPECT_EQ(test::problems_of(kTwo, setting({"links.a-b.bandwith=1 Gbps"})),
            "--set links.a-b.bandwith=1 Gbps: error: links.a-b: unknown key 'bandwith'; did you mean "
            "'bandwidth'?\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"links.a-b.bandwidth=800"})),
            "--set links.a-b.bandwidth=800: error: links.a-b.bandwidth: expected a rate with a unit, like "
            "'400 Gbps' "
            "or '50 GB/s', got '800'\n");
  EXPECT_EQ(
      test::problems_of(kTwo, setting({"seed="})),
      "--set seed=: error: seed: expected a whole number from 0 to 18446744073709551615, got nothing\n");
  EXPECT_EQ(test::problems_of(kTwo, setting({"seed=[1"})),
            "--set seed=[1: error: not valid YAML: end of sequence flow not found\n");
}

TEST(ScenarioVariants, EachIsAScenarioOfItsOwn) {
  const ScenarioFolder folder;
  folder.write("s.yaml", std::string{kTwo} +
                             "variants:\n"
                             "  slow: {name: {zh: 慢}, set: {links.a-b.bandwidth: 1 Mbps, name: [x]}}\n"
                             "  base: {}\n"
                             "  away: {set: {links.a-b.bandwidth: 1 Kbps}}\n");
  EXPECT_EQ(folder.problems(),
            "s.yaml:9:66: error: name: expected a name, or {en: ..., zh: ...}, got a list\n"
            "s.yaml:11:37: error: links.a-b.bandwidth: unknown unit 'Kbps'; did you mean 'kbps'?\n");
  folder.write("s.yaml",
               std::string{kTwo} +
                   "variants:\n"
                   "  slow: {name: {zh: 慢}, set: {links.a-b.bandwidth: 1 Mbps, tenants: {t: {}}}}\n"
                   "  base: {}\n"
                   "  away: {set: {links.a-b.bandwidth: 0 bps}}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load(setting({"links.a-b.latency=2 ms"}), diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  ASSERT_EQ(scenario->variants.size(), 3U);
  const Spec& base = scenario->variants[0];
  const Spec& away = scenario->variants[1];
  const Spec& slow = scenario->variants[2];
  EXPECT_EQ(base.variant.id, "base");
  EXPECT_EQ(away.variant.id, "away");
  EXPECT_EQ(slow.variant.id, "slow");
  EXPECT_EQ(slow.variant.name.en, "slow");
  EXPECT_EQ(slow.variant.name.zh, "慢");
  EXPECT_TRUE(base.variants_declared);
  EXPECT_EQ(base.links[0].bandwidth, BytesPerSecond{1.25e8});
  EXPECT_EQ(away.links[0].bandwidth, BytesPerSecond{0});
  EXPECT_EQ(slow.links[0].bandwidth, BytesPerSecond{1.25e5});
  EXPECT_EQ(slow.tenants.size(), 1U);
  EXPECT_EQ(base.links[0].latency, Seconds{0.002}) << "--set applies to every variant";
  EXPECT_EQ(slow.variant.set, (std::vector<std::pair<std::string, std::string>>{
                                  {"links.a-b.bandwidth", "1 Mbps"}, {"tenants", "{t: {}}"}}));
}

TEST(ScenarioVariants, WithoutAnyThereIsBase) {
  const Spec spec = test::spec_of(kTwo);
  EXPECT_EQ(spec.variant.id, "base");
  EXPECT_FALSE(spec.variants_declared);
}

TEST(ScenarioVariants, AnErrorOfAllIsSaidOnce) {
  EXPECT_EQ(
      test::problems_of(std::string{kTwo} + "seeed: 1\nvariants: {x: {}, y: {}, z: {set: {link.q: 1}}}\n"),
      "s.yaml:8:1: error: unknown key 'seeed'; did you mean 'seed'?\n"
      "s.yaml:9:36: error: cannot set 'link.q': there is no 'link'; did you mean 'links'?\n");
}

}  // namespace
}  // namespace suanwang
