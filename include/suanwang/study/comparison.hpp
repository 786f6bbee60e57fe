#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/measure/group_waits.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/target_metrics.hpp"

namespace suanwang {

/// What to compare: the variants and policies of a scenario, by index into `Scenario::variants` and
/// `Spec::policies` (which are the same in every variant unless its `set` adds or removes one).
struct ComparisonOptions {
  std::vector<std::string> variants;  ///< ids; empty: all
  std::vector<std::string> policies;  ///< ids; empty: all
  KeepRows keep = KeepRows::No;
  Parallelism parallelism;
  bool wait_reasons = false;  ///< why jobs waited: `RunResult::wait_reasons`, and in rows
};

/// A centre whose jobs wait longer under a policy than they do as an island's.
struct Loser {
  std::size_t centre = 0;
  double wait_s = 0;         ///< mean over its finished jobs
  double island_wait_s = 0;  ///< the same under the policy to which this one is compared
};

inline constexpr std::size_t kReserveSteps = 20;  ///< from 0 to 100 %: a step is 5 %

/// The smallest reserves that were found to leave no centre worse off than as islands (study/reserves.hpp).
struct ReserveOutcome {
  enum class Finding : std::uint8_t {
    NotNeeded,   ///< no centre is worse off with the scenario's own reserves
    NoEffect,    ///< one queue for all centres (`dispatch: any`) heeds no reserve
    Minimal,     ///< any one of `reserves` a step lower, the others as they are, leaves a centre worse off
    Sufficient,  ///< they suffice, but the search was ended before it knew whether they are minimal
    Impossible,  ///< with 100 % everywhere some centre is still worse off, and on the way there, too
    Unfinished,  ///< the search was ended before it found any
  };
  /// Who would be worse off with the reserve of `centre` a step lower.
  struct Lower {
    std::size_t centre = 0;
    double reserve = 0;
    std::vector<Loser> losers;
  };

  Finding finding = Finding::NotNeeded;
  std::vector<double> reserves{};  ///< by centre; empty where none were found
  std::vector<Lower> lower{};      ///< Minimal: the proof, for each that is above the scenario's own
  std::vector<Loser> losers{};     ///< Impossible: who is worse off with 100 % everywhere
  double mean_wait_s = 0;          ///< of the policy with `reserves`
  std::uint64_t finished = 0;      ///< likewise: jobs, over all replications
  std::size_t evaluations = 0;     ///< simulated vectors of reserves, each in all replications

  [[nodiscard]] bool is_found() const { return !reserves.empty(); }
};

/// One policy in one variant, over all replications.
struct PolicyOutcome {
  std::size_t policy = 0;  ///< index into Spec::policies
  JobCounts jobs;          ///< summed over the replications
  JobSummary summary;      ///< over all finished jobs of all replications
  GroupWaits waits;        ///< the same, by class and by tenant
  /// The same waits by reason, where they were asked for.
  std::optional<WaitReasonSums> wait_reasons;
  /// Standard error of the mean wait: that of the replications' means [s]. Of fewer than two there is none.
  std::optional<double> wait_mean_se;
  double makespan_s = 0;  ///< mean over the replications
  double utilisation =
      0;  ///< busy ÷ available accelerator-seconds, time 0 to makespan, summed over replications
  std::uint64_t preemptions = 0;  ///< over the replications
  double lost = 0;  ///< accelerator-seconds held for no work that counts ÷ busy ones, over the replications
  /// Busy accelerators at their FP16 peak [FLOP/s]: the mean from time 0 to the makespan, over replications.
  /// None where a schedulable accelerator has no such peak, and where nothing ran.
  std::optional<double> delivered_flops;
  std::size_t unstable = 0;  ///< replications in which the queue kept growing
  /// Whether the queue kept growing in most replications: then the waits have no steady state.
  [[nodiscard]] bool is_unstable() const { return 2 * unstable > runs.size(); }
  DispatchTotals dispatch;   ///< over the replications
  TransferCounts transfers;  ///< summed over the replications
  /// What became of the network over all replications, where the spec moves data.
  std::optional<NetworkUsage> network;
  std::string fingerprint;                 ///< 32 hex digits over those of the replications
  std::vector<RunResult> runs;             ///< by replication; without their `network`
  std::optional<ReserveOutcome> reserves;  ///< where they were searched for
};

/// A target under one basis, in one variant: counted over the replications.
struct TargetOutcome {
  std::size_t target = 0;  ///< index into Spec::targets
  std::string basis;       ///< id of a basis, or a precision
  Name basis_name;
  CivilTime by;       ///< the instant at which it is judged: the end of its day
  bool past = false;  ///< that instant is not after the end of `as_of`: a fact to be verified
  double median = 0;  ///< capacity in FLOP/s at `by`; nearest rank over the replications
  double p10 = 0;
  double p90 = 0;
  std::vector<double> values;  ///< by replication: capacity in FLOP/s at `by`
  double probability = 0;      ///< share of the replications that meet it
  double sourced = 0;  ///< share of the (mean) capacity whose pools, accelerators and basis are not assumed
  /// From when on at least 90 % of the replications meet it; `never` if that is so at no time.
  std::optional<CivilTime> p90_date;
  bool met_from_the_beginning = false;  ///< then `p90_date` is empty
};

struct VariantOutcome {
  std::size_t variant = 0;  ///< index into Scenario::variants
  Inputs inputs;
  std::optional<LoadEstimate> load;  ///< not computed where there are logs: they would be read again
  std::vector<PolicyOutcome> policies;
  std::vector<TargetOutcome> targets;
  std::vector<MetricAnswer> metrics;  ///< targets on other figures, by policy those that are of a simulation
  std::vector<JointAnswer> together;  ///< all targets that are not past
};

/// Everything that was compared. Variants and policies stand in the order of their ids, `base` first.
struct Comparison {
  const Scenario* scenario = nullptr;
  std::vector<VariantOutcome> variants;
  std::size_t policies = 0;  ///< that were asked for: the most of any variant
  double simulate_s = 0;  ///< wall clock of all loops, as if one after the other, without reading and writing
  std::uint64_t events = 0;
  std::uint64_t jobs = 0;            ///< submitted, over all runs
  std::size_t runs = 0;              ///< that were completed, also of policies that are left out
  std::size_t references = 0;        ///< runs besides, to which targets on figures of a simulation compare
  bool interrupted = false;          ///< then runs are missing: `missing` says which
  std::vector<std::string> missing;  ///< "variant/policy, replication 7", in order
};

/// Reads the traces of every variant. Nothing is returned when there was an error.
[[nodiscard]] std::optional<std::vector<Inputs>> prepare_all(const Scenario& scenario,
                                                             Diagnostics& diagnostics);

/// How many runs besides those of the wanted policies it takes to judge the targets of a spec: islands, where
/// the policy that stands for them is not wanted, and the runs in one place, for each order and backfill
/// once.
[[nodiscard]] std::size_t count_references(const Spec& spec, const ComparisonOptions& options);

/// Runs every variant × policy × replication side by side. An interrupted comparison holds what was complete:
/// a policy of which some replications are missing is left out of its variant. @throws SimulationError
[[nodiscard]] Comparison compare(const Scenario& scenario, std::vector<Inputs> inputs,
                                 const ComparisonOptions& options, Progress* progress = nullptr);

/// Sums up the replications of a policy, in their order. @pre there is at least one
[[nodiscard]] PolicyOutcome sum_up(std::size_t policy, std::vector<RunResult> runs);

/// "variant/policy", or "policy" where the scenario declares no variants.
[[nodiscard]] std::string label_of(const Spec& spec, std::size_t policy);

/// The policy that stands for islands: the first that sends every job home. None where there is none.
[[nodiscard]] const PolicyOutcome* island_policy(const Spec& spec, const VariantOutcome& variant);
/// The centres that are worse off than as islands, by more than 1 s and 1 %, in the order of ids.
[[nodiscard]] std::vector<Loser> losers(const PolicyOutcome& outcome, const PolicyOutcome& islands);

/// The targets of one variant, without simulating.
[[nodiscard]] std::vector<TargetOutcome> judge_targets(const Spec& spec, const Inputs& inputs);

}  // namespace suanwang
