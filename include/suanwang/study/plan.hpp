#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/scenario/levers.hpp"
#include "suanwang/scenario/plan_spec.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/reach.hpp"

// The cheapest set of levers that makes the targets safe.
//
//   minimise cost(S)  over sets S that budgets, permits, exclusions and requirements allow,
//   such that for each question q (a target under a basis) at least the share p of the samples is met.
//
// All sets see the same samples: a number is drawn by the path of what it drives, so that a lever moves a
// date and not the luck. K(S) is a sum over pools, and a pool feels few of the levers; so K is tabled by
// groups of levers that share a pool, and the sum of the tables is K itself. The search is branch and bound
// over the groups' combinations; where that grows too large, and for the most that can be reached, an
// implicit hitting set: a mixed-integer programme proposes the cheapest set that no known failure rules out;
// a proposal that fails is made as large as a failure can be, and becomes a new row. What passes first is the
// optimum on these samples.
// @source E. Moreno-Centeno, R. Karp, "The implicit hitting set approach to solve combinatorial optimization
//   problems", Operations Research 61(2), 2013; J. Luedtke, S. Ahmed, "A sample approximation approach for
//   optimization with probabilistic constraints", SIAM J. Optim. 19(2), 2008 (samples, then fresh ones).
namespace suanwang {

struct PlanOptions {
  std::string variant{};  ///< its id; empty: `base`, or the only one
  /// Id of an assumption set, in place of `PlanSpec::assumptions`.
  std::optional<std::string> assumptions{};
  std::uint64_t samples = 10'000;        ///< of the search: replications 0, 1, ...
  std::uint64_t fresh_samples = 40'000;  ///< of the check: the replications that follow
  std::size_t block = 4096;              ///< samples evaluated at a time; changes nothing
  /// Partial sets that one search by branch and bound may look at, and programmes that one may solve after
  /// it, before it gives up proving.
  std::uint64_t most_partial_sets = 500'000;
  std::uint64_t most_programmes = 60;
  Parallelism parallelism{};
};

/// More levers than these that share pools are refused: each of their combinations is evaluated.
inline constexpr std::size_t kMostLeversInGroup = 12;

/// The probabilities of the frontier.
inline constexpr std::array kFrontier{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

/// How often a fresh check may send the search back with a higher demand.
inline constexpr unsigned kMostPlanRounds = 4;

/// A target under a basis.
struct PlanQuestion {
  std::size_t target = 0;  ///< index into Spec::targets
  std::string basis;
  Name basis_name;
  CivilTime by;  ///< the instant at which it is judged
};

/// What becomes of a question.
struct PlanOutcome {
  double probability = 0;
  Range95 interval;  ///< Wilson: sampling error alone
  double p10 = 0;    ///< of K at the question's date [FLOP/s]
  double p50 = 0;
  double p90 = 0;
};

/// A set of levers, and what it does.
struct PlanSet {
  std::vector<std::size_t> levers;  ///< indices into PlanSpec::levers, ascending
  Money cost;
  std::map<int, Money> by_year;  ///< of all years in which any lever costs something, or that have a budget
  Money undated;
  std::map<std::string, Watts> power;  ///< by prefix of PlanSpec::power: what the set takes there
  std::vector<PlanOutcome> searched;   ///< by question, on the samples of the search
  std::vector<PlanOutcome> fresh;      ///< by question, on samples that no search has seen
};

/// The cheapest set for a probability.
struct FrontierPoint {
  double probability = 0;      ///< asked of each question, on the samples of the search
  std::optional<PlanSet> set;  ///< none: no allowed set reaches it (or none was found, if not `proved`)
  bool proved = true;          ///< that no cheaper set reaches it on these samples
};

/// How far allowed sets can go.
struct PlanMost {
  double probability = 0;           ///< on the samples of the search
  std::vector<std::size_t> levers;  ///< the cheapest set that goes so far; indices into PlanSpec::levers
  Money cost;                       ///< of that set
  bool proved = true;               ///< that no allowed set goes further
  bool is_cheapest = true;          ///< that no cheaper set goes so far
};

/// Levers that share pools.
struct LeverGroup {
  std::vector<std::size_t> levers;  ///< indices into PlanSpec::levers
  std::vector<std::string> pools;   ///< paths of the pools that feel them, "centres.a.pools.b"
  std::size_t combinations = 0;     ///< that do not exclude one another, the empty one among them
};

struct Plan {
  const Scenario* scenario = nullptr;
  PlanOptions options;
  LeverBase base;
  Spec spec;  ///< the scenario under `base`, without any lever; `*spec.plan` is what was asked for
  std::vector<PlanQuestion> questions;  ///< by target, then by basis
  PlanSet nothing;                      ///< the empty set: how it stands without any lever

  std::optional<PlanSet> chosen;  ///< the cheapest set; of several the one with fewest levers, then the first
  bool proved = true;             ///< that no cheaper one meets `demanded` on the samples of the search
  /// The share of the search's samples that was finally asked for: `reach`, and more where a set that reached
  /// it on them fell short on fresh ones. After each round in which the interval of a fresh probability lay
  /// below `reach`, its shortfall is added and the search begins again; the next check has other samples.
  double demanded = 0;
  unsigned rounds = 1;   ///< searches made, up to kMostPlanRounds
  bool is_kept = false;  ///< a set was chosen, and no interval of its fresh probabilities lies below `reach`

  std::vector<FrontierPoint> frontier;  ///< by `kFrontier`
  std::vector<PlanMost> most;           ///< by question: the highest probability that an allowed set reaches
  PlanMost most_together;               ///< of the least of all questions' probabilities

  std::vector<LeverGroup> groups;
  std::uint64_t sets = 0;         ///< different sets whose probabilities were looked up
  std::uint64_t evaluations = 0;  ///< specs whose programme was sampled
  std::uint64_t programmes = 0;   ///< mixed-integer programmes solved
  double seconds = 0;             ///< wall clock
};

/// Errors: a scenario without `plan`, without levers, or without a target on capacity; unknown ids; more than
/// `kMostLeversInGroup` levers that share pools; a combination of levers that no scenario can be read from.
/// @throws Interrupted
[[nodiscard]] std::optional<Plan> plan(const Scenario& scenario, const PlanOptions& options,
                                       Diagnostics& diagnostics, Progress* progress = nullptr);

}  // namespace suanwang
