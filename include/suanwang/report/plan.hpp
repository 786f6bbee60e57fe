#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suanwang/report/console.hpp"
#include "suanwang/study/lever_effects.hpp"
#include "suanwang/study/marginals.hpp"
#include "suanwang/study/plan.hpp"
#include "suanwang/study/target_metrics.hpp"
#include "suanwang/study/wait_effects.hpp"

namespace suanwang {

/// Everything that was found out about a plan.
struct PlanFindings {
  const Plan* plan = nullptr;
  /// With the chosen set, or where none was chosen as it stands; its targets are those that the plan is
  /// about.
  const Spec* improved = nullptr;
  std::vector<LeverEffect> levers;
  std::vector<BeliefOutcome> beliefs;  ///< of the chosen set; none where none was chosen
  Marginals marginals;                 ///< of `improved`
  std::optional<WaitEffects> waits;    ///< none: no jobs or policies, nothing chosen, or not asked for
  std::optional<LinkEffects> links;    ///< of `improved`; likewise, or no links
  /// Targets on what centres state, which no search considers: without any lever, and with the chosen set,
  /// over as many samples as the search has. Their targets are those of `Plan::spec`.
  std::vector<MetricAnswer> without;
  std::vector<MetricAnswer> with;  ///< none where none was chosen
};

/// What the console says of a plan: the answer in sentences, then the levers, the frontier of cost against
/// probability, what a little more would be worth, and the waits.
[[nodiscard]] std::string plan_text(const PlanFindings& findings, const RunFacts& facts,
                                    const ConsoleStyle& style);

/// plan.json: every figure of it; numbers read back as the same doubles, a figure that there is not is null.
[[nodiscard]] std::string plan_json(const PlanFindings& findings, const std::string& file);

}  // namespace suanwang
