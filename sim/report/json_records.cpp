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
  return {{"end_s", end == kNever ? Json{} : number(in_seconds(end))},
          {"policies", std::move(policies)},
          {"links", links_json(spec, variant.inputs)},
          {"routes", spec.routing.kind == RoutingRule::Kind::Split ? spec.routing.most : 1},
          {"datasets", datasets_json(spec)},
          {"zones", zones_json(spec)}};
}

Json records_definitions() {
  return {
      {"records",
       "what `suanwang audit` reads rows with, together with pools.csv: when the simulation ended (null: "
       "when nothing was left); the greatest bandwidth that each link ever has (null: without limit); over "
       "how many routes at most a transfer is split; where each dataset is from the beginning, and the zone "
       "that it may not leave but by a rule for its kind (to: empty is to all)"}};
}

}  // namespace suanwang
