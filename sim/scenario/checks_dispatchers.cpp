#include <map>

#include <fmt/format.h>

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

}  // namespace

void check_dispatchers(const Spec& spec, Context& context) {
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
