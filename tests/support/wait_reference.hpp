#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/policy/policy.hpp"

#include "support/simulate.hpp"

namespace suanwang::test {

/// Why each job waited, worked out anew from the records of a run alone: what was free in each partition when
/// all that happened at an instant had happened, and for each job, instant by instant, what that means to it.
///
/// Records do not tell in which queue a job stands that a dispatcher may move: of such a job, and of one that
/// never started, only what does not depend on that is compared; nor do they tell when a job has its quota.
class WaitReference final : public Observer {
 public:
  WaitReference(const Instance& instance, const PolicySettings& settings)
      : instance_{&instance}, settings_{settings}, dispatch_{Policy{settings}.dispatch()} {
    for (const CentrePlan& centre : instance.centres) joined_.push_back(centre.joins);
  }

  void on(const Record& record) override {
    if (record.transfer != nullptr || record.load != nullptr) return;
    instants_.insert(record.at);
    if (record.kind == RecordKind::PoolOnline) {
      free(*record.centre, instance_->pools[record.pool->index()].type, record.at) += record.accelerators;
    }
    if (record.job == nullptr) return;
    History& job = jobs_[{record.job->stream, record.job->index}];
    switch (record.kind) {
      case RecordKind::JobSubmitted:
        job.facts = *record.job;
        break;
      case RecordKind::JobDispatched:
        if (!job.dispatched) job.dispatched = record.at;
        break;
      case RecordKind::JobStaged:
        if (record.progress->attempts == 0) job.staged = {record.at - record.progress->staged, record.at};
        break;
      case RecordKind::JobStarted:
        free(*record.centre, record.type, record.at) -= record.accelerators;
        if (record.progress->attempts == 1) {
          job.start = record.at;
          job.centre = record.centre;
          job.moves = record.progress->moves;
        } else {
          job.stopped_for += record.at - job.stopped_at;
        }
        EXPECT_EQ(sum_of(*record.waited), record.at - record.job->submit - record.progress->executed);
        break;
      case RecordKind::JobPreempted:
        job.stopped_at = record.at;
        [[fallthrough]];
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
        free(*record.centre, record.type, record.at) += record.accelerators;
        [[fallthrough]];
      case RecordKind::JobRejected:
      case RecordKind::JobLeftWaiting:
      case RecordKind::JobLeftRunning:
        if (record.kind == RecordKind::JobLeftWaiting && record.progress->attempts > 0)
          job.stopped_for += record.at - job.stopped_at;
        job.parts = *record.waited;
        job.wait = record.at - record.job->submit - record.progress->executed;
        job.end = record.at;
        job.is_left = record.kind == RecordKind::JobLeftWaiting;
        job.moves = record.progress->moves;
        job.in_staging = record.progress->staged;
        break;
      default:
        break;
    }
  }

  /// After the run.
  void check() {
    for (const auto& [key, job] : jobs_) {
      SCOPED_TRACE("job " + std::to_string(key.second));
      EXPECT_EQ(sum_of(job.parts), job.wait) << "the parts sum to the wait";
      EXPECT_EQ(part(job, WaitReason::Preempted), job.stopped_for);
      check_places(job);
    }
  }

  std::uint64_t compared = 0;  ///< jobs whose every part was

 private:
  struct History {
    JobFacts facts;
    std::optional<Time> dispatched;  // first
    std::optional<Time> start;       // first
    std::optional<CentreId> centre;  // of that
    std::pair<Time, Time> staged;
    Time end;
    Time stopped_at;
    Duration stopped_for{0};
    WaitParts parts{};
    Duration wait{0};
    Duration in_staging{0};
    std::uint32_t moves = 0;
    bool is_left = false;  // waiting
  };
  using Where = std::pair<CentreId, AcceleratorId>;

  static Duration sum_of(const WaitParts& parts) {
    Duration sum{0};
    for (const Duration part : parts) {
      EXPECT_GE(part, Duration{0});
      sum += part;
    }
    return sum;
  }
  static Duration part(const History& job, WaitReason reason) {
    return job.parts[static_cast<std::size_t>(reason)];
  }

  /// What is free from `at` on, as far as has been heard.
  Accelerators& free(CentreId centre, AcceleratorId type, Time at) {
    auto& history = free_[{centre, type}];
    const Accelerators before = history.empty() ? Accelerators{} : history.rbegin()->second;
    return history.try_emplace(at, before).first->second;
  }

  void check_places(const History& job) {
    const bool chosen = dispatch_ == Dispatch::Chosen;
    const Time until = job.start.value_or(job.end);
    const Time decided = chosen ? job.dispatched.value_or(until) : job.facts.submit;
    EXPECT_EQ(part(job, WaitReason::Dispatch), decided - job.facts.submit);
    const Duration staging = part(job, WaitReason::Data) + part(job, WaitReason::Storage);
    if (job.stopped_at == Time{} && !settings_.hold_while_staging) {
      EXPECT_GE(staging, job.in_staging);
      if (!job.is_left) {  // else nobody has said how long it is waiting for its data by now
        EXPECT_EQ(staging, job.in_staging);
      }
    }
    const bool is_known = chosen ? job.start && job.moves == 0 : job.start || staging == job.in_staging;
    if (!is_known || part(job, WaitReason::Quota) > Duration{0}) return;
    WaitParts queue{};
    const auto add = [&](Time from, Time to) {
      const WaitParts more = in_queue(job, from, to);
      for (std::size_t i = 0; i < kWaitReasons; ++i) queue[i] += more[i];
    };
    if (job.staged.second != Time{}) {
      add(decided, job.staged.first);
      add(job.staged.second, until);
    } else {
      add(decided, until);
    }
    for (const WaitReason reason :
         {WaitReason::Capacity, WaitReason::Fragmentation, WaitReason::Reservation, WaitReason::Order}) {
      EXPECT_EQ(part(job, reason), queue[static_cast<std::size_t>(reason)]) << words_of(reason).id;
    }
    ++compared;
  }

  /// Whether a partition serves the queue of a job at `at`.
  [[nodiscard]] bool serves(const Where& where, const History& job, Time at) const {
    if (dispatch_ == Dispatch::Chosen) return where.first == job.centre;
    const auto& home = job.facts.home;
    if (dispatch_ == Dispatch::Home || (home && joined_[home->index()] > at)) return where.first == home;
    return joined_[where.first.index()] <= at;
  }

  /// The parts of a stay in a queue.
  [[nodiscard]] WaitParts in_queue(const History& job, Time from, Time to) const {
    WaitParts parts{};
    const bool reserves = settings_.backfill.rule != "none";
    for (Time at = from; at < to;) {
      Accelerators largest;
      Accelerators total;
      for (const auto& [where, history] : free_) {
        if (!serves(where, job, at)) continue;
        const auto after = history.upper_bound(at);
        if (after == history.begin()) continue;
        largest = std::max(largest, std::prev(after)->second);
        total += std::prev(after)->second;
      }
      const Accelerators need = job.facts.accelerators;
      const WaitReason reason = total < need     ? WaitReason::Capacity
                                : largest < need ? WaitReason::Fragmentation
                                : reserves       ? WaitReason::Reservation
                                                 : WaitReason::Order;
      const auto next = instants_.upper_bound(at);
      const Time until = next == instants_.end() ? to : std::min(*next, to);
      parts[static_cast<std::size_t>(reason)] += until - at;
      at = until;
    }
    return parts;
  }

  const Instance* instance_;
  PolicySettings settings_;
  Dispatch dispatch_;
  std::vector<Time> joined_;
  std::set<Time> instants_;
  std::map<Where, std::map<Time, Accelerators>> free_;
  std::map<std::pair<StreamId, std::uint64_t>, History> jobs_;
};

}  // namespace suanwang::test
