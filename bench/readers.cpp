// What do the ends of the pipeline cost: reading a log, drawing jobs, drawing numbers, hashing records?
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <unistd.h>
#include <zlib.h>

#include "suanwang/base/random.hpp"

#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

std::string gunzipped(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> in{gzopen(path.c_str(), "rb"), gzclose};
  if (in == nullptr) throw std::runtime_error("cannot open " + path);
  std::string text;
  std::string buffer(1 << 16, '\0');
  while (true) {
    const int n = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
    if (n <= 0) return text;
    text.append(buffer, 0, static_cast<std::size_t>(n));
  }
}

/// The KTH log without compression, in a file that goes with the program.
class PlainLog {
 public:
  PlainLog() : text_{gunzipped(kth_file())} {
    path_ = std::filesystem::temp_directory_path() / ("suanwang-bench-" + std::to_string(getpid()) + ".swf");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out{std::fopen(path_.c_str(), "wb"), std::fclose};
    if (out == nullptr || std::fwrite(text_.data(), 1, text_.size(), out.get()) != text_.size()) {
      throw std::runtime_error("cannot write " + path_.string());
    }
  }
  ~PlainLog() { std::filesystem::remove(path_); }
  PlainLog(const PlainLog&) = delete;
  PlainLog& operator=(const PlainLog&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }

 private:
  std::string text_;
  std::filesystem::path path_;
};

const PlainLog& plain_log() {
  static const PlainLog log;
  return log;
}

void swf(benchmark::State& state, bool compressed) {
  const std::string file = compressed ? kth_file() : plain_log().path();
  std::size_t jobs = 0;
  for (auto _ : state) {
    Diagnostics diagnostics;
    const auto trace = read_swf({.file = file, .capacity = Accelerators::whole(100)}, diagnostics);
    const auto source = trace->open({}, trace->first_submit());
    jobs = 0;
    while (source->next()) ++jobs;
  }
  // Twice: the checking pass, and the pass that a run streams.
  state.SetBytesProcessed(state.iterations() * 2 * static_cast<std::int64_t>(plain_log().bytes()));
  state.counters["jobs/s"] =
      benchmark::Counter(2 * static_cast<double>(jobs), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(swf, plain, false)->Name("reader/swf/plain")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(swf, gz, true)->Name("reader/swf/gz")->Unit(benchmark::kMillisecond);

// Generators: the mix of the other benchmarks with one thing changed.
using Change = void (*)(Generator&);

void as_it_is(Generator& /*generator*/) {}
void regular(Generator& generator) {
  generator.arrivals.kind = Arrivals::Kind::Every;
  generator.arrivals.every = std::chrono::minutes{1};
}
void renewal(Generator& generator) {
  generator.arrivals.kind = Arrivals::Kind::Intervals;
  generator.arrivals.interval = Distribution::weibull(0.7, 60);
}
void profile(Generator& generator) {
  generator.arrivals.hours.assign(24, 1.0);
  for (std::size_t hour = 9; hour < 18; ++hour) generator.arrivals.hours[hour] = 3;
  generator.arrivals.weekdays = {1, 1, 1, 1, 1, 0.5, 0.4};
  generator.arrivals.growth = {{kStart, 1.0}, {kStart + std::chrono::hours{24 * 365}, 3.0}};
}
/// A stream of two jobs a day for decades: between two jobs lie many hours of the profile.
void sparse_profile(Generator& generator) {
  profile(generator);
  generator.arrivals.per_second = 2.0 / 86400;
  generator.count = std::min<std::uint64_t>(*generator.count, 20'000);
}
void ten_classes(Generator& generator) {
  JobClass one = generator.classes.front();
  generator.classes.assign(10, one);
}

void draw_jobs(benchmark::State& state, Change change) {
  Generator generator = mix(0.9, small() ? 1'000 : 100'000);
  change(generator);
  std::size_t jobs = 0;
  for (auto _ : state) {
    const auto source = generate(generator, 1, 0);
    jobs = 0;
    while (const auto job = source->next()) {
      benchmark::DoNotOptimize(job->walltime);
      ++jobs;
    }
  }
  state.counters["s_per_job"] = benchmark::Counter(
      static_cast<double>(jobs), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(draw_jobs, poisson, as_it_is)->Name("generator/poisson")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_jobs, every, regular)->Name("generator/every")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_jobs, intervals, renewal)->Name("generator/intervals")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_jobs, profile, profile)->Name("generator/profile")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_jobs, sparse, sparse_profile)
    ->Name("generator/sparse_profile")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(draw_jobs, classes, ten_classes)
    ->Name("generator/ten_classes")
    ->Unit(benchmark::kMillisecond);

// Numbers.
const RandomStream& numbers() {
  static const RandomStream stream{1, 0, Purpose::Test, hash_of("draws")};
  return stream;
}

void draw_philox(benchmark::State& state) {
  std::uint64_t index = 0;
  for (auto _ : state) benchmark::DoNotOptimize(numbers().uniform(index++));
}
BENCHMARK(draw_philox)->Name("draw/philox alone");

using Make = Distribution (*)();
void draw(benchmark::State& state, Make make) {
  const Distribution distribution = make();
  std::uint64_t index = 0;
  for (auto _ : state) benchmark::DoNotOptimize(distribution.sample(numbers().uniform(index++)));
}
BENCHMARK_CAPTURE(draw, uniform, [] { return Distribution::uniform(1, 5); })->Name("draw/uniform");
BENCHMARK_CAPTURE(draw, exponential, [] { return Distribution::exponential(60); })->Name("draw/exponential");
BENCHMARK_CAPTURE(draw, lognormal, [] { return Distribution::lognormal(2400, 1.4); })->Name("draw/lognormal");
BENCHMARK_CAPTURE(draw, weibull, [] { return Distribution::weibull(0.7, 60); })->Name("draw/weibull");
BENCHMARK_CAPTURE(draw, gamma, [] { return Distribution::gamma(0.5, 60); })->Name("draw/gamma");
BENCHMARK_CAPTURE(draw, pareto, [] { return Distribution::pareto(1.2, 1, 1e6); })->Name("draw/pareto");
BENCHMARK_CAPTURE(draw, triangular, [] {
  return Distribution::triangular(1, 2, 5);
})->Name("draw/triangular");
BENCHMARK_CAPTURE(draw, pert, [] { return Distribution::pert(1, 2, 5); })->Name("draw/pert");
BENCHMARK_CAPTURE(draw, choice, [] { return mix(1, 1).classes.front().accelerators; })->Name("draw/choice");
BENCHMARK_CAPTURE(draw, mixture, [] {
  return Distribution::mixture(
      {{Distribution::exponential(60), 0.5}, {Distribution::lognormal(2400, 1.4), 0.5}});
})->Name("draw/mixture");

void fingerprint(benchmark::State& state) {
  Fingerprint hash{{hash_of("log")}, {hash_of("centre")}};
  JobFacts job;
  Record record;
  record.kind = RecordKind::JobStarted;
  record.job = &job;
  record.centre = CentreId{0};
  record.accelerators = Accelerators::whole(8);
  for (auto _ : state) {
    ++job.index;
    record.at += std::chrono::seconds{1};
    hash.on(record);
  }
  benchmark::DoNotOptimize(hash.digest().low());
}
BENCHMARK(fingerprint)->Name("fingerprint/record");

}  // namespace
}  // namespace suanwang::bench
