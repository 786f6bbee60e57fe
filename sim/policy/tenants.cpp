#include "suanwang/policy/tenants.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {

TenantLoads::TenantLoads(std::vector<TenantPlan> tenants, Duration half_life)
    : tenants_{std::move(tenants)},
      half_life_{half_life == Duration::max() ? std::numeric_limits<double>::infinity()
                                              : in_seconds(half_life)} {
  tenants_.emplace_back();
  loads_.resize(tenants_.size());
}

double TenantLoads::used(const Load& load, Time at) const {
  const double span = in_seconds(at - load.at);
  const double running = static_cast<double>(load.running) / 1000;
  if (std::isinf(half_life_)) return load.used + running * span;
  const double kept = std::exp2(-span / half_life_);
  const double scale = half_life_ / std::log(2.0);
  return load.used * kept - running * scale * std::expm1(-span / scale);
}

void TenantLoads::change(const std::optional<TenantId>& tenant, Time at, Accelerators by, bool starts) {
  ++changes_;
  Load& load = loads_[index(tenant)];
  load.used = used(load, at);
  load.at = at;
  load.running += starts ? by.milli : -by.milli;
  SUANWANG_CHECK(load.running >= 0);
}

double TenantLoads::used(const std::optional<TenantId>& tenant, Time at) const {
  return used(loads_[index(tenant)], at);
}

Accelerators TenantLoads::running(const std::optional<TenantId>& tenant) const {
  return Accelerators{loads_[index(tenant)].running};
}

double TenantLoads::share(const std::optional<TenantId>& tenant) const {
  return tenants_[index(tenant)].share;
}

namespace {

/// Share over use, each relative to the siblings'.
struct Level {
  double fairness;
  std::size_t tenant;
};

}  // namespace

std::vector<double> TenantLoads::fair_tree(Time at) const {
  const std::size_t n = tenants_.size();
  // By parent, the top's last.
  std::vector<std::vector<std::size_t>> below(n + 1);
  for (std::size_t t = 0; t < n; ++t)
    below[tenants_[t].parent ? tenants_[t].parent->index() : n].push_back(t);
  std::vector<double> use(n);
  for (std::size_t t = 0; t < n; ++t) {
    const double own = used(loads_[t], at);
    // Up to the top; as long as the tree is deep.
    for (std::optional<TenantId> up{TenantId{t}}; up; up = tenants_[up->index()].parent)
      use[up->index()] += own;
  }
  const auto level_of = [&](std::vector<Level>& level, std::size_t parent) {
    double shares = 0;
    double uses = 0;
    for (const std::size_t t : below[parent]) {
      shares += tenants_[t].share;
      uses += use[t];
    }
    for (const std::size_t t : below[parent]) {
      level.push_back({use[t] > 0 ? tenants_[t].share / shares / (use[t] / uses)
                                  : std::numeric_limits<double>::infinity(),
                       t});
    }
  };
  std::vector<double> ranks(n);
  std::size_t next = 0;
  // Depth first: the level that is to be ranked next stands last.
  std::vector<std::vector<Level>> levels(1);
  level_of(levels.back(), n);
  std::ranges::stable_sort(levels.back(), std::ranges::less{}, &Level::fairness);
  while (!levels.empty()) {
    if (levels.back().empty()) {
      levels.pop_back();
      continue;
    }
    const double fairness = levels.back().back().fairness;
    std::vector<Level> merged;  // what is below the accounts that stand alike
    const std::size_t rank = next;
    while (!levels.back().empty() && levels.back().back().fairness == fairness) {
      const std::size_t t = levels.back().back().tenant;
      levels.back().pop_back();
      if (below[t].empty()) {
        ranks[t] = static_cast<double>(rank);
        ++next;
      } else {
        level_of(merged, t);
      }
    }
    std::ranges::stable_sort(merged, std::ranges::less{}, &Level::fairness);
    levels.push_back(std::move(merged));
  }
  return ranks;
}

}  // namespace suanwang
