#pragma once

#include <optional>
#include <vector>

#include "suanwang/study/plan.hpp"

#include "study/lever_groups.hpp"
#include "study/lever_tables.hpp"

// What comes before a search.
namespace suanwang {

/// A plan with nothing but what was asked; errors where the scenario cannot be planned for.
[[nodiscard]] std::optional<Plan> planned(const Scenario& scenario, const PlanOptions& options,
                                          Diagnostics& diagnostics);

/// What the plan asks, in the order of a ReachModel, into `plan` and `questions`.
void add_questions(PlanCase& plan, std::vector<PlanQuestion>& questions);

/// Errors: a lever that cannot be read under the base of the plan, and groups that are too large.
[[nodiscard]] std::optional<LeverGroups> groups_of(const PlanCase& plan, Diagnostics& diagnostics);

}  // namespace suanwang
