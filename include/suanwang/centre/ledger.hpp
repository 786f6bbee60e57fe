#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/bit_set.hpp"
#include "suanwang/base/blocked_set.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/placement.hpp"

namespace suanwang {

/// A pool as the ledger sees it: so many accelerators, so many to a node, from an instant on.
struct PoolPart {
  PoolId pool;
  std::int64_t count = 0;     ///< accelerators
  std::int64_t per_node = 1;  ///< accelerators a node; the last node may have fewer
  Time online = kStart;
};

/// When a claim is expected to end: its job's start plus its walltime; jobs that are to end together stand in
/// the order in which they started.
struct ClaimEnd {
  Time until;
  std::uint64_t start_order;
  friend bool operator==(const ClaimEnd&, const ClaimEnd&) = default;
  /// Written out, for it is what searches spend their time on.
  friend bool operator<(const ClaimEnd& a, const ClaimEnd& b) {
    return a.until < b.until || (a.until == b.until && a.start_order < b.start_order);
  }
};

/// What holds accelerators of a partition.
struct Claim {
  JobId job;
  ClaimEnd end;
  Accelerators accelerators;
  Placement placement;
};

/// The ledger of one partition: all accelerators of one type in one centre, which count as one pool to a
/// gang.
///
/// It knows each accelerator by number, so it cannot over-allocate: a claim on one that is taken, or is not
/// yet online, throws. It also knows when claims are expected to end, which is what backfilling asks.
/// Accelerators are numbered through the centre by (type, pool, position), types and pools by id.
class Ledger {
 public:
  /// @pre parts are sorted by pool and belong to one centre and type; `first_number` is the number of the
  /// first accelerator. No part is online yet: see `bring_online`.
  Ledger(PartitionId id, CentreId centre, AcceleratorId type, std::uint32_t first_number,
         std::vector<PoolPart> parts);

  [[nodiscard]] PartitionId id() const { return id_; }
  [[nodiscard]] CentreId centre() const { return centre_; }
  [[nodiscard]] AcceleratorId type() const { return type_; }

  [[nodiscard]] Accelerators free() const { return free_; }
  [[nodiscard]] Accelerators online() const { return online_; }
  /// What will be online at last.
  [[nodiscard]] Accelerators eventual() const { return eventual_; }
  [[nodiscard]] std::uint32_t first_number() const { return first_number_; }
  [[nodiscard]] const std::vector<PoolPart>& parts() const { return parts_; }

  /// Free accelerators, by number minus `first_number`.
  [[nodiscard]] const BitSet& free_set() const { return free_set_; }

  /// Parts that are not online yet, by date: (instant, accelerators).
  struct Addition {
    Time at;
    Accelerators accelerators;
  };
  [[nodiscard]] const std::vector<Addition>& additions() const { return additions_; }

  /// Adds the accelerators of a pool at its date. @pre its turn: pools come online by (date, id)
  void bring_online(PoolId pool);

  /// Takes accelerators for a job until it is released. `local` are numbers minus `first_number`.
  /// @throws SimulationError when one of them is not free.
  std::uint32_t claim(JobId job, const Ranges& local, ClaimEnd end);
  /// Gives the accelerators of a claim back; the claim itself stays readable until it is forgotten.
  /// @pre `slot` was returned by `claim` and not released since
  void release(std::uint32_t slot);
  /// Lets the slot of a released claim be used again.
  void forget(std::uint32_t slot) { spare_claims_.push_back(slot); }
  /// Expects a claim to end at another instant than before. @pre it has not been released
  void expect(std::uint32_t slot, ClaimEnd end);
  [[nodiscard]] const Claim& claim_at(std::uint32_t slot) const { return claims_[slot]; }

  /// The slot of the claim that is expected to end first, if it ends at or before `t`.
  [[nodiscard]] std::optional<std::uint32_t> due(Time t) const {
    if (ends_.empty() || ends_.first_key().until > t) return std::nullopt;
    return ends_.front().value.slot;
  }

  /// When `need` accelerators will be free together if every job ends at its walltime and parts come online
  /// as scheduled, and how many are then left over. `at` is `now` if they are free already, kNever if they
  /// never are. Everything that changes at `at` itself counts.
  struct Opening {
    Time at = kNever;
    Accelerators extra;
  };
  [[nodiscard]] Opening opening(Accelerators need, Time now) const;

  /// The accelerators that will be free at `t` under the same assumption, by number minus `first_number`.
  [[nodiscard]] BitSet free_at(Time t) const;

  /// Calls `visit(slot)` for each claim in the order of its expected end.
  template <class Visit>
  void for_each_claim(Visit&& visit) const {
    ends_.for_each([&](const auto& entry) { visit(entry.value.slot); });
  }

  /// Calls `visit(until, accelerators)` for each claim in the order of its expected end.
  template <class Visit>
  void for_each_claim_end(Visit&& visit) const {
    ends_.for_each([&](const auto& entry) { visit(entry.key.until, Accelerators{entry.value.milli}); });
  }

 private:
  struct Held {
    std::uint32_t slot;
    std::int64_t milli;
  };
  struct HeldTotal {
    std::int64_t milli = 0;
    static HeldTotal of(const ClaimEnd& /*key*/, const Held& held) { return {held.milli}; }
    void add(const HeldTotal& other) { milli += other.milli; }
    [[nodiscard]] bool take_out(const HeldTotal& other) {
      milli -= other.milli;
      return true;
    }
  };

  /// Writes down what a claim takes of each pool.
  void share_out(const Ranges& local, Accelerators taken, Placement& placement) const;

  /// When claims that end by then have freed `missing`, and how much they free by then in all.
  struct Freed {
    Time at;
    std::int64_t milli;
  };
  [[nodiscard]] Freed freed(std::int64_t missing) const;
  [[nodiscard]] std::int64_t freed_by(Time t) const;

  PartitionId id_;
  CentreId centre_;
  AcceleratorId type_;
  std::uint32_t first_number_;
  std::vector<PoolPart> parts_;
  std::vector<std::uint32_t> part_first_;  // first local number of each part
  std::vector<Addition> additions_;
  Accelerators free_;
  Accelerators online_;
  Accelerators eventual_;
  BitSet free_set_;
  std::vector<Claim> claims_;
  std::vector<std::uint32_t> spare_claims_;
  BlockedSet<ClaimEnd, Held, HeldTotal, 32> ends_;  // hundreds, that come and go anywhere
};

}  // namespace suanwang
