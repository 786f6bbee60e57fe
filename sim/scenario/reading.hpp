#pragma once

#include <string>
#include <vector>

#include "suanwang/scenario/levers.hpp"
#include "suanwang/scenario/spec.hpp"

#include "scenario/document.hpp"
#include "scenario/files.hpp"
#include "scenario/override.hpp"

namespace suanwang {

/// What a scenario was read from, so that it can be read again with something else set. A copy is cheap: the
/// texts of files are shared.
struct ScenarioSource {
  scenario::NodePtr root;  ///< with all that is included, before anything is set
  LoadOptions options;
  std::vector<scenario::Override> overrides;  ///< every `--set`
  scenario::Files files;

  /// The tree of a variant under what may be believed of it: nothing else is set.
  [[nodiscard]] scenario::NodePtr tree(const LeverBase& base, Diagnostics& problems) const;
};

namespace scenario {

/// `tree`, read and checked.
/// @param section which entry of which section made it what it is: of "variants" or "assumptions"
[[nodiscard]] Spec read_tree(const NodePtr& tree, const std::string& section, const std::string& id,
                             ScenarioSource& source, Diagnostics& problems);

/// Errors: a lever of `spec`, a variant, whose settings cannot be made or cannot be read. Each is tried with
/// those that it requires.
void check_levers(const Spec& spec, ScenarioSource& source, Diagnostics& diagnostics);

}  // namespace scenario
}  // namespace suanwang
