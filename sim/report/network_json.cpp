#include "report/network_json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace suanwang {
namespace {

using Json = nlohmann::ordered_json;

/// In bits per second; null is without limit.
Json bandwidth(BytesPerSecond value) {
  return std::isinf(value.base()) ? Json{} : Json(value.base() * 8);
}

template <class Entry>
Json ids(const std::vector<std::size_t>& indices, const std::vector<Entry>& entries) {
  Json json = Json::array();
  for (const std::size_t index : indices) json.push_back(entries[index].id);
  return json;
}

Json side_json(const std::vector<std::size_t>& side, const NetworkStudy& study, const Spec& spec) {
  return {{"centres", ids(side, spec.centres)},
          {"accelerators", share_of(side, study.accelerators)},
          {"demand", study.demand.empty() ? Json{} : Json(share_of(side, study.demand))}};
}

Json cut_json(const Cut& cut, const NetworkStudy& study, const Spec& spec) {
  return {{"capacity_bps", bandwidth(cut.capacity)},
          {"links", ids(cut.links, spec.links)},
          {"sides", {side_json(cut.side, study, spec), side_json(cut.beyond, study, spec)}}};
}

Json link_json(std::size_t index, const NetworkStudy& study, const Spec& spec) {
  const NetworkLink& link = study.network->links()[index];
  const auto& a = spec.centres[link.a].coordinates;
  const auto& b = spec.centres[link.b].coordinates;
  Json changes = Json::array();
  for (const CapacityPlan::Change& change : study.links[index].capacity.changes()) {
    changes.push_back({{"at_s", in_seconds(change.at)}, {"bandwidth_bps", bandwidth(change.capacity)}});
  }
  return {{"id", spec.links[index].id},
          {"between", {spec.centres[link.a].id, spec.centres[link.b].id}},
          {"great_circle_km",
           a && b ? Json(great_circle_km({a->first, a->second}, {b->first, b->second})) : Json{}},
          {"latency_s", link.latency.base()},
          {"bandwidth_bps", bandwidth(link.bandwidth)},
          {"changes", std::move(changes)}};
}

Json circles_json(const NetworkStudy& study, const Spec& spec) {
  Json within = Json::object();
  for (std::size_t i = 0; i < spec.centres.size(); ++i) within[spec.centres[i].id] = study.within[i];
  return {{"share_of", study.demand.empty() ? "accelerators" : "demand"},
          {"without_home", study.homeless},
          {"one_way_s", kLatencyCircles},
          {"within", std::move(within)}};
}

}  // namespace

Json network_json(const NetworkStudy& study, const Spec& spec) {
  Json json{{"links", Json::array()}, {"parts", Json::array()}, {"bridges", Json::array()}};
  for (std::size_t i = 0; i < spec.links.size(); ++i) json["links"].push_back(link_json(i, study, spec));
  for (const auto& part : study.parts) json["parts"].push_back(ids(part, spec.centres));
  for (const Bridge& bridge : study.bridges) {
    json["bridges"].push_back(
        {{"link", spec.links[bridge.link].id},
         {"sides", {side_json(bridge.a_side, study, spec), side_json(bridge.b_side, study, spec)}}});
  }
  json["cuts"] = Json::array();
  for (const Cut& cut : study.cuts) json["cuts"].push_back(cut_json(cut, study, spec));
  json["farthest"] = Json{};
  if (study.farthest) {
    const auto& [route, cut] = *study.farthest;
    json["farthest"] = {{"from", spec.centres[cut.from].id},
                        {"to", spec.centres[cut.to].id},
                        {"latency_s", route.latency.base()},
                        {"min_cut", cut_json(cut, study, spec)}};
  }
  json["circles"] = circles_json(study, spec);
  return json;
}

}  // namespace suanwang
