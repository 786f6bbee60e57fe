#include "suanwang/net/link_plan.hpp"

#include <algorithm>

namespace suanwang {
namespace {

/// The bandwidth that the last upgrade up to `time` left. @pre upgrades in the order of time
BytesPerSecond upgraded(BytesPerSecond bandwidth, const std::vector<Upgrade>& upgrades, Time time) {
  for (const Upgrade& upgrade : upgrades) {
    if (upgrade.from <= time) bandwidth = upgrade.bandwidth;
  }
  return bandwidth;
}

}  // namespace

CapacityPlan::CapacityPlan(BytesPerSecond bandwidth, std::vector<Upgrade> upgrades,
                           const std::vector<Outage>& outages) {
  std::ranges::stable_sort(upgrades, {}, &Upgrade::from);
  std::vector<Time> instants;
  for (const Upgrade& upgrade : upgrades) instants.push_back(upgrade.from);
  for (const Outage& outage : outages) {
    instants.push_back(outage.from);
    instants.push_back(outage.to);
  }
  std::ranges::sort(instants);
  instants.erase(std::ranges::unique(instants).begin(), instants.end());

  const auto capacity = [&](Time time) {
    const bool is_out = std::ranges::any_of(
        outages, [time](const Outage& outage) { return outage.from <= time && time < outage.to; });
    return is_out ? BytesPerSecond{} : upgraded(bandwidth, upgrades, time);
  };
  initial_ = capacity(kAlways);
  BytesPerSecond last = initial_;
  for (const Time time : instants) {
    const BytesPerSecond now = capacity(time);
    if (now != last && time != kNever) changes_.push_back({time, now});
    last = now;
  }
}

BytesPerSecond CapacityPlan::at(Time time) const {
  const auto after = std::ranges::upper_bound(changes_, time, {}, &Change::at);
  return after == changes_.begin() ? initial_ : std::prev(after)->capacity;
}

std::vector<NetworkLink> links_at(const std::vector<LinkPlan>& plans, Time time) {
  std::vector<NetworkLink> links;
  links.reserve(plans.size());
  for (const LinkPlan& plan : plans) links.push_back({plan.a, plan.b, plan.capacity.at(time), plan.latency});
  return links;
}

}  // namespace suanwang
