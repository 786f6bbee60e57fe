// What rows are to be read with, in summary.json: facts of a variant that no table of figures tells.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "suanwang/scenario/network.hpp"

#include "report/json_parts.hpp"

namespace suanwang {
namespace {

/// The greatest bandwidth that a link ever has [bit/s]; null: without limit.
Json greatest_bandwidth(const CapacityPlan& capacity) {
  double most = capacity.initial().base();
  for (const CapacityPlan::Change& change : capacity.changes()) most = std::max(most, change.capacity.base());
  return std::isinf(most) ? Json{} : number(most * 8);
}

Json links_json(const Spec& spec, const Inputs& inputs) {
  Json json = Json::object();
  const std::vector<LinkPlan> plans = link_plans(spec, inputs);
  for (std::size_t l = 0; l < plans.size(); ++l) {
    json[spec.links[l].id] = {{"between", {spec.centres[plans[l].a].id, spec.centres[plans[l].b].id}},
                              {"latency_s", number(plans[l].latency.base())},
                              {"most_bps", greatest_bandwidth(plans[l].capacity)}};
  }
  return json;
}

Json datasets_json(const Spec& spec) {
  Json json = Json::object();
  for (const DatasetSpec& dataset : spec.datasets) {
    json[dataset.id] = {{"bytes", number(dataset.size.base())},
                        {"at", dataset.replicas},
                        {"zone", dataset.zone ? Json(*dataset.zone) : Json{}},
                        {"kind", dataset.kind}};
  }
  return json;
}

Json zones_json(const Spec& spec) {
  Json json = Json::object();
  for (const ZoneSpec& zone : spec.zones) {
    Json rules = Json::array();
    for (const ZoneRule& rule : zone.rules) rules.push_back({{"allow", rule.allow}, {"to", rule.to}});
    json[zone.id] = {{"centres", zone.centres}, {"rules", std::move(rules)}};
  }
  return json;
}

/// What tenants may hold, and where centres lie; only where somebody has a quota.
void add_quotas(const Spec& spec, Json& records) {
  Json tenants = Json::object();
  const auto limit = [](const std::optional<std::int64_t>& n) { return n ? Json(*n) : Json{}; };
  for (const TenantSpec& tenant : spec.tenants) {
    if (tenant.quotas.empty()) continue;
    Json quotas = Json::array();
    for (const QuotaSpec& quota : tenant.quotas) {
      quotas.push_back({{"region", quota.region},
                        {"nominal", quota.nominal},
                        {"borrow", limit(quota.borrow)},
                        {"lend", limit(quota.lend)}});
    }
    tenants[tenant.id] = {{"cohort", tenant.cohort.value_or("")}, {"quotas", std::move(quotas)}};
  }
  if (tenants.empty()) return;
  Json regions = Json::object();
  for (const CentreSpec& centre : spec.centres) regions[centre.id] = centre.region;
  records["quotas"] = {{"tenants", std::move(tenants)}, {"regions", std::move(regions)}};
}

}  // namespace

Json records_json(const VariantOutcome& variant, const Spec& spec) {
  Json policies = Json::object();
  for (const PolicyOutcome& outcome : variant.policies) {
    const PolicySpec& policy = spec.policies[outcome.policy];
    policies[policy.id] = {{"dispatch", policy.settings.dispatch},
                           {"holds_while_staging", policy.settings.hold_while_staging},
                           {"preempts", policy.settings.preemption.has_value()}};
  }
  const Time end = variant.inputs.end;
  Json records{{"end_s", end == kNever ? Json{} : number(in_seconds(end))},
               {"policies", std::move(policies)},
               {"links", links_json(spec, variant.inputs)},
               {"routes", spec.routing.kind == RoutingRule::Kind::Split ? spec.routing.most : 1},
               {"datasets", datasets_json(spec)},
               {"zones", zones_json(spec)}};
  add_quotas(spec, records);
  return records;
}

Json records_definitions() {
  return {
      {"records",
       "what `suanwang audit` reads rows with, together with pools.csv: when the simulation ended (null: "
       "when nothing was left); the greatest bandwidth that each link ever has (null: without limit); over "
       "how many routes at most a transfer is split; where each dataset is from the beginning, and the zone "
       "that it may not leave but by a rule for its kind (to: empty is to all); where tenants have quotas, "
       "those [accelerators] by region (empty: everywhere) with what they may borrow (null: no limit) and "
       "lend "
       "(null: all), their cohorts (empty: none), and the regions of the centres"}};
}

}  // namespace suanwang
