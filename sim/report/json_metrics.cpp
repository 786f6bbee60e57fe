#include <cmath>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/text.hpp"

#include "report/json_parts.hpp"

namespace suanwang {
namespace {

std::string_view metric_id(TargetMetric metric) {
  switch (metric) {
    case TargetMetric::Pue:
      return "pue";
    case TargetMetric::RackUse:
      return "rack_use";
    case TargetMetric::GreenShare:
      return "green_share";
    case TargetMetric::OwnSoftwareShare:
      return "own_software_share";
    case TargetMetric::WaitRatio:
      return "wait_ratio";
    case TargetMetric::Losers:
      return "losers";
    case TargetMetric::PoolingGap:
      return "pooling_gap";
  }
  return "";
}

Json weight_json(MetricWeight weight) {
  switch (weight) {
    case MetricWeight::None:
      return {};
    case MetricWeight::Power:
      return "power";
    case MetricWeight::Electricity:
      return "electricity";
    case MetricWeight::Peak:
      return "fp16 peak";
    case MetricWeight::Alike:
      return "alike";
    case MetricWeight::Racks:
      return "racks";
  }
  return {};
}

/// Null where there is none; the gap to a pool in which nobody waits is infinite.
Json figure_json(double figure) {
  if (std::isnan(figure)) return {};
  return std::isinf(figure) ? Json("infinite") : number(figure);
}

Json policy_id(const std::optional<std::size_t>& policy, const Spec& spec) {
  return policy ? Json(spec.policies[*policy].id) : Json{};
}

}  // namespace

Json metrics_json(const std::vector<MetricAnswer>& answers, const Spec& spec) {
  Json list = Json::array();
  for (const MetricAnswer& answer : answers) {
    const TargetSpec& target = spec.targets[answer.target];
    Json missing = Json::array();
    for (const std::size_t centre : answer.missing) missing.push_back(spec.centres[centre].id);
    list.push_back(
        {{"id", target.id},
         {"metric", metric_id(*target.metric)},
         {"policy", policy_id(answer.policy, spec)},
         {"by", to_text(answer.by - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10)},
         {"past", answer.past},
         {"value", text(target.value_text)},
         {"figure", number(target.figure)},
         {"samples", answer.values.size()},
         {"undefined", answer.undefined},
         {"probability", figure_json(answer.probability)},
         {"interval",
          answer.is_judged() ? Json{number(answer.interval.low), number(answer.interval.high)} : Json{}},
         {"p10", figure_json(answer.p10)},
         {"median", figure_json(answer.p50)},
         {"p90", figure_json(answer.p90)},
         {"weight", weight_json(answer.weight)},
         {"sourced", answer.sourced ? number(*answer.sourced) : Json{}},
         {"not_stated_by", std::move(missing)}});
  }
  return list;
}

Json together_json(const std::vector<JointAnswer>& answers, const Spec& spec) {
  Json list = Json::array();
  for (const JointAnswer& answer : answers) {
    Json left_out = Json::array();
    for (const std::size_t target : answer.left_out) left_out.push_back(spec.targets[target].id);
    list.push_back({{"basis", answer.basis.empty() ? Json{} : Json(answer.basis)},
                    {"policy", policy_id(answer.policy, spec)},
                    {"targets", answer.targets},
                    {"not_judged", std::move(left_out)},
                    {"samples", answer.samples},
                    {"probability", number(answer.probability)},
                    {"interval", {number(answer.interval.low), number(answer.interval.high)}}});
  }
  return list;
}

Json metric_definitions() {
  return {
      {"metrics",
       "targets on other figures than capacity, in the unit of the metric (shares and ratios as numbers): "
       "pue, green_share and own_software_share are means over the centres (of software: pools) of the "
       "region "
       "in service that state them, weighted as 'weight' says; rack_use is racks in use / built, summed; "
       "wait_ratio is the mean wait of the worst city / that of the region, losers how many homes wait "
       "longer "
       "than as islands (by more than 1 s and 1 %), pooling_gap mean wait / that in one place - 1, over "
       "finished jobs submitted by the end of the day 'by', by policy"},
      {"weight",
       "power: accelerators in service x busy power; electricity: that x PUE; fp16 peak: in service; alike: "
       "each counts once; null: a figure of a simulation"},
      {"not_stated_by", "centres in service in some sample that do not state the figure, and are left out"},
      {"not_judged", "targets to come that are not among them: nobody states their figure, or nothing ran"},
      {"undefined", "samples without anything to tell the figure from; they count as not met"},
      {"together",
       "probability that all targets not yet past are met in the same sample, capacity counted by the basis, "
       "figures of a simulation under the policy"},
  };
}

}  // namespace suanwang
