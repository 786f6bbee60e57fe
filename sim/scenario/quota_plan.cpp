#include "scenario/quota_plan.hpp"

#include <map>
#include <optional>

#include "suanwang/base/name.hpp"

namespace suanwang {
namespace {

std::optional<Accelerators> whole(const std::optional<std::int64_t>& n) {
  return n ? std::optional{Accelerators::whole(*n)} : std::nullopt;
}

/// Numbers names in the order in which they come.
class Numbers {
 public:
  std::uint32_t of(const std::string& name) {
    return numbers_.try_emplace(name, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  [[nodiscard]] const std::map<std::string, std::uint32_t>& all() const { return numbers_; }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

}  // namespace

QuotaPlan quota_plan(const Spec& spec) {
  QuotaPlan plan;
  Numbers regions;
  Numbers cohorts;
  for (std::size_t t = 0; t < spec.tenants.size(); ++t) {
    const TenantSpec& tenant = spec.tenants[t];
    plan.cohorts.push_back(tenant.cohort ? std::optional{cohorts.of(*tenant.cohort)} : std::nullopt);
    for (const QuotaSpec& quota : tenant.quotas) {
      plan.quotas.push_back({.tenant = TenantId{t},
                             .region = regions.of(quota.region),
                             .nominal = Accelerators::whole(quota.nominal),
                             .borrow = whole(quota.borrow),
                             .lend = whole(quota.lend)});
    }
  }
  for (const CentreSpec& centre : spec.centres) {
    auto& of_centre = plan.regions.emplace_back();
    for (const auto& [region, number] : regions.all()) {
      if (region.empty() || within(centre.region, region)) of_centre.push_back(number);
    }
  }
  return plan;
}

}  // namespace suanwang
