// Targets on figures of a simulation, and all targets together.
#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/study/target_metrics.hpp"

#include "study/metric_parts.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

/// Whether the jobs of a home belong to the target's region; those without one belong to all together.
bool counts(const Spec& spec, const TargetSpec& target, std::size_t home) {
  return home < spec.centres.size() ? within(spec.centres[home].region, target.region)
                                    : target.region.empty();
}

WaitSum region_sum(const Spec& spec, const TargetSpec& target, const std::vector<WaitSum>& homes) {
  WaitSum sum;
  for (std::size_t home = 0; home < homes.size(); ++home) {
    if (counts(spec, target, home)) sum.add(homes[home]);
  }
  return sum;
}

double wait_ratio(const Spec& spec, const TargetSpec& target, const std::vector<WaitSum>& homes) {
  std::map<std::string, WaitSum> cities;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const std::string city = city_of(spec.centres[c].region);
    if (!city.empty() && counts(spec, target, c)) cities[city].add(homes[c]);
  }
  std::optional<double> worst;
  for (const auto& [city, sum] : cities) {
    const std::optional<double> mean = sum.mean();
    if (mean) worst = std::max(worst.value_or(*mean), *mean);
  }
  const std::optional<double> all = region_sum(spec, target, homes).mean();
  if (!worst || !all) return kNotKnown;
  return *all > 0 ? *worst / *all : 1;  // nobody waits
}

double count_losers(const Spec& spec, const TargetSpec& target, const std::vector<WaitSum>& homes,
                    const std::vector<WaitSum>& islands) {
  std::size_t compared = 0;
  std::size_t losers = 0;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const std::optional<double> now = homes[c].mean();
    const std::optional<double> before = islands[c].mean();
    if (!counts(spec, target, c) || !now || !before) continue;
    ++compared;
    losers += is_worse_off(*now, *before) ? 1U : 0U;
  }
  return compared > 0 ? static_cast<double>(losers) : kNotKnown;
}

double pooling_gap(const Spec& spec, const TargetSpec& target, const std::vector<WaitSum>& homes,
                   const std::vector<WaitSum>& pooled) {
  const std::optional<double> now = region_sum(spec, target, homes).mean();
  const std::optional<double> best = region_sum(spec, target, pooled).mean();
  if (!now || !best) return kNotKnown;
  if (*best > 0) return *now / *best - 1;
  return *now > 0 ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace

bool is_worse_off(double wait_s, double before_s) {
  return wait_s > before_s + 1 && wait_s > before_s * 1.01;
}

MetricAnswer judge_values(const Spec& spec, std::size_t target, std::vector<double> values) {
  SUANWANG_CHECK(!values.empty());
  const TargetSpec& of = spec.targets[target];
  MetricAnswer answer;
  answer.target = target;
  answer.by = judged_at(spec, of);
  answer.past = spec.as_of && answer.by <= *spec.as_of;
  std::vector<double> known;
  std::ranges::copy_if(values, std::back_inserter(known), [](double value) { return !std::isnan(value); });
  for (const double value : known) answer.met += satisfies(of.bound, value, of.figure) ? 1U : 0U;
  answer.undefined = values.size() - known.size();
  answer.probability = static_cast<double>(answer.met) / static_cast<double>(values.size());
  answer.interval = wilson(answer.met, values.size());
  std::ranges::sort(known);
  const auto quantile = [&known](double p) { return known.empty() ? kNotKnown : nearest_rank(known, p); };
  answer.p10 = quantile(0.1);
  answer.p50 = quantile(0.5);
  answer.p90 = quantile(0.9);
  answer.values = std::move(values);
  return answer;
}

std::vector<MetricAnswer> judge_runs(const Spec& spec, const Inputs& inputs, const MetricRuns& runs) {
  const std::vector<Time> instants = metric_instants(spec, inputs);
  std::vector<MetricAnswer> answers;
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const TargetSpec& target = spec.targets[t];
    if (!target.metric || !is_of_a_run(*target.metric)) continue;
    if (*target.metric == TargetMetric::Losers && runs.islands.empty()) continue;
    const auto instant =
        static_cast<std::size_t>(std::ranges::find(instants, judged_at(inputs, target)) - instants.begin());
    std::vector<double> values;
    for (std::size_t r = 0; r < runs.own.size(); ++r) {
      const std::vector<WaitSum>& homes = runs.own[r][instant];
      if (*target.metric == TargetMetric::WaitRatio) {
        values.push_back(wait_ratio(spec, target, homes));
      } else if (*target.metric == TargetMetric::Losers) {
        values.push_back(count_losers(spec, target, homes, runs.islands[r][instant]));
      } else {
        values.push_back(pooling_gap(spec, target, homes, runs.pooled[r][instant]));
      }
    }
    answers.push_back(judge_values(spec, t, std::move(values)));
    answers.back().policy = runs.policy;
  }
  return answers;
}

Spec in_one_place(const Spec& spec) {
  Spec pooled = spec;
  pooled.in_one_place = true;
  pooled.datasets.clear();
  pooled.zones.clear();
  pooled.links.clear();
  pooled.routes.clear();
  for (CentreSpec& centre : pooled.centres) {
    centre.reserve = 0;
    centre.most_accelerators.reset();
    centre.longest.reset();
    centre.opt_outs.clear();
  }
  const auto strip = [](auto& of) {
    of.data.clear();
    of.output = {};
    of.checkpoint = {};
  };
  for (StreamSpec& stream : pooled.workload) {
    if (auto* generated = std::get_if<GenerateSpec>(&stream.jobs)) strip(*generated);
    if (auto* trace = std::get_if<TraceSpec>(&stream.jobs)) strip(*trace);
    if (auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs))
      std::ranges::for_each(*listed, strip);
    if (std::holds_alternative<TransfersSpec>(stream.jobs)) stream.jobs = std::vector<ExplicitJobSpec>{};
  }
  for (PolicySpec& policy : pooled.policies) {
    policy.settings.dispatch = "any";
    policy.settings.overflow_after = {};
    policy.settings.stage_ahead = false;
    policy.settings.hold_while_staging = false;
  }
  return pooled;
}

Inputs in_one_place(const Inputs& inputs) {
  Inputs pooled = inputs;
  std::ranges::fill(pooled.transfers, nullptr);
  return pooled;
}

bool same_in_one_place(const PolicySettings& a, const PolicySettings& b) {
  const auto rules = [](const PolicySettings& of) {
    return std::tie(of.order, of.backfill.rule, of.backfill.candidates, of.backfill.reserve,
                    of.backfill.depth, of.place, of.decide, of.max_waiting);
  };
  return rules(a) == rules(b);
}

std::optional<std::size_t> island_policy(const Spec& spec) {
  for (std::size_t p = 0; p < spec.policies.size(); ++p) {
    if (Policy{spec.policies[p].settings, *spec.catalogue}.dispatch() == Dispatch::Home) return p;
  }
  return std::nullopt;
}

bool can_simulate(const Spec& spec) {
  return !spec.workload.empty() && !spec.policies.empty();
}

namespace {

bool is_past(const Spec& spec, std::size_t target) {
  return spec.as_of && judged_at(spec, spec.targets[target]) <= *spec.as_of;
}

/// The targets on metrics that are to come and that nobody could judge.
std::vector<std::size_t> unjudged(const Spec& spec, const std::vector<MetricAnswer>& metrics) {
  std::vector<std::size_t> result;
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const auto answers = [t](const MetricAnswer& each) { return each.target == t && each.is_judged(); };
    const bool is_asked = spec.targets[t].metric && !is_past(spec, t);
    if (is_asked && std::ranges::none_of(metrics, answers)) result.push_back(t);
  }
  return result;
}

}  // namespace

std::vector<JointAnswer> judge_together(const Spec& spec, std::size_t samples,
                                        const std::vector<CapacityValues>& capacity,
                                        const std::vector<MetricAnswer>& metrics) {
  std::vector<std::string> bases;  // as they come
  std::vector<std::optional<std::size_t>> policies;
  const auto note = [](auto& list, const auto& value) {
    if (std::ranges::find(list, value) == list.end()) list.push_back(value);
  };
  for (const CapacityValues& each : capacity) {
    if (!is_past(spec, each.target)) note(bases, each.basis);
  }
  for (const MetricAnswer& each : metrics) {
    if (!is_past(spec, each.target) && each.policy) note(policies, each.policy);
  }
  if (bases.empty()) bases.emplace_back();
  if (policies.empty()) policies.emplace_back();
  std::vector<JointAnswer> answers;
  for (const std::string& basis : bases) {
    for (const std::optional<std::size_t>& policy : policies) {
      JointAnswer answer;
      answer.basis = basis;
      answer.basis_name = {basis, basis};
      for (const BasisSpec& each : spec.bases) {
        if (each.id == basis) answer.basis_name = each.name;
      }
      answer.policy = policy;
      answer.samples = samples;
      answer.left_out = unjudged(spec, metrics);
      std::vector<char> met(samples, 1);
      const auto also = [&](const TargetSpec& target, const std::vector<double>& values, double limit) {
        ++answer.targets;
        for (std::size_t s = 0; s < samples; ++s) {
          if (!satisfies(target.bound, values[s], limit)) met[s] = 0;
        }
      };
      for (const CapacityValues& each : capacity) {
        const TargetSpec& target = spec.targets[each.target];
        if (!is_past(spec, each.target) && each.basis == basis)
          also(target, each.values, target.value.base());
      }
      for (const MetricAnswer& each : metrics) {
        const TargetSpec& target = spec.targets[each.target];
        if (!is_past(spec, each.target) && each.is_judged() && (!each.policy || each.policy == policy))
          also(target, each.values, target.figure);
      }
      if (answer.targets < 2 || samples == 0) continue;
      answer.met = static_cast<std::uint64_t>(std::ranges::count(met, 1));
      answer.probability = static_cast<double>(answer.met) / static_cast<double>(samples);
      answer.interval = wilson(answer.met, samples);
      answers.push_back(std::move(answer));
    }
  }
  return answers;
}

}  // namespace suanwang
