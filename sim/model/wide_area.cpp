// Transfers over the wide-area network.
//
//   a transfer takes   latency of its route + bytes / rate(t),   rates max-min fair over all that flow
//
// as SimGrid's CM02 model does without its TCP corrections. Source: H. Casanova et al., "Versatile, scalable,
// and accurate simulation of distributed applications and platforms", JPDC 74(10), 2014.
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
  for (const LinkPlan& link : plan.links) bandwidth.push_back(link.capacity.at(kStart));
  return bandwidth;
}

/// The network with the greatest bandwidth that each link has from time 0 on.
std::shared_ptr<const Network> network_at_best(const NetworkPlan& plan) {
  std::vector<NetworkLink> links;
  for (const LinkPlan& link : plan.links) {
    BytesPerSecond most = link.capacity.at(kStart);
    for (const CapacityPlan::Change& change : link.capacity.changes()) {
      if (change.at > kStart) most = std::max(most, change.capacity);
    }
    links.push_back({link.a, link.b, most, link.latency});
  }
  return std::make_shared<const Network>(plan.centres, std::move(links));
}

}  // namespace

std::vector<BytesPerSecond> capacities_at_start(const NetworkPlan& plan) {
  std::vector<BytesPerSecond> capacities;
  for (const LinkPlan& link : plan.links) capacities.insert(capacities.end(), 2, link.capacity.at(kStart));
  for (std::size_t c = 0; c < plan.centres; ++c) {
    capacities.push_back(plan.storage_rate.empty() ? kUnlimited : plan.storage_rate[c]);
    capacities.push_back(plan.ingress.empty() ? kUnlimited : plan.ingress[c]);
  }
  return capacities;
}

WideArea::WideArea(NetworkPlan plan)
    : plan_{std::move(plan)},
      bandwidth_{bandwidth_at_start(plan_)},
      flows_{capacities_at_start(plan_)},
      ever_{network_at_best(plan_)} {
  const std::shared_ptr<const Network> network = network_now();
  for (const Allowed& passage : plan_.passages)
    routing_.emplace_back(network, plan_.routing, plan_.fixed, passage);
  forget_ways();
}

std::shared_ptr<const Network> WideArea::network_now() const {
  std::vector<NetworkLink> links;
  for (std::size_t l = 0; l < plan_.links.size(); ++l) {
    const LinkPlan& link = plan_.links[l];
    links.push_back({link.a, link.b, bandwidth_[l], link.latency});
  }
  return std::make_shared<const Network>(plan_.centres, std::move(links));
}

const WideArea::Ways& WideArea::ways(CentreId from, CentreId to, std::uint32_t passage) const {
  std::optional<Ways>& found = ways_[passage][from.index() * plan_.centres + to.index()];
  if (!found) {
    found.emplace();
    for (const Route& route : routing_[passage].between(from.index(), to.index()))
      found->push_back(way_of(route, from.index(), to.index()));
  }
  return *found;
}

WideArea::Way WideArea::way_of(const Route& route, std::size_t from, std::size_t to) const {
  Way way{route.latency, {}};
  const auto add_end = [&](std::size_t centre, std::size_t which) {
    const ResourceId id{2 * plan_.links.size() + 2 * centre + which};
    if (flows_.capacity(id) < kUnlimited) way.path.push_back(id);
  };
  add_end(from, 0);
  for (const Hop& hop : route.hops) way.path.emplace_back(hop.resource());
  add_end(to, 1);
  add_end(to, 0);
  return way;
}

void WideArea::find_all_ways() const {
  for (std::uint32_t passage = 0; passage < plan_.passages.size(); ++passage) {
    for (std::size_t a = 0; a < plan_.centres; ++a) {
      for (std::size_t b = 0; b < plan_.centres; ++b) (void)ways(CentreId{a}, CentreId{b}, passage);
    }
  }
}

void WideArea::forget_ways() {
  ways_.assign(plan_.passages.size(),
               std::vector<std::optional<Ways>>(plan_.centres * plan_.centres, std::nullopt));
}

WideArea::Part& WideArea::part_of(PartKey key) {
  return transfers_.at(id_of(key)).parts[key % RoutingRule::kMostRoutes];
}

WideArea::TransferId WideArea::start(Time now, const Request& request) {
  const TransferId id = next_id_++;
  Transfer& transfer = transfers_[id];
  transfer.request = request;
  const Ways& found = ways(request.from, request.to, request.passage);
  const std::size_t parts = std::max<std::size_t>(found.size(), 1);
  transfer.under_way = parts;
  transfer.parts.resize(parts);
  for (std::size_t p = 0; p < parts; ++p) {
    transfer.parts[p].left = request.size / static_cast<double>(parts);
    if (found.empty()) {
      without_way_.insert(key_of(id, p));
    } else {
      send(now, key_of(id, p), found[p]);
    }
  }
  return id;
}

/// Sets a part off: it flows when the latency is over.
void WideArea::send(Time now, PartKey key, const Way& way) {
  part_of(key).path = way.path;
  const Time at = after(now, way.latency);
  if (at == now) {
    flow(now, key);
  } else {
    in_latency_.emplace(at, key);
  }
}

/// Sets a part off on the first route of now, or puts it among those that wait for one.
void WideArea::resend(Time now, PartKey key) {
  const Request& request = transfers_.at(id_of(key)).request;
  const Ways& found = ways(request.from, request.to, request.passage);
  if (found.empty()) {
    without_way_.insert(key);
  } else {
    send(now, key, found.front());
  }
}

void WideArea::flow(Time now, PartKey key) {
  const Transfer& transfer = transfers_.at(id_of(key));
  double weight = 1;
  if (plan_.rtt_fair) {
    const Ways& found = ways(transfer.request.from, transfer.request.to, transfer.request.passage);
    const double latency = found.empty() ? 0 : found.front().latency.base();
    weight = 1 / std::max(2 * latency, kLeastRtt);
  }
  Part& part = part_of(key);
  part.flow = flows_.start(now, {.path = part.path,
                                 .size = part.left,
                                 .weight = weight,
                                 .cap = transfer.request.cap / static_cast<double>(transfer.parts.size()),
                                 .key = key});
}

/// Whether every link of a part's path carries something.
bool WideArea::open(const Part& part) const {
  return std::ranges::all_of(part.path, [&](ResourceId id) {
    return id.index() >= 2 * plan_.links.size() || bandwidth_[id.index() / 2] > BytesPerSecond{0};
  });
}

void WideArea::set_bandwidth(Time now, LinkId link, BytesPerSecond bandwidth) {
  const BytesPerSecond before = std::exchange(bandwidth_[link.index()], bandwidth);
  const ResourceId there{2 * link.index()};
  const ResourceId back{2 * link.index() + 1};
  flows_.set_capacity(now, there, bandwidth);
  flows_.set_capacity(now, back, bandwidth);
  const std::shared_ptr<const Network> network = network_now();
  for (Routing& routing : routing_) routing.change_network(network);
  forget_ways();
  const bool carried = before > BytesPerSecond{0};
  const bool carries = bandwidth > BytesPerSecond{0};
  if (carried && !carries) {
    resend_cut(now, there);
    resend_cut(now, back);
  } else if (!carried && carries) {
    for (const PartKey key : std::exchange(without_way_, {})) resend(now, key);
  }
}

void WideArea::resend_cut(Time now, ResourceId resource) {
  for (const FlowId flow : flows_.flows_on(resource)) {
    const PartKey key = flows_.key(flow);
    Part& part = part_of(key);
    const Bytes sent = part.left;
    part.left = flows_.cancel(now, flow);
    part.flow.reset();
    auto& before = transfers_.at(id_of(key)).before;
    for (const ResourceId id : part.path) before.emplace_back(id, (sent - part.left).base());
    resend(now, key);
  }
}

std::vector<WideArea::Arrived> WideArea::take_arrived(Time now) {
  while (!in_latency_.empty() && in_latency_.begin()->first <= now) {
    const PartKey key = in_latency_.begin()->second;
    in_latency_.erase(in_latency_.begin());
    if (open(part_of(key))) {
      flow(now, key);
    } else {
      resend(now, key);
    }
  }
  std::vector<Arrived> arrived;
  for (const Flows::Completion& done : flows_.take_completed(now)) {
    part_of(done.key).arrived = true;
    part_of(done.key).flow.reset();
    const auto transfer = transfers_.find(id_of(done.key));
    if (--transfer->second.under_way > 0) continue;
    arrived.push_back({transfer->first, transfer->second.request, trail(transfer->first, now)});
    transfers_.erase(transfer);
  }
  return arrived;
}

Time WideArea::next() const {
  const Time latency = in_latency_.empty() ? kNever : in_latency_.begin()->first;
  return std::min(latency, flows_.next());
}

Seconds WideArea::estimate(CentreId from, CentreId to, Bytes size, std::uint32_t passage) const {
  const Ways& found = ways(from, to, passage);
  if (found.empty()) return Seconds{std::numeric_limits<double>::infinity()};
  const Bytes part = size / static_cast<double>(found.size());
  Seconds longest;
  for (const Way& way : found) {
    BytesPerSecond rate = kUnlimited;
    for (const ResourceId id : way.path) {
      const BytesPerSecond capacity = flows_.capacity(id);
      if (capacity == kUnlimited) continue;
      const BytesPerSecond fair = capacity / static_cast<double>(flows_.flow_count(id) + 1);
      rate = std::min(rate, std::max(fair, capacity - flows_.throughput(id)));
    }
    const bool at_once = size == Bytes{0} || rate == kUnlimited;
    longest = std::max(longest, at_once ? way.latency : way.latency + part / rate);
  }
  return longest;
}

bool WideArea::ever_reaches(CentreId from, CentreId to, std::uint32_t passage) const {
  return ever_->least_latency(from.index(), to.index(), plan_.passages[passage]).has_value();
}

Bytes WideArea::left(TransferId id, Time now) const {
  Bytes left;
  for (const Part& part : transfers_.at(id).parts) {
    if (!part.arrived) left = left + (part.flow ? flows_.left(*part.flow, now) : part.left);
  }
  return left;
}

WideArea::Trail WideArea::trail(TransferId id, Time now) const {
  const Transfer& transfer = transfers_.at(id);
  std::vector<std::pair<ResourceId, double>> steps = transfer.before;
  for (const Part& part : transfer.parts) {
    if (!part.arrived && !part.flow) continue;
    const Bytes carried = part.arrived ? part.left : part.left - flows_.left(*part.flow, now);
    for (const ResourceId resource : part.path) steps.emplace_back(resource, carried.base());
  }
  std::ranges::stable_sort(steps, {}, &std::pair<ResourceId, double>::first);
  Trail trail;
  for (const auto& [resource, bytes] : steps) {
    if (trail.path.empty() || trail.path.back() != resource) {
      trail.path.push_back(resource);
      trail.carried.push_back(0);
    }
    trail.carried.back() += bytes;
  }
  return trail;
}

}  // namespace suanwang
