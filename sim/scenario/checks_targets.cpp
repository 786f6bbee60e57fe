// Targets that cannot be judged, or not as they are meant.

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/scenario/run.hpp"

#include "scenario/checks.hpp"
#include "scenario/judged.hpp"
#include "scenario/requests.hpp"

namespace suanwang::scenario {
namespace {

/// Whether a centre says of itself, and of all its pools, what `metric` is about.
bool states(const CentreSpec& centre, TargetMetric metric) {
  switch (metric) {
    case TargetMetric::Pue:
      return centre.facility.pue.has_value();
    case TargetMetric::RackUse:
      return centre.facility.racks.has_value();
    case TargetMetric::GreenShare:
      return centre.facility.green_share.has_value();
    case TargetMetric::OwnSoftwareShare:
      return centre.facility.own_software_share ||
             std::ranges::all_of(centre.pools,
                                 [](const PoolSpec& pool) { return pool.own_software_share.has_value(); });
    case TargetMetric::WaitRatio:
    case TargetMetric::Losers:
    case TargetMetric::PoolingGap:
      return true;
  }
  return true;
}

/// "a, b, c and 4 more"
std::string some_of(const std::vector<std::string>& ids) {
  constexpr std::size_t kShown = 5;
  if (ids.size() <= kShown) return fmt::format("{}", fmt::join(ids, ", "));
  return fmt::format("{} and {} more", fmt::join(ids.begin(), ids.begin() + kShown, ", "),
                     ids.size() - kShown);
}

void check_stated(const Spec& spec, const TargetSpec& target, const std::string& path, Context& context) {
  std::vector<std::string> lacking;
  std::size_t centres = 0;
  for (const CentreSpec& centre : spec.centres) {
    if (centre.pools.empty() || !within(centre.region, target.region)) continue;
    ++centres;
    if (!states(centre, *target.metric)) lacking.push_back(centre.id);
  }
  const bool some_pool = std::ranges::any_of(spec.centres, [&](const CentreSpec& centre) {
    return *target.metric == TargetMetric::OwnSoftwareShare && within(centre.region, target.region) &&
           std::ranges::any_of(centre.pools,
                               [](const PoolSpec& pool) { return pool.own_software_share.has_value(); });
  });
  if (lacking.size() == centres && !some_pool) {
    context.diagnostics.warning(target.at, path, "no centre of the region states what it is about");
  } else if (!lacking.empty()) {
    context.diagnostics.warning(target.at, path,
                                fmt::format("not stated by {} of {} centres of the region, left out: {}",
                                            lacking.size(), centres, some_of(lacking)));
  }
}

/// The homes in the target's region to which jobs belong.
std::set<std::string> homes_of(const Spec& spec, const TargetSpec& target) {
  std::set<std::string> homes;
  for (const StreamSpec& stream : spec.workload) {
    for_each_request(stream, [&](const auto& request) {
      const auto home = home_of(spec, request);
      const CentreSpec* centre = home ? find_id(spec.centres, *home) : nullptr;
      if (centre != nullptr && within(centre->region, target.region)) homes.insert(centre->id);
    });
  }
  return homes;
}

void check_simulated(const Spec& spec, const TargetSpec& target, const std::string& path, Context& context) {
  const auto warn = [&](const char* what) { context.diagnostics.warning(target.at, path, what); };
  if (spec.workload.empty() || spec.policies.empty())
    return warn("is of a simulation, and the scenario has no jobs: not judged");
  const auto goes_home = [](const PolicySpec& policy) { return policy.settings.dispatch == "home"; };
  const std::set<std::string> homes = homes_of(spec, target);
  if (*target.metric == TargetMetric::PoolingGap) {
    if (homes.empty() && !target.region.empty()) warn("no job belongs to a centre of the region");
    return;
  }
  if (homes.empty()) return warn("no job belongs to a centre of the region");
  if (*target.metric == TargetMetric::WaitRatio) {
    std::set<std::string> cities;
    for (const std::string& home : homes) {
      const std::string city = city_of(find_id(spec.centres, home)->region);
      if (!city.empty()) cities.insert(city);
    }
    if (cities.empty()) {
      warn("no centre that jobs belong to says in which city it is, as 'guangdong.jieyang'");
    } else if (cities.size() == 1) {
      warn("jobs belong to centres of one city only: there is nothing to compare");
    }
  } else if (std::ranges::none_of(spec.policies, goes_home)) {
    warn("needs a policy with 'dispatch: home' to compare with: not judged");
  } else if (std::ranges::all_of(spec.policies, goes_home)) {
    warn("every policy sends all jobs home: there is nothing to compare");
  }
}

/// An end as people mean it: that of the day before, where it is a midnight.
std::string last_day(CivilTime end, std::chrono::seconds offset) {
  if (end_of_day(end - std::chrono::seconds{1}, offset) != end) return to_text(end, offset);
  return to_text(end - std::chrono::seconds{1}, offset).substr(0, 10);
}

}  // namespace

void check_targets(const Spec& spec, Context& context) {
  const std::vector<std::string> regions = regions_of(spec);
  const std::optional<CivilTime> end = end_of(spec);
  for (const TargetSpec& target : spec.targets) {
    const std::string path = "targets." + target.id;
    if (spec.start && target.by && *target.by <= *spec.start) {
      context.diagnostics.warning(target.at, path,
                                  "its date lies before the start, " + to_text(*spec.start, spec.utc_offset));
    }
    if (end && target.by && *target.by > *end) {
      context.diagnostics.warning(target.at, path,
                                  "its date lies after the end, " + last_day(*end, spec.utc_offset));
    }
    const bool has_centre = std::ranges::any_of(
        spec.centres, [&target](const CentreSpec& centre) { return within(centre.region, target.region); });
    if (!has_centre) {
      context.diagnostics.warning(
          target.at, path,
          "no centre lies in region '" + target.region + "'" + context.suggestion(target.region, regions));
    } else if (target.metric && is_of_a_run(*target.metric)) {
      check_simulated(spec, target, path, context);
    } else if (target.metric) {
      check_stated(spec, target, path, context);
    }
  }
}

}  // namespace suanwang::scenario
