#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "study/lever_limits.hpp"
#include "study/lever_tables.hpp"

namespace suanwang {

/// What a set must do to pass: each of these questions is met in `needed` samples or more.
struct LeverDemand {
  std::vector<std::size_t> questions;
  std::uint64_t needed;
};

/// What a search found.
struct FoundSet {
  std::optional<LeverSet> set;
  bool proved = true;  ///< that there is no better one, or none
};

/// Branch and bound over the combinations of the groups, one group a level. Nothing below a partial set is
/// looked at where
///   - the questions are met too seldom even if in each sample the open groups are chosen anew, as well as
///     the money allows that is left below the cheapest set known;
///   - what a balance still lacks costs too much: a knapsack over the open groups;
///   - a budget, a permit or a rule is already broken.
/// Combinations that another of their group beats in every respect are never tried. Levers that are many and
/// much alike can still be too much: then it gives up.
class LeverBranching {
 public:
  /// How many samples of partial sets one search looks at before it gives up, at the latest after
  /// `PlanOptions::most_partial_sets`.
  static constexpr std::uint64_t kMostSums = 4'000'000'000;

  LeverBranching(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits);

  /// The cheapest allowed set that passes; of several the one with fewest levers, of these the one whose
  /// levers come first. Not `proved`: the best that was found. @param known one that passes, if any is known:
  /// the search is shorter, the answer the same @throws Interrupted
  [[nodiscard]] FoundSet cheapest(const LeverDemand& demand, const std::optional<LeverSet>& known);

 private:
  /// A combination of a group.
  struct Branch {
    std::size_t place;
    std::int64_t cost;  ///< above that of the cheapest of its group, as all costs here
    std::size_t levers;
    std::vector<std::int64_t> takes;    ///< of each limit
    std::vector<std::uint16_t> shares;  ///< by balance: what it brings, in 1 / kUnits, rounded up
  };
  struct Level {
    std::size_t group;
    std::vector<Branch> branches;                 ///< cheapest first
    std::size_t fewest_below = 0;                 ///< levers in all levels after this one
    std::vector<std::int64_t> least_takes_below;  ///< likewise
    /// By steps of money, [questions x samples]: the best that levels after this one bring for so much.
    std::vector<std::vector<double>> best_below;
    /// By balance, by what it lacks [1 / kUnits]: the least that levels after this one cost to bring it.
    std::vector<std::vector<std::int64_t>> least_cost_below;
  };
  struct Node {
    std::vector<double> capacity;  ///< [questions x samples]
    std::int64_t cost = 0;
    std::size_t levers = 0;
    std::vector<std::int64_t> takes;
    std::vector<std::uint16_t> lacks;  ///< by balance [1 / kUnits]
  };
  /// A branch of a node, and the least that a set which takes it costs.
  struct Step {
    std::int64_t least_cost;
    const Branch* branch;
  };

  void add_level(std::size_t group);
  [[nodiscard]] bool is_beaten(const LeverTables::Group& group, const Branch& branch, const Branch& by) const;
  void sum_levels_below();
  void table_balances();
  void table_money(std::int64_t most);
  [[nodiscard]] const std::vector<double>& best_below(std::int64_t spent, const Level& level) const;
  void branch(std::size_t depth);
  [[nodiscard]] std::vector<Step> steps(const Node& node, const Level& level) const;
  [[nodiscard]] bool may_pass(const Node& from, const Branch& branch, const Level& level) const;
  [[nodiscard]] bool may_be_met(std::size_t question, const double* a, const double* b,
                                const double* c) const;
  void take(const Branch& branch, const Level& level, const Node& from, Node& to) const;
  void finish();

  const PlanCase* plan_;
  const LeverTables* tables_;
  const LeverLimits* limits_;
  std::vector<Level> levels_;
  std::int64_t least_cost_ = 0;  ///< of the cheapest branches together
  std::vector<Node> nodes_;      ///< by depth
  LeverChoice choice_;           ///< by group, down to the node that is looked at
  LeverDemand demand_;
  std::int64_t tabled_ = 0;  ///< up to so much money
  std::int64_t step_ = 1;    ///< in steps of so much
  std::uint64_t looked_at_ = 0, may_look_at_ = 0;
  std::optional<LeverSet> best_;
  std::int64_t best_cost_ = 0;
  std::size_t best_levers_ = 0;
};

}  // namespace suanwang
