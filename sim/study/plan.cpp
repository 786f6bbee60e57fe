#include "suanwang/study/plan.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/measure/intervals.hpp"

#include "scenario/by_id.hpp"
#include "scenario/judged.hpp"
#include "study/lever_search.hpp"
#include "study/plan_parts.hpp"

namespace suanwang {
namespace {

using std::chrono::steady_clock;

/// In how many of `samples` a question must be met for probability `p`.
std::uint64_t needed_for(double p, std::uint64_t samples) {
  const double least = std::ceil(p * static_cast<double>(samples) - 1e-9);
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(least), 1, samples);
}

class Planner {
 public:
  Planner(const PlanCase& plan, const LeverTables& tables, Plan& result)
      : plan_{&plan},
        tables_{&tables},
        result_{&result},
        limits_{*plan.spec->plan, plan.rules},
        search_{plan, tables, limits_} {}

  void run() {
    find_most();
    // The highest first: a set that reaches more is a first answer for less.
    std::vector<FoundSet> frontier(kFrontier.size());
    for (std::size_t i = kFrontier.size(); i-- > 0;) frontier[i] = cheapest(kFrontier[i]);
    choose();
    // What is told of a set comes from its own spec, and must be what the tables said.
    const LeverSet none(plan_->levers().size());
    std::vector<LeverSet> sets{none};
    for (const FoundSet& each : frontier) {
      if (each.set) sets.push_back(*each.set);
    }
    describe(sets);
    result_->nothing = described_.at(none);
    for (std::size_t i = 0; i < kFrontier.size(); ++i) {
      FrontierPoint& point = result_->frontier.emplace_back();
      point.probability = kFrontier[i];
      point.proved = frontier[i].proved;
      if (frontier[i].set) point.set = described_.at(*frontier[i].set);
    }
    result_->sets = search_.sets();
    result_->programmes = search_.programmes();
    result_->evaluations += tables_->evaluations();
  }

 private:
  std::uint64_t samples() const { return tables_->samples(); }

  std::vector<std::size_t> all_questions() const {
    std::vector<std::size_t> all(plan_->questions.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }

  void find_most() {
    for (std::size_t q = 0; q < plan_->questions.size(); ++q) result_->most.push_back(most_of({q}).first);
    std::tie(result_->most_together, most_met_) = most_of(all_questions());
  }

  /// @return also in how many samples
  std::pair<PlanMost, std::uint64_t> most_of(const std::vector<std::size_t>& questions) {
    PlanMost most;
    auto [set, met] = search_.most(questions, most.proved);
    most.probability = static_cast<double>(met) / static_cast<double>(samples());
    FoundSet cheapest = search_.cheapest({questions, met});
    most.is_cheapest = cheapest.proved;
    if (cheapest.set) set = *std::move(cheapest.set);
    const PlanSet described = limits_.describe(set);
    most.levers = described.levers;
    most.cost = described.cost;
    return {most, met};
  }

  FoundSet cheapest(double p) {
    const std::uint64_t needed = needed_for(p, samples());
    if (result_->most_together.proved && needed > most_met_) return {std::nullopt, true};
    // What is best for less, and reaches more, is best for that, too.
    for (const auto& [for_less, found] : found_) {
      if (for_less <= needed && found.set && found.proved && met_by(*found.set) >= needed) return found;
    }
    return found_[needed] = search_.cheapest({all_questions(), needed});
  }

  std::uint64_t met_by(const LeverSet& set) { return std::ranges::min(search_.met(tables_->choice_of(set))); }

  /// Searches until a set keeps on fresh samples what it promises on those of the search.
  void choose() {
    const double reach = plan_->spec->plan->reach;
    const std::uint64_t fresh = plan_->options->fresh_samples;
    double demanded = reach;
    for (unsigned round = 1; round <= kMostPlanRounds; ++round) {
      const FoundSet found = cheapest(demanded);
      result_->rounds = round;
      result_->proved = found.proved;
      result_->demanded = demanded;
      if (!found.set) break;
      PlanSet set = limits_.describe(*found.set);
      set.searched = outcomes(*found.set, 0, samples());
      set.fresh = outcomes(*found.set, samples() + (round - 1) * fresh, fresh);
      double short_of = 0;
      for (const PlanOutcome& each : set.fresh) {
        if (each.interval.high < reach) short_of = std::max(short_of, reach - each.probability);
      }
      result_->chosen = std::move(set);
      result_->is_kept = short_of == 0;
      if (result_->is_kept || demanded >= 1) break;
      demanded = std::min(demanded + short_of, 1.0);
    }
  }

  void describe(const std::vector<LeverSet>& sets) {
    for (const LeverSet& each : sets) described_.try_emplace(each, limits_.describe(each));
    std::vector<std::pair<const LeverSet, PlanSet>*> slots;
    for (auto& each : described_) slots.push_back(&each);
    result_->evaluations += outcomes(slots);
  }

  /// @return how many specs were evaluated
  std::size_t outcomes(const std::vector<std::pair<const LeverSet, PlanSet>*>& slots) const {
    const std::uint64_t fresh = plan_->options->fresh_samples;
    for_each_index(2 * slots.size(), plan_->options->parallelism, [&](std::size_t i) {
      auto& [set, described] = *slots[i / 2];
      if (i % 2 == 0) {
        described.searched = outcomes_of(set, 0, samples());
      } else {
        described.fresh = outcomes_of(set, samples(), fresh);
      }
    });
    return 2 * slots.size();
  }

  std::vector<PlanOutcome> outcomes(const LeverSet& set, std::uint64_t first, std::uint64_t count) {
    ++result_->evaluations;
    return outcomes_of(set, first, count);
  }

  /// From the whole spec with the levers of the set.
  std::vector<PlanOutcome> outcomes_of(const LeverSet& set, std::uint64_t first, std::uint64_t count) const {
    static const std::set<std::string> kNone;
    Diagnostics problems;
    const std::optional<Spec> spec = plan_->with(limits_.describe(set).levers, problems);
    SUANWANG_CHECK(spec.has_value());  // its parts could be read, and have nothing in common
    const std::vector<double> all = capacities(*plan_, *spec, {&kNone, false}, first, count);
    std::vector<PlanOutcome> result;
    for (std::size_t q = 0; q < plan_->questions.size(); ++q) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(q * count);
      std::vector<double> k{begin, begin + static_cast<std::ptrdiff_t>(count)};
      if (first == 0) check(k, tables_->capacity(tables_->choice_of(set), q));
      result.push_back(outcome(q, std::move(k)));
    }
    return result;
  }

  static void check(const std::vector<double>& whole, const std::vector<double>& sum) {
    for (std::size_t s = 0; s < whole.size(); ++s) {
      SUANWANG_CHECK(std::abs(whole[s] - sum[s]) <= 1e-9 * std::max(std::abs(whole[s]), std::abs(sum[s])));
    }
  }

  PlanOutcome outcome(std::size_t question, std::vector<double> k) const {
    PlanOutcome result;
    const auto met = static_cast<std::uint64_t>(
        std::ranges::count_if(k, [&](double x) { return plan_->is_met(question, x); }));
    result.probability = static_cast<double>(met) / static_cast<double>(k.size());
    const Interval interval = wilson(met, k.size());
    result.interval = {interval.low, interval.high};
    std::ranges::sort(k);
    result.p10 = nearest_rank(k, 0.1);
    result.p50 = nearest_rank(k, 0.5);
    result.p90 = nearest_rank(k, 0.9);
    return result;
  }

  const PlanCase* plan_;
  const LeverTables* tables_;
  Plan* result_;
  LeverLimits limits_;
  LeverSearch search_;
  std::uint64_t most_met_ = 0;
  std::map<std::uint64_t, FoundSet> found_;  ///< by what was needed
  std::map<LeverSet, PlanSet> described_;
};

}  // namespace

std::optional<Plan> plan(const Scenario& scenario, const PlanOptions& options, Diagnostics& diagnostics,
                         Progress* progress) {
  SUANWANG_CHECK(options.samples > 0 && options.fresh_samples > 0 && options.block > 0);
  const steady_clock::time_point before = steady_clock::now();
  std::optional<Plan> result = planned(scenario, options, diagnostics);
  if (!result) return std::nullopt;
  const PlanSpec& asked = *result->spec.plan;
  PlanCase plan_case{
      &scenario, &options, result->base, &result->spec, {}, {}, scenario::LeverRules{asked.levers}, progress};
  add_questions(plan_case, result->questions);
  const std::optional<LeverGroups> groups = groups_of(plan_case, diagnostics);
  if (!groups) return std::nullopt;
  const std::optional<LeverTables> tables = LeverTables::make(plan_case, *groups, diagnostics);
  if (!tables) return std::nullopt;
  result->groups = groups->groups;
  for (std::size_t g = 0; g < result->groups.size(); ++g) {
    result->groups[g].combinations = tables->groups()[g].combinations.size();
  }
  Planner{plan_case, *tables, *result}.run();
  result->seconds = std::chrono::duration<double>(steady_clock::now() - before).count();
  return result;
}

}  // namespace suanwang
