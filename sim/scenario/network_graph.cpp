#include <algorithm>
#include <utility>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/scenario/network.hpp"

namespace suanwang {
namespace {

std::size_t node_of(const Spec& spec, const std::string& centre) {
  const auto found = std::find_if(spec.centres.begin(), spec.centres.end(),
                                  [&](const CentreSpec& c) { return c.id == centre; });
  SUANWANG_CHECK(found != spec.centres.end());
  return static_cast<std::size_t>(found - spec.centres.begin());
}

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
    const std::size_t a = node_of(spec, link.from);
    const std::size_t b = node_of(spec, link.to);
    links.push_back({a, b, link.bandwidth, latency_of(link, spec.centres[a], spec.centres[b])});
  }
  return Network{spec.centres.size(), std::move(links)};
}

}  // namespace suanwang
