#include "suanwang/study/network_study.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <utility>

#include "suanwang/scenario/network.hpp"

namespace suanwang {
namespace {

std::vector<double> accelerators_of(const Spec& spec, const Inputs& inputs) {
  std::vector<double> accelerators(spec.centres.size());
  for (const DrawnPool& pool : draw_supply(spec, inputs, 0).pools) {
    const bool counts = spec.centres[pool.centre].pools[pool.pool].schedulable && pool.online < inputs.end;
    if (counts) accelerators[pool.centre] += static_cast<double>(pool.count);
  }
  return accelerators;
}

std::vector<std::vector<std::size_t>> members_of_parts(const Network& network) {
  std::vector<std::vector<std::size_t>> members;
  const std::vector<std::size_t> parts = network.parts();
  for (std::size_t node = 0; node < parts.size(); ++node) {
    if (parts[node] == members.size()) members.emplace_back();
    members[parts[node]].push_back(node);
  }
  return members;
}

/// Cuts of several links, each once. A single link that is a cut is a bridge.
std::vector<Cut> cuts_of_several_links(const Network& network, const std::vector<double>& weights) {
  std::vector<Cut> cuts = cut_tree(network);
  std::erase_if(cuts, [](const Cut& cut) { return cut.links.size() < 2; });
  std::ranges::stable_sort(cuts, {}, &Cut::links);
  const auto repeated = std::ranges::unique(cuts, {}, &Cut::links);
  cuts.erase(repeated.begin(), repeated.end());
  std::ranges::stable_sort(cuts, {}, [&weights](const Cut& cut) {
    // Over a share of 0 this is +inf: nothing hangs on it.
    const double share = share_of(lesser_side(cut.side, cut.beyond, weights), weights);
    return std::pair{cut.capacity.base() / share, cut.capacity.base()};
  });
  return cuts;
}

std::int64_t nanoseconds(double seconds) {
  return std::llround(seconds * 1e9);
}

}  // namespace

const std::vector<std::size_t>& lesser_side(const std::vector<std::size_t>& a,
                                            const std::vector<std::size_t>& b,
                                            const std::vector<double>& weights) {
  const std::pair of_a{share_of(a, weights), a.size()};
  const std::pair of_b{share_of(b, weights), b.size()};
  return of_a < of_b ? a : b;
}

double share_of(const std::vector<std::size_t>& members, const std::vector<double>& weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  double part = 0;
  for (const std::size_t member : members) part += weights[member];
  return total > 0 ? part / total : 0;
}

NetworkStudy study_network(const Spec& spec, const Inputs& inputs, const std::optional<LoadEstimate>& load) {
  const Time at = inputs.end == kNever ? kNever : inputs.end - Duration{1};
  NetworkStudy study;
  study.links = link_plans(spec, inputs);
  const auto network = std::make_shared<const Network>(spec.centres.size(), links_at(study.links, at));
  study.network = network;
  study.parts = members_of_parts(*network);
  study.bridges = bridges(*network);
  study.accelerators = accelerators_of(spec, inputs);
  if (load && load->demand > 0) {
    const double at_home = std::accumulate(load->demand_by_home.begin(), load->demand_by_home.end(), 0.0);
    study.homeless = std::max(0.0, 1 - at_home / load->demand);
    if (at_home > 0) study.demand = load->demand_by_home;
  }

  study.cuts = cuts_of_several_links(*network, study.weights());

  Routing routing{network, spec.routing, fixed_routes(spec)};
  std::vector<std::vector<std::size_t>> near(kLatencyCircles.size());
  for (std::size_t from = 0; from < network->nodes(); ++from) {
    for (std::vector<std::size_t>& circle : near) circle.clear();
    for (std::size_t to = 0; to < network->nodes(); ++to) {
      const std::vector<Route>& routes = routing.between(from, to);
      if (routes.empty()) continue;
      const Route& route = routes.front();
      for (std::size_t i = 0; i < near.size(); ++i) {
        if (nanoseconds(route.latency.base()) <= nanoseconds(kLatencyCircles[i])) near[i].push_back(to);
      }
      const bool is_farther = !study.farthest || route.latency > study.farthest->route.latency;
      if (from < to && is_farther) study.farthest = {route, {from, to, {}, {}, {}, {}}};
    }
    auto& within = study.within.emplace_back();
    for (std::size_t i = 0; i < near.size(); ++i) within[i] = share_of(near[i], study.weights());
  }
  if (study.farthest) {
    study.farthest->cut = min_cut(*network, study.farthest->cut.from, study.farthest->cut.to);
  }
  return study;
}

}  // namespace suanwang
