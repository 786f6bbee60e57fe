#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/bit_set.hpp"
#include "suanwang/base/blocked_set.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// A waiting job as policies see it.
struct Waiting {
  JobId job;
  Accelerators need;
  Duration walltime;
};

/// A job's place in the queue: by the order's rank, then in the order of submission.
struct QueueKey {
  double rank = 0;
  std::uint64_t sequence = 0;
  friend bool operator==(const QueueKey&, const QueueKey&) = default;
  /// Written out, for it is what searches spend their time on; ranks are never NaN.
  friend bool operator<(const QueueKey& a, const QueueKey& b) {
    return a.rank < b.rank || (a.rank == b.rank && a.sequence < b.sequence);
  }
};

/// The order in which backfilling tries candidates.
struct CandidateKey {
  Duration walltime{0};  ///< zero for all where candidates stand in queue order
  QueueKey place;
  friend bool operator==(const CandidateKey&, const CandidateKey&) = default;
  friend bool operator<(const CandidateKey& a, const CandidateKey& b) {
    return a.walltime != b.walltime ? a.walltime < b.walltime : a.place < b.place;
  }
};

/// The jobs that wait in one domain, in queue order, and a second index by size that finds the next candidate
/// for backfilling without reading the queue. It is kept while the queue is long; a short one is read.
///
/// Sizes are kept in classes (each size apart up to 32 accelerators, then eight to an octave); a class keeps
/// its jobs in candidate order, in blocks that know their shortest walltime and smallest size.
class WaitingQueue {
 public:
  enum class Index { None, QueueOrder, ShortestFirst };  ///< whether there is a second index, and its order

  explicit WaitingQueue(Index index) : index_{index} {}

  [[nodiscard]] bool empty() const { return order_.empty(); }
  [[nodiscard]] std::size_t size() const { return order_.size(); }

  /// The head of the queue. @pre !empty()
  [[nodiscard]] const Waiting& head() const { return order_.front().value; }
  [[nodiscard]] const QueueKey& head_key() const { return order_.front().key; }

  void insert(const QueueKey& key, const Waiting& job);
  /// @pre the job was inserted with this key
  void erase(const QueueKey& key, const Waiting& job);

  /// The first job after `from` in queue order (the head where nothing is given), or none.
  struct Place {
    QueueKey key;
    Waiting job;
  };
  [[nodiscard]] std::optional<Place> next(const std::optional<QueueKey>& from) const;

  /// Calls `visit(key, waiting)` for each job in queue order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    order_.for_each([&](const auto& entry) { visit(entry.key, entry.value); });
  }

 private:
  friend class CandidateScan;

  struct Least {
    Duration walltime;
    std::int64_t need;
    static Least of(const CandidateKey& /*key*/, const Waiting& job) {
      return {job.walltime, job.need.milli};
    }
    void add(const Least& other) {
      walltime = std::min(walltime, other.walltime);
      need = std::min(need, other.need);
    }
    [[nodiscard]] bool take_out(const Least& other) const {
      return walltime < other.walltime && need < other.need;
    }
  };
  struct Nothing {
    static Nothing of(const QueueKey& /*key*/, const Waiting& /*job*/) { return {}; }
    void add(const Nothing& /*other*/) {}
    [[nodiscard]] static bool take_out(const Nothing& /*other*/) { return true; }
  };
  using SizeClass = BlockedSet<CandidateKey, Waiting, Least>;

  [[nodiscard]] CandidateKey candidate_key(const QueueKey& key, const Waiting& job) const {
    return {index_ == Index::ShortestFirst ? job.walltime : Duration{0}, key};
  }
  static std::size_t class_of(Accelerators need);
  /// The smallest size of a class.
  static Accelerators least_of(std::size_t size_class);
  void add_to_index(const QueueKey& key, const Waiting& job);
  void take_from_index(const QueueKey& key, const Waiting& job);

  // The second index comes and goes with an insertion, so that it stays the same while a pass starts jobs.
  static constexpr std::size_t kLong = 64;
  static constexpr std::size_t kShort = 32;

  Index index_;
  BlockedSet<QueueKey, Waiting, Nothing> order_;
  bool indexed_ = false;
  std::vector<SizeClass> classes_;
  BitSet filled_;  // classes that hold jobs
};

/// Finds, one after the other in candidate order, the waiting jobs that may start now.
///
/// What may start is given by `longest`, a function of the size that does not increase with it: the longest
/// walltime that a gang of so many accelerators may have to start now (negative: none). It may tighten
/// between calls, as jobs start, but never widen; so a job that was passed over stays passed over, and the
/// scan finds exactly the jobs that reading the whole queue would.
/// @complexity O(number of size classes · log n) a job found, where sizes within a class are alike.
class CandidateScan {
 public:
  /// Candidates are the jobs after `after` in queue order, which is the head for EASY.
  CandidateScan(const WaitingQueue& queue, QueueKey after) : queue_{&queue}, after_{after} {}

  /// The next job that may start now, or none. The caller may erase it from the queue.
  template <class Longest>
  std::optional<WaitingQueue::Place> next(Longest&& longest);

 private:
  struct Cursor {
    CandidateKey key;
    Waiting job;
    std::size_t size_class;
  };
  static bool later(const Cursor& a, const Cursor& b) { return b.key < a.key; }

  template <class Longest>
  void refill(std::size_t size_class, const std::optional<CandidateKey>& from, Longest&& longest);
  template <class Longest>
  std::optional<WaitingQueue::Place> next_by_index(Longest&& longest);
  template <class Longest>
  std::optional<WaitingQueue::Place> next_by_reading(Longest&& longest);

  const WaitingQueue* queue_;
  QueueKey after_;
  bool started_ = false;
  // By index: the next candidate of each class, soonest first. (A vector of the container's own, so that most
  // passes need no memory.)
  boost::container::small_vector<Cursor, 16> heap_;
  CandidateKey passed_;  // by reading: the last one handed out
};

template <class Longest>
void CandidateScan::refill(std::size_t size_class, const std::optional<CandidateKey>& from,
                           Longest&& longest) {
  const auto* found = queue_->classes_[size_class].find_after(
      from, [&](const auto& least) { return least.walltime <= longest(Accelerators{least.need}); },
      [&](const auto& entry) {
        return entry.value.walltime <= longest(entry.value.need) && after_ < entry.key.place;
      });
  if (found == nullptr) return;
  heap_.push_back({found->key, found->value, size_class});
  std::push_heap(heap_.begin(), heap_.end(), later);
}

template <class Longest>
std::optional<WaitingQueue::Place> CandidateScan::next(Longest&& longest) {
  return queue_->indexed_ ? next_by_index(longest) : next_by_reading(longest);
}

template <class Longest>
std::optional<WaitingQueue::Place> CandidateScan::next_by_index(Longest&& longest) {
  if (!started_) {
    started_ = true;
    for (std::size_t c = queue_->filled_.next(0); c != BitSet::kNone; c = queue_->filled_.next(c + 1)) {
      if (longest(WaitingQueue::least_of(c)) < Duration{0}) break;  // nor may any that is larger
      refill(c, std::nullopt, longest);
    }
  }
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Cursor cursor = heap_.back();
    heap_.pop_back();
    const bool may_start = cursor.job.walltime <= longest(cursor.job.need);
    // The class is searched again before its job is handed out, for the caller may erase that job; what the
    // caller starts only tightens `longest`, so the next cursor is looked at once more when its turn comes.
    refill(cursor.size_class, cursor.key, longest);
    if (may_start) return WaitingQueue::Place{cursor.key.place, cursor.job};
  }
  return std::nullopt;
}

template <class Longest>
std::optional<WaitingQueue::Place> CandidateScan::next_by_reading(Longest&& longest) {
  const auto may_start = [&](const Waiting& job) { return job.walltime <= longest(job.need); };
  std::optional<WaitingQueue::Place> found;
  if (queue_->index_ != WaitingQueue::Index::ShortestFirst) {
    const auto* entry = queue_->order_.find_after(
        started_ ? passed_.place : after_, [](const auto&) { return true; },
        [&](const auto& e) { return may_start(e.value); });
    if (entry != nullptr) found = {entry->key, entry->value};
  } else {
    queue_->order_.for_each([&](const auto& entry) {
      if (!(after_ < entry.key) || !may_start(entry.value)) return;
      const CandidateKey key = queue_->candidate_key(entry.key, entry.value);
      if (started_ && !(passed_ < key)) return;
      if (!found || key < queue_->candidate_key(found->key, found->job)) found = {entry.key, entry.value};
    });
  }
  started_ = true;
  if (found) passed_ = queue_->candidate_key(found->key, found->job);
  return found;
}

}  // namespace suanwang
