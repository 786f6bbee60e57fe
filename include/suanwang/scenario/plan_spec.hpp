#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/scenario/network_spec.hpp"

// What a scenario says of what could be done: levers, what they cost, and what limits them.
namespace suanwang {

/// An amount of money in whole 10,000 CNY (万元), so that sums are exact in any order.
struct Money {
  std::int64_t wan = 0;

  [[nodiscard]] double cny() const { return 1e4 * static_cast<double>(wan); }
  constexpr Money& operator+=(Money other) {
    wan += other.wan;
    return *this;
  }
  friend constexpr Money operator+(Money a, Money b) { return a += b; }
  friend constexpr auto operator<=>(Money, Money) = default;
};

/// Something that could be done.
struct LeverSpec {
  std::string id;
  Name name;
  std::vector<std::pair<std::string, std::string>> set;  ///< path, value as YAML text: as in a variant
  std::map<int, Money> cost;                             ///< by year; below 0: it saves
  Money undated;  ///< of `cost` without a year; none where the plan has a budget
  /// Electricity that it takes, in whole kW; below 0: it frees some.
  Watts power;
  std::string region;                 ///< where its power counts; empty: nowhere
  std::vector<std::string> excludes;  ///< levers that it cannot go with; sorted; either may name the other
  std::vector<std::string> required;  ///< `requires`: levers that must be pulled with it; sorted
  Provenance provenance;
  Location at;

  [[nodiscard]] Money total() const {
    Money sum = undated;
    for (const auto& [year, amount] : cost) sum += amount;
    return sum;
  }
};

/// The targets to reach, with which probability, and by which means.
struct PlanSpec {
  /// A target, and the bases under which it is to be reached.
  struct Target {
    std::string id;
    std::vector<std::string> bases;  ///< as the target lists them
    Location at;
  };

  double reach = 0.9;  ///< each target under each of its bases with at least this probability; in (0, 1)
  /// By id. Where the scenario gives none: all targets on capacity that are not past, under all their bases.
  std::vector<Target> targets;
  std::optional<std::string> assumptions;  ///< id of the assumption set to plan under; none: as it stands
  /// The most that all levers together may cost in a year; given any, a year not listed has none.
  std::optional<std::map<int, Money>> budget;
  std::map<std::string, Watts> power;  ///< by prefix of regions: the most that levers there may take
  std::vector<LeverSpec> levers;       ///< by id
  Location at;
};

}  // namespace suanwang
