#pragma once

#include <cstddef>
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
  std::size_t b = 0;
  BytesPerSecond bandwidth;  ///< in each direction; +inf is unlimited, 0 carries nothing
  Seconds latency;           ///< one way, >= 0
};

/// The graph of centres (nodes 0 … n-1, by id) and links. A link without bandwidth is drawn but never used.
class Network {
 public:
  Network(std::size_t nodes, std::vector<NetworkLink> links);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  [[nodiscard]] std::size_t nodes() const;
  [[nodiscard]] const std::vector<NetworkLink>& links() const;

  /// The connected part that each node belongs to; parts are numbered by their lowest node, from 0.
  [[nodiscard]] std::vector<std::size_t> parts() const;

  /// A route, as indices of links from the first to the last; empty from a node to itself.
  struct Route {
    Seconds latency;
    std::vector<std::size_t> links;
  };
  /// The route of least latency; ties by fewer links, then by the lower links, first to last. None where
  /// there is no way.
  [[nodiscard]] std::optional<Route> least_latency(std::size_t from, std::size_t to) const;
  /// Such routes from one node to every node.
  [[nodiscard]] std::vector<std::optional<Route>> least_latencies(std::size_t from) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace suanwang
