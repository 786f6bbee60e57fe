// A class c of equal flows has served each of them S_c(t) bytes since it was formed: dS_c/dt = x_c, its rate.
// A flow of q bytes that starts at t is complete when S_c reaches its target S_c(t) + q. So a change of rate
// is one addition to S_c, whatever the number of flows, and the class's next completion is at t + (least
// target - S_c) / x_c.
//
// Instants are whole nanoseconds, rounded up; what a completed flow had still to get at its exact end, or has
// been given since, is made good in the account of the resources, so that they carry the sizes of flows
// exactly.
//
// Source: virtual time of processor sharing, e.g. A. Parekh, R. Gallager, "A generalized processor sharing
// approach to flow control", IEEE/ACM Trans. Networking 1 (1993), sect. III.
#include "suanwang/net/flows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "net/flows_state.hpp"

namespace suanwang {

namespace {

using Index = Sharing::Index;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kPicosecond = 1e-12;

/// When `left` bytes have passed [ns]: rounded up, after a picosecond and a digit or two of grace.
std::int64_t end_of(std::int64_t now, double left, double rate) {
  if (left <= 0) return now;
  const double span = left / rate * 1e9;  // +inf where the rate is 0
  const double least = span * (1 - 0x1p-51) - 1e-3;
  if (!(least < static_cast<double>(Earliest::kNever - now))) return Earliest::kNever;
  if (least <= 0) return now;
  const auto whole = static_cast<std::int64_t>(least);
  return now + whole + (static_cast<double>(whole) < least ? 1 : 0);
}

}  // namespace

/// Takes the flows of a class that are complete, of which there is at least one.
void Flows::State::complete(Index c) {
  Service& service = touch(c);
  const double grace = service.rate * kPicosecond;
  std::uint32_t left_over = sharing.flows(c);
  do {
    const Index slot = service.first;
    const FlowTable::Flow& flow = flows[slot];
    make_good(c, flow.target - service.served);
    completed.push_back({{slot, flow.version}, flow.key});
    take_out(c, slot);
    --left_over;
  } while (service.first != FlowTable::kNone && flows[service.first].target - service.served <= grace);
  sharing.set_flows(c, left_over);
  ends.set(c, Earliest::kNever);  // until it is settled
}

void Flows::State::set_rate(Index c) {
  Service& service = services[c];
  const double rate = sharing.rate(c);
  if (rate == service.rate && !service.touched) return;
  service.advance(now);
  service.rate = rate;
  service.touched = false;
  ends.set(c, end_of(now, flows[service.first].target - service.served, rate));
}

void Flows::State::refresh(Index l) {
  const Sharing::Resource& resource = sharing.resource(l);
  Account& account = accounts[l];
  // Of several that are equally tight only one holds the flows back, but all are in use to the last byte.
  constexpr double kAll = 1 - 1e-9;
  const bool saturated = resource.full || (resource.used > 0 && resource.used >= resource.capacity * kAll);
  if (resource.used == account.throughput && saturated == account.saturated) return;
  account.advance(now);
  account.throughput = resource.used;
  account.saturated = saturated;
  changed.emplace_back(l);
}

Flows::Flows(const std::vector<BytesPerSecond>& capacities) : state_{std::make_unique<State>(capacities)} {}
Flows::~Flows() = default;
Flows::Flows(Flows&&) noexcept = default;
Flows& Flows::operator=(Flows&&) noexcept = default;

FlowId Flows::start(Time now, const FlowRequest& request) {
  State& s = *state_;
  s.go_to(now);
  const double size = request.size.base();
  SUANWANG_CHECK(size >= 0 && size < kInfinity);
  if (size == 0) {
    const Index slot = s.flows.add(request.key, FlowTable::kNone, {});
    s.empty_flows.push_back(slot);
    return {slot, s.flows[slot].version};
  }
  const Index c = s.sharing.class_of(request.path, request.weight, request.cap.base());
  if (s.services.size() < s.sharing.class_slots()) {
    s.services.resize(s.sharing.class_slots());
    s.ends.grow(s.sharing.class_slots());
  }
  const std::uint32_t others = s.sharing.flows(c);
  if (others == 0) {
    Service& service = s.services[c];
    service.served = {};
    service.rate = 0;
    service.since = s.now;
  }
  Service& service = s.touch(c);
  TwoDouble target = service.served;
  target += size;
  const Index slot = s.flows.add(request.key, c, target);
  service.first = s.flows.insert(service.first, slot);
  s.sharing.set_flows(c, others + 1);
  return {slot, s.flows[slot].version};
}

Bytes Flows::cancel(Time now, FlowId id) {
  State& s = *state_;
  s.go_to(now);
  SUANWANG_CHECK(alive(id));
  const FlowTable::Flow& flow = s.flows[id.slot];
  const Index c = flow.of_class;
  if (c == FlowTable::kNone) {
    std::erase(s.empty_flows, id.slot);
    s.flows.remove(id.slot);
    return Bytes{0};
  }
  const double left = flow.target - s.touch(c).served;
  if (left < 0) s.make_good(c, left);
  s.take_out(c, id.slot);
  s.sharing.set_flows(c, s.sharing.flows(c) - 1);
  if (s.services[c].first == FlowTable::kNone) s.ends.set(c, Earliest::kNever);
  return Bytes{std::max(0.0, left)};
}

void Flows::set_capacity(Time now, ResourceId resource, BytesPerSecond capacity) {
  state_->go_to(now);
  state_->sharing.set_capacity(static_cast<Index>(resource.index()), capacity.base());
}

std::span<const Flows::Completion> Flows::take_completed(Time now) {
  State& s = *state_;
  s.go_to(now);
  s.completed.clear();
  for (const Index slot : s.empty_flows) {
    s.completed.push_back({{slot, s.flows[slot].version}, s.flows[slot].key});
    s.flows.remove(slot);
  }
  s.empty_flows.clear();
  s.ends.for_each_until(s.now, [&](std::size_t c) { s.complete(static_cast<Index>(c)); });
  std::ranges::sort(s.completed, {}, &Completion::key);
  return s.completed;
}

void Flows::settle(Time now) {
  State& s = *state_;
  s.go_to(now);
  // Before the solve: it gives away the numbers of classes that are empty.
  std::erase_if(s.touched, [&](Index c) {
    if (s.sharing.flows(c) > 0) return false;
    s.services[c].touched = false;
    return true;
  });
  s.sharing.solve();
  for (const Index c : s.sharing.changed_classes()) s.set_rate(c);
  for (const Index c : s.touched) {
    if (s.services[c].touched) s.set_rate(c);  // the same rate, other flows
  }
  s.touched.clear();
  s.changed.clear();
  for (const Index l : s.sharing.solved_resources()) s.refresh(l);
  std::ranges::sort(s.changed);
  s.settled = true;
  s.next = s.empty_flows.empty() ? s.ends.least() : s.now;
#ifndef NDEBUG
  SUANWANG_CHECK(!violation());
#endif
}

}  // namespace suanwang
