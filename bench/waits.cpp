// What does it cost to find out why jobs waited? The same run without and with a book of waits, in turn.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "suanwang/base/check.hpp"
#include "suanwang/model/wait_book.hpp"
#include "suanwang/study/comparison.hpp"

#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

/// Counts `off_ns` and `on_ns` a job, and the median of the rounds' ratios on / off.
template <class Off, class On>
void compare(benchmark::State& state, double jobs, const Off& off, const On& on) {
  std::vector<double> without;
  std::vector<double> with;
  std::vector<double> ratios;
  for (auto _ : state) {
    state.PauseTiming();
    without.push_back(seconds_of(off));
    state.ResumeTiming();
    with.push_back(seconds_of(on));
    ratios.push_back(with.back() / without.back());
  }
  state.counters["off_ns"] = median(without) / jobs * 1e9;
  state.counters["on_ns"] = median(with) / jobs * 1e9;
  state.counters["ratio"] = median(ratios);
}

void waits_kth(benchmark::State& state, DecideRule decide) {
  const Policy easy{policy("easy", decide)};
  const auto replay = [&easy](bool asked) {
    Observed observed;
    WaitBook book;
    simulate(observed, one_pool(kKthAccelerators, std::make_unique<Preloaded>(kth_jobs())), easy, {},
             asked ? &book : nullptr);
    SUANWANG_CHECK(book.sums().all.jobs == (asked ? observed.metrics.counts().finished : 0));
    benchmark::DoNotOptimize(observed.fingerprint.digest().low());
  };
  compare(
      state, static_cast<double>(kth_jobs().size()), [&] { replay(false); }, [&] { replay(true); });
}

/// All policies of the scenario, one replication each.
void waits_guangdong(benchmark::State& state) {
  Diagnostics diagnostics;
  const auto scenario = load({.file = SUANWANG_SOURCE_DIR "/scenarios/guangdong.yaml"}, diagnostics);
  const auto inputs = scenario ? prepare_all(*scenario, diagnostics) : std::nullopt;
  if (!inputs) return state.SkipWithError("guangdong.yaml cannot be read");
  const Spec& spec = scenario->variants.front();
  std::uint64_t jobs = 0;
  const auto simulate_all = [&](bool asked) {
    jobs = 0;
    for (std::size_t p = 0; p < (small() ? 1 : spec.policies.size()); ++p) {
      WaitBook book;
      jobs += run(spec, inputs->front(), p, 0, KeepRows::No, nullptr, {1}, asked ? &book : nullptr)
                  .jobs.submitted;
    }
  };
  simulate_all(false);
  compare(
      state, static_cast<double>(jobs), [&] { simulate_all(false); }, [&] { simulate_all(true); });
}

BENCHMARK_CAPTURE(waits_kth, easy_per_instant, DecideRule::PerInstant)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(waits_kth, easy_per_event, DecideRule::PerEvent)->Unit(benchmark::kMillisecond);
BENCHMARK(waits_guangdong)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace suanwang::bench
