#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/name.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/target_metrics.hpp"

// Will the targets be reached, when instead, and what does the answer rest on?
//
//   K(t) = Σ over pools of the region, in service at t:  share in service × peak, converted under the basis
//   P    = share of the samples in which K(end of the target's day) satisfies the bound
//   T    = from when on K satisfies it for good
//
// A sample draws everything uncertain of a spec once: dates, shocks, deliveries, capacities, conversions.
namespace suanwang {

/// How the samples are spread (base/points.hpp).
enum class ReachPoints : std::uint8_t {
  Plain,  ///< independent; sample r is replication r of a run
  Latin,
  Sobol,
};

struct ReachOptions {
  std::uint64_t samples = 100'000;
  /// Samples are doubled until no 95 % interval of a probability is wider than twice this.
  std::optional<double> until_halfwidth{};
  ReachPoints points = ReachPoints::Plain;
  std::size_t block = 4096;  ///< samples evaluated at a time; changes nothing
  bool influences = true;    ///< tornado, indices, value of finding out
  Parallelism parallelism{};
  std::vector<std::string> variants{};  ///< ids of variants and assumption sets; empty: all
};

/// The most samples that `until_halfwidth` goes to.
inline constexpr std::uint64_t kMostReachSamples = 10'000'000;

struct Range95 {
  double low = 0;
  double high = 0;
};

/// What an unknown does to the probability of a target.
struct Influence {
  std::size_t unknown = 0;  ///< index into ReachCase::unknowns
  double at_p10 = 0;        ///< P with the unknown at its 10 % quantile, everything else random
  double at_p90 = 0;
  double first_order = 0;  ///< Sobol index of K at the target's date: share of its variance, alone
  double first_order_se = 0;
  double total = 0;  ///< likewise, with all that it interacts with
  double total_se = 0;
  double finding_out = 0;  ///< E|P(met | the unknown) - P(met)|
  double finding_out_se = 0;
  double if_low = 0;  ///< P given that it is in the lower half of its law
  double if_high = 0;
  [[nodiscard]] double swing() const { return at_p90 - at_p10; }
};

/// How often an activity was on the critical path to the date from which on the target is met.
struct Critical {
  std::size_t activity = 0;  ///< index into ReachCase::activities
  double share = 0;          ///< of the samples in which the target is ever met
};

/// K at the beginning of a month.
struct FanPoint {
  CivilTime at;
  double p10 = 0;
  double p50 = 0;
  double p90 = 0;
};

/// One target under one basis.
struct ReachAnswer {
  std::size_t target = 0;  ///< index into Spec::targets
  std::string basis;
  Name basis_name;
  CivilTime by;       ///< the instant at which it is judged: the end of its day
  bool past = false;  ///< that instant is not after the end of `as_of`: to be verified, not predicted

  double probability = 0;
  Range95 interval;  ///< sampling error alone
  double p10 = 0;    ///< of K at `by` [FLOP/s]
  double p50 = 0;
  double p90 = 0;
  double lowest = 0;  ///< over all samples
  double highest = 0;
  double sourced = 0;  ///< share of the mean K whose pools, accelerators and basis are not assumed

  /// T at 10, 50 and 90 %: seconds since 1970, +inf: never, -inf: from the beginning.
  std::array<double, 3> date{};
  std::optional<Range95> date_p90;  ///< distribution-free 95 % interval of the last of them
  double never = 0;                 ///< share of the samples in which it is never met for good
  /// Share of the samples in which more was there before than at `by`, as pools retire: met for a while, and
  /// not at `by`. 0 where the bound asks for less.
  double lost = 0;
  /// By how much K at `by` falls short at 10 %: what must be added for P = 0.9 [FLOP/s]; 0 where nothing
  /// must.
  double shortfall = 0;
  std::optional<Range95> shortfall_interval;  ///< also none where there are too few samples for one

  std::vector<Influence> influences;  ///< largest swing of P first; those without any effect are left out
  std::vector<Critical> critical;     ///< most often first
  std::vector<FanPoint> fan;
};

/// What is uncertain.
struct ReachUnknown {
  enum class Kind : std::uint8_t { Shock, Date, Delivery, Capacity, Conversion };
  Kind kind = Kind::Date;
  std::string path;  ///< as a reader would write it
  Name name;
  bool assumed = false;
  Location at;
};

/// A variant, or an assumption set of `base`.
struct ReachCase {
  const Spec* spec = nullptr;
  bool is_assumption = false;
  std::uint64_t samples = 0;
  std::vector<ReachUnknown> unknowns;
  std::vector<ReachUnknown> activities;  ///< what `Critical` names
  std::vector<ReachAnswer> answers;      ///< by target, then by basis as the target lists them

  // From `add_metrics`:
  std::vector<MetricAnswer> metrics;  ///< targets on other figures than capacity
  std::vector<JointAnswer> together;  ///< over all samples; where runs are asked, over their replications
  std::uint32_t replications = 0;     ///< that were simulated: replication r is sample r of plain points
  /// In how many of them each pool that counts is, at each target's date, as in the sample of that number: in
  /// all, but where a date falls within a second of a target's, or counts from time 0 and `as_of` is given.
  std::uint32_t coupled = 0;
};

struct Reach {
  const Scenario* scenario = nullptr;
  ReachOptions options;
  std::vector<ReachCase> cases;  ///< variants, then assumption sets
  double seconds = 0;            ///< wall clock of the sampling
};

/// Answers the targets on capacity. @throws Interrupted
[[nodiscard]] Reach reach(const Scenario& scenario, const ReachOptions& options,
                          Progress* progress = nullptr);

/// Answers the other targets, and all together. Figures of a simulation come from simulating each case in its
/// replications under each of its policies.
/// @param inputs of each case, where it `can_simulate` and has targets on such figures
/// @throws SimulationError, Interrupted
void add_metrics(Reach& reach, std::vector<std::optional<Inputs>> inputs, Progress* progress = nullptr);

/// Whether a case must be simulated.
[[nodiscard]] bool must_simulate(const Spec& spec);

}  // namespace suanwang
