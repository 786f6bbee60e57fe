#pragma once

#include <map>
#include <vector>

#include "suanwang/report/plan.hpp"

#include "report/json_parts.hpp"

/// What the parts of plan.json are made of.
namespace suanwang {

[[nodiscard]] Json range_json(const Range95& range);
/// Ids of levers.
[[nodiscard]] Json ids_json(const std::vector<std::size_t>& levers, const PlanSpec& plan);
[[nodiscard]] Json money_by_year(const std::map<int, Money>& years);

[[nodiscard]] Json lever_json(const LeverEffect& effect, const Plan& plan);
/// Targets on other figures than capacity: the answers, and the ids of those without.
[[nodiscard]] Json others_json(const PlanFindings& findings);

}  // namespace suanwang
