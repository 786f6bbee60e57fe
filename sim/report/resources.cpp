#include "report/resources.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

std::size_t centre_index(const Spec& spec, const std::string& id) {
  const auto found = std::ranges::lower_bound(spec.centres, id, {}, &CentreSpec::id);
  SUANWANG_CHECK(found != spec.centres.end() && found->id == id);
  return static_cast<std::size_t>(found - spec.centres.begin());
}

}  // namespace

std::string NetworkResource::name(const Spec& spec) const {
  if (is_link()) return spec.links[index].id;
  return spec.centres[index].id + (kind == Kind::Storage ? ".storage" : ".ingress");
}

std::vector<NetworkResource> resources_of(const Spec& spec) {
  using Kind = NetworkResource::Kind;
  std::vector<NetworkResource> resources;
  for (std::size_t l = 0; l < spec.links.size(); ++l) {
    const std::size_t a = centre_index(spec, spec.links[l].from);
    const std::size_t b = centre_index(spec, spec.links[l].to);
    resources.push_back({Kind::Forward, ResourceId{2 * l}, l, a, b});
    resources.push_back({Kind::Backward, ResourceId{2 * l + 1}, l, b, a});
  }
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const std::size_t first = 2 * spec.links.size() + 2 * c;
    if (spec.centres[c].storage_rate) resources.push_back({Kind::Storage, ResourceId{first}, c, c, c});
    if (spec.centres[c].ingress) resources.push_back({Kind::Ingress, ResourceId{first + 1}, c, c, c});
  }
  return resources;
}

std::string_view word_of(TransferPurpose purpose) {
  switch (purpose) {
    case TransferPurpose::Workload:
      return "workload";
    case TransferPurpose::Staging:
      return "staging";
    case TransferPurpose::Output:
      return "output";
    case TransferPurpose::Checkpoint:
      break;
  }
  return "checkpoint";
}

const std::string& id_of(const TransferOwner& owner, const Spec& spec) {
  return owner.purpose == TransferPurpose::Staging ? spec.datasets.at(owner.index).id
                                                   : spec.workload.at(owner.index).id;
}

std::vector<std::pair<TransferOwner, double>> by_bytes(const ResourceUsage& usage) {
  std::vector<std::pair<TransferOwner, double>> owners;
  for (const auto& owner : usage.owners) {
    if (owner.second > 0) owners.emplace_back(owner);
  }
  std::ranges::stable_sort(owners, std::ranges::greater{}, &std::pair<TransferOwner, double>::second);
  return owners;
}

std::string month_text(const TimeSpans& spans, std::size_t span) {
  const std::chrono::year_month month = spans.month(span);
  return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

}  // namespace suanwang
