#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/plan.hpp"

namespace suanwang {

/// Which levers share pools.
struct LeverGroups {
  std::vector<LeverGroup> groups;  ///< by their first lever; one that no pool feels is alone
  std::set<std::string> felt;      ///< paths of all pools that feel any lever
};

/// From what each lever sets to the pools that feel it: through what comes after what, supplies and all who
/// draw from them, crews, shocks, accelerators and replacements, as far as any of `specs` has such a link. A
/// setting that is no part of the build-out and not known to be without effect on capacity is felt by all.
///
/// A shock links its activities only where one of them can have been going on at `as_of`: what is then known
/// of it tells something about the others. That a draw is shared by itself links nothing, since a lever
/// changes laws and no draws.
/// @param specs the scenario without any lever, and with each lever and what it requires
[[nodiscard]] LeverGroups lever_groups(const std::vector<LeverSpec>& levers, const std::vector<Spec>& specs);

}  // namespace suanwang
