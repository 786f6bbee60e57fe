#include "logs.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace suanwang::bench {
namespace {

std::vector<Job> all_of(JobSource& source) {
  std::vector<Job> jobs;
  while (const auto job = source.next()) jobs.push_back(*job);
  return jobs;
}

}  // namespace

const std::string& kth_file() {
  static const std::string file = SUANWANG_SOURCE_DIR "/scenarios/traces/kth-sp2.swf.gz";
  return file;
}

const std::vector<Job>& kth_jobs() {
  static const std::vector<Job> jobs = [] {
    Diagnostics diagnostics;
    const auto trace =
        read_swf({.file = kth_file(), .capacity = Accelerators::whole(kKthAccelerators)}, diagnostics);
    if (!trace) throw std::runtime_error(diagnostics.text());
    return all_of(*trace->open({}, trace->first_submit()));
  }();
  return jobs;
}

Generator mix(double load, std::uint64_t count) {
  Generator generator;
  generator.entity = hash_of("mix");
  JobClass gangs;
  gangs.accelerators = Distribution::choice({{1, 0.3},
                                             {2, 0.15},
                                             {4, 0.15},
                                             {8, 0.2},
                                             {16, 0.08},
                                             {32, 0.06},
                                             {64, 0.04},
                                             {128, 0.015},
                                             {256, 0.005}});
  gangs.duration = Distribution::lognormal(40 * 60, 1.4);
  const double work = gangs.accelerators.mean() * gangs.duration.mean();
  generator.arrivals.per_second = load * static_cast<double>(kMixAccelerators) / work;
  generator.walltime = {WalltimeRule::Kind::Factor, Distribution::uniform(1, 5)};
  generator.classes = {gangs};
  generator.count = count;
  return generator;
}

std::vector<Job> drawn(const Generator& generator) {
  return all_of(*generate(generator, 1, 0));
}

WorldPlan one_pool(std::int64_t accelerators, std::unique_ptr<JobSource> source) {
  WorldPlan plan;
  plan.centres.emplace_back();
  plan.pools.push_back({CentreId{0}, AcceleratorId{0}, accelerators, 8, kStart});
  plan.sources.push_back(std::move(source));
  plan.centre_names = {"centre"};
  plan.stream_names = {"log"};
  return plan;
}

PolicySettings policy(const std::string& rule, DecideRule decide) {
  PolicySettings settings;
  settings.backfill.rule = rule;
  settings.decide = decide;
  return settings;
}

void simulate(Observed& observed, WorldPlan plan, const Policy& policy, std::vector<Observer*> more,
              WaitBook* waits) {
  std::vector<Observer*> observers{&observed.metrics, &observed.fingerprint};
  observers.insert(observers.end(), more.begin(), more.end());
  Simulation simulation{std::move(plan), policy, std::move(observers), nullptr, waits};
  observed.outcome = simulation.run();
}

std::vector<BareJob> bare(std::span<const Job> jobs) {
  std::vector<BareJob> rows;
  rows.reserve(jobs.size());
  for (const Job& job : jobs) {
    rows.push_back({job.submit.time_since_epoch().count(), std::min(job.run, job.walltime).count(),
                    job.walltime.count(), job.accelerators.count()});
  }
  return rows;
}

}  // namespace suanwang::bench
