#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/parallel.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/measure/intervals.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"

// Targets on other figures than capacity.
//
// Of what centres state, at the end of the target's day, over the centres of its region that have a pool in
// service:
//
//   pue                 Σ P pue / Σ P                P: accelerators in service × their busy power
//   rack_use            Σ used / Σ built
//   green_share         Σ P pue green / Σ P pue      where one of them states no pue: by P alone
//   own_software_share  Σ C own / Σ C over pools     C: FP16 peak in service
//
// A centre (a pool) that does not state the figure is left out, and named. Where a pool of those that do has
// no busy power, all are weighted by FP16 peak; where one has none either, each centre (pool) counts alike.
//
// Of a simulation, by policy and replication, over the finished jobs that were submitted by the end of the
// target's day; w is their mean wait, by the centre that is their home:
//
//   wait_ratio   largest w(city) / w(region)         city: the first two parts of a region
//   ("guangdong.jieyang") losers       homes with w > w as islands, by more than 1 s and 1 % pooling_gap
//   w(region) / w(region, in one place) - 1
//
// Islands are the first policy of the scenario that sends jobs home. In one place: all accelerators of the
// scenario stand in one centre from the day of their own on, the jobs need no data, and order and backfill
// are the policy's own.
namespace suanwang {

/// By what the figures of centres are weighted.
enum class MetricWeight : std::uint8_t {
  None,         ///< figures of a simulation
  Power,        ///< accelerators in service × busy power
  Electricity,  ///< that × PUE
  Peak,         ///< FP16 peak in service
  Alike,        ///< each centre, or pool, counts once
  Racks,
};

/// A target on a metric; under a policy, where it is of a simulation.
struct MetricAnswer {
  std::size_t target = 0;             ///< index into Spec::targets
  std::optional<std::size_t> policy;  ///< index into Spec::policies
  CivilTime by;                       ///< the end of its day
  bool past = false;                  ///< that is not after the end of `as_of`: to be verified

  /// By sample: that of the replication of the same number. NaN where there is nothing to tell it from:
  /// nothing in service, no job finished. Then it is not met.
  std::vector<double> values;
  std::uint64_t met = 0;
  std::uint64_t undefined = 0;
  double probability = 0;  ///< NaN, and so its interval, where nobody states the figure
  Interval interval;       ///< Wilson's, of the sampling error alone
  double p10 = 0;          ///< nearest rank, of the values that there are; NaN where there are none
  double p50 = 0;
  double p90 = 0;

  // Of what centres state:
  MetricWeight weight = MetricWeight::None;
  std::vector<std::size_t> missing;  ///< centres that are in service in some sample and state nothing
  std::size_t stated = 0;            ///< centres of the region that state it
  std::optional<double> sourced;     ///< share of the mean weight that rests on sources

  /// Whether there is a probability: somebody states the figure, or it is of a simulation.
  [[nodiscard]] bool is_judged() const { return policy.has_value() || stated > 0; }
};

/// All targets of a group together, in the same samples.
struct JointAnswer {
  std::string basis;  ///< of the targets on capacity; empty: there are none
  Name basis_name;
  std::optional<std::size_t> policy;  ///< index into Spec::policies; none: no target is of a simulation
  std::size_t targets = 0;
  std::vector<std::size_t> left_out;  ///< targets that nobody could judge, ascending; not among `targets`
  std::uint64_t samples = 0;
  std::uint64_t met = 0;
  double probability = 0;
  Interval interval;  ///< Wilson's
};

/// The targets on what centres state, over plain samples: sample r draws what replication r does.
/// @throws Interrupted
[[nodiscard]] std::vector<MetricAnswer> judge_facilities(const Spec& spec, std::uint64_t samples,
                                                         Parallelism parallelism = {1},
                                                         Progress* progress = nullptr);

/// The waits of a policy and of what it is compared with, by replication. @pre all of one length
struct MetricRuns {
  std::size_t policy = 0;
  std::vector<WaitsByHome> own;
  std::vector<WaitsByHome> islands;  ///< empty: there is no such policy, so `losers` is not judged
  std::vector<WaitsByHome> pooled;   ///< empty where no target is on the gap
};

/// The targets on figures of a simulation under one policy.
[[nodiscard]] std::vector<MetricAnswer> judge_runs(const Spec& spec, const Inputs& inputs,
                                                   const MetricRuns& runs);

/// Whether a mean wait is longer than another by more than 1 s and 1 %.
[[nodiscard]] bool is_worse_off(double wait_s, double before_s);

/// The spec with all accelerators in one place, and its inputs: jobs need no data, nothing bars them, and
/// each policy keeps its order and backfill.
[[nodiscard]] Spec in_one_place(const Spec& spec);
[[nodiscard]] Inputs in_one_place(const Inputs& inputs);

/// Whether two policies do the same in one place.
[[nodiscard]] bool same_in_one_place(const PolicySettings& a, const PolicySettings& b);

/// The first policy that sends every job home.
[[nodiscard]] std::optional<std::size_t> island_policy(const Spec& spec);

/// Whether a scenario has all that a target on a figure of a simulation needs: jobs, and a policy.
[[nodiscard]] bool can_simulate(const Spec& spec);

/// Built capacity, by target and basis and by sample.
struct CapacityValues {
  std::size_t target = 0;
  std::string basis;
  std::vector<double> values;  ///< [FLOP/s]
};

/// All targets that are not past together: for each basis of those on capacity (with the targets that name
/// it) and each policy of those on figures of a simulation. Targets that could not be judged are left out,
/// and named. None where there are fewer than two others.
/// @pre all have at least `samples` values
[[nodiscard]] std::vector<JointAnswer> judge_together(const Spec& spec, std::size_t samples,
                                                      const std::vector<CapacityValues>& capacity,
                                                      const std::vector<MetricAnswer>& metrics);

}  // namespace suanwang
