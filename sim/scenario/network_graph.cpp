#include <algorithm>
#include <utility>
#include <vector>

#include "suanwang/base/check.hpp"
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

Time instant_of(const Moment& moment, const Inputs& inputs) {
  if (const auto* span = std::get_if<Duration>(&moment)) return kStart + *span;
  SUANWANG_CHECK(inputs.origin.has_value());  // `prepare` refuses dates that nothing places in time
  const auto since = static_cast<double>((std::get<CivilTime>(moment) - *inputs.origin).count());
  if (since >= 0) return after(kStart, Seconds{since});
  const Duration before = rounded_up(Seconds{-since});
  return before == Duration::max() ? kAlways : kStart - before;
}

Outage outage_of(const OutageSpec& outage, const Inputs& inputs) {
  const Time from = instant_of(outage.from, inputs);
  if (const auto* until = std::get_if<Moment>(&outage.until)) return {from, instant_of(*until, inputs)};
  const Duration length = std::get<Duration>(outage.until);
  const bool is_in_reach = from < Time{} || length < kNever - from;
  return {from, is_in_reach ? from + length : kNever};
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
    for (const OutageSpec& each : link.outages) outages.push_back(outage_of(each, inputs));
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
