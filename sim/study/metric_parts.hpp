#pragma once

#include <vector>

#include "suanwang/study/target_metrics.hpp"

namespace suanwang {

/// The answer of a target on a metric, from its value in each sample.
[[nodiscard]] MetricAnswer judge_values(const Spec& spec, std::size_t target, std::vector<double> values);

}  // namespace suanwang
