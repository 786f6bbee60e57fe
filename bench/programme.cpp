// What does a sample of a build-out programme cost, and how much of it is random numbers?
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/base/points.hpp"
#include "suanwang/base/random.hpp"
#include "suanwang/centre/programme_sampler.hpp"
#include "suanwang/centre/quantile_table.hpp"

#include "timing.hpp"

namespace suanwang::bench {
namespace {

constexpr std::size_t kBlock = 1'000;
constexpr std::size_t kSites = 8;

std::size_t samples() {
  return small() ? 2 * kBlock : 1'000'000;
}

Unknown unknown(Distribution law, Purpose purpose, const std::string& name) {
  return {std::move(law), purpose, hash_of(name)};
}

/// Eight sites of five activities, each with a phase that waits for its site, for chips and for power; seven
/// lots of chips and three of power: 50 activities, all PERT, and ten uncertain quantities.
Programme eight_sites() {
  Programme programme;
  const auto add = [&](double low, double mode, double high, std::vector<Dependency> after) {
    const std::size_t index = programme.activities.size();
    Activity& a = programme.activities.emplace_back();
    a.after = std::move(after);
    a.duration = unknown(Distribution::pert(low, mode, high), Purpose::Activity, std::to_string(index));
    return index;
  };
  for (std::size_t site = 0; site < kSites; ++site) {
    const double scale = 1 + 0.1 * static_cast<double>(site);
    const std::size_t hall = add(3 * scale, 6 * scale, 12 * scale, {});
    const std::size_t line = add(6 * scale, 8 * scale, 15 * scale, {});
    const std::size_t cooling = add(2 * scale, 3 * scale, 7 * scale, {{hall, 0}});
    const std::size_t racks = add(1 * scale, 2 * scale, 4 * scale, {{hall, 1}, {cooling, 0}});
    const std::size_t tests = add(1 * scale, 2 * scale, 5 * scale, {{line, 0}, {racks, 0.5}});
    BuildPhase& phase = programme.phases.emplace_back();
    phase.after = {{tests, 0}};
    phase.needs = {{0, 4096}, {1, 20}};
    phase.priority = site < 2 ? 1 : 0;
  }
  programme.supplies.resize(2);
  for (std::size_t l = 0; l < 10; ++l) {
    Supply& supply = programme.supplies[l < 7 ? 0 : 1];
    const double size = l < 7 ? 5'000 : 60, month = 6 + 2 * static_cast<double>(l % 7);
    supply.lots.push_back(
        {add(month, month + 2, month + 9, {}),
         unknown(Distribution::uniform(0.8 * size, size), Purpose::Lot, std::to_string(l))});
  }
  return programme;
}

Programme with_shock() {
  Programme programme = eight_sites();
  programme.shocks = {{0.3, hash_of("shock")}};
  for (Activity& a : programme.activities) a.shock = 0;
  return programme;
}

Programme with_crews() {
  Programme programme = eight_sites();
  programme.crews = {{3}};
  for (std::size_t site = 0; site < kSites; ++site) programme.activities[5 * site + 4].crew = 0;
  return programme;
}

/// Plain points, as a study draws them.
void fill(const ProgrammeSampler& sampler, std::size_t first, std::span<double> uniforms) {
  std::vector<Coordinate> coordinates;
  for (const ProgrammeUnknown& u : sampler.unknowns()) coordinates.push_back({u.purpose, u.entity, 0});
  PointSet::plain(1).fill(first, kBlock, coordinates, uniforms);
}

void count_draws(benchmark::State& state, const ProgrammeSampler& sampler, std::size_t samples) {
  const double draws = static_cast<double>(samples * sampler.programme().activities.size());
  state.counters["s_per_draw"] =
      benchmark::Counter(draws, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void generator(benchmark::State& state) {
  const ProgrammeSampler sampler{eight_sites()};
  std::vector<double> uniforms(sampler.unknowns().size() * kBlock);
  for (auto _ : state) {
    fill(sampler, 0, uniforms);
    benchmark::DoNotOptimize(uniforms.data());
  }
  count_draws(state, sampler, kBlock);
}
BENCHMARK(generator)->Name("programme/generator alone")->Unit(benchmark::kMicrosecond);

void quantile(benchmark::State& state) {
  const Distribution law = Distribution::pert(3, 6, 12);
  const QuantileTable table{[&](double u) { return law.sample(u); }};
  std::vector<double> u(kBlock), values(kBlock);
  for (std::size_t s = 0; s < kBlock; ++s) u[s] = RandomStream{1, 0, Purpose::Test, 0}.uniform(s);
  for (auto _ : state) {
    table.apply(u, values);
    benchmark::DoNotOptimize(values.data());
  }
  state.counters["s_per_draw"] =
      benchmark::Counter(kBlock, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(quantile)->Name("programme/quantile alone");

void tables(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ProgrammeSampler{eight_sites()});
}
BENCHMARK(tables)->Name("programme/tables")->Unit(benchmark::kMillisecond);

void evaluate(benchmark::State& state, Programme (*make)()) {
  const ProgrammeSampler sampler{make()};
  std::vector<double> uniforms(sampler.unknowns().size() * kBlock);
  fill(sampler, 0, uniforms);
  for (auto _ : state) benchmark::DoNotOptimize(sampler.evaluate(uniforms, kBlock));
  count_draws(state, sampler, kBlock);
}
BENCHMARK_CAPTURE(evaluate, plain, eight_sites)->Name("programme/evaluate")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(evaluate, shock, with_shock)
    ->Name("programme/evaluate/shock")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(evaluate, crews, with_crews)
    ->Name("programme/evaluate/crews")
    ->Unit(benchmark::kMicrosecond);

/// Everything but the tables: numbers, evaluation, and a figure of each sample.
double run_all(const ProgrammeSampler& sampler, std::size_t threads) {
  const std::size_t blocks = samples() / kBlock;
  std::vector<double> in_service(blocks);
  for_each_index(blocks, Parallelism{threads}, [&](std::size_t block) {
    std::vector<double> uniforms(sampler.unknowns().size() * kBlock);
    fill(sampler, block * kBlock, uniforms);
    const ProgrammeSamples result = sampler.evaluate(uniforms, kBlock);
    double sum = 0;
    for (std::size_t s = 0; s < kBlock; ++s) {
      for (std::size_t p = 0; p < kSites; ++p) {
        for (const PhaseStep& step : result.steps(p, s)) {
          if (step.date <= 24) sum += step.share;
        }
      }
    }
    in_service[block] = sum;
  });
  double sum = 0;
  for (const double x : in_service) sum += x;
  return sum;
}

double wall_seconds(const ProgrammeSampler& sampler, std::size_t threads) {
  const auto began = std::chrono::steady_clock::now();
  benchmark::DoNotOptimize(run_all(sampler, threads));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// One thread and two in turn, so that what else the machine does meets both.
void whole(benchmark::State& state) {
  const ProgrammeSampler sampler{eight_sites()};
  std::vector<double> one, two, speedup;
  for (auto _ : state) {
    one.push_back(wall_seconds(sampler, 1));
    two.push_back(wall_seconds(sampler, 2));
    speedup.push_back(one.back() / two.back());
    state.SetIterationTime(two.back());
  }
  count_draws(state, sampler, samples());
  state.counters["one_thread_s"] = median(one);
  state.counters["two_threads_s"] = median(two);
  state.counters["speed-up"] = median(speedup);
}
BENCHMARK(whole)->Name("programme/whole")->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace suanwang::bench
