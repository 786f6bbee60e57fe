// Transfers over the wide-area network.
//
//   a transfer takes   latency of its route + bytes / rate(t),   rates max-min fair over all that flow
//
// as SimGrid's CM02 model does without its TCP corrections. Source: H. Casanova et al., "Versatile, scalable, and
// accurate simulation of distributed applications and platforms", JPDC 74(10), 2014.
#include "suanwang/model/wide_area.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr double kLeastRtt = 1e-6;  // a route without latency still shares by a finite weight [s]

std::vector<BytesPerSecond> bandwidth_at_start(const NetworkPlan& plan) {
  std::vector<BytesPerSecond> bandwidth;
  for (const LinkPlan& link : plan.links) bandwidth.push_back(link.capacity.front().second);
  return bandwidth;
}

std::vector<BytesPerSecond> capacities_at_start(const NetworkPlan& plan) {
  std::vector<BytesPerSecond> capacities;
  for (const LinkPlan& link : plan.links) capacities.insert(capacities.end(), 2, link.capacity.front().second);
  for (std::size_t c = 0; c < plan.centres; ++c) {
    capacities.push_back(plan.storage_rate.empty() ? kUnlimited : plan.storage_rate[c]);
    capacities.push_back(plan.ingress.empty() ? kUnlimited : plan.ingress[c]);
  }
  return capacities;
}

}  // namespace

WideArea::WideArea(NetworkPlan plan)
    : plan_{std::move(plan)},
      bandwidth_{bandwidth_at_start(plan_)},
      flows_{capacities_at_start(plan_)} {
  forget_ways();
  std::vector<BytesPerSecond> greatest;
  for (const LinkPlan& link : plan_.links) {
    const auto most = std::ranges::max_element(
        link.capacity, [](const auto& a, const auto& b) { return a.second < b.second; });
    greatest.push_back(most->second);
  }
  for (const Passage& passage : plan_.passages) ever_.push_back(network_of(plan_, greatest, passage));
}

/// The network as far as `passage` lets through; what it does not has no bandwidth.
Network WideArea::network_of(const NetworkPlan& plan, const std::vector<BytesPerSecond>& bandwidth,
                             const Passage& passage) {
  std::vector<NetworkLink> links;
  for (std::size_t l = 0; l < plan.links.size(); ++l) {
    const LinkPlan& link = plan.links[l];
    const bool open = (passage.links.empty() || passage.links[l]) &&
                      (passage.centres.empty() || (passage.centres[link.a] && passage.centres[link.b]));
    links.push_back({link.a, link.b, open ? bandwidth[l] : BytesPerSecond{0}, link.latency});
  }
  return Network{plan.centres, std::move(links)};
}

const std::optional<WideArea::Way>& WideArea::way(CentreId from, CentreId to, std::uint32_t passage) const {
  Ways& ways = ways_[passage][from.index()];
  if (ways.empty()) {
    std::optional<Network>& network = networks_[passage];
    if (!network) network = network_of(plan_, bandwidth_, plan_.passages[passage]);
    const auto routes = network->least_latencies(from.index());
    for (std::size_t c = 0; c < routes.size(); ++c) {
      ways.push_back(routes[c] ? std::optional{way_of(*routes[c], from.index(), c)} : std::nullopt);
    }
  }
  return ways[to.index()];
}

WideArea::Way WideArea::way_of(const Network::Route& route, std::size_t from, std::size_t to) const {
  Way way{route.latency, {}};
  const auto add_end = [&](std::size_t centre, std::size_t which) {
    const ResourceId id{2 * plan_.links.size() + 2 * centre + which};
    if (flows_.capacity(id) < kUnlimited) way.path.push_back(id);
  };
  add_end(from, 0);
  std::size_t at = from;
  for (const std::size_t l : route.links) {
    const bool forward = plan_.links[l].a == at;
    way.path.emplace_back(2 * l + (forward ? 0 : 1));
    at = forward ? plan_.links[l].b : plan_.links[l].a;
  }
  add_end(to, 1);
  add_end(to, 0);
  return way;
}

void WideArea::find_all_ways() const {
  for (std::uint32_t passage = 0; passage < plan_.passages.size(); ++passage) {
    for (std::size_t c = 0; c < plan_.centres; ++c) (void)way(CentreId{c}, CentreId{c}, passage);
  }
}

void WideArea::forget_ways() {
  networks_.clear();
  networks_.resize(plan_.passages.size());
  ways_.assign(plan_.passages.size(), std::vector<Ways>(plan_.centres));
}

WideArea::TransferId WideArea::start(Time now, const Request& request) {
  const TransferId id = next_id_++;
  Transfer& transfer = transfers_[id];
  transfer.request = request;
  transfer.left = request.size;
  send(now, id, transfer);
  return id;
}

/// Sets a transfer off on the route of now, or puts it among those that wait for one.
void WideArea::send(Time now, TransferId id, Transfer& transfer) {
  const Request& request = transfer.request;
  const std::optional<Way>& found = way(request.from, request.to, request.passage);
  if (!found) {
    without_way_.insert(id);
    return;
  }
  transfer.path = found->path;
  const Time at = after(now, found->latency);
  if (at == now) {
    flow(now, id, transfer);
  } else {
    in_latency_.emplace(at, id);
  }
}

void WideArea::flow(Time now, TransferId id, Transfer& transfer) {
  double weight = 1;
  if (plan_.rtt_fair) {
    const auto& found = way(transfer.request.from, transfer.request.to, transfer.request.passage);
    weight = 1 / std::max(2 * found->latency.base(), kLeastRtt);
  }
  transfer.flow = flows_.start(now, {.path = transfer.path,
                                     .size = transfer.left,
                                     .weight = weight,
                                     .cap = transfer.request.cap,
                                     .key = id});
}

/// Whether every link of a transfer's path carries something.
bool WideArea::open(const Transfer& transfer) const {
  return std::ranges::all_of(transfer.path, [&](ResourceId id) {
    return id.index() >= 2 * plan_.links.size() || bandwidth_[id.index() / 2] > BytesPerSecond{0};
  });
}

void WideArea::set_bandwidth(Time now, LinkId link, BytesPerSecond bandwidth) {
  const BytesPerSecond before = std::exchange(bandwidth_[link.index()], bandwidth);
  const ResourceId there{2 * link.index()};
  const ResourceId back{2 * link.index() + 1};
  flows_.set_capacity(now, there, bandwidth);
  flows_.set_capacity(now, back, bandwidth);
  const bool carried = before > BytesPerSecond{0};
  const bool carries = bandwidth > BytesPerSecond{0};
  if (carried == carries) return;
  forget_ways();
  if (!carries) {
    resend_cut(now, there);
    resend_cut(now, back);
    return;
  }
  for (const TransferId id : std::exchange(without_way_, {})) send(now, id, transfers_.at(id));
}

void WideArea::resend_cut(Time now, ResourceId resource) {
  for (const FlowId flow : flows_.flows_on(resource)) {
    const TransferId id = flows_.key(flow);
    Transfer& transfer = transfers_.at(id);
    transfer.left = flows_.cancel(now, flow);
    transfer.flow.reset();
    send(now, id, transfer);
  }
}

std::vector<WideArea::Arrived> WideArea::take_arrived(Time now) {
  while (!in_latency_.empty() && in_latency_.begin()->first <= now) {
    const TransferId id = in_latency_.begin()->second;
    in_latency_.erase(in_latency_.begin());
    Transfer& transfer = transfers_.at(id);
    if (open(transfer)) {
      flow(now, id, transfer);
    } else {
      send(now, id, transfer);
    }
  }
  std::vector<Arrived> arrived;
  for (const Flows::Completion& done : flows_.take_completed(now)) {
    const auto transfer = transfers_.find(done.key);
    arrived.push_back({done.key, transfer->second.request, std::move(transfer->second.path)});
    transfers_.erase(transfer);
  }
  return arrived;
}

Time WideArea::next() const {
  const Time latency = in_latency_.empty() ? kNever : in_latency_.begin()->first;
  return std::min(latency, flows_.next());
}

Seconds WideArea::estimate(CentreId from, CentreId to, Bytes size, std::uint32_t passage) const {
  const std::optional<Way>& found = way(from, to, passage);
  if (!found) return Seconds{std::numeric_limits<double>::infinity()};
  BytesPerSecond rate = kUnlimited;
  for (const ResourceId id : found->path) {
    const BytesPerSecond capacity = flows_.capacity(id);
    const BytesPerSecond fair = capacity / static_cast<double>(flows_.flow_count(id) + 1);
    rate = std::min(rate, std::max(fair, capacity - flows_.throughput(id)));
  }
  if (size == Bytes{0} || rate == kUnlimited) return found->latency;
  return found->latency + size / rate;
}

bool WideArea::ever_reaches(CentreId from, CentreId to, std::uint32_t passage) const {
  return ever_[passage].least_latency(from.index(), to.index()).has_value();
}

Bytes WideArea::left(TransferId id, Time now) const {
  const Transfer& transfer = transfers_.at(id);
  return transfer.flow ? flows_.left(*transfer.flow, now) : transfer.left;
}

std::span<const ResourceId> WideArea::path(TransferId id) const {
  return transfers_.at(id).path;
}

}  // namespace suanwang
