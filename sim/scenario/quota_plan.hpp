#pragma once

#include <string>

#include "suanwang/policy/quotas.hpp"
#include "suanwang/scenario/spec.hpp"

// From the quotas of a spec to what a simulation counts.
namespace suanwang {

/// The quotas of all tenants, by (tenant, region); regions are numbered as they are named first.
[[nodiscard]] QuotaPlan quota_plan(const Spec& spec);

namespace scenario {

/// "tenants.labs.quota.guangdong"
[[nodiscard]] std::string path_of(const TenantSpec& tenant, const QuotaSpec& quota);

}  // namespace scenario
}  // namespace suanwang
