#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/base/job_facts.hpp"
#include "suanwang/measure/wait_reason.hpp"

namespace suanwang {

/// Waits of several jobs, by reason; exact, so that sums may be taken in any order.
struct WaitReasonSum {
  std::uint64_t jobs = 0;
  std::array<Int128, kWaitReasons> parts{};  ///< [ns]

  void add(const WaitParts& wait);
  void add(const WaitReasonSum& other);
  [[nodiscard]] double seconds(WaitReason reason) const;
  [[nodiscard]] double seconds() const;  ///< for all reasons
};

/// What finished jobs waited for.
struct WaitReasonSums {
  WaitReasonSum all;
  std::vector<WaitReasonSum> tenants;  ///< by TenantId; one beyond the end has no finished job
  WaitReasonSum no_tenant;
  std::vector<WaitReasonSum> homes;  ///< by CentreId, likewise; jobs that name no centre are in none

  void add(const JobFacts& job, const WaitParts& wait);
  void add(const WaitReasonSums& other);
};

}  // namespace suanwang
