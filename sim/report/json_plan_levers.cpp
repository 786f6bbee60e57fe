// plan.json: what each lever does by itself, and the targets that no lever is searched for.
#include <algorithm>

#include "suanwang/report/plan.hpp"
#include "suanwang/report/text.hpp"

#include "report/json_plan_parts.hpp"
#include "report/plan_parts.hpp"

namespace suanwang {

Json range_json(const Range95& range) {
  return {number(range.low), number(range.high)};
}

Json ids_json(const std::vector<std::size_t>& levers, const PlanSpec& plan) {
  Json json = Json::array();
  for (const std::size_t each : levers) json.push_back(plan.levers[each].id);
  return json;
}

Json money_by_year(const std::map<int, Money>& years) {
  Json json = Json::object();
  for (const auto& [year, amount] : years) json[std::to_string(year)] = number(amount.cny());
  return json;
}

namespace {

Json changes_json(const std::optional<std::vector<ProbabilityChange>>& changes, const Plan& plan) {
  if (!changes) return {};
  Json json = Json::array();
  for (std::size_t q = 0; q < changes->size(); ++q) {
    json.push_back({{"target", plan.spec.targets[plan.questions[q].target].id},
                    {"basis", plan.questions[q].basis},
                    {"change", number((*changes)[q].change)},
                    {"interval", range_json((*changes)[q].interval)}});
  }
  return json;
}

Json text_list(const std::vector<std::string>& ids) {
  Json json = Json::array();
  for (const std::string& each : ids) json.push_back(each);
  return json;
}

Json hindrance_json(const Hindrance& hindrance, const PlanSpec& plan) {
  switch (hindrance.kind) {
    case Hindrance::Kind::Budget:
      return {{"kind", "budget"}, {"year", hindrance.year}, {"over_cny", number(hindrance.over)}};
    case Hindrance::Kind::Permit:
      return {{"kind", "permit"}, {"region", hindrance.region}, {"over_w", number(hindrance.over)}};
    case Hindrance::Kind::Exclusion:
      return {{"kind", "exclusion"},
              {"lever", plan.levers[hindrance.lever].id},
              {"other", plan.levers[hindrance.other].id}};
    case Hindrance::Kind::Requirement:
      return {{"kind", "requirement"},
              {"lever", plan.levers[hindrance.lever].id},
              {"other", plan.levers[hindrance.other].id}};
  }
  return {};
}

}  // namespace

Json others_json(const PlanFindings& findings) {
  const Spec& spec = findings.plan->spec;
  Json not_judged = Json::array();
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const auto answers = [t](const MetricAnswer& each) { return each.target == t && each.is_judged(); };
    if (spec.targets[t].metric && std::ranges::none_of(findings.without, answers)) {
      not_judged.push_back(spec.targets[t].id);
    }
  }
  return {{"without", metrics_json(findings.without, spec)},
          {"with", findings.plan->chosen ? metrics_json(findings.with, spec) : Json{}},
          {"not_judged", std::move(not_judged)}};
}

Json lever_json(const LeverEffect& effect, const Plan& plan) {
  const LeverSpec& lever = plan.spec.plan->levers[effect.lever];
  Json json{{"id", lever.id},
            {"name", name_json(lever.name)},
            {"chosen", plan.chosen && std::ranges::binary_search(plan.chosen->levers, effect.lever)},
            {"cost_cny", number(lever.total().cny())},
            {"cost_by_year_cny", money_by_year(lever.cost)},
            {"power_w", number(lever.power.base())},
            {"region", text(lever.region)},
            {"assumed", lever.provenance.assumed()},
            {"source", text(lever.provenance.source)},
            {"requires", text_list(lever.required)},
            {"excludes", text_list(lever.excludes)},
            {"along", ids_json(effect.along, *plan.spec.plan)},
            {"alone", changes_json(effect.alone, plan)},
            {"dropped", changes_json(effect.dropped, plan)}};
  json["beside_the_set"] = Json::array();
  for (const Hindrance& each : beside_the_set(plan, effect)) {
    json["beside_the_set"].push_back(hindrance_json(each, *plan.spec.plan));
  }
  return json;
}

}  // namespace suanwang
