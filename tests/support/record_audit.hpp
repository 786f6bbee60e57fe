#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/attempts.hpp"
#include "support/simulate.hpp"

namespace suanwang::test {

/// Hears every record of a run and keeps books of its own: who holds which accelerator, what is online, how
/// many wait. It fails the test at the first record that cannot be.
class Audit final : public Observer {
 public:
  explicit Audit(const Instance& instance, const PolicySettings& settings)
      : instance_{&instance}, decide_{settings.decide}, preemption_{settings.preemption} {
    for (const auto& open : instance.streams) {
      auto& jobs = jobs_.emplace_back();
      const auto source = open();
      while (const auto job = source->next()) jobs.push_back({.job = *job, .held = {}});
    }
    number_accelerators();
  }

  void on(const Record& record) override {
    EXPECT_GE(record.at, now_) << "records go back in time";
    EXPECT_LT(record.at, instance_->end == kNever ? kNever : instance_->end + Duration{1});
    now_ = record.at;
    switch (record.kind) {
      case RecordKind::PoolOnline:
        return bring_online(record);
      case RecordKind::CentreJoined:
        return join(record);
      case RecordKind::JobSubmitted:
        return submit(record);
      case RecordKind::JobStarted:
        return start(record);
      case RecordKind::JobPreempted:
        return preempt(record);
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
      case RecordKind::JobLeftRunning:
        return end(record);
      case RecordKind::JobRejected:
      case RecordKind::JobLeftWaiting:
        return leave(record);
      case RecordKind::JobDispatched:
      case RecordKind::JobPassedOn:
      case RecordKind::JobStaged:
      case RecordKind::TransferStarted:
      case RecordKind::TransferFinished:
      case RecordKind::TransferLeft:
      case RecordKind::LinkLoad:
      case RecordKind::LinkChanged:
        return;
    }
    ADD_FAILURE() << "a record of unknown kind";
  }

  /// After the run: nobody is lost, and the folds agree with the books.
  void close(const Outcome& run) const {
    JobCounts counts;
    std::size_t rows = 0;
    for (const auto& jobs : jobs_) {
      for (const Entry& entry : jobs) {
        if (entry.state == State::Absent) continue;
        ++counts.submitted;
        ++rows;
        EXPECT_EQ(entry.state, State::Gone) << "a job without an end";
        switch (entry.last) {
          case RecordKind::JobFinished:
            ++counts.finished;
            break;
          case RecordKind::JobKilled:
            ++counts.killed;
            break;
          case RecordKind::JobRejected:
            ++counts.rejected;
            break;
          case RecordKind::JobLeftWaiting:
            ++counts.waiting;
            break;
          default:
            ++counts.running;
        }
      }
    }
    const JobCounts& told = run.metrics.counts();
    EXPECT_EQ(told.submitted, counts.submitted);
    EXPECT_EQ(told.finished, counts.finished);
    EXPECT_EQ(told.killed, counts.killed);
    EXPECT_EQ(told.rejected, counts.rejected);
    EXPECT_EQ(told.waiting, counts.waiting);
    EXPECT_EQ(told.running, counts.running);
    EXPECT_EQ(run.table.rows().size(), rows);
    EXPECT_EQ(run.metrics.samples().size(), counts.finished);
    for (const JobRow& row : run.table.rows()) {
      const Entry& entry = jobs_.at(row.stream.index()).at(row.index);
      EXPECT_EQ(row.last, entry.last);
      EXPECT_EQ(row.at, entry.left);
      EXPECT_EQ(row.submit, entry.job.submit);
      EXPECT_EQ(row.walltime, entry.job.walltime);
      EXPECT_EQ(row.priority, entry.job.priority);
      EXPECT_EQ(row.accelerators, entry.job.accelerators);
      EXPECT_EQ(row.attempts, entry.attempts);
      EXPECT_EQ(row.executed, entry.executed);
      EXPECT_EQ(row.attempts > 0 ? row.start : Time{}, entry.first_start.value_or(Time{}));
      if (entry.start) {
        EXPECT_EQ(row.centre, entry.centre);
        const auto ranges = run.table.ranges_of(row);
        EXPECT_TRUE(std::equal(ranges.begin(), ranges.end(), entry.held.begin(), entry.held.end()));
      } else {
        EXPECT_EQ(row.ranges, 0U);
      }
    }
  }

 private:
  enum class State { Absent, Waiting, Running, Gone };
  struct Entry {
    Job job;
    State state = State::Absent;
    std::optional<Time> start{};  ///< of the last attempt, unless it was stopped
    std::optional<Time> first_start{};
    std::uint32_t attempts = 0;
    Duration executed{0};
    Duration done{0};  ///< and kept
    CentreId centre{};
    std::vector<Range> held;
    RecordKind last = RecordKind::JobSubmitted;
    Time left{};
  };
  struct Accelerator {
    std::size_t type;
    std::size_t pool;
    bool online = false;
    Entry* holder = nullptr;
  };

  /// Through each centre by (type, pool); pools that never come online have no numbers.
  void number_accelerators() {
    centres_.resize(instance_->centres.size());
    std::vector<std::size_t> order(instance_->pools.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return instance_->pools[a].type < instance_->pools[b].type;
    });
    for (const std::size_t i : order) {
      const PoolPlan& pool = instance_->pools[i];
      if (pool.online >= instance_->end) continue;
      auto& numbers = centres_[pool.centre.index()];
      numbers.insert(numbers.end(), static_cast<std::size_t>(pool.count), {pool.type.index(), i});
    }
  }

  Entry& entry_of(const Record& record) { return jobs_.at(record.job->stream.index()).at(record.job->index); }

  void bring_online(const Record& record) {
    const std::size_t pool = record.pool.value().index();
    EXPECT_EQ(record.at, std::max(kStart, instance_->pools.at(pool).online));
    EXPECT_EQ(record.accelerators, Accelerators::whole(instance_->pools[pool].count));
    for (Accelerator& a : centres_.at(record.centre.value().index())) {
      if (a.pool != pool) continue;
      EXPECT_FALSE(a.online) << "a pool comes online twice";
      a.online = true;
    }
  }

  void join(const Record& record) {
    EXPECT_EQ(record.at, instance_->centres.at(record.centre.value().index()).joins);
  }

  void submit(const Record& record) {
    Entry& entry = entry_of(record);
    EXPECT_EQ(entry.state, State::Absent) << "a job is submitted twice";
    EXPECT_EQ(record.at, entry.job.submit);
    EXPECT_EQ(record.progress->attempts, 0U);
    entry.state = State::Waiting;
  }

  void start(const Record& record) {
    Entry& entry = entry_of(record);
    EXPECT_EQ(entry.state, State::Waiting);
    entry.state = State::Running;
    entry.start = record.at;
    ++entry.attempts;
    if (!entry.first_start) entry.first_start = record.at;
    EXPECT_EQ(record.progress->attempts, entry.attempts);
    entry.centre = record.centre.value();
    entry.held.assign(record.held.begin(), record.held.end());
    auto& accelerators = centres_.at(entry.centre.index());
    Accelerators total;
    std::optional<std::size_t> type;
    std::optional<std::uint32_t> previous;
    for (const Range& range : entry.held) {
      EXPECT_LE(range.first, range.last);
      if (previous) {
        EXPECT_GT(range.first, *previous + 1) << "ranges ascend and do not touch";
      }
      previous = range.last;
      total += Accelerators::whole(range.size());
      for (std::uint32_t n = range.first; n <= range.last; ++n) {
        Accelerator& a = accelerators.at(n);
        EXPECT_TRUE(a.online) << "accelerator " << n << " is not there yet";
        EXPECT_EQ(a.type, type.value_or(a.type)) << "a gang takes one type";
        type = a.type;
        // Per event, a job whose walltime ends now may have given its accelerators back already.
        const bool due = a.holder != nullptr && decide_ == DecideRule::PerEvent &&
                         *a.holder->start + length_of(*a.holder, a.holder->job.walltime) <= now_;
        EXPECT_TRUE(a.holder == nullptr || due) << "accelerator " << n << " is held twice";
        a.holder = &entry;
      }
    }
    EXPECT_EQ(total, entry.job.accelerators) << "a gang is whole";
  }

  void end(const Record& record) {
    Entry& entry = entry_of(record);
    EXPECT_EQ(entry.state, State::Running);
    const Duration executed = record.at - entry.start.value_or(record.at);
    if (record.kind == RecordKind::JobFinished) {
      EXPECT_EQ(executed, length_of(entry, entry.job.run));
      EXPECT_LE(entry.job.run, entry.job.walltime);
    } else if (record.kind == RecordKind::JobKilled) {
      EXPECT_EQ(executed, length_of(entry, entry.job.walltime)) << "killed exactly at the walltime";
      EXPECT_GT(entry.job.run, entry.job.walltime);
    } else {
      EXPECT_LE(executed, length_of(entry, std::min(entry.job.run, entry.job.walltime)));
    }
    give_back(record, entry);
    entry.state = State::Gone;
    entry.last = record.kind;
    entry.left = record.at;
  }

  void preempt(const Record& record) {
    Entry& entry = entry_of(record);
    EXPECT_EQ(entry.state, State::Running);
    ASSERT_TRUE(preemption_ && entry.start);
    const Duration held = record.at - *entry.start;
    EXPECT_GE(held, std::max(preemption_->minimum_run, Duration{1})) << "stopped too soon";
    EXPECT_LT(held, length_of(entry, std::min(entry.job.run, entry.job.walltime))) << "stopped at its end";
    const Duration kept = kept_by_segments(held, entry.attempts > 1, *preemption_);
    EXPECT_EQ(record.progress->lost, held - kept);
    give_back(record, entry);
    entry.done += kept;
    entry.start.reset();
    entry.state = State::Waiting;
  }

  /// What the attempt holds its accelerators for, to do `work` in all.
  [[nodiscard]] Duration length_of(const Entry& entry, Duration work) const {
    return preemption_ ? length_by_segments(work - entry.done, entry.attempts > 1, *preemption_) : work;
  }

  void give_back(const Record& record, Entry& entry) {
    const Duration held = record.at - entry.start.value_or(record.at);
    entry.executed += held;
    EXPECT_EQ(record.progress->executed, entry.executed);
    EXPECT_EQ(record.progress->held, held);
    EXPECT_TRUE(std::equal(record.held.begin(), record.held.end(), entry.held.begin(), entry.held.end()));
    for (Accelerator& a : centres_.at(entry.centre.index())) {
      if (a.holder == &entry) a.holder = nullptr;
    }
  }

  void leave(const Record& record) {
    Entry& entry = entry_of(record);
    EXPECT_EQ(entry.state, State::Waiting);
    EXPECT_EQ(record.reason.empty(), record.kind != RecordKind::JobRejected);
    entry.state = State::Gone;
    entry.last = record.kind;
    entry.left = record.at;
  }

  const Instance* instance_;
  DecideRule decide_;
  std::optional<PreemptionSettings> preemption_;
  Time now_ = kStart;
  std::vector<std::vector<Entry>> jobs_;           // by stream and index
  std::vector<std::vector<Accelerator>> centres_;  // by number
};

}  // namespace suanwang::test
