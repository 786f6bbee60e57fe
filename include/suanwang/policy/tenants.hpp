#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// What a tenant may expect of the whole.
struct TenantPlan {
  double share = 1;                  ///< relative to its siblings; above 0
  std::optional<TenantId> parent{};  ///< a tenant that others belong to; none: it stands at the top
};

/// What each tenant runs, and has used lately: accelerator time that counts for half after each half-life.
///
///   U(t) = integral over s <= t of (accelerators running at s) x 2^(-(t-s)/half-life)
///
/// Jobs without a tenant count together as one of share 1 at the top. @source Slurm, "Multifactor Priority
/// Plugin" (PriorityDecayHalfLife).
class TenantLoads {
 public:
  TenantLoads(std::vector<TenantPlan> tenants, Duration half_life);

  /// A job of this tenant starts (more) or ends (less). @pre times never decrease
  void change(const std::optional<TenantId>& tenant, Time at, Accelerators by, bool starts);

  /// How many changes there have been.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

  /// Accelerator-seconds, decayed.
  [[nodiscard]] double used(const std::optional<TenantId>& tenant, Time at) const;
  [[nodiscard]] Accelerators running(const std::optional<TenantId>& tenant) const;
  [[nodiscard]] double share(const std::optional<TenantId>& tenant) const;

  /// Ranks of the tenants that have none below them: 0 goes first. From the top down, siblings are sorted by
  /// share over use, each relative to their sum, infinite for who has used nothing; tenants that stand alike
  /// have the same rank, and what is below parents that stand alike is sorted together.
  /// @source Slurm, "Fair Tree Fairshare Algorithm" (R. Cox, L. Morrison, Slurm User Group 2014).
  [[nodiscard]] std::vector<double> fair_tree(Time at) const;
  /// The place of a tenant in `fair_tree`.
  [[nodiscard]] std::size_t index(const std::optional<TenantId>& tenant) const {
    return tenant ? tenant->index() : loads_.size() - 1;
  }

 private:
  struct Load {
    Time at = kStart;
    double used = 0;
    std::int64_t running = 0;  // milli-accelerators
  };
  [[nodiscard]] double used(const Load& load, Time at) const;

  std::vector<TenantPlan> tenants_;  // the last one: who has none
  double half_life_;                 // s
  std::vector<Load> loads_;
  std::uint64_t changes_ = 0;
};

}  // namespace suanwang
