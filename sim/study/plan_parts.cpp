#include "study/plan_parts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "scenario/by_id.hpp"
#include "scenario/judged.hpp"

namespace suanwang {
namespace {

/// "'a', 'b' and 'c'"
std::string in_words(const std::vector<std::string>& ids) {
  std::string result;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) result += i + 1 == ids.size() ? " and " : ", ";
    result += "'" + ids[i] + "'";
  }
  return result;
}

std::string did_you_mean(const std::string& id, const std::vector<Spec>& known) {
  std::vector<std::string> ids;
  for (const Spec& spec : known) ids.push_back(spec.variant.id);
  const std::string near = nearest(id, ids);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

bool has(const std::vector<Spec>& specs, const std::string& id) {
  return std::ranges::any_of(specs, [&id](const Spec& spec) { return spec.variant.id == id; });
}

bool is_past(const Spec& spec, const TargetSpec& target) {
  return spec.as_of && judged_at(spec, target) <= *spec.as_of;
}

/// The bases under which a target is to be reached; none: it is not.
std::vector<std::string> asked_bases(const Spec& spec, const TargetSpec& target) {
  if (target.metric) return {};
  const std::vector<PlanSpec::Target>& asked = spec.plan->targets;
  if (asked.empty()) return is_past(spec, target) ? std::vector<std::string>{} : target.basis;
  const PlanSpec::Target* entry = find_id(asked, target.id);
  return entry == nullptr ? std::vector<std::string>{} : entry->bases;
}

Name name_of_basis(const Spec& spec, const std::string& id) {
  const BasisSpec* basis = find_id(spec.bases, id);
  return basis == nullptr ? Name{id, id} : basis->name;
}

}  // namespace

std::optional<Plan> planned(const Scenario& scenario, const PlanOptions& options, Diagnostics& diagnostics) {
  const Location file{scenario.variants.front().file, 0, 0};
  const auto refuse = [&](const Location& at, std::string path, std::string message) {
    diagnostics.error(at, std::move(path), std::move(message));
    return std::nullopt;
  };
  Plan result;
  result.scenario = &scenario;
  result.options = options;
  result.base.variant = options.variant.empty() ? scenario.variants.front().variant.id : options.variant;
  if (!has(scenario.variants, result.base.variant)) {
    return refuse(file, "variants",
                  "there is no variant " + quoted(result.base.variant) +
                      did_you_mean(result.base.variant, scenario.variants));
  }
  const Spec& spec = *std::ranges::find_if(
      scenario.variants, [&](const Spec& each) { return each.variant.id == result.base.variant; });
  if (!spec.plan) return refuse(file, "", "missing key 'plan': what could be done, and what it costs");
  const PlanSpec& plan = *spec.plan;
  result.base.assumptions = options.assumptions ? options.assumptions : plan.assumptions;
  if (result.base.assumptions && !has(scenario.assumptions, *result.base.assumptions)) {
    return refuse(file, "assumptions",
                  "there is no assumption set " + quoted(*result.base.assumptions) +
                      did_you_mean(*result.base.assumptions, scenario.assumptions));
  }
  if (plan.levers.empty()) return refuse(plan.at, "plan", "no levers: there is nothing to choose from");
  if (std::ranges::all_of(spec.targets,
                          [&spec](const TargetSpec& target) { return asked_bases(spec, target).empty(); })) {
    return refuse(plan.at, "plan", "no target on capacity that is still to come: there is nothing to reach");
  }
  std::optional<Spec> base = with_levers(scenario, result.base, {}, diagnostics);
  if (!base) return std::nullopt;
  result.spec = *std::move(base);
  return result;
}

void add_questions(PlanCase& plan, std::vector<PlanQuestion>& questions) {
  const Spec& spec = *plan.spec;
  std::size_t of_model = 0;
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const TargetSpec& target = spec.targets[t];
    if (target.metric) continue;
    const std::vector<std::string> asked = asked_bases(spec, target);
    for (const std::string& basis : target.basis) {
      if (std::ranges::find(asked, basis) != asked.end()) {
        plan.questions.push_back(of_model);
        plan.targets.push_back(t);
        questions.push_back({t, basis, name_of_basis(spec, basis), judged_at(spec, target)});
      }
      ++of_model;
    }
  }
}

std::optional<LeverGroups> groups_of(const PlanCase& plan, Diagnostics& diagnostics) {
  const std::vector<LeverSpec>& levers = plan.levers();
  std::vector<Diagnostics> problems(levers.size());
  std::vector<Spec> specs(levers.size());
  for_each_index(levers.size(), plan.options->parallelism, [&](std::size_t i) {
    if (std::optional<Spec> spec = plan.with({i}, problems[i])) specs[i] = *std::move(spec);
  });
  bool is_good = true;
  for (const Diagnostics& each : problems) {
    diagnostics.add(each);
    is_good = is_good && !each.has_errors();
  }
  if (!is_good) return std::nullopt;
  specs.push_back(*plan.spec);
  LeverGroups groups = lever_groups(levers, specs);
  for (const LeverGroup& group : groups.groups) {
    if (group.levers.size() <= kMostLeversInGroup) continue;
    std::vector<std::string> ids;
    for (const std::size_t i : group.levers) ids.push_back(levers[i].id);
    diagnostics.error(
        levers[group.levers.front()].at, "plan.levers",
        fmt::format("{} levers share pools, and every combination of them is tried: at most {} may "
                    "({})",
                    ids.size(), kMostLeversInGroup, in_words(ids)));
    is_good = false;
  }
  return is_good ? std::optional{std::move(groups)} : std::nullopt;
}

}  // namespace suanwang
