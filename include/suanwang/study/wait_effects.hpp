#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/reach.hpp"

// What a change does to waits, by simulation: replication r runs once as it was and once changed, with the
// same random numbers, and what is averaged is the difference between the two.
namespace suanwang {

inline constexpr double kMarginalBandwidth = 100e9 / 8;  ///< 100 Gbps [B/s]

/// The mean wait of finished jobs, before and after; each the mean over the replications.
struct WaitChange {
  double before_s = 0;
  double after_s = 0;
  double change_s = 0;                ///< mean of the replications' differences
  std::optional<Range95> interval;    ///< of it, Student's; none of fewer than two replications
  bool none = false;                  ///< every replication waits exactly as long as before
  std::uint64_t finished_before = 0;  ///< jobs, over all replications
  std::uint64_t finished_after = 0;
};

struct PolicyWaitChange {
  std::size_t policy = 0;  ///< index into Spec::policies of what was before
  WaitChange change;
};

struct WaitEffects {
  std::uint32_t replications = 0;
  std::size_t runs = 0;  ///< simulations
  std::vector<PolicyWaitChange> policies;
};

/// A spec with what it read.
struct PreparedSpec {
  const Spec* spec = nullptr;
  const Inputs* inputs = nullptr;
};

/// Runs every policy that both have (by id; of `policies` where there are any) in all replications of
/// `before`. A policy none of whose replications finishes a job in both is left out. @throws SimulationError,
/// Interrupted
[[nodiscard]] WaitEffects wait_effects(const PreparedSpec& before, const PreparedSpec& after,
                                       const std::vector<std::string>& policies, Parallelism parallelism,
                                       Progress* progress = nullptr);

struct LinkWaitChange {
  std::size_t link = 0;  ///< index into Spec::links
  WaitChange change;
};

struct LinkEffects {
  std::size_t policy = 0;  ///< index into Spec::policies
  std::uint32_t replications = 0;
  std::size_t runs = 0;               ///< simulations
  std::vector<LinkWaitChange> links;  ///< the largest change first
  std::vector<std::size_t> left_out;  ///< links that were not tried, in the order of ids
};

/// The most links that are tried, those that carry the most.
inline constexpr std::size_t kMostLinksTried = 12;

/// What 100 Gbps more on a link, from the beginning and in each direction, would do to the mean wait under a
/// policy: 1 + the number of links tried simulations of each replication. Unlimited links are left out.
/// @throws SimulationError, Interrupted
[[nodiscard]] LinkEffects link_effects(const PreparedSpec& spec, std::size_t policy, Parallelism parallelism,
                                       Progress* progress = nullptr);

}  // namespace suanwang
