#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "suanwang/net/link_plan.hpp"
#include "suanwang/net/network.hpp"
#include "suanwang/net/resilience.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The latency circles of the policy, one way [s].
///
/// Goals: 1 ms inside a city, 5 ms from a cluster to its cities, 20 ms from hub to hub (MIIT, 2025-08); 3 ms
/// between Shenzhen and Shaoguan (Shenzhen's plan for 2026).
inline constexpr std::array<double, 4> kLatencyCircles{1e-3, 3e-3, 5e-3, 20e-3};

/// What the links of a spec make of its centres, as planned for its end: what hangs on what, and how far it
/// is. Centres and links are indices into the spec.
struct NetworkStudy {
  /// As it is just before the end; without an end, after all changes.
  std::shared_ptr<const Network> network;
  std::vector<LinkPlan> links;                  ///< over time
  std::vector<std::vector<std::size_t>> parts;  ///< connected centres, the first part that of centre 0
  std::vector<Bridge> bridges;
  /// Of two links or more, among those of the cut tree. The tightest first: with the least capacity for what
  /// its lesser side holds; ties, and those that cut off nothing that counts, by capacity, then by links.
  std::vector<Cut> cuts;

  /// The two centres that are farthest apart on the routes that data takes.
  struct Farthest {
    Route route;
    Cut cut;
  };
  std::optional<Farthest> farthest;  ///< none where no two centres are joined

  std::vector<double> accelerators;  ///< by centre: schedulable ones at the end, in replication 0
  /// By centre: expected accelerator-seconds of the jobs that belong there. Empty where no job has a home, or
  /// where there is no end to expect them by.
  std::vector<double> demand;
  double homeless = 0;  ///< share of all expected demand that has no home

  /// By centre: the share of all weight that is no farther, within each of `kLatencyCircles`; its own is at
  /// 0.
  std::vector<std::array<double, kLatencyCircles.size()>> within;

  /// What shares are of: demand where it is known, otherwise accelerators.
  [[nodiscard]] const std::vector<double>& weights() const { return demand.empty() ? accelerators : demand; }
};

/// @param load of the same spec; none where it is not known
[[nodiscard]] NetworkStudy study_network(const Spec& spec, const Inputs& inputs,
                                         const std::optional<LoadEstimate>& load);

/// The side of a cut with less of `weights`; then that of fewer centres.
[[nodiscard]] const std::vector<std::size_t>& lesser_side(const std::vector<std::size_t>& a,
                                                          const std::vector<std::size_t>& b,
                                                          const std::vector<double>& weights);

/// What `members` hold of all weights; 0 where there are none.
[[nodiscard]] double share_of(const std::vector<std::size_t>& members, const std::vector<double>& weights);

}  // namespace suanwang
