/// The search for reserves against trying all of them.
#include "suanwang/study/reserves.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/reserves.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

using Finding = ReserveOutcome::Finding;
using test::Rng;
using test::Searched;

constexpr std::size_t kSteps = 4;

/// Calls `visit` with every vector of levels up to `top`.
template <class Visit>
void for_all_levels(const ReserveLevels& top, Visit visit) {
  ReserveLevels levels(top.size(), 0);
  while (true) {
    visit(levels);
    std::size_t c = 0;
    while (c < top.size() && levels[c] == top[c]) levels[c++] = 0;
    if (c == top.size()) return;
    ++levels[c];
  }
}

bool is_minimal(const ReserveLevels& levels, const std::set<ReserveLevels>& sufficient) {
  if (!sufficient.contains(levels)) return false;
  for (std::size_t c = 0; c < levels.size(); ++c) {
    ReserveLevels lower = levels;
    if (levels[c] == 0) continue;
    --lower[c];
    if (sufficient.contains(lower)) return false;
  }
  return true;
}

/// Sets that have nothing in them but their highest point, and others at random: raising may also harm.
TEST(ReserveSearchOracle, IsMinimalInAnySetThatHasTheHighest) {
  test::for_seeds(3000, [](Rng& rng) {
    ReserveLevels top;
    const std::int64_t centres = rng.integer(1, 4);
    for (std::int64_t c = 0; c < centres; ++c) top.push_back(static_cast<std::size_t>(rng.integer(0, 4)));
    const double density = rng.uniform();
    std::map<ReserveLevels, ReserveTrial> known;
    std::set<ReserveLevels> sufficient;
    for_all_levels(top, [&](const ReserveLevels& levels) {
      ReserveTrial& trial = known[levels];
      if (levels == top || rng.chance(density * density)) {
        sufficient.insert(levels);
        return;
      }
      while (trial.losers.empty()) {
        for (std::size_t c = 0; c < levels.size(); ++c) {
          if (rng.chance(0.5)) trial.losers.push_back({c});
        }
      }
    });
    std::set<ReserveLevels> tried;
    ReserveSearch search{top, known.at(ReserveLevels(top.size(), 0)), known.size(), [&](const auto& levels) {
                           EXPECT_TRUE(tried.insert(levels).second) << "tried twice";
                           return known.at(levels);
                         }};
    EXPECT_EQ(search.run(), ReserveSearch::Ending::Minimal);
    EXPECT_TRUE(is_minimal(search.levels(), sufficient));
    EXPECT_EQ(search.trials(), tried.size());
  });
}

std::string random_scenario(Rng& rng) {
  const std::int64_t centres = rng.integer(2, 3);
  const bool data = rng.chance(0.4);
  std::string at;
  std::string tenants;
  std::string streams;
  for (std::int64_t c = 0; c < centres; ++c) {
    const std::int64_t cards = rng.integer(2, 6);
    at += fmt::format("  c{}: {{at: [0, {}], {}pools: {{p: {{accelerator: card, cards: {}}}}}}}\n", c, c,
                      rng.chance(0.2) ? "reserve: 0.3, " : "", cards);
    tenants += fmt::format("  t{}: {{home: c{}}}\n", c, c);
    streams += fmt::format(
        "  w{0}: {{generate: {{tenant: t{0}, count: {1}, arrivals: {{poisson: {2} per h}}, accelerators: "
        "{{choice: "
        "{{1: 1, {3}: 1}}}}, duration: {{exponential: {{mean: {4} s}}}}, walltime: {{factor: 1.5}}{5}}}}}\n",
        c, rng.integer(6, 15), rng.integer(60, 600), cards, rng.integer(5, 40),
        data && rng.chance(0.6) ? ", data: x" : "");
  }
  static const std::vector<std::string> kDispatch{"national",     "data",   "{overflow: {after: 5 s}}",
                                                  "least-loaded", "random", "round-robin"};
  const std::string rule = rng.chance(0.5) ? "easy" : "none";
  return "suanwang: 1\nreplications: 2\naccelerators: {card: {peak: {fp16: 1 TFLOPS}}}\ncentres:\n" + at +
         (data ? "links: {l: {between: [c0, c1], bandwidth: 1 GB/s, latency: 0 s}}\n"
                 "datasets: {x: {size: 10 GB, at: c1}}\n"
               : "") +
         "tenants:\n" + tenants + "workload:\n" + streams +
         fmt::format(
             "policies:\n  islands: {{order: fifo, backfill: {0}, dispatch: home}}\n"
             "  network: {{order: fifo, backfill: {0}, dispatch: {1}}}\n",
             rule, rng.pick(kDispatch));
}

/// Mean waits by tenant, from the rows of all replications.
std::map<TenantId, double> waits(const Spec& spec, const Inputs& inputs, std::size_t policy) {
  std::map<TenantId, double> sum;
  std::map<TenantId, double> jobs;
  for (std::uint32_t r = 0; r < spec.replications; ++r) {
    const RunResult result = run(spec, inputs, policy, r, KeepRows::Yes);
    for (const JobRow& row : result.rows.rows()) {
      if (row.last != RecordKind::JobFinished) continue;
      sum[*row.tenant] += in_seconds(row.at - row.submit - row.executed);
      ++jobs[*row.tenant];
    }
  }
  for (auto& [tenant, wait] : sum) wait /= jobs[tenant];
  return sum;
}

/// All vectors of reserves with which nobody is worse off; there is one tenant to a centre.
std::set<ReserveLevels> all_sufficient(Spec spec, const Inputs& inputs) {
  const std::map<TenantId, double> islands = waits(spec, inputs, 0);
  std::vector<std::vector<double>> ladders;
  ReserveLevels top;
  for (const CentreSpec& centre : spec.centres) {
    ladders.push_back(centre.reserve > 0 ? std::vector<double>{0.3, 0.5, 0.75, 1}
                                         : std::vector<double>{0, 0.25, 0.5, 0.75, 1});
    top.push_back(ladders.back().size() - 1);
  }
  std::set<ReserveLevels> sufficient;
  for_all_levels(top, [&](const ReserveLevels& levels) {
    for (std::size_t c = 0; c < levels.size(); ++c) spec.centres[c].reserve = ladders[c][levels[c]];
    bool good = true;
    for (const auto& [tenant, wait] : waits(spec, inputs, 1)) {
      const auto island = islands.find(tenant);
      if (island == islands.end()) continue;
      good = good && !(wait > island->second + 1 && wait > 1.01 * island->second);
    }
    if (good) sufficient.insert(levels);
  });
  EXPECT_TRUE(sufficient.contains(top)) << "with 100 % everywhere they are islands";
  return sufficient;
}

TEST(ReservesOracle, AreMinimalAmongAllThatSuffice) {
  std::size_t needed = 0;
  test::for_seeds(80, [&](Rng& rng) {
    const Searched searched{random_scenario(rng), {.steps = kSteps}};
    const ReserveOutcome& found = searched.of("network");
    const std::set<ReserveLevels> sufficient = all_sufficient(searched.spec(), searched.inputs());
    const ReserveLevels own(searched.spec().centres.size(), 0);
    EXPECT_EQ(found.finding, sufficient.contains(own) ? Finding::NotNeeded : Finding::Minimal);
    ReserveLevels levels;
    for (std::size_t c = 0; c < own.size(); ++c) {
      const std::vector<double> ladder = reserve_ladder(searched.spec().centres[c].reserve, kSteps);
      const auto place = std::ranges::find(ladder, found.reserves.at(c));
      ASSERT_NE(place, ladder.end());
      levels.push_back(static_cast<std::size_t>(place - ladder.begin()));
    }
    EXPECT_TRUE(is_minimal(levels, sufficient));
    for (const ReserveOutcome::Lower& lower : found.lower) EXPECT_FALSE(lower.losers.empty());
    needed += found.finding == Finding::Minimal ? 1 : 0;
  });
  if (std::getenv("SUANWANG_SEED") == nullptr) {
    EXPECT_GE(needed, 15U) << "else little was searched";
  }
}

TEST(ReservesOracle, AreTheSameForAnyNumberOfThreads) {
  test::for_seeds(10, [](Rng& rng) {
    const std::string text = random_scenario(rng);
    const Searched one{text, {.parallelism = {1}}};
    const Searched four{text, {.parallelism = {4}}};
    const ReserveOutcome& a = one.of("network");
    const ReserveOutcome& b = four.of("network");
    EXPECT_EQ(a.reserves, b.reserves);
    EXPECT_EQ(a.mean_wait_s, b.mean_wait_s);
    EXPECT_EQ(a.evaluations, b.evaluations);
  });
}

/// What the search reports is what a scenario with these reserves does.
TEST(ReservesOracle, AreThoseOfAScenarioThatSaysThem) {
  test::for_seeds(15, [](Rng& rng) {
    const Searched searched{random_scenario(rng), {}};
    const ReserveOutcome& found = searched.of("network");
    Spec spec = searched.spec();
    for (std::size_t c = 0; c < spec.centres.size(); ++c) spec.centres[c].reserve = found.reserves[c];
    const Searched again{std::move(spec), {}};
    EXPECT_EQ(again.of("network").finding, Finding::NotNeeded);
    EXPECT_EQ(again.of("network").mean_wait_s, found.mean_wait_s);
    EXPECT_EQ(again.of("network").finished, found.finished);
  });
}

}  // namespace
}  // namespace suanwang
