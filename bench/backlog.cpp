// Does the cost of a job follow the length of the queue? A backlog of constant length under EASY: the cost of
// a completion, with its pass, the starts that follow and the submission that takes its place.
#include "backlog.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <benchmark/benchmark.h>

#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

/// Draws a job; equal seeds and indices give equal jobs.
class Recipe {
 public:
  explicit Recipe(Distribution sizes) : sizes_{std::move(sizes)} {}
  [[nodiscard]] BareJob at(std::uint64_t index, std::int64_t submit) const {
    const double run = durations_.sample(random(Purpose::Duration).uniform(index));
    const double factor = 1 + 4 * random(Purpose::Walltime).uniform(index);
    const auto size =
        static_cast<std::int64_t>(std::llround(sizes_.sample(random(Purpose::Accelerators).uniform(index))));
    const auto run_ns = static_cast<std::int64_t>(run * 1e9) + 1;
    return {submit, run_ns, static_cast<std::int64_t>(run * factor * 1e9) + 1, size};
  }

 private:
  static RandomStream random(Purpose purpose) { return {1, 0, purpose, hash_of("backlog")}; }
  Distribution sizes_;
  Distribution durations_ = Distribution::lognormal(40 * 60, 1.4);
};

/// Submissions that answer ends: the number in the system stays.
class ClosedLoop {
 public:
  ClosedLoop(Recipe recipe, std::size_t in_system, std::size_t completions)
      : recipe_{std::move(recipe)}, due_{in_system}, left_{completions} {}

  [[nodiscard]] std::int64_t next_time() const {
    return due_ > 0 ? now_ : std::numeric_limits<std::int64_t>::max();
  }
  BareJob take() {
    --due_;
    jobs_.push_back(recipe_.at(jobs_.size(), now_));
    return jobs_.back();
  }
  void completed(std::int64_t now) {
    if (left_ == 0) return;
    --left_;
    ++due_;
    now_ = now;
  }
  [[nodiscard]] std::size_t size() const { return 0; }
  [[nodiscard]] bool stopped() const { return left_ == 0; }
  [[nodiscard]] std::int64_t now() const { return now_; }
  [[nodiscard]] const std::vector<BareJob>& jobs() const { return jobs_; }

 private:
  Recipe recipe_;
  std::size_t due_;
  std::size_t left_;
  std::int64_t now_ = 0;
  std::vector<BareJob> jobs_;
};

}  // namespace

Backlog make_backlog(std::size_t waiting, std::size_t completions, const Distribution& sizes) {
  const auto running = static_cast<std::size_t>(kMixAccelerators / sizes.mean());
  ClosedLoop loop{Recipe{sizes}, waiting + running, completions};
  BareEasy<ClosedLoop> easy{loop, kMixAccelerators};
  easy.run(BareRule::PerInstant);
  Backlog backlog;
  for (const BareJob& row : loop.jobs()) {
    Job job;
    job.index = backlog.jobs.size();
    job.submit = Time{Duration{row.submit}};
    job.run = Duration{row.run};
    job.walltime = Duration{row.walltime};
    job.accelerators = Accelerators::whole(row.size);
    backlog.jobs.push_back(job);
  }
  backlog.end = Time{Duration{loop.now() + 1}};
  return backlog;
}

void Steady::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::JobSubmitted:
      ++waiting_;
      break;
    case RecordKind::JobStarted:
      --waiting_;
      break;
    case RecordKind::JobFinished:
      if (complete()) break;
      if (++completions_ == 1) began_ = thread_seconds();
      waiting_sum_ += waiting_;
      if (complete()) ended_ = thread_seconds();
      break;
    default:
      break;
  }
}

Steady run(const Backlog& backlog, const Policy& policy, std::uint64_t completions) {
  Steady steady{completions};
  Observed observed;
  WorldPlan plan = one_pool(kMixAccelerators, std::make_unique<Preloaded>(backlog.jobs));
  plan.end = backlog.end;
  simulate(observed, std::move(plan), policy, {&steady});
  return steady;
}

namespace {

constexpr std::size_t kReference = 100;

void backlog(benchmark::State& state, const Distribution& sizes) {
  const std::size_t completions = small() ? 300 : 20'000;
  const auto waiting = static_cast<std::size_t>(state.range(0));
  const Backlog reference = make_backlog(kReference, completions, sizes);
  const Backlog long_one = make_backlog(waiting, completions, sizes);
  const Policy easy{policy("easy")};
  std::vector<double> costs;
  std::vector<double> ratios;
  double seen = 0;
  for (auto _ : state) {
    const Steady short_run = run(reference, easy, completions);
    const Steady long_run = run(long_one, easy, completions);
    if (!short_run.complete() || !long_run.complete()) {
      state.SkipWithError("the product decides otherwise than the loop that made the log");
      return;
    }
    state.SetIterationTime(long_run.seconds_per_completion() * static_cast<double>(completions));
    costs.push_back(long_run.seconds_per_completion());
    ratios.push_back(long_run.seconds_per_completion() / short_run.seconds_per_completion());
    seen = long_run.mean_waiting();
  }
  state.counters["waiting"] = seen;
  state.counters["ns_per_job"] = median(costs) * 1e9;
  state.counters["times_that_of_100"] = median(ratios);
}

/// The gangs of `mix`: many small ones, few large.
void backlog_mix(benchmark::State& state) {
  backlog(state, mix(1, 1).classes.front().accelerators);
}
/// Every gang alike: whatever fits the head fits all, nothing can be told apart by size.
void backlog_one_size(benchmark::State& state) {
  backlog(state, Distribution::constant(8));
}
/// Two gangs run at once and hardly any fits beside them: all sizes are there to be searched.
void backlog_uniform(benchmark::State& state) {
  backlog(state, Distribution::uniform(0.5, 1024.49));
}

void lengths(benchmark::internal::Benchmark* b) {
  for (const std::int64_t n : {100, 10'000, 100'000}) b->Arg(small() && n > 100 ? n / 20 : n);
  b->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(small() ? 1 : 7);
}
BENCHMARK(backlog_mix)->Name("backlog/mix")->Apply(lengths);
BENCHMARK(backlog_one_size)->Name("backlog/one_size")->Apply(lengths);
BENCHMARK(backlog_uniform)->Name("backlog/uniform")->Apply(lengths);

}  // namespace
}  // namespace suanwang::bench
