// What can be asked about flows; what changes them is in flows.cpp.
#include <algorithm>

#include "net/flows_state.hpp"

namespace suanwang {

namespace {

using Index = Sharing::Index;

}  // namespace

Time Flows::next() const {
  return Time{Duration{state_->next}};
}

bool Flows::alive(FlowId flow) const {
  return flow.version != 0 && state_->flows.alive(flow.slot, flow.version);
}

std::size_t Flows::size() const {
  return state_->flows.size();
}

std::uint64_t Flows::key(FlowId flow) const {
  SUANWANG_CHECK(alive(flow));
  return state_->flows[flow.slot].key;
}

BytesPerSecond Flows::rate(FlowId flow) const {
  SUANWANG_CHECK(alive(flow));
  const Index c = state_->flows[flow.slot].of_class;
  return BytesPerSecond{c == FlowTable::kNone ? 0 : state_->services[c].rate};
}

Bytes Flows::left(FlowId id, Time now) const {
  SUANWANG_CHECK(alive(id));
  const FlowTable::Flow& flow = state_->flows[id.slot];
  if (flow.of_class == FlowTable::kNone) return Bytes{0};
  Service service = state_->services[flow.of_class];
  service.advance(nanoseconds(now));
  return Bytes{std::max(0.0, flow.target - service.served)};
}

std::optional<ResourceId> Flows::bottleneck(FlowId flow) const {
  SUANWANG_CHECK(alive(flow));
  const Index c = state_->flows[flow.slot].of_class;
  if (c == FlowTable::kNone) return std::nullopt;
  const Index l = state_->sharing.bottleneck(c);
  return l == Sharing::kNone ? std::nullopt : std::optional{ResourceId{l}};
}

std::size_t Flows::resources() const {
  return state_->accounts.size();
}

BytesPerSecond Flows::capacity(ResourceId resource) const {
  return BytesPerSecond{state_->sharing.resource(static_cast<Index>(resource.index())).capacity};
}

BytesPerSecond Flows::throughput(ResourceId resource) const {
  return BytesPerSecond{state_->accounts[resource.index()].throughput};
}

bool Flows::saturated(ResourceId resource) const {
  return state_->accounts[resource.index()].saturated;
}

Duration Flows::saturated_for(ResourceId resource, Time now) const {
  Account account = state_->accounts[resource.index()];
  account.advance(nanoseconds(now));
  return Duration{account.saturated_ns};
}

Bytes Flows::carried(ResourceId resource, Time now) const {
  Account account = state_->accounts[resource.index()];
  account.advance(nanoseconds(now));
  return Bytes{account.carried.value()};
}

std::size_t Flows::flow_count(ResourceId resource) const {
  std::size_t count = 0;
  for (const Index c : state_->sharing.classes_on(static_cast<Index>(resource.index()))) {
    count += state_->sharing.flows(c);
  }
  return count;
}

std::vector<FlowId> Flows::flows_on(ResourceId resource) const {
  const FlowTable& flows = state_->flows;
  std::vector<FlowId> on;
  for (const Index c : state_->sharing.classes_on(static_cast<Index>(resource.index()))) {
    flows.for_each(state_->services[c].first, [&](Index slot) { on.push_back({slot, flows[slot].version}); });
  }
  std::ranges::sort(on, {}, [&](FlowId flow) { return flows[flow.slot].key; });
  return on;
}

std::span<const ResourceId> Flows::changed() const {
  return state_->changed;
}

std::optional<std::string> Flows::violation() const {
  return state_->sharing.violation();
}

}  // namespace suanwang
