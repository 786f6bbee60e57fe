#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/parallel.hpp"
#include "suanwang/work/generator.hpp"

#include "support/estimate.hpp"
#include "support/simulate.hpp"

/// Queues of the textbooks as networks of accelerators: a server is an accelerator, a customer a job.
namespace suanwang::test {

/// The law of service (or of anything): how to draw it, and its first two moments, seconds.
struct Law {
  Distribution distribution;
  double mean = 1;
  double second_moment = 2;
};
inline Law exponential() {
  return {Distribution::exponential(1), 1, 2};
}
inline Law constant() {
  return {Distribution::constant(1), 1, 1};
}
/// Two exponentials with balanced means, scv 4: p = (1 + sqrt(3/5)) / 2, rates 2p and 2(1-p).
inline Law hyperexponential_4() {
  const double p = (1 + std::sqrt(0.6)) / 2;
  return {Distribution::mixture({{Distribution::exponential(1 / (2 * p)), p},
                                 {Distribution::exponential(1 / (2 * (1 - p))), 1 - p}}),
          1, 5};
}

/// Poisson arrivals of jobs that say truly how long they run.
struct Customers {
  double per_second;
  Law service = exponential();
  Distribution servers = Distribution::constant(1);  ///< how many a job needs at once
  std::int32_t priority = 0;
};

struct Queue {
  std::int64_t servers = 1;
  std::vector<Customers> streams;
  PolicySettings policy;
  bool separate = false;  ///< each server by itself, with its own stream of customers
};

/// What is counted in one replication, by stream, of jobs submitted after the warm-up.
struct Counted {
  double started = 0;
  double waited_s = 0;
  double delayed = 0;  ///< had to wait at all
  double ended = 0;
  double turnaround_s = 0;
  double longer_than_10_s = 0;
  double submitted = 0;
  double refused = 0;

  void add(const Counted& other) {
    started += other.started;
    waited_s += other.waited_s;
    delayed += other.delayed;
    ended += other.ended;
    turnaround_s += other.turnaround_s;
    longer_than_10_s += other.longer_than_10_s;
    submitted += other.submitted;
    refused += other.refused;
  }
};

class Counter final : public Observer {
 public:
  Counter(std::size_t streams, Time warm_until) : counted_(streams), all_(streams), warm_until_{warm_until} {}

  void on(const Record& record) override {
    if (record.kind == RecordKind::JobSubmitted) {
      All& all = all_[record.job->stream.index()];
      const double service = in_seconds(record.job->walltime);
      ++all.submitted;
      all.service_s += service;
      all.service_squared += service * service;
    }
    if (record.job == nullptr || record.job->submit < warm_until_) return;
    Counted& c = counted_[record.job->stream.index()];
    const double since_s = in_seconds(record.at - record.job->submit);
    if (record.kind == RecordKind::JobSubmitted) ++c.submitted;
    if (record.kind == RecordKind::JobRejected) ++c.refused;
    if (record.kind == RecordKind::JobStarted) {
      ++c.started;
      c.waited_s += since_s;
      if (since_s > 0) ++c.delayed;
    }
    if (record.kind == RecordKind::JobFinished) {
      ++c.ended;
      c.turnaround_s += since_s;
      if (since_s > 10) ++c.longer_than_10_s;
    }
  }

  [[nodiscard]] const std::vector<Counted>& counted() const { return counted_; }

  /// What arrived until `end`, less its expectation, over all streams: number of jobs, work, squared work.
  [[nodiscard]] std::vector<double> controls(const std::vector<Customers>& streams, Time end) const {
    std::vector<double> found(3, 0.0);
    bool constant = true;
    for (std::size_t s = 0; s < streams.size(); ++s) {
      const All& all = all_[s];
      const Law& law = streams[s].service;
      found[0] += all.submitted / in_seconds(end) - streams[s].per_second;
      found[1] += (all.service_s - all.submitted * law.mean) / in_seconds(end);
      found[2] += (all.service_squared - all.submitted * law.second_moment) / in_seconds(end);
      constant = constant && law.distribution.is_constant();
    }
    if (constant) found.resize(1);
    return found;
  }

 private:
  struct All {
    double submitted = 0;
    double service_s = 0;
    double service_squared = 0;
  };
  std::vector<Counted> counted_;
  std::vector<All> all_;
  Time warm_until_;
};

inline Instance instance_of(const Queue& queue, Time until, std::uint32_t replication) {
  Instance instance;
  if (!queue.separate) instance.centre().pool(queue.servers);
  for (std::size_t s = 0; s < queue.streams.size(); ++s) {
    if (queue.separate) instance.centre().pool(1);
    const Customers& customers = queue.streams[s];
    Generator generator;
    generator.defaults.stream = StreamId{s};
    if (queue.separate) generator.defaults.home = CentreId{s};
    generator.entity = hash_of("stream-" + std::to_string(s));
    generator.arrivals.per_second = customers.per_second;
    generator.classes.push_back({ClassId{s}, 1, customers.servers, customers.service.distribution});
    generator.priority = Distribution::constant(customers.priority);
    generator.until = until;
    instance.source([generator, replication] { return generate(generator, 20240606, replication); });
  }
  return instance;
}

/// Replications of a queue, side by side; each starts empty and counts after a tenth of its time.
class Experiment {
 public:
  /// `jobs`: about so many a replication, over all streams.
  Experiment(const Queue& queue, double jobs, std::size_t replications = 32)
      : controls_(replications), counted_(replications) {
    double per_second = 0;
    for (const Customers& customers : queue.streams) per_second += customers.per_second;
    const auto length = seconds(static_cast<std::int64_t>(jobs / per_second));
    std::vector<std::vector<double>> controls(replications);
    for_each_index(replications, {}, [&](std::size_t r) {
      const Instance instance = instance_of(queue, kStart + length, static_cast<std::uint32_t>(r));
      Counter counter{queue.streams.size(), kStart + length / 10};
      simulate_for(instance, queue.policy, {&counter});
      counted_[r] = counter.counted();
      controls[r] = counter.controls(queue.streams, kStart + length);
    });
    controls_.assign(controls[0].size(), std::vector<double>(replications));
    for (std::size_t r = 0; r < replications; ++r) {
      for (std::size_t k = 0; k < controls_.size(); ++k) controls_[k][r] = controls[r][k];
    }
  }

  using Statistic = double (*)(const Counted&);
  static constexpr std::size_t kTogether = static_cast<std::size_t>(-1);

  /// The statistic is within four standard errors of `expected`, and these are at most `precision` of it, so
  /// that agreement means something.
  void expect(const char* what, double expected, Statistic statistic, double precision = 0.03,
              std::size_t stream = kTogether) const {
    std::vector<double> values;
    for (const auto& replication : counted_) {
      Counted sum;
      for (std::size_t s = 0; s < replication.size(); ++s) {
        if (stream == kTogether || stream == s) sum.add(replication[s]);
      }
      values.push_back(statistic(sum));
    }
    const Estimate found = estimate(values, controls_);
    EXPECT_NEAR(found.mean, expected, 4 * found.standard_error) << what;
    EXPECT_LE(4 * found.standard_error, precision * expected) << what;
    ::testing::Test::RecordProperty(what, std::to_string(found.mean) + " +- " +
                                              std::to_string(found.standard_error) + ", expected " +
                                              std::to_string(expected));
  }

  // Statistics of a replication.
  static double mean_wait(const Counted& c) { return c.waited_s / c.started; }
  static double delayed(const Counted& c) { return c.delayed / c.started; }
  static double mean_turnaround(const Counted& c) { return c.turnaround_s / c.ended; }
  static double turnaround_above_10_s(const Counted& c) { return c.longer_than_10_s / c.ended; }
  static double refused(const Counted& c) { return c.refused / c.submitted; }

 private:
  std::vector<std::vector<double>> controls_;  // by control and replication
  std::vector<std::vector<Counted>> counted_;  // by replication and stream
};

}  // namespace suanwang::test
