#include "suanwang/study/wait_effects.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/measure/intervals.hpp"

namespace suanwang {
namespace {

/// What is simulated, in each replication.
struct Case {
  PreparedSpec of;
  std::size_t policy = 0;
};

struct Replication {
  std::optional<double> mean_wait;
  std::uint64_t finished = 0;
  std::optional<NetworkUsage> network;
};

/// By case, by replication.
using Outcomes = std::vector<std::vector<Replication>>;

Outcomes simulate(const std::vector<Case>& cases, std::uint32_t replications, Parallelism parallelism,
                  Progress* progress) {
  Outcomes outcomes(cases.size(), std::vector<Replication>(replications));
  const std::size_t runs = cases.size() * replications;
  const Parallelism inside = shared_by(runs, parallelism);
  for_each_index(runs, parallelism, [&](std::size_t i) {
    const Case& each = cases[i / replications];
    const auto r = static_cast<std::uint32_t>(i % replications);
    RunResult result = run(*each.of.spec, *each.of.inputs, each.policy, r, KeepRows::No, progress, inside);
    outcomes[i / replications][r] = {result.samples.mean_wait(), result.jobs.finished,
                                     std::move(result.network)};
  });
  return outcomes;
}

/// None where no replication finishes a job both times.
std::optional<WaitChange> change_of(const std::vector<Replication>& before,
                                    const std::vector<Replication>& after) {
  WaitChange change;
  std::vector<double> differences;
  for (std::size_t r = 0; r < before.size(); ++r) {
    change.finished_before += before[r].finished;
    change.finished_after += after[r].finished;
    if (!before[r].mean_wait || !after[r].mean_wait) continue;
    change.before_s += *before[r].mean_wait;
    change.after_s += *after[r].mean_wait;
    differences.push_back(*after[r].mean_wait - *before[r].mean_wait);
  }
  if (differences.empty()) return std::nullopt;
  change.before_s /= static_cast<double>(differences.size());
  change.after_s /= static_cast<double>(differences.size());
  const MeanEstimate estimate = mean_of(differences);
  change.change_s = estimate.mean;
  if (differences.size() > 1) change.interval = {estimate.interval.low, estimate.interval.high};
  change.none = std::ranges::all_of(differences, [](double d) { return d == 0; });
  return change;
}

Spec with_more(const Spec& spec, std::size_t link) {
  Spec result = spec;
  const BytesPerSecond more{kMarginalBandwidth};
  result.links[link].bandwidth += more;
  for (UpgradeSpec& each : result.links[link].upgrades) each.bandwidth += more;
  return result;
}

/// Links of limited bandwidth, those that carried the most bytes first. Its directions are resources 2l and
/// 2l + 1.
std::vector<std::size_t> busiest_first(const Spec& spec, const std::vector<Replication>& base) {
  std::vector<double> bytes(spec.links.size(), 0);
  for (const Replication& each : base) {
    if (!each.network) continue;
    for (std::size_t l = 0; l < bytes.size(); ++l) {
      bytes[l] += each.network->resources[2 * l].bytes() + each.network->resources[2 * l + 1].bytes();
    }
  }
  std::vector<std::size_t> links;
  for (std::size_t l = 0; l < spec.links.size(); ++l) {
    if (std::isfinite(spec.links[l].bandwidth.base())) links.push_back(l);
  }
  std::ranges::stable_sort(links, std::ranges::greater{}, [&](std::size_t l) { return bytes[l]; });
  return links;
}

}  // namespace

WaitEffects wait_effects(const PreparedSpec& before, const PreparedSpec& after,
                         const std::vector<std::string>& policies, Parallelism parallelism,
                         Progress* progress) {
  std::vector<Case> cases;  // before, after, before, after …
  for (std::size_t p = 0; p < before.spec->policies.size(); ++p) {
    const std::string& id = before.spec->policies[p].id;
    if (!policies.empty() && std::ranges::find(policies, id) == policies.end()) continue;
    const auto found = std::ranges::find(after.spec->policies, id, &PolicySpec::id);
    if (found == after.spec->policies.end()) continue;
    cases.push_back({before, p});
    cases.push_back({after, static_cast<std::size_t>(found - after.spec->policies.begin())});
  }
  WaitEffects effects;
  effects.replications = before.spec->replications;
  effects.runs = cases.size() * effects.replications;
  const Outcomes outcomes = simulate(cases, effects.replications, parallelism, progress);
  for (std::size_t c = 0; c < cases.size(); c += 2) {
    if (const auto change = change_of(outcomes[c], outcomes[c + 1]))
      effects.policies.push_back({cases[c].policy, *change});
  }
  return effects;
}

LinkEffects link_effects(const PreparedSpec& spec, std::size_t policy, Parallelism parallelism,
                         Progress* progress) {
  SUANWANG_CHECK(policy < spec.spec->policies.size());
  LinkEffects effects;
  effects.policy = policy;
  effects.replications = spec.spec->replications;
  const Outcomes base = simulate({{spec, policy}}, effects.replications, parallelism, progress);
  std::vector<std::size_t> links = busiest_first(*spec.spec, base.front());
  if (links.size() > kMostLinksTried) {
    effects.left_out.assign(links.begin() + kMostLinksTried, links.end());
    std::ranges::sort(effects.left_out);
    links.resize(kMostLinksTried);
  }
  std::vector<Spec> specs;
  specs.reserve(links.size());
  std::vector<Case> cases;
  for (const std::size_t link : links) {
    specs.push_back(with_more(*spec.spec, link));
    cases.push_back({{&specs.back(), spec.inputs}, policy});
  }
  const Outcomes outcomes = simulate(cases, effects.replications, parallelism, progress);
  effects.runs = (1 + cases.size()) * effects.replications;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    if (const auto change = change_of(base.front(), outcomes[c]))
      effects.links.push_back({links[c], *change});
  }
  std::ranges::stable_sort(effects.links, std::ranges::greater{},
                           [](const LinkWaitChange& each) { return std::abs(each.change.change_s); });
  return effects;
}

}  // namespace suanwang
