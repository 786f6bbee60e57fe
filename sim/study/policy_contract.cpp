#include "suanwang/study/policy_contract.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/random.hpp"
#include "suanwang/measure/fingerprint.hpp"
#include "suanwang/measure/metrics.hpp"
#include "suanwang/model/simulation.hpp"
#include "suanwang/work/listed_jobs.hpp"

namespace suanwang {
namespace {

constexpr Duration kSecond{1'000'000'000};

/// Whole numbers from one stream of random ones, in turn.
class Draws {
 public:
  explicit Draws(std::uint64_t network) : random_{network, 0, Purpose::Test, hash_of("policy contract")} {}
  std::int64_t integer(std::int64_t least, std::int64_t most) {
    return least +
           static_cast<std::int64_t>(random_.bits(next_++) % static_cast<std::uint64_t>(most - least + 1));
  }
  bool one_in(std::int64_t n) { return integer(1, n) == 1; }

 private:
  RandomStream random_;
  std::uint64_t next_ = 0;
};

struct SmallNetwork {
  std::vector<CentrePlan> centres;
  std::vector<PoolPlan> pools;
  std::vector<Job> jobs;
};

SmallNetwork made_up(std::uint64_t number) {
  Draws draw{number};
  SmallNetwork made;
  std::int64_t largest = 0;
  const std::int64_t centres = draw.integer(1, 3);
  for (std::int64_t c = 0; c < centres; ++c) {
    CentrePlan centre;
    if (c > 0 && draw.one_in(4)) centre.joins = kStart + draw.integer(1, 40) * kSecond;
    made.centres.push_back(centre);
    for (std::int64_t type = draw.integer(1, 2) - 1; type >= 0; --type) {
      const std::int64_t count = draw.integer(1, 8);
      const Time online = draw.one_in(3) ? kStart + draw.integer(1, 50) * kSecond : kStart;
      made.pools.push_back({CentreId{static_cast<std::size_t>(c)},
                            AcceleratorId{static_cast<std::size_t>(type)}, count, draw.integer(1, 4),
                            online});
      largest = std::max(largest, count);
    }
  }
  Time submit = kStart;
  for (std::uint64_t i = 0; i < 60; ++i) {
    Job job;
    submit += draw.integer(0, 2) * kSecond;
    job.index = job.label = i;
    job.submit = submit;
    job.run = draw.integer(1, 12) * kSecond;
    job.walltime = draw.one_in(3) ? job.run : draw.integer(1, 20) * kSecond;
    job.accelerators = Accelerators::whole(draw.integer(1, draw.one_in(20) ? largest + 1 : largest));
    job.priority = static_cast<std::int32_t>(draw.integer(-1, 2));
    if (draw.one_in(2)) job.deadline = submit + draw.integer(1, 60) * kSecond;
    if (draw.one_in(2)) job.tenant = TenantId{static_cast<std::size_t>(draw.integer(0, 2))};
    if (!draw.one_in(4)) job.home = CentreId{static_cast<std::size_t>(draw.integer(0, centres - 1))};
    made.jobs.push_back(job);
  }
  return made;
}

WorldPlan plan_of(const SmallNetwork& network, bool renamed, std::size_t threads) {
  std::vector<Job> jobs = network.jobs;
  for (Job& job : jobs) job.label = renamed ? 1'000'000 - job.label : job.label;
  WorldPlan plan;
  plan.centres = network.centres;
  plan.pools = network.pools;
  plan.sources.push_back(std::make_unique<ListedJobs>(std::move(jobs)));
  for (std::size_t c = 0; c < network.centres.size(); ++c)
    plan.centre_names.push_back(fmt::format("{}{}", renamed ? "zz" : "centre", c));
  plan.stream_names = {renamed ? "other" : "stream"};
  plan.stream_entities = {hash_of("stream")};
  plan.network.centres = network.centres.size();
  plan.tenants.resize(3);
  plan.parallelism = {threads};
  return plan;
}

/// Looks at each start.
class Starts final : public Observer {
 public:
  void on(const Record& record) override {
    if (record.kind != RecordKind::JobStarted) return;
    if (record.at < record.job->submit) early_ = record.job->index;
    if (record.accelerators != record.job->accelerators) broken_ = record.job->index;
  }
  [[nodiscard]] std::optional<std::string> fault() const {
    if (early_) return fmt::format("job {} starts before its submission", *early_);
    if (broken_) return fmt::format("job {} starts with another number of accelerators", *broken_);
    return std::nullopt;
  }

 private:
  std::optional<std::uint64_t> early_;
  std::optional<std::uint64_t> broken_;
};

struct Ran {
  Metrics metrics{Samples::Keep::Memory};
  Digest fingerprint;
  std::optional<std::string> fault;
};

Ran run_once(const SmallNetwork& network, const Policy& policy, bool renamed, std::size_t threads) {
  Ran ran;
  std::vector<std::uint64_t> centres;
  for (std::size_t c = 0; c < network.centres.size(); ++c) centres.push_back(c);
  Fingerprint fingerprint{{0}, centres};
  Starts starts;
  Simulation{plan_of(network, renamed, threads), policy, {&ran.metrics, &fingerprint, &starts}, nullptr}
      .run();
  ran.fingerprint = fingerprint.digest();
  ran.fault = starts.fault();
  return ran;
}

std::vector<std::string> breaches_on(const SmallNetwork& network, const Policy& policy) {
  std::vector<std::string> found;
  const Ran first = run_once(network, policy, false, 1);
  if (first.fault) found.push_back(*first.fault);
  const JobCounts& counts = first.metrics.counts();
  if (counts.submitted != counts.finished + counts.killed + counts.rejected) {
    found.push_back(fmt::format("of {} jobs {} wait and {} run although nothing happens any more",
                                counts.submitted, counts.waiting, counts.running));
  }
  if (run_once(network, policy, false, 1).fingerprint != first.fingerprint)
    found.emplace_back("run again, it decides otherwise");
  if (run_once(network, policy, false, 2).fingerprint != first.fingerprint)
    found.emplace_back("on two threads, it decides otherwise");
  if (run_once(network, policy, true, 1).fingerprint != first.fingerprint)
    found.emplace_back("with other names and job ids, it decides otherwise");
  return found;
}

}  // namespace

std::vector<ContractBreach> contract_breaches(const PolicySettings& settings, const Catalogue& catalogue,
                                              std::uint64_t networks) {
  const Policy policy{settings, catalogue};
  std::vector<ContractBreach> breaches;
  for (std::uint64_t number = 0; number < networks; ++number) {
    try {
      for (std::string& what : breaches_on(made_up(number), policy))
        breaches.push_back({number, std::move(what)});
    } catch (const SimulationError& error) {
      breaches.push_back({number, error.what()});
    }
  }
  return breaches;
}

double wait_beside_endless_small_jobs(const PolicySettings& settings, const Catalogue& catalogue) {
  constexpr std::int64_t kAccelerators = 4;
  constexpr std::uint64_t kWide = 3;  // its index
  SmallNetwork network;
  network.centres.resize(1);
  network.pools.push_back({CentreId{0}, AcceleratorId{0}, kAccelerators});
  for (std::uint64_t i = 0; i < 4000; ++i) {
    Job job;
    job.index = job.label = i;
    job.submit = i == kWide ? kStart + 5 * kSecond : kStart + static_cast<std::int64_t>(2 * i) * kSecond;
    job.run = job.walltime = (i == kWide ? 100 : 10) * kSecond;
    job.accelerators = Accelerators::whole(i == kWide ? kAccelerators : 1);
    job.priority = i == kWide ? 0 : 1;
    job.deadline = job.submit + (i == kWide ? 10'000 : 100) * kSecond;
    job.home = CentreId{0};
    network.jobs.push_back(job);
  }
  class WideStart final : public Observer {
   public:
    void on(const Record& record) override {
      if (record.kind == RecordKind::JobStarted && record.job->index == kWide)
        wait = in_seconds(record.at - record.job->submit);
    }
    double wait = 0;
  } wide;
  Simulation{plan_of(network, false, 1), Policy{settings, catalogue}, {&wide}, nullptr}.run();
  return wide.wait;
}

}  // namespace suanwang
