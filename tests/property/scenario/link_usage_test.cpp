/// What is integrated of a link is what its transfers say that they sent over it, whatever is cut and
/// whenever.
#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "suanwang/scenario/run.hpp"

#include "support/scenarios.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kCentres = 6;

std::size_t below(test::Rng& rng, std::size_t n) {
  return rng.index(n);
}

/// A ring with a chord; links break, and come back narrower or wider.
std::string random_network(test::Rng& rng) {
  std::string text = "suanwang: 1\naccelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\ncentres:\n";
  for (std::size_t c = 0; c < kCentres; ++c) {
    text += fmt::format("  c{}: {{source: s, pools: {{p: {{accelerator: card, cards: 1, source: s}}}}{}}}\n",
                        c, below(rng, 3) == 0 ? ", ingress: 700 MB/s" : "");
  }
  text += "links:\n";
  const auto link = [&](std::size_t a, std::size_t b) {
    const std::size_t from = below(rng, 60);
    text += fmt::format(
        "  l{}{}: {{between: [c{}, c{}], bandwidth: {} MB/s, latency: {} ms, source: s, outages: [{{from: {} "
        "s, "
        "for: {} s}}], upgrades: {{{} s: {} MB/s}}}}\n",
        a, b, a, b, 100 * (1 + below(rng, 10)), below(rng, 3), from, 1 + below(rng, 30), 10 + below(rng, 60),
        100 * (1 + below(rng, 10)));
  };
  for (std::size_t c = 0; c < kCentres; ++c) link(c, (c + 1) % kCentres);
  link(0, 3);
  if (below(rng, 2) == 0) text += "routing: {split: 2}\n";
  if (below(rng, 2) == 0) text += "end: 70 s\n";
  return text + "workload: {w: {source: s, transfers: {file: t.csv}}}\npolicies: {fifo: {order: fifo}}\n";
}

std::string random_transfers(test::Rng& rng) {
  std::string text = "id,from,to,bytes,start_s\n";
  for (int i = 0; i < 40; ++i) {
    const std::size_t from = below(rng, kCentres);
    const std::size_t to = (from + 1 + below(rng, kCentres - 1)) % kCentres;
    text += fmt::format("{},c{},c{},{},{}\n", i, from, to, below(rng, 5) * 700'000'000, below(rng, 60));
  }
  return text;
}

TEST(LinkUsageProperty, IntegralsAreWhatTransfersCarried) {
  test::for_seeds(60, [](test::Rng& rng) {
    const test::ScenarioFolder folder;
    folder.write("s.yaml", random_network(rng));
    folder.write("t.csv", random_transfers(rng));
    Diagnostics diagnostics;
    const auto scenario = folder.load({}, diagnostics);
    ASSERT_TRUE(scenario) << diagnostics.text();
    const Spec& spec = scenario->variants.front();
    const auto inputs = prepare(spec, diagnostics);
    ASSERT_TRUE(inputs) << diagnostics.text();
    const RunResult result = run(spec, *inputs, 0, 0, KeepRows::Yes);
    ASSERT_TRUE(result.network);
    for (std::size_t r = 0; r < result.network->resources.size(); ++r) {
      const ResourceUsage& usage = result.network->resources[r];
      EXPECT_NEAR(usage.all.bytes, usage.bytes(), 1e-6 * usage.bytes() + 100) << "resource " << r;
      EXPECT_LE(usage.peak, 1 + 1e-9);
      double series = 0;
      for (const Carried& span : usage.series) series += span.bytes;
      EXPECT_NEAR(series, usage.all.bytes, 1e-9 * usage.all.bytes);
    }
    const TransferCounts::Purpose counts = result.transfers.all();
    EXPECT_EQ(counts.started, counts.finished + counts.under_way);
    EXPECT_EQ(result.transfer_rows.rows().size(), counts.started);
    if (!spec.end) {
      EXPECT_EQ(counts.under_way, 0U);  // every link comes back
    }
    EXPECT_LE(counts.arrived, counts.bytes);
  });
}

}  // namespace
}  // namespace suanwang
