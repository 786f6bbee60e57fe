// What does the end of a transfer cost, with the rates that change by it, and does that follow the number of
// transfers under way? How long do a million transfers over a hundred centres take, and does memory follow
// their number?
#include "flows.hpp"

#include <algorithm>
#include <cstdint>

#include <benchmark/benchmark.h>

#include "suanwang/net/flows.hpp"

#include "child.hpp"
#include "timing.hpp"
#include "wide_area.hpp"

namespace suanwang::bench {
namespace {

/// Keeps so many transfers under way: each that ends is answered by another in the same instant.
class Closed {
 public:
  Closed(const WideArea& network, std::size_t concurrent)
      : network_{&network}, recipe_{network.centres()}, flows_{network.capacities()} {
    for (std::size_t i = 0; i < concurrent; ++i) start();
    flows_.settle(now_);
  }

  /// Until so many more have ended.
  void run(std::uint64_t completions) {
    for (std::uint64_t done = 0; done < completions;) {
      now_ = flows_.next();
      const std::size_t ended = flows_.take_completed(now_).size();
      for (std::size_t i = 0; i < ended; ++i) start();
      flows_.settle(now_);
      done += ended;
    }
  }

 private:
  void start() {
    const Transfer t = recipe_.at(started_++, now_);
    static_cast<void>(
        flows_.start(now_, {.path = network_->route(t.from, t.to), .size = Bytes{t.bytes}, .key = started_}));
  }

  const WideArea* network_;
  TransferRecipe recipe_;
  Flows flows_;
  Time now_ = kStart;
  std::uint64_t started_ = 0;
};

void flows_concurrent(benchmark::State& state) {
  const WideArea network{30};
  const auto concurrent = static_cast<std::size_t>(state.range(0));
  const std::uint64_t completions = small() ? 100 : 5'000;
  Closed closed{network, concurrent};
  closed.run(small() ? 100 : std::max<std::uint64_t>(completions, concurrent));
  double seconds = 0;
  for (auto _ : state) seconds += seconds_of([&] { closed.run(completions); });
  state.counters["ns_per_completion"] =
      seconds * 1e9 / static_cast<double>(completions) / static_cast<double>(state.iterations());
}
BENCHMARK(flows_concurrent)
    ->Name("flows/concurrent")
    ->RangeMultiplier(10)
    ->Range(10, 100'000)
    ->Unit(benchmark::kMillisecond);

std::uint64_t million() {
  return small() ? 5'000 : 1'000'000;
}

/// About a hundred transfers under way, of so many in all, drawn as they start.
void carry(std::uint64_t transfers) {
  const WideArea network{100};
  Closed closed{network, 100};
  closed.run(transfers);
}

void flows_million(benchmark::State& state) {
  for (auto _ : state) carry(million());
  state.counters["transfers/s"] =
      benchmark::Counter(static_cast<double>(million()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(flows_million)->Name("flows/million")->Iterations(1)->Unit(benchmark::kMillisecond);

void flows_memory(benchmark::State& state) {
  double once = 0;
  double twice = 0;
  for (auto _ : state) {
    once = peak_in_child(kPeakFlowMemoryOption, million());
    twice = peak_in_child(kPeakFlowMemoryOption, 2 * million());
  }
  if (once <= 0 || twice <= 0) state.SkipWithError("the child said nothing");
  state.counters["peak_MiB"] = once / (1 << 20);
  state.counters["peak_of_twice_MiB"] = twice / (1 << 20);
  state.counters["bytes_per_transfer"] = (twice - once) / static_cast<double>(million());
}
BENCHMARK(flows_memory)
    ->Name("flows/million/memory")
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

void print_peak_flow_memory(std::uint64_t transfers) {
  carry(transfers);
  print_peak_memory();
}

}  // namespace suanwang::bench
