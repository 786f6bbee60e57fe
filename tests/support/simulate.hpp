#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/base/hash.hpp"
#include "suanwang/measure/fingerprint.hpp"
#include "suanwang/measure/job_table.hpp"
#include "suanwang/measure/metrics.hpp"
#include "suanwang/model/simulation.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/work/source.hpp"

/// Small worlds, written out in a few lines, and what became of their jobs.
namespace suanwang::test {

/// An instant and a span in whole seconds, as most worked examples have them.
constexpr Time at(std::int64_t seconds) {
  return kStart + std::chrono::seconds{seconds};
}
constexpr Duration seconds(std::int64_t n) {
  return std::chrono::seconds{n};
}

/// A job by its submission and run time in seconds; it asks for the time that it needs, unless told.
inline Job job(std::int64_t submit, std::int64_t run, std::int64_t accelerators,
               std::optional<std::int64_t> walltime = std::nullopt) {
  Job made;
  made.submit = at(submit);
  made.run = seconds(run);
  made.walltime = seconds(walltime.value_or(run));
  made.accelerators = Accelerators::whole(accelerators);
  return made;
}

/// Jobs that are written out, in the order of submission. Stream and index are theirs by place.
class JobList final : public JobSource {
 public:
  explicit JobList(std::vector<Job> jobs) : jobs_{std::move(jobs)} {}
  std::size_t read(std::span<Job> jobs) override {
    const std::size_t count = std::min(jobs.size(), jobs_.size() - next_);
    std::copy_n(jobs_.begin() + static_cast<std::ptrdiff_t>(next_), count, jobs.begin());
    next_ += count;
    return count;
  }

 private:
  std::vector<Job> jobs_;
  std::size_t next_ = 0;
};

/// What to simulate: a value that can be run any number of times, under any policy.
struct Instance {
  using Open = std::function<std::unique_ptr<JobSource>()>;

  std::vector<CentrePlan> centres;
  std::vector<PoolPlan> pools;
  std::vector<Open> streams;
  std::vector<std::string> centre_ids;  ///< what fingerprints know them by
  std::vector<std::string> stream_ids;
  Time end = kNever;
  std::function<void(WorldPlan&)> more;  ///< adds what the members above do not say: network, datasets

  /// Adds a centre; pools are added to the last one.
  Instance& centre(Time joins = kStart) {
    centre_ids.push_back("centre-" + std::to_string(centres.size()));
    centres.push_back({joins});
    return *this;
  }
  Instance& pool(std::int64_t count, Time online = kStart, std::int64_t per_node = 1, std::size_t type = 0) {
    pools.push_back({CentreId{centres.size() - 1}, AcceleratorId{type}, count, per_node, online});
    return *this;
  }
  /// Adds a stream of jobs, in any order; equal submissions keep the order given.
  Instance& jobs(std::vector<Job> list) {
    const StreamId stream{streams.size()};
    std::stable_sort(list.begin(), list.end(),
                     [](const Job& a, const Job& b) { return a.submit < b.submit; });
    for (std::size_t i = 0; i < list.size(); ++i) {
      list[i].stream = stream;
      list[i].index = i;
    }
    return source([list = std::move(list)] { return std::make_unique<JobList>(list); });
  }
  Instance& source(Open open) {
    stream_ids.push_back("stream-" + std::to_string(streams.size()));
    streams.push_back(std::move(open));
    return *this;
  }
  Instance& until(Time t) {
    end = t;
    return *this;
  }
};

/// One centre with one pool that is online from the beginning.
inline Instance one_pool(std::int64_t count) {
  return std::move(Instance{}.centre().pool(count));
}

/// What came out of a run.
struct Outcome {
  JobTable table;
  Metrics metrics{Samples::Keep::Memory};
  Digest fingerprint;
  SimulationOutcome simulation{};

  /// Rows of one stream by index. @pre no index is missing
  [[nodiscard]] std::vector<JobRow> rows(std::size_t stream = 0) const {
    std::vector<JobRow> found;
    for (const JobRow& row : table.rows()) {
      if (row.stream.index() == stream) found.push_back(row);
    }
    std::sort(found.begin(), found.end(), [](const JobRow& a, const JobRow& b) { return a.index < b.index; });
    return found;
  }

  /// First starts in seconds by index; kNotStarted where there was none.
  static constexpr double kNotStarted = -1;
  [[nodiscard]] std::vector<double> starts(std::size_t stream = 0) const {
    std::vector<double> found;
    for (const JobRow& row : rows(stream)) {
      found.push_back(row.attempts > 0 ? in_seconds(row.start) : kNotStarted);
    }
    return found;
  }
};

/// Runs `instance` under `settings` with nobody but these observers.
inline SimulationOutcome simulate_for(const Instance& instance, const PolicySettings& settings,
                                      std::vector<Observer*> observers, WaitBook* waits = nullptr) {
  WorldPlan plan;
  plan.centres = instance.centres;
  plan.pools = instance.pools;
  for (const auto& open : instance.streams) plan.sources.push_back(open());
  plan.end = instance.end;
  plan.centre_names = instance.centre_ids;
  plan.stream_names = instance.stream_ids;
  plan.stream_entities.resize(instance.stream_ids.size());
  plan.network.centres = instance.centres.size();
  if (instance.more) instance.more(plan);
  const Policy policy{settings};
  return Simulation{std::move(plan), policy, std::move(observers), nullptr, waits}.run();
}

/// Runs `instance` under `settings` and keeps everything; further observers hear every record, and `waits` is
/// told why jobs wait.
inline Outcome simulate(const Instance& instance, const PolicySettings& settings,
                        std::vector<Observer*> more = {}, WaitBook* waits = nullptr) {
  const auto hashes = [](const std::vector<std::string>& ids) {
    std::vector<std::uint64_t> found;
    for (const std::string& id : ids) found.push_back(hash_of(id));
    return found;
  };
  Outcome run;
  Fingerprint fingerprint{hashes(instance.stream_ids), hashes(instance.centre_ids)};
  std::vector<Observer*> observers{&run.table, &run.metrics, &fingerprint};
  observers.insert(observers.end(), more.begin(), more.end());
  run.simulation = simulate_for(instance, settings, std::move(observers), waits);
  run.table.finish();
  run.fingerprint = fingerprint.digest();
  return run;
}

// Policies as tests write them.
inline PolicySettings fifo(DecideRule decide = DecideRule::PerInstant) {
  return {.decide = decide};
}
inline PolicySettings easy(DecideRule decide = DecideRule::PerInstant) {
  return {.backfill = {.rule = "easy"}, .decide = decide};
}
inline PolicySettings conservative(DecideRule decide = DecideRule::PerInstant) {
  return {.backfill = {.rule = "conservative"}, .decide = decide};
}
inline PolicySettings depth(int reservations, DecideRule decide = DecideRule::PerInstant) {
  return {.backfill = {.rule = "depth", .depth = reservations}, .decide = decide};
}

}  // namespace suanwang::test
