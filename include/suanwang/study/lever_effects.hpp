#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/name.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/study/plan.hpp"

// What each lever does by itself: the probability of each question with it and without it, on the samples of
// the search, every random number the same.
namespace suanwang {

/// A change of the probability of a question.
struct ProbabilityChange {
  double change = 0;
  Range95 interval;  ///< of the paired difference
};

struct LeverEffect {
  std::size_t lever = 0;           ///< index into PlanSpec::levers
  std::vector<std::size_t> along;  ///< the levers that it requires, and theirs: applied with it
  /// By question: against no lever at all. None where the scenario cannot be read with it alone.
  std::optional<std::vector<ProbabilityChange>> alone;
  /// By question: of the chosen set without it, and without those of the set that require it, against the
  /// set. None of a lever that is not chosen.
  std::optional<std::vector<ProbabilityChange>> dropped;
};

/// By lever. @throws Interrupted
[[nodiscard]] std::vector<LeverEffect> lever_effects(const Plan& plan, Parallelism parallelism,
                                                     Progress* progress = nullptr);

/// The chosen set under other beliefs than it was chosen under.
struct BeliefOutcome {
  Name name;                    ///< of the assumption set
  std::string assumptions;      ///< its id; empty: the variant as it stands
  std::vector<double> without;  ///< by question: P without any lever
  std::vector<double> with;     ///< with the chosen set
};

/// By assumption set, on the samples of the search; those with which the scenario cannot be read with the set
/// are left out. @pre a set was chosen @throws Interrupted
[[nodiscard]] std::vector<BeliefOutcome> under_other_beliefs(const Plan& plan, Parallelism parallelism,
                                                             Progress* progress = nullptr);

/// Why a set of levers is not allowed.
struct Hindrance {
  enum class Kind : std::uint8_t { Budget, Permit, Exclusion, Requirement };
  Kind kind = Kind::Budget;
  int year = 0;           ///< of the budget
  std::string region{};   ///< of the permit
  double over = 0;        ///< by how much: CNY, or W
  std::size_t lever = 0;  ///< Exclusion, Requirement: index into PlanSpec::levers
  std::size_t other = 0;  ///< that it excludes, or requires
};

/// Everything that keeps a set of levers from being allowed: empty if nothing does.
[[nodiscard]] std::vector<Hindrance> hindrances(const PlanSpec& plan, const std::vector<std::size_t>& levers);

}  // namespace suanwang
