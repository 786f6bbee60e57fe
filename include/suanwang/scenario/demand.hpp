#pragma once

#include <optional>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/scenario/run.hpp"

namespace suanwang {

/// What is probably wrong with the demand of a spec once its logs have been read: no job at all, or several
/// times as much work as there is supply. Warnings only. `load` may not be known.
void check_demand(const Spec& spec, const Inputs& inputs, const std::optional<LoadEstimate>& load,
                  Diagnostics& diagnostics);

}  // namespace suanwang
