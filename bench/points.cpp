// What does a coordinate of a Monte Carlo sample cost, in each kind of point set, beside the bare generator?
#include "suanwang/base/points.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <Random123/philox.h>
#include <benchmark/benchmark.h>

#include "suanwang/base/hash.hpp"

#include "timing.hpp"

namespace suanwang::bench {
namespace {

constexpr std::size_t kBlock = 1024;

void report(benchmark::State& state, std::size_t draws) {
  state.counters["s_per_draw"] =
      benchmark::Counter(static_cast<double>(draws),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// One block of Philox4x32-10 for each draw, one after another: what Random123 alone can do.
void philox(benchmark::State& state) {
  std::uint32_t sample = 0;
  for (auto _ : state) {
    for (std::size_t k = 0; k < kBlock; ++k) {
      benchmark::DoNotOptimize(r123::Philox4x32{}({{sample++, 0, 0, 0}}, {{1, 2}}));
    }
  }
  report(state, kBlock);
}
BENCHMARK(philox)->Name("points/philox alone");

/// A RandomStream for each sample, as replications of a run draw.
void streams(benchmark::State& state) {
  std::uint32_t sample = 0;
  for (auto _ : state) {
    for (std::size_t k = 0; k < kBlock; ++k) {
      benchmark::DoNotOptimize(RandomStream{1, sample++, Purpose::Test, 7}.uniform(0));
    }
  }
  report(state, kBlock);
}
BENCHMARK(streams)->Name("points/random streams");

void fill(benchmark::State& state, PointSet (*make)()) {
  const PointSet set = make();
  const auto columns = static_cast<std::size_t>(state.range(0));
  std::vector<Coordinate> coordinates;
  for (std::size_t d = 0; d < columns; ++d) {
    coordinates.push_back({Purpose::Test, hash_of(std::to_string(d)), static_cast<std::uint32_t>(d)});
  }
  std::vector<double> out(kBlock * columns);
  std::uint64_t first = 0;
  for (auto _ : state) {
    set.fill(first, kBlock, coordinates, out);
    benchmark::DoNotOptimize(out.data());
    first = (first + kBlock) % (std::uint64_t{1} << 20);
  }
  report(state, kBlock * columns);
}
BENCHMARK_CAPTURE(fill, plain, [] { return PointSet::plain(1); })->Name("points/plain")->Arg(1)->Arg(50);
BENCHMARK_CAPTURE(fill, latin, [] { return PointSet::latin(1, std::uint64_t{1} << 20); })
    ->Name("points/latin")
    ->Arg(1)
    ->Arg(50);
BENCHMARK_CAPTURE(fill, latin_odd, [] { return PointSet::latin(1, (std::uint64_t{1} << 20) + 1024); })
    ->Name("points/latin/no power of two")
    ->Arg(50);
BENCHMARK_CAPTURE(fill, sobol, [] { return PointSet::sobol(1, 50); })->Name("points/sobol")->Arg(1)->Arg(50);

}  // namespace
}  // namespace suanwang::bench
