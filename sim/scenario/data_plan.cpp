#include "scenario/data_plan.hpp"

#include <algorithm>
#include <limits>
#include <variant>

#include "suanwang/base/check.hpp"
#include "suanwang/scenario/network.hpp"

#include "scenario/by_id.hpp"
#include "scenario/requests.hpp"

namespace suanwang {
namespace {

void mark(std::vector<bool>& set, std::size_t size, const std::vector<std::size_t>& members) {
  set.resize(size, false);
  for (const std::size_t member : members) set[member] = true;
}

template <class Entry>
std::vector<std::size_t> indices_of(const std::vector<Entry>& entries, const std::vector<std::string>& ids) {
  std::vector<std::size_t> indices;
  for (const std::string& id : ids) indices.push_back(index_of(entries, id));
  return indices;
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

/// Where data of a zone may pass, inside it and by each of its rules: indices into the plan's passages.
struct ZonePassages {
  std::uint32_t inside = 0;
  std::vector<std::uint32_t> by_rule;
};

ZonePassages add_passages(const Spec& spec, const ZoneSpec& zone, std::vector<Allowed>& passages) {
  ZonePassages result;
  const auto add = [&passages](Allowed allowed) {
    passages.push_back(std::move(allowed));
    return static_cast<std::uint32_t>(passages.size() - 1);
  };
  Allowed inside;
  mark(inside.nodes, spec.centres.size(), indices_of(spec.centres, zone.centres));
  if (!zone.links.empty()) mark(inside.links, spec.links.size(), indices_of(spec.links, zone.links));
  for (const ZoneRule& rule : zone.rules) {
    if (rule.to.empty()) {
      result.by_rule.push_back(0);
      continue;
    }
    Allowed out;
    mark(out.nodes, spec.centres.size(), indices_of(spec.centres, zone.centres));
    for (const std::size_t centre : indices_of(spec.centres, rule.to)) out.nodes[centre] = true;
    result.by_rule.push_back(add(std::move(out)));
  }
  result.inside = add(std::move(inside));
  return result;
}

/// The first rule by which a dataset may be at a centre outside its zone: index into its rules; none where it
/// may not.
std::optional<std::size_t> rule_for(const std::string& centre, const DatasetSpec& dataset,
                                    const ZoneSpec& zone) {
  for (std::size_t r = 0; r < zone.rules.size(); ++r) {
    const ZoneRule& rule = zone.rules[r];
    if (rule.allow == dataset.kind && (rule.to.empty() || contains(rule.to, centre))) return r;
  }
  return std::nullopt;
}

/// How a dataset of a zone gets to a centre; none where it may not be there.
std::optional<Delivery> delivery_to(const std::string& centre, const DatasetSpec& dataset,
                                    const ZoneSpec& zone, const ZonePassages& passages) {
  if (contains(zone.centres, centre)) return Delivery{passages.inside, Duration{0}};
  const std::optional<std::size_t> rule = rule_for(centre, dataset, zone);
  if (!rule) return std::nullopt;
  return Delivery{passages.by_rule[*rule], zone.rules[*rule].review};
}

DispatcherPlan plan_of(const DispatcherSpec& dispatcher) {
  return {dispatcher.latency, dispatcher.refresh};
}

std::int64_t whole_bytes(Bytes bytes) {
  constexpr double kMost = 9.2e18;
  return static_cast<std::int64_t>(std::min(bytes.base(), kMost));
}

}  // namespace

std::vector<std::vector<std::string>> data_lists(const Spec& spec) {
  std::vector<std::vector<std::string>> lists{{}};
  const auto add = [&lists](const std::vector<std::string>& names) {
    if (std::ranges::find(lists, names) == lists.end()) lists.push_back(names);
  };
  for (const StreamSpec& stream : spec.workload) {
    scenario::for_each_request(stream, [&add](const auto& request) { add(request.data); });
  }
  return lists;
}

std::vector<std::size_t> served_by(const Spec& spec, const RegionalDispatcherSpec& dispatcher) {
  std::vector<std::size_t> centres;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const CentreSpec& centre = spec.centres[c];
    const bool serves = dispatcher.region.empty() ? contains(dispatcher.centres, centre.id)
                                                  : within(centre.region, dispatcher.region);
    if (serves) centres.push_back(c);
  }
  return centres;
}

bool may_be_at(const Spec& spec, const DatasetSpec& dataset, const std::string& centre) {
  if (!dataset.zone) return true;
  const ZoneSpec& zone = spec.zones[index_of(spec.zones, *dataset.zone)];
  return contains(zone.centres, centre) || rule_for(centre, dataset, zone).has_value();
}

std::uint32_t data_list(const std::vector<std::vector<std::string>>& lists,
                        const std::vector<std::string>& names) {
  const auto found = std::ranges::find(lists, names);
  SUANWANG_CHECK(found != lists.end());
  return static_cast<std::uint32_t>(found - lists.begin());
}

void plan_data(const Spec& spec, const Inputs& inputs, WorldPlan& plan) {
  NetworkPlan& network = plan.network;
  network.centres = spec.centres.size();
  network.links = link_plans(spec, inputs);
  network.routing = spec.routing;
  network.fixed = fixed_routes(spec);
  network.rtt_fair = spec.rtt_fair;
  const BytesPerSecond no_limit{std::numeric_limits<double>::infinity()};
  for (const CentreSpec& centre : spec.centres) {
    network.storage_rate.push_back(centre.storage_rate.value_or(no_limit));
    network.ingress.push_back(centre.ingress.value_or(no_limit));
    plan.storage.push_back(centre.storage ? std::optional{whole_bytes(*centre.storage)} : std::nullopt);
  }
  std::vector<ZonePassages> zones;
  for (const ZoneSpec& zone : spec.zones) zones.push_back(add_passages(spec, zone, network.passages));
  for (const DatasetSpec& dataset : spec.datasets) {
    DatasetPlan planned{whole_bytes(dataset.size), {}, {}};
    for (const std::size_t centre : indices_of(spec.centres, dataset.replicas))
      planned.at.emplace_back(centre);
    for (const CentreSpec& centre : spec.centres) {
      if (!dataset.zone) {
        planned.delivery.push_back(Delivery{});
        continue;
      }
      const std::size_t zone = index_of(spec.zones, *dataset.zone);
      planned.delivery.push_back(delivery_to(centre.id, dataset, spec.zones[zone], zones[zone]));
    }
    plan.datasets.push_back(std::move(planned));
  }
  plan.data_lists.clear();
  for (const std::vector<std::string>& names : data_lists(spec)) {
    auto& list = plan.data_lists.emplace_back();
    for (const std::size_t dataset : indices_of(spec.datasets, names)) list.emplace_back(dataset);
  }
  plan.dispatcher = plan_of(spec.dispatcher);
  for (const RegionalDispatcherSpec& regional : spec.dispatcher.below) {
    RegionalPlan& below = plan.below.emplace_back(RegionalPlan{plan_of(regional), {}, regional.passes_on});
    for (const std::size_t centre : served_by(spec, regional)) below.centres.emplace_back(centre);
  }
}

}  // namespace suanwang
