#include "suanwang/scenario/levers.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "suanwang/base/check.hpp"

#include "scenario/by_id.hpp"
#include "scenario/checks.hpp"
#include "scenario/lever_sets.hpp"
#include "scenario/reading.hpp"

namespace suanwang {
namespace scenario {

LeverRules::LeverRules(const std::vector<LeverSpec>& levers)
    : excludes_(levers.size(), std::vector<bool>(levers.size())) {
  std::vector<std::vector<std::size_t>> required(levers.size());
  const auto each_named = [&levers](const std::vector<std::string>& ids, auto visit) {
    for (const std::string& id : ids) {
      const LeverSpec* other = find_id(levers, id);
      if (other != nullptr) visit(static_cast<std::size_t>(other - levers.data()));
    }
  };
  for (std::size_t i = 0; i < levers.size(); ++i) {
    each_named(levers[i].required, [&](std::size_t other) { required[i].push_back(other); });
    each_named(levers[i].excludes, [&](std::size_t other) {
      excludes_[i][other] = true;
      excludes_[other][i] = true;
    });
  }
  for (std::size_t i = 0; i < levers.size(); ++i) {
    std::vector<std::size_t> found{i};
    for (std::size_t next = 0; next < found.size(); ++next) {
      for (const std::size_t other : required[found[next]]) {
        if (std::ranges::find(found, other) == found.end()) found.push_back(other);
      }
    }
    std::ranges::sort(found);
    needs_.push_back(std::move(found));
  }
}

bool LeverRules::requires_of(std::size_t lever, std::size_t other) const {
  return std::ranges::binary_search(needs_[lever], other);
}

bool LeverRules::clash(std::size_t a, std::size_t b) const {
  std::vector<std::size_t> all;
  std::ranges::set_union(needs_[a], needs_[b], std::back_inserter(all));
  return std::ranges::any_of(all, [&](std::size_t i) {
    return std::ranges::any_of(all, [&](std::size_t j) { return bool{excludes_[i][j]}; });
  });
}

std::vector<std::size_t> LeverRules::in_order(std::vector<std::size_t> levers) const {
  std::ranges::sort(levers);
  // Whoever requires another needs at least as many, and as many only where each requires the other.
  std::ranges::stable_sort(levers, {}, [this](std::size_t lever) { return needs_[lever].size(); });
  return levers;
}

namespace {

/// What the levers at these places of the list set, in order.
std::vector<Override> settings_of(const Node& tree, const std::vector<LeverSpec>& all,
                                  const LeverRules& rules, std::vector<std::size_t> levers) {
  std::vector<Override> overrides;
  for (const std::size_t lever : rules.in_order(std::move(levers))) {
    const Node* set = find_path(tree, "plan.levers." + all[lever].id + ".set");
    SUANWANG_CHECK(set != nullptr);
    for (const Node::Entry& each : set->entries) overrides.push_back({each.key, each.value, each.key_at});
  }
  return overrides;
}

/// `tree` with these levers pulled. Errors of what then stands there are said to be those of `who`.
Spec read_with(const NodePtr& tree, const std::vector<LeverSpec>& all, const LeverRules& rules,
               const std::vector<std::size_t>& levers, const std::string& variant, const std::string& who,
               ScenarioSource& source, Diagnostics& diagnostics) {
  Diagnostics of_paths;
  Diagnostics of_values;
  const NodePtr changed = with_overrides(tree, settings_of(*tree, all, rules, levers), of_paths);
  diagnostics.add(of_paths);
  if (of_paths.has_errors()) return {};
  Spec spec = read_tree(changed, "variants", variant, source, of_values);
  for (const Diagnostic& each : of_values.sorted()) {
    if (each.severity == Severity::Error) {
      diagnostics.error(each.at, each.path, "with " + who + ": " + each.message);
    }
  }
  return spec;
}

/// "'a', 'b'"
std::string joined(const std::vector<std::string>& ids) {
  std::string result;
  for (const std::string& id : ids) result += (result.empty() ? "'" : ", '") + id + "'";
  return result;
}

}  // namespace

void check_levers(const Spec& spec, ScenarioSource& source, Diagnostics& diagnostics) {
  if (!spec.plan) return;
  const LeverRules rules{spec.plan->levers};
  const NodePtr tree = source.tree({spec.variant.id, {}}, diagnostics);
  const std::vector<LeverSpec>& levers = spec.plan->levers;
  const auto read = [&](const std::vector<std::size_t>& set, std::size_t of, Diagnostics& problems) {
    return read_with(tree, levers, rules, set, spec.variant.id, "lever '" + levers[of].id + "'", source,
                     problems);
  };
  for (std::size_t i = 0; i < levers.size(); ++i) {
    Diagnostics problems;
    const Spec after = read(rules.needs(i), i, problems);
    diagnostics.add(problems);
    if (problems.has_errors()) continue;
    std::vector<std::size_t> others = rules.needs(i);
    std::erase(others, i);
    Diagnostics of_others;  // theirs, and told as such
    const Spec before = others.empty() ? spec : read(others, i, of_others);
    if (!of_others.has_errors()) check_lever(levers[i], before, after, *tree, diagnostics);
  }
}

}  // namespace scenario

std::optional<Spec> with_levers(const Scenario& scenario, const LeverBase& base,
                                const std::vector<std::string>& levers, Diagnostics& diagnostics) {
  using namespace scenario;
  SUANWANG_CHECK(scenario.source != nullptr);
  ScenarioSource source = *scenario.source;
  Diagnostics problems;
  const NodePtr tree = source.tree(base, problems);
  diagnostics.add(problems);
  if (problems.has_errors()) return std::nullopt;
  const auto variant =
      std::ranges::find(scenario.variants, base.variant,
                        [](const Spec& spec) -> const std::string& { return spec.variant.id; });
  const std::optional<PlanSpec>& plan =
      (variant == scenario.variants.end() ? scenario.variants.front() : *variant).plan;
  const std::vector<LeverSpec> none;
  const std::vector<LeverSpec>& all = plan ? plan->levers : none;
  std::vector<std::size_t> places;
  for (const std::string& id : levers) places.push_back(index_of(all, id));
  Diagnostics of_levers;
  Spec spec = read_with(tree, all, LeverRules{all}, places, base.variant,
                        (levers.size() == 1 ? "lever " : "levers ") + joined(levers), source, of_levers);
  diagnostics.add(of_levers);
  return of_levers.has_errors() ? std::nullopt : std::optional{std::move(spec)};
}

}  // namespace suanwang
