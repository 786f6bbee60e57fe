#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/job_facts.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/measure/wait_reason.hpp"
#include "suanwang/measure/wait_reason_sums.hpp"
#include "suanwang/model/short_times.hpp"

namespace suanwang {

/// Attributes every nanosecond of every job's wait to one reason. A simulation that is given a book keeps it,
/// and its records tell the parts (`Record::waited`).
///
/// Nothing is done to the jobs that stand in a queue while things change: the book knows of each queue for
/// how long so and so much was free in its partitions, and a job compares that at both ends of its stay
/// there.
///
/// It also tells one job's wait as a list of intervals:
///
///     WaitBook book;
///     book.follow(stream, index);      // of its JobFacts, before the run
///     run(spec, inputs, policy, replication, keep, progress, parallelism, &book);
///     for (const WaitBook::Interval& i : book.followed()) …
class WaitBook {
 public:
  /// [from, to): all of it for one reason. Two that touch have different reasons.
  struct Interval {
    Time from;
    Time to;
    WaitReason reason;
    friend bool operator==(const Interval&, const Interval&) = default;
  };

  /// Of this job the intervals are kept. To be called before the run.
  void follow(StreamId stream, std::uint64_t index) { followed_ = {{stream, index}}; }
  /// All of the followed job's wait, in order; what it held accelerators in lies between two of them. After
  /// the run; empty where the job never waited.
  [[nodiscard]] const std::vector<Interval>& followed() const { return intervals_; }

  /// Over the jobs that have finished.
  [[nodiscard]] const WaitReasonSums& sums() const { return sums_; }

  // For the simulation.
  /// @param if_it_fits why a job waits in a queue although what it needs is free
  void open(std::size_t domains, WaitReason if_it_fits);

  /// The wait of a job as far as it has been closed: up to its last start, or to when it changed its place.
  [[nodiscard]] const WaitParts& parts(JobId id) const { return entries_[id.index()].parts; }

  /// What happens to a job now. All that it waits for until then is settled by each of them.
  void submitted(JobId id, const JobFacts& job, Time now);
  void waits_for(JobId id, WaitReason reason, Time now);
  void queued(JobId id, DomainId domain, Time now);
  void stopped(JobId id, Time now);  ///< it has run, and waits again
  void leaves(JobId id, Time now);   ///< it starts, or waits no more
  void finished(JobId id, const JobFacts& job) { sums_.add(job, entries_[id.index()].parts); }

  /// What is free for a queue has changed, or may have.
  void touch(DomainId domain) {
    if (!std::exchange(queues_[domain.index()].is_touched, true)) touched_.push_back(domain);
  }
  [[nodiscard]] std::span<const DomainId> touched() const { return touched_; }
  /// Once everything that happens now has happened: for each that was touched, what is free, then `settle`.
  void set_free(DomainId domain, Accelerators largest, Accelerators total, Time now);
  void settle(Time now);

 private:
  enum class Place : std::uint8_t { Elsewhere, Queue, Nowhere };
  struct Entry {
    WaitParts parts{};
    Time since;
    ShortTimes::Short noted;  // of its queue, at `since`
    Accelerators need;
    DomainId domain;
    WaitReason reason = WaitReason::Dispatch;  // Elsewhere
    Place place = Place::Nowhere;
    bool is_noted = false;
    bool is_stopped = false;
  };
  struct Queue {
    ShortTimes times;
    Time until;            // as far as `times` go
    Accelerators largest;  // free from then on
    Accelerators total;
    std::uint64_t waiting = 0;  // jobs that have noted something
    bool is_touched = false;
  };

  void advance(Queue& queue, Time now);
  void close(Entry& entry, Time now);
  void follow_on(Time now);
  void end_interval(Time now);
  [[nodiscard]] WaitReason reason_of(const Entry& entry) const;

  std::vector<Entry> entries_;  // by JobId
  std::vector<Queue> queues_;   // by DomainId
  std::vector<DomainId> touched_;
  std::vector<JobId> fresh_;  // have joined a queue at this instant
  WaitReason if_it_fits_ = WaitReason::Order;
  WaitReasonSums sums_;

  struct Followed {
    std::pair<StreamId, std::uint64_t> job;
    std::optional<JobId> id{};        // while it lives
    std::optional<WaitReason> now{};  // of the interval that is open
    Time from{};
  };
  std::optional<Followed> followed_;
  std::vector<Interval> intervals_;
};

}  // namespace suanwang
