#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// What levers are applied to: a variant, with what may be believed of it.
struct LeverBase {
  std::string variant = "base";
  std::optional<std::string> assumptions{};  ///< id of an assumption set; none: as the variant stands
};

/// The scenario as `load` read it, with these levers applied: first what the variant sets, then the
/// assumption set, then every `--set`, then the levers, each after those that it requires, otherwise by id.
/// Reads no file again. Safe to call from several threads. What is wrong with the combination goes to
/// `diagnostics`, and then nothing is returned; it brings no warnings.
/// @pre ids are those of the scenario @param levers ids, in any order
[[nodiscard]] std::optional<Spec> with_levers(const Scenario& scenario, const LeverBase& base,
                                              const std::vector<std::string>& levers,
                                              Diagnostics& diagnostics);

}  // namespace suanwang
