// Conservative backfilling: each job holds the earliest reservation that delays nobody, from its submission
// on. When a job ends before its walltime the plan is compressed: in queue order, each waiting job moves to
// the earliest start that the others' reservations allow, which is never later than the one it holds. Source:
// A. Mu'alem, D. Feitelson, IEEE TPDS 12(6), 2001. Submissions do not compress.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/policy/backfill.hpp"
#include "suanwang/policy/profile.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

class Conservative final : public Backfill {
 public:
  explicit Conservative(const Policy& policy) : place_{&policy.place()} {}

  [[nodiscard]] WaitingQueue::Index index() const override { return WaitingQueue::Index::None; }
  [[nodiscard]] bool reserves_at_submission() const override { return true; }

  void pass(const View& view, Decisions& decisions) override {
    if (view.reshaped) {
      plan_anew(view);
    } else {
      for (Profile& profile : profiles_) profile.trim(view.now);
      give_back(view);
      for (const WaitingQueue::Place& job : view.refused) unbook(job);
      for (const WaitingQueue::Place& job : view.submitted) reserve(view, job);
      if (!view.returned.empty()) compress(view);
    }
    start_due(view, decisions);
    decisions.wake(due_.empty() ? kNever : due_.begin()->first.first);
  }

 private:
  struct Reservation {
    Time start = kNever;  // kNever: none, the job fits nowhere as far as can be foreseen
    std::size_t partition = 0;
  };
  using DueKey = std::pair<Time, QueueKey>;

  Reservation& reservation(const Waiting& job) {
    if (job.job.index() >= reservations_.size()) reservations_.resize(job.job.index() + 1);
    return reservations_[job.job.index()];
  }

  void book(const WaitingQueue::Place& job, const Reservation& where) {
    reservation(job.job) = where;
    if (where.start == kNever) return;
    profiles_[where.partition].add(where.start, saturated_sum(where.start, job.job.walltime),
                                   Accelerators{} - job.job.need);
    due_.emplace(DueKey{where.start, job.key}, job.job);
  }

  void unbook(const WaitingQueue::Place& job) {
    const Reservation& where = reservation(job.job);
    if (where.start == kNever) return;
    profiles_[where.partition].add(where.start, saturated_sum(where.start, job.job.walltime), job.job.need);
    due_.erase(DueKey{where.start, job.key});
  }

  void reserve(const View& view, const WaitingQueue::Place& job) {
    Reservation best;
    for (std::size_t p = 0; p < profiles_.size(); ++p) {
      const Time at = profiles_[p].earliest(job.job.need, job.job.walltime, view.now);
      if (at < best.start) best = {at, p};
    }
    book(job, best);
  }

  /// Reservations of all waiting jobs, in queue order: first of those that waited before this instant. (What
  /// was submitted may have gone to another queue since.)
  void plan_anew(const View& view) {
    profiles_.clear();
    due_.clear();
    for (const Ledger* partition : view.partitions) profiles_.emplace_back(*partition, view.now);
    std::vector<std::uint64_t> submitted;
    for (const WaitingQueue::Place& job : view.submitted) submitted.push_back(job.key.sequence);
    std::sort(submitted.begin(), submitted.end());
    std::vector<WaitingQueue::Place> fresh;
    view.queue.for_each([&](const QueueKey& key, const Waiting& job) {
      if (std::binary_search(submitted.begin(), submitted.end(), key.sequence)) {
        fresh.push_back({key, job});
      } else {
        reserve(view, {key, job});
      }
    });
    std::sort(fresh.begin(), fresh.end(),
              [](const auto& a, const auto& b) { return a.key.sequence < b.key.sequence; });
    for (const WaitingQueue::Place& job : fresh) reserve(view, job);
  }

  void give_back(const View& view) {
    for (const Returned& r : view.returned) {
      for (std::size_t p = 0; p < view.partitions.size(); ++p) {
        if (view.partitions[p]->id() == r.partition) profiles_[p].add(view.now, r.until, r.accelerators);
      }
    }
  }

  void compress(const View& view) {
    view.queue.for_each([&](const QueueKey& key, const Waiting& job) {
      const Reservation held = reservation(job);
      if (held.start <= view.now) return;  // it starts in this pass
      Reservation best = held;
      for (std::size_t p = 0; p < profiles_.size(); ++p) {
        // On its own partition the job owns [start, end): it can move earlier if what lies before that is
        // free.
        const Time before = p == held.partition ? held.start : kNever;
        const Time at = profiles_[p].earliest(job.need, job.walltime, view.now, before);
        if (at < best.start) best = {at, p};
      }
      if (best.start == held.start) return;
      unbook({key, job});
      book({key, job}, best);
    });
  }

  void start_due(const View& view, Decisions& decisions) {
    while (!due_.empty() && due_.begin()->first.first <= view.now) {
      const WaitingQueue::Place job{due_.begin()->first.second, due_.begin()->second};
      const Ledger& partition = *view.partitions[reservation(job.job).partition];
      due_.erase(due_.begin());
      decisions.start(job, partition, place_->pick(partition, job.job.need, nullptr));
    }
  }

  const Place* place_;
  std::vector<Profile> profiles_;  // of the view's partitions: what claims and reservations leave free
  std::vector<Reservation> reservations_;  // by job
  std::map<DueKey, Waiting> due_;          // all reservations by start, then in queue order
};

}  // namespace

std::unique_ptr<Backfill> make_conservative(const Policy& policy) {
  return std::make_unique<Conservative>(policy);
}

}  // namespace suanwang
