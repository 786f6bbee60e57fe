// Bridges, and least cuts by the greatest flow: Boost keeps to this file.
#include "suanwang/net/resilience.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

// --- bridges

struct Component {
  std::size_t number = 0;
};
using Simple =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Component>;

/// The nodes of the part of `from` that no way but over `without` reaches.
std::vector<bool> reached(const Network& network, std::size_t from, std::size_t without) {
  Allowed allowed;
  allowed.links.assign(network.links().size(), true);
  allowed.links[without] = false;
  std::vector<bool> nodes;
  for (const auto& route : network.least_latencies(from, allowed)) nodes.push_back(route.has_value());
  return nodes;
}

std::vector<std::size_t> members(const std::vector<bool>& set) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set[i]) result.push_back(i);
  }
  return result;
}

// --- least cuts

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
struct Arc {
  double capacity = 0;
  double residual = 0;
  Traits::edge_descriptor reverse;
};
using FlowGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Arc>;

/// Finds greatest flows between any two nodes of one network.
class Flow {
 public:
  explicit Flow(const Network& network)
      : network_{network}, parts_{network.parts()}, graph_{network.nodes()} {
    // More than all that is limited: no least cut holds such a link unless every cut does.
    double all = 1;
    for (const NetworkLink& link : network.links()) {
      if (std::isfinite(link.bandwidth.base())) all += link.bandwidth.base();
    }
    for (const NetworkLink& link : network.links()) {
      if (link.bandwidth.base() <= 0) continue;
      // Each direction has the whole bandwidth, and is where the other's flow is taken back.
      const double capacity = std::isfinite(link.bandwidth.base()) ? link.bandwidth.base() : 2 * all;
      const auto there = boost::add_edge(link.a, link.b, Arc{capacity, 0, {}}, graph_).first;
      const auto back = boost::add_edge(link.b, link.a, Arc{capacity, 0, there}, graph_).first;
      graph_[there].reverse = back;
    }
  }

  [[nodiscard]] Cut cut(std::size_t from, std::size_t to) {
    std::vector<boost::default_color_type> colours(network_.nodes());
    std::vector<Traits::edge_descriptor> before(network_.nodes());
    // Augmenting along shortest ways ends whatever the numbers are: each step fills an arc to the last bit.
    boost::edmonds_karp_max_flow(graph_, from, to,
                                 boost::capacity_map(boost::get(&Arc::capacity, graph_))
                                     .residual_capacity_map(boost::get(&Arc::residual, graph_))
                                     .reverse_edge_map(boost::get(&Arc::reverse, graph_))
                                     .color_map(colours.data())
                                     .predecessor_map(before.data()));
    Cut cut{from, to, {}, {}, {}, {}};
    for (std::size_t node = 0; node < network_.nodes(); ++node) {
      const bool is_near = colours[node] != boost::white_color;
      if (is_near) cut.side.push_back(node);
      if (!is_near && parts_[node] == parts_[to]) cut.beyond.push_back(node);
    }
    add_links(cut, colours);
    return cut;
  }

 private:
  /// The links across, and their capacity: added up in the order of links, not as the flow came about.
  void add_links(Cut& cut, const std::vector<boost::default_color_type>& colours) const {
    const auto is_near = [&](std::size_t node) { return colours[node] != boost::white_color; };
    for (std::size_t i = 0; i < network_.links().size(); ++i) {
      const NetworkLink& link = network_.links()[i];
      if (link.bandwidth.base() <= 0 || is_near(link.a) == is_near(link.b)) continue;
      cut.capacity += link.bandwidth;
      cut.links.push_back(i);
    }
    if (std::isinf(cut.capacity.base())) cut.links.clear();
  }

  const Network& network_;
  std::vector<std::size_t> parts_;
  FlowGraph graph_;
};

}  // namespace

std::vector<Bridge> bridges(const Network& network) {
  // Boost's search takes a link beside another for the way it came by, so links between the same nodes are
  // one here, and only those that stand alone count.
  using Ends = std::pair<std::size_t, std::size_t>;
  std::map<Ends, std::vector<std::size_t>> between;
  for (std::size_t i = 0; i < network.links().size(); ++i) {
    const NetworkLink& link = network.links()[i];
    if (link.bandwidth.base() > 0) between[std::minmax(link.a, link.b)].push_back(i);
  }
  Simple graph{network.nodes()};
  for (const auto& [ends, links] : between) boost::add_edge(ends.first, ends.second, graph);
  const std::size_t components = boost::biconnected_components(graph, boost::get(&Component::number, graph));
  std::vector<std::vector<Ends>> edges(components);
  for (const auto edge : boost::make_iterator_range(boost::edges(graph))) {
    edges[graph[edge].number].push_back(std::minmax(boost::source(edge, graph), boost::target(edge, graph)));
  }
  std::vector<Bridge> result;
  for (const std::vector<Ends>& component : edges) {
    if (component.size() != 1 || between[component.front()].size() != 1) continue;
    const std::size_t link = between[component.front()].front();
    const NetworkLink& of = network.links()[link];
    result.push_back({link, members(reached(network, of.a, link)), members(reached(network, of.b, link))});
  }
  std::ranges::sort(result, {}, &Bridge::link);
  return result;
}

Cut min_cut(const Network& network, std::size_t from, std::size_t to) {
  SUANWANG_CHECK(from != to);
  return Flow{network}.cut(from, to);
}

std::vector<Cut> cut_tree(const Network& network) {
  const std::vector<std::size_t> parts = network.parts();
  std::vector<std::size_t> parent(network.nodes());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parent[i] = static_cast<std::size_t>(std::ranges::find(parts, parts[i]) - parts.begin());
  }
  Flow flow{network};
  std::vector<Cut> tree;
  for (std::size_t i = 0; i < network.nodes(); ++i) {
    if (parent[i] == i) continue;
    Cut cut = flow.cut(i, parent[i]);
    for (const std::size_t other : cut.side) {
      if (other > i && parent[other] == parent[i]) parent[other] = i;
    }
    tree.push_back(std::move(cut));
  }
  return tree;
}

}  // namespace suanwang
