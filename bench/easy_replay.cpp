// How far from the limit is EASY? A log is replayed through the product's own loop, with the figures and the
// fingerprint that every run computes, beside a bare loop that makes the same decisions and nothing else.
#include <benchmark/benchmark.h>

#include "suanwang/measure/job_table.hpp"

#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

enum class Rows : std::uint8_t { No, Yes };

void replay(benchmark::State& state, const std::vector<Job>& jobs, std::int64_t accelerators,
            DecideRule decide, Rows rows) {
  const Policy easy{policy("easy", decide)};
  const BareRule rule = decide == DecideRule::PerEvent ? BareRule::PerEvent : BareRule::PerInstant;
  const std::vector<BareJob> rival = bare(jobs);
  {
    Observed observed;
    Starts starts;
    simulate(observed, one_pool(accelerators, std::make_unique<Preloaded>(jobs)), easy, {&starts});
    if (starts.starts() != bare_easy(rival, accelerators, rule)) {
      state.SkipWithError("the bare loop decides otherwise");
      return;
    }
  }
  Versus versus;
  for (auto _ : state) {
    versus.round(
        state, [&] { benchmark::DoNotOptimize(bare_easy(rival, accelerators, rule).data()); },
        [&] {
          Observed observed;
          JobTable table;
          std::vector<Observer*> more;
          if (rows == Rows::Yes) more.push_back(&table);
          simulate(observed, one_pool(accelerators, std::make_unique<Preloaded>(jobs)), easy,
                   std::move(more));
          table.finish();
          benchmark::DoNotOptimize(observed.fingerprint.digest().low());
        });
  }
  const auto count = static_cast<double>(jobs.size());
  versus.report(state, count);
  state.counters["jobs/s"] = benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate);
}

const std::vector<Job>& generated() {
  static const std::vector<Job> jobs = drawn(mix(0.9, small() ? 5'000 : 100'000));
  return jobs;
}

void easy_replay_kth(benchmark::State& state, DecideRule decide, Rows rows) {
  replay(state, kth_jobs(), kKthAccelerators, decide, rows);
}
void easy_replay_mix(benchmark::State& state, DecideRule decide, Rows rows) {
  replay(state, generated(), kMixAccelerators, decide, rows);
}

BENCHMARK_CAPTURE(easy_replay_kth, per_event, DecideRule::PerEvent, Rows::No)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(easy_replay_kth, per_event_with_rows, DecideRule::PerEvent, Rows::Yes)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(easy_replay_kth, per_instant, DecideRule::PerInstant, Rows::No)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(easy_replay_mix, per_instant, DecideRule::PerInstant, Rows::No)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(easy_replay_mix, per_instant_with_rows, DecideRule::PerInstant, Rows::Yes)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(easy_replay_mix, per_event, DecideRule::PerEvent, Rows::No)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace suanwang::bench
