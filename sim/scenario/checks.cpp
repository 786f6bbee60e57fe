#include "scenario/checks.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

#include "scenario/requests.hpp"

namespace suanwang::scenario {
namespace {

bool has_trace(const Spec& spec) {
  return std::ranges::any_of(
      spec.workload, [](const StreamSpec& stream) { return std::holds_alternative<TraceSpec>(stream.jobs); });
}

bool all_have_homes(const Spec& spec, const StreamSpec& stream) {
  bool result = true;
  for_each_request(stream,
                   [&](const auto& request) { result = result && home_of(spec, request).has_value(); });
  return result;
}

/// A random date that cannot come after `as_of` is no longer random.
void check_past(const Spec& spec, const std::optional<DateSpec>& when, const Location& at,
                const std::string& path, Context& context) {
  if (!spec.as_of || !when || when->from_start || when->is_fixed()) return;
  const auto as_of = static_cast<double>(spec.as_of->time_since_epoch().count());
  if (when->seconds.maximum() > as_of) return;
  context.diagnostics.warning(
      at, path,
      "all dates of this distribution lie before 'as_of'; what has not happened by then "
      "is taken to happen at that instant");
}

/// Whether even the earliest draw of `when` is not before the end; false where that cannot be told.
bool is_after_end(const Spec& spec, const DateSpec& when) {
  if (!spec.end) return false;
  const double earliest = when.seconds.minimum();
  const auto* date = std::get_if<CivilTime>(&*spec.end);
  const bool both_from_start = when.from_start && date == nullptr;
  const bool both_dates = !when.from_start && date != nullptr;
  if (!both_from_start && !both_dates && !spec.start) return false;
  const auto since_1970 = [](CivilTime at) { return static_cast<double>(at.time_since_epoch().count()); };
  const double start = spec.start ? since_1970(*spec.start) : 0;
  const double end = date != nullptr
                         ? since_1970(*date)
                         : in_seconds(std::get<Duration>(*spec.end)) + (both_from_start ? 0 : start);
  return (when.from_start && !both_from_start ? start : 0) + earliest >= end;
}

/// Whether all jobs have the same priority.
bool one_priority(const Spec& spec) {
  std::set<double> seen;
  for (const StreamSpec& stream : spec.workload) {
    if (const auto* generate = std::get_if<GenerateSpec>(&stream.jobs)) {
      seen.insert({generate->priority.minimum(), generate->priority.maximum()});
    } else if (const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs)) {
      for (const ExplicitJobSpec& job : *listed) seen.insert(job.priority);
    } else if (std::holds_alternative<TraceSpec>(stream.jobs)) {
      seen.insert(0);  // no format of logs names any
    }
  }
  return seen.size() == 1;
}

}  // namespace

bool is_schedulable(const CentreSpec& centre) {
  return std::ranges::any_of(centre.pools, [](const PoolSpec& pool) { return pool.schedulable; });
}

void check_time(const Spec& spec, Context& context) {
  const bool has_start = context.root->find("start") != nullptr;
  if (!has_start && !has_trace(spec) && !context.dates.empty()) {
    const Context::Dated& first = context.dates.front();
    std::string message = "a date needs the scenario's 'start' to be placed in time";
    if (context.dates.size() > 1) message += fmt::format(" (so do {} more)", context.dates.size() - 1);
    context.diagnostics.error(first.at.location(), first.path, std::move(message));
  }
  const auto* end = spec.end ? std::get_if<CivilTime>(&*spec.end) : nullptr;
  if (spec.start && end != nullptr && *end <= *spec.start) {
    const Node::Entry* entry = context.root->find("end");
    context.diagnostics.error(entry->value->at.location(), "end", "expected an end after the start");
  }
}

void check_policies(const Spec& spec, Context& context) {
  if (!spec.workload.empty() && spec.policies.empty()) {
    context.diagnostics.error(context.root->at.location(), "",
                              "missing key 'policies': nothing decides which job starts");
  }
  const auto places = std::ranges::count_if(spec.centres, is_schedulable);
  const bool alike = one_priority(spec);
  for (const PolicySpec& policy : spec.policies) {
    if (policy.settings.order == "priority" && alike) {
      context.diagnostics.warning(policy.at, "policies." + policy.id,
                                  "all jobs have the same priority (logs name none), so 'order: priority' "
                                  "is the order of submission");
    }
    if (policy.settings.dispatch != "home" || places <= 1) continue;
    for (const StreamSpec& stream : spec.workload) {
      if (all_have_homes(spec, stream)) continue;
      context.diagnostics.error(
          stream.at, "workload." + stream.id,
          fmt::format("policy '{}' sends jobs home, but {}, and there are {} centres to choose from",
                      policy.id,
                      std::holds_alternative<GenerateSpec>(stream.jobs)
                          ? "these have no tenant with a 'home'"
                          : "not all of these name a centre or a tenant with a 'home'",
                      places));
    }
  }
}

/// Complains where a tenant belongs to itself, once for each tenant of the ring.
static void check_ancestors(const Spec& spec, const TenantSpec& tenant, Context& context) {
  std::string ring = tenant.id;
  std::size_t steps = 0;
  for (const TenantSpec* up = &tenant; up->parent && steps <= spec.tenants.size(); ++steps) {
    ring += " -> " + *up->parent;
    if (*up->parent == tenant.id) {
      context.diagnostics.error(tenant.at, "tenants." + tenant.id + ".parent", "belongs to itself: " + ring);
      return;
    }
    up = find_id(spec.tenants, *up->parent);
    if (up == nullptr) return;
  }
}

void check_centres(const Spec& spec, Context& context) {
  for (const CentreSpec& centre : spec.centres) {
    const std::string path = "centres." + centre.id;
    if (spec.joins_declared && !centre.joins && !centre.never_joins && is_schedulable(centre)) {
      context.diagnostics.warning(centre.at, path,
                                  "stays an island: other centres say when they join, this one does not");
    }
    check_past(spec, centre.joins, centre.at, path + ".joins", context);
    for (const PoolSpec& pool : centre.pools) {
      const std::string online = path + ".pools." + pool.id + ".online";
      check_past(spec, pool.online, pool.at, online, context);
      if (pool.schedulable && pool.online && is_after_end(spec, *pool.online)) {
        context.diagnostics.warning(pool.at, online, "comes online only after the end: no job runs on it");
      }
    }
  }
  std::set<std::string> used;
  for (const StreamSpec& stream : spec.workload) {
    for_each_request(stream, [&](const auto& request) {
      if (request.tenant) used.insert(*request.tenant);
    });
  }
  std::set<std::string> parents;
  for (const TenantSpec& tenant : spec.tenants) {
    if (tenant.parent) parents.insert(*tenant.parent);
  }
  for (const TenantSpec& tenant : spec.tenants) {
    const std::string path = "tenants." + tenant.id;
    check_ancestors(spec, tenant, context);
    if (parents.contains(tenant.id)) {
      if (used.contains(tenant.id))
        context.diagnostics.error(tenant.at, path, "tenants belong to it: it cannot have jobs of its own");
      continue;
    }
    if (!used.contains(tenant.id)) context.diagnostics.warning(tenant.at, path, "no job is of this tenant");
    const CentreSpec* home = tenant.home ? find_id(spec.centres, *tenant.home) : nullptr;
    if (home != nullptr && !is_schedulable(*home)) {
      context.diagnostics.warning(tenant.at, path, "its home '" + home->id + "' has no pool that takes jobs");
    }
  }
}

}  // namespace suanwang::scenario
