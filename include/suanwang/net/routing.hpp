#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "suanwang/net/network.hpp"

namespace suanwang {

/// How routes are chosen where none is fixed.
struct RoutingRule {
  enum class Kind : std::uint8_t { LeastLatency, Widest, Split };
  Kind kind = Kind::LeastLatency;
  std::size_t most = 1;  ///< Split: evenly over so many routes of least latency, or fewer

  static constexpr std::size_t kMostRoutes = 16;
  friend bool operator==(const RoutingRule&, const RoutingRule&) = default;
};

/// A route that is given, link by link. It holds backwards too, unless the reverse is given itself.
struct FixedRoute {
  std::size_t from = 0;
  std::size_t to = 0;
  std::vector<std::size_t> links;  ///< a way from `from` to `to`
};

/// The routes that data takes between any two nodes: a fixed one where there is one that can be used, else by
/// the rule. A fixed route that crosses what is not allowed, or carries nothing at present, does not count.
///
/// What was found is kept, so `between` is no const function and not for several threads.
class Routing {
 public:
  /// @pre at most one fixed route for each (from, to), and each leads there
  Routing(std::shared_ptr<const Network> network, RoutingRule rule, const std::vector<FixedRoute>& fixed = {},
          Allowed allowed = {});

  /// The routes from one node to another; what is sent is split evenly between them. Empty where there is no
  /// way; one route without hops from a node to itself. Valid until the network changes.
  [[nodiscard]] const std::vector<Route>& between(std::size_t from, std::size_t to);

  /// The same nodes and links with other bandwidths: what was found is forgotten.
  void change_network(std::shared_ptr<const Network> network);

  [[nodiscard]] const Network& network() const { return *network_; }

 private:
  using Pair = std::pair<std::size_t, std::size_t>;
  [[nodiscard]] std::vector<Route> find(Pair pair) const;
  [[nodiscard]] std::optional<Route> find_fixed(Pair pair) const;
  void find_row(std::size_t from);

  std::shared_ptr<const Network> network_;
  RoutingRule rule_;
  Allowed allowed_;
  std::map<Pair, std::vector<std::size_t>> fixed_;
  std::map<Pair, std::vector<Route>> found_;
};

}  // namespace suanwang
