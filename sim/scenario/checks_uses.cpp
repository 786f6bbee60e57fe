// What of a programme nothing makes use of, and needs that nothing can meet.

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "scenario/checks.hpp"

namespace suanwang::scenario {
namespace {

/// Everything that a programme or a pool names.
struct Uses {
  std::set<std::string> activities;
  std::set<std::string> shocks;
  std::set<std::string> crews;
  std::map<std::string, double> needs;  ///< by supply

  void add(const std::vector<AfterSpec>& after) {
    for (const AfterSpec& each : after) activities.insert(each.activity);
  }
  void add(const ActivitySpec& activity) {
    add(activity.after);
    if (activity.shock) shocks.insert(*activity.shock);
    if (activity.crew) crews.insert(*activity.crew);
  }
  void add(const PoolSpec& pool) {
    if (pool.phase) {
      add(pool.phase->after);
      for (const PhaseSpec::Need& need : pool.phase->needs) needs[need.supply] += need.quantity;
    }
    const auto* after = pool.retires ? std::get_if<std::vector<AfterSpec>>(&*pool.retires) : nullptr;
    if (after != nullptr) add(*after);
  }
};

Uses uses_of(const Spec& spec) {
  Uses uses;
  for (const ActivitySpec& each : spec.programme.activities) uses.add(each);
  for (const SupplySpec& supply : spec.programme.supplies) {
    for (const LotSpec& lot : supply.lots) uses.add(lot);
  }
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) uses.add(pool);
  }
  return uses;
}

/// "6000 cards", "12 MW"
std::string quantity_text(double quantity, SupplyUnit unit) {
  return unit == SupplyUnit::Cards ? fmt::format("{} cards", quantity) : fmt::format("{} MW", quantity / 1e6);
}

}  // namespace

void check_uses(const Spec& spec, Context& context) {
  const Uses uses = uses_of(spec);
  const ProgrammeSpec& programme = spec.programme;
  const auto warn_unless = [&](bool is_used, const auto& entry, const char* section, const char* message) {
    if (!is_used) {
      context.diagnostics.warning(entry.at, fmt::format("programme.{}.{}", section, entry.id), message);
    }
  };
  for (const ActivitySpec& each : programme.activities) {
    warn_unless(uses.activities.contains(each.id), each, "activities", "nothing waits for it");
  }
  for (const ShockSpec& each : programme.shocks) {
    warn_unless(uses.shocks.contains(each.id), each, "shocks", "no activity names it");
  }
  for (const CrewSpec& each : programme.crews) {
    warn_unless(uses.crews.contains(each.id), each, "crews", "no activity names it");
  }
  for (const SupplySpec& each : programme.supplies) {
    const auto need = uses.needs.find(each.id);
    warn_unless(need != uses.needs.end(), each, "supplies", "no pool needs it");
    if (need == uses.needs.end()) continue;
    double most = 0;
    for (const LotSpec& lot : each.lots) most += lot.quantity.maximum();
    if (need->second <= most) continue;
    context.diagnostics.warning(
        each.at, "programme.supplies." + each.id,
        fmt::format("pools need {} of it, and at most {} ever arrive", quantity_text(need->second, each.unit),
                    quantity_text(most, each.unit)));
  }
}

}  // namespace suanwang::scenario
