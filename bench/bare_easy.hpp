#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

/// EASY on one pool and nothing else: no engine, no records, no metrics, no ledger of accelerators, no
/// identities. Sorted arrays, a count of what is free, and the start times: the limit that a simulator of the
/// same decisions can approach. Queue in the order of submission, candidates in queue order, the head
/// reserves a number.
namespace suanwang::bench {

/// Times in one unit, whichever. @pre 1 <= run <= walltime, 1 <= size <= capacity
struct BareJob {
  std::int64_t submit;
  std::int64_t run;
  std::int64_t walltime;
  std::int64_t size;
};

enum class BareRule : std::uint8_t { PerInstant, PerEvent };

/// The jobs of a log, in the order of submission.
class BareLog {
 public:
  explicit BareLog(std::span<const BareJob> jobs) : jobs_{jobs} {}
  [[nodiscard]] std::int64_t next_time() const {
    return next_ < jobs_.size() ? jobs_[next_].submit : std::numeric_limits<std::int64_t>::max();
  }
  BareJob take() { return jobs_[next_++]; }
  void completed(std::int64_t /*now*/) {}
  [[nodiscard]] static bool stopped() { return false; }
  [[nodiscard]] std::size_t size() const { return jobs_.size(); }

 private:
  std::span<const BareJob> jobs_;
  std::size_t next_ = 0;
};

template <class Arrivals>
class BareEasy {
 public:
  BareEasy(Arrivals& arrivals, std::int64_t capacity) : arrivals_{arrivals}, free_{capacity} {
    starts_.reserve(arrivals.size());
  }

  /// First starts by order of submission.
  [[nodiscard]] const std::vector<std::int64_t>& starts() const { return starts_; }

  void run(BareRule rule) {
    while (!arrivals_.stopped()) {
      const std::int64_t end = ends_.empty() ? kNever : ends_.back().end;
      now_ = std::min(arrivals_.next_time(), end);
      if (now_ == kNever) return;
      if (rule == BareRule::PerInstant) {
        instant();
      } else {
        events();
      }
    }
  }

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  struct Running {  // by actual end, the next one last
    std::int64_t end;
    std::uint64_t order;  // of starting
    std::int64_t until;
    std::int64_t size;
  };
  struct Held {  // by end of walltime, the next one first
    std::int64_t until;
    std::uint64_t order;
    std::int64_t size;
  };
  struct Waiting {
    std::int64_t walltime;
    std::int32_t size;
    std::uint32_t job;
  };

  void instant() {
    while (!ends_.empty() && ends_.back().end == now_) finish();
    const std::size_t first_new = queue_.size();
    while (arrivals_.next_time() == now_) submit();
    pass(first_new);
  }

  void events() {
    while (arrivals_.next_time() == now_) {
      submit();
      release_due();
      if (queue_.back().size <= free_) pass(queue_.size() - 1);
    }
    while (!ends_.empty() && ends_.back().end == now_) {
      finish();
      release_due();
      pass(queue_.size());
    }
  }

  void submit() {
    const BareJob job = arrivals_.take();
    queue_.push_back(
        {job.walltime, static_cast<std::int32_t>(job.size), static_cast<std::uint32_t>(starts_.size())});
    starts_.push_back(kNever);
    runs_.push_back(job.run);
  }

  void finish() {
    const Running job = ends_.back();
    ends_.pop_back();
    const auto held = std::lower_bound(held_.begin(), held_.end(), job, [](const Held& a, const Running& b) {
      return a.until != b.until ? a.until < b.until : a.order < b.order;
    });
    if (held != held_.end() && held->order == job.order) {  // otherwise its walltime released it
      held_.erase(held);
      release(job.size);
    }
    arrivals_.completed(now_);
  }

  void release(std::int64_t size) {
    free_ += size;
    blocked_ = false;
  }

  /// Jobs whose walltime ends now count as gone, although their ends are still to come.
  void release_due() {
    std::size_t due = 0;
    for (; due < held_.size() && held_[due].until <= now_; ++due) release(held_[due].size);
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(due));
  }

  void start(const Waiting& job) {
    starts_[job.job] = now_;
    free_ -= job.size;
    const std::int64_t until = now_ + job.walltime;
    const std::uint64_t order = started_++;
    const Held held{until, order, job.size};
    held_.insert(std::upper_bound(held_.begin(), held_.end(), until,
                                  [](std::int64_t t, const Held& h) { return t < h.until; }),
                 held);
    const std::int64_t end = now_ + runs_[job.job];
    ends_.insert(std::lower_bound(ends_.begin(), ends_.end(), end,
                                  [](const Running& r, std::int64_t t) { return r.end > t; }),
                 {end, order, until, job.size});
  }

  [[nodiscard]] bool may_start(const Waiting& job) const {
    return job.size <= free_ && (job.walltime <= slack_ || job.size <= extra_);
  }
  void backfill(const Waiting& job) {
    if (job.walltime > slack_) extra_ -= job.size;
    start(job);
  }

  /// `first_new`: where in the queue the jobs stand that no pass has seen.
  void pass(std::size_t first_new) {
    std::size_t from = first_new;
    if (!blocked_) {  // a head that is blocked stays so, and those passed over too, until something ends
      while (head_ < queue_.size() && queue_[head_].size <= free_) start(queue_[head_++]);
      drop_started();
      blocked_ = head_ < queue_.size();
      if (!blocked_) return;
      reserve();
      from = head_ + 1;
    }
    slack_ = shadow_ - now_;
    std::size_t kept = from;
    std::size_t i = from;
    for (; i < queue_.size() && free_ > 0; ++i) {
      if (may_start(queue_[i])) {
        backfill(queue_[i]);
      } else {
        if (kept != i) queue_[kept] = queue_[i];
        ++kept;
      }
    }
    if (kept != i) {
      queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(kept),
                   queue_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  void reserve() {
    std::int64_t free = free_;
    const std::int64_t need = queue_[head_].size;
    std::size_t i = 0;
    while (free < need) {
      shadow_ = held_[i].until;
      for (; i < held_.size() && held_[i].until == shadow_; ++i) free += held_[i].size;
    }
    extra_ = free - need;
  }

  void drop_started() {
    if (head_ == queue_.size()) {
      queue_.clear();
      head_ = 0;
    } else if (head_ > 256 && head_ > queue_.size() / 2) {
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
  }

  Arrivals& arrivals_;
  std::int64_t now_ = 0;
  std::int64_t free_;
  std::uint64_t started_ = 0;
  std::vector<Running> ends_;
  std::vector<Held> held_;
  std::vector<Waiting> queue_;
  std::size_t head_ = 0;  // place of the queue's head; those before it have started
  std::vector<std::int64_t> starts_;
  std::vector<std::int64_t> runs_;

  // The head's reservation, while it is blocked.
  bool blocked_ = false;
  std::int64_t shadow_ = 0;
  std::int64_t slack_ = 0;
  std::int64_t extra_ = 0;
};

/// The start of each job of a log.
inline std::vector<std::int64_t> bare_easy(std::span<const BareJob> jobs, std::int64_t capacity,
                                           BareRule rule) {
  BareLog log{jobs};
  BareEasy<BareLog> easy{log, capacity};
  easy.run(rule);
  return easy.starts();
}

}  // namespace suanwang::bench
