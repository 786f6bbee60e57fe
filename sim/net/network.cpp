#include "suanwang/net/network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "suanwang/base/check.hpp"

namespace suanwang {

double great_circle_km(Coordinates a, Coordinates b) {
  constexpr double kRadiusKm = 6371.0;
  constexpr double kDegree = std::numbers::pi / 180;
  const double dlat = (b.latitude - a.latitude) * kDegree;
  const double dlon = (b.longitude - a.longitude) * kDegree;
  const double s = std::sin(dlat / 2);
  const double t = std::sin(dlon / 2);
  const double h = s * s + std::cos(a.latitude * kDegree) * std::cos(b.latitude * kDegree) * t * t;
  return 2 * kRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

Seconds fibre_delay(Coordinates a, Coordinates b, double route_factor) {
  constexpr Seconds kPerKm{4.9e-6};  // refractive index about 1.47
  return great_circle_km(a, b) * route_factor * kPerKm;
}

namespace {

/// How far a node is: by latency, then by the links of the way.
struct Distance {
  double latency = 0;
  std::vector<std::size_t> links;

  friend bool operator<(const Distance& a, const Distance& b) {
    if (a.latency != b.latency) return a.latency < b.latency;
    if (a.links.size() != b.links.size()) return a.links.size() < b.links.size();
    return a.links < b.links;
  }
};

struct Step {
  double latency;
  std::size_t link;
};

Distance operator+(const Distance& from, const Step& step) {
  Distance distance{from.latency + step.latency, from.links};
  distance.links.push_back(step.link);
  return distance;
}

struct EdgeStep {
  Step step;
};
using BoostGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, EdgeStep>;

}  // namespace

struct Network::Graph {
  std::vector<NetworkLink> links;
  BoostGraph usable;  // without the links that carry nothing
};

Network::Network(std::size_t nodes, std::vector<NetworkLink> links) : graph_{std::make_unique<Graph>()} {
  graph_->links = std::move(links);
  graph_->usable = BoostGraph{nodes};
  for (std::size_t i = 0; i < graph_->links.size(); ++i) {
    const NetworkLink& link = graph_->links[i];
    SUANWANG_CHECK(link.a < nodes && link.b < nodes && link.latency.base() >= 0);
    if (link.bandwidth.base() > 0) {
      boost::add_edge(link.a, link.b, EdgeStep{{link.latency.base(), i}}, graph_->usable);
    }
  }
}

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

std::size_t Network::nodes() const {
  return boost::num_vertices(graph_->usable);
}
const std::vector<NetworkLink>& Network::links() const {
  return graph_->links;
}

std::vector<std::size_t> Network::parts() const {
  // Boost numbers components in the order in which it meets them, which is that of their lowest nodes.
  std::vector<std::size_t> parts(nodes());
  if (!parts.empty()) boost::connected_components(graph_->usable, parts.data());
  return parts;
}

std::optional<Network::Route> Network::least_latency(std::size_t from, std::size_t to) const {
  return least_latencies(from)[to];
}

std::vector<std::optional<Network::Route>> Network::least_latencies(std::size_t from) const {
  const Distance unreached{std::numeric_limits<double>::infinity(), {}};
  std::vector<Distance> distances(nodes(), unreached);
  std::vector<std::size_t> before(nodes());
  boost::dijkstra_shortest_paths(
      graph_->usable, from,
      boost::predecessor_map(before.data())
          .distance_map(boost::make_iterator_property_map(distances.begin(),
                                                          boost::get(boost::vertex_index, graph_->usable)))
          .weight_map(boost::get(&EdgeStep::step, graph_->usable))
          .distance_compare([](const Distance& a, const Distance& b) { return a < b; })
          .distance_combine([](const Distance& a, const Step& b) { return a + b; })
          .distance_inf(unreached)
          .distance_zero(Distance{}));
  std::vector<std::optional<Route>> routes(nodes());
  for (std::size_t to = 0; to < nodes(); ++to) {
    const Distance& distance = distances[to];
    if (distance.latency < unreached.latency) routes[to] = Route{Seconds{distance.latency}, distance.links};
  }
  return routes;
}

}  // namespace suanwang
