/// Scored dispatch against the dispatchers that it spells, against its own formula, and worked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/network_runs.hpp"
#include "support/random_worlds.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::Drawn;
using test::Instance;
using test::job;
using test::Outcome;
using test::random_world;
using test::Rng;
using test::simulate;
using ::testing::ElementsAre;
using Assign = ScoreSettings::Assign;

constexpr std::array kAssigns{Assign::Greedy, Assign::Flow, Assign::Assignment};

PolicySettings scored(std::array<double, kCriteria> weights, Assign assign = Assign::Greedy) {
  PolicySettings policy;
  policy.dispatch = "scored";
  policy.scoring.weights = weights;
  policy.scoring.assign = assign;
  return policy;
}
PolicySettings formula(const std::string& text, Assign assign = Assign::Greedy) {
  PolicySettings policy = scored({1}, assign);
  policy.scoring.expression = text;
  return policy;
}

std::vector<std::size_t> centres_of(const Outcome& run) {
  std::vector<std::size_t> centres;
  for (const JobRow& row : run.rows()) centres.push_back(row.centre.value().index());
  return centres;
}

/// `wait` is the completion but for the walltime, which is the same everywhere: where data sets nothing
/// apart, and nothing is moved, that is `data`; with moves it is `national`, data or not.
TEST(ScoredDispatch, TheWaitAloneIsTheCompletion) {
  test::for_seeds(400, [](Rng& rng) {
    Drawn drawn = random_world(rng);
    if (rng.chance(0.4)) draw_below(rng, drawn);
    PolicySettings policy = test::random_policy(rng);
    const Instance instance = drawn.instance();
    policy.scoring = {};
    policy.dispatch = "scored";
    policy.scoring.moves_after = Duration{0};
    const Outcome moving = simulate(instance, policy);
    policy.dispatch = "national";
    EXPECT_EQ(moving.fingerprint.text(), simulate(instance, policy).fingerprint.text())
        << test::text_of(policy);
    for (Job& each : drawn.jobs) each.data = 0;
    const Instance without = drawn.instance();
    policy.dispatch = "scored";
    policy.scoring = {};
    const Outcome staying = simulate(without, policy);
    policy.dispatch = "data";
    EXPECT_EQ(staying.fingerprint.text(), simulate(without, policy).fingerprint.text())
        << test::text_of(policy);
  });
}

TEST(ScoredDispatch, AFormulaIsTheWeightsThatItSpells) {
  const std::string text =
      "0.25 * wait + 2 * staging + 60 * fragmentation + 3 * price + 5 * carbon + 64 * fairness + 32 * "
      "affinity";
  test::for_seeds(300, [&](Rng& rng) {
    Drawn drawn = random_world(rng);
    for (CentrePlan& plan : drawn.plans) {
      plan.price = EnergyPrice{rng.uniform(1e-7, 3e-7)};
      plan.carbon = CarbonIntensity{rng.uniform(1e-5, 2e-4)};
    }
    const Instance instance = drawn.instance();
    const PolicySettings base = test::random_policy(rng);
    for (const Assign assign : kAssigns) {
      PolicySettings spelled = base;
      spelled.dispatch = "scored";
      spelled.scoring = scored({0.25, 2, 60, 3, 5, 64, 32}, assign).scoring;
      const Outcome weights = simulate(instance, spelled);
      spelled.scoring = formula(text, assign).scoring;
      EXPECT_EQ(simulate(instance, spelled).fingerprint.text(), weights.fingerprint.text());
    }
  });
}

/// Three centres of 4, 8 and 4 accelerators, two jobs at home in the first.
Instance three_centres(std::vector<Job> jobs) {
  Instance instance;
  instance.centre().pool(4, kStart, 4).centre().pool(8, kStart, 8).centre().pool(4, kStart, 2);
  instance.centres[0].price = EnergyPrice{0.8 / 3.6e6};
  instance.centres[1].price = EnergyPrice{0.3 / 3.6e6};
  instance.centres[2].price = EnergyPrice{0.5 / 3.6e6};
  instance.centres[0].carbon = CarbonIntensity{300 / 3.6e6};
  instance.centres[1].carbon = CarbonIntensity{700 / 3.6e6};
  instance.centres[2].carbon = CarbonIntensity{100 / 3.6e6};
  for (Job& each : jobs) each.home = CentreId{0};
  instance.jobs(std::move(jobs));
  return instance;
}

TEST(ScoredDispatch, EachCriterionByItself) {
  const Instance two = three_centres({job(0, 100, 2), job(0, 100, 2)});
  const auto by = [&](std::size_t criterion, const Instance& instance) {
    std::array<double, kCriteria> weights{};
    weights[criterion] = 1;
    return centres_of(simulate(instance, scored(weights)));
  };
  EXPECT_THAT(by(0, two), ElementsAre(0, 0));  // no wait anywhere: at home
  EXPECT_THAT(by(0, three_centres({job(0, 100, 4), job(0, 100, 4), job(0, 100, 4), job(0, 100, 4)})),
              ElementsAre(0, 1, 1, 2));
  // Two of a node of 4 leave 2 loose, of 8 leave 6, of 2 leave none.
  EXPECT_THAT(by(2, two), ElementsAre(2, 2));
  EXPECT_THAT(by(2, three_centres({job(0, 100, 1), job(0, 100, 1)})), ElementsAre(2, 2));
  EXPECT_THAT(by(2, three_centres({job(0, 100, 8), job(0, 100, 4)})), ElementsAre(1, 0));
  EXPECT_THAT(by(3, two), ElementsAre(1, 1));
  EXPECT_THAT(by(4, two), ElementsAre(2, 2));
  EXPECT_THAT(by(5, two), ElementsAre(0, 0));
  EXPECT_THAT(by(6, two), ElementsAre(0, 0));
}

/// An hour of waiting is worth 0.5 CNY/kWh at a weight of 7200: the cheapest centre is worth half an hour, no
/// more.
TEST(ScoredDispatch, WeightsAreRatesOfExchange) {
  const auto weighed = [](std::int64_t busy) {
    Instance instance = three_centres({job(0, busy, 8), job(1, 100, 4)});
    return centres_of(simulate(instance, scored({1, 0, 0, 7200, 0, 0, 0})));
  };
  // The dearest is at 5760 s without a wait, the third at 3600 s, the cheapest at 2160 s and what it makes
  // wait.
  EXPECT_THAT(weighed(1440), ElementsAre(1, 1));
  EXPECT_THAT(weighed(1442), ElementsAre(1, 2));
}

/// Two due at once: the second has nowhere else to go at a fair price. One after the other: 0 + 300 s of
/// waiting. All at once: the first makes place.
TEST(ScoredDispatch, AssignsAllThatAreDueTogether) {
  Instance instance;
  instance.centre().pool(1).centre().pool(1);
  instance.jobs({job(0, 300, 1), job(0, 300, 1)});
  // The first prefers centre 0 by little, the second by much.
  const std::string text = "wait + (priority == 1 ? 10 : 200) * (online + affinity)";
  Instance mixed;
  mixed.centre().pool(1).centre().pool(2);
  Job first = job(0, 300, 1);
  first.priority = 1;
  mixed.jobs({first, job(0, 300, 1)});
  EXPECT_THAT(centres_of(simulate(mixed, formula(text))), ElementsAre(0, 1));
  EXPECT_THAT(centres_of(simulate(mixed, formula(text, Assign::Flow))), ElementsAre(1, 0));
  EXPECT_THAT(centres_of(simulate(mixed, formula(text, Assign::Assignment))), ElementsAre(1, 0));
  EXPECT_THAT(centres_of(simulate(instance, scored({1}, Assign::Flow))), ElementsAre(0, 1));
}

/// From the scenario to the schedule. Electricity is 0.3 CNY/kWh cheaper in the hills, which is worth 3 h of
/// waiting; each job fills a centre for 2 h. The third would wait 4 h there, so it stays; the fourth would
/// wait 2 h at home.
TEST(ScoredDispatch, ReadsWhatAScenarioStates) {
  const auto results = test::runs_of(
      "suanwang: 1\naccelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
      "defaults: {pools: {accelerator: card, cards: 8, source: s}}\n"
      "centres:\n"
      "  coast: {at: [22.5, 114], tariff: 0.75 CNY/kWh, grid: 300 gCO2/kWh, source: s, pools: {p: {}}}\n"
      "  hills: {at: [25, 113], tariff: 450 CNY/MWh, grid: 0.5 kgCO2/kWh, source: s, pools: {p: {}}}\n"
      "links: {l: {between: [coast, hills], bandwidth: 100 Gbps, source: s}}\n"
      "tenants: {labs: {home: coast}}\n"
      "workload: {w: {source: s, jobs: {a: &job {tenant: labs, accelerators: 8, duration: 2 h}, b: *job, c: "
      "*job, d: "
      "*job}}}\n"
      "policies:\n"
      "  wait: {order: fifo, dispatch: scored}\n"
      "  price: {order: fifo, dispatch: {scored: {weights: {wait: 1, price: 36000}}}}\n"
      "  spelled: {order: fifo, dispatch: {expr: wait + 36000 * price}}\n"
      "  carbon: {order: fifo, dispatch: {scored: {weights: {carbon: 1}}}}\n");
  const auto centres = [&](const std::string& policy) {
    std::vector<std::size_t> found;
    for (const test::Ran& ran : test::jobs_of(results.at(policy)))
      found.push_back(ran.centre.value().index());
    return found;
  };
  EXPECT_THAT(centres("wait"), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(centres("price"), ElementsAre(1, 1, 0, 1));
  EXPECT_THAT(centres("spelled"), ElementsAre(1, 1, 0, 1));
  EXPECT_THAT(centres("carbon"), ElementsAre(0, 0, 0, 0));
}

TEST(ScoredDispatch, AFormulaThatGivesNoNumberEndsTheRun) {
  const Instance instance = three_centres({job(0, 100, 8), job(5, 100, 2)});
  for (const Assign assign : kAssigns) {
    const auto text_of_run = [&](const std::string& text) {
      try {
        simulate(instance, formula(text, assign));
      } catch (const SimulationError& error) {
        return std::string{error.what()};
      }
      return std::string{"no error"};
    };
    EXPECT_EQ(text_of_run("1 / wait"),
              "at 0.000000 s, job 0 of stream 'stream-0', centre 'centre-1': its dispatch score is no finite "
              "number");
    EXPECT_EQ(text_of_run("1 / (waited + load - 1)"),
              "at 5.000000 s, job 1 of stream 'stream-0', centre 'centre-1': its dispatch score is no finite "
              "number");
    EXPECT_EQ(text_of_run("sqrt(-1 - wait)"),
              "at 0.000000 s, job 0 of stream 'stream-0', centre 'centre-1': its dispatch score is no finite "
              "number");
    EXPECT_EQ(text_of_run("wait"), "no error");
  }
}

/// Sixteen centres and forty jobs at once are enough of a matrix for threads.
TEST(ScoredDispatch, ThreadsChangeNothing) {
  test::for_seeds(40, [](Rng& rng) {
    Drawn drawn = random_world(rng, 16);
    for (Job& each : drawn.jobs) each.submit = kStart;
    drawn.dispatcher.latency = test::seconds(1);
    Instance instance = drawn.instance();
    const auto more = instance.more;
    const PolicySettings base = test::random_policy(rng);
    for (const Assign assign : kAssigns) {
      for (const bool by_formula : {false, true}) {
        PolicySettings policy = base;
        policy.dispatch = "scored";
        policy.scoring = by_formula ? formula("wait + 10 * affinity + load", assign).scoring
                                    : scored({1, 0.5, 4, 0, 0, 10, 3}, assign).scoring;
        std::vector<std::string> prints;
        for (const std::size_t threads : {1U, 2U, 8U}) {
          instance.more = [more, threads](WorldPlan& plan) {
            more(plan);
            plan.parallelism = {threads};
          };
          const Outcome run = simulate(instance, policy);
          prints.push_back(run.fingerprint.text());
          EXPECT_EQ(run.simulation.parallel_windows > 0, threads > 1);
        }
        EXPECT_EQ(prints[1], prints[0]);
        EXPECT_EQ(prints[2], prints[0]);
      }
    }
  });
}

}  // namespace
}  // namespace suanwang
