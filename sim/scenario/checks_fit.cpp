#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "scenario/checks.hpp"

namespace suanwang::scenario {
namespace {

constexpr double kNegligible = 1e-9;  ///< share of jobs that may be too large before it is said

/// The largest gang that some place can hold when all its pools are there.
struct Largest {
  double accelerators = 0;
  std::string accelerator;
  std::string centre;
};

std::map<std::string, Largest> largest_by_centre(const Spec& spec) {
  std::map<std::string, Largest> result;
  for (const CentreSpec& centre : spec.centres) {
    std::map<std::string, double> totals;
    for (const PoolSpec& pool : centre.pools) {
      if (pool.schedulable) totals[*pool.accelerator] += most_accelerators(spec, pool);
    }
    Largest& largest = result[centre.id];
    for (const auto& [accelerator, total] : totals) {
      if (total > largest.accelerators) largest = {total, accelerator, centre.id};
    }
  }
  return result;
}

std::string place_of(const Largest& largest) {
  return fmt::format("{} of '{}' in '{}'", largest.accelerators, largest.accelerator, largest.centre);
}

/// What a gang of random size can find, and how often it is too large.
void check_class(const JobClassSpec& job_class, const StreamSpec& stream, const Largest& largest,
                 Context& context) {
  const Distribution& gang = job_class.accelerators;
  const std::string path = "workload." + stream.id;
  const std::string subject = job_class.id == stream.id ? "" : fmt::format("class '{}': ", job_class.id);
  if (std::round(gang.minimum()) > largest.accelerators) {
    context.diagnostics.warning(
        stream.at, path,
        fmt::format("{}no job can ever fit: the smallest needs {} accelerators, the most in "
                    "one place are {}",
                    subject, std::round(gang.minimum()), place_of(largest)));
    return;
  }
  const double too_large = 1 - gang.cdf(largest.accelerators + 0.5);
  if (!(too_large > kNegligible)) return;
  context.diagnostics.warning(
      stream.at, path,
      fmt::format("{}about {:.2g} % of the jobs can never fit: the most accelerators in one place are {}",
                  subject, too_large * 100, place_of(largest)));
}

/// Where jobs of `tenant` may go, when every policy sends them home.
const Largest& reach_of(const std::optional<std::string>& centre, const std::optional<std::string>& tenant,
                        const Spec& spec, const std::map<std::string, Largest>& by_centre,
                        const Largest& anywhere) {
  const bool all_home =
      !spec.policies.empty() && std::ranges::all_of(spec.policies, [](const PolicySpec& policy) {
        return policy.settings.dispatch == "home";
      });
  if (!all_home) return anywhere;
  const TenantSpec* owner = tenant ? find_id(spec.tenants, *tenant) : nullptr;
  const auto home = centre ? centre : owner != nullptr ? owner->home : std::nullopt;
  return home ? by_centre.at(*home) : anywhere;
}

}  // namespace

double most_accelerators(const Spec& spec, const PoolSpec& pool) {
  if (pool.cards) return static_cast<double>(*pool.cards);
  if (pool.nodes && pool.per_node)
    return static_cast<double>(*pool.nodes) * static_cast<double>(*pool.per_node);
  const AcceleratorSpec* accelerator = find_id(spec.accelerators, *pool.accelerator);
  const auto& [precision, capacity] = *pool.capacity.begin();
  return std::floor(capacity.maximum() / accelerator->peak.at(precision).base());
}

void check_fit(const Spec& spec, Context& context) {
  if (spec.workload.empty()) return;
  const auto by_centre = largest_by_centre(spec);
  Largest anywhere;
  for (const auto& [centre, largest] : by_centre) {
    if (largest.accelerators > anywhere.accelerators) anywhere = largest;
  }
  if (anywhere.accelerators <= 0) {
    context.diagnostics.warning(context.root->at.location(), "",
                                "no pool takes jobs: every job will be rejected");
    return;
  }
  for (const StreamSpec& stream : spec.workload) {
    if (const auto* generate = std::get_if<GenerateSpec>(&stream.jobs)) {
      const Largest& largest = reach_of({}, generate->tenant, spec, by_centre, anywhere);
      for (const JobClassSpec& each : generate->classes) check_class(each, stream, largest, context);
    } else if (const auto* jobs = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs)) {
      for (const ExplicitJobSpec& job : *jobs) {
        const Largest& largest = reach_of(job.centre, job.tenant, spec, by_centre, anywhere);
        if (static_cast<double>(job.accelerators) <= largest.accelerators) continue;
        context.diagnostics.warning(
            job.at, fmt::format("workload.{}.jobs.{}", stream.id, job.id),
            fmt::format("can never fit: it needs {} accelerators, the most in one place are {}",
                        job.accelerators, place_of(largest)));
      }
    }
  }
}

void check_walltimes(const Spec& spec, Context& context) {
  for (const StreamSpec& stream : spec.workload) {
    const auto* jobs = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs);
    if (jobs == nullptr) continue;
    for (const ExplicitJobSpec& job : *jobs) {
      if (!job.walltime || *job.walltime >= job.duration) continue;
      context.diagnostics.warning(job.at, fmt::format("workload.{}.jobs.{}", stream.id, job.id),
                                  "its walltime is below its duration: it is killed before it is done");
    }
  }
}

}  // namespace suanwang::scenario
