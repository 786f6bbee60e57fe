#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/measure/samples.hpp"

namespace suanwang {

/// How long the finished jobs of one class, or of one tenant, waited. All zero where there are none.
struct GroupWait {
  std::uint64_t jobs = 0;
  double mean = 0;  ///< [s]
  double p95 = 0;   ///< [s], nearest-rank
};

/// Waits apart. A class or tenant beyond the end of its list has no finished job; jobs without a tenant are
/// in no tenant's figures.
struct GroupWaits {
  std::vector<GroupWait> classes;  ///< by ClassId
  std::vector<GroupWait> tenants;  ///< by TenantId
};

/// Over all finished jobs of several runs; exact, in memory that follows the number of groups only: sums in
/// integers, and quantiles by radix selection over several passes.
[[nodiscard]] GroupWaits waits_by_group(const std::vector<const Samples*>& runs);

}  // namespace suanwang
