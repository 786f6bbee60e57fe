// What do the other policies cost on whole replays of KTH-SP2, and a formula beside the order that it spells?
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

void kth(benchmark::State& state, const PolicySettings& settings) {
  const Policy rules{settings};
  const std::vector<Job>& jobs = kth_jobs();
  for (auto _ : state) {
    Observed observed;
    simulate(observed, one_pool(kKthAccelerators, std::make_unique<Preloaded>(jobs)), rules);
    benchmark::DoNotOptimize(observed.fingerprint.digest().low());
  }
  state.counters["jobs/s"] =
      benchmark::Counter(static_cast<double>(jobs.size()), benchmark::Counter::kIsIterationInvariantRate);
}

PolicySettings with_depth(int depth) {
  PolicySettings settings = policy("depth");
  settings.backfill.depth = depth;
  return settings;
}
PolicySettings shortest() {
  PolicySettings settings = policy("easy");
  settings.backfill.candidates = BackfillSettings::Candidates::Shortest;
  return settings;
}
PolicySettings machines() {
  PolicySettings settings = policy("easy");
  settings.backfill.reserve = BackfillSettings::Reserve::Machines;
  return settings;
}
BENCHMARK_CAPTURE(kth, none, policy("none"))->Name("policy/kth/none")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kth, easy, policy("easy"))->Name("policy/kth/easy")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kth, shortest, shortest())->Name("policy/kth/easy-shortest")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kth, machines, machines())->Name("policy/kth/easy-machines")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kth, depth_1, with_depth(1))->Name("policy/kth/depth-1")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kth, depth_10, with_depth(10))->Name("policy/kth/depth-10")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kth, conservative, policy("conservative"))
    ->Name("policy/kth/conservative")
    ->Unit(benchmark::kMillisecond);

/// A formula that spells an order beside the order itself, on KTH-SP2; every decision must be the same.
/// `times_as_long` is the median of the rounds' ratios.
void formula(benchmark::State& state, const std::string& order, const std::string& expression) {
  PolicySettings named = policy("easy");
  named.order = order;
  PolicySettings spelt = policy("easy");
  spelt.order = "expr";
  spelt.ordering.expression = expression;
  const auto digest = [](const PolicySettings& settings) {
    Observed observed;
    simulate(observed, one_pool(kKthAccelerators, std::make_unique<Preloaded>(kth_jobs())), Policy{settings});
    return observed.fingerprint.digest();
  };
  if (digest(named) != digest(spelt)) return state.SkipWithError("the formula decides otherwise");
  std::vector<double> ratios;
  for (auto _ : state) {
    const double of_named = seconds_of([&] { benchmark::DoNotOptimize(digest(named).low()); });
    const double of_formula = seconds_of([&] { benchmark::DoNotOptimize(digest(spelt).low()); });
    ratios.push_back(of_formula / of_named);
    state.SetIterationTime(of_formula);
  }
  state.counters["times_as_long"] = median(ratios);
}
#define SUANWANG_FORMULA(order, expression)             \
  BENCHMARK_CAPTURE(formula, order, #order, expression) \
      ->Name("policy/formula/" #order)                  \
      ->UseManualTime()                                 \
      ->Iterations(small() ? 1 : 15)                    \
      ->Unit(benchmark::kMillisecond)
SUANWANG_FORMULA(fifo, "submit");
SUANWANG_FORMULA(sjf, "walltime");
#undef SUANWANG_FORMULA

}  // namespace
}  // namespace suanwang::bench
