#include "suanwang/study/lever_effects.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/measure/intervals.hpp"
#include "suanwang/scenario/levers.hpp"

#include "study/reach_model.hpp"
#include "study/reach_samples.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

using Levers = std::vector<std::size_t>;             // ascending
using Met = std::vector<std::vector<std::uint8_t>>;  // by question, by sample

std::size_t index_of(const PlanSpec& plan, const std::string& id) {
  const auto found = std::ranges::find(plan.levers, id, &LeverSpec::id);
  SUANWANG_CHECK(found != plan.levers.end());
  return static_cast<std::size_t>(found - plan.levers.begin());
}

bool requires_lever(const PlanSpec& plan, std::size_t lever, std::size_t other) {
  const auto& all = plan.levers[lever].required;
  return std::ranges::find(all, plan.levers[other].id) != all.end();
}

/// The lever and all that it requires, and they.
Levers with_required(const PlanSpec& plan, std::size_t lever) {
  Levers all{lever};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const std::string& id : plan.levers[all[i]].required) {
      const std::size_t other = index_of(plan, id);
      if (std::ranges::find(all, other) == all.end()) all.push_back(other);
    }
  }
  std::ranges::sort(all);
  return all;
}

/// What is left of a set without the lever and without those that require it, and they.
Levers without(const PlanSpec& plan, const Levers& set, std::size_t lever) {
  Levers gone{lever};
  for (std::size_t i = 0; i < gone.size(); ++i) {
    for (const std::size_t each : set) {
      if (requires_lever(plan, each, gone[i]) && std::ranges::find(gone, each) == gone.end())
        gone.push_back(each);
    }
  }
  Levers rest;
  std::ranges::copy_if(set, std::back_inserter(rest),
                       [&](std::size_t each) { return std::ranges::find(gone, each) == gone.end(); });
  return rest;
}

/// Which samples meet which question under a set of levers; none where it cannot be read.
std::optional<Met> outcomes(const Plan& plan, const LeverBase& base, const Levers& levers,
                            const Progress* progress) {
  if (progress != nullptr && progress->stop) throw Interrupted{};
  std::vector<std::string> ids;
  for (const std::size_t each : levers) ids.push_back(plan.spec.plan->levers[each].id);
  Diagnostics diagnostics;
  const std::optional<Spec> spec = with_levers(*plan.scenario, base, std::move(ids), diagnostics);
  if (!spec) return std::nullopt;
  const ReachModel model{*spec};
  const ReachDraws draws{model, ReachPoints::Plain, spec->seed, plan.options.samples};
  Met met(plan.questions.size(), std::vector<std::uint8_t>(draws.samples()));
  for (std::uint64_t first = 0; first < draws.samples(); first += plan.options.block) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(plan.options.block, draws.samples() - first));
    const std::vector<double> uniforms = draws.block(first, count);
    const ReachModel::Block block = model.evaluate(uniforms, count);
    for (std::size_t q = 0; q < met.size(); ++q) {
      const PlanQuestion& asked = plan.questions[q];
      const auto found = std::ranges::find_if(model.questions(), [&](const ReachQuestion& each) {
        return each.target == asked.target && each.basis == asked.basis;
      });
      SUANWANG_CHECK(found != model.questions().end());
      const auto question = static_cast<std::size_t>(found - model.questions().begin());
      const TargetSpec& target = spec->targets[found->target];
      for (std::size_t s = 0; s < count; ++s) {
        const double k = block.capacity(question, s, found->by);
        met[q][first + s] = satisfies(target.bound, k, target.value.base()) ? 1 : 0;
      }
    }
  }
  return met;
}

std::vector<ProbabilityChange> changes(const Met& before, const Met& after) {
  std::vector<ProbabilityChange> result;
  for (std::size_t q = 0; q < before.size(); ++q) {
    std::uint64_t gained = 0;
    std::uint64_t lost = 0;
    for (std::size_t s = 0; s < before[q].size(); ++s) {
      gained += after[q][s] > before[q][s] ? 1 : 0;
      lost += after[q][s] < before[q][s] ? 1 : 0;
    }
    const Interval interval = paired_proportions(gained, lost, before[q].size());
    result.push_back(
        {(static_cast<double>(gained) - static_cast<double>(lost)) / static_cast<double>(before[q].size()),
         {interval.low, interval.high}});
  }
  return result;
}

}  // namespace

std::vector<LeverEffect> lever_effects(const Plan& plan, Parallelism parallelism, Progress* progress) {
  const PlanSpec& of = *plan.spec.plan;
  const Levers chosen = plan.chosen ? plan.chosen->levers : Levers{};
  std::map<Levers, std::optional<Met>> met{{{}, {}}, {chosen, {}}};
  for (std::size_t l = 0; l < of.levers.size(); ++l) {
    met.try_emplace(with_required(of, l));
    if (std::ranges::binary_search(chosen, l)) met.try_emplace(without(of, chosen, l));
  }
  std::vector<std::pair<const Levers, std::optional<Met>>*> sets;
  for (auto& each : met) sets.push_back(&each);
  for_each_index(sets.size(), parallelism, [&](std::size_t i) {
    sets[i]->second = outcomes(plan, plan.base, sets[i]->first, progress);
  });

  const auto change = [&](const Levers& before,
                          const Levers& after) -> std::optional<std::vector<ProbabilityChange>> {
    const std::optional<Met>& a = met.at(before);
    const std::optional<Met>& b = met.at(after);
    if (!a || !b) return std::nullopt;
    return changes(*a, *b);
  };
  std::vector<LeverEffect> effects;
  for (std::size_t l = 0; l < of.levers.size(); ++l) {
    LeverEffect effect;
    effect.lever = l;
    const Levers own = with_required(of, l);
    std::ranges::copy_if(own, std::back_inserter(effect.along), [l](std::size_t each) { return each != l; });
    effect.alone = change({}, own);
    if (std::ranges::binary_search(chosen, l)) effect.dropped = change(chosen, without(of, chosen, l));
    effects.push_back(std::move(effect));
  }
  return effects;
}

std::vector<BeliefOutcome> under_other_beliefs(const Plan& plan, Parallelism parallelism,
                                               Progress* progress) {
  SUANWANG_CHECK(plan.chosen.has_value());
  std::vector<BeliefOutcome> beliefs;
  if (plan.base.assumptions) beliefs.push_back({{"as given", "按场景所给"}, "", {}, {}});
  for (const Spec& each : plan.scenario->assumptions) {
    if (each.variant.id != plan.base.assumptions)
      beliefs.push_back({each.variant.name, each.variant.id, {}, {}});
  }
  std::vector<std::optional<Met>> met(2 * beliefs.size());
  for_each_index(met.size(), parallelism, [&](std::size_t i) {
    LeverBase base = plan.base;
    base.assumptions.reset();
    if (!beliefs[i / 2].assumptions.empty()) base.assumptions = beliefs[i / 2].assumptions;
    met[i] = outcomes(plan, base, i % 2 == 0 ? Levers{} : plan.chosen->levers, progress);
  });
  const auto share = [](const std::vector<std::uint8_t>& of) {
    return static_cast<double>(std::ranges::count(of, 1)) / static_cast<double>(of.size());
  };
  std::vector<BeliefOutcome> result;
  for (std::size_t b = 0; b < beliefs.size(); ++b) {
    if (!met[2 * b] || !met[2 * b + 1]) continue;
    for (std::size_t q = 0; q < plan.questions.size(); ++q) {
      beliefs[b].without.push_back(share((*met[2 * b])[q]));
      beliefs[b].with.push_back(share((*met[2 * b + 1])[q]));
    }
    result.push_back(std::move(beliefs[b]));
  }
  return result;
}

namespace {

bool excludes(const LeverSpec& lever, const LeverSpec& other) {
  return std::ranges::find(lever.excludes, other.id) != lever.excludes.end();
}

}  // namespace

std::vector<Hindrance> hindrances(const PlanSpec& plan, const std::vector<std::size_t>& levers) {
  using Kind = Hindrance::Kind;
  std::vector<Hindrance> found;
  const auto has = [&](const std::string& id) {
    return std::ranges::any_of(levers, [&](std::size_t each) { return plan.levers[each].id == id; });
  };
  for (const std::size_t each : levers) {
    for (const std::string& id : plan.levers[each].required) {
      if (!has(id)) found.push_back({.kind = Kind::Requirement, .lever = each, .other = index_of(plan, id)});
    }
    for (const std::size_t other : levers) {  // either may name the other
      if (other > each && (excludes(plan.levers[each], plan.levers[other]) ||
                           excludes(plan.levers[other], plan.levers[each])))
        found.push_back({.kind = Kind::Exclusion, .lever = each, .other = other});
    }
  }
  if (plan.budget) {
    std::map<int, Money> cost;
    for (const std::size_t each : levers) {
      for (const auto& [year, amount] : plan.levers[each].cost) cost[year] += amount;
    }
    for (const auto& [year, amount] : cost) {
      const auto limit = plan.budget->find(year);
      const Money most = limit == plan.budget->end() ? Money{} : limit->second;
      if (amount > most)
        found.push_back({.kind = Kind::Budget, .year = year, .over = amount.cny() - most.cny()});
    }
  }
  for (const auto& [region, most] : plan.power) {
    double watts = 0;
    for (const std::size_t each : levers) {
      const LeverSpec& lever = plan.levers[each];
      if (!lever.region.empty() && within(lever.region, region)) watts += lever.power.base();
    }
    if (watts > most.base())
      found.push_back({.kind = Kind::Permit, .region = region, .over = watts - most.base()});
  }
  return found;
}

}  // namespace suanwang
