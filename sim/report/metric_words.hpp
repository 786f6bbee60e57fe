#pragma once

#include <string>
#include <vector>

#include "suanwang/report/console.hpp"
#include "suanwang/report/table.hpp"
#include "suanwang/study/target_metrics.hpp"

#include "report/words.hpp"

/// Targets on other figures than capacity, as `run` and `reach` tell of them.
namespace suanwang {

/// A figure of a target's metric in its unit: "1.25", "40 %", "2".
[[nodiscard]] std::string metric_text(const TargetSpec& target, double figure);

[[nodiscard]] Table metric_table(Words words);
/// The rows of a variant or a case.
void add_metric_rows(Table& table, const std::vector<MetricAnswer>& answers, const Spec& spec, Words words);

/// What there is to say of them: how they are weighted, which centres say nothing, what could not be judged.
[[nodiscard]] std::vector<std::string> metric_remarks(const std::vector<MetricAnswer>& answers,
                                                      const Spec& spec, Words words);
/// "all 4 targets to come together (intelligent compute, FP16): unified dispatch 0.80 [0.58, 0.92]", one a
/// basis.
[[nodiscard]] std::vector<std::string> together_remarks(const std::vector<JointAnswer>& answers,
                                                        const Spec& spec, Words words);
/// What the figures are, of the metrics that targets are about.
[[nodiscard]] std::string metric_definitions(const Spec& spec, Words words);

}  // namespace suanwang
