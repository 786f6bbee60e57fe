#pragma once

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/base/random.hpp"

namespace suanwang::test {

/// Days after 2026-01-01, or EFLOPS: uniform from low to high.
struct Span {
  double low = 0;
  double high = 0;
};

inline constexpr std::chrono::sys_days kPlanStart{std::chrono::year{2026} / 1 / 1};
inline constexpr double kPlanEnd = 730;  ///< the end of 2027-12-31, when targets are judged

inline std::string date_text(double day) {
  const std::chrono::year_month_day date{kPlanStart + std::chrono::days{static_cast<int>(day)}};
  return fmt::format("{}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

inline std::string dates_text(const Span& span) {
  return fmt::format("{{uniform: [{}, {}]}}", date_text(span.low), date_text(span.high));
}

/// What is built, as plain data: its K is worked out here, without the library but for its random numbers.
struct PlanWorld {
  struct Pool {
    Span capacity;                   ///< EFLOPS
    std::vector<std::string> after;  ///< activities
    std::optional<Span> online;
    std::optional<double> retires;
  };
  std::map<std::string, Span> activities;
  std::map<std::string, Pool> pools;  ///< by "centre/id"

  static double draw(const Span& span, std::uint64_t seed, std::uint32_t sample, Purpose purpose,
                     const std::string& entity) {
    return span.low +
           (span.high - span.low) * RandomStream{seed, sample, purpose, hash_of(entity)}.uniform(0);
  }

  /// EFLOPS at the end of 2027, of the centres whose id begins with `centre`.
  [[nodiscard]] double capacity(const std::string& centre, std::uint64_t seed, std::uint32_t sample) const {
    double sum = 0;
    for (const auto& [id, pool] : pools) {
      if (!id.starts_with(centre)) continue;
      double ready = -1e9;
      for (const std::string& activity : pool.after) {
        ready = std::max(ready, draw(activities.at(activity), seed, sample, Purpose::Activity,
                                     "programme.activities." + activity));
      }
      if (pool.online) ready = std::max(ready, draw(*pool.online, seed, sample, Purpose::Online, id));
      if (ready >= kPlanEnd || (pool.retires && *pool.retires < kPlanEnd)) continue;
      sum += draw(pool.capacity, seed, sample, Purpose::Capacity, id + "/fp16");
    }
    return sum;
  }
};

struct PlanLever {
  std::string id;
  std::string set;  ///< YAML
  std::function<void(PlanWorld&)> apply;
  std::map<int, std::int64_t> cost;  ///< 10,000 CNY
  std::int64_t kw = 0;
  std::string region;
  std::vector<std::string> excludes;
  std::vector<std::string> required;
};

struct PlanTarget {
  std::string id;
  std::string centre;  ///< "a", "b", or "" for both
  bool at_most = false;
  double eflops = 0;
  [[nodiscard]] bool is_met(double k) const { return at_most ? k <= eflops : k > eflops; }
};

/// A scenario with levers, all of it known to the test.
struct PlanProblem {
  std::uint64_t seed = 0;
  PlanWorld world;
  std::vector<PlanLever> levers;  ///< by id
  std::vector<PlanTarget> targets;
  std::map<int, std::int64_t> budget;  ///< empty: none
  std::map<std::string, std::int64_t> permits;

  [[nodiscard]] std::size_t index(const std::string& id) const {
    return static_cast<std::size_t>(std::ranges::find(levers, id, &PlanLever::id) - levers.begin());
  }

  [[nodiscard]] bool allows(std::uint32_t set) const {
    std::map<int, std::int64_t> spent;
    std::map<std::string, std::int64_t> drawn;
    for (std::size_t i = 0; i < levers.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      for (const std::string& other : levers[i].excludes) {
        if ((set >> index(other) & 1U) != 0) return false;
      }
      for (const std::string& other : levers[i].required) {
        if ((set >> index(other) & 1U) == 0) return false;
      }
      for (const auto& [year, amount] : levers[i].cost) spent[year] += amount;
      for (const auto& [prefix, most] : permits) {
        if (levers[i].region.starts_with(prefix)) drawn[prefix] += levers[i].kw;
      }
    }
    const auto within = [](const auto& sums, const auto& limits) {
      return std::ranges::all_of(sums, [&limits](const auto& each) {
        const auto limit = limits.find(each.first);
        return each.second <= (limit == limits.end() ? 0 : limit->second);
      });
    };
    return (budget.empty() || within(spent, budget)) && within(drawn, permits);
  }

  [[nodiscard]] std::int64_t cost(std::uint32_t set) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < levers.size(); ++i) {
      for (const auto& [year, amount] : levers[i].cost) sum += (set >> i & 1U) != 0 ? amount : 0;
    }
    return sum;
  }

  /// By target: in how many of the first `samples` it is met.
  [[nodiscard]] std::vector<std::uint64_t> met(std::uint32_t set, std::uint32_t samples) const {
    PlanWorld changed = world;
    for (std::size_t i = 0; i < levers.size(); ++i) {
      if ((set >> i & 1U) != 0) levers[i].apply(changed);
    }
    std::vector<std::uint64_t> result(targets.size());
    for (std::uint32_t s = 0; s < samples; ++s) {
      const double a = changed.capacity("a", seed, s), b = changed.capacity("b", seed, s);
      for (std::size_t t = 0; t < targets.size(); ++t) {
        const std::string& centre = targets[t].centre;
        result[t] += targets[t].is_met(centre.empty() ? a + b : centre == "a" ? a : b) ? 1 : 0;
      }
    }
    return result;
  }

  [[nodiscard]] std::string yaml(double reach) const;
};

inline std::string PlanProblem::yaml(double reach) const {
  std::string text = fmt::format(
      "suanwang: 1\nstart: 2026-01-01\nend: 2027-12-31\nseed: {}\nprogramme:\n  activities:\n", seed);
  for (const auto& [id, span] : world.activities)
    text += fmt::format("    {}: {{date: {}}}\n", id, dates_text(span));
  text += "centres:\n";
  for (const std::string centre : {"a", "b"}) {
    text += fmt::format("  {0}:\n    region: land.{0}\n    pools:\n", centre);
    for (const auto& [id, pool] : world.pools) {
      if (!id.starts_with(centre)) continue;
      text += fmt::format(
          "      {}: {{schedulable: false, capacity: {{fp16: {{uniform: [{} EFLOPS, {} EFLOPS]}}}}",
          id.substr(2), pool.capacity.low, pool.capacity.high);
      if (!pool.after.empty()) text += fmt::format(", online: {{after: [{}]}}", fmt::join(pool.after, ", "));
      if (pool.online) text += ", online: " + dates_text(*pool.online);
      text += "}\n";
    }
  }
  text += "targets:\n";
  for (const PlanTarget& each : targets) {
    text += fmt::format("  {}: {{region: {}, {}: {} EFLOPS, by: 2027-12-31, basis: fp16}}\n", each.id,
                        each.centre.empty() ? "land" : "land." + each.centre,
                        each.at_most ? "at_most" : "more_than", each.eflops);
  }
  text += fmt::format("plan:\n  reach: {}\n", reach);
  const auto list = [](const std::map<int, std::int64_t>& amounts) {
    std::string result;
    for (const auto& [year, amount] : amounts)
      result += fmt::format("{}{}: {} \u4e07\u5143", result.empty() ? "" : ", ", year, amount);
    return "{" + result + "}";
  };
  if (!budget.empty()) text += "  budget: " + list(budget) + "\n";
  if (!permits.empty()) text += "  power:\n";
  for (const auto& [prefix, most] : permits) text += fmt::format("    {}: {} kW\n", prefix, most);
  text += "  levers:\n";
  for (const PlanLever& each : levers) {
    text += fmt::format("    {}:\n      set: {}\n", each.id, each.set);
    if (!each.cost.empty()) text += "      cost: " + list(each.cost) + "\n";
    if (each.kw != 0) text += fmt::format("      power: {} kW\n      region: {}\n", each.kw, each.region);
    if (!each.excludes.empty()) text += fmt::format("      excludes: [{}]\n", fmt::join(each.excludes, ", "));
    if (!each.required.empty()) text += fmt::format("      requires: [{}]\n", fmt::join(each.required, ", "));
  }
  return text;
}

/// By trying every set.
struct BruteForce {
  struct Entry {
    std::uint32_t set;
    std::int64_t cost;
    std::vector<std::uint64_t> met;
  };
  std::vector<Entry> allowed;

  BruteForce(const PlanProblem& problem, std::uint32_t samples) {
    for (std::uint32_t set = 0; set < 1U << problem.levers.size(); ++set) {
      if (problem.allows(set)) allowed.push_back({set, problem.cost(set), problem.met(set, samples)});
    }
  }

  /// The cheapest set, then that of fewest levers, then the one whose levers come first.
  [[nodiscard]] std::optional<Entry> cheapest(std::uint64_t needed) const {
    std::optional<Entry> best;
    for (const Entry& each : allowed) {
      if (std::ranges::min(each.met) >= needed && (!best || is_better(each, *best))) best = each;
    }
    return best;
  }

  static bool is_better(const Entry& a, const Entry& b) {
    if (a.cost != b.cost) return a.cost < b.cost;
    const int count_a = std::popcount(a.set), count_b = std::popcount(b.set);
    if (count_a != count_b) return count_a < count_b;
    const std::uint32_t differ = a.set ^ b.set;
    return (a.set & differ & (~differ + 1)) != 0;  // the first lever in which they differ
  }
};

}  // namespace suanwang::test
