#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "study/lever_limits.hpp"
#include "study/lever_tables.hpp"

namespace suanwang {

/// What a search found.
struct FoundSet {
  std::optional<LeverSet> set;
  bool proved = true;  ///< that there is no better one, or none
};

/// Branch and bound over the combinations of the groups, one group a level. What is still open is taken at
/// its best in each sample, which no set can beat: where even that is met too seldom, or costs too much,
/// nothing below is looked at. Fast where groups are few or sets are cheap to tell apart; otherwise it gives
/// up.
class LeverBranching {
 public:
  /// How many partial sets one search looks at before it gives up.
  static constexpr std::uint64_t kMostNodes = 200'000;

  LeverBranching(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits);

  /// The cheapest allowed set with which each question is met in `needed` samples or more; of several the one
  /// with fewest levers, of these the one whose levers come first. @throws Interrupted
  [[nodiscard]] FoundSet cheapest(std::uint64_t needed);

 private:
  /// A combination of a group.
  struct Branch {
    std::size_t place;
    std::int64_t cost;
    std::size_t levers;
    std::vector<std::int64_t> takes;  ///< of each limit
  };
  struct Level {
    std::size_t group;
    std::vector<Branch> branches;       ///< cheapest first
    std::vector<double> best_below;     ///< [questions x samples]: of all levels after this one
    std::int64_t least_cost_below = 0;  ///< likewise
    std::size_t fewest_below = 0;
    std::vector<std::int64_t> least_takes_below;
  };
  struct Node {
    std::vector<double> capacity;  ///< [questions x samples]
    std::int64_t cost = 0;
    std::size_t levers = 0;
    std::vector<std::int64_t> takes;
  };

  void branch(std::size_t depth);
  void add(const LeverTables::Group& group, const Branch& branch, const Node& from, Node& to) const;
  [[nodiscard]] bool may_be_better(const Node& node, const Level& level) const;
  [[nodiscard]] bool may_pass(const Node& node, const Level& level) const;
  void finish();

  const PlanCase* plan_;
  const LeverTables* tables_;
  const LeverLimits* limits_;
  std::vector<Level> levels_;
  std::vector<Node> nodes_;  ///< by depth
  LeverChoice choice_;       ///< by group, down to the node that is looked at
  std::uint64_t needed_ = 0;
  std::uint64_t looked_at_ = 0;
  std::optional<LeverSet> best_;
  std::int64_t best_cost_ = 0;
  std::size_t best_levers_ = 0;
};

}  // namespace suanwang
