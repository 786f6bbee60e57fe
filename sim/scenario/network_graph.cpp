#include <algorithm>
#include <utility>
#include <vector>

#include "suanwang/scenario/instants.hpp"
#include "suanwang/scenario/network.hpp"

#include "scenario/by_id.hpp"

namespace suanwang {
namespace {

Seconds latency_of(const LinkSpec& link, const CentreSpec& a, const CentreSpec& b) {
  if (link.latency) return *link.latency;
  if (!a.coordinates || !b.coordinates) return {};
  return fibre_delay({a.coordinates->first, a.coordinates->second},
                     {b.coordinates->first, b.coordinates->second}, link.route_factor);
}

}  // namespace

Network build_network(const Spec& spec) {
  std::vector<NetworkLink> links;
  for (const LinkSpec& link : spec.links) {
    const std::size_t a = index_of(spec.centres, link.from);
    const std::size_t b = index_of(spec.centres, link.to);
    links.push_back({a, b, link.bandwidth, latency_of(link, spec.centres[a], spec.centres[b])});
  }
  return Network{spec.centres.size(), std::move(links)};
}

std::vector<LinkPlan> link_plans(const Spec& spec, const Inputs& inputs) {
  const Network network = build_network(spec);
  std::vector<LinkPlan> plans;
  for (std::size_t i = 0; i < spec.links.size(); ++i) {
    const LinkSpec& link = spec.links[i];
    std::vector<Upgrade> upgrades;
    for (const UpgradeSpec& each : link.upgrades) {
      upgrades.push_back({instant_of(each.from, inputs), each.bandwidth});
    }
    std::vector<Outage> outages;
    for (const WindowSpec& each : link.outages) {
      const auto [from, to] = span_of(each, inputs);
      outages.push_back({from, to});
    }
    const NetworkLink& drawn = network.links()[i];
    plans.push_back(
        {drawn.a, drawn.b, drawn.latency, CapacityPlan{link.bandwidth, std::move(upgrades), outages}});
  }
  return plans;
}

std::vector<FixedRoute> fixed_routes(const Spec& spec) {
  std::vector<FixedRoute> routes;
  for (const RouteSpec& route : spec.routes) {
    FixedRoute fixed{index_of(spec.centres, route.from), index_of(spec.centres, route.to), {}};
    for (const std::string& link : route.links) fixed.links.push_back(index_of(spec.links, link));
    routes.push_back(std::move(fixed));
  }
  return routes;
}

}  // namespace suanwang
