#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "suanwang/base/time.hpp"
#include "suanwang/policy/criteria.hpp"

namespace suanwang {

/// What policies are composed of, by name (policy/catalogue.hpp).
struct Catalogue;
[[nodiscard]] const Catalogue& standard_catalogue();

/// When a centre decides (docs/ and ARCHITECTURE, "Fixed meanings").
enum class DecideRule : std::uint8_t { PerInstant, PerEvent };

/// A backfill rule with its parameters, by its name in the catalogue.
struct BackfillSettings {
  enum class Candidates : std::uint8_t { Queue, Shortest };
  enum class Reserve : std::uint8_t { Count, Machines };
  std::string rule = "none";                  ///< catalogue name: none, easy, conservative, depth
  Candidates candidates = Candidates::Queue;  ///< easy
  Reserve reserve = Reserve::Count;           ///< easy
  int depth = 1;                              ///< depth: how many blocked jobs hold a reservation, >= 1
};

/// The parameters of orders that have any.
struct OrderSettings {
  static constexpr Duration kWeek{7 * 86400 * 1'000'000'000LL};

  std::string expression = "submit";  ///< expr: over what `order_variables` names
  Duration half_life = kWeek;         ///< fair-share, multifactor, expr: of what tenants have used; above 0
  // multifactor: what each factor weighs, and after which wait age has its whole weight.
  double age = 1;
  double fair_share = 1;
  double size = 0;
  double priority = 1;
  Duration max_age = kWeek;
};

/// A job that stands before others in the order may take the accelerators of running ones; what that costs
/// them. And whether tenants get back by force what others of their cohort borrow.
struct PreemptionSettings {
  /// Work between two checkpoints; 0: what is done is always kept; none: never, an attempt that is stopped
  /// was in vain.
  std::optional<Duration> every{};
  Duration takes{0};        ///< to write a checkpoint; 0 where `every` is
  Duration restart{0};      ///< to go on from one, at the beginning of each attempt but the first
  Duration minimum_run{0};  ///< before which no attempt is stopped

  /// Whom a job may stop that needs no more than its tenant's nominal quota and waits because others of the
  /// cohort borrow it.
  enum class Reclaim : std::uint8_t {
    Never,
    LowerPriority,  ///< borrowers' jobs of a lower priority
    Any,            ///< borrowers' jobs
  };
  Reclaim reclaim = Reclaim::Never;
};

/// How `dispatch: scored` scores a job at a centre, and assigns jobs by that: the least score is best.
struct ScoreSettings {
  enum class Assign : std::uint8_t {
    Greedy,  ///< one job after the other, each where its score is least
    Flow,    ///< all at once, to the accelerators that are free: least sum of scores, split gangs repaired
    Assignment,  ///< the gangs of one size at once, largest size first: least sum of scores, exactly
  };
  static constexpr std::size_t kMostInWindow = 1'000'000;

  std::array<double, kCriteria> weights{
      1};                  ///< by criterion, at least 0; without a formula the score is their sum
  std::string expression;  ///< over what `score_variables` names; empty: by weights
  Assign assign = Assign::Greedy;
  std::size_t window = 64;  ///< jobs that are due together and decided together, at most
  /// From how long after its submission on a job that waits may be moved to a centre that can start it at
  /// once.
  Duration moves_after = Duration::max();
};

/// A policy, composed: order × backfill × place × dispatch, by their names in the catalogue.
struct PolicySettings {
  std::string order = "fifo";
  OrderSettings ordering{};
  BackfillSettings backfill{};
  std::string place = "first-fit";
  std::string dispatch = "any";
  Duration overflow_after{0};  ///< overflow: how long a job waits at home before it may go elsewhere
  ScoreSettings scoring{};     ///< scored
  /// Whether a job's data sets out as soon as its centre is known, while it queues; otherwise when its turn
  /// comes.
  bool stage_ahead = false;
  /// Whether a job whose turn has come holds its accelerators while its data arrives; otherwise it steps
  /// aside and takes its place in the queue again when it has.
  bool hold_while_staging = false;
  std::optional<PreemptionSettings> preemption{};
  DecideRule decide = DecideRule::PerInstant;
  std::optional<std::uint64_t> max_waiting{};  ///< jobs beyond so many waiting are refused
};

}  // namespace suanwang
