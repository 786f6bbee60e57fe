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
  /// The least key after this one.
  [[nodiscard]] CandidateKey next() const { return {walltime, {place.rank, place.sequence + 1}}; }
  friend bool operator==(const CandidateKey&, const CandidateKey&) = default;
  friend bool operator<(const CandidateKey& a, const CandidateKey& b) {
    return a.walltime != b.walltime ? a.walltime < b.walltime : a.place < b.place;
  }
};

/// The jobs that wait in one domain, in queue order, and a second index by size that finds the next candidate
/// for backfilling without reading the queue. It is kept while the queue is long; a short one is read.
///
/// Sizes are kept in classes (each size apart below 8 accelerators, then four to an octave); a class keeps
/// its jobs in candidate order, in blocks that know their shortest walltime and smallest size.
class WaitingQueue {
 public:
  enum class Index { None, QueueOrder, ShortestFirst };  ///< whether there is a second index, and its order

  struct Place {
    QueueKey key;
    Waiting job;
  };

  explicit WaitingQueue(Index index) : index_{index} {}

  [[nodiscard]] bool empty() const { return order_.empty(); }
  [[nodiscard]] std::size_t size() const { return order_.size(); }

  /// The head of the queue. @pre !empty()
  [[nodiscard]] const Waiting& head() const { return order_.front().value; }
  [[nodiscard]] const QueueKey& head_key() const { return order_.front().key; }

  void insert(const QueueKey& key, const Waiting& job);
  /// @pre the job was inserted with this key
  void erase(const QueueKey& key, const Waiting& job);

  /// Gives each job the key that `key_of(waiting)` says.
  template <class KeyOf>
  void replace(KeyOf&& key_of) {
    std::vector<Place> jobs;
    jobs.reserve(size());
    for_each([&](const QueueKey& /*old*/, const Waiting& job) { jobs.push_back({key_of(job), job}); });
    std::ranges::sort(jobs, [](const Place& a, const Place& b) { return a.key < b.key; });
    *this = WaitingQueue{index_};
    for (const Place& each : jobs) insert(each.key, each.job);
  }

  /// The first job after `from` in queue order (the head where nothing is given), or none.
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
    template <class Longest>
    [[nodiscard]] bool may_start(Longest&& longest) const {
      return walltime <= longest(Accelerators{need});
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
  using SizeClass = BlockedSet<CandidateKey, Waiting, Least, 64, 32>;

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
  /// What a class still has to offer is not before `bound`: the last job that it handed out, or the first of
  /// the block to be looked at next. So most classes wait with their blocks unopened until the candidate of
  /// another is found to be sooner.
  struct Cursor {
    CandidateKey bound;
    Accelerators least;  // the smallest size of the class
    std::size_t size_class;
  };
  struct Soonest {
    Cursor* cursor = nullptr;
    const Cursor* runner_up = nullptr;
    /// Whether it stays the soonest when its bound rises to this.
    [[nodiscard]] bool still(const CandidateKey& bound) const {
      return runner_up == nullptr || !(runner_up->bound < bound);
    }
  };
  [[nodiscard]] Soonest soonest();
  template <class Longest>
  void open_classes(Longest&& longest);
  template <class Longest>
  std::optional<WaitingQueue::Place> next_by_index(Longest&& longest);
  template <class Longest>
  std::optional<WaitingQueue::Place> next_by_reading(Longest&& longest);

  const WaitingQueue* queue_;
  QueueKey after_;
  bool started_ = false;
  // By index: the classes that may still have candidates; dozens at most, mostly few. (A vector of the
  // container's own, so that most passes need no memory.)
  boost::container::small_vector<Cursor, 32> cursors_;
  CandidateKey passed_;  // by reading: the last one handed out
};

template <class Longest>
std::optional<WaitingQueue::Place> CandidateScan::next(Longest&& longest) {
  return queue_->indexed_ ? next_by_index(longest) : next_by_reading(longest);
}

inline CandidateScan::Soonest CandidateScan::soonest() {
  Soonest found;
  for (Cursor& cursor : cursors_) {
    if (found.cursor == nullptr || cursor.bound < found.cursor->bound) {
      found = {&cursor, found.cursor};
    } else if (found.runner_up == nullptr || cursor.bound < found.runner_up->bound) {
      found.runner_up = &cursor;
    }
  }
  return found;
}

template <class Longest>
void CandidateScan::open_classes(Longest&& longest) {
  const auto may_hold = [&](const auto& blocks) { return blocks.may_start(longest); };
  for (std::size_t c = queue_->filled_.next(0); c != BitSet::kNone; c = queue_->filled_.next(c + 1)) {
    const Accelerators least = WaitingQueue::least_of(c);
    if (longest(least) < Duration{0}) return;  // nor may any that is larger
    const auto& jobs = queue_->classes_[c];
    const std::size_t block = jobs.next_block(jobs.first_block(), may_hold);
    if (block < jobs.end_block()) cursors_.push_back({jobs.first_key_of(block), least, c});
  }
}

template <class Longest>
std::optional<WaitingQueue::Place> CandidateScan::next_by_index(Longest&& longest) {
  if (!started_) {
    started_ = true;
    open_classes(longest);
  } else {
    const auto too_large = [&](const Cursor& cursor) { return longest(cursor.least) < Duration{0}; };
    cursors_.erase(std::remove_if(cursors_.begin(), cursors_.end(), too_large), cursors_.end());
  }
  const auto may_hold = [&](const auto& blocks) { return blocks.may_start(longest); };
  while (!cursors_.empty()) {
    const Soonest now = soonest();
    Cursor& cursor = *now.cursor;
    const auto& jobs = queue_->classes_[cursor.size_class];
    std::size_t block = jobs.next_block(jobs.block_for(cursor.bound), may_hold);
    if (block < jobs.end_block()) {
      cursor.bound = std::max(cursor.bound, jobs.first_key_of(block));
      if (!now.still(cursor.bound)) continue;
      const auto* found = jobs.find_in(block, cursor.bound, [&](const auto& entry) {
        return entry.value.walltime <= longest(entry.value.need) && after_ < entry.key.place;
      });
      if (found != nullptr && now.still(found->key)) {
        cursor.bound = found->key.next();
        return WaitingQueue::Place{found->key.place, found->value};
      }
      if (found != nullptr) {
        cursor.bound = found->key;
        continue;
      }
      block = jobs.next_block(block + 1, may_hold);
    }
    if (block < jobs.end_block()) {
      cursor.bound = jobs.first_key_of(block);
    } else {
      cursor = cursors_.back();
      cursors_.pop_back();
    }
  }
  return std::nullopt;
}

template <class Longest>
std::optional<WaitingQueue::Place> CandidateScan::next_by_reading(Longest&& longest) {
  const auto may_start = [&](const Waiting& job) { return job.walltime <= longest(job.need); };
  std::optional<WaitingQueue::Place> found;
  if (queue_->index_ != WaitingQueue::Index::ShortestFirst) {
    const auto* entry = queue_->order_.find_after(started_ ? passed_.place : after_,
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
