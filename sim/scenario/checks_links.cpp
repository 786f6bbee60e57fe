#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "scenario/checks.hpp"

namespace suanwang::scenario {
namespace {

/// Which centres usable links join, directly or by way of others.
class Components {
 public:
  explicit Components(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0U); }

  [[nodiscard]] std::size_t of(std::size_t node) {
    while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
    return node;
  }
  /// The lower index represents both.
  void join(std::size_t a, std::size_t b) {
    const std::size_t roots[] = {of(a), of(b)};
    parent_[std::max(roots[0], roots[1])] = std::min(roots[0], roots[1]);
  }

 private:
  std::vector<std::size_t> parent_;
};

void check_unreachable(const Spec& spec, Context& context) {
  Components components{spec.centres.size()};
  for (const LinkSpec& link : spec.links) {
    if (link.bandwidth.base() <= 0) continue;
    components.join(static_cast<std::size_t>(find_id(spec.centres, link.from) - spec.centres.data()),
                    static_cast<std::size_t>(find_id(spec.centres, link.to) - spec.centres.data()));
  }
  std::vector<std::size_t> size(spec.centres.size());
  for (std::size_t i = 0; i < spec.centres.size(); ++i) {
    if (is_schedulable(spec.centres[i])) ++size[components.of(i)];
  }
  const auto largest = static_cast<std::size_t>(std::ranges::max_element(size) - size.begin());
  for (std::size_t i = 0; i < spec.centres.size(); ++i) {
    const CentreSpec& centre = spec.centres[i];
    if (!is_schedulable(centre) || components.of(i) == largest) continue;
    context.diagnostics.warning(
        centre.at, "centres." + centre.id,
        fmt::format("no usable link leads from here to '{}' and its network", spec.centres[largest].id));
  }
}

}  // namespace

void check_links(const Spec& spec, Context& context) {
  std::map<std::pair<std::string, std::string>, std::string> seen;
  for (const LinkSpec& link : spec.links) {
    const std::string path = "links." + link.id;
    if (link.bandwidth.base() <= 0) {
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
