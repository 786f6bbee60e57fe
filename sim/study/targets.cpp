// Targets on built capacity, counted over the replications.
//
//   K(t) = Σ over pools in service at t, in the region:  Σ accelerators × peak, converted under the basis
//   P(met) = share of the replications in which K(end of the target's day) satisfies the bound
#include <algorithm>
#include <cmath>
#include <utility>

#include "suanwang/study/comparison.hpp"

#include "study/target_parts.hpp"

namespace suanwang {
namespace {

/// A pool as it counts: when, how much, and whether that rests on sources.
struct Counted {
  Time online;
  Time retires;
  double flops;
  bool sourced;
};

/// A basis with its factors as drawn, and whether a conversion under it is sourced.
struct DrawnBasis {
  Basis basis;
  bool conversion_sourced = true;
};

/// `id` is a basis of the scenario, or a precision: intelligent pools at that peak.
DrawnBasis basis_of(const Spec& spec, const DrawnSupply& supply, const std::string& id) {
  for (std::size_t b = 0; b < spec.bases.size(); ++b) {
    if (spec.bases[b].id != id) continue;
    return {{spec.bases[b].count, spec.bases[b].unit, supply.convert[b]},
            !spec.bases[b].provenance.assumed()};
  }
  return {{{ComputeKind::Intelligent}, id, {}}, true};
}

std::vector<Counted> count_pools(const Spec& spec, const DrawnSupply& supply, const TargetSpec& target,
                                 const std::string& basis_id) {
  const DrawnBasis drawn = basis_of(spec, supply, basis_id);
  std::vector<Counted> counted_pools;
  for (const DrawnPool& drawn_pool : supply.pools) {
    const CentreSpec& centre = spec.centres[drawn_pool.centre];
    if (!within(centre.region, target.region)) continue;
    const PoolSpec& pool = centre.pools[drawn_pool.pool];
    const double flops = counted(drawn_pool.total, pool.kind, drawn.basis).base();
    if (flops <= 0) continue;
    const bool converted = !drawn_pool.total.contains(drawn.basis.unit);
    const auto accelerator =
        std::find_if(spec.accelerators.begin(), spec.accelerators.end(),
                     [&](const AcceleratorSpec& a) { return pool.accelerator && a.id == *pool.accelerator; });
    const bool sourced = !pool.provenance.assumed() && (!converted || drawn.conversion_sourced) &&
                         (accelerator == spec.accelerators.end() || !accelerator->provenance.assumed());
    counted_pools.push_back({drawn_pool.online, drawn_pool.retires, flops, sourced});
  }
  std::stable_sort(counted_pools.begin(), counted_pools.end(),
                   [](const Counted& a, const Counted& b) { return a.online < b.online; });
  return counted_pools;
}

/// From when on the bound holds for good as pools come and go; kNever if it never does, kAlways if
/// throughout.
Time met_from(const std::vector<Counted>& pools, const TargetSpec& target) {
  std::vector<std::pair<Time, double>> changes;
  for (const Counted& pool : pools) {
    if (pool.online >= pool.retires) continue;
    changes.emplace_back(pool.online, pool.flops);
    if (pool.retires != kNever) changes.emplace_back(pool.retires, -pool.flops);
  }
  std::ranges::stable_sort(changes, {}, &std::pair<Time, double>::first);
  Time since = satisfies(target.bound, 0, target.value.base()) ? kAlways : kNever;
  double sum = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& [at, change] = changes[i];
    sum += change;
    if (i + 1 < changes.size() && changes[i + 1].first == at) continue;
    if (!satisfies(target.bound, sum, target.value.base())) {
      since = kNever;
    } else if (since == kNever) {
      since = at;
    }
  }
  return since;
}

/// The nearest-rank quantile of sorted values.
template <class Value>
Value quantile(const std::vector<Value>& sorted, std::size_t percent) {
  return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

CivilTime date_of(const Inputs& inputs, Time t) {
  return inputs.origin.value_or(CivilTime{}) + std::chrono::floor<std::chrono::seconds>(t.time_since_epoch());
}

TargetOutcome judge(const Spec& spec, const Inputs& inputs, const std::vector<DrawnSupply>& supplies,
                    std::size_t index, const std::string& basis) {
  const TargetSpec& target = spec.targets[index];
  TargetOutcome outcome;
  outcome.target = index;
  outcome.basis = basis;
  outcome.basis_name = {basis, basis};
  for (const BasisSpec& b : spec.bases) {
    if (b.id == basis) outcome.basis_name = b.name;
  }
  const Time by = judged_at(inputs, target);
  outcome.by = target.by.value_or(date_of(inputs, by == kNever ? kStart : by));
  outcome.past = spec.as_of && outcome.by <= *spec.as_of;

  std::vector<double> values;
  std::vector<Time> met;
  double sourced = 0;
  double total = 0;
  std::size_t meets = 0;
  for (const DrawnSupply& supply : supplies) {
    const std::vector<Counted> pools = count_pools(spec, supply, target, basis);
    double value = 0;
    for (const Counted& pool : pools) {
      // The end of a day is the midnight after it: what comes online then comes a day late.
      if (pool.online >= by) break;
      if (pool.retires < by) continue;
      value += pool.flops;
      if (pool.sourced) sourced += pool.flops;
    }
    total += value;
    meets += satisfies(target.bound, value, target.value.base()) ? 1 : 0;
    values.push_back(value);
    met.push_back(met_from(pools, target));
  }
  outcome.values = values;
  std::sort(values.begin(), values.end());
  std::sort(met.begin(), met.end());
  outcome.median = quantile(values, 50);
  outcome.p10 = quantile(values, 10);
  outcome.p90 = quantile(values, 90);
  outcome.probability = static_cast<double>(meets) / static_cast<double>(supplies.size());
  outcome.sourced = total > 0 ? sourced / total : 0;
  const Time p90 = quantile(met, 90);
  outcome.met_from_the_beginning = p90 <= kStart;
  if (p90 > kStart && p90 != kNever) outcome.p90_date = date_of(inputs, p90);
  return outcome;
}

}  // namespace

std::vector<TargetOutcome> judge_targets(const Spec& spec, const Inputs& inputs) {
  std::vector<DrawnSupply> supplies;
  if (spec.targets.empty()) return {};
  for (std::uint32_t r = 0; r < spec.replications; ++r) supplies.push_back(draw_supply(spec, inputs, r));
  std::vector<TargetOutcome> outcomes;
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    for (const std::string& basis : spec.targets[t].basis) {
      outcomes.push_back(judge(spec, inputs, supplies, t, basis));
    }
  }
  return outcomes;
}

}  // namespace suanwang
