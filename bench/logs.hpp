#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suanwang/base/hash.hpp"
#include "suanwang/measure/fingerprint.hpp"
#include "suanwang/measure/metrics.hpp"
#include "suanwang/model/simulation.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/work/generator.hpp"
#include "suanwang/work/source.hpp"

#include "bare_easy.hpp"

/// What the benchmarks replay, and how they run it: through `Simulation`, as the command does.
namespace suanwang::bench {

/// KTH-SP2: the log that most papers on EASY replay (see scenarios/traces/README.md).
inline constexpr std::int64_t kKthAccelerators = 100;
[[nodiscard]] const std::string& kth_file();
[[nodiscard]] const std::vector<Job>& kth_jobs();

/// Gangs of 1 to 256 accelerators, run times lognormal (median 40 min, sigma 1.4), walltimes 1 to 5 times
/// that: a mix of small and large as training clusters have them.
inline constexpr std::int64_t kMixAccelerators = 1024;
[[nodiscard]] Generator mix(double load, std::uint64_t count);
/// The jobs of a generator, drawn.
[[nodiscard]] std::vector<Job> drawn(const Generator& generator);

/// Jobs that lie in memory, as a stream.
class Preloaded final : public JobSource {
 public:
  explicit Preloaded(std::span<const Job> jobs) : jobs_{jobs} {}
  std::size_t read(std::span<Job> jobs) override {
    const std::size_t count = std::min(jobs.size(), jobs_.size() - next_);
    std::copy_n(jobs_.begin() + static_cast<std::ptrdiff_t>(next_), count, jobs.begin());
    next_ += count;
    return count;
  }

 private:
  std::span<const Job> jobs_;
  std::size_t next_ = 0;
};

/// One centre with one pool, one stream.
[[nodiscard]] WorldPlan one_pool(std::int64_t accelerators, std::unique_ptr<JobSource> source);

[[nodiscard]] PolicySettings policy(const std::string& rule, DecideRule decide = DecideRule::PerInstant);

/// What every run of the command computes: figures and fingerprint.
struct Observed {
  Metrics metrics;
  Fingerprint fingerprint{{hash_of("log")}, {hash_of("centre")}};
  SimulationOutcome outcome{};

  explicit Observed(Samples::Keep keep = Samples::Keep::Memory) : metrics{keep} {}
};

/// Runs the plan; `more` are observers beside the usual two, `waits` is told why jobs wait.
void simulate(Observed& observed, WorldPlan plan, const Policy& policy, std::vector<Observer*> more = {},
              WaitBook* waits = nullptr);

/// The same jobs for the bare loop.
[[nodiscard]] std::vector<BareJob> bare(std::span<const Job> jobs);

/// Start times by index in the stream, in the bare loop's unit.
class Starts final : public Observer {
 public:
  void on(const Record& record) override {
    if (record.kind != RecordKind::JobStarted) return;
    if (record.job->index >= starts_.size()) starts_.resize(record.job->index + 1);
    starts_[record.job->index] = record.at.time_since_epoch().count();
  }
  [[nodiscard]] const std::vector<std::int64_t>& starts() const { return starts_; }

 private:
  std::vector<std::int64_t> starts_;
};

}  // namespace suanwang::bench
