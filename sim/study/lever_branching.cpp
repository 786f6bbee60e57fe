#include "study/lever_branching.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "suanwang/model/simulation.hpp"

#include "study/lever_balance.hpp"

namespace suanwang {
namespace {

constexpr std::uint16_t kUnits = 4096;  // of a balance
constexpr std::int64_t kOutOfReach = std::numeric_limits<std::int64_t>::max() / 4;

std::uint16_t less(std::uint16_t lacks, std::uint16_t share) {
  return share >= lacks ? std::uint16_t{0} : static_cast<std::uint16_t>(lacks - share);
}

}  // namespace

LeverBranching::LeverBranching(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits)
    : plan_{&plan}, tables_{&tables}, limits_{&limits}, choice_(tables.groups().size()) {
  for (std::size_t g = 0; g < tables.groups().size(); ++g) add_level(g);
  // Large groups first: what is decided early decides most.
  std::ranges::stable_sort(levels_, std::ranges::greater{}, [](const Level& l) { return l.branches.size(); });
  sum_levels_below();
  nodes_.resize(levels_.size() + 1);
  nodes_.front().capacity = tables.unmoved();
  nodes_.front().takes.assign(limits.limits().size(), 0);
}

void LeverBranching::add_level(std::size_t g) {
  const LeverTables::Group& group = tables_->groups()[g];
  const std::vector<LeverLimits::Limit>& limits = limits_->limits();
  std::vector<Branch> branches;
  for (std::size_t c = 0; c < group.combinations.size(); ++c) {
    LeverSet set(plan_->levers().size());
    group.add_to(set, c);
    Branch& branch = branches.emplace_back(
        Branch{c, limits_->cost(set), static_cast<std::size_t>(std::ranges::count(set, true)), {}, {}});
    for (const LeverLimits::Limit& each : limits)
      branch.takes.push_back(LeverLimits::sum(each.coefficients, set));
  }
  std::ranges::stable_sort(branches, {}, [](const Branch& b) { return std::pair{b.cost, b.levers}; });
  Level& level = levels_.emplace_back();
  level.group = g;
  const std::int64_t least = branches.front().cost;
  least_cost_ += least;
  for (Branch& each : branches) {
    each.cost -= least;
    const bool beaten =
        std::ranges::any_of(level.branches, [&](const Branch& by) { return is_beaten(group, each, by); });
    if (!beaten) level.branches.push_back(std::move(each));
  }
}

/// Whether `by` costs less, or as much with fewer levers; takes no more of anything; and is as near to every
/// bound in every sample. Then no best set has `branch`.
bool LeverBranching::is_beaten(const LeverTables::Group& group, const Branch& branch,
                               const Branch& by) const {
  if (std::pair{by.cost, by.levers} >= std::pair{branch.cost, branch.levers}) return false;
  for (std::size_t k = 0; k < by.takes.size(); ++k) {
    if (by.takes[k] > branch.takes[k]) return false;
  }
  for (std::size_t q = 0; q < tables_->questions(); ++q) {
    if (!tables_->is_never_nearer(q, group, branch.place, by.place)) return false;
  }
  return true;
}

void LeverBranching::sum_levels_below() {
  const std::size_t kinds = limits_->limits().size();
  for (std::size_t l = levels_.size(); l-- > 0;) {
    Level& level = levels_[l];
    level.least_takes_below.assign(kinds, 0);
    if (l + 1 == levels_.size()) continue;
    const Level& next = levels_[l + 1];
    const auto least = [&](auto of) { return std::ranges::min(next.branches, {}, of); };
    level.fewest_below = next.fewest_below + least(&Branch::levers).levers;
    for (std::size_t k = 0; k < kinds; ++k) {
      const auto takes = [k](const Branch& b) { return b.takes[k]; };
      level.least_takes_below[k] = next.least_takes_below[k] + least(takes).takes[k];
    }
  }
}

/// Of what is asked now. The cost to bring x, of one level and those after it, is the least over its branches
/// of what one costs and what the rest costs that it leaves.
void LeverBranching::table_balances() {
  std::vector<LeverBalance> balances;
  for (const std::size_t q : demand_.questions) {
    std::ranges::move(lever_balances(*plan_, *tables_, q, demand_.needed), std::back_inserter(balances));
  }
  // At least one, so that what sets cost at least is known without any, too.
  if (balances.empty()) {
    LeverBalance& nothing = balances.emplace_back();
    for (const LeverTables::Group& group : tables_->groups())
      nothing.emplace_back(group.combinations.size(), 1.0);
  }
  nodes_.front().lacks.assign(balances.size(), kUnits);
  for (Level& level : levels_) {
    level.least_cost_below.assign(balances.size(), std::vector<std::int64_t>(kUnits + 1, kOutOfReach));
    for (Branch& each : level.branches) {
      each.shares.clear();
      for (const LeverBalance& balance : balances) {
        each.shares.push_back(
            static_cast<std::uint16_t>(std::ceil(balance[level.group][each.place] * kUnits)));
      }
    }
  }
  for (std::size_t b = 0; b < balances.size(); ++b) {
    for (std::size_t l = levels_.size(); l-- > 0;) {
      std::vector<std::int64_t>& cost = levels_[l].least_cost_below[b];
      if (l + 1 == levels_.size()) {
        cost.front() = 0;
        continue;
      }
      const Level& next = levels_[l + 1];
      for (std::size_t x = 0; x <= kUnits; ++x) {
        for (const Branch& each : next.branches) {
          const std::uint16_t rest = less(static_cast<std::uint16_t>(x), each.shares[b]);
          cost[x] = std::min(cost[x], each.cost + next.least_cost_below[b][rest]);
        }
        cost[x] = std::min(cost[x], kOutOfReach);
      }
    }
  }
}

/// What is worth tabling depends on what may be spent. Of the steps that a sum of costs has, and of each
/// cost, only whole ones count: nothing that can be afforded is left out.
void LeverBranching::table_money(std::int64_t most) {
  constexpr std::size_t kMostNumbers = 8'000'000;
  const std::size_t size = tables_->questions() * tables_->samples();
  const std::size_t steps = std::clamp<std::size_t>(kMostNumbers / (size * levels_.size()), 8, 512);
  tabled_ = most;
  step_ = most / static_cast<std::int64_t>(steps) + 1;
  const auto count = static_cast<std::size_t>(most / step_ + 1);
  const auto better = [&](std::size_t at, double a, double b) {
    return tables_->wants_more(at / tables_->samples()) ? std::max(a, b) : std::min(a, b);
  };
  for (std::size_t l = levels_.size(); l-- > 0;) {
    std::vector<std::vector<double>>& best = levels_[l].best_below;
    best.assign(1, std::vector<double>(size, 0));
    if (l + 1 == levels_.size()) continue;
    const Level& next = levels_[l + 1];
    // The best branch of the next level by what it costs, then with the best that the rest brings.
    std::map<std::size_t, std::vector<double>> by_cost;
    for (const Branch& each : next.branches) {
      if (each.cost > most) continue;
      const std::vector<double>& values = tables_->groups()[next.group].values[each.place];
      const auto [known, is_new] = by_cost.try_emplace(static_cast<std::size_t>(each.cost / step_), values);
      for (std::size_t at = 0; !is_new && at < size; ++at)
        known->second[at] = better(at, known->second[at], values[at]);
    }
    best.clear();
    for (std::size_t money = 0; money < count; ++money) {
      std::vector<double>& sums = best.emplace_back();
      for (const auto& [cost, values] : by_cost) {
        if (cost > money) break;
        const std::vector<double>& rest = next.best_below[std::min(money - cost, next.best_below.size() - 1)];
        const bool is_first = sums.empty();
        sums.resize(size);
        for (std::size_t at = 0; at < size; ++at) {
          const double sum = values[at] + rest[at];
          sums[at] = is_first ? sum : better(at, sums[at], sum);
        }
      }
    }
  }
}

/// For what may be spent on levels after this one.
const std::vector<double>& LeverBranching::best_below(std::int64_t spent, const Level& level) const {
  if (!best_) return level.best_below.back();
  const auto money = static_cast<std::size_t>((best_cost_ - spent) / step_);
  return level.best_below[std::min(money, level.best_below.size() - 1)];
}

FoundSet LeverBranching::cheapest(const LeverDemand& demand, const std::optional<LeverSet>& known) {
  demand_ = demand;
  looked_at_ = 0;
  may_look_at_ =
      std::min(plan_->options->most_partial_sets, kMostSums / (tables_->samples() * demand.questions.size()));
  best_ = known;
  std::int64_t most = 0;
  for (const Level& each : levels_) most += each.branches.back().cost;
  if (known) {
    best_cost_ = most = limits_->cost(*known) - least_cost_;
    best_levers_ = static_cast<std::size_t>(std::ranges::count(*known, true));
  }
  table_balances();
  table_money(most);
  branch(0);
  return {best_, looked_at_ <= may_look_at_};
}

void LeverBranching::branch(std::size_t depth) {
  if (depth == levels_.size()) return finish();
  const Level& level = levels_[depth];
  for (const Step& step : steps(nodes_[depth], level)) {
    if (++looked_at_ > may_look_at_) return;
    if (plan_->progress != nullptr && plan_->progress->stop) throw Interrupted{};
    const std::size_t fewest = nodes_[depth].levers + step.branch->levers + level.fewest_below;
    if (best_ && std::tuple{step.least_cost, fewest} > std::tuple{best_cost_, best_levers_}) continue;
    if (!may_pass(nodes_[depth], *step.branch, level)) continue;
    take(*step.branch, level, nodes_[depth], nodes_[depth + 1]);
    choice_[level.group] = step.branch->place;
    branch(depth + 1);
  }
}

/// What may lead to a set, the cheapest first: what is found early rules out much.
std::vector<LeverBranching::Step> LeverBranching::steps(const Node& node, const Level& level) const {
  std::vector<Step> result;
  for (const Branch& each : level.branches) {
    std::int64_t below = 0;
    for (std::size_t b = 0; b < node.lacks.size(); ++b) {
      below = std::max(below, level.least_cost_below[b][less(node.lacks[b], each.shares[b])]);
    }
    if (below < kOutOfReach) result.push_back({node.cost + each.cost + below, &each});
  }
  std::ranges::stable_sort(result, {}, &Step::least_cost);
  return result;
}

void LeverBranching::take(const Branch& branch, const Level& level, const Node& from, Node& to) const {
  to.cost = from.cost + branch.cost;
  to.levers = from.levers + branch.levers;
  to.takes = from.takes;
  for (std::size_t k = 0; k < to.takes.size(); ++k) to.takes[k] += branch.takes[k];
  to.lacks = from.lacks;
  for (std::size_t b = 0; b < to.lacks.size(); ++b) to.lacks[b] = less(to.lacks[b], branch.shares[b]);
  const std::vector<double>& more = tables_->groups()[level.group].values[branch.place];
  to.capacity.resize(from.capacity.size());
  for (std::size_t i = 0; i < to.capacity.size(); ++i) to.capacity[i] = from.capacity[i] + more[i];
}

bool LeverBranching::may_pass(const Node& from, const Branch& branch, const Level& level) const {
  for (std::size_t k = 0; k < from.takes.size(); ++k) {
    if (from.takes[k] + branch.takes[k] + level.least_takes_below[k] > limits_->limits()[k].most)
      return false;
  }
  const std::vector<double>& more = tables_->groups()[level.group].values[branch.place];
  const std::vector<double>& best = best_below(from.cost + branch.cost, level);
  return std::ranges::all_of(demand_.questions, [&](std::size_t q) {
    const std::size_t first = q * tables_->samples();
    return may_be_met(q, from.capacity.data() + first, more.data() + first, best.data() + first);
  });
}

/// By sums of three capacities by sample. In another order they differ in their last digits: what is that
/// near counts as met, and is judged exactly at the end.
bool LeverBranching::may_be_met(std::size_t question, const double* a, const double* b,
                                const double* c) const {
  constexpr double kNear = 1e-9;
  constexpr std::uint64_t kBlock = 512;  // between looks at the count: without any the loop is faster
  const double sign = tables_->wants_more(question) ? 1 : -1;
  const double bound = sign * plan_->target(question).value.base();
  const std::uint64_t samples = tables_->samples(), spared = samples - demand_.needed;
  std::uint64_t missed = 0;
  for (std::uint64_t begin = 0; begin < samples && missed <= spared; begin += kBlock) {
    const std::uint64_t end = std::min(begin + kBlock, samples);
    for (std::uint64_t s = begin; s < end; ++s) {
      const double k = a[s] + b[s] + c[s];
      missed += sign * k + kNear * std::abs(k) < bound ? 1 : 0;
    }
  }
  return missed <= spared;
}

void LeverBranching::finish() {
  LeverSet set(plan_->levers().size());
  for (std::size_t g = 0; g < choice_.size(); ++g) {
    tables_->groups()[g].add_to(set, choice_[g]);
  }
  const Node& node = nodes_.back();
  if (best_ && std::tuple{node.cost, node.levers} == std::tuple{best_cost_, best_levers_} && set <= *best_)
    return;
  if (!limits_->allows(set)) return;
  const std::vector<std::uint64_t> met = tables_->met(choice_);
  if (std::ranges::any_of(demand_.questions, [&](std::size_t q) { return met[q] < demand_.needed; })) return;
  best_ = std::move(set);
  best_cost_ = node.cost;
  best_levers_ = node.levers;
  if (best_cost_ < tabled_ - tabled_ / 4) table_money(best_cost_);
}

}  // namespace suanwang
