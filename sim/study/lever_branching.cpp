#include "study/lever_branching.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "suanwang/model/simulation.hpp"

namespace suanwang {

LeverBranching::LeverBranching(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits)
    : plan_{&plan}, tables_{&tables}, limits_{&limits}, choice_(tables.groups().size()) {
  const std::size_t kinds = limits.limits().size();
  for (std::size_t g = 0; g < tables.groups().size(); ++g) {
    const LeverTables::Group& group = tables.groups()[g];
    Level& level = levels_.emplace_back();
    level.group = g;
    for (std::size_t c = 0; c < group.combinations.size(); ++c) {
      Branch branch{c, 0, 0, std::vector<std::int64_t>(kinds)};
      for (std::size_t i = 0; i < group.levers.size(); ++i) {
        if ((group.combinations[c] >> i & 1U) == 0) continue;
        ++branch.levers;
        branch.cost += limits.costs()[group.levers[i]];
        for (std::size_t k = 0; k < kinds; ++k)
          branch.takes[k] += limits.limits()[k].coefficients[group.levers[i]];
      }
      level.branches.push_back(std::move(branch));
    }
    std::ranges::stable_sort(level.branches, {}, &Branch::cost);
  }
  // Large groups first: what is decided early decides most.
  std::ranges::stable_sort(levels_, std::ranges::greater{}, [](const Level& l) { return l.branches.size(); });

  const std::size_t size = tables.questions() * tables.samples();
  for (std::size_t l = levels_.size(); l-- > 0;) {
    Level& level = levels_[l];
    level.best_below.assign(size, 0);
    level.least_takes_below.assign(kinds, 0);
    if (l + 1 == levels_.size()) continue;
    const Level& next = levels_[l + 1];
    const LeverTables::Group& group = tables.groups()[next.group];
    level.best_below = next.best_below;
    for (std::size_t q = 0; q < tables.questions(); ++q) {
      for (std::uint64_t s = 0; s < tables.samples(); ++s) {
        const std::size_t at = q * tables.samples() + s;
        double best = group.values[0][at];
        for (const std::vector<double>& of : group.values)
          best = tables.wants_more(q) ? std::max(best, of[at]) : std::min(best, of[at]);
        level.best_below[at] += best;
      }
    }
    level.least_cost_below = next.least_cost_below + next.branches.front().cost;
    const auto least = [&](auto of) { return std::ranges::min(next.branches, {}, of); };
    level.fewest_below = next.fewest_below + least(&Branch::levers).levers;
    for (std::size_t k = 0; k < kinds; ++k) {
      const auto takes = [k](const Branch& b) { return b.takes[k]; };
      level.least_takes_below[k] = next.least_takes_below[k] + least(takes).takes[k];
    }
  }
  nodes_.resize(levels_.size() + 1);
  nodes_.front().capacity = tables.unmoved();
  nodes_.front().takes.assign(kinds, 0);
}

FoundSet LeverBranching::cheapest(std::uint64_t needed) {
  needed_ = needed;
  looked_at_ = 0;
  best_.reset();
  branch(0);
  return {best_, looked_at_ <= kMostNodes};
}

void LeverBranching::branch(std::size_t depth) {
  if (depth == levels_.size()) return finish();
  const Level& level = levels_[depth];
  const LeverTables::Group& group = tables_->groups()[level.group];
  for (const Branch& branch_here : level.branches) {
    if (++looked_at_ > kMostNodes) return;
    if (plan_->progress != nullptr && plan_->progress->stop) throw Interrupted{};
    choice_[level.group] = branch_here.place;
    const Node& from = nodes_[depth];
    Node& to = nodes_[depth + 1];
    to.cost = from.cost + branch_here.cost;
    to.levers = from.levers + branch_here.levers;
    if (!may_be_better(to, level)) continue;
    add(group, branch_here, from, to);
    if (may_pass(to, level)) branch(depth + 1);
  }
}

bool LeverBranching::may_be_better(const Node& node, const Level& level) const {
  if (!best_) return true;
  return std::tuple{node.cost + level.least_cost_below, node.levers + level.fewest_below} <=
         std::tuple{best_cost_, best_levers_};
}

void LeverBranching::add(const LeverTables::Group& group, const Branch& branch_here, const Node& from,
                         Node& to) const {
  to.takes = from.takes;
  for (std::size_t k = 0; k < to.takes.size(); ++k) to.takes[k] += branch_here.takes[k];
  const std::vector<double>& more = group.values[branch_here.place];
  to.capacity.resize(from.capacity.size());
  for (std::size_t i = 0; i < to.capacity.size(); ++i) to.capacity[i] = from.capacity[i] + more[i];
}

bool LeverBranching::may_pass(const Node& node, const Level& level) const {
  for (std::size_t k = 0; k < node.takes.size(); ++k) {
    if (node.takes[k] + level.least_takes_below[k] > limits_->limits()[k].most) return false;
  }
  // Sums in another order differ in their last digits: what is that near counts as met, and is judged exactly
  // at the end.
  constexpr double kNear = 1e-9;
  const std::uint64_t samples = tables_->samples();
  for (std::size_t q = 0; q < tables_->questions(); ++q) {
    const double sign = tables_->wants_more(q) ? kNear : -kNear;
    std::uint64_t met = 0;
    for (std::uint64_t s = 0; s < samples; ++s) {
      const double k = node.capacity[q * samples + s] + level.best_below[q * samples + s];
      met += plan_->is_met(q, k + sign * std::abs(k)) ? 1 : 0;
    }
    if (met < needed_) return false;
  }
  return true;
}

void LeverBranching::finish() {
  LeverSet set(plan_->levers().size());
  for (std::size_t g = 0; g < choice_.size(); ++g) {
    const LeverTables::Group& group = tables_->groups()[g];
    for (std::size_t i = 0; i < group.levers.size(); ++i)
      set[group.levers[i]] = (group.combinations[choice_[g]] >> i & 1U) != 0;
  }
  const Node& node = nodes_.back();
  if (best_ && std::tuple{node.cost, node.levers} == std::tuple{best_cost_, best_levers_} && set <= *best_)
    return;
  if (!limits_->allows(set)) return;
  const std::vector<std::uint64_t> met = tables_->met(choice_);
  if (std::ranges::any_of(met, [&](std::uint64_t n) { return n < needed_; })) return;
  best_ = std::move(set);
  best_cost_ = node.cost;
  best_levers_ = node.levers;
}

}  // namespace suanwang
