// What does a decision cost, by length of the queue, under each entry of the catalogue?
#include "decisions.hpp"

#include <cstdio>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"

#include "backlog.hpp"
#include "logs.hpp"
#include "timing.hpp"

namespace suanwang::bench {
namespace {

constexpr std::int64_t kCentres = 4;
constexpr std::uint64_t kEnds = 400;

/// The log of `backlog/mix`, in which a submission answers each end under EASY, so that its queue keeps its
/// length; long enough for rules that are slower. Under others the length drifts.
const std::vector<Job>& backlog_of(std::size_t waiting, std::uint64_t ends, bool several) {
  static std::map<std::tuple<std::size_t, std::uint64_t, bool>, std::vector<Job>> made;
  std::vector<Job>& jobs = made[{waiting, ends, several}];
  if (!jobs.empty()) return jobs;
  jobs = make_backlog(waiting, 4 * ends, mix(1, 1).classes.front().accelerators).jobs;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    Job& job = jobs[i];
    job.priority = static_cast<std::int32_t>(i * 7919 % 10);
    job.deadline = job.submit + 3 * job.walltime;
    job.tenant = TenantId{i * 31 % 20};
    if (several) job.home = CentreId{i % kCentres};
  }
  return jobs;
}

/// One centre; or several with as many accelerators together, where there is something to choose.
WorldPlan world_of(const std::vector<Job>& jobs, bool several) {
  WorldPlan plan =
      one_pool(several ? kMixAccelerators / kCentres : kMixAccelerators, std::make_unique<Preloaded>(jobs));
  for (std::size_t c = 1; several && c < kCentres; ++c) {
    plan.centres.emplace_back();
    plan.pools.push_back(plan.pools.front());
    plan.pools.back().centre = CentreId{c};
    plan.centre_names.push_back("centre");
  }
  plan.network.centres = plan.centres.size();
  plan.stream_entities = {hash_of("log")};
  plan.tenants.resize(20);
  return plan;
}

/// Ends the run: enough was seen, or it takes too long.
struct Enough {};

/// From the first end of a job on.
class Clock final : public Observer {
 public:
  Clock(std::uint64_t ends, double limit_s) : ends_{ends}, limit_{thread_seconds() + limit_s} {}

  void on(const Record& record) override {
    if (record.kind == RecordKind::JobSubmitted) {
      ++waiting_;
      if (seen_ > 0) ++submissions_;
    } else if (record.kind == RecordKind::JobStarted) {
      --waiting_;
    } else if (record.kind == RecordKind::JobPreempted) {
      ++waiting_;
    } else if (record.kind == RecordKind::JobFinished || record.kind == RecordKind::JobKilled) {
      now_ = thread_seconds();
      if (seen_++ == 0) began_ = now_;
      waiting_sum_ += waiting_;
      if (seen_ > ends_ || now_ > limit_) throw Enough{};
    } else if (seen_ == 0 && (++others_ & 1023) == 0 && thread_seconds() > limit_) {
      throw Enough{};
    }
  }

  [[nodiscard]] std::optional<DecisionCost> cost() const {
    if (seen_ <= 10) return std::nullopt;
    const std::uint64_t decisions = seen_ - 1 + submissions_;
    return DecisionCost{(now_ - began_) / static_cast<double>(decisions),
                        static_cast<double>(waiting_sum_) / static_cast<double>(seen_), decisions};
  }

 private:
  std::uint64_t ends_;
  double limit_;
  std::uint64_t seen_ = 0;
  std::uint64_t submissions_ = 0;
  std::uint64_t others_ = 0;
  std::int64_t waiting_ = 0;
  std::int64_t waiting_sum_ = 0;
  double began_ = 0;
  double now_ = 0;
};

}  // namespace

std::vector<TimedPolicy> timed_policies() {
  const Catalogue& all = standard_catalogue();
  std::vector<TimedPolicy> timed;
  const auto add = [&](std::string_view kind, std::string_view name, const auto& change) {
    timed.push_back({std::string{kind}, std::string{name}, policy("easy")});
    change(timed.back().settings);
  };
  for (const OrderEntry& entry : all.orders) {
    add("order", entry.name, [&](PolicySettings& s) {
      s.order = entry.name;
      s.ordering.expression = "walltime * accelerators / (1 + wait)";
    });
  }
  for (const BackfillEntry& entry : all.backfills) {
    add("backfill", entry.name, [&](PolicySettings& s) {
      s.backfill.rule = entry.name;
      s.backfill.depth = 10;
    });
  }
  for (const PlaceEntry& entry : all.places)
    add("place", entry.name, [&](PolicySettings& s) { s.place = entry.name; });
  for (const DispatchEntry& entry : all.dispatches)
    add("dispatch", entry.name, [&](PolicySettings& s) { s.dispatch = entry.name; });
  add("preemption", "none", [](PolicySettings&) {});
  add("preemption", "{...}", [](PolicySettings& s) {
    s.order = "srtf";
    s.preemption.emplace();
    s.preemption->every = Duration{0};
  });
  return timed;
}

std::optional<DecisionCost> decision_cost(const TimedPolicy& timed, std::size_t waiting, std::uint64_t ends,
                                          double limit_s) {
  const bool several = timed.kind == "dispatch";
  const std::vector<Job>& jobs = backlog_of(waiting, ends, several);
  const Policy rules{timed.settings};
  Clock clock{ends, limit_s};
  Observed observed;
  try {
    simulate(observed, world_of(jobs, several), rules, {&clock});
  } catch (const Enough&) {
  }
  return clock.cost();
}

void print_decisions(std::uint64_t limit_s) {
  std::puts("kind,name,100 waiting [us],1000 waiting [us],10000 waiting [us],100000 waiting [us]");
  for (const TimedPolicy& policy : timed_policies()) {
    std::string row = policy.kind + "," + policy.name;
    for (const std::size_t waiting : kQueueLengths) {
      std::vector<double> seconds;
      for (int round = 0; round < 3; ++round) {
        const auto cost = decision_cost(policy, waiting, kEnds, static_cast<double>(limit_s));
        if (!cost) break;
        seconds.push_back(cost->seconds);
        if (cost->seconds > 1e-2) break;  // the noise of the machine is small beside it
      }
      row += seconds.empty() ? fmt::format(",over {} s", limit_s)
                             : fmt::format(",{:.3g}", median(seconds) * 1e6);
    }
    std::puts(row.c_str());
    std::fflush(stdout);
  }
}

namespace {

void decision(benchmark::State& state, const TimedPolicy& policy) {
  std::vector<double> costs;
  DecisionCost last;
  for (auto _ : state) {
    const auto cost =
        decision_cost(policy, static_cast<std::size_t>(state.range(0)), small() ? 20 : kEnds, 60);
    if (!cost) {
      state.SkipWithError("fewer than ten jobs ended within 60 s");
      return;
    }
    last = *cost;
    costs.push_back(cost->seconds);
    state.SetIterationTime(cost->seconds * static_cast<double>(cost->decisions));
  }
  state.counters["waiting"] = last.waiting;
  state.counters["us"] = median(costs) * 1e6;
}

[[maybe_unused]] const bool registered = [] {
  for (const TimedPolicy& policy : timed_policies()) {
    const std::string name = "decision/" + policy.kind + "/" + policy.name;
    auto* b = benchmark::RegisterBenchmark(name.c_str(), decision, policy);
    for (const std::size_t n : kQueueLengths) {
      if (!small() || n == 100) b->Arg(static_cast<std::int64_t>(n));
    }
    b->UseManualTime()->Unit(benchmark::kMicrosecond)->Iterations(small() ? 1 : 3);
  }
  return true;
}();

}  // namespace
}  // namespace suanwang::bench
