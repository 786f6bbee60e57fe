#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "suanwang/base/quantity.hpp"

namespace suanwang {

/// A place on the globe [degrees].
struct Coordinates {
  double latitude = 0;
  double longitude = 0;
};

/// Great-circle distance on a sphere of radius 6,371.0 km (haversine) [km].
[[nodiscard]] double great_circle_km(Coordinates a, Coordinates b);

/// One-way delay of light in fibre between two places: great circle × `route_factor` × 4.9 us/km. The factor
/// says how much longer the fibre is than the straight way: 1.33 to 1.41 inside Guangdong, up to 1.9 between
/// regions.
[[nodiscard]] Seconds fibre_delay(Coordinates a, Coordinates b, double route_factor);

/// A full-duplex link between two nodes of the graph.
struct NetworkLink {
  std::size_t a = 0;
  std::size_t b = 0;         ///< another node than `a`
  BytesPerSecond bandwidth;  ///< in each direction; +inf is unlimited, 0 carries nothing
  Seconds latency;           ///< one way, >= 0
};

/// A link on a route, in one of its two directions.
struct Hop {
  std::size_t link = 0;
  bool backward = false;  ///< from the link's `b` to its `a`

  /// Each direction of a link is a resource of its own: link l has 2l from `a` to `b`, and 2l + 1 back.
  [[nodiscard]] std::size_t resource() const { return 2 * link + (backward ? 1 : 0); }
  friend bool operator==(const Hop&, const Hop&) = default;
};

/// A way from one node to another, hop by hop; without hops from a node to itself.
struct Route {
  Seconds latency;                                                    ///< of all hops together
  BytesPerSecond bandwidth{std::numeric_limits<double>::infinity()};  ///< of the narrowest hop
  std::vector<Hop> hops;
};

/// What a route may touch: the nodes and links of a data zone, ends included. An empty list allows all.
struct Allowed {
  std::vector<bool> nodes;  ///< by node
  std::vector<bool> links;  ///< by link

  [[nodiscard]] bool node(std::size_t index) const { return nodes.empty() || nodes[index]; }
  [[nodiscard]] bool link(std::size_t index) const { return links.empty() || links[index]; }
};

/// The graph of centres (nodes 0 … n-1, by id) and links. A link without bandwidth is drawn but never used.
///
/// Routes tie where their latencies agree to the nanosecond, link by link: the order in which latencies are
/// added up does not matter. Of routes that tie, the one of fewer links is taken, then the one of lower
/// links, first to last.
class Network {
 public:
  /// @pre every link joins two different nodes; no latency or bandwidth is negative
  Network(std::size_t nodes, std::vector<NetworkLink> links);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  [[nodiscard]] std::size_t nodes() const;
  [[nodiscard]] const std::vector<NetworkLink>& links() const;

  /// The connected part that each node belongs to; parts are numbered by their lowest node, from 0.
  [[nodiscard]] std::vector<std::size_t> parts() const;

  /// The route of least latency; none where there is no way.
  [[nodiscard]] std::optional<Route> least_latency(std::size_t from, std::size_t to,
                                                   const Allowed& allowed = {}) const;
  /// Such routes from one node to every node.
  [[nodiscard]] std::vector<std::optional<Route>> least_latencies(std::size_t from,
                                                                  const Allowed& allowed = {}) const;

  /// The route whose narrowest link is widest; of several, the one of least latency.
  [[nodiscard]] std::optional<Route> widest(std::size_t from, std::size_t to,
                                            const Allowed& allowed = {}) const;

  /// Routes that share no link and all have the least latency, at most `most`: the first is that of
  /// `least_latency`, each further one is the first among those that use no link of the ones before. Taken in
  /// this order, not all that there might be. Empty where there is no way; one from a node to itself.
  [[nodiscard]] std::vector<Route> equal_latencies(std::size_t from, std::size_t to, std::size_t most,
                                                   const Allowed& allowed = {}) const;

  /// The route over these links in this order; none where they do not join up from `from`, or where one is
  /// not allowed or carries nothing.
  [[nodiscard]] std::optional<Route> along(std::size_t from, const std::vector<std::size_t>& links,
                                           const Allowed& allowed = {}) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace suanwang
