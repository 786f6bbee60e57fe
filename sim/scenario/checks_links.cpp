#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "suanwang/scenario/network.hpp"

#include "scenario/checks.hpp"

namespace suanwang::scenario {
namespace {

/// The most that a link is ever to have.
BytesPerSecond greatest_bandwidth(const LinkSpec& link) {
  BytesPerSecond greatest = link.bandwidth;
  for (const UpgradeSpec& upgrade : link.upgrades) greatest = std::max(greatest, upgrade.bandwidth);
  return greatest;
}

void check_unreachable(const Spec& spec, Context& context) {
  std::vector<NetworkLink> links = build_network(spec).links();
  for (std::size_t i = 0; i < links.size(); ++i) links[i].bandwidth = greatest_bandwidth(spec.links[i]);
  const std::vector<std::size_t> parts = Network{spec.centres.size(), std::move(links)}.parts();
  std::vector<std::size_t> size(spec.centres.size());
  for (std::size_t i = 0; i < spec.centres.size(); ++i) {
    if (is_schedulable(spec.centres[i])) ++size[parts[i]];
  }
  const auto largest = static_cast<std::size_t>(std::ranges::max_element(size) - size.begin());
  const auto first = static_cast<std::size_t>(std::ranges::find(parts, largest) - parts.begin());
  for (std::size_t i = 0; i < spec.centres.size(); ++i) {
    const CentreSpec& centre = spec.centres[i];
    if (!is_schedulable(centre) || parts[i] == largest) continue;
    context.diagnostics.warning(
        centre.at, "centres." + centre.id,
        fmt::format("no usable link leads from here to '{}' and its network", spec.centres[first].id));
  }
}

}  // namespace

void check_links(const Spec& spec, Context& context) {
  std::map<std::pair<std::string, std::string>, std::string> seen;
  for (const LinkSpec& link : spec.links) {
    const std::string path = "links." + link.id;
    if (greatest_bandwidth(link).base() <= 0) {
      context.diagnostics.warning(link.at, path, "a bandwidth of 0 carries nothing: this link is never used");
    }
    if (!link.latency) {
      for (const std::string* end : {&link.from, &link.to}) {
        if (find_id(spec.centres, *end)->coordinates) continue;
        context.diagnostics.error(
            link.at, path,
            fmt::format("missing key 'latency': centre '{}' has no 'at' to compute it from", *end));
      }
    }
    const auto [first, is_new] = seen.emplace(std::minmax(link.from, link.to), link.id);
    if (!is_new) {
      context.diagnostics.warning(link.at, path,
                                  fmt::format("joins the same centres as link '{}'", first->second));
    }
  }
  if (!spec.links.empty()) check_unreachable(spec, context);
}

}  // namespace suanwang::scenario
