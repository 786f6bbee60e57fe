#include "suanwang/net/routing.hpp"

#include <algorithm>

#include "suanwang/base/check.hpp"

namespace suanwang {

Routing::Routing(std::shared_ptr<const Network> network, RoutingRule rule,
                 const std::vector<FixedRoute>& fixed, Allowed allowed)
    : network_{std::move(network)}, rule_{rule}, allowed_{std::move(allowed)} {
  SUANWANG_CHECK(rule_.most >= 1 && rule_.most <= RoutingRule::kMostRoutes);
  for (const FixedRoute& route : fixed) {
    SUANWANG_CHECK(fixed_.emplace(Pair{route.from, route.to}, route.links).second);
  }
  for (const FixedRoute& route : fixed) {
    std::vector<std::size_t> back{route.links.rbegin(), route.links.rend()};
    fixed_.emplace(Pair{route.to, route.from}, std::move(back));  // nothing where the reverse is given
  }
}

const std::vector<Route>& Routing::between(std::size_t from, std::size_t to) {
  const Pair pair{from, to};
  auto found = found_.find(pair);
  if (found == found_.end() && rule_.kind == RoutingRule::Kind::LeastLatency) {
    find_row(from);
    found = found_.find(pair);
  }
  if (found == found_.end()) found = found_.emplace(pair, find(pair)).first;
  return found->second;
}

void Routing::change_network(std::shared_ptr<const Network> network) {
  SUANWANG_CHECK(network->nodes() == network_->nodes() &&
                 network->links().size() == network_->links().size());
  network_ = std::move(network);
  found_.clear();
}

std::optional<Route> Routing::find_fixed(Pair pair) const {
  const auto fixed = fixed_.find(pair);
  return fixed == fixed_.end() ? std::nullopt : network_->along(pair.first, fixed->second, allowed_);
}

std::vector<Route> Routing::find(Pair pair) const {
  if (auto fixed = find_fixed(pair)) return {*std::move(fixed)};
  const auto [from, to] = pair;
  if (rule_.kind == RoutingRule::Kind::Split) {
    return network_->equal_latencies(from, to, rule_.most, allowed_);
  }
  auto route = rule_.kind == RoutingRule::Kind::Widest ? network_->widest(from, to, allowed_)
                                                       : network_->least_latency(from, to, allowed_);
  if (!route) return {};
  return {*std::move(route)};
}

/// Least latencies come a row at a time.
void Routing::find_row(std::size_t from) {
  auto row = network_->least_latencies(from, allowed_);
  for (std::size_t to = 0; to < row.size(); ++to) {
    if (auto fixed = find_fixed({from, to})) row[to] = std::move(fixed);
    std::vector<Route>& routes = found_[{from, to}];
    if (row[to]) routes.push_back(*std::move(row[to]));
  }
}

}  // namespace suanwang
