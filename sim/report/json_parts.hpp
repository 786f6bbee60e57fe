#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "suanwang/study/comparison.hpp"

/// What the parts of summary.json are made of.
namespace suanwang {

using Json = nlohmann::ordered_json;

/// @pre `value` is finite: JSON knows no other.
[[nodiscard]] Json number(double value);
[[nodiscard]] Json text(std::string_view value);
[[nodiscard]] Json name_json(const Name& name);

/// Which program wrote it, and of which scenario.
[[nodiscard]] Json program_json();
[[nodiscard]] Json scenario_json(const std::string& file, const Scenario& scenario);

/// One policy over all replications.
[[nodiscard]] Json policy_json(const PolicyOutcome& outcome, const PolicySpec& policy, const Spec& spec);

/// Adds what its jobs waited for to the entry of a policy; nothing where nobody asked.
void add_wait_reasons(Json& json, const PolicyOutcome& outcome, const Spec& spec);
/// What that means; empty where nobody asked.
[[nodiscard]] Json wait_reason_definitions(const Comparison& comparison);

/// What the rows of a variant are to be read with, and what that means.
[[nodiscard]] Json records_json(const VariantOutcome& variant, const Spec& spec);
[[nodiscard]] Json records_definitions();

/// What the figures of each dispatcher mean, where there is more than one.
[[nodiscard]] Json dispatcher_definitions();

/// Adds what became of the network under a policy to its entry; nothing where the spec moves no data.
void add_network(Json& json, const PolicyOutcome& outcome, const Spec& spec);

/// What its figures mean.
[[nodiscard]] Json network_definitions();

/// Targets on other figures than capacity, all targets together, and what their figures mean.
[[nodiscard]] Json metrics_json(const std::vector<MetricAnswer>& answers, const Spec& spec);
[[nodiscard]] Json together_json(const std::vector<JointAnswer>& answers, const Spec& spec);
[[nodiscard]] Json metric_definitions();

/// Adds the reserves that were searched for under a policy to its entry; nothing where they were not.
void add_reserves(Json& json, const PolicyOutcome& outcome, const Spec& spec);
[[nodiscard]] Json reserves_definitions();

}  // namespace suanwang
