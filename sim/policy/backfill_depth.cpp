// Backfilling with N reservations: the first N jobs that cannot start hold the earliest reservation each; any
// other job starts if it delays none of them. N = 1 is EASY; reservations are made anew in every pass.
// Source: D. Jackson, Q. Snell, M. Clement, "Core algorithms of the Maui scheduler", JSSPP 2001.
#include <algorithm>
#include <optional>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/policy/backfill.hpp"
#include "suanwang/policy/profile.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

class Depth final : public Backfill {
 public:
  explicit Depth(const Policy& policy) : place_{&policy.place()}, depth_{policy.settings().backfill.depth} {}

  [[nodiscard]] WaitingQueue::Index index() const override { return WaitingQueue::Index::QueueOrder; }

  void pass(const View& view, Decisions& decisions) override {
    start_from_head(view, *place_, decisions);
    if (view.queue.size() <= 1) return;
    profiles_.clear();
    for (const Ledger* partition : view.partitions) profiles_.emplace_back(*partition, view.now);

    std::optional<QueueKey> last;
    for (int reservations = 0; reservations < depth_;) {
      const auto job = view.queue.next(last);
      if (!job) return;
      last = job->key;
      if (!start_if_possible(view, *job, decisions)) {
        reserve(view, job->job);
        ++reservations;
      }
    }
    CandidateScan scan{view.queue, *last};
    const auto longest = [&](Accelerators need) {
      Duration most{-1};
      for (const Profile& profile : profiles_) most = std::max(most, profile.longest(need, view.now));
      return most;
    };
    while (const auto job = scan.next(longest)) SUANWANG_CHECK(start_if_possible(view, *job, decisions));
  }

 private:
  bool start_if_possible(const View& view, const WaitingQueue::Place& job, Decisions& decisions) {
    const auto index_of = [&](const Ledger& p) {
      return static_cast<std::size_t>(std::find(view.partitions.begin(), view.partitions.end(), &p) -
                                      view.partitions.begin());
    };
    const Ledger* partition = choose_partition(view.partitions, *place_, job.job.need, [&](const Ledger& p) {
      return job.job.walltime <= profiles_[index_of(p)].longest(job.job.need, view.now);
    });
    if (partition == nullptr) return false;
    decisions.start(job, *partition, place_->pick(*partition, job.job.need, nullptr));
    profiles_[index_of(*partition)].add(view.now, saturated_sum(view.now, job.job.walltime),
                                        Accelerators{} - job.job.need);
    return true;
  }

  void reserve(const View& view, const Waiting& job) {
    Time first = kNever;
    std::size_t where = 0;
    for (std::size_t p = 0; p < profiles_.size(); ++p) {
      const Time at = profiles_[p].earliest(job.need, job.walltime, view.now);
      if (at < first) {
        first = at;
        where = p;
      }
    }
    if (first == kNever) return;
    profiles_[where].add(first, saturated_sum(first, job.walltime), Accelerators{} - job.need);
  }

  const Place* place_;
  int depth_;
  std::vector<Profile> profiles_;  // of the view's partitions, during a pass
};

}  // namespace

std::unique_ptr<Backfill> make_depth(const Policy& policy) {
  return std::make_unique<Depth>(policy);
}

}  // namespace suanwang
