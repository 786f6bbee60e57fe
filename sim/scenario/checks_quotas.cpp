// Quotas that cannot be, or that no job can ever use.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/name.hpp"
#include "suanwang/policy/quotas.hpp"

#include "scenario/checks.hpp"
#include "scenario/quota_plan.hpp"

namespace suanwang::scenario {
namespace {

bool lies_in(const CentreSpec& centre, const std::string& region) {
  return region.empty() || within(centre.region, region);
}

/// Accelerators of a region when all that will come has.
double capacity_of(const Spec& spec, const std::string& region) {
  double sum = 0;
  for (const CentreSpec& centre : spec.centres) {
    if (!lies_in(centre, region)) continue;
    for (const PoolSpec& pool : centre.pools) {
      if (pool.schedulable) sum += most_accelerators(spec, pool);
    }
  }
  return sum;
}

void check_quota(const Spec& spec, const TenantSpec& tenant, const QuotaSpec& quota, Context& context) {
  const std::string path = path_of(tenant, quota);
  const bool has_centre = std::ranges::any_of(
      spec.centres, [&quota](const CentreSpec& centre) { return lies_in(centre, quota.region); });
  if (!has_centre) {
    context.diagnostics.error(quota.at, path,
                              "no centre lies in region '" + quota.region + "'" +
                                  context.suggestion(quota.region, regions_of(spec)));
    return;
  }
  const double capacity = capacity_of(spec, quota.region);
  if (static_cast<double>(quota.nominal) <= capacity) return;
  context.diagnostics.error(
      quota.at, path,
      fmt::format("{} accelerators, and {} will ever have {} that take jobs", quota.nominal,
                  quota.region.empty() ? "the network" : "region '" + quota.region + "'", capacity));
}

/// A cohort of one lends to nobody: mostly a slip of the pen.
void check_cohorts(const Spec& spec, Context& context) {
  std::map<std::string, std::size_t> members;
  for (const TenantSpec& tenant : spec.tenants) {
    if (tenant.cohort) ++members[*tenant.cohort];
  }
  for (const TenantSpec& tenant : spec.tenants) {
    if (!tenant.cohort || members[*tenant.cohort] > 1) continue;
    std::vector<std::string> others;
    for (const auto& [cohort, count] : members) {
      if (cohort != *tenant.cohort) others.push_back(cohort);
    }
    context.diagnostics.error(
        tenant.at, "tenants." + tenant.id + ".cohort",
        "no other tenant is of cohort '" + *tenant.cohort + "'" + context.suggestion(*tenant.cohort, others));
  }
}

/// Whether any two tenants of a cohort have a quota for the same region.
bool anything_lent(const QuotaPlan& plan) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  return std::ranges::any_of(plan.quotas, [&](const Quota& quota) {
    const auto& cohort = plan.cohorts[quota.tenant.index()];
    return cohort && !seen.emplace(*cohort, quota.region).second;
  });
}

/// Where all centres are one queue, a job's quota may not depend on where it runs.
void check_policy(const Spec& spec, const QuotaPlan& plan, const PolicySpec& policy, Context& context) {
  const auto& preemption = policy.settings.preemption;
  if (preemption && preemption->reclaim != PreemptionSettings::Reclaim::Never && !anything_lent(plan)) {
    context.diagnostics.error(policy.at, "policies." + policy.id + ".preemption.reclaim",
                              "no two tenants of a cohort have a quota for the same region: nothing would "
                              "ever be reclaimed");
  }
  if (policy.settings.dispatch != "any") return;
  for (const TenantSpec& tenant : spec.tenants) {
    for (const QuotaSpec& quota : tenant.quotas) {
      const bool everywhere = std::ranges::all_of(spec.centres, [&](const CentreSpec& centre) {
        return !is_schedulable(centre) || lies_in(centre, quota.region);
      });
      if (everywhere) continue;
      context.diagnostics.error(
          quota.at, path_of(tenant, quota),
          fmt::format(
              "policy '{}' has 'dispatch: any', for which all centres are one queue, and this quota is "
              "of some of them: give one for 'anywhere', or a policy that chooses centres, such as "
              "'dispatch: national'",
              policy.id));
      return;
    }
  }
}

/// The most that a tenant may ever hold at once in some centre; none: no limit.
std::optional<std::int64_t> most_of(const Spec& spec, const Quotas& book, TenantId tenant) {
  std::int64_t most = 0;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    if (!is_schedulable(spec.centres[c])) continue;
    const auto accounts = book.accounts(tenant, CentreId{c});
    if (accounts.empty()) return std::nullopt;
    most = std::max(most, book.most(accounts).count());
  }
  return most;
}

void check_jobs(const Spec& spec, const Quotas& book, Context& context) {
  const auto limit_of = [&](const std::optional<std::string>& tenant) {
    return tenant ? most_of(spec, book, TenantId{index_of(spec.tenants, *tenant)}) : std::nullopt;
  };
  const auto warn = [&](const Location& at, const std::string& path, double need, std::int64_t most) {
    context.diagnostics.warning(
        at, path,
        fmt::format(
            "is rejected: it needs {} accelerators, and its tenant may hold {} at most, with all that "
            "it may borrow",
            need, most));
  };
  for (const StreamSpec& stream : spec.workload) {
    if (const auto* generate = std::get_if<GenerateSpec>(&stream.jobs)) {
      const auto most = limit_of(generate->tenant);
      for (const JobClassSpec& each : generate->classes) {
        const double least = std::round(each.accelerators.minimum());
        if (most && least > static_cast<double>(*most))
          warn(stream.at, "workload." + stream.id, least, *most);
      }
    } else if (const auto* jobs = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs)) {
      for (const ExplicitJobSpec& job : *jobs) {
        const auto most = limit_of(job.tenant);
        if (most && job.accelerators > *most)
          warn(job.at, fmt::format("workload.{}.jobs.{}", stream.id, job.id),
               static_cast<double>(job.accelerators), *most);
      }
    }
  }
}

}  // namespace

void check_quotas(const Spec& spec, Context& context) {
  const std::size_t errors = context.diagnostics.errors();
  std::set<std::string> parents;
  for (const TenantSpec& tenant : spec.tenants) {
    if (tenant.parent) parents.insert(*tenant.parent);
  }
  for (const TenantSpec& tenant : spec.tenants) {
    for (const QuotaSpec& quota : tenant.quotas) {
      if (parents.contains(tenant.id)) {
        context.diagnostics.error(
            quota.at, path_of(tenant, quota),
            "tenants belong to it, and it has no jobs of its own: give them quotas, and "
            "a 'cohort' in which they share");
      } else {
        check_quota(spec, tenant, quota, context);
      }
    }
  }
  check_cohorts(spec, context);
  const QuotaPlan plan = quota_plan(spec);
  for (const PolicySpec& policy : spec.policies) check_policy(spec, plan, policy, context);
  if (!plan.quotas.empty() && context.diagnostics.errors() == errors) check_jobs(spec, Quotas{plan}, context);
}

}  // namespace suanwang::scenario
