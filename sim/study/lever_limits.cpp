#include "study/lever_limits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace suanwang {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::int64_t in_kw(Watts power) {
  return std::llround(power.base() / 1e3);
}

std::set<int> years_of(const PlanSpec& plan) {
  std::set<int> years;
  for (const LeverSpec& lever : plan.levers) {
    for (const auto& [year, amount] : lever.cost) years.insert(year);
  }
  if (plan.budget) {
    for (const auto& [year, amount] : *plan.budget) years.insert(year);
  }
  return years;
}

Money in_year(const std::map<int, Money>& amounts, int year) {
  const auto found = amounts.find(year);
  return found == amounts.end() ? Money{} : found->second;
}

bool counts(const LeverSpec& lever, const std::string& prefix) {
  return !lever.region.empty() && within(lever.region, prefix);
}

}  // namespace

LeverLimits::LeverLimits(const PlanSpec& plan, const scenario::LeverRules& rules) : plan_{&plan} {
  const std::vector<LeverSpec>& levers = plan.levers;
  std::int64_t divisor = 0;
  for (const LeverSpec& lever : levers) {
    costs_.push_back(lever.total().wan);
    divisor = std::gcd(divisor, costs_.back());
  }
  for (std::int64_t& cost : costs_) cost /= std::max<std::int64_t>(divisor, 1);
  const auto add = [this, &levers](auto amount, std::int64_t most) {
    Limit limit{{}, most};
    for (std::size_t i = 0; i < levers.size(); ++i) limit.coefficients.push_back(amount(i));
    limits_.push_back(std::move(limit));
  };
  if (plan.budget) {
    for (const int year : years_of(plan)) {
      add([&](std::size_t i) { return in_year(levers[i].cost, year).wan; }, in_year(*plan.budget, year).wan);
    }
  }
  for (const auto& [region, most] : plan.power) {
    add([&,
         &prefix = region](std::size_t i) { return counts(levers[i], prefix) ? in_kw(levers[i].power) : 0; },
        in_kw(most));
  }
  const auto is_one_of = [](std::size_t i, std::size_t a, std::size_t b) {
    return static_cast<std::int64_t>(i == a || i == b);
  };
  for (std::size_t a = 0; a < levers.size(); ++a) {
    for (const std::size_t b : rules.needs(a)) {
      if (a == b) continue;
      add([&](std::size_t i) { return std::int64_t{i == a} - std::int64_t{i == b}; }, 0);
    }
    for (std::size_t b = a + 1; b < levers.size(); ++b) {
      if (rules.clash(a, b)) add([&](std::size_t i) { return is_one_of(i, a, b); }, 1);
    }
    if (rules.clash(a, a)) add([&](std::size_t i) { return is_one_of(i, a, a); }, 0);
  }
}

std::int64_t LeverLimits::sum(const std::vector<std::int64_t>& coefficients, const LeverSet& set) {
  std::int64_t result = 0;
  for (std::size_t i = 0; i < set.size(); ++i) result += set[i] ? coefficients[i] : 0;
  return result;
}

bool LeverLimits::allows(const LeverSet& set) const {
  return std::ranges::all_of(
      limits_, [&set](const Limit& limit) { return sum(limit.coefficients, set) <= limit.most; });
}

std::int64_t LeverLimits::cost(const LeverSet& set) const {
  return sum(costs_, set);
}

std::vector<LeverRow> LeverLimits::rows() const {
  std::vector<LeverRow> result;
  for (const Limit& limit : limits_) {
    std::int64_t divisor = limit.most;
    for (const std::int64_t each : limit.coefficients) divisor = std::gcd(divisor, each);
    divisor = std::max<std::int64_t>(divisor, 1);
    LeverRow row{{}, -kInfinity, static_cast<double>(limit.most / divisor) + 0.5};
    for (const std::int64_t each : limit.coefficients) {
      row.coefficients.push_back(static_cast<double>(each / divisor));
    }
    result.push_back(std::move(row));
  }
  return result;
}

PlanSet LeverLimits::describe(const LeverSet& set) const {
  PlanSet result;
  const std::set<int> years = years_of(*plan_);
  for (const int year : years) result.by_year[year] = {};
  for (const auto& [region, most] : plan_->power) result.power[region] = {};
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (!set[i]) continue;
    const LeverSpec& lever = plan_->levers[i];
    result.levers.push_back(i);
    result.cost += lever.total();
    result.undated += lever.undated;
    for (const auto& [year, amount] : lever.cost) result.by_year[year] += amount;
    for (auto& [region, power] : result.power) {
      if (counts(lever, region)) power += lever.power;
    }
  }
  return result;
}

}  // namespace suanwang
