#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/policy/criteria.hpp"
#include "suanwang/policy/scorer.hpp"

#include "scenario/checks.hpp"
#include "scenario/data_plan.hpp"

namespace suanwang::scenario {
namespace {

bool stays_island(const Spec& spec, const CentreSpec& centre) {
  return centre.never_joins || (spec.joins_declared && !centre.joins);
}

/// A dispatcher sends nothing to an island, and nothing from it.
void check_islands(const Spec& spec, const RegionalDispatcherSpec& dispatcher,
                   const std::vector<std::size_t>& served, const std::string& path, Context& context) {
  std::vector<std::string> islands;
  for (const std::size_t centre : served) {
    if (stays_island(spec, spec.centres[centre])) islands.push_back(spec.centres[centre].id);
  }
  if (!islands.empty() && islands.size() == served.size()) {
    context.diagnostics.warning(dispatcher.at, path,
                                "none of its centres ever joins: they stay islands, and it has no choice");
  } else if (dispatcher.region.empty()) {  // a region has islands; who names one expects something of it
    for (const std::string& island : islands) {
      context.diagnostics.warning(dispatcher.at, path,
                                  fmt::format("centre '{}' never joins: it stays an island", island));
    }
  }
}

/// A score may not rest on what a centre does not state.
void check_scores(const Spec& spec, const PolicySpec& policy, Context& context) {
  if (policy.settings.dispatch != "scored") return;
  const Scorer scorer{policy.settings.scoring};
  const auto check = [&](ScoreVariable variable, std::string_view key, const auto& stated) {
    if (!scorer.uses(variable)) return;
    std::vector<std::string> without;
    for (const CentreSpec& centre : spec.centres) {
      if (is_schedulable(centre) && !stated(centre.facility)) without.push_back("'" + centre.id + "'");
    }
    if (without.empty()) return;
    context.diagnostics.error(
        policy.dispatch_at, "policies." + policy.id + ".dispatch",
        fmt::format("'{}' needs the '{}' of every centre that takes jobs; not stated by {}",
                    score_variables()[static_cast<std::size_t>(variable)].name, key,
                    fmt::join(without, ", ")));
  };
  check(ScoreVariable::Price, "tariff", [](const FacilitySpec& f) { return f.tariff.has_value(); });
  check(ScoreVariable::Carbon, "grid", [](const FacilitySpec& f) { return f.grid.has_value(); });
}

}  // namespace

void check_dispatchers(const Spec& spec, Context& context) {
  for (const PolicySpec& policy : spec.policies) check_scores(spec, policy, context);
  std::map<std::size_t, std::string> serving;
  for (const RegionalDispatcherSpec& dispatcher : spec.dispatcher.below) {
    const std::string path = "dispatcher.below." + dispatcher.id;
    const std::vector<std::size_t> served = served_by(spec, dispatcher);
    if (served.empty()) {
      context.diagnostics.warning(dispatcher.at, path,
                                  "no centre lies in region '" + dispatcher.region + "'");
    }
    for (const std::size_t centre : served) {
      const auto [other, is_first] = serving.try_emplace(centre, dispatcher.id);
      if (is_first) continue;
      context.diagnostics.error(
          dispatcher.at, path,
          fmt::format("centre '{}' is served by '{}' already: a centre belongs to one dispatcher at most",
                      spec.centres[centre].id, other->second));
    }
    check_islands(spec, dispatcher, served, path, context);
  }
}

}  // namespace suanwang::scenario
