// EASY backfilling.
//
//   shadow time  S = the earliest instant at which the head fits, if running jobs end at their walltimes
//   extra        E = accelerators then left over
//   a candidate of n accelerators and walltime w starts now if it fits and (now + w <= S or n <= E);
//   in the second case E shrinks by n.
//
// With several partitions the head is reserved where it starts earliest; a candidate elsewhere needs only
// fit. Source: A. Mu'alem, D. Feitelson, "Utilization, predictability, workloads, and user runtime estimates
// in scheduling the IBM SP2 with backfilling", IEEE TPDS 12(6), 2001.
#include <algorithm>
#include <limits>

#include "suanwang/base/check.hpp"
#include "suanwang/policy/backfill.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

class Easy final : public Backfill {
 public:
  explicit Easy(const Policy& policy)
      : place_{&policy.place()},
        shortest_{policy.settings().backfill.candidates == BackfillSettings::Candidates::Shortest},
        machines_{policy.settings().backfill.reserve == BackfillSettings::Reserve::Machines} {}

  [[nodiscard]] WaitingQueue::Index index() const override {
    return shortest_ ? WaitingQueue::Index::ShortestFirst : WaitingQueue::Index::QueueOrder;
  }

  void pass(const View& view, Decisions& decisions) override {
    if (still_blocked(view)) {
      try_submitted(view, decisions);
    } else {
      start_from_head(view, *place_, decisions);
      reserve(view);
      if (view.queue.size() > 1) try_all(view, decisions);
    }
    free_after_ = free_in(view);
  }

 private:
  static Accelerators free_in(const View& view) {
    Accelerators free;
    for (const Ledger* partition : view.partitions) free += partition->free();
    return free;
  }

  /// Whether nothing but submissions behind the head has happened since the last pass. Then no job that was
  /// passed over can start now: as time goes by, candidates only come to end later.
  [[nodiscard]] bool still_blocked(const View& view) const {
    return !view.reshaped && has_head_ && !view.queue.empty() && view.queue.head_key() == head_ &&
           free_in(view) == free_after_;
  }

  void reserve(const View& view) {
    has_head_ = !view.queue.empty();
    if (!has_head_) return;
    head_ = view.queue.head_key();
    const Accelerators need = view.queue.head().need;
    reserved_on_ = nullptr;
    shadow_ = kNever;
    extra_ = {};
    for (const Ledger* partition : view.partitions) {
      if (partition->eventual() < need) continue;
      const Ledger::Opening opening = partition->opening(need, view.now);
      if (opening.at >= shadow_) continue;
      shadow_ = opening.at;
      extra_ = opening.extra;
      reserved_on_ = partition;
    }
    if (machines_ && reserved_on_ != nullptr) {
      reserved_ = BitSet{reserved_on_->free_set().size()};
      for (const Range& r : lowest_free(reserved_on_->free_at(shadow_), need.count(), nullptr)) {
        reserved_.insert_range(r.first, r.last);
      }
    }
  }

  /// How many accelerators of the reserved partition a job that ends after the shadow time may use now.
  [[nodiscard]] Accelerators beyond_shadow() const {
    if (!machines_) return std::min(extra_, reserved_on_->free());
    const BitSet& free = reserved_on_->free_set();
    std::int64_t n = 0;
    for (std::size_t i = free.next(0); i != BitSet::kNone; i = free.next(i + 1)) {
      if (!reserved_.contains(i)) ++n;
    }
    return Accelerators::whole(n);
  }

  /// The bounds of what may start now, anew after each start: up to `always` accelerators whatever the
  /// walltime, up to `fits` if the walltime ends by the shadow time.
  struct Room {
    Accelerators always;
    Accelerators fits;
    Duration slack;
    Accelerators beyond;  // of the reserved partition, part of `always`

    [[nodiscard]] Duration longest(Accelerators need) const {
      if (need <= always) return Duration::max();
      return need <= fits ? slack : Duration{-1};
    }
  };

  [[nodiscard]] Room room(const View& view) const {
    Room room{{}, {}, shadow_ - view.now, {}};
    for (const Ledger* partition : view.partitions) {
      room.fits = std::max(room.fits, partition->free());
      if (partition != reserved_on_) room.always = std::max(room.always, partition->free());
    }
    if (reserved_on_ != nullptr) {
      room.beyond = beyond_shadow();
      room.always = std::max(room.always, room.beyond);
    }
    return room;
  }

  void start(const View& view, const WaitingQueue::Place& candidate, const Room& room, Decisions& decisions) {
    const Accelerators need = candidate.job.need;
    const bool ends_in_time = candidate.job.walltime <= room.slack;
    const Ledger* partition = choose_partition(view.partitions, *place_, need, [&](const Ledger& p) {
      return need <= p.free() && (&p != reserved_on_ || ends_in_time || need <= room.beyond);
    });
    SUANWANG_CHECK(partition != nullptr);
    const bool beside = partition == reserved_on_ && !ends_in_time;
    decisions.start(candidate, *partition,
                    place_->pick(*partition, need, beside && machines_ ? &reserved_ : nullptr));
    if (beside) extra_ -= need;
  }

  void try_all(const View& view, Decisions& decisions) {
    Room now = room(view);
    if (now.fits.milli == 0) return;
    CandidateScan scan{view.queue, head_};
    while (const auto candidate = scan.next([&](Accelerators need) { return now.longest(need); })) {
      start(view, *candidate, now, decisions);
      now = room(view);
      if (now.fits.milli == 0) return;
    }
  }

  void try_submitted(const View& view, Decisions& decisions) {
    candidates_.assign(view.submitted.begin(), view.submitted.end());
    if (candidates_.size() > 1) {
      std::sort(candidates_.begin(), candidates_.end(), [&](const auto& a, const auto& b) {
        if (shortest_ && a.job.walltime != b.job.walltime) return a.job.walltime < b.job.walltime;
        return a.key < b.key;
      });
    }
    for (const WaitingQueue::Place& candidate : candidates_) {
      const Room now = room(view);
      if (candidate.job.walltime <= now.longest(candidate.job.need)) start(view, candidate, now, decisions);
    }
  }

  const Place* place_;
  bool shortest_;
  bool machines_;

  // The head's reservation as of the last full pass, kept up as candidates start beside it.
  bool has_head_ = false;
  QueueKey head_;
  const Ledger* reserved_on_ = nullptr;  // null: the head cannot start as far as can be foreseen
  Time shadow_ = kNever;
  Accelerators extra_;
  BitSet reserved_;  // with `machines_`: the accelerators that the head will take
  Accelerators free_after_;
  std::vector<WaitingQueue::Place> candidates_;
};

}  // namespace

std::unique_ptr<Backfill> make_easy(const Policy& policy) {
  return std::make_unique<Easy>(policy);
}

}  // namespace suanwang
