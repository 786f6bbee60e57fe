// How long does a million jobs take, drawing them included, and does memory follow the number of jobs? As
// `run --no-job-records` does it: samples go to a temporary file, rows are not kept.
#include "million.hpp"

#include <array>
#include <string>

#include <benchmark/benchmark.h>

#include "child.hpp"
#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

constexpr double kLoad = 0.9;

std::uint64_t million() {
  return small() ? 5'000 : 1'000'000;
}

JobSummary simulate_without_rows(std::uint64_t jobs, Samples::Keep keep) {
  const Policy easy{policy("easy")};
  Observed observed{keep};
  simulate(observed, one_pool(kMixAccelerators, generate(mix(kLoad, jobs), 1, 0)), easy);
  return summarise({&observed.metrics.samples()});
}

void million_easy(benchmark::State& state) {
  const Policy easy{policy("easy")};
  double utilisation = 0;
  double wait = 0;
  for (auto _ : state) {
    Observed observed{Samples::Keep::File};
    simulate(observed, one_pool(kMixAccelerators, generate(mix(kLoad, million()), 1, 0)), easy);
    state.PauseTiming();
    const Metrics& metrics = observed.metrics;
    utilisation = metrics.busy_accelerator_seconds() / metrics.available_accelerator_seconds();
    wait = summarise({&metrics.samples()}).wait.mean;
    state.ResumeTiming();
  }
  const auto jobs = static_cast<double>(million());
  state.counters["jobs/s"] = benchmark::Counter(jobs, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["utilisation"] = utilisation;
  state.counters["wait_s"] = wait;
}
BENCHMARK(million_easy)->Name("million/easy")->Unit(benchmark::kMillisecond);

void million_drawing(benchmark::State& state) {
  for (auto _ : state) {
    const auto source = generate(mix(kLoad, million()), 1, 0);
    while (const auto job = source->next()) benchmark::DoNotOptimize(job->run);
  }
  state.counters["jobs/s"] =
      benchmark::Counter(static_cast<double>(million()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(million_drawing)->Name("million/drawing alone")->Unit(benchmark::kMillisecond);

void million_memory(benchmark::State& state) {
  double once = 0;
  double twice = 0;
  for (auto _ : state) {
    once = peak_in_child(kPeakMemoryOption, million());
    twice = peak_in_child(kPeakMemoryOption, 2 * million());
  }
  if (once <= 0 || twice <= 0) state.SkipWithError("the child said nothing");
  state.counters["peak_MiB"] = once / (1 << 20);
  state.counters["peak_of_twice_MiB"] = twice / (1 << 20);
  state.counters["bytes_per_job"] = (twice - once) / static_cast<double>(million());
}
BENCHMARK(million_memory)
    ->Name("million/memory")
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

void print_peak_memory_of(std::uint64_t jobs) {
  benchmark::DoNotOptimize(simulate_without_rows(jobs, Samples::Keep::File).jobs);
  print_peak_memory();
}

}  // namespace suanwang::bench
