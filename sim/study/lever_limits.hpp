#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "suanwang/study/plan.hpp"

#include "study/lever_tables.hpp"

namespace suanwang {

/// low <= sum of coefficients x columns <= high.
struct LeverRow {
  std::vector<double> coefficients;  ///< by column of a LeverProgramme, first the levers; none: 0
  double low;
  double high;
};

/// What plans may cost and take, and which levers go together: in whole numbers, so that nothing is rounded.
class LeverLimits {
 public:
  LeverLimits(const PlanSpec& plan, const scenario::LeverRules& rules);

  [[nodiscard]] bool allows(const LeverSet& set) const;
  /// sum <= most
  struct Limit {
    std::vector<std::int64_t> coefficients;  ///< by lever
    std::int64_t most;
  };
  [[nodiscard]] const std::vector<Limit>& limits() const { return limits_; }
  /// In multiples of their greatest common divisor.
  [[nodiscard]] const std::vector<std::int64_t>& costs() const { return costs_; }
  [[nodiscard]] std::int64_t cost(const LeverSet& set) const;
  [[nodiscard]] std::vector<LeverRow> rows() const;
  /// Of the levers of a set.
  [[nodiscard]] static std::int64_t sum(const std::vector<std::int64_t>& coefficients, const LeverSet& set);
  /// The set with what it costs and takes; no probabilities.
  [[nodiscard]] PlanSet describe(const LeverSet& set) const;

 private:
  const PlanSpec* plan_;
  std::vector<std::int64_t> costs_;
  std::vector<Limit> limits_;
};

}  // namespace suanwang
