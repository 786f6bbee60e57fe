#include "suanwang/model/wait_book.hpp"

#include <algorithm>

namespace suanwang {

void WaitBook::open(std::size_t domains, WaitReason if_it_fits) {
  queues_.resize(domains);
  if_it_fits_ = if_it_fits;
}

void WaitBook::submitted(JobId id, const JobFacts& job, Time now) {
  if (entries_.size() <= id.index()) entries_.resize(id.index() + 1);
  Entry& entry = entries_[id.index()];
  entry = {};
  entry.since = now;
  entry.need = job.accelerators;
  entry.place = Place::Elsewhere;
  if (!followed_) return;
  if (followed_->job == std::pair{job.stream, job.index}) {
    followed_->id = id;
  } else if (followed_->id == id) {
    followed_->id.reset();  // it has left, and this one has its place
  }
}

/// Attributes the time since the job came to where it is.
void WaitBook::close(Entry& entry, Time now) {
  const Duration span = now - entry.since;
  const auto part = [&entry](WaitReason reason) -> Duration& {
    return entry.parts[static_cast<std::size_t>(reason)];
  };
  if (entry.place == Place::Elsewhere) {
    part(entry.reason) += span;
  } else if (std::exchange(entry.is_noted, false)) {  // else it leaves at the instant at which it came
    Queue& queue = queues_[entry.domain.index()];
    advance(queue, now);
    --queue.waiting;
    const ShortTimes::Short until = queue.times.of(entry.need);
    const Duration in_all = until.in_all - entry.noted.in_all;
    const Duration in_each = until.in_each - entry.noted.in_each;
    part(WaitReason::Capacity) += in_all;
    part(WaitReason::Fragmentation) += in_each - in_all;
    part(if_it_fits_) += span - in_each;
  }
  entry.since = now;
}

void WaitBook::waits_for(JobId id, WaitReason reason, Time now) {
  Entry& entry = entries_[id.index()];
  close(entry, now);
  entry.place = Place::Elsewhere;
  entry.reason = entry.is_stopped ? WaitReason::Preempted : reason;
}

void WaitBook::queued(JobId id, DomainId domain, Time now) {
  Entry& entry = entries_[id.index()];
  close(entry, now);
  if (entry.is_stopped) return;
  entry.place = Place::Queue;
  entry.domain = domain;
  fresh_.push_back(id);
}

void WaitBook::stopped(JobId id, Time now) {
  Entry& entry = entries_[id.index()];
  entry.since = now;
  entry.place = Place::Elsewhere;
  entry.reason = WaitReason::Preempted;
  entry.is_stopped = true;
}

void WaitBook::leaves(JobId id, Time now) {
  Entry& entry = entries_[id.index()];
  close(entry, now);
  entry.place = Place::Nowhere;
  entry.is_stopped = false;
  if (followed_ && followed_->id == id) end_interval(now);
}

void WaitBook::advance(Queue& queue, Time now) {
  if (queue.waiting > 0 && queue.until < now) queue.times.add(queue.largest, queue.total, now - queue.until);
  queue.until = now;
}

void WaitBook::set_free(DomainId domain, Accelerators largest, Accelerators total, Time now) {
  Queue& queue = queues_[domain.index()];
  queue.is_touched = false;
  if (queue.largest == largest && queue.total == total) return;
  advance(queue, now);
  queue.largest = largest;
  queue.total = total;
}

void WaitBook::settle(Time now) {
  touched_.clear();
  for (const JobId id : fresh_) {
    Entry& entry = entries_[id.index()];
    if (entry.place != Place::Queue || entry.is_noted) continue;  // gone already, or come back
    Queue& queue = queues_[entry.domain.index()];
    advance(queue, now);
    ++queue.waiting;
    entry.noted = queue.times.of(entry.need);
    entry.is_noted = true;
  }
  fresh_.clear();
  if (followed_ && followed_->id) follow_on(now);
}

WaitReason WaitBook::reason_of(const Entry& entry) const {
  if (entry.place == Place::Elsewhere) return entry.reason;
  const Queue& queue = queues_[entry.domain.index()];
  if (queue.total < entry.need) return WaitReason::Capacity;
  return queue.largest < entry.need ? WaitReason::Fragmentation : if_it_fits_;
}

/// Begins another interval of the followed job where it waits for another reason than before.
void WaitBook::follow_on(Time now) {
  const Entry& entry = entries_[followed_->id->index()];
  if (entry.place == Place::Nowhere) return;
  const WaitReason reason = reason_of(entry);
  if (followed_->now == reason) return;
  end_interval(now);
  followed_->from = now;
  followed_->now = reason;
}

void WaitBook::end_interval(Time now) {
  const std::optional<WaitReason> reason = std::exchange(followed_->now, std::nullopt);
  if (!reason || followed_->from == now) return;
  const bool goes_on =
      !intervals_.empty() && intervals_.back().to == followed_->from && intervals_.back().reason == *reason;
  if (goes_on) {
    intervals_.back().to = now;
  } else {
    intervals_.push_back({followed_->from, now, *reason});
  }
}

}  // namespace suanwang
