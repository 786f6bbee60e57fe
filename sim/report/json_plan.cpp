#include <algorithm>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/plan.hpp"

#include "report/json_parts.hpp"
#include "report/json_plan_parts.hpp"

namespace suanwang {
namespace {

Json power_json(const std::map<std::string, Watts>& power) {
  Json json = Json::object();
  for (const auto& [region, watts] : power) json[region] = number(watts.base());
  return json;
}

Json outcomes_json(const std::vector<PlanOutcome>& outcomes, const Plan& plan) {
  Json json = Json::array();
  for (std::size_t q = 0; q < outcomes.size(); ++q) {
    const PlanOutcome& each = outcomes[q];
    json.push_back({{"target", plan.spec.targets[plan.questions[q].target].id},
                    {"basis", plan.questions[q].basis},
                    {"probability", number(each.probability)},
                    {"interval", range_json(each.interval)},
                    {"capacity_flops",
                     {{"p10", number(each.p10)}, {"p50", number(each.p50)}, {"p90", number(each.p90)}}}});
  }
  return json;
}

Json set_json(const std::optional<PlanSet>& set, const Plan& plan) {
  if (!set) return {};
  return {{"levers", ids_json(set->levers, *plan.spec.plan)},
          {"cost_cny", number(set->cost.cny())},
          {"cost_by_year_cny", money_by_year(set->by_year)},
          {"undated_cny", number(set->undated.cny())},
          {"power_w", power_json(set->power)},
          {"searched", outcomes_json(set->searched, plan)},
          {"fresh", outcomes_json(set->fresh, plan)}};
}

Json most_json(const PlanMost& most, const Plan& plan) {
  return {{"probability", number(most.probability)},
          {"levers", ids_json(most.levers, *plan.spec.plan)},
          {"cost_cny", number(most.cost.cny())},
          {"is_cheapest", most.is_cheapest},
          {"proved", most.proved}};
}

Json belief_json(const BeliefOutcome& belief, const Plan& plan) {
  Json shares = Json::array();
  for (std::size_t q = 0; q < belief.with.size(); ++q) {
    shares.push_back({{"target", plan.spec.targets[plan.questions[q].target].id},
                      {"basis", plan.questions[q].basis},
                      {"without", number(belief.without[q])},
                      {"with", number(belief.with[q])}});
  }
  return {{"assumptions", belief.assumptions.empty() ? Json{} : Json(belief.assumptions)},
          {"name", name_json(belief.name)},
          {"probability", std::move(shares)}};
}

std::string_view kind_text(Marginal::Kind kind) {
  switch (kind) {
    case Marginal::Kind::PoolCards:
      return "pool +1000 accelerators";
    case Marginal::Kind::LotCards:
      return "lot +1000 accelerators";
    case Marginal::Kind::LotPower:
      return "lot +10 MW";
    case Marginal::Kind::Sooner:
      return "a month sooner";
  }
  return "";
}

Json marginals_json(const Marginals& marginals, const Spec& spec) {
  Json json{{"samples", marginals.samples}, {"entries", Json::array()}, {"without_model", Json::array()}};
  for (const Marginal& each : marginals.entries) {
    Json effects = Json::array();
    for (std::size_t q = 0; q < each.effects.size(); ++q) {
      const Marginal::Effect& effect = each.effects[q];
      effects.push_back({{"target", spec.targets[marginals.questions[q].target].id},
                         {"basis", marginals.questions[q].basis},
                         {"probability", number(marginals.questions[q].probability)},
                         {"change", number(effect.probability)},
                         {"interval", range_json(effect.interval)},
                         {"tail_change_flops", number(effect.tail)},
                         {"tail_interval", range_json(effect.tail_interval)},
                         {"none", effect.none}});
    }
    json["entries"].push_back({{"kind", kind_text(each.kind)},
                               {"path", text(each.path)},
                               {"name", name_json(each.name)},
                               {"assumed", each.assumed},
                               {"effects", std::move(effects)}});
  }
  for (const Name& each : marginals.without_model) json["without_model"].push_back(name_json(each));
  return json;
}

Json wait_json(const WaitChange& change) {
  return {{"before_s", number(change.before_s)},
          {"after_s", number(change.after_s)},
          {"change_s", number(change.change_s)},
          {"interval_s", change.interval ? range_json(*change.interval) : Json{}},
          {"none", change.none},
          {"finished_before", change.finished_before},
          {"finished_after", change.finished_after}};
}

Json waits_json(const PlanFindings& findings) {
  if (!findings.waits) return {};
  const Spec& spec = findings.plan->spec;
  Json json{{"replications", findings.waits->replications},
            {"runs", findings.waits->runs},
            {"policies", Json::object()}};
  for (const PolicyWaitChange& each : findings.waits->policies) {
    json["policies"][spec.policies[each.policy].id] = wait_json(each.change);
  }
  return json;
}

Json links_json(const PlanFindings& findings) {
  if (!findings.links) return {};
  const Spec& spec = *findings.improved;
  const LinkEffects& effects = *findings.links;
  Json json{{"policy", spec.policies[effects.policy].id},
            {"replications", effects.replications},
            {"runs", effects.runs},
            {"links", Json::object()},
            {"left_out", Json::array()}};
  for (const LinkWaitChange& each : effects.links) {
    json["links"][spec.links[each.link].id] = wait_json(each.change);
  }
  for (const std::size_t each : effects.left_out) json["left_out"].push_back(spec.links[each].id);
  return json;
}

Json definitions() {
  return {
      {"probability",
       "share of the samples in which what is in service before the end of the target's day "
       "satisfies the bound"},
      {"searched", "on the samples of the search: replications 0 and following"},
      {"fresh", "on samples that no search has seen; interval: Wilson, 95 %"},
      {"chosen", "the cheapest allowed set; null: no allowed set reaches the promise"},
      {"beliefs",
       "the probability without levers and with the chosen set under other assumption sets, over "
       "which levers win"},
      {"frontier", "the cheapest set for each probability, asked of each question on the searched samples"},
      {"most", "the highest probability that an allowed set reaches, by question, and for all together"},
      {"alone",
       "change of the probability with this lever and those 'along' (which it requires) against none"},
      {"requires", "levers that must be pulled with it; excludes: it cannot go with; as the scenario says"},
      {"beside_the_set",
       "what keeps a lever from being added to the chosen set (with those 'along'), or a chosen one from "
       "being left out"},
      {"other_targets",
       "targets on other figures than capacity, which no search considers: without any lever and with the "
       "chosen set; not_judged: of a simulation, or stated by nobody"},
      {"dropped", "change of the probability of the chosen set without this lever and those that require it"},
      {"marginals", "of the spec with the chosen set, or as it stands where none was chosen"},
      {"change", "mean of the paired differences on the same random numbers; interval: 95 %"},
      {"tail_change_flops",
       "change of the capacity that 90 % of the samples reach (where less is wanted, do "
       "not exceed), FLOP/s"},
      {"none", "the same in every sample, or replication"},
      {"change_s", "mean over the replications of the difference of mean waits; interval: Student, 95 %"}};
}

}  // namespace

std::string plan_json(const PlanFindings& findings, const std::string& file) {
  const Plan& plan = *findings.plan;
  const PlanSpec& asked = *plan.spec.plan;
  Json json{{"suanwang", program_json()},
            {"scenario", scenario_json(file, *plan.scenario)},
            {"variant", plan.base.variant},
            {"assumptions", plan.base.assumptions ? Json(*plan.base.assumptions) : Json{}},
            {"seed", plan.spec.seed},
            {"reach", number(asked.reach)},
            {"samples", plan.options.samples},
            {"fresh_samples", plan.options.fresh_samples},
            {"budget_cny", asked.budget ? money_by_year(*asked.budget) : Json{}},
            {"permits_w", power_json(asked.power)},
            {"nothing", set_json(plan.nothing, plan)},
            {"chosen", set_json(plan.chosen, plan)},
            {"proved", plan.proved},
            {"kept", plan.is_kept},
            {"demanded", number(plan.demanded)},
            {"rounds", plan.rounds}};
  json["other_targets"] = others_json(findings);
  json["beliefs"] = Json::array();
  for (const BeliefOutcome& each : findings.beliefs) json["beliefs"].push_back(belief_json(each, plan));
  json["levers"] = Json::array();
  for (const LeverEffect& each : findings.levers) json["levers"].push_back(lever_json(each, plan));
  json["frontier"] = Json::array();
  for (const FrontierPoint& each : plan.frontier) {
    json["frontier"].push_back({{"probability", number(each.probability)},
                                {"proved", each.proved},
                                {"set", set_json(each.set, plan)}});
  }
  json["most"] = Json::array();
  for (const PlanMost& each : plan.most) json["most"].push_back(most_json(each, plan));
  json["most_together"] = most_json(plan.most_together, plan);
  json["marginals"] = marginals_json(findings.marginals, *findings.improved);
  json["waits"] = waits_json(findings);
  json["links"] = links_json(findings);
  json["search"] = {{"sets", plan.sets}, {"evaluations", plan.evaluations}, {"programmes", plan.programmes}};
  json["definitions"] = definitions();
  json["timing"] = {{"search_s", number(plan.seconds)}};
  return json.dump(2) + '\n';
}

}  // namespace suanwang
