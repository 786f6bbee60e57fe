#include "suanwang/net/network.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>

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

/// How far a node is: by latency [ns], then by the links of the way.
struct Distance {
  std::int64_t latency = 0;
  std::vector<std::size_t> links;

  friend bool operator<(const Distance& a, const Distance& b) {
    if (a.latency != b.latency) return a.latency < b.latency;
    if (a.links.size() != b.links.size()) return a.links.size() < b.links.size();
    return a.links < b.links;
  }
};
constexpr std::int64_t kUnreached = std::numeric_limits<std::int64_t>::max();

struct Edge {
  std::int64_t latency = 0;  // ns
  double bandwidth = 0;
  std::size_t link = 0;
};
using BoostGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Edge>;

Distance operator+(const Distance& from, const Edge& edge) {
  Distance distance{from.latency + edge.latency, from.links};
  distance.links.push_back(edge.link);
  return distance;
}

/// Lets through the links that are allowed and wide enough.
struct WideEnough {
  const BoostGraph* graph = nullptr;
  const Allowed* allowed = nullptr;
  double width = 0;

  bool operator()(BoostGraph::edge_descriptor edge) const {
    const Edge& link = (*graph)[edge];
    return link.bandwidth >= width && allowed->link(link.link);
  }
};
struct NodeAllowed {
  const Allowed* allowed = nullptr;
  bool operator()(BoostGraph::vertex_descriptor node) const { return allowed->node(node); }
};
using AllowedGraph = boost::filtered_graph<BoostGraph, WideEnough, NodeAllowed>;

AllowedGraph allowed_graph(const BoostGraph& graph, const Allowed& allowed, double width = 0) {
  return {graph, WideEnough{&graph, &allowed, width}, NodeAllowed{&allowed}};
}

/// The distance of every node from `from`; where there is no way, kUnreached. @pre `from` is allowed
std::vector<Distance> distances_from(const AllowedGraph& graph, std::size_t from) {
  const Distance unreached{kUnreached, {}};
  std::vector<Distance> distances(boost::num_vertices(graph), unreached);
  std::vector<std::size_t> before(distances.size());
  boost::dijkstra_shortest_paths(
      graph, from,
      boost::predecessor_map(before.data())
          .distance_map(
              boost::make_iterator_property_map(distances.begin(), boost::get(boost::vertex_index, graph)))
          .weight_map(boost::get(boost::edge_bundle, graph))
          .distance_compare([](const Distance& a, const Distance& b) { return a < b; })
          .distance_combine([](const Distance& a, const Edge& b) { return a + b; })
          .distance_inf(unreached)
          .distance_zero(Distance{}));
  return distances;
}

/// How wide the widest way to every node is; 0 where there is none. @pre `from` is allowed
std::vector<double> widths_from(const AllowedGraph& graph, std::size_t from) {
  constexpr double kUnlimited = std::numeric_limits<double>::infinity();
  std::vector<double> widths(boost::num_vertices(graph), 0);
  std::vector<std::size_t> before(widths.size());
  boost::dijkstra_shortest_paths(graph, from,
                                 boost::predecessor_map(before.data())
                                     .distance_map(boost::make_iterator_property_map(
                                         widths.begin(), boost::get(boost::vertex_index, graph)))
                                     .weight_map(boost::get(&Edge::bandwidth, graph))
                                     .distance_compare([](double a, double b) { return a > b; })
                                     .distance_combine([](double a, double b) { return std::min(a, b); })
                                     .distance_inf(0.0)
                                     .distance_zero(kUnlimited));
  return widths;
}

std::int64_t nanoseconds(Seconds latency) {
  return std::llround(latency.base() * 1e9);
}

}  // namespace

struct Network::Graph {
  std::vector<NetworkLink> links;
  BoostGraph usable;  // without the links that carry nothing

  /// The route that leaves `from` over these links. @pre they join up
  [[nodiscard]] Route route(std::size_t from, const std::vector<std::size_t>& over) const {
    Route route;
    for (const std::size_t each : over) {
      const NetworkLink& link = links[each];
      const bool backward = link.a != from;
      route.latency += link.latency;
      route.bandwidth = std::min(route.bandwidth, link.bandwidth);
      route.hops.push_back({each, backward});
      from = backward ? link.a : link.b;
    }
    return route;
  }
};

Network::Network(std::size_t nodes, std::vector<NetworkLink> links) : graph_{std::make_unique<Graph>()} {
  graph_->links = std::move(links);
  graph_->usable = BoostGraph{nodes};
  for (std::size_t i = 0; i < graph_->links.size(); ++i) {
    const NetworkLink& link = graph_->links[i];
    SUANWANG_CHECK(link.a < nodes && link.b < nodes && link.a != link.b);
    SUANWANG_CHECK(link.latency.base() >= 0 && link.bandwidth.base() >= 0);
    if (link.bandwidth.base() > 0) {
      boost::add_edge(link.a, link.b, Edge{nanoseconds(link.latency), link.bandwidth.base(), i},
                      graph_->usable);
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

std::optional<Route> Network::least_latency(std::size_t from, std::size_t to, const Allowed& allowed) const {
  return least_latencies(from, allowed)[to];
}

std::vector<std::optional<Route>> Network::least_latencies(std::size_t from, const Allowed& allowed) const {
  std::vector<std::optional<Route>> routes(nodes());
  if (!allowed.node(from)) return routes;
  const std::vector<Distance> distances = distances_from(allowed_graph(graph_->usable, allowed), from);
  for (std::size_t to = 0; to < nodes(); ++to) {
    if (distances[to].latency != kUnreached) routes[to] = graph_->route(from, distances[to].links);
  }
  return routes;
}

std::optional<Route> Network::widest(std::size_t from, std::size_t to, const Allowed& allowed) const {
  if (!allowed.node(from)) return std::nullopt;
  // A part of a widest way need not be one itself, so ties cannot be broken on the way: how wide it can be
  // comes first, then the least latency over links that are that wide.
  const double width = widths_from(allowed_graph(graph_->usable, allowed), from)[to];
  if (width == 0) return std::nullopt;
  const Distance distance = distances_from(allowed_graph(graph_->usable, allowed, width), from)[to];
  return graph_->route(from, distance.links);
}

std::vector<Route> Network::equal_latencies(std::size_t from, std::size_t to, std::size_t most,
                                            const Allowed& allowed) const {
  std::vector<Route> routes;
  if (!allowed.node(from)) return routes;
  Allowed left = allowed;
  if (left.links.empty()) left.links.assign(links().size(), true);
  std::int64_t least = 0;
  while (routes.size() < most) {
    const Distance distance = distances_from(allowed_graph(graph_->usable, left), from)[to];
    if (routes.empty()) least = distance.latency;
    if (distance.latency == kUnreached || distance.latency > least) break;
    routes.push_back(graph_->route(from, distance.links));
    if (from == to) break;
    for (const std::size_t link : distance.links) left.links[link] = false;
  }
  return routes;
}

std::optional<Route> Network::along(std::size_t from, const std::vector<std::size_t>& over,
                                    const Allowed& allowed) const {
  if (!allowed.node(from)) return std::nullopt;
  std::size_t at = from;
  for (const std::size_t each : over) {
    const NetworkLink& link = links()[each];
    if (link.a != at && link.b != at) return std::nullopt;
    at = link.a == at ? link.b : link.a;
    if (link.bandwidth.base() <= 0 || !allowed.link(each) || !allowed.node(at)) return std::nullopt;
  }
  return graph_->route(from, over);
}

}  // namespace suanwang
