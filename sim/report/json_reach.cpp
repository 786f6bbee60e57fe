#include <cmath>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/reach.hpp"

#include "report/json_parts.hpp"

namespace suanwang {
namespace {

/// A date in seconds since 1970; null where it never comes.
Json date_json(double seconds, const Spec& spec) {
  if (seconds == -HUGE_VAL) return "from the beginning";
  if (!std::isfinite(seconds)) return {};
  const CivilTime at{std::chrono::seconds{static_cast<std::int64_t>(std::floor(seconds))}};
  return to_text(at, spec.utc_offset);
}

Json range_json(const std::optional<Range95>& range) {
  if (!range) return {};
  return {number(range->low), number(range->high)};
}

Json influence_json(const Influence& influence, const ReachCase& of) {
  const ReachUnknown& unknown = of.unknowns[influence.unknown];
  return {{"path", unknown.path},
          {"name", name_json(unknown.name)},
          {"assumed", unknown.assumed},
          {"at_p10", number(influence.at_p10)},
          {"at_p90", number(influence.at_p90)},
          {"first_order", number(influence.first_order)},
          {"first_order_se", number(influence.first_order_se)},
          {"total", number(influence.total)},
          {"total_se", number(influence.total_se)},
          {"finding_out", number(influence.finding_out)},
          {"finding_out_se", number(influence.finding_out_se)},
          {"if_low", number(influence.if_low)},
          {"if_high", number(influence.if_high)}};
}

Json answer_json(const ReachAnswer& answer, const ReachCase& of) {
  const Spec& spec = *of.spec;
  const TargetSpec& target = spec.targets[answer.target];
  Json json{{"id", target.id},
            {"basis", answer.basis},
            {"by", to_text(answer.by - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10)},
            {"past", answer.past},
            {"value", text(target.value_text)},
            {"value_flops", number(target.value.base())},
            {"probability", number(answer.probability)},
            {"interval", {number(answer.interval.low), number(answer.interval.high)}},
            {"supported", supported_text(answer, of)},
            {"capacity_flops",
             {{"p10", number(answer.p10)},
              {"p50", number(answer.p50)},
              {"p90", number(answer.p90)},
              {"lowest", number(answer.lowest)},
              {"highest", number(answer.highest)}}},
            {"date",
             {{"p10", date_json(answer.date[0], spec)},
              {"p50", date_json(answer.date[1], spec)},
              {"p90", date_json(answer.date[2], spec)}}}};
  json["date_p90_interval"] =
      answer.date_p90 ? Json{date_json(answer.date_p90->low, spec), date_json(answer.date_p90->high, spec)}
                      : Json{};
  json["never"] = number(answer.never);
  json["lost"] = number(answer.lost);
  json["shortfall"] = number(answer.shortfall);
  json["shortfall_interval"] = range_json(answer.shortfall_interval);
  json["sourced"] = number(answer.sourced);
  json["sensitivities"] = Json::array();
  for (const Influence& each : answer.influences) json["sensitivities"].push_back(influence_json(each, of));
  json["critical"] = Json::array();
  for (const Critical& each : answer.critical) {
    json["critical"].push_back({{"path", of.activities[each.activity].path},
                                {"name", name_json(of.activities[each.activity].name)},
                                {"share", number(each.share)}});
  }
  json["fan"] = Json::array();
  for (const FanPoint& each : answer.fan) {
    json["fan"].push_back({{"at", to_text(each.at, spec.utc_offset).substr(0, 10)},
                           {"p10", number(each.p10)},
                           {"p50", number(each.p50)},
                           {"p90", number(each.p90)}});
  }
  return json;
}

Json case_json(const ReachCase& of) {
  Json json{{"name", name_json(of.spec->variant.name)}, {"seed", of.spec->seed}, {"samples", of.samples}};
  json["targets"] = Json::array();
  for (const ReachAnswer& each : of.answers) json["targets"].push_back(answer_json(each, of));
  json["metrics"] = metrics_json(of.metrics, *of.spec);
  json["together"] = together_json(of.together, *of.spec);
  if (of.replications > 0) json["coupling"] = {{"replications", of.replications}, {"agree", of.coupled}};
  return json;
}

Json definitions() {
  return {
      {"probability",
       "share of the samples in which what is in service before 'by' ends satisfies the bound"},
      {"interval", "95 % interval of the probability, of the sampling error alone"},
      {"supported", "the probability as far as assumed unknowns let it be said"},
      {"date", "from then on met for good in 10, 50, 90 % of the samples; null: never in so many"},
      {"never", "share of the samples in which it is never met for good"},
      {"lost", "share of the samples in which it is met before 'by', and no more then, as pools retire"},
      {"shortfall", "FLOP/s that must be added at 'by' for a probability of 0.9"},
      {"shortfall_interval", "distribution-free 95 % interval"},
      {"sourced", "share of the mean capacity whose pools, accelerators and basis are not 'assumed'"},
      {"at_p10", "the probability with the unknown at its 10 % quantile, everything else random"},
      {"first_order", "Sobol index of the capacity at 'by'"},
      {"total", "total Sobol index of the capacity at 'by'"},
      {"finding_out", "E|P(met | the unknown) - P(met)|"},
      {"if_low", "the probability given that the unknown is in the lower half of its law"},
      {"critical", "share of the samples that ever meet it in which the activity was on the critical path"},
      {"fan", "capacity at the beginning of a month, FLOP/s"},
      {"coupling",
       "replication r of the simulation draws what plain sample r does: in how many the capacities agree "
       "to 1e-12"}};
}

Json backtest_json(const Backtest& test) {
  const Spec& spec = test.then;
  const auto span = [](const std::optional<double>& seconds) { return seconds ? number(*seconds) : Json{}; };
  Json json{{"as_of", to_text(test.as_of - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10)},
            {"slips_learned_from", test.slips.delivered},
            {"slips_overdue", test.slips.overdue},
            {"slip_median_s", number(test.slips.median_s)},
            {"known", test.known},
            {"inside_80", test.inside},
            {"crps_s", number(test.crps_s)},
            {"announced_error_s", span(test.announced_error_s)},
            {"left_out", Json::array()},
            {"milestones", Json::array()}};
  for (const std::string& path : test.left_out) json["left_out"].push_back(text(path));
  for (const Milestone& each : test.milestones) {
    json["milestones"].push_back(
        {{"path", each.path},
         {"name", name_json(each.name)},
         {"announced", each.announced ? Json(to_text(*each.announced, spec.utc_offset)) : Json{}},
         {"p10", date_json(each.p10, spec)},
         {"p50", date_json(each.p50, spec)},
         {"p90", date_json(each.p90, spec)},
         {"actual", each.actual ? date_json(*each.actual, spec) : Json{}},
         {"inside", each.inside},
         {"crps_s", each.actual ? number(each.crps_s) : Json{}}});
  }
  return json;
}

std::string_view points_text(ReachPoints points) {
  switch (points) {
    case ReachPoints::Plain:
      return "plain";
    case ReachPoints::Latin:
      return "latin";
    case ReachPoints::Sobol:
      return "sobol";
  }
  return "";
}

}  // namespace

std::string reach_json(const Reach& reach, const std::string& file, const Backtest* test) {
  const Scenario& scenario = *reach.scenario;
  Json json{{"suanwang", program_json()},
            {"scenario", scenario_json(file, scenario)},
            {"points", points_text(reach.options.points)}};
  for (const ReachCase& of : reach.cases) {
    if (of.is_assumption) {
      json["assumptions"][of.spec->variant.id] = case_json(of);
    } else if (of.spec->variants_declared) {
      json["variants"][of.spec->variant.id] = case_json(of);
    } else {
      json.update(case_json(of));
    }
  }
  if (test != nullptr) json["backtest"] = backtest_json(*test);
  json["definitions"] = definitions();
  json["definitions"].update(metric_definitions());
  json["timing"] = {{"sample_s", number(reach.seconds)}};
  return json.dump(2) + '\n';
}

}  // namespace suanwang
