// What do the other policies cost: whole replays of KTH-SP2, and a decision by length of the queue?
#include <string>

#include <benchmark/benchmark.h>

#include "suanwang/policy/catalogue.hpp"

#include "backlog.hpp"
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

/// Every rule of the catalogue on the backlog of `backlog/mix`. Under rules other than EASY its length
/// drifts; the counter says what it was.
void decision(benchmark::State& state, const std::string& rule) {
  const std::size_t completions = small() ? 20 : 400;
  const Backlog backlog = make_backlog(static_cast<std::size_t>(state.range(0)), completions,
                                       mix(1, 1).classes.front().accelerators);
  const Policy rules{policy(rule)};
  std::vector<double> costs;
  double waiting = 0;
  for (auto _ : state) {
    const Steady steady = run(backlog, rules, completions / 2);
    if (!steady.complete()) {
      state.SkipWithError("fewer jobs ended than this benchmark counts on");
      return;
    }
    costs.push_back(steady.seconds_per_completion());
    state.SetIterationTime(costs.back());
    waiting = steady.mean_waiting();
  }
  state.counters["waiting"] = waiting;
  state.counters["us_per_end"] = median(costs) * 1e6;
}

[[maybe_unused]] const bool registered = [] {
  for (const BackfillEntry& entry : backfill_entries()) {
    const std::string rule{entry.name};
    auto* b = benchmark::RegisterBenchmark(("policy/decision/" + rule).c_str(), decision, rule);
    for (const std::int64_t n : {100, 1'000, 10'000}) b->Arg(small() && n > 100 ? n / 20 : n);
    b->UseManualTime()->Unit(benchmark::kMicrosecond)->Iterations(small() ? 1 : 5);
  }
  return true;
}();

}  // namespace
}  // namespace suanwang::bench
