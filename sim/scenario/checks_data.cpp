#include <set>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"

#include "scenario/checks.hpp"
#include "scenario/data_plan.hpp"
#include "scenario/requests.hpp"

namespace suanwang::scenario {
namespace {

void check_zone_of(const Spec& spec, const DatasetSpec& dataset, Context& context) {
  if (!dataset.zone) return;
  const ZoneSpec& zone = *find_id(spec.zones, *dataset.zone);
  for (const std::string& centre : dataset.replicas) {
    if (std::ranges::find(zone.centres, centre) != zone.centres.end()) continue;
    context.diagnostics.error(dataset.at, "datasets." + dataset.id,
                              fmt::format("its replica at '{}' lies outside its zone '{}'", centre, zone.id));
  }
}

bool has_replica(const DatasetSpec& dataset, const CentreSpec& centre) {
  return std::ranges::find(dataset.replicas, centre.id) != dataset.replicas.end();
}

/// Bytes of the datasets that a centre has from the beginning, and always.
double own_bytes(const Spec& spec, const CentreSpec& centre) {
  double own = 0;
  for (const DatasetSpec& dataset : spec.datasets) {
    if (has_replica(dataset, centre)) own += dataset.size.base();
  }
  return own;
}

/// A centre must hold its own replicas, whatever else comes and goes.
void check_storage(const Spec& spec, Context& context) {
  for (const CentreSpec& centre : spec.centres) {
    if (!centre.storage) continue;
    const double own = own_bytes(spec, centre);
    if (own <= centre.storage->base()) continue;
    context.diagnostics.error(
        centre.at, "centres." + centre.id + ".storage",
        fmt::format("{:g} TB, and the datasets that it has from the beginning take {:g} TB",
                    centre.storage->base() / 1e12, own / 1e12));
  }
}

/// A dataset for which no other centre has room: jobs that need it run only where it is.
void check_room(const Spec& spec, const DatasetSpec& dataset, Context& context) {
  std::size_t others = 0;
  for (const CentreSpec& centre : spec.centres) {
    if (!is_schedulable(centre) || has_replica(dataset, centre)) continue;
    ++others;
    if (!centre.storage || own_bytes(spec, centre) + dataset.size.base() <= centre.storage->base()) return;
  }
  if (others == 0) return;
  context.diagnostics.warning(
      dataset.at, "datasets." + dataset.id,
      "no other centre has the storage for a copy: jobs that need it run only where it is");
}

/// Jobs that a policy sends home, where the data that they need may not be.
void check_homes(const Spec& spec, const StreamSpec& stream, Context& context) {
  std::set<std::string> said;  // one warning for each dataset and home, however many jobs there are
  for_each_request(stream, [&](const auto& request) {
    const std::optional<std::string> home = home_of(spec, request);
    if (!home) return;
    for (const std::string& id : request.data) {
      const DatasetSpec* dataset = find_id(spec.datasets, id);
      if (dataset == nullptr || may_be_at(spec, *dataset, *home)) continue;
      std::string message = fmt::format(
          "dataset '{}' may not be at their home '{}': its zone is '{}'. A policy that sends jobs home "
          "rejects "
          "them",
          id, *home, *dataset->zone);
      if (said.insert(message).second)
        context.diagnostics.warning(stream.at, "workload." + stream.id, std::move(message));
    }
  });
}

}  // namespace

void check_data(const Spec& spec, Context& context) {
  for (const DatasetSpec& dataset : spec.datasets) check_zone_of(spec, dataset, context);
  check_storage(spec, context);
  std::set<std::string> used;
  for (const auto& list : data_lists(spec)) used.insert(list.begin(), list.end());
  for (const DatasetSpec& dataset : spec.datasets) {
    if (used.contains(dataset.id)) {
      check_room(spec, dataset, context);
    } else {
      context.diagnostics.warning(dataset.at, "datasets." + dataset.id, "no job needs it");
    }
  }
  for (const ZoneSpec& zone : spec.zones) {
    const bool has_data = std::ranges::any_of(
        spec.datasets, [&zone](const DatasetSpec& dataset) { return dataset.zone == zone.id; });
    if (!has_data) context.diagnostics.warning(zone.at, "zones." + zone.id, "no dataset is of this zone");
  }
  if (used.empty()) return;
  const bool sends_home = std::ranges::any_of(
      spec.policies, [](const PolicySpec& policy) { return policy.settings.dispatch == "home"; });
  for (const StreamSpec& stream : spec.workload) {
    if (sends_home) check_homes(spec, stream, context);
  }
  for (const PolicySpec& policy : spec.policies) {
    if (policy.settings.dispatch != "any") continue;
    context.diagnostics.error(
        policy.at, "policies." + policy.id,
        "jobs need datasets, and dispatch 'any' (which is also the default) does not regard where they are; "
        "choose "
        "one of home, overflow, data, national, round-robin, random, least-loaded and power-of-two");
  }
}

}  // namespace suanwang::scenario
